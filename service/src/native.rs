//! `POST /screen` and `POST /screen/batch`: the library's own words.

use std::iter;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::response::Response;
use sanctions_screen::entity::NameType;
use sanctions_screen::explain::Line;
use sanctions_screen::{
    ALGORITHM, CountryCode, DecisionRecord, Entity, Hit, IdentifierKind, Kind, PartialDate, Query, Score, Screener,
    Timestamp, Version, journal,
};
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};
use utoipa::ToSchema;

use crate::refusal::{Refusal, Refused};
use crate::service::{Desk, Service, json, json_response};

/// A query, written as a [`Query`] is. A field that is not known is refused: a date of birth that nobody looks at would
/// make the answer another one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Asked {
    #[schema(example = "Hikvison Digital Tech")]
    name: String,
    /// `person`, `organization`, `vessel`, `aircraft` or `unknown`.
    #[schema(value_type = Option<String>, pattern = "^(person|organization|vessel|aircraft|unknown)$")]
    kind: Option<Kind>,
    /// The two-letter code.
    #[schema(value_type = Option<String>, pattern = "^[A-Za-z]{2}$")]
    country: Option<CountryCode>,
    /// YYYY, YYYY-MM, YYYY-MM-DD, ~YYYY (about) or YYYY/YYYY (between).
    #[schema(value_type = Option<String>)]
    birth_date: Option<PartialDate>,
    /// Pairs of a kind (`imo`, `lei`, `passport`..., or null) and a value.
    #[serde(default)]
    #[schema(value_type = Vec<Vec<Option<String>>>)]
    identifiers: Vec<(Option<IdentifierKind>, String)>,
}

impl Asked {
    fn query(self) -> sanctions_screen::Result<Query> {
        let mut query = Query::new(self.name)?;
        if let Some(kind) = self.kind {
            query = query.with_kind(kind);
        }
        if let Some(country) = self.country {
            query = query.with_country(country);
        }
        if let Some(date) = self.birth_date {
            query = query.with_birth_date(date);
        }
        self.identifiers.into_iter().try_fold(query, |query, (kind, value)| query.with_identifier(kind, value))
    }
}

/// One query, and how it is to be answered.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScreenRequest {
    query: Asked,
    /// The least score of a hit.
    #[schema(minimum = 0.3, maximum = 1.0)]
    threshold: Option<f64>,
    /// Whether to give every word's share of the score.
    #[serde(default)]
    explain: bool,
}

/// Many queries, all to be answered alike.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BatchRequest {
    #[schema(min_items = 1)]
    queries: Vec<Asked>,
    #[schema(minimum = 0.3, maximum = 1.0)]
    threshold: Option<f64>,
    #[serde(default)]
    explain: bool,
    /// Whether to give a record of each decision, to be kept.
    #[serde(default)]
    journal: bool,
}

/// What the hits come from: the same for all answers of a request.
#[derive(Debug, Serialize, ToSchema)]
struct Basis<'a> {
    version: &'a str,
    algorithm: u32,
    /// The number of the edition, and its lists: id, publisher, date, SHA-256, entities, names.
    #[schema(value_type = Object)]
    edition: &'a Version,
    #[schema(value_type = f64)]
    threshold: Score,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ScreenAnswer<'a> {
    #[serde(flatten)]
    basis: Basis<'a>,
    #[serde(flatten)]
    answer: Answer<'a>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BatchAnswer<'a> {
    #[serde(flatten)]
    basis: Basis<'a>,
    /// How many queries were not screened: a caller who looks only at hits must not take them for clear.
    not_screened: usize,
    /// In the order of the queries.
    #[schema(value_type = Vec<Outcome>)]
    answers: Vec<Box<RawValue>>,
    /// The decisions as a journal, which `sanctions-screen journal verify` and `replay` read: lines of JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    journal: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
enum Outcome<'a> {
    Screened(Answer<'a>),
    NotScreened { error: String },
}

#[derive(Debug, Serialize, ToSchema)]
struct Answer<'a> {
    /// The query, as it was understood.
    #[schema(value_type = Asked)]
    query: Query,
    hits: Vec<HitAnswer<'a>>,
}

/// A hit, as the command line writes it too.
#[derive(Debug, Serialize, ToSchema)]
struct HitAnswer<'a> {
    #[schema(value_type = f64)]
    score: Score,
    list: &'a str,
    /// The whole record of the list.
    #[schema(value_type = Object)]
    entity: &'a Entity,
    matched_name: &'a str,
    /// `primary`, `strong-alias`, `weak-alias` or `former-name`.
    #[schema(value_type = String)]
    name_type: NameType,
    /// Empty: publicly named, designated by nobody.
    designated_by: Vec<&'a str>,
    /// Lines whose points, in ten-thousandths, add up to the score.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<Object>>)]
    explanation: Option<Vec<Line>>,
}

impl<'a> HitAnswer<'a> {
    fn new(desk: &Desk<'a>, query: &Query, hit: &Hit<'a>, explain: bool) -> Self {
        Self {
            score: hit.score(),
            list: &hit.list().id,
            entity: hit.entity(),
            matched_name: &hit.matched_name().full,
            name_type: hit.matched_name().name_type,
            designated_by: hit.designated_by(),
            explanation: explain.then(|| desk.edition.explain(query, hit).lines),
        }
    }
}

fn basis<'a>(desk: &Desk<'a>, threshold: Score) -> Basis<'a> {
    let edition = desk.edition.version();
    Basis { version: env!("CARGO_PKG_VERSION"), algorithm: ALGORITHM, edition, threshold }
}

