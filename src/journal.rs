//! A journal of decisions: a file that grows by a line for each record, and shows if anybody has touched it.
//!
//! Each line is canonical JSON ([`crate::canonical`]) of four members, always in this order:
//!
//! ```json
//! {"hash":"5e88...","previous":"0000...","record":{"algorithm":1,"configuration":{}},"sequence":1}
//! ```
//!
//! `hash` is the SHA-256 of the 64 hexadecimal digits of `previous` followed by the bytes of `record` as they stand in the
//! line; `previous` is the `hash` of the line before, 64 zeros in the first; `sequence` counts the lines from 1. So a line
//! that was altered, taken out, put in, repeated or moved breaks the chain, and [`Journal::verify`] names it. Any
//! tool that knows SHA-256 can do the same.
//!
//! What a chain alone cannot show: that lines were cut off at its *end*, or that somebody has written all of it anew. Note the
//! last hash elsewhere from time to time (a ticket, a mail, a system of record); it stands in the journal for ever after.
//!
//! # What survives a crash
//!
//! [`Journal::append`] hands a line to the operating system in one write: a process that is killed loses no record that was
//! acknowledged. Whether a record survives a power cut is the caller's choice, [`Sync`].
//!
//! A crash can leave the last line half-written. [`Journal::open`] cuts such a *torn tail* off, keeps it in a file beside
//! the journal, and says so ([`Journal::repaired`]). Such a line was never acknowledged. A last line that lacks nothing but
//! its line break keeps its place and gets it. Everything else that is not as it should be is an error, and the file stays
//! as it is.
//!
//! One process writes a journal at a time: it is locked while it is open. Opening reads and hashes all of it, so
//! begin a new file from time to time, each day or month.

use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::canonical;
use crate::decision::DecisionRecord;
use crate::timestamp::Timestamp;

/// What stands for the hash of the line before the first.
const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";
/// How each line begins.
const BEGINNING: &str = "{\"hash\":\"";
/// The longest line that is read. A hit takes about a thousand bytes.
pub const MAX_LINE_BYTES: u64 = 256 << 20;

/// A result of this module.
pub type Result<T, E = JournalError> = std::result::Result<T, E>;

/// When records are forced to the disk (`fsync`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sync {
    /// Before [`Journal::append`] returns: what it has acknowledged survives a power cut. Costs what the disk takes, often
    /// some milliseconds.
    #[default]
    EveryRecord,
    /// When the caller calls [`Journal::sync`], for many records at once: a power cut can lose what was appended since.
    OnCall,
}

/// What is wrong with a journal.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JournalError {
    /// The operating system refuses.
    #[error("{}: {action}: {source}", path.display())]
    Io {
        /// The journal, or the file beside it.
        path: PathBuf,
        /// What was tried.
        action: &'static str,
        /// The operating system's reason.
        source: io::Error,
    },
    /// Another process has it open for writing.
    #[error("{}: another process writes this journal; wait for it, or write to another file", path.display())]
    Locked {
        /// The journal.
        path: PathBuf,
    },
    /// A line is not as it was written.
    #[error(
        "{}, line {line}: {fault}; the lines before it are whole. Do not write on: keep the file as it is, find out who \
         had access, and begin a new one",
        path.display()
    )]
    Broken {
        /// The journal.
        path: PathBuf,
        /// The line, counted from 1.
        line: u64,
        /// What is wrong with it.
        fault: Fault,
    },
    /// The last line was not written to its end. [`Journal::open`] repairs it.
    #[error(
        "{}, line {line}: the last {bytes} bytes are a line that was not written to its end, as a crash leaves it; the lines \
         before it are whole. Writing to the journal repairs it",
        path.display()
    )]
    Torn {
        /// The journal.
        path: PathBuf,
        /// The line, counted from 1.
        line: u64,
        /// Its length.
        bytes: u64,
    },
    /// The record is longer than any line that would be read again.
    #[error(
        "{}: the record takes {bytes} bytes, the limit is {MAX_LINE_BYTES}: it has too many hits; screen at a higher threshold",
        path.display()
    )]
    TooLong {
        /// The journal.
        path: PathBuf,
        /// The length of the line.
        bytes: u64,
    },
    /// A write failed before and could not be undone: what the file holds is not known.
    #[error("{}: an earlier write failed, so no more is written; open the journal again", path.display())]
    Unusable {
        /// The journal.
        path: PathBuf,
    },
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// It has not the form of a line.
    #[error("is no line of a journal")]
    Form,
    /// It is longer than [`MAX_LINE_BYTES`].
    #[error("is longer than {MAX_LINE_BYTES} bytes, which no record is")]
    Long,
    /// Its number is not that of its place: lines were taken out, put in or moved.
    #[error("bears the number {found}: lines were taken out, put in or moved")]
    Sequence {
        /// Its number, as it stands there.
        found: String,
    },
    /// It does not follow the line before it.
    #[error("does not follow the line before it: one of the two was altered, or lines were taken out, put in or moved")]
    Chain,
    /// Its hash is not that of its record.
    #[error("the record was altered: its hash is {found}, the line says {stated}")]
    Hash {
        /// As the line says.
        stated: String,
        /// As it is.
        found: String,
    },
    /// The chain is whole, but the record is none that this version can read.
    #[error("the line is whole, but the record cannot be read: {reason}; a newer version may have written it")]
    Record {
        /// Why.
        reason: String,
    },
}

