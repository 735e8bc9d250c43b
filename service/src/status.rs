//! Whether the service lives, whether it is ready, and what it says to paths that it does not have.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::keys::key_of;
use crate::refusal::{Refusal, Refused};
use crate::service::Service;

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Status {
    status: &'static str,
}

impl Status {
    pub(crate) const OK: Self = Self { status: "ok" };
}

/// Whether the service lives.
#[utoipa::path(
    get,
    path = "/healthz",
    tag = "service",
    responses((status = 200, description = "Well", body = Status)),
)]
pub(crate) async fn healthz() -> Json<Status> {
    Json(Status::OK)
}

/// Whether the service takes requests.
#[utoipa::path(
    get,
    path = "/readyz",
    tag = "service",
    responses(
        (status = 200, description = "Well", body = Status),
        (status = 503, description = "It is being stopped", body = Refused),
    ),
)]
pub(crate) async fn readyz(State(service): State<Arc<Service>>) -> Result<Json<Status>, Refusal> {
    if service.is_stopping() {
        return Err(Refusal::busy("the service is being stopped; ask another"));
    }
    Ok(Json(Status::OK))
}

pub(crate) async fn no_such_path() -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, "there is no such path; docs/SERVICE.md has them all")
}

pub(crate) async fn no_such_method() -> Refusal {
    Refusal::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "this path is asked in another way: GET instead of POST, or POST instead of GET",
    )
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct UpdateParameters {
    /// A key, unless one is sent as other requests send it.
    #[serde(default)]
    token: String,
    /// Answer when the lists are loaded, or cannot be.
    #[serde(default)]
    sync: bool,
}

/// Loads the lists again. Only who has a key may ask for it, be it as yente's `token` or as other requests send it; without
/// keys nobody may.
#[utoipa::path(
    post,
    path = "/updatez",
    tag = "service",
    params(UpdateParameters),
    responses(
        (status = 200, description = "Well", body = Status),
        (status = "4XX", description = "Refused, with the reason", body = Refused),
        (status = 500, description = "The lists cannot be loaded; those in force stay", body = Refused),
    ),
)]
pub(crate) async fn updatez(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    parameters: Result<Query<UpdateParameters>, QueryRejection>,
) -> Result<Json<Status>, Refusal> {
    let Query(UpdateParameters { token, sync }) =
        parameters.map_err(|rejection| Refusal::invalid(rejection.body_text()))?;
    let keys = &service.settings.keys;
    if !keys.hold(&token) && !key_of(&headers).is_some_and(|key| keys.hold(key)) {
        let reason = "only who has a key may have the lists loaded again, and there must be keys; SIGHUP does it too";
        return Err(Refusal::new(StatusCode::FORBIDDEN, reason));
    }
    let loading = tokio::task::spawn_blocking(move || service.reload().map_err(|error| error.to_string()));
    if sync {
        let loaded = loading.await.map_err(|_| Refusal::fault())?;
        loaded.map_err(|reason| Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, reason))?;
    }
    Ok(Json(Status::OK))
}

/// Counts for Prometheus.
#[utoipa::path(
    get,
    path = "/metrics",
    tag = "service",
    responses(
        (status = 200, description = "OpenMetrics", content_type = "application/openmetrics-text", body = String),
    ),
)]
pub(crate) async fn metrics(State(service): State<Arc<Service>>) -> Response {
    let form = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, form)], service.metrics.text()).into_response()
}
