//! The consolidated financial sanctions list of the European Union (FSF), XML, version 1.1.
//!
//! Published by the European Commission at
//! `https://webgate.ec.europa.eu/fsd/fsf/public/files/xmlFullSanctionsList_1_1/content`, described by
//! `20171012-FULL-schema-1_1(xsd).xsd`: `export` holds `sanctionEntity` elements with one `regulation`, one `subjectType`
//! and any number of `nameAlias`, `citizenship`, `birthdate`, `address` and `identification`.
//!
//! What the publisher does oddly, and what is made of it:
//! - `strong` is true on every name: a weak or former name shows in its `remark` only ("low quality alias", "formerly known
//!   as" in any of the official languages).
//! - No name is marked as the main one. The first that is neither weak nor former, in Latin letters, and in English or in
//!   no stated language (of a person also one that is given in parts), is the primary name here; the order stays as
//!   published.
//! - An entity listed under two programmes is published twice, with the same logical id: one entity with both designations.
//! - Names with double blanks stay as published; of names that differ in blanks only, the first is kept, with the languages
//!   of all.
//! - The country `00` is unknown: no country.
//! - A date of birth may be a year, a span of years, or stand in the remark only; the parts of a date of the Islamic
//!   calendar stay a remark.
//! - The designation date is absent on older entries: then the publication date of the regulation stands for it.
//!
//! Not kept, being technical: logical ids but the entity's, the language of the regulation, the type and organisation of
//! the regulation, and the link of each regulation but the entity's own.
//!
//! Tested on the whole list of 2024-05-13, and on one of 2022-03-18 that is cut off.

use std::io::BufRead;

use crate::entity::{
    Address, Country, CountryCode, CountryRole, Designation, Entity, IdentifierKind, Kind, Name, NameParts, NameType,
    PartialDate, push_new,
};
use crate::error::Result;

use super::format::Head;
use super::sink::Sink;
use super::wording::{self, add_remark_once, joined, on_one_line};
use super::xml::{Element, Node, Reader};

const NAMESPACE: &str = "http://eu.europa.ec/fpi/fsd/export";

pub(super) fn looks_like(head: &Head<'_>) -> bool {
    head.root_element().is_some_and(|(name, attributes)| {
        name == "export" && (attributes.contains(NAMESPACE) || head.text.contains("<sanctionEntity"))
    })
}

pub(super) fn read(input: &mut dyn BufRead, sink: &mut Sink<'_>) -> Result<()> {
    sink.id = "eu-fsf".into();
    sink.publisher = "EU".into();
    let mut reader = Reader::new(input, &sink.file);
    while let Some(node) = reader.next(&["sanctionEntity"])? {
        match node {
            Node::Record(record) => {
                let records = sink.count_record();
                let id = record.attribute("logicalId");
                if let Some(entity) = sink.entity_mut(id) {
                    read_into(entity, &record);
                    sink.count_merged()?;
                    continue;
                }
                let mut entity = Entity { id: id.to_owned(), ..Entity::default() };
                read_into(&mut entity, &record);
                let position = sink.position().line(record.line).record(records).element("sanctionEntity");
                sink.push(entity, position)?;
            }
            Node::Open(element) if element.name == "export" => {
                sink.date = wording::date(element.attribute("generationDate"));
            }
            Node::Open(element) => {
                let position = sink.position().line(element.line).element(element.name.clone());
                sink.leave_out_part(position, &element.name, "an element that the format does not have at this place")?;
            }
        }
    }
    Ok(())
}

/// Reads a record into an entity that may hold the same entity's listing under another programme.
fn read_into(entity: &mut Entity, record: &Element) {
    for child in &record.children {
        match child.name.as_str() {
            "subjectType" => set_kind(entity, child.attribute("code"), child.attribute("classificationCode")),
            "regulation" => add_regulation(entity, record, child),
            "nameAlias" => add_name(entity, child),
            "citizenship" => add_citizenship(entity, child),
            "birthdate" => add_birth_date(entity, child),
            "address" => add_address(entity, child),
            "identification" => add_identification(entity, child),
            // `remark` among them.
            other => add_remark_once(entity, other, &wording::flattened(child)),
        }
    }
    entity.add_remark("designationDetails", record.attribute("designationDetails"));
    entity.add_remark("unitedNationId", record.attribute("unitedNationId"));
    let known = ["logicalId", "euReferenceNumber", "designationDate", "designationDetails", "unitedNationId"];
    keep_unknown_attributes(entity, record, &known);
    complete(entity);
}

