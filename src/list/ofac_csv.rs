//! OFAC's SDN list and consolidated (non-SDN) list as CSV: a primary file with its alternate names, addresses and
//! comments beside it.
//!
//! Publisher: Office of Foreign Assets Control, US Department of the Treasury,
//! `https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/SDN.CSV` (`ALT.CSV`, `ADD.CSV`,
//! `SDN_COMMENTS.CSV`; `CONS_PRIM.CSV`, `CONS_ALT.CSV`, `CONS_ADD.CSV`, `CONS_COMMENTS.CSV`).
//! Specification: OFAC's `dat_spec.txt`, "Specially Designated Nationals data formats".
//!
//! | file | columns |
//! |---|---|
//! | primary | `ent_num, SDN_Name, SDN_Type, Program, Title, Call_Sign, Vess_type, Tonnage, GRT, Vess_flag, Vess_owner, Remarks` |
//! | alternate names | `ent_num, alt_num, alt_type, alt_name, alt_remarks` |
//! | addresses | `ent_num, Add_num, Address, City/State/Province/Postal Code, Country, Add_remarks` |
//! | comments | `ent_num`, the tail of `Remarks` |
//!
//! What is odd:
//! - There is no header line, though re-publishers add one; both are read, and a header's columns may stand in any order.
//!   Columns that the specification does not know are kept as remarks.
//! - Null is `-0- ` with a trailing blank, outside quotes. An entity (as against an individual) has a null type.
//! - Several programmes share a cell as `A] [B`.
//! - The last byte is 0x1A. Re-saved files lack it; an official file (lines end in CR LF) without it gets a warning, for
//!   it may have been cut off between two lines. A file whose last line has no end is refused.
//! - `Remarks` strings birth dates, documents, weak aliases (`a.k.a. 'X'`) and more together, cut at 1,000 characters,
//!   often within a word; the comments file goes on from there. Where it is absent, the cut detail is not trusted and
//!   a warning says so. The whole remark is kept, whatever was understood of it.
//! - A weak alias stands in `Remarks` only, never in the file of alternate names.
//! - Files carry no date, so the list has none.
//!
//! `alt_num` and `Add_num` are technical and not kept.
//!
//! Tested on the SDN files of January 2022 and of 2024-05-03 and the consolidated files of December 2025.

use std::collections::hash_map::Entry;
use std::io::{self, BufRead, Read};

use rustc_hash::FxHashMap;

use crate::entity::{CountryRole, Entity, IdentifierKind, Kind, Name, NameType};
use crate::error::{Error, Position, Result};

use super::format::{Companion, Head};
use super::ofac_details as details;
use super::sink::Sink;
use super::table::{Dialect, Row, Rows};

/// Characters after which OFAC cuts `Remarks`.
const REMARKS_CUT: usize = 1_000;
/// The mark that ends an official file.
const END_MARK: char = '\u{1a}';

/// The four files of a list, with the columns that their specification gives them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Primary,
    AlternateNames,
    Addresses,
    Comments,
}

impl Part {
    const ALL: [Self; 4] = [Self::Primary, Self::AlternateNames, Self::Addresses, Self::Comments];

    const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Primary => &[
                "ent_num",
                "SDN_Name",
                "SDN_Type",
                "Program",
                "Title",
                "Call_Sign",
                "Vess_type",
                "Tonnage",
                "GRT",
                "Vess_flag",
                "Vess_owner",
                "Remarks",
            ],
            Self::AlternateNames => &["ent_num", "alt_num", "alt_type", "alt_name", "alt_remarks"],
            Self::Addresses => {
                &["ent_num", "Add_num", "Address", "City/State/Province/Postal Code", "Country", "Add_remarks"]
            }
            Self::Comments => &["ent_num", "Remarks"],
        }
    }

    /// Where each column of the specification stands in a file with this header; `None` if it is no such header.
    fn columns_in(self, header: &[&str]) -> Option<Vec<usize>> {
        let header: Vec<String> = header.iter().map(|name| folded(name)).collect();
        let at = |wanted: &str| header.iter().position(|name| name == wanted);
        self.columns()
            .iter()
            .map(|column| {
                let column = folded(column);
                at(&column)
                    .or_else(|| HEADER_WORDS.iter().filter(|(of, _)| *of == column).find_map(|(_, word)| at(word)))
            })
            .collect()
    }

    /// Whether a row without a header can be one of this part.
    fn fits(self, cells: &[&str]) -> bool {
        let is_number =
            |at: usize| cells.get(at).is_some_and(|cell| !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit()));
        if cells.len() != self.columns().len() || !is_number(0) {
            return false;
        }
        match self {
            Self::Primary => !null(cells[1]).is_empty() && details::kind(null(cells[2])).is_some(),
            Self::AlternateNames => is_number(1) && details::name_type(cells[2]).is_some(),
            Self::Addresses => is_number(1) && cells[2..].contains(&"-0-"),
            // Little to go by: details are parted by semicolons and the last one ends in a full stop.
            Self::Comments => cells[1].contains("; ") && cells[1].ends_with('.'),
        }
    }
}

