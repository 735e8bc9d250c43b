//! Greek: ELOT 743 as passports have it, and a second reading by ear, which the press prefers for foreign names.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{Readings, fallback, readings};

const DIAERESIS: char = '\u{308}';

pub(super) fn romanize(word: &str) -> Readings {
    let mut letters: Vec<Letter> = Vec::with_capacity(word.len());
    for c in word.nfd() {
        match (c, letters.last_mut()) {
            (DIAERESIS, Some(last)) => last.apart = true,
            // An accent on the first of two vowels parts them: `Μάιος` has no `ai`.
            ('\u{301}', Some(last)) => last.accent = true,
            _ if is_combining_mark(c) => {}
            _ => letters.push(Letter { c, apart: false, accent: false }),
        }
    }
    readings([read(&letters, false), read(&letters, true)])
}

struct Letter {
    c: char,
    apart: bool,
    accent: bool,
}

fn read(letters: &[Letter], by_ear: bool) -> String {
    let mut out = String::with_capacity(letters.len() * 2);
    let pick = |plain: &'static str, ear: &'static str| if by_ear { ear } else { plain };
    let mut i = 0;
    while i < letters.len() {
        let c = letters[i].c;
        let start = i == 0 || !letters[i - 1].c.is_alphabetic();
        let next = letters.get(i + 1).filter(|n| !n.apart && !letters[i].accent).map(|n| n.c);
        let consonant_next = letters.get(i + 1).map(|n| n.c);
        let end = letters.get(i + 2).is_none_or(|n| !n.c.is_alphabetic());
        let pair = match (c, next) {
            ('ο', Some('υ')) => Some(pick("ou", "u")),
            ('α', Some('ι')) => Some(pick("ai", "e")),
            ('ε', Some('ι')) => Some(pick("ei", "i")),
            ('ο', Some('ι')) => Some(pick("oi", "i")),
            ('υ', Some('ι')) => Some(pick("yi", "i")),
            ('α', Some('υ')) => Some(voiced(letters, i, "av", "af")),
            ('ε', Some('υ')) => Some(voiced(letters, i, "ev", "ef")),
            ('η', Some('υ')) => Some(voiced(letters, i, "iv", "if")),
            _ => match (c, consonant_next) {
                ('μ', Some('π')) => Some(if start || end { "b" } else { pick("mp", "b") }),
                ('ν', Some('τ')) => Some(if start { pick("d", "d") } else { pick("nt", "d") }),
                ('γ', Some('κ')) => Some(if start { "g" } else { pick("gk", "g") }),
                ('γ', Some('γ')) => Some("ng"),
                ('γ', Some('ξ')) => Some("nx"),
                ('γ', Some('χ')) => Some("nch"),
                ('τ', Some('ζ')) => Some(pick("tz", "j")),
                _ => None,
            },
        };
        if let Some(text) = pair {
            out.push_str(text);
            i += 2;
            continue;
        }
        i += 1;
        let text = match c {
            'α' => "a",
            'β' => "v",
            'γ' => "g",
            'δ' => "d",
            'ε' => "e",
            'ζ' => "z",
            'η' | 'ι' => "i",
            'θ' => "th",
            'κ' => "k",
            'λ' => "l",
            // NFKC makes the micro sign this letter, which lists type for it.
            'μ' => "m",
            'ν' => "n",
            'ξ' => "x",
            'ο' | 'ω' => "o",
            'π' => "p",
            'ρ' => "r",
            'σ' | 'ς' => "s",
            'τ' => "t",
            'υ' => pick("y", "i"),
            'φ' => "f",
            'χ' => pick("ch", "h"),
            'ψ' => "ps",
            other => {
                fallback::push(other, &mut out);
                ""
            }
        };
        out.push_str(text);
    }
    out
}

/// `υ` after a vowel is `v` before vowels and voiced consonants, else `f`.
fn voiced(letters: &[Letter], i: usize, voiced: &'static str, voiceless: &'static str) -> &'static str {
    match letters.get(i + 2) {
        Some(n) if "θκξπσςτφχψ".contains(n.c) || !n.c.is_alphabetic() => voiceless,
        None => voiceless,
        _ => voiced,
    }
}
