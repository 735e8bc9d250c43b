//! Canada, consolidated autonomous sanctions list (Global Affairs Canada), XML.
//!
//! Published at <https://www.international.gc.ca/world-monde/international_relations-relations_internationales/sanctions/consolidated-consolide.aspx>
//! as `sema-lmes.xml`: the schedules of the regulations under the Special Economic Measures Act and the Justice for
//! Victims of Corrupt Foreign Officials Act.
//!
//! # Layout
//!
//! `<data-set>` holds a flat `<record>` for each item: `Country` (the regulations, in English and French), `LastName`
//! and `GivenName` or `EntityOrShip`, `TitleOrShip`, `DateOfBirthOrShipBuildDate`, `ShipIMONumber`, `Aliases`,
//! `Schedule`, `Item`, `DateOfListing`.
//!
//! # Oddities
//!
//! - There are no ids: the id is made of the English country, the schedule and the item, which is unique in the list of
//!   2025-03; should it not be, the later record gets a number.
//! - A record with `ShipIMONumber` is a ship, all others with `EntityOrShip` are organizations.
//! - All aliases stand in one element, set apart by `;`, `,`, ` / `, a language (`Russian: ..`), or, between
//!   names of another script, `or` and `and`. A comma also stands
//!   inside names: before a legal form (`.., ООО`), in brackets or quotes, before a small Cyrillic letter. Such a comma
//!   does not separate. Where an element was taken apart, it stays whole as a remark.
//! - `Country` may be the name of a regulation without a country (`Justice for Victims..`): it is the programme in any
//!   case, and a country only where it is one. It is where the measures aim, so its role is only "related".
//! - Line breaks and no-break blanks stand inside names; they become one blank.
//!
//! Tested on the list of 2025-03-20 (4,759 records).

use std::io::BufRead;

use crate::entity::{
    Country, CountryRole, Designation, Entity, IdentifierKind, Kind, Name, NameParts, NameType, PartialDate,
};
use crate::error::{Error, Result};

use super::format::Head;
use super::sink::Sink;
use super::xml::{Element, Node, Reader};

const KNOWN: [&str; 11] = [
    "Country",
    "LastName",
    "GivenName",
    "EntityOrShip",
    "TitleOrShip",
    "DateOfBirthOrShipBuildDate",
    "ShipIMONumber",
    "Aliases",
    "Schedule",
    "Item",
    "DateOfListing",
];

/// Languages that the publisher sets before a name.
const LANGUAGES: [&str; 8] =
    ["Belarusian", "Belarussian", "Russian", "Ukrainian", "Arabic", "Persian", "Farsi", "Chinese"];

/// Legal forms that stand behind or before a name with a comma between.
const FORMS: [&str; 30] = [
    "ООО", "АО", "ОАО", "ПАО", "ЗАО", "САО", "НАО", "АНО", "МК", "ФГУП", "ФГБУ", "ГК", "LLC", "LLP", "LTD", "LIMITED",
    "INC", "CORP", "JSC", "PJSC", "OJSC", "CJSC", "FSUE", "AO", "OAO", "OOO", "PAO", "ZAO", "CO", "GMBH",
];

pub(super) fn looks_like(head: &Head<'_>) -> bool {
    head.root_element().is_some_and(|(name, _)| name == "data-set")
        && head.text.contains("<record>")
        && ["<DateOfListing>", "<EntityOrShip>", "<Schedule>", "<GivenName>"].iter().any(|tag| head.text.contains(tag))
}

pub(super) fn read(input: &mut dyn BufRead, sink: &mut Sink<'_>) -> Result<()> {
    sink.id = "ca-sema".into();
    sink.publisher = "GAC".into();
    let mut reader = Reader::new(input, &sink.file);
    let mut root_seen = false;
    while let Some(node) = reader.next(&["record"])? {
        match node {
            Node::Open(element) if !root_seen && element.name == "data-set" => root_seen = true,
            Node::Open(element) => {
                let position = sink.position().line(element.line).element(element.name.clone());
                return Err(Error::malformed(position, "", "the element stands outside of any record"));
            }
            Node::Record(record) => {
                let number = sink.count_record();
                take(&record, number, sink)?;
            }
        }
    }
    Ok(())
}

