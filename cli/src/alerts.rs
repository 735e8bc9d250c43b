//! `alerts`: how many names that are not listed alert all the same.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use sanctions_screen::batch::{all_cores, in_order};
use sanctions_screen::mutation::{folded_words, without_legal_form};
use sanctions_screen::{ListVersion, Query, Score, Screener};
use serde::Serialize;
use serde_json::Value;

use crate::arguments::{ListArguments, ThresholdArgument};
use crate::failure::{Failure, Outcome, Result};
use crate::output::{self, Format, Output, count, counted, printable};

/// The lowest threshold of the table, and the step to the next, in ten-thousandths.
const LOWEST: u32 = 6000;
const STEP: u32 = 100;
/// Most bytes of a file of names once unpacked.
const MAX_BYTES: u64 = 1 << 30;
/// Columns and keys taken for the name when none is chosen, best first; letters and digits only, lower case.
const NAME_COLUMNS: [&str; 12] = [
    "name",
    "fullname",
    "namefull",
    "legalname",
    "entityname",
    "companyname",
    "organizationname",
    "customername",
    "caption",
    "company",
    "security",
    "title",
];

/// Measure how many names that are not listed alert
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    sanctions-screen alerts companies.csv.gz --list lists/\n  \
    sanctions-screen alerts persons.csv firms.json --column full_name --column firm --alerts alerts.csv\n\n\
    NAMES is CSV with a header, JSON (records at any depth), JSON lines, or text with one name a line; plain or gzipped.\n\
    Each name is screened with nothing known beside it. Names that are listed after all are told apart: they equal a\n\
    listed name letter for letter and digit for digit, whatever the case, marks, punctuation, order of words and legal\n\
    form at the end. The second rate is without them.\n\n\
    Exit code: 0 if every name was screened; 1 if one could not be; 2 for a mistake in the command or a file.")]
pub(crate) struct Arguments {
    /// Files of names
    #[arg(required = true, value_name = "NAMES")]
    files: Vec<PathBuf>,
    /// The column or key of the name; given several times, the first that a file has is taken
    #[arg(long = "column", value_name = "COLUMN")]
    columns: Vec<String>,
    #[command(flatten)]
    lists: ListArguments,
    #[command(flatten)]
    threshold: ThresholdArgument,
    /// For people, or one JSON object
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Show so many of the alerts, the highest score first
    #[arg(long, value_name = "N", default_value = "20")]
    show: usize,
    /// Show the names that are listed after all
    #[arg(long)]
    show_identities: bool,
    /// Write every alert to a CSV file
    #[arg(long, value_name = "FILE")]
    alerts: Option<PathBuf>,
    /// Take only every N-th name
    #[arg(long, value_name = "N", default_value = "1")]
    sample: NonZeroUsize,
    /// Threads to screen on; all cores otherwise. The answer does not depend on it
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

/// A name, and where it stands.
struct Candidate {
    file: usize,
    row: usize,
    name: String,
}

/// What a name scored at best.
struct Screened {
    file: usize,
    row: usize,
    name: String,
    /// Whether it is a listed name after all.
    identity: bool,
    best: Option<Best>,
    refused: bool,
}

struct Best {
    score: Score,
    list: String,
    entity: String,
    matched_name: String,
    primary_name: String,
}

#[derive(Debug, Clone, Default, Serialize)]
struct Rate {
    /// Names that were screened.
    names: usize,
    alerts: usize,
    rate: f64,
    /// Names that are listed after all.
    identities: usize,
    /// Alerts of the others.
    alerts_without_identities: usize,
    rate_without_identities: f64,
}

#[derive(Debug, Serialize)]
struct AtThreshold {
    threshold: Score,
    alerts: usize,
    rate: f64,
    alerts_without_identities: usize,
    rate_without_identities: f64,
}

#[derive(Debug, Serialize)]
struct Source {
    file: String,
    #[serde(flatten)]
    rate: Rate,
}

#[derive(Debug, Serialize)]
struct Alert<'a> {
    name: &'a str,
    score: Score,
    list: &'a str,
    entity: &'a str,
    matched_name: &'a str,
}

