//! How long one name takes, by the size of the list and by what is asked.
//!
//! Inside the timed loop: making the query from text and screening it. Outside: reading the list, building the screener.
//! `batch` asks many names in one go, on one thread and on two. A list of a million names takes a while to build and some
//! gigabytes, so it is measured only where `MILLION` is set.

mod settings;

use std::num::NonZeroUsize;

use criterion::{BenchmarkId, Criterion, Throughput};
use sanctions_screen::batch::in_order;
use sanctions_screen::{List, Screener};
use sanctions_screen_benches::{Asked, Case, list};

/// Names timed in one iteration, each once.
const ASKED: usize = 100;
/// Names that the thread has screened before.
const BEFORE: usize = 400;
/// Names of a batch: as many as one request to the service may hold.
const BATCH: usize = 1_000;

fn main() {
    let mut criterion = settings::criterion();
    for names in [1_000, 10_000, 100_000] {
        measure(&mut criterion, &format!("synthetic_{names}"), list(names, 1));
    }
    if std::env::var_os("MILLION").is_some() {
        measure(&mut criterion, "synthetic_1000000", list(1_000_000, 1));
    }
    measure_batch(&mut criterion, "synthetic_10000", list(10_000, 1));
    if let Some(list) = settings::published() {
        measure(&mut criterion, &format!("published_{}", list.names()), list.clone());
        measure_batch(&mut criterion, &format!("published_{}", list.names()), list);
    }
    criterion.final_summary();
}

fn measure(criterion: &mut Criterion, what: &str, list: List) {
    let cases = Case::ALL.map(|case| (case, settings::asked(case, &list, BEFORE + ASKED)));
    // The generator has no more words for a million names, so others have namesakes among them.
    let most_hits = if list.names() > 100_000 { ASKED } else { ASKED / 4 };
    let screener = Screener::builder().list(list).build().expect("the list has entities");
    let mut group = criterion.benchmark_group("screen");
    group.throughput(Throughput::Elements(ASKED as u64));
    for (case, asked) in &cases {
        let timed = &asked[asked.len() - ASKED..];
        let expected = answers(&screener, timed);
        let own = found(&screener, timed);
        // What the case is for: a listed name is found, a name that is not listed seldom alerts.
        match case {
            Case::Exact => assert_eq!(own, ASKED, "{what}: a listed name is not found"),
            Case::Mutated => assert!(own * 100 >= ASKED * 90, "{what}: only {own} of {ASKED} changed names are found"),
            Case::Unlisted => assert!(expected <= most_hits, "{what}: {expected} hits for {ASKED} other names"),
        }
        group.bench_with_input(BenchmarkId::new(case.as_str(), what), asked, |bencher, asked| {
            bencher.iter_custom(|times| {
                settings::timed_once(asked, ASKED, times, &screener, |screener, names| {
                    let hits = answers(screener, names);
                    assert!(names.len() != ASKED || hits == expected);
                })
            });
        });
    }
}

fn measure_batch(criterion: &mut Criterion, what: &str, list: List) {
    let asked = settings::asked(Case::Unlisted, &list, BATCH);
    let screener = Screener::builder().list(list).build().expect("the list has entities");
    let expected = answers(&screener, &asked);
    let mut group = criterion.benchmark_group("batch");
    group.throughput(Throughput::Elements(BATCH as u64));
    for threads in [1, 2].into_iter().filter_map(NonZeroUsize::new) {
        group.bench_with_input(BenchmarkId::new(format!("threads_{threads}"), what), &asked, |bencher, asked| {
            let screen = |asked: &Asked| screener.screen(&asked.name).expect("it is a name").len();
            bencher.iter(|| assert_eq!(in_order(asked, threads, screen).sum::<usize>(), expected));
        });
    }
}

/// The hits of all names together.
fn answers(screener: &Screener, asked: &[Asked]) -> usize {
    asked.iter().map(|asked| screener.screen(&asked.name).expect("it is a name").len()).sum()
}

/// The names whose own entity is among their hits.
fn found(screener: &Screener, asked: &[Asked]) -> usize {
    let is_found = |asked: &&Asked| {
        let hits = screener.screen(&asked.name).expect("it is a name");
        hits.iter().any(|hit| Some(&hit.entity().id) == asked.of.as_ref())
    };
    asked.iter().filter(is_found).count()
}
