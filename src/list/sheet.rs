//! Spreadsheets (XLSX) read row by row.

use std::io::{BufRead, BufReader, Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx};
use quick_xml::events::Event;

use crate::error::{Error, Position, Result};

/// Most bytes of a spreadsheet once unpacked; the largest published one has 30 MB.
const MAX_UNPACKED: u64 = 128 << 20;
/// Most cells of the rectangle that the used cells span, empty ones included; the largest published one has 700,000.
const MAX_CELLS: u64 = 20_000_000;

/// The used cells of a sheet; the empty ones between them take no memory.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Sheet {
    /// Row and column, counted from the first that is used, and text. In order.
    cells: Vec<(u32, u32, Box<str>)>,
    height: u32,
    width: u32,
}

impl Sheet {
    /// All rows, each of the same length.
    pub(super) fn rows(&self) -> impl Iterator<Item = Vec<String>> {
        let mut cells = self.cells.iter().peekable();
        (0..self.height).map(move |row| {
            let mut texts = vec![String::new(); self.width as usize];
            while let Some((_, column, text)) = cells.next_if(|(of_row, ..)| *of_row == row) {
                texts[*column as usize] = text.to_string();
            }
            texts
        })
    }

    /// `calamine` makes a rectangle of cells too, but of two cells far apart one that takes all memory.
    fn new(mut cells: Vec<(u32, u32, Box<str>)>, file: &str) -> Result<Self> {
        let rows = cells.iter().map(|&(row, ..)| row);
        let columns = cells.iter().map(|&(_, column, _)| column);
        let (Some(top), Some(bottom), Some(left), Some(right)) =
            (rows.clone().min(), rows.max(), columns.clone().min(), columns.max())
        else {
            return Ok(Self::default());
        };
        let (height, width) = (bottom - top + 1, right - left + 1);
        let rectangle = u64::from(height) * u64::from(width);
        if rectangle > MAX_CELLS {
            return Err(Error::LimitExceeded {
                what: format!("the number of cells of {file}, empty ones between the used ones included,"),
                actual: rectangle,
                limit: MAX_CELLS,
                advice: "remove the cells that stand far from the table",
            });
        }
        for (row, column, _) in &mut cells {
            *row -= top;
            *column -= left;
        }
        // They are in order already, unless the file was made by hand. Of two in one place the later one counts.
        cells.sort_by_key(|&(row, column, _)| (row, column));
        Ok(Self { cells, height, width })
    }
}

/// The first sheet, or the sheet of this name, every cell as text, outer blanks removed.
///
/// Dates come out as `YYYY-MM-DD`; whole numbers without a decimal point.
pub(super) fn read(bytes: &[u8], file: &str, name: Option<&str>) -> Result<Sheet> {
    read_rows(bytes, file, name, u32::MAX)
}

/// The first rows of the first sheet.
pub(super) fn head(bytes: &[u8], file: &str, rows: u32) -> Result<Vec<Vec<String>>> {
    read_rows(bytes, file, None, rows).map(|sheet| sheet.rows().take(rows as usize).collect())
}

/// Reads on until a row that lies so many below the first.
fn read_rows(bytes: &[u8], file: &str, name: Option<&str>, rows: u32) -> Result<Sheet> {
    check_size(bytes, file)?;
    let error = |reason: String| Error::malformed(Position::file(file), "", reason);
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes))
        .map_err(|cause| error(format!("the spreadsheet cannot be read, or is cut off: {cause}")))?;
    let name = match name {
        Some(name) => name.to_owned(),
        None => workbook.sheet_names().first().cloned().ok_or_else(|| error("the spreadsheet has no sheet".into()))?,
    };
    let unreadable = |cause| error(format!("the sheet {name:?} cannot be read: {cause}"));
    let mut used: Vec<(u32, u32, Box<str>)> = Vec::new();
    let mut reader = workbook.worksheet_cells_reader(&name).map_err(unreadable)?;
    while let Some(cell) = reader.next_cell().map_err(unreadable)? {
        let value = text(&Data::from(cell.get_value().clone()));
        if value.is_empty() {
            continue;
        }
        let (row, column) = cell.get_position();
        if used.first().is_some_and(|&(first, ..)| row.saturating_sub(first) >= rows) {
            break;
        }
        used.push((row, column, value.into()));
    }
    Sheet::new(used, file)
}

