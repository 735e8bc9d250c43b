//! Searches for the names that take the most work, as somebody would who wants to slow a screener down:
//! `cargo run --release --example slowest -- [--rounds N] [--length CHARACTERS] [--threshold T] [--seed S]
//! [--snapshot FILE | MAPPINGS LIST...]`
//!
//! Climbs by chance from listed names and names that nobody writes: words of the lists are put in, taken out, doubled,
//! joined, mistyped, and what takes more counted work is kept. Without lists, against the bundled one. Printed are the worst
//! found, in counts, which are the same on every machine, and in milliseconds. Two more searches look for names that take
//! long to screen, whatever is counted, and long to analyse; they go by time, and so come out otherwise each time. A snapshot
//! (`--features snapshot`) is read faster than lists.
#![allow(clippy::print_stdout, reason = "an example shows what it found")]

use std::time::{Duration, Instant};

use sanctions_screen::list::{Mapping, ReadOptions, open_all};
use sanctions_screen::{List, MAX_NAME_CHARACTERS, Query, Score, Screener, Work, bundled_list};

/// What is put in beside words of the lists.
const PIECES: [&str; 40] = [
    "a",
    "z",
    "1",
    "ab",
    "co",
    "ltd",
    "of",
    "al-",
    "bin",
    "no. 1",
    "and",
    "(a)",
    "aka",
    "f/k/a",
    "trading",
    "china",
    "mohammed",
    "group",
    "c c c",
    "a.b.c.",
    "王",
    "大",
    "机床",
    "有限公司",
    "محمد",
    "عبد",
    "ооо",
    "завод",
    "김",
    "ミ",
    "ა",
    "ש",
    "ก",
    "é",
    "ﷺ",
    "½",
    "\u{301}",
    "\u{200b}",
    "/",
    "-",
];
/// Restarts of each search; the rounds are shared among them.
const CLIMBS: u64 = 24;

/// Numbers by chance, the same for a seed (splitmix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end.max(1) as u64) as usize
    }

    fn of<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

struct Search<'a> {
    chance: Chance,
    names: Vec<&'a str>,
    words: Vec<&'a str>,
    length: usize,
}

impl Search<'_> {
    fn word(&mut self) -> String {
        match self.chance.below(4) {
            0 => (*self.chance.of(&PIECES)).to_owned(),
            _ => (*self.chance.of(&self.words)).to_owned(),
        }
    }

    fn start(&mut self) -> String {
        if self.chance.below(2) == 0 {
            return (*self.chance.of(&self.names)).to_owned();
        }
        let word = self.word();
        let text = (word + [" ", "", "-"][self.chance.below(3)]).repeat(1 + self.chance.below(200));
        self.cut(&text)
    }

    fn changed(&mut self, name: &str) -> String {
        let mut words: Vec<String> = name.split(' ').map(str::to_owned).collect();
        for _ in 0..=self.chance.below(3) {
            let at = self.chance.below(words.len());
            match self.chance.below(8) {
                0 => words[at] = self.word(),
                1 | 2 => {
                    let word = self.word();
                    words.insert(at, word);
                }
                3 => {
                    words.remove(at);
                }
                4 => words.extend_from_within(at..),
                5 if at + 1 < words.len() => {
                    let next = words.remove(at + 1);
                    words[at] += &next;
                }
                6 => {
                    let mut letters: Vec<char> = words[at].chars().collect();
                    let place = self.chance.below(letters.len() + 1);
                    let piece: Vec<char> = self.chance.of(&PIECES).chars().collect();
                    letters.splice(place..(place + 1).min(letters.len()), piece);
                    words[at] = letters.into_iter().collect();
                }
                _ => {
                    let other = self.chance.below(words.len());
                    words.swap(at, other);
                }
            }
            if words.is_empty() {
                words.push(self.word());
            }
        }
        self.cut(&words.join(" "))
    }

    fn cut(&self, text: &str) -> String {
        text.chars().take(self.length).collect()
    }

    /// The worst name found, by a measure of what it takes.
    fn climb(&mut self, rounds: u64, takes: &mut dyn FnMut(&str) -> u64) -> (u64, String) {
        let mut worst = (0, String::new());
        for _ in 0..CLIMBS {
            let start = self.start();
            let mut here = (takes(&start), start);
            for _ in 0..rounds / CLIMBS {
                let next = self.changed(&here.1);
                let cost = takes(&next);
                if cost >= here.0 {
                    here = (cost, next);
                }
            }
            worst = worst.max(here);
        }
        worst
    }
}

