//! What must hold for any input whatever: one function a fuzz target, each from bytes.
//!
//! The fuzz targets (`fuzz/`) and the test of the inputs they found (`crashes.rs`) call these same functions, so a finding
//! fails the test suite by the law that it broke.

use sanctions_screen::list::{Mapping, ReadOptions, Severity};
use sanctions_screen::{
    DecisionRecord, Entity, Explanation, Hit, Kind, List, Name, NameType, Query, Score, Screener, WeakAliases,
    bundled_screener, compare,
};

/// Entities up to which a list that was read is also screened.
const MOST_SCREENED: usize = 20;
/// Names of a list in [`lossless`].
const MOST_NAMES: usize = 12;

/// Any bytes as a list file: an error or a consistent list, and the strict reading is the lenient one without losses.
pub(crate) fn formats(bytes: &[u8]) {
    read(bytes, &ReadOptions::default());
}

/// Any text before the first line `---` as a mapping, and what follows as a list file that it may fit.
pub(crate) fn mapping(bytes: &[u8]) {
    let cut = bytes.windows(5).position(|window| window == b"\n---\n").unwrap_or(bytes.len());
    let Ok(text) = std::str::from_utf8(&bytes[..cut]) else { return };
    let from_json = Mapping::from_json(text);
    if let Ok(mapping) = Mapping::from_toml(text).or(from_json) {
        let rest = bytes.get(cut + 5..).unwrap_or_default();
        read(rest, &ReadOptions::default().mapping(mapping));
    }
}

fn read(bytes: &[u8], options: &ReadOptions) {
    let strict = List::from_bytes("sdn.csv", bytes, options);
    let lenient = List::from_bytes("sdn.csv", bytes, &options.clone().lenient());
    match (&strict, &lenient) {
        (Ok(strict), Ok(lenient)) => {
            assert_eq!(json(strict), json(lenient), "lenient reading differs where strict reading loses nothing");
            assert_eq!(strict.report.at_least(Severity::PartLeftOut).count(), 0, "strict reading left something out");
        }
        (Ok(_), Err(error)) => panic!("strict reading succeeds and lenient reading fails: {error}"),
        (Err(error), Ok(lenient)) => assert!(
            lenient.report.at_least(Severity::PartLeftOut).count() > 0,
            "lenient reading forgives without saying so: {error}"
        ),
        (Err(_), Err(_)) => {}
    }
    if let Ok(list) = lenient {
        consistent(&list);
    }
}

fn consistent(list: &List) {
    let left_out = list.report.at_least(Severity::RecordLeftOut).count();
    assert!(
        list.entities.is_empty() || list.report.records > 0,
        "{} entities of no record, {left_out} left out",
        list.entities.len()
    );
    let mut ids: Vec<&str> = list.entities.iter().map(|entity| entity.id.as_str()).collect();
    ids.sort_unstable();
    assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "an id occurs twice");
    for entity in &list.entities {
        assert!(!entity.id.is_empty(), "{entity:?} has no id");
        assert!(entity.names.iter().any(|name| !name.full.trim().is_empty()), "{entity:?} has no name");
        let text = json(entity);
        let again: Entity = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(&again, entity, "serde changes an entity");
    }
    if !list.entities.is_empty() && list.entities.len() <= MOST_SCREENED {
        let screener = Screener::builder().list(list.clone()).build().expect("a list with entities can be screened");
        for entity in &list.entities {
            screened(&screener, entity.primary_name());
        }
    }
}

/// Any text as a query against the bundled list.
pub(crate) fn screen(bytes: &[u8]) {
    screened(bundled_screener(), &String::from_utf8_lossy(bytes));
}

fn screened(screener: &Screener, name: &str) {
    let Ok(query) = Query::new(name) else { return };
    let hits = screener.screen_query(&query);
    ordered(&hits);
    assert!(hits == screener.screen_query(&query), "the same question twice, two answers");
    for hit in &hits {
        assert!(hit.score() >= screener.configuration().threshold);
        let explanation = screener.explain(&query, hit);
        assert_eq!(explanation.score, hit.score(), "the explanation is of another score: {explanation:?}");
        explained(&explanation, name);
        assert!(hit.entity().names.iter().any(|name| name.full == explanation.listed), "{explanation:?}");
    }
    let record = DecisionRecord::new(screener, &query);
    let text = json(&record);
    assert_eq!(serde_json::from_str::<DecisionRecord>(&text).expect(&text), record, "serde changes a record");
}

fn ordered(hits: &[Hit<'_>]) {
    assert!(hits.windows(2).all(|pair| pair[0] < pair[1]), "hits are not in order");
    assert!(hits.iter().all(|hit| hit.score() <= Score::MAX));
}

fn summary<'a>(hit: &Hit<'a>) -> (Score, &'a str, &'a str) {
    (hit.score(), &hit.entity().id, &hit.matched_name().full)
}

