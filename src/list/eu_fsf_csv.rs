//! The consolidated financial sanctions list of the European Union (FSF), CSV, versions 1.0 and 1.1.
//!
//! Published by the European Commission beside the XML (see `eu_fsf_xml`), at
//! `https://webgate.ec.europa.eu/fsd/fsf/public/files/csvFullSanctionsList_1_1/content` (and `.../csvFullSanctionsList/...`
//! for version 1.0). Cells stand between `;`, the header is the first line. Each row gives one name, address, date of birth,
//! identification or citizenship, and repeats what belongs to the entity; rows of one logical id are one entity.
//!
//! - Version 1.1 has 113 columns named as the elements and attributes of the XML are (`NameAlias_WholeName`), in UTF-8.
//! - Version 1.0 has 59 columns with other names (`Naal_wholename`), in ISO-8859-1, with line breaks written as `\n`,
//!   countries by their three-letter codes, and contacts as `PHONE[497 92 63]`.
//!
//! Each row is turned into the elements of the XML and read by its loader, so the same is made of the same facts.
//!
//! What the publisher does oddly, and what is made of it:
//! - `N/A` as a date of birth and `-` as a place are unknown.
//! - Version 1.0 lost the letters that ISO-8859-1 does not have: they are `?` in it. A name with one is reported.
//! - Copies of version 1.0 that went through a spreadsheet have each line in quotes, tabs in place of commas, and tabs at the
//!   end. This damage is undone.
//!
//! Not kept, being technical: what the loader of the XML does not keep, and the numbers and links of the regulations of the
//! parts.
//!
//! Tested on an excerpt of version 1.0 of 2018-07-04 and on the first 21 columns of version 1.1; the other columns are known
//! from programs that read them.

use std::borrow::Cow;
use std::io::BufRead;

use rustc_hash::FxHashMap;

use crate::entity::Entity;
use crate::error::{Error, Position, Result};

use super::eu_fsf_xml as parts;
use super::format::Head;
use super::sink::Sink;
use super::table::{Dialect, Row, Rows};
use super::wording::{self, add_remark_once};
use super::xml::Element;

const SEMICOLON: Dialect = Dialect { delimiter: b';', flexible: false };

#[derive(Clone, Copy, PartialEq, Eq)]
enum Version {
    V1_0,
    V1_1,
}

pub(super) fn looks_like(head: &Head<'_>) -> bool {
    version(head.first_line()).is_some()
}

fn version(header: &str) -> Option<Version> {
    let columns: Vec<String> =
        header.split(';').map(|name| name.trim().trim_matches('"').trim_matches('\u{feff}').to_lowercase()).collect();
    let has = |wanted: &[&str]| wanted.iter().all(|wanted| columns.iter().any(|column| column == wanted));
    if has(&["entity_logicalid", "namealias_wholename", "entity_subjecttype"]) {
        Some(Version::V1_1)
    } else if has(&["entity_logical_id", "naal_wholename", "subject_type"]) {
        Some(Version::V1_0)
    } else {
        None
    }
}

pub(super) fn read(input: &mut dyn BufRead, sink: &mut Sink<'_>) -> Result<()> {
    sink.id = "eu-fsf".into();
    sink.publisher = "EU".into();
    // Which of the encodings a file is in is known only at its end.
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes).map_err(|cause| {
        Error::malformed(sink.position(), "", format!("cannot be read, or is cut off: {cause}; download it again"))
    })?;
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => latin(error.as_bytes(), sink)?,
    };
    let text = text.trim_start_matches('\u{feff}');
    let first_line = text.lines().next().unwrap_or("");
    let text = if first_line.starts_with('"') && first_line.ends_with('"') && !first_line.contains("\";\"") {
        Cow::Owned(without_spreadsheet_damage(text, sink)?)
    } else {
        Cow::Borrowed(text)
    };
    let Some(version) = version(text.lines().next().unwrap_or("")) else {
        return Err(Error::malformed(sink.position().line(1), first_line, "not the header of the EU list"));
    };

    let mut rows = Rows::with_header(text.as_bytes(), &sink.file, SEMICOLON)?;
    let mut entities: Vec<(Entity, Position)> = Vec::new();
    let mut by_id = FxHashMap::<String, usize>::default();
    while let Some(row) = rows.next(sink)? {
        let records = sink.count_record();
        let position = sink.position().line(row.line).record(records);
        let (id_column, date_column, name_column) = match version {
            Version::V1_0 => ("Entity_logical_id", 0, "Naal_wholename"),
            Version::V1_1 => ("Entity_LogicalId", rows_index(&row, "fileGenerationDate"), "NameAlias_WholeName"),
        };
        if sink.date.is_none() {
            sink.date = wording::date(row.at(date_column));
        }
        let id = row.cell(id_column);
        if id.is_empty() {
            sink.leave_out_record(position.element(id_column), row.cell(name_column), "the row has no id")?;
            continue;
        }
        if row.cell(name_column).contains('?') {
            let reason =
                "letters may have been lost: the file's encoding does not have them; use version 1.1 or the XML";
            sink.warn(position.clone().element(name_column), row.cell(name_column), reason)?;
        }
        let index = *by_id.entry(id.to_owned()).or_insert(entities.len());
        match entities.get(index) {
            Some(_) => sink.count_merged()?,
            None => entities.push((Entity { id: id.to_owned(), ..Entity::default() }, position)),
        }
        let entity = &mut entities[index].0;
        match version {
            Version::V1_0 => add_row_1_0(entity, &row),
            Version::V1_1 => add_row_1_1(entity, &row),
        }
    }
    for (mut entity, position) in entities {
        parts::complete(&mut entity);
        sink.push(entity, position)?;
    }
    Ok(())
}

