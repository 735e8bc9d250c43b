//! `OpenSanctions` exports (opensanctions.org): simple CSV, `FollowTheMoney` entities and nested targets, JSON lines.
//!
//! Published at <https://www.opensanctions.org/datasets/> as `targets.simple.csv`, `entities.ftm.json` and
//! `targets.nested.json`; the schemata and properties are those of <https://followthemoney.tech>.
//!
//! # What becomes of it
//!
//! - A record with `target: true`, or, where `target` is not stated, one of a schema that can be a party (`Person`,
//!   `Organization`, `Company`, `PublicBody`, `LegalEntity`, `Vessel`, `Airplane`, `CryptoWallet`, ..) is an entity.
//! - `Sanction` records give the entity that they refer to its designation; `Address`, `Identification` and `Passport`
//!   records become addresses and identifiers; all other records that refer to an entity (`Family`, `Ownership`,
//!   `Directorship`, `Occupancy`, ..) become remarks of it, with the other side by its caption.
//! - Records that are neither are counted in one warning: people who are only related to a target are not listed.
//! - A `LegalEntity` may be a company or a person: its kind is unknown.
//! - The simple CSV has programmes or sanctions only as text, and identifiers without a type: an IMO number is told by
//!   its shape, the others are of kind "other". The authority is the dataset.
//! - The list's id is `os-` and the dataset, where all records are of one dataset, else `os`; its date is the newest
//!   `last_seen`. Technical fields (`referents`, `first_seen`, `last_change`) are not kept.
//!
//! # Oddities
//!
//! A cell of the simple CSV is itself a row separated by `;`, with quotes, so an empty one may read `""`. Cells hold line
//! breaks. A file of JSON lines that is cut off exactly between two lines cannot be told from a whole one.
//!
//! Tested on a simple CSV of 2026-03 (5,600 targets) and on one dataset of 2024-03 in each format.

use std::io::BufRead;

use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

use crate::entity::{
    Address, Country, CountryRole, Designation, Entity, Gender, IdentifierKind, Kind, Name, NameParts, NameType,
    PartialDate, push_new,
};
use crate::error::{Position, Result};

use super::format::Head;
use super::json::{self, Outline};
use super::sink::Sink;
use super::table::{Dialect, Rows};

const SIMPLE: [&str; 6] = ["id", "schema", "name", "aliases", "dataset", "last_seen"];

pub(super) fn looks_like_simple(head: &Head<'_>) -> bool {
    let columns: Vec<&str> = head.first_line().split(',').map(|name| name.trim().trim_matches('"')).collect();
    SIMPLE.iter().all(|name| columns.contains(name))
}

pub(super) fn looks_like_ftm(head: &Head<'_>) -> bool {
    is_entities(head) && !has_nested(head)
}

pub(super) fn looks_like_nested(head: &Head<'_>) -> bool {
    is_entities(head) && has_nested(head)
}

fn is_entities(head: &Head<'_>) -> bool {
    Outline::of(head.first_line()).has_keys(&["id", "schema", "properties"])
}

/// Whether a property holds records instead of texts. Both exports are read by the same rules.
fn has_nested(head: &Head<'_>) -> bool {
    head.text.contains(":[{") || head.text.contains(": [{")
}

/// The dataset of all records, or that they are of several, and the newest date.
#[derive(Default)]
struct Provenance {
    dataset: Option<String>,
    are_several: bool,
    newest: String,
}

impl Provenance {
    fn see(&mut self, dataset: &str, last_seen: &str) {
        match &self.dataset {
            None => self.dataset = Some(dataset.to_owned()),
            Some(known) => self.are_several |= known != dataset,
        }
        if last_seen > self.newest.as_str() {
            last_seen.clone_into(&mut self.newest);
        }
    }

    fn tell(&self, sink: &mut Sink<'_>) {
        sink.publisher = "OpenSanctions".into();
        sink.date = PartialDate::from_published(self.newest.get(..10).unwrap_or(""));
        let dataset = self.dataset.as_deref().filter(|_| !self.are_several).unwrap_or("");
        let words: Vec<&str> = dataset
            .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
            .filter(|word| !word.is_empty())
            .collect();
        sink.id = if words.is_empty() { "os".to_owned() } else { format!("os-{}", words.join("-").to_lowercase()) };
    }
}

