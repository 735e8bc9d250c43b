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

/// Entities as a snapshot has them, each read when it is first asked for.
#[cfg_attr(not(feature = "snapshot"), allow(dead_code, reason = "only snapshots make one"))]
struct Kept {
    packed: Packed,
    one: Vec<OnceLock<Box<Entity>>>,
    all: OnceLock<Vec<Entity>>,
}

/// The rows that entities are kept as: their JSON in compressed blocks, and beside it what is asked for without reading it.
#[derive(Clone, Default)]
#[cfg_attr(not(feature = "snapshot"), allow(dead_code, reason = "only snapshots make one"))]
pub(crate) struct Packed {
    /// How many names each has.
    pub(crate) names: Vec<u32>,
    /// The ids, one after the other, and where each ends.
    pub(crate) ids: String,
    pub(crate) id_ends: Vec<u32>,
    /// How long the JSON of each is.
    pub(crate) lengths: Vec<u32>,
    /// The blocks, and where each ends.
    pub(crate) blocks: Vec<u8>,
    pub(crate) block_ends: Vec<u32>,
}

impl Packed {
    /// Entities of one block: of more at once, each takes less room, and longer to be read.
    const BLOCK: usize = 32;

    #[cfg(feature = "snapshot")]
    fn new(entities: &[Entity]) -> Self {
        let mut packed = Self::default();
        let mut json = Vec::new();
        for block in entities.chunks(Self::BLOCK) {
            json.clear();
            for entity in block {
                let start = json.len();
                // Plain data with texts for keys, written to memory: it cannot fail.
                let _ = serde_json::to_writer(&mut json, entity);
                packed.lengths.push((json.len() - start) as u32);
                packed.names.push(entity.names.len() as u32);
                packed.ids.push_str(&entity.id);
                packed.id_ends.push(packed.ids.len() as u32);
            }
            packed.blocks.extend(lz4_flex::block::compress(&json));
            packed.block_ends.push(packed.blocks.len() as u32);
        }
        packed
    }

    /// The JSON of a block. None where the numbers do not fit, which a checksum keeps from happening by chance.
    fn block(&self, block: usize) -> Option<Vec<u8>> {
        let start = block.checked_sub(1).map_or(Some(&0), |before| self.block_ends.get(before))?;
        let packed = self.blocks.get(*start as usize..*self.block_ends.get(block)? as usize)?;
        let lengths = self.lengths.iter().skip(block * Self::BLOCK).take(Self::BLOCK);
        decompressed(packed, lengths.map(|&length| length as usize).sum())
    }

    /// One entity of a block that was read. What is no entity was put there by a hand, and is read as one without a name.
    fn entity(&self, at: usize, block: Option<&[u8]>) -> Entity {
        let first = at - at % Self::BLOCK;
        let start: usize = self.lengths[first..at].iter().map(|&length| length as usize).sum();
        let json = block.and_then(|json| json.get(start..start + self.lengths[at] as usize));
        serde_json::from_slice(json.unwrap_or_default()).unwrap_or_default()
    }

    fn id(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.id_ends[before]);
        self.ids.get(start as usize..self.id_ends[at] as usize).unwrap_or_default()
    }
}

#[cfg(feature = "snapshot")]
fn decompressed(packed: &[u8], length: usize) -> Option<Vec<u8>> {
    /// LZ4 makes no more of a byte, so no more memory is asked for.
    const MOST_OF_A_BYTE: usize = 255;
    let is_possible = length <= packed.len() * MOST_OF_A_BYTE;
    if is_possible { lz4_flex::block::decompress(packed, length).ok() } else { None }
}

#[cfg(not(feature = "snapshot"))]
fn decompressed(_: &[u8], _: usize) -> Option<Vec<u8>> {
    None
}

impl Kept {
    fn parse(&self, at: usize) -> Entity {
        self.packed.entity(at, self.packed.block(at / Packed::BLOCK).as_deref())
    }

    fn parse_all(&self) -> Vec<Entity> {
        let mut block = None;
        let all = (0..self.one.len()).map(|at| {
            if at % Packed::BLOCK == 0 {
                block = self.packed.block(at / Packed::BLOCK);
            }
            self.packed.entity(at, block.as_deref())
        });
        all.collect()
    }
}

impl Entities {
    /// Entities that were kept so; `None` where there are not as many numbers of one kind as of the other.
    #[cfg(feature = "snapshot")]
    pub(crate) fn from_packed(packed: Packed) -> Option<Self> {
        let count = packed.names.len();
        if packed.id_ends.len() != count || packed.lengths.len() != count {
            return None;
        }
        let mut one = Vec::new();
        one.resize_with(count, OnceLock::new);
        Some(Self { kept: Some(Arc::new(Kept { packed, one, all: OnceLock::new() })), given: Vec::new() })
    }

    /// The entities as they are to be kept.
    #[cfg(feature = "snapshot")]
    pub(crate) fn packed(&self) -> std::borrow::Cow<'_, Packed> {
        match &self.kept {
            Some(kept) => std::borrow::Cow::Borrowed(&kept.packed),
            None => std::borrow::Cow::Owned(Packed::new(&self.given)),
        }
    }

    fn all(&self) -> &Vec<Entity> {
        match &self.kept {
            Some(kept) => kept.all.get_or_init(|| kept.parse_all()),
            None => &self.given,
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.kept.as_ref().map_or(self.given.len(), |kept| kept.one.len())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many names they have together.
    pub fn names(&self) -> usize {
        match &self.kept {
            Some(kept) => kept.packed.names.iter().map(|&names| names as usize).sum(),
            None => self.given.iter().map(|entity| entity.names.len()).sum(),
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
            Some(kept) => (0..kept.one.len()).find(|&at| kept.packed.id(at) == id),
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
            self.given = kept.parse_all();
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
