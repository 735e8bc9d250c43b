//! Ethiopic: each letter is a consonant with one of seven vowels, laid out in rows of eight.

use super::{Readings, fallback, readings};

/// The consonant of each row of eight from U+1200.
const ROWS: [&str; 48] = [
    "h", "l", "h", "m", "s", "r", "s", "sh", "k", "kw", "k", "kw", "b", "v", "t", "ch", "h", "hw", "n", "ny", "", "k",
    "kw", "h", "hw", "w", "", "z", "zh", "y", "d", "d", "j", "g", "gw", "g", "t", "ch", "p", "ts", "ts", "f", "p", "r",
    "", "", "", "",
];

pub(super) fn romanize(word: &str) -> Readings {
    // The sixth order is a short vowel or none at all: lists write both (Fitwi, Fitiwi).
    readings([read(word, false), read(word, true)])
}

fn read(word: &str, every_vowel: bool) -> String {
    let letters: Vec<u32> = word.chars().map(u32::from).collect();
    let mut out = String::with_capacity(word.len());
    for (i, &code) in letters.iter().enumerate() {
        let row = if (0x1200..0x1380).contains(&code) { ROWS.get((code as usize - 0x1200) / 8) } else { None };
        let Some(&consonant) = row.filter(|_| code < 0x1358) else {
            if let Some(c) = char::from_u32(code) {
                fallback::push(c, &mut out);
            }
            continue;
        };
        out.push_str(consonant);
        let throat = consonant.is_empty() || consonant == "h";
        out.push_str(match code % 8 {
            0 if throat => "a",
            0 | 4 => "e",
            1 => "u",
            2 => "i",
            3 => "a",
            5 => {
                let last = i + 1 == letters.len();
                let cluster = i == 0 || letters.get(i.wrapping_sub(1)).is_some_and(|c| c % 8 == 5);
                if !last && (every_vowel || cluster || consonant.is_empty()) { "i" } else { "" }
            }
            6 => "o",
            _ => "wa",
        });
    }
    out
}
