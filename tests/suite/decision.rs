//! A decision can be kept, read again, and derived again to the byte.

use sanctions_screen::{DecisionRecord, Kind, List, Query, Score, Screener, WeakAliases, bundled_list};

use crate::mutation::{MUTATIONS, Sequence, mutated};

fn screener(list: &List) -> Screener {
    Screener::builder()
        .list(list.clone())
        .threshold(Score::from_ten_thousandths(6000))
        .weak_aliases(WeakAliases::Full)
        .build()
        .unwrap()
}

fn queries() -> Vec<Query> {
    let mut sequence = Sequence(5);
    let mut queries: Vec<Query> = bundled_list()
        .entities
        .iter()
        .enumerate()
        .map(|(index, entity)| Query::new(mutated(entity.primary_name(), index % MUTATIONS, &mut sequence)).unwrap())
        .collect();
    queries.push(Query::new("Bäckerei Sonnenschein").unwrap());
    let all = Query::new("Hikvision").unwrap().with_kind(Kind::Person).with_birth_date("1968-01-02".parse().unwrap());
    queries.push(all.with_identifier(None, "AB1234567").unwrap());
    queries
}

#[test]
fn record_survives_writing_and_reading() {
    let screener = screener(bundled_list());
    for query in queries() {
        let record = DecisionRecord::new(&screener, &query);
        let text = serde_json::to_string(&record).unwrap();
        let read: DecisionRecord = serde_json::from_str(&text).unwrap();
        assert_eq!(read, record);
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
    }
}

#[test]
fn two_builds_write_the_same_bytes() {
    let (one, two) = (screener(bundled_list()), screener(bundled_list()));
    let mut alerts = 0;
    for query in queries() {
        let record = DecisionRecord::new(&one, &query);
        alerts += usize::from(record.is_alert());
        assert_eq!(
            serde_json::to_vec(&record).unwrap(),
            serde_json::to_vec(&DecisionRecord::new(&two, &query)).unwrap()
        );
    }
    assert!(alerts > 100, "{alerts}");
}

#[test]
fn decision_is_derived_again_from_its_record() {
    let list = bundled_list();
    for query in queries() {
        let text = serde_json::to_string(&DecisionRecord::new(&screener(list), &query)).unwrap();
        // Years later: the record, and the archived list with the digest that the record names.
        let record: DecisionRecord = serde_json::from_str(&text).unwrap();
        assert_eq!(record.lists[0].sha256, list.sha256);
        assert_eq!(record.version, env!("CARGO_PKG_VERSION"));
        let again = Screener::builder()
            .list(list.clone())
            .threshold(record.configuration.threshold)
            .weak_aliases(record.configuration.weak_aliases)
            .build()
            .unwrap();
        assert_eq!(serde_json::to_string(&DecisionRecord::new(&again, &record.query)).unwrap(), text);
        if record.hits.len() > 3 {
            break;
        }
    }
}

#[test]
fn record_says_what_was_screened_and_why() {
    let screener = screener(bundled_list());
    let record = DecisionRecord::new(&screener, &Query::new("Hikvison Digital Technology").unwrap());
    assert_eq!(record.lists.len(), 1);
    assert_eq!(record.lists[0].entities, bundled_list().entities.len());
    assert_eq!(record.lists[0].names, bundled_list().names());
    assert_eq!(record.configuration, screener.configuration());
    let hit = &record.hits[0];
    assert_eq!(hit.entity, "hikvision");
    assert!(!hit.designations.is_empty());
    let sum: i32 = hit.explanation.lines.iter().map(|line| line.points).sum();
    assert_eq!(sum, i32::from(hit.score.ten_thousandths()));
}

#[test]
fn digest_changes_with_any_entity() {
    let entities = bundled_list().entities.clone();
    let list = List::from_entities("own", "Bank", entities.clone()).unwrap();
    assert_eq!(List::from_entities("other id", "Bank", entities.clone()).unwrap().sha256, list.sha256);
    let mut changed = entities;
    changed.last_mut().unwrap().add_remark("note", "x");
    assert_ne!(List::from_entities("own", "Bank", changed).unwrap().sha256, list.sha256);
}
