//! Listening, and stopping without losing a request.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::error::{Error, Result};
use crate::service::Service;

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

/// Serves until `stop` comes, then takes no new connection, answers what was accepted, and returns; after the grace of the
/// settings at the latest.
pub async fn serve(
    listener: TcpListener,
    service: Arc<Service>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let grace = service.settings.grace;
    let (stopping, mut stopped) = watch::channel(false);
    let router = Arc::clone(&service).router();
    let serving = axum::serve(listener, router).with_graceful_shutdown(async move {
        stop.await;
        service.stop();
        tracing::info!("stopping");
        // Fails only if nobody waits any more.
        let _ = stopping.send(true);
    });
    tokio::select! {
        served = serving => served,
        () = async {
            // An error means that the sender is gone, with the server.
            if stopped.wait_for(|&stopped| stopped).await.is_ok() {
                tokio::time::sleep(grace).await;
            } else {
                std::future::pending::<()>().await;
            }
        } => {
            tracing::warn!("connections are still open after the grace, and are cut");
            Ok(())
        }
    }
}

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
