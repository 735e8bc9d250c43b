//! What callers build on: threads, order, settings, and what is known beside a name.

use std::num::NonZeroUsize;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::{Arc, RwLock};

use sanctions_screen::batch::in_order;
use sanctions_screen::{
    CountryCode, CountryRole, DecisionRecord, Entity, Explanation, Hit, IdentifierKind, Kind, List, Name, NameType,
    Query, Score, Screener, WeakAliases, bundled_list, bundled_screener, screen,
};

fn error<T: std::error::Error + Send + Sync + 'static>() {}

fn shared<T: Send + Sync + UnwindSafe + RefUnwindSafe>() {}

#[test]
fn values_go_to_any_thread() {
    shared::<Screener>();
    shared::<sanctions_screen::Builder>();
    shared::<Query>();
    shared::<Hit<'_>>();
    shared::<List>();
    shared::<Explanation>();
    shared::<DecisionRecord>();
    shared::<sanctions_screen::Configuration>();
    shared::<sanctions_screen::ListVersion>();
    shared::<sanctions_screen::HitRecord>();
    shared::<Entity>();
    shared::<Name>();
    shared::<Score>();
    shared::<sanctions_screen::list::ReadOptions>();
    shared::<sanctions_screen::list::Mapping>();
    shared::<sanctions_screen::list::LoadReport>();
    shared::<sanctions_screen::list::Problem>();
    shared::<sanctions_screen::list::SourceFile>();
    shared::<sanctions_screen::list::drift::Drift>();
    shared::<sanctions_screen::journal::Journal>();
    shared::<sanctions_screen::exceptions::Exceptions>();
    shared::<sanctions_screen::rescreen::Rescreen>();
    shared::<sanctions_screen::Replay>();
    error::<sanctions_screen::Error>();
}

#[test]
fn bundled_list_is_screened_by_a_free_function() {
    let hits = screen("Hangzhou Hikvision Digital Technology").unwrap();
    assert_eq!(hits[0].entity().id, "hikvision");
    assert_eq!(hits[0].list().id, "bundled");
    let again = bundled_screener().screen("Hangzhou Hikvision Digital Technology").unwrap();
    assert_eq!(hits, again);
    assert!(screen("Bäckerei Sonnenschein").unwrap().is_empty());
}

#[test]
fn hit_tells_listed_from_publicly_named() {
    let (mut designated, mut named) = (0, 0);
    for entity in &bundled_list().entities {
        let hits = screen(entity.primary_name()).unwrap();
        let hit = hits.iter().find(|hit| hit.entity().id == entity.id);
        let hit = hit.unwrap_or_else(|| panic!("{} is not found by its primary name", entity.id));
        assert_eq!(hit.designated_by().is_empty(), entity.designations.is_empty());
        assert_eq!(hit.entity().is_designated(), !hit.designated_by().is_empty());
        let mut once = hit.designated_by();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), hit.designated_by().len(), "{}: an authority is named twice", entity.id);
        *(if hit.entity().is_designated() { &mut designated } else { &mut named }) += 1;
    }
    assert!(designated > 50 && named > 0, "{designated} designated, {named} publicly named");
}

#[test]
fn hits_stand_in_one_order() {
    let entity = |id: &str| Entity::new(id, Kind::Organization, "Karelin Turbine Works");
    let mut near = entity("near");
    near.names[0].full = "Karelin Turbines Worcs".to_owned();
    let lists = ["second", "first"]
        .map(|id| List::from_entities(id, "Bank", vec![near.clone(), entity("z"), entity("a"), entity("m")]).unwrap());
    let screener = Screener::builder().lists(lists).threshold(Score::from_ten_thousandths(3000)).build().unwrap();
    let hits = screener.screen("Karelin Turbine Works").unwrap();
    let order: Vec<(&str, &str)> = hits.iter().map(|hit| (hit.list().id.as_str(), hit.entity().id.as_str())).collect();
    // The best first; among equals the lists as given, and entities as they stand on their list.
    let equal = ["z", "a", "m"];
    let expected: Vec<_> =
        ["second", "first"].iter().flat_map(|list| equal.iter().map(move |id| (*list, *id))).collect();
    assert_eq!(order[..6], expected[..]);
    assert_eq!(order[6..], [("second", "near"), ("first", "near")]);
    for (a, b) in hits.iter().zip(&hits[1..]) {
        assert!(a < b && a.score() >= b.score());
    }
}

