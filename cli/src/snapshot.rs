//! `snapshot`: lists read and indexed once, for commands that start often.

use std::path::PathBuf;

use clap::Args;
use sanctions_screen::{List, Screener, replace_file};

use crate::arguments::{MappingArguments, open_lists};
use crate::failure::{Failure, Outcome, Result};
use crate::output::{Output, count, counted};

/// Write lists into one file that `--snapshot` reads in a small part of the time
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    sanctions-screen snapshot lists/ --output lists.snapshot\n  \
    sanctions-screen screen --snapshot lists.snapshot \"Hikvison Digital Tech\"\n\n\
    The file is replaced whole or not at all. It holds the lists with their digests, and no settings. Only the build that\n\
    wrote it reads it; every other refuses it and says so. Its checksums show damage; they are no signature.\n\n\
    Exit code: 0 if it was written; 2 for a mistake in the command, a list that cannot be read, or a file that cannot be\n\
    written.")]
pub(crate) struct Arguments {
    /// A list file, or a folder of lists
    #[arg(value_name = "LIST", required = true)]
    lists: Vec<PathBuf>,
    /// The file to write
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
    #[command(flatten)]
    mappings: MappingArguments,
    /// Leave out records that cannot be read, and say so, instead of refusing the list
    #[arg(long, help_heading = "Lists")]
    lenient: bool,
}

pub(crate) fn run(arguments: &Arguments, out: &mut Output) -> Result {
    let lists = open_lists(&arguments.lists, &arguments.mappings, arguments.lenient)?;
    let screener = Screener::builder().lists(lists).build()?;
    let written = replace_file(&arguments.output, |file| screener.write_snapshot(file));
    written.map_err(|error| Failure::writing(&arguments.output, error))?;
    let lists = screener.lists();
    let entities: usize = lists.iter().map(|list| list.entities.len()).sum();
    let names: usize = lists.iter().map(List::names).sum();
    out.line(&format!(
        "{}: {} with {} entities and {} names",
        arguments.output.display(),
        counted(lists.len(), "list", "lists"),
        count(entities),
        count(names),
    ))?;
    Ok(Outcome::Complete)
}
