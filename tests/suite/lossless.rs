//! `screen_at` answers exactly what comparing the query with every listed name answers: the same entities, scores, order
//! and matched names, at every threshold.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;
use proptest::sample::select;
use sanctions_screen::batch::{all_cores, in_order};
use sanctions_screen::{
    CountryCode, CountryRole, Entity, Hit, IdentifierKind, Kind, List, Name, NameType, Query, Score, Screener,
    WeakAliases, bundled_list,
};

use crate::mutation::{MUTATIONS, Sequence, mutated};
use crate::real;

type Answer = Vec<(String, String, Score, String)>;

fn answer(hits: &[Hit<'_>]) -> Answer {
    hits.iter()
        .map(|hit| (hit.list().id.clone(), hit.entity().id.clone(), hit.score(), hit.matched_name().full.clone()))
        .collect()
}

fn score(ten_thousandths: u32) -> Score {
    Score::from_ten_thousandths(ten_thousandths)
}

/// Compares both ways of screening for every query and returns what differs, and how many hits there were in all.
fn differences(screener: &Screener, queries: Vec<Query>, thresholds: &[u32]) -> (Vec<String>, usize) {
    let lowest = score(*thresholds.iter().min().unwrap());
    let hits = AtomicUsize::new(0);
    let differ = in_order(queries, all_cores(), |query| {
        // One comparison with all names serves every threshold: a hit at a higher one is a hit at a lower one.
        let all = screener.screen_exhaustive(&query, lowest);
        let mut found = Vec::new();
        for &threshold in thresholds {
            let threshold = score(threshold);
            let expected: Vec<Hit<'_>> = all.iter().filter(|hit| hit.score() >= threshold).copied().collect();
            hits.fetch_add(expected.len(), Ordering::Relaxed);
            let screened = screener.screen_at(&query, threshold);
            if screened != expected {
                let (screened, expected) = (answer(&screened), answer(&expected));
                let lost: Vec<_> = expected.iter().filter(|hit| !screened.contains(hit)).collect();
                let more: Vec<_> = screened.iter().filter(|hit| !expected.contains(hit)).collect();
                found.push(format!("{query:?} at {threshold}: lost {lost:?}, more {more:?}"));
            }
        }
        found
    });
    (differ.flatten().collect(), hits.into_inner())
}

/// A thread keeps which words of its lists are alike to those of its last queries: that must tell in no answer, also where it
/// screens against several lists in turn.
#[test]
fn what_was_screened_before_changes_no_answer() {
    let halves: Vec<Screener> = (0..2)
        .map(|half| {
            let entities = bundled_list().entities.iter().skip(half).step_by(2).cloned().collect();
            let list = List::from_entities("half", "nobody", entities).unwrap();
            Screener::builder().list(list).build().unwrap()
        })
        .collect();
    let names = bundled_list().entities.iter().map(Entity::primary_name);
    let queries = mutations(names, 3, 7);
    let answers = |query: &Query| -> Vec<Answer> {
        halves.iter().map(|half| answer(&half.screen_at(query, score(6000)))).collect()
    };
    let together: Vec<_> = queries.iter().map(answers).collect();
    for (query, known) in queries.iter().zip(together).step_by(5) {
        let alone = std::thread::scope(|scope| scope.spawn(|| answers(query)).join()).unwrap();
        assert_eq!(alone, known, "{query:?}");
    }
}

/// Every `step`th name of a list, changed by one mutation after the other.
fn mutations<'a>(names: impl Iterator<Item = &'a str>, step: usize, seed: u64) -> Vec<Query> {
    let mut sequence = Sequence(seed);
    names
        .step_by(step.max(1))
        .enumerate()
        .filter_map(|(index, name)| Query::new(mutated(name, index % MUTATIONS, &mut sequence)).ok())
        .collect()
}

fn names_of(list: &List) -> impl Iterator<Item = &str> {
    list.entities.iter().flat_map(|entity| entity.names.iter().map(|name| name.full.as_str()))
}

/// The query with what is published of an entity beside its name, so that scores are raised and lowered.
fn with_attributes(query: Query, entity: &Entity) -> Query {
    let mut query = query.with_kind(entity.kind);
    if let Some(code) = entity.countries.iter().find_map(|(_, country)| country.code) {
        query = query.with_country(code);
    }
    if let Some(date) = entity.birth_dates.first() {
        query = query.with_birth_date(*date);
    }
    query
}

fn assert_none(differences: &[String], queries: usize) {
    assert!(
        differences.is_empty(),
        "{} differences in {queries} queries, the first:\n{}",
        differences.len(),
        differences.iter().take(20).map(String::as_str).collect::<Vec<_>>().join("\n")
    );
}

