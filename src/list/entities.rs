//! The entities of a list: given as they are, or kept as bytes of a snapshot and read when they are asked for.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::entity::Entity;

/// The entities of a list, in the publisher's order: a `Vec<Entity>` to whoever uses it.
///
/// Those of a screener that was read from a snapshot are kept as bytes. [`Self::len`], [`Self::names`] and [`Self::find`]
/// read none or one of them; whatever else is done with them reads them all, once.
///
/// ```
/// use sanctions_screen::list::Entities;
/// use sanctions_screen::{Entity, Kind};
///
/// let mut entities = Entities::from(vec![Entity::new("1", Kind::Organization, "Acme Arms Ltd")]);
/// entities.push(Entity::new("2", Kind::Person, "Ivan Petrov"));
/// assert_eq!((entities.len(), entities.names()), (2, 2));
/// assert_eq!(entities.find("2").unwrap().1.primary_name(), "Ivan Petrov");
/// ```
#[derive(Clone, Default)]
pub struct Entities {
    /// As bytes, where they come from a snapshot and nothing was changed.
    kept: Option<Arc<Kept>>,
    /// All others.
    given: Vec<Entity>,
}

/// Entities as JSON, one after the other, each read when it is first asked for.
struct Kept {
    json: Vec<u8>,
    /// Where each ends.
    ends: Vec<u32>,
    /// How many names each has.
    names: Vec<u32>,
    one: Vec<OnceLock<Box<Entity>>>,
    all: OnceLock<Vec<Entity>>,
}

impl Kept {
    fn json(&self, at: usize) -> &[u8] {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        let end = self.ends.get(at).copied().unwrap_or_default();
        self.json.get(start as usize..end as usize).unwrap_or_default()
    }

    fn parse(&self, at: usize) -> Entity {
        // The checksum was right, so a text that is no entity was put there by a hand: it is an entity without a name.
        serde_json::from_slice(self.json(at)).unwrap_or_default()
    }
}

impl Entities {
    /// Entities that were written by [`Self::to_json`], of which each has so many names.
    #[cfg(feature = "snapshot")]
    pub(crate) fn from_json(json: Vec<u8>, ends: Vec<u32>, names: Vec<u32>) -> Self {
        let mut one = Vec::new();
        one.resize_with(names.len(), OnceLock::new);
        Self { kept: Some(Arc::new(Kept { json, ends, names, one, all: OnceLock::new() })), given: Vec::new() }
    }

    /// The entities as JSON, one after the other, and where each ends.
    #[cfg(feature = "snapshot")]
    pub(crate) fn to_json(&self) -> (std::borrow::Cow<'_, [u8]>, Vec<u32>) {
        if let Some(kept) = &self.kept {
            return (kept.json.as_slice().into(), kept.ends.clone());
        }
        let (mut json, mut ends) = (Vec::new(), Vec::new());
        for entity in &self.given {
            // Plain data with texts for keys, written to memory: it cannot fail.
            let _ = serde_json::to_writer(&mut json, entity);
            ends.push(json.len() as u32);
        }
        (json.into(), ends)
    }

    fn all(&self) -> &Vec<Entity> {
        match &self.kept {
            Some(kept) => kept.all.get_or_init(|| (0..kept.names.len()).map(|at| kept.parse(at)).collect()),
            None => &self.given,
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.kept.as_ref().map_or(self.given.len(), |kept| kept.names.len())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many names they have together.
    pub fn names(&self) -> usize {
        match &self.kept {
            Some(kept) => kept.names.iter().map(|&names| names as usize).sum(),
            None => self.given.iter().map(|entity| entity.names.len()).sum(),
        }
    }

    /// How many names one has.
    pub(crate) fn names_of(&self, at: usize) -> usize {
        match &self.kept {
            Some(kept) => kept.names[at] as usize,
            None => self.given[at].names.len(),
        }
    }

    /// The entity at a place, without reading the others.
    pub(crate) fn at(&self, at: usize) -> &Entity {
        match &self.kept {
            Some(kept) => kept.one[at].get_or_init(|| Box::new(kept.parse(at))),
            None => &self.given[at],
        }
    }

    /// The first entity of this id and its place, without reading the others.
    pub fn find(&self, id: &str) -> Option<(usize, &Entity)> {
        let place = match &self.kept {
            Some(kept) => {
                // The id is written first.
                let beginning = format!("{{\"id\":{},", serde_json::Value::from(id));
                (0..kept.names.len()).find(|&at| kept.json(at).starts_with(beginning.as_bytes()))
            }
            None => self.given.iter().position(|entity| entity.id == id),
        }?;
        Some((place, self.at(place)))
    }
}

impl From<Vec<Entity>> for Entities {
    fn from(entities: Vec<Entity>) -> Self {
        Self { kept: None, given: entities }
    }
}

impl FromIterator<Entity> for Entities {
    fn from_iter<I: IntoIterator<Item = Entity>>(entities: I) -> Self {
        Vec::from_iter(entities).into()
    }
}

impl Deref for Entities {
    type Target = Vec<Entity>;

    fn deref(&self) -> &Vec<Entity> {
        self.all()
    }
}

impl DerefMut for Entities {
    fn deref_mut(&mut self) -> &mut Vec<Entity> {
        // Once changed they are other than the bytes.
        if let Some(kept) = self.kept.take() {
            self.given = (0..kept.names.len()).map(|at| kept.parse(at)).collect();
        }
        &mut self.given
    }
}

impl<'a> IntoIterator for &'a Entities {
    type Item = &'a Entity;
    type IntoIter = std::slice::Iter<'a, Entity>;

    fn into_iter(self) -> Self::IntoIter {
        self.all().iter()
    }
}

impl<'a> IntoIterator for &'a mut Entities {
    type Item = &'a mut Entity;
    type IntoIter = std::slice::IterMut<'a, Entity>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

impl IntoIterator for Entities {
    type Item = Entity;
    type IntoIter = std::vec::IntoIter<Entity>;

    fn into_iter(mut self) -> Self::IntoIter {
        std::mem::take(&mut *self).into_iter()
    }
}

impl PartialEq for Entities {
    fn eq(&self, other: &Self) -> bool {
        self.all() == other.all()
    }
}

impl Eq for Entities {}

impl fmt::Debug for Entities {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.all().fmt(f)
    }
}

impl Serialize for Entities {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.all().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Entities {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::from)
    }
}
