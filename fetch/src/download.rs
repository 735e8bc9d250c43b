//! One question to a server, and its answer; no second try.

use std::io::{self, Read as _};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use ureq::http::header::{
    CONTENT_LENGTH, DATE, ETAG, HeaderMap, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, RETRY_AFTER,
};
use ureq::http::{StatusCode, Uri};
use ureq::tls::{PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, ResponseExt as _};

use crate::error::{Error, Result};
use crate::fetcher::Settings;
use crate::folder::Receipt;

/// Bytes set aside for a file before it comes; what a server says of the length is not believed.
const FIRST_CAPACITY: u64 = 1 << 20;

pub(crate) enum Answer {
    /// The server still has the version of the receipt.
    NotModified,
    File(Download),
}

pub(crate) struct Download {
    pub(crate) content: Vec<u8>,
    pub(crate) etag: Option<String>,
    pub(crate) last_modified: Option<String>,
}

/// No file came.
pub(crate) struct Failure {
    pub(crate) error: Error,
    pub(crate) again: Again,
}

/// Whether another try can help.
pub(crate) enum Again {
    Never,
    Later,
    /// Not before so long, says the server.
    After(Duration),
}

impl Failure {
    fn for_good(error: Error) -> Self {
        Self { error, again: Again::Never }
    }
}

/// The client with all that it is set to.
pub(crate) fn agent(settings: &Settings) -> Result<Agent> {
    let mut tls = TlsConfig::builder();
    if let Some(pem) = &settings.root_certificates {
        let refused = |reason: String| Error::Setting { setting: "root certificates", reason };
        let mut roots = Vec::new();
        for item in parse_pem(pem) {
            match item.map_err(|error| refused(error.to_string()))? {
                PemItem::Certificate(certificate) => roots.push(certificate),
                _ => return Err(refused("there is something else than certificates in it".to_owned())),
            }
        }
        if roots.is_empty() {
            return Err(refused("there is no certificate in it; a PEM file is needed".to_owned()));
        }
        tls = tls.root_certs(RootCerts::Specific(Arc::new(roots)));
    }
    let config = Agent::config_builder()
        .tls_config(tls.build())
        .user_agent(settings.user_agent.as_str())
        // Each status is looked at here.
        .http_status_as_error(false)
        .https_only(true)
        .max_redirects(settings.redirects)
        .timeout_connect(Some(settings.connect))
        .timeout_recv_response(Some(settings.read))
        .timeout_per_read(Some(settings.read))
        .timeout_global(Some(settings.total))
        .build();
    Ok(Agent::new_with_config(config))
}

