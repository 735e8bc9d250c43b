//! US Consolidated Screening List (International Trade Administration, trade.gov), CSV and JSON.
//!
//! Published at <https://www.trade.gov/consolidated-screening-list>: the lists of OFAC, BIS and the State Department in
//! one table, one row for each entity on each list.
//!
//! # Layout
//!
//! CSV of 29 columns, the first `_id` (until 2020: 28 columns without it; since 2025 every cell is quoted); several
//! values of a cell are joined by `; `. JSON is `{"results": [..]}` with the same names, `id` for `_id` and arrays; the
//! search service adds `total`, `offset` and `sources_used`, and leaves out keys that a source does not have.
//!
//! # What becomes of it
//!
//! The source gives the authority (Treasury Department: OFAC, Bureau of Industry and Security: BIS, State Department:
//! State) and, with the Federal Register notice, the reference; `programs` the programmes, or the source itself where
//! there are none. `source_list_url` and `source_information_url` are the same for all rows of a source and not kept.
//!
//! # Oddities
//!
//! - An `_id` occurs again where OFAC has put one entity on two of its lists (71 ids in 2022): one entity with both
//!   designations. The layout without `_id` gives one entity a row, with an id made of the source and the entity's or
//!   the row's number.
//! - Identifiers are written `[country, ][dates, ]number, type` until 2022 and `type, number[, country]` since. Among
//!   them stand notes that are no identifiers; they stay as remarks, gender and former flags as what they are.
//! - Entity List aliases end in `; and X`: the `and` is not part of the name.
//! - DPL names begin with a blank. A quarter of all rows has no type, so the kind is unknown.
//!
//! Tested on the whole list of 2022-04 (14,160 rows), excerpts of 2019-12 and 2025-06 and JSON records of 2026-09.

use std::io::BufRead;

use serde_json::{Map, Value};

use crate::entity::{
    Address, Country, CountryRole, Designation, Entity, Gender, IdentifierKind, Kind, Name, NameType, PartialDate,
};
use crate::error::{Error, Position, Result};

use super::cell::country_at_end;
use super::format::Head;
use super::json::{self, Outline};
use super::sink::Sink;
use super::table::{Dialect, Rows};

/// Keys that say nothing of the entity, or that become something else than a remark.
const KNOWN: [&str; 22] = [
    "_id",
    "id",
    "source",
    "type",
    "programs",
    "name",
    "title",
    "addresses",
    "federal_register_notice",
    "start_date",
    "call_sign",
    "vessel_flag",
    "source_list_url",
    "alt_names",
    "citizenships",
    "dates_of_birth",
    "nationalities",
    "places_of_birth",
    "source_information_url",
    "ids",
    "country",
    "entity_number",
];

pub(super) fn looks_like_json(head: &Head<'_>) -> bool {
    Outline::of(head.text).array_has("results", &["source", "name", "source_list_url", "alt_names"])
}

pub(super) fn looks_like_csv(head: &Head<'_>) -> bool {
    let line = head.first_line().to_lowercase();
    let columns: Vec<&str> = line.split(',').map(|name| name.trim().trim_matches('"')).collect();
    ["source", "entity_number", "programs", "name", "federal_register_notice", "alt_names", "source_list_url"]
        .iter()
        .all(|name| columns.contains(name))
}

/// A row of either layout: texts and lists by their column.
#[derive(Default)]
struct Listed {
    texts: Vec<(String, String)>,
    lists: Vec<(String, Vec<String>)>,
    addresses: Vec<Address>,
    ids: Vec<Id>,
}

/// An entry of `ids`.
struct Id {
    kind: String,
    number: String,
    country: String,
    /// All of it, as published.
    full: String,
}

impl Listed {
    fn text(&self, column: &str) -> &str {
        self.texts.iter().find(|(name, _)| name == column).map_or("", |(_, text)| text.trim())
    }

    fn list(&self, column: &str) -> Vec<&str> {
        let listed = self.lists.iter().filter(|(name, _)| name == column).flat_map(|(_, values)| values);
        let split = self.texts.iter().filter(|(name, _)| name == column).flat_map(|(_, text)| text.split("; "));
        listed.map(String::as_str).chain(split).map(str::trim).filter(|text| !text.is_empty()).collect()
    }
}

