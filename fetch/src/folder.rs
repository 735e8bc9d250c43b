//! The folder that is fetched into: the files, and what is noted beside each.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use sanctions_screen::list::{List, ReadOptions};
use sanctions_screen::{PartialDate, replace_file};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::error::{Error, Result};
use crate::source::Source;

/// What was downloaded, and what it held: kept beside the file as `.NAME.receipt.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Receipt {
    /// The address that it came from.
    pub url: String,
    /// What the server calls this version, to ask whether there is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// When the server says that it was changed last, to ask the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
    /// SHA-256 of the file, in hexadecimal: a receipt counts only for the file that it was written for.
    pub sha256: String,
    /// The length of the file.
    pub bytes: u64,
    /// The id that the list gave itself.
    pub list: String,
    /// The date that the list bears.
    pub date: Option<PartialDate>,
    /// The entities on it.
    pub entities: usize,
}

/// A folder that lists are fetched into. While it is open no other program can open it to fetch into it.
///
/// ```
/// # let temporary = tempfile::tempdir().unwrap();
/// # let path = temporary.path().join("lists");
/// use sanctions_screen_fetch::{Error, Folder};
/// let folder = Folder::open(&path)?;
/// assert!(matches!(Folder::open(&path), Err(Error::Busy { .. })));
/// drop(folder);
/// Folder::open(&path)?;
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// Locked until it is dropped, also where the program is killed.
    _lock: File,
}

impl Folder {
    /// Opens the folder, and makes it where there is none.
    ///
    /// # Errors
    ///
    /// [`Error::Busy`] if another program has it open, [`Error::File`] if it cannot be made or written to.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self> {
        let path = path.into();
        fs::create_dir_all(&path).map_err(|source| Error::file(&path, "the folder cannot be made", source))?;
        let lock_path = path.join(".fetch.lock");
        let failed = |source| Error::file(&lock_path, "cannot be written", source);
        let lock = File::options().create(true).append(true).open(&lock_path).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path, _lock: lock }),
            Err(fs::TryLockError::WouldBlock) => Err(Error::Busy { folder: path.display().to_string() }),
            Err(fs::TryLockError::Error(source)) => Err(failed(source)),
        }
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The file of a source.
    pub fn file(&self, source: &Source) -> PathBuf {
        self.path.join(&source.file)
    }

    fn receipt_file(&self, source: &Source) -> PathBuf {
        self.path.join(format!(".{}.receipt.json", source.file))
    }

    /// The list in place, to hold the next version against. Read leniently even where new files are read strictly; `None` if
    /// there is no file, or it is no list.
    pub(crate) fn list(&self, source: &Source, options: &ReadOptions) -> Option<List> {
        List::open(self.file(source), &options.clone().lenient()).ok()
    }

    /// What is known of the file in place: its receipt, or, where that is missing or is not for this file (somebody put it
    /// there by hand), what reading the file shows. `None` if there is no file, or it is no list.
    ///
    /// # Errors
    ///
    /// [`Error::File`] if the file cannot be read.
    pub fn last_good(&self, source: &Source, options: &ReadOptions) -> Result<Option<Receipt>> {
        let path = self.file(source);
        let failed = |error| Error::file(&path, "cannot be read", error);
        let (sha256, bytes) = match File::open(&path).and_then(digest) {
            Ok(known) => known,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(error)),
        };
        // A receipt that cannot be read costs one download; it is no reason to fail.
        let receipt = fs::read(self.receipt_file(source)).ok();
        let receipt: Option<Receipt> = receipt.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        if let Some(receipt) = receipt.filter(|receipt| receipt.sha256 == sha256) {
            return Ok(Some(receipt));
        }
        Ok(self.list(source, options).map(|list| Receipt {
            url: String::new(),
            etag: None,
            last_modified: None,
            sha256,
            bytes,
            date: list.date,
            entities: list.entities.len(),
            list: list.id,
        }))
    }

    /// Puts a file in place, whole or not at all.
    ///
    /// The receipt comes after the file. If the program ends in between, the receipt is not for this file, does not count,
    /// and the next fetch asks for the whole file.
    pub(crate) fn replace(&self, source: &Source, content: &[u8], receipt: &Receipt) -> Result<()> {
        self.remove_parts(source);
        let path = self.file(source);
        replace_file(&path, |file| file.write_all(content))
            .map_err(|error| Error::file(&path, "cannot be written", error))?;
        self.note(source, receipt)
    }

    pub(crate) fn note(&self, source: &Source, receipt: &Receipt) -> Result<()> {
        let path = self.receipt_file(source);
        let failed = |error| Error::file(&path, "cannot be written", error);
        let json = serde_json::to_vec_pretty(receipt).map_err(|error| failed(error.into()))?;
        replace_file(&path, |file| file.write_all(&json)).map_err(failed)
    }

    /// Removes what a program that was killed while it wrote this file has left behind: nobody else writes it, for the
    /// folder is locked. What cannot be removed does no harm.
    fn remove_parts(&self, source: &Source) {
        let ours = [format!(".{}.", source.file), format!("..{}.receipt.json.", source.file)];
        for entry in fs::read_dir(&self.path).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let is_part = Path::new(&name).extension().is_some_and(|extension| extension == "part");
            let name = name.to_string_lossy();
            if is_part && ours.iter().any(|prefix| name.starts_with(prefix)) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// SHA-256 in hexadecimal, and the length.
fn digest(mut file: File) -> io::Result<(String, u64)> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 64 << 10];
    let mut bytes = 0;
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        hasher.update(&buffer[..read]);
        bytes += read as u64;
    }
    let mut text = String::new();
    for byte in hasher.finalize() {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    Ok((text, bytes))
}
