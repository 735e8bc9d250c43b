//! JSON read record by record, and its outline seen from the beginning of a file alone.

use std::cell::Cell;
use std::fmt;
use std::io::{BufRead, Read as _};

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::error::{Error, Position, Result};

use super::sink::Sink;

/// Longest line of a JSON lines file, and longest record of an array with what stands before it, in bytes; nested records of
/// hubs with thousands of relations stay well under it.
const MAX_LINE: u64 = 64 << 20;
/// Most values in one record, those in its arrays and objects included. In memory each takes many times the two bytes that it
/// may take in the file.
const MAX_VALUES: u64 = 1 << 20;

/// Keys of the records of one array that an outline shows; no format has more than some dozens.
const MOST_KEYS: usize = 1_000;

/// Which keys the beginning of a JSON text shows, as far as it reaches.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Outline {
    /// Keys of the outermost object; of none where the text is an array.
    pub(super) keys: Vec<String>,
    /// Arrays that hold objects: the key of the array (empty for the outermost) and the keys of those objects.
    pub(super) arrays: Vec<(String, Vec<String>)>,
}

impl Outline {
    /// Scans a text that may be cut off anywhere. No JSON gives an empty outline.
    pub(super) fn of(text: &str) -> Self {
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let mut outline = Self::default();
        if !text.starts_with(['{', '[']) {
            return outline;
        }
        let mut open: Vec<char> = Vec::new();
        let mut key_of_array = String::new();
        let mut last_string: Option<String> = None;
        let mut characters = text.chars();
        while let Some(character) = characters.next() {
            match character {
                '{' | '[' => {
                    open.push(character);
                    last_string = None;
                }
                '}' | ']' => {
                    open.pop();
                    last_string = None;
                    if open.is_empty() {
                        break;
                    }
                }
                '"' => last_string = string(&mut characters),
                ':' => {
                    let Some(key) = last_string.take() else { continue };
                    match open[..] {
                        ['{'] => {
                            key_of_array.clone_from(&key);
                            outline.keys.push(key);
                        }
                        ['[', '{'] => outline.add("", key),
                        ['{', '[', '{'] => outline.add(&key_of_array, key),
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        outline
    }

    fn add(&mut self, array: &str, key: String) {
        let index = self.arrays.iter().position(|(name, _)| name == array).unwrap_or_else(|| {
            self.arrays.push((array.to_owned(), Vec::new()));
            self.arrays.len() - 1
        });
        let known = &self.arrays[index].1;
        if known.len() < MOST_KEYS && !known.contains(&key) {
            self.arrays[index].1.push(key);
        }
    }

    pub(super) fn has_keys(&self, keys: &[&str]) -> bool {
        keys.iter().all(|key| self.keys.iter().any(|known| known == key))
    }

    /// The array of this key whose objects show all these keys.
    pub(super) fn array_has(&self, array: &str, keys: &[&str]) -> bool {
        self.arrays
            .iter()
            .any(|(name, known)| name == array && keys.iter().all(|key| known.iter().any(|known| known == key)))
    }
}

/// The rest of a string whose opening quote was read; escapes are left as they stand, for keys have none.
fn string(characters: &mut std::str::Chars<'_>) -> Option<String> {
    let mut text = String::new();
    loop {
        match characters.next()? {
            '"' => return Some(text),
            '\\' => {
                text.push('\\');
                text.push(characters.next()?);
            }
            other => text.push(other),
        }
    }
}

/// Reads an array of records, or an object that holds one under a key, handing over each record with its number from 1.
///
/// `is_records` says whether the array under a key is the one. Returns the object's other keys, and whether the array
/// was met.
pub(super) fn records(
    input: &mut dyn BufRead,
    file: &str,
    is_records: &dyn Fn(&str) -> bool,
    take: &mut dyn FnMut(u64, Value) -> Result<()>,
) -> Result<(Map<String, Value>, bool)> {
    let (piece, values) = (Cell::new(0), Cell::new(0));
    let mut state = State {
        is_records,
        take,
        failed: None,
        count: 0,
        head: Map::new(),
        met: false,
        piece: &piece,
        values: &values,
    };
    let mut input = Metered { inner: WithoutMark::new(input), piece: &piece };
    let mut json = serde_json::Deserializer::from_reader(&mut input);
    let outcome = json.deserialize_any(Top(&mut state)).and_then(|()| json.end());
    match (state.failed, outcome) {
        (Some(error), _) => Err(error),
        (None, Ok(())) => Ok((state.head, state.met)),
        (None, Err(error)) => {
            let position = Position::file(file).record(state.count + 1);
            Err(exceeded(&position, piece.get(), values.get())
                .unwrap_or_else(|| error_of(&error, Position::file(file), state.count)))
        }
    }
}

/// The error for a record of so many bytes and values, if it has too many.
fn exceeded(position: &Position, bytes: u64, values: u64) -> Option<Error> {
    let (what, actual, limit) = if bytes > MAX_LINE {
        ("length", bytes, MAX_LINE)
    } else if values > MAX_VALUES {
        ("number of values", values, MAX_VALUES)
    } else {
        return None;
    };
    let advice = "write one record for each entity";
    Some(Error::LimitExceeded { what: format!("the {what} of {position}"), actual, limit, advice })
}

fn error_of(error: &serde_json::Error, position: Position, records_before: u64) -> Error {
    let position = if error.line() > 0 { position.line(error.line() as u64) } else { position };
    let cause = if error.is_eof() { "the JSON is cut off; download it again" } else { "not well-formed JSON" };
    Error::malformed(position.record(records_before + 1), "", format!("{cause}: {error}"))
}

struct State<'a> {
    is_records: &'a dyn Fn(&str) -> bool,
    take: &'a mut dyn FnMut(u64, Value) -> Result<()>,
    failed: Option<Error>,
    count: u64,
    head: Map<String, Value>,
    met: bool,
    /// Bytes and values since the last record.
    piece: &'a Cell<u64>,
    values: &'a Cell<u64>,
}

struct Top<'s, 'a>(&'s mut State<'a>);

impl<'de> Visitor<'de> for Top<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of records, or an object that holds one")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if !self.0.met && (self.0.is_records)(&key) {
                map.next_value_seed(Array(self.0))?;
            } else {
                let value = map.next_value_seed(Counted(self.0.values))?;
                self.0.head.insert(key, value);
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        Array(self.0).visit_seq(seq)
    }
}

struct Array<'s, 'a>(&'s mut State<'a>);

impl<'de> DeserializeSeed<'de> for Array<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Array<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        self.0.met = true;
        self.0.values.set(0);
        while let Some(record) = seq.next_element_seed(Counted(self.0.values))? {
            self.0.count += 1;
            self.0.piece.set(0);
            self.0.values.set(0);
            if let Err(error) = (self.0.take)(self.0.count, record) {
                self.0.failed = Some(error);
                return Err(A::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

/// A value, if it holds no more than [`MAX_VALUES`]: else its reading ends in the midst.
struct Counted<'c>(&'c Cell<u64>);

impl<'de> DeserializeSeed<'de> for Counted<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.0.set(self.0.get() + 1);
        if self.0.get() > MAX_VALUES {
            return Err(D::Error::custom("too many values"));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Counted<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(flag.into())
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element_seed(Counted(self.0))? {
            values.push(value);
        }
        Ok(values.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(key) = map.next_key()? {
            members.insert(key, map.next_value_seed(Counted(self.0))?);
        }
        Ok(members.into())
    }
}

/// Reads JSON lines: each line that is not blank, with its number from 1. A line that is no JSON is left out and
/// reported, unless it is the last one and has no end: then the file is cut off.
pub(super) fn lines(
    input: &mut dyn BufRead,
    sink: &mut Sink<'_>,
    take: &mut dyn FnMut(u64, Value, &mut Sink<'_>) -> Result<()>,
) -> Result<()> {
    let file = sink.file.clone();
    let mut input = WithoutMark::new(input);
    let mut line = Vec::new();
    let mut number = 0;
    loop {
        line.clear();
        number += 1;
        let length = (&mut input)
            .take(MAX_LINE + 1)
            .read_until(b'\n', &mut line)
            .map_err(|source| Error::Io { path: file.clone(), source })?;
        if length == 0 {
            return Ok(());
        }
        let position = || Position::file(file.clone()).line(number);
        if let Some(error) = exceeded(&position(), length as u64, 0) {
            return Err(error);
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let values = Cell::new(0);
        let mut json = serde_json::Deserializer::from_slice(&line);
        let read = Counted(&values).deserialize(&mut json).and_then(|value| json.end().map(|()| value));
        if let Some(error) = exceeded(&position(), 0, values.get()) {
            return Err(error);
        }
        match read {
            Ok(value) => take(number, value, sink)?,
            Err(error) if error.is_eof() && !line.ends_with(b"\n") => {
                let reason = format!("the line is cut off; download the file again: {error}");
                return Err(Error::malformed(position(), &String::from_utf8_lossy(&line), reason));
            }
            Err(error) => {
                sink.count_record();
                sink.leave_out_record(position(), &String::from_utf8_lossy(&line), &format!("no JSON: {error}"))?;
            }
        }
    }
}

/// A scalar as text; `None` for null, arrays and objects.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Skips a UTF-8 byte order mark.
struct WithoutMark<'a> {
    inner: &'a mut dyn BufRead,
}

impl<'a> WithoutMark<'a> {
    fn new(inner: &'a mut dyn BufRead) -> Self {
        // A failure to read shows again at the first real read.
        if inner.fill_buf().is_ok_and(|bytes| bytes.starts_with(b"\xef\xbb\xbf")) {
            inner.consume(3);
        }
        Self { inner }
    }
}

impl std::io::Read for WithoutMark<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.inner.read(buffer)
    }
}

/// Counts the bytes since the last record, and hands out no more than one may have.
struct Metered<'a> {
    inner: WithoutMark<'a>,
    piece: &'a Cell<u64>,
}

impl std::io::Read for Metered<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.piece.set(self.piece.get() + length as u64);
        if self.piece.get() > MAX_LINE {
            return Err(std::io::Error::other("the record is too long"));
        }
        Ok(length)
    }
}

