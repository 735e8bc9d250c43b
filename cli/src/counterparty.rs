//! Files of counterparties: CSV or JSON lines, plain or gzipped, a row at a time.
//!
//! No row is passed over: one that cannot be used comes out in its place, with the reason. Memory is bounded whatever
//! the file holds.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use clap::Args;
use csv::ByteRecord;
use sanctions_screen::Query;

use crate::arguments::{country, identifier};
use crate::failure::{Failure, Result};

/// Most bytes of a row. The longest name that can be screened is far shorter; more is a quote that is not closed.
const MAX_ROW_BYTES: u64 = 1 << 20;
/// Bytes looked at to tell the format and the delimiter.
const HEAD: usize = 64 << 10;
/// Headers that are taken for the name when no column is chosen, best first; letters and digits only, lower case.
const NAME_COLUMNS: [&str; 27] = [
    "name",
    "fullname",
    "legalname",
    "entityname",
    "companyname",
    "organizationname",
    "organisationname",
    "businessname",
    "customername",
    "clientname",
    "counterpartyname",
    "counterparty",
    "beneficiaryname",
    "beneficiary",
    "partyname",
    "accountname",
    "accountholder",
    "accountholdername",
    "suppliername",
    "vendorname",
    "vesselname",
    "company",
    "customer",
    "client",
    "firma",
    "名称",
    "企业名称",
];

/// Which column holds what.
#[derive(Debug, Args)]
pub(crate) struct Columns {
    /// The column (or JSON key) of the name; given several times, their texts are joined with a blank.
    /// Without it: `name`, `full_name`, `legal_name`, `company` or another usual header
    #[arg(long = "column", value_name = "COLUMN", help_heading = "Columns")]
    column: Vec<String>,
    /// Your own key of the counterparty, repeated in the output
    #[arg(long = "key-column", value_name = "COLUMN", help_heading = "Columns")]
    key: Option<String>,
    /// Person, organization, vessel or aircraft
    #[arg(long = "kind-column", value_name = "COLUMN", help_heading = "Columns")]
    kind: Option<String>,
    /// A country, by code or name
    #[arg(long = "country-column", value_name = "COLUMN", help_heading = "Columns")]
    country: Option<String>,
    /// The date of birth
    #[arg(long = "born-column", value_name = "COLUMN", help_heading = "Columns")]
    born: Option<String>,
    /// An identifier, bare or with its kind (`imo:9187629`); may be given several times
    #[arg(long = "id-column", value_name = "COLUMN", help_heading = "Columns")]
    identifiers: Vec<String>,
    /// What stands between two columns of a CSV file; without it, the header tells
    #[arg(long, value_name = "CHARACTER", value_parser = delimiter, help_heading = "Columns")]
    delimiter: Option<u8>,
}

fn delimiter(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        b"\\t" | b"tab" => Ok(b'\t'),
        &[byte] if byte.is_ascii() && !byte.is_ascii_alphanumeric() && byte != b'"' => Ok(byte),
        _ => Err("a delimiter is one character that is no letter, digit or quote; `tab` for a tabulator".to_owned()),
    }
}

/// A row of the file: the texts of the chosen columns, or why there are none.
#[derive(Debug)]
pub(crate) struct Row {
    /// Counted from 1, without the header.
    pub(crate) number: u64,
    pub(crate) texts: Result<Texts, String>,
}

#[derive(Debug, Default)]
pub(crate) struct Texts {
    pub(crate) key: Option<String>,
    pub(crate) name: String,
    kind: String,
    country: String,
    born: String,
    identifiers: Vec<String>,
}

impl Texts {
    /// The query of the row, with a line for each thing beside the name that could not be used.
    pub(crate) fn query(&self) -> Result<(Query, Vec<String>), String> {
        let reason = |error: sanctions_screen::Error| error.to_string();
        let mut query = Query::new(self.name.trim()).map_err(reason)?;
        let mut unused = Vec::new();
        if !self.kind.is_empty() {
            match serde_json::from_value(self.kind.to_lowercase().into()) {
                Ok(kind) => query = query.with_kind(kind),
                Err(_) => unused.push(format!(
                    "kind {:?} is not used: it must be person, organization, vessel or aircraft",
                    self.kind
                )),
            }
        }
        if !self.country.is_empty() {
            match country(&self.country) {
                Ok(country) => query = query.with_country(country),
                Err(reason) => unused.push(format!("country is not used: {reason}")),
            }
        }
        if !self.born.is_empty() {
            match self.born.parse() {
                Ok(date) => query = query.with_birth_date(date),
                Err(error) => unused.push(format!("date of birth is not used: {error}")),
            }
        }
        for text in &self.identifiers {
            let (kind, value) = identifier(text);
            query = query.with_identifier(kind, value).map_err(reason)?;
        }
        Ok((query, unused))
    }
}