pub(super) fn read_csv(input: &mut dyn BufRead, sink: &mut Sink<'_>) -> Result<()> {
    start(sink);
    let mut rows = Rows::with_header(input, &sink.file, Dialect::COMMA)?;
    while let Some(row) = rows.next(sink)? {
        let number = sink.count_record();
        let mut listed = Listed::default();
        for (name, cell) in row.cells() {
            match name.to_lowercase().as_str() {
                "ids" => listed.ids = cell.split("; ").filter_map(id_of).collect(),
                "addresses" => {
                    listed.addresses = cell
                        .split("; ")
                        .map(|full| full.trim().trim_end_matches(';').trim())
                        .filter(|full| !full.is_empty())
                        .map(|full| Address { full: full.to_owned(), country: country_at_end(full) })
                        .collect();
                }
                name => listed.texts.push((name.to_owned(), cell.to_owned())),
            }
        }
        let position = sink.position().line(row.line).record(number);
        take(&listed, number, position, sink)?;
    }
    Ok(())
}

pub(super) fn read_json(input: &mut dyn BufRead, sink: &mut Sink<'_>) -> Result<()> {
    start(sink);
    let file = sink.file.clone();
    let (_, met) = json::records(input, &file, &|key| key == "results", &mut |number, value| {
        sink.count_record();
        let position = Position::file(file.clone()).record(number);
        let Some(object) = value.as_object() else {
            return sink.leave_out_record(position, &value.to_string(), "the record is no JSON object");
        };
        take(&listed_of(object), number, position, sink)
    })?;
    if met { Ok(()) } else { Err(Error::malformed(sink.position().element("results"), "", "the JSON has no results")) }
}

fn start(sink: &mut Sink<'_>) {
    sink.id = "us-csl".into();
    sink.publisher = "ITA".into();
}

fn listed_of(object: &Map<String, Value>) -> Listed {
    let mut listed = Listed::default();
    for (key, value) in object {
        match (key.as_str(), value) {
            (_, Value::Null) => {}
            ("addresses", Value::Array(addresses)) => listed.addresses.extend(addresses.iter().filter_map(address)),
            ("ids", Value::Array(ids)) => listed.ids.extend(ids.iter().filter_map(|id| {
                let part = |key: &str| id.get(key).and_then(json::scalar).unwrap_or_default().trim().to_owned();
                let full: Vec<String> = id.as_object()?.values().filter_map(json::scalar).collect();
                Some(Id {
                    kind: part("type"),
                    number: part("number"),
                    country: part("country"),
                    full: full
                        .iter()
                        .map(|text| text.trim())
                        .filter(|text| !text.is_empty())
                        .collect::<Vec<_>>()
                        .join(", "),
                })
            })),
            (_, Value::Array(values)) if values.iter().all(|value| json::scalar(value).is_some()) => {
                listed.lists.push((key.clone(), values.iter().filter_map(json::scalar).collect()));
            }
            _ => listed.texts.push((key.clone(), json::scalar(value).unwrap_or_else(|| value.to_string()))),
        }
    }
    listed
}

fn address(value: &Value) -> Option<Address> {
    let part = |key: &str| value.get(key).and_then(json::scalar).map(|text| text.trim().to_owned());
    let parts: Vec<String> = ["address", "city", "state", "postal_code", "country"]
        .into_iter()
        .filter_map(part)
        .filter(|text| !text.is_empty())
        .collect();
    let country = part("country").filter(|text| !text.is_empty()).map(Country::new);
    (!parts.is_empty()).then(|| Address { full: parts.join(", "), country })
}

