//! Fetching from a server that misbehaves: the last good file stays, whole, whatever comes.

mod server;

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use sanctions_screen::list::drift::{Action, Concern, Field};
use sanctions_screen::list::{List, ReadOptions, open_all};
use sanctions_screen_fetch::{Error, Fetched, Fetcher, Folder, Outcome, Settings, Source, Sources};
use server::{Answer, Server, answer, bytes, raw};

const OK: &str = "200 OK";

/// A list of so many entities, as CSV: what is cut off it is still a list.
fn csv(entities: usize) -> Vec<u8> {
    let mut text = "id,kind,name\n".to_owned();
    for number in 1..=entities {
        text.push_str(&format!("{number},organization,Karelin Turbine Works {number}\n"));
    }
    text.into_bytes()
}

/// A real format: what is cut off it is none.
fn un_xml() -> Vec<u8> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/lists/un/consolidated.xml");
    fs::read(path).unwrap()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A folder, and a fetcher whose pauses are noted and not waited for.
struct Case {
    temporary: tempfile::TempDir,
    settings: Settings,
    pauses: Arc<Mutex<Vec<Duration>>>,
}

impl Case {
    fn new() -> Self {
        let mut settings = Settings::default();
        settings.plain_on_loopback = true;
        settings.seed = Some(7);
        // Where nothing goes wrong these are not reached, even on a machine that is busy.
        settings.connect = Duration::from_secs(20);
        settings.read = Duration::from_secs(20);
        settings.total = Duration::from_mins(1);
        Self { temporary: tempfile::tempdir().unwrap(), settings, pauses: Arc::default() }
    }

    /// As [`Self::new`], with a good list of ten entities in place, which nothing is known of but itself.
    fn with_last_good() -> Self {
        let case = Self::new();
        fs::write(case.file(), csv(10)).unwrap();
        case
    }

    fn file(&self) -> PathBuf {
        self.temporary.path().join("own.csv")
    }

    fn source(url: &str) -> Source {
        let table = format!(
            "[[source]]\nid = \"own\"\npublisher = \"Bank\"\nlist = \"Own\"\nurl = {url:?}\nfile = \"own.csv\"\n\
             format = \"own-csv\"\nat_least = 2\n"
        );
        Sources::from_toml("test.toml", &table).unwrap().find("own").unwrap().clone()
    }

    fn fetch_from(&self, url: &str) -> Fetched {
        let pauses = Arc::clone(&self.pauses);
        let mut fetcher =
            Fetcher::new(self.settings.clone()).unwrap().pausing(move |pause| pauses.lock().unwrap().push(pause));
        let folder = Folder::open(self.temporary.path()).unwrap();
        fetcher.fetch(&Self::source(url), &folder)
    }

    fn fetch(&self, server: &Server) -> Fetched {
        self.fetch_from(&server.url("own.csv"))
    }

    /// Fetches, which must fail and leave the last good list of ten entities in place; returns why.
    #[track_caller]
    fn failure(&self, server: &Server) -> (Arc<Error>, u32) {
        let fetched = self.fetch(server);
        assert_eq!(fs::read(self.file()).unwrap(), csv(10), "the last good file is not what it was: {fetched}");
        assert_eq!(fetched.before.as_ref().map(|before| before.entities), Some(10));
        assert!(fetched.to_string().contains("own.csv with 10 entities is kept"), "{fetched}");
        match fetched.outcome {
            Outcome::Failed { error } => (error, fetched.attempts),
            other => panic!("it did not fail: {other:?}"),
        }
    }

    fn pauses(&self) -> Vec<Duration> {
        self.pauses.lock().unwrap().clone()
    }
}

#[track_caller]
fn entities(fetched: &Fetched) -> usize {
    match &fetched.outcome {
        Outcome::Replaced { now, .. } => now.entities,
        other => panic!("{fetched}: {other:?}"),
    }
}