fn take(record: &Element, number: u64, sink: &mut Sink<'_>) -> Result<()> {
    let text = |name: &str| one_line(record.text_of(name));
    let position = sink.position().line(record.line).record(number);
    let regulations = text("Country");
    let english = regulations.split(" / ").next().unwrap_or(&regulations).trim().to_owned();

    let entity_or_ship = text("EntityOrShip");
    let (last, given) = (text("LastName"), text("GivenName"));
    let imo = text("ShipIMONumber");
    let mut entity = Entity::default();
    let id: Vec<String> =
        [english.clone(), text("Schedule"), text("Item")].into_iter().filter(|part| !part.is_empty()).collect();
    entity.id = sink.free_id(&if id.is_empty() { number.to_string() } else { id.join(" / ") });
    if entity_or_ship.is_empty() {
        entity.kind = Kind::Person;
        let full = [given.as_str(), last.as_str()].join(" ").trim().to_owned();
        let parts = Some(NameParts { family: last, given });
        entity.add_name(Name { parts, ..Name::new(full, NameType::Primary) });
    } else {
        entity.kind = if imo.is_empty() { Kind::Organization } else { Kind::Vessel };
        entity.add_name(Name::new(entity_or_ship, NameType::Primary));
        entity.add_remark("LastName", &last);
        entity.add_remark("GivenName", &given);
    }

    let raw = record.text_of("Aliases");
    let aliases = aliases(raw, entity.kind);
    if aliases.len() > 1 || aliases.iter().any(|alias| alias.language.is_some()) {
        entity.add_remark("Aliases", raw);
    }
    for alias in aliases {
        entity.add_name(alias);
    }

    let listed_on = PartialDate::from_published(&text("DateOfListing"));
    if listed_on.is_none() {
        entity.add_remark("DateOfListing", &text("DateOfListing"));
    }
    let place = [("Schedule", text("Schedule")), ("Item", text("Item"))];
    let reference: Vec<String> =
        place.iter().filter(|(_, text)| !text.is_empty()).map(|(name, text)| format!("{name} {text}")).collect();
    entity.designations.push(Designation {
        authority: "GAC".to_owned(),
        programme: regulations,
        listed_on,
        reference: reference.join(", "),
    });
    if Country::new(english.as_str()).code.is_some() {
        entity.add_country(CountryRole::Related, &english);
    }
    let born = text("DateOfBirthOrShipBuildDate");
    match born.to_lowercase().split(" or ").map(PartialDate::from_published).collect::<Option<Vec<_>>>() {
        Some(dates) => entity.birth_dates = dates,
        None => entity.add_remark("DateOfBirthOrShipBuildDate", &born),
    }
    let title = text("TitleOrShip");
    if entity.kind == Kind::Person {
        entity.positions.extend((!title.is_empty()).then_some(title));
    } else {
        entity.add_remark("TitleOrShip", &title);
    }
    entity.add_identifier(IdentifierKind::Imo, &imo, None, "ShipIMONumber");
    for child in record.children.iter().filter(|child| !KNOWN.contains(&child.name.as_str())) {
        entity.add_remark(&child.name, &child.text);
    }
    sink.push(entity, position)
}

/// The text with every run of blanks, no-break blanks and line breaks as one blank.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn aliases(text: &str, kind: Kind) -> Vec<Name> {
    let text = one_line(text);
    let mut names = Vec::new();
    for (language, part) in by_language(&text) {
        for part in part.split(';').flat_map(|part| part.split(" / ")) {
            for full in at_commas(part, kind).iter().flat_map(|full| at_words(full, kind)) {
                names.push(Name { language: language.map(str::to_owned), ..Name::new(full, NameType::StrongAlias) });
            }
        }
    }
    names
}

/// Cuts before each `Language:`.
fn by_language(text: &str) -> Vec<(Option<&'static str>, &str)> {
    let mut starts: Vec<(usize, usize, &'static str)> = Vec::new();
    for language in LANGUAGES {
        for (at, _) in text.match_indices(language) {
            let after = text[at + language.len()..].trim_start();
            let apart = at == 0 || text[..at].ends_with([' ', ',', ';', '(']);
            if apart && let Some(rest) = after.strip_prefix(':') {
                starts.push((at, text.len() - rest.len(), language));
            }
        }
    }
    starts.sort_unstable();
    let mut parts = Vec::new();
    let mut from = (0, None);
    for (at, after, language) in starts {
        parts.push((from.1, &text[from.0..at]));
        from = (after, Some(language));
    }
    parts.push((from.1, &text[from.0..]));
    parts
}

/// Cuts at the commas that separate names.
fn at_commas(text: &str, kind: Kind) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut depth = 0usize;
    let mut quotes = 0usize;
    let mut from = 0;
    for (at, character) in text.char_indices() {
        match character {
            '(' | '«' | '“' => depth += 1,
            ')' | '»' | '”' => depth = depth.saturating_sub(1),
            '"' => quotes += 1,
            ',' if depth == 0 && quotes.is_multiple_of(2) && separates(&text[from..at], &text[at + 1..], kind) => {
                pieces.push(text[from..at].to_owned());
                from = at + 1;
            }
            _ => {}
        }
    }
    pieces.push(text[from..].to_owned());
    // `Family, Given Patronymic`: cut apart, the family name alone would be an alias.
    if let [family, given] = &pieces[..]
        && kind == Kind::Person
        && words(family) == 1
        && words(given) == 2
        && !text.contains(" or ")
    {
        pieces = vec![text.to_owned()];
    }
    let bare = |piece: &String| {
        let piece = piece.trim().trim_matches(',').trim();
        let piece = ["and ", "or "].iter().find_map(|word| piece.strip_prefix(word)).unwrap_or(piece);
        piece.trim().to_owned()
    };
    pieces.iter().map(bare).filter(|piece| !piece.is_empty()).collect()
}