/// Other words that re-publishers have for columns, both folded.
const HEADER_WORDS: &[(&str, &str)] = &[
    ("entnum", "entitynumber"),
    ("sdnname", "name"),
    ("sdntype", "type"),
    ("program", "programs"),
    ("vesstype", "vesseltype"),
    ("vessflag", "vesselflag"),
    ("vessowner", "vesselowner"),
    ("grt", "grossregisteredtonnage"),
    ("addnum", "addressnum"),
    ("citystateprovincepostalcode", "city"),
    ("citystateprovincepostalcode", "citystateprovincepostal"),
    ("remarks", "comments"),
    ("remarks", "remarksextended"),
];

/// Letters and digits, in lower case.
fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A cell, nothing if it is null.
fn null(cell: &str) -> &str {
    let cell = cell.trim();
    if cell == "-0-" { "" } else { cell }
}

/// The part that a file is, told by its first rows.
fn part_of(text: &str) -> Option<Part> {
    let mut lines = text.trim_start_matches('\u{feff}').lines().filter(|line| !line.trim().is_empty());
    let first = cells(lines.next()?);
    let first: Vec<&str> = first.iter().map(String::as_str).collect();
    Part::ALL.into_iter().find(|part| part.columns_in(&first).is_some() || part.fits(&first))
}

fn cells(line: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(line.as_bytes());
    let mut record = csv::StringRecord::new();
    match reader.read_record(&mut record) {
        Ok(true) => record.iter().map(|cell| cell.trim().to_owned()).collect(),
        _ => Vec::new(),
    }
}

pub(super) fn looks_like(head: &Head<'_>) -> bool {
    part_of(head.text) == Some(Part::Primary)
}

pub(super) fn looks_like_part(head: &Head<'_>) -> bool {
    part_of(head.text).is_some_and(|part| part != Part::Primary)
}

/// The names of the files that belong to a primary file of this name: `ofac_sdn.csv` has `ofac_alt.csv`, `ofac_add.csv`
/// and `ofac_sdn_comments.csv`, in the spelling of the primary file's name.
pub(super) fn companions(primary: &str) -> Vec<String> {
    let plain = primary.strip_suffix(".gz").unwrap_or(primary);
    let (stem, ending) = plain.rsplit_once('.').map_or((plain, ""), |(stem, ending)| (stem, ending));
    let lower = stem.to_ascii_lowercase();
    let names: &[&str] = if lower.ends_with("sdn") {
        &["alt", "add", "sdn_comments"]
    } else if lower.ends_with("prim") {
        &["alt", "add", "comments"]
    } else {
        return Vec::new();
    };
    let word = if lower.ends_with("sdn") { "sdn" } else { "prim" };
    let (before, known) = stem.split_at(stem.len() - word.len());
    let is_upper = known.bytes().all(|byte| byte.is_ascii_uppercase());
    names
        .iter()
        .map(|name| {
            let name = if is_upper { name.to_ascii_uppercase() } else { (*name).to_owned() };
            if ending.is_empty() { format!("{before}{name}") } else { format!("{before}{name}.{ending}") }
        })
        .collect()
}

/// The tail of a remark, from the comments file.
struct Tail {
    text: String,
    position: Position,
}