#[test]
fn a_list_is_fetched_and_asked_for_again_on_condition() {
    let case = Case::new();
    let server = Server::start(vec![
        answer(OK, &[("ETag", "\"v1\""), ("Last-Modified", "Mon, 23 Nov 2026 09:00:00 GMT")], &csv(10)),
        answer("304 Not Modified", &[("ETag", "\"v1\"")], b""),
        answer(OK, &[("ETag", "\"v2\"")], &csv(11)),
        answer(OK, &[("ETag", "\"v3\"")], &csv(11)),
        answer(OK, &[], &csv(11)),
    ]);
    assert_eq!(entities(&case.fetch(&server)), 10);
    assert_eq!(fs::read(case.file()).unwrap(), csv(10));
    assert!(matches!(case.fetch(&server).outcome, Outcome::Unchanged { now } if now.entities == 10));
    let third = case.fetch(&server);
    assert_eq!((entities(&third), third.before.unwrap().entities), (11, 10));
    // A new name for the same bytes is no new file.
    assert!(matches!(case.fetch(&server).outcome, Outcome::Unchanged { now } if now.etag.as_deref() == Some("\"v3\"")));
    // A file that was changed by hand is not what the receipt is for: it is asked for without condition.
    fs::write(case.file(), csv(9)).unwrap();
    assert_eq!(entities(&case.fetch(&server)), 11);

    let requests = server.requests();
    let conditions: Vec<_> = requests
        .iter()
        .map(|request| (request.contains("if-none-match: "), request.contains("if-modified-since: ")))
        .collect();
    assert_eq!(conditions, [(false, false), (true, true), (true, true), (true, false), (false, false)]);
    assert!(requests[1].contains("if-none-match: \"v1\"") && requests[1].contains("mon, 23 nov 2026 09:00:00 gmt"));
    assert!(requests[0].contains("user-agent: sanctions-screen/"));
    // What is noted beside the lists is not taken for a list.
    let (lists, skipped) = open_all(&[case.temporary.path()], &ReadOptions::default()).unwrap();
    assert_eq!((lists.len(), skipped.len()), (1, 0));
}

#[test]
fn a_compressed_answer_is_stored_as_published() {
    let case = Case::new();
    let server = Server::start(vec![answer(OK, &[("Content-Encoding", "gzip")], &gzipped(&csv(10)))]);
    assert_eq!(entities(&case.fetch(&server)), 10);
    assert_eq!(fs::read(case.file()).unwrap(), csv(10));
}

#[test]
fn what_may_pass_is_tried_again_later_and_later() {
    let case = Case::with_last_good();
    let half = bytes(OK, &[("Content-Length", "9999")], &csv(10));
    let server = Server::start(vec![
        answer("500 Internal Server Error", &[], b"oops"),
        Answer::Bytes(half),
        Answer::Bytes(Vec::new()),
        answer(OK, &[], &csv(10)),
    ]);
    let fetched = case.fetch(&server);
    assert!(matches!(fetched.outcome, Outcome::Unchanged { .. }), "{fetched}");
    assert_eq!(fetched.attempts, 4);
    let pauses = case.pauses();
    for (pause, full) in pauses.iter().zip([2, 4, 8]) {
        let full = Duration::from_secs(full);
        assert!(full / 2 <= *pause && *pause <= full, "{pauses:?}");
    }
    assert_eq!(pauses.len(), 3);
}

#[test]
fn pauses_are_the_same_for_one_seed() {
    let pauses = |seed| {
        let mut case = Case::with_last_good();
        case.settings.seed = Some(seed);
        let answers = (0..4).map(|_| answer("503 Service Unavailable", &[], b"")).collect();
        let (error, attempts) = case.failure(&Server::start(answers));
        assert!(matches!(*error, Error::Status { status: 503, .. }), "{error}");
        assert_eq!(attempts, 4);
        case.pauses()
    };
    assert_eq!(pauses(1), pauses(1));
    assert_ne!(pauses(1), pauses(2));
}

#[test]
fn retry_after_is_obeyed_up_to_the_longest_pause() {
    let case = Case::with_last_good();
    let busy = "429 Too Many Requests";
    let server = Server::start(vec![
        answer(busy, &[("Retry-After", "77")], b""),
        // A time is read against the server's clock, not this machine's.
        answer(
            busy,
            &[("Date", "Mon, 23 Nov 2026 09:00:00 GMT"), ("Retry-After", "Mon, 23 Nov 2026 09:01:30 GMT")],
            b"",
        ),
        answer(OK, &[], &csv(11)),
    ]);
    assert_eq!(entities(&case.fetch(&server)), 11);
    assert_eq!(case.pauses(), [Duration::from_secs(77), Duration::from_secs(90)]);

    let case = Case::with_last_good();
    let (error, attempts) = case.failure(&Server::start(vec![answer(busy, &[("Retry-After", "3600")], b"")]));
    assert!(matches!(*error, Error::TooLong { status: 429, .. }), "{error}");
    assert_eq!((attempts, case.pauses().len()), (1, 0));
}

