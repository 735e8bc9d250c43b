//! Thai by the Royal Thai General System, and Lao, whose letters run parallel to it.
//!
//! The syllable is found by rule: a vowel sign may stand before its consonant, and a short one may not be written.

use smallvec::SmallVec;

use super::{Readings, fallback, readings};

pub(super) fn romanize(word: &str) -> Readings {
    let letters: Vec<char> = word.chars().map(thai).filter(|&c| !silent(c)).collect();
    readings([read(&mute_cancelled(&letters))])
}

/// Lao lies 0x80 above Thai, letter for letter where both have one.
fn thai(c: char) -> char {
    match c {
        'ໜ' => 'น',
        'ໝ' => 'ม',
        // Two vowel signs without a Thai twin; the stand-ins do not occur in names.
        'ຽ' => LAO_IA,
        '\u{EBB}' => LAO_O,
        '\u{E80}'..='\u{EDF}' => char::from_u32(u32::from(c) - 0x80).unwrap_or(c),
        _ => c,
    }
}

const LAO_IA: char = '\u{E4F}';
const LAO_O: char = 'ๅ';

/// Tone marks and signs without a sound.
fn silent(c: char) -> bool {
    matches!(c, '\u{E48}'..='\u{E4B}' | 'ๆ' | 'ฯ' | '\u{E4E}' | '\u{E3A}')
}

/// Drops each letter under the sign of silence, with a vowel sign on it.
fn mute_cancelled(letters: &[char]) -> Vec<char> {
    let mut out: Vec<char> = Vec::with_capacity(letters.len());
    for &c in letters {
        if c == '\u{E4C}' {
            if matches!(out.last(), Some('\u{E34}' | '\u{E38}')) {
                out.pop();
            }
            out.pop();
        } else {
            out.push(c);
        }
    }
    out
}

fn is_consonant(c: char) -> bool {
    ('ก'..='ฮ').contains(&c)
}

fn is_lead(c: char) -> bool {
    matches!(c, 'เ' | 'แ' | 'โ' | 'ใ' | 'ไ')
}

fn is_vowel_sign(c: char) -> bool {
    matches!(c, 'ะ' | '\u{E31}' | 'า' | 'ำ' | '\u{E34}'..='\u{E39}' | '\u{E47}' | '\u{E4D}' | LAO_IA | LAO_O)
}

fn initial(c: char) -> &'static str {
    match c {
        'ก' => "k",
        'ข' | 'ฃ' | 'ค' | 'ฅ' | 'ฆ' => "kh",
        'ง' => "ng",
        'จ' => "ch",
        'ฉ' | 'ช' | 'ฌ' => "ch",
        'ซ' | 'ศ' | 'ษ' | 'ส' => "s",
        'ญ' | 'ย' => "y",
        'ฎ' | 'ด' | 'ฑ' => "d",
        'ฏ' | 'ต' => "t",
        'ฐ' | 'ฒ' | 'ถ' | 'ท' | 'ธ' => "th",
        'ณ' | 'น' => "n",
        'บ' => "b",
        'ป' => "p",
        'ผ' | 'พ' | 'ภ' => "ph",
        'ฝ' | 'ฟ' => "f",
        'ม' => "m",
        'ร' => "r",
        'ฤ' => "rue",
        'ล' | 'ฬ' => "l",
        'ฦ' => "lue",
        'ว' => "w",
        'ห' | 'ฮ' => "h",
        _ => "",
    }
}

fn coda(c: char) -> &'static str {
    match initial(c) {
        "k" | "kh" => "k",
        "ng" => "ng",
        "ch" | "s" | "d" | "t" | "th" => "t",
        "n" | "r" | "l" => "n",
        "y" if c == 'ญ' => "n",
        "y" => "i",
        "b" | "p" | "ph" | "f" => "p",
        "m" => "m",
        "w" => "o",
        _ => "",
    }
}

/// Two consonants that one syllable may open with.
fn is_cluster(first: char, second: char) -> bool {
    matches!(first, 'ก' | 'ข' | 'ค' | 'ต' | 'ป' | 'ผ' | 'พ' | 'ด' | 'บ' | 'ฟ') && matches!(second, 'ร' | 'ล')
        || matches!(first, 'ก' | 'ข' | 'ค') && second == 'ว'
}