#[test]
fn answers_do_not_depend_on_threads() {
    let names: Vec<&str> =
        bundled_list().entities.iter().flat_map(|entity| &entity.names).map(|name| name.full.as_str()).collect();
    let answers = [1, 2, 3, 8].map(|threads| {
        in_order(names.iter().take(600), NonZeroUsize::new(threads).unwrap(), |name| {
            let query = Query::new(*name).unwrap();
            serde_json::to_string(&DecisionRecord::new(bundled_screener(), &query)).unwrap()
        })
        .collect::<Vec<_>>()
    });
    assert_eq!(answers[0].len(), names.len().min(600));
    for other in &answers[1..] {
        assert!(*other == answers[0], "answers depend on the number of threads");
    }
}

#[test]
fn screener_is_replaced_while_calls_are_in_flight() {
    let version = |name: &str| {
        let list = List::from_entities("own", "Bank", vec![Entity::new("1", Kind::Organization, name)]).unwrap();
        Arc::new(Screener::builder().list(list).build().unwrap())
    };
    let current = RwLock::new(version("Karelin Turbine Works"));
    let old = Arc::clone(&current.read().unwrap());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..200 {
                    let screener = Arc::clone(&current.read().unwrap());
                    let found =
                        ["Karelin Turbine Works", "Zephyr Gyroscopes"].map(|name| screener.screen(name).unwrap().len());
                    assert!(found == [1, 0] || found == [0, 1], "{found:?}");
                }
            });
        }
        *current.write().unwrap() = version("Zephyr Gyroscopes");
    });
    assert_eq!(old.screen("Karelin Turbine Works").unwrap().len(), 1);
    assert_eq!(current.read().unwrap().screen("Karelin Turbine Works").unwrap().len(), 0);
}

fn drozdov() -> Entity {
    let mut entity = Entity::new("1", Kind::Person, "DROZDOV, Oleg Ivanovich");
    entity.birth_dates.push("1960-05-17".parse().unwrap());
    entity.add_country(CountryRole::Nationality, "Russia");
    entity
}

fn screener(entity: Entity) -> Screener {
    let list = List::from_entities("own", "Bank", vec![entity]).unwrap();
    Screener::builder().list(list).build().unwrap()
}

fn country(code: &str) -> CountryCode {
    CountryCode::resolve(code).unwrap()
}

/// The score, and the points of the line of this reason.
fn score_and_line(screener: &Screener, query: &Query, reason: &str) -> (i32, Option<i32>) {
    let why = screener.why(query, None, "1").unwrap();
    let line = why.lines.iter().find(|line| line.reason.to_string() == reason);
    (i32::from(why.score.ten_thousandths()), line.map(|line| line.points))
}

#[test]
fn what_is_known_beside_the_name_has_a_line_of_its_own() {
    let screener = screener(drozdov());
    let bare = Query::new("Oleg Petrovich Drozdov").unwrap();
    let (base, _) = score_and_line(&screener, &bare, "");
    assert!((5000..9000).contains(&base), "{base}: too near the ends of the scale for this test");
    let born = |date: &str| bare.clone().with_birth_date(date.parse().unwrap());
    for (query, reason, raises) in [
        (born("1960-05-17"), "date of birth", true),
        (born("1960"), "date of birth", true),
        (born("1981-02-03"), "date of birth", false),
        (bare.clone().with_country(country("RU")), "country", true),
        (bare.clone().with_country(country("BR")), "country", false),
        (bare.clone().with_kind(Kind::Organization), "kind", false),
    ] {
        let (score, line) = score_and_line(&screener, &query, reason);
        let points = line.unwrap_or_else(|| panic!("no line {reason:?} for {query:?}"));
        assert_eq!(points > 0, raises, "{query:?} {points}");
        assert_eq!(score - base, points, "{query:?}");
    }
    // A raise that lifts a name over the threshold finds it: nothing is lost before attributes are looked at.
    let threshold = Score::from_ten_thousandths(base as u32 + 1);
    assert!(screener.screen_at(&bare, threshold).is_empty());
    assert_eq!(screener.screen_at(&born("1960-05-17"), threshold).len(), 1);
}

#[test]
fn absent_data_is_neutral() {
    let mut unknown = drozdov();
    unknown.birth_dates.clear();
    unknown.countries.clear();
    unknown.kind = Kind::Unknown;
    let (screener, sparse) = (screener(drozdov()), screener(unknown));
    let bare = Query::new("Oleg Drozdov").unwrap();
    let full = bare.clone().with_birth_date("1981".parse().unwrap()).with_country(country("BR"));
    let (base, _) = score_and_line(&screener, &bare, "");
    assert_eq!(score_and_line(&sparse, &bare, "").0, base);
    assert_eq!(score_and_line(&sparse, &full, "date of birth"), (base, None));
    assert_eq!(score_and_line(&sparse, &full, "country"), (base, None));
    assert_eq!(score_and_line(&screener, &bare.clone().with_kind(Kind::Person), "kind"), (base, None));
    assert_eq!(score_and_line(&screener, &bare.with_kind(Kind::Unknown), "kind"), (base, None));
}

