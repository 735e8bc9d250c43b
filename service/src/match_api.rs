//! The match API of yente, so that its clients can ask this service: `/match`, `/search`, `/entities`, `/catalog`,
//! `/algorithms`. What a request asks for and this service cannot do is refused, not ignored.

mod example;
mod filter;
mod record;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use sanctions_screen::explain::Reason;
use sanctions_screen::{Explanation, Hit, Query, Score, Version};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::{IntoParams, ToSchema};

use self::example::Example;
use self::filter::{Filter, FilterParameters};
use self::record::Record;
use crate::refusal::{Refusal, Refused};
use crate::service::{Desk, Service, json};

/// The one algorithm there is.
const ALGORITHM: &str = "sanctions-screen";
/// What clients call the algorithm that the server thinks best.
const BEST: &str = "best";
/// Every list at once.
const ALL: &str = "default";
/// What each part of a score is called, and what it is.
const FEATURES: [(&str, &str); 5] = [
    ("name", "the share of the information in two names that agrees, word by word"),
    ("birth_date", "the date of birth agrees or contradicts"),
    ("country", "a country agrees or contradicts"),
    ("kind", "a person is no company"),
    ("identifier", "an identifier that identifies by itself is the same"),
];

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct MatchParameters {
    #[serde(default = "five")]
    #[param(maximum = 500)]
    limit: usize,
    #[param(minimum = 0.0, maximum = 1.0)]
    #[serde(default, deserialize_with = "given")]
    threshold: Option<f64>,
    #[param(minimum = 0.0, maximum = 1.0)]
    #[serde(default, deserialize_with = "given")]
    cutoff: Option<f64>,
    #[param(pattern = "^(best|sanctions-screen)$")]
    algorithm: Option<String>,
}

fn five() -> usize {
    5
}

fn ten() -> usize {
    10
}

#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct MatchRequest {
    queries: BTreeMap<String, Example>,
    /// Accepted only empty: weights would make the score mean something else.
    #[serde(default)]
    weights: BTreeMap<String, f64>,
    #[serde(default)]
    #[schema(value_type = Object)]
    config: BTreeMap<String, serde_json::Value>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MatchAnswer<'a> {
    responses: BTreeMap<String, Matches<'a>>,
    matcher: BTreeMap<&'a str, FeatureDoc>,
    limit: usize,
    /// Beyond what yente says: which lists the answer comes from.
    #[schema(value_type = Object)]
    edition: &'a Version,
}

#[derive(Debug, Serialize, ToSchema)]
struct Matches<'a> {
    status: u16,
    results: Vec<Scored<'a>>,
    total: Total,
    /// What was made of the query: properties that say nothing here are not in it.
    query: Example,
}

#[derive(Debug, Serialize, ToSchema)]
struct Scored<'a> {
    #[serde(flatten)]
    record: Record<'a>,
    score: f64,
    features: BTreeMap<&'static str, f64>,
    explanations: BTreeMap<&'static str, Feature>,
    #[serde(rename = "match")]
    is_match: bool,
}

/// One part of a score. All parts of a result add up to its score.
#[derive(Debug, Serialize, ToSchema)]
struct Feature {
    score: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    query: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    candidate: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct Total {
    value: usize,
    relation: &'static str,
}

impl Total {
    fn of(value: usize) -> Self {
        Self { value, relation: "eq" }
    }
}

#[derive(Debug, Serialize, ToSchema)]
struct FeatureDoc {
    description: &'static str,
    coefficient: f64,
    url: &'static str,
}

fn feature_docs() -> BTreeMap<&'static str, FeatureDoc> {
    let doc = |description| FeatureDoc { description, coefficient: 1.0, url: "" };
    FEATURES.into_iter().map(|(name, description)| (name, doc(description))).collect()
}

/// A parameter without a value is none of its type, where a form would take it for one that was not filled in.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(parameter: D) -> Result<Option<T>, D::Error> {
    T::deserialize(parameter).map(Some)
}

/// The parameters behind the `?`; a name may come several times.
fn parameters<P: DeserializeOwned>(raw: Option<&str>) -> Result<P, Refusal> {
    serde_html_form::from_str(raw.unwrap_or_default()).map_err(|error| Refusal::invalid(error.to_string()))
}