pub(super) fn read(input: &mut dyn BufRead, companions: &mut [Companion<'_>], sink: &mut Sink<'_>) -> Result<()> {
    "OFAC".clone_into(&mut sink.publisher);
    let file = sink.file.clone();
    let parts = companions.iter_mut().map(part_of_companion).collect::<Result<Vec<_>>>()?;

    let mut tails: FxHashMap<String, Tail> = FxHashMap::default();
    for (companion, _) in companions.iter_mut().zip(&parts).filter(|(_, part)| **part == Some(Part::Comments)) {
        let name = companion.name.clone();
        each_row(&mut companion.input, &name, Part::Comments, sink, |row, sink| {
            sink.count_record();
            let position = row.position(1);
            let text = row.raw(1).to_owned();
            match tails.entry(row.cell(0).to_owned()) {
                Entry::Vacant(entry) => drop(entry.insert(Tail { text, position })),
                Entry::Occupied(mut entry) => {
                    entry.get_mut().text.push_str(&text);
                    sink.count_merged()?;
                }
            }
            Ok(())
        })?;
    }

    let mut is_consolidated = false;
    let list = details::list_id(&file, false);
    let mut records = 0;
    each_row(input, &file, Part::Primary, sink, |row, sink| {
        records += 1;
        sink.count_record();
        let entity = entity(row, &mut tails, details::list_name(list), sink)?;
        is_consolidated |= details::is_consolidated_only(&entity);
        sink.push(entity, row.position(0).record(records))
    })?;
    details::list_id(&file, is_consolidated).clone_into(&mut sink.id);

    let mut unclaimed: Vec<(String, Tail)> = tails.into_iter().collect();
    unclaimed.sort_by_key(|(_, tail)| tail.position.line);
    for (id, tail) in unclaimed {
        sink.leave_out_orphan(tail.position, &id, "the comment belongs to no entity of the primary file")?;
    }

    for (companion, part) in companions.iter_mut().zip(&parts) {
        let name = companion.name.clone();
        match part {
            Some(Part::AlternateNames) => {
                each_row(&mut companion.input, &name, Part::AlternateNames, sink, alternate_name)?;
            }
            Some(Part::Addresses) => each_row(&mut companion.input, &name, Part::Addresses, sink, address)?,
            _ => {}
        }
    }
    Ok(())
}

/// What a companion is; `None` if it is empty.
fn part_of_companion(companion: &mut Companion<'_>) -> Result<Option<Part>> {
    let failed = |source| Error::Io { path: companion.name.clone(), source };
    let beginning = companion.input.fill_buf().map_err(failed)?;
    let text = String::from_utf8_lossy(beginning);
    if text.trim_matches(|c: char| c == END_MARK || c.is_whitespace()).is_empty() {
        return Ok(None);
    }
    // By its name it is a part, so the number of columns tells which.
    let first = cells(text.trim_start_matches('\u{feff}').lines().next().unwrap_or(""));
    let is_number = |cell: &String| !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
    let by_length = Part::ALL[1..].iter().find(|part| part.columns().len() == first.len()).copied();
    match part_of(&text).or(by_length.filter(|_| first.first().is_some_and(is_number))) {
        Some(part) if part != Part::Primary => Ok(Some(part)),
        _ => {
            let line = text.lines().next().unwrap_or("");
            let reason = "the file stands beside an OFAC primary file under the name of its alternate names, addresses \
                          or comments, but is none of these; move it elsewhere";
            Err(Error::malformed(Position::file(companion.name.clone()).line(1), line, reason))
        }
    }
}

fn entity(row: &Fields<'_>, tails: &mut FxHashMap<String, Tail>, list: &str, sink: &mut Sink<'_>) -> Result<Entity> {
    let id = row.cell(0);
    let kind = if let Some(kind) = details::kind(row.cell(2)) {
        kind
    } else {
        sink.warn(row.position(2), row.cell(2), "the type is none that OFAC uses: the kind stays unknown")?;
        Kind::Unknown
    };
    let mut entity = Entity::new(id, kind, row.cell(1));
    entity.names[0].parts = details::parts_of(kind, row.cell(1));
    if kind == Kind::Unknown {
        entity.add_remark(Part::Primary.columns()[2], row.cell(2));
    }
    let programmes = row.cell(3).split("] [").map(|programme| programme.trim_matches(['[', ']', ' ']));
    details::designate(&mut entity, programmes, None, list);
    details::add_title(&mut entity, row.cell(4));
    entity.add_identifier(IdentifierKind::CallSign, row.cell(5), None, "Vessel Call Sign");
    for column in [6, 7, 8, 10] {
        entity.add_remark(Part::Primary.columns()[column], row.cell(column));
    }
    entity.add_country(CountryRole::Flag, row.cell(9));

    let mut remarks = row.raw(11).to_owned();
    if null(&remarks).is_empty() {
        remarks.clear();
    }
    let mut length = remarks.chars().count();
    let mut is_cut = false;
    if let Some(tail) = tails.remove(id) {
        sink.count_merged()?;
        // A blank at the cut is lost where the file was saved again.
        while (REMARKS_CUT - 2..REMARKS_CUT).contains(&length) && !remarks.ends_with('.') {
            remarks.push(' ');
            length += 1;
        }
        remarks.push_str(&tail.text);
    } else if length >= REMARKS_CUT && !remarks.ends_with('.') {
        is_cut = true;
        let reason = "the remark is cut at 1,000 characters and the comments file does not go on: \
                      its last detail is kept as text only";
        let end: String = remarks.chars().skip(length.saturating_sub(40)).collect();
        sink.warn(row.position(11), &end, reason)?;
    }
    details::read_remarks(&mut entity, &remarks, is_cut);
    for (name, cell) in row.unknown() {
        entity.add_remark(name, cell);
    }
    Ok(entity)
}

fn alternate_name(row: &Fields<'_>, sink: &mut Sink<'_>) -> Result<()> {
    sink.count_record();
    let (id, word, full) = (row.cell(0), row.cell(2), row.cell(3));
    let name_type = if let Some(name_type) = details::name_type(word) {
        name_type
    } else {
        sink.warn(row.position(2), word, "the type is none that OFAC uses: taken as an alias")?;
        NameType::StrongAlias
    };
    let Some(entity) = sink.entity_mut(id) else {
        return sink.leave_out_orphan(
            row.position(3),
            full,
            "the alternate name belongs to no entity of the primary file",
        );
    };
    if full.is_empty() {
        return sink.leave_out_orphan(row.position(3), id, "the alternate name is empty");
    }
    let parts = details::parts_of(entity.kind, full);
    entity.add_name(Name { parts, ..Name::new(full, name_type) });
    entity.add_remark(Part::AlternateNames.columns()[4], row.cell(4));
    for (name, cell) in row.unknown() {
        entity.add_remark(name, cell);
    }
    sink.count_merged()?;
    Ok(())
}

fn address(row: &Fields<'_>, sink: &mut Sink<'_>) -> Result<()> {
    sink.count_record();
    let parts = [row.cell(2), row.cell(3), row.cell(4)];
    let Some(entity) = sink.entity_mut(row.cell(0)) else {
        let text: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let reason = "the address belongs to no entity of the primary file";
        return sink.leave_out_orphan(row.position(2), &text.join(", "), reason);
    };
    details::add_address(entity, [parts[0], parts[1]], parts[2]);
    entity.add_remark(Part::Addresses.columns()[5], row.cell(5));
    for (name, cell) in row.unknown() {
        entity.add_remark(name, cell);
    }
    sink.count_merged()?;
    Ok(())
}

/// A row with its cells in the order of the specification.
struct Fields<'a> {
    row: &'a Row<'a>,
    part: Part,
    /// Where each column of the specification stands.
    columns: &'a [usize],
    /// All columns of the header, where there is one.
    header: &'a [String],
    file: &'a str,
}

