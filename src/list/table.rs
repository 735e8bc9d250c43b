//! Delimited text read row by row, with columns found by their header.
//!
//! A row that cannot be read does not hide the ones after it: it is left out and reported, or an error. What is refused
//! in any case is a file whose quotes do not pair, for a quote that is missing or too many swallows whole rows without a
//! trace: the quote that then closes the cell is really the opening one of another cell, and text stands behind it.

use std::io::Read;

use rustc_hash::FxHashMap;

use crate::error::{Error, Position, Result};

use super::sink::Sink;

/// Longest cell, in bytes; the longest published one (OFSI "Other Information") has under 20,000.
const MAX_CELL: usize = 1 << 20;
/// Longest row, in bytes.
const MAX_ROW: usize = 16 << 20;
/// Most cells of a row; published tables have under 200 columns.
const MAX_COLUMNS: usize = 5_000;
/// Rows that are not UTF-8, in each hundred, above which the file is in another encoding rather than damaged.
const MAX_FOREIGN_PERCENT: u64 = 1;

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
    reader: csv::Reader<Watched<R>>,
    file: String,
    record: csv::StringRecord,
    header: Header,
    /// The number of cells that every row must have, where the file has a header and is not flexible.
    width: Option<usize>,
    /// Rows read, and those of them that are not UTF-8.
    count: u64,
    foreign: u64,
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
        rows.width = (!dialect.flexible).then_some(first.columns.len());
        rows.header = first;
        Ok(rows)
    }

    /// Rows of a file without a header.
    pub(super) fn without_header(input: R, file: &str, dialect: Dialect) -> Self {
        let reader = csv::ReaderBuilder::new()
            .delimiter(dialect.delimiter)
            // The number of cells is checked below, where a row may be left out.
            .flexible(true)
            .has_headers(false)
            .from_reader(Watched::new(input, dialect.delimiter));
        Self {
            reader,
            file: file.to_owned(),
            record: csv::StringRecord::new(),
            header: Header::default(),
            width: None,
            count: 0,
            foreign: 0,
            last: None,
        }
    }

    /// From now on every row must have as many cells; for files whose header is not their first row.
    pub(super) fn set_width(&mut self, width: usize) {
        self.width = Some(width);
    }

    pub(super) fn header(&self) -> &Header {
        &self.header
    }

    /// The next row, or `None` at the end. Rows that cannot be read are counted and reported in passing.
    pub(super) fn next(&mut self, sink: &mut Sink<'_>) -> Result<Option<Row<'_>>> {
        // A row of a wrong length is a bad row if others follow, and the sign of a cut file if none does.
        let mut misfit: Option<Misfit> = None;
        loop {
            let read = self.reader.read_record(&mut self.record);
            if let Some(line) = self.reader.get_ref().unpaired {
                let position = Position::file(self.file.clone()).line(line);
                let reason = "text stands behind the quote that closes a cell: a quote is missing or too many here or in \
                              a row before, and rows may be swallowed; download the file again";
                return Err(Error::malformed(position, "", reason));
            }
            let more = match read {
                Ok(more) => more,
                Err(error) => match error.kind() {
                    csv::ErrorKind::Utf8 { .. } => {
                        self.leave_out_foreign(&error, sink)?;
                        continue;
                    }
                    _ => return Err(error_of(&error, &self.file)),
                },
            };
            if !more {
                if let Some(misfit) = misfit {
                    return Err(misfit.cut_off());
                }
                return self.check_end(sink).map(|()| None);
            }
            if let Some(misfit) = misfit.take() {
                misfit.leave_out(sink)?;
            }
            self.count += 1;
            // Where lines end in CR LF, the reader counts the LF only when it reads the next record.
            let late = self.reader.get_ref().crlf == Some(true);
            let line = self.record.position().map_or(0, |at| at.line() + u64::from(late && at.byte() > 0));
            self.last = self.record.position().cloned();
            if let Some(width) = self.width
                && self.record.len() != width
            {
                let last_line = self.reader.position().line() + u64::from(late);
                let position = Position::file(self.file.clone()).line(line);
                let value = self.record.iter().collect::<Vec<_>>().join(",");
                misfit = Some(Misfit { position, value, cells: self.record.len(), width, lines: last_line - line });
                continue;
            }
            return Ok(Some(Row { record: &self.record, header: &self.header, line }));
        }
    }

    /// A row that is not UTF-8 is damaged; where there are many, the file is in another encoding.
    fn leave_out_foreign(&mut self, error: &csv::Error, sink: &mut Sink<'_>) -> Result<()> {
        self.count += 1;
        self.foreign += 1;
        let line = error.position().map_or(0, csv::Position::line);
        let position = Position::file(self.file.clone()).line(line);
        if self.foreign > 1 && self.foreign * 100 > self.count.max(100) * MAX_FOREIGN_PERCENT {
            let reason = "the text is not UTF-8: save the file as UTF-8, or name its encoding in a mapping";
            return Err(Error::malformed(position, "", reason));
        }
        sink.count_record();
        sink.leave_out_record(position, &error.to_string(), "the row is not UTF-8")
    }

    /// Refuses a last row that ends inside a quoted cell, which the reader takes as it is; tells of a last cell that may be
    /// cut off. A file that is cut exactly between two rows cannot be told from a whole one.
    fn check_end(&self, sink: &mut Sink<'_>) -> Result<()> {
        let input = self.reader.get_ref();
        let line = self.last.as_ref().map_or(1, csv::Position::line);
        let position = Position::file(self.file.clone()).line(line);
        match input.state {
            State::Quoted => {
                Err(Error::malformed(position, "", "the file is cut off inside a quoted cell; download it again"))
            }
            // 0x1A is the end-of-file mark of old systems, which OFAC still writes.
            State::Start | State::Plain if !matches!(input.last, 0 | b'\n' | b'\r' | 0x1a) => {
                sink.warn(position, "", "the file does not end with a line break: its last cell may be cut off")
            }
            _ => Ok(()),
        }
    }
}

