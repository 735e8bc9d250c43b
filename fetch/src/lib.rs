//! Downloads published sanctions lists into a folder, and replaces a file only by one that holds a list.
//!
//! [`Sources`] says which lists there are and where; a [`Fetcher`] downloads one and answers with a [`Fetched`]: replaced,
//! unchanged or failed. Whatever goes wrong, the last good file stays where it is, and nobody ever sees a part of one.
//!
//! ```no_run
//! use sanctions_screen_fetch::{Fetcher, Folder, Settings, Sources};
//!
//! let sources = Sources::official();
//! let folder = Folder::open("lists")?;
//! let mut fetcher = Fetcher::new(Settings::default())?;
//! for source in sources.by_default() {
//!     let fetched = fetcher.fetch(source, &folder);
//!     println!("{fetched}");
//! }
//! # Ok::<(), sanctions_screen_fetch::Error>(())
//! ```
//!
//! # What can go wrong, and what is done then
//!
//! | what | is |
//! |---|---|
//! | no connection, no answer in time, cut off, 408, 425, 429, 500, 502, 503, 504 | tried again, later and later ([`Settings`]) |
//! | `Retry-After` | obeyed, or, where it is longer than the longest pause, the source is given up |
//! | any other answer than 200 and 304, certificates, redirects in a circle or away from https | given up |
//! | more bytes than the limit, also once decompressed | given up as soon as it is seen |
//! | not a list, a broken list, fewer entities than such a list has | given up |
//! | a list that is not the next version of the one in place | refused by the drift guard ([`sanctions_screen::list::drift`]) |
//!
//! `docs/FETCH.md` has the table of sources, `docs/RELIABILITY.md` the reasons.

mod download;
mod error;
mod fetcher;
mod folder;
mod source;

pub use error::{Error, Result};
pub use fetcher::{Changes, Fetched, Fetcher, Outcome, Settings};
pub use folder::{Folder, Receipt};
pub use source::{Source, Sources};