/// Matches queries by example.
#[utoipa::path(
    post,
    path = "/match/{dataset}",
    tag = "match API",
    params(
        ("dataset" = String, Path, description = "The id of a list, or `default` for all"),
        MatchParameters,
        FilterParameters,
    ),
    request_body = MatchRequest,
    responses(
        (status = 200, description = "Found", body = MatchAnswer),
        (status = "4XX", description = "Refused, with the reason", body = Refused),
    ),
)]
pub(crate) async fn match_examples(
    State(service): State<Arc<Service>>,
    Path(dataset): Path<String>,
    RawQuery(raw): RawQuery,
    request: Result<Json<MatchRequest>, JsonRejection>,
) -> Result<Response, Refusal> {
    let MatchParameters { limit, threshold, cutoff, algorithm } = parameters(raw.as_deref())?;
    let filter: FilterParameters = parameters(raw.as_deref())?;
    let Json(MatchRequest { queries, weights, config }) = request?;
    let bad = |reason: String| Refusal::new(StatusCode::BAD_REQUEST, reason);
    if let Some(algorithm) = algorithm.filter(|name| name != BEST && name != ALGORITHM) {
        return Err(bad(format!("there is no algorithm {algorithm:?} here; ask for {BEST:?}, or leave it out")));
    }
    if !weights.is_empty() || !config.is_empty() {
        return Err(bad("weights and config cannot be set here: the score has one meaning; leave them out".to_owned()));
    }
    service.check_count(queries.len())?;
    service
        .answer(move |desk| {
            check_limit(limit)?;
            let least = desk.settings.least_threshold;
            let threshold = match threshold {
                Some(ratio) => ratio_of(ratio)?,
                None => desk.edition.configuration().threshold,
            };
            // A client that asks for everything gets the best of what is worth showing: there is a limit anyway.
            let cutoff = cutoff.map(ratio_of).transpose()?.unwrap_or(threshold).min(threshold).max(least);
            let filter = Filter::new(&dataset, filter, desk.edition.lists())?;
            let mut responses = BTreeMap::new();
            for (key, example) in queries {
                let (asked, query) = example.asked().map_err(|reason| bad(format!("query {key:?}: {reason}")))?;
                let found = best_of(desk, &asked, cutoff, &filter)?;
                let total = Total::of(found.iter().filter(|(hit, _)| hit.score() >= threshold).count());
                let results = found.into_iter().take(limit);
                let results = results.map(|(hit, query)| scored(desk, &hit, query, threshold)).collect();
                responses.insert(key, Matches { status: 200, results, total, query });
            }
            json(&MatchAnswer { responses, matcher: feature_docs(), limit, edition: desk.edition.version() })
        })
        .await
}

/// Most results of one query.
const MOST_RESULTS: usize = 500;

fn check_limit(limit: usize) -> Result<(), Refusal> {
    if limit > MOST_RESULTS {
        return Err(Refusal::invalid(format!("limit is {limit}; at most {MOST_RESULTS} results are given")));
    }
    Ok(())
}

fn ratio_of(ratio: f64) -> Result<Score, Refusal> {
    Score::from_ratio(ratio).ok_or_else(|| Refusal::invalid("threshold and cutoff are numbers from 0 to 1"))
}