impl Fields<'_> {
    fn cell(&self, column: usize) -> &str {
        null(self.raw(column))
    }

    fn raw(&self, column: usize) -> &str {
        self.columns.get(column).map_or("", |&at| self.row.raw(at))
    }

    fn position(&self, column: usize) -> Position {
        Position::file(self.file).line(self.row.line).element(self.part.columns()[column])
    }

    /// The columns that the specification does not know, with their cells.
    fn unknown(&self) -> impl Iterator<Item = (&str, &str)> {
        let is_unknown = |at: &usize| !self.columns.contains(at);
        (0..self.header.len()).filter(is_unknown).map(|at| (self.header[at].as_str(), null(self.row.raw(at))))
    }
}

/// Reads a file row by row and holds it to its shape.
fn each_row<R: BufRead + ?Sized>(
    input: &mut R,
    file: &str,
    part: Part,
    sink: &mut Sink<'_>,
    mut take: impl FnMut(&Fields<'_>, &mut Sink<'_>) -> Result<()>,
) -> Result<()> {
    let mut watched = Watched { inner: input, last: [0; 2], has_crlf: false, is_empty: true };
    let mut rows = Rows::without_header(&mut watched, file, Dialect { delimiter: b',', flexible: true });
    let mut columns: Vec<usize> = (0..part.columns().len()).collect();
    let mut header: Vec<String> = Vec::new();
    let mut is_first = true;
    let mut ended = false;
    let mut last_line = 0;
    // A row of a wrong length is a bad row if others follow, and the sign of a cut file if none does.
    let mut pending: Option<(Position, String)> = None;
    while let Some(row) = rows.next(sink)? {
        if row.len() == 1 && row.at(0).trim_matches(END_MARK).is_empty() {
            ended = true;
            continue;
        }
        let position = Position::file(file).line(row.line);
        if ended {
            let reason = "there is more after the mark that ends the file (0x1A): two files in one?";
            return Err(Error::malformed(position, row.at(0), reason));
        }
        if let Some((position, value)) = pending.take() {
            sink.count_record();
            let reason = format!("the row has not the {} columns of its layout", header.len().max(columns.len()));
            sink.leave_out_record(position, &value, &reason)?;
        }
        last_line = row.line;
        if is_first {
            is_first = false;
            let first: Vec<&str> = (0..row.len()).map(|at| row.at(at).trim_start_matches('\u{feff}')).collect();
            if let Some(known) = part.columns_in(&first) {
                columns = known;
                header = first.into_iter().map(str::to_owned).collect();
                continue;
            }
        }
        if row.len() != header.len().max(columns.len()) {
            pending = Some((position, (0..row.len()).map(|at| row.at(at)).collect::<Vec<_>>().join(",")));
            continue;
        }
        let fields = Fields { row: &row, part, columns: &columns, header: &header, file };
        let id = fields.cell(0);
        if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_digit()) {
            sink.count_record();
            sink.leave_out_record(fields.position(0), id, "the entity number is no number")?;
            continue;
        }
        take(&fields, sink)?;
    }
    drop(rows);
    if let Some((position, value)) = pending {
        return Err(Error::malformed(
            position,
            &value,
            "the last row is incomplete: the file is cut off; download it again",
        ));
    }
    if !ended && !watched.is_empty && watched.last[1] != b'\n' {
        let reason =
            "the last line has no end: the file is cut off; download it again (or end the line, if it is whole)";
        return Err(Error::malformed(Position::file(file).line(last_line), "", reason));
    }
    if !ended && watched.has_crlf {
        let reason =
            "the mark that ends an official file (0x1A) is missing: if the file was not saved again, it is cut off";
        sink.warn(Position::file(file).line(last_line), "", reason)?;
    }
    Ok(())
}

