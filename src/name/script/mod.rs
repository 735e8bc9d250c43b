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
mod letters;
#[cfg(test)]
mod measure;
mod pinyin;
#[cfg(test)]
mod tests;
mod thai;

use smallvec::SmallVec;
use unicode_normalization::UnicodeNormalization;

#[cfg(test)]
pub(crate) use han::pinyin;
pub(crate) use han::{japanese, simplified, spelled_by_sound, transcribed};
pub(crate) use letters::{Script, may_be_mistyped, script_of, table_letters};
pub(crate) use pinyin::{is_wade_giles, pinyin_syllable, split_pinyin};

/// The readings of a word: most words have one or two.
pub(crate) type Readings = SmallVec<[String; 2]>;

/// More readings than this make a word alike to everything and help nobody.
const MAX_READINGS: usize = 4;

/// Letters of a word beyond this are not read: no name is so long, and the work stays bounded.
const MAX_LETTERS: usize = 256;

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
