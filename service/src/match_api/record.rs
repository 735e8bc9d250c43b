//! A listed entity as FollowTheMoney writes one.

use std::collections::BTreeMap;

use sanctions_screen::entity::{CountryRole, Gender, NameType};
use sanctions_screen::{Entity, IdentifierKind, Kind, List};
use serde::Serialize;
use utoipa::ToSchema;

/// A listed entity as FollowTheMoney writes one.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Record<'a> {
    /// The list's id, a colon, and the entity's id there: two lists may use one id.
    id: String,
    caption: &'a str,
    schema: &'static str,
    /// By property, texts or records.
    #[schema(value_type = Object)]
    properties: BTreeMap<&'static str, Vec<Value<'a>>>,
    #[schema(value_type = Vec<String>)]
    datasets: [&'a str; 1],
    #[schema(value_type = Vec<String>)]
    referents: [&'a str; 0],
    target: bool,
    /// Beyond what yente says: the authorities, each once.
    designated_by: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Value<'a> {
    Text(String),
    Record(Box<Record<'a>>),
}

pub(crate) fn id_of(list: &List, entity: &Entity) -> String {
    format!("{}:{}", list.id, entity.id)
}

pub(crate) const fn schema_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Person => "Person",
        Kind::Organization => "Organization",
        Kind::Vessel => "Vessel",
        Kind::Aircraft => "Airplane",
        Kind::Unknown => "LegalEntity",
    }
}

/// The one topic that a list tells of.
const SANCTION: &str = "sanction";

pub(crate) fn has_topic(entity: &Entity, topic: &str) -> bool {
    topic == SANCTION && entity.is_designated()
}

impl<'a> Record<'a> {
    pub(crate) fn new(list: &'a List, entity: &'a Entity) -> Self {
        let mut properties: BTreeMap<&'static str, Vec<Value<'a>>> = BTreeMap::new();
        let mut add = |property: &'static str, text: &str| {
            properties.entry(property).or_default().push(Value::Text(text.to_owned()));
        };
        for name in &entity.names {
            let property = match name.name_type {
                NameType::Primary => "name",
                NameType::StrongAlias => "alias",
                NameType::WeakAlias => "weakAlias",
                NameType::FormerName => "previousName",
            };
            add(property, &name.full);
        }
        for (role, country) in &entity.countries {
            let property = match role {
                CountryRole::Nationality => "nationality",
                CountryRole::Birth => "birthCountry",
                CountryRole::Registration => "jurisdiction",
                CountryRole::Flag => "flag",
                CountryRole::Residence | CountryRole::Related => "country",
            };
            add(
                property,
                &country.code.map_or_else(|| country.text.clone(), |code| code.as_str().to_ascii_lowercase()),
            );
        }
        let date = if entity.kind == Kind::Person { "birthDate" } else { "incorporationDate" };
        for born in &entity.birth_dates {
            add(date, &born.to_string());
        }
        for place in &entity.birth_places {
            add("birthPlace", place);
        }
        if let Some(gender) = entity.gender {
            add("gender", if gender == Gender::Female { "female" } else { "male" });
        }
        for address in &entity.addresses {
            add("address", &address.full);
        }
        for identifier in &entity.identifiers {
            add(property_of(identifier.kind), &identifier.value);
        }
        for position in &entity.positions {
            add("position", position);
        }
        for remark in &entity.remarks {
            add("notes", &format!("{}: {}", remark.label, remark.text));
        }
        if entity.is_designated() {
            add("topics", SANCTION);
        }
        let mut designated_by: Vec<&str> = Vec::new();
        for designation in &entity.designations {
            if !designated_by.contains(&designation.authority.as_str()) {
                designated_by.push(&designation.authority);
            }
            if !designation.programme.is_empty() {
                add("program", &designation.programme);
            }
        }
        Self {
            id: id_of(list, entity),
            caption: entity.primary_name(),
            schema: schema_of(entity.kind),
            properties,
            datasets: [&list.id],
            referents: [],
            target: true,
            designated_by,
        }
    }

    /// The same, with a record for each listing inside.
    pub(crate) fn with_sanctions(mut self, list: &'a List, entity: &'a Entity) -> Self {
        let sanction = |(at, designation): (usize, &'a sanctions_screen::Designation)| {
            let listed_on = designation.listed_on.map(|day| day.to_string()).unwrap_or_default();
            let told = [
                ("authority", designation.authority.as_str()),
                ("program", &designation.programme),
                ("listingDate", &listed_on),
                ("recordId", &designation.reference),
            ];
            let told = told.into_iter().filter(|(_, text)| !text.is_empty());
            Value::Record(Box::new(Record {
                id: format!("{}:sanction-{}", self.id, at + 1),
                caption: &designation.authority,
                schema: "Sanction",
                properties: told.map(|(property, text)| (property, vec![Value::Text(text.to_owned())])).collect(),
                datasets: [&list.id],
                referents: [],
                target: false,
                designated_by: Vec::new(),
            }))
        };
        let sanctions: Vec<Value<'a>> = entity.designations.iter().enumerate().map(sanction).collect();
        if !sanctions.is_empty() {
            self.properties.insert("sanctions", sanctions);
        }
        self
    }
}

const fn property_of(kind: IdentifierKind) -> &'static str {
    match kind {
        IdentifierKind::Lei => "leiCode",
        IdentifierKind::Imo => "imoNumber",
        IdentifierKind::Mmsi => "mmsi",
        IdentifierKind::CallSign => "callSign",
        IdentifierKind::Bic => "swiftBic",
        IdentifierKind::Passport => "passportNumber",
        IdentifierKind::TaxNumber => "taxNumber",
        IdentifierKind::Registration => "registrationNumber",
        IdentifierKind::UnifiedSocialCreditCode => "uscCode",
        IdentifierKind::Security => "isinCode",
        IdentifierKind::Wallet => "publicKey",
        IdentifierKind::AircraftMark => "serialNumber",
        IdentifierKind::Phone => "phone",
        IdentifierKind::Email => "email",
        IdentifierKind::Website => "website",
        _ => "idNumber",
    }
}
