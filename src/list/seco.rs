//! The Swiss sanctions list of the State Secretariat for Economic Affairs (SECO), XML.
//!
//! Published at `https://www.sesam.search.admin.ch/sesam-search-web/pages/downloadXmlGesamtliste.xhtml` (lang=en,
//! action=downloadXmlGesamtlisteAction), described by the schema on the same site. `swiss-sanctions-list` holds
//! `sanctions-program` elements, then `target` elements (an individual, an entity or an object each), then the `place`
//! elements that addresses and births refer to.
//!
//! What the publisher does oddly, and what is made of it:
//! - A target keeps its history in `modification` elements, newest first. They hold copies of what was added and removed,
//!   which are not read. A target whose newest modification is `de-listed` is no longer sanctioned: it is counted as a record
//!   and reported with a warning, and gives no entity.
//! - A name is in parts, in the order of `order`; the family name comes first. A part may have spelling variants by language
//!   and script: each makes a name of its own, with the main spelling of the parts that have no variant in Latin letters.
//!   In another script a part without a variant is left out.
//! - `quality="low"` is a weak alias, unless it is the primary name.
//! - A target may have several identities; the primary names of the main one are primary names.
//! - A programme is repeated for each of its sets of sanctions. A target names the sets.
//! - The IMO number of a vessel stands in `other-information`; it is taken from there, and the text stays.
//! - SECO publishes amendments in the same format (`list-type="amendment"`): reported with a warning, for the list is not whole.
//!
//! Not kept: `modification` elements but for the day of listing, the texts in other languages than English where there is
//! English, and technical ids but the target's.
//!
//! Tested on SECO's own example of an amendment and on a trimmed list of 2026-08-27; places, documents and places of birth
//! are known from programs that read them.

use std::io::BufRead;

use rustc_hash::FxHashMap;

use crate::entity::{
    Address, Country, CountryCode, CountryRole, Designation, Entity, IdentifierKind, Kind, Name, NameParts, NameType,
    PartialDate, push_new,
};
use crate::error::Result;

use super::format::Head;
use super::sink::Sink;
use super::wording::{self, add_remark_once, joined, on_one_line};
use super::xml::{Element, Node, Reader};

pub(super) fn looks_like(head: &Head<'_>) -> bool {
    head.root_element().is_some_and(|(name, _)| name == "swiss-sanctions-list")
}

/// A set of sanctions: its programme and its title.
#[derive(Default)]
struct SanctionsSet {
    programme: String,
    title: String,
}

/// A reference to a place that is defined further down.
struct PlaceReference {
    entity: String,
    place: String,
    target: PlaceTarget,
}

enum PlaceTarget {
    /// The index of the address.
    Address(usize),
    Birth,
}

pub(super) fn read(input: &mut dyn BufRead, sink: &mut Sink<'_>) -> Result<()> {
    sink.id = "ch-seco".into();
    sink.publisher = "SECO".into();
    let mut reader = Reader::new(input, &sink.file);
    let mut sets = FxHashMap::<String, SanctionsSet>::default();
    let mut references = Vec::new();
    let mut places = FxHashMap::<String, Element>::default();
    while let Some(node) = reader.next(&["sanctions-program", "target", "place"])? {
        match node {
            Node::Record(record) => match record.name.as_str() {
                "sanctions-program" => add_sets(&mut sets, &record),
                "place" => {
                    places.insert(record.attribute("ssid").to_owned(), record);
                }
                _ => {
                    let records = sink.count_record();
                    let position = sink.position().line(record.line).record(records).element("target");
                    let newest = record.child("modification").map_or("", |child| child.attribute("modification-type"));
                    if newest == "de-listed" {
                        sink.set_aside(1);
                        sink.warn(
                            position,
                            record.attribute("ssid"),
                            "de-listed by the publisher: not an entity of the list",
                        )?;
                        continue;
                    }
                    let entity = entity(&record, &sets, &mut references);
                    sink.push(entity, position)?;
                }
            },
            Node::Open(element) if element.name == "swiss-sanctions-list" => {
                sink.date = wording::date(element.attribute("date"));
                let kind = element.attribute("list-type");
                if kind != "whole-list" && !kind.is_empty() {
                    let position = sink.position().line(element.line).element("list-type");
                    sink.warn(position, kind, "not the whole list: load the whole list to find every listed name")?;
                }
            }
            Node::Open(element) => {
                let position = sink.position().line(element.line).element(element.name.clone());
                sink.leave_out_part(position, &element.name, "an element that the format does not have at this place")?;
            }
        }
    }
    resolve_places(&references, &places, sink)
}

