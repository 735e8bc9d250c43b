//! A bank's own list: a table or JSON with our column names, or any other with a [`Mapping`].
//!
//! # Layout
//!
//! CSV (comma, semicolon, tab or bar, told from the header), a JSON array of objects, a JSON object that holds one such
//! array, or JSON lines. The columns or keys, in any order and any of them absent:
//!
//! | column | what it holds |
//! |---|---|
//! | `id` | the record's id; its number in the file where absent |
//! | `kind` | `person`, `organization`, `vessel`, `aircraft`, or nothing |
//! | `name` | the primary name |
//! | `aliases`, `weak_aliases`, `former_names`, `native_names` | other names |
//! | `countries`, `nationality` | codes or names |
//! | `birth_date`, `birth_place`, `gender` | of a person; the date as `1960-05-17`, `17/05/1960`, `~1960`, `1955/1960` |
//! | `programmes`, `authority`, `listed_on` | who listed it, and for what; side by side where there are several |
//! | `addresses`, `positions`, `remarks` | text |
//! | `identifiers` | `kind:value`, such as `imo:9074729` or `tax-number:7706061801` |
//!
//! Several values in a cell are separated by `;`; JSON may use arrays. Columns of other names stay as remarks under
//! their names; keys of nested objects are joined by a dot. Rows that are wholly blank are no records.
//!
//! A file counts as a bank's own list if it has `name` and at least one of `id`, `kind`, `aliases`, `weak_aliases`,
//! `former_names`, `native_names`, `programmes`, `identifiers`: a table of names and countries alone may be anything.
//! A spreadsheet is read the same way from its first sheet.
//!
//! # Oddities
//!
//! Text is UTF-8 or, with a byte order mark, UTF-16; anything else needs `layout.encoding` in a mapping. CSV that is cut
//! off exactly at the end of a line cannot be told from a whole file; JSON can. A mapping may name a count to check.

mod entity;
mod mapping;
mod record;

pub use mapping::Mapping;

use std::borrow::Cow;
use std::io::BufRead;

use serde_json::{Map, Value};

use crate::entity::PartialDate;
use crate::error::{Error, Position, Result};

use super::format::{Format, Head};
use super::json::{self, Outline};
use super::sheet::{self, Sheet};
use super::sink::Sink;
use super::source::ReadOptions;
use super::table::{Dialect, Rows};
use entity::Standing;
use mapping::{HeadValue, SameId};
use record::{MAX_COLUMNS, Record, same_name};

/// Columns of which one must stand beside `name`.
const TELLING: [&str; 8] =
    ["id", "kind", "aliases", "weak_aliases", "former_names", "native_names", "programmes", "identifiers"];
const DELIMITERS: [u8; 4] = *b",;\t|";
/// Rows of a spreadsheet among which the header is looked for.
const HEADER_ROWS: usize = 20;

/// Which of our formats a mapping recognises the file as.
pub(super) fn mapped(head: &Head<'_>) -> Option<Format> {
    if head.options.mappings().is_empty() {
        return None;
    }
    let mapping = |columns: &[String], keys: &[String]| given(head.options, columns, keys).is_some();
    recognised(head, &mapping)
}

pub(super) fn looks_like_xlsx(head: &Head<'_>) -> bool {
    recognised(head, &ours) == Some(Format::OwnXlsx)
}

pub(super) fn looks_like_csv(head: &Head<'_>) -> bool {
    recognised(head, &ours) == Some(Format::OwnCsv)
}

pub(super) fn looks_like_json_lines(head: &Head<'_>) -> bool {
    recognised(head, &ours) == Some(Format::OwnJsonLines)
}

pub(super) fn looks_like_json(head: &Head<'_>) -> bool {
    recognised(head, &ours) == Some(Format::OwnJson)
}

fn recognised(head: &Head<'_>, fits: &dyn Fn(&[String], &[String]) -> bool) -> Option<Format> {
    if let Some(rows) = head.rows {
        return rows.iter().take(HEADER_ROWS).any(|row| fits(row, &[])).then_some(Format::OwnXlsx);
    }
    let text = head.text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with(['{', '[']) {
        let whole = Outline::of(text);
        if whole.arrays.iter().any(|(_, keys)| fits(keys, &whole.keys)) {
            return Some(Format::OwnJson);
        }
        let first = Outline::of(head.first_line());
        return fits(&first.keys, &[]).then_some(Format::OwnJsonLines);
    }
    if text.starts_with('<') {
        return None;
    }
    DELIMITERS.iter().any(|&delimiter| fits(&header_of(text, delimiter), &[])).then_some(Format::OwnCsv)
}

