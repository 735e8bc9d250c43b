//! A screener, and queries made of what Python gives.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::{ArrayRef, StringViewArray};
use arrow_schema::{DataType, Field};
use pyo3::prelude::*;
use pyo3_arrow::PyTable;
use pyo3_arrow::ffi::{ArrayIterator, ArrayReader};
use pyo3_arrow::input::AnyArray;
use sanctions_screen::batch::all_cores;
use sanctions_screen::list::{Mapping, ReadOptions, open_all};
use sanctions_screen::{
    Configuration, CountryCode, Error, IdentifierKind, Kind, List, PartialDate, Query, Score, WeakAliases, replace_file,
};
use serde::de::DeserializeOwned;

use crate::answer::{HitAnswer, ListAnswer, explained, json};
use crate::columns::Columns;
use crate::error::raised;
use crate::hit_table;

#[pyclass(frozen, module = "sanctions_screen._native")]
#[derive(Debug)]
pub(crate) struct Screener {
    screener: sanctions_screen::Screener,
    /// Files in the folders given that are no list, each with the reason.
    #[pyo3(get)]
    skipped: Vec<(PathBuf, String)>,
}

impl Screener {
    pub(crate) fn lists(&self) -> &[List] {
        self.screener.lists()
    }

    pub(crate) fn configuration(&self) -> Configuration {
        self.screener.configuration()
    }
}

#[pymethods]
impl Screener {
    #[staticmethod]
    fn bundled(py: Python<'_>) -> PyResult<Self> {
        let screener = py.detach(|| {
            let bundled = sanctions_screen::bundled_screener();
            bundled.with_configuration(bundled.configuration())
        });
        Ok(Self { screener: screener.map_err(raised)?, skipped: Vec::new() })
    }

    #[staticmethod]
    fn from_paths(py: Python<'_>, paths: Vec<PathBuf>, mappings: Vec<PathBuf>, lenient: bool) -> PyResult<Self> {
        py.detach(|| {
            let mut options = ReadOptions::default();
            for mapping in mappings {
                options = options.mapping(Mapping::open(mapping)?);
            }
            if lenient {
                options = options.lenient();
            }
            let (lists, skipped) = open_all(&paths, &options)?;
            let screener = sanctions_screen::Screener::builder().lists(lists).build()?;
            let skipped = skipped.into_iter().map(|file| (file.path, file.reason)).collect();
            Ok(Self { screener, skipped })
        })
        .map_err(raised)
    }

    #[staticmethod]
    fn from_snapshot(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        let screener = py.detach(|| sanctions_screen::Screener::open_snapshot(path)).map_err(raised)?;
        Ok(Self { screener, skipped: Vec::new() })
    }

    fn write_snapshot(&self, py: Python<'_>, path: PathBuf) -> PyResult<()> {
        py.detach(|| {
            replace_file(&path, |file| self.screener.write_snapshot(file))
                .map_err(|source| Error::Io { path: path.display().to_string(), source })
        })
        .map_err(raised)
    }

    /// The same lists under other settings.
    fn with_settings(&self, threshold: Option<f64>, weak_aliases: Option<&str>) -> PyResult<Self> {
        let mut configuration = self.screener.configuration();
        if let Some(ratio) = threshold {
            configuration.threshold = self::threshold(ratio).map_err(raised)?;
        }
        if let Some(word) = weak_aliases {
            configuration.weak_aliases = weak_alias_policy(word).map_err(raised)?;
        }
        let screener = self.screener.with_configuration(configuration).map_err(raised)?;
        Ok(Self { screener, skipped: self.skipped.clone() })
    }

    #[getter]
    fn threshold(&self) -> f64 {
        self.screener.configuration().threshold.ratio()
    }

    #[getter]
    fn weak_aliases(&self) -> PyResult<String> {
        json(&self.screener.configuration().weak_aliases)
    }

    /// Which lists, in which versions, and what was left out of them.
    fn list_versions(&self) -> PyResult<String> {
        json(&self.lists().iter().map(ListAnswer::new).collect::<Vec<_>>())
    }

    fn screen(&self, py: Python<'_>, name: &str, known: Known, threshold: Option<f64>) -> PyResult<String> {
        py.detach(|| {
            let query = known.query(name)?;
            let threshold = threshold.map_or(Ok(self.screener.configuration().threshold), self::threshold)?;
            let hits = self.screener.screen_at(&query, threshold);
            Ok(hits.iter().map(|hit| HitAnswer::new(&self.screener, &query, hit)).collect::<Vec<_>>())
        })
        .map_err(raised)
        .and_then(|hits| json(&hits))
    }

    fn why(
        &self,
        py: Python<'_>,
        name: &str,
        entity: &str,
        list: Option<&str>,
        known: Known,
    ) -> PyResult<Option<String>> {
        let explanation = py.detach(|| Ok(self.screener.why(&known.query(name)?, list, entity))).map_err(raised)?;
        explanation.as_ref().map(|explanation| json(&explained(explanation))).transpose()
    }

