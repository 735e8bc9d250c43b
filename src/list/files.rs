//! Files and folders: opening, decompressing, digesting, telling the format, finding the files that belong together.

use std::cell::Cell;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read as _, Seek as _};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

use super::format::{self, Companion, Format, Head, Read};
use super::sink::Sink;
use super::source::{ReadOptions, SourceFile, hexadecimal};
use super::{List, sheet};

/// Bytes looked at to tell the format.
pub(super) const HEAD: usize = 64 << 10;

/// A file in a folder that was not read, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The file.
    pub path: PathBuf,
    /// Why it is no list, or not read on its own.
    pub reason: String,
}

impl List {
    /// Reads a list from a file; files that belong to it (OFAC's CSV parts) are found beside it.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, is of no known format, is cut off, or holds what the loader cannot read (unless
    /// `options` are lenient); if it holds no entity.
    pub fn open(path: impl AsRef<Path>, options: &ReadOptions) -> Result<Self> {
        open(path.as_ref(), options).map(|(list, _)| list)
    }

    /// Reads a list from bytes in memory; `name` stands for the file name in messages.
    ///
    /// ```
    /// use sanctions_screen::list::{List, ReadOptions};
    /// let csv = "id,kind,name,aliases\n1,organization,Acme Arms Ltd,Acme;Acme Weapons\n";
    /// let list = List::from_bytes("own.csv", csv.as_bytes(), &ReadOptions::default())?;
    /// assert_eq!(list.names(), 3);
    /// # Ok::<(), sanctions_screen::Error>(())
    /// ```
    pub fn from_bytes(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Self> {
        let source = SourceFile {
            name: name.to_owned(),
            sha256: hexadecimal(&Sha256::digest(bytes)),
            bytes: bytes.len() as u64,
        };
        let mut opened = Opened::new(name, Box::new(bytes), source, options)?;
        let head = opened.head(options)?;
        read_detected(opened, head, Vec::new(), options)
    }
}

/// Reads every list in the files and folders given. Folders are searched to any depth, in the order of file names. As
/// everywhere, names that begin with a dot are hidden: in a folder they are passed over, so that a file that is being
/// written, or what a program notes beside a list, is not taken for one.
///
/// In a folder, a file that is of no list format is skipped and told; a file that was named by the caller must be a list.
/// Whether a list is of a known format but broken, it is an error in either case.
pub fn open_all(paths: &[impl AsRef<Path>], options: &ReadOptions) -> Result<(Vec<List>, Vec<Skipped>)> {
    let mut lists: Vec<List> = Vec::new();
    let mut skipped = Vec::new();
    visit(paths, options, &mut |path, named, read| match read {
        Ok(list) => {
            lists.push(list);
            Ok(())
        }
        Err(Error::UnknownFormat { reason, .. }) if !named => {
            skipped.push(Skipped { path, reason });
            Ok(())
        }
        Err(error) => Err(error),
    })?;
    make_ids_unique(lists.iter_mut());
    Ok((lists, skipped))
}

/// Reads every file in the files and folders given, each with what became of it: one that cannot be read does not keep
/// the others from being read.
///
/// Files that were read as a part of another one (OFAC's CSV parts) have no entry of their own.
pub fn open_each(paths: &[impl AsRef<Path>], options: &ReadOptions) -> Vec<(PathBuf, Result<List>)> {
    let mut files = Vec::new();
    let visited = visit(paths, options, &mut |path, _, read| {
        files.push((path, read));
        Ok(())
    });
    debug_assert!(visited.is_ok(), "only what is called for each file could have ended the visit");
    make_ids_unique(files.iter_mut().filter_map(|(_, read)| read.as_mut().ok()));
    files
}

/// Calls `each` for every file: its path, whether the caller named the file itself, and what became of it. A folder that
/// cannot be searched is an entry too.
fn visit(
    paths: &[impl AsRef<Path>],
    options: &ReadOptions,
    each: &mut dyn FnMut(PathBuf, bool, Result<List>) -> Result<()>,
) -> Result<()> {
    for path in paths {
        let path = path.as_ref();
        if !path.is_dir() {
            each(path.to_owned(), true, List::open(path, options))?;
            continue;
        }
        let mut files = Vec::new();
        if let Err(error) = collect(path, &mut files) {
            each(path.to_owned(), true, Err(error))?;
        }
        let mut taken: Vec<PathBuf> = Vec::new();
        // Whether a file of no format of its own is a part of another one is known when all have been seen.
        let mut unknown: Vec<(PathBuf, Error)> = Vec::new();
        for file in files {
            match open(&file, options) {
                Ok((list, companions)) => {
                    taken.extend(companions);
                    each(file, false, Ok(list))?;
                }
                Err(error @ Error::UnknownFormat { .. }) => unknown.push((file, error)),
                Err(error) => each(file, false, Err(error))?,
            }
        }
        for (file, error) in unknown {
            if !taken.contains(&file) {
                each(file, false, Err(error))?;
            }
        }
    }
    Ok(())
}

/// Two editions of one list may be read together; their ids must tell them apart.
fn make_ids_unique<'a>(lists: impl Iterator<Item = &'a mut List>) {
    let mut seen = rustc_hash::FxHashMap::<String, u32>::default();
    for list in lists {
        let count = seen.entry(list.id.clone()).or_default();
        *count += 1;
        if *count > 1 {
            list.id = format!("{}-{count}", list.id);
        }
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let mut entries = fs::read_dir(folder)
        .and_then(Iterator::collect::<io::Result<Vec<_>>>)
        .map_err(|source| Error::Io { path: folder.display().to_string(), source })?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

fn open(path: &Path, options: &ReadOptions) -> Result<(List, Vec<PathBuf>)> {
    let opened = Opened::from_path(path, options)?;
    let companions = |format: Format, name: &str| -> Vec<PathBuf> {
        let folder = path.parent().unwrap_or(Path::new("."));
        let beside = |name: String| [name.clone(), format!("{name}.gz")].map(|name| folder.join(name));
        format::companions(format, name)
            .into_iter()
            .filter_map(|name| beside(name).into_iter().find(|path| path.exists()))
            .collect()
    };
    let mut opened = opened;
    let head = opened.head(options)?;
    let paths = head.format.map(|(format, _)| companions(format, &opened.source.name)).unwrap_or_default();
    let parts = paths.iter().map(|path| Opened::from_path(path, options)).collect::<Result<Vec<_>>>()?;
    read_detected(opened, head, parts, options).map(|list| (list, paths))
}

struct Detected {
    format: Option<(Format, Read)>,
    /// What the file begins with, for the message where no format fits.
    beginning: String,
}

fn read_detected(opened: Opened<'_>, head: Detected, parts: Vec<Opened<'_>>, options: &ReadOptions) -> Result<List> {
    let Some((format, how)) = head.format else {
        let reason = if head.beginning.is_empty() {
            "it is empty".to_owned()
        } else {
            let mappings = options.mappings().len();
            let unfit =
                if mappings == 0 { String::new() } else { format!("; no mapping of the {mappings} given fits it") };
            format!("it begins with {:?}{unfit}", head.beginning)
        };
        return Err(Error::UnknownFormat { file: opened.source.name, reason });
    };
    if let Read::Never(reason) = how {
        return Err(Error::UnknownFormat { file: opened.source.name, reason: reason.to_owned() });
    }
    let mut sink = Sink::new(options, opened.name.clone());
    let limits: Vec<(String, Limit)> =
        std::iter::once(&opened).chain(&parts).map(|file| (file.name.clone(), file.limit.clone())).collect();
    let or_limit = |error| limits.iter().find_map(|(file, limit)| limit.exceeded(file)).unwrap_or(error);
    let mut files = vec![opened.source];
    let mut input = opened.input;
    match how {
        Read::Stream(read) => read(&mut input, &mut sink).map_err(or_limit)?,
        Read::Whole(read) => {
            let mut bytes = Vec::new();
            input.read_to_end(&mut bytes).map_err(|source| Error::Io { path: sink.file.clone(), source })?;
            read(&bytes, &mut sink)?;
        }
        Read::Set(read) => {
            let mut companions = Vec::new();
            for part in parts {
                files.push(part.source);
                companions.push(Companion { name: part.name, input: Box::new(part.input) });
            }
            read(&mut input, &mut companions, &mut sink).map_err(or_limit)?;
        }
        Read::Never(_) => {}
    }
    let (entities, mut report, header) = sink.finish()?;
    report.format = Some(format.to_string());
    if entities.is_empty() && !header.may_be_empty {
        return Err(Error::Empty { what: files[0].name.clone() });
    }
    let sha256 = match &files[..] {
        [only] => only.sha256.clone(),
        several => {
            let mut hasher = Sha256::new();
            for file in several {
                hasher.update(file.sha256.as_bytes());
            }
            hexadecimal(&hasher.finalize())
        }
    };
    let id = if header.id.is_empty() { stem(&files[0].name) } else { header.id };
    let publisher = if header.publisher.is_empty() { "own".to_owned() } else { header.publisher };
    let list = List { id, publisher, date: header.date, files, sha256, entities: entities.into(), report };
    debug_assert!(list.balances(), "{format}: records are not accounted for: {:?}", list.report);
    Ok(list)
}

/// The file name without its endings.
fn stem(name: &str) -> String {
    name.split('.').next().unwrap_or(name).to_lowercase()
}

/// A file on its way in: digested, decompressed.
struct Opened<'a> {
    /// The name for messages; `archive.zip!inner` inside an archive.
    name: String,
    source: SourceFile,
    input: BufReader<Box<dyn io::Read + 'a>>,
    limit: Limit,
}

impl Opened<'static> {
    fn from_path(path: &Path, options: &ReadOptions) -> Result<Self> {
        let failed = |source| Error::Io { path: path.display().to_string(), source };
        let mut file = File::open(path).map_err(failed)?;
        let mut hasher = Sha256::new();
        let mut buffer = vec![0; HEAD];
        let mut bytes = 0;
        loop {
            let length = file.read(&mut buffer).map_err(failed)?;
            if length == 0 {
                break;
            }
            hasher.update(&buffer[..length]);
            bytes += length as u64;
        }
        let name =
            path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
        let source = SourceFile { name: name.clone(), sha256: hexadecimal(&hasher.finalize()), bytes };
        // The same open file once more, and not its path: by now another version may be in its place.
        file.rewind().map_err(failed)?;
        Self::new(&name, Box::new(file), source, options)
    }
}

