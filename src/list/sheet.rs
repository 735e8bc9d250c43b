//! Spreadsheets (XLSX) read row by row.

use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx};

use crate::error::{Error, Position, Result};

/// Most bytes of a spreadsheet once unpacked; the largest published one has 30 MB.
const MAX_UNPACKED: u64 = 256 << 20;
/// Most cells of the rectangle that the used cells span, empty ones included; the largest published one has 700,000.
const MAX_CELLS: u64 = 20_000_000;

/// All rows of the first sheet (or of the sheet of this name), every cell as text, outer blanks removed.
///
/// Dates come out as `YYYY-MM-DD`; whole numbers without a decimal point.
pub(super) fn rows(bytes: &[u8], file: &str, sheet: Option<&str>) -> Result<Vec<Vec<String>>> {
    check_size(bytes, file)?;
    let error = |reason: String| Error::malformed(Position::file(file), "", reason);
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes))
        .map_err(|cause| error(format!("the spreadsheet cannot be read, or is cut off: {cause}")))?;
    let name = match sheet {
        Some(name) => name.to_owned(),
        None => workbook.sheet_names().first().cloned().ok_or_else(|| error("the spreadsheet has no sheet".into()))?,
    };
    let unreadable = |cause| error(format!("the sheet {name:?} cannot be read: {cause}"));
    let mut used: Vec<((u32, u32), String)> = Vec::new();
    let mut reader = workbook.worksheet_cells_reader(&name).map_err(unreadable)?;
    while let Some(cell) = reader.next_cell().map_err(unreadable)? {
        let value = text(&Data::from(cell.get_value().clone()));
        if !value.is_empty() {
            used.push((cell.get_position(), value));
        }
    }
    rectangle(used, file)
}

/// The used cells as rows of one length. `calamine` has the same, but two cells far apart would ask it for all memory.
fn rectangle(used: Vec<((u32, u32), String)>, file: &str) -> Result<Vec<Vec<String>>> {
    let rows = used.iter().map(|&((row, _), _)| row);
    let columns = used.iter().map(|&((_, column), _)| column);
    let (Some(top), Some(bottom), Some(left), Some(right)) =
        (rows.clone().min(), rows.max(), columns.clone().min(), columns.max())
    else {
        return Ok(Vec::new());
    };
    let (height, width) = (bottom - top + 1, right - left + 1);
    let cells = u64::from(height) * u64::from(width);
    if cells > MAX_CELLS {
        return Err(Error::LimitExceeded {
            what: format!("the number of cells of {file}, empty ones between the used ones included,"),
            actual: cells,
            limit: MAX_CELLS,
            advice: "remove the cells that stand far from the table",
        });
    }
    let mut table = vec![vec![String::new(); width as usize]; height as usize];
    for ((row, column), value) in used {
        table[(row - top) as usize][(column - left) as usize] = value;
    }
    Ok(table)
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
    Ok(())
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
    fn two_cells_far_apart_are_refused_before_memory_is_asked_for() {
        let corner = |row, column| ((row, column), "x".to_owned());
        assert_eq!(rectangle(vec![corner(3, 2), corner(5, 3)], "f").unwrap().len(), 3);
        let error = rectangle(vec![corner(0, 0), corner(1_048_575, 16_383)], "f").unwrap_err();
        assert!(matches!(error, Error::LimitExceeded { actual: 17_179_869_184, .. }), "{error}");
        assert!(rectangle(Vec::new(), "f").unwrap().is_empty());
    }
}
