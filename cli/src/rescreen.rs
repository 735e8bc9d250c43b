//! `rescreen`: what a new version of the lists changes for a file of counterparties.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use sanctions_screen::batch::{all_cores, in_order};
use sanctions_screen::rescreen::{Change, Rescreen};
use sanctions_screen::{Hit, Query, Screener};
use serde::Serialize;

use crate::arguments::{MappingArguments, ThresholdArgument, open_lists};
use crate::counterparty::{Columns, Counterparties, Row};
use crate::failure::{Outcome, Result};
use crate::matched::HitObject;
use crate::output::{self, Output, counted, json_line, note};

/// Show what a new version of the lists changes for a file of counterparties, screening only what changed
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    sanctions-screen rescreen customers.csv --old lists-monday/ --new lists-tuesday/ > changes.jsonl\n  \
    sanctions-screen rescreen --column legal_name --key-column lei --old sdn-1.csv --new sdn-2.csv gleif.csv.gz\n\n\
    FILE is as for `batch`. The answer has a line for each hit that screening both versions in full would give\n\
    differently: {\"row\":1,\"name\":\"...\",\"change\":\"added\",\"new\":{...}}; \"removed\" has \"old\", \"rescored\" both.\n\n\
    Exit code: 0 if all rows were screened, whether or not anything changes; 1 if one could not be, or something beside\n\
    its name could not be used; 2 for a mistake in the command or a file that cannot be read.")]
pub(crate) struct Arguments {
    /// The file of counterparties, or `-`
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    columns: Columns,
    /// The lists as they were: a file or a folder; may be given several times
    #[arg(long, required = true, value_name = "PATH", help_heading = "Lists")]
    old: Vec<PathBuf>,
    /// The lists as they are: a file or a folder; may be given several times
    #[arg(long, required = true, value_name = "PATH", help_heading = "Lists")]
    new: Vec<PathBuf>,
    #[command(flatten)]
    mappings: MappingArguments,
    /// Leave out records that cannot be read, and say so, instead of refusing the list
    #[arg(long, help_heading = "Lists")]
    lenient: bool,
    #[command(flatten)]
    threshold: ThresholdArgument,
    /// Threads to screen on; all cores otherwise. The answer does not depend on it
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

/// A hit that changes, or a row that could not be screened.
#[derive(Debug, Default, Serialize)]
#[serde(default)]
struct Answer<'a> {
    row: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    old: Option<HitObject<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<HitObject<'a>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    warnings: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
}

/// What became of a row.
#[derive(Debug, Default)]
struct Tally {
    lines: String,
    added: usize,
    removed: usize,
    rescored: usize,
    incomplete: usize,
}

pub(crate) fn run(arguments: &Arguments, out: &mut Output) -> Result {
    let counterparties = Counterparties::open(&arguments.file, &arguments.columns)?;
    let open = |paths: &[PathBuf]| open_lists(paths, &arguments.mappings, arguments.lenient);
    let configuration = arguments.threshold.configuration();
    let rescreen = Rescreen::new(&open(&arguments.old)?, &open(&arguments.new)?, configuration)?;
    let changes = rescreen.changes();
    note(&format!(
        "{} added, {} removed, {} changed, {} unchanged",
        counted(changes.added, "entity", "entities"),
        output::count(changes.removed),
        output::count(changes.changed),
        output::count(changes.unchanged),
    ));
    let began = Instant::now();
    let threads = arguments.threads.unwrap_or_else(all_cores);
    let mut all = Tally::default();
    let mut rows = 0;
    for screened in in_order(counterparties, threads, |row| screen(&rescreen, row?)) {
        let row = match screened {
            Ok(row) => row,
            Err(failure) => {
                // What was screened before the file broke off is handed over first.
                out.flush()?;
                return Err(failure);
            }
        };
        out.text(&row.lines)?;
        rows += 1;
        all.added += row.added;
        all.removed += row.removed;
        all.rescored += row.rescored;
        all.incomplete += row.incomplete;
    }
    out.flush()?;
    note(&format!(
        "screened {} in {:.1} s: {} added, {} removed, {} with another score",
        counted(rows, "row", "rows"),
        began.elapsed().as_secs_f64(),
        counted(all.added, "hit", "hits"),
        output::count(all.removed),
        output::count(all.rescored),
    ));
    if all.incomplete > 0 {
        let rows = counted(all.incomplete, "row was", "rows were");
        note(&format!("{rows} not screened, or not with all that is known: see \"error\" and \"warnings\""));
    }
    Ok(Outcome::incomplete_if(all.incomplete > 0))
}

fn screen(rescreen: &Rescreen, row: Row) -> Result<Tally> {
    let row_number = row.number;
    let refused = |key, name, error: &str| -> Result<Tally> {
        let lines = json_line(&Answer { row: row_number, key, name, error: Some(error), ..Answer::default() })?;
        Ok(Tally { lines, incomplete: 1, ..Tally::default() })
    };
    let texts = match row.texts {
        Ok(texts) => texts,
        Err(error) => return refused(None, None, &error),
    };
    let (key, name) = (texts.key.as_deref(), Some(texts.name.as_str()));
    let (query, warnings) = match texts.query() {
        Ok(made) => made,
        Err(error) => return refused(key, name, &error),
    };
    let mut tally = Tally { incomplete: usize::from(!warnings.is_empty()), ..Tally::default() };
    let answer = || Answer { row: row_number, key, name, warnings: &warnings, ..Answer::default() };
    let changes = rescreen.screen(&query);
    for change in &changes {
        let (word, count) = match change {
            Change::Added(_) => ("added", &mut tally.added),
            Change::Removed(_) => ("removed", &mut tally.removed),
            Change::Rescored { .. } => ("rescored", &mut tally.rescored),
        };
        *count += 1;
        tally.lines.push_str(&json_line(&Answer {
            change: Some(word),
            old: object(rescreen.old_entities(), &query, change.before()),
            new: object(rescreen.new_entities(), &query, change.after()),
            ..answer()
        })?);
    }
    if changes.is_empty() && !warnings.is_empty() {
        tally.lines = json_line(&answer())?;
    }
    Ok(tally)
}

fn object<'a>(screener: Option<&Screener>, query: &Query, hit: Option<Hit<'a>>) -> Option<HitObject<'a>> {
    screener.zip(hit).map(|(screener, hit)| HitObject::new(screener, query, &hit))
}
