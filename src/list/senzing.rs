//! Senzing entity specification, JSON lines.
//!
//! Specified at <https://www.senzing.com/docs/entity_specification/>; data of many publishers is offered in it, among
//! them all `OpenSanctions` datasets (`senzing.json`).
//!
//! # Layout
//!
//! One JSON object a line: `DATA_SOURCE`, `RECORD_ID`, `RECORD_TYPE`, and the features of the entity either flat
//! (`NAME_FULL`, `DATE_OF_BIRTH`, ..), or as an array `FEATURES` of objects, or as arrays by theme (`NAMES`, `DATES`,
//! `COUNTRIES`, `IDENTIFIERS`, ..). All are read alike: an object in any array is a feature of its own. A flat attribute
//! may bear its usage before its name, as in `PRIMARY_NAME_ORG`.
//!
//! # What becomes of it
//!
//! The format knows no listing: an entity counts as designated, by its data source, where a risk topic says `sanction`.
//! Relationships, topics and all attributes that are not understood stay as remarks. Without a `RECORD_ID` the id is
//! the record's number.
//!
//! Tested on two `OpenSanctions` exports of 2024 (14 and 1,319 records) and hand-written flat and `FEATURES` records.

use std::io::BufRead;

use serde_json::{Map, Value};

use crate::entity::{
    Address, Country, CountryRole, Designation, Entity, Gender, IdentifierKind, Kind, Name, NameParts, NameType,
    PartialDate,
};
use crate::error::{Position, Result};

use super::format::Head;
use super::json::{self, Outline};
use super::sink::Sink;

pub(super) fn looks_like(head: &Head<'_>) -> bool {
    let outline = Outline::of(head.first_line());
    let is_name = |key: &String| key == "NAMES" || key == "FEATURES" || name_key(key).is_some();
    (outline.has_keys(&["DATA_SOURCE"]) || outline.has_keys(&["RECORD_ID"])) && outline.keys.iter().any(is_name)
}

pub(super) fn read(input: &mut dyn BufRead, sink: &mut Sink<'_>) -> Result<()> {
    let file = sink.file.clone();
    json::lines(input, sink, &mut |line, value, sink| {
        let number = sink.count_record();
        let position = Position::file(file.clone()).line(line).record(number);
        let Some(record) = value.as_object() else {
            return sink.leave_out_record(position, &value.to_string(), "the record is no JSON object");
        };
        let source = text(record, "DATA_SOURCE");
        if sink.publisher.is_empty() {
            sink.publisher.clone_from(&source);
            sink.id = format!("senzing-{}", source.to_lowercase().replace(|c: char| !c.is_alphanumeric(), "-"));
        }
        sink.push(entity(record, number), position)
    })
}

fn text(object: &Map<String, Value>, key: &str) -> String {
    object.get(key).and_then(json::scalar).map(|text| text.trim().to_owned()).unwrap_or_default()
}

fn entity(record: &Map<String, Value>, number: u64) -> Entity {
    let id = text(record, "RECORD_ID");
    let mut entity = Entity { id: if id.is_empty() { number.to_string() } else { id }, ..Entity::default() };
    record_type(&text(record, "RECORD_TYPE"), &mut entity);
    let flat: Map<String, Value> = record
        .iter()
        .filter(|(key, value)| {
            !matches!(key.as_str(), "DATA_SOURCE" | "RECORD_ID" | "RECORD_TYPE") && json::scalar(value).is_some()
        })
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    flat_features(&flat, &mut entity);
    for value in record.values().filter_map(Value::as_array).flatten() {
        if let Some(object) = value.as_object() {
            feature(object, &mut entity);
        } else if let Some(text) = json::scalar(value) {
            entity.add_remark("value", &text);
        }
    }
    for (key, value) in record.iter().filter(|(_, value)| value.is_object()) {
        entity.add_remark(key, &value.to_string());
    }
    if entity.remarks.iter().any(|remark| remark.label == "TOPIC" && remark.text.starts_with("sanction")) {
        let authority = text(record, "DATA_SOURCE");
        entity.designations.push(Designation { authority, ..Designation::default() });
    }
    if !entity.names.iter().any(|name| name.name_type == NameType::Primary)
        && let Some(first) = entity.names.first_mut()
    {
        first.name_type = NameType::Primary;
    }
    entity
}

