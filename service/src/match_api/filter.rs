//! Which lists and entities a request wants to hear of.

use axum::http::StatusCode;
use sanctions_screen::{CountryCode, Entity, List, PartialDate};
use serde::Deserialize;
use utoipa::IntoParams;

use super::record::{has_topic, id_of, schema_of};
use crate::refusal::Refusal;

/// The parameters that `/match` and `/search` share.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FilterParameters {
    #[serde(default)]
    include_dataset: Vec<String>,
    #[serde(default)]
    exclude_dataset: Vec<String>,
    #[serde(default)]
    exclude_schema: Vec<String>,
    #[serde(default)]
    topics: Vec<String>,
    changed_since: Option<String>,
    #[serde(default)]
    exclude_entity_ids: Vec<String>,
}

/// Which lists and entities a request wants to hear of.
#[derive(Debug)]
pub(crate) struct Filter {
    /// The ids of the lists.
    lists: Vec<String>,
    exclude_schema: Vec<String>,
    topics: Vec<String>,
    exclude_entity_ids: Vec<String>,
    schema: Option<String>,
    countries: Vec<CountryCode>,
}

impl Filter {
    pub(crate) fn new(dataset: &str, parameters: FilterParameters, lists: &[List]) -> Result<Self, Refusal> {
        let FilterParameters {
            include_dataset,
            exclude_dataset,
            exclude_schema,
            topics,
            changed_since,
            exclude_entity_ids,
        } = parameters;
        let known = |name: &String| name == super::ALL || lists.iter().any(|list| list.id == *name);
        let dataset = dataset.to_owned();
        if let Some(unknown) =
            [&dataset].into_iter().chain(&include_dataset).chain(&exclude_dataset).find(|n| !known(n))
        {
            let reason = format!("there is no dataset {unknown:?} here; /catalog has the ones there are");
            return Err(Refusal::new(StatusCode::NOT_FOUND, reason));
        }
        let since = changed_since.as_deref().map(day).transpose()?;
        let names = |all: &[String], list: &List| all.iter().any(|name| name == super::ALL || *name == list.id);
        let wanted: Vec<&List> = lists
            .iter()
            .filter(|list| names(std::slice::from_ref(&dataset), list))
            .filter(|list| include_dataset.is_empty() || names(&include_dataset, list))
            .filter(|list| !names(&exclude_dataset, list))
            .collect();
        if wanted.is_empty() {
            // An answer without results would be taken for a clear name.
            let reason = "dataset, include_dataset and exclude_dataset leave no list to screen against";
            return Err(Refusal::new(StatusCode::BAD_REQUEST, reason));
        }
        // When a record changed is not known; a list that is older than the day has none that changed since.
        let is_older = |list: &List| matches!((list.date, since), (Some(date), Some(since)) if date < since);
        let lists = wanted.into_iter().filter(|list| !is_older(list)).map(|list| list.id.clone()).collect();
        Ok(Self { lists, exclude_schema, topics, exclude_entity_ids, schema: None, countries: Vec::new() })
    }

    /// Narrows it down to a schema and to countries.
    pub(crate) fn only(&mut self, schema: Option<&str>, countries: &[String]) -> Result<(), Refusal> {
        self.schema = schema.filter(|&schema| schema != "Thing").map(str::to_owned);
        for text in countries {
            let country = CountryCode::resolve(text);
            self.countries.push(country.ok_or_else(|| Refusal::invalid(format!("{text:?} is no country")))?);
        }
        Ok(())
    }

    pub(crate) fn lets_pass(&self, list: &List, entity: &Entity) -> bool {
        let schema = schema_of(entity.kind);
        let is_excluded = |id: &String| *id == entity.id || *id == id_of(list, entity);
        let is_of = |wanted: &String| {
            wanted == schema
                || (wanted == "LegalEntity" && matches!(schema, "Person" | "Organization"))
                || (wanted == "Company" && schema == "Organization")
        };
        let in_country =
            |wanted: &CountryCode| entity.countries.iter().any(|(_, country)| country.code == Some(*wanted));
        self.lists.contains(&list.id)
            && !self.exclude_schema.iter().any(|excluded| excluded == schema)
            && (self.topics.is_empty() || self.topics.iter().any(|topic| has_topic(entity, topic)))
            && !self.exclude_entity_ids.iter().any(is_excluded)
            && self.schema.as_ref().is_none_or(is_of)
            && (self.countries.is_empty() || self.countries.iter().any(in_country))
    }
}

/// The day of a time such as `2026-11-24T00:00:00`.
fn day(text: &str) -> Result<PartialDate, Refusal> {
    let day = text.get(..10).unwrap_or(text);
    day.parse().map_err(|error| Refusal::invalid(format!("changed_since: {error}")))
}
