//! A decision and all that it rests on, to be kept and derived again years later.

use serde::{Deserialize, Serialize};

use crate::canonical;
use crate::entity::{Designation, NameType, PartialDate};
use crate::explain::Explanation;
use crate::hit::Hit;
use crate::query::Query;
use crate::score::Score;
use crate::screener::{Configuration, Screener};
use crate::timestamp::Timestamp;

/// The version of the algorithm: whatever moves a score, the order of hits or a line of an explanation (a table, a weight, a
/// step) moves this number up by one, and nothing else does.
///
/// A record of this number gives the same answer when it is [replayed](DecisionRecord::replay) on the same lists, whichever
/// version of the crate made it. `tests/suite/records.rs` holds that against the records of each release.
pub const ALGORITHM: u32 = 1;

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

/// What was asked, when, of which lists, with which settings and version, and what was found.
///
/// ```
/// use sanctions_screen::{DecisionRecord, Entity, Kind, List, Query, Screener};
/// let list = List::from_entities("own", "Example Bank", vec![Entity::new("1", Kind::Organization, "Acme Arms")])?;
/// let screener = Screener::builder().list(list).build()?;
/// let record = DecisionRecord::new(&screener, &Query::new("ACME ARMS LTD")?)
///     .with_time("2026-11-24T09:30:00Z".parse().unwrap());
/// assert!(record.is_alert());
/// let text = serde_json::to_string(&record).unwrap();
/// assert_eq!(serde_json::from_str::<DecisionRecord>(&text).unwrap(), record);
/// # Ok::<(), sanctions_screen::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionRecord {
    /// The version of this crate, for whoever must find the program again.
    pub version: String,
    /// The version of the algorithm ([`ALGORITHM`]): it says whether scores can be compared.
    pub algorithm: u32,
    /// When it was asked, where the caller said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
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
        Self::of(screener, query, &screener.screen_query(query))
    }

    /// Keeps all that an answer rests on which has been given already: all hits of [`Screener::screen_query`].
    pub fn of(screener: &Screener, query: &Query, hits: &[Hit<'_>]) -> Self {
        let hits = hits
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
            algorithm: ALGORITHM,
            at: None,
            query: query.clone(),
            configuration: screener.configuration(),
            lists: screener.lists().iter().map(ListVersion::of).collect(),
            hits,
        }
    }

    /// The same record, made at this moment. The library has no clock; the caller has.
    #[must_use]
    pub fn with_time(mut self, at: Timestamp) -> Self {
        self.at = Some(at);
        self
    }

    /// The record as canonical JSON (RFC 8785): the same record, the same bytes.
    #[expect(clippy::missing_panics_doc, reason = "it cannot: the type has a JSON form whatever it holds")]
    pub fn to_canonical_json(&self) -> String {
        canonical::to_string(self).expect("a record is plain data with texts for keys, which JSON always holds")
    }

    /// The SHA-256, in hexadecimal, of [`Self::to_canonical_json`].
    pub fn digest(&self) -> String {
        canonical::sha256(&[self.to_canonical_json().as_bytes()])
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
