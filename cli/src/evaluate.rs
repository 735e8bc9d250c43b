//! `evaluate`: what the screener finds and wrongly alerts on, measured on labelled cases.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use sanctions_screen::batch::{all_cores, in_order};
use sanctions_screen::evaluation::{
    CASES_LIST, Case, Counts, Evaluation, Failure as Wrong, Listed, evaluate, read_cases,
};
use sanctions_screen::{Entity, Hit, List, ListVersion, Score, Screener};

use crate::arguments::{ListArguments, ThresholdArgument};
use crate::counterparty::{Columns, Counterparties};
use crate::evaluation_page::{AlertVolume, page};
use crate::failure::{Failure, Outcome, Result};
use crate::output::{self, Format, Output, counted, note, padded, printable, width};

/// Measure detection and false positives on labelled cases
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    sanctions-screen evaluate cases.jsonl\n  \
    sanctions-screen evaluate --list lists/ --threshold 0.8 --format json cases.jsonl > quality.json\n  \
    sanctions-screen evaluate --report quality.html --names customers.csv --list lists/ cases.jsonl\n\n\
    A case is a line such as\n  \
    {\"id\":\"1\",\"query\":\"Hikvison\",\"listed\":\"HIKVISION\",\"kind\":\"organization\",\"expected\":true,\"phenomenon\":\"typo\"}\n\
    `listed` is a name, {\"id\":\"...\"} for an entity of the lists given, or null where nothing at all may alert. All\n\
    names of the cases are one list, screened beside the lists given with --list; the bundled list is not among them.\n\n\
    Exit code: 0 if all cases were run, however many went wrong; 2 for a mistake in the command, the cases or a list.")]
pub(crate) struct Arguments {
    /// Files of labelled cases, one JSON object a line
    #[arg(required = true, value_name = "CASES")]
    cases: Vec<PathBuf>,
    #[command(flatten)]
    lists: ListArguments,
    #[command(flatten)]
    threshold: ThresholdArgument,
    /// For people, or one JSON object
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Write a page with curves, phenomena and errors as well
    #[arg(long, value_name = "FILE.html")]
    report: Option<PathBuf>,
    /// Names that are not listed, for the alert volume of the page: CSV or JSON lines, as for `batch`
    #[arg(long, value_name = "FILE", requires = "report")]
    names: Option<PathBuf>,
    #[command(flatten)]
    columns: Columns,
}

pub(crate) fn run(arguments: &Arguments, out: &mut Output) -> Result {
    let cases = cases(&arguments.cases)?;
    let lists = arguments.lists.open_given()?;
    let versions: Vec<ListVersion> = lists.iter().map(ListVersion::of).collect();
    let volume = match (&arguments.report, &arguments.names) {
        (Some(_), Some(names)) => Some(alert_volume(arguments, names, &cases, lists.clone())?),
        _ => None,
    };
    let evaluation = evaluate(&cases, lists, arguments.threshold.builder())?;
    if let Some(path) = &arguments.report {
        let page = page(&evaluation, &cases, &versions, volume.as_ref());
        fs::write(path, page).map_err(|source| Failure::writing(path, source))?;
    }
    match arguments.format {
        Format::Json => {
            let mut value =
                serde_json::to_value(&evaluation).map_err(|error| Failure::Invalid(format!("not JSON: {error}")))?;
            // One number for each case, without its id: for drawing, not for reading.
            if let Some(keys) = value.as_object_mut() {
                keys.remove("scores");
            }
            out.json(&value)?;
        }
        Format::Text => text(&evaluation, out)?,
    }
    Ok(Outcome::Complete)
}

/// The cases of all files, whose ids must tell them apart.
fn cases(paths: &[PathBuf]) -> Result<Vec<Case>> {
    let mut all: Vec<Case> = Vec::new();
    let mut ids = HashSet::new();
    for path in paths {
        let text = fs::read_to_string(path).map_err(|source| Failure::reading(path, source))?;
        let cases = read_cases(&path.display().to_string(), &text)?;
        if let Some(twice) = cases.iter().find(|case| !ids.insert(case.id.clone())) {
            let reason = format!("{}: the case {:?} is in another file as well", path.display(), twice.id);
            return Err(Failure::Invalid(reason));
        }
        all.extend(cases);
    }
    Ok(all)
}

