//! The same questions to the same list: this library, and linear scans with the string measures that are usual in Rust.
//!
//! Before anything is timed, each engine's answers are counted, and the table is printed: how many of the changed names
//! it finds at a cutoff, and how many other names alert there. `same_cutoff` gives all the same number, which does not
//! mean the same to each; `equal_recall` gives each peer the highest cutoff at which it finds as many changed names as
//! this library does.

mod settings;

use criterion::{BenchmarkId, Criterion, Throughput};
use rapidfuzz::{distance::jaro_winkler, fuzz};
use sanctions_screen::{List, Score, Screener};
use sanctions_screen_benches::{Asked, Case, list};

const NAMES: usize = 10_000;
const ASKED: usize = 20;
/// Of published lists, which are long: a scan of them takes a while.
const ASKED_OF_PUBLISHED: usize = 4;
/// Names that this library's thread has screened before those that are timed.
const BEFORE: usize = 400;
/// Names asked for the table, once each; more than are timed, for a share of 20 says little.
const COUNTED: usize = 100;
const CUTOFF: f64 = 0.75;

/// A listed name made ready for all scans, so that no engine pays for it at each question.
struct Listed {
    entity: usize,
    text: String,
    sorted: String,
    words: Vec<String>,
}

/// A measure on names, applied to every name of the list.
trait Scan {
    fn name(&self) -> &'static str;
    /// Calls `found` with the entity of each name that reaches the cutoff, and its score.
    fn scan(&self, query: &str, listed: &[Listed], cutoff: f64, found: &mut dyn FnMut(usize, f64));
}

struct StrsimJaroWinkler;
struct RapidfuzzJaroWinkler;
struct RapidfuzzRatio;
struct RapidfuzzTokenSortRatio;
struct RapidfuzzTokenSetRatio;

impl Scan for StrsimJaroWinkler {
    fn name(&self) -> &'static str {
        "strsim_jaro_winkler"
    }

    fn scan(&self, query: &str, listed: &[Listed], cutoff: f64, found: &mut dyn FnMut(usize, f64)) {
        let query = normal(query);
        for listed in listed {
            let score = strsim::jaro_winkler(&query, &listed.text);
            if score >= cutoff {
                found(listed.entity, score);
            }
        }
    }
}

impl Scan for RapidfuzzJaroWinkler {
    fn name(&self) -> &'static str {
        "rapidfuzz_jaro_winkler"
    }

    fn scan(&self, query: &str, listed: &[Listed], cutoff: f64, found: &mut dyn FnMut(usize, f64)) {
        let scorer = jaro_winkler::BatchComparator::new(normal(query).chars());
        let least = jaro_winkler::Args::default().score_cutoff(cutoff);
        for listed in listed {
            if let Some(score) = scorer.normalized_similarity_with_args(listed.text.chars(), &least) {
                found(listed.entity, score);
            }
        }
    }
}

impl Scan for RapidfuzzRatio {
    fn name(&self) -> &'static str {
        "rapidfuzz_ratio"
    }

    fn scan(&self, query: &str, listed: &[Listed], cutoff: f64, found: &mut dyn FnMut(usize, f64)) {
        let scorer = fuzz::RatioBatchComparator::new(normal(query).chars());
        let least = fuzz::Args::default().score_cutoff(cutoff);
        for listed in listed {
            if let Some(score) = scorer.similarity_with_args(listed.text.chars(), &least) {
                found(listed.entity, score);
            }
        }
    }
}

/// The ratio of the two names with their words sorted.
impl Scan for RapidfuzzTokenSortRatio {
    fn name(&self) -> &'static str {
        "rapidfuzz_token_sort_ratio"
    }

    fn scan(&self, query: &str, listed: &[Listed], cutoff: f64, found: &mut dyn FnMut(usize, f64)) {
        let scorer = fuzz::RatioBatchComparator::new(words(&normal(query)).join(" ").chars());
        let least = fuzz::Args::default().score_cutoff(cutoff);
        for listed in listed {
            if let Some(score) = scorer.similarity_with_args(listed.sorted.chars(), &least) {
                found(listed.entity, score);
            }
        }
    }
}