/// Refuses a spreadsheet that is small on disk and huge in memory, by unpacking all of it piece by piece.
fn check_size(bytes: &[u8], file: &str) -> Result<()> {
    let error = |cause: String| {
        Error::malformed(Position::file(file), "", format!("the spreadsheet cannot be unpacked: {cause}"))
    };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|cause| error(cause.to_string()))?;
    let mut unpacked = 0;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|cause| error(cause.to_string()))?;
        let most = MAX_UNPACKED - unpacked + 1;
        unpacked +=
            std::io::copy(&mut entry.take(most), &mut std::io::sink()).map_err(|cause| error(cause.to_string()))?;
        if unpacked > MAX_UNPACKED {
            return Err(Error::LimitExceeded {
                what: format!("the size of {file} once unpacked"),
                actual: unpacked,
                limit: MAX_UNPACKED,
                advice: "this is no list, or save it as CSV",
            });
        }
    }
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|cause| error(cause.to_string()))?;
        if !entry.name().is_ok_and(|name| name.starts_with("xl/worksheets/")) {
            continue;
        }
        if let Some(reference) = impossible_reference(BufReader::new(entry)) {
            let reason = "no spreadsheet has such a cell; save it anew";
            return Err(Error::malformed(Position::file(file).element("sheet"), &reference, reason));
        }
    }
    Ok(())
}

/// The first cell or range that an element refers to and that no sheet can have (`XFD1048576` is the last one). `calamine`
/// counts letters and digits into numbers, and a range from its end to its beginning, without asking whether they fit.
fn impossible_reference(part: impl BufRead) -> Option<String> {
    let mut xml = quick_xml::Reader::from_reader(part);
    xml.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    // What is no XML ends the search; whether it had to be, the reader of the sheet says.
    loop {
        buffer.clear();
        let (Event::Start(element) | Event::Empty(element)) = (match xml.read_event_into(&mut buffer) {
            Ok(Event::Eof) | Err(_) => return None,
            Ok(event) => event,
        }) else {
            continue;
        };
        for attribute in element.attributes().with_checks(false).flatten() {
            if matches!(attribute.key.as_ref(), "r" | "ref") && !is_possible(attribute.value.as_bytes()) {
                return Some(attribute.value.into_owned());
            }
        }
    }
}

fn is_possible(reference: &[u8]) -> bool {
    let cell = |cell: &[u8]| -> Option<(u32, u32)> {
        let letters = cell.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let digits = cell[letters..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let column = |column, byte: &u8| column * 26 + u32::from(byte.to_ascii_uppercase() - b'A') + 1;
        let row = |row, byte: &u8| row * 10 + u32::from(byte - b'0');
        (letters <= 3 && digits <= 7)
            .then(|| (cell[..letters].iter().fold(0, column), cell[letters..][..digits].iter().fold(0, row)))
    };
    let mut cells = reference.split(|&byte| byte == b':').map(cell);
    match (cells.next().flatten(), cells.next()) {
        (Some(_), None) => true,
        (Some(first), Some(Some(last))) => first.0 <= last.0 && first.1 <= last.1,
        _ => false,
    }
}

fn text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::DateTime(date) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        // Office writes a carriage return as this escape; the line feed beside it is enough.
        other => other.to_string().replace("_x000D_", "").trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_that_no_sheet_has_are_found() {
        for good in ["A1", "XFD1048576", "7", "b2", "A1:B2", "A1:A1", ""] {
            assert!(is_possible(good.as_bytes()), "{good}");
        }
        for bad in ["AAAAAAAA1", "A99999999999", "B2:A1", "A2:A1", "A1:ZZZZ1"] {
            assert!(!is_possible(bad.as_bytes()), "{bad}");
        }
        let part = |cell: &str| format!("<worksheet><row r=\"1\"><c r=\"{cell}\"/></row>");
        assert_eq!(impossible_reference(part("A1").as_bytes()), None);
        assert_eq!(impossible_reference(part("ABCDEFGHI1").as_bytes()).as_deref(), Some("ABCDEFGHI1"));
    }

    #[test]
    fn two_cells_far_apart_are_refused_before_memory_is_asked_for() {
        let corner = |row, column| (row, column, Box::from("x"));
        let sheet = Sheet::new(vec![corner(5, 3), corner(3, 2)], "f").unwrap();
        assert_eq!(sheet.rows().collect::<Vec<_>>(), [["x", ""], ["", ""], ["", "x"]]);
        let error = Sheet::new(vec![corner(0, 0), corner(1_048_575, 16_383)], "f").unwrap_err();
        assert!(matches!(error, Error::LimitExceeded { actual: 17_179_869_184, .. }), "{error}");
        assert_eq!(Sheet::new(Vec::new(), "f").unwrap().rows().count(), 0);
    }
}