impl<'a> Opened<'a> {
    fn new(name: &str, input: Box<dyn io::Read + 'a>, source: SourceFile, options: &ReadOptions) -> Result<Self> {
        let failed = |source| Error::Io { path: name.to_owned(), source };
        let limit = Limit { bytes: options.byte_limit(), is_exceeded: Rc::new(Cell::new(false)) };
        let mut raw = BufReader::with_capacity(HEAD, input);
        let magic = raw.fill_buf().map_err(failed)?;
        if magic.starts_with(b"PK\x03\x04") {
            return Self::from_zip(name, raw, source, limit);
        }
        let is_gzip = magic.starts_with(&[0x1f, 0x8b]);
        let inner: Box<dyn io::Read + 'a> =
            if is_gzip { Box::new(Gzip(flate2::bufread::MultiGzDecoder::new(raw))) } else { Box::new(raw) };
        let input = BufReader::with_capacity(HEAD, limit.over(inner));
        Ok(Self { name: name.to_owned(), source, input, limit })
    }

    /// A spreadsheet is left as it is; any other archive must hold one file.
    fn from_zip(name: &str, raw: BufReader<Box<dyn io::Read + 'a>>, source: SourceFile, limit: Limit) -> Result<Self> {
        let broken = |reason: String| {
            limit.exceeded(name).unwrap_or_else(|| Error::malformed(crate::error::Position::file(name), "", reason))
        };
        let mut bytes = Vec::new();
        limit
            .over(Box::new(raw))
            .read_to_end(&mut bytes)
            .map_err(|cause| broken(format!("cannot be read: {cause}")))?;
        let mut archive = zip::ZipArchive::new(io::Cursor::new(bytes)).map_err(|cause| {
            broken(format!("the archive cannot be read, or is cut off: {cause}; download it again"))
        })?;
        if archive.index_for_name("xl/workbook.xml").is_some() {
            // The archive reader has left the cursor at the end.
            let bytes = io::Cursor::new(archive.into_inner().into_inner());
            let input: Box<dyn io::Read + 'a> = Box::new(bytes);
            return Ok(Self { name: name.to_owned(), source, input: BufReader::with_capacity(HEAD, input), limit });
        }
        let names: Vec<String> = archive
            .file_names()
            .collect::<Result<Vec<_>, _>>()
            .map_err(|cause| broken(format!("the archive cannot be read: {cause}")))?
            .into_iter()
            .filter(|name| !name.ends_with('/'))
            .map(std::borrow::Cow::into_owned)
            .collect();
        let [inner] = &names[..] else {
            return Err(broken(format!("the archive holds {} files; unpack it and name the list", names.len())));
        };
        let entry = archive.by_name(inner).map_err(|cause| broken(format!("{inner} cannot be unpacked: {cause}")))?;
        let start = entry.data_start().ok_or_else(|| broken(format!("{inner} is not in the archive")))?;
        let (length, method) = (entry.compressed_size(), entry.compression());
        let (size, sum) = (entry.size(), entry.crc32());
        drop(entry);
        let mut bytes = archive.into_inner();
        bytes.set_position(start);
        let packed = bytes.take(length);
        let unpacked: Box<dyn io::Read> = match method {
            zip::CompressionMethod::Stored => Box::new(packed),
            zip::CompressionMethod::Deflated => Box::new(flate2::read::DeflateDecoder::new(packed)),
            other => return Err(broken(format!("{inner} is packed in a way that is not read ({other}); unpack it"))),
        };
        // Unpacked as it is read: what is small on the disk may be huge.
        let checked = Checked { inner: unpacked, crc: flate2::Crc::new(), read: 0, size, sum };
        let input = BufReader::with_capacity(HEAD, limit.over(Box::new(checked)));
        Ok(Self { name: format!("{name}!{inner}"), source, input, limit })
    }

