//! The lists in force, and the turn-taking of the requests that compute with them.

use std::cell::Cell;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Instant;

use axum::extract::DefaultBodyLimit;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Router, middleware};
use sanctions_screen::{Current, Edition, Hit, Query, Score, Screener, Version};
use serde::Serialize;
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;

use crate::alert_rate::{self, Measured};
use crate::error::{Error, Result};
use crate::metrics::Metrics;
use crate::refusal::Refusal;
use crate::settings::Settings;
use crate::{authorities, guard, keys, match_api, native, openapi, page, status, tls};

/// Why lists could not be loaded, in the words of whoever loads them.
pub type LoadError = Box<dyn std::error::Error + Send + Sync>;

/// The lists in force, and all that answers with them.
///
/// ```
/// use sanctions_screen::{Entity, Kind, List, Screener};
/// use sanctions_screen_service::{Service, Settings};
///
/// let service = Service::new(Settings::default(), || {
///     let list = List::from_entities("own", "Example Bank", vec![Entity::new("1", Kind::Organization, "Acme Arms")])?;
///     Ok(Screener::builder().list(list).build()?)
/// })?;
/// assert_eq!(service.version().lists[0].entities, 1);
/// assert_eq!(service.reload()?.number, 2);
/// # Ok::<(), sanctions_screen_service::Error>(())
/// ```
pub struct Service {
    pub(crate) settings: Settings,
    current: Current,
    load: Box<dyn Fn() -> Result<Screener, LoadError> + Send + Sync>,
    /// What the next connection is met with, where TLS is spoken.
    tls: RwLock<Option<TlsAcceptor>>,
    /// Held while lists are read: of two that reload at once the later reads the newer files, and must win.
    reloading: Mutex<()>,
    turns: Arc<Semaphore>,
    stopping: AtomicBool,
    pub(crate) metrics: Metrics,
    pub(crate) alert_rate: tokio::sync::Mutex<Option<Measured>>,
}

impl Service {
    /// Loads the lists for the first time. `load` is called again by [`Self::reload`].
    pub fn new(
        settings: Settings,
        load: impl Fn() -> Result<Screener, LoadError> + Send + Sync + 'static,
    ) -> Result<Self> {
        if settings.keys.is_empty() && !settings.address.ip().is_loopback() && !settings.open_to_all {
            return Err(Error::Open { address: settings.address });
        }
        let tls = settings.certificate.as_ref().map(tls::acceptor).transpose()?;
        let screener = load().map_err(Error::Lists)?;
        let service = Self {
            current: Current::new(screener),
            load: Box::new(load),
            tls: RwLock::new(tls),
            reloading: Mutex::new(()),
            turns: Arc::new(Semaphore::new(settings.threads.get())),
            stopping: AtomicBool::new(false),
            metrics: Metrics::new(),
            alert_rate: tokio::sync::Mutex::new(None),
            settings,
        };
        service.metrics.in_force(&service.version());
        Ok(service)
    }

    /// Reads the certificate and loads the lists again, and puts them in force. Requests in flight keep what they have; if
    /// one of the two cannot be read, both stay as they are.
    pub fn reload(&self) -> Result<Version> {
        let _held = self.reloading.lock().unwrap_or_else(PoisonError::into_inner);
        let certificate = self.settings.certificate.as_ref();
        let read = certificate.map(tls::acceptor).transpose();
        let (tls, screener) =
            read.and_then(|tls| Ok((tls, (self.load)().map_err(Error::Lists)?))).inspect_err(|error| {
                self.metrics.reloaded("failed");
                tracing::error!(%error, "nothing is loaded again; what is in force stays");
            })?;
        *self.tls.write().unwrap_or_else(PoisonError::into_inner) = tls;
        self.current.replace(screener);
        let version = self.version();
        self.metrics.reloaded("loaded");
        self.metrics.in_force(&version);
        tracing::info!(edition = version.number, lists = version.lists.len(), "lists loaded");
        Ok(version)
    }

    /// Which lists are in force.
    pub fn version(&self) -> Version {
        self.current.load().version().clone()
    }

    /// The number of the edition in force.
    pub(crate) fn edition(&self) -> u64 {
        self.current.load().version().number
    }