#[test]
fn what_will_not_pass_is_not_tried_again() {
    for status in ["403 Forbidden", "404 Not Found", "410 Gone", "204 No Content", "304 Not Modified"] {
        let case = Case::with_last_good();
        let (error, attempts) = case.failure(&Server::start(vec![answer(status, &[], b"")]));
        assert!(
            matches!(&*error, Error::Status { status: code, .. } if status.starts_with(&code.to_string())),
            "{error}"
        );
        assert_eq!(attempts, 1, "{status}");
    }
}

#[test]
fn what_is_no_whole_list_is_not_taken() {
    let page = b"<!DOCTYPE html><html><body><h1>Scheduled maintenance</h1></body></html>";
    let xml = un_xml();
    assert!(List::from_bytes("un.xml", &xml, &ReadOptions::default()).is_ok());
    for body in [page.as_slice(), b"", b"\x00\xff\x13\x37 garbage", &xml[..xml.len() / 2]] {
        let case = Case::with_last_good();
        let (error, attempts) = case.failure(&Server::start(vec![answer(OK, &[], body)]));
        assert!(matches!(*error, Error::Unreadable { .. }), "{error}");
        assert_eq!(attempts, 1);
    }
}

#[test]
fn a_list_that_is_not_the_next_version_is_not_taken() {
    let refused = |body: &[u8]| {
        let case = Case::with_last_good();
        let (error, _) = case.failure(&Server::start(vec![answer(OK, &[], body)]));
        match &*error {
            Error::Refused { findings, .. } => {
                let refusals = findings.iter().filter(|finding| finding.action == Action::Refuse);
                refusals.map(|finding| finding.concern).collect::<Vec<_>>()
            }
            other => panic!("{other}"),
        }
    };
    // Without a length, where the connection breaks is where the answer ends.
    let cut = &csv(10)[..150];
    assert_eq!(refused(cut)[0], Concern::Removed);
    assert_eq!(refused(&csv(8))[0], Concern::Removed);
    assert_eq!(refused(&un_xml())[0], Concern::OtherList);
    // As many entities as before, but their names and ids have changed places; and all have lost their kind.
    let other = |change: fn(&str) -> String| {
        let text = String::from_utf8(csv(10)).unwrap();
        let rows: Vec<String> =
            text.lines().enumerate().map(|(row, line)| if row == 0 { line.to_owned() } else { change(line) }).collect();
        refused(rows.join("\n").as_bytes())
    };
    assert_eq!(other(|row| row.split(',').rev().collect::<Vec<_>>().join(",")), [Concern::Removed]);
    assert!(other(|row| row.replace("organization", "")).contains(&Concern::FieldFell(Field::Kind)));

    let case = Case::with_last_good();
    let (error, _) = case.failure(&Server::start(vec![answer(OK, &[], &csv(1))]));
    assert!(matches!(*error, Error::TooFew { entities: 1, at_least: 2, .. }), "{error}");
}

#[test]
fn the_policy_says_what_is_taken_and_what_is_told() {
    let case = Case::with_last_good();
    assert_eq!(entities(&case.fetch(&Server::start(vec![answer(OK, &[], &csv(9))]))), 9, "a tenth may go");
    let mut case = Case::with_last_good();
    case.settings.policy.removed_percent = 50;
    case.settings.policy.names_fall_percent = 50;
    assert_eq!(entities(&case.fetch(&Server::start(vec![answer(OK, &[], &csv(8))]))), 8);

    // A column that no field takes is taken and told; a stricter policy refuses it.
    let rows = (1..=11).map(|number| format!("{number},organization,Karelin Turbine Works {number},red\n"));
    let wider = "id,kind,name,colour\n".to_owned() + &rows.collect::<String>();
    let case = Case::with_last_good();
    let fetched = case.fetch(&Server::start(vec![answer(OK, &[], wider.as_bytes())]));
    let Outcome::Replaced { changes: Some(changes), .. } = &fetched.outcome else { panic!("{fetched}") };
    assert_eq!((changes.added, changes.removed, changes.changed), (1, 0, 10));
    assert!(changes.warnings.iter().any(|finding| finding.concern == Concern::NewLabels), "{changes:?}");
    assert!(fetched.to_string().contains("WARNING"), "{fetched}");
    let mut case = Case::with_last_good();
    case.settings.policy.new_labels = Action::Refuse;
    let (error, _) = case.failure(&Server::start(vec![answer(OK, &[], wider.as_bytes())]));
    assert!(matches!(*error, Error::Refused { .. }), "{error}");
}