    /// Looks at the beginning, without consuming it, and tells the format.
    fn head(&mut self, options: &ReadOptions) -> Result<Detected> {
        let failed = |source| {
            let unreadable = Error::Io { path: self.name.clone(), source };
            self.limit.exceeded(&self.name).unwrap_or(unreadable)
        };
        let mut beginning = Vec::with_capacity(HEAD);
        (&mut self.input).take(HEAD as u64).read_to_end(&mut beginning).map_err(failed)?;
        let rest = std::mem::replace(&mut self.input, BufReader::new(Box::new(io::empty())));
        let detected = if beginning.starts_with(b"PK\x03\x04") {
            let mut bytes = beginning;
            { rest }.read_to_end(&mut bytes).map_err(|source| Error::Io { path: self.name.clone(), source })?;
            let rows = sheet::head(&bytes, &self.name, 20)?;
            let format = format::detect(&Head { text: "", rows: Some(&rows), options });
            self.input = BufReader::with_capacity(HEAD, Box::new(io::Cursor::new(bytes)));
            Detected { format, beginning: rows.concat().join(" | ").chars().take(80).collect() }
        } else {
            let text = decoded(&beginning);
            let marked = encoding_rs::Encoding::for_bom(&beginning).map(|(encoding, _)| encoding);
            let utf_16 = marked.filter(|&encoding| encoding != encoding_rs::UTF_8);
            let format = format::detect(&Head { text: &text, rows: None, options });
            self.input = BufReader::with_capacity(HEAD, Box::new(io::Cursor::new(beginning).chain(rest)));
            // XML is decoded as its declaration says; everything else is read as UTF-8.
            if let Some(encoding) = utf_16
                && !text.trim_start_matches('\u{feff}').trim_start().starts_with('<')
            {
                self.decode(encoding)?;
            }
            Detected { format, beginning: text.trim().chars().take(80).collect() }
        };
        Ok(detected)
    }