fn record_type(stated: &str, entity: &mut Entity) {
    entity.kind = match stated.to_uppercase().as_str() {
        "PERSON" => Kind::Person,
        "ORGANIZATION" | "COMPANY" => Kind::Organization,
        "VESSEL" => Kind::Vessel,
        "AIRCRAFT" => Kind::Aircraft,
        _ => {
            entity.add_remark("RECORD_TYPE", stated);
            entity.kind
        }
    };
}

/// A usage before the name of an attribute, and the attribute of a name.
fn name_key(key: &str) -> Option<(&str, &str)> {
    ["NAME_FULL", "NAME_ORG", "NAME_LAST", "NAME_FIRST", "NAME_MIDDLE", "NAME_SUFFIX", "NAME_PREFIX", "NAME_TYPE"]
        .into_iter()
        .find_map(|name| key.strip_suffix(name).map(|usage| (usage.trim_end_matches('_'), name)))
}

/// Flat attributes: those of one usage belong together, as do all without.
fn flat_features(flat: &Map<String, Value>, entity: &mut Entity) {
    let mut by_usage: Vec<(String, Map<String, Value>)> = vec![(String::new(), Map::new())];
    for (key, value) in flat {
        let (usage, name) = name_key(key).unwrap_or(("", key));
        let index = by_usage.iter().position(|(known, _)| known == usage).unwrap_or_else(|| {
            let mut names = Map::new();
            names.insert("NAME_TYPE".to_owned(), Value::from(usage));
            by_usage.push((usage.to_owned(), names));
            by_usage.len() - 1
        });
        by_usage[index].1.insert(name.to_owned(), value.clone());
    }
    for (_, attributes) in &by_usage {
        feature(attributes, entity);
    }
}

/// Identifiers: the attribute that holds the number, those that hold its country and type, and its kind.
const IDENTIFIERS: [(&str, &str, &str, IdentifierKind); 18] = [
    ("PASSPORT_NUMBER", "PASSPORT_COUNTRY", "PASSPORT_TYPE", IdentifierKind::Passport),
    ("NATIONAL_ID_NUMBER", "NATIONAL_ID_COUNTRY", "NATIONAL_ID_TYPE", IdentifierKind::NationalId),
    ("SSN_NUMBER", "SSN_COUNTRY", "SSN_TYPE", IdentifierKind::NationalId),
    ("DRIVERS_LICENSE_NUMBER", "DRIVERS_LICENSE_STATE", "DRIVERS_LICENSE_TYPE", IdentifierKind::NationalId),
    ("TAX_ID_NUMBER", "TAX_ID_COUNTRY", "TAX_ID_TYPE", IdentifierKind::TaxNumber),
    ("LEI_NUMBER", "LEI_COUNTRY", "LEI_TYPE", IdentifierKind::Lei),
    ("DUNS_NUMBER", "DUNS_COUNTRY", "DUNS_TYPE", IdentifierKind::Registration),
    ("REGISTRATION_NUMBER", "REGISTRATION_NUMBER_COUNTRY", "REGISTRATION_TYPE", IdentifierKind::Registration),
    ("IMO_NUMBER", "IMO_COUNTRY", "IMO_TYPE", IdentifierKind::Imo),
    ("MMSI_NUMBER", "MMSI_COUNTRY", "MMSI_TYPE", IdentifierKind::Mmsi),
    ("CALL_SIGN", "CALL_SIGN_COUNTRY", "CALL_SIGN_TYPE", IdentifierKind::CallSign),
    ("ACCOUNT_NUMBER", "ACCOUNT_COUNTRY", "ACCOUNT_DOMAIN", IdentifierKind::Other),
    ("OTHER_ID_NUMBER", "OTHER_ID_COUNTRY", "OTHER_ID_TYPE", IdentifierKind::Other),
    ("TRUSTED_ID_NUMBER", "TRUSTED_ID_COUNTRY", "TRUSTED_ID_TYPE", IdentifierKind::Other),
    ("NPI_NUMBER", "NPI_COUNTRY", "NPI_TYPE", IdentifierKind::Other),
    ("PHONE_NUMBER", "PHONE_COUNTRY", "PHONE_TYPE", IdentifierKind::Phone),
    ("EMAIL_ADDRESS", "EMAIL_COUNTRY", "EMAIL_TYPE", IdentifierKind::Email),
    ("WEBSITE_ADDRESS", "WEBSITE_COUNTRY", "WEBSITE_TYPE", IdentifierKind::Website),
];