fn add_sets(sets: &mut FxHashMap<String, SanctionsSet>, program: &Element) {
    let programme = in_english(program, "program-key");
    for set in program.children("sanctions-set") {
        let known = sets.entry(set.attribute("ssid").to_owned()).or_default();
        programme.clone_into(&mut known.programme);
        if known.title.is_empty() || set.attribute("lang") == "eng" {
            known.title = on_one_line(&set.text);
        }
    }
}

/// The text of the child of this name that is in English, else of the first.
fn in_english<'a>(element: &'a Element, name: &'a str) -> &'a str {
    element
        .children(name)
        .find(|child| child.attribute("lang") == "eng")
        .or_else(|| element.child(name))
        .map_or("", |child| &child.text)
}

fn entity(target: &Element, sets: &FxHashMap<String, SanctionsSet>, references: &mut Vec<PlaceReference>) -> Entity {
    let mut entity = Entity { id: target.attribute("ssid").to_owned(), ..Entity::default() };
    for child in &target.children {
        match child.name.as_str() {
            "individual" | "entity" | "object" => add_subject(&mut entity, child, references),
            "sanctions-set-id" | "modification" => {}
            other => add_remark_once(&mut entity, other, &wording::flattened(child)),
        }
    }
    let listed = target.children("modification").find(|child| child.attribute("modification-type") == "listed");
    let listed_on = listed.and_then(|modification| {
        let dates = ["effective-date", "publication-date", "enactment-date"];
        dates.iter().find_map(|date| wording::date(modification.attribute(date)))
    });
    for id in target.children("sanctions-set-id") {
        let (programme, title) = sets
            .get(&id.text)
            .map_or((format!("sanctions set {}", id.text), ""), |set| (set.programme.clone(), set.title.as_str()));
        add_remark_once(&mut entity, "sanctions-set", title);
        let designation = Designation {
            authority: "SECO".to_owned(),
            programme,
            listed_on,
            reference: format!("SSID {}", target.attribute("ssid")),
        };
        push_new(&mut entity.designations, designation);
    }
    entity
}

fn add_subject(entity: &mut Entity, subject: &Element, references: &mut Vec<PlaceReference>) {
    entity.kind = match (subject.name.as_str(), subject.attribute("object-type")) {
        ("individual", _) => Kind::Person,
        ("entity", _) => Kind::Organization,
        (_, "vessel") => Kind::Vessel,
        (_, "aircraft") => Kind::Aircraft,
        (_, other) => {
            entity.add_remark("object-type", other);
            Kind::Unknown
        }
    };
    wording::set_gender(entity, "sex", subject.attribute("sex"));
    let main_first = |identity: &&Element| identity.name == "identity" && identity.attribute("main") == "true";
    let (main, others): (Vec<&Element>, Vec<&Element>) = subject.children.iter().partition(main_first);
    for child in main.into_iter().chain(others) {
        if child.name == "identity" {
            add_identity(entity, child, references);
            continue;
        }
        let text = wording::flattened(child);
        // The ids of texts are technical.
        let text = if child.children.is_empty() && !child.text.is_empty() { child.text.clone() } else { text };
        add_remark_once(entity, &child.name, &text);
        if child.name == "other-information"
            && entity.kind == Kind::Vessel
            && let Some(number) = imo_number(&child.text)
        {
            wording::add_identifier(entity, IdentifierKind::Imo, number, None, "other-information");
        }
    }
}

/// The seven digits after the word IMO.
fn imo_number(text: &str) -> Option<&str> {
    let after = &text[text.find("IMO")? + 3..];
    let start = after.find(|c: char| c.is_ascii_digit()).filter(|&start| start <= 20)?;
    let digits = &after[start..];
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    (end == 7).then_some(&digits[..end])
}

fn add_identity(entity: &mut Entity, identity: &Element, references: &mut Vec<PlaceReference>) {
    let main = identity.attribute("main") != "false";
    for child in &identity.children {
        match child.name.as_str() {
            "name" => add_names(entity, child, main),
            "day-month-year" => add_birth_date(entity, child),
            "nationality" => {
                for country in child.children("country") {
                    wording::add_country(entity, CountryRole::Nationality, country_of(country));
                }
                wording::keep_unknown(entity, child, &["country"]);
            }
            "place-of-birth" => {
                references.push(PlaceReference {
                    entity: entity.id.clone(),
                    place: child.attribute("place-id").to_owned(),
                    target: PlaceTarget::Birth,
                });
                wording::keep_unknown(entity, child, &[]);
            }
            "address" => add_address(entity, child, references),
            "identification-document" => add_document(entity, child),
            other => {
                let text = if child.children.is_empty() && !child.text.is_empty() {
                    child.text.clone()
                } else {
                    wording::flattened(child)
                };
                add_remark_once(entity, other, &text);
            }
        }
    }
}