/// A row with another number of cells than the header.
struct Misfit {
    position: Position,
    value: String,
    cells: usize,
    width: usize,
    /// Line breaks in it.
    lines: u64,
}

impl Misfit {
    fn leave_out(self, sink: &mut Sink<'_>) -> Result<()> {
        sink.count_record();
        let mut reason = format!("the row has {} cells, the header has {}", self.cells, self.width);
        if self.lines > 1 {
            reason.push_str(&format!("; it goes on for {} lines: is a quote missing?", self.lines));
        }
        sink.leave_out_record(self.position, &self.value, &reason)
    }

    fn cut_off(self) -> Error {
        let reason = format!(
            "the last row has {} cells, the header has {}: the file is cut off; download it again",
            self.cells, self.width
        );
        Error::malformed(self.position, &self.value, reason)
    }
}

/// Where a byte stands in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first byte of a cell: here alone a quote opens one.
    Start,
    Plain,
    Quoted,
    /// Behind a quote in a quoted cell: it is closed, unless another quote follows.
    Closed,
}

/// Watches what the reader takes as it comes: quotes that do not pair, cells and rows that are too long for memory.
struct Watched<R> {
    inner: R,
    delimiter: u8,
    state: State,
    line: u64,
    cell: usize,
    row: usize,
    cells: usize,
    /// The line of the first text behind a closing quote.
    unpaired: Option<u64>,
    last: u8,
    /// Whether the first line ends in CR LF, once it is read.
    crlf: Option<bool>,
    is_beginning: bool,
}

impl<R> Watched<R> {
    fn new(inner: R, delimiter: u8) -> Self {
        Self {
            inner,
            delimiter,
            state: State::Start,
            line: 1,
            cell: 0,
            row: 0,
            cells: 1,
            unpaired: None,
            last: 0,
            crlf: None,
            is_beginning: true,
        }
    }

    fn see(&mut self, byte: u8) -> std::io::Result<()> {
        let ends_row = matches!(byte, b'\n' | b'\r') && self.state != State::Quoted;
        let ends_cell = ends_row || (byte == self.delimiter && self.state != State::Quoted);
        self.state = match (self.state, byte) {
            _ if ends_cell => State::Start,
            (State::Start | State::Closed, b'"') => State::Quoted,
            (State::Start | State::Plain, _) => State::Plain,
            (State::Quoted, b'"') => State::Closed,
            (State::Quoted, _) => State::Quoted,
            (State::Closed, _) => {
                // The mark that ends OFAC's files may follow at once.
                if byte != 0x1a {
                    self.unpaired.get_or_insert(self.line);
                }
                State::Plain
            }
        };
        self.row = if ends_row { 0 } else { self.row + 1 };
        self.cell = if ends_cell { 0 } else { self.cell + 1 };
        self.cells = if ends_row { 1 } else { self.cells + usize::from(ends_cell) };
        if byte == b'\n' {
            self.crlf.get_or_insert(self.last == b'\r');
            self.line += 1;
        }
        self.last = byte;
        let too_much = |what: &str| {
            Err(std::io::Error::other(format!("line {}: {what}: is a quote missing, or is this no list?", self.line)))
        };
        if self.cell > MAX_CELL {
            return too_much("the cell is longer than 1 MiB");
        }
        if self.row > MAX_ROW {
            return too_much("the row is longer than 16 MiB");
        }
        if self.cells > MAX_COLUMNS {
            return too_much("the row has more than 5,000 cells");
        }
        Ok(())
    }
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.inner.read(buffer)?;
        let mut bytes = &buffer[..length];
        if self.is_beginning && length > 0 {
            self.is_beginning = false;
            bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        }
        for &byte in bytes {
            self.see(byte)?;
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
    use crate::list::ReadOptions;

    fn read(text: &str) -> Result<usize> {
        let mut rows = Rows::with_header(text.as_bytes(), "test.csv", Dialect::COMMA)?;
        let options = ReadOptions::default();
        let mut sink = Sink::new(&options, "test.csv");
        let mut count = 0;
        while rows.next(&mut sink)?.is_some() {
            count += 1;
        }
        Ok(count)
    }

    #[test]
    fn rows_know_their_line_whatever_ends_it() {
        for text in ["a,b\n1,2\n\"x\ny\",3\n4,5\n", "a,b\r\n1,2\r\n\"x\r\ny\",3\r\n4,5\r\n"] {
            let mut rows = Rows::with_header(text.as_bytes(), "test.csv", Dialect::COMMA).unwrap();
            let options = ReadOptions::default();
            let mut sink = Sink::new(&options, "test.csv");
            let mut lines = Vec::new();
            while let Some(row) = rows.next(&mut sink).unwrap() {
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
