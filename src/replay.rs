//! A record derived again, and what came out differently.

use std::fmt;
use std::hash::Hash;

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::decision::{ALGORITHM, DecisionRecord, HitRecord, ListVersion};
use crate::error::Result;
use crate::score::Score;
use crate::screener::Screener;

/// What came out when a record was derived again.
///
/// ```
/// use sanctions_screen::{DecisionRecord, Entity, Kind, List, Query, Screener};
/// let entities = vec![Entity::new("1", Kind::Organization, "Acme Arms")];
/// let screener = Screener::builder().list(List::from_entities("own", "Example Bank", entities.clone())?).build()?;
/// let record = DecisionRecord::new(&screener, &Query::new("ACME ARMS LTD")?);
/// assert!(record.replay(&screener)?.is_equal());
///
/// let other = vec![Entity::new("1", Kind::Organization, "Acme Bakery")];
/// let screener = Screener::builder().list(List::from_entities("own", "Example Bank", other)?).build()?;
/// // Another list, and on it the hit is gone.
/// assert_eq!(record.replay(&screener)?.differences.len(), 2);
/// # Ok::<(), sanctions_screen::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[must_use]
pub struct Replay {
    /// What is not as it was: first what the answer rests on, then the answer.
    pub differences: Vec<Difference>,
}

/// One thing that is not as a record says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "difference", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Difference {
    /// Another version of the algorithm made the record: scores need not agree.
    Algorithm {
        /// The record's.
        recorded: u32,
        /// This program's.
        now: u32,
    },
    /// A list is there in another version, or on one side only; or the same bytes were read differently.
    List {
        /// The list's id.
        list: String,
        /// As the record has it.
        recorded: Option<ListVersion>,
        /// As the screener has it.
        now: Option<ListVersion>,
    },
    /// The record has a hit that is none now.
    Missing {
        /// The list's id.
        list: String,
        /// The entity's id.
        entity: String,
        /// Its primary name.
        name: String,
        /// What it scored.
        score: Score,
    },
    /// There is a hit that the record has not.
    Added {
        /// The list's id.
        list: String,
        /// The entity's id.
        entity: String,
        /// Its primary name.
        name: String,
        /// What it scores.
        score: Score,
    },
    /// A hit has another score.
    Score {
        /// The list's id.
        list: String,
        /// The entity's id.
        entity: String,
        /// Its primary name.
        name: String,
        /// What it scored.
        recorded: Score,
        /// What it scores.
        now: Score,
    },
    /// A hit has its score, but something else of it is not the same.
    Hit {
        /// The list's id.
        list: String,
        /// The entity's id.
        entity: String,
        /// Its primary name.
        name: String,
        /// What is not the same, by the names of the fields of [`HitRecord`].
        fields: Vec<&'static str>,
    },
    /// The hits are the same, in another order.
    Order,
}

impl Replay {
    /// Whether everything came out as the record says.
    pub fn is_equal(&self) -> bool {
        self.differences.is_empty()
    }
}

impl DecisionRecord {
    /// Asks the same again, under the settings of the record, and says what came out differently.
    ///
    /// The screener gives the lists; its own settings do not matter. The version of the crate is no difference: whether
    /// scores can be compared, the version of the algorithm says.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidSetting`](crate::Error::InvalidSetting) if the settings of the record are none that a screener takes,
    /// so that it was not made by this crate.
    pub fn replay(&self, screener: &Screener) -> Result<Replay> {
        let now = Self::new(&screener.with_configuration(self.configuration)?, &self.query);
        let mut differences = Vec::new();
        if self.algorithm != ALGORITHM {
            differences.push(Difference::Algorithm { recorded: self.algorithm, now: ALGORITHM });
        }
        let lists = paired(&self.lists, &now.lists, |list| &list.id);
        differences.extend(lists.into_iter().filter(|(recorded, now)| recorded != now).map(|(recorded, now)| {
            Difference::List {
                list: recorded.or(now).map(|list| list.id.clone()).unwrap_or_default(),
                recorded: recorded.cloned(),
                now: now.cloned(),
            }
        }));
        let context = differences.len();
        let hits = paired(&self.hits, &now.hits, |hit| (&hit.list, &hit.entity));
        differences.extend(hits.into_iter().filter_map(|(recorded, now)| Difference::of_hit(recorded, now)));
        if differences.len() == context && self.hits != now.hits {
            differences.push(Difference::Order);
        }
        Ok(Replay { differences })
    }
}

/// Everything of the first with its like of the second, in order; then what only the second has.
fn paired<'a, T, K: Hash + Eq>(
    first: &'a [T],
    second: &'a [T],
    key: impl Fn(&'a T) -> K,
) -> Vec<(Option<&'a T>, Option<&'a T>)> {
    let mut unpaired: FxHashMap<K, &T> = second.iter().map(|item| (key(item), item)).collect();
    let mut pairs: Vec<_> = first.iter().map(|item| (Some(item), unpaired.remove(&key(item)))).collect();
    let rest = second.iter().filter(|item| unpaired.contains_key(&key(item)));
    pairs.extend(rest.map(|item| (None, Some(item))));
    pairs
}

impl Difference {
    fn of_hit(recorded: Option<&HitRecord>, now: Option<&HitRecord>) -> Option<Self> {
        let named = |hit: &HitRecord| (hit.list.clone(), hit.entity.clone(), hit.name.clone(), hit.score);
        match (recorded, now) {
            (Some(recorded), None) => {
                let (list, entity, name, score) = named(recorded);
                Some(Self::Missing { list, entity, name, score })
            }
            (None, Some(now)) => {
                let (list, entity, name, score) = named(now);
                Some(Self::Added { list, entity, name, score })
            }
            (Some(recorded), Some(now)) if recorded.score != now.score => {
                let (list, entity, name, score) = named(recorded);
                Some(Self::Score { list, entity, name, recorded: score, now: now.score })
            }
            (Some(recorded), Some(now)) if recorded != now => {
                let (list, entity, name, _) = named(recorded);
                let fields = [
                    ("name", recorded.name != now.name),
                    ("matched_name", recorded.matched_name != now.matched_name),
                    ("name_type", recorded.name_type != now.name_type),
                    ("designations", recorded.designations != now.designations),
                    ("explanation", recorded.explanation != now.explanation),
                ];
                let fields = fields.into_iter().filter_map(|(field, differs)| differs.then_some(field)).collect();
                Some(Self::Hit { list, entity, name, fields })
            }
            _ => None,
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Algorithm { recorded, now } => {
                write!(f, "algorithm: {recorded} in the record, {now} now; scores need not agree")
            }
            Self::List { list, recorded, now } => {
                let version = |version: &Option<ListVersion>| {
                    version.as_ref().map_or_else(
                        || "absent".to_owned(),
                        |list| format!("sha256 {} with {} entities", list.sha256, list.entities),
                    )
                };
                write!(f, "list {list}: {} in the record, {} now", version(recorded), version(now))
            }
            Self::Missing { list, entity, name, score } => {
                write!(f, "hit missing: {name} ({list} {entity}) scored {score}")
            }
            Self::Added { list, entity, name, score } => {
                write!(f, "hit added: {name} ({list} {entity}) scores {score}")
            }
            Self::Score { list, entity, name, recorded, now } => {
                write!(f, "score changed: {name} ({list} {entity}) scored {recorded}, now {now}")
            }
            Self::Hit { list, entity, name, fields } => {
                write!(f, "hit changed: {name} ({list} {entity}) in {}", fields.join(", "))
            }
            Self::Order => f.write_str("the hits are the same, in another order"),
        }
    }
}
