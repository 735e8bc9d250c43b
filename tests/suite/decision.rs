//! A decision can be kept, read again, and derived again to the byte.

use sanctions_screen::{
    ALGORITHM, DecisionRecord, Difference, Entity, Kind, List, Name, NameType, Query, Score, Screener, WeakAliases,
    bundled_list,
};

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
        // Built with other settings: those of the record are used.
        let again = Screener::builder().list(list.clone()).weak_aliases(WeakAliases::Ignored).build().unwrap();
        assert_eq!(record.replay(&again).unwrap().differences, []);
        let own = again.with_configuration(record.configuration).unwrap();
        assert_eq!(serde_json::to_string(&DecisionRecord::new(&own, &record.query)).unwrap(), text);
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
    let entities = bundled_list().entities.to_vec();
    let list = List::from_entities("own", "Bank", entities.clone()).unwrap();
    assert_eq!(List::from_entities("other id", "Bank", entities.clone()).unwrap().sha256, list.sha256);
    let mut changed = entities;
    changed.last_mut().unwrap().add_remark("note", "x");
    assert_ne!(List::from_entities("own", "Bank", changed).unwrap().sha256, list.sha256);
}

#[test]
fn record_says_when_if_the_caller_did() {
    let record = DecisionRecord::new(&screener(bundled_list()), &Query::new("Hikvision").unwrap());
    assert!(!record.to_canonical_json().contains("\"at\""));
    let timed = record.clone().with_time("2026-11-24T10:30:00.5+01:00".parse().unwrap());
    let text = timed.to_canonical_json();
    assert!(text.starts_with("{\"algorithm\":") && text.contains("\"at\":\"2026-11-24T10:30:00.5+01:00\""), "{text}");
    assert_ne!(timed.digest(), record.digest());
    assert!(serde_json::from_str::<DecisionRecord>(&text.replace("T10:30", "T25:30")).is_err());
}

#[test]
fn digest_does_not_depend_on_how_the_record_was_kept() {
    let record = DecisionRecord::new(&screener(bundled_list()), &Query::new("Hikvison").unwrap());
    let kept = serde_json::to_string_pretty(&record).unwrap();
    let read: DecisionRecord = serde_json::from_str(&kept).unwrap();
    assert_eq!(read.digest(), record.digest());
    assert_eq!(read.to_canonical_json(), record.to_canonical_json());
}

#[test]
fn settings_changed_over_one_index_are_those_of_a_screener_built_with_them() {
    let mut entities = bundled_list().entities.to_vec();
    for (index, entity) in entities.iter_mut().enumerate() {
        for name in entity.names.iter_mut().skip(index % 2) {
            name.name_type = NameType::WeakAlias;
        }
        entity.add_name(Name::new(format!("Quux {index}"), NameType::WeakAlias));
    }
    let list = List::from_entities("own", "Bank", entities).unwrap();
    let built = |policy| {
        let builder = Screener::builder().list(list.clone()).threshold(Score::from_ten_thousandths(6000));
        builder.weak_aliases(policy).build().unwrap()
    };
    let screeners = [WeakAliases::Full, WeakAliases::Reduced, WeakAliases::Ignored].map(built);
    for query in queries().iter().step_by(19) {
        for from in &screeners {
            for to in &screeners {
                let changed = from.with_configuration(to.configuration()).unwrap();
                assert!(DecisionRecord::new(&changed, query) == DecisionRecord::new(to, query), "{}", query.name());
                // Hits of two screeners are told apart by their lists, so they are compared as records.
                let exhaustive = changed.screen_exhaustive(query, to.configuration().threshold);
                assert!(DecisionRecord::of(&changed, query, &exhaustive) == DecisionRecord::new(to, query));
            }
        }
    }
}

#[test]
fn replay_names_each_thing_that_differs() {
    let entities = || -> Vec<Entity> {
        ["Acme Arms", "Acme Arms Trading", "Acme Weapons", "Zenith Arms"]
            .iter()
            .enumerate()
            .map(|(index, name)| Entity::new(index.to_string(), Kind::Organization, *name))
            .collect()
    };
    let usual = |list| Screener::builder().list(list).build().unwrap();
    let built = |entities| usual(List::from_entities("own", "Bank", entities).unwrap());
    let query = Query::new("Acme Arms").unwrap();
    let mut record = DecisionRecord::new(&built(entities()), &query);
    assert_eq!(record.hits.len(), 2);
    assert!(record.replay(&built(entities())).unwrap().is_equal());

    // One hit gone, one come, one with another score, one with another programme.
    let mut other = entities();
    other[0].names[0].full = "Acme Arms Works Bureau".to_owned();
    other[1].names[0].full = "Hamlet Bakery".to_owned();
    other[3].names[0].full = "Acme Arms".to_owned();
    let differences = record.replay(&built(other)).unwrap().differences;
    assert!(
        matches!(&differences[..], [
        Difference::List { recorded: Some(_), now: Some(_), .. },
        Difference::Score { entity: changed, recorded: Score::MAX, .. },
        Difference::Missing { entity: missing, .. },
        Difference::Added { entity: added, score: Score::MAX, .. },
    ] if changed == "0" && missing == "1" && added == "3"),
        "{differences:?}"
    );

    let mut other = entities();
    other[0].designations.push(sanctions_screen::Designation::default());
    let differences = record.replay(&built(other)).unwrap().differences;
    assert!(
        matches!(&differences[1..], [Difference::Hit { fields, .. }] if fields[..] == ["designations"]),
        "{differences:?}"
    );

    let elsewhere = usual(List::from_entities("elsewhere", "Bank", entities()).unwrap());
    let differences = record.replay(&elsewhere).unwrap().differences;
    assert!(matches!(&differences[..2], [Difference::List { now: None, .. }, Difference::List { recorded: None, .. }]));

    record.hits.swap(0, 1);
    assert_eq!(record.replay(&built(entities())).unwrap().differences, [Difference::Order]);
    record.hits.swap(0, 1);
    record.algorithm = ALGORITHM + 1;
    let differences = record.replay(&built(entities())).unwrap().differences;
    assert_eq!(differences, [Difference::Algorithm { recorded: ALGORITHM + 1, now: ALGORITHM }]);
    assert!(differences[0].to_string().contains("algorithm"));

    record.configuration.threshold = Score::ZERO;
    assert!(record.replay(&built(entities())).is_err());
}
