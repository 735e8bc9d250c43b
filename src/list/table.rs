//! Delimited text read row by row, with columns found by their header.

use std::io::Read;

use rustc_hash::FxHashMap;

use crate::error::{Error, Position, Result};

/// Longest cell, in bytes; the longest published one (OFSI "Other Information") has under 20,000.
const MAX_CELL: usize = 1 << 20;

/// How the cells of a file are told apart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dialect {
    pub(super) delimiter: u8,
    /// Whether rows may have more or fewer cells than the header.
    pub(super) flexible: bool,
}

impl Dialect {
    pub(super) const COMMA: Self = Self { delimiter: b',', flexible: false };
}

/// A file's rows, in UTF-8. A byte order mark is skipped.
pub(super) struct Rows<R> {
    reader: csv::Reader<WithTail<R>>,
    file: String,
    record: csv::StringRecord,
    header: Header,
    /// Where the last row begins.
    last: Option<csv::Position>,
}

impl<R> std::fmt::Debug for Rows<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rows").field("file", &self.file).finish_non_exhaustive()
    }
}

/// Column names, compared without case, outer blanks and a byte order mark.
#[derive(Debug, Clone, Default)]
pub(super) struct Header {
    columns: Vec<String>,
    by_name: FxHashMap<String, usize>,
}

impl Header {
    pub(super) fn new<'a>(columns: impl IntoIterator<Item = &'a str>) -> Self {
        let columns: Vec<String> =
            columns.into_iter().map(|name| name.trim_start_matches('\u{feff}').trim().to_owned()).collect();
        let by_name = columns.iter().enumerate().rev().map(|(index, name)| (name.to_lowercase(), index)).collect();
        Self { columns, by_name }
    }

    pub(super) fn index(&self, name: &str) -> Option<usize> {
        self.by_name.get(&name.to_lowercase()).copied()
    }

    pub(super) fn columns(&self) -> &[String] {
        &self.columns
    }
}

/// One row.
#[derive(Debug)]
pub(super) struct Row<'a> {
    record: &'a csv::StringRecord,
    header: &'a Header,
    /// The line where it begins, counted from 1.
    pub(super) line: u64,
}

impl Row<'_> {
    /// The cell of a column, outer blanks removed; empty where the column or cell is absent.
    pub(super) fn cell(&self, column: &str) -> &str {
        self.header.index(column).map_or("", |index| self.at(index))
    }

    /// The cell at an index, outer blanks removed.
    pub(super) fn at(&self, index: usize) -> &str {
        self.record.get(index).unwrap_or("").trim()
    }

    /// The cell at an index as it is, for columns whose outer blanks matter.
    pub(super) fn raw(&self, index: usize) -> &str {
        self.record.get(index).unwrap_or("")
    }

    pub(super) fn len(&self) -> usize {
        self.record.len()
    }

    /// Column names with their cells, in file order.
    pub(super) fn cells(&self) -> impl Iterator<Item = (&str, &str)> {
        self.header.columns.iter().enumerate().map(|(index, name)| (name.as_str(), self.at(index)))
    }
}

impl<R: Read> Rows<R> {
    /// Rows whose first one is the header.
    pub(super) fn with_header(input: R, file: &str, dialect: Dialect) -> Result<Self> {
        let mut rows = Self::without_header(input, file, dialect);
        let first = match rows.reader.read_record(&mut rows.record) {
            Ok(true) => Header::new(rows.record.iter()),
            Ok(false) => return Err(Error::malformed(Position::file(file), "", "the file is empty")),
            Err(error) => return Err(error_of(&error, file)),
        };
        rows.header = first;
        Ok(rows)
    }

    /// Rows of a file without a header.
    pub(super) fn without_header(input: R, file: &str, dialect: Dialect) -> Self {
        let reader = csv::ReaderBuilder::new()
            .delimiter(dialect.delimiter)
            .flexible(dialect.flexible)
            .has_headers(false)
            .from_reader(WithTail { inner: input, tail: Vec::new(), read: 0, crlf: None, last: 0 });
        Self { reader, file: file.to_owned(), record: csv::StringRecord::new(), header: Header::default(), last: None }
    }

    pub(super) fn header(&self) -> &Header {
        &self.header
    }

    /// Whether what was read so far ends within a line. At the end of a file, its last cell may be cut off.
    pub(super) fn ends_within_line(&self) -> bool {
        // 0x1A is the end-of-file mark of old systems, which OFAC still writes.
        !matches!(self.reader.get_ref().last, 0 | b'\n' | b'\r' | 0x1a)
    }

