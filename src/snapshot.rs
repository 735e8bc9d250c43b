//! A screener as a file, read in a small part of the time that it takes to read the lists and to build it again.
//!
//! A snapshot holds the lists with their provenance, the entities and all that is looked up in; it holds no settings. It is
//! rows of numbers ([`row`](crate::row)), each with a checksum, the same on every machine. Entities are read when they are
//! asked for.
//!
//! What analyses names decides under which keys they are filed, so a snapshot is read only by the build that wrote it:
//! the sources and tables of the crate are part of what it bears.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use crate::decision::ALGORITHM;
use crate::error::{Error, Result, SnapshotFault};
use crate::index::{Index, KeyTable, ListedName, WholeNames};
use crate::list::{Entities, List, Packed};
use crate::name::deletion_hash;
use crate::row::{RowError, RowReader, RowWriter};
use crate::screener::Screener;

/// What every snapshot begins with. The last byte is the version of the format, and those before it would not survive a
/// program that takes the file for text.
const BEGINNING: [u8; 8] = *b"SSNAP\r\n\x01";

/// What this build writes and reads. Hashes of texts are not the same on machines of 32 bits.
fn build() -> String {
    format!(
        "{} {}, algorithm {ALGORITHM}, {}-{:08x}",
        env!("CARGO_PKG_NAME"),
        env!("CARGO_PKG_VERSION"),
        env!("SANCTIONS_SCREEN_BUILD"),
        deletion_hash(b"snapshot") as u32
    )
}

impl Screener {
    /// Writes the screener, without its settings. The same lists give the same bytes, whether the screener was built from
    /// them or read from a snapshot.
    ///
    /// To replace a snapshot that others may be reading, write it through [`replace_file`](crate::replace_file).
    ///
    /// # Errors
    ///
    /// Whatever the writer says.
    ///
    /// ```
    /// use sanctions_screen::{Entity, Kind, List, Screener};
    /// let list = List::from_entities("own", "Example Bank", vec![Entity::new("1", Kind::Organization, "Acme Arms")])?;
    /// let screener = Screener::builder().list(list).build()?;
    ///
    /// let mut snapshot = Vec::new();
    /// screener.write_snapshot(&mut snapshot)?;
    /// let read = Screener::from_snapshot(&snapshot)?;
    /// assert_eq!(read.screen("ACME ARMS LTD")?[0].entity().id, "1");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_snapshot(&self, mut to: impl Write) -> io::Result<()> {
        to.write_all(&BEGINNING)?;
        let mut rows = RowWriter::new(&mut to);
        rows.bytes(build().as_bytes())?;
        let lists: Vec<List> = self.lists.iter().map(without_entities).collect();
        rows.bytes(&serde_json::to_vec(&lists)?)?;
        for List { entities, .. } in &*self.lists {
            let packed = entities.packed();
            rows.u32s(packed.names.iter().copied())?;
            rows.bytes(packed.ids.as_bytes())?;
            rows.u32s(packed.id_ends.iter().copied())?;
            rows.u32s(packed.lengths.iter().copied())?;
            rows.bytes(&packed.blocks)?;
            rows.u32s(packed.block_ends.iter().copied())?;
        }
        self.identifiers.write(&mut rows)?;
        self.whole_names.write(&mut rows)?;
        self.index.write(&mut rows)
    }

    /// Reads a snapshot from a file. The settings are the default ones; [`Self::with_configuration`] sets others.
    ///
    /// The checksums show damage. They are no signature: whoever can write the file can write what he likes, as with the
    /// lists themselves.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if the file cannot be read; [`Error::Snapshot`] if it is no snapshot, is cut off or damaged, or was
    /// written by another build.
    ///
    /// ```
    /// # use sanctions_screen::{Entity, Kind, List, Screener};
    /// # let list = List::from_entities("own", "Example Bank", vec![Entity::new("1", Kind::Organization, "Acme Arms")])?;
    /// # let screener = Screener::builder().list(list).build()?;
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("lists.snapshot");
    /// screener.write_snapshot(std::fs::File::create(&path)?)?;
    /// let read = Screener::open_snapshot(&path)?;
    /// assert_eq!(read.lists()[0].sha256, screener.lists()[0].sha256);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open_snapshot(path: impl AsRef<Path>) -> Result<Self> {
        let name = path.as_ref().display().to_string();
        let failed = |source| Error::Io { path: name.clone(), source };
        let mut file = File::open(&path).map_err(failed)?;
        let length = file.metadata().map_err(failed)?.len();
        Self::read(&mut file, length).map_err(|error| named(error, name))
    }

    /// Reads a snapshot from memory.
    ///
    /// # Errors
    ///
    /// [`Error::Snapshot`], as [`Self::open_snapshot`].
    pub fn from_snapshot(mut bytes: &[u8]) -> Result<Self> {
        let length = bytes.len() as u64;
        Self::read(&mut bytes, length).map_err(|error| named(error, "snapshot".to_owned()))
    }

    fn read(from: &mut dyn Read, length: u64) -> Result<Self, RowError> {
        let mut beginning = [0; BEGINNING.len()];
        let read = from.take(beginning.len() as u64).read(&mut beginning)?;
        if beginning[..read] != BEGINNING[..read] || read == 0 {
            return Err(SnapshotFault::NotASnapshot.into());
        }
        let left = length.checked_sub(BEGINNING.len() as u64).ok_or(SnapshotFault::Truncated)?;
        let mut rows = RowReader::new(from, left);
        let (found, expected) = (rows.text()?, build());
        if found != expected {
            return Err(SnapshotFault::OtherBuild { found, expected }.into());
        }
        let inconsistent = RowError::inconsistent;
        let mut lists: Vec<List> = serde_json::from_slice(&rows.bytes()?).map_err(|_| inconsistent("the lists"))?;
        let mut names_of: Vec<u32> = Vec::new();
        for list in &mut lists {
            let packed = Packed {
                names: rows.u32s()?,
                ids: rows.text()?,
                id_ends: rows.u32s()?,
                lengths: rows.u32s()?,
                blocks: rows.bytes()?,
                block_ends: rows.u32s()?,
            };
            names_of.extend(&packed.names);
            list.entities = Entities::from_packed(packed).ok_or_else(|| inconsistent("the entities"))?;
        }
        let is_listed =
            |name: ListedName| names_of.get(name.entity() as usize).is_some_and(|&names| name.name() < names);
        let identifiers = KeyTable::read(&mut rows, names_of.len())?;
        let whole_names = WholeNames::read(&mut rows, is_listed)?;
        let index = Index::read(&mut rows, is_listed)?;
        rows.finish()?;
        Self::of(lists, index, identifiers, whole_names).map_err(|_| inconsistent("the lists"))
    }
}

fn named(error: RowError, file: String) -> Error {
    match error {
        RowError::Io(source) => Error::Io { path: file, source },
        RowError::Fault(fault) => Error::Snapshot { file, fault },
    }
}

fn without_entities(list: &List) -> List {
    List {
        id: list.id.clone(),
        publisher: list.publisher.clone(),
        date: list.date,
        files: list.files.clone(),
        sha256: list.sha256.clone(),
        entities: Entities::default(),
        report: list.report.clone(),
    }
}