fn header_of(text: &str, delimiter: u8) -> Vec<String> {
    Rows::with_header(text.as_bytes(), "", Dialect { delimiter, flexible: true })
        .map(|rows| rows.header().columns().to_vec())
        .unwrap_or_default()
}

fn ours(columns: &[String], _head: &[String]) -> bool {
    let has = |name: &str| columns.iter().any(|column| same_name(column, name));
    has("name") && TELLING.into_iter().any(has)
}

/// The first mapping that the caller gave for files of these columns and these keys of the JSON head.
fn given<'a>(options: &'a ReadOptions, columns: &[String], head: &[String]) -> Option<&'a Mapping> {
    let all = |wanted: &[String], there: &[String]| {
        wanted.iter().all(|wanted| there.iter().any(|known| same_name(known, wanted)))
    };
    options.mappings().iter().find(|mapping| {
        let recognise = &mapping.recognise;
        all(&recognise.columns, columns)
            && (!recognise.exact || all(columns, &recognise.columns))
            && all(&recognise.head, head)
    })
}

fn choose<'a>(options: &'a ReadOptions, columns: &[String], head: &[String]) -> Option<Cow<'a, Mapping>> {
    given(options, columns, head)
        .map(Cow::Borrowed)
        .or_else(|| ours(columns, head).then(|| Cow::Owned(Mapping::ours())))
}

impl Mapping {
    /// Whether a field, or the list as a whole, takes this column, or it is to be ignored.
    fn is_mapped(&self, column: &str) -> bool {
        let names = self.fields.all().into_iter().flat_map(|source| &source.from).chain(&self.ignore);
        names.into_iter().any(|known| same_name(known, column))
    }
}

impl HeadValue {
    fn text(&self, head: &Map<String, Value>, first: Option<&Record>) -> String {
        let Some(from) = &self.from else { return self.prefix.clone() };
        let found = head
            .get(from)
            .and_then(json::scalar)
            .or_else(|| first.and_then(|record| record.column(from)).map(record::Column::text))
            .unwrap_or_default();
        let found = found.trim();
        if found.is_empty() {
            return String::new();
        }
        format!("{}{}", self.prefix, self.values.get(found).map_or(found, String::as_str))
    }
}

/// Takes the records of one file, of which the first says what the list is.
struct Taker<'m> {
    mapping: &'m Mapping,
    head: Map<String, Value>,
    standing: Option<Standing>,
    count: u64,
}

impl<'m> Taker<'m> {
    fn new(mapping: &'m Mapping, head: Map<String, Value>, sink: &mut Sink<'_>) -> Self {
        sink.may_be_empty = mapping.list.may_be_empty;
        Self { mapping, head, standing: None, count: 0 }
    }

    fn take(
        &mut self,
        record: &Record,
        sheet: Option<&mapping::Sheet>,
        position: Position,
        sink: &mut Sink<'_>,
    ) -> Result<()> {
        if record.is_blank() {
            return Ok(());
        }
        self.count = sink.count_record();
        let position = position.record(self.count);
        if record.columns.len() > MAX_COLUMNS {
            return Err(Error::LimitExceeded {
                what: format!("the number of columns or keys of {position}"),
                actual: record.columns.len() as u64,
                limit: MAX_COLUMNS as u64,
                advice: "leave out what says nothing of the entity",
            });
        }
        if self.standing.is_none() {
            self.set_standing(Some(record), sink)?;
        }
        let Some(standing) = &self.standing else { return Ok(()) };
        let (mut entity, oddities) = entity::build(self.mapping, record, self.count, sheet, standing);
        for oddity in oddities {
            sink.warn(position.clone(), &oddity.value, oddity.reason)?;
        }
        match self.mapping.layout.same_id {
            SameId::Refuse => sink.push(entity, position),
            SameId::Merge => sink.push_or_merge(entity, position),
            SameId::Number => {
                entity.id = sink.free_id(&entity.id);
                sink.push(entity, position)
            }
        }
    }

