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
///
/// The books balance: `records` is the number of entities and what was merged, set aside and left out, together
/// ([`List::balances`](super::List::balances)).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadReport {
    /// The format that the file was read as (`ofac-csv`); nothing for a list made in memory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// Records in the file: every one became an entity, or is counted in one of the next three.
    pub records: u64,
    /// Records that add to what another record has begun: a further name, an address, a second programme.
    #[serde(default)]
    pub merged: u64,
    /// Records that are no listed entity by the publisher's own word: de-listed, or only related to one. A warning tells.
    #[serde(default)]
    pub set_aside: u64,
    /// Records that could not be loaded. Each is told below, as a record or as a part that belongs to nothing.
    #[serde(default)]
    pub left_out: u64,
    /// Everything that was left out or looked odd, in file order.
    pub problems: Vec<Problem>,
}

impl LoadReport {
    /// The problems of at least this severity.
    pub fn at_least(&self, severity: Severity) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(move |problem| problem.severity >= severity)
    }
}