fn explained(explanation: &Explanation, query: &str) {
    assert_eq!(explanation.query, query);
    assert!(explanation.score <= Score::MAX);
    let sum: i32 = explanation.lines.iter().map(|line| line.points).sum();
    assert_eq!(sum, i32::from(explanation.score.ten_thousandths()), "the lines do not add up: {explanation:?}");
    for line in &explanation.lines {
        for (parts, whole) in [(&line.query, &explanation.query), (&line.listed, &explanation.listed)] {
            for part in parts {
                assert_eq!(
                    whole.get(part.start..part.end),
                    Some(part.text.as_str()),
                    "a part is not where it says: {part:?} of {whole:?}"
                );
            }
        }
    }
}

/// Any two lines as names.
pub(crate) fn comparison(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (a, b) = text.split_once('\n').unwrap_or((&text, ""));
    for kind in [None, Some(Kind::Person), Some(Kind::Organization), Some(Kind::Vessel)] {
        let forth = compare(a, b, kind);
        explained(&forth, a);
        assert_eq!(forth.listed, b);
        assert_eq!(forth, compare(a, b, kind), "the same question twice, two answers");
        explained(&compare(b, a, kind), b);
        explained(&compare(a, a, kind), a);
    }
}

/// Any JSON as a query.
pub(crate) fn query(bytes: &[u8]) {
    let Ok(query) = serde_json::from_slice::<Query>(bytes) else { return };
    let text = json(&query);
    let again: Query = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(again, query, "serde changes a query");
    let hits = bundled_screener().screen_query(&query);
    ordered(&hits);
    for hit in hits.iter().take(3) {
        let explanation = bundled_screener().explain(&query, hit);
        assert_eq!(explanation.score, hit.score(), "the explanation is of another score: {explanation:?}");
        explained(&explanation, query.name());
    }
}

/// Lines: settings, a query, then the names of a list, each after two letters for kind and standing. Screening finds what
/// comparing with every name finds, and each entity's score is the one that `why` explains.
pub(crate) fn lossless(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.split('\n');
    let settings = lines.next().unwrap_or_default().as_bytes();
    let Ok(query) = Query::new(lines.next().unwrap_or_default()) else { return };
    let mut entities: Vec<Entity> = Vec::new();
    for line in lines.take(MOST_NAMES) {
        let mut letters = line.chars();
        let (kind, standing) = (letters.next().unwrap_or('u'), letters.next().unwrap_or('p'));
        let name = letters.as_str().trim();
        if name.is_empty() {
            continue;
        }
        let (kind, more) = match kind {
            'p' => (Kind::Person, false),
            'o' => (Kind::Organization, false),
            'v' => (Kind::Vessel, false),
            // Another name of the entity before.
            '+' => (Kind::Unknown, true),
            _ => (Kind::Unknown, false),
        };
        let name_type = match standing {
            'a' => NameType::StrongAlias,
            'w' => NameType::WeakAlias,
            'f' => NameType::FormerName,
            _ => NameType::Primary,
        };
        match entities.last_mut() {
            Some(last) if more => last.names.push(Name::new(name, name_type)),
            _ => {
                let mut entity = Entity::new(entities.len().to_string(), kind, name);
                entity.names[0].name_type = name_type;
                entities.push(entity);
            }
        }
    }
    let policy = match settings.first() {
        Some(b'i') => WeakAliases::Ignored,
        Some(b'f') => WeakAliases::Full,
        _ => WeakAliases::Reduced,
    };
    let Ok(list) = List::from_entities("fuzzed", "nobody", entities) else { return };
    let screener = Screener::builder().list(list).weak_aliases(policy).build().expect("the list has entities");
    let own = settings.get(1).map_or(5000, |&byte| u32::from(byte) * 39);
    for threshold in [1, own, 7500, 9900, 10_000] {
        let threshold = Score::from_ten_thousandths(threshold);
        let found = screener.screen_at(&query, threshold);
        ordered(&found);
        let all = screener.screen_exhaustive(&query, threshold);
        let [found, all] = [found, all].map(|hits| hits.iter().map(summary).collect::<Vec<_>>());
        assert_eq!(found, all, "screening at {threshold} differs from comparing with every name");
    }
    let all = screener.screen_exhaustive(&query, Score::from_ten_thousandths(1));
    for entity in &screener.lists()[0].entities {
        let why = screener.why(&query, None, &entity.id).expect("the entity is on the list");
        explained(&why, query.name());
        let scored = all.iter().find(|hit| hit.entity().id == entity.id).map_or(Score::ZERO, Hit::score);
        assert_eq!(why.score, scored, "`why` explains another score than screening found: {why:?}");
    }
}

/// A listed name, whatever it is, is found when it is asked for as it stands. The first letter is its kind.
pub(crate) fn own_name(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut letters = text.chars();
    let kind = match letters.next() {
        Some('p') => Kind::Person,
        Some('o') => Kind::Organization,
        Some('v') => Kind::Vessel,
        _ => Kind::Unknown,
    };
    let name = letters.as_str();
    let Ok(query) = Query::new(name) else { return };
    let list = List::from_entities("fuzzed", "nobody", vec![Entity::new("1", kind, name)]).expect("it has a name");
    let screener = Screener::builder().list(list).build().expect("the list has an entity");
    let hits = screener.screen_query(&query);
    assert_eq!(hits.len(), 1, "the listed {kind:?} {name:?} is not found by its own name");
    assert_eq!(hits[0].score(), Score::MAX, "the listed {kind:?} {name:?} is not equal to itself");
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("plain data with string keys")
}