/// Cuts at an English `or` or `and` between words of another script, which can only join two names.
fn at_words(text: &str, kind: Kind) -> Vec<&str> {
    let foreign = |letter: Option<char>| letter.is_some_and(|letter| !letter.is_ascii());
    for word in [" or ", " and "] {
        if let Some((before, after)) = text.split_once(word) {
            let joins = foreign(before.chars().rfind(|letter| letter.is_alphabetic()))
                && foreign(after.chars().find(|letter| letter.is_alphabetic()));
            // A variant of the family name alone is no name to be found by.
            let are_whole = kind != Kind::Person || (words(before) > 1 && words(after) > 1);
            if joins && are_whole {
                return std::iter::once(before.trim()).chain(at_words(after.trim(), kind)).collect();
            }
        }
    }
    vec![text]
}

fn separates(before: &str, after: &str, kind: Kind) -> bool {
    if kind == Kind::Person {
        return true;
    }
    let next = after.split(',').next().unwrap_or(after);
    let first = next.split([';', '/']).next().unwrap_or(next).trim();
    let goes_on = first.chars().next().is_some_and(|letter| letter.is_lowercase() && !letter.is_ascii());
    !goes_on && !is_form(first.split(" or ").next().unwrap_or(first)) && !is_form(before.trim())
}

/// A legal form by itself, with or without full stop.
fn is_form(text: &str) -> bool {
    let bare: String = text.trim().trim_end_matches('.').to_uppercase();
    FORMS.contains(&bare.as_str())
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full(text: &str, kind: Kind) -> Vec<String> {
        aliases(text, kind).into_iter().map(|name| name.full).collect()
    }

    #[test]
    fn commas_inside_company_names_do_not_separate() {
        let organization = |text: &str| full(text, Kind::Organization);
        assert_eq!(organization("River Service, ООО"), ["River Service, ООО"]);
        assert_eq!(organization("Acme Trading Co., Ltd., Acme"), ["Acme Trading Co., Ltd.", "Acme"]);
        assert_eq!(organization("АО, Завод"), ["АО, Завод"]);
        assert_eq!(organization("Center (A, B), CB"), ["Center (A, B)", "CB"]);
        assert_eq!(
            organization("Общество содействия армии, авиации и флоту"),
            ["Общество содействия армии, авиации и флоту"]
        );
        assert_eq!(organization("BSZ, BSW; Holding"), ["BSZ", "BSW", "Holding"]);
    }

    #[test]
    fn languages_separate_and_are_kept() {
        let names = aliases("Hanna Petrova, Belarusian: Ганна Пятрова, Russian: Анна Петрова", Kind::Person);
        let pairs: Vec<_> = names.iter().map(|name| (name.full.as_str(), name.language.as_deref())).collect();
        assert_eq!(
            pairs,
            [("Hanna Petrova", None), ("Ганна Пятрова", Some("Belarusian")), ("Анна Петрова", Some("Russian"))]
        );
    }

    #[test]
    fn english_words_between_foreign_names_separate() {
        assert_eq!(full("Завод Молот and Молот", Kind::Organization), ["Завод Молот", "Молот"]);
        assert_eq!(full("Андрій Єременко and Андрей Еременко", Kind::Person), ["Андрій Єременко", "Андрей Еременко"]);
        assert_eq!(full("Ганна Кніжонак or Кніжонак-Максімава", Kind::Person).len(), 1);
        assert_eq!(full("Ministry of Science and Arts", Kind::Organization).len(), 1);
    }

    #[test]
    fn an_inverted_name_stays_whole() {
        assert_eq!(full("Петров, Олег Анатольевич", Kind::Person), ["Петров, Олег Анатольевич"]);
        assert_eq!(full("Batya, Kazak", Kind::Person), ["Batya", "Kazak"]);
    }
}
