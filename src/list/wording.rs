//! What publishers' words mean, and how the words that mean nothing to us are kept.
//!
//! Used by the loaders of the UN, EU, UK and Swiss lists.

use std::fmt::Write as _;

use crate::entity::{Country, CountryRole, Entity, Gender, IdentifierKind, PartialDate, Remark, push_new};

use super::xml::Element;

/// `text` without outer blanks; line breaks and tabs inside, which are layout, become one blank.
///
/// Other blanks stay as published, doubled ones too.
pub(super) fn on_one_line(text: &str) -> String {
    let text = text.trim();
    if !text.contains(['\n', '\r', '\t']) {
        return text.to_owned();
    }
    let mut line = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(char::is_whitespace) {
        let (before, after) = rest.split_at(start);
        let end = after.find(|c: char| !c.is_whitespace()).unwrap_or(after.len());
        line.push_str(before);
        line.push_str(if after[..end].contains(['\n', '\r', '\t']) { " " } else { &after[..end] });
        rest = &after[end..];
    }
    line + rest
}

/// A day as publishers write it; what follows an ISO day, such as a time zone, is no part of it.
pub(super) fn date(text: &str) -> Option<PartialDate> {
    let text = text.trim();
    PartialDate::from_published(text).or_else(|| {
        let day = text.get(..10).filter(|day| day.as_bytes()[4] == b'-' && day.as_bytes()[7] == b'-')?;
        day.parse().ok()
    })
}

/// The parts that are not blank, each on one line, with `separator` between.
pub(super) fn joined<'a>(parts: impl IntoIterator<Item = &'a str>, separator: &str) -> String {
    let mut whole = String::new();
    for part in parts {
        let part = on_one_line(part);
        if !part.is_empty() {
            if !whole.is_empty() {
                whole.push_str(separator);
            }
            whole.push_str(&part);
        }
    }
    whole
}

/// The kind of identifier that a publisher's words describe.
pub(super) fn identifier_kind(words: &str) -> IdentifierKind {
    let lower = words.to_lowercase();
    let has_word = |wanted: &[&str]| {
        lower.split(|c: char| !c.is_alphanumeric()).any(|word| !word.is_empty() && wanted.contains(&word))
    };
    let has = |wanted: &[&str]| wanted.iter().any(|part| lower.contains(part));
    if has_word(&["imo"]) {
        IdentifierKind::Imo
    } else if has_word(&["mmsi"]) {
        IdentifierKind::Mmsi
    } else if has(&["call sign"]) {
        IdentifierKind::CallSign
    } else if has_word(&["swift", "bic", "swiftbic"]) {
        IdentifierKind::Bic
    } else if has_word(&["lei"]) || has(&["legal entity identifier"]) {
        IdentifierKind::Lei
    } else if has_word(&["uscc"]) || has(&["social credit"]) {
        IdentifierKind::UnifiedSocialCreditCode
    } else if has_word(&["isin"]) {
        IdentifierKind::Security
    } else if has(&["passport", "pasaporte", "passeport", "travel document", "travelcard"]) {
        IdentifierKind::Passport
    } else if has_word(&["inn", "tin", "vat", "kpp"]) || has(&["tax", "fiscal"]) {
        IdentifierKind::TaxNumber
    } else if has_word(&["ogrn", "ogrnip", "okpo", "psrn", "reg", "regnumber"])
        || has(&["registration", "registered", "registry", "company number", "trade licen"])
    {
        IdentifierKind::Registration
    } else if has_word(&["id", "ssn", "tazkira", "cedula"])
        || has(&["identity", "identification", "national number", "social security", "national insurance"])
    {
        IdentifierKind::NationalId
    } else if has(&["phone", "telephone", "fax"]) || has_word(&["tel"]) {
        IdentifierKind::Phone
    } else if has(&["email", "e-mail"]) {
        IdentifierKind::Email
    } else if has_word(&["web", "website", "url"]) {
        IdentifierKind::Website
    } else {
        IdentifierKind::Other
    }
}

pub(super) fn gender(words: &str) -> Option<Gender> {
    match words.trim().trim_end_matches('.').to_lowercase().as_str() {
        "f" | "female" | "woman" => Some(Gender::Female),
        "m" | "male" | "man" => Some(Gender::Male),
        _ => None,
    }
}