#[derive(Debug, Serialize)]
struct Report<'a> {
    threshold: Score,
    lists: Vec<ListVersion>,
    sample: usize,
    refused: usize,
    #[serde(flatten)]
    all: Rate,
    files: Vec<Source>,
    by_threshold: Vec<AtThreshold>,
    identities: Vec<Alert<'a>>,
    shown: Vec<Alert<'a>>,
    seconds: f64,
}

/// The listed names, without what does not tell names apart.
struct Identities {
    keys: std::collections::HashSet<String>,
}

impl Identities {
    fn new(screener: &Screener) -> Self {
        let names = screener.lists().iter().flat_map(|list| &list.entities).flat_map(|entity| &entity.names);
        Self { keys: names.flat_map(|name| keys(&name.full)).collect() }
    }

    fn hold(&self, name: &str) -> bool {
        keys(name).any(|key| self.keys.contains(&key))
    }
}

/// A name as sorted words and as one run of letters and digits, with its legal form and without.
fn keys(name: &str) -> impl Iterator<Item = String> {
    let run = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let stripped = without_legal_form(name);
    [Some(folded_words(name)), Some(run(name)), stripped.as_deref().map(folded_words), stripped.as_deref().map(run)]
        .into_iter()
        .flatten()
        .filter(|key| !key.is_empty())
}

pub(crate) fn run(arguments: &Arguments, out: &mut Output) -> Result {
    let began = Instant::now();
    let mut candidates = Vec::new();
    for (file, path) in arguments.files.iter().enumerate() {
        let names = read_names(path, &arguments.columns)?;
        if names.is_empty() {
            return Err(Failure::Invalid(format!("{}: there is no name in it", path.display())));
        }
        candidates.extend(names.into_iter().enumerate().map(|(row, name)| Candidate { file, row: row + 1, name }));
    }
    let screener = arguments.lists.screener(&arguments.threshold)?;
    let identities = Identities::new(&screener);
    let threshold = screener.configuration().threshold;
    let at = threshold.min(Score::from_ten_thousandths(LOWEST));
    let candidates: Vec<Candidate> = candidates.into_iter().step_by(arguments.sample.get()).collect();

    let bar = progress_bar(candidates.len());
    let mut screened = Vec::with_capacity(candidates.len());
    let threads = arguments.threads.unwrap_or_else(all_cores);
    for one in in_order(candidates, threads, |candidate| screen(candidate, &screener, &identities, at)) {
        screened.push(one);
        bar.inc(1);
    }
    bar.finish_and_clear();

    let mut order: Vec<&Screened> = screened.iter().filter(|one| one.alerts_at(threshold)).collect();
    order.sort_by_key(|one| std::cmp::Reverse(one.best.as_ref().map(|best| best.score)));
    if let Some(path) = &arguments.alerts {
        write_alerts(path, &order, &arguments.files)?;
    }
    let refused = screened.iter().filter(|one| one.refused).count();
    let report = Report {
        threshold,
        lists: screener.lists().iter().map(ListVersion::of).collect(),
        sample: arguments.sample.get(),
        refused,
        all: rate(screened.iter(), threshold),
        files: arguments
            .files
            .iter()
            .enumerate()
            .map(|(file, path)| Source {
                file: path.display().to_string(),
                rate: rate(screened.iter().filter(|one| one.file == file), threshold),
            })
            .collect(),
        by_threshold: (LOWEST..=10_000)
            .step_by(STEP as usize)
            .map(Score::from_ten_thousandths)
            .map(|threshold| {
                let Rate { alerts, rate, alerts_without_identities, rate_without_identities, .. } =
                    rate(screened.iter(), threshold);
                AtThreshold { threshold, alerts, rate, alerts_without_identities, rate_without_identities }
            })
            .collect(),
        identities: if arguments.show_identities {
            order.iter().filter(|one| one.identity).filter_map(|one| one.alert()).collect()
        } else {
            Vec::new()
        },
        shown: order.iter().filter(|one| !one.identity).take(arguments.show).filter_map(|one| one.alert()).collect(),
        seconds: began.elapsed().as_secs_f64(),
    };
    match arguments.format {
        Format::Json => out.json(&report)?,
        Format::Text => text(&report, out)?,
    }
    Ok(Outcome::incomplete_if(refused > 0))
}