/// Text in a superset of ISO-8859-1. Letters of UTF-8 are not to be taken for pairs of Latin ones because of a few bad bytes.
fn latin(bytes: &[u8], sink: &Sink<'_>) -> Result<String> {
    let (mut letters, mut bad) = (0, 0);
    let mut first_bad = None;
    let mut line = 1;
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        line += chunk.valid().matches('\n').count() as u64;
        if !chunk.invalid().is_empty() {
            bad += 1;
            first_bad.get_or_insert(line);
        }
    }
    if letters >= bad {
        let position = sink.position().line(first_bad.unwrap_or(1));
        let reason = "the text is UTF-8 with bytes that are not: the file is damaged; download it again";
        return Err(Error::malformed(position, "", reason));
    }
    Ok(encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned())
}

fn rows_index(row: &Row<'_>, column: &str) -> usize {
    row.cells().position(|(name, _)| name.eq_ignore_ascii_case(column)).unwrap_or(0)
}

/// Lines as they were before a spreadsheet took each for one cell, its commas for ends of cells, and wrote tabs.
fn without_spreadsheet_damage(text: &str, sink: &Sink<'_>) -> Result<String> {
    let mut repaired = String::with_capacity(text.len());
    for (index, line) in text.lines().enumerate() {
        if line.is_empty() {
            continue;
        }
        let inner = line.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let Some(inner) = inner.filter(|_| line.len() >= 2) else {
            let position = sink.position().line(index as u64 + 1);
            return Err(Error::malformed(
                position,
                line,
                "the line is cut off: it does not end with a quote as all others do",
            ));
        };
        repaired.push_str(&inner.trim_end_matches('\t').replace("\"\"", "\"").replace('\t', ","));
        repaired.push('\n');
    }
    Ok(repaired)
}

/// An element as the XML has it, with the attributes that are not empty.
fn element(name: &str, attributes: &[(&str, &str)]) -> Element {
    let attributes = attributes
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| ((*name).to_owned(), (*value).replace("\\n", "\n")))
        .collect();
    Element { name: name.to_owned(), attributes, ..Element::default() }
}

fn with_text(name: &str, text: &str) -> Element {
    Element { name: name.to_owned(), text: text.replace("\\n", "\n"), ..Element::default() }
}

