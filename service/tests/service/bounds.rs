//! The bounds of a request, and the end of the service.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use sanctions_screen_service::Settings;
use serde_json::json;

use crate::server::Server;

#[test]
fn a_long_body_is_refused() {
    let mut settings = Settings::default();
    settings.most_bytes = 1_000;
    let server = Server::start(settings);
    let asked = json!({ "query": { "name": "A".repeat(2_000) } });
    assert!(server.post("/screen", &asked).refused(413).contains("body"));
}

#[test]
fn a_large_batch_is_refused_whole() {
    let mut settings = Settings::default();
    settings.most_queries = 2;
    let server = Server::start(settings);
    let asked = |count: usize| json!({ "queries": vec![json!({ "name": "Acme Bakery" }); count] });
    server.post("/screen/batch", &asked(2)).ok();
    assert!(server.post("/screen/batch", &asked(3)).refused(413).contains("at most 2"));
    server.post("/screen/batch", &asked(0)).refused(422);
}

#[test]
fn an_answer_that_would_be_too_long_is_refused_not_cut() {
    let mut settings = Settings::default();
    settings.most_hits = 1;
    let server = Server::start(settings);
    let asked = |count: usize| json!({ "queries": vec![json!({ "name": "Karelin Turbine Works" }); count] });
    server.post("/screen/batch", &asked(1)).ok();
    assert!(server.post("/screen/batch", &asked(2)).refused(413).contains("more than 1 hits"));
}

#[test]
fn a_client_that_sends_too_slowly_is_told() {
    let mut settings = Settings::default();
    settings.most_time = Duration::from_millis(100);
    let server = Server::start(settings);
    let mut half = half_sent(&server);
    let mut answer = String::new();
    half.read_to_string(&mut answer).unwrap();
    assert!(answer.contains(" 408 ") && answer.contains("too long"), "{answer}");
}

#[test]
fn readiness_and_liveness_are_told() {
    let server = Server::start(Settings::default());
    assert_eq!(server.get("/healthz").ok(), json!({ "status": "ok" }));
    assert_eq!(server.get("/readyz").ok(), json!({ "status": "ok" }));
}

#[test]
fn a_request_that_was_accepted_is_answered_though_the_service_is_told_to_stop() {
    let mut server = Server::start(Settings::default());
    let mut half = half_sent(&server);
    server.stop();
    // Once no connection is taken any more, the service is stopping.
    while TcpStream::connect(server.address).is_ok() {
        std::thread::yield_now();
    }
    half.get_mut().write_all(&BODY[10..]).unwrap();
    let mut answer = String::new();
    half.read_to_string(&mut answer).unwrap();
    assert!(answer.contains(" 200 OK") && answer.contains("Karelin Turbine Works"), "{answer}");
    server.join();
}

#[test]
fn a_client_that_never_ends_does_not_keep_the_service_from_stopping() {
    let mut settings = Settings::default();
    settings.grace = Duration::from_millis(50);
    let mut server = Server::start(settings);
    let half = half_sent(&server);
    server.stop();
    server.join();
    drop(half);
}

const BODY: &[u8] = br#"{"query":{"name":"Karelin Turbine Works"}}"#;

/// A connection on which the head of a request and a part of its body were sent, and were read by the service.
fn half_sent(server: &Server) -> BufReader<TcpStream> {
    let mut stream = TcpStream::connect(server.address).unwrap();
    let head = format!(
        "POST /screen HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Connection: close\r\nExpect: 100-continue\r\n\r\n",
        server.address,
        BODY.len(),
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut stream = BufReader::new(stream);
    let mut line = String::new();
    stream.read_line(&mut line).unwrap();
    assert!(line.contains(" 100 "), "{line}");
    stream.read_line(&mut line).unwrap();
    stream.get_mut().write_all(&BODY[..10]).unwrap();
    stream
}
