//! Which script a letter is of, and the letters under which tables hold a word.
//!
//! The build script reads the tables with this file too, so it knows no other of the library.

use std::borrow::Cow;

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
    if word.is_ascii() {
        return word.into();
    }
    // The lead bytes of the Arabic blocks.
    if word.bytes().any(|byte| matches!(byte, 0xD8..=0xDD | 0xEF)) {
        fold_arabic(word).into()
    } else if word.contains('ё') {
        word.replace('ё', "е").into()
    } else {
        word.into()
    }
}

/// One form for letters that are typed interchangeably, without marks.
pub(crate) fn fold_arabic(raw: &str) -> String {
    raw.chars()
        .filter(|&c| !is_arabic_mark(c))
        .filter_map(|c| match c {
            'أ' | 'إ' | 'آ' | 'ٱ' => Some('ا'),
            'ى' | 'ی' | 'ئ' | 'ے' => Some('ي'),
            'ؤ' => Some('و'),
            'ة' | 'ۀ' | 'ھ' | 'ہ' | 'ە' | 'ۃ' => Some('ه'),
            'ک' | 'ڪ' => Some('ك'),
            'ء' => None,
            _ => Some(c),
        })
        .collect()
}

/// Marks over and under Arabic letters, and signs that no one sees.
pub(crate) fn is_arabic_mark(c: char) -> bool {
    matches!(c, 'ـ' | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6ED}' | 'ٴ')
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether all letters are of one alphabet, in which a finger may slip.
pub(crate) fn may_be_mistyped(word: &str) -> bool {
    let mut letters = word.chars().map(script_of);
    let script = letters.next().flatten();
    matches!(
        script,
        Some(
            Script::Latin
                | Script::Cyrillic
                | Script::Greek
                | Script::Arabic
                | Script::Hebrew
                | Script::Armenian
                | Script::Georgian
        )
    ) && letters.all(|letter| letter == script)
}