/// One feature: attributes that belong together.
fn feature(object: &Map<String, Value>, entity: &mut Entity) {
    let mut used: Vec<&str> = Vec::new();
    if object.keys().any(|key| matches!(name_key(key), Some(("", name)) if name != "NAME_TYPE")) {
        name(object, entity);
        used.extend(["NAME_FULL", "NAME_ORG", "NAME_LAST", "NAME_FIRST", "NAME_MIDDLE", "NAME_TYPE"]);
    }
    for (number, country, label, kind) in IDENTIFIERS {
        let value = text(object, number);
        if value.is_empty() {
            continue;
        }
        let word = text(object, label);
        let kind = if kind == IdentifierKind::Other { kind_of(&word) } else { kind };
        let stated = text(object, country);
        let issuer = (!stated.is_empty()).then(|| Country::new(stated));
        entity.add_identifier(kind, &value, issuer, if word.is_empty() { number } else { &word });
        used.extend([number, country, label]);
    }
    let parts: Vec<String> = [
        "ADDR_FULL",
        "ADDR_LINE1",
        "ADDR_LINE2",
        "ADDR_LINE3",
        "ADDR_CITY",
        "ADDR_STATE",
        "ADDR_POSTAL_CODE",
        "ADDR_COUNTRY",
    ]
    .into_iter()
    .inspect(|key| used.push(key))
    .map(|key| text(object, key))
    .filter(|part| !part.is_empty())
    .collect();
    if !parts.is_empty() {
        let country = text(object, "ADDR_COUNTRY");
        let country = (!country.is_empty()).then(|| Country::new(country));
        entity.addresses.push(Address { full: parts.join(", "), country });
    }
    let related = object.keys().any(|key| key.starts_with("REL_"));
    if related {
        let parts: Vec<String> =
            object.iter().filter_map(|(key, value)| json::scalar(value).map(|text| format!("{key}: {text}"))).collect();
        entity.add_remark("RELATIONSHIP", &parts.join("; "));
        return;
    }
    for (key, value) in object.iter().filter(|(key, _)| !used.contains(&key.as_str())) {
        let text =
            json::scalar(value).unwrap_or_else(|| if value.is_null() { String::new() } else { value.to_string() });
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        match key.as_str() {
            "RECORD_TYPE" => record_type(text, entity),
            "NATIONALITY" | "CITIZENSHIP" => entity.add_country(CountryRole::Nationality, text),
            "COUNTRY_OF_BIRTH" => entity.add_country(CountryRole::Birth, text),
            "REGISTRATION_COUNTRY" => entity.add_country(CountryRole::Registration, text),
            "COUNTRY_OF_ASSOCIATION" | "COUNTRY" => entity.add_country(CountryRole::Related, text),
            "PLACE_OF_BIRTH" => entity.birth_places.push(text.to_owned()),
            "DATE_OF_BIRTH" => match PartialDate::from_published(text) {
                Some(date) => entity.birth_dates.push(date),
                None => entity.add_remark(key, text),
            },
            "GENDER" => match text.to_uppercase().as_str() {
                "M" | "MALE" => entity.gender = Some(Gender::Male),
                "F" | "FEMALE" => entity.gender = Some(Gender::Female),
                _ => entity.add_remark(key, text),
            },
            _ => entity.add_remark(key, text),
        }
    }
}