    /// Puts the same text in UTF-8 in the place of what is read.
    fn decode(&mut self, encoding: &'static encoding_rs::Encoding) -> Result<()> {
        let mut bytes = Vec::new();
        self.input.read_to_end(&mut bytes).map_err(|source| Error::Io { path: self.name.clone(), source })?;
        let (text, _, is_broken) = encoding.decode(&bytes);
        if is_broken {
            let reason = format!("the file is not the {} that it begins as, or is cut off", encoding.name());
            return Err(Error::malformed(crate::error::Position::file(self.name.clone()), "", reason));
        }
        self.input = BufReader::with_capacity(HEAD, Box::new(io::Cursor::new(text.into_owned().into_bytes())));
        Ok(())
    }
}

/// The beginning as text; UTF-16 is told by its byte order mark.
fn decoded(bytes: &[u8]) -> String {
    match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(bytes).0.into_owned(),
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// How many bytes may be read, and whether there were more.
#[derive(Clone)]
struct Limit {
    bytes: u64,
    is_exceeded: Rc<Cell<bool>>,
}

impl Limit {
    fn over<'r>(&self, inner: Box<dyn io::Read + 'r>) -> Box<dyn io::Read + 'r> {
        Box::new(Limited { inner, left: self.bytes, limit: self.clone() })
    }

    /// The error that says so, whatever error a reader has made of it.
    fn exceeded(&self, file: &str) -> Option<Error> {
        self.is_exceeded.get().then(|| Error::LimitExceeded {
            what: format!("the size of {file} once decompressed"),
            actual: self.bytes + 1,
            limit: self.bytes,
            advice: "this is no list; if it is, raise ReadOptions::most_bytes",
        })
    }
}

