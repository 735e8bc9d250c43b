//! Recall and false rate on names of real lists.
//!
//! `SOUND_NAMES=names.tsv cargo test --lib sound::measure -- --ignored --nocapture`, where the file has a line
//! `entity<TAB>name` for each name of each person, lower-case ASCII, tokens apart by blanks.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::time::Instant;

use super::{Family, Keys, keys, similarity};

const FAMILIES: [Family; 7] = [
    Family::Slavic,
    Family::Arabic,
    Family::Latin,
    Family::Chinese,
    Family::Korean,
    Family::Japanese,
    Family::Consonants,
];
const ALIKE: u8 = 70;

fn of(token: &str) -> Keys {
    let mut out = Keys::new();
    keys(token, &mut out);
    out
}

/// The best similarity for each family under which two tokens meet.
fn meets(a: &str, b: &str) -> Vec<(Family, u8)> {
    let (one, two) = (of(a), of(b));
    let mut families: Vec<Family> = one.iter().filter(|key| two.contains(key)).map(|key| key.0).collect();
    families.sort_unstable();
    families.dedup();
    families.into_iter().map(|family| (family, similarity(a, b, family))).collect()
}

fn normalized(a: &str, b: &str) -> f64 {
    strsim::normalized_damerau_levenshtein(a, b)
}

