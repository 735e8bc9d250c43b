//! Who may ask.

use std::fmt;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use subtle::{Choice, ConstantTimeEq};

use crate::refusal::Refusal;
use crate::service::Service;

/// The keys of those who may ask; without any, everyone may who reaches the address.
///
/// ```
/// use sanctions_screen_service::Keys;
/// let keys: Keys = "# one a line\n3f2c9a71d5e84b06\n".parse().unwrap();
/// assert!(keys.hold("3f2c9a71d5e84b06"));
/// assert!(!keys.hold("3f2c9a71d5e84b07"));
/// assert!("short".parse::<Keys>().is_err());
/// ```
#[derive(Clone, Default)]
pub struct Keys(Vec<String>);

/// Shortest key: what is shorter can be guessed.
const SHORTEST: usize = 16;

/// Why a text holds no keys.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeysError {
    /// A key is too short to be a secret. The message does not repeat it.
    #[error("line {line}: a key has at least {SHORTEST} characters; make one with `openssl rand -hex 32`")]
    Short {
        /// The line.
        line: usize,
    },
    /// There is none.
    #[error("there is no key in it; write one a line")]
    Empty,
}

impl std::str::FromStr for Keys {
    type Err = KeysError;

    /// One key a line; blank lines and lines that begin with `#` are passed over.
    fn from_str(text: &str) -> Result<Self, KeysError> {
        let mut keys = Vec::new();
        for (at, line) in text.lines().enumerate() {
            let key = line.trim();
            if key.is_empty() || key.starts_with('#') {
                continue;
            }
            if key.len() < SHORTEST {
                return Err(KeysError::Short { line: at + 1 });
            }
            keys.push(key.to_owned());
        }
        if keys.is_empty() { Err(KeysError::Empty) } else { Ok(Self(keys)) }
    }
}

impl Keys {
    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this is one of them. The time it takes tells nothing of how far a key agrees, nor with which.
    pub fn hold(&self, key: &str) -> bool {
        let no = Choice::from(0);
        self.0.iter().fold(no, |found, known| found | known.as_bytes().ct_eq(key.as_bytes())).into()
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keys({} of them)", self.0.len())
    }
}

/// The key of a request: `Authorization: ApiKey KEY` (as clients of yente send it), `Authorization: Bearer KEY`, or
/// `X-API-Key: KEY`.
pub(crate) fn key_of(headers: &HeaderMap) -> Option<&str> {
    if let Some(value) = headers.get("x-api-key") {
        return value.to_str().ok();
    }
    let (scheme, key) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.trim().split_once(' ')?;
    (scheme.eq_ignore_ascii_case("apikey") || scheme.eq_ignore_ascii_case("bearer")).then(|| key.trim())
}

/// Lets a request through that has a key, where keys are asked for.
pub(crate) async fn ask_for_key(State(service): State<Arc<Service>>, request: Request, next: Next) -> Response {
    let keys = &service.settings.keys;
    if keys.is_empty() || key_of(request.headers()).is_some_and(|key| keys.hold(key)) {
        return next.run(request).await;
    }
    let refusal = Refusal::new(StatusCode::UNAUTHORIZED, "send a key: `Authorization: Bearer KEY`");
    ([(header::WWW_AUTHENTICATE, "Bearer")], refusal).into_response()
}