pub(super) fn read_simple(input: &mut dyn BufRead, sink: &mut Sink<'_>) -> Result<()> {
    let mut rows = Rows::with_header(input, &sink.file, Dialect::COMMA)?;
    let mut provenance = Provenance::default();
    while let Some(row) = rows.next(sink)? {
        let number = sink.count_record();
        let dataset = row.cell("dataset");
        provenance.see(dataset, row.cell("last_seen"));
        let schema = row.cell("schema");
        let mut entity = Entity { id: row.cell("id").to_owned(), kind: kind_of(schema), ..Entity::default() };
        note_schema(schema, &mut entity);
        entity.add_name(Name::new(row.cell("name"), NameType::Primary));
        for alias in values_of(row.cell("aliases")) {
            entity.add_name(Name::new(alias, NameType::StrongAlias));
        }
        for text in values_of(row.cell("birth_date")) {
            property("birthDate", &text, &mut entity);
        }
        for country in values_of(row.cell("countries")) {
            entity.add_country(CountryRole::Related, &country);
        }
        for full in values_of(row.cell("addresses")) {
            entity.addresses.push(Address { full, country: None });
        }
        for value in values_of(row.cell("identifiers")) {
            match value
                .strip_prefix("IMO")
                .filter(|digits| digits.len() == 7 && digits.bytes().all(|b| b.is_ascii_digit()))
            {
                Some(digits) => entity.add_identifier(IdentifierKind::Imo, digits, None, "identifiers"),
                None => entity.add_identifier(IdentifierKind::Other, &value, None, "identifiers"),
            }
        }
        for (kind, column) in [(IdentifierKind::Phone, "phones"), (IdentifierKind::Email, "emails")] {
            for value in values_of(row.cell(column)) {
                entity.add_identifier(kind, &value, None, column);
            }
        }
        let programmes = values_of(row.cell("program_ids"));
        let sanctions = values_of(row.cell("sanctions"));
        let designation = |programme: String| Designation {
            authority: dataset.to_owned(),
            programme,
            listed_on: None,
            reference: String::new(),
        };
        if programmes.is_empty() {
            entity.designations = sanctions.into_iter().map(designation).collect();
        } else {
            entity.designations = programmes.into_iter().map(designation).collect();
            for text in sanctions {
                entity.add_remark("sanctions", &text);
            }
        }
        for (column, cell) in row.cells() {
            match column {
                "id" | "schema" | "name" | "aliases" | "birth_date" | "countries" | "addresses" | "identifiers"
                | "sanctions" | "phones" | "emails" | "program_ids" | "dataset" | "first_seen" | "last_seen"
                | "last_change" => {}
                _ => entity.add_remark(column, cell),
            }
        }
        let position = sink.position().line(row.line).record(number);
        sink.push(entity, position)?;
    }
    provenance.tell(sink);
    Ok(())
}

/// The values of a cell that is a row in itself: separated by `;`, quoted where a value holds one.
fn values_of(cell: &str) -> Vec<String> {
    let mut values = vec![String::new()];
    let mut is_quoted = false;
    let mut letters = cell.chars().peekable();
    while let Some(letter) = letters.next() {
        let Some(value) = values.last_mut() else { break };
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                letters.next();
                value.push('"');
            }
            // A quote opens a value only at its beginning; elsewhere it is part of the text.
            '"' if is_quoted || value.is_empty() => is_quoted = !is_quoted,
            ';' if !is_quoted => values.push(String::new()),
            _ => value.push(letter),
        }
    }
    values.into_iter().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()).collect()
}

pub(super) fn read_ftm(input: &mut dyn BufRead, sink: &mut Sink<'_>) -> Result<()> {
    read_entities(input, sink)
}

pub(super) fn read_nested(input: &mut dyn BufRead, sink: &mut Sink<'_>) -> Result<()> {
    read_entities(input, sink)
}

