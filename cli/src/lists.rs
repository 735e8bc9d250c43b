//! `lists`: what was read of which list, and what was not.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use sanctions_screen::list::drift::{Action, Drift, Policy, Verdict};
use sanctions_screen::list::{List, LoadReport, Problem, ReadOptions, Severity, SourceFile, open_all, open_each};
use sanctions_screen::{Error, PartialDate};
use serde::Serialize;
use unicode_script::{Script, UnicodeScript};

use crate::arguments::MappingArguments;
use crate::failure::{Failure, Outcome, Result};
use crate::matched::short;
use crate::output::{self, Format, Output, count, counted, printable};

/// Problems of a list that are shown without being asked for.
const FIRST_PROBLEMS: usize = 3;
/// Entities that came, went or changed that are shown without being asked for.
const FIRST_CHANGES: usize = 5;

/// How the library's reason begins where no format fits, rather than where a file belongs to another one.
const UNKNOWN_BEGINNING: &str = "it begins with";

/// Read lists and show what was read, what was left out, and what is no list
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    sanctions-screen lists lists/\n  \
    sanctions-screen lists --strict sdn.csv\n  \
    sanctions-screen lists --mapping mappings/ --report --format json lists/\n  \
    sanctions-screen lists new/sdn.xml --against lists/sdn.xml && mv new/sdn.xml lists/\n\n\
    Files that belong together, such as the CSV files of OFAC, are one list. A folder may hold other files: they are\n\
    shown as skipped. What a list holds but cannot be read is left out and counted; with --strict it is an error.\n\n\
    Exit code: 0 if every list was read; 1 if one could not be (the others are shown) or none is there; 2 for a mistake\n\
    in the command; 3 if --against refuses a list, whatever else there is.")]
pub(crate) struct Arguments {
    /// List files, or folders of lists
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    mappings: MappingArguments,
    /// Compare with the version before, and say whether the new one may take its place
    #[arg(long, value_name = "PREVIOUS")]
    against: Option<PathBuf>,
    /// What --against lets pass: a TOML file (docs/RELIABILITY.md)
    #[arg(long, value_name = "FILE", requires = "against")]
    policy: Option<PathBuf>,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    against: Option<Against>,
}

/// The lists beside those before.
#[derive(Debug, Serialize)]
struct Against {
    /// Whether every list may take the place of the one before.
    accepted: bool,
    lists: Vec<Compared>,
    /// Lists of before that are not there or could not be read: a refusal.
    missing: Vec<String>,
    /// Lists that were not there before.
    new: Vec<String>,
}

