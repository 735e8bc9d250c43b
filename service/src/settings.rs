//! Where the service listens, and its bounds.

use std::net::{Ipv4Addr, SocketAddr};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use sanctions_screen::Score;

use crate::keys::Keys;
use crate::tls::Certificate;

/// Where the service listens, and its bounds. What exceeds one is refused with a reason, never answered in part.
///
/// ```
/// let mut settings = sanctions_screen_service::Settings::default();
/// assert!(settings.address.ip().is_loopback());
/// settings.most_queries = 100;
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Settings {
    /// The address to listen on; the machine's own unless another is set.
    pub address: SocketAddr,
    /// Who may ask. Without keys, only an address of the machine's own is listened on, unless `open_to_all` is set.
    pub keys: Keys,
    /// Listen on other addresses without keys: something before the service asks who it is.
    pub open_to_all: bool,
    /// With it, the service speaks TLS, and nothing else.
    pub certificate: Option<Certificate>,
    /// Most connections at the same time; others wait until one ends.
    pub most_connections: usize,
    /// Longest time for the head of a request to come, and for a connection to wait for the next one.
    pub most_head_time: Duration,
    /// Longest body of a request, in bytes.
    pub most_bytes: usize,
    /// Most queries of one request.
    pub most_queries: usize,
    /// Most hits of one request, all its queries together: an answer is built in memory, and never cut.
    pub most_hits: usize,
    /// Longest time from the head of a request to its answer.
    pub most_time: Duration,
    /// Longest time for open requests once the service is told to stop.
    pub grace: Duration,
    /// Requests that compute at the same time, each on one core; others wait their turn.
    pub threads: NonZeroUsize,
    /// The least threshold that a request may ask for: a lower one would answer with most of the lists.
    pub least_threshold: Score,
    /// A file whose replacement loads the lists again: a snapshot. A file that comes into being piece by piece is none.
    pub watched: Option<PathBuf>,
    /// How often it is looked at.
    pub watched_every: Duration,
    /// Write the screened names into the log. Names of customers are seldom wanted there.
    pub log_names: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            address: (Ipv4Addr::LOCALHOST, 8080).into(),
            keys: Keys::default(),
            open_to_all: false,
            certificate: None,
            most_connections: 1_024,
            most_head_time: Duration::from_secs(10),
            most_bytes: 4 << 20,
            most_queries: 1_000,
            most_hits: 100_000,
            most_time: Duration::from_secs(30),
            grace: Duration::from_secs(30),
            threads: sanctions_screen::batch::all_cores(),
            least_threshold: Score::from_ten_thousandths(3_000),
            watched: None,
            watched_every: Duration::from_secs(5),
            log_names: false,
        }
    }
}
