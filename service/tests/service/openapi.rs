//! The interface that is told is the interface that is there.

use sanctions_screen_service::Settings;
use serde_json::{Value, json};

use crate::server::Server;

#[test]
fn every_path_that_is_told_is_there_and_the_other_way_round() {
    let server = Server::start(Settings::default());
    let told = server.get("/openapi.json").ok();
    let paths = told["paths"].as_object().unwrap();
    for (path, methods) in paths {
        for method in methods.as_object().unwrap().keys() {
            let asked = path.replace("{dataset}", "default").replace("{id}", "nobody");
            let answer = if method == "get" { server.get(&asked) } else { server.post(&asked, &json!({})) };
            assert!(!answer.text.contains("no such path") && answer.status != 405, "{method} {path}: {}", answer.text);
        }
    }
    let documented = include_str!("../../../docs/SERVICE.md");
    for path in paths.keys() {
        assert!(documented.contains(path), "{path} is not in docs/SERVICE.md");
    }
    for path in
        ["/screen", "/screen/batch", "/match/{dataset}", "/search/{dataset}", "/entities/{id}", "/catalog", "/updatez"]
    {
        assert!(paths.contains_key(path), "{path} is not in the OpenAPI");
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let server = Server::start(Settings::default());
    let told = server.get("/openapi.json").ok();
    let mut open = vec![&told];
    let mut references = 0;
    while let Some(value) = open.pop() {
        if let Some(Value::String(reference)) = value.get("$ref") {
            let pointer = reference.strip_prefix('#').expect("a reference within the document");
            assert!(told.pointer(pointer).is_some(), "{reference}");
            references += 1;
        }
        match value {
            Value::Object(members) => open.extend(members.values()),
            Value::Array(members) => open.extend(members),
            _ => {}
        }
    }
    assert!(references > 10, "{references}");
}
