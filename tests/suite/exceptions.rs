//! Exceptions mark hits and never take one away.

use proptest::prelude::*;
use sanctions_screen::exceptions::{Exception, Exceptions, Lapse, Review, digest};
use sanctions_screen::{CountryCode, Entity, Error, Kind, List, PartialDate, Query, Screener};

fn entities() -> Vec<Entity> {
    ["Acme Arms", "Acme Arms Trading", "Acme Army Supply", "Acme Weapons", "Zenith Arms"]
        .iter()
        .enumerate()
        .map(|(index, name)| Entity::new(index.to_string(), Kind::Organization, *name))
        .collect()
}

fn screener(entities: Vec<Entity>) -> Screener {
    let list = List::from_entities("own", "Bank", entities).unwrap();
    Screener::builder()
        .list(list)
        .threshold("0.3".parse().ok().and_then(sanctions_screen::Score::from_ratio).unwrap())
        .build()
        .unwrap()
}

fn day(text: &str) -> PartialDate {
    text.parse().unwrap()
}

fn exception(query: &Query, entity: &Entity) -> Exception {
    Exception {
        query: query.clone(),
        list: "own".to_owned(),
        entity: entity.id.clone(),
        entity_digest: digest(entity),
        reason: "a bakery".to_owned(),
        reviewer: "J. Doe".to_owned(),
        cleared_on: day("2026-03-01"),
        expires: day("2027-02-28"),
    }
}

/// Why the exception for the first entity does not apply to a query on a day; `None` if it does.
fn lapse(made_for: &Query, asked: &Query, on: &str, entities: Vec<Entity>) -> Option<Lapse> {
    let exceptions = Exceptions::new([exception(made_for, &self::entities()[0])]).unwrap();
    let screener = screener(entities);
    let hits = screener.screen_query(asked);
    let at = hits.iter().position(|hit| hit.entity().id == "0").expect("it is a hit, cleared or not");
    match exceptions.review(asked, &hits, day(on))[at] {
        Review::Cleared(_) => None,
        Review::Lapsed(_, lapse) => Some(lapse),
        ref other => panic!("{other:?}"),
    }
}

#[test]
fn exception_holds_for_what_was_looked_at_and_nothing_else() {
    let query = || Query::new("Acme Arms Bakery").unwrap();
    let plain = query();
    for on in ["2026-03-01", "2026-12-31", "2027-02-28"] {
        assert_eq!(lapse(&plain, &plain, on, entities()), None, "{on}");
    }
    assert_eq!(lapse(&plain, &plain, "2026-02-28", entities()), Some(Lapse::NotYet));
    assert_eq!(lapse(&plain, &plain, "2027-03-01", entities()), Some(Lapse::Expired));

    // A date that is no single day may lie behind the last one.
    for on in ["2026", "2027", "2027-02", "~2026-12-31", "2026/2027"] {
        assert!(lapse(&plain, &plain, on, entities()).is_some(), "{on}");
    }

    // Another way to write the same name is the same name; another fact beside it is another question.
    assert_eq!(lapse(&plain, &Query::new("ACME-ARMS bakery").unwrap(), "2026-12-31", entities()), None);
    for other in [
        query().with_kind(Kind::Organization),
        query().with_country(CountryCode::resolve("US").unwrap()),
        query().with_birth_date(day("1961")),
        query().with_identifier(None, "X1").unwrap(),
    ] {
        assert_eq!(lapse(&plain, &other, "2026-12-31", entities()), Some(Lapse::OtherQuery));
        assert_eq!(lapse(&other, &other, "2026-12-31", entities()), None);
    }

    let mut changed = entities();
    changed[0].add_remark("note", "now with another address");
    assert_eq!(lapse(&plain, &plain, "2026-12-31", changed), Some(Lapse::EntityChanged));
    let mut others = entities();
    others[1].add_remark("note", "somebody else");
    assert_eq!(lapse(&plain, &plain, "2026-12-31", others), None);
}

#[test]
fn other_names_and_lists_are_open() {
    let query = Query::new("Acme Arms Bakery").unwrap();
    let mut elsewhere = exception(&query, &entities()[0]);
    elsewhere.list = "other".to_owned();
    let exceptions =
        Exceptions::new([elsewhere, exception(&Query::new("Acme Arms").unwrap(), &entities()[0])]).unwrap();
    let screener = screener(entities());
    let hits = screener.screen_query(&query);
    assert!(!hits.is_empty());
    assert!(exceptions.review(&query, &hits, day("2026-12-31")).iter().all(|review| *review == Review::Open));
}