fn answer<'a>(desk: &Desk<'a>, query: Query, hits: &[Hit<'a>], explain: bool) -> Answer<'a> {
    let hits = hits.iter().map(|hit| HitAnswer::new(desk, &query, hit, explain)).collect();
    Answer { query, hits }
}

/// What records the decisions of one moment with one threshold.
struct Recorder {
    screener: Screener,
    at: Timestamp,
}

impl Recorder {
    fn new(desk: &Desk<'_>, threshold: Score, at: &Timestamp) -> Result<Self, Refusal> {
        // The threshold of the request stands in the record, and not that of the service.
        let mut configuration = desk.edition.configuration();
        configuration.threshold = threshold;
        let screener = desk.edition.with_configuration(configuration).map_err(|_| Refusal::fault())?;
        Ok(Self { screener, at: at.clone() })
    }

    fn record(&self, query: &Query, hits: &[Hit<'_>]) -> DecisionRecord {
        DecisionRecord::of(&self.screener, query, hits).with_time(self.at.clone())
    }
}

fn now() -> Result<Timestamp, Refusal> {
    format!("{:.0}", jiff::Timestamp::now()).parse().map_err(|_| Refusal::fault())
}

/// Queries of a batch that are screened in one go: enough that handing them to a thread costs nothing beside them, few
/// enough that other requests need not wait for long.
const PART: usize = 64;

/// What came of a part of a batch.
#[derive(Default)]
struct Part {
    answers: Vec<Box<RawValue>>,
    not_screened: usize,
    records: Vec<DecisionRecord>,
}

impl Part {
    fn screen(desk: &Desk<'_>, queries: Vec<Asked>, asked: &AskedOfAll) -> Result<Self, Refusal> {
        let threshold = desk.threshold(asked.threshold)?;
        let recorder = asked.journal.as_ref().map(|at| Recorder::new(desk, threshold, at)).transpose()?;
        let mut part = Self::default();
        for query in queries {
            let outcome = match query.query() {
                Ok(query) => {
                    let hits = desk.screen(&query, threshold)?;
                    part.records.extend(recorder.as_ref().map(|recorder| recorder.record(&query, &hits)));
                    Outcome::Screened(answer(desk, query, &hits, asked.explain))
                }
                Err(error) => {
                    part.not_screened += 1;
                    Outcome::NotScreened { error: error.to_string() }
                }
            };
            part.answers.push(to_raw_value(&outcome).map_err(|_| Refusal::fault())?);
        }
        Ok(part)
    }
}

/// How all queries of a batch are to be answered.
#[derive(Clone)]
struct AskedOfAll {
    threshold: Option<f64>,
    explain: bool,
    /// The time of the decisions, where a record of them is asked for.
    journal: Option<Timestamp>,
}

/// Screens one query.
#[utoipa::path(
    post,
    path = "/screen",
    tag = "screening",
    request_body = ScreenRequest,
    responses(
        (status = 200, description = "The hits", body = ScreenAnswer),
        (status = "4XX", description = "Refused, with the reason", body = Refused),
        (status = 503, description = "All cores are taken", body = Refused),
    ),
)]
pub(crate) async fn screen(
    State(service): State<Arc<Service>>,
    request: Result<Json<ScreenRequest>, JsonRejection>,
) -> Result<Response, Refusal> {
    let Json(ScreenRequest { query, threshold, explain }) = request?;
    service
        .answer(move |desk| {
            let threshold = desk.threshold(threshold)?;
            let query = query.query().map_err(|error| Refusal::invalid(error.to_string()))?;
            let hits = desk.screen(&query, threshold)?;
            json(&ScreenAnswer { basis: basis(desk, threshold), answer: answer(desk, query, &hits, explain) })
        })
        .await
}

/// Screens many queries, answered in their order.
#[utoipa::path(
    post,
    path = "/screen/batch",
    tag = "screening",
    request_body = BatchRequest,
    responses(
        (status = 200, description = "The hits", body = BatchAnswer),
        (status = "4XX", description = "Refused, with the reason", body = Refused),
        (status = 503, description = "All cores are taken", body = Refused),
    ),
)]
pub(crate) async fn batch(
    State(service): State<Arc<Service>>,
    request: Result<Json<BatchRequest>, JsonRejection>,
) -> Result<Response, Refusal> {
    let Json(BatchRequest { queries, threshold, explain, journal }) = request?;
    let journal = journal.then(now).transpose()?;
    let asked = AskedOfAll { threshold, explain, journal };
    service.check_count(queries.len())?;
    let mut queries = queries.into_iter();
    let parts = iter::from_fn(|| Some(queries.by_ref().take(PART).collect::<Vec<_>>()).filter(|part| !part.is_empty()));
    let parts = parts.collect();
    let work = service.work();
    let for_part = asked.clone();
    let parts = work.compute_parts(parts, move |desk, queries| Part::screen(desk, queries, &for_part)).await?;
    let answer = work.compute(move |desk| {
        let mut whole = Part::default();
        for part in parts {
            whole.answers.extend(part.answers);
            whole.not_screened += part.not_screened;
            whole.records.extend(part.records);
        }
        let Part { answers, not_screened, records } = whole;
        let journal = asked.journal.map(|_| journal::text(&records));
        json(&BatchAnswer { basis: basis(desk, desk.threshold(threshold)?), not_screened, answers, journal })
    });
    Ok(json_response(answer.await?))
}