fn weighed(work: Work) -> u64 {
    // About what each takes beside the others.
    let each = [1, 4, 2, 40];
    work.lines().iter().zip(each).map(|((_, count), weight)| u64::from(*count) * weight).sum()
}

/// The least of three times: what is more was the machine.
fn least(mut run: impl FnMut()) -> Duration {
    let once = |_| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..3).map(once).min().unwrap_or_default()
}

/// The lists of these files, after the folder of their mappings; without any, the bundled one.
fn lists(paths: &[String]) -> Result<Vec<List>, Box<dyn std::error::Error>> {
    let [mappings, lists @ ..] = paths else { return Ok(vec![bundled_list().clone()]) };
    let mut options = ReadOptions::default().lenient();
    for mapping in std::fs::read_dir(mappings)? {
        options = options.mapping(Mapping::open(mapping?.path())?);
    }
    Ok(open_all(lists, &options)?.0)
}

#[cfg(feature = "snapshot")]
fn opened(file: &str) -> Result<Screener, Box<dyn std::error::Error>> {
    Ok(Screener::open_snapshot(file)?)
}

#[cfg(not(feature = "snapshot"))]
fn opened(_: &str) -> Result<Screener, Box<dyn std::error::Error>> {
    Err("built without the feature snapshot".into())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (mut rounds, mut length, mut threshold, mut seed) = (20_000, MAX_NAME_CHARACTERS, 0.75, 1);
    let (mut paths, mut snapshot) = (Vec::new(), None);
    let mut rest = std::env::args().skip(1);
    while let Some(argument) = rest.next() {
        let mut value = || rest.next().ok_or_else(|| format!("{argument} needs a value"));
        match argument.as_str() {
            "--rounds" => rounds = value()?.parse()?,
            "--length" => length = value()?.parse()?,
            "--threshold" => threshold = value()?.parse()?,
            "--seed" => seed = value()?.parse()?,
            "--snapshot" => snapshot = Some(value()?),
            _ => paths.push(argument),
        }
    }
    let threshold = Score::from_ratio(threshold).ok_or("a threshold is from 0 to 1")?;
    let screener = match snapshot {
        Some(file) => opened(&file)?,
        None => Screener::builder().lists(lists(&paths)?).build()?,
    };
    let entities = screener.lists().iter().flat_map(|list| &list.entities);
    let names: Vec<&str> = entities.flat_map(|entity| &entity.names).map(|name| name.full.as_str()).collect();
    let mut words: Vec<&str> = names.iter().flat_map(|name| name.split_whitespace()).collect();
    words.sort_unstable();
    words.dedup();
    println!("{} names, {} words, names of at most {length} characters, {rounds} rounds", names.len(), words.len());
    let mut search = Search { chance: Chance(seed), names, words, length };

    let told = |what: &str, name: &str| -> Result<(), Box<dyn std::error::Error>> {
        let query = Query::new(name)?;
        let time = least(|| drop(screener.screen_at(&query, threshold)));
        let whole = least(|| drop(Query::new(name).map(|query| screener.screen_at(&query, threshold).len())));
        let characters = name.chars().count();
        println!("{what}: {time:.2?} to screen, {whole:.2?} with analysis, {characters} characters\n  {name}");
        for (what, count) in screener.work(&query, threshold).lines() {
            println!("  {what}: {count}");
        }
        Ok(())
    };
    let (_, name) =
        search.climb(rounds, &mut |name| Query::new(name).map_or(0, |query| weighed(screener.work(&query, threshold))));
    told("most counted work", &name)?;
    let nanoseconds = |name: &str| {
        Query::new(name).map_or(0, |query| least(|| drop(screener.screen_at(&query, threshold))).as_nanos() as u64)
    };
    let (_, name) = search.climb(rounds / 4, &mut |name| nanoseconds(name));
    told("longest to screen", &name)?;

    let nanoseconds = |name: &str| least(|| drop(Query::new(name))).as_nanos() as u64;
    let (_, name) = search.climb(rounds / 10, &mut |name| nanoseconds(name));
    let (time, characters) = (least(|| drop(Query::new(name.as_str()))), name.chars().count());
    println!("longest to analyse: {time:.2?}, {characters} characters\n  {name}");
    Ok(())
}
