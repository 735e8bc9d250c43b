//! Whether the service lives, whether it is ready, and what it says to paths that it does not have.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;

use crate::refusal::Refusal;
use crate::service::Service;

#[derive(Debug, Serialize)]
pub(crate) struct Status {
    status: &'static str,
}

impl Status {
    pub(crate) const OK: Self = Self { status: "ok" };
}

pub(crate) async fn healthz() -> Json<Status> {
    Json(Status::OK)
}

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
