//! The UK sanctions list of the Foreign, Commonwealth & Development Office: XML and CSV.
//!
//! Published at `https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.xml` and `.csv`, described in the "UK sanctions
//! list format guide" at `https://www.gov.uk/government/publications/the-uk-sanctions-list`. Since January 2026 it stands in
//! for OFSI's list too. In the XML, `Designations` holds a `Designation` for each person, entity or ship. In the CSV, a line
//! `Report Date: 08-Oct-2026` stands before the header, and the rows of one `Unique ID` are one designation.
//!
//! Each row of the CSV is turned into the elements of the XML and read in the same way.
//!
//! What the publisher does oddly, and what is made of it:
//! - `Name6` is the family name of a person or the whole name of anything else; `Name1` to `Name5` come before it. Some
//!   persons have `Name1` only.
//! - A designation may have two primary names: both are.
//! - Unknown parts of dates of birth are letters: `dd/mm/1963` is a year; `15/08/19yy` is no date and stays a remark.
//! - Ships without a settled name are listed as `IMO 9274082 ("TM HAI HA 568")`: the name in quotes is added as an alias.
//! - IMO numbers are written `IMO9826902` or without the letters, numbers of registers as `INN - 5045023416` or
//!   `OGRN: 1025005917551`.
//! - Names marked as Cyrillic may be in Latin letters.
//!
//! Not kept: those of the `SanctionsImposedIndicators` that are false.
//!
//! Tested on an excerpt of six designations of the XML of 2026-09-07, and on the header and one row of the CSV of 2026-10-08;
//! the elements of ships are known from programs that read them.

use std::io::BufRead;

use rustc_hash::FxHashMap;

use crate::entity::{
    Address, Country, CountryRole, Designation, Entity, IdentifierKind, Kind, Name, NameParts, NameType, PartialDate,
    push_new,
};
use crate::error::{Error, Position, Result};

use super::format::Head;
use super::sink::Sink;
use super::table::{Dialect, Rows};
use super::wording::{self, add_remark_once, joined, numbered, on_one_line};
use super::xml::{Element, Node, Reader};

/// Columns by which the CSV is told from others.
const TELLING: [&str; 5] = ["Unique ID", "Name 6", "Name type", "Regime Name", "Designation source"];

pub(super) fn looks_like_xml(head: &Head<'_>) -> bool {
    let root = head.root_element().is_some_and(|(name, _)| name == "Designations");
    root && (head.text.contains("<UniqueID") || head.text.contains("<DateGenerated"))
}

pub(super) fn looks_like_csv(head: &Head<'_>) -> bool {
    let mut lines = head.text.trim_start_matches('\u{feff}').lines().filter(|line| !line.trim().is_empty()).take(2);
    lines.any(|line| is_header(line.split(',').map(|cell| cell.trim_matches('"'))))
}

fn is_header<'a>(cells: impl Iterator<Item = &'a str>) -> bool {
    let cells: Vec<&str> = cells.map(str::trim).collect();
    TELLING.iter().all(|wanted| cells.iter().any(|cell| cell.eq_ignore_ascii_case(wanted)))
}

fn introduce(sink: &mut Sink<'_>) {
    sink.id = "uk-sanctions".into();
    sink.publisher = "FCDO".into();
}

pub(super) fn read_xml(input: &mut dyn BufRead, sink: &mut Sink<'_>) -> Result<()> {
    introduce(sink);
    let mut reader = Reader::new(input, &sink.file);
    while let Some(node) = reader.next(&["Designation", "DateGenerated"])? {
        match node {
            Node::Record(date) if date.name == "DateGenerated" => sink.date = wording::date(&date.text),
            Node::Record(designation) => {
                let records = sink.count_record();
                if let Some(entity) = sink.entity_mut(designation.text_of("UniqueID")) {
                    add_designation(entity, &designation);
                    sink.count_merged()?;
                    continue;
                }
                let mut entity = Entity::default();
                add_designation(&mut entity, &designation);
                let position = sink.position().line(designation.line).record(records).element("Designation");
                sink.push(entity, position)?;
            }
            Node::Open(element) if element.name == "Designations" => {}
            Node::Open(element) => {
                let position = sink.position().line(element.line).element(element.name.clone());
                sink.leave_out_part(position, &element.name, "an element that the format does not have at this place")?;
            }
        }
    }
    Ok(())
}