#[test]
fn bundled_list_loses_nothing() {
    let screener = Screener::builder().list(bundled_list().clone()).build().unwrap();
    let mut queries = mutations(names_of(bundled_list()), 1, 1);
    queries.extend(
        bundled_list()
            .entities
            .iter()
            .map(|entity| with_attributes(Query::new(entity.primary_name()).unwrap(), entity)),
    );
    let count = queries.len();
    let (differences, hits) = differences(&screener, queries, &[4000, 5000, 6500, 7500, 9000, 10_000]);
    assert_none(&differences, count);
    assert!(hits > count, "only {hits} hits in {count} queries: the test would not notice a loss");
}

/// Queries for a large list, of all kinds: so many of each.
fn queries(list: &List, each: usize) -> Vec<Query> {
    let mut queries = mutations(names_of(list), list.names() / (each * 3), 2);
    let step = list.entities.len() / each;
    queries.extend(list.entities.iter().step_by(step.max(1)).filter_map(|entity| {
        let name = mutated(entity.primary_name(), 1, &mut Sequence(entity.names.len() as u64));
        Some(with_attributes(Query::new(name).ok()?, entity))
    }));
    // Names in their own scripts, from lists that publish them.
    let mut native = BTreeSet::new();
    for other in real::eu().into_iter().flatten().chain(real::un()) {
        native.extend(names_of(&other).filter(|name| !name.is_ascii()).map(str::to_owned));
    }
    let strangers =
        [native.into_iter().collect(), real::companies().unwrap_or_default(), real::persons().unwrap_or_default()];
    for names in strangers {
        queries.extend(names.iter().step_by((names.len() / each).max(1)).filter_map(|name| Query::new(name).ok()));
    }
    queries
}

#[test]
fn ofac_list_loses_nothing() {
    let Some(sdn) = real::sdn() else { return };
    let queries = queries(&sdn, 45);
    let count = queries.len();
    assert!(count > 250, "{count}");
    let screener = Screener::builder().list(sdn).build().unwrap();
    let (differences, hits) = differences(&screener, queries, &[5000, 7500, 9000]);
    assert_none(&differences, count);
    assert!(hits > count, "{hits} hits in {count} queries: the test would not notice a loss");
}

#[test]
#[ignore = "compares thousands of queries with every name of all official lists: half an hour in a release build"]
fn all_official_lists_lose_nothing() {
    let Some(lists) = real::official() else { return };
    let queries: Vec<Query> = lists.iter().flat_map(|list| queries(list, 400.min(list.entities.len()))).collect();
    let count = queries.len();
    let screener = Screener::builder().lists(lists).build().unwrap();
    let (differences, hits) = differences(&screener, queries, &[4000, 5000, 6000, 7500, 9000]);
    assert_none(&differences, count);
    assert!(hits > count, "{hits} hits in {count} queries");
}

/// What the property below once found, by name.
#[test]
fn words_joined_to_any_length_are_found() {
    for (query, listed) in [
        ("DALIANXINPENGHAIMECHANICAL PLANT", "DALIAN XINPENGHAI MECHANICAL PLANT"),
        ("ab", "a b"),
        ("Ab Works", "A B Works"),
        // Two joins, of which the second alone would not reach the threshold.
        ("武 汉 武 汉", "武汉 武汉"),
    ] {
        let list = List::from_entities("own", "Bank", vec![Entity::new("1", Kind::Organization, listed)]).unwrap();
        let screener = Screener::builder().list(list).build().unwrap();
        let query = Query::new(query).unwrap();
        for threshold in [3000, 5000, 7500] {
            let expected = screener.screen_exhaustive(&query, score(threshold));
            assert_eq!(answer(&screener.screen_at(&query, score(threshold))), answer(&expected), "{query:?}");
        }
    }
}

/// What the property below once found, by name: an initial at the end of a full field is whole, and answers no article.
#[test]
fn an_initial_is_not_cut_off() {
    let listed = Entity::new("1", Kind::Person, "hik al tongsheng kalashnikov 2a");
    let list = List::from_entities("own", "Bank", vec![listed]).unwrap();
    let screener = Screener::builder().list(list).build().unwrap();
    let query = Query::new("a.k.a. a.k.a. a.k.a. a.k.a. a.k.a.").unwrap();
    assert_eq!(answer(&screener.screen_at(&query, score(1))), answer(&screener.screen_exhaustive(&query, score(1))));
}