/// The best ratio among: shared words, shared words with the rest of the one name, and with the rest of the other. Put
/// together here, since the crate has only `ratio`.
impl Scan for RapidfuzzTokenSetRatio {
    fn name(&self) -> &'static str {
        "rapidfuzz_token_set_ratio"
    }

    fn scan(&self, query: &str, listed: &[Listed], cutoff: f64, found: &mut dyn FnMut(usize, f64)) {
        let query = words(&normal(query));
        for listed in listed {
            let (shared, mine): (Vec<&str>, Vec<&str>) =
                query.iter().map(String::as_str).partition(|word| listed.words.iter().any(|known| known == word));
            let theirs: Vec<&str> =
                listed.words.iter().map(String::as_str).filter(|word| !shared.contains(word)).collect();
            let score = if !shared.is_empty() && (mine.is_empty() || theirs.is_empty()) {
                1.0
            } else {
                let with = |rest: &[&str]| [&shared[..], rest].concat().join(" ");
                let (shared_alone, mine, theirs) = (with(&[]), with(&mine), with(&theirs));
                let ratio = |a: &str, b: &str| fuzz::ratio(a.chars(), b.chars());
                if shared.is_empty() {
                    ratio(&mine, &theirs)
                } else {
                    ratio(&mine, &theirs).max(ratio(&shared_alone, &mine)).max(ratio(&shared_alone, &theirs))
                }
            };
            if score >= cutoff {
                found(listed.entity, score);
            }
        }
    }
}

const PEERS: [&dyn Scan; 5] =
    [&StrsimJaroWinkler, &RapidfuzzJaroWinkler, &RapidfuzzRatio, &RapidfuzzTokenSortRatio, &RapidfuzzTokenSetRatio];

