//! Which column of the data holds what, and the queries of its rows.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, StringViewArray, StructArray};
use arrow_cast::cast;
use arrow_schema::{DataType, Field};
use pyo3::exceptions::{PyKeyError, PyTypeError};
use pyo3::prelude::*;
use sanctions_screen::Query;

use crate::screener::{birth_date, country, identifier, kind};

/// The column that holds the name if none is chosen.
const NAME: &str = "name";

/// Names of columns: of the name, the kind, the country, the date of birth, the identifiers.
#[derive(Debug, FromPyObject)]
pub(crate) struct Columns(Option<String>, Option<String>, Option<String>, Option<String>, Vec<String>);

/// The chosen columns of a batch, as text.
pub(crate) struct Rows {
    names: StringViewArray,
    kinds: Option<StringViewArray>,
    countries: Option<StringViewArray>,
    births: Option<StringViewArray>,
    identifiers: Vec<StringViewArray>,
}

impl Rows {
    /// The columns of a table, or an array of names alone.
    pub(crate) fn new(array: &ArrayRef, columns: &Columns) -> PyResult<Self> {
        let Columns(name, kind, country, born, identifiers) = columns;
        let Some(table) = array.as_struct_opt() else {
            let others = [kind, country, born].into_iter().flatten().chain(identifiers);
            if let Some(column) = name.iter().chain(others).next() {
                let reason = format!("there is no column {column:?}: the data is an array, not a table");
                return Err(PyKeyError::new_err(reason));
            }
            let names = texts("the array of names", array)?;
            return Ok(Self { names, kinds: None, countries: None, births: None, identifiers: Vec::new() });
        };
        let optional = |name: &Option<String>| name.as_deref().map(|name| column(table, name)).transpose();
        Ok(Self {
            names: match name {
                Some(name) => column(table, name)?,
                None if table.num_columns() == 1 => texts("the one column", table.column(0))?,
                None => column(table, NAME)?,
            },
            kinds: optional(kind)?,
            countries: optional(country)?,
            births: optional(born)?,
            identifiers: identifiers.iter().map(|name| column(table, name)).collect::<PyResult<_>>()?,
        })
    }

    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    pub(crate) fn name(&self, row: usize) -> Option<&str> {
        value(&self.names, row)
    }

    /// The query of a row with what could not be used of it, or why it cannot be screened.
    pub(crate) fn query(&self, row: usize) -> Result<(Query, Vec<String>), String> {
        let name = self.name(row).ok_or("there is no name; leave the row out or find it")?;
        let mut query = Query::new(name).map_err(|error| error.to_string())?;
        let mut unused = Vec::new();
        let given = |column: &Option<StringViewArray>| {
            column
                .as_ref()
                .and_then(|column| value(column, row))
                .filter(|text| !text.trim().is_empty())
                .map(str::to_owned)
        };
        if let Some(text) = given(&self.kinds) {
            match kind(&text) {
                Ok(kind) => query = query.with_kind(kind),
                Err(error) => unused.push(error.to_string()),
            }
        }
        if let Some(text) = given(&self.countries) {
            match country(&text) {
                Ok(country) => query = query.with_country(country),
                Err(error) => unused.push(error.to_string()),
            }
        }
        if let Some(text) = given(&self.births) {
            match birth_date(&text) {
                Ok(date) => query = query.with_birth_date(date),
                Err(error) => unused.push(error.to_string()),
            }
        }
        for text in
            self.identifiers.iter().filter_map(|column| value(column, row)).filter(|text| !text.trim().is_empty())
        {
            let (kind, value) = identifier(text);
            query = query.with_identifier(kind, value).map_err(|error| error.to_string())?;
        }
        Ok((query, unused))
    }
}

fn column(table: &StructArray, name: &str) -> PyResult<StringViewArray> {
    let Some(found) = table.column_by_name(name) else {
        let names: Vec<&str> = table.fields().iter().map(|field| field.name().as_str()).collect();
        let reason = format!("there is no column {name:?}; the data has: {}", names.join(", "));
        return Err(PyKeyError::new_err(reason));
    };
    texts(&format!("the column {name:?}"), found)
}

/// Text in any of Arrow's layouts as one of them; days are read as text too. Most of it is not copied.
fn texts(what: &str, array: &ArrayRef) -> PyResult<StringViewArray> {
    if !is_text(array.data_type()) {
        let reason = format!("{what} holds {}, not text; cast it to a string first", array.data_type());
        return Err(PyTypeError::new_err(reason));
    }
    let failed = |error| PyTypeError::new_err(format!("{what}: {error}"));
    Ok(cast(array, &DataType::Utf8View).map_err(failed)?.as_string_view().clone())
}

fn is_text(data_type: &DataType) -> bool {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null | DataType::Date32 => true,
        DataType::Dictionary(_, values) => is_text(values),
        DataType::RunEndEncoded(_, values) => is_text(Field::data_type(values)),
        _ => false,
    }
}

fn value(column: &StringViewArray, row: usize) -> Option<&str> {
    column.is_valid(row).then(|| column.value(row))
}
