//! What is counted, for Prometheus. Nothing of it tells a name.

use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use sanctions_screen::Version;

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    path: String,
    status: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfList {
    list: String,
    sha256: String,
}

#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter>,
    seconds: Histogram,
    pub(crate) screened: Counter,
    pub(crate) alerts: Counter,
    reloads: Family<Outcome, Counter>,
    edition: Gauge,
    entities: Family<OfList, Gauge>,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        // From half a millisecond to half a minute.
        let seconds = Histogram::new([0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1.0, 5.0, 30.0]);
        let mut metrics = Self {
            registry: Registry::with_prefix("sanctions_screen"),
            requests: Family::default(),
            seconds,
            screened: Counter::default(),
            alerts: Counter::default(),
            reloads: Family::default(),
            edition: Gauge::default(),
            entities: Family::default(),
        };
        let registry = &mut metrics.registry;
        registry.register("requests", "Requests, by path and status", metrics.requests.clone());
        let help = "Time from the head of a request to its answer";
        registry.register_with_unit("request", help, Unit::Seconds, metrics.seconds.clone());
        registry.register("queries_screened", "Queries screened", metrics.screened.clone());
        registry.register("alerts", "Queries with at least one hit", metrics.alerts.clone());
        registry.register("reloads", "Times that the lists were loaded again", metrics.reloads.clone());
        registry.register("edition", "The number of the edition in force", metrics.edition.clone());
        registry.register("list_entities", "Entities of each list in force", metrics.entities.clone());
        metrics
    }

    pub(crate) fn request(&self, path: String, status: u16, time: Duration) {
        self.requests.get_or_create(&Answered { path, status: status.into() }).inc();
        self.seconds.observe(time.as_secs_f64());
    }

    pub(crate) fn reloaded(&self, outcome: &'static str) {
        self.reloads.get_or_create(&Outcome { outcome }).inc();
    }

    pub(crate) fn in_force(&self, version: &Version) {
        self.edition.set(version.number as i64);
        self.entities.clear();
        for list in &version.lists {
            let of_list = OfList { list: list.id.clone(), sha256: list.sha256.clone() };
            self.entities.get_or_create(&of_list).set(list.entities as i64);
        }
    }

    /// All of it, in the text form of `OpenMetrics`.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = prometheus_client::encoding::text::encode(&mut text, &self.registry);
        text
    }
}