fn take(listed: &Listed, number: u64, position: Position, sink: &mut Sink<'_>) -> Result<()> {
    let source = listed.text("source");
    let name = listed.text("name");
    let given_id = [listed.text("_id"), listed.text("id")].into_iter().find(|id| !id.is_empty());
    let mut entity = Entity { kind: kind_of(listed.text("type")), ..Entity::default() };
    entity.id = match given_id {
        Some(id) => id.to_owned(),
        None if listed.text("entity_number").is_empty() => format!("{}-row-{number}", code_of(source)),
        None => format!("{}-{}", code_of(source), listed.text("entity_number")),
    };
    if !matches!(listed.text("type"), "" | "Individual" | "Entity" | "Vessel" | "Aircraft") {
        entity.add_remark("type", listed.text("type"));
        sink.warn(position.clone(), listed.text("type"), "the type is unknown")?;
    }

    entity.add_name(Name::new(name, NameType::Primary));
    for alias in listed.list("alt_names") {
        let alias = alias.strip_prefix("and ").filter(|_| source.contains("Industry and Security")).unwrap_or(alias);
        entity.add_name(Name::new(alias, NameType::StrongAlias));
    }
    entity.positions =
        Some(listed.text("title")).filter(|title| !title.is_empty()).map(str::to_owned).into_iter().collect();
    designations(listed, source, &mut entity, &position, sink)?;
    for (role, column) in [
        (CountryRole::Nationality, "nationalities"),
        (CountryRole::Nationality, "citizenships"),
        (CountryRole::Flag, "vessel_flag"),
        (CountryRole::Related, "country"),
    ] {
        for country in listed.list(column) {
            entity.add_country(role, country);
        }
    }
    for text in listed.list("dates_of_birth") {
        match PartialDate::from_published(text) {
            Some(date) => entity.birth_dates.push(date),
            None => entity.add_remark("dates_of_birth", text),
        }
    }
    entity.birth_places = listed.list("places_of_birth").into_iter().map(str::to_owned).collect();
    entity.addresses.clone_from(&listed.addresses);
    entity.add_identifier(IdentifierKind::CallSign, listed.text("call_sign"), None, "call_sign");
    for id in &listed.ids {
        identifier(id, &mut entity);
    }
    if listed.text("entity_number") != entity.id {
        entity.add_remark("entity_number", listed.text("entity_number"));
    }
    for (column, text) in &listed.texts {
        if !KNOWN.contains(&column.as_str()) {
            entity.add_remark(column, text);
        }
    }
    for (column, values) in &listed.lists {
        if !KNOWN.contains(&column.as_str()) {
            entity.add_remark(column, &values.join("; "));
        }
    }

    if let Some(known) = sink.entity_mut(&entity.id)
        && known.primary_name() != name
    {
        sink.warn(position.clone(), &entity.id, "the id stands for two names: the second entity got a number")?;
        entity.id = sink.free_id(&entity.id);
    }
    sink.push_or_merge(entity, position)
}

fn designations(
    listed: &Listed,
    source: &str,
    entity: &mut Entity,
    position: &Position,
    sink: &mut Sink<'_>,
) -> Result<()> {
    let authority = if source.contains("Treasury") {
        "OFAC"
    } else if source.contains("Industry and Security") {
        "BIS"
    } else if source.contains("State Department") {
        "State"
    } else {
        sink.warn(position.clone().element("source"), source, "the source is of no known authority")?;
        source
    };
    let listed_on = PartialDate::from_published(listed.text("start_date"));
    if listed_on.is_none() {
        entity.add_remark("start_date", listed.text("start_date"));
    }
    let notice = listed.text("federal_register_notice");
    let reference = if notice.is_empty() { source.to_owned() } else { format!("{source}; {notice}") };
    let mut programmes = listed.list("programs");
    if programmes.is_empty() {
        programmes.push(source.split(" - ").next().unwrap_or(source));
    }
    entity.designations = programmes
        .into_iter()
        .map(|programme| Designation {
            authority: authority.to_owned(),
            programme: programme.to_owned(),
            listed_on,
            reference: reference.clone(),
        })
        .collect();
    Ok(())
}

fn kind_of(word: &str) -> Kind {
    match word {
        "Individual" => Kind::Person,
        "Entity" => Kind::Organization,
        "Vessel" => Kind::Vessel,
        "Aircraft" => Kind::Aircraft,
        _ => Kind::Unknown,
    }
}

/// `EL` of `Entity List (EL) - Bureau of Industry and Security`.
fn code_of(source: &str) -> String {
    let code = source.rsplit_once('(').and_then(|(_, rest)| rest.split_once(')')).map_or(source, |(code, _)| code);
    let code: String = code.chars().filter(|character| character.is_alphanumeric()).collect();
    if code.is_empty() { "row".to_owned() } else { code }
}

/// Takes apart an entry in either order of its parts.
fn id_of(text: &str) -> Option<Id> {
    let text = text.trim();
    let parts: Vec<&str> = text.split(", ").map(str::trim).collect();
    let id = |kind: &str, number: &str, country: &str| {
        Some(Id {
            kind: kind.to_owned(),
            number: number.to_owned(),
            country: country.to_owned(),
            full: text.to_owned(),
        })
    };
    let is_country = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_uppercase());
    match parts[..] {
        [] | [""] => None,
        [.., number, kind] if class_of(kind).is_some() => {
            id(kind, number, if parts.len() > 2 && is_country(parts[0]) { parts[0] } else { "" })
        }
        [kind, number, ref rest @ ..] if class_of(kind).is_some() => {
            id(kind, number, rest.iter().find(|part| is_country(part)).copied().unwrap_or(""))
        }
        _ => id("", text, ""),
    }
}

enum Class {
    Identifier(IdentifierKind),
    Gender,
    Flag,
}

