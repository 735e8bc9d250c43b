//! Khmer: consonants come in two series, which decide how the vowel after them sounds.

use super::{Readings, fallback, readings};

const COENG: char = '\u{17D2}';

pub(super) fn romanize(word: &str) -> Readings {
    let letters: Vec<char> = word.chars().collect();
    readings([read(&letters, false), read(&letters, true)])
}

/// `open` prefers the plain `a` and `o` of popular spelling to the diphthongs of the second series.
fn read(letters: &[char], open: bool) -> String {
    let mut out = String::with_capacity(letters.len() * 2);
    let at = |i: usize| letters.get(i).copied().unwrap_or('\0');
    let mut i = 0;
    while i < letters.len() {
        let c = at(i);
        i += 1;
        let Some((text, mut second)) = consonant(c) else {
            match independent(c) {
                Some(text) => out.push_str(text),
                None if ('\u{17B4}'..='\u{17D3}').contains(&c) => {}
                None => fallback::push(c, &mut out),
            }
            continue;
        };
        // The unvoiced stop in a cluster: Prak.
        out.push_str(if c == 'ប' && at(i) == COENG { "p" } else { text });
        // Subscripts join the onset, and a sonorant above another keeps its series.
        while at(i) == COENG {
            if let Some((text, series)) = consonant(at(i + 1)) {
                out.push_str(text);
                let sonorant = matches!(at(i + 1), 'ង' | 'ញ' | 'ន' | 'ម' | 'យ' | 'រ' | 'ល' | 'វ');
                second = if sonorant { second } else { series };
            }
            i += 2;
        }
        match at(i) {
            '\u{17C9}' => {
                second = false;
                i += 1;
                // `ប៉` is the unvoiced stop.
                if out.ends_with('b') {
                    out.pop();
                    out.push('p');
                }
            }
            '\u{17CA}' => {
                second = true;
                i += 1;
            }
            _ => {}
        }
        let (vowel, length) = vowel(at(i), at(i + 1), second && !open);
        if length > 0 {
            out.push_str(vowel);
            i += length;
        } else {
            // No vowel written: a consonant that closes the syllable, or one with the inherent vowel.
            let closes = i > 1 && after_vowel(letters, i - 1) && at(i) != COENG;
            let opens_next = consonant(at(i)).is_some();
            if !closes && (opens_next || letters.len() == 1) {
                out.push_str(if second || open { "o" } else { "a" });
            } else if closes {
                // No breath and no voice at the end of a syllable, and `v` after a vowel is one.
                let stem = out.len() - text.len();
                out.replace_range(
                    stem..,
                    match text {
                        "kh" => "k",
                        "th" | "d" => "t",
                        "ph" | "b" => "p",
                        "chh" => "ch",
                        "v" if out[..stem].ends_with('e') && !out[..stem].ends_with("ie") => "o",
                        other => other,
                    },
                );
            }
        }
    }
    out
}

/// True if the consonant at `i` follows a vowel sign, so that it can close the syllable; a consonant with the
/// inherent vowel counts as one when it opens the word.
fn after_vowel(letters: &[char], i: usize) -> bool {
    let mut k = i;
    let mut consonants = 0;
    while k > 0 {
        k -= 1;
        let c = letters[k];
        if ('\u{17B6}'..='\u{17C8}').contains(&c) || independent(c).is_some() {
            return consonants == 0;
        }
        if consonant(c).is_some() && (k == 0 || letters[k - 1] != COENG) {
            consonants += 1;
        }
    }
    consonants % 2 == 1
}

/// The vowel signs at this place: spelling and how many signs it takes.
fn vowel(c: char, next: char, second: bool) -> (&'static str, usize) {
    let pick = |first: &'static str, other: &'static str| if second { other } else { first };
    match (c, next) {
        ('\u{17B6}', '\u{17C6}') => (pick("am", "oam"), 2),
        ('\u{17BB}', '\u{17C6}') => (pick("om", "um"), 2),
        ('\u{17C1}' | '\u{17C4}', '\u{17C7}') => (pick("oh", "uoh"), 2),
        ('\u{17B6}', _) => (pick("a", "ea"), 1),
        ('\u{17B7}' | '\u{17B9}', _) => ("i", 1),
        ('\u{17B8}', _) => (pick("ei", "i"), 1),
        ('\u{17BA}', _) => ("eu", 1),
        ('\u{17BB}', _) => (pick("o", "u"), 1),
        ('\u{17BC}', _) => (pick("o", "ou"), 1),
        ('\u{17BD}', _) => ("uo", 1),
        ('\u{17BE}', _) => (pick("aeu", "eu"), 1),
        ('\u{17BF}', _) => ("eua", 1),
        ('\u{17C0}', _) => ("ie", 1),
        ('\u{17C1}', _) => ("e", 1),
        ('\u{17C2}', _) => ("e", 1),
        ('\u{17C3}', _) => (pick("ai", "ey"), 1),
        ('\u{17C4}', _) => ("o", 1),
        ('\u{17C5}', _) => (pick("au", "ov"), 1),
        ('\u{17C6}', _) => (pick("am", "um"), 1),
        ('\u{17C7}' | '\u{17C8}', _) => (pick("ah", "eah"), 1),
        ('\u{17D0}', _) => (pick("a", "oa"), 1),
        _ => ("", 0),
    }
}

fn independent(c: char) -> Option<&'static str> {
    Some(match c {
        'ឣ' | 'ឤ' => "a",
        'ឥ' | 'ឦ' => "e",
        'ឧ' | 'ឨ' | 'ឩ' => "u",
        'ឪ' => "ov",
        'ឫ' | 'ឬ' => "rue",
        'ឭ' | 'ឮ' => "lue",
        'ឯ' => "e",
        'ឰ' => "ai",
        'ឱ' | 'ឲ' => "o",
        'ឳ' => "au",
        _ => return None,
    })
}

/// A consonant and whether it belongs to the second series.
fn consonant(c: char) -> Option<(&'static str, bool)> {
    Some(match c {
        'ក' => ("k", false),
        'ខ' => ("kh", false),
        'គ' => ("k", true),
        'ឃ' => ("kh", true),
        'ង' => ("ng", true),
        'ច' => ("ch", false),
        'ឆ' => ("chh", false),
        'ជ' => ("ch", true),
        'ឈ' => ("chh", true),
        'ញ' => ("nh", true),
        'ដ' => ("d", false),
        'ឋ' => ("th", false),
        'ឌ' => ("d", true),
        'ឍ' => ("th", true),
        'ណ' => ("n", false),
        'ត' => ("t", false),
        'ថ' => ("th", false),
        'ទ' => ("t", true),
        'ធ' => ("th", true),
        'ន' => ("n", true),
        'ប' => ("b", false),
        'ផ' => ("ph", false),
        'ព' => ("p", true),
        'ភ' => ("ph", true),
        'ម' => ("m", true),
        'យ' => ("y", true),
        'រ' => ("r", true),
        'ល' => ("l", true),
        'វ' => ("v", true),
        'ឝ' | 'ឞ' | 'ស' => ("s", false),
        'ហ' => ("h", false),
        'ឡ' => ("l", false),
        'អ' => ("", false),
        _ => return None,
    })
}
