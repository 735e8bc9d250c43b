//! The page at `/`: for a person who wants to see why a name hits. It asks the paths that programs ask, and loads nothing
//! but its own style and script.

use axum::http::header;
use axum::response::IntoResponse;

/// Only the page's own files are loaded and run, nothing becomes markup that was text, and nobody may frame it.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'none'; \
                      base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

pub(crate) async fn page() -> impl IntoResponse {
    file("text/html; charset=utf-8", include_str!("page.html"))
}

pub(crate) async fn style() -> impl IntoResponse {
    file("text/css; charset=utf-8", include_str!("page.css"))
}

pub(crate) async fn script() -> impl IntoResponse {
    file("text/javascript; charset=utf-8", include_str!("page.js"))
}

fn file(form: &'static str, content: &'static str) -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, form),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // A new version of the program has new files.
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, content)
}
