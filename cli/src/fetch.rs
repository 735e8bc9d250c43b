//! `fetch`: downloads the published lists.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use sanctions_screen::list::ReadOptions;
use sanctions_screen_fetch::{Fetched, Fetcher, Folder, Outcome, Settings, Source, Sources};
use serde::Serialize;

use crate::failure::{Failure, Result};
use crate::matched::short;
use crate::output::{self, Format, Output, count, counted, note, padded, printable};

/// Download the published lists into a folder; a file is replaced only by one that holds a list
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    sanctions-screen fetch\n  \
    sanctions-screen fetch ofac-sdn un-sc eu-fsf --into lists/\n  \
    sanctions-screen fetch --show\n  \
    sanctions-screen fetch --sources own-sources.toml --format json > report.json\n\n\
    What is fetched is read as a list, and held against the one in place, before it replaces anything. Whatever goes\n\
    wrong, the last good file stays.\n\
    Only what has changed is downloaded again. docs/FETCH.md tells the addresses and the form of a table of your own.\n\n\
    Exit code: 0 if every list was fetched or has not changed; 1 if one could not be (the others are fetched);\n\
    2 for a mistake in the command, or a folder that cannot be used.")]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct Arguments {
    /// What to fetch, by its id; without any, one format of each official list
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    /// The folder to fetch into; it is made where there is none
    #[arg(long, value_name = "FOLDER", default_value = "lists")]
    into: PathBuf,
    /// Show what there is and where it is published, and fetch nothing
    #[arg(long)]
    show: bool,
    /// A table of sources of your own (TOML), which adds to the built-in one
    #[arg(long, value_name = "FILE")]
    sources: Option<PathBuf>,
    /// Take a list of which a record cannot be read, instead of keeping the last good one
    #[arg(long)]
    lenient: bool,
    /// What a new version may change of the one in place: a TOML file (docs/RELIABILITY.md, "Drift guard")
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// How often to ask a server that does not answer as it should
    #[arg(long, value_name = "N", default_value_t = Settings::default().attempts)]
    attempts: u32,
    /// Who the servers are told is asking; some refuse what they do not know
    #[arg(long, value_name = "TEXT")]
    user_agent: Option<String>,
    /// Certificates (PEM) to trust in place of the built-in ones, for a network whose gateway opens TLS
    #[arg(long, value_name = "FILE")]
    root_certificates: Option<PathBuf>,
    /// Allow http:// for addresses of this machine, for tests
    #[arg(long, hide = true)]
    plain_on_loopback: bool,
    /// For people, or one JSON object
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Serialize)]
struct Report<'a> {
    folder: String,
    sources: &'a [Fetched],
}

pub(crate) fn run(arguments: &Arguments, out: &mut Output) -> Result {
    let mut sources = Sources::official();
    if let Some(path) = &arguments.sources {
        sources = Sources::open(path).and_then(|own| sources.with(own)).map_err(invalid)?;
    }
    let chosen = chosen(&sources, &arguments.ids)?;
    if arguments.show {
        let shown: Vec<&Source> = if arguments.ids.is_empty() { sources.iter().collect() } else { chosen };
        show(&shown, arguments.format, out)?;
        return Ok(crate::failure::Outcome::Complete);
    }
    let mut fetcher = Fetcher::new(settings(arguments)?).map_err(invalid)?;
    let folder = Folder::open(&arguments.into).map_err(invalid)?;
    let mut all = Vec::with_capacity(chosen.len());
    for source in chosen {
        let fetched = fetcher.fetch(source, &folder);
        if arguments.format == Format::Text {
            out.line(&line(&fetched, out))?;
            // Each may take minutes.
            out.flush()?;
        }
        all.push(fetched);
    }
    let failed = all.iter().filter(|fetched| fetched.is_failed()).count();
    match arguments.format {
        Format::Json => {
            out.json(&Report { folder: folder.path().display().to_string(), sources: &all })?;
        }
        Format::Text => {
            let new = all.iter().filter(|fetched| matches!(fetched.outcome, Outcome::Replaced { .. })).count();
            note(&format!(
                "{} in {}: {new} new, {} unchanged, {failed} failed",
                counted(all.len(), "list", "lists"),
                printable(&folder.path().display().to_string()),
                all.len() - new - failed,
            ));
        }
    }
    Ok(crate::failure::Outcome::incomplete_if(failed > 0))
}

