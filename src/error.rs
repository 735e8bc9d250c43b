//! The crate's one error: what went wrong, where, and what to do about it.

use std::fmt;

/// A result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Where in a list file something stands. Unknown parts are `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Position {
    /// The file's name, without its folder; `archive.zip!inner.xml` inside an archive.
    pub file: String,
    /// The line, counted from 1, where the record or the bad construct begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The record's number in the file, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<u64>,
    /// The XML element, CSV column, spreadsheet cell or JSON key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub element: Option<String>,
}

impl Position {
    /// A place in `file` of which nothing more is known.
    pub fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), ..Self::default() }
    }

    /// The same place, at this line.
    #[must_use]
    pub fn line(mut self, line: u64) -> Self {
        self.line = Some(line);
        self
    }

    /// The same place, in this record.
    #[must_use]
    pub fn record(mut self, record: u64) -> Self {
        self.record = Some(record);
        self
    }

    /// The same place, at this element, column, cell or key.
    #[must_use]
    pub fn element(mut self, element: impl Into<String>) -> Self {
        self.element = Some(element.into());
        self
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.file.is_empty() { "input" } else { &self.file })?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if let Some(record) = self.record {
            write!(f, ", record {record}")?;
        }
        if let Some(element) = &self.element {
            write!(f, ", {element}")?;
        }
        Ok(())
    }
}

/// Everything that can go wrong while a list is read, a screener built or a query made.
///
/// Screening itself cannot fail.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be read.
    #[error("{path}: cannot be read: {source}")]
    Io {
        /// The path as it was given.
        path: String,
        /// The operating system's reason.
        source: std::io::Error,
    },
    /// The content is of no list format that this build knows.
    #[error("{file}: not a known list format: {reason}; `docs/FORMATS.md` names the formats that are read")]
    UnknownFormat {
        /// The file's name.
        file: String,
        /// What was seen instead.
        reason: String,
    },
    /// The file is cut off, not well-formed, or not what its format promises.
    #[error("{position}: {reason}{}", quoted(.value))]
    Malformed {
        /// Where.
        position: Position,
        /// The offending value, shortened; empty where there is none.
        value: String,
        /// What is wrong, and what to do.
        reason: String,
    },
    /// A documented limit was exceeded.
    #[error("{what} is {actual}, the limit is {limit}: {advice}")]
    LimitExceeded {
        /// What was too large, with its place.
        what: String,
        /// Its size.
        actual: u64,
        /// The limit.
        limit: u64,
        /// What to do.
        advice: &'static str,
    },
    /// A list holds no entity, or a screener was given no list: every answer would be a lie.
    #[error("{what} holds no entity: nothing could ever be found; load a list that has entities")]
    Empty {
        /// The list or screener.
        what: String,
    },
    /// A query says nothing that could be compared.
    #[error("the name {name:?} cannot be screened: {reason}")]
    InvalidQuery {
        /// The name as it was given, shortened.
        name: String,
        /// Why, and what to do.
        reason: String,
    },
    /// A setting is out of its range.
    #[error("the setting {setting} cannot be {value}: {reason}")]
    InvalidSetting {
        /// The setting's name.
        setting: &'static str,
        /// The offending value.
        value: String,
        /// The range, and what to do.
        reason: &'static str,
    },
    /// A snapshot cannot be used.
    #[error("{file}: {fault}; write it again from the lists")]
    Snapshot {
        /// The path as it was given.
        file: String,
        /// What is wrong with it.
        fault: SnapshotFault,
    },
}

/// Why a snapshot cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SnapshotFault {
    /// It does not begin as a snapshot does.
    #[error("it is no snapshot")]
    NotASnapshot,
    /// It ends before its end.
    #[error("the snapshot is cut off")]
    Truncated,
    /// A checksum is not what it should be, or something stands behind the end.
    #[error("the snapshot is damaged: it is not as it was written")]
    Damaged,
    /// Another version of the format, or another version of what analyses names, wrote it.
    #[error("the snapshot was written by another build ({found}) than this one ({expected})")]
    OtherBuild {
        /// The build that wrote it.
        found: String,
        /// This one.
        expected: String,
    },
    /// The checksums are right, but what it says does not fit together.
    #[error("the snapshot contradicts itself: {0}")]
    Inconsistent(&'static str),
}

fn quoted(value: &str) -> String {
    if value.is_empty() { String::new() } else { format!(": {:?}", shortened(value)) }
}

/// At most 120 characters of `value`, so that a message stays readable.
pub(crate) fn shortened(value: &str) -> String {
    const LONGEST: usize = 120;
    if value.chars().count() <= LONGEST {
        value.to_owned()
    } else {
        value.chars().take(LONGEST).chain(['…']).collect()
    }
}

impl Error {
    /// An error about `value` at `position`.
    pub(crate) fn malformed(position: Position, value: &str, reason: impl Into<String>) -> Self {
        Self::Malformed { position, value: shortened(value), reason: reason.into() }
    }
}
