//! `replay`: decisions derived again from their records.

use std::path::PathBuf;

use clap::Args;
use sanctions_screen::journal::Journal;
use sanctions_screen::{ALGORITHM, DecisionRecord, Difference, Timestamp};
use serde::Serialize;

use crate::arguments::{ListArguments, ThresholdArgument};
use crate::failure::{Failure, Outcome, Result};
use crate::output::{self, Format, Output, counted, note, printable};

/// Derive the decisions of a journal again, and show what comes out differently
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    sanctions-screen replay decisions.jsonl --list lists-of-2026-11-24/\n  \
    sanctions-screen replay decisions.jsonl --list sdn.csv --format json > differences.jsonl\n\n\
    Give the lists of that day; threshold and policies are taken from the records. Each decision that comes out\n\
    differently is shown, with what is not the same: the algorithm, a list, a hit, a score.\n\n\
    Exit code: 0 if all came out as recorded; 1 if one did not; 2 for a mistake in the command, a list that cannot be\n\
    read, or a journal that is not whole.")]
pub(crate) struct Arguments {
    /// The journal
    #[arg(value_name = "JOURNAL")]
    journal: PathBuf,
    #[command(flatten)]
    lists: ListArguments,
    /// For people, or one JSON object a line for each decision that came out differently
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// A decision that came out differently.
#[derive(Debug, Serialize)]
struct Answer<'a> {
    line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<&'a Timestamp>,
    query: &'a str,
    differences: &'a [Difference],
}

pub(crate) fn run(arguments: &Arguments, out: &mut Output) -> Result {
    let entries = Journal::read(&arguments.journal)?;
    let screener = arguments.lists.screener(&ThresholdArgument::default())?;
    let (mut replayed, mut differing, mut other_algorithm) = (0, 0, 0);
    for entry in entries {
        let entry = entry?;
        let unusable = |reason: String| {
            Failure::Invalid(format!("{}, line {}: {reason}", arguments.journal.display(), entry.sequence))
        };
        let record: DecisionRecord =
            entry.record().map_err(|error| unusable(format!("the record cannot be read: {error}")))?;
        let replay = record.replay(&screener).map_err(|error| unusable(error.to_string()))?;
        replayed += 1;
        other_algorithm += usize::from(record.algorithm != ALGORITHM);
        if replay.is_equal() {
            continue;
        }
        differing += 1;
        let (line, differences) = (entry.sequence, &replay.differences[..]);
        match arguments.format {
            Format::Json => {
                out.json(&Answer { line, at: record.at.as_ref(), query: record.query.name(), differences })?;
            }
            Format::Text => {
                let at = record.at.as_ref().map(|at| format!(" at {at}")).unwrap_or_default();
                let name = out.paint(output::NAME, &printable(record.query.name()));
                let mut text = format!("line {line}{at}: {name}\n");
                for difference in differences {
                    text.push_str(&format!("  {}\n", printable(&difference.to_string())));
                }
                out.text(&text)?;
            }
        }
    }
    out.flush()?;
    note(&format!(
        "replayed {}: {} came out as recorded, {} differently",
        counted(replayed, "decision", "decisions"),
        output::count(replayed - differing),
        output::count(differing),
    ));
    if other_algorithm > 0 {
        note(&format!(
            "{} made by another version of the algorithm than {ALGORITHM}; a program that has it is named by \"version\"",
            counted(other_algorithm, "record was", "records were")
        ));
    }
    Ok(Outcome::incomplete_if(differing > 0))
}
