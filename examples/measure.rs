//! Times single queries against lists of your own, on one thread:
//! `cargo run --release --example measure -- MAPPINGS LIST... --names FILE [--sample N] [--threshold T] [--check N]
//! [--snapshot FILE]`
//!
//! `FILE` holds names that are not listed, one a line. Beside them, every N-th listed name is asked for as published and
//! changed. Printed are times in microseconds, counted work, the slowest queries, and a digest of all answers, which
//! must stay the same when only the speed changes. With `--snapshot` (and `--features snapshot`), a snapshot is written there
//! and read. With `--check`, N names of each kind are also compared with every listed name.
#![allow(clippy::print_stdout, reason = "an example shows what it found")]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use sanctions_screen::list::{Mapping, ReadOptions, open_all};
use sanctions_screen::mutation::{Level, mutated_forms};
use sanctions_screen::{List, Query, Score, Screener};
use sha2::{Digest, Sha256};

struct Arguments {
    mappings: String,
    lists: Vec<String>,
    names: Vec<String>,
    sample: usize,
    threshold: Score,
    check: usize,
    snapshot: Option<String>,
}

fn arguments() -> Result<Arguments, Box<dyn std::error::Error>> {
    let mut rest = std::env::args().skip(1);
    let mappings = rest.next().ok_or("name a folder of mappings")?;
    let mut found = Arguments {
        mappings,
        lists: Vec::new(),
        names: Vec::new(),
        sample: 100,
        threshold: Score::from_ten_thousandths(7500),
        check: 0,
        snapshot: None,
    };
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--names" => {
                let text = std::fs::read_to_string(rest.next().ok_or("--names FILE")?)?;
                found.names.extend(text.lines().map(str::to_owned));
            }
            "--sample" => found.sample = rest.next().ok_or("--sample N")?.parse()?,
            "--snapshot" => found.snapshot = rest.next(),
            "--check" => found.check = rest.next().ok_or("--check N")?.parse()?,
            "--threshold" => {
                found.threshold = Score::from_ratio(rest.next().ok_or("--threshold T")?.parse()?)
                    .ok_or("a threshold is from 0 to 1")?;
            }
            _ => found.lists.push(argument),
        }
    }
    Ok(found)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments = arguments()?;
    let mut options = ReadOptions::default().lenient();
    for mapping in std::fs::read_dir(&arguments.mappings)? {
        options = options.mapping(Mapping::open(mapping?.path())?);
    }
    let started = Instant::now();
    let (lists, _) = open_all(&arguments.lists, &options)?;
    let read = started.elapsed();
    // The tables are made ready once, on the first name.
    let started = Instant::now();
    Query::new("Example Trading 例 Ltd")?;
    let tables = started.elapsed();
    let started = Instant::now();
    let screener = Screener::builder().lists(lists).build()?;
    let built = started.elapsed();
    let names: usize = screener.lists().iter().map(List::names).sum();
    let entities: usize = screener.lists().iter().map(|list| list.entities.len()).sum();
    let memory = screener.index_memory();
    println!(
        "{entities} entities, {names} names; read {read:.1?}, tables {tables:.1?}, built {built:.1?}, index {memory} bytes, {} a name",
        memory / names
    );
    #[cfg(feature = "snapshot")]
    if let Some(file) = &arguments.snapshot {
        snapshot(&screener, file)?;
    }
    measure("unlisted", arguments.names, &screener, arguments.threshold, arguments.check);
    let listed = |level: Level| -> Vec<String> {
        let of_list = |list: &List| -> Vec<String> {
            list.entities
                .iter()
                .flat_map(|entity| entity.names.iter().map(move |name| (entity, name)))
                .step_by(arguments.sample)
                .flat_map(|(entity, name)| mutated_forms(entity, name, level).map(|(_, text)| text))
                .collect()
        };
        screener.lists().iter().flat_map(of_list).collect()
    };
    for level in Level::ALL {
        measure(level.as_str(), listed(level), &screener, arguments.threshold, arguments.check);
    }
    Ok(())
}

/// Times writing and reading a snapshot, with a first query; the least of five.
#[cfg(feature = "snapshot")]
fn snapshot(screener: &Screener, file: &str) -> Result<(), Box<dyn std::error::Error>> {
    let started = Instant::now();
    screener.write_snapshot(std::io::BufWriter::new(std::fs::File::create(file)?))?;
    let written = started.elapsed();
    let query = Query::new("Example Trading Ltd")?;
    let mut least = (Duration::MAX, Duration::MAX);
    for _ in 0..5 {
        let started = Instant::now();
        let read = Screener::open_snapshot(file)?;
        least.0 = least.0.min(started.elapsed());
        std::hint::black_box(read.screen_query(&query));
        least.1 = least.1.min(started.elapsed());
    }
    let bytes = std::fs::metadata(file)?.len();
    println!("snapshot {bytes} bytes; written {written:.1?}, read {:.1?}, with a first query {:.1?}", least.0, least.1);
    Ok(())
}

