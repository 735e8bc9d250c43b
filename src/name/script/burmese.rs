//! Burmese: each syllable as Burmese people spell it in English, with blanks between, as names are written.

use super::{Readings, fallback, readings};

const ASAT: char = '\u{103A}';
const VIRAMA: char = '\u{1039}';
const DOT_BELOW: char = '\u{1037}';
const VISARGA: char = '\u{1038}';

pub(super) fn romanize(word: &str) -> Readings {
    let letters: Vec<char> = word.chars().collect();
    readings([read(&letters, false), read(&letters, true)])
}

/// Medial signs and vowel signs of one syllable.
// Each is a sign that is there or not, in any combination.
#[allow(clippy::struct_excessive_bools)]
#[derive(Default)]
struct Syllable {
    y: bool,
    r: bool,
    w: bool,
    h: bool,
    e: bool,
    aa: bool,
    i: bool,
    u: bool,
    ai: bool,
    dot: bool,
    /// The creaky tone, which spelling shows by a `t` after a nasal: Nyunt, Myint.
    creaky: bool,
    last: Option<char>,
}

fn read(letters: &[char], other: bool) -> String {
    let mut out = String::with_capacity(letters.len() * 2);
    let at = |i: usize| letters.get(i).copied().unwrap_or('\0');
    let mut i = 0;
    while i < letters.len() {
        let c = at(i);
        i += 1;
        if let Some(text) = independent(c) {
            space(&mut out);
            out.push_str(text);
            // `ဦး` has its tone mark, `ဥက္` its own final.
            continue;
        }
        if !is_consonant(c) {
            if !matches!(u32::from(c), 0x102B..=0x103E) {
                fallback::push(c, &mut out);
            }
            continue;
        }
        let mut syllable = Syllable::default();
        loop {
            match at(i) {
                '\u{103B}' => syllable.y = true,
                '\u{103C}' => syllable.r = true,
                '\u{103D}' => syllable.w = true,
                '\u{103E}' => syllable.h = true,
                '\u{1031}' => syllable.e = true,
                '\u{102B}' | '\u{102C}' => syllable.aa = true,
                '\u{102D}' | '\u{102E}' => syllable.i = true,
                '\u{102F}' | '\u{1030}' => syllable.u = true,
                '\u{1032}' => syllable.ai = true,
                '\u{1036}' => syllable.dot = true,
                DOT_BELOW => syllable.creaky = true,
                // The killer on `ော်` marks a tone only.
                VISARGA | ASAT => {}
                n if is_consonant(n) && (at(i + 1) == ASAT || (at(i + 1) == DOT_BELOW && at(i + 2) == ASAT)) => {
                    syllable.last = Some(n);
                }
                // A stacked pair: the first closes this syllable, the second opens the next one.
                n if is_consonant(n) && at(i + 1) == VIRAMA => {
                    syllable.last = Some(n);
                    i += 2;
                    break;
                }
                _ => break,
            }
            i += 1;
        }
        space(&mut out);
        out.push_str(&onset(c, &syllable, other));
        out.push_str(rime(&syllable, other));
        if syllable.creaky && out.ends_with('n') {
            out.push('t');
        }
    }
    out
}

fn space(out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

fn is_consonant(c: char) -> bool {
    matches!(c, '\u{1000}'..='\u{1021}' | '\u{103F}')
}

fn independent(c: char) -> Option<&'static str> {
    Some(match c {
        'ဣ' | 'ဤ' => "i",
        'ဥ' | 'ဦ' => "u",
        'ဧ' => "ay",
        'ဩ' | 'ဪ' => "aw",
        _ => return None,
    })
}