impl BufRead for WithoutMark<'_> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.inner.consume(amount);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outline_of_a_cut_text_shows_what_it_reaches() {
        let outline = Outline::of("{\"id\": \"a:b\", \"list\": [{\"name\": \"x\", \"in\": {\"deep\": 1}}, {\"kind\"");
        assert_eq!(outline.keys, ["id", "list"]);
        assert!(outline.array_has("list", &["name", "in"]) && !outline.array_has("list", &["deep"]));
        assert!(Outline::of("[{\"name\": 1}]").array_has("", &["name"]));
        assert_eq!(Outline::of("name,id"), Outline::default());
    }

    #[test]
    fn records_are_handed_over_and_the_rest_is_the_head() {
        let mut seen = Vec::new();
        let json = "\u{feff}{\"a\": 1, \"results\": [{\"x\": 1}, {\"x\": 2}], \"b\": null}";
        let (head, met) = records(&mut json.as_bytes(), "f", &|key| key == "results", &mut |number, value| {
            seen.push((number, value["x"].to_string()));
            Ok(())
        })
        .unwrap();
        assert_eq!((head.len(), met, seen.len()), (2, true, 2));
        for cut in 3..json.len() {
            let cut = &json.as_bytes()[..cut];
            assert!(records(&mut &cut[..], "f", &|key| key == "results", &mut |_, _| Ok(())).is_err());
        }
    }
}