/// Small letters, and one blank for whatever is no letter or digit.
fn normal(name: &str) -> String {
    let kept: String = name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn words(normal: &str) -> Vec<String> {
    let mut words: Vec<String> = normal.split(' ').map(str::to_owned).collect();
    words.sort_unstable();
    words.dedup();
    words
}

fn ready(list: &List) -> Vec<Listed> {
    let mut listed = Vec::new();
    for (entity, names) in list.entities.iter().map(|entity| &entity.names).enumerate() {
        for name in names {
            let text = normal(&name.full);
            let words = words(&text);
            listed.push(Listed { entity, sorted: words.join(" "), words, text });
        }
    }
    listed
}

/// The entities, each once, that a peer finds for all names together.
fn hits(peer: &dyn Scan, asked: &[Asked], listed: &[Listed], cutoff: f64) -> usize {
    let mut hits = 0;
    for asked in asked {
        let mut last = None;
        // An entity's names stand together.
        peer.scan(&asked.name, listed, cutoff, &mut |entity, _| {
            hits += usize::from(last.replace(entity) != Some(entity));
        });
    }
    hits
}

/// What each name's own entity scores, 0 where it is below the cutoff.
fn own_scores(peer: &dyn Scan, asked: &[Asked], listed: &[Listed], list: &List, cutoff: f64) -> Vec<f64> {
    let own_score = |asked: &Asked| {
        let mut best = 0.0_f64;
        peer.scan(&asked.name, listed, cutoff, &mut |entity, score| {
            if Some(&list.entities[entity].id) == asked.of.as_ref() {
                best = best.max(score);
            }
        });
        best
    };
    asked.iter().map(own_score).collect()
}

fn alerts(peer: &dyn Scan, asked: &[Asked], listed: &[Listed], cutoff: f64) -> usize {
    let is_alert = |asked: &&Asked| hits(peer, std::slice::from_ref(*asked), listed, cutoff) > 0;
    asked.iter().filter(is_alert).count()
}

fn main() {
    let mut criterion = settings::criterion();
    measure(&mut criterion, "", list(NAMES, 1), ASKED, &[("same_cutoff", false), ("equal_recall", true)]);
    if let Some(list) = settings::published() {
        let mut criterion = settings::criterion().sample_size(10);
        measure(&mut criterion, "_published", list, ASKED_OF_PUBLISHED, &[("same_cutoff", false)]);
    }
    criterion.final_summary();
}

#[expect(clippy::print_stdout, reason = "the table is what the times must be read with")]
fn measure(criterion: &mut Criterion, what: &str, list: List, times: usize, kinds: &[(&str, bool)]) {
    let listed = ready(&list);
    let least = Score::from_ratio(CUTOFF).expect("it is between 0 and 1");
    let screener = Screener::builder().threshold(least).list(list.clone()).build().expect("the list has entities");
    let cases = Case::ALL.map(|case| settings::asked(case, &list, BEFORE + COUNTED));
    let [unlisted, mutated, exact] = cases.each_ref().map(|asked| &asked[..COUNTED]);

    let count = |screener: &Screener, asked: &[Asked]| -> usize {
        asked.iter().map(|asked| screener.screen(&asked.name).expect("it is a name").len()).sum()
    };
    let finds = |asked: &[Asked]| {
        let is_found = |asked: &&Asked| {
            let hits = screener.screen(&asked.name).expect("it is a name");
            hits.iter().any(|hit| Some(&hit.entity().id) == asked.of.as_ref())
        };
        asked.iter().filter(is_found).count()
    };
    let found = finds(mutated);
    let alerting =
        unlisted.iter().filter(|asked| !screener.screen(&asked.name).expect("it is a name").is_empty()).count();
    assert_eq!(finds(exact), COUNTED, "a listed name is not found");
    println!("{} names; of {COUNTED} changed names are found, of {COUNTED} other names alert:", listed.len());
    println!("{:<28} cutoff {CUTOFF:.3} found {found:>3} alerts {alerting:>3}", "sanctions_screen");
    let mut cutoffs = Vec::new();
    for peer in PEERS {
        let mut scores = own_scores(peer, mutated, &listed, &list, 0.0);
        scores.sort_unstable_by(|a, b| b.total_cmp(a));
        // Rounded down, so that the last one is found whatever way the engine rounds.
        let equal = (scores[found.max(1) - 1] * 1000.0).floor() / 1000.0;
        cutoffs.push(equal);
        for cutoff in [CUTOFF, equal] {
            let found = scores.iter().filter(|&&score| score >= cutoff).count();
            let alerts = alerts(peer, unlisted, &listed, cutoff);
            println!("{:<28} cutoff {cutoff:.3} found {found:>3} alerts {alerts:>3}", peer.name());
        }
        let exact = own_scores(peer, exact, &listed, &list, CUTOFF);
        assert!(exact.iter().all(|&score| score > 0.999), "{} does not find a listed name", peer.name());
    }

    for &(kind, equal_recall) in kinds {
        let mut group = criterion.benchmark_group(format!("peers{what}_{kind}"));
        group.throughput(Throughput::Elements(times as u64));
        for (case, asked) in ["unlisted", "mutated", "exact"].into_iter().zip(&cases) {
            // Behind the names that this library has screened before, those that all are asked.
            let (timed, before) = asked.split_at(times);
            let asked: Vec<Asked> = before[..BEFORE].iter().chain(timed).cloned().collect();
            let expected = count(&screener, timed);
            group.bench_function(BenchmarkId::new(case, "sanctions_screen"), |bencher| {
                bencher.iter_custom(|times| {
                    settings::timed_once(&asked, timed.len(), times, &screener, |screener, names| {
                        let hits = count(screener, names);
                        assert!(names.len() != timed.len() || hits == expected);
                    })
                });
            });
            for (peer, &equal) in PEERS.iter().zip(&cutoffs) {
                let cutoff = if equal_recall { equal } else { CUTOFF };
                let expected = hits(*peer, timed, &listed, cutoff);
                group.bench_function(BenchmarkId::new(case, peer.name()), |bencher| {
                    bencher.iter(|| assert_eq!(hits(*peer, timed, &listed, cutoff), expected));
                });
            }
        }
        group.finish();
    }
}
