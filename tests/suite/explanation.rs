//! A score means what it says: the lines of an explanation add up to it, equal names score 1 and others do not, and what
//! is explained is what was found.

use proptest::prelude::*;
use sanctions_screen::batch::{all_cores, in_order};
use sanctions_screen::explain::{Explanation, Part};
use sanctions_screen::{Kind, List, Query, Score, Screener, bundled_list, bundled_screener, compare};

use crate::mutation::{MUTATIONS, Sequence, mutated};
use crate::real;

/// Names of all official lists of which nothing can be compared.
const MUTE: usize = 100;

/// What is wrong with an explanation, in itself.
pub(crate) fn faults(explanation: &Explanation) -> Vec<String> {
    let mut faults = Vec::new();
    let sum: i64 = explanation.lines.iter().map(|line| i64::from(line.points)).sum();
    if sum != i64::from(explanation.score.ten_thousandths()) {
        faults.push(format!("lines add up to {sum}, the score is {}", explanation.score));
    }
    for line in &explanation.lines {
        for (name, parts) in [(&explanation.query, &line.query), (&explanation.listed, &line.listed)] {
            faults.extend(parts.iter().filter_map(|part| span_fault(name, part)));
        }
    }
    if faults.is_empty() {
        return faults;
    }
    faults.push(format!("{:?} against {:?}", explanation.query, explanation.listed));
    faults
}

/// A part stands where it says it stands.
fn span_fault(name: &str, part: &Part) -> Option<String> {
    match name.get(part.start..part.end) {
        Some(text) if text == part.text && !text.is_empty() => None,
        found => Some(format!("{part:?} is {found:?}")),
    }
}

/// Names which, compared with themselves, do not score 1; and of these, apart, those that score nothing at all.
fn unequal_to_themselves(lists: &[List]) -> [Vec<String>; 2] {
    let names: Vec<(&str, Kind)> = lists
        .iter()
        .flat_map(|list| &list.entities)
        .flat_map(|entity| entity.names.iter().map(|name| (name.full.as_str(), entity.kind)))
        .collect();
    let wrong: Vec<(String, Score)> = in_order(names, all_cores(), |(name, kind)| {
        let score = compare(name, name, Some(kind)).score;
        (score != Score::MAX).then(|| (format!("{name:?} ({}) {score}", kind.as_str()), score))
    })
    .flatten()
    .collect();
    let (mute, unequal): (Vec<_>, Vec<_>) = wrong.into_iter().partition(|(_, score)| *score == Score::ZERO);
    [unequal, mute].map(|names| names.into_iter().map(|(name, _)| name).collect())
}

fn assert_at_most(most: usize, names: &[String], what: &str) {
    assert!(names.len() <= most, "{} names {what}, at most {most} may:\n{}", names.len(), names.join("\n"));
}

#[test]
fn bundled_names_equal_themselves() {
    let [unequal, mute] = unequal_to_themselves(std::slice::from_ref(bundled_list()));
    assert_at_most(0, &unequal, "do not equal themselves");
    assert_at_most(0, &mute, "cannot be compared");
}

#[test]
fn names_of_all_official_lists_equal_themselves() {
    let Some(lists) = real::official() else { return };
    let [unequal, mute] = unequal_to_themselves(&lists);
    assert_at_most(0, &unequal, "do not equal themselves");
    // Names that are titles only, numbers only, or nothing at all (`Haji Sahib`, `42`, `Date of birth: 1948`). Each is an
    // alias that nobody finds; this number only ever goes down.
    assert_at_most(MUTE, &mute, "cannot be compared");
}

#[test]
fn hits_are_explained_as_they_scored() {
    let screener = bundled_screener();
    let mut sequence = Sequence(3);
    let mut hits = 0;
    for (index, entity) in bundled_list().entities.iter().enumerate() {
        for name in &entity.names {
            let Ok(query) = Query::new(mutated(&name.full, index % MUTATIONS, &mut sequence)) else { continue };
            let query = if index % 3 == 0 { query.with_kind(Kind::Person) } else { query };
            for hit in screener.screen_at(&query, Score::from_ten_thousandths(4000)) {
                hits += 1;
                let explanation = screener.explain(&query, &hit);
                assert_eq!(faults(&explanation), [""; 0]);
                assert_eq!(explanation.score, hit.score(), "{query:?} {}", hit.entity().id);
                assert_eq!(explanation.listed, hit.matched_name().full, "{query:?} {}", hit.entity().id);
                assert_eq!(explanation.query, query.name());
                let why = screener.why(&query, Some("bundled"), &hit.entity().id);
                assert_eq!(why.as_ref(), Some(&explanation));
            }
        }
    }
    assert!(hits > 1000, "{hits}");
}

