//! A record of any shape, a row or a JSON object, as columns with values; and the values that a field takes from it.

use rustc_hash::FxHashMap;
use serde_json::Value;

use super::mapping::{Cells, Source};
use crate::list::cell::enumerated;
use crate::list::json;

/// Most columns or keys of one record; published tables have under 200.
pub(super) const MAX_COLUMNS: usize = 5_000;

/// A row or a JSON object. Keys of nested objects are joined by a dot.
#[derive(Debug, Default)]
pub(super) struct Record {
    pub(super) columns: Vec<Column>,
}

#[derive(Debug)]
pub(super) struct Column {
    pub(super) name: String,
    values: Vec<String>,
    /// Whether the values come from a JSON array, so that none of them is to be split.
    is_array: bool,
}

impl Column {
    pub(super) fn text(&self) -> String {
        self.values.join("; ")
    }
}

impl Record {
    pub(super) fn of_row<'a>(cells: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let columns = cells
            .map(|(name, cell)| Column { name: name.to_owned(), values: vec![cell.to_owned()], is_array: false })
            .collect();
        Self { columns }
    }

    pub(super) fn of_json(value: &Value) -> Self {
        let mut record = Self::default();
        record.add(String::new(), value, false, &mut FxHashMap::default());
        record
    }

    /// `places` says where the column of each name is.
    fn add(&mut self, name: String, value: &Value, in_array: bool, places: &mut FxHashMap<String, usize>) {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    let name = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
                    self.add(name, value, in_array, places);
                }
            }
            Value::Array(values) => {
                for value in values {
                    self.add(name.clone(), value, true, places);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                let Some(text) = json::scalar(value) else { return };
                if self.columns.len() > MAX_COLUMNS {
                    return;
                }
                if let Some(&place) = places.get(&name) {
                    let column = &mut self.columns[place];
                    column.values.push(text);
                    column.is_array = true;
                } else {
                    places.insert(name.clone(), self.columns.len());
                    self.columns.push(Column { name, values: vec![text], is_array: in_array });
                }
            }
        }
    }

    pub(super) fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| same_name(&column.name, name))
    }

    pub(super) fn is_blank(&self) -> bool {
        self.columns.iter().all(|column| column.values.iter().all(|value| value.trim().is_empty()))
    }
}

pub(super) fn same_name(one: &str, other: &str) -> bool {
    one == other || one.trim().eq_ignore_ascii_case(other.trim())
}

impl Source {
    /// All values of a field that may have several.
    pub(super) fn values(&self, record: &Record, cells: &Cells) -> Vec<String> {
        self.taken(record, cells, true)
    }

    /// The first value of a field that has one.
    pub(super) fn value(&self, record: &Record, cells: &Cells) -> String {
        self.taken(record, cells, false).into_iter().next().unwrap_or_default()
    }

    fn taken(&self, record: &Record, cells: &Cells, several: bool) -> Vec<String> {
        if let Some(constant) = &self.constant {
            return vec![constant.clone()];
        }
        let columns = self.from.iter().filter_map(|name| record.column(name));
        if let Some(join) = &self.join {
            let parts: Vec<String> =
                columns.flat_map(|column| &column.values).filter_map(|value| cleaned(value, self, cells)).collect();
            let joined = parts.join(join);
            return if joined.is_empty() { Vec::new() } else { vec![self.translated(joined)] };
        }
        columns.flat_map(|column| self.of_column(column, cells, several)).collect()
    }

    /// The values that one column holds for this field.
    pub(super) fn of_column(&self, column: &Column, cells: &Cells, several: bool) -> Vec<String> {
        let separators = self.separators.as_ref().unwrap_or(&cells.separators);
        let split = |value: &str| -> Vec<String> {
            if !several || column.is_array {
                return vec![value.to_owned()];
            }
            if cells.enumerated
                && let Some(items) = enumerated(value)
            {
                return items;
            }
            let mut parts = vec![value];
            for separator in separators {
                parts = parts.into_iter().flat_map(|part| part.split(separator.as_str())).collect();
            }
            parts.into_iter().map(str::to_owned).collect()
        };
        column
            .values
            .iter()
            .flat_map(|value| split(value))
            .filter_map(|value| cleaned(&value, self, cells))
            .map(|value| self.translated(value))
            .collect()
    }

    fn translated(&self, value: String) -> String {
        match self.values.get(&value) {
            Some(ours) => ours.clone(),
            None if self.digits => {
                let digits: String = value.chars().take_while(char::is_ascii_digit).collect();
                if digits.is_empty() { value } else { digits }
            }
            None => value,
        }
    }
}

/// The value without outer blanks, artefacts and line breaks that only lay out the cell; `None` if nothing is left.
fn cleaned(value: &str, source: &Source, cells: &Cells) -> Option<String> {
    let mut value = value.trim();
    while let Some(rest) = source.drop_prefixes.iter().find_map(|prefix| value.strip_prefix(prefix.as_str())) {
        let rest = rest.trim_start();
        if rest.len() == value.len() {
            break;
        }
        value = rest;
    }
    let drops = |list: &[String]| list.iter().any(|known| known == value);
    if value.is_empty() || drops(&cells.nulls) || drops(&source.drop) {
        return None;
    }
    if !value.contains(['\n', '\r']) {
        return Some(value.to_owned());
    }
    Some(value.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_keys_are_joined_and_arrays_are_not_split() {
        let value = serde_json::json!({"a": {"b": 1}, "names": ["x; y", "z"], "none": null});
        let record = Record::of_json(&value);
        let source = |name: &str| Source { from: vec![name.to_owned()], ..Source::default() };
        assert_eq!(source("a.b").values(&record, &Cells::default()), ["1"]);
        assert_eq!(source("names").values(&record, &Cells::default()), ["x; y", "z"]);
        assert!(source("none").values(&record, &Cells::default()).is_empty());
    }
}
