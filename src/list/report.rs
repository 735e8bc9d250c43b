//! What was read of a list, what was left out, and what looked odd.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::Position;

/// How much a problem costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Everything was loaded, but something looks odd; the text stays with the entity.
    Warning,
    /// A part of an entity could not be attached: an alias or address of an entity that the list does not hold.
    PartLeftOut,
    /// A whole record could not be loaded.
    RecordLeftOut,
}

/// One thing that a loader could not read or found odd.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// How much it costs.
    pub severity: Severity,
    /// Where.
    pub position: Position,
    /// The offending value, shortened.
    pub value: String,
    /// What is wrong.
    pub reason: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.position, self.reason)?;
        if !self.value.is_empty() {
            write!(f, ": {:?}", self.value)?;
        }
        Ok(())
    }
}

/// What was read of a list and what was not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadReport {
    /// Records in the file: every one became an entity, became part of one, or is reported.
    pub records: u64,
    /// Everything that was left out or looked odd, in file order.
    pub problems: Vec<Problem>,
}

impl LoadReport {
    /// The problems of at least this severity.
    pub fn at_least(&self, severity: Severity) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(move |problem| problem.severity >= severity)
    }
}