#[test]
fn an_older_list_is_not_taken() {
    let of = |day: &str| {
        String::from_utf8(un_xml())
            .unwrap()
            .replace("dateGenerated=\"", &format!("dateGenerated=\"{day}T00:00:00Z\" was=\""))
    };
    let case = |older| {
        let mut case = Case::new();
        case.settings.policy.older = older;
        fs::write(case.file(), of("2026-11-20")).unwrap();
        case
    };
    let fetch = |case: &Case, day| case.fetch(&Server::start(vec![answer(OK, &[], of(day).as_bytes())]));
    let fetched = fetch(&case(Action::Refuse), "2022-03-01");
    let Outcome::Failed { error } = &fetched.outcome else { panic!("{fetched}") };
    let Error::Refused { findings, .. } = &**error else { panic!("{error}") };
    assert_eq!(findings[0].concern, Concern::Older);
    assert!(matches!(fetch(&case(Action::Refuse), "2026-11-21").outcome, Outcome::Replaced { .. }));
    assert!(matches!(fetch(&case(Action::Warn), "2022-03-01").outcome, Outcome::Replaced { .. }));
}

#[test]
fn a_slow_server_is_given_up() {
    let list = bytes(OK, &[], &csv(10));
    let head = bytes(OK, &[("Content-Length", "9999")], b"id,kind,name\n");
    for (answer, read, total) in [
        // A byte now and then never stands still for long, but does not come to an end either.
        (Answer::Drip(list), 20_000, 300),
        (Answer::Stall(Vec::new()), 200, 20_000),
        (Answer::Stall(head), 200, 20_000),
    ] {
        let mut case = Case::with_last_good();
        case.settings.attempts = 1;
        case.settings.read = Duration::from_millis(read);
        case.settings.total = Duration::from_millis(total);
        let (error, _) = case.failure(&Server::start(vec![answer]));
        assert!(matches!(&*error, Error::Connection { reason, .. } if reason.contains("in time")), "{error}");
    }
}

#[test]
fn what_is_cut_off_is_not_taken() {
    let whole = csv(10);
    let compressed = gzipped(&whole);
    for answer in [
        raw(OK, &[("Content-Length", "400")], &whole[..200]),
        raw(OK, &[("Transfer-Encoding", "chunked")], b"14\r\nid,kind,name\n1,organi"),
        raw(OK, &[("Content-Encoding", "gzip")], &compressed[..compressed.len() - 9]),
        raw(OK, &[("Content-Encoding", "gzip"), ("Content-Length", "9999")], &compressed),
        raw("200", &[], b""),
        Answer::Bytes(b"I am no web server\r\n\r\n".to_vec()),
    ] {
        let mut case = Case::with_last_good();
        case.settings.attempts = 1;
        let (error, _) = case.failure(&Server::start(vec![answer]));
        assert!(matches!(*error, Error::Connection { .. } | Error::Unreadable { .. }), "{error}");
    }
}

#[test]
fn a_length_that_is_too_small_cuts_the_list_and_is_seen() {
    let whole = csv(10);
    let case = Case::with_last_good();
    let (error, _) = case.failure(&Server::start(vec![raw(OK, &[("Content-Length", "150")], &whole)]));
    assert!(matches!(*error, Error::Refused { .. } | Error::Unreadable { .. }), "{error}");
}

