//! Errors of the library as exceptions of the package: the same text, and the same fields.

use pyo3::prelude::*;
use pyo3::types::PyDict;
use sanctions_screen::Error;

/// The exception that an error becomes.
pub(crate) fn raised(error: Error) -> PyErr {
    Python::attach(|py| match exception(py, &error) {
        Ok(exception) => PyErr::from_value(exception),
        Err(failed) => failed,
    })
}

fn exception<'py>(py: Python<'py>, error: &Error) -> PyResult<Bound<'py, PyAny>> {
    let fields = PyDict::new(py);
    let class = match error {
        Error::Io { path, source } => {
            fields.set_item("path", path)?;
            fields.set_item("errno", source.raw_os_error())?;
            "UnreadableError"
        }
        Error::UnknownFormat { file, reason } => {
            fields.set_item("file", file)?;
            fields.set_item("reason", reason)?;
            "UnknownFormatError"
        }
        Error::Malformed { position, value, reason } => {
            fields.set_item("file", &position.file)?;
            fields.set_item("line", position.line)?;
            fields.set_item("record", position.record)?;
            fields.set_item("element", &position.element)?;
            fields.set_item("value", value)?;
            fields.set_item("reason", reason)?;
            "MalformedError"
        }
        Error::LimitExceeded { what, actual, limit, advice } => {
            fields.set_item("what", what)?;
            fields.set_item("actual", actual)?;
            fields.set_item("limit", limit)?;
            fields.set_item("advice", advice)?;
            "LimitExceededError"
        }
        Error::Empty { what } => {
            fields.set_item("what", what)?;
            "EmptyError"
        }
        Error::InvalidQuery { name, reason } => {
            fields.set_item("name", name)?;
            fields.set_item("reason", reason)?;
            "InvalidQueryError"
        }
        Error::InvalidSetting { setting, value, reason } => {
            fields.set_item("setting", setting)?;
            fields.set_item("value", value)?;
            fields.set_item("reason", reason)?;
            "InvalidSettingError"
        }
        Error::Snapshot { file, fault } => {
            fields.set_item("file", file)?;
            fields.set_item("reason", fault.to_string())?;
            "SnapshotError"
        }
        _ => "Error",
    };
    py.import("sanctions_screen.errors")?.getattr(class)?.call((error.to_string(),), Some(&fields))
}