    /// What a connection that begins now is met with, where TLS is spoken.
    pub(crate) fn tls(&self) -> Option<TlsAcceptor> {
        self.tls.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// From now on `/readyz` says no, so that a load balancer sends nothing more, and every answer is the last of its
    /// connection.
    pub(crate) fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    /// All paths, with the bounds around them.
    pub fn router(self: Arc<Self>) -> Router {
        let asking_for_key = middleware::from_fn_with_state(Arc::clone(&self), keys::ask_for_key);
        let asked = Router::new()
            .route("/screen", post(native::screen))
            .route("/screen/batch", post(native::batch))
            .route("/match/{dataset}", post(match_api::match_examples))
            .route("/search/{dataset}", get(match_api::search))
            .route("/entities/{id}", get(match_api::entity))
            .route("/catalog", get(match_api::catalog))
            .route("/algorithms", get(match_api::algorithms))
            .route("/authorities", get(authorities::authorities))
            .route("/alert-rate", get(alert_rate::alert_rate))
            .route("/metrics", get(status::metrics))
            .route_layer(asking_for_key);
        Router::new()
            .merge(asked)
            .route("/healthz", get(status::healthz))
            .route("/readyz", get(status::readyz))
            .route("/", get(page::page))
            .route("/page.css", get(page::style))
            .route("/page.js", get(page::script))
            .route("/openapi.json", get(openapi::openapi))
            .route("/updatez", post(status::updatez))
            .fallback(status::no_such_path)
            .method_not_allowed_fallback(status::no_such_method)
            .layer(DefaultBodyLimit::max(self.settings.most_bytes))
            .layer(middleware::from_fn_with_state(Arc::clone(&self), guard::bounds))
            .with_state(self)
    }

    /// Computes an answer, as JSON, with the edition in force, on a thread of its own: the threads that serve connections
    /// never wait for it.
    pub(crate) async fn answer(
        self: Arc<Self>,
        compute: impl FnOnce(&Desk<'_>) -> Result<Vec<u8>, Refusal> + Send + 'static,
    ) -> Result<Response, Refusal> {
        let json = self.compute(compute).await?;
        Ok(([(header::CONTENT_TYPE, "application/json")], json).into_response())
    }

    /// Computes with the edition in force when its turn has come.
    pub(crate) async fn compute<T: Send + 'static>(
        self: Arc<Self>,
        compute: impl FnOnce(&Desk<'_>) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let deadline = Instant::now() + self.settings.most_time;
        // Half of the time is left to compute in.
        let turn = tokio::time::timeout(self.settings.most_time / 2, Arc::clone(&self.turns).acquire_owned());
        let Ok(Ok(turn)) = turn.await else {
            return Err(Refusal::busy("all cores are taken by other requests; try again"));
        };
        let computed = tokio::task::spawn_blocking(move || {
            // Kept to the end of the computation, also where the client has gone meanwhile.
            let _turn = turn;
            let edition = self.current.load();
            compute(&Desk {
                edition: &edition,
                settings: &self.settings,
                metrics: &self.metrics,
                hits: Cell::new(0),
                deadline,
            })
        });
        // An error means that it has panicked.
        computed.await.map_err(|_| Refusal::fault())?
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service")
            .field("settings", &self.settings)
            .field("version", &self.version())
            .finish_non_exhaustive()
    }
}

/// Where a request is answered: the edition it was given, and until when.
pub(crate) struct Desk<'a> {
    pub(crate) edition: &'a Edition,
    pub(crate) settings: &'a Settings,
    metrics: &'a Metrics,
    /// Hits found so far for this request.
    hits: Cell<usize>,
    deadline: Instant,
}

impl<'a> Desk<'a> {
    /// Screens one query, unless the time is up.
    pub(crate) fn screen(&self, query: &Query, threshold: Score) -> Result<Vec<Hit<'a>>, Refusal> {
        if Instant::now() > self.deadline {
            return Err(Refusal::too_slow());
        }
        let hits = self.edition.screen_at(query, threshold);
        self.hits.set(self.hits.get() + hits.len());
        let most = self.settings.most_hits;
        if self.hits.get() > most {
            let reason =
                format!("the answer would hold more than {most} hits; send fewer names, or a higher threshold");
            return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, reason));
        }
        self.metrics.screened.inc();
        if !hits.is_empty() {
            self.metrics.alerts.inc();
        }
        if self.settings.log_names {
            tracing::info!(name = query.name(), hits = hits.len(), "screened");
        }
        Ok(hits)
    }

    /// The threshold asked for, or the one set.
    pub(crate) fn threshold(&self, ratio: Option<f64>) -> Result<Score, Refusal> {
        let Some(ratio) = ratio else { return Ok(self.edition.configuration().threshold) };
        let least = self.settings.least_threshold;
        Score::from_ratio(ratio).filter(|&threshold| threshold >= least).ok_or_else(|| {
            Refusal::invalid(format!(
                "a threshold is a number from {least} to 1 here; at a lower one most of the lists hit"
            ))
        })
    }

    /// Refuses more queries than one request may hold.
    pub(crate) fn check_count(&self, queries: usize) -> Result<(), Refusal> {
        let most = self.settings.most_queries;
        if queries == 0 {
            return Err(Refusal::invalid("there is no query in it"));
        }
        if queries > most {
            let reason = format!("{queries} queries in one request; at most {most} are taken: send them in parts");
            return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, reason));
        }
        Ok(())
    }
}

/// An answer as it is sent.
pub(crate) fn json(answer: &impl Serialize) -> Result<Vec<u8>, Refusal> {
    serde_json::to_vec(answer).map_err(|_| Refusal::fault())
}