#[test]
fn what_is_too_large_is_not_read_to_its_end() {
    let bomb = gzipped(&vec![b' '; 8 << 20]);
    assert!(bomb.len() < 100_000);
    for answer in [
        answer(OK, &[("Content-Encoding", "gzip")], &bomb),
        raw(OK, &[("Content-Length", "999999999999999999")], b"id"),
        raw(OK, &[], &vec![b' '; 2 << 20]),
    ] {
        let mut case = Case::with_last_good();
        case.settings.most_bytes = 1 << 20;
        let (error, attempts) = case.failure(&Server::start(vec![answer]));
        assert!(matches!(*error, Error::TooLarge { limit: 0x10_0000, .. }), "{error}");
        assert_eq!(attempts, 1);
    }
    // Exactly the limit may be.
    let mut case = Case::with_last_good();
    case.settings.most_bytes = csv(11).len() as u64;
    assert_eq!(entities(&case.fetch(&Server::start(vec![answer(OK, &[], &csv(11))]))), 11);
}

#[test]
fn redirects_are_followed_but_not_in_circles_and_not_away_from_https() {
    let redirect = |to: &str| answer("302 Found", &[("Location", to)], b"");
    let case = Case::with_last_good();
    let server = Server::start(vec![redirect("/elsewhere/list"), answer(OK, &[], &csv(11))]);
    assert_eq!(entities(&case.fetch(&server)), 11);
    assert!(server.requests()[1].starts_with("get /elsewhere/list "));

    let server = Server::start_with(|address| (0..10).map(|_| redirect(&format!("{address}/round"))).collect());
    let case = Case::with_last_good();
    let (error, attempts) = case.failure(&server);
    assert!(matches!(*error, Error::Address { .. }), "{error}");
    assert_eq!((attempts, server.requests().len()), (1, 6), "five redirects are followed");

    for to in ["ftp://127.0.0.1/list", "file:///etc/passwd", "javascript:alert(1)", "http://[::", "https://"] {
        let mut case = Case::with_last_good();
        case.settings.attempts = 1;
        let (error, _) = case.failure(&Server::start(vec![redirect(to)]));
        assert!(matches!(*error, Error::Address { .. } | Error::Connection { .. }), "{to}: {error:?}");
    }
}

#[test]
fn only_https_is_fetched_from() {
    let server = Server::start(vec![answer(OK, &[], &csv(11))]);
    let mut case = Case::with_last_good();
    case.settings.plain_on_loopback = false;
    let (error, _) = case.failure(&server);
    assert!(matches!(*error, Error::Address { .. }), "{error}");
    assert!(server.requests().is_empty());
    case.settings.plain_on_loopback = true;
    for url in [
        "http://lists.example.com/own.csv",
        "ftp://127.0.0.1/own.csv",
        "file:///own.csv",
        "own.csv",
        "",
        "https://user:secret@127.0.0.1/own.csv",
    ] {
        let fetched = case.fetch_from(url);
        let Outcome::Failed { error } = fetched.outcome else { panic!("{url}") };
        assert!(matches!(*error, Error::Address { .. }), "{url}: {error:?}");
    }
}

#[test]
fn a_server_that_is_not_there_is_tried_again() {
    let server = Server::start(Vec::new());
    let case = Case::with_last_good();
    let (error, attempts) = case.failure(&server);
    assert!(matches!(*error, Error::Connection { .. }), "{error}");
    assert_eq!(attempts, 4);
}

#[test]
fn a_first_fetch_that_fails_leaves_no_file() {
    let case = Case::new();
    let fetched = case.fetch(&Server::start(vec![answer("404 Not Found", &[], b"")]));
    assert!(fetched.is_failed() && fetched.before.is_none());
    assert!(fetched.to_string().contains("there is no good own.csv from before"), "{fetched}");
    assert!(!case.file().exists());
}

#[test]
fn a_broken_file_in_place_is_no_last_good_one() {
    let case = Case::new();
    fs::write(case.file(), "<html>").unwrap();
    let fetched = case.fetch(&Server::start(vec![answer(OK, &[], &csv(5))]));
    assert!(fetched.before.is_none());
    assert_eq!(entities(&fetched), 5);
}

#[test]
fn what_a_killed_program_left_is_removed() {
    let case = Case::new();
    let left = case.temporary.path().join(".own.csv.a1B2c3.part");
    let of_another = case.temporary.path().join(".other.csv.a1B2c3.part");
    fs::write(&left, "half").unwrap();
    fs::write(&of_another, "half").unwrap();
    case.fetch(&Server::start(vec![answer(OK, &[], &csv(5))]));
    assert!(!left.exists() && of_another.exists());
}

