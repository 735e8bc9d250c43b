//! Screens the names of counterparties against sanctions lists.
//!
//! Lists in, a [`Screener`] out; a name in, hits out: which entity could be meant, who listed it, by which of its names,
//! with what score, and why. Names may be written in any of the world's scripts, mistyped, respelled, translated,
//! shortened, or disguised. Nothing is sent anywhere; there is no server, no network and no clock.
//!
//! # First example
//!
//! The [bundled list](bundled_list) is there to try the crate with. It is no substitute for the official lists.
//!
#![cfg_attr(feature = "bundled", doc = "```")]
#![cfg_attr(not(feature = "bundled"), doc = "```ignore")]
//! let hits = sanctions_screen::screen("Hikvison Digital Tech")?; // mistyped and shortened
//! assert_eq!(hits[0].entity().primary_name(), "Hangzhou Hikvision Digital Technology Co., Ltd.");
//! assert!(hits[0].designated_by().contains(&"BIS"));
//!
//! assert!(sanctions_screen::screen("Acme Bakery GmbH")?.is_empty());
//! # Ok::<(), sanctions_screen::Error>(())
//! ```
//!
//! # With lists of your own
//!
//! [`List::open`](list::List::open) reads a published file, [`list::open_all`] whole folders; the format is told from the
//! content. Read strictly (the default), a list of which a record cannot be read is an error.
//!
#![cfg_attr(feature = "formats", doc = "```")]
#![cfg_attr(not(feature = "formats"), doc = "```ignore")]
//! use sanctions_screen::list::{List, ReadOptions};
//! use sanctions_screen::{Kind, Query, Score, Screener};
//!
//! let csv = "id,kind,name,aliases,birth_date,programmes\n\
//!            17,person,\"IVANOV, Pyotr Sergeyevich\",Pyotr Ivanov,1961-03-09,EXAMPLE\n";
//! let list = List::from_bytes("watchlist.csv", csv.as_bytes(), &ReadOptions::default())?;
//! let screener = Screener::builder().list(list).threshold(Score::from_ratio(0.8).unwrap()).build()?;
//!
//! // What is known beside the name raises or lowers a hit; what is absent says nothing.
//! let query = Query::new("Пётр Иванов")?.with_kind(Kind::Person).with_birth_date("1961".parse().unwrap());
//! let hits = screener.screen_query(&query);
//! assert_eq!(hits[0].entity().id, "17");
//!
//! // The same name with another date of birth is still shown, but lower: a person decides.
//! let other = Query::new("Pyotr Ivanov")?.with_birth_date("1990".parse().unwrap());
//! assert_eq!(screener.screen_query(&other)[0].score().to_string(), "0.8500");
//! # Ok::<(), sanctions_screen::Error>(())
//! ```
//!
//! # Why, and why not
//!
//! The lines of an [`Explanation`] add up to the score exactly. [`Screener::why`] explains an entity that was *not* hit;
//! [`compare`] two names without a list.
//!
//! ```
//! use sanctions_screen::{Entity, Kind, List, Query, Screener};
//!
//! let list = List::from_entities("own", "Example Bank", vec![
//!     Entity::new("1", Kind::Organization, "Wuhan Tongsheng Technology Co., Ltd."),
//! ])?;
//! let screener = Screener::builder().list(list).build()?;
//! let query = Query::new("Wuhan Global Sensor Technology")?;
//! assert!(screener.screen_query(&query).is_empty());
//!
//! let why = screener.why(&query, None, "1").expect("the entity is on the list");
//! assert!(why.score < screener.configuration().threshold);
//! let sum: i32 = why.lines.iter().map(|line| line.points).sum();
//! assert_eq!(sum, i32::from(why.score.ten_thousandths()));
//! // The word that tells most stands against the match.
//! let worst = why.lines.iter().min_by_key(|line| line.points).unwrap();
//! assert_eq!(worst.listed[0].text, "Tongsheng");
//! # Ok::<(), sanctions_screen::Error>(())
//! ```
//!
//! # Main types
//!
//! | type | is |
//! |---|---|
//! | [`Screener`] | lists made ready: immutable, `Send + Sync`, shared by any number of threads without a lock |
//! | [`Current`] | the screener in force, replaced by the next while calls are in flight |
//! | [`Query`] | a name, and what else is known. Making one can fail, screening one cannot |
//! | [`Hit`] | an entity at or above the threshold, by which of its names, on which list |
//! | [`Explanation`] | why a name scored what it scored, word by word |
//! | [`DecisionRecord`] | query, time, settings, list digests, version, hits and reasons, to keep for years |
//! | [`Journal`](journal::Journal) | a file of records that shows what was done to it |
//! | [`Exceptions`](exceptions::Exceptions) | pairs that a person has cleared: they mark hits, and never take one away |
//! | [`Rescreen`](rescreen::Rescreen) | what a new version of the lists changes |
//! | [`Entity`], [`List`] | what a publisher says, as plain data, with its provenance |
//! | [`Score`] | an integer of ten-thousandths |
//! | [`Error`] | what went wrong, where in which file, and what to do |
//!
//! [`batch::in_order`] screens many names on all cores; [`evaluation`] measures on labelled cases, [`mutation`] makes the
//! changed names of self-verification.
//!
//! # Contracts
//!
//! Each is held by tests.
//!
//! - **Lossless.** [`Screener::screen_query`] gives exactly the hits that comparing the query with *every* listed name
//!   gives, at any threshold: same entities, scores and order. [`Screener::screen_exhaustive`] is that slow comparison, kept
//!   as the oracle. There is no candidate limit.
//! - **Explained.** Explanations come from the alignment that made the score, and add up to it.
//! - **Deterministic.** Same list bytes, query, configuration and version: same answer, on any machine and any number of
//!   threads. Scores are integers; there is no floating point in them, no clock and no chance.
//! - **Honest.** Whatever would make an empty answer a lie is an error, and comes when a list is read, a screener built or
//!   a query made. Text that a loader does not understand stays with the entity as a remark.
//! - **Bounded.** No input panics or hangs. Names have at most [`MAX_NAME_CHARACTERS`] characters, queries at most
//!   [`MAX_IDENTIFIERS`] identifiers; lists have documented limits too (`docs/FORMATS.md`). What exceeds a limit is an
//!   error that says so.
//! - `#![forbid(unsafe_code)]`.
//!
//! # What the score means
//!
//! The share of the information in two names that agrees, from 0 to 1. 1 is for names that are equal but for case,
//! punctuation, accents, width and the like. It is no probability. The default threshold is [`DEFAULT_THRESHOLD`].
//! `docs/SCORING.md` has every number with its reason.
//!
//! # Limits
//!
//! - Names made of usual words alone (`Beijing Trading Company`) hit only what is nearly the same.
//! - Foreign brands written in Han by their sound and Japanese names in kanji are read as such where a table holds them, else
//!   as Chinese. Cantonese given names meet their pinyin only in part. Vowels of Arabic and Hebrew words that no table has are guessed.
//! - Ownership, addresses, goods and free text are not screened.
//! - Lists are not fetched here; `sanctions-screen-fetch`, a crate of its own, does that.
//!
//! # Features
//!
//! | feature | default | gives | costs |
//! |---|---|---|---|
//! | `bundled` | yes | [`bundled_list`], [`screen`] | 350 KB of text in the program; read on first use |
//! | `formats` | yes | [`list::List::open`] and all loaders | seven dependencies: `csv`, `quick-xml`, `calamine`, `flate2`, `zip`, `toml`, `encoding_rs` |
//! | `replace` | no | [`replace_file`]: files that are replaced whole or not at all | `tempfile` |
//! | `snapshot` | no | [`Screener::write_snapshot`] and [`Screener::open_snapshot`]: a built screener as a file | `crc32fast` |
//!
//! Without both, lists are made of [`Entity`] values, which are serde types. The tables that analyse names
//! (about 5 MB of text) are always part of the program; they are made ready on first use.
//!
//! # The rooms
//!
//! In the order in which data flows; each uses only rooms above it. Those without a link are private.
//!
//! | room | its one job |
//! |---|---|
//! | [`error`] | what went wrong, where, and what to do |
//! | `row` | rows of numbers as bytes, with checksums |
//! | `replace` | files that are replaced whole or not at all |
//! | `metric` | distances between words |
//! | [`entity`] | what a list says, as plain data |
//! | [`list`] | files to entities, with provenance |
//! | `name` | a name to words: what each is, how much it tells, what it meets |
//! | `profile` | a query after analysis: made once, compared many times |
//! | `query` | what the caller knows |
//! | `score` | which word answers which, and what that amounts to |
//! | `index` | listed names filed under the keys of their words |
//! | `candidate` | all names that could reach a score |
//! | [`explain`] | the alignment as lines that add up |
//! | `screener` | the front door |
//! | [`canonical`] | a value as the same JSON bytes everywhere |
//! | `timestamp` | a moment, as the caller's clock told it |
//! | `decision` | a record to keep |
//! | `snapshot` | a screener as a file |
//! | `current` | the screener in force, replaced while calls are in flight |
//! | `replay` | a record derived again, and what came out differently |
//! | [`journal`] | records in a file that shows what was done to it |
//! | [`exceptions`] | pairs that a person has looked at and cleared |
//! | [`rescreen`] | what another version of the lists changes, at the cost of what changed |
//! | [`evaluation`], [`mutation`] | measuring: on labelled cases, on changed forms of every listed name |
//! | [`batch`] | many names at once, in order |
//!
//! `docs/DESIGN.md` begins with the naive program and says why each of these is there.

