//! What stands around every request: its time, and its line in the log.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::refusal::Refusal;
use crate::service::Service;

/// Ends a request when its time is up, and writes down that there was one. The log has the pattern of the path, never the
/// path: names and ids stand in it.
pub(crate) async fn bounds(State(service): State<Arc<Service>>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let path =
        request.extensions().get::<MatchedPath>().map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned());
    let mut response = match tokio::time::timeout(service.settings.most_time, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Refusal::too_slow().into_response(),
    };
    if service.is_stopping() {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    let status = response.status().as_u16();
    let milliseconds = started.elapsed().as_secs_f64() * 1000.0;
    tracing::info!(%method, path = path.as_str(), status, milliseconds, "request");
    service.metrics.request(path, status, started.elapsed());
    response
}