/// A list beside its version before.
#[derive(Debug, Serialize)]
struct Compared {
    path: String,
    #[serde(flatten)]
    verdict: Verdict,
    drift: Drift,
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
    /// Records that add to what another one has begun, and those that are none by the publisher's word.
    merged: u64,
    set_aside: u64,
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
    let before = arguments.against.as_deref().map(|path| Before::open(path, arguments.policy.as_deref(), &options));
    let before = before.transpose()?;
    let mut listing = Listing { lists: Vec::new(), errors: Vec::new(), skipped: Vec::new(), against: None };
    let mut lists = Vec::new();
    for (path, read) in open_each(&arguments.paths, &options) {
        let named = arguments.paths.contains(&path);
        let shown = path.display().to_string();
        match read {
            Ok(list) => lists.push((shown, list)),
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
    listing.against = before.map(|before| before.compare(&lists));
    listing.lists = lists.into_iter().map(|(path, list)| Read::of(path, list, arguments.report)).collect();
    match arguments.format {
        Format::Json => out.json(&listing)?,
        Format::Text => {
            text(&listing, out)?;
            if let Some(against) = &listing.against {
                against.text(arguments.report, out)?;
            }
        }
    }
    if listing.against.as_ref().is_some_and(|against| !against.accepted) {
        return Ok(Outcome::Refused);
    }
    let nothing = listing.lists.is_empty();
    Ok(Outcome::incomplete_if(nothing || !listing.errors.is_empty()))
}

/// The lists of before, and what may be different.
/// The policy of a file; the default one without.
pub(crate) fn policy_of(file: Option<&Path>) -> Result<Policy> {
    let Some(file) = file else { return Ok(Policy::default()) };
    let text = std::fs::read_to_string(file).map_err(|source| Failure::reading(file, source))?;
    Policy::from_toml(&text).map_err(|error| Failure::Invalid(format!("{}: {error}", file.display())))
}

struct Before {
    lists: Vec<List>,
    policy: Policy,
}

impl Before {
    fn open(path: &Path, policy: Option<&Path>, options: &ReadOptions) -> Result<Self> {
        let policy = policy_of(policy)?;
        let (lists, _) = open_all(&[path], options)?;
        if lists.is_empty() {
            return Err(Failure::Invalid(format!("{}: there is no list to compare with", path.display())));
        }
        Ok(Self { lists, policy })
    }

    /// Lists are the same if their ids are; one alone is compared with one alone whatever their ids are.
    fn compare(&self, lists: &[(String, List)]) -> Against {
        let alone = self.lists.len() == 1 && lists.len() == 1;
        let same = |old: &List, new: &List| alone || old.id == new.id;
        let compared = |old: &List| {
            let (path, new) = lists.iter().find(|(_, new)| same(old, new))?;
            let drift = Drift::between(old, new);
            Some(Compared { path: path.clone(), verdict: drift.judge(&self.policy), drift })
        };
        let compared: Vec<Compared> = self.lists.iter().filter_map(compared).collect();
        let missing: Vec<String> = (self.lists.iter())
            .filter(|old| !lists.iter().any(|(_, new)| same(old, new)))
            .map(|old| old.id.clone())
            .collect();
        let new = lists.iter().filter(|(_, new)| !self.lists.iter().any(|old| same(old, new)));
        Against {
            accepted: missing.is_empty() && compared.iter().all(|compared| compared.verdict.accepted),
            new: new.map(|(_, list)| list.id.clone()).collect(),
            lists: compared,
            missing,
        }
    }
}

impl Against {
    fn text(&self, all: bool, out: &mut Output) -> Result<()> {
        let shown = if all { usize::MAX } else { FIRST_CHANGES };
        for Compared { path, verdict, drift } in &self.lists {
            let date =
                |date: Option<PartialDate>| date.map_or_else(|| "without date".to_owned(), |date| date.to_string());
            let mut text = format!(
                "\n{}  {} after {}  {}\n",
                out.paint(output::NAME, &printable(path)),
                date(drift.current.date),
                date(drift.previous.date),
                out.paint(
                    output::ASIDE,
                    &format!("sha256 {} after {}", short(&drift.current.sha256), short(&drift.previous.sha256))
                ),
            );
            let mut line = |label: &str, value: &str| text.push_str(&format!("  {label:<10}  {value}\n"));
            line(
                "entities",
                &format!(
                    "{} after {}: {} added, {} removed, {} changed",
                    count(drift.current.entities),
                    count(drift.previous.entities),
                    count(drift.added.len()),
                    count(drift.removed.len()),
                    count(drift.changed.len())
                ),
            );
            line("names", &format!("{} after {}", count(drift.current.names), count(drift.previous.names)));
            let share = |part: usize, whole: usize| 100.0 * part as f64 / (whole.max(1)) as f64;
            for filled in &drift.filled {
                let now = share(filled.current, drift.current.entities);
                let before = share(filled.previous, drift.previous.entities);
                let label = filled.field.as_str();
                line("", &format!("{label:<14} {now:>5.1} % after {before:>5.1} %, {} changed", count(filled.changed)));
            }
            for (label, listed) in [("added", &drift.added), ("removed", &drift.removed)] {
                for entity in listed.iter().take(shown) {
                    line(label, &printable(&format!("{}  {}", entity.id, entity.name)));
                }
                if listed.len() > shown {
                    line(label, &format!("and {} more; --report shows all", count(listed.len() - shown)));
                }
            }
            for entity in drift.changed.iter().take(shown) {
                line("changed", &printable(&format!("{}  {}", entity.id, entity.name)));
                for change in &entity.fields {
                    for (sign, values) in [("-", &change.removed), ("+", &change.added)] {
                        for value in values {
                            line("", &printable(&format!("  {sign} {}: {value}", change.field)));
                        }
                    }
                }
            }
            if drift.changed.len() > shown {
                line("changed", &format!("and {} more; --report shows all", count(drift.changed.len() - shown)));
            }
            for finding in &verdict.findings {
                let (label, style) = match finding.action {
                    Action::Refuse => ("refused", output::HIT),
                    _ => ("look", output::ODD),
                };
                line(label, &out.paint(style, &printable(&finding.message)));
            }
            text.push_str(if verdict.accepted { "  accepted\n" } else { "  NOT accepted: keep the version before\n" });
            out.text(&text)?;
        }
        for id in &self.missing {
            out.line(&format!("{}: was there before and is not now: refused", printable(id)))?;
        }
        for id in &self.new {
            out.line(&format!("{}: was not there before", printable(id)))?;
        }
        Ok(())
    }
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
        let LoadReport { records, merged, set_aside, problems, .. } = list.report;
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
            merged,
            set_aside,
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
