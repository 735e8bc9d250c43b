//! A query by example: a schema and properties, as FollowTheMoney names them.

use std::collections::BTreeMap;

use sanctions_screen::{CountryCode, IdentifierKind, Kind, PartialDate, Query};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Most queries that one example may stand for: each name is asked with each date and each country.
const MOST_COMBINATIONS: usize = 64;

/// Names, the ones that identify best first.
const NAMES: [&str; 5] = ["name", "alias", "previousName", "weakAlias", "abbreviation"];
/// The parts of a person's name, for an example without a whole one.
const PARTS: [&str; 5] = ["firstName", "secondName", "middleName", "fatherName", "lastName"];
const COUNTRIES: [&str; 6] = ["nationality", "citizenship", "jurisdiction", "mainCountry", "country", "flag"];
const IDENTIFIERS: [(&str, Option<IdentifierKind>); 15] = [
    ("leiCode", Some(IdentifierKind::Lei)),
    ("imoNumber", Some(IdentifierKind::Imo)),
    ("mmsi", Some(IdentifierKind::Mmsi)),
    ("callSign", Some(IdentifierKind::CallSign)),
    ("swiftBic", Some(IdentifierKind::Bic)),
    ("passportNumber", Some(IdentifierKind::Passport)),
    ("taxNumber", Some(IdentifierKind::TaxNumber)),
    ("innCode", Some(IdentifierKind::TaxNumber)),
    ("vatCode", Some(IdentifierKind::TaxNumber)),
    ("registrationNumber", Some(IdentifierKind::Registration)),
    ("ogrnCode", Some(IdentifierKind::Registration)),
    ("uscCode", Some(IdentifierKind::UnifiedSocialCreditCode)),
    ("isinCode", Some(IdentifierKind::Security)),
    ("publicKey", Some(IdentifierKind::Wallet)),
    // Any kind of number: it is compared with all.
    ("idNumber", None),
];

/// A query by example.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
pub(crate) struct Example {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[schema(example = "Company")]
    schema: String,
    /// By property, a text or several.
    #[serde(default)]
    #[schema(example = json!({"name": ["Hikvison Digital Tech"]}))]
    properties: BTreeMap<String, Values>,
}

/// One value or several.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(untagged)]
enum Values {
    One(String),
    Several(Vec<String>),
}

impl Example {
    /// What is asked, and the example with only what was looked at: it tells the client what was not.
    pub(crate) fn asked(self) -> Result<(Vec<Query>, Self), String> {
        let kind = kind_of(&self.schema)?;
        let mut used = BTreeMap::new();
        let mut take = |name: &str| -> Vec<String> {
            let values: Vec<String> = match self.properties.get(name) {
                Some(Values::One(value)) => vec![value.clone()],
                Some(Values::Several(values)) => values.clone(),
                None => Vec::new(),
            };
            let values: Vec<String> = values.into_iter().filter(|value| !value.trim().is_empty()).collect();
            if !values.is_empty() {
                used.insert(name.to_owned(), Values::Several(values.clone()));
            }
            values
        };
        let mut names: Vec<String> = NAMES.iter().flat_map(|name| take(name)).collect();
        if names.is_empty() {
            let parts: Vec<String> = PARTS.iter().flat_map(|name| take(name)).collect();
            names.extend(Some(parts.join(" ")).filter(|name| !name.is_empty()));
        }
        if names.is_empty() {
            return Err("it has no name; give one in the property \"name\"".to_owned());
        }
        let dates = if kind.is_none_or(|kind| kind == Kind::Person) { take("birthDate") } else { Vec::new() };
        let dates = or_none(dates, |date| date.parse::<PartialDate>().map_err(|error| format!("birthDate: {error}")))?;
        let countries: Vec<String> = COUNTRIES.iter().flat_map(|name| take(name)).collect();
        let country = |text: String| {
            CountryCode::resolve(&text).ok_or_else(|| format!("{text:?} is no country: give its code or its name"))
        };
        let countries = or_none(countries, country)?;
        let identifiers: Vec<(Option<IdentifierKind>, String)> = IDENTIFIERS
            .iter()
            .flat_map(|&(name, kind)| take(name).into_iter().map(move |value| (kind, value)))
            .collect();

        let combinations = names.len() * dates.len() * countries.len();
        if combinations > MOST_COMBINATIONS {
            return Err(format!(
                "its names, dates and countries make {combinations} combinations, and at most {MOST_COMBINATIONS} are \
                 screened; send the ones that matter"
            ));
        }
        let mut asked = Vec::with_capacity(combinations);
        for name in names {
            let mut named = Query::new(name).map_err(|error| error.to_string())?;
            if let Some(kind) = kind {
                named = named.with_kind(kind);
            }
            for (kind, value) in &identifiers {
                named = named.with_identifier(*kind, value.as_str()).map_err(|error| error.to_string())?;
            }
            for &date in &dates {
                for &country in &countries {
                    let mut query = named.clone();
                    if let Some(date) = date {
                        query = query.with_birth_date(date);
                    }
                    if let Some(country) = country {
                        query = query.with_country(country);
                    }
                    asked.push(query);
                }
            }
        }
        Ok((asked, Self { properties: used, ..self }))
    }
}