/// A file of counterparties. Ends with an error if it cannot be read to its end.
pub(crate) struct Counterparties {
    path: PathBuf,
    rows: Rows,
    number: u64,
    /// Lines without a name in a file of one column, and the row after them: read but not handed out yet.
    blank: u64,
    held: Option<Result<Texts, String>>,
    ended: bool,
    name_columns: String,
    bytes_read: Arc<AtomicU64>,
    bytes: Option<u64>,
}

enum Rows {
    Table {
        reader: Box<csv::Reader<Rationed>>,
        ration: Rc<Cell<u64>>,
        places: Places,
        record: ByteRecord,
        width: usize,
    },
    Lines {
        reader: Box<dyn BufRead>,
        keys: Keys,
    },
}

/// Where the chosen columns stand.
struct Places {
    names: Vec<usize>,
    key: Option<usize>,
    kind: Option<usize>,
    country: Option<usize>,
    born: Option<usize>,
    identifiers: Vec<usize>,
}

/// The keys of JSON records.
struct Keys {
    /// Tried in turn when none is chosen.
    names: Vec<String>,
    chosen: bool,
    key: Option<String>,
    kind: Option<String>,
    country: Option<String>,
    born: Option<String>,
    identifiers: Vec<String>,
}

impl Counterparties {
    /// Opens a file, or standard input if the path is `-`.
    pub(crate) fn open(path: &Path, columns: &Columns) -> Result<Self> {
        let failed = |source| Failure::reading(path, source);
        let bytes_read = Arc::new(AtomicU64::new(0));
        let (input, bytes): (Box<dyn Read>, _) = if path == Path::new("-") {
            (Box::new(io::stdin().lock()), None)
        } else {
            let file = File::open(path).map_err(failed)?;
            let metadata = file.metadata().map_err(failed)?;
            if metadata.is_dir() {
                return Err(Failure::Invalid(format!(
                    "{}: is a folder; name a file of counterparties",
                    path.display()
                )));
            }
            (Box::new(file), Some(metadata.len()))
        };
        let mut raw = BufReader::new(Counted { inner: input, bytes: Arc::clone(&bytes_read) });
        let is_gzip = raw.fill_buf().map_err(failed)?.starts_with(&[0x1f, 0x8b]);
        let input: Box<dyn Read> =
            if is_gzip { Box::new(flate2::bufread::MultiGzDecoder::new(raw)) } else { Box::new(raw) };
        let mut input = BufReader::with_capacity(HEAD, input);
        // A pipe hands out what it has, which may be half a header.
        let mut beginning = Vec::with_capacity(HEAD);
        (&mut input).take(HEAD as u64).read_to_end(&mut beginning).map_err(failed)?;
        if beginning.starts_with(&[0xff, 0xfe]) || beginning.starts_with(&[0xfe, 0xff]) {
            return Err(Failure::Invalid(format!("{}: is UTF-16; save it as UTF-8", path.display())));
        }
        if beginning.starts_with(b"PK\x03\x04") {
            return Err(Failure::Invalid(format!(
                "{}: is a spreadsheet or archive; save it as CSV or JSON lines",
                path.display()
            )));
        }
        let bom = if beginning.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let first = beginning[bom..].iter().find(|byte| !byte.is_ascii_whitespace()).copied();
        let delimiter = columns.delimiter.unwrap_or_else(|| guessed_delimiter(&beginning[bom..]));
        let mut beginning = io::Cursor::new(beginning);
        beginning.set_position(bom as u64);
        let input: Box<dyn BufRead> = Box::new(beginning.chain(input));
        let (rows, name_columns) = match first {
            None => return Err(Failure::Invalid(format!("{}: is empty; nothing was screened", path.display()))),
            Some(b'{') => {
                let keys = Keys::new(columns);
                let shown = if keys.chosen { keys.names.join(" + ") } else { "name or the like".to_owned() };
                (Rows::Lines { reader: input, keys }, shown)
            }
            Some(b'[') => {
                return Err(Failure::Invalid(format!(
                    "{}: is a JSON array; write one JSON object a line",
                    path.display()
                )));
            }
            Some(_) => table(path, input, delimiter, columns)?,
        };
        Ok(Self {
            path: path.to_owned(),
            rows,
            number: 0,
            blank: 0,
            held: None,
            ended: false,
            name_columns,
            bytes_read,
            bytes,
        })
    }

