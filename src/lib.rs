//! Screens counterparty names against sanctions lists.

#[cfg(feature = "bundled")]
mod bundled;
pub mod entity;
pub mod error;
pub mod list;

#[cfg(feature = "bundled")]
pub use bundled::bundled_list;
pub use entity::{
    Address, Country, CountryCode, CountryRole, DateParseError, Designation, Entity, Gender, Identifier,
    IdentifierKind, Kind, Name, NameParts, NameType, PartialDate, Remark,
};
pub use error::{Error, Position, Result};
pub use list::List;