fn add_row_1_0(entity: &mut Entity, row: &Row<'_>) {
    let cell = |column: &str| row.cell(column);
    let known =
        |column: &'static str| Some(row.cell(column)).filter(|text| !matches!(*text, "N/A" | "-")).unwrap_or("");
    parts::set_kind(entity, "", cell("Subject_type"));
    add_remark_once(entity, "Entity_remark", &cell("Entity_remark").replace("\\n", "\n"));
    let mut regulation = element(
        "regulation",
        &[
            ("numberTitle", cell("Leba_numtitle")),
            ("publicationDate", cell("Leba_publication_date")),
            ("programme", cell("Programme")),
        ],
    );
    regulation.children.push(with_text("publicationUrl", cell("Leba_url")));
    parts::add_regulation(
        entity,
        &element("sanctionEntity", &[("euReferenceNumber", cell("EU_ref_num"))]),
        &regulation,
    );

    let part = |name: &str, prefix: &str, attributes: &[(&str, &str)]| {
        let mut part = element(name, attributes);
        let title = row.cell(&format!("{prefix}_leba_numtitle"));
        if !title.is_empty() {
            let date = row.cell(&format!("{prefix}_leba_publication_date"));
            part.children.push(element("regulationSummary", &[("numberTitle", title), ("publicationDate", date)]));
        }
        part
    };
    let has = |prefix: &str| {
        let technical = ["logical_id", "leba_numtitle", "leba_publication_date", "leba_url", "programme"];
        row.cells().any(|(column, value)| {
            let field = column.get(..5).filter(|start| start.eq_ignore_ascii_case(&format!("{prefix}_")));
            field.is_some() && !value.is_empty() && !technical.contains(&column[5..].to_lowercase().as_str())
        })
    };
    if has("Naal") {
        let attributes = [
            ("lastName", cell("Naal_lastname")),
            ("firstName", cell("Naal_firstname")),
            ("middleName", cell("Naal_middlename")),
            ("wholeName", cell("Naal_wholename")),
            ("gender", cell("Naal_gender")),
            ("title", cell("Naal_title")),
            ("function", cell("Naal_function")),
            ("nameLanguage", cell("Naal_language")),
        ];
        parts::add_name(entity, &part("nameAlias", "Naal", &attributes));
    }
    if has("Addr") {
        let street = [cell("Addr_number"), cell("Addr_street")].join(" ");
        let attributes = [
            ("street", street.trim()),
            ("zipCode", cell("Addr_zipcode")),
            ("city", known("Addr_city")),
            ("countryDescription", known("Addr_country")),
        ];
        let mut address = part("address", "Addr", &attributes);
        add_contacts(&mut address, cell("Addr_other"));
        parts::add_address(entity, &address);
    }
    if has("Birt") {
        let attributes = [
            ("city", known("Birt_place")),
            ("countryDescription", known("Birt_country")),
            ("birthdate", known("Birt_date")),
        ];
        parts::add_birth_date(entity, &part("birthdate", "Birt", &attributes));
    }
    if has("Iden") {
        // `AD001095 (passport-National passport) ((passport))`
        let (number, rest) = cell("Iden_number").split_once(" (").unwrap_or((cell("Iden_number"), ""));
        let (described, remark) = rest.split_once(')').unwrap_or((rest, ""));
        let (code, description) = described.split_once('-').unwrap_or(("", described));
        let attributes = [
            ("number", number),
            ("identificationTypeCode", code),
            ("identificationTypeDescription", description),
            ("countryDescription", cell("Iden_country")),
        ];
        let mut identification = part("identification", "Iden", &attributes);
        if !remark.trim().is_empty() {
            identification.children.push(with_text("remark", remark.trim()));
        }
        parts::add_identification(entity, &identification);
    }
    if has("Citi") {
        parts::add_citizenship(entity, &part("citizenship", "Citi", &[("countryDescription", cell("Citi_country"))]));
    }
    for (column, value) in row.cells() {
        let start = column.split('_').next().unwrap_or("").to_lowercase();
        let known = ["date", "entity", "subject", "leba", "programme", "naal", "addr", "birt", "iden", "citi", "eu"];
        if !known.contains(&start.as_str()) {
            add_remark_once(entity, column, value);
        }
    }
}

/// Contacts as both versions write them: `PHONE[668 33 01, 0300-820 91 99]\nFAX[662 38 14]`. Other text is a remark.
fn add_contacts(address: &mut Element, text: &str) {
    let mut rest = text;
    let mut contacts = Vec::new();
    while let Some((before, after)) = rest.split_once('[') {
        let key = before.trim_start_matches("\\n").trim_matches([' ', ',', '\n', '\r']);
        let Some((values, after)) = after.split_once(']') else { break };
        if key.is_empty() || !key.chars().all(|c| c.is_ascii_uppercase()) {
            break;
        }
        for value in values.split(',').map(str::trim).filter(|value| !value.is_empty()) {
            contacts.push(element("contactInfo", &[("key", key), ("value", value)]));
        }
        rest = after;
    }
    address.children.append(&mut contacts);
    let rest = rest.trim_start_matches("\\n").trim();
    if !rest.is_empty() {
        address.children.push(with_text("remark", rest));
    }
}

/// Parts of an entity: the beginning of their columns, and the element of the XML.
const PARTS: [(&str, &str); 5] = [
    ("NameAlias", "nameAlias"),
    ("Address", "address"),
    ("BirthDate", "birthdate"),
    ("Identification", "identification"),
    ("Citizenship", "citizenship"),
];

