//! Listening, and stopping without losing a request.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::connection;
use crate::error::{Error, Result};
use crate::service::Service;
use crate::watch::reload_on_replacement;

/// Serves on the address of the settings until the program is told to stop (SIGTERM, or Ctrl-C), and answers what it has
/// accepted. Blocks; needs no runtime around it.
pub fn run(service: Service) -> Result<()> {
    let service = Arc::new(service);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = listen(service.settings.address).await?;
        tracing::info!(address = %listener.local_addr()?, "listening");
        let reloading = tokio::spawn(reload_on_signal(Arc::clone(&service)));
        let served = serve(listener, service, told_to_stop()).await;
        reloading.abort();
        tracing::info!("stopped");
        Ok(served?)
    })
}

/// Writes the log to standard error, one JSON object a line, from now on; without it, the log goes to whatever subscriber of
/// `tracing` the program has set. Does nothing where one is set already.
pub fn log_to_stderr() {
    // The error says that a subscriber is there.
    drop(tracing_subscriber::fmt().json().flatten_event(true).with_target(false).with_writer(io::stderr).try_init());
}

/// Takes the address; port 0 takes a free one.
pub async fn listen(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|source| Error::Listen { address, source })
}

/// Serves until `stop` comes. Then it takes no new connection, answers what was accepted, and returns; after the grace of the
/// settings at the latest.
///
/// A client that keeps its connection may be sending the next request at that moment. So connections are not closed at once:
/// each answer says that it is the last of its connection, and only those that stay silent are closed.
pub async fn serve(
    listener: TcpListener,
    service: Arc<Service>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let router = Arc::clone(&service).router();
    let watching = tokio::spawn(reload_on_replacement(Arc::clone(&service)));
    let (closing, closed) = watch::channel(false);
    let mut connections = JoinSet::new();
    let take = |connections: &mut JoinSet<()>, stream| {
        connections.spawn(connection::serve(stream, Arc::clone(&service), router.clone(), closed.clone()));
    };
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => break,
            Some(_) = connections.join_next() => {}
            taken = listener.accept(), if connections.len() < service.settings.most_connections => match taken {
                Ok((stream, _)) => take(&mut connections, stream),
                Err(error) => {
                    tracing::warn!(%error, "a connection cannot be taken");
                    // Where the system has no room for more, some must end first.
                    tokio::time::sleep(PAUSE).await;
                }
            },
        }
    }
    watching.abort();
    service.stop();
    tracing::info!("stopping");
    // For those who connected before, the system has accepted already.
    let listener = listener.into_std()?;
    while let Ok((stream, _)) = listener.accept() {
        // One that has gone already is none to lose.
        if let Ok(stream) = stream.set_nonblocking(true).and_then(|()| TcpStream::from_std(stream)) {
            take(&mut connections, stream);
        }
    }
    drop(listener);
    let ended = async {
        let all = async { while connections.join_next().await.is_some() {} };
        let mut all = pin!(all);
        if tokio::time::timeout(LULL, &mut all).await.is_err() {
            // Each connection holds a receiver, and there is one here.
            let _ = closing.send(true);
            all.await;
        }
    };
    if tokio::time::timeout(service.settings.grace, ended).await.is_err() {
        tracing::warn!(connections = connections.len(), "connections are still open after the grace, and are cut");
    }
    Ok(())
}

/// How long a connection may stay silent once the service is told to stop.
const LULL: Duration = Duration::from_secs(1);
/// Until connections are taken again after one could not be.
const PAUSE: Duration = Duration::from_millis(100);

#[cfg(unix)]
async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        },
        Err(_) => drop(tokio::signal::ctrl_c().await),
    }
}

#[cfg(not(unix))]
async fn told_to_stop() {
    drop(tokio::signal::ctrl_c().await);
}

/// Loads the lists again at every SIGHUP, as daemons do.
#[cfg(unix)]
async fn reload_on_signal(service: Arc<Service>) {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut hangup) = signal(SignalKind::hangup()) else { return };
    while hangup.recv().await.is_some() {
        let service = Arc::clone(&service);
        // What comes of it is in the log.
        drop(tokio::task::spawn_blocking(move || service.reload()).await);
    }
}

#[cfg(not(unix))]
async fn reload_on_signal(_: Arc<Service>) {}