/// One spelling of a part of a name.
struct Spelling<'a> {
    part: &'a Element,
    text: &'a str,
}

fn add_names(entity: &mut Entity, name: &Element, main: bool) {
    let primary = main && name.attribute("name-type") == "primary-name";
    let name_type = match name.attribute("name-type") {
        _ if primary => NameType::Primary,
        "formerly-known-as" => NameType::FormerName,
        _ if name.attribute("quality") == "low" => NameType::WeakAlias,
        _ => NameType::StrongAlias,
    };
    let mut parts: Vec<&Element> = name.children("name-part").collect();
    parts.sort_by_key(|part| part.attribute("order").parse::<u32>().unwrap_or(u32::MAX));

    let main_spelling: Vec<_> = parts.iter().map(|&part| Spelling { part, text: part.text_of("value") }).collect();
    add_spelling(entity, &main_spelling, name_type, name.attribute("lang"));

    // The variant of a primary name is not a second primary name.
    let variant_type = if primary { NameType::StrongAlias } else { name_type };
    let mut groups: Vec<(&str, &str)> = Vec::new();
    for variant in parts.iter().flat_map(|part| part.children("spelling-variant")) {
        let group = (variant.attribute("lang"), variant.attribute("script"));
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    for (language, script) in groups {
        let variants_of = |part: &'_ Element| -> Vec<String> {
            part.children("spelling-variant")
                .filter(|variant| (variant.attribute("lang"), variant.attribute("script")) == (language, script))
                .map(|variant| variant.text.clone())
                .collect()
        };
        let variants: Vec<Vec<String>> = parts.iter().map(|part| variants_of(part)).collect();
        let most = variants.iter().map(Vec::len).max().unwrap_or(0);
        let latin = matches!(script, "" | "LATN" | "Latn");
        for index in 0..most {
            let spelling = parts.iter().zip(&variants).filter_map(|(&part, variants)| {
                let variant = variants.get(index).or_else(|| variants.first()).map(String::as_str);
                let text = variant.or_else(|| latin.then(|| part.text_of("value")))?;
                Some(Spelling { part, text })
            });
            let spelling: Vec<_> = spelling.collect();
            add_spelling(entity, &spelling, variant_type, &joined([language, script], ", "));
        }
    }
    if name.attribute("name-type") != "primary-name"
        && !matches!(name.attribute("name-type"), "alias" | "formerly-known-as" | "")
    {
        add_remark_once(entity, "name-type", name.attribute("name-type"));
    }
    wording::keep_unknown(entity, name, &["name-part"]);
}

fn add_spelling(entity: &mut Entity, spelling: &[Spelling<'_>], name_type: NameType, language: &str) {
    // A title is no part of the name.
    for title in spelling.iter().filter(|spelling| spelling.part.attribute("name-part-type") == "title") {
        wording::add_position(entity, title.text);
    }
    let of_name = || spelling.iter().filter(|spelling| spelling.part.attribute("name-part-type") != "title");
    let is_family = |spelling: &&Spelling<'_>| spelling.part.attribute("name-part-type") == "family-name";
    let is_whole = |spelling: &&Spelling<'_>| {
        matches!(spelling.part.attribute("name-part-type"), "whole-name" | "suffix" | "maiden-name" | "other" | "")
    };
    let family = joined(of_name().filter(is_family).map(|spelling| spelling.text), " ");
    let given = joined(of_name().filter(|one| !is_family(one) && !is_whole(one)).map(|spelling| spelling.text), " ");
    let parts = (entity.kind == Kind::Person && !family.is_empty()).then_some(NameParts { family, given });
    let full = joined(of_name().map(|spelling| spelling.text), " ");
    let language = (!language.is_empty()).then(|| language.to_owned());
    entity.add_name(Name { parts, language, ..Name::new(full, name_type) });
}

fn add_birth_date(entity: &mut Entity, element: &Element) {
    let number = |name: &str| element.attribute(name).parse::<u16>().ok().filter(|&number| number > 0);
    let small = |name: &str| number(name).and_then(|number| u8::try_from(number).ok());
    let date = match (number("year"), small("month"), small("day")) {
        (Some(year), Some(month), Some(day)) => PartialDate::from_day(year, month, day),
        (Some(year), Some(month), None) => PartialDate::from_month(year, month),
        (Some(year), None, _) => PartialDate::from_year(year),
        (None, ..) => None,
    };
    let gregorian = matches!(element.attribute("calendar"), "" | "Gregorian");
    let Some(date) = date.filter(|_| gregorian) else {
        let parts = ["day", "month", "year", "calendar"].map(|name| element.attribute(name));
        let others = element.children.iter().map(|child| child.text.as_str());
        add_remark_once(entity, "day-month-year", &joined(parts.into_iter().chain(others), " "));
        return;
    };
    let date = if element.attribute("quality") == "low" { date.about() } else { date };
    push_new(&mut entity.birth_dates, date);
    wording::keep_unknown(entity, element, &[]);
}