/// What the publisher's word for an identifier means.
fn class_of(word: &str) -> Option<Class> {
    use IdentifierKind as K;
    let word = word.trim_end_matches(':').to_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| word.contains(part));
    Some(Class::Identifier(match word.as_str() {
        "gender" => return Some(Class::Gender),
        "former vessel flag" | "vessel flag" | "nationality of registration" => return Some(Class::Flag),
        _ if has(&["date", "sanctions", "information", "directive", "type", "operator", "model", "issuer"]) => {
            return None;
        }
        _ if has(&["passport", "travel document"]) => K::Passport,
        _ if has(&["swift"]) => K::Bic,
        _ if has(&["digital currency address"]) => K::Wallet,
        _ if has(&["email"]) => K::Email,
        _ if has(&["website"]) => K::Website,
        _ if has(&["phone", "fax"]) => K::Phone,
        _ if has(&["unified social credit"]) => K::UnifiedSocialCreditCode,
        _ if has(&["legal entity number", "lei"]) => K::Lei,
        _ if has(&["mmsi"]) => K::Mmsi,
        _ if has(&["imo number", "vessel registration identification"]) => K::Imo,
        _ if has(&["call sign"]) => K::CallSign,
        _ if has(&["isin", "ticker"]) => K::Security,
        _ if has(&["aircraft", "tail number"]) => K::AircraftMark,
        _ if has(&["tax", "nit #", "ruc #", "r.f.c.", "rfc", "rif #", "v.a.t.", "fiscal code", "inn", "cuit"]) => {
            K::TaxNumber
        }
        _ if has(&[
            "national id",
            "cedula",
            "c.u.r.p.",
            "curp",
            "d.n.i.",
            "identification number",
            "identity card",
            "birth certificate",
            "ssn",
            "driver's license",
            "electoral registry",
            "citizen's card",
            "personal id",
            "residency number",
            "credencial",
            "stateless person",
            "moroccan personal",
            "n.i.e.",
        ]) =>
        {
            K::NationalId
        }
        _ if has(&[
            "registration",
            "registry",
            "company number",
            "c.r. no",
            "matricula mercantil",
            "folio mercantil",
            "trade license",
            "license",
            "gazette number",
            "business number",
            "enterprise number",
            "register number",
            "chamber of commerce",
        ]) =>
        {
            K::Registration
        }
        _ if word.ends_with(" no.") || word.ends_with(" #") || word.ends_with(" number") => K::Other,
        _ => return None,
    }))
}

fn identifier(id: &Id, entity: &mut Entity) {
    match class_of(&id.kind) {
        Some(Class::Identifier(mut kind)) => {
            let mut value = id.number.as_str();
            // The registration identification of a vessel is its IMO number, unless it says otherwise.
            if kind == IdentifierKind::Imo {
                match value.strip_prefix("IMO") {
                    Some(rest) => value = rest.trim(),
                    None if id.kind.to_lowercase().contains("imo") => {}
                    None => kind = IdentifierKind::Registration,
                }
            }
            let country = (!id.country.is_empty()).then(|| Country::new(id.country.as_str()));
            let plain = [&id.kind, &id.number, &id.country].iter().map(|part| part.len()).sum::<usize>();
            // Dates of issue and other parts stand between; the whole entry keeps them.
            let whole = id.full.len() > plain + 2 * 2;
            entity.add_identifier(kind, value, country, if whole { &id.full } else { &id.kind });
        }
        Some(Class::Gender) => {
            entity.gender = match id.number.to_lowercase().as_str() {
                "male" => Some(Gender::Male),
                "female" => Some(Gender::Female),
                _ => {
                    entity.add_remark("ids", &id.full);
                    None
                }
            };
        }
        Some(Class::Flag) => entity.add_country(CountryRole::Flag, &id.number),
        None => entity.add_remark("ids", &id.full),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_orders_of_an_identifier_are_read() {
        for text in ["TR, U00242309, Passport", "Passport, U00242309, TR"] {
            let id = id_of(text).unwrap();
            assert_eq!((id.kind.as_str(), id.number.as_str(), id.country.as_str()), ("Passport", "U00242309", "TR"));
        }
        let id = id_of("SA, 2019-11-13, 2015-01-07, P667604, Passport").unwrap();
        assert_eq!((id.number.as_str(), id.country.as_str()), ("P667604", "SA"));
        let note = id_of("Subject to Secondary Sanctions, Additional Sanctions Information -").unwrap();
        assert!(note.kind.is_empty());
    }

    #[test]
    fn the_source_gives_the_code() {
        assert_eq!(code_of("Entity List (EL) - Bureau of Industry and Security"), "EL");
        assert_eq!(code_of(""), "row");
    }
}