/// A line that was written, or read and found to follow the lines before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The number of the line, counted from 1.
    pub sequence: u64,
    /// The hash of the line before.
    pub previous: String,
    /// The hash of this line.
    pub hash: String,
    /// The record as it stands in the line.
    json: String,
}

impl Entry {
    /// The record as canonical JSON.
    pub fn json(&self) -> &str {
        &self.json
    }

    /// The record.
    ///
    /// # Errors
    ///
    /// If it is of a form that this version does not know.
    pub fn record(&self) -> Result<DecisionRecord, serde_json::Error> {
        serde_json::from_str(&self.json)
    }
}

/// What a journal holds, told by [`Journal::verify`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// Its records.
    pub records: u64,
    /// The hash of the last line: whoever notes it elsewhere can tell later that nothing up to here was changed.
    pub head: Option<String>,
    /// When the first record was made, where it says so.
    pub first_at: Option<Timestamp>,
    /// When the last record was made, where it says so.
    pub last_at: Option<Timestamp>,
}

/// A torn tail that was cut off.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Repair {
    /// The number that the line would have had.
    pub line: u64,
    /// The bytes cut off.
    pub bytes: u64,
    /// The file that they were moved to.
    pub kept_in: PathBuf,
}

/// A journal open for writing.
///
/// ```
/// use sanctions_screen::journal::{Journal, Sync};
/// use sanctions_screen::{DecisionRecord, Entity, Kind, List, Query, Screener};
///
/// let list = List::from_entities("own", "Example Bank", vec![Entity::new("1", Kind::Organization, "Acme Arms")])?;
/// let screener = Screener::builder().list(list).build()?;
/// # let folder = std::env::temp_dir().join(format!("sanctions-screen-doc-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// let path = folder.join("decisions.jsonl");
/// # let _ = std::fs::remove_file(&path);
///
/// let mut journal = Journal::open(&path, Sync::EveryRecord)?;
/// for name in ["Acme Arms Ltd", "Hamlet Bakery"] {
///     let record = DecisionRecord::new(&screener, &Query::new(name)?);
///     journal.append(&record.with_time("2026-11-24T09:30:00Z".parse()?))?;
/// }
/// drop(journal);
///
/// assert_eq!(Journal::verify(&path)?.records, 2);
/// let text = std::fs::read_to_string(&path)?;
/// std::fs::write(&path, text.replace("Hamlet", "Othello"))?;
/// assert!(Journal::verify(&path).unwrap_err().to_string().contains("line 2: the record was altered"));
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    sync: Sync,
    /// Lines and bytes that are whole, and the hash of the last line.
    lines: u64,
    bytes: u64,
    head: String,
    usable: bool,
    repaired: Option<Repair>,
}

