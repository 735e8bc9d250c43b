//! The interface, as `OpenAPI`, made from the code.

use axum::Json;
use utoipa::OpenApi;

use crate::{alert_rate, authorities, match_api, native, status};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "sanctions-screen",
        description = "Screens names against sanctions lists.",
        license(name = "MIT OR Apache-2.0")
    ),
    paths(
        native::screen,
        native::batch,
        authorities::authorities,
        alert_rate::alert_rate,
        match_api::match_examples,
        match_api::search,
        match_api::entity,
        match_api::catalog,
        match_api::algorithms,
        status::updatez,
        status::healthz,
        status::readyz,
        status::metrics,
    )
)]
struct Interface;

pub(crate) async fn openapi() -> Json<utoipa::openapi::OpenApi> {
    Json(Interface::openapi())
}
