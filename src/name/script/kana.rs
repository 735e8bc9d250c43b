//! Kana: Hepburn with long vowels shortened, as passports have it; the long vowel spelt out is the second reading.

use super::{Readings, fallback, han, readings};

pub(super) fn romanize(word: &str) -> Readings {
    let text = read(word);
    readings([shorten(&text), text])
}

/// Reads kana with every long vowel written out; Han letters among them get their Japanese or Chinese reading.
pub(super) fn read(word: &str) -> String {
    let letters: Vec<char> = word.chars().map(hiragana).collect();
    let mut out = String::with_capacity(word.len());
    let mut double = false;
    let mut i = 0;
    while i < letters.len() {
        let c = letters[i];
        i += 1;
        match c {
            'っ' => {
                double = true;
                continue;
            }
            // The long mark is not spelt; the hyphen keeps its place until the reading is tidied.
            'ー' => {
                out.push('-');
                continue;
            }
            // Iteration marks repeat the syllable before.
            'ゝ' | 'ゞ' => {
                if let Some(text) = i.checked_sub(2).and_then(|k| letters.get(k)).and_then(|&k| syllable(k)) {
                    out.push_str(text);
                }
                continue;
            }
            _ => {}
        }
        let Some(text) = syllable(c) else {
            if let Some(first) = han::pinyin(han::simplified(c)).first() {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
                out.push_str(first);
                out.push(' ');
            } else {
                fallback::push(c, &mut out);
            }
            continue;
        };
        let small = letters.get(i).copied().and_then(|n| glide(n));
        let joined = small.map(|vowel| {
            i += 1;
            with_glide(text, vowel)
        });
        let text = joined.as_deref().unwrap_or(text);
        if double {
            // `tch`, not `cch`.
            let lead = if text.starts_with("ch") { "t" } else { &text[..text.len().min(1)] };
            if !lead.starts_with(['a', 'e', 'i', 'o', 'u']) {
                out.push_str(lead);
            }
            double = false;
        }
        out.push_str(text);
    }
    out
}

/// Passports write Ono and Sato for Oono and Satou.
pub(super) fn shorten(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|&c| c != '-') {
        let before = out.chars().last();
        let long =
            matches!((before, c), (Some('o'), 'u' | 'o') | (Some('u'), 'u') | (Some('a'), 'a') | (Some('e'), 'e'));
        if !long {
            out.push(c);
        }
    }
    out
}

/// Katakana as hiragana, which lies 0x60 below.
fn hiragana(c: char) -> char {
    match u32::from(c) {
        code @ (0x30A1..=0x30F4 | 0x30FD..=0x30FE) => char::from_u32(code - 0x60).unwrap_or(c),
        _ => c,
    }
}

/// Small letters that join with the syllable before.
fn glide(c: char) -> Option<&'static str> {
    Some(match c {
        'ゃ' => "ya",
        'ゅ' => "yu",
        'ょ' => "yo",
        'ぁ' => "a",
        'ぃ' => "i",
        'ぅ' => "u",
        'ぇ' => "e",
        'ぉ' => "o",
        'ゎ' => "wa",
        _ => return None,
    })
}

fn with_glide(text: &str, glide: &str) -> String {
    let stem = text.strip_suffix(['a', 'i', 'u', 'e', 'o']).unwrap_or(text);
    let glide = match stem {
        // The `y` is in the consonant already: sha, cha, ja.
        "sh" | "ch" | "j" => glide.trim_start_matches('y'),
        _ => glide,
    };
    // `う` with a small vowel is a `w`: ウィ.
    if stem.is_empty() && text == "u" && !glide.starts_with('y') {
        return format!("w{glide}");
    }
    format!("{stem}{glide}")
}

fn syllable(c: char) -> Option<&'static str> {
    Some(match c {
        'あ' | 'ぁ' => "a",
        'い' | 'ぃ' => "i",
        'う' | 'ぅ' => "u",
        'え' | 'ぇ' | 'ゑ' => "e",
        'お' | 'ぉ' | 'を' => "o",
        'か' | 'ゕ' => "ka",
        'き' => "ki",
        'く' => "ku",
        'け' | 'ゖ' => "ke",
        'こ' => "ko",
        'が' => "ga",
        'ぎ' => "gi",
        'ぐ' => "gu",
        'げ' => "ge",
        'ご' => "go",
        'さ' => "sa",
        'し' => "shi",
        'す' => "su",
        'せ' => "se",
        'そ' => "so",
        'ざ' => "za",
        'じ' | 'ぢ' => "ji",
        'ず' | 'づ' => "zu",
        'ぜ' => "ze",
        'ぞ' => "zo",
        'た' => "ta",
        'ち' => "chi",
        'つ' => "tsu",
        'て' => "te",
        'と' => "to",
        'だ' => "da",
        'で' => "de",
        'ど' => "do",
        'な' => "na",
        'に' => "ni",
        'ぬ' => "nu",
        'ね' => "ne",
        'の' => "no",
        'は' => "ha",
        'ひ' => "hi",
        'ふ' => "fu",
        'へ' => "he",
        'ほ' => "ho",
        'ば' => "ba",
        'び' => "bi",
        'ぶ' => "bu",
        'べ' => "be",
        'ぼ' => "bo",
        'ぱ' => "pa",
        'ぴ' => "pi",
        'ぷ' => "pu",
        'ぺ' => "pe",
        'ぽ' => "po",
        'ま' => "ma",
        'み' => "mi",
        'む' => "mu",
        'め' => "me",
        'も' => "mo",
        'や' | 'ゃ' => "ya",
        'ゆ' | 'ゅ' => "yu",
        'よ' | 'ょ' => "yo",
        'ら' => "ra",
        'り' => "ri",
        'る' => "ru",
        'れ' => "re",
        'ろ' => "ro",
        'わ' | 'ゎ' => "wa",
        'ゐ' => "i",
        'ん' => "n",
        'ゔ' => "vu",
        _ => return None,
    })
}
