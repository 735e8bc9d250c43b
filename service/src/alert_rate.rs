//! `GET /alert-rate`: how many of a thousand ordinary names would alert on the lists in force, by threshold.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use sanctions_screen::{Edition, Hit, Query, Score};
use serde::Serialize;
use utoipa::ToSchema;

use crate::refusal::{Refusal, Refused};
use crate::service::Service;

/// One name a line; lines that begin with `#` say where they come from.
const NAMES: &str = include_str!("ordinary_names.txt");
/// What the names are, in words for a reader of the figures.
const OF: &str = "holders of an LEI (every 250th of a sample of GLEIF) and invented persons (given and family names that \
                  are usual in their country); some may be listed after all";
/// The lowest threshold that is told of, and the step to the next, in ten-thousandths.
const LOWEST: u32 = 6_000;
const STEP: u32 = 100;

/// The best scores of the ordinary names on an edition, of those that reach [`LOWEST`].
#[derive(Debug)]
pub(crate) struct Measured {
    edition: u64,
    names: usize,
    best: Vec<Score>,
}

impl Measured {
    fn on(edition: &Edition) -> Self {
        let lowest = Score::from_ten_thousandths(LOWEST);
        let queries: Vec<Query> =
            NAMES.lines().filter(|line| !line.starts_with('#')).filter_map(|name| Query::new(name).ok()).collect();
        let best = |query| edition.screen_at(query, lowest).first().map(Hit::score);
        Self {
            edition: edition.version().number,
            names: queries.len(),
            best: queries.iter().filter_map(best).collect(),
        }
    }

    fn told(&self) -> AlertRate {
        let by_threshold = (LOWEST..=10_000)
            .step_by(STEP as usize)
            .map(Score::from_ten_thousandths)
            .map(|threshold| AtThreshold {
                threshold,
                alerts: self.best.iter().filter(|&&best| best >= threshold).count(),
            })
            .collect();
        AlertRate { edition: self.edition, of: OF, names: self.names, by_threshold }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AlertRate {
    /// The number of the edition.
    edition: u64,
    /// What the names are.
    of: &'static str,
    /// How many names there are.
    names: usize,
    by_threshold: Vec<AtThreshold>,
}

#[derive(Debug, Serialize, ToSchema)]
struct AtThreshold {
    #[schema(value_type = f64)]
    threshold: Score,
    /// Names that have a hit at this threshold.
    alerts: usize,
}

/// How many of a thousand ordinary names would alert, by threshold. Measured once for each edition of the lists, when it is
/// first asked for.
#[utoipa::path(
    get,
    path = "/alert-rate",
    tag = "lists",
    responses(
        (status = 200, description = "The share of alerts", body = AlertRate),
        (status = "4XX", description = "Refused, with the reason", body = Refused),
    ),
)]
pub(crate) async fn alert_rate(State(service): State<Arc<Service>>) -> Result<Json<AlertRate>, Refusal> {
    // Of those that ask at once, one measures; the others wait, and take no core meanwhile.
    let mut measured = service.alert_rate.lock().await;
    if measured.as_ref().is_none_or(|known| known.edition != service.edition()) {
        *measured = Some(Arc::clone(&service).work().compute(|desk| Ok(Measured::on(desk.edition))).await?);
    }
    measured.as_ref().map(|measured| Json(measured.told())).ok_or_else(Refusal::fault)
}
