//! Files made to fill the memory or the day: each limit of docs/RELIABILITY.md refuses with an error that names it.
//!
//! What each takes is printed, and measured alone: `cargo test --release --test suite limits -- --include-ignored --nocapture
//! --test-threads=1`.
#![allow(clippy::print_stdout, reason = "what a limit costs is shown")]

use std::fs;
use std::io::{self, Write as _};
use std::time::Instant;

use sanctions_screen::list::{List, ReadOptions};
use sanctions_screen::{Entity, Error, Kind, MAX_IDENTIFIERS, MAX_NAME_CHARACTERS, Query, Screener, bundled_screener};

/// Runs something and prints how long it took, and by how much the memory of the process grew at most (on Linux).
fn measured<T>(what: &str, run: impl FnOnce() -> T) -> T {
    let memory = |label: &str| -> Option<u64> {
        let status = fs::read_to_string("/proc/self/status").ok()?;
        status.lines().find_map(|line| line.strip_prefix(label))?.trim().strip_suffix(" kB")?.parse().ok()
    };
    // Makes the peak what is used now.
    let _ = fs::write("/proc/self/clear_refs", "5");
    let before = memory("VmRSS:");
    let started = Instant::now();
    let done = run();
    let took = started.elapsed();
    let grown = memory("VmHWM:").zip(before).map_or(0, |(peak, before)| peak.saturating_sub(before) / 1024);
    println!("{what}: {took:.1?}, {grown} MiB");
    done
}

fn refusal(name: &str, bytes: &[u8], options: &ReadOptions) -> Error {
    let read = || List::from_bytes(name, bytes, options).unwrap_err();
    let strict = measured(&format!("{name} of {} bytes is refused", bytes.len()), read);
    let lenient = List::from_bytes(name, bytes, &options.clone().lenient()).unwrap_err();
    assert_eq!(strict.to_string(), lenient.to_string(), "what exceeds a limit is refused either way");
    strict
}

fn says(error: &Error, words: &str) {
    assert!(error.to_string().contains(words), "{words:?} is not in {error}");
}

/// A list whose one cell goes on and on.
fn endless(bytes: u64) -> impl io::Read {
    use io::Read as _;
    (&b"id,kind,name,aliases\n1,person,Ivan Petrov,"[..]).chain(io::repeat(b'a').take(bytes))
}

fn gzip(mut content: impl io::Read) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    io::copy(&mut content, &mut packed).unwrap();
    packed.finish().unwrap()
}

fn zip(name: &str, mut content: impl io::Read) -> Vec<u8> {
    let mut packed = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    packed.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    io::copy(&mut content, &mut packed).unwrap();
    packed.finish().unwrap().into_inner()
}

#[test]
fn archives_that_hold_more_than_the_limit() {
    let options = ReadOptions::default().most_bytes(1 << 20);
    let rows = (0..60_000)
        .fold(String::from("id,kind,name,aliases\n"), |text, row| text + &format!("{row},person,Name {row},\n"));
    for packed in [gzip(rows.as_bytes()), zip("own.csv", rows.as_bytes())] {
        let error = refusal("own.csv", &packed, &options);
        assert!(matches!(error, Error::LimitExceeded { limit: 0x0010_0000, .. }), "{error}");
        says(&error, "once decompressed");
        assert_eq!(List::from_bytes("own.csv", &packed, &ReadOptions::default()).unwrap().entities.len(), 60_000);
    }
    let error = refusal("own.csv", rows.as_bytes(), &options);
    assert!(matches!(error, Error::LimitExceeded { .. }), "a file that is not packed has the same limit: {error}");
}

#[test]
fn bombs_of_one_byte_repeated() {
    // 64 MiB of zeros in less than one. Nothing of a list is in them, so no more than the beginning is read.
    let zeros = gzip(io::Read::take(io::repeat(0), 64 << 20));
    assert!(zeros.len() < 1 << 20);
    assert!(matches!(refusal("bomb.csv", &zeros, &ReadOptions::default()), Error::UnknownFormat { .. }));
    let twice = gzip(&zeros[..]);
    assert!(matches!(refusal("bomb.csv", &twice, &ReadOptions::default()), Error::UnknownFormat { .. }));
}

