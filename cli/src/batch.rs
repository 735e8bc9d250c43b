//! `batch`: a file of counterparties, screened on all cores, answered in its order.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use sanctions_screen::batch::{all_cores, in_order};
use sanctions_screen::journal::{Journal, Sync};
use sanctions_screen::{DecisionRecord, ListVersion, Screener};
use serde::Serialize;

use crate::arguments::{ListArguments, ThresholdArgument};
use crate::counterparty::{Columns, Counterparties, Row};
use crate::decisions::{DecisionArguments, Desk, cleared, review_text};
use crate::failure::{Failure, Outcome, Result};
use crate::matched::{HitObject, reason, standing, version};
use crate::output::{Output, counted, json_line, note};

/// Screen a file of counterparties
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    sanctions-screen batch customers.csv > hits.jsonl\n  \
    sanctions-screen batch --list lists/ --column legal_name --key-column lei --country-column country \\\n      \
        --only-hits --format csv gleif.csv.gz > alerts.csv\n  \
    sanctions-screen batch - < counterparties.jsonl\n\n\
    FILE is CSV with a header, or one JSON object a line; plain or gzipped; `-` is standard input. The answer comes in\n\
    the order of the rows: {\"row\":1,\"name\":\"...\",\"hits\":[...]}, or {\"row\":2,\"error\":\"...\"} for a row that could not\n\
    be screened. Rows are counted from 1, without the header.\n\n\
    Exit code: 0 if all rows were screened, whether or not there are hits; 1 if one could not be, or something beside\n\
    its name could not be used (its \"warnings\" say what); 2 for a mistake in the command or a file that cannot be read.")]
pub(crate) struct Arguments {
    /// The file of counterparties, or `-`
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    columns: Columns,
    #[command(flatten)]
    lists: ListArguments,
    #[command(flatten)]
    threshold: ThresholdArgument,
    #[command(flatten)]
    decisions: DecisionArguments,
    /// Answer only for rows that have a hit or could not be screened
    #[arg(long)]
    only_hits: bool,
    /// Give at most so many hits for a row; what is not given is counted
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,
    /// JSON lines, one for each row; or CSV, one line for each hit
    #[arg(long, value_enum, default_value = "json")]
    format: BatchFormat,
    /// Threads to screen on; all cores otherwise. The answer does not depend on it
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

/// How a batch is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum BatchFormat {
    /// One JSON object a line for each row
    Json,
    /// One line for each hit
    Csv,
}

/// Rows whose answers are handed over at once; with a journal, after their records were forced to the disk.
const ROWS_AT_ONCE: usize = 256;
const CSV_HEADER: &str = "row,key,name,score,list,entity,primary_name,matched_name,kind,standing,why,exception,error\n";

/// The answer for a row.
#[derive(Debug, Serialize)]
struct Answer<'a> {
    row: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'a str>,
    name: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_shown: Option<usize>,
    hits: Vec<HitObject<'a>>,
}

/// A row that could not be screened.
#[derive(Debug, Serialize)]
struct Refusal<'a> {
    row: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    error: &'a str,
}

/// What became of a row: whole lines of output, and what to count.
struct Screened {
    lines: String,
    hits: usize,
    /// Hits that an exception clears.
    cleared: usize,
    refused: bool,
    warned: bool,
    record: Option<Box<DecisionRecord>>,
}

#[derive(Debug, Default)]
struct Tally {
    rows: usize,
    alerts: usize,
    hits: usize,
    cleared: usize,
    refused: usize,
    warned: usize,
}

pub(crate) fn run(arguments: &Arguments, out: &mut Output) -> Result {
    let counterparties = Counterparties::open(&arguments.file, &arguments.columns)?;
    let screener = arguments.lists.screener(&arguments.threshold)?;
    let (desk, mut journal) = arguments.decisions.open(Sync::OnCall)?;
    let (length, bytes_read) = counterparties.progress();
    let columns = counterparties.name_columns().to_owned();
    let bar = progress_bar(length);
    let began = Instant::now();
    let mut tally = Tally::default();
    if arguments.format == BatchFormat::Csv {
        out.text(CSV_HEADER)?;
    }
    let threads = arguments.threads.unwrap_or_else(all_cores);
    let mut ended = Ok(());
    let mut waiting = String::new();
    for answer in in_order(counterparties, threads, |row| screen(arguments, &screener, &desk, row?)) {
        let row = match answer {
            Ok(row) => row,
            Err(failure) => {
                ended = Err(failure);
                break;
            }
        };
        if let (Some(journal), Some(record)) = (&mut journal, &row.record) {
            journal.append(record)?;
        }
        waiting.push_str(&row.lines);
        tally.rows += 1;
        tally.hits += row.hits;
        tally.cleared += row.cleared;
        tally.alerts += usize::from(row.hits > row.cleared);
        tally.refused += usize::from(row.refused);
        tally.warned += usize::from(row.warned);
        if tally.rows.is_multiple_of(ROWS_AT_ONCE) {
            hand_over(&mut waiting, journal.as_mut(), out)?;
            bar.set_position(bytes_read.load(Ordering::Relaxed));
            bar.set_message(format!("{}, {}", counted(tally.rows, "row", "rows"), rate(tally.rows, began.elapsed())));
        }
    }
    bar.finish_and_clear();
    // What was screened before the file broke off is handed over first.
    hand_over(&mut waiting, journal.as_mut(), out)?;
    out.flush()?;
    ended?;
    summarize(&tally, began.elapsed(), &columns, &screener);
    Ok(Outcome::incomplete_if(tally.refused + tally.warned > 0))
}