/// What is known only once all parts of an entity are read.
pub(super) fn complete(entity: &mut Entity) {
    choose_primary_name(entity);
    if entity.kind != Kind::Person {
        for name in &mut entity.names {
            name.parts = None;
        }
    }
}

pub(super) fn set_kind(entity: &mut Entity, code: &str, classification: &str) {
    // The CSV has the two the wrong way round.
    let kind = match (code, classification) {
        ("person" | "P", _) | (_, "person" | "P") => Kind::Person,
        ("enterprise" | "E", _) | (_, "enterprise" | "E") => Kind::Organization,
        _ => Kind::Unknown,
    };
    if entity.kind == Kind::Unknown {
        entity.kind = kind;
    }
    if entity.kind != kind || kind == Kind::Unknown {
        add_remark_once(entity, "subjectType", &joined([code, classification], " "));
    }
}

/// The regulation that lists the entity; `record` bears its reference number and the date of designation.
pub(super) fn add_regulation(entity: &mut Entity, record: &Element, regulation: &Element) {
    let title = on_one_line(regulation.attribute("numberTitle"));
    let designated = wording::date(record.attribute("designationDate"));
    let designation = Designation {
        authority: "EU".to_owned(),
        programme: regulation.attribute("programme").to_owned(),
        listed_on: designated.or_else(|| wording::date(regulation.attribute("publicationDate"))),
        reference: joined([record.attribute("euReferenceNumber"), title.as_str()], ", "),
    };
    if designated.is_none() {
        entity.add_remark("designationDate", record.attribute("designationDate"));
    } else {
        // The day of designation has taken the place of the regulation's.
        add_remark_once(entity, "regulation", &joined([title.as_str(), regulation.attribute("publicationDate")], ", "));
    }
    push_new(&mut entity.designations, designation);
    add_remark_once(entity, "publicationUrl", regulation.text_of("publicationUrl"));
    wording::keep_unknown(entity, regulation, &["publicationUrl"]);
}

pub(super) fn add_name(entity: &mut Entity, element: &Element) {
    let [first, middle, last] = ["firstName", "middleName", "lastName"].map(|part| element.attribute(part));
    let whole = match on_one_line(element.attribute("wholeName")) {
        whole if whole.is_empty() => joined([first, middle, last], " "),
        whole => whole,
    };
    let remarks: Vec<String> = element.children("remark").map(|remark| on_one_line(&remark.text)).collect();
    let name_type = remarks.iter().map(|remark| name_type(remark)).max().unwrap_or(NameType::StrongAlias);
    let name_type = if element.attribute("strong") == "false" { NameType::WeakAlias } else { name_type };
    let parts = NameParts { family: on_one_line(last), given: joined([first, middle], " ") };
    let language = element.attribute("nameLanguage");
    let name = Name {
        full: whole.clone(),
        name_type,
        parts: (parts != NameParts::default()).then_some(parts),
        language: (!language.is_empty()).then(|| language.to_owned()),
    };
    match entity.names.iter_mut().find(|known| same_but_for_blanks(&known.full, &whole)) {
        Some(known) => {
            known.name_type = known.name_type.min(name.name_type);
            known.parts = known.parts.take().or(name.parts);
            // One spelling in several languages; a name without a language is of all.
            if let (Some(languages), Some(language)) = (&mut known.language, name.language)
                && !languages.split(", ").any(|known| known == language)
            {
                languages.push_str(", ");
                languages.push_str(&language);
            }
        }
        None => {
            entity.add_name(name);
        }
    }
    wording::add_position(entity, element.attribute("title"));
    wording::add_position(entity, element.attribute("function"));
    wording::set_gender(entity, "gender", element.attribute("gender").trim_matches('?'));
    for remark in remarks.iter().filter(|remark| !says_quality_only(remark)) {
        add_remark_once(entity, "nameAlias", &format!("{whole}: {remark}"));
    }
    let known =
        ["firstName", "middleName", "lastName", "wholeName", "title", "function", "gender", "nameLanguage", "strong"];
    keep_rest(entity, element, &known, &[]);
}

