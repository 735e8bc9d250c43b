//! One contract for all fronts: every case of `fixtures/cases` gives the same hits, scores and reasons through the library,
//! the command line and the service.
//!
//! The list has an entity for each pair of kind and listed name, in the order of the files and cases, with its place,
//! counted from 1, for its id. Each query is asked with the kind of its case. Other fronts (the Python package) hold
//! themselves to what `batch` writes for the same two files.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use sanctions_screen::list::{List, ReadOptions};
use sanctions_screen::{Kind, Query, Screener};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::serve::Serving;
use crate::{Folder, run};

#[derive(Deserialize)]
struct Phenomenon {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    query: String,
    listed: String,
    kind: Kind,
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/cases");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path| toml::from_str::<Phenomenon>(&fs::read_to_string(path).unwrap()).unwrap().case;
    paths.iter().flat_map(read).collect()
}

/// The hits of an answer, of which a front may say more.
fn hits(answer: &Value) -> Value {
    let hits = answer["hits"].as_array().unwrap_or_else(|| panic!("no hits in {answer}"));
    let kept = ["score", "list", "entity", "matched_name", "name_type", "designated_by", "explanation"];
    hits.iter().map(|hit| kept.iter().map(|&field| (field.to_owned(), hit[field].clone())).collect::<Value>()).collect()
}

#[test]
fn every_front_gives_the_same_hits_and_scores() {
    /// Low, so that there are hits for most cases that must not alert as well.
    const THRESHOLD: f64 = 0.5;
    let cases = cases();
    let mut known = BTreeSet::new();
    let listed: Vec<&Case> = cases.iter().filter(|case| known.insert((case.kind, &*case.listed))).collect();
    let lines = |rows: &mut dyn Iterator<Item = Value>| rows.map(|row| format!("{row}\n")).collect::<String>();
    let folder = Folder::new();
    let mut entities =
        (1..).zip(&listed).map(|(id, case)| json!({ "id": id.to_string(), "kind": case.kind, "name": case.listed }));
    let list = folder.file("cases.jsonl", lines(&mut entities));
    let queries: Vec<Value> = cases.iter().map(|case| json!({ "name": case.query, "kind": case.kind })).collect();
    let rows = folder.file("queries.jsonl", lines(&mut queries.iter().cloned()));

    let list_read = List::open(&list, &ReadOptions::default()).unwrap();
    assert_eq!(list_read.entities.len(), listed.len());
    let threshold = sanctions_screen::Score::from_ratio(THRESHOLD).unwrap();
    let screener = Screener::builder().list(list_read).threshold(threshold).build().unwrap();
    let library: Vec<Value> = cases
        .iter()
        .map(|case| {
            let query = Query::new(case.query.as_str()).unwrap().with_kind(case.kind);
            let found = screener.screen_query(&query);
            found
                .iter()
                .map(|hit| {
                    json!({
                        "score": hit.score(), "list": hit.list().id, "entity": hit.entity(),
                        "matched_name": hit.matched_name().full, "name_type": hit.matched_name().name_type,
                        "designated_by": hit.designated_by(), "explanation": screener.explain(&query, hit).lines,
                    })
                })
                .collect()
        })
        .collect();
    let all: usize = library.iter().map(|hits| hits.as_array().unwrap().len()).sum();
    assert!(all > cases.len() / 2, "only {all} hits: the cases say little");

    let threshold = THRESHOLD.to_string();
    let batch =
        run(["batch", &rows, "--kind-column", "kind", "--list", &list, "--threshold", &threshold, "--format", "json"]);
    assert_eq!(batch.code, 0, "{}", batch.err);
    let command_line: Vec<Value> = batch.json().iter().map(hits).collect();

    let serving = Serving::start(["--list", &list]);
    let mut in_batches = Vec::new();
    for some in queries.chunks(500) {
        let asked = json!({ "queries": some, "threshold": THRESHOLD, "explain": true });
        let answer = serving.post("/screen/batch", &asked);
        in_batches.extend(answer["answers"].as_array().unwrap().iter().map(hits));
    }
    for (place, case) in cases.iter().enumerate() {
        let asked = json!({ "query": queries[place], "threshold": THRESHOLD, "explain": true });
        let alone = hits(&serving.post("/screen", &asked));
        let fronts =
            [("batch", &command_line[place]), ("POST /screen/batch", &in_batches[place]), ("POST /screen", &alone)];
        for (front, hits) in fronts {
            assert_eq!(hits, &library[place], "{front}: {:?} against {:?}", case.query, case.listed);
        }
    }
    assert_eq!((command_line.len(), in_batches.len()), (cases.len(), cases.len()));
}
