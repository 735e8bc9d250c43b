//! The Rust part of the Python package `sanctions_screen`: it takes plain values, gives JSON and Arrow, and knows no rule of
//! its own. Types, documentation and all that a Python programmer sees are in `python/sanctions_screen`.
#![forbid(unsafe_code)]

mod answer;
mod columns;
mod error;
mod hit_table;
mod screener;

use pyo3::prelude::*;
use sanctions_screen::evaluation;

use crate::answer::{explained, json};
use crate::error::raised;

#[pymodule]
mod _native {
    #[pymodule_export]
    use super::{compare, evaluate};
    #[pymodule_export]
    use crate::screener::Screener;

    #[pymodule_export]
    const ALGORITHM: u32 = sanctions_screen::ALGORITHM;
    #[pymodule_export]
    #[allow(non_upper_case_globals)]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}

/// Two names, compared without a list.
#[pyfunction]
#[pyo3(signature = (a, b, kind=None))]
fn compare(py: Python<'_>, a: &str, b: &str, kind: Option<&str>) -> PyResult<String> {
    let kind = kind.map(screener::kind).transpose().map_err(raised)?;
    json(&explained(&py.detach(|| sanctions_screen::compare(a, b, kind))))
}

/// Labelled cases, as JSON lines, against their own listed names and the lists of a screener.
#[pyfunction]
#[pyo3(signature = (file, cases, screener=None, threshold=None))]
fn evaluate(
    py: Python<'_>,
    file: &str,
    cases: &str,
    screener: Option<&screener::Screener>,
    threshold: Option<f64>,
) -> PyResult<String> {
    let threshold = threshold.map(screener::threshold).transpose().map_err(raised)?;
    let evaluated = py.detach(|| {
        let cases = evaluation::read_cases(file, cases)?;
        let lists = screener.map(|screener| screener.lists().to_vec()).unwrap_or_default();
        let mut builder = sanctions_screen::Screener::builder();
        if let Some(configuration) = screener.map(screener::Screener::configuration) {
            builder = builder.threshold(configuration.threshold).weak_aliases(configuration.weak_aliases);
        }
        if let Some(threshold) = threshold {
            builder = builder.threshold(threshold);
        }
        evaluation::evaluate(&cases, lists, builder)
    });
    json(&evaluated.map_err(raised)?)
}