fn add_row_1_1(entity: &mut Entity, row: &Row<'_>) {
    let cell = |column: &str| row.cell(column);
    parts::set_kind(entity, cell("Entity_SubjectType"), cell("Entity_SubjectType_ClassificationCode"));
    add_remark_once(entity, "remark", cell("Entity_Remark"));
    add_remark_once(entity, "designationDetails", cell("Entity_DesignationDetails"));
    add_remark_once(entity, "unitedNationId", cell("Entity_UnitedNationId"));
    let record = element(
        "sanctionEntity",
        &[
            ("euReferenceNumber", cell("Entity_EU_ReferenceNumber")),
            ("designationDate", cell("Entity_DesignationDate")),
        ],
    );
    let mut regulation = element(
        "regulation",
        &[
            ("numberTitle", cell("Entity_Regulation_NumberTitle")),
            ("publicationDate", cell("Entity_Regulation_PublicationDate")),
            ("programme", cell("Entity_Regulation_Programme")),
        ],
    );
    regulation.children.push(with_text("publicationUrl", cell("Entity_Regulation_PublicationUrl")));
    parts::add_regulation(entity, &record, &regulation);

    for (prefix, name) in PARTS {
        let Some(part) = part_1_1(row, prefix, name) else { continue };
        match name {
            "nameAlias" => parts::add_name(entity, &part),
            "address" => parts::add_address(entity, &part),
            "birthdate" => parts::add_birth_date(entity, &part),
            "identification" => parts::add_identification(entity, &part),
            _ => parts::add_citizenship(entity, &part),
        }
    }
    for (column, value) in row.cells().filter(|(_, value)| !value.is_empty()) {
        let start = column.split('_').next().unwrap_or("");
        let known = start.eq_ignore_ascii_case("fileGenerationDate")
            || start.eq_ignore_ascii_case("Entity")
            || PARTS.iter().any(|(prefix, _)| start.eq_ignore_ascii_case(prefix));
        if !known {
            add_remark_once(entity, column, value);
        }
    }
}

/// One part of an entity as the XML has it, or `None` where the row does not have it.
fn part_1_1(row: &Row<'_>, prefix: &str, name: &str) -> Option<Element> {
    let mut part = Element { name: name.to_owned(), ..Element::default() };
    let mut summary = element("regulationSummary", &[]);
    let mut has_facts = false;
    for (column, value) in row.cells().filter(|(_, value)| !value.is_empty()) {
        let Some((start, field)) = column.split_once('_') else { continue };
        if !start.eq_ignore_ascii_case(prefix) {
            continue;
        }
        let attribute = match field {
            "Remark" => {
                part.children.push(with_text("remark", value));
                has_facts = true;
                continue;
            }
            "ContactInfo" => {
                add_contacts(&mut part, value);
                has_facts = true;
                continue;
            }
            "Regulation_NumberTitle" => {
                summary.attributes.push(("numberTitle".to_owned(), value.to_owned()));
                continue;
            }
            "Regulation_PublicationDate" => {
                summary.attributes.push(("publicationDate".to_owned(), value.to_owned()));
                continue;
            }
            field if field.starts_with("Regulation_") => continue,
            "BirthDate" => "birthdate".to_owned(),
            "Day" => "dayOfMonth".to_owned(),
            "Month" => "monthOfYear".to_owned(),
            "IssuedDate" => "issueDate".to_owned(),
            "TypeCode" => "identificationTypeCode".to_owned(),
            "TypeDescription" => "identificationTypeDescription".to_owned(),
            field => {
                let mut letters = field.chars();
                letters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(letters).collect()
            }
        };
        has_facts |= !matches!(attribute.as_str(), "logicalId" | "regulationLanguage");
        part.attributes.push((attribute, value.to_owned()));
    }
    if !summary.attributes.is_empty() {
        part.children.push(summary);
    }
    has_facts.then_some(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts_are_taken_apart() {
        let mut address = element("address", &[]);
        add_contacts(&mut address, "PHONE[668 33 01, 0300-820 91 99]\\nFAX[662 38 14] near the mosque");
        let contacts: Vec<_> = address
            .children("contactInfo")
            .map(|contact| (contact.attribute("key"), contact.attribute("value")))
            .collect();
        assert_eq!(contacts, [("PHONE", "668 33 01"), ("PHONE", "0300-820 91 99"), ("FAX", "662 38 14")]);
        assert_eq!(address.text_of("remark"), "near the mosque");
    }
}