pub(crate) fn download(
    agent: &Agent,
    settings: &Settings,
    url: &str,
    receipt: Option<&Receipt>,
) -> Result<Answer, Failure> {
    let plain = allows_plain(settings, url).map_err(Failure::for_good)?;
    let mut request = agent.get(url);
    if let Some(receipt) = receipt {
        let conditions = [(IF_NONE_MATCH, &receipt.etag), (IF_MODIFIED_SINCE, &receipt.last_modified)];
        for (name, value) in conditions {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
    }
    if plain {
        // A proxy stands between this machine and others, not between it and itself.
        request = request.config().https_only(false).proxy(None).build();
    }
    let mut response = request.call().map_err(|error| failure(url, error))?;
    // Even where a plain address was allowed, it may only lead to another one of this machine.
    let end = response.get_uri();
    if end.scheme_str() != Some("https") && !(plain && is_loopback(end)) {
        let reason = format!("it leads to {end}, which is not https");
        return Err(Failure::for_good(Error::Address { url: url.to_owned(), reason }));
    }
    match response.status() {
        StatusCode::OK => {}
        StatusCode::NOT_MODIFIED if receipt.is_some() => return Ok(Answer::NotModified),
        status => {
            let again = match status.as_u16() {
                408 | 425 | 429 | 500 | 502 | 503 | 504 => {
                    retry_after(response.headers()).map_or(Again::Later, Again::After)
                }
                _ => Again::Never,
            };
            return Err(Failure { error: Error::Status { url: url.to_owned(), status: status.as_u16() }, again });
        }
    }
    let too_large = || Failure::for_good(Error::TooLarge { url: url.to_owned(), limit: settings.most_bytes });
    let announced = header(response.headers(), &CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
    if announced.is_some_and(|length| length > settings.most_bytes) {
        return Err(too_large());
    }
    let (etag, last_modified) = (header(response.headers(), &ETAG), header(response.headers(), &LAST_MODIFIED));
    let expected = announced.unwrap_or(0).min(FIRST_CAPACITY);
    let mut content = Vec::with_capacity(expected as usize);
    // Counted after decompression: a few bytes can become gigabytes. One byte over the limit tells that there are more.
    response
        .body_mut()
        .as_reader()
        .take(settings.most_bytes.saturating_add(1))
        .read_to_end(&mut content)
        .map_err(|error| failure(url, error.into()))?;
    if content.len() as u64 > settings.most_bytes {
        return Err(too_large());
    }
    Ok(Answer::File(Download { content, etag, last_modified }))
}

/// Whether the address is a plain one of this machine, and may be.
fn allows_plain(settings: &Settings, url: &str) -> Result<bool> {
    let refused = |reason: &str| Error::Address { url: url.to_owned(), reason: reason.to_owned() };
    let uri: Uri = url.parse().map_err(|_| refused("this is no address; write https://..."))?;
    if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
        return Err(refused(
            "a user's name or password would stand in receipts and messages, and is not sent; leave it out",
        ));
    }
    match uri.scheme_str() {
        Some("https") => Ok(false),
        Some("http") if settings.plain_on_loopback && is_loopback(&uri) => Ok(true),
        _ => Err(refused("only https addresses are downloaded from: what comes otherwise, anybody can have written")),
    }
}

fn is_loopback(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn header(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// The pause that a server asks for: seconds, or a time, which is read against the server's own clock where it shows it.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = header(headers, &RETRY_AFTER)?;
    if let Ok(seconds) = text.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let time = httpdate::parse_http_date(text.trim()).ok()?;
    let now = header(headers, &DATE).and_then(|date| httpdate::parse_http_date(&date).ok());
    Some(time.duration_since(now.unwrap_or_else(SystemTime::now)).unwrap_or_default())
}

/// What the client says, as what it means here.
fn failure(url: &str, error: ureq::Error) -> Failure {
    let url = url.to_owned();
    let address = |reason: String| Failure::for_good(Error::Address { url: url.clone(), reason });
    let connection = |reason: String, again| Failure { error: Error::Connection { url: url.clone(), reason }, again };
    match error {
        ureq::Error::TooManyRedirects => address("it leads from one address to the next without end".to_owned()),
        ureq::Error::RequireHttpsOnly(other) => address(format!("it leads to {other}, which is not https")),
        ureq::Error::BadUri(other) => address(format!("it leads to {other}, which is no https address")),
        ureq::Error::RedirectFailed | ureq::Error::Http(_) => address(format!("it leads nowhere: {error}")),
        ureq::Error::Timeout(what) => connection(format!("no answer in time ({what})"), Again::Later),
        ureq::Error::HostNotFound => connection("the server is not found".to_owned(), Again::Later),
        ureq::Error::ConnectionFailed => connection("no connection".to_owned(), Again::Later),
        ureq::Error::Io(cause) if cause.kind() == io::ErrorKind::UnexpectedEof => {
            connection("the answer was cut off".to_owned(), Again::Later)
        }
        ureq::Error::Io(cause) => connection(cause.to_string(), Again::Later),
        ureq::Error::Decompress(_, cause) => {
            connection(format!("the answer cannot be decompressed, or was cut off: {cause}"), Again::Later)
        }
        ureq::Error::Protocol(cause) => connection(format!("the answer is no HTTP: {cause}"), Again::Later),
        // Certificates, the proxy's address and the like do not mend themselves.
        other => connection(other.to_string(), Again::Never),
    }
}
