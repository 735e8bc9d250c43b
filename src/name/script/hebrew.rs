//! Hebrew: a table of name words first, since vowels are not written, then consonants with a vowel where one is due.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::{Readings, fallback, readings};

static NAMES: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let table: &'static str = include_str!("../../../tables/hebrew_names.tsv");
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t')).collect()
});

pub(super) fn romanize(word: &str) -> Readings {
    // Points are rare in names and unsure where they stand; the letters carry the name. NFD parts the presentation
    // forms, which NFKC leaves parted.
    let plain: String = word
        .nfd()
        .filter(|c| !matches!(c, '\u{591}'..='\u{5BD}' | '\u{5BF}'..='\u{5C7}'))
        .map(|c| match c {
            '׳' | '’' => '\'',
            'װ' => 'ו',
            _ => c,
        })
        .collect();
    if let Some(spellings) = NAMES.get(plain.as_str()) {
        return spellings.split(' ').map(str::to_owned).collect();
    }
    let letters: Vec<char> = plain.chars().collect();
    readings([read(&letters, Some('a')), read(&letters, Some('e')), read(&letters, None)])
}

/// How family names from Europe end, as their bearers write them.
const EUROPEAN: [(&str, &str); 12] = [
    ("שטיין", "stein"),
    ("שטיינר", "steiner"),
    ("ברג", "berg"),
    ("מן", "man"),
    ("פלד", "feld"),
    ("בוים", "baum"),
    ("באום", "baum"),
    ("בלום", "blum"),
    ("וולד", "wald"),
    ("וביץ", "ovitz"),
    ("וביץ'", "ovich"),
    ("סקי", "sky"),
];

/// Letters to sounds; the `filler` goes where two consonants meet that cannot. Names from Europe, which are those
/// with `e`, also keep the hard or soft sound that Hebrew would change: Federman, Goldberg.
fn read(letters: &[char], filler: Option<char>) -> String {
    let european = filler == Some('e');
    let mut out = String::with_capacity(letters.len() * 2);
    let mut i = 0;
    while i < letters.len() {
        if european
            && i > 0
            && let Some((_, latin)) =
                EUROPEAN.iter().find(|(ending, _)| letters[i..].iter().copied().eq(ending.chars()))
        {
            out.push_str(latin);
            break;
        }
        let c = letters[i];
        let next = letters.get(i + 1).copied();
        let start = i == 0 || !letters[i - 1].is_alphabetic();
        let last = next.is_none_or(|n| !n.is_alphabetic());
        let after_vowel = out.ends_with(['a', 'e', 'i', 'o', 'u']);
        i += 1;
        let text = match c {
            // The mark for foreign sounds.
            'ג' if next == Some('\'') => "j",
            'ז' if next == Some('\'') => "zh",
            'צ' | 'ץ' if next == Some('\'') => "ch",
            'ת' if next == Some('\'') => "th",
            'א' | 'ע' if (start || !after_vowel) && !matches!(next, Some('ו' | 'י')) => "a",
            'א' | 'ע' => "",
            'ב' => {
                if start || european {
                    "b"
                } else {
                    "v"
                }
            }
            'ג' => "g",
            'ד' => "d",
            'ה' if last => {
                if after_vowel {
                    "h"
                } else {
                    "a"
                }
            }
            'ה' => "h",
            'ו' if next == Some('ו') => {
                i += 1;
                "v"
            }
            'ו' if start => "v",
            'ו' if after_vowel => {
                if last {
                    "v"
                } else {
                    "o"
                }
            }
            'ו' if matches!(next, Some('י' | 'ה' | 'א')) => "v",
            'ו' => "o",
            'ז' => "z",
            'ח' => "h",
            'ט' | 'ת' => "t",
            'י' if next == Some('י') => {
                i += 1;
                if start { "y" } else { "ay" }
            }
            'י' if start => "y",
            'י' if after_vowel => "i",
            'י' if matches!(next, Some('א' | 'ה' | 'ו')) && !last => "iy",
            'י' => "i",
            'כ' => {
                if start {
                    "k"
                } else {
                    "kh"
                }
            }
            'ך' => "kh",
            'ל' => "l",
            'מ' | 'ם' => "m",
            'נ' | 'ן' => "n",
            'ס' => "s",
            'פ' => {
                if start && !european {
                    "p"
                } else {
                    "f"
                }
            }
            'ף' => "f",
            'צ' | 'ץ' => "tz",
            'ק' => "k",
            'ר' => "r",
            'ש' => "sh",
            '\'' | '"' | '״' => "",
            other => {
                fallback::push(other, &mut out);
                ""
            }
        };
        let vowel_before = out.ends_with(['a', 'e', 'i', 'o', 'u']) || out.is_empty() || out.ends_with(' ');
        out.push_str(text);
        let vowel_letter = |n: char| matches!(n, 'ו' | 'י' | 'א' | 'ע') || (n == 'ה' && i + 1 >= letters.len());
        let consonant = text.ends_with(|c: char| !"aeiou".contains(c));
        if consonant
            && let Some(filler) = filler
            && let Some(next) = next.filter(|n| ('א'..='ת').contains(n))
        {
            // An opening consonant, or the last but one of the word, carries a vowel of its own.
            let opens = out.len() == text.len() || !vowel_before;
            let closing = i + 1 >= letters.len();
            if !vowel_letter(next) && (opens || closing) {
                out.push(if closing { 'e' } else { filler });
            }
        }
    }
    out
}