#[test]
fn number_of_other_fields_does_not_move_the_score() {
    let mut full = drozdov();
    for number in 0..50 {
        full.add_remark("note", &number.to_string());
        full.add_identifier(IdentifierKind::Phone, &format!("+7 {number}"), None, "");
        full.names.push(Name::new(format!("Quetzal Xylophone {number}"), NameType::StrongAlias));
    }
    let query = Query::new("Oleg Drozdov").unwrap();
    assert_eq!(score_and_line(&screener(drozdov()), &query, ""), score_and_line(&screener(full), &query, ""));
}

#[test]
fn strong_identifier_is_a_hit_by_itself() {
    let mut vessel = Entity::new("1", Kind::Vessel, "Adrian Darya");
    vessel.add_identifier(IdentifierKind::Imo, "IMO 9826902", None, "");
    vessel.add_identifier(IdentifierKind::Passport, "AB1234567", None, "");
    vessel.add_identifier(IdentifierKind::Phone, "+98 21 1234567", None, "");
    let screener = screener(vessel);
    let asked = |kind, value: &str| {
        let query = Query::new("Entirely Different").unwrap().with_identifier(kind, value).unwrap();
        let hits = screener.screen_query(&query);
        hits.first().map(|hit| {
            let why = screener.explain(&query, hit);
            assert_eq!(why.score, hit.score());
            assert!(why.lines.iter().any(|line| line.reason.to_string() == "identifier" && line.points > 0));
            hit.score()
        })
    };
    assert!(asked(Some(IdentifierKind::Imo), "9826902") > Score::from_ratio(0.95));
    assert!(asked(None, "imo 9826902").is_some());
    assert!(asked(None, "AB 1234567").is_some());
    assert_eq!(asked(Some(IdentifierKind::Imo), "9826914"), None, "another ship");
    assert_eq!(asked(Some(IdentifierKind::Lei), "9826902"), None, "another system");
    assert_eq!(asked(Some(IdentifierKind::Phone), "+98 21 1234567"), None, "a telephone has many users");
    // Without the number the name alone decides.
    assert!(screener.screen("Entirely Different").unwrap().is_empty());
}

#[test]
fn weak_aliases_count_as_the_policy_says() {
    let mut entity = Entity::new("1", Kind::Organization, "Gorgon Maritime Holding");
    entity.names.push(Name::new("Sea Falcon Lines", NameType::WeakAlias));
    let list = List::from_entities("own", "Bank", vec![entity]).unwrap();
    let asked = |policy| {
        let screener = Screener::builder().list(list.clone()).weak_aliases(policy).build().unwrap();
        let query = Query::new("Sea Falcon Lines").unwrap();
        let found = screener.screen_query(&query).first().map(|hit| {
            assert_eq!(hit.matched_name().name_type, NameType::WeakAlias);
            let why = screener.explain(&query, hit);
            let line = why.lines.iter().find(|line| line.reason.to_string() == "weak alias").map(|line| line.points);
            (hit.score().ten_thousandths(), line)
        });
        assert_eq!(screener.screen("Gorgon Maritime Holding").unwrap()[0].score(), Score::MAX);
        found
    };
    assert_eq!(asked(WeakAliases::Full), Some((10_000, None)));
    assert_eq!(asked(WeakAliases::Reduced), Some((9500, Some(-500))));
    assert_eq!(asked(WeakAliases::Ignored), None);
}

#[test]
fn strong_alias_counts_like_a_primary_name() {
    let entity = |names: &[(&str, NameType)]| Entity {
        names: names.iter().map(|(full, name_type)| Name::new(*full, *name_type)).collect(),
        ..Entity::new("1", Kind::Organization, "")
    };
    let primary = screener(entity(&[("Sea Falcon Lines", NameType::Primary)]));
    let alias =
        screener(entity(&[("Gorgon Maritime", NameType::Primary), ("Sea Falcon Lines", NameType::StrongAlias)]));
    for name in ["Sea Falcon Lines", "Sea Falcom Lines", "Falcon Lines"] {
        let query = Query::new(name).unwrap();
        assert_eq!(
            primary.why(&query, None, "1").unwrap().score,
            alias.why(&query, None, "1").unwrap().score,
            "{name}"
        );
    }
}