/// The hits of all that an example asks, each entity once, by the query that finds it best.
fn best_of<'a, 'q>(
    desk: &Desk<'a>,
    asked: &'q [Query],
    threshold: Score,
    filter: &Filter,
) -> Result<Vec<(Hit<'a>, &'q Query)>, Refusal> {
    let mut found: Vec<(Hit<'a>, &Query)> = Vec::new();
    for query in asked {
        let hits = desk.screen(query, threshold)?;
        found.extend(hits.into_iter().filter(|hit| filter.lets_pass(hit.list(), hit.entity())).map(|hit| (hit, query)));
    }
    // Stable: of two queries that find an entity alike, the first stays.
    found.sort_by_key(|&(hit, _)| hit);
    let mut seen = std::collections::HashSet::new();
    found.retain(|(hit, _)| seen.insert(std::ptr::from_ref(hit.entity())));
    Ok(found)
}

fn scored<'a>(desk: &Desk<'a>, hit: &Hit<'a>, query: &Query, threshold: Score) -> Scored<'a> {
    let explanations = features(&desk.edition.explain(query, hit));
    Scored {
        record: Record::new(hit.list(), hit.entity()),
        score: hit.score().ratio(),
        features: explanations.iter().map(|(&name, feature)| (name, feature.score)).collect(),
        explanations,
        is_match: hit.score() >= threshold,
    }
}

/// The lines of an explanation, gathered under the names of [`FEATURES`].
fn features(explanation: &Explanation) -> BTreeMap<&'static str, Feature> {
    let mut points: BTreeMap<&'static str, i32> = BTreeMap::new();
    let mut words = Vec::new();
    for line in &explanation.lines {
        let name = match (line.reason, line.reason.to_string().as_str()) {
            (Reason::Attribute(_), "date of birth") => "birth_date",
            (Reason::Attribute(_), "country") => "country",
            (Reason::Attribute(_), "kind") => "kind",
            (Reason::Attribute(_), _) => "identifier",
            _ => "name",
        };
        *points.entry(name).or_default() += line.points;
        if name == "name" {
            let side = |parts: &[sanctions_screen::explain::Part]| {
                parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(" ")
            };
            let (query, listed) = (side(&line.query), side(&line.listed));
            let both = [query, listed].into_iter().filter(|side| !side.is_empty()).collect::<Vec<_>>().join(" ~ ");
            let share = f64::from(line.points) / 10_000.0;
            words.push(format!("{both} ({}) {share:+.4}", line.reason).trim_start().to_owned());
        }
    }
    let feature = |(name, points): (&'static str, i32)| {
        let is_name = name == "name";
        let feature = Feature {
            score: f64::from(points) / 10_000.0,
            detail: is_name.then(|| words.join("; ")),
            query: is_name.then(|| explanation.query.clone()),
            candidate: is_name.then(|| explanation.listed.clone()),
        };
        (name, feature)
    };
    points.into_iter().map(feature).collect()
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SearchParameters {
    #[serde(default)]
    #[param(required, min_length = 1)]
    q: String,
    #[serde(default = "ten")]
    #[param(maximum = 500)]
    limit: usize,
    #[serde(default)]
    offset: usize,
    schema: Option<String>,
    #[serde(default)]
    countries: Vec<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SearchAnswer<'a> {
    results: Vec<Record<'a>>,
    /// Nothing is counted here.
    #[schema(value_type = Object)]
    facets: BTreeMap<&'a str, serde_json::Value>,
    total: Total,
    limit: usize,
    offset: usize,
    #[schema(value_type = Object)]
    edition: &'a Version,
}

/// Searches by name.
#[utoipa::path(
    get,
    path = "/search/{dataset}",
    tag = "match API",
    params(
        ("dataset" = String, Path, description = "The id of a list, or `default` for all"),
        SearchParameters,
        FilterParameters,
    ),
    responses(
        (status = 200, description = "Found", body = SearchAnswer),
        (status = "4XX", description = "Refused, with the reason", body = Refused),
    ),
)]
pub(crate) async fn search(
    State(service): State<Arc<Service>>,
    Path(dataset): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refusal> {
    let SearchParameters { q, limit, offset, schema, countries } = parameters(raw.as_deref())?;
    let filter: FilterParameters = parameters(raw.as_deref())?;
    service
        .answer(move |desk| {
            check_limit(limit)?;
            let mut filter = Filter::new(&dataset, filter, desk.edition.lists())?;
            filter.only(schema.as_deref(), &countries)?;
            let query = Query::new(q).map_err(|error| Refusal::invalid(format!("q: {error}")))?;
            let asked = [query];
            let found = best_of(desk, &asked, desk.threshold(None)?, &filter)?;
            let total = Total::of(found.len());
            let page = found.into_iter().skip(offset).take(limit);
            let results = page.map(|(hit, _)| Record::new(hit.list(), hit.entity())).collect();
            let edition = desk.edition.version();
            json(&SearchAnswer { results, facets: BTreeMap::new(), total, limit, offset, edition })
        })
        .await
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct EntityParameters {
    #[serde(default, deserialize_with = "given")]
    nested: Option<bool>,
}

/// An entity, with its listings.
#[utoipa::path(
    get,
    path = "/entities/{id}",
    tag = "match API",
    params(
        ("id" = String, Path, description = "The id of the list, a colon, and the id of the entity there"),
        EntityParameters,
    ),
    responses(
        (status = 200, description = "Found", body = Record),
        (status = "4XX", description = "Refused, with the reason", body = Refused),
    ),
)]
pub(crate) async fn entity(
    State(service): State<Arc<Service>>,
    Path(id): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refusal> {
    let EntityParameters { nested } = parameters(raw.as_deref())?;
    service
        .answer(move |desk| {
            let lists = desk.edition.lists();
            let found = lists.iter().find_map(|list| {
                let id = id.strip_prefix(list.id.as_str())?.strip_prefix(':')?;
                desk.edition.find(Some(&list.id), id)
            });
            let (list, entity) = found
                .ok_or_else(|| Refusal::new(StatusCode::NOT_FOUND, "no list in force has an entity of this id"))?;
            let record = Record::new(list, entity);
            json(&if nested.unwrap_or(true) { record.with_sanctions(list, entity) } else { record })
        })
        .await
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Catalog<'a> {
    datasets: Vec<Dataset<'a>>,
    current: Vec<&'a str>,
    outdated: Vec<&'a str>,
    index_stale: bool,
}

#[derive(Debug, Serialize, ToSchema)]
struct Dataset<'a> {
    name: &'a str,
    title: &'a str,
    version: String,
    load: bool,
    index_version: &'a str,
    index_current: bool,
    entity_count: usize,
    children: Vec<&'a str>,
}

