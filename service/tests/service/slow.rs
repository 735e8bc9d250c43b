//! Clients that are slow, that are no clients, or that hold on.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use sanctions_screen_service::Settings;

use crate::server::Server;

/// Short times, so that a test need not wait.
fn hasty() -> Settings {
    let mut settings = Settings::default();
    settings.most_head_time = Duration::from_millis(200);
    settings.most_time = Duration::from_millis(300);
    settings
}

const BODY: &str = r#"{"query":{"name":"Karelin Turbine Works"}}"#;

fn request(connection: &str) -> String {
    format!(
        "POST /screen HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Connection: {connection}\r\n\r\n{BODY}",
        BODY.len()
    )
}

/// All that is sent back until the service ends the connection.
fn rest(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    // Ending with a reset is ending too.
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8(answer).unwrap()
}

fn sent(server: &Server, bytes: impl AsRef<[u8]>) -> TcpStream {
    let mut stream = TcpStream::connect(server.address).unwrap();
    // The service may end the connection before all is sent.
    let _ = stream.write_all(bytes.as_ref());
    stream
}

/// Sends a byte at a time until the service ends the connection, and returns what it says.
fn dripped(mut stream: TcpStream, byte: u8) -> String {
    while stream.write_all(&[byte]).is_ok() {
        std::thread::sleep(Duration::from_millis(10));
        stream.set_nonblocking(true).unwrap();
        let ended = !matches!(stream.peek(&mut [0]), Err(error) if error.kind() == std::io::ErrorKind::WouldBlock);
        stream.set_nonblocking(false).unwrap();
        if ended {
            break;
        }
    }
    rest(stream)
}

#[test]
fn a_head_that_drips_is_refused_with_a_reason() {
    let server = Server::start(hasty());
    let answer = dripped(sent(&server, "POST /screen HTTP/1.1\r\nX: "), b'x');
    assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("too long"), "{answer:?}");
}

#[test]
fn a_body_that_drips_is_refused_with_a_reason() {
    let server = Server::start(hasty());
    let head = "POST /screen HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{";
    let answer = dripped(sent(&server, head), b' ');
    assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("too long"), "{answer:?}");
}

#[test]
fn a_client_that_does_not_take_its_answers_is_let_go() {
    /// Far more answers than the system keeps for one who does not take them.
    const ASKED: usize = 5_000;
    let server = Server::start(hasty());
    let mut stream = sent(&server, "GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n".repeat(ASKED));
    // Only for a service that would never let go: the test shall fail then, and not hang.
    stream.set_write_timeout(Some(Duration::from_secs(20))).unwrap();
    while stream.write_all(b"GET ").is_ok() {
        std::thread::sleep(Duration::from_millis(10));
    }
    let answers = rest(stream).matches("HTTP/1.1 200 ").count();
    assert!(answers < ASKED, "{answers}");
    server.get("/healthz").ok();
}

#[test]
fn silence_is_ended_without_a_word() {
    let server = Server::start(hasty());
    assert_eq!(rest(sent(&server, "")), "");
    let kept = rest(sent(&server, request("keep-alive")));
    assert_eq!(kept.matches("HTTP/1.1 ").count(), 1, "{kept:?}");
}

#[test]
fn a_client_that_says_it_will_send_no_more_is_answered() {
    let server = Server::start(Settings::default());
    let stream = sent(&server, request("keep-alive"));
    stream.shutdown(Shutdown::Write).unwrap();
    let answer = rest(stream);
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.contains("Karelin Turbine Works"), "{answer:?}");
}

#[test]
fn a_head_or_a_body_that_is_cut_off_is_no_request() {
    let server = Server::start(Settings::default());
    for cut in [10, request("close").len() - 5] {
        let stream = sent(&server, &request("close")[..cut]);
        stream.shutdown(Shutdown::Write).unwrap();
        let answer = rest(stream);
        assert!(!answer.contains(" 200 "), "{answer:?}");
    }
    server.get("/healthz").ok();
}

#[test]
fn a_head_that_never_ends_is_refused() {
    let server = Server::start(Settings::default());
    let long = format!("GET /healthz HTTP/1.1\r\nX: {}\r\n\r\n", "x".repeat(100_000));
    assert!(rest(sent(&server, long)).starts_with("HTTP/1.1 431 "));
    let many = format!("GET /healthz HTTP/1.1\r\n{}\r\n", "X: x\r\n".repeat(1_000));
    assert!(rest(sent(&server, many)).starts_with("HTTP/1.1 431 "));
    let target = format!("GET /{} HTTP/1.1\r\n\r\n", "x".repeat(100_000));
    let answer = rest(sent(&server, target));
    assert!(answer.starts_with("HTTP/1.1 4"), "{answer:?}");
}

#[test]
fn requests_in_a_row_are_answered_in_their_order() {
    let server = Server::start(Settings::default());
    let stream = sent(
        &server,
        format!(
            "{}GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET /nowhere HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
            request("keep-alive")
        ),
    );
    let answers = rest(stream);
    let said: Vec<&str> = answers.matches("HTTP/1.1 200 ").chain(answers.matches("HTTP/1.1 404 ")).collect();
    assert_eq!(said.len(), 3, "{answers:?}");
    let place = |text: &str| answers.find(text).unwrap_or_else(|| panic!("{text}: {answers:?}"));
    assert!(place("Karelin Turbine Works") < place("\"ok\"") && place("\"ok\"") < place("no such path"));
}

#[test]
fn what_is_no_request_does_no_harm() {
    let server = Server::start(hasty());
    let garbage: [&[u8]; 6] = [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\0\0\0\0\0\0\r\n\r\n",
        b"POST /screen HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"POST /screen HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        b"POST /screen HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
    ];
    for bytes in garbage {
        let answer = rest(sent(&server, bytes));
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{bytes:?}: {answer:?}");
    }
    server.get("/healthz").ok();
}

#[test]
fn more_connections_than_may_be_wait_until_one_ends() {
    let mut settings = Settings::default();
    settings.most_connections = 2;
    let server = Server::start(settings);
    let held = [(); 2].map(|()| {
        let mut stream = sent(&server, "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
        // Answered, so it is one of the two that may be.
        assert_ne!(stream.read(&mut [0; 1_000]).unwrap(), 0);
        stream
    });
    let mut waiting = sent(&server, request("close"));
    waiting.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
    assert!(waiting.read(&mut [0; 1]).is_err());
    drop(held);
    waiting.set_read_timeout(None).unwrap();
    assert!(rest(waiting).starts_with("HTTP/1.1 200 "));
}
