//! `serve`: answers over HTTP.

use std::fs;
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use sanctions_screen_service::{Certificate, KeysError, LoadError, Service, Settings};

use crate::arguments::{ListArguments, ThresholdArgument};
use crate::failure::{Failure, Outcome, Result};

/// Answer over HTTP: names in, hits out, as JSON
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    sanctions-screen serve --list lists/\n  \
    curl -s http://127.0.0.1:8080/screen --json '{\"query\":{\"name\":\"Hikvison Digital Tech\"}}'\n  \
    sanctions-screen serve --list lists/ --listen 0.0.0.0:8443 --keys keys --tls-cert chain.pem --tls-key key.pem\n  \
    kill -HUP PID     # reads the lists, and the certificate, again\n\n\
    A --snapshot is read again by itself whenever it is replaced.\n\
    docs/SERVICE.md has the paths and the bounds. SIGTERM or Ctrl-C ends it, once what was accepted is answered.\n\n\
    Exit code: 0 when it was told to stop; 2 for a mistake in the command, a list that cannot be read, or an address that\n\
    cannot be listened on.")]
pub(crate) struct Arguments {
    #[command(flatten)]
    lists: ListArguments,
    #[command(flatten)]
    threshold: ThresholdArgument,
    /// The address to listen on
    #[arg(long, value_name = "ADDRESS", default_value_t = Settings::default().address)]
    listen: SocketAddr,
    /// A file with the keys of those who may ask, one a line
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// Listen on an address that other machines reach without asking for a key
    #[arg(long, conflicts_with = "keys")]
    open_to_all: bool,
    /// Speak TLS: a PEM file with the certificate, and those that lead from it to an authority
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// A PEM file with the private key of the certificate
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Most connections at the same time
    #[arg(long, value_name = "N", default_value_t = Settings::default().most_connections)]
    most_connections: usize,
    /// Longest body of a request, in bytes
    #[arg(long, value_name = "BYTES", default_value_t = Settings::default().most_bytes)]
    most_bytes: usize,
    /// Most names of one request
    #[arg(long, value_name = "N", default_value_t = Settings::default().most_queries)]
    most_queries: usize,
    /// Longest time of one request, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = Settings::default().most_time.as_secs())]
    most_seconds: u64,
    /// Requests that compute at the same time [default: one for each core]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// Write the screened names into the log
    #[arg(long)]
    log_names: bool,
}

pub(crate) fn run(arguments: Arguments) -> Result {
    let mut settings = Settings::default();
    settings.address = arguments.listen;
    settings.open_to_all = arguments.open_to_all;
    if let Some(path) = &arguments.keys {
        let text = fs::read_to_string(path).map_err(|error| Failure::reading(path, error))?;
        settings.keys =
            text.parse().map_err(|error: KeysError| Failure::Invalid(format!("{}: {error}", path.display())))?;
    }
    settings.certificate = arguments.tls_cert.zip(arguments.tls_key).map(|(chain, key)| Certificate { chain, key });
    settings.most_connections = arguments.most_connections;
    settings.most_bytes = arguments.most_bytes;
    settings.most_queries = arguments.most_queries;
    settings.most_time = Duration::from_secs(arguments.most_seconds);
    settings.threads = arguments.threads.unwrap_or(settings.threads);
    settings.log_names = arguments.log_names;
    settings.watched = arguments.lists.snapshot().map(Path::to_owned);
    sanctions_screen_service::log_to_stderr();
    let Arguments { lists, threshold, .. } = arguments;
    let load = move || Ok::<_, LoadError>(lists.screener(&threshold)?);
    Service::new(settings, load)
        .and_then(sanctions_screen_service::run)
        .map_err(|error| Failure::Invalid(error.to_string()))?;
    Ok(Outcome::Complete)
}