pub(super) fn read_csv(input: &mut dyn BufRead, sink: &mut Sink<'_>) -> Result<()> {
    introduce(sink);
    // The line before the header has one cell, so rows may differ in length until the header is met.
    let mut rows = Rows::without_header(input, &sink.file, Dialect { flexible: true, ..Dialect::COMMA });
    let mut header: Option<Vec<String>> = None;
    let mut entities: Vec<(Entity, Position)> = Vec::new();
    let mut by_id = FxHashMap::<String, usize>::default();
    while let Some(row) = rows.next(sink)? {
        let cells: Vec<&str> = (0..row.len()).map(|index| row.at(index).trim_start_matches('\u{feff}')).collect();
        let position = sink.position().line(row.line);
        let Some(columns) = &header else {
            if is_header(cells.iter().copied()) {
                let columns: Vec<String> = cells.iter().map(|&cell| cell.to_owned()).collect();
                rows.set_width(columns.len());
                header = Some(columns);
            } else if let Some(date) = cells[0].strip_prefix("Report Date:") {
                sink.date = wording::date(date);
            } else {
                sink.warn(position, &cells.join(","), "a line before the header that is not known")?;
            }
            continue;
        };
        let records = sink.count_record();
        let position = position.record(records);
        let designation = designation_of_row(columns, &cells);
        let id = designation.text_of("UniqueID");
        if id.is_empty() {
            sink.leave_out_record(position.element("Unique ID"), &cells.join(","), "the row has no Unique ID")?;
            continue;
        }
        let index = *by_id.entry(id.to_owned()).or_insert(entities.len());
        match entities.get(index) {
            Some(_) => sink.count_merged()?,
            None => entities.push((Entity::default(), position)),
        }
        add_designation(&mut entities[index].0, &designation);
    }
    if header.is_none() {
        let reason = "the header of the UK sanctions list (Unique ID, ..., Name 6) is not there";
        return Err(Error::malformed(sink.position(), "", reason));
    }
    for (entity, position) in entities {
        sink.push(entity, position)?;
    }
    Ok(())
}

/// Columns of the CSV, folded, with the element of the XML for the same: the element that holds it, and its own name.
const COLUMNS: &[(&str, &str, &str)] = &[
    ("lastupdated", "", "LastUpdated"),
    ("uniqueid", "", "UniqueID"),
    ("ofsigroupid", "", "OFSIGroupID"),
    ("unreferencenumber", "", "UNReferenceNumber"),
    ("name1", "Name", "Name1"),
    ("name2", "Name", "Name2"),
    ("name3", "Name", "Name3"),
    ("name4", "Name", "Name4"),
    ("name5", "Name", "Name5"),
    ("name6", "Name", "Name6"),
    ("nametype", "Name", "NameType"),
    ("aliasstrength", "Name", "AliasStrength"),
    ("title", "", "Title"),
    ("namenonlatinscript", "NonLatinName", "NameNonLatinScript"),
    ("nonlatinscripttype", "NonLatinName", "NonLatinScriptType"),
    ("nonlatinscriptlanguage", "NonLatinName", "NonLatinScriptLanguage"),
    ("regimename", "", "RegimeName"),
    ("designationtype", "", "IndividualEntityShip"),
    ("designationsource", "", "DesignationSource"),
    ("sanctionsimposed", "", "SanctionsImposed"),
    ("otherinformation", "", "OtherInformation"),
    ("ukstatementofreasons", "", "UKStatementofReasons"),
    ("addressline1", "Address", "AddressLine1"),
    ("addressline2", "Address", "AddressLine2"),
    ("addressline3", "Address", "AddressLine3"),
    ("addressline4", "Address", "AddressLine4"),
    ("addressline5", "Address", "AddressLine5"),
    ("addressline6", "Address", "AddressLine6"),
    ("addresspostalcode", "Address", "AddressPostalCode"),
    ("addresscountry", "Address", "AddressCountry"),
    ("phonenumber", "", "PhoneNumber"),
    ("website", "", "Website"),
    ("emailaddress", "", "EmailAddress"),
    ("datedesignated", "", "DateDesignated"),
    ("dob", "", "DOB"),
    ("nationalityies", "", "Nationality"),
    ("nationality", "", "Nationality"),
    ("nationalidentifiernumber", "NationalIdentifier", "NationalIdentifierNumber"),
    ("nationalidentifieradditionalinformation", "NationalIdentifier", "NationalIdentifierAdditionalInformation"),
    ("passportnumber", "Passport", "PassportNumber"),
    ("passportadditionalinformation", "Passport", "PassportAdditionalInformation"),
    ("position", "", "Position"),
    ("gender", "", "Gender"),
    ("townofbirth", "Location", "TownOfBirth"),
    ("countryofbirth", "Location", "CountryOfBirth"),
    ("typeofentity", "", "TypeOfEntity"),
    ("subsidiaries", "", "Subsidiary"),
    ("parentcompany", "", "ParentCompany"),
    ("businessregistrationnumbers", "", "BusinessRegistrationNumber"),
    ("imonumber", "", "IMONumber"),
    ("currentowneroperators", "", "CurrentOwnerOperator"),
    ("previousowneroperators", "", "PreviousOwnerOperator"),
    ("currentbelievedflagofship", "", "CurrentBelievedFlagOfShip"),
    ("previousflags", "", "PreviousFlag"),
    ("typeofship", "", "TypeOfShip"),
    ("tonnageofship", "", "TonnageOfShip"),
    ("lengthofship", "", "LengthOfShip"),
    ("yearbuilt", "", "YearBuilt"),
    ("hullidentificationnumberhin", "", "HullIdentificationNumber"),
];