pub mod batch;
#[cfg(feature = "bundled")]
pub mod bundled;
pub mod canonical;
pub mod entity;
pub mod error;
pub mod evaluation;
pub mod exceptions;
pub mod explain;
pub mod journal;
pub mod list;
pub mod mutation;
mod name;
pub mod rescreen;

mod candidate;
mod current;
mod decision;
mod hit;
mod identifier;
mod index;
mod metric;
mod profile;
mod query;
#[cfg(feature = "replace")]
mod replace;
mod replay;
#[cfg(feature = "snapshot")]
mod row;
mod score;
mod screener;
#[cfg(feature = "snapshot")]
mod snapshot;
mod timestamp;

#[cfg(feature = "bundled")]
pub use bundled::bundled_list;
pub use candidate::Work;
pub use current::{Current, Edition, Version};
pub use decision::{ALGORITHM, DecisionRecord, HitRecord, ListVersion};
pub use entity::{
    Address, Country, CountryCode, CountryRole, DateParseError, Designation, Entity, Gender, Identifier,
    IdentifierKind, Kind, Name, NameParts, NameType, PartialDate, Remark,
};
pub use error::{Error, Position, Result, SnapshotFault};
pub use explain::Explanation;
pub use hit::Hit;
pub use list::List;
pub use query::{MAX_IDENTIFIERS, MAX_NAME_CHARACTERS, Query};
#[cfg(feature = "replace")]
pub use replace::replace_file;
pub use replay::{Difference, Replay};
pub use score::{Evidence, Score};
pub use screener::{Builder, Configuration, DEFAULT_THRESHOLD, Screener, WeakAliases, compare};
#[cfg(feature = "bundled")]
pub use screener::{bundled_screener, screen};
pub use timestamp::{Timestamp, TimestampError};

// The examples of the pages are tested with those of the code.
#[cfg(all(doctest, feature = "bundled", feature = "formats"))]
#[doc = include_str!("../README.md")]
#[doc = include_str!("../docs/FORMATS.md")]
#[allow(missing_docs, missing_debug_implementations)]
pub struct Pages;
