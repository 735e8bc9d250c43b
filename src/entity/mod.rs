//! What a list says of an entity, as published: plain data, no analysis.
//!
//! Every loader fills these types; nothing else in the crate knows a file format.

mod country;
mod date;

pub use country::{Country, CountryCode};
pub use date::{DateParseError, PartialDate};

use serde::{Deserialize, Serialize};

/// What an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A natural person.
    Person,
    /// A company, authority, group, military unit, or any other body.
    Organization,
    /// A ship.
    Vessel,
    /// An aircraft.
    Aircraft,
    /// The publisher does not say.
    #[default]
    Unknown,
}

impl Kind {
    /// The word used on the command line and in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Vessel => "vessel",
            Self::Aircraft => "aircraft",
            Self::Unknown => "unknown",
        }
    }
}

/// What a publisher says of the standing of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NameType {
    /// The name under which the entity is listed.
    #[default]
    Primary,
    /// Another name that the publisher stands behind, or does not qualify.
    StrongAlias,
    /// A broad or generic alias, flagged by the publisher as weak, low quality or the like
    /// (OFAC FAQ 122: "weak AKA").
    WeakAlias,
    /// A name that the entity no longer bears.
    FormerName,
}

/// The parts of a name where a publisher gives them apart. Absent parts are empty.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NameParts {
    /// Family name or names.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub family: String,
    /// Given name or names, patronymics and all that stands beside the family name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub given: String,
}

/// A name as it stands on the list.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Name {
    /// The whole name, as published, outer blanks removed.
    pub full: String,
    /// Its standing.
    #[serde(rename = "type", default)]
    pub name_type: NameType,
    /// Its parts, where the publisher gives them apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parts: Option<NameParts>,
    /// The language or script that the publisher states, in its words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

impl Name {
    /// A name of this standing, without parts.
    pub fn new(full: impl Into<String>, name_type: NameType) -> Self {
        Self { full: full.into(), name_type, parts: None, language: None }
    }
}

/// What a country has to do with an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CountryRole {
    /// Nationality or citizenship.
    Nationality,
    /// Country of an address, or where it resides or operates.
    Residence,
    /// Country of birth.
    Birth,
    /// Country of registration or incorporation.
    Registration,
    /// Flag of a vessel or aircraft, present or former.
    Flag,
    /// The publisher does not say how.
    Related,
}

/// An address as published.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Address {
    /// All of it on one line, in the publisher's order.
    pub full: String,
    /// Its country, where stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
}

/// The system that an identifier belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum IdentifierKind {
    /// Legal Entity Identifier (ISO 17442).
    Lei,
    /// IMO ship or company number.
    Imo,
    /// Maritime Mobile Service Identity.
    Mmsi,
    /// Call sign.
    CallSign,
    /// Business Identifier Code (ISO 9362, SWIFT).
    Bic,
    /// Passport or travel document.
    Passport,
    /// National identity card or number.
    NationalId,
    /// Tax number of any country, the Russian INN among them.
    TaxNumber,
    /// Registration number of any register, the Russian OGRN among them.
    Registration,
    /// Unified Social Credit Code (China, GB 32100-2015).
    UnifiedSocialCreditCode,
    /// Securities number: ISIN, ticker.
    Security,
    /// Wallet address of a virtual currency.
    Wallet,
    /// Tail number, construction number or other mark of an aircraft.
    AircraftMark,
    /// Telephone number.
    Phone,
    /// Electronic mail address.
    Email,
    /// Web site.
    Website,
    /// Anything else; the label says what.
    Other,
}

/// An identifier as published.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Identifier {
    /// The system it belongs to.
    pub kind: IdentifierKind,
    /// The value, as published, outer blanks removed.
    pub value: String,
    /// The issuing country, where stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// The publisher's own word for it and whatever else stands with it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
}

/// Gender, where a publisher states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gender {
    /// Stated female.
    Female,
    /// Stated male.
    Male,
}

/// One listing: who put the entity on which programme, and when.
///
/// Most lists give one authority for all; the bundled list and consolidated lists give several.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Designation {
    /// The authority, by its short name (`OFAC`, `BIS`, `UN`, `EU`, `OFSI`, `FCDO`, `SECO`, `GAC`, `DFAT`...).
    pub authority: String,
    /// The programme or regime, as published; empty where none is stated.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub programme: String,
    /// The day of listing, where stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listed_on: Option<PartialDate>,
    /// Where this is published: list and record, notice or journal reference.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reference: String,
}

