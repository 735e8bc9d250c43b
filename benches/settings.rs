//! Shared by the benchmarks: short runs by default; criterion's own options (`--sample-size` ...) override.

use std::time::{Duration, Instant};

use criterion::Criterion;
use sanctions_screen::list::{Mapping, ReadOptions, open_all};
use sanctions_screen::{List, Screener};
use sanctions_screen_benches::{Asked, Case};

pub(crate) fn criterion() -> Criterion {
    Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .configure_from_args()
}

/// The lists that `LISTS` names (files and folders, apart as in `PATH`; `MAPPINGS` a folder of mappings), as one.
#[allow(dead_code, reason = "not every benchmark reads lists")]
pub(crate) fn published() -> Option<List> {
    let paths = std::env::var_os("LISTS")?;
    let mut options = ReadOptions::default().lenient();
    if let Some(folder) = std::env::var_os("MAPPINGS") {
        for mapping in std::fs::read_dir(folder).expect("MAPPINGS names a folder") {
            let mapping = Mapping::open(mapping.expect("the folder can be read").path());
            options = options.mapping(mapping.unwrap_or_else(|error| panic!("{error}")));
        }
    }
    let paths: Vec<_> = std::env::split_paths(&paths).collect();
    let (lists, _) = open_all(&paths, &options).unwrap_or_else(|error| panic!("LISTS is set, and {error}"));
    let entities = lists.into_iter().flat_map(|list| {
        let of_list = list.id.clone();
        list.entities.into_iter().map(move |mut entity| {
            entity.id = format!("{of_list}:{}", entity.id);
            entity
        })
    });
    let list = List::from_entities("published", "several", entities.collect());
    Some(list.unwrap_or_else(|error| panic!("LISTS is set, and {error}")))
}

/// So many names to ask for: those that are not listed are from the file `NAMES`, a name a line, where it is set.
#[allow(dead_code, reason = "not every benchmark asks names")]
pub(crate) fn asked(case: Case, list: &List, count: usize) -> Vec<Asked> {
    match std::env::var_os("NAMES") {
        Some(file) if case == Case::Unlisted => {
            let names = std::fs::read_to_string(file).expect("NAMES names a file");
            let step = (names.lines().count() / count).max(1);
            let names = names.lines().step_by(step).take(count);
            names.map(|name| Asked { name: name.to_owned(), of: None }).collect()
        }
        _ => case.asked(list, count),
    }
}

/// How long `screen` takes for the last of the names, so many times. Each time it is done on a thread of its own that has
/// screened the others before: a thread keeps the words it has met, and in practice the next name is another one.
#[allow(dead_code, reason = "not every benchmark screens")]
pub(crate) fn timed_once(
    names: &[Asked],
    last: usize,
    times: u64,
    screener: &Screener,
    screen: impl Fn(&Screener, &[Asked]) + Sync,
) -> Duration {
    let (before, timed) = names.split_at(names.len() - last);
    let once = || {
        screen(screener, before);
        let started = Instant::now();
        screen(screener, timed);
        started.elapsed()
    };
    (0..times).map(|_| std::thread::scope(|scope| scope.spawn(once).join().expect("screening does not panic"))).sum()
}
