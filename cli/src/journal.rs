//! `journal`: whether a journal of decisions is as it was written.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use sanctions_screen::journal::{Journal, JournalError, Report};
use serde::Serialize;

use crate::failure::{Failure, Outcome, Result};
use crate::output::{self, Format, Output, counted, printable};

/// Check a journal of decisions
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    sanctions-screen journal verify decisions.jsonl\n\n\
    Exit code: 0 if the journal is whole; 1 if it is not, and the output says in which line; 2 if it cannot be read.")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Verify(VerifyArguments),
}

/// Check every line of a journal, and show its last hash
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    sanctions-screen journal verify decisions.jsonl\n  \
    sanctions-screen journal verify decisions.jsonl --holds 5f1c0d...\n\n\
    Note the hash that is shown elsewhere: with --holds, a later run tells whether all up to there is as it was.\n\n\
    Exit code: 0 if the journal is whole; 1 if it is not, and the output says in which line; 2 if it cannot be read.")]
struct VerifyArguments {
    /// The journal
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// A hash that an earlier run showed: one of the lines must bear it
    #[arg(long, value_name = "HASH")]
    holds: Option<String>,
    /// For people, or one JSON object
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Debug, Serialize)]
struct Verdict<'a> {
    whole: bool,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    report: Option<&'a Report>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
}

pub(crate) fn run(arguments: &Arguments, out: &mut Output) -> Result {
    let Command::Verify(arguments) = &arguments.command;
    let verified = match Journal::verify(&arguments.file) {
        Err(error @ JournalError::Io { .. }) => return Err(error.into()),
        Err(error) => Err(error.to_string()),
        Ok(report) if holds(arguments)? => Ok(report),
        Ok(_) => Err(format!(
            "{}: no line bears the hash that --holds names: the journal was cut off or written anew since it was noted",
            arguments.file.display()
        )),
    };
    match (arguments.format, &verified) {
        (Format::Json, Ok(report)) => out.json(&Verdict { whole: true, report: Some(report), error: None })?,
        (Format::Json, Err(error)) => out.json(&Verdict { whole: false, report: None, error: Some(error) })?,
        (Format::Text, Ok(report)) => {
            let records = counted(report.records as usize, "record", "records");
            out.line(&out.paint(output::CLEAR, &format!("whole: {records}")))?;
            if let Some((first, last)) = report.first_at.as_ref().zip(report.last_at.as_ref()) {
                out.line(&format!("from {first} to {last}"))?;
            }
            if let Some(head) = &report.head {
                out.line(&format!("last hash {head}"))?;
            }
        }
        (Format::Text, Err(error)) => out.line(&out.paint(output::HIT, &printable(error)))?,
    }
    Ok(Outcome::incomplete_if(verified.is_err()))
}

fn holds(arguments: &VerifyArguments) -> Result<bool> {
    let Some(hash) = &arguments.holds else { return Ok(true) };
    for entry in Journal::read(&arguments.file)? {
        if entry.map_err(Failure::from)?.hash == *hash {
            return Ok(true);
        }
    }
    Ok(false)
}