fn read_entities(input: &mut dyn BufRead, sink: &mut Sink<'_>) -> Result<()> {
    let file = sink.file.clone();
    let mut provenance = Provenance::default();
    // Records that are no parties: they may refer to parties that come later, or be referred to by them.
    let mut others: Vec<Map<String, Value>> = Vec::new();
    let mut captions: FxHashMap<String, String> = FxHashMap::default();
    json::lines(input, sink, &mut |line, value, sink| {
        let number = sink.count_record();
        let position = Position::file(file.clone()).line(line).record(number);
        let Value::Object(record) = value else {
            return sink.leave_out_record(position, &value.to_string(), "the record is no JSON object");
        };
        if !record.get("properties").is_some_and(Value::is_object) {
            let id = text_of(&record, "id");
            return sink.leave_out_record(position.element("properties"), id, "the record has no properties");
        }
        let dataset = record.get("datasets").and_then(|datasets| datasets.get(0)).and_then(Value::as_str).unwrap_or("");
        provenance.see(dataset, text_of(&record, "last_seen"));
        if is_party(&record) {
            return sink.push(party(&record), position);
        }
        captions.insert(text_of(&record, "id").to_owned(), text_of(&record, "caption").to_owned());
        others.push(record);
        Ok(())
    })?;
    provenance.tell(sink);
    link(&others, &captions, sink)
}

fn text_of<'a>(record: &'a Map<String, Value>, key: &str) -> &'a str {
    record.get(key).and_then(Value::as_str).unwrap_or("").trim()
}

fn is_party(record: &Map<String, Value>) -> bool {
    match record.get("target").and_then(Value::as_bool) {
        Some(is_target) => is_target,
        None => {
            kind_of(text_of(record, "schema")) != Kind::Unknown
                || ["LegalEntity", "CryptoWallet", "Vehicle", "Asset", "Security"].contains(&text_of(record, "schema"))
        }
    }
}

fn kind_of(schema: &str) -> Kind {
    match schema {
        "Person" => Kind::Person,
        "Organization" | "Company" | "PublicBody" => Kind::Organization,
        "Vessel" => Kind::Vessel,
        "Airplane" => Kind::Aircraft,
        _ => Kind::Unknown,
    }
}

fn note_schema(schema: &str, entity: &mut Entity) {
    if !matches!(schema, "Person" | "Organization" | "Vessel" | "Airplane") {
        entity.add_remark("schema", schema);
    }
}

/// The texts of a property.
fn texts<'a>(properties: &'a Map<String, Value>, name: &str) -> impl Iterator<Item = &'a str> {
    let values = properties.get(name).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    values.iter().filter_map(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
}

fn properties_of(record: &Map<String, Value>) -> Option<&Map<String, Value>> {
    record.get("properties").and_then(Value::as_object)
}

fn party(record: &Map<String, Value>) -> Entity {
    let schema = text_of(record, "schema");
    let mut entity = Entity { id: text_of(record, "id").to_owned(), kind: kind_of(schema), ..Entity::default() };
    note_schema(schema, &mut entity);
    let Some(properties) = properties_of(record) else { return entity };

    let caption = text_of(record, "caption");
    let first = texts(properties, "name").find(|name| *name == caption).or_else(|| texts(properties, "name").next());
    if let Some(first) = first {
        let parts = match (
            &texts(properties, "lastName").collect::<Vec<_>>()[..],
            &texts(properties, "firstName").collect::<Vec<_>>()[..],
        ) {
            ([family], [given]) => Some(NameParts { family: (*family).to_owned(), given: (*given).to_owned() }),
            _ => None,
        };
        entity.add_name(Name { parts, ..Name::new(first, NameType::Primary) });
    }
    for (name, name_type) in [
        ("name", NameType::StrongAlias),
        ("alias", NameType::StrongAlias),
        ("weakAlias", NameType::WeakAlias),
        ("previousName", NameType::FormerName),
    ] {
        for full in texts(properties, name) {
            entity.add_name(Name::new(full, name_type));
        }
    }
    for (name, values) in properties {
        if matches!(name.as_str(), "name" | "alias" | "weakAlias" | "previousName") {
            continue;
        }
        for value in values.as_array().map_or(std::slice::from_ref(values), Vec::as_slice) {
            match value {
                Value::Object(nested) => attach(nested, &|_| None, &mut entity),
                _ => property(name, json::scalar(value).unwrap_or_default().trim(), &mut entity),
            }
        }
    }
    entity
}