#[test]
#[ignore = "needs a file of names; prints figures"]
#[allow(clippy::print_stdout)]
fn figures() {
    let Ok(path) = std::env::var("SOUND_NAMES") else { return };
    let text = std::fs::read_to_string(path).unwrap();
    let mut entities: BTreeMap<&str, Vec<Vec<&str>>> = BTreeMap::new();
    for line in text.lines() {
        let (entity, name) = line.split_once('\t').unwrap();
        entities.entry(entity).or_default().push(name.split(' ').collect());
    }
    // True variants: tokens of two names of one entity that stand for each other.
    let mut variants: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut owners: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    for (entity, names) in &entities {
        for (i, one) in names.iter().enumerate() {
            for token in one {
                owners.entry(token).or_default().insert(entity);
            }
            for two in names[i + 1..].iter().take(12) {
                for a in one.iter().filter(|token| token.len() > 2 && !two.contains(token)) {
                    let best = two
                        .iter()
                        .filter(|b| b.len() > 2 && !one.contains(b))
                        .map(|b| (normalized(a, b), *b))
                        .max_by(|x, y| x.0.total_cmp(&y.0));
                    if let Some((alike, b)) = best
                        && alike >= 0.5
                    {
                        *variants.entry((*a.min(&b), *a.max(&b))).or_default() += 1;
                    }
                }
            }
        }
    }
    let tokens: Vec<&str> =
        owners.keys().copied().filter(|token| token.len() > 2).collect::<BTreeSet<_>>().into_iter().collect();
    let mut report = String::new();
    writeln!(report, "{} tokens, {} true variants", tokens.len(), variants.len()).unwrap();

    let all: Vec<Keys> = tokens.iter().map(|token| of(token)).collect();
    // The best of several runs of each batch, for other work on the machine only adds.
    let each: std::time::Duration = tokens
        .chunks(64)
        .map(|batch| {
            let run = || {
                let started = Instant::now();
                for token in batch {
                    std::hint::black_box(of(token));
                }
                started.elapsed()
            };
            (0..9).map(|_| run()).min().unwrap_or_default()
        })
        .sum::<std::time::Duration>()
        / tokens.len() as u32;
    let mean = all.iter().map(Keys::len).sum::<usize>() as f64 / all.len() as f64;
    let mut lengths = [0usize; 16];
    for keys in &all {
        lengths[keys.len().min(15)] += 1;
    }
    writeln!(report, "{each:?} a token, {mean:.2} keys on average, by number {lengths:?}").unwrap();

    // Every pair of tokens that meets at all, from the keys.
    let mut by_key: HashMap<(Family, u64), Vec<u32>> = HashMap::new();
    for (at, keys) in all.iter().enumerate() {
        for key in keys {
            by_key.entry(*key).or_default().push(at as u32);
        }
    }
    let is_variant = |a: &str, b: &str| variants.contains_key(&(a.min(b), a.max(b)));
    let share_owner = |a: &str, b: &str| !owners[a].is_disjoint(&owners[b]);
    let mut per_family: BTreeMap<Family, [usize; 6]> = BTreeMap::new();
    let mut falses: BTreeMap<Family, Vec<(u8, &str, &str)>> = BTreeMap::new();
    let (mut compared, mut spent) = (0u32, std::time::Duration::ZERO);
    let mut timed = 0u32;
    let mut seen = std::collections::HashSet::new();
    let mut bins: BTreeMap<Family, [[usize; 11]; 2]> = BTreeMap::new();
    let mut any_false = BTreeSet::new();
    for ((family, _), members) in &by_key {
        for (i, &x) in members.iter().enumerate() {
            for &y in &members[i + 1..] {
                if !seen.insert((*family, x, y)) {
                    continue;
                }
                let (a, b) = (tokens[x as usize], tokens[y as usize]);
                let alike = similarity(a, b, *family);
                compared += 1;
                if compared % 16 == 0 {
                    let run = || {
                        let started = Instant::now();
                        std::hint::black_box(similarity(a, b, *family));
                        started.elapsed()
                    };
                    spent += (0..5).map(|_| run()).min().unwrap_or_default();
                    timed += 1;
                }
                let row = per_family.entry(*family).or_default();
                row[0] += 1;
                let bin = usize::from(alike.max(50) - 50) / 5;
                if is_variant(a, b) {
                    bins.entry(*family).or_default()[0][bin] += 1;
                } else if !share_owner(a, b) {
                    bins.entry(*family).or_default()[1][bin] += 1;
                }
                if is_variant(a, b) {
                    row[1] += 1;
                    row[2] += usize::from(alike >= ALIKE);
                } else if !share_owner(a, b) {
                    row[3] += 1;
                    row[4] += usize::from(alike >= ALIKE);
                    row[5] += usize::from(alike >= 85);
                    if alike >= ALIKE {
                        any_false.insert((a.min(b), a.max(b)));
                        falses.entry(*family).or_default().push((alike, a, b));
                    }
                }
            }
        }
    }
    writeln!(report, "{:?} a comparison of {compared}", spent / timed.max(1)).unwrap();
    writeln!(report, "family      pairs  true-key  true>=70  other-key  other>=70  other>=85").unwrap();
    for family in FAMILIES {
        let row = per_family.get(&family).copied().unwrap_or_default();
        writeln!(
            report,
            "{:<10} {:>6} {:>8} {:>8} {:>9} {:>9} {:>9}",
            format!("{family:?}"),
            row[0],
            row[1],
            row[2],
            row[3],
            row[4],
            row[5]
        )
        .unwrap();
    }
    writeln!(report, "by similarity, in steps of 5 from <55 to 100").unwrap();
    for (family, [yes, no]) in &bins {
        writeln!(report, "{:<10} true {yes:5?}\n           other {no:5?}", format!("{family:?}")).unwrap();
    }
    let best: Vec<u8> = variants.keys().map(|(a, b)| meets(a, b).into_iter().map(|m| m.1).max().unwrap_or(0)).collect();
    let key = variants.keys().filter(|(a, b)| !meets(a, b).is_empty()).count();
    let alike = best.iter().filter(|best| **best >= ALIKE).count();
    let share = |n: usize| 100.0 * n as f64 / variants.len() as f64;
    writeln!(
        report,
        "recall: shared key {key} ({:.1} %), alike {alike} ({:.1} %); false pairs alike {}",
        share(key),
        share(alike),
        any_false.len()
    )
    .unwrap();
    let far: Vec<u8> = variants
        .keys()
        .zip(&best)
        .filter(|((a, b), _)| strsim::osa_distance(a, b) > 1)
        .map(|(_, best)| *best)
        .collect();
    let far_alike = far.iter().filter(|best| **best >= ALIKE).count();
    writeln!(
        report,
        "of those at least two edits apart: {} of {} ({:.1} %)",
        far_alike,
        far.len(),
        100.0 * far_alike as f64 / far.len() as f64
    )
    .unwrap();
    let weighted: usize = variants.values().sum();
    let found: usize = variants.values().zip(&best).filter(|(_, best)| **best >= ALIKE).map(|(n, _)| n).sum();
    writeln!(report, "recall weighted by how often the pair occurs: {:.1} %", 100.0 * found as f64 / weighted as f64)
        .unwrap();

    // Near misses: tokens of different entities at most two edits apart.
    let (mut near, mut near_alike) = ([0usize; 3], [0usize; 3]);
    for (i, a) in tokens.iter().enumerate().step_by(7) {
        for b in tokens.iter().skip(i + 1) {
            if a.len().abs_diff(b.len()) > 2 || a.as_bytes()[0] != b.as_bytes()[0] {
                continue;
            }
            let distance = strsim::osa_distance(a, b);
            if distance <= 2 && !is_variant(a, b) && !share_owner(a, b) {
                near[distance] += 1;
                near_alike[distance] += usize::from(meets(a, b).iter().any(|m| m.1 >= ALIKE));
            }
        }
    }
    writeln!(
        report,
        "near misses (same first letter, sampled): 1 edit {}/{} alike, 2 edits {}/{} alike",
        near_alike[1], near[1], near_alike[2], near[2]
    )
    .unwrap();
    println!("{report}");

    if let Ok(folder) = std::env::var("SOUND_OUT") {
        let mut missed = String::new();
        for ((a, b), best) in variants.keys().zip(&best) {
            if *best < ALIKE {
                writeln!(missed, "{best}\t{a}\t{b}\t{:?}\t{}", meets(a, b), variants[&(*a, *b)]).unwrap();
            }
        }
        std::fs::write(format!("{folder}/missed.txt"), missed).unwrap();
        let mut wrong = String::new();
        for (family, mut pairs) in falses {
            pairs.sort_unstable();
            for (alike, a, b) in pairs {
                writeln!(wrong, "{family:?}\t{alike}\t{a}\t{b}\t{}\t{}", owners[a].len(), owners[b].len()).unwrap();
            }
        }
        std::fs::write(format!("{folder}/wrong.txt"), wrong).unwrap();
    }
}

/// `SOUND_PAIRS` names a file of lines `label<TAB>token<TAB>token`; prints what each pair scores.
#[test]
#[ignore = "needs a file of pairs; prints figures"]
#[allow(clippy::print_stdout)]
fn pairs() {
    let Ok(path) = std::env::var("SOUND_PAIRS") else { return };
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let mut cells = line.split('\t');
        let (Some(label), Some(a), Some(b)) = (cells.next(), cells.next(), cells.next()) else { continue };
        let best = meets(a, b).into_iter().max_by_key(|m| m.1);
        let edits = strsim::osa_distance(a, b);
        println!(
            "PAIR {label} {a} {b} {} edits {edits}",
            best.map_or("none".to_owned(), |(family, alike)| format!("{family:?} {alike}"))
        );
    }
}
