//! Measuring a screener on labelled cases: what it finds, what it wrongly alerts on.
//!
//! A case is a query with a listed name (or an entity of the lists given, or nothing at all) and the label that a careful
//! analyst would give. The list under test is every distinct listed name of the cases, one entity each, beside the lists
//! given.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::entity::{Entity, Kind};
use crate::error::{Error, Position, Result};
use crate::list::List;
use crate::query::Query;
use crate::score::Score;
use crate::screener::{Builder, Screener};

/// The id of the list that is made of the cases' listed names.
pub const CASES_LIST: &str = "cases";
/// The lowest threshold of [`Evaluation::by_threshold`].
const LOWEST: u32 = 5000;
const STEP: u32 = 100;

/// What a query is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Listed {
    /// A name, put on a list of its own.
    Name(String),
    /// An entity of the lists given.
    Entity {
        /// Its id.
        id: String,
    },
    /// Nothing: the query must not alert at all.
    Nothing,
}

/// A labelled case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Unique.
    pub id: String,
    /// The name to screen.
    pub query: String,
    /// What it is compared with.
    pub listed: Listed,
    /// What the listed entity is.
    #[serde(default)]
    pub kind: Kind,
    /// Whether this must alert.
    pub expected: bool,
    /// What makes it hard.
    #[serde(default)]
    pub phenomenon: String,
}

/// Reads cases from JSON lines; blank lines are skipped.
///
/// # Errors
///
/// [`Error::Malformed`] with file and line if a line is no case, an id occurs twice, or a case without a listed name
/// expects an alert.
///
/// ```
/// use sanctions_screen::evaluation::read_cases;
/// let line = r#"{"id":"1","query":"Hikvison","listed":"HIKVISION","kind":"organization","expected":true,"phenomenon":"typo"}"#;
/// assert_eq!(read_cases("cases.jsonl", line)?.len(), 1);
/// # Ok::<(), sanctions_screen::Error>(())
/// ```
pub fn read_cases(file: &str, text: &str) -> Result<Vec<Case>> {
    let mut cases: Vec<Case> = Vec::new();
    let mut ids = rustc_hash::FxHashSet::default();
    for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let position = || Position::file(file).line(index as u64 + 1);
        let case: Case = serde_json::from_str(line)
            .map_err(|error| Error::malformed(position(), line, format!("this is no case: {error}")))?;
        if case.listed == Listed::Nothing && case.expected {
            return Err(Error::malformed(
                position().element("listed"),
                &case.id,
                "a case that must alert needs a listed name or id",
            ));
        }
        if !ids.insert(case.id.clone()) {
            return Err(Error::malformed(position().element("id"), &case.id, "the id occurs twice"));
        }
        cases.push(case);
    }
    Ok(cases)
}

/// Counts of one phenomenon, or of all cases.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Counts {
    /// Cases that must alert.
    pub matches: usize,
    /// Cases that must not.
    pub non_matches: usize,
    /// Of the matches, those found.
    pub detected: usize,
    /// Of the detected, those above which no other entity scored.
    pub detected_on_top: usize,
    /// Of the non-matches, those that alerted.
    pub false_positives: usize,
    /// Detected among all alerts; 1 if there are none.
    pub precision: f64,
    /// Detected among all matches; 1 if there are none.
    pub recall: f64,
    /// Harmonic mean of precision and recall.
    pub f1: f64,
}

/// Counts at a threshold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AtThreshold {
    /// The threshold.
    pub threshold: Score,
    /// The counts.
    #[serde(flatten)]
    pub counts: Counts,
}

/// A case that went wrong.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Failure {
    /// The case's id.
    pub id: String,
    /// Its query.
    pub query: String,
    /// What it was compared with.
    pub listed: Listed,
    /// Whether it should have alerted.
    pub expected: bool,
    /// What it scored.
    pub score: Score,
}

/// What a screener did on labelled cases.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// The threshold.
    pub threshold: Score,
    /// Cases in all.
    pub cases: usize,
    /// Matches found.
    pub detected: usize,
    /// Matches found with no other entity above.
    pub detected_on_top: usize,
    /// Matches missed.
    pub missed: usize,
    /// Non-matches that alerted.
    pub false_positives: usize,
    /// Detected among all alerts.
    pub precision: f64,
    /// Detected among all matches.
    pub recall: f64,
    /// Harmonic mean of both.
    pub f1: f64,
    /// The same for each phenomenon.
    pub by_phenomenon: BTreeMap<String, Counts>,
    /// The same over thresholds from 0.50 to 1.00.
    pub by_threshold: Vec<AtThreshold>,
    /// The cases that went wrong at the threshold.
    pub errors: Vec<Failure>,
    /// The score of every case, in the order of the cases; below 0.50 it is what `why` says.
    pub scores: Vec<Score>,
}