fn same_but_for_blanks(one: &str, other: &str) -> bool {
    one == other || one.split_whitespace().eq(other.split_whitespace())
}

/// How a name's remark begins where the name is a former one, in the official languages that the list has it in.
const FORMERLY: &[&str] = &[
    "formerly",
    "former name",
    "previously known as",
    "anciennement",
    "già",
    "ranije poznat",
    "anksčiau žinom",
    "korábbi elnevezés",
    "voorheen bekend",
    "qabel kien",
    "prej imenovan",
    "predtým znám",
    "dříve znám",
    "tidligere kendt",
    "tidigare känt",
    "entinen",
    "παλαιότερα γνωστ",
    "πρώην",
    "ar a dtugtaí",
    "cunoscut",
    "anteriormente denominad",
    "antes conocid",
    "dawniej znan",
    "известно преди",
    "vormals",
    "ehemals",
    "endise nimega",
    "agrāk",
];

fn name_type(remark: &str) -> NameType {
    let lower = remark.to_lowercase();
    // "lo quality" is a misprint of the publisher.
    if lower.contains("low quality") || lower.contains("low-quality") || lower.contains("lo quality") {
        NameType::WeakAlias
    } else if FORMERLY.iter().any(|words| lower.trim_start_matches('(').starts_with(words)) && !lower.contains("listed")
    {
        NameType::FormerName
    } else {
        NameType::StrongAlias
    }
}

/// Whether a remark says nothing but what the type of the name says.
fn says_quality_only(remark: &str) -> bool {
    let words = remark.trim_end_matches(['.', ':']).to_lowercase();
    matches!(
        words.as_str(),
        "good quality alias" | "good quality a.k.a" | "low quality alias" | "low quality a.k.a" | "formerly known as"
    )
}

fn choose_primary_name(entity: &mut Entity) {
    let person = entity.kind == Kind::Person;
    let rank = |name: &Name| {
        (
            name.name_type,
            !wording::has_latin(&name.full),
            person && name.parts.is_none(),
            name.language.as_deref().is_some_and(|languages| !languages.split(", ").any(|language| language == "EN")),
        )
    };
    // The first of several with the same rank.
    if let Some(name) = entity.names.iter_mut().min_by_key(|name| rank(name)) {
        name.name_type = NameType::Primary;
    }
}

/// The country of an element, unless it is unknown.
fn country(element: &Element) -> Option<Country> {
    let code = element.attribute("countryIso2Code");
    let description = on_one_line(element.attribute("countryDescription"));
    if code == "00" || description == "UNKNOWN" {
        return None;
    }
    let text = if description.is_empty() { code.to_owned() } else { description };
    let stated = CountryCode::try_from(code.to_owned()).ok();
    (!text.is_empty()).then(|| Country { code: stated.or_else(|| CountryCode::resolve(&text)), text })
}

pub(super) fn add_citizenship(entity: &mut Entity, element: &Element) {
    if let Some(country) = country(element) {
        wording::add_country(entity, CountryRole::Nationality, country);
    }
    keep_rest(entity, element, &[], &[]);
}