fn name(object: &Map<String, Value>, entity: &mut Entity) {
    let part = |key: &str| text(object, key);
    let family = part("NAME_LAST");
    let given = [part("NAME_FIRST"), part("NAME_MIDDLE")].join(" ").trim().to_owned();
    let parts =
        (!family.is_empty() || !given.is_empty()).then(|| NameParts { family: family.clone(), given: given.clone() });
    let organization = part("NAME_ORG");
    if !organization.is_empty() && entity.kind == Kind::Unknown {
        entity.kind = Kind::Organization;
    }
    let stated = part("NAME_TYPE");
    let name_type = match stated.to_uppercase().as_str() {
        "PRIMARY" => NameType::Primary,
        "" if entity.names.is_empty() => NameType::Primary,
        "FORMER" | "FORMER NAME" | "FKA" | "PREVIOUS" | "MAIDEN" => NameType::FormerName,
        "WEAK" | "WEAK AKA" | "WEAK ALIAS" | "LOW QUALITY AKA" => NameType::WeakAlias,
        _ => NameType::StrongAlias,
    };
    let joined = [given, family].join(" ").trim().to_owned();
    let full = [part("NAME_FULL"), organization, joined].into_iter().find(|full| !full.is_empty()).unwrap_or_default();
    entity.add_name(Name { parts, ..Name::new(full, name_type) });
}

/// The kind of an identifier that is stated by its type only.
fn kind_of(word: &str) -> IdentifierKind {
    match word.to_uppercase().replace(['_', ' ', '-'], "").as_str() {
        "IMO" | "IMONUMBER" => IdentifierKind::Imo,
        "MMSI" => IdentifierKind::Mmsi,
        "LEI" | "LEICODE" => IdentifierKind::Lei,
        "SWIFT" | "BIC" | "SWIFTBIC" => IdentifierKind::Bic,
        "ISIN" | "ISINCODE" => IdentifierKind::Security,
        "OGRN" | "OGRNCODE" | "REGISTRATIONNUMBER" => IdentifierKind::Registration,
        "INN" | "INNCODE" | "TAXNUMBER" | "VATCODE" => IdentifierKind::TaxNumber,
        "PASSPORT" | "PASSPORTNUMBER" => IdentifierKind::Passport,
        "USCCODE" => IdentifierKind::UnifiedSocialCreditCode,
        "PUBLICKEY" => IdentifierKind::Wallet,
        _ => IdentifierKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_one(json: &str) -> Entity {
        let Ok(Value::Object(record)) = serde_json::from_str(json) else { panic!("no object") };
        entity(&record, 1)
    }

    #[test]
    fn flat_and_featured_records_say_the_same() {
        let flat = read_one(
            r#"{"DATA_SOURCE":"T","RECORD_ID":"1","PRIMARY_NAME_LAST":"Doe","PRIMARY_NAME_FIRST":"Ann","AKA_NAME_FULL":"A. Doe",
                "DATE_OF_BIRTH":"1960","PASSPORT_NUMBER":"X1","PASSPORT_COUNTRY":"IR","NATIONALITY":"IR","RECORD_TYPE":"PERSON"}"#,
        );
        let featured = read_one(
            r#"{"DATA_SOURCE":"T","RECORD_ID":"1","RECORD_TYPE":"PERSON","FEATURES":[
                {"NAME_TYPE":"PRIMARY","NAME_LAST":"Doe","NAME_FIRST":"Ann"},{"NAME_TYPE":"AKA","NAME_FULL":"A. Doe"},
                {"DATE_OF_BIRTH":"1960"},{"PASSPORT_NUMBER":"X1","PASSPORT_COUNTRY":"IR"},{"NATIONALITY":"IR"}]}"#,
        );
        assert_eq!(flat, featured);
        assert_eq!(flat.primary_name(), "Ann Doe");
        assert_eq!(flat.names[1].name_type, NameType::StrongAlias);
    }
}