    /// The columns taken for the name.
    pub(crate) fn name_columns(&self) -> &str {
        &self.name_columns
    }

    /// The length of the file and a counter of what was read of it.
    pub(crate) fn progress(&self) -> (Option<u64>, Arc<AtomicU64>) {
        (self.bytes, Arc::clone(&self.bytes_read))
    }

    fn numbered(&mut self, texts: Result<Texts, String>) -> Row {
        self.number += 1;
        Row { number: self.number, texts }
    }

    fn ended_by(&mut self, reason: &str) -> Failure {
        self.ended = true;
        Failure::Invalid(format!(
            "{}: after row {}: {reason}; the rows from there on were not screened",
            self.path.display(),
            self.number
        ))
    }
}

impl Iterator for Counterparties {
    type Item = Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        if self.blank > 0 {
            self.blank -= 1;
            return Some(Ok(self.numbered(Ok(Texts::default()))));
        }
        if let Some(texts) = self.held.take() {
            return Some(Ok(self.numbered(texts)));
        }
        match &mut self.rows {
            Rows::Table { reader, ration, places, record, width } => {
                ration.set(MAX_ROW_BYTES);
                let line = reader.position().line();
                match reader.read_byte_record(record) {
                    Ok(true) => {}
                    Ok(false) => return None,
                    Err(error) => return Some(Err(self.ended_by(&error.to_string()))),
                }
                if record.len() != *width {
                    let reason = format!(
                        "the row has {} columns and the header {width}: put quotes around a text with the delimiter in it",
                        record.len(),
                    );
                    return Some(Ok(self.numbered(Err(reason))));
                }
                if *width == 1 {
                    // In a file of names alone, an empty line between two names is a name that is missing.
                    #[expect(clippy::naive_bytecount, reason = "a field has a few bytes")]
                    let inside = record[0].iter().filter(|&&byte| byte == b'\n').count() as u64;
                    self.blank = reader.position().line().saturating_sub(line + inside + 1);
                    if self.blank > 0 {
                        self.held = Some(places.texts(record));
                        return self.next();
                    }
                }
                let texts = places.texts(record);
                Some(Ok(self.numbered(texts)))
            }
            Rows::Lines { reader, keys } => loop {
                match bounded_line(reader) {
                    Ok(None) => return None,
                    Ok(Some(Ok(line))) if line.trim_ascii().is_empty() => {}
                    Ok(Some(Ok(line))) => {
                        let texts = keys.texts(&line);
                        return Some(Ok(self.numbered(texts)));
                    }
                    Ok(Some(Err(reason))) => return Some(Ok(self.numbered(Err(reason)))),
                    Err(error) => return Some(Err(self.ended_by(&error.to_string()))),
                }
            },
        }
    }
}

