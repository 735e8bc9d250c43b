//! Exceptions: pairs of a query and a listed entity that a person has looked at and cleared.
//!
//! An exception never takes a hit away. It marks it: the hit stays where it is, with who cleared it, why, and until when. And
//! it holds only for what was looked at: the same question (name, kind, country, date of birth, identifiers), the same entity
//! with the same data, within its time. Where one of these is no longer so, the hit is a hit, and says why the exception does
//! not apply.
//!
//! Exceptions are kept as JSON lines, one for each:
//!
//! ```json
//! {"query":{"name":"Acme Arms Bakery"},"list":"own","entity":"1","entity_digest":"8a1f...","reason":"a bakery in Ohio","reviewer":"J. Doe","cleared_on":"2026-11-24","expires":"2027-11-24"}
//! ```

use std::fmt;
use std::path::Path;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::canonical;
use crate::entity::{Entity, PartialDate};
use crate::error::{Error, Position, Result};
use crate::hit::Hit;
use crate::query::Query;

/// A pair that was cleared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// What was asked. Its name is compared after lossless normalisation (case, punctuation, accents, width), the rest as it is.
    pub query: Query,
    /// The id of the list.
    pub list: String,
    /// The id of the entity on it.
    pub entity: String,
    /// The entity's data as they were looked at ([`digest`]).
    pub entity_digest: String,
    /// Why the entity is not the one asked for.
    pub reason: String,
    /// Who says so.
    pub reviewer: String,
    /// The day it was cleared: the first on which it applies.
    pub cleared_on: PartialDate,
    /// The last day on which it applies.
    pub expires: PartialDate,
}

/// The SHA-256, in hexadecimal, of the canonical JSON of an entity: of all that its list says of it.
#[expect(clippy::missing_panics_doc, reason = "it cannot: the type has a JSON form whatever it holds")]
pub fn digest(entity: &Entity) -> String {
    canonical::digest(entity).expect("an entity is plain data with texts for keys, which JSON always holds")
}

/// Why an exception does not apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Lapse {
    /// The entity's data are not those that were looked at.
    EntityChanged,
    /// Its last day is over.
    Expired,
    /// It was made later than the day of the question.
    NotYet,
    /// The name is the one that was cleared, but something else is known beside it.
    OtherQuery,
}

impl fmt::Display for Lapse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EntityChanged => "the listed data have changed since",
            Self::Expired => "it has expired",
            Self::NotYet => "it was made later",
            Self::OtherQuery => "something else is known beside the name than was looked at",
        })
    }
}

/// What exceptions say of a hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Review<'e> {
    /// There is no exception for it.
    Open,
    /// It is cleared.
    Cleared(&'e Exception),
    /// It was cleared once, and the exception does not apply.
    Lapsed(&'e Exception, Lapse),
}

impl<'e> Review<'e> {
    /// Whether the hit is cleared, and so no alert.
    pub fn is_cleared(&self) -> bool {
        matches!(self, Self::Cleared(_))
    }

    /// The exception, whether it applies or not.
    pub fn exception(&self) -> Option<&'e Exception> {
        match *self {
            Self::Open => None,
            Self::Cleared(exception) | Self::Lapsed(exception, _) => Some(exception),
        }
    }
}

impl Exception {
    /// Whether and why not this exception applies to a query for its name and a hit of its entity, on a day.
    fn lapse(&self, query: &Query, entity_digest: &str, on: PartialDate) -> Option<Lapse> {
        let known = |query: &Query| (query.kind(), query.country(), query.birth_date());
        if known(&self.query) != known(query) || self.query.identifiers() != query.identifiers() {
            Some(Lapse::OtherQuery)
        } else if self.entity_digest != entity_digest {
            Some(Lapse::EntityChanged)
        } else if on < self.cleared_on {
            Some(Lapse::NotYet)
        } else if on > self.expires || !is_day(on) {
            Some(Lapse::Expired)
        } else {
            None
        }
    }

    /// What is wrong with it, if anything: the field and why.
    fn fault(&self) -> Option<(&'static str, String, &'static str)> {
        if self.entity_digest.len() != 64 || self.entity_digest.bytes().any(|b| !matches!(b, b'0'..=b'9' | b'a'..=b'f'))
        {
            let reason = "it must be the SHA-256 of the entity, as `sanctions-screen clear` writes it";
            return Some(("entity_digest", self.entity_digest.clone(), reason));
        }
        for (field, text) in [("reason", &self.reason), ("reviewer", &self.reviewer)] {
            if text.trim().is_empty() {
                return Some((field, text.clone(), "it is blank; say who cleared the pair, and why"));
            }
        }
        for (field, date) in [("cleared_on", self.cleared_on), ("expires", self.expires)] {
            if !is_day(date) {
                return Some((field, date.to_string(), "it must be a day, as YYYY-MM-DD"));
            }
        }
        (self.expires < self.cleared_on)
            .then(|| ("expires", self.expires.to_string(), "it lies before the day of clearing"))
    }
}