/// What the analysis and the whole of each name take, the least of three threads, for other programs run on this machine. A
/// thread keeps much of the words that it has met: each has met those of half of the names, and meets the others once.
fn least_times(names: &[String], screener: &Screener, threshold: Score) -> Vec<(Duration, Duration)> {
    let mut least = vec![(Duration::MAX, Duration::MAX); names.len()];
    for _ in 0..3 {
        for half in [0, 1] {
            std::thread::scope(|scope| {
                scope.spawn(|| {
                    for name in names.iter().skip(1 - half).step_by(2) {
                        let Ok(query) = Query::new(name.as_str()) else { continue };
                        std::hint::black_box(screener.screen_at(&query, threshold));
                    }
                    for (name, (analysis, together)) in names.iter().zip(&mut least).skip(half).step_by(2) {
                        let started = Instant::now();
                        let Ok(query) = Query::new(name.as_str()) else { continue };
                        let made = started.elapsed();
                        std::hint::black_box(screener.screen_at(&query, threshold));
                        *together = (*together).min(started.elapsed());
                        *analysis = (*analysis).min(made);
                    }
                });
            });
        }
    }
    least
}

fn measure(what: &str, names: Vec<String>, screener: &Screener, threshold: Score, check: usize) {
    let mut digest = Sha256::new();
    let mut hits_in_all = 0;
    let mut work: BTreeMap<&str, u64> = BTreeMap::new();
    let names: Vec<String> = names.into_iter().filter(|name| Query::new(name.as_str()).is_ok()).collect();
    for name in &names {
        let Ok(query) = Query::new(name.as_str()) else { continue };
        let hits = screener.screen_at(&query, threshold);
        hits_in_all += hits.len();
        digest.update(name.as_bytes());
        for hit in &hits {
            let (list, id, score) = (&hit.list().id, &hit.entity().id, hit.score());
            digest.update(format!("\n{list}\t{id}\t{score}\t{}", hit.matched_name().full).as_bytes());
        }
        for (kind, count) in screener.work(&query, threshold).lines() {
            *work.entry(kind).or_default() += u64::from(count);
        }
    }
    let mut differ = 0;
    for name in names.iter().step_by((names.len() / check.max(1)).max(1)).take(check) {
        let Ok(query) = Query::new(name.as_str()) else { continue };
        if screener.screen_at(&query, threshold) != screener.screen_exhaustive(&query, threshold) {
            println!("  not what comparing with every name gives: {name:?}");
            differ += 1;
        }
    }
    if check > 0 {
        println!("  {differ} of {} differ from comparing with every name", check.min(names.len()));
    }
    let least = least_times(&names, screener, threshold);
    let mut analysis: Vec<Duration> = least.iter().map(|&(analysis, _)| analysis).collect();
    let mut screening: Vec<Duration> =
        least.iter().map(|&(analysis, together)| together.saturating_sub(analysis)).collect();
    let mut whole: Vec<(Duration, String)> = least.iter().map(|&(_, together)| together).zip(names).collect();
    if whole.is_empty() {
        return;
    }
    let count = whole.len();
    println!("\n{what}: {count} queries, {hits_in_all} hits, digest {:.16}", hex(&digest.finalize()));
    let mut times: Vec<Duration> = whole.iter().map(|(time, _)| *time).collect();
    for (stage, times) in [("analysis", &mut analysis), ("screening", &mut screening), ("together", &mut times)] {
        times.sort_unstable();
        let at = |share: usize| times[(count * share / 1000).min(count - 1)].as_secs_f64() * 1e6;
        let mean = times.iter().sum::<Duration>().as_secs_f64() * 1e6 / count as f64;
        println!(
            "  {stage:<10} median {:8.1}  mean {mean:8.1}  p90 {:8.1}  p99 {:8.1}  max {:9.1} us",
            at(500),
            at(900),
            at(990),
            at(1000)
        );
    }
    for (kind, sum) in work {
        println!("  {kind:<22} {:10.1} a query", sum as f64 / count as f64);
    }
    whole.sort_unstable_by(|a, b| b.cmp(a));
    for (time, name) in whole.iter().take(10) {
        let work =
            Query::new(name.as_str()).map(|query| screener.work(&query, threshold).lines().map(|(_, count)| count));
        println!("  {:9.1} us  {name} {:?}", time.as_secs_f64() * 1e6, work.unwrap_or_default());
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}
