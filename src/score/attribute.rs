//! What is known beside the name: country, date of birth, kind. Each supports or contradicts a name by so many
//! ten-thousandths, as a line of its own; what is absent says nothing.

use serde::{Deserialize, Serialize};

use crate::entity::{CountryCode, Entity, Kind, PartialDate};
use crate::query::Query;

/// What was compared beside the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Attribute {
    /// Country of the query among the countries of the entity.
    Country,
    /// Date of birth.
    BirthDate,
    /// Person, organization, vessel, aircraft.
    Kind,
    /// A number that identifies by itself.
    Identifier,
}

/// The same date of birth to the day: two people of one name seldom share it.
const BIRTH_DAY: i32 = 300;
/// The same year, the rest unknown on one side.
const BIRTH_YEAR: i32 = 100;
/// Years apart. A year or two may be an error of record or of calendar.
const BIRTH_CONTRADICTED: i32 = -1500;
/// Within that many years, dates do not contradict.
const BIRTH_TOLERANCE: u16 = 1;
/// The same country.
const COUNTRY: i32 = 100;
/// No country in common: people move, lists are incomplete.
const COUNTRY_CONTRADICTED: i32 = -300;
/// A person is no company.
const KIND_CONTRADICTED: i32 = -3000;

/// The most that attributes of a query can raise a score.
pub(crate) fn most_raise(query: &Query) -> u32 {
    let country = if query.country().is_some() { COUNTRY } else { 0 };
    let birth = if query.birth_date().is_some() { BIRTH_DAY } else { 0 };
    (country + birth) as u32
}

/// What the attributes of a query say of an entity, in ten-thousandths.
pub(crate) fn compare(query: &Query, entity: &Entity) -> Vec<(Attribute, i32)> {
    let mut found = Vec::new();
    if let (Some(kind), false) = (query.kind(), entity.kind == Kind::Unknown) {
        let is_person = |kind: Kind| kind == Kind::Person;
        if kind != Kind::Unknown && is_person(kind) != is_person(entity.kind) {
            found.push((Attribute::Kind, KIND_CONTRADICTED));
        }
    }
    if let Some(date) = query.birth_date()
        && matches!(entity.kind, Kind::Person | Kind::Unknown)
        && let Some(points) = entity.birth_dates.iter().map(|&listed| birth(date, listed)).max()
    {
        found.push((Attribute::BirthDate, points));
    }
    if let Some(country) = query.country() {
        let mut listed = entity
            .countries
            .iter()
            .map(|(_, country)| country)
            .chain(entity.addresses.iter().filter_map(|address| address.country.as_ref()))
            .filter_map(|country| country.code)
            .peekable();
        if listed.peek().is_some() {
            let same = listed.any(|code: CountryCode| code == country);
            found.push((Attribute::Country, if same { COUNTRY } else { COUNTRY_CONTRADICTED }));
        }
    }
    found.retain(|&(_, points)| points != 0);
    found
}

fn birth(query: PartialDate, listed: PartialDate) -> i32 {
    let tolerance = BIRTH_TOLERANCE + if query.is_about() || listed.is_about() { 4 } else { 0 };
    let apart = if query.year() > listed.last_year() {
        query.year() - listed.last_year()
    } else {
        listed.year().saturating_sub(query.last_year())
    };
    if apart > tolerance {
        return BIRTH_CONTRADICTED;
    }
    if apart > 0 {
        return 0;
    }
    match (query.month().zip(query.day()), listed.month().zip(listed.day())) {
        (Some(a), Some(b)) if a == b => BIRTH_DAY,
        // Day and month are often swapped.
        (Some((month, day)), Some(b)) if (day, month) == b => BIRTH_YEAR,
        (Some(_), Some(_)) => 0,
        _ => BIRTH_YEAR,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_support_or_contradict() {
        let date = |text: &str| text.parse::<PartialDate>().unwrap();
        for (query, listed, points) in [
            ("1960-05-17", "1960-05-17", BIRTH_DAY),
            ("1960-05-17", "1960", BIRTH_YEAR),
            ("1960-05-04", "1960-04-05", BIRTH_YEAR),
            ("1960-05-17", "1961", 0),
            ("1960-05-17", "1975", BIRTH_CONTRADICTED),
            ("1960", "1955/1962", BIRTH_YEAR),
            ("1960", "~1964", 0),
        ] {
            assert_eq!(birth(date(query), date(listed)), points, "{query} {listed}");
        }
    }
}