/// Elements whose cell is running text, not a list of values.
const RUNNING_TEXT: [&str; 4] = ["OtherInformation", "UKStatementofReasons", "SanctionsImposed", "RegimeName"];

fn designation_of_row(columns: &[String], cells: &[&str]) -> Element {
    let mut designation = Element { name: "Designation".to_owned(), ..Element::default() };
    for (column, cell) in columns.iter().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
        let folded: String = column.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
        let (holder, name) = COLUMNS
            .iter()
            .find(|(known, ..)| *known == folded)
            .map_or(("", column.as_str()), |&(_, holder, name)| (holder, name));
        let leaf = |text: &str| Element { name: name.to_owned(), text: text.to_owned(), ..Element::default() };
        if holder.is_empty() {
            // Several values of one cell stand between bars or are numbered.
            if RUNNING_TEXT.contains(&name) {
                designation.children.push(leaf(cell));
            } else {
                designation.children.extend(cell.split('|').flat_map(numbered).map(leaf));
            }
            continue;
        }
        if let Some(known) = designation.children.iter_mut().find(|child| child.name == holder) {
            known.children.push(leaf(cell));
        } else {
            let children = vec![leaf(cell)];
            designation.children.push(Element { name: holder.to_owned(), children, ..Element::default() });
        }
    }
    designation
}

/// Adds a designation, or one row of it, to the entity.
fn add_designation(entity: &mut Entity, designation: &Element) {
    let id = on_one_line(designation.text_of("UniqueID"));
    let kind = match designation.text_of("IndividualEntityShip").to_lowercase().as_str() {
        "individual" => Kind::Person,
        "entity" => Kind::Organization,
        "ship" => Kind::Vessel,
        _ => Kind::Unknown,
    };
    if entity.kind == Kind::Unknown {
        entity.kind = kind;
    }
    if kind == Kind::Unknown || kind != entity.kind {
        add_remark_once(entity, "IndividualEntityShip", designation.text_of("IndividualEntityShip"));
    }
    let designated = designation.text_of("DateDesignated");
    let listing = Designation {
        authority: "FCDO".to_owned(),
        programme: on_one_line(designation.text_of("RegimeName")),
        listed_on: wording::date(designated),
        reference: id.clone(),
    };
    if listing.listed_on.is_none() {
        add_remark_once(entity, "DateDesignated", designated);
    }
    entity.id = id;
    push_new(&mut entity.designations, listing);
    let known = ["UniqueID", "IndividualEntityShip", "DateDesignated", "RegimeName"];
    for child in designation.children.iter().filter(|child| !known.contains(&child.name.as_str())) {
        add_element(entity, child);
    }
}

