//! Lists replaced while calls are in flight: every answer comes wholly from one edition, which is freed when its last
//! reader is done.

use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Weak};
use std::thread;

use sanctions_screen::{Current, Edition, Entity, Hit, Kind, List, Screener, Version};

/// More than a list of a few entities needs, few enough to be built in a second.
const SWAPS: u64 = 2_000;

/// A list on which every entity is a hit for [`NAME`] and bears the number in its id.
fn screener(number: u64) -> Screener {
    let entities = (0..4)
        .map(|index| {
            Entity::new(format!("{number}/{index}"), Kind::Organization, format!("Karelin Turbine Works {index}"))
        })
        .collect();
    Screener::builder().list(List::from_entities("own", "Bank", entities).unwrap()).build().unwrap()
}

const NAME: &str = "Karelin Turbine Works";

#[track_caller]
fn assert_wholly_of(hits: &[Hit<'_>], version: &Version) {
    assert_eq!(hits.len(), 4, "edition {}", version.number);
    for hit in hits {
        assert_eq!(hit.entity().id.split('/').next(), Some(version.number.to_string().as_str()));
        assert_eq!(hit.list().sha256, version.lists[0].sha256);
    }
}

#[test]
fn each_answer_comes_wholly_from_one_edition() {
    let current = Current::new(screener(1));
    let (done, latest, answers) = (AtomicBool::new(false), AtomicU64::new(0), AtomicU64::new(0));
    thread::scope(|scope| {
        let readers = [(); 4].map(|()| {
            scope.spawn(|| {
                let mut last = 0;
                while !done.load(Ordering::Relaxed) {
                    let edition = current.load();
                    let hits = edition.screen(NAME).unwrap();
                    assert_wholly_of(&hits, edition.version());
                    assert!(edition.version().number >= last, "an old edition came back");
                    last = edition.version().number;
                    latest.fetch_max(last, Ordering::Relaxed);
                    answers.fetch_add(1, Ordering::Relaxed);
                }
            })
        });
        for number in 2..=SWAPS {
            let old = current.replace(screener(number));
            assert_eq!(old.version().number, number - 1);
        }
        // The readers see the last edition, however the threads were scheduled.
        while latest.load(Ordering::Relaxed) < SWAPS && !readers.iter().any(thread::ScopedJoinHandle::is_finished) {
            thread::yield_now();
        }
        done.store(true, Ordering::Relaxed);
    });
    assert!(answers.into_inner() > 0);
}

#[test]
fn threads_that_replace_at_once_count_every_edition() {
    let current = Current::new(screener(0));
    let shared = Arc::new(screener(0));
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..500 {
                    current.replace(Arc::clone(&shared));
                }
            });
        }
    });
    assert_eq!(current.load().version().number, 2_001);
}

#[test]
fn an_edition_is_freed_when_its_last_reader_is_done() {
    let current = Current::new(screener(1));
    let readers = [current.load(), current.load()];
    let old: Weak<Edition> = Arc::downgrade(&readers[0]);
    drop(current.replace(screener(2)));
    let [first, last] = readers;
    drop(first);
    let held = old.upgrade().expect("the last reader still holds it");
    assert_wholly_of(&last.screen(NAME).unwrap(), held.version());
    drop(held);
    drop(last);
    assert!(old.upgrade().is_none(), "nobody reads the edition any more, but it is still held");
}

#[test]
fn editions_go_to_any_thread() {
    fn shared<T: Send + Sync + UnwindSafe + RefUnwindSafe>() {}
    shared::<Current>();
    shared::<Edition>();
    shared::<Arc<Edition>>();
    shared::<Version>();
}
