//! The United Nations Security Council consolidated list, XML.
//!
//! Published at `https://scsanctions.un.org/resources/xml/en/consolidated.xml`, described by the schema
//! `https://www.un.org/sc/resources/sc-sanctions.xsd`: `CONSOLIDATED_LIST` holds `INDIVIDUALS` and `ENTITIES`.
//!
//! What the publisher does oddly, and what is made of it:
//! - A name is in up to four parts without a word on which one is the family name (it is the first for Koreans, the last
//!   for Congolese), so the parts are joined and [`crate::entity::NameParts`] stay empty.
//! - Aliases without a name are published as empty elements: no names.
//! - Some `ALIAS_NAME` hold several names, between `;` or after `b)`, or a native spelling beside a Latin one in brackets
//!   (`Jin Tiesan (金铁三)`): several names. A `NOTE` may hold the native spelling (`original script: ...`) or, for a native
//!   alias, the Latin ones: names too. The note is kept in any case.
//! - An alias may have a date and place of birth of its own, used with that false name: they are added to those of the
//!   individual, and the remark says with which alias they go.
//! - Dates of birth are exact, approximate or between two years; some stand in the note only (`Nov. 1973`), one is of the
//!   Hijri calendar: it stays a remark.
//! - Numbers of documents hold words (`Russian foreign travel passport number 620169661`): kept as published.
//!
//! Not kept, being technical: `DATAID`, `VERSIONNUM`, the sort keys, and the links to Interpol's general pages.
//!
//! Tested on the whole list of 2026-08-01.

use std::io::BufRead;

use crate::entity::{Address, Country, CountryRole, Designation, Entity, Kind, Name, NameType, PartialDate, push_new};
use crate::error::Result;

use super::format::Head;
use super::sink::Sink;
use super::wording::{self, joined, on_one_line};
use super::xml::{Element, Node, Reader};

/// The publisher says "original script" and not which one.
const ORIGINAL_SCRIPT: &str = "original script";

pub(super) fn looks_like(head: &Head<'_>) -> bool {
    head.root_element().is_some_and(|(name, _)| name == "CONSOLIDATED_LIST")
}

pub(super) fn read(input: &mut dyn BufRead, sink: &mut Sink<'_>) -> Result<()> {
    sink.id = "un-sc".into();
    sink.publisher = "UN".into();
    let mut reader = Reader::new(input, &sink.file);
    while let Some(node) = reader.next(&["INDIVIDUAL", "ENTITY"])? {
        match node {
            Node::Record(record) => {
                let records = sink.count_record();
                let entity = entity(&record);
                let position = sink.position().line(record.line).record(records).element(record.name);
                sink.push(entity, position)?;
            }
            Node::Open(element) => match element.name.as_str() {
                "CONSOLIDATED_LIST" => {
                    sink.date = wording::date(element.attribute("dateGenerated"));
                }
                "INDIVIDUALS" | "ENTITIES" => {}
                other => {
                    let position = sink.position().line(element.line).element(other);
                    sink.leave_out_part(position, other, "an element that the format does not have at this place")?;
                }
            },
        }
    }
    Ok(())
}

