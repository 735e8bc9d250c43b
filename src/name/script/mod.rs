//! From a word in its native script to its usual Latin spellings.
//!
//! A reading is what the world writes in passports, press and sanctions lists, not a scholarly transliteration:
//! lower-case ASCII letters without marks, so that `Щёголев` is `shchyogolev` and `שלום` is `shalom`. Where
//! several spellings are usual, the first reading is the commonest and the others follow, four at most. Spelling
//! systems that differ letter by letter (`kh`/`h`, `iy`/`y`) are the business of the sound keys, so readings are
//! few: a second one stands for another *sound*, another language or another order of syllables.
//!
//! Han, kanji names and hangul give one blank between syllables, Arabic and Hebrew one after the article.
//! `docs/SCRIPTS.md` says for each script which standard the first reading follows and how well it does.

// Tables of letters stand in the order of the alphabet, whatever else sounds alike.
#![allow(clippy::match_same_arms)]

mod arabic;
mod armenian;
mod burmese;
mod cyrillic;
mod ethiopic;
mod fallback;
mod georgian;
mod greek;
mod han;
mod hangul;
mod hebrew;
mod indic;
mod kana;
mod khmer;
#[cfg(test)]
mod measure;
mod pinyin;
#[cfg(test)]
mod tests;
mod thai;

use std::borrow::Cow;

use smallvec::SmallVec;
use unicode_normalization::UnicodeNormalization;

#[cfg(test)]
pub(crate) use han::pinyin;
pub(crate) use han::{japanese, simplified, spelled_by_sound, transcribed};
#[cfg(test)]
pub(crate) use pinyin::pinyin_syllable;
pub(crate) use pinyin::{is_wade_giles, split_pinyin};

/// The script of a letter, as far as romanization tells scripts apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Script {
    Latin,
    Cyrillic,
    Greek,
    Arabic,
    Hebrew,
    Han,
    /// Hiragana and katakana.
    Kana,
    Hangul,
    Georgian,
    Armenian,
    Thai,
    Burmese,
    Devanagari,
    /// Bengali, Gurmukhi, Gujarati, Oriya, Tamil, Telugu, Kannada, Malayalam, Sinhala.
    OtherIndic,
    /// Any other letters: Lao, Khmer, Tibetan, Ethiopic, Mongolian and the rarer ones.
    Other,
}

/// The readings of a word: most words have one or two.
pub(crate) type Readings = SmallVec<[String; 2]>;

/// More readings than this make a word alike to everything and help nobody.
const MAX_READINGS: usize = 4;

/// Letters of a word beyond this are not read: no name is so long, and the work stays bounded.
const MAX_LETTERS: usize = 256;

/// The script of a letter; `None` for digits, marks, punctuation and blanks, which belong to every script.
pub(crate) fn script_of(c: char) -> Option<Script> {
    if c.is_ascii() {
        return c.is_ascii_alphabetic().then_some(Script::Latin);
    }
    // The ranges that hold most letters, and nothing but letters.
    match u32::from(c) {
        0x400..=0x481 | 0x48A..=0x52F => return Some(Script::Cyrillic),
        0xC0..=0xD6 | 0xD8..=0xF6 | 0xF8..=0x24F => return Some(Script::Latin),
        0x388..=0x38A | 0x38E..=0x3A1 | 0x3A3..=0x3CE => return Some(Script::Greek),
        0x621..=0x63A | 0x641..=0x64A => return Some(Script::Arabic),
        0x5D0..=0x5EA => return Some(Script::Hebrew),
        0x3041..=0x3096 | 0x30A1..=0x30FA => return Some(Script::Kana),
        0x4E00..=0x9FFF => return Some(Script::Han),
        0xAC00..=0xD7A3 => return Some(Script::Hangul),
        _ => {}
    }
    let script = match u32::from(c) {
        0xAA | 0xBA | 0xC0..=0xD6 | 0xD8..=0xF6 | 0xF8..=0x2B8 | 0x1D00..=0x1D25 | 0x1D2C..=0x1D5C => Script::Latin,
        0x1D62..=0x1D65 | 0x1D6B..=0x1D77 | 0x1D79..=0x1DBE | 0x1E00..=0x1EFF | 0x2071 | 0x207F => Script::Latin,
        0x2090..=0x209C | 0x2C60..=0x2C7F | 0xA722..=0xA7FF | 0xAB30..=0xAB69 | 0xFB00..=0xFB06 => Script::Latin,
        0xFF21..=0xFF3A | 0xFF41..=0xFF5A | 0x1D400..=0x1D6A5 => Script::Latin,
        0x370..=0x373 | 0x376..=0x37D | 0x37F..=0x3FF | 0x1F00..=0x1FFF | 0x1D26..=0x1D2A => Script::Greek,
        0x1D6A8..=0x1D7CB => Script::Greek,
        0x400..=0x481 | 0x48A..=0x52F | 0x1C80..=0x1C8F | 0x1D2B | 0x2DE0..=0x2DFF | 0xA640..=0xA69F => {
            Script::Cyrillic
        }
        0x531..=0x58A | 0xFB13..=0xFB17 => Script::Armenian,
        0x591..=0x5F4 | 0xFB1D..=0xFB4F => Script::Hebrew,
        0x620..=0x64A | 0x66E..=0x6D3 | 0x6D5..=0x6FF | 0x750..=0x77F | 0x870..=0x8C9 => Script::Arabic,
        0xFB50..=0xFDFB | 0xFE70..=0xFEFC => Script::Arabic,
        0x900..=0x97F | 0xA8E0..=0xA8FF => Script::Devanagari,
        0x980..=0xDFF => Script::OtherIndic,
        0xE01..=0xE3A | 0xE40..=0xE4E => Script::Thai,
        0x1000..=0x109F | 0xA9E0..=0xA9FE | 0xAA60..=0xAA7F => Script::Burmese,
        0x10A0..=0x10FF | 0x1C90..=0x1CBF | 0x2D00..=0x2D2F => Script::Georgian,
        0x1100..=0x11FF | 0x3131..=0x318E | 0xA960..=0xA97F | 0xAC00..=0xD7FB | 0xFFA0..=0xFFDC => Script::Hangul,
        0x3041..=0x3096 | 0x309D..=0x309F | 0x30A1..=0x30FA | 0x30FC..=0x30FF | 0x31F0..=0x31FF => Script::Kana,
        0xFF66..=0xFF9D | 0x1B000..=0x1B16F => Script::Kana,
        0x2E80..=0x2FDF | 0x3005..=0x3007 | 0x3021..=0x3029 | 0x3400..=0x4DBF | 0x4E00..=0x9FFF => Script::Han,
        0xF900..=0xFAFF | 0x20000..=0x3FFFD => Script::Han,
        _ => Script::Other,
    };
    // The ranges are whole blocks; marks and digits inside a block are common to all.
    let letter = c.is_alphabetic() && !unicode_normalization::char::is_combining_mark(c);
    (letter || (script == Script::Han && !c.is_numeric()) || c == '〇').then_some(script)
}