fn add_element(entity: &mut Entity, element: &Element) {
    match element.name.as_str() {
        "Name" => add_name(entity, element),
        "NonLatinName" => add_native_name(entity, element),
        "Address" => add_address(entity, element),
        "Location" => add_birth_place(entity, element),
        "Passport" => add_document(entity, element, IdentifierKind::Passport),
        "NationalIdentifier" => add_document(entity, element, IdentifierKind::NationalId),
        "SanctionsImposedIndicators" => {
            let imposed = element.children.iter().filter(|child| child.text != "false");
            add_remark_once(entity, &element.name, &joined(imposed.map(|child| child.name.as_str()), ", "));
        }
        // Such as `PhoneNumbers` or `IndividualDetails`.
        _ if !element.children.is_empty() => {
            for child in &element.children {
                add_element(entity, child);
            }
        }
        name => add_value(entity, name, &element.text),
    }
}

fn add_value(entity: &mut Entity, name: &str, text: &str) {
    let value = on_one_line(text);
    if value.is_empty() {
        return;
    }
    match name {
        "Title" | "Position" => wording::add_position(entity, &value),
        "PhoneNumber" => wording::add_identifier(entity, IdentifierKind::Phone, &value, None, name),
        "Website" => wording::add_identifier(entity, IdentifierKind::Website, &value, None, name),
        "EmailAddress" => wording::add_identifier(entity, IdentifierKind::Email, &value, None, name),
        "BusinessRegistrationNumber" => wording::add_company_number(entity, &value, name),
        "IMONumber" => wording::add_identifier(entity, IdentifierKind::Imo, &value, None, name),
        "HullIdentificationNumber" => wording::add_identifier(entity, IdentifierKind::Other, &value, None, name),
        "Nationality" => entity.add_country(CountryRole::Nationality, value.trim_end_matches('.')),
        "CurrentBelievedFlagOfShip" | "PreviousFlag" => entity.add_country(CountryRole::Flag, &value),
        "Gender" => wording::set_gender(entity, name, &value),
        "DOB" | "YearBuilt" => match date_with_unknown_parts(&value) {
            Some(date) => push_new(&mut entity.birth_dates, date),
            None => add_remark_once(entity, name, &value),
        },
        "LastUpdated" => {
            let date = wording::date(&value).map_or_else(|| value.clone(), |date| date.to_string());
            add_remark_once(entity, name, &date);
        }
        _ => add_remark_once(entity, name, &text.replace("\r\n", "\n")),
    }
}

/// `dd/mm/1963` and `dd/05/1963` too; a date without a whole year is none.
fn date_with_unknown_parts(text: &str) -> Option<PartialDate> {
    let is_unknown = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphabetic());
    let parts: Vec<&str> =
        text.split('/').map(str::trim).map(|part| if is_unknown(part) { "00" } else { part }).collect();
    wording::date(&parts.join("/"))
}

fn add_name(entity: &mut Entity, element: &Element) {
    let name_type = match element.text_of("NameType").to_lowercase().as_str() {
        "primary name" => NameType::Primary,
        former if former.contains("former") || former.contains("f.k.a") || former == "fka" => NameType::FormerName,
        _ if element.text_of("AliasStrength").to_lowercase().starts_with("low") => NameType::WeakAlias,
        _ => NameType::StrongAlias,
    };
    let given = joined(["Name1", "Name2", "Name3", "Name4", "Name5"].map(|part| element.text_of(part)), " ");
    let last = on_one_line(element.text_of("Name6"));
    let full = joined([given.as_str(), last.as_str()], " ");
    // A lone name stands in the column of family names, whatever it is.
    let parts = (entity.kind == Kind::Person && !given.is_empty() && !last.is_empty())
        .then_some(NameParts { family: last, given });
    let known_as = name_beside_number(&full).map(str::to_owned);
    entity.add_name(Name { parts, ..Name::new(full, name_type) });
    if let Some(name) = known_as {
        entity.add_name(Name::new(name, NameType::StrongAlias));
    }
    let kinds = ["primary name", "primary name variation", "alias", ""];
    if !kinds.contains(&element.text_of("NameType").to_lowercase().as_str()) && name_type != NameType::FormerName {
        add_remark_once(entity, "NameType", element.text_of("NameType"));
    }
    let known = ["Name1", "Name2", "Name3", "Name4", "Name5", "Name6", "NameType", "AliasStrength"];
    wording::keep_unknown(entity, element, &known);
}