#[test]
fn renewed_exception_goes_before_the_one_that_ran_out() {
    let query = Query::new("Acme Arms Bakery").unwrap();
    let old = exception(&query, &entities()[0]);
    let new = Exception { cleared_on: day("2027-03-05"), expires: day("2028-03-05"), ..old.clone() };
    let screener = screener(entities());
    let hits: Vec<_> = screener.screen_query(&query).into_iter().filter(|hit| hit.entity().id == "0").collect();
    for exceptions in [[old.clone(), new.clone()], [new.clone(), old.clone()]] {
        let exceptions = Exceptions::new(exceptions).unwrap();
        let cleared_by = |on: &str| exceptions.review(&query, &hits, day(on))[0].exception().unwrap().cleared_on;
        assert_eq!(cleared_by("2026-12-31"), old.cleared_on);
        assert_eq!(cleared_by("2027-12-31"), new.cleared_on);
        assert!(!exceptions.review(&query, &hits, day("2027-03-02"))[0].is_cleared());
    }
}

#[test]
fn file_that_says_too_little_is_refused_with_its_line() {
    let good = exception(&Query::new("Acme").unwrap(), &entities()[0]);
    let line = |exception: &Exception| serde_json::to_string(exception).unwrap();
    let read = |text: &str| Exceptions::from_json_lines("cleared.jsonl", text);
    assert_eq!(read(&format!("\n{}\n\n{}\n", line(&good), line(&good))).unwrap().len(), 2);
    assert!(read("").unwrap().is_empty());
    let bad = |change: &dyn Fn(&mut Exception)| {
        let mut bad = good.clone();
        change(&mut bad);
        line(&bad)
    };
    for (text, says) in [
        ("nonsense".to_owned(), "no exception"),
        (line(&good).replace("\"reason\"", "\"raeson\""), "raeson"),
        (bad(&|exception| exception.reason = " ".to_owned()), "reason"),
        (bad(&|exception| exception.reviewer = String::new()), "reviewer"),
        (bad(&|exception| exception.expires = day("2028")), "YYYY-MM-DD"),
        (bad(&|exception| exception.expires = day("2026-02-28")), "before"),
        (bad(&|exception| exception.entity_digest = "ABC".to_owned()), "SHA-256"),
    ] {
        let error = read(&format!("{}\n{text}\n", line(&good))).unwrap_err();
        assert!(matches!(error, Error::Malformed { .. }));
        let error = error.to_string();
        assert!(error.contains("cleared.jsonl, line 2") && error.contains(says), "{error}");
    }
}

proptest! {
    #![proptest_config(crate::lossless::cases(300))]

    /// Cleared hits and the others are all hits, in their order; and a hit is cleared exactly if an exception for it applies.
    #[test]
    fn reviews_are_of_all_hits_in_their_order(
        name in prop::sample::select(&["Acme Arms", "Acme Army", "ACME", "Zenith Arms Trading", "Bakery"][..]),
        cleared in prop::collection::vec((0..5usize, 0..2usize, -1..2i32), 0..8),
    ) {
        let names = ["acme arms", "Zenith arms trading"];
        let (query, screener) = (Query::new(name).unwrap(), screener(entities()));
        let all: Vec<Exception> = cleared
            .iter()
            .map(|&(entity, name, shift)| {
                let mut made = exception(&Query::new(names[name]).unwrap(), &entities()[entity]);
                match shift {
                    -1 => (made.cleared_on, made.expires) = (day("2020-01-01"), day("2020-12-31")),
                    1 => (made.cleared_on, made.expires) = (day("2030-01-01"), day("2030-12-31")),
                    _ => {}
                }
                made
            })
            .collect();
        let exceptions = Exceptions::new(all.clone()).unwrap();
        let hits = screener.screen_query(&query);
        let reviews = exceptions.review(&query, &hits, day("2026-11-24"));
        prop_assert_eq!(reviews.len(), hits.len());
        for (hit, review) in hits.iter().zip(&reviews) {
            let applies = cleared.iter().any(|&(entity, at, shift)| {
                entity.to_string() == hit.entity().id && shift == 0 && names[at].eq_ignore_ascii_case(name)
            });
            prop_assert_eq!(review.is_cleared(), applies);
            if let Some(exception) = review.exception() {
                prop_assert_eq!(&exception.entity, &hit.entity().id);
            }
        }
        // Whoever looks at the open ones and then at the cleared ones has seen every hit.
        let of = |cleared: bool| {
            hits.iter().zip(&reviews).filter(move |(_, review)| review.is_cleared() == cleared).map(|(hit, _)| *hit)
        };
        let mut seen: Vec<_> = of(true).chain(of(false)).collect();
        seen.sort();
        prop_assert_eq!(seen, hits.clone());
    }
}
