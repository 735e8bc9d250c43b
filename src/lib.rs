//! Screens counterparty names against sanctions lists.

pub mod batch;
#[cfg(feature = "bundled")]
pub mod bundled;
pub mod entity;
pub mod error;
pub mod evaluation;
pub mod explain;
pub mod list;
pub mod mutation;
mod name;

mod candidate;
mod decision;
mod hit;
mod identifier;
mod index;
mod metric;
mod profile;
mod query;
mod score;
mod screener;

#[cfg(feature = "bundled")]
pub use bundled::bundled_list;
pub use decision::{DecisionRecord, HitRecord, ListVersion};
pub use entity::{
    Address, Country, CountryCode, CountryRole, DateParseError, Designation, Entity, Gender, Identifier,
    IdentifierKind, Kind, Name, NameParts, NameType, PartialDate, Remark,
};
pub use error::{Error, Position, Result};
pub use explain::Explanation;
pub use hit::Hit;
pub use list::List;
pub use query::{MAX_IDENTIFIERS, MAX_NAME_CHARACTERS, Query};
pub use score::{Evidence, Score};
pub use screener::{Builder, Configuration, DEFAULT_THRESHOLD, Screener, WeakAliases, compare};
#[cfg(feature = "bundled")]
pub use screener::{bundled_screener, screen};
