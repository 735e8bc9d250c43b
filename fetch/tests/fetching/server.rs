//! A server on this machine that gives the answers it is told to, also those that no server should give.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What a connection gets, after its request was read.
pub(crate) enum Answer {
    /// These bytes; then the connection is closed.
    Bytes(Vec<u8>),
    /// These bytes one by one, with pauses, as long as the client takes them.
    Drip(Vec<u8>),
    /// These bytes; then nothing, until the client goes.
    Stall(Vec<u8>),
}

/// An answer with status, headers and body, of the right length.
pub(crate) fn answer(status: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
    let length = body.len().to_string();
    let mut headers = headers.to_vec();
    headers.push(("Content-Length", &length));
    raw(status, &headers, body)
}

/// An answer with status, headers and body, as they are.
pub(crate) fn raw(status: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
    Answer::Bytes(bytes(status, headers, body))
}

pub(crate) fn bytes(status: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {status}\r\nConnection: close\r\n");
    for (name, value) in headers {
        write!(head, "{name}: {value}\r\n").unwrap();
    }
    let mut bytes = format!("{head}\r\n").into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

pub(crate) struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Gives each connection the next answer; those after the last are refused.
    pub(crate) fn start(answers: Vec<Answer>) -> Self {
        Self::start_with(move |_| answers)
    }

    /// As [`Self::start`], for answers that hold the server's own address.
    pub(crate) fn start_with(answers: impl FnOnce(&str) -> Vec<Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let answers = answers(&format!("http://{address}"));
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        thread::spawn(move || {
            for answer in answers {
                let Ok((mut stream, _)) = listener.accept() else { return };
                let seen = Arc::clone(&seen);
                // A client that has gone away is no fault of the server.
                let _ = request(&mut stream).and_then(|request| {
                    seen.lock().unwrap().push(request);
                    give(&mut stream, &answer)
                });
            }
        });
        Self { address, requests }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}/{path}", self.address)
    }

    /// The heads of the requests so far, in lower case.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

fn request(stream: &mut TcpStream) -> std::io::Result<String> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    Ok(String::from_utf8_lossy(&head).to_lowercase())
}

fn give(stream: &mut TcpStream, answer: &Answer) -> std::io::Result<()> {
    match answer {
        Answer::Bytes(bytes) => stream.write_all(bytes),
        Answer::Drip(bytes) => bytes.iter().try_for_each(|byte| {
            thread::sleep(Duration::from_millis(20));
            stream.write_all(&[*byte])
        }),
        Answer::Stall(bytes) => {
            stream.write_all(bytes)?;
            // Ends when the client closes the connection.
            stream.read(&mut [0]).map(drop)
        }
    }
}