    fn set_standing(&mut self, first: Option<&Record>, sink: &mut Sink<'_>) -> Result<()> {
        let list = &self.mapping.list;
        let text = |value: &HeadValue| value.text(&self.head, first);
        sink.id = text(&list.id);
        sink.publisher = text(&list.publisher);
        let date = text(&list.date);
        sink.date = PartialDate::from_published(&date);
        if !date.is_empty() && sink.date.is_none() {
            sink.warn(sink.position(), &date, "the date of the list is not understood")?;
        }
        let publisher = if sink.publisher.is_empty() { "own".to_owned() } else { sink.publisher.clone() };
        self.standing =
            Some(Standing { publisher, authority: text(&list.authority), programme: text(&list.programme) });
        Ok(())
    }

    fn finish(mut self, sink: &mut Sink<'_>) -> Result<()> {
        if self.standing.is_none() {
            self.set_standing(None, sink)?;
        }
        let Some(key) = &self.mapping.layout.count else { return Ok(()) };
        let position = sink.position().element(key.clone());
        match self.head.get(key).and_then(Value::as_u64) {
            Some(stated) if stated == self.count => Ok(()),
            Some(stated) => Err(Error::malformed(
                position,
                &stated.to_string(),
                format!(
                    "the file states another number of records than the {} it holds; download it again",
                    self.count
                ),
            )),
            None => Err(Error::malformed(position, "", "the mapping says that this key holds the number of records")),
        }
    }
}

fn no_mapping(sink: &Sink<'_>) -> Error {
    Error::malformed(
        sink.position(),
        "",
        "no mapping fits the columns, and they are not ours: every record needs `name` and one of `id`, `kind`, `aliases`",
    )
}

pub(super) fn read_csv(input: &mut dyn BufRead, sink: &mut Sink<'_>) -> Result<()> {
    let bytes = all_bytes(input, sink)?;
    let start = encoding_rs::Encoding::for_bom(&bytes)
        .map_or_else(|| String::from_utf8_lossy(&bytes), |(encoding, _)| encoding.decode(&bytes).0);
    let options = sink.options;
    let found = DELIMITERS
        .iter()
        .find_map(|&delimiter| choose(options, &header_of(&start, delimiter), &[]).map(|mapping| (delimiter, mapping)));
    let Some((delimiter, mapping)) = found else { return Err(no_mapping(sink)) };
    let text = decoded(&bytes, mapping.layout.encoding.as_deref(), sink)?;
    let delimiter = mapping.layout.delimiter.and_then(|delimiter| u8::try_from(delimiter).ok()).unwrap_or(delimiter);
    let mut rows = Rows::with_header(text.as_bytes(), &sink.file, Dialect { delimiter, flexible: false })?;
    let mut taker = Taker::new(&mapping, Map::new(), sink);
    while let Some(row) = rows.next(sink)? {
        let position = sink.position().line(row.line);
        taker.take(&Record::of_row(row.cells()), None, position, sink)?;
    }
    taker.finish(sink)
}

fn all_bytes(input: &mut dyn BufRead, sink: &Sink<'_>) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes).map_err(|source| Error::Io { path: sink.file.clone(), source })?;
    Ok(bytes)
}

fn decoded<'b>(bytes: &'b [u8], stated: Option<&str>, sink: &Sink<'_>) -> Result<Cow<'b, str>> {
    let encoding = encoding_rs::Encoding::for_bom(bytes)
        .map(|(encoding, _)| encoding)
        .or_else(|| stated.and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes())))
        .unwrap_or(encoding_rs::UTF_8);
    let (text, _, broken) = encoding.decode(bytes);
    if broken {
        let before = text.find('\u{fffd}').unwrap_or(0);
        let position = sink.position().line(text[..before].matches('\n').count() as u64 + 1);
        let reason = format!("the text is not {}: name its encoding in a mapping, as layout.encoding", encoding.name());
        return Err(Error::malformed(position, "", reason));
    }
    Ok(text)
}

