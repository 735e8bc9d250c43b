//! What a caller knows of a counterparty.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::entity::{CountryCode, IdentifierKind, Kind, PartialDate};
use crate::error::{Error, Result, shortened};
use crate::name::MAX_CHARACTERS;
use crate::profile::{Profile, SharedProfile};

/// Most identifiers of one query.
pub const MAX_IDENTIFIERS: usize = 100;
/// Longest name of a query, in characters.
pub const MAX_NAME_CHARACTERS: usize = MAX_CHARACTERS;

/// A name to screen, with whatever else is known: kind, country, date of birth, identifiers.
///
/// Making a query can fail; screening a made query cannot.
///
/// ```
/// use sanctions_screen::{Kind, Query};
/// let query = Query::new("Oleg Deripaska")?.with_kind(Kind::Person).with_birth_date("1968-01-02".parse().unwrap());
/// assert_eq!(query.name(), "Oleg Deripaska");
/// assert!(Query::new(" -- ").is_err());
/// # Ok::<(), sanctions_screen::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct Query {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<Kind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<CountryCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    birth_date: Option<PartialDate>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    identifiers: Vec<(Option<IdentifierKind>, String)>,
    #[serde(skip)]
    profile: SharedProfile,
}

/// What is not known is refused: a query without what its caller believed to have said is another query.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unchecked {
    name: String,
    #[serde(default)]
    kind: Option<Kind>,
    #[serde(default)]
    country: Option<CountryCode>,
    #[serde(default)]
    birth_date: Option<PartialDate>,
    #[serde(default)]
    identifiers: Vec<(Option<IdentifierKind>, String)>,
}

impl TryFrom<Unchecked> for Query {
    type Error = Error;

    fn try_from(unchecked: Unchecked) -> Result<Self> {
        let Unchecked { name, kind, country, birth_date, identifiers } = unchecked;
        if identifiers.len() > MAX_IDENTIFIERS {
            return Err(Error::LimitExceeded {
                what: "the number of identifiers of the query".to_owned(),
                actual: identifiers.len() as u64,
                limit: MAX_IDENTIFIERS as u64,
                advice: "send the strongest ones",
            });
        }
        let query = Self::new(name)?;
        let query = match kind {
            Some(kind) => query.with_kind(kind),
            None => query,
        };
        Ok(Self { country, birth_date, identifiers, ..query })
    }
}

impl Query {
    /// A query by name alone.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidQuery`] if the name is empty or holds nothing that could be compared (only punctuation, titles,
    /// particles); [`Error::LimitExceeded`] if it is longer than [`MAX_NAME_CHARACTERS`].
    pub fn new(name: impl Into<String>) -> Result<Self> {
        let name = name.into();
        let characters = name.chars().count();
        if characters > MAX_NAME_CHARACTERS {
            return Err(Error::LimitExceeded {
                what: format!("the length of the name {:?}", shortened(&name)),
                actual: characters as u64,
                limit: MAX_NAME_CHARACTERS as u64,
                advice: "send the name alone, without the text around it",
            });
        }
        if name.trim().is_empty() {
            return Err(Error::InvalidQuery {
                name,
                reason: "it is empty; leave the row out or find its name".to_owned(),
            });
        }
        let profile = Profile::new(&name, None);
        if profile.is_empty() {
            let reason = "it holds no letters or digits that could be compared".to_owned();
            return Err(Error::InvalidQuery { name: shortened(&name), reason });
        }
        Ok(Self {
            name,
            kind: None,
            country: None,
            birth_date: None,
            identifiers: Vec::new(),
            profile: SharedProfile(Arc::new(profile)),
        })
    }

    /// What the counterparty is.
    #[must_use]
    pub fn with_kind(mut self, kind: Kind) -> Self {
        if self.kind != Some(kind) {
            self.profile = SharedProfile(Arc::new(Profile::new(&self.name, Some(kind))));
        }
        self.kind = Some(kind);
        self
    }

    /// A country it has to do with.
    #[must_use]
    pub fn with_country(mut self, country: CountryCode) -> Self {
        self.country = Some(country);
        self
    }

    /// Its date of birth, as far as known.
    #[must_use]
    pub fn with_birth_date(mut self, date: PartialDate) -> Self {
        self.birth_date = Some(date);
        self
    }

    /// An identifier; without a kind it is compared with identifiers of all kinds that identify by themselves.
    ///
    /// Identifiers beyond [`MAX_IDENTIFIERS`] are refused.
    ///
    /// # Errors
    ///
    /// [`Error::LimitExceeded`] from the hundred and first identifier on.
    pub fn with_identifier(mut self, kind: Option<IdentifierKind>, value: impl Into<String>) -> Result<Self> {
        if self.identifiers.len() >= MAX_IDENTIFIERS {
            return Err(Error::LimitExceeded {
                what: "the number of identifiers of the query".to_owned(),
                actual: self.identifiers.len() as u64 + 1,
                limit: MAX_IDENTIFIERS as u64,
                advice: "send the strongest ones",
            });
        }
        self.identifiers.push((kind, value.into()));
        Ok(self)
    }

    /// What is compared of the name.
    pub(crate) fn profile(&self) -> &Profile {
        &self.profile.0
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name after lossless normalisation (case, punctuation, accents, width): two names that are the same by it score 1,
    /// and an exception for one holds for the other.
    ///
    /// ```
    /// use sanctions_screen::Query;
    /// assert_eq!(Query::new("ACME-Arms  Gmbh.")?.normalized(), Query::new("Acme Arms GmbH")?.normalized());
    /// # Ok::<(), sanctions_screen::Error>(())
    /// ```
    pub fn normalized(&self) -> &str {
        &self.profile().normalized
    }

    /// What it is, if the caller said.
    pub fn kind(&self) -> Option<Kind> {
        self.kind
    }

    /// Its country, if the caller said.
    pub fn country(&self) -> Option<CountryCode> {
        self.country
    }

    /// Its date of birth, if the caller said.
    pub fn birth_date(&self) -> Option<PartialDate> {
        self.birth_date
    }

    /// Its identifiers.
    pub fn identifiers(&self) -> &[(Option<IdentifierKind>, String)] {
        &self.identifiers
    }
}
