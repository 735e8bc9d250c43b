//! Australia, consolidated list (Department of Foreign Affairs and Trade), XLSX.
//!
//! Published at <https://www.dfat.gov.au/international-relations/security/sanctions/consolidated-list>.
//!
//! # Layout
//!
//! One row for each name. `Reference` is a number with letters: 2, 2a, 2b are the names of one entity, which gets the
//! number as its id; the other columns repeat. `Name Type` says what the name is: `Primary Name`, `Alias` or `aka`,
//! `Original Script`, `Formerly`. Two layouts: of 2026 with `Alias Strength` (`Strong`, `Weak`), `IMO Number` and the
//! kinds of measures; the older one of twelve columns without them. Further columns are kept as remarks.
//!
//! # Oddities
//!
//! - Rows of one reference differ in the other columns here and there (about a hundred references): all that differs is
//!   kept, but the designation is that of the first row.
//! - `Control Date` is the day of the last change, not of listing; it stays as a remark. The day of listing is read from
//!   `Listing Information` where it says `Listed on` a date.
//! - `Date of Birth` holds real dates, and texts that join several by commas, line breaks or nothing.
//! - Addresses and places of birth may be enumerated: `a) .. b) ..`.
//!
//! Tested on the list of 2026-07 (11,068 rows, 3,846 references).

use crate::entity::{Address, CountryRole, Designation, Entity, IdentifierKind, Kind, Name, NameType, PartialDate};
use crate::error::{Error, Result};

use super::cell::enumerated;
use super::format::Head;
use super::sheet;
use super::sink::Sink;
use super::table::Header;

const REQUIRED: [&str; 4] = ["Reference", "Name of Individual or Entity", "Type", "Name Type"];
/// Rows among which the header is looked for.
const HEADER_ROWS: usize = 20;
/// Columns that become something else than a remark.
const KNOWN: [&str; 12] = [
    "reference",
    "name of individual or entity",
    "type",
    "name type",
    "alias strength",
    "date of birth",
    "place of birth",
    "citizenship",
    "address",
    "imo number",
    "committees",
    "",
];

pub(super) fn looks_like(head: &Head<'_>) -> bool {
    head.rows.is_some_and(|rows| header_row(rows).is_some())
}

fn header_row(rows: &[Vec<String>]) -> Option<usize> {
    rows.iter().take(HEADER_ROWS).position(|row| {
        let header = Header::new(row.iter().map(String::as_str));
        REQUIRED.iter().all(|name| header.index(name).is_some())
    })
}

pub(super) fn read(bytes: &[u8], sink: &mut Sink<'_>) -> Result<()> {
    sink.id = "au-dfat".into();
    sink.publisher = "DFAT".into();
    let sheet = sheet::read(bytes, &sink.file, None)?;
    let first: Vec<Vec<String>> = sheet.rows().take(HEADER_ROWS).collect();
    let Some(at) = header_row(&first) else {
        return Err(Error::malformed(sink.position(), "", "the sheet has no row with the columns of the DFAT list"));
    };
    let header = Header::new(first[at].iter().map(String::as_str));
    for (index, row) in sheet.rows().enumerate().skip(at + 1) {
        if row.iter().any(|cell| !cell.trim().is_empty()) {
            sink.count_record();
            take(&header, &row, index as u64 + 1, sink)?;
        }
    }
    Ok(())
}

