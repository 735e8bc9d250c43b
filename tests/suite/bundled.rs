//! The bundled list can be read, and says of each entity who listed it and where that is written.

use std::collections::HashSet;
use std::fmt::Write as _;

use sanctions_screen::{CountryCode, Entity, bundled_list};
use sha2::{Digest, Sha256};

const JSON_LINES: &str = include_str!("../../fixtures/bundled.jsonl");

/// The names that "not listed by" uses, with the authority and a word of the programme or reference of a listing there.
const SEARCHED: [(&str, &str, &str); 8] = [
    ("OFAC SDN", "OFAC", "OFAC SDN list"),
    ("BIS Entity List", "BIS", "15 CFR 744 Supplement No. 4"),
    ("EU 269/2014 Annex I", "EU", "No 269/2014, Annex I,"),
    ("EU 833/2014 Annex IV", "EU", "No 833/2014, Annex IV,"),
    ("UK (OFSI)", "OFSI", "OFSI consolidated list"),
    ("UN", "UN", "UN consolidated list"),
    ("Canada", "GAC", "Canadian Autonomous Sanctions List"),
    ("Australia", "DFAT", "DFAT Consolidated List"),
];

fn remark<'a>(entity: &'a Entity, label: &str) -> Option<&'a str> {
    entity.remarks.iter().find(|remark| remark.label == label).map(|remark| remark.text.as_str())
}

fn by_name(name: &str) -> &'static Entity {
    let mut found = bundled_list().entities.iter().filter(|entity| entity.names.iter().any(|known| known.full == name));
    let entity = found.next().unwrap_or_else(|| panic!("no entity bears the name {name:?}"));
    assert!(found.next().is_none(), "two entities bear the name {name:?}");
    entity
}

fn authorities(entity: &Entity) -> HashSet<&str> {
    entity.designations.iter().map(|listing| listing.authority.as_str()).collect()
}

#[test]
fn every_line_is_an_entity_and_nothing_in_it_is_ignored() {
    let list = bundled_list();
    assert_eq!(list.entities.len(), JSON_LINES.lines().count());
    assert!(list.entities.len() >= 100, "{}", list.entities.len());
    for (line, entity) in JSON_LINES.lines().zip(&list.entities) {
        // A misspelt field would be skipped by serde and missing from what it writes.
        let written: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(written, serde_json::to_value(entity).unwrap(), "{}", entity.id);
    }
}

#[test]
fn ids_are_unique_and_readable() {
    let mut seen = HashSet::new();
    for entity in &bundled_list().entities {
        assert!(seen.insert(&entity.id), "{} occurs twice", entity.id);
        assert!(
            !entity.id.is_empty()
                && entity.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
            "{:?}",
            entity.id
        );
    }
}

#[test]
fn every_entity_has_sources_a_country_and_a_primary_name() {
    for entity in &bundled_list().entities {
        assert!(remark(entity, "sources").is_some_and(|text| !text.is_empty()), "{}", entity.id);
        assert!(!entity.primary_name().is_empty(), "{}", entity.id);
        assert!(!entity.countries.is_empty(), "{}", entity.id);
        for (_, country) in &entity.countries {
            assert!(
                country.code.is_some_and(|code: CountryCode| ["CN", "HK"].contains(&code.as_str())),
                "{}",
                entity.id
            );
        }
        for name in &entity.names {
            assert_eq!(name.full, name.full.trim(), "{}", entity.id);
            assert!(name.full.chars().any(char::is_alphabetic), "{}: {:?}", entity.id, name.full);
        }
    }
}

#[test]
fn every_designation_names_authority_programme_and_record() {
    let list = bundled_list();
    for entity in &list.entities {
        for listing in &entity.designations {
            assert!(!listing.authority.is_empty() && !listing.programme.is_empty(), "{}", entity.id);
            assert!(!listing.reference.is_empty(), "{}", entity.id);
            if let Some(day) = listing.listed_on {
                assert!((1990..=2026).contains(&day.year()), "{}: {day}", entity.id);
            }
        }
    }
}