fn screen(candidate: Candidate, screener: &Screener, identities: &Identities, at: Score) -> Screened {
    let Candidate { file, row, name } = candidate;
    let query = Query::new(name.as_str());
    let refused = query.is_err();
    let best = query.ok().and_then(|query| {
        let hits = screener.screen_at(&query, at);
        hits.first().map(|hit| Best {
            score: hit.score(),
            list: hit.list().id.clone(),
            entity: hit.entity().id.clone(),
            matched_name: hit.matched_name().full.clone(),
            primary_name: hit.entity().primary_name().to_owned(),
        })
    });
    Screened { identity: identities.hold(&name), file, row, name, best, refused }
}

impl Screened {
    fn alerts_at(&self, threshold: Score) -> bool {
        self.best.as_ref().is_some_and(|best| best.score >= threshold)
    }

    fn alert(&self) -> Option<Alert<'_>> {
        let best = self.best.as_ref()?;
        Some(Alert {
            name: &self.name,
            score: best.score,
            list: &best.list,
            entity: &best.entity,
            matched_name: &best.matched_name,
        })
    }
}

fn rate<'a>(screened: impl Iterator<Item = &'a Screened>, threshold: Score) -> Rate {
    let mut rate = Rate::default();
    for one in screened.filter(|one| !one.refused) {
        let alerts = one.alerts_at(threshold);
        rate.names += 1;
        rate.alerts += usize::from(alerts);
        rate.identities += usize::from(one.identity);
        rate.alerts_without_identities += usize::from(alerts && !one.identity);
    }
    let ratio = |part: usize, whole: usize| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
    rate.rate = ratio(rate.alerts, rate.names);
    rate.rate_without_identities = ratio(rate.alerts_without_identities, rate.names - rate.identities);
    rate
}

/// The names of a file, in its order; blank ones are left out.
fn read_names(path: &Path, columns: &[String]) -> Result<Vec<String>> {
    let failed = |source| Failure::reading(path, source);
    let mut raw = BufReader::new(File::open(path).map_err(failed)?);
    let is_gzip = raw.fill_buf().map_err(failed)?.starts_with(&[0x1f, 0x8b]);
    let input: Box<dyn Read> =
        if is_gzip { Box::new(flate2::bufread::MultiGzDecoder::new(raw)) } else { Box::new(raw) };
    let mut bytes = Vec::new();
    input.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MAX_BYTES {
        let reason = format!("{}: holds more than {MAX_BYTES} bytes; split it", path.display());
        return Err(Failure::Invalid(reason));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to() + 1;
        Failure::Invalid(format!("{}: is not UTF-8 at byte {at}; save it as UTF-8", path.display()))
    })?;
    let text = text.trim_start_matches('\u{feff}');
    let names = match text.trim_start().chars().next() {
        Some('{' | '[') => json_names(path, text, columns)?,
        _ if is_plain_text(path) => text.lines().map(str::to_owned).collect(),
        _ => csv_names(path, text, columns)?,
    };
    Ok(names.into_iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect())
}

/// `names.txt`, `names.txt.gz`.
fn is_plain_text(path: &Path) -> bool {
    let is = |path: &Path, ending: &str| path.extension().is_some_and(|found| found.eq_ignore_ascii_case(ending));
    is(path, "txt") || is(path, "gz") && path.file_stem().is_some_and(|stem| is(Path::new(stem), "txt"))
}

