//! What another version of the lists changes for names screened before, at the cost of what changed.
//!
//! A score is a function of the query, the entity and the settings: no other entity on a list has a part in it. So an entity
//! that is the same in both versions gives the same hits, and only those that came, went or changed need be screened. From a
//! list of 18,000 entities of which a day changes 50, two screeners of 50 are made, and every name of the book is screened
//! against them.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::entity::Entity;
use crate::error::{Error, Position, Result};
use crate::hit::Hit;
use crate::list::List;
use crate::query::Query;
use crate::screener::{Configuration, Screener, check};

/// Two versions of lists, and what changed between them.
///
/// ```
/// use sanctions_screen::rescreen::{Change, Rescreen};
/// use sanctions_screen::{Configuration, Entity, Kind, List, Query};
///
/// let acme = Entity::new("1", Kind::Organization, "Acme Arms");
/// let zenith = Entity::new("2", Kind::Organization, "Zenith Missile Works");
/// let old = [List::from_entities("own", "Example Bank", vec![acme.clone()])?];
/// let new = [List::from_entities("own", "Example Bank", vec![acme, zenith])?];
///
/// let rescreen = Rescreen::new(&old, &new, Configuration::default())?;
/// assert_eq!(rescreen.changes().added, 1);
/// assert!(rescreen.screen(&Query::new("Acme Arms Ltd")?).is_empty()); // as before
/// let alerts = rescreen.screen(&Query::new("Zenith Missile")?);
/// assert!(matches!(&alerts[0], Change::Added(hit) if hit.entity().id == "2"));
/// # Ok::<(), sanctions_screen::Error>(())
/// ```
#[derive(Debug)]
pub struct Rescreen {
    /// What is on the list no more, or was other than now; `None` where there is no such entity.
    old: Option<Screener>,
    /// What is new on the list, or other than before.
    new: Option<Screener>,
    changes: Changes,
}

/// How many entities changed between two versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Changes {
    /// On the new version only.
    pub added: usize,
    /// On the old version only.
    pub removed: usize,
    /// On both, with other data.
    pub changed: usize,
    /// On both, with the same data.
    pub unchanged: usize,
}

/// What a new version changes for a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change<'a> {
    /// A hit that was none before.
    Added(Hit<'a>),
    /// A hit that is none any more.
    Removed(Hit<'a>),
    /// A hit before and now, with another score.
    Rescored {
        /// As it was.
        old: Hit<'a>,
        /// As it is.
        new: Hit<'a>,
    },
}

impl<'a> Change<'a> {
    /// The hit as it was before the change, if it was one.
    pub fn before(&self) -> Option<Hit<'a>> {
        match *self {
            Self::Removed(old) | Self::Rescored { old, .. } => Some(old),
            Self::Added(_) => None,
        }
    }

    /// The hit as it is now, if it is one.
    pub fn after(&self) -> Option<Hit<'a>> {
        match *self {
            Self::Added(new) | Self::Rescored { new, .. } => Some(new),
            Self::Removed(_) => None,
        }
    }
}

/// An entity's list and id: who it is, in both versions.
type Identity<'a> = (&'a str, &'a str);

impl Rescreen {
    /// Finds what changed: entities are told by the id of their list and their own, and compared in all their data.
    ///
    /// # Errors
    ///
    /// Those of [`Builder::build`](crate::Builder::build), for each of the two versions; [`Error::Malformed`] if an id occurs
    /// twice on a list.
    pub fn new(old: &[List], new: &[List], configuration: Configuration) -> Result<Self> {
        check(old, configuration)?;
        check(new, configuration)?;
        let (old_entities, new_entities) = (by_identity(old)?, by_identity(new)?);
        let mut changes = Changes::default();
        for (identity, entity) in &new_entities {
            match old_entities.get(identity) {
                None => changes.added += 1,
                Some(before) if *before == *entity => changes.unchanged += 1,
                Some(_) => changes.changed += 1,
            }
        }
        changes.removed = old_entities.len() - changes.unchanged - changes.changed;
        Ok(Self {
            old: without(old, &new_entities, configuration)?,
            new: without(new, &old_entities, configuration)?,
            changes,
        })
    }

    /// How many entities changed.
    pub fn changes(&self) -> Changes {
        self.changes
    }

    /// What the new version changes for a query: exactly the hits (entity and score) that screening both versions in full
    /// would give differently. Hits of the new version come first, in their order; then those that are none any more.
    pub fn screen(&self, query: &Query) -> Vec<Change<'_>> {
        let old = self.old.as_ref().map_or_else(Vec::new, |screener| screener.screen_query(query));
        let new = self.new.as_ref().map_or_else(Vec::new, |screener| screener.screen_query(query));
        let mut before: FxHashMap<Identity<'_>, Hit<'_>> = old.iter().map(|hit| (identity(hit), *hit)).collect();
        let mut found = Vec::new();
        for new in new {
            match before.remove(&identity(&new)) {
                None => found.push(Change::Added(new)),
                Some(old) if old.score() != new.score() => found.push(Change::Rescored { old, new }),
                Some(_) => {}
            }
        }
        found.extend(old.into_iter().filter(|hit| before.contains_key(&identity(hit))).map(Change::Removed));
        found
    }

    /// The entities that are gone or were other than now, made ready: explains [`Change::before`]. `None` if there is none.
    pub fn old_entities(&self) -> Option<&Screener> {
        self.old.as_ref()
    }

    /// The entities that are new or other than before, made ready: explains [`Change::after`]. `None` if there is none.
    pub fn new_entities(&self) -> Option<&Screener> {
        self.new.as_ref()
    }
}

fn identity<'a>(hit: &Hit<'a>) -> Identity<'a> {
    (&hit.list().id, &hit.entity().id)
}

fn by_identity(lists: &[List]) -> Result<FxHashMap<Identity<'_>, &Entity>> {
    let mut entities = FxHashMap::default();
    for list in lists {
        for (index, entity) in list.entities.iter().enumerate() {
            if entities.insert((list.id.as_str(), entity.id.as_str()), entity).is_some() {
                let position = Position::file(list.id.clone()).record(index as u64 + 1).element("id");
                return Err(Error::malformed(position, &entity.id, "the id occurs twice"));
            }
        }
    }
    Ok(entities)
}

/// The lists without the entities that the other version has too, with the same data.
fn without(
    lists: &[List],
    other: &FxHashMap<Identity<'_>, &Entity>,
    configuration: Configuration,
) -> Result<Option<Screener>> {
    let differs = |list: &List, entity: &Entity| {
        other.get(&(list.id.as_str(), entity.id.as_str())).is_none_or(|other| *other != entity)
    };
    let lists: Vec<List> = lists
        .iter()
        .map(|list| List {
            id: list.id.clone(),
            publisher: list.publisher.clone(),
            date: list.date,
            files: list.files.clone(),
            sha256: list.sha256.clone(),
            entities: list.entities.iter().filter(|entity| differs(list, entity)).cloned().collect(),
            report: list.report.clone(),
        })
        .collect();
    if lists.iter().all(|list| list.entities.is_empty()) {
        return Ok(None);
    }
    let builder = Screener::builder().lists(lists);
    builder.threshold(configuration.threshold).weak_aliases(configuration.weak_aliases).build().map(Some)
}