/// Opens a table and finds the chosen columns in its header.
fn table(path: &Path, input: Box<dyn BufRead>, delimiter: u8, columns: &Columns) -> Result<(Rows, String)> {
    let ration = Rc::new(Cell::new(MAX_ROW_BYTES));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(Rationed { inner: input, left: Rc::clone(&ration) });
    let mut header = ByteRecord::new();
    reader
        .read_byte_record(&mut header)
        .map_err(|error| Failure::Invalid(format!("{}: the header cannot be read: {error}", path.display())))?;
    let header: Vec<String> = header.iter().map(|field| String::from_utf8_lossy(field).trim().to_owned()).collect();
    let find = |wanted: &String| -> Result<usize> {
        let same = |found: &&String| found.as_str() == wanted.trim();
        let alike = |found: &&String| found.to_lowercase() == wanted.trim().to_lowercase();
        let position = |is: &dyn Fn(&&String) -> bool| header.iter().position(|found| is(&found));
        position(&same).or_else(|| position(&alike)).ok_or_else(|| {
            Failure::Invalid(format!(
                "{}: there is no column {wanted:?}; the header has: {}",
                path.display(),
                header.join(", ")
            ))
        })
    };
    let optional = |wanted: &Option<String>| wanted.as_ref().map(find).transpose();
    let names = if columns.column.is_empty() {
        let guessed = NAME_COLUMNS
            .iter()
            .find_map(|usual| header.iter().position(|found| bare(found) == *usual))
            .ok_or_else(|| {
                Failure::Invalid(format!(
                    "{}: no column looks like the name; choose one with --column; the header has: {}",
                    path.display(),
                    header.join(", ")
                ))
            })?;
        vec![guessed]
    } else {
        columns.column.iter().map(find).collect::<Result<_>>()?
    };
    let shown = names.iter().map(|&place| header[place].clone()).collect::<Vec<_>>().join(" + ");
    let places = Places {
        names,
        key: optional(&columns.key)?,
        kind: optional(&columns.kind)?,
        country: optional(&columns.country)?,
        born: optional(&columns.born)?,
        identifiers: columns.identifiers.iter().map(find).collect::<Result<_>>()?,
    };
    let width = header.len();
    Ok((Rows::Table { reader: Box::new(reader), ration, places, record: ByteRecord::new(), width }, shown))
}

/// The most frequent of the usual delimiters in the first line, outside quotes.
fn guessed_delimiter(beginning: &[u8]) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0), (b'|', 0)];
    let line = beginning.trim_ascii_start();
    for &byte in line.iter().take_while(|&&byte| byte != b'\n' && byte != b'\r') {
        if byte == b'"' {
            quoted = !quoted;
        } else if let Some((_, count)) = counts.iter_mut().find(|(known, _)| *known == byte && !quoted) {
            *count += 1;
        }
    }
    // `max_by_key` takes the last of equals, and the comma is the most usual.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |&(byte, _)| byte)
}

/// A header without what writers of headers do not agree on.
fn bare(header: &str) -> String {
    header.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl Places {
    fn texts(&self, record: &ByteRecord) -> Result<Texts, String> {
        let text = |place: usize| -> Result<String, String> {
            let field = record.get(place).unwrap_or_default();
            match std::str::from_utf8(field) {
                Ok(text) => Ok(text.trim().to_owned()),
                Err(error) => Err(format!(
                    "column {} is not UTF-8 at its byte {}: {:?}; save the file as UTF-8",
                    place + 1,
                    error.valid_up_to() + 1,
                    String::from_utf8_lossy(field)
                )),
            }
        };
        let optional = |place: Option<usize>| place.map(text).transpose();
        Ok(Texts {
            key: optional(self.key)?,
            name: joined(self.names.iter().map(|&place| text(place)).collect::<Result<_, _>>()?),
            kind: optional(self.kind)?.unwrap_or_default(),
            country: optional(self.country)?.unwrap_or_default(),
            born: optional(self.born)?.unwrap_or_default(),
            identifiers: present(self.identifiers.iter().map(|&place| text(place)).collect::<Result<_, _>>()?),
        })
    }
}

fn joined(texts: Vec<String>) -> String {
    present(texts).join(" ")
}

fn present(texts: Vec<String>) -> Vec<String> {
    texts.into_iter().filter(|text| !text.is_empty()).collect()
}

impl Keys {
    fn new(columns: &Columns) -> Self {
        Self {
            chosen: !columns.column.is_empty(),
            names: columns.column.clone(),
            key: columns.key.clone(),
            kind: columns.kind.clone(),
            country: columns.country.clone(),
            born: columns.born.clone(),
            identifiers: columns.identifiers.clone(),
        }
    }

    fn texts(&self, line: &[u8]) -> Result<Texts, String> {
        let object: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(line).map_err(|error| {
            // The parser sees one line only, so its line number would mislead.
            let says = error.to_string();
            let says = says.split(" at line ").next().unwrap_or_default();
            format!("the line is no JSON object: {says}, at column {}", error.column())
        })?;
        let names = if self.chosen {
            self.names.clone()
        } else {
            let usual = NAME_COLUMNS.iter().find_map(|usual| object.keys().find(|key| bare(key) == *usual));
            let usual = usual.ok_or("no key looks like the name; choose one with --column")?;
            vec![usual.clone()]
        };
        let optional = |key: &Option<String>| match key {
            Some(key) => texts_of(&object, key).map(|texts| Some(texts.join(" "))),
            None => Ok(None),
        };
        let mut name = Vec::new();
        for key in &names {
            if !object.contains_key(key) && names.len() == 1 {
                return Err(format!("the record has no key {key:?}"));
            }
            name.extend(texts_of(&object, key)?);
        }
        let mut identifiers = Vec::new();
        for key in &self.identifiers {
            identifiers.extend(texts_of(&object, key)?);
        }
        Ok(Texts {
            key: optional(&self.key)?,
            name: joined(name),
            kind: optional(&self.kind)?.unwrap_or_default(),
            country: optional(&self.country)?.unwrap_or_default(),
            born: optional(&self.born)?.unwrap_or_default(),
            identifiers: present(identifiers),
        })
    }
}

/// The text or texts under a key; what is absent or null has none.
fn texts_of(object: &serde_json::Map<String, serde_json::Value>, key: &str) -> Result<Vec<String>, String> {
    use serde_json::Value;
    let text = |value: &Value| match value {
        Value::String(text) => Ok(text.trim().to_owned()),
        Value::Number(number) => Ok(number.to_string()),
        other => Err(format!("{key:?} holds {other}, which is no text")),
    };
    match object.get(key) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(values)) => values.iter().map(text).collect(),
        Some(value) => Ok(vec![text(value)?]),
    }
}