/// Runs the cases against their own listed names and the lists given.
///
/// # Errors
///
/// If there is no case, a case's query cannot be screened, or it names an entity that no list holds.
pub fn evaluate(cases: &[Case], lists: Vec<List>, builder: Builder) -> Result<Evaluation> {
    let screener = screener_of(cases, lists, builder)?;
    let threshold = screener.configuration().threshold;
    let mut outcomes = Vec::with_capacity(cases.len());
    for case in cases {
        outcomes.push(outcome(&screener, case)?);
    }
    let total = count(cases, &outcomes, threshold, |_| true);
    let mut by_phenomenon = BTreeMap::new();
    for case in cases {
        if !by_phenomenon.contains_key(&case.phenomenon) {
            let counts = count(cases, &outcomes, threshold, |other| other.phenomenon == case.phenomenon);
            by_phenomenon.insert(case.phenomenon.clone(), counts);
        }
    }
    let by_threshold = (LOWEST..=10_000)
        .step_by(STEP as usize)
        .map(Score::from_ten_thousandths)
        .map(|threshold| AtThreshold { threshold, counts: count(cases, &outcomes, threshold, |_| true) })
        .collect();
    let errors = cases
        .iter()
        .zip(&outcomes)
        .filter(|(case, outcome)| (outcome.score >= threshold) != case.expected)
        .map(|(case, outcome)| Failure {
            id: case.id.clone(),
            query: case.query.clone(),
            listed: case.listed.clone(),
            expected: case.expected,
            score: outcome.score,
        })
        .collect();
    Ok(Evaluation {
        threshold,
        cases: cases.len(),
        detected: total.detected,
        detected_on_top: total.detected_on_top,
        missed: total.matches - total.detected,
        false_positives: total.false_positives,
        precision: total.precision,
        recall: total.recall,
        f1: total.f1,
        by_phenomenon,
        by_threshold,
        errors,
        scores: outcomes.iter().map(|outcome| outcome.score).collect(),
    })
}

struct Outcome {
    /// The score of the entity in question; of the best entity, where none is named.
    score: Score,
    /// The best score of any other entity.
    other: Score,
}

fn screener_of(cases: &[Case], lists: Vec<List>, builder: Builder) -> Result<Screener> {
    if cases.is_empty() {
        return Err(Error::Empty { what: "the file of cases".to_owned() });
    }
    let mut entities: Vec<Entity> = Vec::new();
    let mut seen = rustc_hash::FxHashSet::default();
    for case in cases {
        if let Listed::Name(name) = &case.listed
            && seen.insert(name)
        {
            entities.push(Entity::new(name.clone(), case.kind, name.clone()));
        }
    }
    let builder = if entities.is_empty() {
        builder
    } else {
        builder.list(List::from_entities(CASES_LIST, CASES_LIST, entities)?)
    };
    builder.lists(lists).build()
}

fn outcome(screener: &Screener, case: &Case) -> Result<Outcome> {
    let query = Query::new(case.query.clone())?;
    let hits = screener.screen_at(&query, Score::from_ten_thousandths(LOWEST));
    let (list, id) = match &case.listed {
        Listed::Name(name) => (Some(CASES_LIST), name),
        Listed::Entity { id } => (None, id),
        Listed::Nothing => {
            let score = hits.first().map_or(Score::ZERO, crate::hit::Hit::score);
            return Ok(Outcome { score, other: Score::ZERO });
        }
    };
    let is_meant = |hit: &&crate::hit::Hit<'_>| hit.entity().id == *id && list.is_none_or(|list| hit.list().id == list);
    let other = hits.iter().find(|hit| !is_meant(hit)).map_or(Score::ZERO, crate::hit::Hit::score);
    let score = match hits.iter().find(is_meant) {
        Some(hit) => hit.score(),
        None => {
            screener
                .why(&query, list, id)
                .ok_or_else(|| {
                    Error::malformed(
                        Position::file("cases").element("listed"),
                        id,
                        "no list holds an entity of this id",
                    )
                })?
                .score
        }
    };
    Ok(Outcome { score, other })
}

fn count(cases: &[Case], outcomes: &[Outcome], threshold: Score, chosen: impl Fn(&Case) -> bool) -> Counts {
    let mut counts = Counts::default();
    for (case, outcome) in cases.iter().zip(outcomes).filter(|(case, _)| chosen(case)) {
        let alerts = outcome.score >= threshold;
        if case.expected {
            counts.matches += 1;
            counts.detected += usize::from(alerts);
            counts.detected_on_top += usize::from(alerts && outcome.other <= outcome.score);
        } else {
            counts.non_matches += 1;
            counts.false_positives += usize::from(alerts);
        }
    }
    let ratio = |part: usize, whole: usize| if whole == 0 { 1.0 } else { part as f64 / whole as f64 };
    counts.precision = ratio(counts.detected, counts.detected + counts.false_positives);
    counts.recall = ratio(counts.detected, counts.matches);
    counts.f1 = ratio(2 * counts.detected, counts.matches + counts.detected + counts.false_positives);
    counts
}