/// Each value read, each once, or the absence of one.
fn or_none<T: PartialEq>(
    values: Vec<String>,
    read: impl Fn(String) -> Result<T, String>,
) -> Result<Vec<Option<T>>, String> {
    let mut all = Vec::new();
    for value in values {
        let value = Some(read(value)?);
        if !all.contains(&value) {
            all.push(value);
        }
    }
    if all.is_empty() {
        all.push(None);
    }
    Ok(all)
}

/// What an entity of this schema is; `None` where the schema leaves it open.
fn kind_of(schema: &str) -> Result<Option<Kind>, String> {
    match schema {
        "Person" => Ok(Some(Kind::Person)),
        "Organization" | "Company" | "PublicBody" => Ok(Some(Kind::Organization)),
        "Vessel" => Ok(Some(Kind::Vessel)),
        "Airplane" => Ok(Some(Kind::Aircraft)),
        "Thing" | "LegalEntity" | "Asset" | "CryptoWallet" | "Security" | "Vehicle" => Ok(None),
        other => Err(format!(
            "the schema {other:?} cannot be screened; send Person, Organization, Company, LegalEntity, Vessel or Airplane"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(json: serde_json::Value) -> Result<(Vec<Query>, Example), String> {
        serde_json::from_value::<Example>(json).unwrap().asked()
    }

    #[test]
    fn every_name_is_asked_with_every_date_and_country() {
        let (queries, used) = asked(serde_json::json!({ "schema": "Person", "properties": {
            "name": "Pyotr Zhelezov", "alias": ["P. Zhelezov"], "birthDate": ["1961", "1962"],
            "nationality": ["ru", "Russia"], "hairColor": ["brown"],
        }}))
        .unwrap();
        assert_eq!(queries.len(), 4);
        assert!(queries.iter().all(|query| query.country().is_some() && query.kind() == Some(Kind::Person)));
        assert!(!used.properties.contains_key("hairColor"));
        assert!(used.properties.contains_key("alias"));
    }

    #[test]
    fn a_name_may_come_in_parts() {
        let properties = serde_json::json!({ "lastName": ["Zhelezov"], "firstName": ["Pyotr"] });
        let (queries, _) = asked(serde_json::json!({ "schema": "Person", "properties": properties })).unwrap();
        assert_eq!(queries[0].name(), "Pyotr Zhelezov");
    }

    #[test]
    fn what_would_be_screened_as_something_else_is_refused() {
        let refused = |json| asked(json).unwrap_err();
        assert!(
            refused(serde_json::json!({ "schema": "Sanction", "properties": { "name": "A" } })).contains("Sanction")
        );
        assert!(refused(serde_json::json!({ "schema": "Person", "properties": {} })).contains("no name"));
        let date = serde_json::json!({ "schema": "Person", "properties": { "name": "A", "birthDate": "last year" } });
        assert!(refused(date).contains("last year"));
        let many: Vec<String> = (1..=65).map(|n| format!("Acme {n}")).collect();
        assert!(refused(serde_json::json!({ "schema": "Company", "properties": { "name": many } })).contains("65"));
    }
}
