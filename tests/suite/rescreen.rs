//! Rescreening what changed gives what screening both versions in full gives.
#![allow(clippy::print_stdout, reason = "the measurement shows what it found")]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use sanctions_screen::list::ReadOptions;
use sanctions_screen::rescreen::{Change, Rescreen};
use sanctions_screen::{Configuration, Entity, Kind, List, Name, NameType, Query, Score, Screener, WeakAliases};

use crate::mutation::{MUTATIONS, Sequence, mutated};
use crate::real;

/// A hit by list and entity, with its score before and after.
type Found = BTreeMap<(String, String), (Option<Score>, Option<Score>)>;

fn screener(lists: &[List], configuration: Configuration) -> Screener {
    let builder = Screener::builder().lists(lists.to_vec());
    builder.threshold(configuration.threshold).weak_aliases(configuration.weak_aliases).build().unwrap()
}

/// The slow way: both versions in full, and the difference.
fn in_full(old: &Screener, new: &Screener, query: &Query) -> Found {
    let mut found = Found::new();
    for hit in old.screen_query(query) {
        found.entry((hit.list().id.clone(), hit.entity().id.clone())).or_default().0 = Some(hit.score());
    }
    for hit in new.screen_query(query) {
        found.entry((hit.list().id.clone(), hit.entity().id.clone())).or_default().1 = Some(hit.score());
    }
    found.retain(|_, (old, new)| old != new);
    found
}

fn of_what_changed(rescreen: &Rescreen, query: &Query) -> Found {
    let mut found = Found::new();
    for change in rescreen.screen(query) {
        let hit = change.after().or(change.before()).unwrap();
        let scores = (change.before().map(|hit| hit.score()), change.after().map(|hit| hit.score()));
        assert_ne!(scores.0, scores.1);
        let twice = found.insert((hit.list().id.clone(), hit.entity().id.clone()), scores);
        assert_eq!(twice, None, "an entity changes once");
    }
    found
}

const WORDS: [&str; 8] = ["Acme", "Arms", "Zenith", "Missile", "Works", "Petrov", "Ivan", "Trading"];

prop_compose! {
    fn entity()(id in 0..8u8, words in prop::collection::vec(0..WORDS.len(), 1..4), alias in 0..4usize, kind in 0..2usize, remark in 0..2usize) -> Entity {
        let name = words.iter().map(|&word| WORDS[word]).collect::<Vec<_>>().join(" ");
        let kind = [Kind::Organization, Kind::Person][kind];
        let mut entity = Entity::new(id.to_string(), kind, name);
        entity.add_name(Name::new(WORDS[alias], [NameType::WeakAlias, NameType::StrongAlias][alias % 2]));
        entity.add_remark("note", ["", "x"][remark]);
        entity
    }
}

prop_compose! {
    /// One or two lists; an id stands once on each.
    fn lists()(first in prop::collection::vec(entity(), 1..8), second in prop::collection::vec(entity(), 0..8)) -> Vec<List> {
        [("one", first), ("two", second)]
            .into_iter()
            .filter(|(_, entities)| !entities.is_empty())
            .map(|(id, mut entities)| {
                entities.sort_by(|a, b| a.id.cmp(&b.id));
                entities.dedup_by(|a, b| a.id == b.id);
                List::from_entities(id, "Bank", entities).unwrap()
            })
            .collect()
    }
}