fn settings(arguments: &Arguments) -> Result<Settings> {
    let mut settings = Settings::default();
    settings.attempts = arguments.attempts;
    settings.policy = crate::lists::policy_of(arguments.policy.as_deref())?;
    settings.plain_on_loopback = arguments.plain_on_loopback;
    if arguments.lenient {
        settings.options = ReadOptions::default().lenient();
    }
    if let Some(user_agent) = &arguments.user_agent {
        settings.user_agent.clone_from(user_agent);
    }
    if let Some(path) = &arguments.root_certificates {
        settings.root_certificates = Some(fs::read(path).map_err(|error| Failure::reading(path, error))?);
    }
    Ok(settings)
}

fn invalid(error: sanctions_screen_fetch::Error) -> Failure {
    Failure::Invalid(error.to_string())
}

/// The sources of these ids, each once; those by default if there is no id.
fn chosen<'a>(sources: &'a Sources, ids: &[String]) -> Result<Vec<&'a Source>> {
    if ids.is_empty() {
        return Ok(sources.by_default().collect());
    }
    let mut chosen: Vec<&Source> = Vec::new();
    for id in ids {
        let source = sources.find(id).ok_or_else(|| {
            let known: Vec<&str> = sources.iter().map(|source| source.id.as_str()).collect();
            Failure::Invalid(format!("there is no source {id:?}; there are {}", known.join(", ")))
        })?;
        if !chosen.contains(&source) {
            chosen.push(source);
        }
    }
    Ok(chosen)
}

fn show(sources: &[&Source], format: Format, out: &mut Output) -> Result<()> {
    if format == Format::Json {
        return out.json(&sources);
    }
    for source in sources {
        let mut text = format!(
            "{}{}  {}: {}\n  {} -> {}\n",
            out.paint(output::NAME, &printable(&source.id)),
            if source.by_default { "" } else { " (only by its id)" },
            printable(&source.publisher),
            printable(&source.list),
            printable(&source.url),
            printable(&source.file),
        );
        if !source.note.is_empty() {
            text.push_str(&format!("  {}\n", out.paint(output::ASIDE, &printable(&source.note))));
        }
        out.text(&text)?;
    }
    Ok(())
}

/// A source in one line: its id, what came of it, and what is in place.
fn line(fetched: &Fetched, out: &Output) -> String {
    let (style, word) = match &fetched.outcome {
        Outcome::Failed { .. } => (output::HIT, "failed"),
        Outcome::Replaced { .. } => (output::CLEAR, "new"),
        _ => (output::ASIDE, "unchanged"),
    };
    let in_place = match &fetched.outcome {
        Outcome::Replaced { now, .. } | Outcome::Unchanged { now } => Some(now),
        _ => fetched.before.as_ref(),
    };
    let mut told = in_place.map_or_else(
        || format!("no {}", printable(&fetched.source.file)),
        |receipt| {
            let date = receipt.date.map_or_else(|| "without date".to_owned(), |date| date.to_string());
            let mut told = format!(
                "{}  {date}  {}",
                printable(&fetched.source.file),
                counted(receipt.entities, "entity", "entities")
            );
            match &fetched.outcome {
                Outcome::Replaced { changes: Some(changes), .. } => told.push_str(&format!(
                    " ({} added, {} removed, {} changed)",
                    count(changes.added),
                    count(changes.removed),
                    count(changes.changed)
                )),
                Outcome::Failed { .. } => told.push_str(" (kept)"),
                _ => {}
            }
            told.push_str(&format!("  {}", out.paint(output::ASIDE, &format!("sha256 {}", short(&receipt.sha256)))));
            told
        },
    );
    match &fetched.outcome {
        Outcome::Failed { error } => told.push_str(&format!(": {}", printable(&error.to_string()))),
        Outcome::Replaced { changes: Some(changes), .. } => {
            for warning in &changes.warnings {
                told.push_str(&format!("\n  warning: {}", printable(&warning.message)));
            }
        }
        _ => {}
    }
    format!("{}  {}  {told}", padded(&printable(&fetched.source.id), 18), out.paint(style, &padded(word, 9)))
}
