//! `clear`: writes down that a hit was looked at and is not the one that was asked for.

use std::fs::OpenOptions;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;
use sanctions_screen::PartialDate;
use sanctions_screen::exceptions::{Exception, Exceptions, digest};

use crate::arguments::{ListArguments, QueryArguments, ThresholdArgument, TimeArgument};
use crate::failure::{Failure, Outcome, Result};
use crate::output::{Output, json_line, note, printable};

/// Write an exception: this hit for this name was looked at, and is another
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    sanctions-screen clear --exceptions cleared.jsonl --list sdn.csv \"Acme Arms Bakery\" 12345 \\\n      \
        --reason \"a bakery in Ohio\" --reviewer \"J. Doe\" --expires 2027-11-24\n  \
    sanctions-screen screen --exceptions cleared.jsonl --list sdn.csv \"Acme Arms Bakery\"\n\n\
    The exception holds for the same name with the same --kind, --country, --born and --id, for the entity's data as they\n\
    are now, from today (or --at) until its last day.\n\n\
    Exit code: 0 when it was written; 1 if the name cannot be screened; 2 for a mistake in the command, a list or file\n\
    that cannot be used, or an entity that is no hit for the name.")]
pub(crate) struct Arguments {
    /// The name that was screened
    #[arg(value_name = "NAME")]
    name: String,
    /// The entity's id on its list, as `screen` shows it
    #[arg(value_name = "ENTITY-ID")]
    id: String,
    /// The id of the list that holds the entity; without it, the first list that does
    #[arg(long, value_name = "LIST-ID", help_heading = "Lists")]
    on: Option<String>,
    /// The file of exceptions, JSON lines; it is made if it is not there
    #[arg(long, value_name = "FILE", help_heading = "Decisions")]
    exceptions: PathBuf,
    /// Why the entity is not the one asked for
    #[arg(long, value_name = "TEXT", help_heading = "Decisions")]
    reason: String,
    /// Who says so
    #[arg(long, value_name = "TEXT", help_heading = "Decisions")]
    reviewer: String,
    /// The last day on which it holds, YYYY-MM-DD
    #[arg(long, value_name = "DAY", help_heading = "Decisions")]
    expires: PartialDate,
    #[command(flatten)]
    time: TimeArgument,
    #[command(flatten)]
    lists: ListArguments,
    #[command(flatten)]
    threshold: ThresholdArgument,
    #[command(flatten)]
    query: QueryArguments,
}

pub(crate) fn run(arguments: &Arguments, out: &mut Output) -> Result {
    let query = match arguments.query.query(&arguments.name) {
        Ok(query) => query,
        Err(error) => {
            note(&format!("error: {}", printable(&error)));
            return Ok(Outcome::Incomplete);
        }
    };
    let path = &arguments.exceptions;
    // A file that could not be read afterwards is not written to.
    if path.exists() {
        Exceptions::open(path)?;
    }
    let screener = arguments.lists.screener(&arguments.threshold)?;
    let hits = screener.screen_query(&query);
    let hit = hits
        .iter()
        .find(|hit| hit.entity().id == arguments.id && arguments.on.as_ref().is_none_or(|list| hit.list().id == *list));
    let Some(hit) = hit else {
        let reason = format!("{:?} is no hit for {:?}, so there is nothing to clear", arguments.id, arguments.name);
        return Err(Failure::Invalid(reason));
    };
    let exception = Exception {
        query,
        list: hit.list().id.clone(),
        entity: hit.entity().id.clone(),
        entity_digest: digest(hit.entity()),
        reason: arguments.reason.clone(),
        reviewer: arguments.reviewer.clone(),
        cleared_on: arguments.time.time()?.date(),
        expires: arguments.expires,
    };
    let line = json_line(&exception)?;
    Exceptions::new([exception])?;
    append(path, &line).map_err(|source| Failure::writing(path, source))?;
    out.text(&line)?;
    Ok(Outcome::Complete)
}

/// Adds a line, also to a file whose last line an editor has left without its line break. What cannot be written whole is
/// taken back, for a part of a line would make the file one that cannot be read.
fn append(path: &Path, line: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
    let length = file.metadata()?.len();
    let mut last = [b'\n'];
    if length > 0 {
        file.seek(SeekFrom::Start(length - 1))?;
        file.read_exact(&mut last)?;
    }
    let text = if last == [b'\n'] { line.to_owned() } else { format!("\n{line}") };
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).inspect_err(|_| {
        let _ = file.set_len(length);
    })
}