#[test]
fn a_cell_that_goes_on() {
    let error = refusal("own.csv", &gzip(endless(40 << 20)), &ReadOptions::default());
    says(&error, "longer than 1 MiB");
    says(&error, "line 2");
    let quoted = format!("id,kind,name,aliases\n1,person,\"Ivan\n{}", "a\n".repeat(1 << 20));
    says(&refusal("own.csv", quoted.as_bytes(), &ReadOptions::default()), "longer than 1 MiB");
}

#[test]
fn a_row_that_goes_on() {
    // Behind good rows, so that the beginning tells the format.
    let good = (0..4_000).fold(String::new(), |text, row| text + &format!("g{row},person,Pyotr {row},\n"));
    let wide = format!("id,kind,name,aliases\n{good}1,person,Ivan{}\n", ",".repeat(6_000));
    says(&refusal("own.csv", wide.as_bytes(), &ReadOptions::default()), "more than 5,000 cells");
    let cells = format!(",{}", "a".repeat(1 << 19)).repeat(40);
    let long = format!("id,kind,name,aliases\n{good}1,person,Ivan{cells}\n");
    says(&refusal("own.csv", long.as_bytes(), &ReadOptions::default()), "longer than 16 MiB");
}

#[test]
fn names_without_end() {
    let aliases = (0..110_000).fold(String::new(), |text, number| text + &format!("A{number};"));
    let csv = format!("id,kind,name,aliases\n1,person,Ivan,{aliases}\n");
    let error = refusal("own.csv", csv.as_bytes(), &ReadOptions::default());
    assert!(matches!(error, Error::LimitExceeded { limit: 100_000, .. }), "{error}");
}