/// Text of a record that has no field of its own: nothing that a publisher wrote is lost.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Remark {
    /// The publisher's column, element or key.
    pub label: String,
    /// The text.
    pub text: String,
}

/// A listed entity, as published.
///
/// # Example
///
/// ```
/// use sanctions_screen::{Entity, Kind, Name, NameType};
///
/// let mut entity = Entity::new("30946", Kind::Organization, "Hangzhou Hikvision Digital Technology Co., Ltd.");
/// entity.names.push(Name::new("HIKVISION", NameType::StrongAlias));
/// assert_eq!(entity.primary_name(), "Hangzhou Hikvision Digital Technology Co., Ltd.");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Entity {
    /// The record's id on its list.
    pub id: String,
    /// What it is.
    #[serde(default)]
    pub kind: Kind,
    /// All its names, in the publisher's order.
    pub names: Vec<Name>,
    /// Who listed it. Empty: publicly named, but designated by nobody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub designations: Vec<Designation>,
    /// Countries with their roles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<(CountryRole, Country)>,
    /// Dates of birth (or of a vessel's building), several where the publisher is not sure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub birth_dates: Vec<PartialDate>,
    /// Places of birth.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub birth_places: Vec<String>,
    /// Gender, where stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    /// Addresses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<Address>,
    /// Identifiers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<Identifier>,
    /// Titles and positions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub positions: Vec<String>,
    /// All other text of the record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Remark>,
}

/// Values of a field that a new one is compared with. No published entity has as many; a file made to have a million must not
/// take hours, and a repetition does no harm.
const COMPARED: usize = 2_000;

/// Adds a value, unless it is there.
pub(crate) fn push_new<T: PartialEq>(known: &mut Vec<T>, value: T) {
    if !known.iter().take(COMPARED).any(|known| *known == value) {
        known.push(value);
    }
}

impl Entity {
    /// An entity with one primary name and nothing else.
    pub fn new(id: impl Into<String>, kind: Kind, primary_name: impl Into<String>) -> Self {
        Self { id: id.into(), kind, names: vec![Name::new(primary_name, NameType::Primary)], ..Self::default() }
    }

    /// The first primary name, else the first name of any standing, else nothing.
    pub fn primary_name(&self) -> &str {
        self.names
            .iter()
            .find(|name| name.name_type == NameType::Primary)
            .or_else(|| self.names.first())
            .map_or("", |name| &name.full)
    }

    /// Whether any authority has listed it, or it is only publicly named.
    pub fn is_designated(&self) -> bool {
        !self.designations.is_empty()
    }

    /// Adds a name unless it is blank or already there with the same text.
    ///
    /// Returns whether it was added. A repeated text with a stronger standing raises the standing.
    pub fn add_name(&mut self, name: Name) -> bool {
        let full = name.full.trim();
        if full.is_empty() {
            return false;
        }
        if let Some(known) = self.names.iter_mut().take(COMPARED).find(|known| known.full == full) {
            known.name_type = known.name_type.min(name.name_type);
            return false;
        }
        let full = full.to_owned();
        self.names.push(Name { full, ..name });
        true
    }

    /// Keeps `text` under `label`, unless it is blank.
    pub fn add_remark(&mut self, label: &str, text: &str) {
        let text = text.trim();
        if !text.is_empty() {
            self.remarks.push(Remark { label: label.to_owned(), text: text.to_owned() });
        }
    }

    /// Adds an identifier, unless its value is blank or already there with the same kind.
    pub fn add_identifier(&mut self, kind: IdentifierKind, value: &str, country: Option<Country>, label: &str) {
        let value = value.trim();
        if value.is_empty()
            || self.identifiers.iter().take(COMPARED).any(|known| known.kind == kind && known.value == value)
        {
            return;
        }
        self.identifiers.push(Identifier { kind, value: value.to_owned(), country, label: label.trim().to_owned() });
    }

    /// Adds a country in a role, unless it is blank or already there.
    pub fn add_country(&mut self, role: CountryRole, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        push_new(&mut self.countries, (role, Country::new(text)));
    }
}
