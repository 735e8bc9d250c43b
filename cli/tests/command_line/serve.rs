//! `serve`. What it answers is tested in `service/tests`; here what keeps it from starting, and how it ends.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{JoinHandle, ScopedJoinHandle};
use std::time::Duration;

use serde_json::{Value, json};

use crate::{Folder, OWN, command, run};

#[test]
fn it_does_not_open_the_machine_to_others_unasked() {
    let refused = run(["serve", "--listen", "0.0.0.0:0"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("keys") && refused.err.contains("open to all"), "{}", refused.err);
}

#[test]
fn keys_that_can_be_guessed_are_refused_and_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys");
    std::fs::write(&file, "# ours\nhunter2\n").unwrap();
    let refused = run(["serve", "--keys", file.to_str().unwrap()]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("line 2") && !refused.err.contains("hunter2"), "{}", refused.err);
}

/// The real program, serving on a free port until it is dropped.
pub(crate) struct Serving {
    child: Child,
    pub(crate) address: SocketAddr,
    log: Option<JoinHandle<String>>,
}

impl Serving {
    pub(crate) fn start<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Self {
        let mut child = command()
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(arguments)
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        let mut log = BufReader::new(child.stderr.take().expect("it was piped"));
        let mut line = String::new();
        log.read_line(&mut line).unwrap();
        let said: Value = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
        let address =
            said["address"].as_str().and_then(|address| address.parse().ok()).expect("it says where it listens");
        // Read to the end, so that the program never waits for its log to be taken.
        let log = std::thread::spawn(move || {
            let mut rest = String::new();
            log.read_to_string(&mut rest).expect("the log is text");
            rest
        });
        Self { child, address, log: Some(log) }
    }

    fn signal(&self, signal: &str) {
        let sent = Command::new("kill").args([signal, &self.child.id().to_string()]).status().expect("kill is there");
        assert!(sent.success());
    }

