//! `/screen` and `/screen/batch` give what the library gives.

use std::time::Duration;

use sanctions_screen::{Entity, Kind, List, Query, Screener};
use sanctions_screen_service::{Service, Settings};
use serde_json::{Value, json};

use crate::server::{Server, lists};

#[test]
fn a_name_is_answered_as_the_library_answers() {
    let server = Server::start(Settings::default());
    let query = Query::new("KARELIN TURBIN WORKS").unwrap().with_kind(Kind::Organization);
    let asked = json!({ "query": query, "explain": true });
    let answer = server.post("/screen", &asked).ok();

    let screener = lists().unwrap();
    let hits = screener.screen_query(&query);
    assert_eq!(hits.len(), 1);
    assert_eq!(answer["hits"].as_array().unwrap().len(), 1);
    let hit = &answer["hits"][0];
    assert_eq!(hit["score"], json!(hits[0].score()));
    assert_eq!(hit["list"], "first");
    assert_eq!(hit["entity"], serde_json::to_value(hits[0].entity()).unwrap());
    assert_eq!(hit["matched_name"], "Karelin Turbine Works");
    assert_eq!(hit["designated_by"], json!(["OFAC"]));
    assert_eq!(hit["explanation"], serde_json::to_value(screener.explain(&query, &hits[0]).lines).unwrap());
    assert_eq!(answer["query"], serde_json::to_value(&query).unwrap());
    assert_eq!(answer["edition"], serde_json::to_value(server.service.version()).unwrap());
    assert_eq!(answer["threshold"], 0.75);
    assert_eq!(answer["algorithm"], sanctions_screen::ALGORITHM);
}

#[test]
fn an_explanation_is_given_on_request_only() {
    let server = Server::start(Settings::default());
    let answer = server.post("/screen", &json!({ "query": { "name": "Zephyr Gyroscopes" } })).ok();
    assert_eq!(answer["hits"][0]["designated_by"], json!([]));
    assert_eq!(answer["hits"][0].get("explanation"), None);
}

#[test]
fn the_threshold_of_a_request_is_obeyed() {
    let server = Server::start(Settings::default());
    let hits = |threshold: f64| {
        let asked = json!({ "query": { "name": "Karelin Turbin Works" }, "threshold": threshold });
        server.post("/screen", &asked).ok()["hits"].as_array().unwrap().len()
    };
    assert_eq!((hits(0.3), hits(1.0)), (1, 0));
    let asked = json!({ "query": { "name": "Karelin" }, "threshold": 0.001 });
    assert!(server.post("/screen", &asked).refused(422).contains("0.3"));
}

#[test]
fn a_batch_is_answered_in_order_and_says_what_it_did_not_screen() {
    let server = Server::start(Settings::default());
    let queries = json!([
        { "name": "Zephyr Gyroscopes Ltd" },
        { "name": " -- " },
        { "name": "Acme Bakery" },
        { "name": "Pyotr Zhelezov", "kind": "person", "birth_date": "1961-03-09", "identifiers": [["passport", "X1234567"]] },
    ]);
    let answer = server.post("/screen/batch", &json!({ "queries": queries })).ok();
    assert_eq!(answer["not_screened"], 1);
    let answers = answer["answers"].as_array().unwrap();
    assert_eq!(answers.len(), 4);
    assert_eq!(answers[0]["hits"][0]["score"], 1.0);
    assert!(answers[1]["error"].as_str().unwrap().contains("no letters"), "{}", answers[1]);
    assert_eq!(answers[1].get("hits"), None);
    assert_eq!(answers[2]["hits"], json!([]));
    assert_eq!(answers[3]["hits"][0]["entity"]["id"], "2");
    let alone = server.post("/screen", &json!({ "query": queries[3] })).ok();
    assert_eq!(answers[3]["hits"], alone["hits"]);
}

#[test]
fn a_batch_that_is_screened_in_parts_is_one_answer_in_order() {
    let mut settings = Settings::default();
    settings.threads = 3.try_into().unwrap();
    let server = Server::start(settings);
    let name = |number: usize| match number % 3 {
        0 => "Karelin Turbine Works".to_owned(),
        1 => "--".to_owned(),
        _ => format!("Acme Bakery {number}"),
    };
    let queries: Vec<Value> = (0..500).map(|number| json!({ "name": name(number) })).collect();
    let answer = server.post("/screen/batch", &json!({ "queries": queries, "journal": true })).ok();
    let answers = answer["answers"].as_array().unwrap();
    assert_eq!((answers.len(), &answer["not_screened"]), (500, &json!(167)));
    for (number, one) in answers.iter().enumerate() {
        match number % 3 {
            0 => assert_eq!(one["hits"][0]["entity"]["id"], "1"),
            1 => assert!(one["error"].is_string(), "{one}"),
            _ => assert_eq!((&one["query"]["name"], &one["hits"]), (&json!(name(number)), &json!([]))),
        }
    }
    let lines = answer["journal"].as_str().unwrap().lines();
    let recorded: Vec<Value> = lines.map(|line| serde_json::from_str(line).unwrap()).collect();
    let screened: Vec<&Value> =
        answers.iter().filter(|one| one.get("hits").is_some()).map(|one| &one["query"]).collect();
    assert_eq!(recorded.iter().map(|line| &line["record"]["query"]).collect::<Vec<_>>(), screened);
    assert!(recorded.iter().all(|line| line["record"]["at"] == recorded[0]["record"]["at"]));
}

