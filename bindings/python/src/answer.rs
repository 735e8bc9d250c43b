//! What is answered, as JSON: one text over the border for each call. The fields are those of the command line and of the
//! service.

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use sanctions_screen::entity::NameType;
use sanctions_screen::explain::Line;
use sanctions_screen::{Entity, Explanation, Hit, ListVersion, Query, Score};
use serde::Serialize;

pub(crate) fn json(value: &impl Serialize) -> PyResult<String> {
    serde_json::to_string(value).map_err(|error| PyRuntimeError::new_err(format!("an answer is not JSON: {error}")))
}

#[derive(Serialize)]
pub(crate) struct HitAnswer<'a> {
    score: Score,
    list: &'a str,
    entity: &'a Entity,
    matched_name: &'a str,
    name_type: NameType,
    designated_by: Vec<&'a str>,
    explanation: ExplanationAnswer,
}

impl<'a> HitAnswer<'a> {
    pub(crate) fn new(screener: &sanctions_screen::Screener, query: &Query, hit: &Hit<'a>) -> Self {
        Self {
            score: hit.score(),
            list: &hit.list().id,
            entity: hit.entity(),
            matched_name: &hit.matched_name().full,
            name_type: hit.matched_name().name_type,
            designated_by: hit.designated_by(),
            explanation: explained(&screener.explain(query, hit)),
        }
    }
}

#[derive(Serialize)]
pub(crate) struct ExplanationAnswer {
    score: Score,
    query: String,
    listed: String,
    lines: Vec<LineAnswer>,
}

/// A line, and its reason in words.
#[derive(Serialize)]
struct LineAnswer {
    #[serde(flatten)]
    line: Line,
    says: String,
}

pub(crate) fn explained(explanation: &Explanation) -> ExplanationAnswer {
    let Explanation { score, query, listed, lines } = explanation.clone();
    let lines = lines.into_iter().map(|line| LineAnswer { says: line.reason.to_string(), line }).collect();
    ExplanationAnswer { score, query, listed, lines }
}

/// A list in its version, and what a loader has to say of it.
#[derive(Serialize)]
pub(crate) struct ListAnswer<'a> {
    #[serde(flatten)]
    version: ListVersion,
    format: Option<&'a str>,
    files: &'a [sanctions_screen::list::SourceFile],
    problems: &'a [sanctions_screen::list::Problem],
}

impl<'a> ListAnswer<'a> {
    pub(crate) fn new(list: &'a sanctions_screen::List) -> Self {
        Self {
            version: ListVersion::of(list),
            format: list.report.format.as_deref(),
            files: &list.files,
            problems: &list.report.problems,
        }
    }
}