    /// Waits for its end, and returns the exit code and the log.
    fn end(&mut self) -> (Option<i32>, String) {
        let code = self.child.wait().expect("it ends").code();
        (code, self.log.take().expect("it ends once").join().expect("the log was read"))
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Value {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.write_all(&request(path, body, "close")).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        assert!(head.starts_with("HTTP/1.1 200 "), "{answer}");
        serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {body}"))
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn request(path: &str, body: &Value, connection: &str) -> Vec<u8> {
    let body = body.to_string();
    format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Connection: {connection}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// Asks over one connection until the answer says that it was the last; counts the answers. Panics if a request that was
/// sent is not answered whole.
fn ask_until_told(address: SocketAddr, asked: &AtomicUsize) -> usize {
    let mut stream = BufReader::new(TcpStream::connect(address).expect("it listens"));
    let body = json!({ "queries": vec![json!({ "name": "Hikvison Digital Tech" }); 5], "explain": true });
    let request = request("/screen/batch", &body, "keep-alive");
    for answers in 1.. {
        stream.get_mut().write_all(&request).expect("it reads");
        let (mut length, mut is_last) = (0, false);
        let mut line = String::new();
        stream.read_line(&mut line).expect("it answers");
        assert!(line.starts_with("HTTP/1.1 200 "), "{line:?} after {answers} answers");
        while line != "\r\n" {
            line.clear();
            assert_ne!(stream.read_line(&mut line).expect("the head is whole"), 0);
            let head = line.to_ascii_lowercase();
            if let Some(value) = head.strip_prefix("content-length: ") {
                length = value.trim().parse().unwrap();
            }
            is_last |= head.trim() == "connection: close";
        }
        let mut body = vec![0; length];
        stream.read_exact(&mut body).expect("the answer is whole");
        let answer: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(answer["answers"].as_array().unwrap().len(), 5);
        asked.fetch_add(1, Ordering::Relaxed);
        if is_last {
            return answers;
        }
    }
    unreachable!("the service is told to stop")
}

#[cfg(unix)]
#[test]
fn no_request_is_lost_when_it_is_told_to_stop_under_load() {
    const CLIENTS: usize = 4;
    let mut serving = Serving::start([]);
    let asked = AtomicUsize::new(0);
    let answered: usize = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(|| ask_until_told(serving.address, &asked))).collect();
        // In the midst of it; or never, if a client fails.
        while asked.load(Ordering::Relaxed) < 10 * CLIENTS && !clients.iter().any(ScopedJoinHandle::is_finished) {
            std::thread::yield_now();
        }
        serving.signal("-TERM");
        clients.into_iter().map(|client| client.join().expect("no request is lost")).sum()
    });
    assert!(answered > 10 * CLIENTS);
    let (code, log) = serving.end();
    assert_eq!(code, Some(0), "{log}");
    assert!(log.contains("\"stopped\""), "{log}");
    assert_eq!(log.matches("\"status\":200").count(), answered, "every answer of the service has arrived");
    // Names are in no log unless asked for.
    assert!(!log.contains("Hikvison"));
}

#[cfg(unix)]
#[test]
fn lists_are_read_again_when_it_is_told() {
    let folder = Folder::new();
    let list = folder.file("own.csv", OWN);
    let serving = Serving::start(["--list", &list]);
    let asked = json!({ "query": { "name": "Zephyr Gyroscopes" } });
    assert_eq!(serving.post("/screen", &asked)["hits"], json!([]));
    folder.file("own.csv", format!("{OWN}3,organization,Zephyr Gyroscopes,,RU\n"));
    serving.signal("-HUP");
    loop {
        let answer = serving.post("/screen", &asked);
        if answer["edition"]["number"] == 2 {
            assert_eq!(answer["hits"][0]["entity"]["id"], "3");
            break;
        }
        assert_eq!(answer["hits"], json!([]));
    }
}

#[test]
fn a_snapshot_is_read_again_when_it_is_replaced() {
    let folder = Folder::new();
    let list = folder.file("own.csv", OWN);
    let snapshot = folder.path().join("lists.snapshot");
    let snapshot = snapshot.to_str().unwrap();
    assert_eq!(run(["snapshot", &list, "--output", snapshot]).code, 0);
    let serving = Serving::start(["--snapshot", snapshot]);
    let asked = json!({ "query": { "name": "Zephyr Gyroscopes" } });
    assert_eq!(serving.post("/screen", &asked)["hits"], json!([]));
    folder.file("own.csv", format!("{OWN}3,organization,Zephyr Gyroscopes,,RU\n"));
    assert_eq!(run(["snapshot", &list, "--output", snapshot]).code, 0);
    while serving.post("/screen", &asked)["edition"]["number"] == 1 {
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(serving.post("/screen", &asked)["hits"][0]["entity"]["id"], "3");
}

#[test]
fn the_journal_of_an_answer_is_verified_and_replayed() {
    let folder = Folder::new();
    let list = folder.file("own.csv", OWN);
    let serving = Serving::start(["--list", &list]);
    let queries = json!([{ "name": "Acme Arms" }, { "name": " - " }, { "name": "Hamlet Bakery", "country": "DK" }]);
    let asked = json!({ "queries": queries, "threshold": 0.6, "journal": true });
    let answer = serving.post("/screen/batch", &asked);
    let journal = folder.file("saved.jsonl", answer["journal"].as_str().unwrap());
    let verified = run(["journal", "verify", &journal]);
    assert!(verified.code == 0 && verified.out.contains("whole: 2 records"), "{}", verified.out);
    let replayed = run(["replay", &journal, "--list", &list]);
    assert!(replayed.code == 0 && replayed.err.contains("2 came out as recorded"), "{}", replayed.err);
    let record: Value = serde_json::from_str(answer["journal"].as_str().unwrap().lines().next().unwrap()).unwrap();
    assert_eq!(record["record"]["configuration"]["threshold"], 0.6);
    let without = serving.post("/screen/batch", &json!({ "queries": queries }));
    assert_eq!(without.get("journal"), None);
}

#[test]
fn a_certificate_goes_with_its_key() {
    run(["serve", "--tls-cert", "chain.pem"]).assert_refused("--tls-key");
    let refused = run(["serve", "--tls-cert", "no-such.pem", "--tls-key", "no-such.key"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("no-such.pem"), "{}", refused.err);
}
