//! Spreadsheets (XLSX) read row by row.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};

use crate::error::{Error, Position, Result};

/// All rows of the first sheet (or of the sheet of this name), every cell as text, outer blanks removed.
///
/// Dates come out as `YYYY-MM-DD`; whole numbers without a decimal point.
pub(super) fn rows(bytes: &[u8], file: &str, sheet: Option<&str>) -> Result<Vec<Vec<String>>> {
    let error = |reason: String| Error::malformed(Position::file(file), "", reason);
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes))
        .map_err(|cause| error(format!("the spreadsheet cannot be read, or is cut off: {cause}")))?;
    let name = match sheet {
        Some(name) => name.to_owned(),
        None => workbook.sheet_names().first().cloned().ok_or_else(|| error("the spreadsheet has no sheet".into()))?,
    };
    let range = workbook
        .worksheet_range(&name)
        .map_err(|cause| error(format!("the sheet {name:?} cannot be read: {cause}")))?;
    Ok(range.rows().map(|row| row.iter().map(text).collect()).collect())
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
