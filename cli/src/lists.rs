//! `lists`: what was read of which list, and what was not.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use sanctions_screen::list::{List, LoadReport, Problem, Severity, SourceFile, open_each};
use sanctions_screen::{Error, PartialDate};
use serde::Serialize;
use unicode_script::{Script, UnicodeScript};

use crate::arguments::MappingArguments;
use crate::failure::{Failure, Outcome, Result};
use crate::matched::short;
use crate::output::{self, Format, Output, count, counted, printable};

/// Problems of a list that are shown without being asked for.
const FIRST_PROBLEMS: usize = 3;

/// How the library's reason begins where no format fits, rather than where a file belongs to another one.
const UNKNOWN_BEGINNING: &str = "it begins with";

/// Read lists and show what was read, what was left out, and what is no list
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    sanctions-screen lists lists/\n  \
    sanctions-screen lists --strict sdn.csv\n  \
    sanctions-screen lists --mapping mappings/ --report --format json lists/\n\n\
    Files that belong together, such as the CSV files of OFAC, are one list. A folder may hold other files: they are\n\
    shown as skipped. What a list holds but cannot be read is left out and counted; with --strict it is an error.\n\n\
    Exit code: 0 if every list was read; 1 if one could not be (the others are shown) or none is there; 2 for a mistake\n\
    in the command.")]
pub(crate) struct Arguments {
    /// List files, or folders of lists
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    mappings: MappingArguments,
    /// Refuse a list of which a record cannot be read
    #[arg(long)]
    strict: bool,
    /// Show everything that was left out or looked odd, not only the first few
    #[arg(long)]
    report: bool,
    /// For people, or one JSON object
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Debug, Serialize)]
struct Listing {
    lists: Vec<Read>,
    errors: Vec<Unread>,
    skipped: Vec<Unread>,
}

/// A list that was read.
#[derive(Debug, Serialize)]
struct Read {
    path: String,
    id: String,
    publisher: String,
    date: Option<PartialDate>,
    sha256: String,
    files: Vec<SourceFile>,
    entities: usize,
    designated: usize,
    names: usize,
    identifiers: usize,
    /// Names by script; a name in two scripts counts for both.
    scripts: BTreeMap<&'static str, usize>,
    records: u64,
    records_left_out: usize,
    parts_left_out: usize,
    warnings: usize,
    problems: Vec<Problem>,
}

/// A file that was not read as a list.
#[derive(Debug, Serialize)]
struct Unread {
    path: String,
    reason: String,
}

pub(crate) fn run(arguments: &Arguments, out: &mut Output) -> Result {
    if let Some(missing) = arguments.paths.iter().find(|path| !path.exists()) {
        return Err(Failure::Invalid(format!("{}: there is no such file or folder", missing.display())));
    }
    let mut options = arguments.mappings.read_options()?;
    if !arguments.strict {
        options = options.lenient();
    }
    let mut listing = Listing { lists: Vec::new(), errors: Vec::new(), skipped: Vec::new() };
    for (path, read) in open_each(&arguments.paths, &options) {
        let named = arguments.paths.contains(&path);
        let shown = path.display().to_string();
        match read {
            Ok(list) => listing.lists.push(Read::of(shown, list, arguments.report)),
            Err(Error::UnknownFormat { reason, .. }) if !named => {
                let hint = if reason.starts_with(UNKNOWN_BEGINNING) { mapping_hint(&path) } else { "" };
                let reason = format!("{reason}{hint}");
                listing.skipped.push(Unread { path: shown, reason });
            }
            Err(error) => {
                let hint = if matches!(error, Error::UnknownFormat { .. }) { mapping_hint(&path) } else { "" };
                listing.errors.push(Unread { path: shown, reason: format!("{error}{hint}") });
            }
        }
    }
    match arguments.format {
        Format::Json => out.json(&listing)?,
        Format::Text => text(&listing, out)?,
    }
    let nothing = listing.lists.is_empty();
    Ok(Outcome::incomplete_if(nothing || !listing.errors.is_empty()))
}

/// What to do with a table that no format recognises.
fn mapping_hint(path: &Path) -> &'static str {
    const TABLES: [&str; 8] = [".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".xlsx", ".xls"];
    let name = path.to_string_lossy().to_ascii_lowercase();
    let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zip")).unwrap_or(&name);
    if TABLES.iter().any(|table| name.ends_with(table)) {
        "; if it is a list, a mapping of its columns is needed (--mapping)"
    } else {
        ""
    }
}

