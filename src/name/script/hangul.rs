//! Hangul: syllable by syllable, as names are spelt, under the systems of South and North.

use super::{Readings, fallback, readings};

const FIRST: u32 = 0xAC00;
const LAST: u32 = 0xD7A3;

const RR_INITIAL: [&str; 19] =
    ["g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"];
/// McCune-Reischauer without its apostrophes; voicing between voiced sounds is done in `read`.
const MR_INITIAL: [&str; 19] =
    ["k", "kk", "n", "t", "tt", "r", "m", "p", "pp", "s", "ss", "", "ch", "tch", "ch", "k", "t", "p", "h"];
const RR_VOWEL: [&str; 21] = [
    "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "eu",
    "ui", "i",
];
const MR_VOWEL: [&str; 21] = [
    "a", "ae", "ya", "yae", "o", "e", "yo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "u", "ui",
    "i",
];
const FINAL: [&str; 28] = [
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t", "ng", "t",
    "t", "k", "t", "p", "t",
];

/// Indices of initials.
const G: usize = 0;
const N: usize = 2;
const D: usize = 3;
const R: usize = 5;
const M: usize = 6;
const B: usize = 7;
const S: usize = 9;
const SILENT: usize = 11;
const J: usize = 12;
const CH: usize = 14;
const H: usize = 18;

#[derive(Clone, Copy)]
struct Syllable {
    initial: usize,
    vowel: usize,
    last: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum System {
    /// Revised Romanization, South Korea.
    Revised,
    /// The practice of the North: McCune-Reischauer vowels, `j` for `ㅈ`.
    North,
    McCuneReischauer,
    /// The English-like spelling that most South Koreans choose for themselves: Soo, Young, Hyun, Hee.
    Popular,
}

pub(super) fn romanize(word: &str) -> Readings {
    let plain = read(word, System::Revised, false);
    let north = read(word, System::North, false);
    let older = read(word, System::McCuneReischauer, true);
    // A name keeps its syllables apart, a longer word is spelt as it is spoken.
    if word.chars().filter(|&c| syllable(c).is_some()).count() <= 4 {
        readings([plain, north, read(word, System::Popular, false), older])
    } else {
        readings([plain, read(word, System::Revised, true), north, older])
    }
}

/// Reads a word; `joined` with the assimilation between syllables that ordinary words show and names do not.
fn read(word: &str, system: System, joined: bool) -> String {
    let letters: Vec<char> = word.chars().collect();
    let mut out = String::with_capacity(word.len() * 2);
    let mut before: Option<Syllable> = None;
    for (i, &c) in letters.iter().enumerate() {
        let Some(syllable) = syllable(c) else {
            fallback::push(c, &mut out);
            before = None;
            continue;
        };
        let next = letters.get(i + 1).and_then(|&n| self::syllable(n));
        if before.is_some() {
            out.push(' ');
        }
        out.push_str(initial(syllable, before, system, joined));
        out.push_str(match system {
            System::Revised => RR_VOWEL[syllable.vowel],
            System::Popular => popular_vowel(syllable),
            System::North | System::McCuneReischauer => MR_VOWEL[syllable.vowel],
        });
        out.push_str(coda(syllable, next, joined));
        before = Some(syllable);
    }
    out
}

fn syllable(c: char) -> Option<Syllable> {
    let code = u32::from(c);
    (FIRST..=LAST).contains(&code).then(|| {
        let index = (code - FIRST) as usize;
        Syllable { initial: index / 588, vowel: index % 588 / 28, last: index % 28 }
    })
}

fn initial(syllable: Syllable, before: Option<Syllable>, system: System, joined: bool) -> &'static str {
    let after = before.map(|b| FINAL[b.last]);
    let revised = system == System::Revised;
    if joined && let (Some(before), Some(after)) = (before, after) {
        match (syllable.initial, after) {
            // The final consonant moves over before a silent initial.
            (SILENT, _) if before.last != 0 && after != "ng" => return carried(before.last),
            (R, "l") => return "l",
            (N, "l") => return "l",
            (R, "n") => return "l",
            (R, "k" | "t" | "p" | "m" | "ng") => return "n",
            // `ㅎ` before a stop makes it strong.
            (G | D | J | B, _) if before.last == 27 => {
                return match syllable.initial {
                    G => "k",
                    D => "t",
                    J => "ch",
                    _ => "p",
                };
            }
            // McCune-Reischauer voices stops between voiced sounds.
            (G | D | J | B, "" | "n" | "m" | "ng" | "l") if !revised => return RR_INITIAL[syllable.initial],
            _ => {}
        }
    }
    match system {
        System::Popular if syllable.initial == G => "k",
        System::Revised | System::Popular => RR_INITIAL[syllable.initial],
        System::North if syllable.initial == J => "j",
        System::North | System::McCuneReischauer => {
            // `si` is spelt `shi` only for the semivowel `wi`.
            if syllable.initial == S && syllable.vowel == 16 { "sh" } else { MR_INITIAL[syllable.initial] }
        }
    }
}

fn popular_vowel(syllable: Syllable) -> &'static str {
    let closed = syllable.last != 0;
    let plain = RR_VOWEL[syllable.vowel];
    match plain {
        "eo" if closed => "u",
        "yeo" if closed && syllable.initial == SILENT => "you",
        "yeo" if closed => "yu",
        "u" if syllable.initial == SILENT => "woo",
        "u" => "oo",
        "yu" => "yoo",
        "ui" if syllable.initial != SILENT => "ee",
        _ => plain,
    }
}

/// A final consonant as the initial of the next syllable.
fn carried(last: usize) -> &'static str {
    match last {
        1 | 9 => "g",
        2 => "kk",
        4..=6 => "n",
        7 => "d",
        8 | 13 | 15 => "r",
        16 | 10 => "m",
        17 | 11 => "b",
        19 | 3 | 12 | 18 => "s",
        20 => "ss",
        22 => "j",
        23 => "ch",
        24 => "k",
        25 => "t",
        26 | 14 => "p",
        _ => "",
    }
}

fn coda(syllable: Syllable, next: Option<Syllable>, joined: bool) -> &'static str {
    let plain = FINAL[syllable.last];
    let Some(next) = next.filter(|_| joined) else { return plain };
    match (plain, next.initial) {
        // Moved over to the next syllable, save what stays of a double final.
        (_, SILENT) if plain != "ng" => match syllable.last {
            3 | 9 | 11 | 12 => {
                if syllable.last == 3 {
                    "k"
                } else {
                    "l"
                }
            }
            5 => "n",
            10 | 14 => "l",
            18 => "p",
            _ => "",
        },
        ("k", N | M | R) => "ng",
        ("t", N | M | R) => "n",
        ("p", N | M | R) => "m",
        ("n", R) => "l",
        ("t", H | CH) if syllable.last == 27 => "",
        _ if syllable.last == 27 && matches!(next.initial, G | D | J | B) => "",
        _ => plain,
    }
}