pub(super) fn add_birth_date(entity: &mut Entity, element: &Element) {
    let number = |name: &str| element.attribute(name).parse::<u16>().ok().filter(|&number| number > 0);
    let day = |name: &str| number(name).and_then(|number| u8::try_from(number).ok());
    let date = match (number("year"), day("monthOfYear"), day("dayOfMonth")) {
        (Some(year), Some(month), Some(day)) => PartialDate::from_day(year, month, day),
        (Some(year), Some(month), None) => PartialDate::from_month(year, month),
        (Some(year), None, _) => PartialDate::from_year(year),
        (None, ..) => None,
    };
    let span = || match (number("yearRangeFrom"), number("yearRangeTo")) {
        (Some(first), Some(last)) => PartialDate::from_years(first, last),
        (Some(year), None) | (None, Some(year)) => PartialDate::from_year(year),
        (None, None) => None,
    };
    let gregorian = matches!(element.attribute("calendarType"), "" | "GREGORIAN");
    // In full, the date is of our calendar whatever its parts are of.
    let stated = wording::date(element.attribute("birthdate"));
    let remarked = || {
        let mut remarks = element.children("remark").map(|remark| remark.text.trim_end_matches('.'));
        remarks.find_map(PartialDate::from_published)
    };
    let date = stated.or_else(|| date.or_else(span).filter(|_| gregorian)).or_else(remarked);
    let dated = ["birthdate", "dayOfMonth", "monthOfYear", "year", "yearRangeFrom", "yearRangeTo"];
    if let Some(date) = date {
        let date = if element.attribute("circa") == "true" { date.about() } else { date };
        push_new(&mut entity.birth_dates, date);
    }
    if date.is_none() && dated.iter().any(|name| !element.attribute(name).is_empty()) {
        let parts = ["calendarType"].iter().chain(&dated).map(|name| element.attribute(name));
        add_remark_once(entity, "birthdate", &joined(parts, " "));
    }
    let country = country(element);
    let description = country.as_ref().map_or("", |country| country.text.as_str());
    let parts = ["place", "city", "zipCode", "region"].map(|part| element.attribute(part));
    wording::add_birth_place(entity, &joined(parts.into_iter().chain([description]), ", "));
    if let Some(country) = country {
        wording::add_country(entity, CountryRole::Birth, country);
    }
    let known = [&dated[..], &["calendarType", "circa", "city", "zipCode", "region", "place"]].concat();
    keep_rest(entity, element, &known, &["remark"]);
    for remark in element.children("remark") {
        add_remark_once(entity, "birthdate", &remark.text);
    }
}

pub(super) fn add_address(entity: &mut Entity, element: &Element) {
    let country = country(element);
    let box_number = match on_one_line(element.attribute("poBox")) {
        number if number.is_empty() || number.to_lowercase().contains("box") => number,
        number => format!("PO Box {number}"),
    };
    let [street, place, zip_code, city, region] =
        ["street", "place", "zipCode", "city", "region"].map(|part| element.attribute(part));
    let description = country.as_ref().map_or("", |country| country.text.as_str());
    let full = joined([street, &box_number, place, zip_code, city, region, description], ", ");
    if let Some(country) = &country {
        wording::add_country(entity, CountryRole::Residence, country.clone());
    }
    let address = Address { full, country };
    if !address.full.is_empty() {
        push_new(&mut entity.addresses, address);
    }
    for contact in element.children("contactInfo") {
        let key = contact.attribute("key");
        let kind = match key {
            "PHONE" | "FAX" | "MOBILE" => IdentifierKind::Phone,
            "EMAIL" => IdentifierKind::Email,
            "WEB" => IdentifierKind::Website,
            _ => IdentifierKind::Other,
        };
        wording::add_identifier(entity, kind, contact.attribute("value"), None, key);
    }
    for remark in element.children("remark") {
        add_remark_once(entity, "address", &remark.text);
    }
    let known = ["street", "poBox", "place", "zipCode", "city", "region", "asAtListingTime"];
    keep_rest(entity, element, &known, &["contactInfo", "remark"]);
}