/// Writes the answers that wait; an answer is given only when its record is on the disk.
fn hand_over(waiting: &mut String, journal: Option<&mut Journal>, out: &mut Output) -> Result<()> {
    if let Some(journal) = journal {
        journal.sync()?;
    }
    out.text(waiting)?;
    waiting.clear();
    Ok(())
}

fn screen(arguments: &Arguments, screener: &Screener, desk: &Desk, row: Row) -> Result<Screened> {
    let Row { number, texts } = row;
    let refusal = |key: Option<&str>, name: Option<&str>, error: &str| -> Result<Screened> {
        let lines = match arguments.format {
            BatchFormat::Json => json_line(&Refusal { row: number, key, name, error })?,
            BatchFormat::Csv => csv_lines(&[[
                &number.to_string(),
                key.unwrap_or_default(),
                name.unwrap_or_default(),
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                error,
            ]])?,
        };
        Ok(Screened { lines, hits: 0, cleared: 0, refused: true, warned: false, record: None })
    };
    let texts = match texts {
        Ok(texts) => texts,
        Err(error) => return refusal(None, None, &error),
    };
    let (key, name) = (texts.key.as_deref(), texts.name.as_str());
    let (query, warnings) = match texts.query() {
        Ok(made) => made,
        Err(error) => return refusal(key, Some(name), &error),
    };
    let mut hits = screener.screen_query(&query);
    let found = hits.len();
    let record = desk.record(screener, &query, &hits).map(Box::new);
    let reviews = desk.review(&query, &hits);
    let cleared = cleared(&reviews);
    if let Some(limit) = arguments.limit {
        hits.truncate(limit as usize);
    }
    let not_shown = Some(found - hits.len()).filter(|&left| left > 0);
    let warned = !warnings.is_empty();
    let lines = if arguments.only_hits && found == 0 && !warned {
        String::new()
    } else {
        match arguments.format {
            BatchFormat::Json => {
                let hits = hits
                    .iter()
                    .zip(&reviews)
                    .map(|(hit, review)| HitObject::new(screener, &query, hit).reviewed(review))
                    .collect();
                json_line(&Answer { row: number, key, name, warnings, not_shown, hits })?
            }
            BatchFormat::Csv => {
                let (row, key, warnings) = (number.to_string(), key.unwrap_or_default(), warnings.join("; "));
                if hits.is_empty() {
                    csv_lines(&[[&row, key, name, "", "", "", "", "", "", "", "", "", &warnings]])?
                } else {
                    let mut lines = String::new();
                    for (hit, review) in hits.iter().zip(&reviews) {
                        lines.push_str(&csv_lines(&[[
                            &row,
                            key,
                            name,
                            &hit.score().to_string(),
                            &hit.list().id,
                            &hit.entity().id,
                            hit.entity().primary_name(),
                            &hit.matched_name().full,
                            hit.entity().kind.as_str(),
                            &standing(hit.entity(), &hit.list().id),
                            &reason(&screener.explain(&query, hit)),
                            &review_text(review).unwrap_or_default(),
                            &warnings,
                        ]])?);
                    }
                    lines
                }
            }
        }
    };
    Ok(Screened { lines, hits: found, cleared, refused: false, warned, record })
}

fn csv_lines(rows: &[[&str; 13]]) -> Result<String> {
    let failed = |error: csv::Error| Failure::Output(error.into());
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|error| Failure::Output(error.into_error()))?;
    String::from_utf8(bytes).map_err(|error| Failure::Output(std::io::Error::other(error)))
}

/// A bar on the terminal; nothing where standard error is none.
fn progress_bar(length: Option<u64>) -> ProgressBar {
    let (bar, template) = match length {
        Some(length) => (ProgressBar::new(length), "{wide_bar} {percent:>3} %  {msg}  {eta} left"),
        None => (ProgressBar::new_spinner(), "{spinner} {msg}"),
    };
    // The templates are constants, and a bar without a style is a bar still.
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}

fn rate(rows: usize, elapsed: Duration) -> String {
    let seconds = elapsed.as_secs_f64();
    if seconds < 0.001 {
        return "in no time".to_owned();
    }
    format!("{} rows/s", crate::output::count((rows as f64 / seconds) as usize))
}

fn summarize(tally: &Tally, elapsed: Duration, columns: &str, screener: &Screener) {
    note(&format!(
        "screened {} by {} in {:.1} s ({}): {}, {}",
        counted(tally.rows - tally.refused, "row", "rows"),
        crate::output::printable(columns),
        elapsed.as_secs_f64(),
        rate(tally.rows, elapsed),
        counted(tally.alerts, "alert", "alerts"),
        counted(tally.hits, "hit", "hits"),
    ));
    if tally.cleared > 0 {
        note(&format!(
            "{} cleared by an exception, and no alert: see \"exception\"",
            counted(tally.cleared, "hit is", "hits are")
        ));
    }
    if tally.refused > 0 {
        note(&format!("{} not be screened: see \"error\"", counted(tally.refused, "row could", "rows could")));
    }
    if tally.warned > 0 {
        let rows = counted(tally.warned, "row was", "rows were");
        note(&format!("{rows} screened without something beside the name that could not be used: see \"warnings\""));
    }
    let threshold = screener.configuration().threshold;
    for list in screener.lists() {
        note(&format!("against {} at {threshold}", version(&ListVersion::of(list))));
    }
}