/// A word in the letters under which tables hold it: in Arabic script, letters that are typed for each other are one, and
/// Russian `ё` is mostly typed `е`.
pub(crate) fn table_letters(word: &str) -> Cow<'_, str> {
    // The lead bytes of the Arabic blocks.
    if word.bytes().any(|byte| matches!(byte, 0xD8..=0xDD | 0xEF)) {
        arabic::fold(word).into()
    } else if word.contains('ё') {
        word.replace('ё', "е").into()
    } else {
        word.into()
    }
}

/// The readings of one word of one script, usual one first, at most four; empty if nothing of it can be read.
///
/// Each is lower-case ASCII letters and digits, with single blanks where the script gives breaks.
pub(crate) fn romanize(word: &str, script: Script) -> Readings {
    // Compatibility composition undoes presentation forms, half-width kana and loose jamo.
    let word: String = word.nfkc().take(MAX_LETTERS).flat_map(char::to_lowercase).map(ascii_digit).collect();
    let readings = match script {
        Script::Latin | Script::Other => other(&word),
        Script::Cyrillic => cyrillic::romanize(&word),
        Script::Greek => greek::romanize(&word),
        Script::Arabic => arabic::romanize(&word),
        Script::Hebrew => hebrew::romanize(&word),
        Script::Han => han::romanize(&word),
        Script::Kana => kana::romanize(&word),
        Script::Hangul => hangul::romanize(&word),
        Script::Georgian => georgian::romanize(&word),
        Script::Armenian => armenian::romanize(&word),
        Script::Thai => thai::romanize(&word),
        Script::Burmese => burmese::romanize(&word),
        Script::Devanagari | Script::OtherIndic => indic::romanize(&word),
    };
    let mut out = Readings::new();
    for reading in &readings {
        let reading = tidy(reading);
        if !reading.is_empty() && !out.contains(&reading) && out.len() < MAX_READINGS {
            out.push(reading);
        }
    }
    out
}

/// Scripts without a room of their own.
fn other(word: &str) -> Readings {
    let block = word.chars().map(u32::from).find(|&c| c > 0x500);
    match block {
        Some(0x1200..=0x139F | 0x2D80..=0x2DDF) => ethiopic::romanize(word),
        Some(0x1780..=0x17FF) => khmer::romanize(word),
        Some(0xE80..=0xEFF) => thai::romanize(word),
        _ => fallback::romanize(word),
    }
}

/// Lower-case ASCII letters and digits with single blanks between words: the only form in which readings leave.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            ' ' if !out.is_empty() && !out.ends_with(' ') => out.push(' '),
            _ => {}
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

/// The digits of the scripts read here, as ASCII.
fn ascii_digit(c: char) -> char {
    const ZEROS: [u32; 19] = [
        0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0, 0xF20,
        0x1040, 0x17E0, 0x1810,
    ];
    if c.is_ascii() {
        return c;
    }
    let code = u32::from(c);
    let digit = ZEROS.iter().find(|&&zero| (zero..zero + 10).contains(&code)).map(|zero| code - zero);
    digit.and_then(|d| char::from_digit(d, 10)).unwrap_or(c)
}

/// Readings with a first one that always stands and further ones that may equal it.
fn readings(items: impl IntoIterator<Item = String>) -> Readings {
    let mut out = Readings::new();
    for item in items {
        if !out.contains(&item) {
            out.push(item);
        }
    }
    out
}
