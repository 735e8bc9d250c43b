//! No input panics, hangs or breaks an explanation.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use sanctions_screen::{Entity, Kind, List, Query, Score, Screener, bundled_list, bundled_screener, compare};

use crate::explanation::faults;

/// Far more than any name needs, also in a debug build on a busy machine; a runaway needs more.
const LIMIT: Duration = Duration::from_secs(20);

/// Names as nobody writes them.
fn inputs() -> Vec<String> {
    let mut inputs: Vec<String> = (0..0x20_u8).map(|control| format!("Acme{}Optics", char::from(control))).collect();
    for unit in [
        "a",
        "A",
        "z",
        "1",
        "é",
        "ß",
        "ﷺ",
        "İ",
        "大",
        "王",
        "Ж",
        "ا",
        "김",
        "ミ",
        "ა",
        "Հ",
        "ש",
        "α",
        "ก",
        "🚢",
        "👨‍👩‍👧",
        "\u{301}",
        "a\u{301}",
        "\u{200b}",
        "\u{202e}a",
        "\u{feff}a",
        "\u{10ffff}",
        "\u{e000}",
        "𝕳",
        "ａ",
        "①",
        "½",
        "ﬁ",
        ".",
        "-",
        "'",
        "/",
        "(",
        ")",
        ",",
        "&",
        "a.",
        "a ",
        "1 ",
        "ab ",
        "abc ",
        "co ",
        "ltd ",
        "of ",
        "al-",
        "bin ",
        "a b ",
        "no. 1 ",
        "c c c ",
        "company ",
        "and ",
        "a/",
        "(a)",
        "a aka b ",
        "a.k.a. ",
        "f/k/a a ",
        "trading ",
        "china trading ",
        "mohammed ",
        "x\u{301}\u{302}",
        "1a",
        "o0",
        "rn",
        "cl",
        "vv",
        "王 ",
        "大连机床 ",
        "محمد ",
        "ооо ",
        "\u{1d400}",
    ] {
        for length in [1, 2, 3, 10, 30, 64, 200, 1000] {
            let times = (length / unit.chars().count()).max(1);
            inputs.push(unit.repeat(times));
        }
    }
    inputs.extend((0..300).map(|n: u32| n.to_string()));
    // All beginnings of the longest allowed name that holds a bit of everything.
    let everything = "ООО Завод №10 «Dalian» 大连机床集团 (f.k.a. H1kv\u{200b}ision), S.A.R.L. 🚢 محمد بن علي a.b.c. 김정은 e\u{301}";
    inputs.extend(everything.char_indices().map(|(at, _)| everything[..at].to_owned()));
    inputs.push(everything.repeat(8).chars().take(1000).collect());
    inputs
}

#[test]
fn weird_names_are_screened_and_explained_in_time() {
    let screener = bundled_screener();
    let mut screened = 0;
    for input in inputs() {
        let start = Instant::now();
        let Ok(query) = Query::new(input.as_str()) else { continue };
        screened += 1;
        let hits = screener.screen_at(&query, Score::from_ten_thousandths(5000));
        for hit in hits.iter().take(3) {
            assert_eq!(faults(&screener.explain(&query, hit)), [""; 0]);
        }
        assert!(start.elapsed() < LIMIT, "{:?} for {input:?}", start.elapsed());
    }
    assert!(screened > 700, "{screened}");
}

#[test]
fn weird_names_are_compared_with_each_other() {
    let inputs: Vec<String> = inputs().into_iter().filter(|input| Query::new(input.as_str()).is_ok()).collect();
    for (index, a) in inputs.iter().enumerate() {
        let b = &inputs[(index * 7 + 3) % inputs.len()];
        for kind in [Kind::Organization, Kind::Person] {
            for (a, b) in [(a, b), (a, a)] {
                let start = Instant::now();
                assert_eq!(faults(&compare(a, b, Some(kind))), [""; 0]);
                assert!(start.elapsed() < LIMIT, "{:?} for {a:?} {b:?}", start.elapsed());
            }
        }
    }
}

#[test]
fn weird_names_may_be_listed() {
    // A list is no query: a name that nothing can be compared of is kept, and found by nobody.
    let entities: Vec<Entity> = inputs()
        .iter()
        .filter(|input| !input.trim().is_empty())
        .enumerate()
        .map(|(index, input)| {
            let kind = [Kind::Organization, Kind::Person, Kind::Unknown][index % 3];
            Entity::new(index.to_string(), kind, input.as_str())
        })
        .collect();
    let list = List::from_entities("weird", "Nobody", entities).unwrap();
    let screener = Screener::builder().list(list).build().unwrap();
    for name in
        ["a", "a a a a a a a", "company company company", "mohammed mohammed", "1", "no. 1 no. 1", "大连机床", "Dalian"]
    {
        let query = Query::new(name).unwrap();
        let start = Instant::now();
        for hit in screener.screen_at(&query, Score::from_ten_thousandths(3000)).iter().take(50) {
            assert_eq!(faults(&screener.explain(&query, hit)), [""; 0]);
        }
        assert!(start.elapsed() < LIMIT, "{:?} for {name:?}", start.elapsed());
    }
}

#[test]
fn listed_name_beyond_the_limit_is_compared_by_its_beginning() {
    let long = format!("Karelin Turbine Works {}", "x".repeat(5000));
    let list = List::from_entities("own", "Bank", vec![Entity::new("1", Kind::Organization, long)]).unwrap();
    let screener = Screener::builder().list(list).build().unwrap();
    let query = Query::new("Karelin Turbine Works").unwrap();
    assert_eq!(faults(&screener.why(&query, None, "1").unwrap()), [""; 0]);
}

proptest! {
    #![proptest_config(crate::lossless::cases(2000))]

    #[test]
    fn any_text_is_screened_and_explained(
        text in prop_oneof![any::<String>(), "\\PC{0,60}", "[a-z .,'()/-]{0,80}", "(\\PC{1,6} ){1,20}"],
        at in any::<prop::sample::Index>(),
    ) {
        let entity = at.get(&bundled_list().entities);
        prop_assert_eq!(faults(&compare(&text, entity.primary_name(), None)), [""; 0]);
        prop_assert_eq!(faults(&compare(entity.primary_name(), &text, Some(entity.kind))), [""; 0]);
        if let Ok(query) = Query::new(text) {
            let screener = bundled_screener();
            for hit in screener.screen_at(&query, Score::from_ten_thousandths(3000)).iter().take(3) {
                let explanation = screener.explain(&query, hit);
                prop_assert_eq!(faults(&explanation), [""; 0]);
                prop_assert_eq!(explanation.score, hit.score());
            }
        }
    }
}