fn entity(record: &Element) -> Entity {
    let kind = if record.name == "INDIVIDUAL" { Kind::Person } else { Kind::Organization };
    let reference = record.text_of("REFERENCE_NUMBER");
    let id = if reference.is_empty() { record.text_of("DATAID") } else { reference };
    let mut entity = Entity { id: id.to_owned(), kind, ..Entity::default() };

    let parts = ["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"].map(|part| record.text_of(part));
    entity.add_name(Name::new(joined(parts, " "), NameType::Primary));
    for native in record.children("NAME_ORIGINAL_SCRIPT") {
        add_native_name(&mut entity, &native.text, NameType::StrongAlias);
    }
    let listed_on = record.text_of("LISTED_ON");
    entity.designations.push(Designation {
        authority: "UN".to_owned(),
        programme: record.text_of("UN_LIST_TYPE").to_owned(),
        listed_on: wording::date(listed_on),
        reference: reference.to_owned(),
    });
    if entity.designations[0].listed_on.is_none() {
        entity.add_remark("LISTED_ON", listed_on);
    }

    for child in &record.children {
        match child.name.as_str() {
            "INDIVIDUAL_ALIAS" | "ENTITY_ALIAS" => add_alias(&mut entity, child),
            "TITLE" | "DESIGNATION" => {
                for value in values(child) {
                    wording::add_position(&mut entity, value);
                }
            }
            "NATIONALITY" => {
                for value in values(child) {
                    entity.add_country(CountryRole::Nationality, &on_one_line(value));
                }
            }
            "GENDER" => wording::set_gender(&mut entity, "GENDER", &child.text),
            "INDIVIDUAL_ADDRESS" | "ENTITY_ADDRESS" => add_address(&mut entity, child),
            "INDIVIDUAL_DATE_OF_BIRTH" => add_birth_date(&mut entity, child),
            "INDIVIDUAL_PLACE_OF_BIRTH" => add_birth_place(&mut entity, child),
            "INDIVIDUAL_DOCUMENT" => add_document(&mut entity, child),
            "LAST_DAY_UPDATED" => entity.add_remark("LAST_DAY_UPDATED", &joined(values(child), "; ")),
            "FIRST_NAME"
            | "SECOND_NAME"
            | "THIRD_NAME"
            | "FOURTH_NAME"
            | "NAME_ORIGINAL_SCRIPT"
            | "UN_LIST_TYPE"
            | "REFERENCE_NUMBER"
            | "LISTED_ON"
            | "DATAID"
            | "VERSIONNUM"
            | "SORT_KEY"
            | "SORT_KEY_LAST_MOD"
            | "HAS_INTERPOL_LINK"
            | "INTERPOL_LINK" => {}
            "LIST_TYPE" if joined(values(child), "") == "UN List" => {}
            _ => wording::add_remark_once(&mut entity, &child.name, &wording::flattened(child)),
        }
    }
    let link = record.text_of("INTERPOL_LINK");
    // The general page says nothing of the individual; a link with a number does.
    if link.contains('#') {
        entity.add_remark("INTERPOL_LINK", link);
    }
    entity
}

/// The `VALUE` children; the element's own text where there are none.
fn values(element: &Element) -> impl Iterator<Item = &str> {
    let own = if element.children.is_empty() { element.text.as_str() } else { "" };
    element.children.iter().map(|value| value.text.as_str()).chain(Some(own)).filter(|text| !text.is_empty())
}

fn add_native_name(entity: &mut Entity, text: &str, name_type: NameType) {
    let name = Name { language: Some(ORIGINAL_SCRIPT.to_owned()), ..Name::new(on_one_line(text), name_type) };
    entity.add_name(name);
}

fn add_alias(entity: &mut Entity, alias: &Element) {
    let text = on_one_line(alias.text_of("ALIAS_NAME"));
    let note = on_one_line(alias.text_of("NOTE"));
    let quality = alias.text_of("QUALITY");
    let name_type = match quality {
        "Low" => NameType::WeakAlias,
        "f.k.a." => NameType::FormerName,
        _ => NameType::StrongAlias,
    };
    for name in names_of_alias(&text).into_iter().chain(names_of_note(&note, &text)) {
        if wording::is_native_script(&name) {
            add_native_name(entity, &name, name_type);
        } else {
            entity.add_name(Name::new(name, name_type));
        }
    }
    let unknown_quality = !matches!(quality, "Good" | "Low" | "a.k.a." | "f.k.a.") && !quality.is_empty();
    let place = joined([alias.text_of("CITY_OF_BIRTH"), alias.text_of("COUNTRY_OF_BIRTH")], ", ");
    let birth = alias.text_of("DATE_OF_BIRTH");
    if let Some(date) = PartialDate::from_published(birth) {
        push_new(&mut entity.birth_dates, date);
    }
    wording::add_birth_place(entity, &place);
    entity.add_country(CountryRole::Birth, alias.text_of("COUNTRY_OF_BIRTH"));

    let details: Vec<String> = alias
        .children
        .iter()
        .filter(|child| child.name != "ALIAS_NAME" && (child.name != "QUALITY" || unknown_quality))
        .filter(|child| !child.text.is_empty() || !child.children.is_empty())
        .map(|child| format!("{}: {}", child.name, wording::flattened(child)))
        .collect();
    if !details.is_empty() {
        entity.add_remark(&alias.name, &format!("{text} ({})", details.join("; ")));
    }
}

/// The names in one `ALIAS_NAME`.
fn names_of_alias(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for piece in split_list(text) {
        match beside_brackets(piece) {
            Some((before, inside)) => {
                names.push(before.to_owned());
                let inside = inside.strip_prefix("original script:").unwrap_or(inside);
                names.extend(split_list(inside).into_iter().map(str::to_owned));
            }
            None => names.push(piece.to_owned()),
        }
    }
    names
}