/// The best score of every name of a file, against the lists given; against the listed names of the cases if there are
/// none.
fn alert_volume(arguments: &Arguments, path: &Path, cases: &[Case], lists: Vec<List>) -> Result<AlertVolume> {
    /// The lowest threshold that the page shows.
    const LOWEST: Score = Score::from_ten_thousandths(5000);
    let against = if lists.is_empty() { "the listed names of the cases" } else { "the lists given" };
    let lists = if lists.is_empty() { vec![listed_names(cases)?] } else { lists };
    let screener = Screener::builder().lists(lists).build()?;
    let counterparties = Counterparties::open(path, &arguments.columns)?;
    let scores = in_order(counterparties, all_cores(), |row| -> Result<Option<Score>> {
        let query = row?.texts.ok().and_then(|texts| texts.query().ok());
        let best = |(query, _)| screener.screen_at(&query, LOWEST).first().map_or(Score::ZERO, Hit::score);
        Ok(query.map(best))
    });
    let mut best = Vec::new();
    let mut refused = 0;
    for score in scores {
        match score? {
            Some(score) => best.push(score),
            None => refused += 1,
        }
    }
    if refused > 0 {
        let rows = counted(refused, "row", "rows");
        note(&format!("warning: {}: {rows} could not be screened and do not count", path.display()));
    }
    if best.is_empty() {
        return Err(Failure::Invalid(format!("{}: no name could be screened", path.display())));
    }
    let of = format!("{} that are not listed, against {against}.", counted(best.len(), "name", "names"));
    Ok(AlertVolume { of, best })
}

/// The distinct listed names of the cases as a list.
fn listed_names(cases: &[Case]) -> Result<List> {
    let mut seen = HashSet::new();
    let entities = cases
        .iter()
        .filter_map(|case| match &case.listed {
            Listed::Name(name) if seen.insert(name) => Some(Entity::new(name, case.kind, name)),
            _ => None,
        })
        .collect();
    Ok(List::from_entities(CASES_LIST, CASES_LIST, entities)?)
}

/// A name, an id or nothing, in a few words.
pub(crate) fn listed_text(listed: &Listed) -> String {
    match listed {
        Listed::Name(name) => printable(name),
        Listed::Entity { id } => format!("entity {}", printable(id)),
        Listed::Nothing => "(anything)".to_owned(),
    }
}

fn text(evaluation: &Evaluation, out: &mut Output) -> Result<()> {
    out.line(&format!("{} at threshold {}", counted(evaluation.cases, "case", "cases"), evaluation.threshold))?;
    out.line(&format!(
        "  detected {}  on top {}  missed {}  false positives {}",
        evaluation.detected, evaluation.detected_on_top, evaluation.missed, evaluation.false_positives
    ))?;
    out.line(&format!(
        "  precision {:.4}  recall {:.4}  {}",
        evaluation.precision,
        evaluation.recall,
        out.paint(output::NAME, &format!("F1 {:.4}", evaluation.f1)),
    ))?;
    let wide = evaluation.by_phenomenon.keys().map(|key| width(key)).max().unwrap_or_default().max(10);
    out.line("")?;
    let header = format!(
        "  {}  {:>9}  {:>6}  {:>9}  {:>6}  {:>6}  {:>6}",
        padded("phenomenon", wide),
        "detected",
        "on top",
        "false",
        "prec.",
        "recall",
        "F1"
    );
    out.line(&out.paint(output::ASIDE, &header))?;
    for (phenomenon, counts) in &evaluation.by_phenomenon {
        let name = if phenomenon.is_empty() { "(none)" } else { phenomenon };
        out.line(&format!("  {}  {}", padded(&printable(name), wide), row(counts)))?;
    }
    out.line("")?;
    out.line(&out.paint(output::ASIDE, "  threshold  precision  recall      F1"))?;
    for at in evaluation.by_threshold.iter().step_by(5) {
        let Counts { precision, recall, f1, .. } = at.counts;
        out.line(&format!("     {}     {precision:.4}  {recall:.4}  {f1:.4}", at.threshold))?;
    }
    let (missed, alerted): (Vec<&Wrong>, Vec<&Wrong>) = evaluation.errors.iter().partition(|wrong| wrong.expected);
    for (label, wrong) in [("missed", missed), ("false positives", alerted)] {
        if wrong.is_empty() {
            continue;
        }
        out.line("")?;
        out.line(&out.paint(output::ODD, label))?;
        let ids = wrong.iter().map(|wrong| width(&printable(&wrong.id))).max().unwrap_or_default();
        for wrong in wrong {
            out.line(&format!(
                "  {}  {}  {} | {}",
                wrong.score,
                padded(&printable(&wrong.id), ids),
                printable(&wrong.query),
                listed_text(&wrong.listed)
            ))?;
        }
    }
    Ok(())
}

fn row(counts: &Counts) -> String {
    format!(
        "{:>9}  {:>6}  {:>9}  {:.4}  {:.4}  {:.4}",
        format!("{}/{}", counts.detected, counts.matches),
        counts.detected_on_top,
        format!("{}/{}", counts.false_positives, counts.non_matches),
        counts.precision,
        counts.recall,
        counts.f1
    )
}