impl Journal {
    /// Opens a journal for writing, or begins one; checks every line of it, and repairs a torn tail.
    ///
    /// # Errors
    ///
    /// [`JournalError::Locked`] if another process has it open, [`JournalError::Broken`] if a line is not as it was written
    /// or the file is no journal, [`JournalError::Io`].
    pub fn open(path: impl AsRef<Path>, sync: Sync) -> Result<Self> {
        let path = path.as_ref();
        let failed = |action| move |source| JournalError::Io { path: path.to_owned(), action, source };
        let is_new = !path.exists();
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(failed("cannot be opened"))?;
        // A pipe would be waited for without end, and keeps nothing.
        if !file.metadata().map_err(failed("cannot be opened"))?.is_file() {
            let source = io::Error::other("it is no file");
            return Err(failed("cannot be opened")(source));
        }
        file.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => JournalError::Locked { path: path.to_owned() },
            TryLockError::Error(source) => failed("cannot be locked")(source),
        })?;
        if is_new {
            sync_folder(path).map_err(failed("its folder cannot be synced"))?;
        }
        let mut entries = Entries::new(path, &file);
        let mut torn = None;
        for entry in &mut entries {
            match entry {
                Ok(_) => {}
                Err(JournalError::Torn { line, bytes, .. }) => torn = Some((line, bytes)),
                Err(error) => return Err(error),
            }
        }
        let (mut lines, mut bytes, mut head) = (entries.lines, entries.bytes, entries.head);
        let mut repaired = None;
        if let Some((line, torn)) = torn {
            match repair(path, &mut file, line, bytes, &head)? {
                Repaired::Completed(last) => {
                    lines = line;
                    bytes += torn + 1;
                    head = last.hash;
                }
                Repaired::CutOff(repair) => repaired = Some(repair),
            }
        }
        file.seek(SeekFrom::Start(bytes)).map_err(failed("cannot be written"))?;
        Ok(Self { path: path.to_owned(), file, sync, lines, bytes, head, usable: true, repaired })
    }

    /// Appends a record. When it returns, the record is in the file; whether on the disk, [`Sync`] says.
    ///
    /// # Errors
    ///
    /// [`JournalError::Io`] if it cannot be written: then the journal is as before, or, where that is not certain, takes no more
    /// records ([`JournalError::Unusable`]) until it is opened again.
    pub fn append(&mut self, record: &DecisionRecord) -> Result<Entry> {
        let json = record.to_canonical_json();
        let previous = self.head.clone();
        let sequence = self.lines + 1;
        let (hash, line) = written(&previous, &json, sequence);
        if line.len() as u64 > MAX_LINE_BYTES {
            return Err(JournalError::TooLong { path: self.path.clone(), bytes: line.len() as u64 });
        }
        self.check_usable()?;
        if let Err(source) = self.file.write_all(line.as_bytes()) {
            // The beginning of the line may stand in the file (the disk is full): take it back.
            let undone = self.file.set_len(self.bytes).and_then(|()| self.file.seek(SeekFrom::Start(self.bytes)));
            self.usable = undone.is_ok();
            return Err(JournalError::Io { path: self.path.clone(), action: "cannot be written", source });
        }
        self.lines = sequence;
        self.bytes += line.len() as u64;
        self.head.clone_from(&hash);
        if self.sync == Sync::EveryRecord {
            self.sync()?;
        }
        Ok(Entry { sequence, previous, hash, json })
    }

    /// Forces all records to the disk.
    ///
    /// # Errors
    ///
    /// [`JournalError::Io`]: what is on the disk is not known then, and no more is written until the journal is opened again.
    pub fn sync(&mut self) -> Result<()> {
        self.check_usable()?;
        self.file.sync_data().map_err(|source| {
            // After a failure, the operating system may have thrown the data away: trying again proves nothing.
            self.usable = false;
            JournalError::Io { path: self.path.clone(), action: "cannot be forced to the disk", source }
        })
    }

    fn check_usable(&self) -> Result<()> {
        if self.usable { Ok(()) } else { Err(JournalError::Unusable { path: self.path.clone() }) }
    }

    /// The torn tail that was cut off when the journal was opened, if there was one.
    pub fn repaired(&self) -> Option<&Repair> {
        self.repaired.as_ref()
    }

    /// The number of records.
    pub fn records(&self) -> u64 {
        self.lines
    }

    /// The hash of the last line, if there is one.
    pub fn head(&self) -> Option<&str> {
        (self.lines > 0).then_some(&self.head)
    }

    /// Reads a journal line by line, and checks that each follows the one before. After an error there is nothing more.
    ///
    /// # Errors
    ///
    /// [`JournalError::Io`] if the file cannot be opened.
    pub fn read(path: impl AsRef<Path>) -> Result<Entries<File>> {
        let path = path.as_ref();
        let file = File::open(path).map_err(|source| JournalError::Io {
            path: path.to_owned(),
            action: "cannot be read",
            source,
        })?;
        Ok(Entries::new(path, file))
    }

    /// Checks every line of a journal, from the first to the last, and changes nothing.
    ///
    /// # Errors
    ///
    /// The first line that is not as it was written, or torn ([`JournalError::Torn`]); [`JournalError::Io`].
    pub fn verify(path: impl AsRef<Path>) -> Result<Report> {
        let path = path.as_ref();
        let mut report = Report { records: 0, head: None, first_at: None, last_at: None };
        for entry in Self::read(path)? {
            let entry = entry?;
            let record = entry.record().map_err(|error| JournalError::Broken {
                path: path.to_owned(),
                line: entry.sequence,
                fault: Fault::Record { reason: error.to_string() },
            })?;
            if entry.sequence == 1 {
                report.first_at.clone_from(&record.at);
            }
            report.last_at = record.at;
            report.records = entry.sequence;
            report.head = Some(entry.hash);
        }
        Ok(report)
    }
}