#[test]
fn entity_found_by_its_number_is_shown_by_its_nearest_name() {
    let mut vessel = Entity::new("1", Kind::Vessel, "Adrian Darya");
    vessel.names.push(Name::new("Grace Falcon Spirit", NameType::FormerName));
    vessel.add_identifier(IdentifierKind::Imo, "9826902", None, "");
    let list = List::from_entities("own", "Bank", vec![vessel]).unwrap();
    let screener = Screener::builder().list(list).build().unwrap();
    let query = Query::new("Falcon Ocean Mercury").unwrap().with_identifier(None, "IMO 9826902").unwrap();
    let hits = screener.screen_query(&query);
    assert_eq!(answer(&hits), answer(&screener.screen_exhaustive(&query, score(7500))));
    assert_eq!(hits[0].matched_name().full, "Grace Falcon Spirit");
    assert_eq!(screener.explain(&query, &hits[0]).listed, "Grace Falcon Spirit");
}

/// Few words, so that names meet: made to be split, joined, abbreviated, mistyped and mistaken for each other.
const WORDS: &[&str] = &[
    // Words that identify, their typos, their joins and splits.
    "hikvision",
    "hikvison",
    "hik",
    "vision",
    "hikv",
    "ision",
    "tongsheng",
    "tong",
    "sheng",
    "deripaska",
    "deripaskova",
    "derivation",
    "kalashnikov",
    "kalashnkiov",
    "klashnikoff",
    "marina",
    "martina",
    "abcdefghij",
    "abcdefghijkl",
    "abcdefghijk",
    "bcdefghij",
    "abdcefghijlk",
    // One, two and three letters, and what they make together.
    "a",
    "b",
    "c",
    "m",
    "ab",
    "bc",
    "abc",
    "abcd",
    "a.",
    "b.",
    "m.",
    "A.B.C.",
    "a.b.",
    "ma",
    "mar",
    "o",
    "no",
    "co",
    "an",
    "amt",
    "amtc",
    "itc",
    "cctc",
    "ccc",
    "cccc",
    // Words that many names share, legal forms, places, titles, particles.
    "china",
    "trading",
    "company",
    "corporation",
    "international",
    "group",
    "technology",
    "industrial",
    "machine",
    "tool",
    "machinetool",
    "bank",
    "factory",
    "plant",
    "zavod",
    "ltd",
    "llc",
    "gmbh",
    "ooo",
    "co.,",
    "limited",
    "jsc",
    "of",
    "the",
    "and",
    "al",
    "al-",
    "el",
    "bin",
    "ben",
    "abd",
    "van",
    "de",
    "dr",
    "general",
    "mr",
    "haji",
    "moscow",
    "wuhan",
    "shanghai",
    // Persons: spellings, pet forms, translations, common names.
    "mohammed",
    "muhammad",
    "mohamed",
    "ali",
    "ivan",
    "john",
    "igor",
    "mikhail",
    "misha",
    "aleksandr",
    "alexander",
    "sasha",
    "petrov",
    "petrova",
    "petroff",
    "wang",
    "wong",
    "zhang",
    "chang",
    "kim",
    "gim",
    "lee",
    "yi",
    // Numbers.
    "1",
    "10",
    "11",
    "11th",
    "no.",
    "xi",
    "2",
    "second",
    "701",
    "1011",
    "7",
    "m7",
    "mi8",
    // Other scripts.
    "武汉",
    "技术",
    "大连机床集团有限责任公司",
    "王",
    "海康威视",
    "завод",
    "иван",
    "петров",
    "ООО",
    "محمد",
    "علي",
    "عبد",
    "김",
    "이",
    "미림",
    "ミサイル",
    "תע",
    "Αθήνα",
    "თბილისი",
    "Հայ",
    // Disguises.
    "h1kvision",
    "ｈｉｋｖｉｓｉｏｎ",
    "h\u{200b}ikvision",
    "hіkvіsіоn",
    "rnarina",
    "petr0v",
    "é",
    "ß",
    "œ",
    // Several names in one.
    "aka",
    "a.k.a.",
    "f/k/a",
    "(hikvision)",
    "/",
    "-",
    ",",
    "d.b.a.",
];

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        20 => select(WORDS).prop_map(str::to_owned),
        2 => (select(WORDS), select(WORDS)).prop_map(|(a, b)| format!("{a}{b}")),
        1 => (select(WORDS), select(WORDS)).prop_map(|(a, b)| format!("{a}-{b}")),
        2 => (select(WORDS), any::<u64>()).prop_map(|(word, seed)| mutated(word, 1, &mut Sequence(seed))),
        1 => "[a-c]{1,5}",
    ]
}

