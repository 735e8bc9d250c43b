//! From a record to an entity, as a mapping says.

use super::mapping::{Cells, DateOrder, Mapping, Sheet, Source};
use super::record::{Record, same_name};
use crate::entity::{
    Address, CountryRole, Designation, Entity, Gender, IdentifierKind, Kind, Name, NameParts, NameType, PartialDate,
};

/// What holds for all records of a list.
#[derive(Debug, Default)]
pub(super) struct Standing {
    pub(super) publisher: String,
    pub(super) authority: String,
    pub(super) programme: String,
}

/// A value that was not understood and stays as a remark.
#[derive(Debug)]
pub(super) struct Oddity {
    pub(super) value: String,
    pub(super) reason: &'static str,
}

pub(super) fn build(
    mapping: &Mapping,
    record: &Record,
    number: u64,
    sheet: Option<&Sheet>,
    standing: &Standing,
) -> (Entity, Vec<Oddity>) {
    let mut oddities = Vec::new();
    let (fields, cells) = (&mapping.fields, &mapping.cells);
    let id = fields.id.value(record, cells);
    let mut entity = Entity {
        id: format!(
            "{}{}",
            sheet.map_or("", |sheet| &sheet.id_prefix),
            if id.is_empty() { number.to_string() } else { id }
        ),
        ..Entity::default()
    };

    let kind = fields.kind.value(record, cells);
    entity.kind = kind_of(&kind).or(sheet.and_then(|sheet| sheet.kind)).unwrap_or_default();
    if !kind.is_empty() && kind_of(&kind).is_none() {
        entity.add_remark("kind", &kind);
        oddities.push(Oddity {
            value: kind,
            reason: "the kind is unknown: write person, organization, vessel or aircraft, or map it under fields.kind.values",
        });
    }

    names(mapping, record, &mut entity, &mut oddities);
    designations(mapping, record, standing, &mut entity);

    for country in fields.countries.values(record, cells) {
        entity.add_country(CountryRole::Related, &country);
    }
    for country in fields.nationality.values(record, cells) {
        entity.add_country(CountryRole::Nationality, &country);
    }
    for text in fields.birth_date.values(record, cells) {
        match dates(&text, cells) {
            Some(dates) => entity.birth_dates.extend(dates),
            None => entity.add_remark("birth_date", &text),
        }
    }
    entity.birth_places = fields.birth_place.values(record, cells);
    let gender = fields.gender.value(record, cells);
    entity.gender = match gender.trim_end_matches('.').to_lowercase().as_str() {
        "male" | "m" => Some(Gender::Male),
        "female" | "f" => Some(Gender::Female),
        _ => {
            entity.add_remark("gender", &gender);
            None
        }
    };
    entity.addresses =
        fields.addresses.values(record, cells).into_iter().map(|full| Address { full, country: None }).collect();
    for text in fields.identifiers.values(record, cells) {
        let (kind, value, label) = identifier(&text);
        entity.add_identifier(kind, value, None, label);
    }
    entity.positions = fields.positions.values(record, cells);
    for column in &fields.remarks.from {
        for text in
            record.column(column).map(|column| fields.remarks.of_column(column, cells, false)).unwrap_or_default()
        {
            entity.add_remark(column, &text);
        }
    }

    for column in &record.columns {
        let name = column.name.as_str();
        if let Some((label, mapped)) = mapping.identifiers.iter().find(|(known, _)| same_name(known, name)) {
            for value in mapped.source.of_column(column, cells, true) {
                entity.add_identifier(mapped.kind, &value, None, label);
            }
        } else if let Some((_, &role)) = mapping.countries.iter().find(|(known, _)| same_name(known, name)) {
            for country in Source::default().of_column(column, cells, true) {
                entity.add_country(role, &country);
            }
        } else if !mapping.is_mapped(name) {
            let text = column.text();
            if !cells.nulls.contains(&text) {
                entity.add_remark(name, &text);
            }
        }
    }
    (entity, oddities)
}

fn names(mapping: &Mapping, record: &Record, entity: &mut Entity, oddities: &mut Vec<Oddity>) {
    let (fields, cells) = (&mapping.fields, &mapping.cells);
    let parts =
        NameParts { family: fields.family_name.value(record, cells), given: fields.given_name.value(record, cells) };
    let mut full = fields.name.value(record, cells);
    if full.is_empty() {
        [parts.given.as_str(), parts.family.as_str()].join(" ").trim().clone_into(&mut full);
    }
    let stated = fields.name_type.value(record, cells);
    let (name_type, is_native) = match stated.as_str() {
        "" | "primary" => (NameType::Primary, false),
        "strong-alias" => (NameType::StrongAlias, false),
        "weak-alias" => (NameType::WeakAlias, false),
        "former-name" => (NameType::FormerName, false),
        "native" => (NameType::StrongAlias, true),
        _ => {
            entity.add_remark("name_type", &stated);
            oddities.push(Oddity {
                value: stated,
                reason: "the type of the name is unknown: map it under fields.name_type.values",
            });
            (NameType::StrongAlias, false)
        }
    };
    let native = || fields.native_names.language.clone().unwrap_or_else(|| "native".to_owned());
    let language = if is_native { Some(native()) } else { fields.name.language.clone() };
    let parts = (parts != NameParts::default()).then_some(parts);
    entity.add_name(Name { full, name_type, parts, language });
    for (source, name_type) in [
        (&fields.aliases, NameType::StrongAlias),
        (&fields.weak_aliases, NameType::WeakAlias),
        (&fields.former_names, NameType::FormerName),
    ] {
        for full in source.values(record, cells) {
            entity.add_name(Name { language: source.language.clone(), ..Name::new(full, name_type) });
        }
    }
    for full in fields.native_names.values(record, cells) {
        entity.add_name(Name { language: Some(native()), ..Name::new(full, NameType::StrongAlias) });
    }
    // A record known by its native or other name alone is listed under that name.
    if fields.name_type.from.is_empty()
        && !entity.names.iter().any(|name| name.name_type == NameType::Primary)
        && let Some(first) = entity.names.first_mut()
    {
        first.name_type = NameType::Primary;
    }
}

