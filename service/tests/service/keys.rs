//! Keys, reloading and what is counted.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use sanctions_screen::{Entity, Kind, List, Screener};
use sanctions_screen_service::{Error, Service, Settings};
use serde_json::json;

use crate::server::{Server, lists};

const KEY: &str = "0123456789abcdef0123456789abcdef";

fn with_keys() -> Settings {
    let mut settings = Settings::default();
    settings.keys = format!("{KEY}\nffffffffffffffffffffffffffffffff\n").parse().unwrap();
    settings
}

#[test]
fn without_the_key_only_health_is_told() {
    let server = Server::start(with_keys());
    let asked = json!({ "query": { "name": "Acme Bakery" } });
    assert!(server.post("/screen", &asked).refused(401).contains("key"));
    server.get("/catalog").refused(401);
    server.get("/metrics").refused(401);
    server.get("/healthz").ok();
    server.get("/readyz").ok();
    for (header, value) in [
        ("Authorization", format!("ApiKey {KEY}")),
        ("Authorization", format!("Bearer {KEY}")),
        ("X-API-Key", KEY.to_owned()),
    ] {
        server.post_with("/screen", &asked, (header, &value)).ok();
    }
    server.post_with("/screen", &asked, ("Authorization", &format!("Bearer {KEY}0"))).refused(401);
    server.post_with("/screen", &asked, ("Authorization", KEY)).refused(401);
}

#[test]
fn an_address_that_others_reach_needs_keys() {
    let mut settings = Settings::default();
    settings.address = "0.0.0.0:0".parse().unwrap();
    assert!(matches!(Service::new(settings.clone(), lists), Err(Error::Open { .. })));
    settings.keys = with_keys().keys;
    assert!(Service::new(settings, lists).is_ok());
}

#[test]
fn keys_are_not_shown() {
    assert!(!format!("{:?}", with_keys()).contains(KEY));
}

#[test]
fn lists_that_cannot_be_loaded_again_leave_those_in_force() {
    let broken = Arc::new(AtomicBool::new(false));
    let is_broken = Arc::clone(&broken);
    let load = move || if is_broken.load(Ordering::Relaxed) { Err("sdn.xml: it is cut off".into()) } else { lists() };
    let server = Server::of(Service::new(with_keys(), load).unwrap());
    let reload = |token: &str| server.post(&format!("/updatez?sync=true&token={token}"), &json!({}));

    assert!(reload("").refused(403).contains("key"));
    reload(KEY).ok();
    assert_eq!(server.service.version().number, 2);
    broken.store(true, Ordering::Relaxed);
    assert!(reload(KEY).refused(500).contains("sdn.xml"));
    assert_eq!(server.service.version().number, 2);
    let asked = json!({ "query": { "name": "Zephyr Gyroscopes" } });
    let answer = server.post_with("/screen", &asked, ("X-API-Key", KEY)).ok();
    assert_eq!(answer["hits"].as_array().unwrap().len(), 1);
}

#[test]
fn no_request_is_lost_while_lists_are_loaded_and_each_answer_is_of_one_edition() {
    // The first, third... edition has the entity, the others have not.
    let loaded = AtomicUsize::new(0);
    let load = move || {
        if loaded.fetch_add(1, Ordering::Relaxed).is_multiple_of(2) {
            return lists();
        }
        let other = Entity::new("1", Kind::Organization, "Acme Arms");
        Ok(Screener::builder().list(List::from_entities("other", "Example Bank", vec![other])?).build()?)
    };
    let server = Server::of(Service::new(Settings::default(), load).unwrap());
    let queries = json!({ "queries": vec![json!({ "name": "Karelin Turbine Works" }); 20] });
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                for _ in 0..20 {
                    let answer = server.post("/screen/batch", &queries).ok();
                    let has_it = answer["edition"]["number"].as_u64().unwrap() % 2 == 1;
                    for one in answer["answers"].as_array().unwrap() {
                        assert_eq!(!one["hits"].as_array().unwrap().is_empty(), has_it, "{}", answer["edition"]);
                    }
                }
            });
        }
        for _ in 0..20 {
            server.service.reload().unwrap();
        }
    });
    assert_eq!(server.service.version().number, 21);
}

#[test]
fn without_keys_nobody_has_the_lists_loaded_again() {
    let server = Server::start(Settings::default());
    server.post("/updatez?sync=true&token=", &json!({})).refused(403);
    assert_eq!(server.service.version().number, 1);
}

#[test]
fn requests_queries_and_alerts_are_counted_without_names() {
    let server = Server::start(Settings::default());
    let queries = json!([{ "name": "Zephyr Gyroscopes" }, { "name": "Acme Bakery" }]);
    server.post("/screen/batch", &json!({ "queries": queries })).ok();
    server.get("/entities/first:1").ok();
    let text = server.get("/metrics").text;
    for line in [
        "sanctions_screen_requests_total{path=\"/screen/batch\",status=\"200\"} 1",
        "sanctions_screen_requests_total{path=\"/entities/{id}\",status=\"200\"} 1",
        "sanctions_screen_queries_screened_total 2",
        "sanctions_screen_alerts_total 1",
        "sanctions_screen_edition 1",
    ] {
        assert!(text.lines().any(|counted| counted == line), "{line}\n{text}");
    }
    assert!(!text.contains("Zephyr") && !text.contains("first:1"));
}