/// A year or a month, or a date that is only about right, may lie on either side of another.
fn is_day(date: PartialDate) -> bool {
    date.day().is_some() && !date.is_about()
}

/// All exceptions, ready to be looked up.
///
/// ```
/// use sanctions_screen::exceptions::{Exception, Exceptions, digest};
/// use sanctions_screen::{Entity, Kind, List, Query, Screener};
///
/// let list = List::from_entities("own", "Example Bank", vec![Entity::new("1", Kind::Organization, "Acme Arms")])?;
/// let screener = Screener::builder().list(list).build()?;
/// let query = Query::new("Acme Arms Bakery")?;
/// let hits = screener.screen_query(&query);
///
/// let exceptions = Exceptions::new([Exception {
///     query: query.clone(),
///     list: "own".to_owned(),
///     entity: "1".to_owned(),
///     entity_digest: digest(hits[0].entity()),
///     reason: "a bakery in Ohio".to_owned(),
///     reviewer: "J. Doe".to_owned(),
///     cleared_on: "2026-11-24".parse().unwrap(),
///     expires: "2027-11-24".parse().unwrap(),
/// }])?;
/// let on = |day: &str| exceptions.review(&query, &hits, day.parse().unwrap());
/// assert!(on("2027-01-31")[0].is_cleared());
/// assert!(!on("2028-01-31")[0].is_cleared());
/// # Ok::<(), sanctions_screen::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Exceptions {
    /// By the query's name after lossless normalisation.
    by_name: FxHashMap<String, Vec<Exception>>,
}

impl Exceptions {
    /// Exceptions made in memory.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] if one has no reason, no reviewer, a date that is no day, or ends before it begins.
    pub fn new(exceptions: impl IntoIterator<Item = Exception>) -> Result<Self> {
        let mut all = Self::default();
        for (index, exception) in exceptions.into_iter().enumerate() {
            all.add(exception, || Position::file("exceptions").record(index as u64 + 1))?;
        }
        Ok(all)
    }

    /// Reads a file of JSON lines. Blank lines are passed over; any other that is no exception makes the file an error.
    ///
    /// # Errors
    ///
    /// [`Error::Io`]; [`Error::Malformed`] with the line.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let text =
            std::fs::read_to_string(path).map_err(|source| Error::Io { path: path.display().to_string(), source })?;
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        Self::from_json_lines(&name, &text)
    }

    /// The same from text; `name` is what errors call it.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] with the line.
    pub fn from_json_lines(name: &str, text: &str) -> Result<Self> {
        let mut all = Self::default();
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let position = || Position::file(name).line(index as u64 + 1);
            let exception = serde_json::from_str(line)
                .map_err(|error| Error::malformed(position(), line, format!("no exception: {error}")))?;
            all.add(exception, position)?;
        }
        Ok(all)
    }

    fn add(&mut self, exception: Exception, position: impl Fn() -> Position) -> Result<()> {
        if let Some((field, value, reason)) = exception.fault() {
            return Err(Error::malformed(position().element(field), &value, reason));
        }
        self.by_name.entry(exception.query.profile().normalized.clone()).or_default().push(exception);
        Ok(())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.by_name.values().map(Vec::len).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }

    /// What the exceptions say of each hit of a query on a day, in the order of the hits.
    ///
    /// Where several are for one pair, one that applies goes before one that does not, and the later line before the earlier.
    /// On a date that is no single day (a year, say) none applies, for some of its days may lie behind the last.
    pub fn review(&self, query: &Query, hits: &[Hit<'_>], on: PartialDate) -> Vec<Review<'_>> {
        let of_name = self.by_name.get(query.profile().normalized.as_str()).map_or(&[][..], Vec::as_slice);
        hits.iter().map(|hit| review(of_name, query, hit, on)).collect()
    }
}

fn review<'e>(of_name: &'e [Exception], query: &Query, hit: &Hit<'_>, on: PartialDate) -> Review<'e> {
    let mut review = Review::Open;
    let mut entity_digest = None;
    for exception in of_name.iter().rev() {
        if exception.list != hit.list().id || exception.entity != hit.entity().id {
            continue;
        }
        match exception.lapse(query, entity_digest.get_or_insert_with(|| digest(hit.entity())), on) {
            None => return Review::Cleared(exception),
            Some(lapse) if review == Review::Open => review = Review::Lapsed(exception, lapse),
            Some(_) => {}
        }
    }
    review
}
