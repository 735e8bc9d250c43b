//! What ends a command, and what it says of itself when it comes to its end.

use std::io;
use std::path::Path;

/// How far a command got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Everything was done.
    Complete,
    /// A part could not be done, and the output says which.
    Incomplete,
    /// A new version of a list is not to take the place of the old one, and the output says why.
    Refused,
}

impl Outcome {
    pub(crate) fn incomplete_if(failed: bool) -> Self {
        if failed { Self::Incomplete } else { Self::Complete }
    }
}

/// What ends a command before its end.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error(transparent)]
    Library(Box<sanctions_screen::Error>),
    #[error(transparent)]
    Journal(Box<sanctions_screen::journal::JournalError>),
    #[error("{path}: {action}: {source}")]
    File { path: String, action: &'static str, source: io::Error },
    #[error("the output cannot be written: {0}")]
    Output(io::Error),
    #[error("{0}")]
    Invalid(String),
}

impl From<sanctions_screen::Error> for Failure {
    fn from(error: sanctions_screen::Error) -> Self {
        Self::Library(Box::new(error))
    }
}

impl From<sanctions_screen::journal::JournalError> for Failure {
    fn from(error: sanctions_screen::journal::JournalError) -> Self {
        Self::Journal(Box::new(error))
    }
}

impl Failure {
    pub(crate) fn reading(path: &Path, source: io::Error) -> Self {
        Self::File { path: path.display().to_string(), action: "cannot be read", source }
    }

    pub(crate) fn writing(path: &Path, source: io::Error) -> Self {
        Self::File { path: path.display().to_string(), action: "cannot be written", source }
    }

    pub(crate) fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}

/// What a command returns.
pub(crate) type Result<T = Outcome, E = Failure> = std::result::Result<T, E>;