/// A property other than a name.
fn property(name: &str, text: &str, entity: &mut Entity) {
    if text.is_empty() {
        return;
    }
    if let Some(kind) = identifier_kind(name, entity.kind) {
        entity.add_identifier(kind, text, None, name);
        return;
    }
    match name {
        "nationality" | "citizenship" => entity.add_country(CountryRole::Nationality, text),
        "country" => entity.add_country(CountryRole::Related, text),
        "jurisdiction" | "mainCountry" => entity.add_country(CountryRole::Registration, text),
        "flag" | "pastFlags" => entity.add_country(CountryRole::Flag, text),
        "birthCountry" => entity.add_country(CountryRole::Birth, text),
        "birthPlace" => entity.birth_places.push(text.to_owned()),
        "position" | "title" => entity.positions.push(text.to_owned()),
        "address" => entity.addresses.push(Address { full: text.to_owned(), country: None }),
        "birthDate" | "buildDate" => match PartialDate::from_published(text) {
            Some(date) => entity.birth_dates.push(date),
            None => entity.add_remark(name, text),
        },
        "gender" => match text {
            "male" => entity.gender = Some(Gender::Male),
            "female" => entity.gender = Some(Gender::Female),
            _ => entity.add_remark(name, text),
        },
        _ => entity.add_remark(name, text),
    }
}

fn identifier_kind(property: &str, kind: Kind) -> Option<IdentifierKind> {
    use IdentifierKind as K;
    Some(match property {
        "passportNumber" => K::Passport,
        "idNumber" | "socialSecurityNumber" => K::NationalId,
        "registrationNumber" | "serialNumber" if kind == Kind::Aircraft => K::AircraftMark,
        "registrationNumber" | "ogrnCode" | "okpoCode" | "dunsCode" | "uniqueEntityId" | "npiCode" => K::Registration,
        "taxNumber" | "vatCode" | "innCode" | "kppCode" | "voenCode" => K::TaxNumber,
        "uscCode" => K::UnifiedSocialCreditCode,
        "leiCode" => K::Lei,
        "swiftBic" => K::Bic,
        "bikCode" | "wikidataId" | "permId" | "icijId" | "giiNumber" | "amlRegistration" => K::Other,
        "imoNumber" => K::Imo,
        "mmsi" => K::Mmsi,
        "callSign" => K::CallSign,
        "isin" | "isinCode" | "ticker" => K::Security,
        "publicKey" => K::Wallet,
        "phone" => K::Phone,
        "email" => K::Email,
        "website" => K::Website,
        _ => return None,
    })
}