/// Remembers how a file ends.
struct Watched<'a, R: ?Sized> {
    inner: &'a mut R,
    last: [u8; 2],
    has_crlf: bool,
    is_empty: bool,
}

impl<R: BufRead + ?Sized> Read for Watched<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        let bytes = &buffer[..length];
        self.is_empty &= length == 0;
        match bytes {
            [] => {}
            [only] => self.last = [self.last[1], *only],
            [.., before, last] => self.last = [*before, *last],
        }
        self.has_crlf |= bytes.windows(2).any(|pair| pair == b"\r\n") || self.last == *b"\r\n";
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::{List, ReadOptions};

    const ROWS: &str = "36,\"AEROCARIBBEAN AIRLINES\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"a.k.a. 'AA'.\"\r\n\
         40,\"DOE, John\",\"individual\",\"SDGT] [IRGC\",\"Chief; Owner\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\u{1a}";

    fn open(text: &str) -> Result<List> {
        List::from_bytes("sdn.csv", text.as_bytes(), &ReadOptions::default())
    }

    #[test]
    fn the_official_layout_is_read() {
        let list = open(ROWS).unwrap();
        assert_eq!((list.id.as_str(), list.entities.len(), list.report.problems.len()), ("ofac-sdn", 2, 0));
        let person = &list.entities[1];
        assert_eq!(person.kind, Kind::Person);
        assert_eq!(person.names[0].parts.as_ref().unwrap().family, "DOE");
        assert_eq!(person.designations.len(), 2);
        assert_eq!(person.positions, ["Chief", "Owner"]);
        assert!(person.remarks.is_empty());
        assert_eq!(list.entities[0].names[1], Name::new("AA", NameType::WeakAlias));
    }

    #[test]
    fn a_header_may_move_and_add_columns() {
        let text = "SDN_Name,ent_num,SDN_Type,Program,Title,Call_Sign,Vess_Type,Tonnage,GRT,Vess_Flag,Vess_Owner,Remarks,Note\n\
             ACME,7,vessel,SDGT,,AB1,Tug,5,6,Iran,NITC,,seen\n";
        let list = open(text).unwrap();
        let entity = &list.entities[0];
        assert_eq!((entity.id.as_str(), entity.kind), ("7", Kind::Vessel));
        assert_eq!(entity.identifiers[0].value, "AB1");
        let remarks: Vec<_> = entity.remarks.iter().map(|r| (r.label.as_str(), r.text.as_str())).collect();
        assert_eq!(
            remarks,
            [("Vess_type", "Tug"), ("Tonnage", "5"), ("GRT", "6"), ("Vess_owner", "NITC"), ("Note", "seen")]
        );
    }

    #[test]
    fn a_file_that_is_cut_within_a_line_is_refused() {
        let whole = ROWS.trim_end_matches(END_MARK);
        let second = whole.find("40,").unwrap();
        for length in second + 1..whole.len() - 1 {
            assert!(open(&whole[..length]).is_err(), "{}", &whole[..length]);
        }
        // Between two lines there is no telling, but the missing mark is told.
        assert_eq!(open(&whole[..second]).unwrap().report.problems.len(), 1);
    }

    #[test]
    fn a_row_of_a_wrong_length_is_left_out_or_refused() {
        let text = format!(
            "{}{}",
            ROWS.replace('\u{1a}', "41,\"X\",-0- \r\n"),
            "42,\"Y\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\u{1a}"
        );
        let error = open(&text).unwrap_err().to_string();
        assert!(error.contains("line 3"), "{error}");
        let list = List::from_bytes("sdn.csv", text.as_bytes(), &ReadOptions::default().lenient()).unwrap();
        assert_eq!((list.entities.len(), list.report.records, list.report.problems.len()), (3, 4, 1));
    }

    #[test]
    fn companions_follow_the_name_of_the_primary_file() {
        assert_eq!(companions("sdn.csv"), ["alt.csv", "add.csv", "sdn_comments.csv"]);
        assert_eq!(companions("SDN.CSV"), ["ALT.CSV", "ADD.CSV", "SDN_COMMENTS.CSV"]);
        assert_eq!(companions("ofac_sdn.csv"), ["ofac_alt.csv", "ofac_add.csv", "ofac_sdn_comments.csv"]);
        assert_eq!(companions("cons_prim.csv.gz"), ["cons_alt.csv", "cons_add.csv", "cons_comments.csv"]);
        assert!(companions("list.csv").is_empty());
    }

    #[test]
    fn the_parts_are_told_apart_by_their_shape() {
        for (text, part) in [
            ("36,12,\"aka\",\"AERO\",-0- \r\n", Some(Part::AlternateNames)),
            ("36,25,-0- ,\"Havana\",\"Cuba\",-0- \r\n", Some(Part::Addresses)),
            ("36,\"r 12 (Russia); a.k.a. 'X'.\"\r\n", Some(Part::Comments)),
            ("Ent_num,Add_num,Address,City/State/Province/Postal Code,Country,Add_remarks\n", Some(Part::Addresses)),
            ("36,Acme\n", None),
            ("id,name\n", None),
        ] {
            assert_eq!(part_of(text), part, "{text}");
        }
    }
}