/// Pieces between `;` and after list marks such as `b)`, outside brackets.
fn split_list(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut depth = 0_u32;
    let bytes = text.as_bytes();
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b';' if depth == 0 => {
                pieces.push(&text[start..index]);
                start = index + 1;
            }
            b')' if depth > 0 => depth -= 1,
            // A mark is one letter between a blank and a bracket that nothing opened.
            b')' if index >= 2 && bytes[index - 1].is_ascii_lowercase() && bytes[index - 2] == b' ' => {
                pieces.push(&text[start..index - 1]);
                start = index + 1;
            }
            _ => {}
        }
    }
    pieces.push(&text[start..]);
    pieces.into_iter().map(str::trim).filter(|piece| !piece.is_empty()).collect()
}

/// `before (inside)`, where one of the two is in Latin letters and the other in none.
fn beside_brackets(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_end_matches([',', ' ']);
    let (before, rest) = text.split_once('(')?;
    let (before, inside) = (before.trim(), rest.strip_suffix(')')?.trim());
    let native_part = inside.strip_prefix("original script:").unwrap_or(inside);
    let differ = (wording::has_latin(before) && wording::is_native_script(native_part))
        || (wording::is_native_script(before) && wording::has_latin(inside));
    differ.then_some((before, inside))
}

/// Spellings that the note of an alias gives: the native one after a colon, or the Latin ones of a native alias.
fn names_of_note(note: &str, alias: &str) -> Vec<String> {
    if let Some((label, native)) = note.rsplit_once(':') {
        let label = label.to_lowercase();
        if (label.ends_with("script") || label.ends_with("in arabic")) && wording::is_native_script(native) {
            return vec![native.trim().to_owned()];
        }
    }
    if wording::is_native_script(alias) && note.contains(';') && !note.contains(':') {
        let latin = note.strip_prefix('(').and_then(|rest| rest.split_once(')')).map_or(note, |(inside, _)| inside);
        if latin.contains(';') && !latin.contains(|c: char| c.is_numeric()) {
            return split_list(latin).into_iter().map(str::to_owned).collect();
        }
    }
    Vec::new()
}

fn with_note(text: String, note: &str) -> String {
    let note = on_one_line(note);
    if note.is_empty() { text } else { format!("{text} ({note})").trim_start().to_owned() }
}

fn add_address(entity: &mut Entity, element: &Element) {
    let country = on_one_line(element.text_of("COUNTRY"));
    let parts = ["STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY"].map(|part| element.text_of(part));
    let full = with_note(joined(parts, ", "), element.text_of("NOTE"));
    entity.add_country(CountryRole::Residence, &country);
    if !full.is_empty() {
        let country = (!country.is_empty()).then(|| Country::new(country));
        push_new(&mut entity.addresses, Address { full, country });
    }
    wording::keep_unknown(entity, element, &["STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY", "NOTE"]);
}

fn add_birth_date(entity: &mut Entity, element: &Element) {
    let note = on_one_line(element.text_of("NOTE"));
    let year = |name: &str| element.text_of(name).parse::<u16>().ok();
    let from_parts = match (year("FROM_YEAR"), year("TO_YEAR")) {
        (Some(first), Some(last)) => PartialDate::from_years(first, last),
        (Some(year), None) | (None, Some(year)) => PartialDate::from_year(year),
        (None, None) => None,
    };
    let exact = || PartialDate::from_published(element.text_of("DATE"));
    let of_note = || PartialDate::from_published(&joined([note.as_str(), element.text_of("YEAR")], " "));
    let of_year = || PartialDate::from_published(element.text_of("YEAR"));
    // The note says the month where the year has its own element, or the whole date.
    let noted = (!note.is_empty()).then(of_note).flatten();
    let date = from_parts.or_else(exact).or(noted).or_else(of_year);
    let about = element.text_of("TYPE_OF_DATE") == "APPROXIMATELY" || note.to_lowercase().starts_with("approximately");
    if let Some(date) = date {
        push_new(&mut entity.birth_dates, if about { date.about() } else { date });
    }
    let said_by_date = noted.is_some() && noted == date || date.is_some() && note.eq_ignore_ascii_case("approximately");
    if date.is_none() || !(note.is_empty() || said_by_date) {
        let parts = element.children.iter().filter(|child| child.name != "TYPE_OF_DATE");
        let text = joined(parts.map(|child| child.text.as_str()), ", ");
        entity.add_remark("INDIVIDUAL_DATE_OF_BIRTH", &text);
    }
    wording::keep_unknown(entity, element, &["TYPE_OF_DATE", "DATE", "YEAR", "FROM_YEAR", "TO_YEAR", "NOTE"]);
}