#[test]
fn json_in_json_in_json() {
    let deep = format!(
        "[{{\"id\":1,\"name\":\"x\",\"kind\":\"person\",\"a\":{}1{}}}]",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    says(&refusal("own.json", deep.as_bytes(), &ReadOptions::default()), "recursion limit");
    let keys = (0..6_000).fold(String::new(), |text, key| text + &format!(",\"k{key}\":1"));
    let wide = format!("[{{\"id\":1,\"name\":\"x\",\"kind\":\"person\"{keys}}}]");
    assert!(matches!(refusal("own.json", wide.as_bytes(), &ReadOptions::default()), Error::LimitExceeded { .. }));
}

#[test]
fn json_values_without_end() {
    let record =
        |values: usize| format!("{{\"id\":1,\"name\":\"x\",\"kind\":\"person\",\"a\":[{}1]}}", "1,".repeat(values));
    let options = ReadOptions::default();
    for (name, text) in [
        ("own.json", format!("[{}]", record(1 << 20))),
        ("own.jsonl", record(1 << 20) + "\n"),
        ("own.json", format!("{{\"list\":[{}],\"behind\":[{}]}}", record(1), "1,".repeat(1 << 20) + "1")),
    ] {
        let error = refusal(name, text.as_bytes(), &options);
        assert!(matches!(error, Error::LimitExceeded { limit: 0x0010_0000, .. }), "{error}");
        says(&error, "number of values");
    }
    // The limit is that of a record, not of the document.
    let many = format!("[{},{}]", record(600_000), record(600_000).replacen('1', "2", 1));
    assert_eq!(List::from_bytes("own.json", many.as_bytes(), &options).unwrap().entities.len(), 2);
    let long = format!("[{{\"id\":1,\"kind\":\"person\",\"name\":\"{}\"}}]", "a".repeat(65 << 20));
    says(&refusal("own.json", long.as_bytes(), &options), "length");
}

#[test]
fn elements_in_elements_and_laughs_by_the_billion() {
    let xml = |inner: &str, dtd: &str| {
        format!(
            "<?xml version=\"1.0\"?>{dtd}<CONSOLIDATED_LIST dateGenerated=\"2026-01-01\"><INDIVIDUALS>{inner}</INDIVIDUALS></CONSOLIDATED_LIST>"
        )
    };
    let deep = format!("<INDIVIDUAL>{}{}</INDIVIDUAL>", "<a>".repeat(100_000), "</a>".repeat(100_000));
    says(&refusal("un.xml", xml(&deep, "").as_bytes(), &ReadOptions::default()), "nested too deeply");
    let mut dtd = String::from("<!DOCTYPE CONSOLIDATED_LIST [<!ENTITY a0 'ha'>");
    for level in 1..=9 {
        dtd.push_str(&format!("<!ENTITY a{level} '{}'>", format!("&a{};", level - 1).repeat(10)));
    }
    dtd.push_str("]>");
    let laughs = "<INDIVIDUAL><FIRST_NAME>&a9;</FIRST_NAME></INDIVIDUAL>";
    // A DTD of its own has no list: the format is not even told.
    let error = refusal("un.xml", xml(laughs, &dtd).as_bytes(), &ReadOptions::default());
    assert!(matches!(error, Error::UnknownFormat { .. }), "{error}");
    let outside = "<!DOCTYPE CONSOLIDATED_LIST SYSTEM 'file:///etc/hostname'>";
    says(&refusal("un.xml", xml(laughs, outside).as_bytes(), &ReadOptions::default()), "&a9; is not defined");
}

#[test]
fn spreadsheets_that_hold_more_than_they_weigh() {
    let sheet = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/lists/own/watchlist.xlsx")).unwrap();
    let with = |change: &dyn Fn(&str, String) -> String| {
        let mut old = zip::ZipArchive::new(io::Cursor::new(&sheet)).unwrap();
        let mut new = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
        for index in 0..old.len() {
            let entry = old.by_index(index).unwrap();
            let name = entry.name().unwrap().into_owned();
            let content = io::read_to_string(entry).unwrap();
            new.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
            new.write_all(change(&name, content).as_bytes()).unwrap();
        }
        new.finish().unwrap().into_inner()
    };
    assert!(List::from_bytes("own.xlsx", &with(&|_, content| content), &ReadOptions::default()).is_ok());
    let far = with(&|name, content| {
        let cell = "<row r=\"1048576\"><c r=\"XFD1048576\" t=\"inlineStr\"><is><t>x</t></is></c></row></sheetData>";
        if name.contains("sheet1") { content.replace("</sheetData>", cell) } else { content }
    });
    let error = refusal("own.xlsx", &far, &ReadOptions::default());
    assert!(matches!(error, Error::LimitExceeded { limit: 20_000_000, .. }), "{error}");
}

/// What is just allowed must be read, in time and memory that grow with the file.
#[test]
#[ignore = "a measurement: some gigabytes and minutes"]
fn as_much_as_is_allowed() {
    let read = |what: &str, name: &str, bytes: &[u8], options: &ReadOptions| {
        let what = format!("{what}, {name} of {} bytes", bytes.len());
        measured(&what, || List::from_bytes(name, bytes, options)).unwrap()
    };
    let options = ReadOptions::default();
    for count in [250_000, 1_000_000] {
        let rows = (0..count).fold(String::from("id,kind,name,aliases\n"), |text, row| {
            text + &format!("{row},organization,Karelin Turbine Works {row},KTW {row}\n")
        });
        let list = read(&format!("{count} entities"), "own.csv", rows.as_bytes(), &options);
        drop(rows);
        let screener = measured("  and made a screener of", || Screener::builder().list(list).build().unwrap());
        let query = Query::new("Karelin Turbine Works 77").unwrap();
        let hits = measured("  and screened by a name like all of them", || screener.screen_query(&query).len());
        println!("  {hits} hits");
    }
    let aliases = (0..99_999).fold(String::new(), |text, number| text + &format!("Aldo {number};"));
    let list = read(
        "100,000 names",
        "own.csv",
        format!("id,kind,name,aliases\n1,person,Ivan,\"{}\"\n", &aliases[..1_000_000]).as_bytes(),
        &options,
    );
    println!("  {} names", list.names());
    let broken = (0..900_000).fold(String::from("id,kind,name,aliases\n0,person,Ivan,\n"), |text, _| text + "1\n");
    let options = options.lenient();
    let list = measured("900,000 rows that are left out", || List::from_bytes("own.csv", broken.as_bytes(), &options));
    println!("  {:?}", list.map(|list| list.report.left_out).map_err(|error| error.to_string()));
    let elements = "<ALIAS><Q/></ALIAS>".repeat(500_000);
    let xml = format!(
        "<?xml version=\"1.0\"?><CONSOLIDATED_LIST dateGenerated=\"2026-01-01\"><INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>Ivan</FIRST_NAME>{elements}</INDIVIDUAL></INDIVIDUALS><ENTITIES></ENTITIES></CONSOLIDATED_LIST>"
    );
    let list = measured("a record of 1,000,000 elements", || List::from_bytes("un.xml", xml.as_bytes(), &options));
    println!("  {:?}", list.map(|list| list.entities.len()).map_err(|error| error.to_string()));
}

/// What would be compared with all before it, once for each of a million values: such a file must be read in seconds.
#[test]
fn values_without_end() {
    let xml = |inner: &str| {
        format!(
            "<?xml version=\"1.0\"?><CONSOLIDATED_LIST dateGenerated=\"2026-01-01\"><INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID>\
             <FIRST_NAME>Ivan</FIRST_NAME>{inner}</INDIVIDUAL></INDIVIDUALS><ENTITIES></ENTITIES></CONSOLIDATED_LIST>"
        )
    };
    let addresses = (0..100_000).fold(String::new(), |text, number| {
        text + &format!("<INDIVIDUAL_ADDRESS><STREET>{number}</STREET></INDIVIDUAL_ADDRESS>")
    });
    let options = ReadOptions::default();
    let read = |name: &str, bytes: &[u8]| {
        measured(&format!("{name} of {} bytes", bytes.len()), || List::from_bytes(name, bytes, &options)).unwrap()
    };
    assert_eq!(read("un.xml", xml(&addresses).as_bytes()).entities[0].addresses.len(), 100_000);
    let keys = (0..4_900).fold(String::new(), |text, key| text + &format!("\"k{key}\":1,"));
    let values = "1,".repeat(1_000_000);
    let json = format!("[{{\"id\":1,\"name\":\"x\",\"kind\":\"person\",{keys}\"last\":[{values}1]}}]");
    assert_eq!(read("own.json", json.as_bytes()).entities.len(), 1);
}

/// The longest queries.
#[test]
fn as_long_as_a_query_may_be() {
    let screener = bundled_screener();
    for unit in ["a", "a ", "ab cd ", "Karelin ", "大连机床", "محمد ", "Technology ", "co.", "а́"] {
        let name: String = unit.chars().cycle().take(MAX_NAME_CHARACTERS).collect();
        let too_long = format!("{name}{unit}");
        assert!(matches!(Query::new(too_long), Err(Error::LimitExceeded { .. })));
        let query =
            measured(&format!("{unit:?} up to {MAX_NAME_CHARACTERS} characters, analysed"), || Query::new(name));
        let Ok(query) = query else { continue };
        measured("  and screened", || screener.screen_query(&query).len());
    }
    let mut entity = Entity::new("1", Kind::Organization, "Acme Arms");
    entity.add_name(sanctions_screen::Name::new("a ".repeat(50_000), sanctions_screen::NameType::StrongAlias));
    let list = List::from_entities("own", "Bank", vec![entity]).unwrap();
    measured("a listed name of 100,000 characters", || Screener::builder().list(list).build().unwrap());
    let mut query = Query::new("Acme Arms").unwrap();
    for number in 0..MAX_IDENTIFIERS {
        query = query.with_identifier(None, format!("{number:09}")).unwrap();
    }
    measured("100 identifiers", || screener.screen_query(&query).len());
    assert!(matches!(query.with_identifier(None, "1"), Err(Error::LimitExceeded { .. })));
}
