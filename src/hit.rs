//! A hit: an entity that scored at or above the threshold, and by which of its names.

use crate::entity::{Entity, Name};
use crate::list::List;
use crate::score::Score;

/// An entity found, and by which of its names.
///
/// Hits have a total order: the higher score first, then the list's place in the screener, then the entity's place on its
/// list. Ties never depend on threads or chance.
#[derive(Debug, Clone, Copy)]
pub struct Hit<'a> {
    pub(crate) list: &'a List,
    pub(crate) entity: &'a Entity,
    pub(crate) name: &'a Name,
    pub(crate) score: Score,
    /// The entity's number over all lists.
    pub(crate) number: u32,
}

impl<'a> Hit<'a> {
    /// The score.
    pub fn score(&self) -> Score {
        self.score
    }

    /// The entity found.
    pub fn entity(&self) -> &'a Entity {
        self.entity
    }

    /// The name by which it was found: the one of its names that scores highest.
    pub fn matched_name(&self) -> &'a Name {
        self.name
    }

    /// The list that holds the entity.
    pub fn list(&self) -> &'a List {
        self.list
    }

    /// Who has designated the entity, each authority once, in the order of the record; empty where it is publicly
    /// named only.
    pub fn designated_by(&self) -> Vec<&'a str> {
        let mut authorities: Vec<&str> = Vec::new();
        for designation in &self.entity.designations {
            if !authorities.contains(&designation.authority.as_str()) {
                authorities.push(&designation.authority);
            }
        }
        authorities
    }
}

impl PartialEq for Hit<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.score == other.score && self.number == other.number && std::ptr::eq(self.name, other.name)
    }
}

impl Eq for Hit<'_> {}

impl PartialOrd for Hit<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Hit<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        other.score.cmp(&self.score).then(self.number.cmp(&other.number))
    }
}