/// Gives an entity what a record that refers to it says. `caption_of` finds the caption of a record by its id.
fn attach(record: &Map<String, Value>, caption_of: &dyn Fn(&str) -> Option<String>, entity: &mut Entity) {
    let Some(properties) = properties_of(record) else { return };
    let schema = text_of(record, "schema");
    let first = |name: &str| texts(properties, name).next().unwrap_or("");
    let used: &[&str] = match schema {
        "Sanction" => {
            let programme = [first("program"), first("programId"), first("provisions")];
            let dates = ["listingDate", "startDate", "date"].map(first);
            let listed_on = dates.iter().find_map(|text| PartialDate::from_published(text));
            let designation = Designation {
                authority: first("authority").to_owned(),
                programme: programme.into_iter().find(|text| !text.is_empty()).unwrap_or("").to_owned(),
                listed_on,
                reference: [first("authorityId"), first("unscId"), first("recordId"), first("sourceUrl")]
                    .into_iter()
                    .find(|text| !text.is_empty())
                    .unwrap_or("")
                    .to_owned(),
            };
            push_new(&mut entity.designations, designation);
            &["entity", "authority", "country"]
        }
        "Address" => {
            let full = [first("full"), text_of(record, "caption")].into_iter().find(|text| !text.is_empty());
            let country = Some(first("country")).filter(|text| !text.is_empty()).map(Country::new);
            if let Some(full) = full {
                entity.addresses.push(Address { full: full.to_owned(), country });
            }
            return;
        }
        "Identification" | "Passport" if !first("number").is_empty() => {
            let label = [first("type"), schema].into_iter().find(|text| !text.is_empty()).unwrap_or("");
            let kind = if schema == "Passport" || label.to_lowercase().contains("passport") {
                IdentifierKind::Passport
            } else {
                IdentifierKind::NationalId
            };
            let country = Some(first("country")).filter(|text| !text.is_empty()).map(Country::new);
            entity.add_identifier(kind, first("number"), country, label);
            &["holder", "number", "type", "country"]
        }
        _ => &[],
    };
    let mut parts = Vec::new();
    for (name, values) in properties {
        if used.contains(&name.as_str()) {
            continue;
        }
        for value in values.as_array().map_or(std::slice::from_ref(values), Vec::as_slice) {
            let text = match value {
                Value::Object(nested) => text_of(nested, "caption").to_owned(),
                _ => json::scalar(value).unwrap_or_default(),
            };
            // What refers to the entity itself says nothing of it.
            if !text.is_empty() && text != entity.id {
                parts.push(format!("{name}: {}", caption_of(&text).unwrap_or(text)));
            }
        }
    }
    entity.add_remark(schema, &parts.join("; "));
}

/// Gives the parties what the other records say of them.
fn link(others: &[Map<String, Value>], captions: &FxHashMap<String, String>, sink: &mut Sink<'_>) -> Result<()> {
    // Addresses and identifications may be referred to by the party instead of referring to it.
    let by_id: FxHashMap<&str, &Map<String, Value>> =
        others.iter().map(|record| (text_of(record, "id"), record)).collect();
    let mut is_linked: rustc_hash::FxHashSet<&str> = rustc_hash::FxHashSet::default();
    for entity in sink.entities_mut() {
        let is_reference = |label: &str| matches!(label, "addressEntity" | "identificationEntity" | "sanctions");
        let (references, others): (Vec<_>, Vec<_>) = std::mem::take(&mut entity.remarks)
            .into_iter()
            .partition(|remark| is_reference(&remark.label) && by_id.contains_key(remark.text.as_str()));
        entity.remarks = others;
        for reference in references {
            if let Some((&id, record)) = by_id.get_key_value(reference.text.as_str()) {
                attach(record, &|id| captions.get(id).cloned(), entity);
                is_linked.insert(id);
            }
        }
    }
    let mut unlinked = 0u64;
    for record in others {
        let id = text_of(record, "id");
        let Some(properties) = properties_of(record) else { continue };
        let mut parties: Vec<&str> = properties
            .values()
            .filter_map(Value::as_array)
            .flatten()
            .filter_map(Value::as_str)
            .filter(|id| sink.entity_mut(id).is_some())
            .collect();
        parties.sort_unstable();
        parties.dedup();
        if parties.is_empty() && !is_linked.contains(id) {
            unlinked += 1;
        } else {
            sink.count_merged()?;
        }
        let names: FxHashMap<String, String> = parties
            .iter()
            .filter_map(|id| Some(((*id).to_owned(), sink.entity_mut(id)?.primary_name().to_owned())))
            .collect();
        for party in &parties {
            if let Some(entity) = sink.entity_mut(party) {
                attach(record, &|id| names.get(id).or_else(|| captions.get(id)).cloned(), entity);
            }
        }
    }
    sink.set_aside(unlinked);
    if unlinked > 0 {
        let reason = "so many records are neither targets nor say anything of one";
        sink.warn(sink.position(), &unlinked.to_string(), reason)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_a_row_in_itself() {
        assert_eq!(values_of("a;\"b;c\";d \"e\" f"), ["a", "b;c", "d \"e\" f"]);
        assert!(values_of("\"\"").is_empty());
        assert_eq!(values_of("\"say \"\"so\"\"\""), ["say \"so\""]);
    }
}
