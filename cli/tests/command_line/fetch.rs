//! `fetch`. What can go wrong between server and file is tested where it is fetched (`fetch/tests`); here the command.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread;

use crate::{Folder, OWN, run};

/// A server that gives each connection the next of these bodies, `None` for a file that is not there; its address.
fn server(bodies: Vec<Option<String>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for body in bodies {
            let (mut stream, _) = listener.accept().unwrap();
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                stream.read_exact(&mut byte).unwrap();
                head.push(byte[0]);
            }
            let status = if body.is_some() { "200 OK" } else { "404 Not Found" };
            let body = body.unwrap_or_default();
            write!(stream, "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}", body.len())
                .unwrap();
        }
    });
    format!("http://{address}")
}

/// A table of two lists on that server.
fn table(address: &str) -> String {
    ["first", "second"]
        .map(|id| {
            format!(
                "[[source]]\nid = \"{id}\"\npublisher = \"Bank\"\nlist = \"Own\"\nurl = \"{address}/{id}\"\n\
                 file = \"{id}.csv\"\nformat = \"own-csv\"\n"
            )
        })
        .concat()
}

#[test]
fn lists_are_fetched_reported_and_screened() {
    let folder = Folder::new();
    let address = server(vec![Some(OWN.to_owned()), None, Some(OWN.to_owned()), Some("<html>".to_owned())]);
    let sources = folder.file("sources.toml", table(&address));
    let lists = folder.path().join("lists").display().to_string();
    let fetch = |format: &str| {
        let how = ["--plain-on-loopback", "--sources", &sources, "--into", &lists, "--format", format];
        run(["fetch", "first", "second"].iter().chain(&how))
    };
    let first = fetch("text");
    assert_eq!(first.code, 1, "{}", first.err);
    let lines: Vec<&str> = first.out.lines().collect();
    assert!(
        lines[0].starts_with("first ") && lines[0].contains("  new ") && lines[0].contains("first.csv"),
        "{lines:?}"
    );
    assert!(lines[1].starts_with("second ") && lines[1].contains("failed     no second.csv: http://"), "{lines:?}");
    assert!(lines[1].contains("answered 404"), "{lines:?}");
    assert!(first.err.contains("1 new, 0 unchanged, 1 failed"), "{}", first.err);

    let second = fetch("json");
    assert_eq!(second.code, 1, "{}", second.err);
    let report = &second.json()[0];
    assert_eq!(report["sources"][0]["outcome"], "unchanged");
    assert_eq!(report["sources"][1]["outcome"], "failed");
    assert!(report["sources"][1]["error"].as_str().unwrap().contains("no list"), "{report}");

    let screened = run(["screen", "--list", &lists, "Acme Bakery GmbH"]);
    assert_eq!((screened.code, screened.err.as_str()), (0, ""), "what fetch notes is no list, and nothing to speak of");
}

#[test]
fn sources_are_shown_without_fetching() {
    let folder = Folder::new();
    let into = folder.path().join("lists");
    let shown = run(["fetch", "--show", "--into", into.to_str().unwrap()]);
    assert_eq!(shown.code, 0, "{}", shown.err);
    assert!(shown.out.contains("un-sc  United Nations") && shown.out.contains("opensanctions (only by its id)"));
    assert!(!into.exists());
    let json = run(["fetch", "--show", "--format", "json", "eu-fsf"]);
    assert_eq!(json.json()[0][0]["file"], "eu-fsf.xml");
}

#[test]
fn mistakes_are_refused() {
    let folder = Folder::new();
    let own = folder.file("own.toml", "[[source]]\nid = \"a\"\n");
    let file = folder.file("file", "");
    run(["fetch", "ofac"]).assert_refused("there is no source \"ofac\"; there are ofac-sdn, ");
    run(["fetch", "--sources", &own]).assert_refused("missing field");
    run(["fetch", "--sources", "absent.toml"]).assert_refused("absent.toml: cannot be read");
    run(["fetch", "--root-certificates", &own]).assert_refused("there is no certificate in it");
    run(["fetch", "--attempts", "0"]).assert_refused("asked at least once");
    run(["fetch", "un-sc", "--into", &file]).assert_refused("the folder cannot be made");
}