pub(super) fn add_identification(entity: &mut Entity, element: &Element) {
    let code = element.attribute("identificationTypeCode");
    let description = on_one_line(element.attribute("identificationTypeDescription"));
    let remarks = joined(element.children("remark").map(|remark| remark.text.as_str()), "; ");
    // What "other" stands for is said in the remark only.
    let kind = match wording::identifier_kind(&format!("{code} {description}")) {
        _ if code == "other" => wording::identifier_kind(&remarks),
        kind => kind,
    };
    let flags = ["diplomatic", "knownExpired", "knownFalse", "reportedLost", "revokedByIssuer"];
    let details = ["issueDate", "issuedBy", "validFrom", "validTo", "nameOnDocument", "region", "latinNumber"];
    let number =
        [element.attribute("number"), element.attribute("latinNumber")].into_iter().find(|text| !text.is_empty());
    let words = (flags.iter().filter(|flag| element.attribute(flag) == "true").map(|&flag| flag.to_owned()))
        .chain(details.iter().filter_map(|&detail| {
            let value = on_one_line(element.attribute(detail));
            (!value.is_empty() && Some(value.as_str()) != number).then(|| format!("{detail} {value}"))
        }))
        .collect::<Vec<_>>();
    let description = if description.is_empty() { code.to_owned() } else { description };
    let label =
        joined([description.as_str(), remarks.as_str()].into_iter().chain(words.iter().map(String::as_str)), "; ");
    match number {
        Some(number) => wording::add_identifier(entity, kind, number, country(element), &label),
        None => add_remark_once(entity, "identification", &label),
    }
    let known = [&flags[..], &details, &["number", "identificationTypeCode", "identificationTypeDescription"]].concat();
    keep_rest(entity, element, &known, &["remark"]);
}

/// Keeps what a part of an entity has beyond the attributes and children named.
fn keep_rest(entity: &mut Entity, element: &Element, attributes: &[&str], children: &[&str]) {
    for summary in element.children("regulationSummary") {
        let title = on_one_line(summary.attribute("numberTitle"));
        let date = summary.attribute("publicationDate");
        if !entity.designations.iter().any(|designation| designation.reference.ends_with(&title)) {
            add_remark_once(entity, "regulationSummary", &joined([title.as_str(), date], ", "));
        }
    }
    for child in &element.children {
        // A name's remarks are kept with the name.
        let of_name = element.name == "nameAlias" && child.name == "remark";
        if !of_name && child.name != "regulationSummary" && !children.contains(&child.name.as_str()) {
            add_remark_once(entity, &format!("{} {}", element.name, child.name), &wording::flattened(child));
        }
    }
    let technical = ["logicalId", "regulationLanguage", "countryIso2Code", "countryDescription"];
    keep_unknown_attributes(entity, element, &[attributes, &technical].concat());
}

fn keep_unknown_attributes(entity: &mut Entity, element: &Element, known: &[&str]) {
    for (name, value) in element.attributes.iter().filter(|(name, _)| !known.contains(&name.as_str())) {
        add_remark_once(entity, &format!("{} {name}", element.name), value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standing_of_a_name_is_in_its_remark() {
        for (remark, expected) in [
            ("Low quality alias; born 1984", NameType::WeakAlias),
            ("good quality alias", NameType::StrongAlias),
            ("low quality alias; formerly listed as", NameType::WeakAlias),
            ("formerly listed as", NameType::StrongAlias),
            ("Dříve znám jako", NameType::FormerName),
            ("former name of Sovcombank", NameType::FormerName),
            ("Former Head of Presidential Security", NameType::StrongAlias),
            ("established following the coup", NameType::StrongAlias),
        ] {
            assert_eq!(name_type(remark), expected, "{remark}");
        }
    }

    #[test]
    fn the_primary_name_is_strong_latin_and_english() {
        let mut entity = Entity { kind: Kind::Person, ..Entity::default() };
        for (full, name_type, language) in [
            ("Сергей МИТИН", NameType::StrongAlias, Some("RU")),
            ("Joe", NameType::WeakAlias, None),
            ("Sergej MITIN", NameType::StrongAlias, Some("SV")),
            ("Sergei MITIN", NameType::StrongAlias, None),
        ] {
            entity.add_name(Name { language: language.map(str::to_owned), ..Name::new(full, name_type) });
        }
        complete(&mut entity);
        assert_eq!(entity.primary_name(), "Sergei MITIN");
        assert_eq!(entity.names.iter().filter(|name| name.name_type == NameType::Primary).count(), 1);
    }
}