/// Sets the gender, or keeps words that do not state one, or contradict what was stated, as a remark.
pub(super) fn set_gender(entity: &mut Entity, label: &str, words: &str) {
    if words.trim().is_empty() {
        return;
    }
    match gender(words) {
        Some(stated) if entity.gender.is_none_or(|known| known == stated) => entity.gender = Some(stated),
        _ => add_remark_once(entity, label, words),
    }
}

/// Adds an identifier; where the number is already there, what its label says in addition is kept as a remark.
pub(super) fn add_identifier(
    entity: &mut Entity,
    kind: IdentifierKind,
    value: &str,
    country: Option<Country>,
    label: &str,
) {
    let value = on_one_line(value);
    let label = on_one_line(label);
    if let Some(known) = entity.identifiers.iter_mut().find(|known| known.kind == kind && known.value == value) {
        if known.country.is_none() {
            known.country = country;
        }
        if known.label != label && !label.is_empty() {
            add_remark_once(entity, "identifier", &format!("{value}: {label}"));
        }
        return;
    }
    entity.add_identifier(kind, &value, country, &label);
}

/// Adds a country whose code the publisher may give, unless it is already there in this role.
pub(super) fn add_country(entity: &mut Entity, role: CountryRole, country: Country) {
    let entry = (role, country);
    if !entry.1.text.is_empty() && !entity.countries.contains(&entry) {
        entity.countries.push(entry);
    }
}

/// Keeps `text` under `label`, unless it is blank or already kept.
pub(super) fn add_remark_once(entity: &mut Entity, label: &str, text: &str) {
    let text = text.trim();
    if !text.is_empty() {
        push_new(&mut entity.remarks, Remark { label: label.to_owned(), text: text.to_owned() });
    }
}

/// Adds `text` to the positions, unless it is blank or already there.
pub(super) fn add_position(entity: &mut Entity, text: &str) {
    let text = on_one_line(text);
    if !text.is_empty() {
        push_new(&mut entity.positions, text);
    }
}

/// Adds `text` to the places of birth, unless it is blank or already there.
pub(super) fn add_birth_place(entity: &mut Entity, text: &str) {
    let text = on_one_line(text);
    if !text.is_empty() {
        push_new(&mut entity.birth_places, text);
    }
}

/// Whether `text` has letters, and none of them is Latin.
pub(super) fn is_native_script(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphabetic()).peekable();
    letters.peek().is_some() && letters.all(|c| !is_latin(c))
}

/// Whether any letter of `text` is Latin.
pub(super) fn has_latin(text: &str) -> bool {
    text.chars().any(|c| c.is_alphabetic() && is_latin(c))
}

/// Basic Latin to the IPA extensions, Latin Extended Additional, and the presentation forms of Latin letters.
fn is_latin(letter: char) -> bool {
    matches!(letter, '\0'..='\u{02ff}' | '\u{1e00}'..='\u{1eff}' | '\u{2c60}'..='\u{2c7f}' | '\u{a720}'..='\u{a7ff}' | '\u{fb00}'..='\u{fb06}' | '\u{ff21}'..='\u{ff5a}')
}

/// The items of a cell such as `(1) Russia (2) Ukraine`; a cell that is not numbered this way is one item.
pub(super) fn numbered(text: &str) -> Vec<&str> {
    let text = text.trim();
    if text.is_empty() {
        return Vec::new();
    }
    let mut items = Vec::new();
    let mut rest = text;
    let mut number = 1;
    while let Some(start) = rest.find(&format!("({number})")) {
        let before = rest[..start].trim();
        // Words before the first number belong to no item: the cell is not numbered in the usual way.
        if number == 1 && !before.is_empty() {
            return vec![text];
        }
        if number > 1 {
            items.push(before);
        }
        rest = &rest[start + format!("({number})").len()..];
        number += 1;
    }
    items.push(rest.trim());
    items.retain(|item| !item.is_empty());
    items
}

/// The values of a cell of telephone numbers, addresses, flags and the like: numbered `(1) .. (2) ..`, or one sentence each.
pub(super) fn listed_values(text: &str) -> impl Iterator<Item = &str> {
    numbered(text)
        .into_iter()
        .flat_map(|item| item.split(". "))
        .map(|value| value.trim().trim_end_matches(['.', ',', ';']).trim_end())
        .filter(|value| !value.is_empty())
}