#[test]
fn a_folder_that_cannot_be_written_to_fails_and_says_so() {
    let case = Case::new();
    // The file's name is taken by a folder.
    fs::create_dir(case.file()).unwrap();
    let fetched = case.fetch(&Server::start(vec![answer(OK, &[], &csv(5))]));
    let Outcome::Failed { error } = fetched.outcome else { panic!("it was written") };
    assert!(matches!(*error, Error::File { .. }), "{error}");
    assert!(error.to_string().contains("own.csv"), "{error}");
}

#[test]
fn the_report_is_json() {
    let case = Case::new();
    let server = Server::start(vec![answer(OK, &[], &csv(10)), answer("404 Not Found", &[], b"")]);
    let replaced = serde_json::to_value(case.fetch(&server)).unwrap();
    assert_eq!((&replaced["outcome"], &replaced["now"]["entities"]), (&"replaced".into(), &10.into()));
    assert_eq!((&replaced["id"], &replaced["before"]), (&"own".into(), &serde_json::Value::Null));
    let failed = serde_json::to_value(case.fetch(&server)).unwrap();
    assert_eq!((&failed["outcome"], &failed["before"]["entities"]), (&"failed".into(), &10.into()));
    assert!(failed["error"].as_str().unwrap().contains("404"));
}

#[test]
fn settings_that_cannot_be_used_are_refused() {
    let refused = |change: fn(&mut Settings)| {
        let mut settings = Settings::default();
        change(&mut settings);
        assert!(matches!(Fetcher::new(settings), Err(Error::Setting { .. })));
    };
    refused(|settings| settings.attempts = 0);
    refused(|settings| settings.root_certificates = Some(b"no certificate".to_vec()));
}

#[test]
fn the_official_table_is_whole() {
    let sources = Sources::official();
    assert!(sources.iter().count() >= 15);
    for source in &sources {
        assert!(source.url.starts_with("https://"), "{}", source.id);
        assert!(source.at_least > 0, "{}", source.id);
        assert!(source.by_default || !source.note.is_empty(), "{}: why is it not fetched?", source.id);
    }
    // One format of each list is fetched by default: two would be two lists of the same entities.
    let mut lists: Vec<_> = sources.by_default().map(|source| (&source.publisher, &source.list)).collect();
    lists.sort();
    lists.dedup();
    assert_eq!(lists.len(), sources.by_default().count());
    assert!(!sources.find("opensanctions").unwrap().by_default);
}

#[test]
fn the_page_has_every_source() {
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/FETCH.md")).unwrap();
    for source in &Sources::official() {
        let row = page.lines().find(|line| line.starts_with(&format!("| `{}` |", source.id)));
        let row = row.unwrap_or_else(|| panic!("docs/FETCH.md has no row for {}", source.id));
        assert!(row.contains(&source.url) && row.contains(&source.file), "{row}");
    }
}

#[test]
fn tables_that_cannot_be_used_are_refused() {
    let row = "id = \"a\"\npublisher = \"b\"\nlist = \"c\"\nurl = \"https://d.example\"\nfile = \"e.xml\"\nformat = \"un-xml\"\n";
    let table = |rows: &str| Sources::from_toml("own.toml", rows);
    let with = |from: &str, to: &str| table(&format!("[[source]]\n{}", row.replace(from, to)));
    assert!(with("", "").is_ok());
    for (from, to) in [
        ("e.xml", "../e.xml"),
        ("e.xml", ".hidden"),
        ("e.xml", "a/b.xml"),
        ("e.xml", ""),
        ("un-xml", "un-yaml"),
        ("id = \"a\"", "id = \"\""),
        ("url", "uri"),
    ] {
        let error = with(from, to).unwrap_err().to_string();
        assert!(error.starts_with("own.toml: "), "{error}");
    }
    let twice = table(&format!("[[source]]\n{row}[[source]]\n{row}")).unwrap_err().to_string();
    assert!(twice.contains("the id occurs twice"), "{twice}");
    let one_file = table(&format!("[[source]]\n{row}[[source]]\n{}", row.replace("\"a\"", "\"b2\"")));
    assert!(one_file.unwrap_err().to_string().contains("same file"));
    assert!(table("").is_err());
    assert!(table("source = 7").is_err());
}