#[test]
fn of_each_list_searched_it_is_said_whether_it_names_the_entity() {
    for entity in &bundled_list().entities {
        let absent = remark(entity, "not listed by").unwrap_or_default();
        for (name, authority, reference) in SEARCHED {
            let listed = entity
                .designations
                .iter()
                .any(|listing| listing.authority == authority && listing.reference.contains(reference));
            let said = absent.split("; ").any(|part| part.starts_with(name) && part[name.len()..].starts_with(" ("));
            let doubtful = entity.remarks.iter().any(|remark| {
                remark.label == "perhaps listed by"
                    && remark.text.starts_with(name.trim_start_matches("UK (").trim_end_matches(')'))
            });
            // Exactly one of the three: listed, not listed, or in doubt because a record of nearly the same name was kept apart.
            assert_eq!(usize::from(listed) + usize::from(said) + usize::from(doubtful), 1, "{}: {name}", entity.id);
        }
    }
}

#[test]
fn entities_that_nobody_designated_are_told_apart() {
    let (designated, named): (Vec<_>, Vec<_>) = bundled_list().entities.iter().partition(|e| e.is_designated());
    assert!(designated.len() >= 100 && !named.is_empty());
    assert!(named.iter().all(|entity| remark(entity, "status").is_some()));
    assert!(designated.iter().all(|entity| remark(entity, "status").is_none()));
    assert!(named.iter().any(|entity| entity.id == "shanghai-h-win"));
}

#[test]
fn the_six_groups_are_there_with_what_they_supply() {
    for (names, supplies) in [
        (["Wuhan Global Sensor Technology Co., Ltd.", "武汉高芯科技有限公司"], "optical components"),
        (["Wuhan Tongsheng Technology Co., Ltd.", "Wuhan Tongsheng Technology"], "optical components"),
        (["Hangzhou Hikvision Digital Technology Co., Ltd.", "海康威视"], "optical components"),
        (["Yantai iRay Technology Co., Ltd.", "烟台艾睿光电科技有限公司"], "weapon optics"),
        (["North China Research Institute of Electro-Optics", "NCRIEO"], "weapon optics"),
        (["Dalian Machine Tool Group", "通用技术集团大连机床有限责任公司"], "machine tools"),
    ] {
        let [entity, other] = names.map(by_name);
        assert_eq!(entity.id, other.id);
        assert!(remark(entity, "supplies").unwrap().starts_with(supplies), "{}", entity.id);
        assert!(entity.is_designated(), "{}", entity.id);
    }
}

#[test]
fn the_six_groups_are_listed_by_whom_the_lists_say() {
    let expected: [(&str, &[&str]); 7] = [
        ("wuhan-global-sensor-technology", &["EU", "OFAC"]),
        ("wuhan-tongsheng-technology", &["OFAC", "OFSI"]),
        ("hikvision", &["BIS", "DoW", "FCC", "OFAC"]),
        ("yantai-iray-technology", &["EU", "OFAC"]),
        ("north-china-research-institute-of-electro-optics", &["BIS"]),
        ("dalian-machine-tool-group", &["EU"]),
        ("dalian-machine-tool-import-and-export", &["EU", "OFAC"]),
    ];
    for (id, listed_by) in expected {
        let entity = bundled_list().entities.iter().find(|entity| entity.id == id).expect(id);
        assert_eq!(authorities(entity), listed_by.iter().copied().collect(), "{id}");
    }
    // Hikvision is on OFAC's investment list, which is no asset freeze.
    let hikvision = by_name("Hikvision");
    assert!(hikvision.designations.iter().all(|listing| listing.programme != "RUSSIA-EO14024"));
    assert!(remark(hikvision, "not listed by").unwrap().contains("OFAC SDN"));
}

#[test]
fn the_digest_is_that_of_the_file() {
    let list = bundled_list();
    let mut digest = String::new();
    for byte in Sha256::digest(JSON_LINES) {
        write!(digest, "{byte:02x}").unwrap();
    }
    assert_eq!((list.id.as_str(), list.publisher.as_str()), ("bundled", "sanctions-screen"));
    assert_eq!(list.sha256, digest);
    assert_eq!(list.files[0].bytes, JSON_LINES.len() as u64);
    assert_eq!(list.date.map(|date| date.to_string()).as_deref(), Some("2026-08-02"));
}