/// The next line. One that is too long is passed over to its end and told.
fn bounded_line(reader: &mut dyn BufRead) -> io::Result<Option<Result<Vec<u8>, String>>> {
    let mut line = Vec::new();
    let read = (&mut *reader).take(MAX_ROW_BYTES).read_until(b'\n', &mut line)?;
    if read == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') || (read as u64) < MAX_ROW_BYTES {
        return Ok(Some(Ok(line)));
    }
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            break;
        }
        let end = buffer.iter().position(|&byte| byte == b'\n');
        let length = end.map_or(buffer.len(), |end| end + 1);
        reader.consume(length);
        if end.is_some() {
            break;
        }
    }
    Ok(Some(Err(format!("the line is longer than {MAX_ROW_BYTES} bytes"))))
}

/// Counts what is read, for the progress bar.
struct Counted {
    inner: Box<dyn Read>,
    bytes: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.bytes.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}

/// Hands out so many bytes until the ration is renewed: a quote that is never closed would make the rest of the file one
/// row.
struct Rationed {
    inner: Box<dyn BufRead>,
    left: Rc<Cell<u64>>,
}

impl Read for Rationed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.get();
        if left == 0 {
            let reason = format!("the next row is longer than {MAX_ROW_BYTES} bytes; is a quote not closed?");
            return Err(io::Error::other(reason));
        }
        let most = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let length = self.inner.read(&mut buffer[..most])?;
        self.left.set(left - length as u64);
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_told_by_the_header() {
        assert_eq!(guessed_delimiter(b"id;name;country\n1,2,3,4,5"), b';');
        assert_eq!(guessed_delimiter(b"\"a;b;c\",name"), b',');
        assert_eq!(guessed_delimiter(b"name\nAcme; Inc"), b',');
        assert_eq!(guessed_delimiter(b"id\tname"), b'\t');
    }

    #[test]
    fn usual_headers_are_compared_bare() {
        assert_eq!(bare("Legal_Name "), "legalname");
        assert!(NAME_COLUMNS.contains(&bare("Full Name").as_str()));
    }

    #[test]
    fn a_line_that_is_too_long_does_not_take_the_next_with_it() {
        let text = format!("{}\nnext\n", "x".repeat(MAX_ROW_BYTES as usize + 10));
        let mut reader = BufReader::new(text.as_bytes());
        assert!(bounded_line(&mut reader).unwrap().unwrap().is_err());
        assert_eq!(bounded_line(&mut reader).unwrap().unwrap().unwrap(), b"next\n");
        assert!(bounded_line(&mut reader).unwrap().is_none());
    }
}
