//! The match API of yente, in the shapes that its clients read. `tests/with_yente_client.py` asks with the published client.

use sanctions_screen_service::Settings;
use serde_json::{Value, json};

use crate::server::Server;

fn person(name: &str, born: &str) -> Value {
    json!({ "schema": "Person", "properties": { "name": [name], "birthDate": [born] } })
}

#[test]
fn examples_are_matched_with_parts_that_add_up() {
    let server = Server::start(Settings::default());
    let queries = json!({ "a": person("Pyotr Zhelezov", "1961-03-09"), "b": person("Acme Bakery", "1990") });
    let answer = server.post("/match/default", &json!({ "queries": queries })).ok();
    assert_eq!(answer["limit"], 5);
    assert_eq!(answer["responses"]["b"]["results"], json!([]));
    let matches = &answer["responses"]["a"];
    assert_eq!(matches["total"], json!({ "value": 1, "relation": "eq" }));
    assert_eq!(matches["query"], queries["a"]);
    let result = &matches["results"][0];
    assert_eq!(result["id"], "first:2");
    assert_eq!(result["caption"], "Pyotr Zhelezov");
    assert_eq!(result["schema"], "Person");
    assert_eq!(result["properties"]["birthDate"], json!(["1961-03-09"]));
    assert_eq!(result["datasets"], json!(["first"]));
    assert_eq!(result["match"], true);
    let parts: f64 = result["explanations"].as_object().unwrap().values().map(|f| f["score"].as_f64().unwrap()).sum();
    assert!((parts - result["score"].as_f64().unwrap()).abs() < 1e-9, "{result}");
    let native = json!({ "query": { "name": "Pyotr Zhelezov", "kind": "person", "birth_date": "1961-03-09" } });
    assert_eq!(server.post("/screen", &native).ok()["hits"][0]["score"], result["score"]);
}

#[test]
fn filters_narrow_the_results() {
    let server = Server::start(Settings::default());
    let asked =
        json!({ "queries": { "q": { "schema": "Company", "properties": { "name": "Karelin Turbine Works" } } } });
    let found = |path: &str| server.post(path, &asked).ok()["responses"]["q"]["results"].as_array().unwrap().len();
    assert_eq!(found("/match/default"), 1);
    assert_eq!(found("/match/first?topics=sanction"), 1);
    assert_eq!(found("/match/second"), 0);
    assert_eq!(found("/match/default?include_dataset=second&include_dataset=first"), 1);
    assert_eq!(found("/match/default?exclude_dataset=first"), 0);
    assert_eq!(found("/match/default?exclude_schema=Person&exclude_schema=Organization"), 0);
    assert_eq!(found("/match/default?topics=crime&topics=poi"), 0);
    assert_eq!(found("/match/default?exclude_entity_ids=first:1"), 0);
    assert_eq!(found("/match/default?changed_since=2026-01-01T00:00:00"), 1);
    assert_eq!(found("/match/default?limit=0"), 0);
}

#[test]
fn below_the_threshold_results_are_shown_down_to_the_cutoff() {
    let server = Server::start(Settings::default());
    let asked =
        json!({ "queries": { "q": { "schema": "Company", "properties": { "name": "Karelin Turbin Works" } } } });
    let answer = server.post("/match/default?threshold=1&cutoff=0.5&algorithm=best", &asked).ok();
    let matches = &answer["responses"]["q"];
    assert_eq!(matches["results"][0]["match"], false);
    assert_eq!(matches["total"]["value"], 0);
}

#[test]
fn what_is_not_served_is_refused_with_a_reason() {
    let server = Server::start(Settings::default());
    let asked = json!({ "queries": { "q": { "schema": "Company", "properties": { "name": "Acme" } } } });
    assert!(server.post("/match/nowhere", &asked).refused(404).contains("nowhere"));
    assert!(server.post("/match/default?algorithm=logic-v1", &asked).refused(400).contains("logic-v1"));
    server.post("/match/default?limit=many", &asked).refused(422);
    server.post("/match/default?limit=501", &asked).refused(422);
    server.post("/match/default?threshold=", &asked).refused(422);
    server.get("/entities/first%3A1?nested=").refused(422);
    server.post("/match/first?exclude_dataset=first", &asked).refused(400);
    server.post("/match/default", &json!({ "queries": {} })).refused(422);
    let weighted = json!({ "queries": asked["queries"], "weights": { "name_literal": 0.5 } });
    assert!(server.post("/match/default", &weighted).refused(400).contains("weights"));
    let schema = json!({ "queries": { "q": { "schema": "Sanction", "properties": { "name": "Acme" } } } });
    assert!(server.post("/match/default", &schema).refused(400).contains("\"q\""));
}

#[test]
fn entities_are_searched_and_fetched() {
    let server = Server::start(Settings::default());
    let found = server.get("/search/default?q=karelin+turbine+works&schema=Company&limit=3").ok();
    assert_eq!(found["results"][0]["id"], "first:1");
    assert_eq!((&found["limit"], &found["offset"], &found["facets"]), (&json!(3), &json!(0), &json!({})));
    server.get("/search/default?q=").refused(422);

    let entity = server.get("/entities/first:1").ok();
    assert_eq!(entity["properties"]["topics"], json!(["sanction"]));
    assert_eq!(entity["properties"]["sanctions"][0]["properties"]["authority"], json!(["OFAC"]));
    assert_eq!(server.get("/entities/first%3A1?nested=false").ok()["properties"].get("sanctions"), None);
    assert_eq!(server.get("/entities/second:1").ok()["caption"], "Zephyr Gyroscopes Ltd");
    server.get("/entities/first:9").refused(404);
}

#[test]
fn the_catalogue_names_each_list_and_its_version() {
    let server = Server::start(Settings::default());
    let catalog = server.get("/catalog").ok();
    assert_eq!(catalog["current"], json!(["first", "second"]));
    assert_eq!(catalog["datasets"][0]["children"], json!(["first", "second"]));
    assert_eq!(catalog["datasets"][1]["index_version"], json!(server.service.version().lists[0].sha256));
    assert_eq!(server.get("/algorithms").ok()["best"], "sanctions-screen");
}
