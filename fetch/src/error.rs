//! What can go wrong, where, and what to do.

use std::io;
use std::time::Duration;

use sanctions_screen::list::drift::{Action, Finding};

/// The result of what can go wrong here.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong. It names the address or the file, and says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A table of sources cannot be used.
    #[error("{file}: {reason}")]
    Sources {
        /// The file of the table.
        file: String,
        /// What is wrong, and what to do.
        reason: String,
    },
    /// A file or folder cannot be read or written.
    #[error("{path}: {action}: {source}")]
    File {
        /// The file or folder.
        path: String,
        /// What could not be done.
        action: &'static str,
        /// The operating system's reason.
        source: io::Error,
    },
    /// Another program fetches into the same folder.
    #[error("{folder}: another fetch is at work in this folder; wait for its end")]
    Busy {
        /// The folder.
        folder: String,
    },
    /// An address that is not downloaded from.
    #[error("{url}: {reason}")]
    Address {
        /// The address.
        url: String,
        /// Why not, and what to do.
        reason: String,
    },
    /// No answer, or not all of it.
    #[error("{url}: {reason}")]
    Connection {
        /// The address.
        url: String,
        /// What happened.
        reason: String,
    },
    /// The server answered with something else than the file.
    #[error("{url}: the server answered {status}{}", advice(*.status))]
    Status {
        /// The address.
        url: String,
        /// The status of the answer.
        status: u16,
    },
    /// The server asks for a longer pause than the settings allow.
    #[error(
        "{url}: the server answered {status} and asks to wait {} s, longer than the {} s that are waited: \
         fetch again after that time", .asked.as_secs(), .most.as_secs()
    )]
    TooLong {
        /// The address.
        url: String,
        /// The status of the answer.
        status: u16,
        /// The pause that it asks for.
        asked: Duration,
        /// The longest pause of the settings.
        most: Duration,
    },
    /// The file is larger than the settings allow.
    #[error("{url}: the file is larger than {limit} bytes; raise the limit if it may be")]
    TooLarge {
        /// The address.
        url: String,
        /// The limit.
        limit: u64,
    },
    /// What was downloaded cannot be read as a list.
    #[error("what {url} gave out is no list that can be used: {source}")]
    Unreadable {
        /// The address.
        url: String,
        /// The library's reason.
        source: Box<sanctions_screen::Error>,
    },
    /// What was downloaded is a list, but with fewer entities than the table of sources says that it has at least.
    #[error("what {url} gave out has {entities} entities, and such a list has at least {at_least}")]
    TooFew {
        /// The address.
        url: String,
        /// What it has.
        entities: usize,
        /// What such a list has at least.
        at_least: usize,
    },
    /// What was downloaded is a list, but the policy does not let it take the place of the one there.
    #[error(
        "what {url} gave out is not taken for the next version: {}; if it is meant, allow it with a policy of your own",
        refusals(.findings)
    )]
    Refused {
        /// The address.
        url: String,
        /// What the drift guard saw, the gravest first.
        findings: Vec<Finding>,
    },
    /// A setting cannot be used.
    #[error("the setting {setting} cannot be used: {reason}")]
    Setting {
        /// The setting.
        setting: &'static str,
        /// Why, and what to do.
        reason: String,
    },
}

fn refusals(findings: &[Finding]) -> String {
    let refusals = findings.iter().filter(|finding| finding.action == Action::Refuse);
    refusals.map(|finding| finding.message.as_str()).collect::<Vec<_>>().join("; ")
}

fn advice(status: u16) -> &'static str {
    match status {
        401 | 403 => ": it refuses this client; the publisher may refuse programs, or this country",
        404 | 410 => ": the file is not there any more; look for the new address and give it with a table of your own",
        304 => " to a question without condition",
        429 => ": it was asked too often; fetch later",
        500.. => ": the publisher has a fault; fetch later",
        _ => "",
    }
}

impl Error {
    pub(crate) fn file(path: &std::path::Path, action: &'static str, source: io::Error) -> Self {
        Self::File { path: path.display().to_string(), action, source }
    }
}