/// The name in `IMO 9274082 ("TM HAI HA 568")`.
fn name_beside_number(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("IMO")?.trim_start().trim_start_matches(|c: char| c.is_ascii_digit()).trim();
    let inside = rest.strip_prefix('(')?.strip_suffix(')')?.trim_matches(['"', '“', '”', ' ']);
    (!inside.is_empty()).then_some(inside)
}

fn add_native_name(entity: &mut Entity, element: &Element) {
    let language = joined(["NonLatinScriptType", "NonLatinScriptLanguage"].map(|part| element.text_of(part)), ", ");
    let language = (!language.is_empty()).then_some(language);
    let full = on_one_line(element.text_of("NameNonLatinScript"));
    entity.add_name(Name { language, ..Name::new(full, NameType::StrongAlias) });
    wording::keep_unknown(entity, element, &["NameNonLatinScript", "NonLatinScriptType", "NonLatinScriptLanguage"]);
}

fn add_address(entity: &mut Entity, element: &Element) {
    let lines = [
        "AddressLine1",
        "AddressLine2",
        "AddressLine3",
        "AddressLine4",
        "AddressLine5",
        "AddressLine6",
        "AddressPostalCode",
        "AddressCountry",
    ];
    let full = joined(lines.map(|line| element.text_of(line)), ", ");
    let country = on_one_line(element.text_of("AddressCountry"));
    entity.add_country(CountryRole::Residence, &country);
    let address = Address { full, country: (!country.is_empty()).then(|| Country::new(country)) };
    if !address.full.is_empty() {
        push_new(&mut entity.addresses, address);
    }
    wording::keep_unknown(entity, element, &lines);
}

fn add_birth_place(entity: &mut Entity, element: &Element) {
    let country = element.text_of("CountryOfBirth");
    wording::add_birth_place(entity, &joined([element.text_of("TownOfBirth"), country], ", "));
    entity.add_country(CountryRole::Birth, &on_one_line(country));
    wording::keep_unknown(entity, element, &["TownOfBirth", "CountryOfBirth"]);
}

/// A passport or national identifier: its number and additional information.
fn add_document(entity: &mut Entity, element: &Element, kind: IdentifierKind) {
    let name = &element.name;
    let number_name = format!("{name}Number");
    let information_name = format!("{name}AdditionalInformation");
    let information = element.text_of(&information_name);
    let numbers = numbered(element.text_of(&number_name));
    for number in &numbers {
        wording::add_identifier(entity, kind, number, None, &joined([name, information], "; "));
    }
    if numbers.is_empty() {
        add_remark_once(entity, name, information);
    }
    wording::keep_unknown(entity, element, &[&number_name, &information_name]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_may_have_unknown_parts() {
        let read = |text| date_with_unknown_parts(text).map(|date| date.to_string());
        assert_eq!(read("dd/mm/1963").as_deref(), Some("1963"));
        assert_eq!(read("dd/05/1963").as_deref(), Some("1963-05"));
        assert_eq!(read("30/01/1972").as_deref(), Some("1972-01-30"));
        assert_eq!(read("15/08/19yy"), None);
    }

    #[test]
    fn ships_listed_by_number_have_the_name_beside_it() {
        assert_eq!(name_beside_number("IMO 9274082 (\"TM HAI HA 568\")"), Some("TM HAI HA 568"));
        assert_eq!(name_beside_number("IMO STAR (ex)"), None);
        assert_eq!(name_beside_number("PETREL 8"), None);
    }
}