fn csv_names(path: &Path, text: &str, columns: &[String]) -> Result<Vec<String>> {
    let invalid = |reason: String| Failure::Invalid(format!("{}: {reason}", path.display()));
    let header = text.lines().next().unwrap_or_default();
    let delimiter = [b',', b';', b'\t', b'|']
        .into_iter()
        .rev()
        .max_by_key(|&delimiter| header.bytes().filter(|&byte| byte == delimiter).count())
        .unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let headers: Vec<String> = reader
        .headers()
        .map_err(|error| invalid(format!("the header cannot be read: {error}")))?
        .iter()
        .map(|header| header.trim().to_owned())
        .collect();
    let chosen = chosen(columns, &headers).ok_or_else(|| {
        invalid(format!("no column holds the name; choose one with --column; the header has: {}", headers.join(", ")))
    })?;
    let mut names = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| invalid(error.to_string()))?;
        names.push(record.get(chosen).unwrap_or_default().to_owned());
    }
    Ok(names)
}

/// Where the name stands among these headers or keys.
fn chosen(columns: &[String], headers: &[String]) -> Option<usize> {
    let position = |wanted: &str| headers.iter().position(|header| bare(header) == wanted);
    if columns.is_empty() {
        NAME_COLUMNS.iter().find_map(|usual| position(usual))
    } else {
        columns.iter().find_map(|column| position(&bare(column)))
    }
}

fn bare(header: &str) -> String {
    header.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn json_names(path: &Path, text: &str, columns: &[String]) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for value in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        let value = value.map_err(|error| Failure::Invalid(format!("{}: {error}", path.display())))?;
        collect(&value, columns, &mut names);
    }
    Ok(names)
}

/// The name of each record: an object with a key for it. What is below such an object belongs to the record. The depth
/// is bounded by the parser.
fn collect(value: &Value, columns: &[String], names: &mut Vec<String>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, columns, names)),
        Value::Object(object) => {
            let texts: HashMap<&str, &str> =
                object.iter().filter_map(|(key, value)| Some((key.as_str(), value.as_str()?))).collect();
            let keys: Vec<String> = object.keys().filter(|key| texts.contains_key(key.as_str())).cloned().collect();
            match chosen(columns, &keys) {
                Some(at) => names.push(texts[keys[at].as_str()].to_owned()),
                None => object.values().for_each(|value| collect(value, columns, names)),
            }
        }
        _ => {}
    }
}

fn write_alerts(path: &Path, alerts: &[&Screened], files: &[PathBuf]) -> Result<()> {
    let failed = |error: csv::Error| Failure::writing(path, error.into());
    let mut writer = csv::Writer::from_path(path).map_err(failed)?;
    let header = ["name", "score", "list", "entity", "matched_name", "primary_name", "listed_after_all", "file", "row"];
    writer.write_record(header).map_err(failed)?;
    for one in alerts {
        let Some(best) = &one.best else { continue };
        writer
            .write_record([
                one.name.as_str(),
                &best.score.to_string(),
                &best.list,
                &best.entity,
                &best.matched_name,
                &best.primary_name,
                if one.identity { "yes" } else { "no" },
                &files[one.file].display().to_string(),
                &one.row.to_string(),
            ])
            .map_err(failed)?;
    }
    writer.flush().map_err(|source| Failure::writing(path, source))
}