#[test]
fn lists_are_loaded_again_when_the_watched_file_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("listed-name");
    let put = |name: &str| {
        let next = folder.path().join("next");
        std::fs::write(&next, name).unwrap();
        std::fs::rename(&next, &file).unwrap();
    };
    put("Karelin Turbine Works");
    let mut settings = Settings::default();
    settings.watched = Some(file.clone());
    settings.watched_every = Duration::from_millis(10);
    let load = {
        let file = file.clone();
        move || {
            let name = std::fs::read_to_string(&file)?;
            if name == "damaged" {
                return Err(name.into());
            }
            let listed = Entity::new("1", Kind::Organization, name);
            Ok(Screener::builder().list(List::from_entities("own", "Example Bank", vec![listed])?).build()?)
        }
    };
    let server = Server::of(Service::new(settings, load).unwrap());
    let edition_with = |name: &str| loop {
        let answer = server.post("/screen", &json!({ "query": { "name": name } })).ok();
        if answer["hits"] != json!([]) {
            break answer["edition"]["number"].as_u64().unwrap();
        }
        std::thread::yield_now();
    };
    assert_eq!(edition_with("Karelin Turbine Works"), 1);
    put("Zephyr Gyroscopes");
    assert_eq!(edition_with("Zephyr Gyroscopes"), 2);

    // What cannot be used, or is not there, changes nothing, and is tried once.
    put("damaged");
    let failed = "sanctions_screen_reloads_total{outcome=\"failed\"} 1";
    while !server.get("/metrics").text.contains(failed) {
        std::thread::yield_now();
    }
    std::fs::remove_file(&file).unwrap();
    assert_eq!(edition_with("Zephyr Gyroscopes"), 2);
    put("Acme Arms Bakery");
    assert_eq!(edition_with("Acme Arms Bakery"), 3);
    assert!(server.get("/metrics").text.contains(failed));
}

#[test]
fn what_cannot_be_asked_is_refused_with_a_reason() {
    let server = Server::start(Settings::default());
    let refused = |asked: Value| server.post("/screen", &asked).refused(422);
    assert!(refused(json!({ "query": { "name": "" } })).contains("empty"));
    assert!(refused(json!({ "query": { "name": "A B", "birthdate": "1961" } })).contains("birthdate"));
    assert!(refused(json!({ "query": { "name": "A B", "country": "Atlantis" } })).contains("country"));
    assert!(server.post("/nowhere", &json!({})).refused(404).contains("path"));
    assert!(server.get("/screen").refused(405).contains("POST"));
}

#[test]
fn lists_are_loaded_again_and_every_answer_says_which_it_is_of() {
    let server = Server::start(Settings::default());
    let number =
        || server.post("/screen", &json!({ "query": { "name": "Acme Bakery" } })).ok()["edition"]["number"].clone();
    assert_eq!(number(), 1);
    server.service.reload().unwrap();
    assert_eq!(number(), 2);
}

#[test]
fn authorities_are_those_of_the_lists_in_force() {
    let server = Server::start(Settings::default());
    let told = server.get("/authorities").ok();
    assert_eq!(
        told,
        json!({ "edition": 1, "authorities": [{ "authority": "OFAC", "entities": 1, "lists": ["first"] }] })
    );
}

#[test]
fn the_alert_rate_falls_with_the_threshold_and_is_of_the_edition_in_force() {
    let server = Server::start(Settings::default());
    let rate = server.get("/alert-rate").ok();
    assert_eq!((&rate["edition"], &rate["names"]), (&json!(1), &json!(1000)));
    let points = rate["by_threshold"].as_array().unwrap();
    assert_eq!((&points[0]["threshold"], &points[40]["threshold"], points.len()), (&json!(0.6), &json!(1.0), 41));
    assert!(points.windows(2).all(|pair| pair[0]["alerts"].as_u64() >= pair[1]["alerts"].as_u64()), "{points:?}");
    server.service.reload().unwrap();
    assert_eq!(server.get("/alert-rate").ok()["edition"], 2);
}

#[test]
fn the_alert_rate_is_what_screening_those_names_gives() {
    let names: Vec<Value> = include_str!("../../src/ordinary_names.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|name| json!({ "name": name }))
        .collect();
    let first = names[0]["name"].as_str().unwrap().to_owned();
    let load = move || {
        let listed = Entity::new("1", Kind::Organization, first.as_str());
        Screener::builder().list(List::from_entities("own", "Example Bank", vec![listed])?).build().map_err(Into::into)
    };
    let server = Server::of(Service::new(Settings::default(), load).unwrap());
    let answer = server.post("/screen/batch", &json!({ "queries": names, "threshold": 0.6 })).ok();
    assert_eq!(answer["not_screened"], 0);
    let alerts = answer["answers"].as_array().unwrap().iter().filter(|one| one["hits"] != json!([])).count();
    let rate = server.get("/alert-rate").ok();
    assert_eq!(rate["by_threshold"][0], json!({ "threshold": 0.6, "alerts": alerts }));
    assert!(alerts > 0, "the listed one of the names alerts");
}