pub(crate) fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        12 => prop::collection::vec(word(), 1..=5),
        3 => prop::collection::vec(word(), 5..=12),
        // A few words again and again.
        2 => (prop::collection::vec(word(), 1..=2), 2..=6_usize).prop_map(|(words, times)| vec![words; times].concat()),
        // More tokens than are compared.
        1 => (prop::collection::vec(word(), 1..=4), 16..=40_usize).prop_map(|(words, times)| vec![words; times].concat()),
    ]
    .prop_map(|words| words.join(" "))
}

fn kind() -> impl Strategy<Value = Kind> {
    select(&[Kind::Organization, Kind::Person, Kind::Unknown, Kind::Vessel][..])
}

fn listed_name() -> impl Strategy<Value = Name> {
    let types = [NameType::Primary, NameType::StrongAlias, NameType::WeakAlias, NameType::FormerName];
    (name(), select(types.to_vec())).prop_map(|(full, name_type)| Name::new(full, name_type))
}

fn entity() -> impl Strategy<Value = Entity> {
    (
        kind(),
        prop::collection::vec(listed_name(), 1..=3),
        prop::option::of(select(&["1960-05-17", "1961", "1975"][..])),
        prop::option::of(select(&["CN", "RU"][..])),
        prop::option::weighted(0.2, Just("9826902")),
    )
        .prop_map(|(kind, names, born, country, imo)| {
            let mut entity = Entity { kind, names, ..Entity::default() };
            entity.birth_dates.extend(born.map(|date| date.parse::<sanctions_screen::PartialDate>().unwrap()));
            if let Some(country) = country {
                entity.add_country(CountryRole::Related, country);
            }
            if let Some(imo) = imo {
                entity.add_identifier(IdentifierKind::Imo, imo, None, "");
            }
            entity
        })
}

/// What is asked: a name of the same words, or a listed one, changed; sometimes with what is known beside it.
#[derive(Debug, Clone)]
enum Asked {
    Name(String),
    Listed { index: usize, mutation: usize, seed: u64 },
}

fn asked() -> impl Strategy<Value = Asked> {
    prop_oneof![
        name().prop_map(Asked::Name),
        (any::<usize>(), 0..MUTATIONS, any::<u64>()).prop_map(|(index, mutation, seed)| Asked::Listed {
            index,
            mutation,
            seed
        }),
    ]
}

/// So many cases, unless `PROPTEST_CASES` says otherwise.
pub(crate) fn cases(cases: u32) -> ProptestConfig {
    let default = ProptestConfig::default();
    if std::env::var_os("PROPTEST_CASES").is_some() { default } else { ProptestConfig { cases, ..default } }
}

proptest! {
    #![proptest_config(cases(3000))]

    #[test]
    fn nasty_lists_lose_nothing(
        entities in prop::collection::vec(entity(), 1..=8),
        asked in prop::collection::vec(asked(), 1..=6),
        born in prop::option::weighted(0.2, Just("1960-05-17")),
        country in prop::option::weighted(0.2, select(&["CN", "RU"][..])),
        kind in prop::option::weighted(0.2, kind()),
        imo in prop::option::weighted(0.1, Just("IMO 9826902")),
        thresholds in prop::collection::vec(1_u32..=10_000, 3),
        policy in select(&[WeakAliases::Full, WeakAliases::Reduced, WeakAliases::Ignored][..]),
    ) {
        let mut entities = entities;
        for (index, entity) in entities.iter_mut().enumerate() {
            entity.id = index.to_string();
        }
        let names: Vec<String> =
            entities.iter().flat_map(|entity| entity.names.iter().map(|name| name.full.clone())).collect();
        let list = List::from_entities("nasty", "Example Bank", entities).unwrap();
        let screener = Screener::builder().list(list).weak_aliases(policy).build().unwrap();
        for asked in asked {
            let name = match asked {
                Asked::Name(name) => name,
                Asked::Listed { index, mutation, seed } => {
                    mutated(&names[index % names.len()], mutation, &mut Sequence(seed))
                }
            };
            let Ok(mut query) = Query::new(name) else { continue };
            if let Some(born) = born {
                query = query.with_birth_date(born.parse().unwrap());
            }
            if let Some(country) = country {
                query = query.with_country(CountryCode::try_from(country.to_owned()).unwrap());
            }
            if let Some(kind) = kind {
                query = query.with_kind(kind);
            }
            if let Some(imo) = imo {
                query = query.with_identifier(None, imo).unwrap();
            }
            for &threshold in thresholds.iter().chain(&[3000, 5000, 7500]) {
                let threshold = score(threshold);
                let screened = answer(&screener.screen_at(&query, threshold));
                let expected = answer(&screener.screen_exhaustive(&query, threshold));
                prop_assert_eq!(screened, expected, "{:?} at {}", query, threshold);
            }
        }
    }
}