fn country_of(element: &Element) -> Country {
    let code = CountryCode::try_from(element.attribute("iso-code").to_owned()).ok();
    let text = on_one_line(&element.text);
    let text = if text.is_empty() { element.attribute("iso-code").to_owned() } else { text };
    Country { code: code.or_else(|| CountryCode::resolve(&text)), text }
}

fn add_address(entity: &mut Entity, element: &Element, references: &mut Vec<PlaceReference>) {
    let lines = ["c-o", "address-details", "p-o-box", "zip-code"];
    let full = joined(lines.map(|line| element.text_of(line)), ", ");
    let remark = on_one_line(element.text_of("remark"));
    let full = if remark.is_empty() { full } else { format!("{full} ({remark})").trim_start().to_owned() };
    let place = element.attribute("place-id");
    if !full.is_empty() || !place.is_empty() {
        entity.addresses.push(Address { full, country: None });
        if !place.is_empty() {
            references.push(PlaceReference {
                entity: entity.id.clone(),
                place: place.to_owned(),
                target: PlaceTarget::Address(entity.addresses.len() - 1),
            });
        }
    }
    wording::keep_unknown(entity, element, &["c-o", "address-details", "p-o-box", "zip-code", "remark"]);
}

fn add_document(entity: &mut Entity, element: &Element) {
    let document_type = element.attribute("document-type");
    let country = element.child("issuer").map(|issuer| {
        let code = [issuer.attribute("code"), issuer.attribute("iso-code")].into_iter().find(|code| !code.is_empty());
        let text = if issuer.text.is_empty() { code.unwrap_or("").to_owned() } else { on_one_line(&issuer.text) };
        let code = code.and_then(|code| CountryCode::try_from(code.to_owned()).ok());
        Country { code: code.or_else(|| CountryCode::resolve(&text)), text }
    });
    let details = element.children.iter().filter(|child| !matches!(child.name.as_str(), "number" | "issuer"));
    let details: Vec<String> = details.map(|child| format!("{} {}", child.name, wording::flattened(child))).collect();
    let label = joined([document_type].into_iter().chain(details.iter().map(String::as_str)), "; ");
    let number = element.text_of("number");
    if number.is_empty() {
        add_remark_once(entity, "identification-document", &label);
        return;
    }
    let country = country.filter(|country| !country.text.is_empty());
    let kind = wording::identifier_kind(&document_type.replace('-', " "));
    wording::add_identifier(entity, kind, number, country, &label);
}

/// Writes places, which stand at the end of the file, to where they are referred to.
fn resolve_places(
    references: &[PlaceReference],
    places: &FxHashMap<String, Element>,
    sink: &mut Sink<'_>,
) -> Result<()> {
    for reference in references {
        let Some(place) = places.get(&reference.place) else {
            let position = sink.position().element("place");
            let reason =
                format!("the place of target {} is not in the list: its address or birth lacks it", reference.entity);
            sink.warn(position, &reference.place, &reason)?;
            continue;
        };
        let country = place.child("country").map(country_of);
        let known = ["location", "area", "country"];
        let parts = place.children.iter().filter(|child| known.contains(&child.name.as_str()));
        let text = joined(parts.map(|child| child.text.as_str()), ", ");
        // A target that was refused has no entity.
        let Some(entity) = sink.entity_mut(&reference.entity) else { continue };
        let role = match reference.target {
            PlaceTarget::Birth => {
                wording::add_birth_place(entity, &text);
                CountryRole::Birth
            }
            PlaceTarget::Address(index) => {
                if let Some(address) = entity.addresses.get_mut(index) {
                    address.full = joined([address.full.as_str(), text.as_str()], ", ");
                    address.country.clone_from(&country);
                }
                CountryRole::Residence
            }
        };
        if let Some(country) = country {
            wording::add_country(entity, role, country);
        }
        wording::keep_unknown(entity, place, &known);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imo_numbers_are_taken_from_text() {
        assert_eq!(imo_number("IMO Number: 8405270"), Some("8405270"));
        assert_eq!(imo_number("(IMO 8405270), built 1990"), Some("8405270"));
        assert_eq!(imo_number("IMO unknown; MMSI 123456789"), None);
        assert_eq!(imo_number("none"), None);
    }
}