/// The lines of a journal, each checked against the one before; made by [`Journal::read`].
#[derive(Debug)]
pub struct Entries<R> {
    path: PathBuf,
    reader: BufReader<R>,
    lines: u64,
    bytes: u64,
    head: String,
    ended: bool,
}

impl<R: io::Read> Entries<R> {
    fn new(path: &Path, reader: R) -> Self {
        let reader = BufReader::with_capacity(1 << 18, reader);
        Self { path: path.to_owned(), reader, lines: 0, bytes: 0, head: GENESIS.to_owned(), ended: false }
    }

    fn read_entry(&mut self) -> Result<Option<Entry>> {
        let path = || self.path.clone();
        let line = self.lines + 1;
        let mut bytes = Vec::new();
        (&mut self.reader).take(MAX_LINE_BYTES).read_until(b'\n', &mut bytes).map_err(|source| JournalError::Io {
            path: path(),
            action: "cannot be read",
            source,
        })?;
        if bytes.is_empty() {
            return Ok(None);
        }
        let length = bytes.len() as u64;
        let broken = |fault| JournalError::Broken { path: path(), line, fault };
        if bytes.pop_if(|last| *last == b'\n').is_none() {
            let fault =
                std::str::from_utf8(&bytes).map_or(Some(Fault::Form), |text| parsed(text, line, &self.head).err());
            return Err(match fault {
                _ if length == MAX_LINE_BYTES => broken(Fault::Long),
                Some(Fault::Form) if !may_be_torn(&bytes) => broken(Fault::Form),
                None | Some(Fault::Form) => JournalError::Torn { path: path(), line, bytes: length },
                // It reaches to its end, and is not as it was written: no crash leaves that.
                Some(fault) => broken(fault),
            });
        }
        let text = String::from_utf8(bytes).map_err(|_| broken(Fault::Form))?;
        let entry = parsed(&text, line, &self.head).map_err(broken)?;
        self.lines = line;
        self.bytes += length;
        self.head.clone_from(&entry.hash);
        Ok(Some(entry))
    }
}

impl<R: io::Read> Iterator for Entries<R> {
    type Item = Result<Entry>;

    fn next(&mut self) -> Option<Result<Entry>> {
        if self.ended {
            return None;
        }
        let entry = self.read_entry().transpose();
        self.ended = !matches!(entry, Some(Ok(_)));
        entry
    }
}

/// Whether this is the beginning of a line, or the zeros that some file systems leave after a power cut. Anything else was not
/// left by a crash: it may be the text of another file, named by mistake, and is not cut off.
fn may_be_torn(bytes: &[u8]) -> bool {
    let shown = bytes.len().min(BEGINNING.len());
    bytes[..shown] == BEGINNING.as_bytes()[..shown] || bytes.iter().all(|&byte| byte == 0)
}

/// Takes a line apart. Every byte of it is accounted for: the members have one form, the record its hash.
fn parsed(text: &str, line: u64, head: &str) -> Result<Entry, Fault> {
    fn split(text: &str) -> Option<(&str, &str, &str, &str)> {
        let rest = text.strip_prefix(BEGINNING)?;
        let (hash, rest) = rest.split_at_checked(GENESIS.len())?;
        let rest = rest.strip_prefix("\",\"previous\":\"")?;
        let (previous, rest) = rest.split_at_checked(GENESIS.len())?;
        let rest = rest.strip_prefix("\",\"record\":")?.strip_suffix('}')?;
        let (record, sequence) = rest.rsplit_once(",\"sequence\":")?;
        Some((hash, previous, record, sequence))
    }
    let (hash, previous, json, sequence) = split(text).ok_or(Fault::Form)?;
    if sequence != line.to_string() {
        return Err(Fault::Sequence { found: crate::error::shortened(sequence) });
    }
    if previous != head {
        return Err(Fault::Chain);
    }
    let found = chained(previous, json);
    if hash != found {
        return Err(Fault::Hash { stated: hash.to_owned(), found });
    }
    Ok(Entry { sequence: line, previous: previous.to_owned(), hash: found, json: json.to_owned() })
}