fn onset(c: char, syllable: &Syllable, other: bool) -> String {
    let glide = syllable.y || syllable.r;
    let base = match c {
        'က' if glide => "ky",
        'ခ' if glide => "ch",
        'ဂ' | 'ဃ' if glide => "gy",
        'င' if glide => "ny",
        'က' => "k",
        'ခ' => "kh",
        'ဂ' | 'ဃ' => "g",
        'င' => "ng",
        'စ' => "s",
        'ဆ' => {
            if other {
                "hs"
            } else {
                "s"
            }
        }
        'ဇ' | 'ဈ' => "z",
        'ဉ' | 'ည' => "ny",
        'ဋ' | 'တ' => "t",
        'ဌ' | 'ထ' => {
            if other {
                "t"
            } else {
                "ht"
            }
        }
        'ဍ' | 'ဎ' | 'ဒ' | 'ဓ' => "d",
        'ဏ' | 'န' => "n",
        'ပ' => "p",
        'ဖ' => {
            if other {
                "hp"
            } else {
                "ph"
            }
        }
        'ဗ' | 'ဘ' => "b",
        'မ' => "m",
        'ယ' => "y",
        'ရ' => {
            if other {
                "r"
            } else {
                "y"
            }
        }
        'လ' | 'ဠ' => "l",
        'ဝ' => "w",
        'သ' | 'ဿ' => "th",
        'ဟ' => "h",
        _ => "",
    };
    let mut out = String::with_capacity(4);
    if syllable.h {
        match c {
            'ယ' | 'ရ' => out.push_str("sh"),
            'လ' if syllable.y => return "sh".to_owned() + if syllable.w { "w" } else { "" },
            _ => {
                out.push('h');
                out.push_str(base);
            }
        }
    } else {
        out.push_str(base);
    }
    if glide && !matches!(c, 'က' | 'ခ' | 'ဂ' | 'ဃ' | 'င') {
        out.push('y');
    }
    // With a final nasal or stop `w` colours the vowel instead (`ထွန်း` htun), except before `in` and `e`.
    let coloured = matches!(syllable.last, Some('န' | 'မ' | 'တ' | 'ပ')) && !syllable.i && !syllable.u || syllable.dot;
    if syllable.w && !coloured {
        out.push('w');
    }
    out
}

fn rime(syllable: &Syllable, other: bool) -> &'static str {
    let Syllable { e, aa, i, u, ai, dot, w, last, .. } = *syllable;
    let Some(last) = last else {
        return match (e, aa, i, u, ai, dot) {
            (true, true, ..) => "aw",
            (true, ..) => {
                if other {
                    "ay"
                } else {
                    "e"
                }
            }
            (_, _, true, true, ..) => {
                if other {
                    "oe"
                } else {
                    "o"
                }
            }
            (_, _, _, true, _, true) => "on",
            (_, _, true, _, _, true) => "ein",
            (.., true) => {
                if w {
                    "un"
                } else {
                    "an"
                }
            }
            (_, _, true, ..) => "i",
            (_, _, _, true, ..) => {
                if other {
                    "oo"
                } else {
                    "u"
                }
            }
            (_, _, _, _, true, _) => "e",
            _ => "a",
        };
    };
    match last {
        'င' if i && u => "aing",
        'င' if e && aa => "aung",
        'င' | 'ဉ' => "in",
        'က' | 'ခ' | 'ဂ' if i && u => "aik",
        'က' | 'ခ' | 'ဂ' if e && aa => "auk",
        'က' | 'ခ' | 'ဂ' if u => "ok",
        'က' | 'ခ' | 'ဂ' => "et",
        'စ' | 'ဇ' => "it",
        'ည' => {
            if other {
                "ay"
            } else {
                "i"
            }
        }
        'ယ' => {
            if other {
                "e"
            } else {
                "ay"
            }
        }
        'န' | 'မ' | 'ဏ' => match (i, u, w) {
            (true, true, _) => "aing",
            (true, ..) => "ein",
            (_, true, _) => "on",
            (_, _, true) => "un",
            _ => "an",
        },
        'တ' | 'ပ' | 'ဒ' | 'ဋ' | 'ဗ' | 'ဓ' | 'ထ' => match (i, u, w) {
            (true, true, _) => "aik",
            (true, ..) => "eik",
            (_, true, _) => "ok",
            (_, _, true) => "ut",
            _ => "at",
        },
        'လ' | 'ရ' | 'သ' | 'ဝ' => {
            if e && aa {
                "aw"
            } else if i {
                "i"
            } else if u {
                "u"
            } else {
                "a"
            }
        }
        _ => "a",
    }
}
