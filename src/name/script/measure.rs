//! How often a reading is what lists publish, by script. Prints figures; run by hand:
//!
//! ```text
//! python3 scripts/tables/native_pairs.py DATA_FOLDER > pairs.tsv
//! NATIVE_PAIRS=pairs.tsv cargo test --lib script::measure -- --ignored --nocapture
//! ```

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Script, pinyin_syllable, romanize, script_of, split_pinyin};

#[derive(Default)]
struct Tally {
    words: usize,
    first: usize,
    skeleton: usize,
    any: usize,
    missed: Vec<String>,
}

#[test]
#[ignore = "prints figures from a file of pairs named in NATIVE_PAIRS"]
fn published_spellings() {
    let path = std::env::var("NATIVE_PAIRS").expect("NATIVE_PAIRS names the file of pairs");
    let pairs = std::fs::read_to_string(path).expect("the file of pairs can be read");
    let show = std::env::var("SHOW").unwrap_or_default();
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut frequent: BTreeMap<String, usize> = BTreeMap::new();
    for line in pairs.lines() {
        let mut cells = line.split('\t');
        let (Some(source), Some(native), Some(latin)) = (cells.next(), cells.next(), cells.next()) else { continue };
        let source = if source.starts_with("common") { "common" } else { source };
        let latin_words: Vec<String> = latin
            .split(|c: char| c.is_whitespace() || "|,-()“”\"‘".contains(c))
            .map(|word| any_ascii::any_ascii(word).to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect())
            .filter(|word: &String| !word.is_empty())
            .collect();
        // A name is one of the same person or thing only if some word of it answers: the lists also pair translations.
        let words: Vec<(&str, Script)> = native
            .split(|c: char| c.is_whitespace() || "-,\"“”()«»".contains(c))
            .filter_map(|word| Some((word, word.chars().find_map(script_of)?)))
            .filter(|(word, script)| *script != Script::Latin && word.chars().count() > 1)
            .collect();
        let names: Vec<_> = words.iter().map(|(word, script)| (*word, *script, romanize(word, *script))).collect();
        let answered = names.iter().filter(|(.., readings)| best(readings, &latin_words) >= 0.8).count();
        if answered * 2 < names.len() && names.len() > 1 {
            continue;
        }
        for (word, script, readings) in &names {
            let tally = tallies.entry(format!("{script:?} {source}")).or_default();
            tally.words += 1;
            let spelled = |readings: &[String]| {
                best(readings, &latin_words) >= 0.8 || (*script == Script::Han && by_syllable(readings, latin))
            };
            let first = spelled(&readings[..readings.len().min(1)]);
            let any = spelled(readings);
            let same = any && *script == Script::Han
                || forms(readings)
                    .iter()
                    .any(|reading| joined(&latin_words, |word| skeleton(word) == skeleton(reading)));
            tally.first += usize::from(first);
            tally.any += usize::from(any);
            tally.skeleton += usize::from(same);
            if !any {
                tally.missed.push(format!("{word} {readings:?} : {latin}"));
                *frequent.entry(format!("{word} {readings:?}")).or_default() += 1;
            }
        }
    }
    let mut report = String::from("script source: words, same skeleton, first reading >= 0.8, any reading >= 0.8\n");
    for (name, tally) in &tallies {
        let share = |n: usize| 100.0 * n as f64 / tally.words as f64;
        let (skeleton, first, any) = (share(tally.skeleton), share(tally.first), share(tally.any));
        let _ = writeln!(report, "{name:24} {:6} {skeleton:6.1} {first:6.1} {any:6.1}", tally.words);
        if !show.is_empty() && name.contains(&show) {
            for missed in tally.missed.iter().take(150) {
                let _ = writeln!(report, "    {}", missed.chars().take(150).collect::<String>());
            }
        }
    }
    let mut frequent: Vec<_> = frequent.into_iter().collect();
    frequent.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    for (missed, count) in frequent.iter().take(400) {
        let _ = writeln!(report, "missed {count} {missed}");
    }
    std::fs::write(std::env::temp_dir().join("romanization.txt"), &report).expect("the report can be written");
    assert!(tallies.values().any(|tally| tally.words > 0), "no pairs were read");
}

/// The likeness of the best reading to the best run of one to four Latin words.
fn best(readings: &[String], latin: &[String]) -> f64 {
    let mut best = 0.0_f64;
    for reading in forms(readings) {
        joined(latin, |word| {
            best = best.max(strsim::normalized_levenshtein(&reading, word));
            false
        });
    }
    best
}

/// Each reading without blanks, without its article, and with its first syllable, the surname, last.
fn forms(readings: &[String]) -> Vec<String> {
    let mut out = Vec::new();
    for reading in readings {
        out.push(reading.replace(' ', ""));
        if let Some(bare) = reading.strip_prefix("al ") {
            out.push(bare.replace(' ', ""));
        } else if let Some((first, rest)) = reading.split_once(' ') {
            out.push(format!("{}{first}", rest.replace(' ', "")));
        }
    }
    out
}

/// Whether each syllable of a Chinese reading is found among the Latin syllables under any spelling of them.
fn by_syllable(readings: &[String], latin: &str) -> bool {
    let mut found: Vec<&str> = Vec::new();
    for word in latin.to_lowercase().split(|c: char| !c.is_ascii_alphabetic() && c != '\'') {
        found.extend(pinyin_syllable(word));
        found.extend(split_pinyin(word).unwrap_or_default());
    }
    readings.iter().any(|reading| reading.split(' ').all(|syllable| found.contains(&syllable)))
}

/// Tries each run of up to four Latin words, written as one.
fn joined(latin: &[String], mut accept: impl FnMut(&str) -> bool) -> bool {
    (0..latin.len()).any(|start| {
        let mut run = String::new();
        latin[start..].iter().take(4).any(|word| {
            run.push_str(word);
            accept(&run)
        })
    })
}

/// Consonants with the spelling systems folded together.
fn skeleton(word: &str) -> String {
    let mut text = word.replace(' ', "").to_lowercase();
    for (from, to) in [
        ("tch", "C"),
        ("sch", "S"),
        ("sh", "S"),
        ("ch", "C"),
        ("zh", "Z"),
        ("kh", "K"),
        ("gh", "G"),
        ("ts", "C"),
        ("tz", "C"),
        ("th", "t"),
        ("dh", "d"),
        ("ph", "f"),
        ("ks", "x"),
        ("ck", "k"),
    ] {
        text = text.replace(from, to);
    }
    let mut out = String::new();
    for c in text.chars() {
        let c = match c {
            'q' | 'c' | 'g' | 'G' => 'k',
            'K' | 'h' | 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'w' | '\'' => continue,
            'j' | 'Z' => 'z',
            'v' => 'f',
            'b' => 'p',
            'd' => 't',
            'S' => 's',
            other => other,
        };
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}