proptest! {
    #![proptest_config(crate::lossless::cases(600))]

    #[test]
    fn same_as_screening_both_versions_in_full(
        old in lists(),
        new in lists(),
        words in prop::collection::vec(0..WORDS.len(), 1..4),
        threshold in prop::sample::select(&[1, 4000, 7500, 9500][..]),
        weak in prop::sample::select(&[WeakAliases::Full, WeakAliases::Reduced, WeakAliases::Ignored][..]),
    ) {
        let mut configuration = Configuration::default();
        configuration.threshold = Score::from_ten_thousandths(threshold);
        configuration.weak_aliases = weak;
        let query = Query::new(words.iter().map(|&word| WORDS[word]).collect::<Vec<_>>().join(" ")).unwrap();
        let rescreen = Rescreen::new(&old, &new, configuration).unwrap();
        let full = in_full(&screener(&old, configuration), &screener(&new, configuration), &query);
        prop_assert_eq!(of_what_changed(&rescreen, &query), full);

        // There and back again.
        let back = Rescreen::new(&new, &old, configuration).unwrap();
        let turned: Found = of_what_changed(&back, &query).into_iter().map(|(id, (old, new))| (id, (new, old))).collect();
        prop_assert_eq!(of_what_changed(&rescreen, &query), turned);

        let changes = rescreen.changes();
        let count = |lists: &[List]| lists.iter().map(|list| list.entities.len()).sum::<usize>();
        prop_assert_eq!(changes.added + changes.changed + changes.unchanged, count(&new));
        prop_assert_eq!(changes.removed + changes.changed + changes.unchanged, count(&old));
    }
}

/// Two real versions of OFAC's list, two years apart, and names that are on one of them, mistyped.
#[test]
fn real_versions_give_the_same_as_in_full() {
    let Some((old, new)) = real::path("data/ofac-sdn-2022-01/sdn.csv").zip(real::sdn()) else { return };
    let old = [List::open(old, &ReadOptions::default().lenient()).unwrap()];
    let new = [new];
    let configuration = Configuration::default();
    let rescreen = Rescreen::new(&old, &new, configuration).unwrap();
    let (old_full, new_full) = (screener(&old, configuration), screener(&new, configuration));
    let mut sequence = Sequence(7);
    let mut changes = 0;
    let names = old[0].entities.iter().step_by(97).chain(new[0].entities.iter().step_by(97));
    for (index, entity) in names.enumerate() {
        let Ok(query) = Query::new(mutated(entity.primary_name(), index % MUTATIONS, &mut sequence)) else { continue };
        let found = of_what_changed(&rescreen, &query);
        changes += found.len();
        assert_eq!(found, in_full(&old_full, &new_full, &query), "{}", query.name());
    }
    assert!(changes > 50, "{changes}");
}

