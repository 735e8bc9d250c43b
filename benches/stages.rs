//! Where the time goes: each public step alone, on a list of 10,000 names.

mod settings;

use criterion::{BatchSize, BenchmarkId, Throughput};
use sanctions_screen::list::ReadOptions;
use sanctions_screen::{DecisionRecord, List, Query, Score, Screener, compare};
use sanctions_screen_benches::{Case, list, own_csv};

const NAMES: usize = 10_000;
const ASKED: usize = 100;

fn main() {
    let mut criterion = settings::criterion();
    let list = list(NAMES, 1);
    assert_eq!(list.names(), NAMES);
    let mut group = criterion.benchmark_group("stages");

    group.throughput(Throughput::Elements(NAMES as u64));
    let text = own_csv(&list);
    group.bench_function("load/names", |bencher| {
        bencher.iter(|| {
            let read = List::from_bytes("own.csv", text.as_bytes(), &ReadOptions::default());
            let read = read.expect("what was written is read");
            assert_eq!(read.names(), NAMES);
            read
        });
    });
    group.bench_function("build/names", |bencher| {
        bencher.iter_batched(
            || list.clone(),
            |list| {
                let screener = Screener::builder().list(list).build().expect("the list has entities");
                assert!(screener.index_memory() > 0);
                screener
            },
            BatchSize::LargeInput,
        );
    });

    let screener = Screener::builder().list(list.clone()).build().expect("the list has entities");
    let mut snapshot = Vec::new();
    screener.write_snapshot(&mut snapshot).expect("memory takes it");
    group.bench_function("snapshot_write/names", |bencher| {
        bencher.iter(|| {
            let mut written = Vec::with_capacity(snapshot.len());
            screener.write_snapshot(&mut written).expect("memory takes it");
            assert_eq!(written.len(), snapshot.len());
            written
        });
    });
    group.bench_function("snapshot_read/names", |bencher| {
        bencher.iter(|| {
            let read = Screener::from_snapshot(&snapshot).expect("what was written is read");
            assert_eq!(read.index_memory(), screener.index_memory());
            read
        });
    });

    group.throughput(Throughput::Elements(ASKED as u64));
    for case in Case::ALL {
        let asked = case.asked(&list, ASKED);
        let queries: Vec<Query> = asked.iter().map(|asked| Query::new(&*asked.name).expect("it is a name")).collect();
        // Checks that the name can be compared, which takes its analysis.
        group.bench_with_input(BenchmarkId::new("analyse", case.as_str()), &asked, |bencher, asked| {
            bencher.iter(|| {
                let made = asked.iter().filter(|asked| Query::new(&*asked.name).is_ok()).count();
                assert_eq!(made, ASKED);
            });
        });
        // Candidates, score, order. A higher threshold leaves fewer names to score; at the highest, finding candidates is
        // nearly all.
        for threshold in [6000, 7500, 9000, 10_000] {
            let least = Score::from_ten_thousandths(threshold);
            let expected: usize = queries.iter().map(|query| screener.screen_at(query, least).len()).sum();
            let id = BenchmarkId::new(format!("screen_at_{threshold}"), case.as_str());
            group.bench_with_input(id, &queries, |bencher, queries| {
                bencher.iter(|| {
                    let hits: usize = queries.iter().map(|query| screener.screen_at(query, least).len()).sum();
                    assert_eq!(hits, expected);
                });
            });
        }
        let hits: Vec<_> = queries.iter().flat_map(|query| screener.screen_query(query).into_iter().take(1)).collect();
        let found: Vec<&Query> =
            queries.iter().filter(|query| !screener.screen_query(query).is_empty()).take(hits.len()).collect();
        if !hits.is_empty() {
            group.throughput(Throughput::Elements(hits.len() as u64));
            group.bench_function(BenchmarkId::new("explain", case.as_str()), |bencher| {
                bencher.iter(|| {
                    for (query, hit) in found.iter().zip(&hits) {
                        assert_eq!(screener.explain(query, hit).score, hit.score());
                    }
                });
            });
            group.bench_function(BenchmarkId::new("score", case.as_str()), |bencher| {
                bencher.iter(|| {
                    for (query, hit) in found.iter().zip(&hits) {
                        let why = screener.why(query, Some(&hit.list().id), &hit.entity().id);
                        assert_eq!(why.expect("it is listed").score, hit.score());
                    }
                });
            });
            group.throughput(Throughput::Elements(ASKED as u64));
        }
        group.bench_with_input(BenchmarkId::new("decision_record", case.as_str()), &queries, |bencher, queries| {
            bencher.iter(|| {
                let alerts = queries.iter().filter(|query| DecisionRecord::new(&screener, query).is_alert()).count();
                assert_eq!(alerts, hits.len());
            });
        });
    }
    group.throughput(Throughput::Elements(1));
    group.bench_function("compare", |bencher| {
        let a = "Dalian Machine Tool Group Corporation";
        bencher.iter(|| assert_eq!(compare(a, a, None).score, Score::MAX));
    });
    group.finish();
    criterion.final_summary();
}