/// Programmes, authorities and dates of listing stand side by side; where there are fewer of one, its last holds on.
fn designations(mapping: &Mapping, record: &Record, standing: &Standing, entity: &mut Entity) {
    let (fields, cells) = (&mapping.fields, &mapping.cells);
    let or_standing = |values: Vec<String>, standing: &str| {
        if values.is_empty() && !standing.is_empty() { vec![standing.to_owned()] } else { values }
    };
    let programmes = or_standing(fields.programmes.values(record, cells), &standing.programme);
    let mut authorities = or_standing(fields.authority.values(record, cells), &standing.authority);
    let dates: Vec<String> = fields.listed_on.values(record, cells);
    let reference = fields.reference.value(record, cells);
    if authorities.is_empty() && !programmes.is_empty() {
        authorities.push(standing.publisher.clone());
    }
    let listed_on: Vec<Option<PartialDate>> = dates.iter().map(|text| date(text, cells)).collect();
    for (text, _) in dates.iter().zip(&listed_on).filter(|(_, date)| date.is_none()) {
        entity.add_remark("listed_on", text);
    }
    if authorities.is_empty() {
        // Publicly named, but listed by nobody: the date and reference still say something.
        for text in dates.iter().zip(&listed_on).filter(|(_, date)| date.is_some()).map(|(text, _)| text) {
            entity.add_remark("listed_on", text);
        }
        entity.add_remark("reference", &reference);
        return;
    }
    let last = |index: usize, length: usize| index.min(length.saturating_sub(1));
    for index in 0..authorities.len().max(programmes.len()) {
        entity.designations.push(Designation {
            authority: authorities[last(index, authorities.len())].clone(),
            programme: programmes.get(last(index, programmes.len())).cloned().unwrap_or_default(),
            listed_on: listed_on.get(last(index, listed_on.len())).copied().flatten(),
            reference: reference.clone(),
        });
    }
}

fn date(text: &str, cells: &Cells) -> Option<PartialDate> {
    let published = |text: &str| match cells.dates {
        DateOrder::DayFirst => PartialDate::from_published(text),
        DateOrder::MonthFirst => PartialDate::from_published_us(text),
    };
    // Our own spellings first: `~1960` and `1955/1960` mean the same in every list.
    text.parse().ok().or_else(|| published(text)).or_else(|| {
        let century = cells.century?;
        let (before, year) = text.trim().rsplit_once(['.', '/', '-'])?;
        let is_short = year.len() == 2 && year.bytes().all(|byte| byte.is_ascii_digit());
        is_short.then(|| published(&format!("{}{century}{year}", &text.trim()[..=before.len()])))?
    })
}

/// One date, or several joined by `or`.
fn dates(text: &str, cells: &Cells) -> Option<Vec<PartialDate>> {
    date(text, cells).map(|date| vec![date]).or_else(|| text.split(" or ").map(|part| date(part, cells)).collect())
}

pub(super) fn kind_of(word: &str) -> Option<Kind> {
    Some(match word.to_lowercase().as_str() {
        "person" | "individual" | "natural person" => Kind::Person,
        "organization" | "organisation" | "entity" | "company" | "legal entity" | "enterprise" | "legalentity" => {
            Kind::Organization
        }
        "vessel" | "ship" => Kind::Vessel,
        "aircraft" | "airplane" => Kind::Aircraft,
        "unknown" => Kind::Unknown,
        _ => return None,
    })
}

/// `kind:value`; what has no kind that we know is kept whole under its own word.
fn identifier(text: &str) -> (IdentifierKind, &str, &str) {
    use serde::Deserialize as _;
    use serde::de::value::{Error, StrDeserializer};

    let Some((word, value)) = text.split_once(':') else { return (IdentifierKind::Other, text, "") };
    if value.starts_with("//") {
        return (IdentifierKind::Website, text, "");
    }
    let (word, value) = (word.trim(), value.trim());
    let kind = IdentifierKind::deserialize(StrDeserializer::<Error>::new(word)).unwrap_or(IdentifierKind::Other);
    (kind, value, word)
}