/// A whole journal of these records, for whoever keeps it elsewhere than in a file of this machine: a service hands it to
/// its client.
///
/// ```
/// use sanctions_screen::{DecisionRecord, Entity, Kind, List, Query, Screener, journal};
/// let list = List::from_entities("own", "Example Bank", vec![Entity::new("1", Kind::Organization, "Acme Arms")])?;
/// let screener = Screener::builder().list(list).build()?;
/// let record = DecisionRecord::new(&screener, &Query::new("Acme Arms Ltd")?);
/// let text = journal::text([&record, &record]);
/// assert_eq!(text.lines().count(), 2);
/// # Ok::<(), sanctions_screen::Error>(())
/// ```
pub fn text<'a>(records: impl IntoIterator<Item = &'a DecisionRecord>) -> String {
    let mut text = String::new();
    let mut head = GENESIS.to_owned();
    for (sequence, record) in (1..).zip(records) {
        let (hash, line) = written(&head, &record.to_canonical_json(), sequence);
        text.push_str(&line);
        head = hash;
    }
    text
}

/// The line of a record, and its hash.
fn written(previous: &str, json: &str, sequence: u64) -> (String, String) {
    let hash = chained(previous, json);
    let line = format!("{BEGINNING}{hash}\",\"previous\":\"{previous}\",\"record\":{json},\"sequence\":{sequence}}}\n");
    (hash, line)
}

fn chained(previous: &str, json: &str) -> String {
    canonical::sha256(&[previous.as_bytes(), json.as_bytes()])
}

/// What became of a last line without a line break.
enum Repaired {
    /// It was whole, and has its line break now.
    Completed(Entry),
    CutOff(Repair),
}

/// Ends a last line that lacks its line break alone, or moves its bytes into a file of their own.
fn repair(path: &Path, file: &mut File, line: u64, whole: u64, head: &str) -> Result<Repaired> {
    let failed = |action| move |source| JournalError::Io { path: path.to_owned(), action, source };
    let mut tail = Vec::new();
    file.seek(SeekFrom::Start(whole))
        .and_then(|_| file.read_to_end(&mut tail))
        .map_err(failed("the torn tail cannot be read"))?;
    // Its hash says that nothing of it is missing: it may have been acknowledged, and lost its end to an editor.
    if let Some(last) = std::str::from_utf8(&tail).ok().and_then(|text| parsed(text, line, head).ok()) {
        file.write_all(b"\n").and_then(|()| file.sync_all()).map_err(failed("its last line cannot be ended"))?;
        return Ok(Repaired::Completed(last));
    }
    let (kept_in, mut side) =
        side_file(path, line).map_err(failed("no file can be made beside it for its torn tail"))?;
    // First the copy, on the disk, for nobody who could not read the journal; only then the cut.
    file.metadata()
        .and_then(|journal| side.set_permissions(journal.permissions()))
        .and_then(|()| side.write_all(&tail))
        .and_then(|()| side.sync_all())
        .and_then(|()| sync_folder(path))
        .map_err(failed("its torn tail cannot be kept"))?;
    file.set_len(whole).and_then(|()| file.sync_all()).map_err(failed("its torn tail cannot be cut off"))?;
    Ok(Repaired::CutOff(Repair { line, bytes: tail.len() as u64, kept_in }))
}

/// A new file beside the journal: `decisions.jsonl.torn-17`, or with another number after it.
fn side_file(path: &Path, line: u64) -> io::Result<(PathBuf, File)> {
    let mut again = 1;
    loop {
        let mut name = OsString::from(path);
        name.push(if again == 1 { format!(".torn-{line}") } else { format!(".torn-{line}-{again}") });
        let side = PathBuf::from(name);
        match OpenOptions::new().write(true).create_new(true).open(&side) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => again += 1,
            made => return made.map(|file| (side, file)),
        }
    }
}

/// A new file is found again after a power cut only if its folder was synced as well.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

/// Other systems open no folders, and need no such thing.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