    /// The next row, or `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Row<'_>>> {
        match self.reader.read_record(&mut self.record) {
            Ok(false) => self.check_end().map(|()| None),
            Ok(true) => {
                // Where lines end in CR LF, the reader counts the LF only when it reads the next record.
                let late = self.reader.get_ref().crlf == Some(true);
                let line = self.record.position().map_or(0, |at| at.line() + u64::from(late && at.byte() > 0));
                self.last = self.record.position().cloned();
                if let Some(index) = self.record.iter().position(|cell| cell.len() > MAX_CELL) {
                    let column =
                        self.header.columns.get(index).cloned().unwrap_or_else(|| format!("column {}", index + 1));
                    let position = Position::file(self.file.clone()).line(line).element(column);
                    return Err(Error::malformed(position, "", "the cell is longer than 1 MiB: is a quote missing?"));
                }
                Ok(Some(Row { record: &self.record, header: &self.header, line }))
            }
            Err(error) => Err(error_of(&error, &self.file)),
        }
    }
}

impl<R: Read> Rows<R> {
    /// Refuses a last row that ends inside a quoted cell: the reader takes such a row as it is.
    fn check_end(&self) -> Result<()> {
        let Some(last) = &self.last else { return Ok(()) };
        let input = self.reader.get_ref();
        let row = input.read.checked_sub(last.byte()).and_then(|length| usize::try_from(length).ok());
        let Some(row) = row.and_then(|length| input.tail.len().checked_sub(length)).map(|start| &input.tail[start..])
        else {
            return Ok(());
        };
        if row.ends_with(b"\n") || !row.iter().fold(false, |is_open, &byte| is_open ^ (byte == b'"')) {
            return Ok(());
        }
        let position = Position::file(self.file.clone()).line(last.line());
        Err(Error::malformed(position, "", "the file is cut off inside a quoted cell; download it again"))
    }
}

/// Remembers the end of what was read.
struct WithTail<R> {
    inner: R,
    tail: Vec<u8>,
    read: u64,
    last: u8,
    /// Whether the first line ends in CR LF, once it is read.
    crlf: Option<bool>,
}

/// Bytes remembered at least; a last row that is longer is not checked.
const TAIL: usize = 256 << 10;

impl<R: Read> Read for WithTail<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.read += length as u64;
        let read = &buffer[..length];
        if self.crlf.is_none()
            && let Some(end) = read.iter().position(|&byte| byte == b'\n')
        {
            let before = if end == 0 { self.last } else { read[end - 1] };
            self.crlf = Some(before == b'\r');
        }
        self.last = read.last().copied().unwrap_or(self.last);
        self.tail.extend_from_slice(&buffer[..length]);
        if self.tail.len() > 2 * TAIL {
            self.tail.drain(..self.tail.len() - TAIL);
        }
        Ok(length)
    }
}

fn error_of(error: &csv::Error, file: &str) -> Error {
    let mut position = Position::file(file);
    if let Some(at) = error.position() {
        position = position.line(at.line());
    }
    Error::malformed(position, "", format!("the row cannot be read: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<usize> {
        let mut rows = Rows::with_header(text.as_bytes(), "test.csv", Dialect::COMMA)?;
        let mut count = 0;
        while rows.next()?.is_some() {
            count += 1;
        }
        Ok(count)
    }

    #[test]
    fn rows_know_their_line_whatever_ends_it() {
        for text in ["a,b\n1,2\n\"x\ny\",3\n4,5\n", "a,b\r\n1,2\r\n\"x\r\ny\",3\r\n4,5\r\n"] {
            let mut rows = Rows::with_header(text.as_bytes(), "test.csv", Dialect::COMMA).unwrap();
            let mut lines = Vec::new();
            while let Some(row) = rows.next().unwrap() {
                lines.push(row.line);
            }
            assert_eq!(lines, [2, 3, 5], "{text:?}");
        }
    }

    #[test]
    fn a_table_that_ends_inside_a_quoted_cell_is_refused() {
        assert_eq!(read("a,b\n1,\"x\"\n2,\"y \"\"z\"\"\"").unwrap(), 2);
        assert_eq!(read("a,b\n1,5\" pipe\n").unwrap(), 1);
        let error = read("a,b\n1,\"x\"\n2,\"y").unwrap_err();
        assert!(error.to_string().starts_with("test.csv, line 3: the file is cut off inside a quoted cell"), "{error}");
    }
}