    fn screen_many(
        &self,
        py: Python<'_>,
        data: Names,
        columns: Columns,
        threshold: Option<f64>,
        threads: Option<NonZeroUsize>,
    ) -> PyResult<(PyTable, usize, usize, usize)> {
        let threshold = threshold.map_or(Ok(self.screener.configuration().threshold), self::threshold);
        let threshold = threshold.map_err(raised)?;
        let names = data.into_reader()?;
        let threads = threads.unwrap_or_else(all_cores);
        let table = py.detach(|| hit_table::screened(&self.screener, names, &columns, threshold, threads))?;
        Ok((PyTable::try_new(table.batches, hit_table::schema())?, table.names, table.hits, table.not_screened))
    }
}

/// Names to screen: in Arrow's form, or as texts.
#[derive(FromPyObject)]
enum Names {
    Arrow(AnyArray),
    Texts(Vec<Option<String>>),
}

impl Names {
    fn into_reader(self) -> PyResult<Box<dyn ArrayReader + Send>> {
        match self {
            Self::Arrow(array) => array.into_reader(),
            Self::Texts(names) => {
                let names = StringViewArray::from_iter(names);
                let field = Arc::new(Field::new("name", DataType::Utf8View, true));
                Ok(Box::new(ArrayIterator::new([Ok(Arc::new(names) as ArrayRef)], field)))
            }
        }
    }
}

/// What is known of a counterparty beside its name: kind, country, date of birth, identifiers.
#[derive(Debug, FromPyObject)]
pub(crate) struct Known(Option<String>, Option<String>, Option<String>, Vec<Identifier>);

/// An identifier as it is given: a text that may begin with its kind and a colon, or a kind (or none) and a value.
#[derive(Debug, FromPyObject)]
enum Identifier {
    Text(String),
    OfKind(Option<String>, String),
}

impl Known {
    fn query(&self, name: &str) -> Result<Query, Error> {
        let Self(kind, country, born, identifiers) = self;
        let mut query = Query::new(name)?;
        if let Some(word) = kind {
            query = query.with_kind(self::kind(word)?);
        }
        if let Some(text) = country {
            query = query.with_country(self::country(text)?);
        }
        if let Some(text) = born {
            query = query.with_birth_date(birth_date(text)?);
        }
        for given in identifiers {
            let (kind, value) = match given {
                Identifier::Text(text) => identifier(text),
                Identifier::OfKind(kind, value) => (kind.as_deref().map(identifier_kind).transpose()?, value.as_str()),
            };
            query = query.with_identifier(kind, value)?;
        }
        Ok(query)
    }
}

pub(crate) fn threshold(ratio: f64) -> Result<Score, Error> {
    Score::from_ratio(ratio).filter(|&score| score > Score::ZERO).ok_or_else(|| Error::InvalidSetting {
        setting: "threshold",
        value: ratio.to_string(),
        reason: "it must be above 0 and at most 1, such as 0.75",
    })
}

pub(crate) fn kind(word: &str) -> Result<Kind, Error> {
    named(word).ok_or_else(|| Error::InvalidSetting {
        setting: "kind",
        value: format!("{word:?}"),
        reason: "it must be person, organization, vessel, aircraft or unknown",
    })
}

pub(crate) fn country(text: &str) -> Result<CountryCode, Error> {
    CountryCode::resolve(text).ok_or_else(|| Error::InvalidSetting {
        setting: "country",
        value: format!("{text:?}"),
        reason: "it is no country: give its two-letter code or its name",
    })
}

pub(crate) fn birth_date(text: &str) -> Result<PartialDate, Error> {
    text.parse().map_err(|_| Error::InvalidSetting {
        setting: "born",
        value: format!("{text:?}"),
        reason: "it is no date: write YYYY, YYYY-MM, YYYY-MM-DD, ~YYYY or YYYY/YYYY",
    })
}

fn identifier_kind(word: &str) -> Result<IdentifierKind, Error> {
    named(word).ok_or_else(|| Error::InvalidSetting {
        setting: "identifiers",
        value: format!("{word:?}"),
        reason: "it is no kind of identifier: lei, imo, bic, passport, tax-number, registration, ...; None where it is not known",
    })
}

fn weak_alias_policy(word: &str) -> Result<WeakAliases, Error> {
    named(word).ok_or_else(|| Error::InvalidSetting {
        setting: "weak_aliases",
        value: format!("{word:?}"),
        reason: "it must be full, reduced or ignored",
    })
}

/// An identifier, with its kind where it is said before a colon, as the command line reads it; some wallet addresses hold
/// a colon of their own.
pub(crate) fn identifier(text: &str) -> (Option<IdentifierKind>, &str) {
    text.split_once(':')
        .and_then(|(kind, value)| Some((Some(named(kind)?), value.trim())))
        .unwrap_or((None, text.trim()))
}

/// The value that has this word in JSON.
fn named<T: DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(word.trim().to_ascii_lowercase().into()).ok()
}
