//! The command line of sanctions-screen: each command has a file of its own.

mod alerts;
mod arguments;
mod batch;
mod clear;
mod compare;
mod counterparty;
mod decisions;
mod evaluate;
mod evaluation_page;
mod failure;
mod fetch;
mod journal;
mod lists;
mod matched;
mod output;
mod replay;
mod rescreen;
mod screen;
#[cfg(feature = "service")]
mod serve;
mod snapshot;
mod verify;
mod verify_native;
mod why;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::failure::Outcome;
use crate::output::Output;

/// Screens counterparty names against sanctions lists, and says why a name hits.
///
/// No name is sent anywhere: the lists are read from your files, or are the bundled one. Only `fetch`
/// calls out, and only `serve` listens.
#[derive(Debug, Parser)]
#[command(
    name = "sanctions-screen",
    version,
    after_help = "Examples:\n  \
        sanctions-screen screen \"Hikvison Digital Tech\"\n  \
        sanctions-screen screen --list sdn.csv --list eu-lists/ --born 1968-01-02 \"Oleg Deripaska\"\n  \
        sanctions-screen batch --only-hits customers.csv > hits.jsonl\n  \
        sanctions-screen why \"Wuhan Global Sensor Technology\" wuhan-tongsheng-technology\n  \
        sanctions-screen fetch --into lists/\n  \
        sanctions-screen lists lists/\n\n\
        Exit code: 0 when everything was screened, whether or not there are hits; 1 when a part could not be;\n\
        2 for a mistake in the command, a list or a file that cannot be used.\n\
        `sanctions-screen help COMMAND` tells more of a command."
)]
struct Arguments {
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value = "auto", value_name = "WHEN")]
    color: output::Colours,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Screen(screen::Arguments),
    Batch(batch::Arguments),
    Lists(lists::Arguments),
    Fetch(fetch::Arguments),
    Compare(compare::Arguments),
    Why(why::Arguments),
    Evaluate(evaluate::Arguments),
    Verify(verify::Arguments),
    VerifyNative(verify_native::Arguments),
    Alerts(alerts::Arguments),
    Journal(journal::Arguments),
    Replay(replay::Arguments),
    Clear(clear::Arguments),
    Rescreen(rescreen::Arguments),
    Snapshot(snapshot::Arguments),
    #[cfg(feature = "service")]
    Serve(serve::Arguments),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut out = Output::stdout(arguments.color);
    let done = match arguments.command {
        Command::Screen(arguments) => screen::run(&arguments, &mut out),
        Command::Batch(arguments) => batch::run(&arguments, &mut out),
        Command::Lists(arguments) => lists::run(&arguments, &mut out),
        Command::Fetch(arguments) => fetch::run(&arguments, &mut out),
        Command::Compare(arguments) => compare::run(&arguments, &mut out),
        Command::Why(arguments) => why::run(&arguments, &mut out),
        Command::Evaluate(arguments) => evaluate::run(&arguments, &mut out),
        Command::Verify(arguments) => verify::run(&arguments, &mut out),
        Command::VerifyNative(arguments) => verify_native::run(&arguments, &mut out),
        Command::Alerts(arguments) => alerts::run(&arguments, &mut out),
        Command::Journal(arguments) => journal::run(&arguments, &mut out),
        Command::Replay(arguments) => replay::run(&arguments, &mut out),
        Command::Clear(arguments) => clear::run(&arguments, &mut out),
        Command::Rescreen(arguments) => rescreen::run(&arguments, &mut out),
        Command::Snapshot(arguments) => snapshot::run(&arguments, &mut out),
        #[cfg(feature = "service")]
        Command::Serve(arguments) => serve::run(arguments),
    };
    match done.and_then(|outcome| out.finish().map(|()| outcome)) {
        Ok(Outcome::Complete) => ExitCode::SUCCESS,
        Ok(Outcome::Incomplete) => ExitCode::from(1),
        Ok(Outcome::Refused) => ExitCode::from(3),
        // The reader of a pipe has had enough, as `head` has: no error to speak of, but not everything was written.
        // The code is what a shell reports of a program that the closed pipe ended.
        Err(failure) if failure.is_closed_pipe() => ExitCode::from(141),
        Err(failure) => {
            output::note(&format!("error: {}", output::printable(&failure.to_string())));
            ExitCode::from(2)
        }
    }
}