/// Adds a number of a company's register, tax office or the like, which may bear its own label: `INN: 7713269230`.
pub(super) fn add_company_number(entity: &mut Entity, text: &str, label: &str) {
    let text = on_one_line(text);
    let (own, number) = match text.split_once(':').or_else(|| text.split_once(" - ")) {
        Some((own, number)) if own.chars().any(char::is_alphabetic) && !number.trim().is_empty() => {
            (own.trim(), number)
        }
        _ => ("", text.as_str()),
    };
    let kind = match identifier_kind(own) {
        // Whatever else the publisher calls it, it stands in the column of company registration numbers.
        IdentifierKind::Other | IdentifierKind::NationalId => IdentifierKind::Registration,
        kind => kind,
    };
    add_identifier(entity, kind, number, None, &joined([label, own], ", "));
}

/// An element that the loader does not know, with all that is in it, as text.
pub(super) fn flattened(element: &Element) -> String {
    let mut text = on_one_line(&element.text);
    for (name, value) in element.attributes.iter().filter(|(_, value)| !value.trim().is_empty()) {
        separate(&mut text);
        // Writing to a String cannot fail.
        let _ = write!(text, "{name}={}", on_one_line(value));
    }
    for child in &element.children {
        let inner = flattened(child);
        if !inner.is_empty() {
            separate(&mut text);
            let _ = write!(text, "{}: {inner}", child.name);
        }
    }
    text
}

fn separate(text: &mut String) {
    if !text.is_empty() {
        text.push_str("; ");
    }
}

/// Keeps the children of `element` that are not in `known` as remarks under their own names.
pub(super) fn keep_unknown(entity: &mut Entity, element: &Element, known: &[&str]) {
    for child in element.children.iter().filter(|child| !known.contains(&child.name.as_str())) {
        add_remark_once(entity, &child.name, &flattened(child));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layout_goes_and_blanks_stay() {
        assert_eq!(on_one_line("  a\n      b  c \t d "), "a b  c d");
        assert_eq!(joined(["a", " ", "b\n c"], ", "), "a, b c");
    }

    #[test]
    fn a_time_zone_is_no_part_of_a_day() {
        assert_eq!(date("2015-07-01-04:00").unwrap().to_string(), "2015-07-01");
        assert_eq!(date("2024-05-13T17:44:28.283+02:00").unwrap().to_string(), "2024-05-13");
        assert_eq!(date("ää-2015-07-01"), None);
    }

    #[test]
    fn numbered_cells_are_taken_apart() {
        assert_eq!(numbered("(1) Russia. (2) Ukraine"), ["Russia.", "Ukraine"]);
        assert_eq!(numbered("1234 (old)"), ["1234 (old)"]);
        assert_eq!(numbered("see (1) and (2)"), ["see (1) and (2)"]);
        assert!(numbered(" ").is_empty());
    }

    #[test]
    fn identifiers_are_told_by_whole_words() {
        for (words, kind) in [
            ("National passport", IdentifierKind::Passport),
            ("National Identification Number", IdentifierKind::NationalId),
            ("Taxpayer Identification Number", IdentifierKind::TaxNumber),
            ("Registration Number", IdentifierKind::Registration),
            ("IMO (vessel identification)", IdentifierKind::Imo),
            ("Driving licence", IdentifierKind::Other),
            ("Commemorative number", IdentifierKind::Other),
        ] {
            assert_eq!(identifier_kind(words), kind, "{words}");
        }
    }

    #[test]
    fn a_repeated_number_keeps_what_its_label_adds() {
        let mut entity = Entity::default();
        add_identifier(&mut entity, IdentifierKind::Passport, "A1", None, "Passport");
        add_identifier(&mut entity, IdentifierKind::Passport, "A1", Some(Country::new("IR")), "Passport, expired");
        assert_eq!(entity.identifiers.len(), 1);
        assert_eq!(entity.identifiers[0].country, Some(Country::new("IR")));
        assert_eq!(entity.remarks[0].text, "A1: Passport, expired");
    }
}
