//! The records of each release, kept in `tests/records`, and replayed by every version after it.
//!
//! Fails this test, then a score, an order or a line of an explanation is not what it was. Either that was not meant: then it
//! is a bug. Or it was: then raise `sanctions_screen::ALGORITHM` by one, say in the change log which scores moved, and
//! leave the files of earlier releases as they are; their records are then of another algorithm, and say so. Before a
//! release, write its own file, which then never changes again:
//!
//! ```sh
//! cargo test --test suite -- --ignored write_the_records_of_this_release
//! ```

use std::fs;
use std::path::{Path, PathBuf};

use sanctions_screen::{
    ALGORITHM, Configuration, CountryCode, DecisionRecord, Difference, Kind, List, Query, Score, Screener, WeakAliases,
};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/records")
}

/// Invented entities of every kind. The file never changes: its digest stands in the records.
fn screener() -> Screener {
    let text = fs::read_to_string(folder().join("entities.jsonl")).unwrap();
    let entities = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let list = List::from_entities("records", "sanctions-screen", entities).unwrap();
    Screener::builder().list(list).build().unwrap()
}

fn configuration(threshold: u32, weak_aliases: WeakAliases) -> Configuration {
    let mut configuration = Configuration::default();
    configuration.threshold = Score::from_ten_thousandths(threshold);
    configuration.weak_aliases = weak_aliases;
    configuration
}

/// Queries of every kind, each under the settings that make it tell most.
fn questions() -> Vec<(Query, Configuration)> {
    let name = |name: &str| Query::new(name).unwrap();
    let usual = Configuration::default();
    let low = configuration(4000, WeakAliases::Full);
    let strict = configuration(9000, WeakAliases::Ignored);
    vec![
        (name("Northern Lights Optical Works JSC"), usual),
        (name("NLOW"), usual),
        (name("NLOW"), low),
        (name("NLOW"), strict),
        (name("АО Оптический завод \"Северное сияние\""), usual),
        (name("Severnoye Siyanie Optical Plant"), low),
        (name("Some Other Company").with_identifier(None, "7707083893").unwrap(), usual),
        (name("Yunhe Sensor Tech"), usual),
        (name("Yun He Sensors Technology Company Limited"), low),
        (name("云河传感器科技"), usual),
        (name("Yunhe"), low),
        (name("YUNHE INSTRUMENTS"), usual),
        (name("Pyotr Vorontsov-Belsky").with_kind(Kind::Person), usual),
        (name("Peter S. Voronzov Belskij").with_birth_date("1961".parse().unwrap()), low),
        (name("Воронцов-Бельский П. С."), usual),
        (name("Pyotr Vorontsov-Belsky").with_birth_date("1990-01-01".parse().unwrap()), usual),
        (name("Abdulrahman Yousef Al Hamdani"), low),
        (name("عبدالرحمن يوسف الحمداني"), usual),
        (name("Ri Chul Soo").with_country(CountryCode::resolve("KP").unwrap()), low),
        (name("李哲洙"), low),
        (name("M/V Ocean Petrel 8").with_kind(Kind::Vessel), low),
        (name("Unknown Ship").with_identifier(None, "IMO 9187629").unwrap(), strict),
        (name("EP-QZX"), usual),
        (name("Bretheren of Red Ravine"), low),
        (name("Hamlet Bakery"), usual),
    ]
}

fn lines(text: &str) -> Vec<DecisionRecord> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn records_of_each_release_replay() {
    let screener = screener();
    let mut files = 0;
    for file in fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()) {
        if file.ends_with("entities.jsonl") {
            continue;
        }
        files += 1;
        let text = fs::read_to_string(&file).unwrap();
        for (record, line) in lines(&text).iter().zip(text.lines()) {
            let what = format!("{}: {:?}", file.display(), record.query.name());
            assert_eq!(record.to_canonical_json(), line, "{what}: the record is written otherwise than it was");
            let differences = record.replay(&screener).unwrap().differences;
            if record.algorithm == ALGORITHM {
                assert_eq!(differences, [], "{what}: scores moved; the top of tests/suite/records.rs says what to do");
            } else {
                let said = Difference::Algorithm { recorded: record.algorithm, now: ALGORITHM };
                assert_eq!(differences.first(), Some(&said), "{what}");
                // The list is the same in any case.
                assert!(!differences.iter().any(|difference| matches!(difference, Difference::List { .. })), "{what}");
            }
        }
    }
    assert!(files > 0, "there are no records in {}", folder().display());
}

#[test]
fn newest_records_ask_all_questions() {
    let newest = fs::read_to_string(folder().join(concat!(env!("CARGO_PKG_VERSION"), ".jsonl")))
        .expect("this release has records; the top of this file tells how they are written");
    let asked: Vec<_> = lines(&newest).into_iter().map(|record| (record.query, record.configuration)).collect();
    assert_eq!(asked, questions());
    let alerts = lines(&newest).iter().filter(|record| record.is_alert()).count();
    assert!(alerts > 15 && alerts < asked.len(), "{alerts} alerts tell little");
}

#[test]
#[ignore = "writes into the sources"]
fn write_the_records_of_this_release() {
    let screener = screener();
    let records = questions().into_iter().map(|(query, configuration)| {
        let screener = screener.with_configuration(configuration).unwrap();
        let record = DecisionRecord::new(&screener, &query).with_time("2026-11-24T09:30:00Z".parse().unwrap());
        record.to_canonical_json() + "\n"
    });
    let path = folder().join(concat!(env!("CARGO_PKG_VERSION"), ".jsonl"));
    fs::write(path, records.collect::<String>()).unwrap();
}