/// A book of customers and two real versions of OFAC's list: the same as screening both in full, name by name, and what either
/// takes. `BOOK` says how many names (20,000), `EVERY` which of them are screened in full too (1: each), `DAYS=1` makes the
/// older version of the newer one, with fifty entities taken off, fifty changed and all else as it is, which is about what a
/// day brings. Times of both are taken of the same names, one after the other.
/// `BOOK=1000000 EVERY=20 cargo test --release --test suite rescreen::book -- --ignored --nocapture`
#[test]
#[ignore = "a measurement: minutes to hours"]
fn book_gives_the_same_as_in_full() {
    let Some(((old, new), (companies, persons))) =
        real::path("data/ofac-sdn-2022-01/sdn.csv").zip(real::sdn()).zip(real::companies().zip(real::persons()))
    else {
        return;
    };
    let number = |name, or| std::env::var(name).map_or(or, |text| text.parse::<usize>().expect("a number"));
    let (count, every) = (number("BOOK", 20_000), number("EVERY", 1));
    let mut old = List::open(old, &ReadOptions::default().lenient()).unwrap();
    if std::env::var_os("DAYS").is_some() {
        old.entities.clone_from(&new.entities);
        let far = old.entities.len() / 100;
        for at in (0..50).map(|index| index * far) {
            old.entities[at].add_remark("note", "as it was");
            old.entities.remove(at + 1);
        }
    }
    let listed: Vec<String> =
        old.entities.iter().chain(&new.entities).map(|entity| entity.primary_name().to_owned()).collect();
    let (old, new) = ([old], [new]);
    let configuration = Configuration::default();
    let rescreen = Rescreen::new(&old, &new, configuration).unwrap();
    println!("{:?}, of {} names", rescreen.changes(), count);
    let (old, new) = (screener(&old, configuration), screener(&new, configuration));

    // Companies and persons, many with the last word of another; one name in fifty is listed, and mistyped.
    let mut sequence = Sequence(11);
    let mut name = move || match sequence.below(50) {
        0 => mutated(&listed[sequence.below(listed.len())], sequence.below(MUTATIONS), &mut sequence),
        from => {
            let pool = if from % 2 == 0 { &companies } else { &persons };
            let (first, other) = (&pool[sequence.below(pool.len())], &pool[sequence.below(pool.len())]);
            match first.rsplit_once(' ').zip(other.rsplit_once(' ')) {
                Some(((first, _), (_, last))) => format!("{first} {last}"),
                None => first.clone(),
            }
        }
    };
    let (mut analysis, mut in_full, mut of_same, mut of_all) = <(Duration, Duration, Duration, Duration)>::default();
    let mut work = [0_u64; 2];
    let (mut asked, mut compared, mut changes, mut changes_compared) = (0, 0, 0, 0);
    for index in 1..=count {
        let started = Instant::now();
        let Ok(query) = Query::new(name()) else { continue };
        analysis += started.elapsed();
        asked += 1;
        let started = Instant::now();
        let found = of_what_changed(&rescreen, &query);
        let took = started.elapsed();
        of_all += took;
        changes += found.len();
        if index % every == 0 {
            of_same += took;
            let started = Instant::now();
            let full = self::in_full(&old, &new, &query);
            in_full += started.elapsed();
            assert_eq!(found, full, "{}", query.name());
            compared += 1;
            changes_compared += found.len();
            if compared % 10 == 0 {
                let counted = |screener: &Screener| -> u64 {
                    let work = screener.work(&query, configuration.threshold);
                    work.lines().iter().map(|(_, count)| u64::from(*count)).sum()
                };
                work[0] += counted(&old) + counted(&new);
                work[1] += rescreen.old_entities().map_or(0, counted) + rescreen.new_entities().map_or(0, counted);
            }
        }
        if index % 100_000 == 0 || index == count {
            println!(
                "{asked} names: analysis {analysis:.1?}, what changed {of_all:.1?}, {changes} hits changed; {compared} of them in \
                 full too: both versions {in_full:.1?}, what changed {of_same:.1?}, {changes_compared} hits changed, as in full; \
                 counted work of every tenth of these {work:?}"
            );
        }
    }
    assert!(changes > 0);
}

#[test]
fn same_version_changes_nothing() {
    let lists = [sanctions_screen::bundled_list().clone()];
    let rescreen = Rescreen::new(&lists, &lists, Configuration::default()).unwrap();
    assert_eq!(rescreen.changes().unchanged, lists[0].entities.len());
    assert!(rescreen.screen(&Query::new("Hikvision").unwrap()).is_empty());
}

#[test]
fn hits_are_explained_by_the_version_they_are_of() {
    let list =
        |name: &str| [List::from_entities("own", "Bank", vec![Entity::new("1", Kind::Organization, name)]).unwrap()];
    let (old, new) = (list("Acme Arms Trading"), list("Acme Arms"));
    let rescreen = Rescreen::new(&old, &new, Configuration::default()).unwrap();
    let query = Query::new("Acme Arms Ltd").unwrap();
    let changes = rescreen.screen(&query);
    let [Change::Rescored { old, new }] = changes[..] else { panic!("{changes:?}") };
    assert_eq!(rescreen.old_entities().unwrap().explain(&query, &old).score, old.score());
    assert_eq!(rescreen.new_entities().unwrap().explain(&query, &new).score, new.score());
    assert!(new.score() > old.score());
}

#[test]
fn empty_version_or_id_that_occurs_twice_is_refused() {
    let list = List::from_entities("own", "Bank", vec![Entity::new("1", Kind::Organization, "Acme")]).unwrap();
    let good = [list.clone()];
    assert!(Rescreen::new(&good, &[], Configuration::default()).is_err());
    assert!(Rescreen::new(&[], &good, Configuration::default()).is_err());
    let mut twice = list.clone();
    let first = twice.entities[0].clone();
    twice.entities.push(first);
    let error = Rescreen::new(&good, &[twice], Configuration::default()).unwrap_err().to_string();
    assert!(error.contains("twice"), "{error}");
}