#[test]
fn what_was_not_found_is_explained_too() {
    let screener = bundled_screener();
    let query = Query::new("Wuhan Harbour Sensor Trading").unwrap();
    let found = screener.screen_query(&query);
    let mut some = 0;
    for entity in &bundled_list().entities {
        let why = screener.why(&query, None, &entity.id).unwrap();
        assert_eq!(faults(&why), [""; 0]);
        let is_hit = found.iter().any(|hit| hit.entity().id == entity.id);
        assert_eq!(why.score >= screener.configuration().threshold, is_hit, "{}", entity.id);
        some += usize::from(!is_hit && why.score > Score::ZERO);
    }
    assert!(some > 0, "nothing scored between zero and the threshold");
    assert!(screener.why(&query, None, "no such id").is_none());
    assert!(screener.why(&query, Some("no such list"), &bundled_list().entities[0].id).is_none());
}

#[test]
fn real_names_are_explained_as_they_scored() {
    let Some(sdn) = real::sdn() else { return };
    let mut sequence = Sequence(4);
    let names: Vec<String> = sdn
        .entities
        .iter()
        .step_by(60)
        .enumerate()
        .map(|(index, entity)| mutated(entity.primary_name(), index % MUTATIONS, &mut sequence))
        .collect();
    let screener = Screener::builder().list(sdn).build().unwrap();
    let faults = in_order(names, all_cores(), |name| {
        let mut found = Vec::new();
        let Ok(query) = Query::new(name) else { return found };
        for hit in screener.screen_at(&query, Score::from_ten_thousandths(6000)).iter().take(20) {
            let explanation = screener.explain(&query, hit);
            found.extend(faults(&explanation));
            if (explanation.score, &explanation.listed) != (hit.score(), &hit.matched_name().full) {
                found.push(format!(
                    "{query:?}: hit {:?} {}, explained {:?} {}",
                    hit.matched_name().full,
                    hit.score(),
                    explanation.listed,
                    explanation.score
                ));
            }
        }
        found
    });
    let faults: Vec<String> = faults.flatten().collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults[..faults.len().min(30)].join("\n"));
}

#[test]
fn only_equal_names_score_one() {
    // Equal after lossless normalisation: case, form, width, punctuation that says nothing.
    for (a, b) in [
        ("Acme Optics", "ACME OPTICS"),
        ("Acme Optics", "Ａｃｍｅ　Ｏｐｔｉｃｓ"),
        ("Acme  Optics,", "acme optics"),
        ("O'Hara Marine", "OHara Marine"),
    ] {
        assert_eq!(compare(a, b, Some(Kind::Organization)).score, Score::MAX, "{a:?} {b:?}");
    }
    for (a, b) in [
        ("Acme Optics", "Acme Optics Ltd"),
        ("Acme Optics Ltd", "Acme Optics Limited"),
        ("Acme Optics", "Optics Acme"),
        ("Acme Optics", "Acmeoptics"),
        ("Acme Optics", "Acme Opticss"),
        ("Bank Melli", "Melli Bank"),
    ] {
        let score = compare(a, b, Some(Kind::Organization)).score;
        assert!(score < Score::MAX && score > Score::ZERO, "{a:?} {b:?} {score}");
    }
}

fn names() -> impl Strategy<Value = (String, String)> {
    let entities = &bundled_list().entities;
    let listed = prop::sample::select(entities.as_slice()).prop_map(|entity| entity.primary_name().to_owned());
    prop_oneof![
        4 => (listed.clone(), 0..MUTATIONS, any::<u64>())
            .prop_map(|(name, mutation, seed)| (mutated(&name, mutation, &mut Sequence(seed)), name)),
        1 => (listed.clone(), listed),
        2 => (crate::lossless::name(), crate::lossless::name()),
        1 => (any::<String>(), any::<String>()),
    ]
}

proptest! {
    #![proptest_config(crate::lossless::cases(3000))]

    #[test]
    fn lines_add_up_and_spans_fit(
        (a, b) in names(),
        kind in prop::option::of(prop::sample::select(&[Kind::Person, Kind::Organization, Kind::Unknown][..])),
    ) {
        let explanation = compare(&a, &b, kind);
        prop_assert_eq!(faults(&explanation), [""; 0]);
        prop_assert!(explanation.score <= Score::MAX);
        if let Ok(query) = Query::new(a.as_str()) {
            let own = compare(query.name(), &a, kind);
            // A name of which nothing can be compared as one of this kind scores nothing against itself.
            prop_assert!(own.score == Score::MAX || own.score == Score::ZERO, "{:?} {}", a, own.score);
        }
    }
}
