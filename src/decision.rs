//! A decision and all that it rests on, to be kept and derived again years later.

use serde::{Deserialize, Serialize};

use crate::entity::{Designation, NameType, PartialDate};
use crate::explain::Explanation;
use crate::query::Query;
use crate::score::Score;
use crate::screener::{Configuration, Screener};

/// Which list, in which version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListVersion {
    /// The list's id.
    pub id: String,
    /// Its publisher.
    pub publisher: String,
    /// The date it bears.
    pub date: Option<PartialDate>,
    /// SHA-256 of what it was read from.
    pub sha256: String,
    /// Entities on it.
    pub entities: usize,
    /// Names on it.
    pub names: usize,
}

/// A hit as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HitRecord {
    /// The score.
    pub score: Score,
    /// The list's id.
    pub list: String,
    /// The entity's id on it.
    pub entity: String,
    /// Its primary name.
    pub name: String,
    /// The name that was matched.
    pub matched_name: String,
    /// The standing of that name.
    pub name_type: NameType,
    /// Who listed the entity; empty where it is publicly named only.
    pub designations: Vec<Designation>,
    /// Why.
    pub explanation: Explanation,
}

/// What was asked, of which lists, with which settings and version, and what was found.
///
/// ```
/// use sanctions_screen::{DecisionRecord, Entity, Kind, List, Query, Screener};
/// let list = List::from_entities("own", "Example Bank", vec![Entity::new("1", Kind::Organization, "Acme Arms")])?;
/// let screener = Screener::builder().list(list).build()?;
/// let record = DecisionRecord::new(&screener, &Query::new("ACME ARMS LTD")?);
/// assert!(record.is_alert());
/// let text = serde_json::to_string(&record).unwrap();
/// assert_eq!(serde_json::from_str::<DecisionRecord>(&text).unwrap(), record);
/// # Ok::<(), sanctions_screen::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionRecord {
    /// The version of this crate: it names the algorithm.
    pub version: String,
    /// What was asked.
    pub query: Query,
    /// The settings.
    pub configuration: Configuration,
    /// The lists.
    pub lists: Vec<ListVersion>,
    /// The hits, best first.
    pub hits: Vec<HitRecord>,
}

impl DecisionRecord {
    /// Screens a query and keeps all that the answer rests on.
    pub fn new(screener: &Screener, query: &Query) -> Self {
        let hits = screener
            .screen_query(query)
            .iter()
            .map(|hit| HitRecord {
                score: hit.score(),
                list: hit.list().id.clone(),
                entity: hit.entity().id.clone(),
                name: hit.entity().primary_name().to_owned(),
                matched_name: hit.matched_name().full.clone(),
                name_type: hit.matched_name().name_type,
                designations: hit.entity().designations.clone(),
                explanation: screener.explain(query, hit),
            })
            .collect();
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            query: query.clone(),
            configuration: screener.configuration(),
            lists: screener.lists().iter().map(ListVersion::of).collect(),
            hits,
        }
    }

    /// Whether there is at least one hit.
    pub fn is_alert(&self) -> bool {
        !self.hits.is_empty()
    }
}

impl ListVersion {
    /// The version of a list.
    pub fn of(list: &crate::list::List) -> Self {
        Self {
            id: list.id.clone(),
            publisher: list.publisher.clone(),
            date: list.date,
            sha256: list.sha256.clone(),
            entities: list.entities.len(),
            names: list.names(),
        }
    }
}