pub(super) fn read_json(input: &mut dyn BufRead, sink: &mut Sink<'_>) -> Result<()> {
    let bytes = all_bytes(input, sink)?;
    let text = decoded(&bytes, None, sink)?;
    // As much as was looked at to tell the format.
    let outline = Outline::of(&text[..text.floor_char_boundary(super::files::HEAD)]);
    let options = sink.options;
    let found = outline
        .arrays
        .iter()
        .find_map(|(array, keys)| choose(options, keys, &outline.keys).map(|mapping| (array.clone(), mapping)));
    let Some((array, mapping)) = found else { return Err(no_mapping(sink)) };
    let array = mapping.layout.records.clone().unwrap_or(array);
    let is_records = |key: &str| key == array;
    // What stands behind the records may say what the list is: it is read before them, and no record is kept meanwhile.
    let (head, met) = json::records(&mut text.as_bytes(), &sink.file, &is_records, &mut |_, _| Ok(()))?;
    if !met {
        let position = sink.position().element(array);
        return Err(Error::malformed(position, "", "the JSON has no array of records under this key"));
    }
    let mut taker = Taker::new(&mapping, head, sink);
    let file = sink.file.clone();
    json::records(&mut text.as_bytes(), &file, &is_records, &mut |_, value| {
        if value.is_object() {
            return taker.take(&Record::of_json(&value), None, sink.position(), sink);
        }
        sink.count_record();
        sink.leave_out_record(sink.position(), &value.to_string(), "the record is no JSON object")
    })?;
    taker.finish(sink)
}

pub(super) fn read_json_lines(input: &mut dyn BufRead, sink: &mut Sink<'_>) -> Result<()> {
    let file = sink.file.clone();
    let options = sink.options;
    let mut chosen: Option<Cow<'_, Mapping>> = None;
    let mut standing = (None, 0);
    json::lines(input, sink, &mut |line, value, sink| {
        let position = Position::file(file.clone()).line(line);
        let Some(object) = value.as_object() else {
            sink.count_record();
            return sink.leave_out_record(position, &value.to_string(), "the record is no JSON object");
        };
        let mapping = if let Some(mapping) = chosen.take() {
            mapping
        } else {
            let keys: Vec<String> = object.keys().cloned().collect();
            choose(options, &keys, &[]).ok_or_else(|| no_mapping(sink))?
        };
        let mut taker = Taker::new(&mapping, Map::new(), sink);
        (taker.standing, taker.count) = std::mem::take(&mut standing);
        taker.take(&Record::of_json(&value), None, position, sink)?;
        standing = (taker.standing, taker.count);
        chosen = Some(mapping);
        Ok(())
    })
}

pub(super) fn read_xlsx(bytes: &[u8], sink: &mut Sink<'_>) -> Result<()> {
    let first = sheet::read(bytes, &sink.file, None)?;
    let options = sink.options;
    let found = first.rows().take(HEADER_ROWS).find_map(|row| choose(options, &row, &[]));
    let Some(mapping) = found else { return Err(no_mapping(sink)) };
    let mut taker = Taker::new(&mapping, Map::new(), sink);
    if mapping.layout.sheets.is_empty() {
        read_sheet(&first, None, &mut taker, sink)?;
    }
    drop(first);
    for named in &mapping.layout.sheets {
        let sheet = sheet::read(bytes, &sink.file, Some(&named.name))?;
        read_sheet(&sheet, Some(named), &mut taker, sink)?;
    }
    taker.finish(sink)
}

fn read_sheet(sheet: &Sheet, named: Option<&mapping::Sheet>, taker: &mut Taker<'_>, sink: &mut Sink<'_>) -> Result<()> {
    let options = sink.options;
    let position = || match named {
        Some(named) => sink.position().element(format!("sheet {}", named.name)),
        None => sink.position(),
    };
    let header = taker.mapping.layout.header_row.map_or_else(
        || sheet.rows().take(HEADER_ROWS).position(|row| choose(options, &row, &[]).is_some()),
        |row| Some(row - 1),
    );
    let Some((header, columns)) = header.and_then(|header| Some((header, sheet.rows().nth(header)?))) else {
        return Err(Error::malformed(position(), "", "the sheet has no row with the columns of the mapping"));
    };
    let place = position();
    for (index, row) in sheet.rows().enumerate().skip(header + 1) {
        let cells = columns.iter().zip(&row).map(|(name, cell)| (name.as_str(), cell.as_str()));
        taker.take(&Record::of_row(cells), named, place.clone().line(index as u64 + 1), sink)?;
    }
    Ok(())
}
