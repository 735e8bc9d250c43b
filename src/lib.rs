//! Screens counterparty names against sanctions lists.

pub mod entity;
pub mod error;
pub mod list;
mod name;

pub use entity::{
    Address, Country, CountryCode, CountryRole, DateParseError, Designation, Entity, Gender, Identifier,
    IdentifierKind, Kind, Name, NameParts, NameType, PartialDate, Remark,
};
pub use error::{Error, Position, Result};
pub use list::List;