fn text(report: &Report<'_>, out: &mut Output) -> Result<()> {
    let all = &report.all;
    out.line(&format!(
        "{} against {} at threshold {}{}",
        counted(all.names, "name", "names"),
        counted(report.lists.len(), "list", "lists"),
        report.threshold,
        if report.sample > 1 { format!(", one of {}", report.sample) } else { String::new() }
    ))?;
    if report.refused > 0 {
        out.line(&format!("  {} could not be screened", counted(report.refused, "name", "names")))?;
    }
    out.line(&format!(
        "  {}  {}",
        out.paint(output::NAME, &format!("{:.3} %", 100.0 * all.rate)),
        counted(all.alerts, "alert", "alerts")
    ))?;
    out.line(&format!(
        "  {}  {} without the {} listed after all",
        out.paint(output::NAME, &format!("{:.3} %", 100.0 * all.rate_without_identities)),
        counted(all.alerts_without_identities, "alert", "alerts"),
        counted(all.identities, "name", "names")
    ))?;
    if report.files.len() > 1 {
        out.line("")?;
        out.line(&out.paint(output::ASIDE, "      names   alerts     rate   listed  without them  file"))?;
        for Source { file, rate } in &report.files {
            out.line(&format!(
                "  {:>9}  {:>7}  {:>5.3} %  {:>7}  {:>10.3} %  {}",
                count(rate.names),
                count(rate.alerts),
                100.0 * rate.rate,
                count(rate.identities),
                100.0 * rate.rate_without_identities,
                printable(file)
            ))?;
        }
    }
    out.line("")?;
    out.line(&out.paint(output::ASIDE, "  threshold   alerts     rate  without those listed"))?;
    for at in report.by_threshold.iter().step_by(5) {
        out.line(&format!(
            "     {}  {:>7}  {:>5.3} %  {:>18.3} %",
            at.threshold,
            count(at.alerts),
            100.0 * at.rate,
            100.0 * at.rate_without_identities
        ))?;
    }
    for (label, alerts) in [("listed after all", &report.identities), ("alerts", &report.shown)] {
        if alerts.is_empty() {
            continue;
        }
        out.line("")?;
        out.line(&out.paint(output::ODD, label))?;
        for alert in alerts {
            out.line(&format!(
                "  {}  {} | {} [{} {}]",
                alert.score,
                printable(alert.name),
                printable(alert.matched_name),
                printable(alert.list),
                printable(alert.entity)
            ))?;
        }
    }
    out.line("")?;
    out.line(&out.paint(output::ASIDE, &format!("{:.0} s", report.seconds)))
}

/// A bar on the terminal; nothing where standard error is none.
fn progress_bar(length: usize) -> ProgressBar {
    let bar = ProgressBar::new(length as u64);
    // The template is a constant, and a bar without a style is a bar still.
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len} names  {eta} left") {
        bar.set_style(style);
    }
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listed_name_is_known_in_another_order_and_with_another_legal_form() {
        let list = sanctions_screen::List::from_entities(
            "own",
            "Example Bank",
            vec![
                sanctions_screen::Entity::new("1", sanctions_screen::Kind::Person, "KIM, James"),
                sanctions_screen::Entity::new("2", sanctions_screen::Kind::Organization, "Acme Arms Co., Ltd."),
            ],
        )
        .unwrap();
        let identities = Identities::new(&Screener::builder().list(list).build().unwrap());
        assert!(identities.hold("James Kim") && identities.hold("ACME ARMS") && identities.hold("AcmeArms GmbH"));
        assert!(!identities.hold("James Kimm") && !identities.hold("Acme Arms Trading"));
    }

    #[test]
    fn names_of_json_records_at_any_depth() {
        let read = |text: &str, columns: &[String]| json_names(Path::new("x.json"), text, columns).unwrap();
        assert_eq!(read(r#"{"0":{"id":1,"title":"A"},"1":{"title":"B"}}"#, &[]), ["A", "B"]);
        assert_eq!(read("{\"NAMES\":[{\"NAME_FULL\":\"A\"}],\"URL\":\"u\"}\n{\"name\":\"B\"}", &[]), ["A", "B"]);
        assert_eq!(read(r#"[{"name":"A","firm":"B"}]"#, &["firm".to_owned()]), ["B"]);
        assert!(json_names(Path::new("x.json"), "[1,", &[]).is_err());
    }

    #[test]
    fn the_column_of_the_name_is_chosen_or_guessed() {
        let read = |text: &str, columns: &[String]| csv_names(Path::new("x.csv"), text, columns);
        assert_eq!(read("lei;legal_name\n1;Acme\n", &[]).unwrap(), ["Acme"]);
        assert_eq!(read("name,firm\nA,B\n", &["x".to_owned(), "Firm".to_owned()]).unwrap(), ["B"]);
        assert!(read("a,b\n1,2\n", &[]).is_err());
    }
}
