//! Lists: the published files, read into entities with their provenance.
//!
//! [`List::open`] reads one file (or a set that belongs together, such as OFAC's CSV files), [`open_all`] whole folders.
//! The format is told from the content, never from the file name; `.gz` and `.zip` are read as they are.
//!
//! Nothing is dropped in silence: whatever a loader cannot read is an error, or, where the caller chose
//! [`ReadOptions::lenient`], a line of the [`LoadReport`].

pub mod drift;
mod entities;
mod report;
mod source;

#[cfg(feature = "formats")]
mod australia;
#[cfg(feature = "formats")]
mod bis_dpl;
#[cfg(feature = "formats")]
mod canada;
#[cfg(feature = "formats")]
mod cell;
#[cfg(feature = "formats")]
mod csl;
#[cfg(feature = "formats")]
mod eu_fsf_csv;
#[cfg(feature = "formats")]
mod eu_fsf_xml;
#[cfg(feature = "formats")]
mod files;
#[cfg(feature = "formats")]
mod format;
#[cfg(feature = "formats")]
mod json;
#[cfg(feature = "formats")]
mod ofac_advanced;
#[cfg(feature = "formats")]
mod ofac_csv;
#[cfg(feature = "formats")]
mod ofac_details;
#[cfg(feature = "formats")]
mod ofac_enhanced;
#[cfg(feature = "formats")]
mod ofac_xml;
#[cfg(feature = "formats")]
mod ofsi;
#[cfg(feature = "formats")]
mod opensanctions;
#[cfg(feature = "formats")]
mod own;
#[cfg(feature = "formats")]
mod seco;
#[cfg(feature = "formats")]
mod senzing;
#[cfg(feature = "formats")]
mod sheet;
#[cfg(feature = "formats")]
mod sink;
#[cfg(feature = "formats")]
mod table;
#[cfg(feature = "formats")]
mod uk_sanctions;
#[cfg(feature = "formats")]
mod un;
#[cfg(feature = "formats")]
mod wording;
#[cfg(feature = "formats")]
mod xml;

pub use entities::Entities;
#[cfg(feature = "snapshot")]
pub(crate) use entities::Packed;
#[cfg(feature = "formats")]
pub use files::{Skipped, open_all, open_each};
#[cfg(feature = "formats")]
pub use format::Format;
#[cfg(feature = "formats")]
pub use own::Mapping;
pub use report::{LoadReport, Problem, Severity};
pub use source::{ReadOptions, SourceFile};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::entity::{Entity, PartialDate};
use crate::error::{Error, Result};

/// A publisher's list at a date: its entities and where they come from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct List {
    /// A short id, unique among the lists of a screener (`ofac-sdn`, `eu-fsf`, a bank's own).
    pub id: String,
    /// The authority or company that publishes it.
    pub publisher: String,
    /// The date that the list bears, where it bears one.
    pub date: Option<PartialDate>,
    /// The files it was read from, each with its SHA-256; empty for a list made in memory.
    pub files: Vec<SourceFile>,
    /// SHA-256, in hexadecimal: of the file's bytes if it is one file; of the digests of all files, in order, if they are
    /// several; of the entities' canonical JSON if the list was made in memory.
    pub sha256: String,
    /// The entities, in the publisher's order.
    pub entities: Entities,
    /// What was read and what was left out.
    pub report: LoadReport,
}

impl List {
    /// A list made in memory.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] if there is no entity; [`Error::Malformed`] if an entity has no name or an id occurs twice.
    ///
    /// ```
    /// use sanctions_screen::{Entity, Kind, List};
    /// let list = List::from_entities("own", "Example Bank", vec![Entity::new("1", Kind::Organization, "Acme Arms Ltd")])?;
    /// assert_eq!(list.entities.len(), 1);
    /// # Ok::<(), sanctions_screen::Error>(())
    /// ```
    pub fn from_entities(id: impl Into<String>, publisher: impl Into<String>, entities: Vec<Entity>) -> Result<Self> {
        let id = id.into();
        if entities.is_empty() {
            return Err(Error::Empty { what: format!("list {id:?}") });
        }
        let mut seen = rustc_hash::FxHashSet::default();
        for (index, entity) in entities.iter().enumerate() {
            let position = || crate::error::Position::file(id.clone()).record(index as u64 + 1);
            if entity.names.iter().all(|name| name.full.trim().is_empty()) {
                return Err(Error::malformed(position().element("names"), &entity.id, "the entity has no name"));
            }
            if !seen.insert(entity.id.as_str()) {
                return Err(Error::malformed(position().element("id"), &entity.id, "the id occurs twice"));
            }
        }
        let mut hasher = Sha256::new();
        for entity in &entities {
            // An entity is plain data with string keys, which always serialises.
            hasher.update(serde_json::to_vec(entity).unwrap_or_default());
            hasher.update(b"\n");
        }
        let report = LoadReport { records: entities.len() as u64, ..LoadReport::default() };
        Ok(Self {
            id,
            publisher: publisher.into(),
            date: None,
            files: Vec::new(),
            sha256: source::hexadecimal(&hasher.finalize()),
            entities: entities.into(),
            report,
        })
    }

    /// Whether every record of the file is accounted for: it is an entity, was merged into one, set aside or left out.
    ///
    /// True of every list that this crate has read. To check it again where a list is taken into service costs nothing.
    ///
    /// ```
    /// use sanctions_screen::{Entity, Kind, List};
    /// let mut list = List::from_entities("own", "Example Bank", vec![Entity::new("1", Kind::Person, "Ivan Petrov")])?;
    /// assert!(list.balances());
    /// list.entities.clear();
    /// assert!(!list.balances());
    /// # Ok::<(), sanctions_screen::Error>(())
    /// ```
    pub fn balances(&self) -> bool {
        let LoadReport { records, merged, set_aside, left_out, .. } = self.report;
        records == self.entities.len() as u64 + merged + set_aside + left_out
    }

    /// The number of names of all entities.
    pub fn names(&self) -> usize {
        self.entities.names()
    }

    /// The number of identifiers of all entities.
    pub fn identifiers(&self) -> usize {
        self.entities.iter().map(|entity| entity.identifiers.len()).sum()
    }
}