fn take(header: &Header, row: &[String], line: u64, sink: &mut Sink<'_>) -> Result<()> {
    let cell = |name: &str| header.index(name).and_then(|index| row.get(index)).map_or("", |cell| cell.trim());
    let position = sink.position().line(line);
    let reference = cell("Reference");
    let digits = reference.len() - reference.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut entity =
        Entity { id: if digits > 0 { &reference[..digits] } else { reference }.to_owned(), ..Entity::default() };
    entity.kind = match cell("Type") {
        "Individual" => Kind::Person,
        "Entity" => Kind::Organization,
        "Vessel" => Kind::Vessel,
        "Aircraft" => Kind::Aircraft,
        other => {
            entity.add_remark("Type", other);
            sink.warn(position.clone().element("Type"), other, "the type is unknown")?;
            Kind::Unknown
        }
    };

    let (stated, strength) = (cell("Name Type"), cell("Alias Strength"));
    let mut name = Name::new(
        cell("Name of Individual or Entity").split_whitespace().collect::<Vec<_>>().join(" "),
        NameType::StrongAlias,
    );
    match stated.to_lowercase().as_str() {
        "primary name" => name.name_type = NameType::Primary,
        "original script" => name.language = Some(stated.to_owned()),
        "formerly" | "former name" | "formerly known as" | "fka" | "f.k.a." => name.name_type = NameType::FormerName,
        "alias" | "aka" | "a.k.a." | "also known as" if strength.eq_ignore_ascii_case("weak") => {
            name.name_type = NameType::WeakAlias;
        }
        "alias" | "aka" | "a.k.a." | "also known as" => {}
        _ => {
            entity.add_remark("Name Type", stated);
            sink.warn(position.clone().element("Name Type"), stated, "the type of the name is unknown")?;
        }
    }
    if !strength.is_empty() && !strength.eq_ignore_ascii_case("strong") && !strength.eq_ignore_ascii_case("weak") {
        entity.add_remark("Alias Strength", strength);
        sink.warn(position.clone().element("Alias Strength"), strength, "the strength of the alias is unknown")?;
    }
    entity.add_name(name);

    birth_dates(cell("Date of Birth"), &mut entity);
    let items = |text: &str| enumerated(text).unwrap_or_else(|| vec![text.to_owned()]);
    let filled = |text: &String| !text.is_empty();
    entity.birth_places = items(cell("Place of Birth")).into_iter().filter(filled).collect();
    let addresses = items(cell("Address")).into_iter().filter(filled);
    entity.addresses = addresses.map(|full| Address { full, country: None }).collect();
    for country in cell("Citizenship").split(';') {
        entity.add_country(CountryRole::Nationality, country);
    }
    entity.add_identifier(IdentifierKind::Imo, cell("IMO Number"), None, "IMO Number");
    if sink.entity_mut(&entity.id).is_none() {
        entity.designations.push(Designation {
            authority: "DFAT".to_owned(),
            programme: cell("Committees").to_owned(),
            listed_on: listed_on(cell("Listing Information")),
            reference: String::new(),
        });
    } else {
        entity.add_remark(
            "Committees",
            Some(cell("Committees"))
                .filter(|text| {
                    let known = sink.entity_mut(&entity.id).and_then(|known| known.designations.first());
                    known.is_none_or(|known| known.programme != *text)
                })
                .unwrap_or(""),
        );
    }
    for (index, column) in header.columns().iter().enumerate() {
        if !KNOWN.contains(&column.to_lowercase().as_str()) {
            entity.add_remark(column, row.get(index).map_or("", String::as_str));
        }
    }
    sink.push_or_merge(entity, position)
}

/// Dates set apart by commas, line breaks or blanks; what is none stays as a remark.
fn birth_dates(text: &str, entity: &mut Entity) {
    for part in text.split([',', '\n', ';']).map(str::trim).filter(|part| !part.is_empty()) {
        let plain = part.replacen("Approximately:", "Approximately", 1);
        let dates = date(&plain)
            .map(|date| vec![date])
            .or_else(|| plain.split_whitespace().map(date).collect::<Option<Vec<_>>>());
        match dates {
            Some(dates) => entity.birth_dates.extend(dates),
            None => entity.add_remark("Date of Birth", part),
        }
    }
}

fn date(text: &str) -> Option<PartialDate> {
    PartialDate::from_published(text).or_else(|| {
        // `05/1960`
        let (month, year) = text.split_once('/')?;
        PartialDate::from_month(year.parse().ok().filter(|year| *year > 999)?, month.parse().ok()?)
    })
}

/// The day of `Listed on 25 January 2001 (amended ..)` or `First listed on 2/03/2016`.
fn listed_on(text: &str) -> Option<PartialDate> {
    let lower = text.to_lowercase();
    let after = &lower[lower.find("listed on")? + "listed on".len()..];
    let words: Vec<&str> = after
        .trim_start_matches(':')
        .split([' ', '(', ';', '\u{a0}', '\n'])
        .filter(|word| !word.is_empty())
        .take(3)
        .collect();
    let joined = words.join(" ").replace('.', "");
    PartialDate::from_published(joined.trim_end_matches(','))
        .or_else(|| PartialDate::from_published(words.first()?.trim_end_matches([',', '.'])))
        .filter(|date| date.day().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_birth_are_taken_apart() {
        let mut entity = Entity::default();
        birth_dates(
            "1945, 30/01/1972\u{a0}\n05/1960, 1/02/1970 2/03/1971, Approximately: Between 1955 and 1958, in the 60s",
            &mut entity,
        );
        let dates: Vec<String> = entity.birth_dates.iter().map(ToString::to_string).collect();
        assert_eq!(dates, ["1945", "1972-01-30", "1960-05", "1970-02-01", "1971-03-02", "~1955/1958"]);
        assert_eq!(entity.remarks[0].text, "in the 60s");
    }

    #[test]
    fn the_day_of_listing_is_read_from_the_text() {
        for (text, expected) in [
            ("Listed on 25 January 2001 (amended on 3 Sep 2003)", Some("2001-01-25")),
            ("First listed on 2/03/2016 (amended on 26/07/2022)", Some("2016-03-02")),
            ("Listed on: 17 Aug. 2017. Continued", Some("2017-08-17")),
            ("Formerly listed on the RBA list", None),
        ] {
            assert_eq!(listed_on(text).map(|date| date.to_string()).as_deref(), expected, "{text}");
        }
    }
}