impl Read {
    fn of(path: String, list: List, all_problems: bool) -> Self {
        let (names, identifiers) = (list.names(), list.identifiers());
        let mut by_script = BTreeMap::new();
        for name in list.entities.iter().flat_map(|entity| &entity.names) {
            for script in scripts(&name.full) {
                *by_script.entry(script).or_default() += 1;
            }
        }
        let LoadReport { records, problems } = list.report;
        let number = |severity| problems.iter().filter(|problem: &&Problem| problem.severity == severity).count();
        let (records_left_out, parts_left_out, warnings) =
            (number(Severity::RecordLeftOut), number(Severity::PartLeftOut), number(Severity::Warning));
        let mut problems = problems;
        if !all_problems {
            // What was left out weighs more than what looked odd; within that, in file order.
            problems.sort_by_key(|problem| std::cmp::Reverse(problem.severity));
            problems.truncate(FIRST_PROBLEMS);
        }
        Self {
            path,
            designated: list.entities.iter().filter(|entity| entity.is_designated()).count(),
            entities: list.entities.len(),
            names,
            identifiers,
            scripts: by_script,
            id: list.id,
            publisher: list.publisher,
            date: list.date,
            sha256: list.sha256,
            files: list.files,
            records,
            records_left_out,
            parts_left_out,
            warnings,
            problems,
        }
    }
}

/// The scripts that a text has letters of, each once.
fn scripts(text: &str) -> Vec<&'static str> {
    let mut scripts = Vec::new();
    for c in text.chars() {
        let script = c.script();
        if !matches!(script, Script::Common | Script::Inherited | Script::Unknown) && !scripts.contains(&script) {
            scripts.push(script);
        }
    }
    scripts.into_iter().map(Script::full_name).collect()
}

fn text(listing: &Listing, out: &mut Output) -> Result<()> {
    for list in &listing.lists {
        let date = list.date.map_or_else(|| "without date".to_owned(), |date| date.to_string());
        let mut text = format!(
            "{}  {}  {date}  {}\n",
            out.paint(output::NAME, &printable(&list.id)),
            printable(&list.publisher),
            out.paint(output::ASIDE, &format!("sha256 {}", short(&list.sha256))),
        );
        let mut line = |label: &str, value: &str| text.push_str(&format!("  {label:<10}  {value}\n"));
        let beside = list.files.get(1..).unwrap_or_default();
        let files: Vec<String> = std::iter::once(&list.path)
            .chain(beside.iter().map(|file| &file.name))
            .map(|name| printable(name))
            .collect();
        line("file", &files.join(" + "));
        line(
            "entities",
            &format!(
                "{}, {} designated, {}, {}",
                count(list.entities),
                count(list.designated),
                counted(list.names, "name", "names"),
                counted(list.identifiers, "identifier", "identifiers"),
            ),
        );
        let mut scripts: Vec<(&str, usize)> = list.scripts.iter().map(|(script, names)| (*script, *names)).collect();
        scripts.sort_by_key(|&(script, names)| (std::cmp::Reverse(names), script));
        let scripts: Vec<String> =
            scripts.iter().map(|(script, names)| format!("{script} {}", count(*names))).collect();
        line("scripts", &scripts.join(", "));
        let left_out = list.records_left_out + list.parts_left_out;
        if left_out > 0 {
            let value = format!(
                "{}, {}",
                counted(list.records_left_out, "record", "records"),
                counted(list.parts_left_out, "part", "parts")
            );
            line("left out", &out.paint(output::ODD, &value));
        }
        if list.warnings > 0 {
            line("warnings", &count(list.warnings));
        }
        for problem in &list.problems {
            let what = match problem.severity {
                Severity::Warning => "odd",
                _ => "left out",
            };
            line("", &format!("{what}: {}", printable(&problem.to_string())));
        }
        let more = left_out + list.warnings - list.problems.len();
        if more > 0 {
            line("", &format!("and {more} more; --report shows all"));
        }
        text.push('\n');
        out.text(&text)?;
    }
    for (label, style, files) in
        [("not readable", output::HIT, &listing.errors), ("skipped, no list", output::NAME, &listing.skipped)]
    {
        if files.is_empty() {
            continue;
        }
        let mut text = format!("{}\n", out.paint(style, label));
        // Dozens of files of one kind in a folder are told once.
        for alike in files.chunk_by(|a, b| folder(&a.path) == folder(&b.path) && a.reason == b.reason) {
            let more = match alike.len() {
                1 => String::new(),
                all => format!(" and {} beside it", counted(all - 1, "file", "files")),
            };
            text.push_str(&format!("  {}{more}: {}\n", printable(&alike[0].path), printable(&alike[0].reason)));
        }
        text.push('\n');
        out.text(&text)?;
    }
    let total = |of: fn(&Read) -> usize| listing.lists.iter().map(of).sum::<usize>();
    out.line(&format!(
        "{}: {}, {}; {} skipped, {} not readable",
        counted(listing.lists.len(), "list", "lists"),
        counted(total(|list| list.entities), "entity", "entities"),
        counted(total(|list| list.names), "name", "names"),
        counted(listing.skipped.len(), "file", "files"),
        counted(listing.errors.len(), "file", "files"),
    ))
}

fn folder(path: &str) -> Option<&Path> {
    Path::new(path).parent()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_of_letters_only() {
        assert_eq!(scripts("Завод No. 10 (Plant)"), ["Cyrillic", "Latin"]);
        assert_eq!(scripts("10 %").len(), 0);
    }

    #[test]
    fn only_tables_need_a_mapping() {
        assert!(mapping_hint(Path::new("a/own.CSV.gz")).contains("--mapping"));
        assert_eq!(mapping_hint(Path::new("a/README.md")), "");
    }
}
