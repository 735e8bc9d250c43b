//! The files a list is read from, and how they are to be read.

use serde::{Deserialize, Serialize};

/// A file that a list was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// Its name without the folder.
    pub name: String,
    /// SHA-256 of its bytes as they are on disk (compressed, if compressed), in hexadecimal.
    pub sha256: String,
    /// Its length in bytes as it is on disk.
    pub bytes: u64,
}

/// Most bytes that one file may hold once decompressed. The largest published list is under 400 MB.
#[cfg(feature = "formats")]
const MAX_BYTES: u64 = 2 << 30;

/// How a list is to be read.
///
/// ```
/// use sanctions_screen::list::ReadOptions;
/// let options = ReadOptions::default().lenient();
/// assert!(options.is_lenient());
/// ```
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    lenient: bool,
    most_bytes: Option<u64>,
    #[cfg(feature = "formats")]
    mappings: Vec<super::own::Mapping>,
}

impl ReadOptions {
    /// Leaves out what cannot be read and reports it, instead of refusing the list.
    ///
    /// A file that is cut off or not well-formed is refused all the same: there is no telling what is missing.
    #[must_use]
    pub fn lenient(mut self) -> Self {
        self.lenient = true;
        self
    }

    /// Whether [`Self::lenient`] was chosen.
    pub fn is_lenient(&self) -> bool {
        self.lenient
    }

    /// Refuses a file that holds more bytes once decompressed; 2 GiB if nothing is said.
    ///
    /// ```
    /// use sanctions_screen::Error;
    /// use sanctions_screen::list::{List, ReadOptions};
    /// let csv = "id,kind,name\n1,person,Ivan Petrov\n";
    /// let read = List::from_bytes("own.csv", csv.as_bytes(), &ReadOptions::default().most_bytes(20));
    /// assert!(matches!(read, Err(Error::LimitExceeded { limit: 20, .. })));
    /// ```
    #[must_use]
    pub fn most_bytes(mut self, bytes: u64) -> Self {
        self.most_bytes = Some(bytes);
        self
    }

    #[cfg(feature = "formats")]
    pub(super) fn byte_limit(&self) -> u64 {
        self.most_bytes.unwrap_or(MAX_BYTES)
    }

    /// Reads tables and JSON files whose fields have other names than ours.
    ///
    /// May be given several times: a file is read with the first mapping that recognises it, before any built-in format
    /// is tried. A file that none of them recognises is read as if there were no mapping.
    #[cfg(feature = "formats")]
    #[must_use]
    pub fn mapping(mut self, mapping: super::own::Mapping) -> Self {
        self.mappings.push(mapping);
        self
    }

    #[cfg(feature = "formats")]
    pub(super) fn mappings(&self) -> &[super::own::Mapping] {
        &self.mappings
    }
}

pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