/// The lists in force.
#[utoipa::path(
    get,
    path = "/catalog",
    tag = "match API",
    responses(
        (status = 200, description = "Found", body = Catalog),
        (status = "4XX", description = "Refused, with the reason", body = Refused),
    ),
)]
pub(crate) async fn catalog(State(service): State<Arc<Service>>) -> Result<Response, Refusal> {
    service
        .answer(|desk| {
            let lists = &desk.edition.version().lists;
            let edition = desk.edition.version().number.to_string();
            let names: Vec<&str> = lists.iter().map(|list| list.id.as_str()).collect();
            let mut datasets = vec![Dataset {
                name: ALL,
                title: "All lists",
                version: edition.clone(),
                load: false,
                index_version: &edition,
                index_current: true,
                entity_count: lists.iter().map(|list| list.entities).sum(),
                children: names.clone(),
            }];
            datasets.extend(lists.iter().map(|list| Dataset {
                name: &list.id,
                title: &list.publisher,
                version: list.date.map_or_else(|| list.sha256.clone(), |date| date.to_string()),
                load: true,
                index_version: &list.sha256,
                index_current: true,
                entity_count: list.entities,
                children: Vec::new(),
            }));
            json(&Catalog { datasets, current: names, outdated: Vec::new(), index_stale: false })
        })
        .await
}

#[derive(Debug, Serialize, ToSchema)]
struct Algorithm {
    name: &'static str,
    description: &'static str,
    features: BTreeMap<&'static str, FeatureDoc>,
    docs: BTreeMap<&'static str, FeatureDoc>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Algorithms {
    algorithms: [Algorithm; 1],
    default: &'static str,
    best: &'static str,
}

/// The algorithms: there is one.
#[utoipa::path(
    get,
    path = "/algorithms",
    tag = "match API",
    responses(
        (status = 200, description = "Found", body = Algorithms),
        (status = "4XX", description = "Refused, with the reason", body = Refused),
    ),
)]
pub(crate) async fn algorithms() -> Json<Algorithms> {
    let description = "compares what names say, word by word; exact, and explained in parts that add up to the score";
    let algorithm = Algorithm { name: ALGORITHM, description, features: feature_docs(), docs: feature_docs() };
    Json(Algorithms { algorithms: [algorithm], default: ALGORITHM, best: ALGORITHM })
}