/// Refuses to hand out more bytes than the limit.
struct Limited<'r> {
    inner: Box<dyn io::Read + 'r>,
    left: u64,
    limit: Limit,
}

impl io::Read for Limited<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        let Some(left) = self.left.checked_sub(length as u64) else {
            self.limit.is_exceeded.set(true);
            return Err(io::Error::other(format!("more than {} bytes once decompressed", self.limit.bytes)));
        };
        self.left = left;
        Ok(length)
    }
}

/// Gzip whose errors say that it is the archive that is damaged.
struct Gzip<R>(flate2::bufread::MultiGzDecoder<R>);

impl<R: BufRead> io::Read for Gzip<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0
            .read(buffer)
            .map_err(|cause| io::Error::other(format!("the archive is damaged or cut off; download it again: {cause}")))
    }
}

/// What comes out of an archive, which at its end must be what went in.
struct Checked {
    inner: Box<dyn io::Read>,
    crc: flate2::Crc,
    read: u64,
    size: u64,
    sum: u32,
}

impl io::Read for Checked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.crc.update(&buffer[..length]);
        self.read += length as u64;
        if length == 0 && !buffer.is_empty() && (self.read, self.crc.sum()) != (self.size, self.sum) {
            return Err(io::Error::other("the archive is damaged or cut off; download it again"));
        }
        Ok(length)
    }
}