fn read(letters: &[char]) -> String {
    let mut out = String::with_capacity(letters.len() * 2);
    let at = |i: usize| letters.get(i).copied().unwrap_or('\0');
    let mut closed_before = false;
    let mut i = 0;
    while i < letters.len() {
        let c = at(i);
        let lead = is_lead(c).then_some(c);
        let mut k = i + usize::from(lead.is_some());
        if !is_consonant(at(k)) {
            if is_vowel_sign(c) {
                out.push_str(sign(c));
            } else if lead.is_none() {
                fallback::push(c, &mut out);
            }
            i += 1;
            continue;
        }
        // What is left after a closed syllable at the end of the word is only written: Phet(r), Yinglak(s).
        if closed_before && lead.is_none() && k + 1 == letters.len() {
            break;
        }
        // The opening consonants. A silent `ห` raises the tone of the sonorant after it.
        let mut onset: SmallVec<[&str; 2]> = SmallVec::new();
        let first = at(k);
        k += 1;
        let second = at(k);
        let written = |n: usize| is_vowel_sign(at(n)) || at(n) == 'อ' || (at(n) == 'ว' && is_consonant(at(n + 1)));
        if first == 'ห'
            && matches!(second, 'ง' | 'ญ' | 'น' | 'ม' | 'ย' | 'ร' | 'ล' | 'ว')
            && (lead.is_some() || written(k + 1))
        {
            onset.push(initial(second));
            k += 1;
        } else if is_cluster(first, second) && (lead.is_some() || written(k + 1)) {
            onset.push(initial(first));
            onset.push(initial(second));
            k += 1;
        } else if matches!(first, 'ส' | 'ศ' | 'ท') && second == 'ร' && (lead.is_some() || written(k + 1)) {
            onset.push("s");
            k += 1;
        } else {
            onset.push(initial(first));
        }
        out.extend(onset);
        let (vowel, length, closed) = vowel(lead, letters, k);
        out.push_str(vowel);
        k += length;
        // A consonant closes the syllable unless a vowel of its own follows.
        let next = at(k);
        let own = is_vowel_sign(at(k + 1))
            || (at(k + 1) == 'อ' && is_consonant(at(k + 2)))
            || (at(k + 1) == 'ร' && at(k + 2) == 'ร')
            || (is_cluster(next, at(k + 1)) && is_vowel_sign(at(k + 2)))
            || (next == 'ว' && vowel.ends_with(['u', 'o']));
        closed_before = !closed && is_consonant(next) && !own && next != 'อ';
        if closed_before {
            out.push_str(coda(next));
            k += 1;
        }
        i = k;
    }
    out
}

/// The vowel after the opening consonants: its spelling, how many letters it takes, and whether it ends the syllable.
fn vowel(lead: Option<char>, letters: &[char], k: usize) -> (&'static str, usize, bool) {
    let at = |i: usize| letters.get(k + i).copied().unwrap_or('\0');
    match (lead, at(0), at(1)) {
        (Some('เ'), '\u{E35}', 'ย') => ("ia", 2 + usize::from(at(2) == 'ะ'), false),
        (Some('เ'), '\u{E37}', 'อ') => ("uea", 2 + usize::from(at(2) == 'ะ'), false),
        (Some('เ'), 'า', 'ะ') => ("o", 2, true),
        (Some('เ'), 'า', _) => ("ao", 1, true),
        (Some('เ'), 'อ', _) => ("oe", 1, false),
        (Some('เ'), '\u{E34}', _) => ("oe", 1, false),
        (Some('เ'), 'ย', next) if !is_vowel_sign(next) => ("oei", 1, true),
        (Some('เ'), '\u{E47}', _) => ("e", 1, false),
        (Some('เ'), 'ะ', _) => ("e", 1, true),
        (Some('เ'), ..) => ("e", 0, false),
        (Some('แ'), '\u{E47}', _) => ("ae", 1, false),
        (Some('แ'), 'ะ', _) => ("ae", 1, true),
        (Some('แ'), ..) => ("ae", 0, false),
        (Some('โ'), 'ะ', _) => ("o", 1, true),
        (Some('โ'), ..) => ("o", 0, false),
        (Some('ไ'), 'ย', _) => ("ai", 1, true),
        (Some(_), ..) => ("ai", 0, true),
        (None, '\u{E31}', 'ว') => ("ua", 2 + usize::from(at(2) == 'ะ'), at(2) == 'ะ'),
        (None, '\u{E31}', _) => ("a", 1, false),
        (None, 'ว', next) if is_consonant(next) && !is_vowel_sign(at(2)) => ("ua", 1, false),
        (None, 'อ', next) => ("o", 1, !is_consonant(next)),
        (None, '\u{E37}', 'อ') => ("ue", 2, true),
        (None, 'ร', 'ร') if is_consonant(at(2)) && !is_vowel_sign(at(3)) => ("a", 2, false),
        (None, 'ร', 'ร') => ("an", 2, true),
        (None, 'ะ', _) => ("a", 1, true),
        (None, 'ำ', _) => ("am", 1, true),
        // NFKC parts `ำ` into a ring and `า`.
        (None, '\u{E4D}', 'า') => ("am", 2, true),
        (None, c, _) if is_vowel_sign(c) => (sign(c), 1, false),
        // Nakhon: two open consonants before a last `ร`.
        (None, c, 'ร') if is_consonant(c) && at(2) == '\0' => ("a", 0, true),
        // Nothing written: `o` between two consonants that end the word or syllable, else a short `a`.
        (None, c, next) if is_consonant(c) && !is_vowel_sign(next) => ("o", 0, false),
        _ => ("a", 0, true),
    }
}

fn sign(c: char) -> &'static str {
    match c {
        'ะ' | '\u{E31}' | 'า' => "a",
        LAO_O => "o",
        LAO_IA => "ia",
        'ำ' | '\u{E4D}' => "am",
        '\u{E34}' | '\u{E35}' => "i",
        '\u{E36}' | '\u{E37}' => "ue",
        '\u{E38}' | '\u{E39}' => "u",
        _ => "",
    }
}
