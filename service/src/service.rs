//! The lists in force, and the turn-taking of the requests that compute with them.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
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
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use crate::alert_rate::{self, Measured};
use crate::error::{Error, Result};
use crate::metrics::Metrics;
use crate::refusal::Refusal;
use crate::settings::Settings;
use crate::watch::Stamp;
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
    /// Held while lists are read: of two that reload at once the later reads the newer files, and must win. Holds what the
    /// watched file was just before it was read.
    reloading: Mutex<Option<Stamp>>,
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
        let stamp = settings.watched.as_deref().and_then(Stamp::of);
        let screener = load().map_err(Error::Lists)?;
        let service = Self {
            current: Current::new(screener),
            load: Box::new(load),
            tls: RwLock::new(tls),
            reloading: Mutex::new(stamp),
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
        let mut stamp = self.reloading.lock().unwrap_or_else(PoisonError::into_inner);
        // Before it is read: if it is replaced meanwhile, it is read once more. And also where it cannot be read: it is not
        // tried again until it is another one.
        *stamp = self.settings.watched.as_deref().and_then(Stamp::of);
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

    /// Whether the watched file is another one than when it was last read. One that is not there is none.
    pub(crate) fn is_replaced(&self) -> bool {
        let now = self.settings.watched.as_deref().and_then(Stamp::of);
        now.is_some() && now != *self.reloading.lock().unwrap_or_else(PoisonError::into_inner)
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

    /// Computes an answer, as JSON, with the edition in force, on a thread of its own: the threads that serve connections
    /// never wait for it.
    pub(crate) async fn answer(
        self: Arc<Self>,
        compute: impl FnOnce(&Desk<'_>) -> Result<Vec<u8>, Refusal> + Send + 'static,
    ) -> Result<Response, Refusal> {
        Ok(json_response(self.work().compute(compute).await?))
    }

    /// The work for a request that begins now, with the edition in force.
    pub(crate) fn work(self: Arc<Self>) -> Work {
        let deadline = Instant::now() + self.settings.most_time;
        Work { edition: self.current.load(), hits: Arc::default(), deadline, service: self }
    }
}

/// An answer in JSON.
pub(crate) fn json_response(json: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], json).into_response()
}

/// What is computed for one request, be it in parts: all of them with one edition, and until one moment.
#[derive(Clone)]
pub(crate) struct Work {
    service: Arc<Service>,
    edition: Arc<Edition>,
    /// Hits found so far.
    hits: Arc<AtomicUsize>,
    deadline: Instant,
}

impl Work {
    /// Computes when the turn has come.
    pub(crate) async fn compute<T: Send + 'static>(
        &self,
        compute: impl FnOnce(&Desk<'_>) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        // Half of the time is left to compute in.
        let waiting = self.service.settings.most_time / 2;
        let turn = tokio::time::timeout(waiting, Arc::clone(&self.service.turns).acquire_owned());
        let Ok(Ok(turn)) = turn.await else {
            return Err(Refusal::busy("all cores are taken by other requests; try again"));
        };
        let Self { service, edition, hits, deadline } = self.clone();
        let computed = tokio::task::spawn_blocking(move || {
            // Kept to the end of the computation, also where the client has gone meanwhile.
            let _turn = turn;
            compute(&Desk {
                edition: &edition,
                settings: &service.settings,
                metrics: &service.metrics,
                hits: &hits,
                deadline,
            })
        });
        // An error means that it has panicked.
        computed.await.map_err(|_| Refusal::fault())?
    }

    /// Computes parts on all cores, and gives what comes of them in the order of the parts. Each part waits for a turn of
    /// its own, so that other requests have theirs between. Where one is refused, or the client has gone, the parts that
    /// have not begun are left.
    pub(crate) async fn compute_parts<P: Send + 'static, T: Send + 'static>(
        &self,
        parts: Vec<P>,
        compute: impl Fn(&Desk<'_>, P) -> Result<T, Refusal> + Clone + Send + 'static,
    ) -> Result<Vec<T>, Refusal> {
        let workers = parts.len().min(self.service.settings.threads.get());
        let mut results: Vec<Option<T>> = std::iter::repeat_with(|| None).take(parts.len()).collect();
        let left = Arc::new(Mutex::new(parts.into_iter().enumerate()));
        let mut working = JoinSet::new();
        for _ in 0..workers {
            let (work, compute, left) = (self.clone(), compute.clone(), Arc::clone(&left));
            working.spawn(async move {
                let next = || left.lock().unwrap_or_else(PoisonError::into_inner).next();
                let mut done = Vec::new();
                while let Some((place, part)) = next() {
                    let compute = compute.clone();
                    done.push((place, work.compute(move |desk| compute(desk, part)).await?));
                }
                Ok::<_, Refusal>(done)
            });
        }
        while let Some(done) = working.join_next().await {
            for (place, result) in done.map_err(|_| Refusal::fault())?? {
                results[place] = Some(result);
            }
        }
        results.into_iter().map(|result| result.ok_or_else(Refusal::fault)).collect()
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
    hits: &'a AtomicUsize,
    deadline: Instant,
}

impl<'a> Desk<'a> {
    /// Screens one query, unless the time is up.
    pub(crate) fn screen(&self, query: &Query, threshold: Score) -> Result<Vec<Hit<'a>>, Refusal> {
        if Instant::now() > self.deadline {
            return Err(Refusal::too_slow());
        }
        let hits = self.edition.screen_at(query, threshold);
        let most = self.settings.most_hits;
        if self.hits.fetch_add(hits.len(), Ordering::Relaxed) + hits.len() > most {
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
}

/// An answer as it is sent.
pub(crate) fn json(answer: &impl Serialize) -> Result<Vec<u8>, Refusal> {
    serde_json::to_vec(answer).map_err(|_| Refusal::fault())
}
