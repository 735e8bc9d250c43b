//! One connection, from its first byte to its last.

use std::sync::Arc;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio_io_timeout::TimeoutStream;

use crate::refusal::Refusal;
use crate::service::Service;

/// Longest head of a request, in bytes.
const MOST_HEAD_BYTES: usize = 64 << 10;

/// Answers what comes over a connection until either side ends it. Once `closing` holds, it ends where no request is open.
pub(crate) async fn serve(stream: TcpStream, service: Arc<Service>, router: Router, closing: watch::Receiver<bool>) {
    // Answers are written whole: waiting for more to send would only delay them.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection ended before it was served");
        return;
    }
    let Some(acceptor) = service.tls() else { return speak(stream, &service, router, closing).await };
    match tokio::time::timeout(service.settings.most_head_time, acceptor.accept(stream)).await {
        Ok(Ok(stream)) => speak(stream, &service, router, closing).await,
        Ok(Err(error)) => tracing::debug!(%error, "a connection did not get as far as TLS"),
        Err(_) => tracing::debug!("a connection took too long to get as far as TLS"),
    }
}

async fn speak<S>(stream: S, service: &Service, router: Router, mut closing: watch::Receiver<bool>)
where
    S: AsyncRead + AsyncWrite + Send + 'static,
{
    let mut stream = TimeoutStream::new(stream);
    // One that does not take its answer.
    stream.set_write_timeout(Some(service.settings.most_time));
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(service.settings.most_head_time)
        .max_header_size(MOST_HEAD_BYTES)
        // One that says that it will send no more still wants its answer.
        .half_close(true)
        .serve_connection(TokioIo::new(Box::pin(stream)), TowerToHyperService::new(router));
    let mut told = false;
    let ended = loop {
        tokio::select! {
            ended = &mut connection => break ended,
            _ = closing.wait_for(|&closing| closing), if !told => {
                told = true;
                std::pin::Pin::new(&mut connection).graceful_shutdown();
            }
        }
    };
    let Err(error) = ended else { return };
    tracing::debug!(%error, "a connection ended badly");
    let parts = connection.into_parts();
    // Where nothing of a request has come, nobody waits for an answer.
    if error.is_timeout() && !parts.read_buf.is_empty() {
        let mut stream = parts.io.into_inner();
        // It may have gone meanwhile.
        drop(stream.write_all(Refusal::too_slow().as_text().as_bytes()).await);
        drop(stream.shutdown().await);
    }
}
