//! What `screen` and `batch` do beside answering: keep each decision in a journal, and mark the hits that were cleared.

use std::path::PathBuf;

use clap::Args;
use sanctions_screen::exceptions::{Exceptions, Lapse, Review};
use sanctions_screen::journal::{Journal, Sync};
use sanctions_screen::{DecisionRecord, Hit, PartialDate, Query, Screener, Timestamp};
use serde::Serialize;

use crate::arguments::TimeArgument;
use crate::failure::Result;
use crate::output::{counted, note, printable};

#[derive(Debug, Args)]
pub(crate) struct DecisionArguments {
    /// Append a record of each decision to this journal; `journal verify` and `replay` read it
    #[arg(long, value_name = "FILE", help_heading = "Decisions")]
    journal: Option<PathBuf>,
    /// Mark the hits that were cleared in this file (see `clear`); they stay in the answer
    #[arg(long, value_name = "FILE", help_heading = "Decisions")]
    exceptions: Option<PathBuf>,
    #[command(flatten)]
    time: TimeArgument,
}

impl DecisionArguments {
    pub(crate) fn open(&self, sync: Sync) -> Result<(Desk, Option<Journal>)> {
        let exceptions = self.exceptions.as_ref().map(Exceptions::open).transpose()?.unwrap_or_default();
        let at = self.time.time()?;
        let on = at.date();
        let journal = self.journal.as_ref().map(|path| Journal::open(path, sync)).transpose()?;
        if let Some(repair) = journal.as_ref().and_then(Journal::repaired) {
            note(&format!(
                "warning: line {} of the journal was not written to its end, as a crash leaves it; its {} moved to {}",
                repair.line,
                counted(repair.bytes as usize, "byte was", "bytes were"),
                printable(&repair.kept_in.display().to_string()),
            ));
        }
        Ok((Desk { exceptions, at, on, keeps_records: journal.is_some() }, journal))
    }
}

/// Where hits are looked at and decisions written down.
#[derive(Debug)]
pub(crate) struct Desk {
    exceptions: Exceptions,
    at: Timestamp,
    on: PartialDate,
    keeps_records: bool,
}

impl Desk {
    /// What the exceptions say of each hit.
    pub(crate) fn review(&self, query: &Query, hits: &[Hit<'_>]) -> Vec<Review<'_>> {
        self.exceptions.review(query, hits, self.on)
    }

    /// The record to be written, where there is a journal. It holds all hits, cleared or not.
    pub(crate) fn record(&self, screener: &Screener, query: &Query, hits: &[Hit<'_>]) -> Option<DecisionRecord> {
        self.keeps_records.then(|| DecisionRecord::of(screener, query, hits).with_time(self.at.clone()))
    }
}

/// What an exception says of a hit, as programs read it.
#[derive(Debug, Serialize)]
pub(crate) struct ReviewObject<'a> {
    /// Whether the hit is cleared.
    cleared: bool,
    /// Why it is not, though there is an exception for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    lapse: Option<Lapse>,
    reason: &'a str,
    reviewer: &'a str,
    cleared_on: PartialDate,
    expires: PartialDate,
}

impl<'a> ReviewObject<'a> {
    pub(crate) fn of(review: &Review<'a>) -> Option<Self> {
        let exception = review.exception()?;
        let lapse = if let Review::Lapsed(_, lapse) = review { Some(*lapse) } else { None };
        Some(Self {
            cleared: review.is_cleared(),
            lapse,
            reason: &exception.reason,
            reviewer: &exception.reviewer,
            cleared_on: exception.cleared_on,
            expires: exception.expires,
        })
    }
}

/// What an exception says of a hit, for people; nothing where there is none.
pub(crate) fn review_text(review: &Review<'_>) -> Option<String> {
    let exception = review.exception()?;
    let by = format!(
        "by {} on {} until {}: {}",
        printable(&exception.reviewer),
        exception.cleared_on,
        exception.expires,
        printable(&exception.reason)
    );
    Some(match review {
        Review::Lapsed(_, lapse) => format!("not cleared any more, {lapse}: was cleared {by}"),
        _ => format!("cleared {by}"),
    })
}

pub(crate) fn cleared(reviews: &[Review<'_>]) -> usize {
    reviews.iter().filter(|review| review.is_cleared()).count()
}
