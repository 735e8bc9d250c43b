//! Where lists are downloaded from.

use std::path::Path;
use std::{fs, io};

use sanctions_screen::list::Format;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// The table that comes with the crate.
const OFFICIAL: &str = include_str!("../sources.toml");
/// What a table of one's own may measure; the one that comes with the crate has 6 KB.
const MAX_TABLE: u64 = 1 << 20;

/// A list that is published at an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Source {
    /// A short id, unique in its table.
    pub id: String,
    /// The authority or company that publishes it.
    pub publisher: String,
    /// What it is called there.
    pub list: String,
    /// Its address.
    pub url: String,
    /// The file's name in the folder that is fetched into.
    pub file: String,
    /// The format that it is published in. It tells a user what comes; what came is told from the content.
    pub format: Format,
    /// Fewer entities than this are no such list.
    #[serde(default)]
    pub at_least: usize,
    /// Whether it is fetched unless others are named.
    #[serde(default = "yes")]
    pub by_default: bool,
    /// What a user must know.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

fn yes() -> bool {
    true
}

/// A table of sources.
///
/// ```
/// use sanctions_screen_fetch::Sources;
/// let sources = Sources::official();
/// assert_eq!(sources.find("un-sc").unwrap().file, "un-sc.xml");
///
/// // Another address for one list, the rest as it was.
/// let own = r#"
///     [[source]]
///     id = "un-sc"
///     publisher = "United Nations"
///     list = "Consolidated list"
///     url = "https://mirror.example.com/un.xml"
///     file = "un-sc.xml"
///     format = "un-xml"
/// "#;
/// let sources = sources.with(Sources::from_toml("own.toml", own)?)?;
/// assert_eq!(sources.find("un-sc").unwrap().url, "https://mirror.example.com/un.xml");
/// assert!(sources.find("eu-fsf").is_some());
/// # Ok::<(), sanctions_screen_fetch::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sources {
    file: String,
    sources: Vec<Source>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(rename = "source", default)]
    sources: Vec<Source>,
}

impl Sources {
    /// The table that comes with the crate: the lists of the authorities, and a few that are not fetched by default.
    ///
    /// # Panics
    ///
    /// Never: a test reads the table.
    pub fn official() -> Self {
        Self::from_toml("sources.toml", OFFICIAL).expect("the table that comes with the crate is read by a test")
    }

    /// A table of one's own.
    ///
    /// # Errors
    ///
    /// [`Error::File`] if the file cannot be read; else as [`Self::from_toml`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let failed = |source| Error::file(path, "cannot be read", source);
        if fs::metadata(path).map_err(failed)?.len() > MAX_TABLE {
            return Err(failed(io::Error::other(format!(
                "it has more than {MAX_TABLE} bytes: this is no table of sources"
            ))));
        }
        Self::from_toml(&path.display().to_string(), &fs::read_to_string(path).map_err(failed)?)
    }

    /// A table from its text; `file` stands for its name in messages.
    ///
    /// # Errors
    ///
    /// [`Error::Sources`] if it is not TOML, names a field that there is not or no source, two sources have one id or one
    /// file, or a file is not a plain name.
    pub fn from_toml(file: &str, text: &str) -> Result<Self> {
        let refused = |reason: String| Error::Sources { file: file.to_owned(), reason };
        let table: Table = toml::from_str(text).map_err(|error| refused(error.to_string().trim_end().to_owned()))?;
        if table.sources.is_empty() {
            return Err(refused("the table names no source; write one as [[source]]".to_owned()));
        }
        Self { file: file.to_owned(), sources: table.sources }.checked()
    }

    /// These sources, with those of `own` added or in the place of those with the same id.
    ///
    /// # Errors
    ///
    /// [`Error::Sources`] if two sources would then be fetched into one file.
    pub fn with(mut self, own: Self) -> Result<Self> {
        for source in own.sources {
            match self.sources.iter_mut().find(|known| known.id == source.id) {
                Some(known) => *known = source,
                None => self.sources.push(source),
            }
        }
        self.file = own.file;
        self.checked()
    }

    fn checked(self) -> Result<Self> {
        for (index, source) in self.sources.iter().enumerate() {
            let refused = |reason: String| {
                Err(Error::Sources { file: self.file.clone(), reason: format!("source {:?}: {reason}", source.id) })
            };
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
            if source.id.is_empty() || !source.id.chars().all(plain) {
                return refused("an id is made of letters, digits, '-', '_' and '.'".to_owned());
            }
            if source.file.is_empty() || source.file.starts_with('.') || !source.file.chars().all(plain) {
                let reason = format!(
                    "the file {:?} is no plain name: it is made of letters, digits, '-', '_' and '.', and does not \
                     begin with '.'",
                    source.file
                );
                return refused(reason);
            }
            for earlier in &self.sources[..index] {
                if earlier.id == source.id {
                    return refused("the id occurs twice".to_owned());
                }
                // Some file systems take upper and lower case for one.
                if earlier.file.eq_ignore_ascii_case(&source.file) {
                    return refused(format!("{:?} is fetched into the same file, {:?}", earlier.id, source.file));
                }
            }
        }
        Ok(self)
    }

    /// All sources, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Source> {
        self.sources.iter()
    }

    /// Those that are fetched unless others are named.
    pub fn by_default(&self) -> impl Iterator<Item = &Source> {
        self.iter().filter(|source| source.by_default)
    }

    /// The source of this id.
    pub fn find(&self, id: &str) -> Option<&Source> {
        self.iter().find(|source| source.id == id)
    }
}

impl<'a> IntoIterator for &'a Sources {
    type Item = &'a Source;
    type IntoIter = std::slice::Iter<'a, Source>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