fn add_birth_place(entity: &mut Entity, element: &Element) {
    let parts = ["STREET", "CITY", "STATE_PROVINCE", "COUNTRY"].map(|part| element.text_of(part));
    let place = with_note(joined(parts, ", "), element.text_of("NOTE"));
    wording::add_birth_place(entity, &place);
    entity.add_country(CountryRole::Birth, &on_one_line(element.text_of("COUNTRY")));
    wording::keep_unknown(entity, element, &["STREET", "CITY", "STATE_PROVINCE", "COUNTRY", "NOTE"]);
}

fn add_document(entity: &mut Entity, element: &Element) {
    let number = on_one_line(element.text_of("NUMBER"));
    let [first_type, second_type] = ["TYPE_OF_DOCUMENT", "TYPE_OF_DOCUMENT2"].map(|name| element.text_of(name));
    // The second type is the finer one.
    let kind = if second_type.is_empty() { first_type } else { second_type };
    let details = element.children.iter().filter(|child| {
        let elsewhere = match child.name.as_str() {
            "NUMBER" | "ISSUING_COUNTRY" => true,
            // Left out where the second type says the same.
            "TYPE_OF_DOCUMENT" => first_type == second_type,
            _ => false,
        };
        !elsewhere && !child.text.is_empty()
    });
    let words = details.map(|child| match child.name.as_str() {
        "TYPE_OF_DOCUMENT" | "TYPE_OF_DOCUMENT2" | "NOTE" => on_one_line(&child.text),
        "DATE_OF_ISSUE" => format!("issued {}", on_one_line(&child.text)),
        "DATE_OF_EXPIRY" => format!("expires {}", on_one_line(&child.text)),
        "CITY_OF_ISSUE" | "COUNTRY_OF_ISSUE" => format!("issued in {}", on_one_line(&child.text)),
        other => format!("{other} {}", wording::flattened(child)),
    });
    let label = words.collect::<Vec<_>>().join(", ");
    if number.is_empty() {
        entity.add_remark("INDIVIDUAL_DOCUMENT", &joined([label.as_str(), element.text_of("ISSUING_COUNTRY")], ", "));
        return;
    }
    let country = [element.text_of("ISSUING_COUNTRY"), element.text_of("COUNTRY_OF_ISSUE")]
        .into_iter()
        .find(|country| !country.is_empty())
        .map(|country| Country::new(on_one_line(country)));
    wording::add_identifier(entity, wording::identifier_kind(kind), &number, country, &label);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_names_in_one_alias_are_told_apart() {
        for (text, expected) in [
            ("Azim Adh; Azim Agha", vec!["Azim Adh", "Azim Agha"]),
            ("M. Sabet; Mohd Sabet b) M. J. Sabet", vec!["M. Sabet", "Mohd Sabet", "M. J. Sabet"]),
            ("Jin Tiesan (金铁三)", vec!["Jin Tiesan", "金铁三"]),
            ("Amir (original script: Амир)", vec!["Amir", "Амир"]),
            ("حاجى مالك (Hajji Malik; Haji Malek)", vec!["حاجى مالك", "Hajji Malik", "Haji Malek"]),
            ("أنصار الشريعة (Ansar (ASL))", vec!["أنصار الشريعة", "Ansar (ASL)"]),
            ("Movement (LRM)", vec!["Movement (LRM)"]),
            ("華信船務(香港)有限公司", vec!["華信船務(香港)有限公司"]),
            ("MAKENGA, Colonel SULTANI", vec!["MAKENGA, Colonel SULTANI"]),
        ] {
            assert_eq!(names_of_alias(text), expected, "{text}");
        }
    }

    #[test]
    fn notes_give_spellings_only_where_they_say_so() {
        assert_eq!(names_of_note("original script: Абу Банат", "Abu Banat"), ["Абу Банат"]);
        assert_eq!(names_of_note("Previously listed as. In Arabic: رياض", "Riad"), ["رياض"]);
        assert_eq!(names_of_note("(Abu Dua; Abu Duaa) by this nom de guerre", "أبو دعاء"), ["Abu Dua", "Abu Duaa"]);
        assert!(names_of_note("DOB: 11 Apr. 1963. POB: Egypt", "Sayf").is_empty());
        assert!(names_of_note("born in 1965; passport 12", "اختر").is_empty());
    }
}
