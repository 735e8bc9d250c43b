//! The scripts of India: one abugida in many shapes, laid out alike in Unicode, with the habits of each language.

use unicode_normalization::UnicodeNormalization;

use super::{Readings, fallback, readings};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Language {
    Hindi,
    Bengali,
    Gurmukhi,
    Gujarati,
    Oriya,
    Tamil,
    Telugu,
    Kannada,
    Malayalam,
    Sinhala,
}

/// What a letter is, with its spelling.
#[derive(Clone, Copy)]
enum Unit {
    Consonant(&'static str),
    /// A vowel letter, which opens a syllable.
    Vowel(&'static str),
    /// A vowel sign on the consonant before.
    Sign(&'static str),
    /// Takes the inherent vowel away.
    Virama,
    Nasal(&'static str),
    Nukta,
    Other(char),
}

pub(super) fn romanize(word: &str) -> Readings {
    let Some(language) = word.chars().find_map(language) else { return fallback::romanize(word) };
    // Composed nukta letters part in NFD, composed vowel signs too; both are handled part by part.
    let units: Vec<Unit> = word.nfc().map(|c| unit(c, language)).collect();
    let first = read(&units, language, false);
    let second = read(&units, language, true);
    readings([first, second])
}

fn language(c: char) -> Option<Language> {
    Some(match u32::from(c) {
        0x900..=0x97F | 0xA8E0..=0xA8FF => Language::Hindi,
        0x980..=0x9FF => Language::Bengali,
        0xA00..=0xA7F => Language::Gurmukhi,
        0xA80..=0xAFF => Language::Gujarati,
        0xB00..=0xB7F => Language::Oriya,
        0xB80..=0xBFF => Language::Tamil,
        0xC00..=0xC7F => Language::Telugu,
        0xC80..=0xCFF => Language::Kannada,
        0xD00..=0xD7F => Language::Malayalam,
        0xD80..=0xDFF => Language::Sinhala,
        _ => return None,
    })
}

fn unit(c: char, language: Language) -> Unit {
    let code = u32::from(c);
    match self::language(c) {
        None => return Unit::Other(c),
        Some(Language::Sinhala) => return sinhala(code & 0x7F, c),
        Some(_) => {}
    }
    // Letters of one language outside of the common layout.
    match c {
        'ৎ' => return Unit::Nasal("t"),
        'ੰ' | 'ਂ' => return Unit::Nasal("n"),
        'ੱ' => return Unit::Nukta,
        'ൺ' | 'ൻ' => return Unit::Nasal("n"),
        'ർ' => return Unit::Nasal("r"),
        'ൽ' | 'ൾ' => return Unit::Nasal("l"),
        'ൿ' => return Unit::Nasal("k"),
        'ৰ' => return Unit::Consonant("r"),
        'ৱ' => return Unit::Consonant("w"),
        'য' => return Unit::Consonant("j"),
        'ஜ' => return Unit::Consonant("j"),
        'ழ' | 'ഴ' => return Unit::Consonant("zh"),
        'க' => return Unit::Consonant("k"),
        'ற' => return Unit::Consonant("r"),
        'ன' => return Unit::Consonant("n"),
        'ൌ' | 'ൗ' => return Unit::Sign("au"),
        _ => {}
    }
    let bengali = language == Language::Bengali;
    let tamil = language == Language::Tamil;
    match (code & 0x7F) as u8 {
        0x01..=0x02 => Unit::Nasal("n"),
        0x03 => Unit::Nasal("h"),
        0x05 => Unit::Vowel("a"),
        0x06 => Unit::Vowel("a"),
        0x07 | 0x08 => Unit::Vowel("i"),
        0x09 | 0x0A => Unit::Vowel("u"),
        0x0B | 0x60 => Unit::Vowel("ri"),
        0x0C => Unit::Vowel("li"),
        0x0D..=0x0F => Unit::Vowel("e"),
        0x10 => Unit::Vowel("ai"),
        0x11..=0x13 => Unit::Vowel("o"),
        0x14 => Unit::Vowel("au"),
        0x15 => Unit::Consonant("k"),
        0x16 => Unit::Consonant("kh"),
        0x17 => Unit::Consonant("g"),
        0x18 => Unit::Consonant("gh"),
        0x19 => Unit::Consonant("ng"),
        0x1A => Unit::Consonant(if tamil { "s" } else { "ch" }),
        0x1B => Unit::Consonant("chh"),
        0x1C => Unit::Consonant("j"),
        0x1D => Unit::Consonant("jh"),
        0x1E => Unit::Consonant("n"),
        0x1F | 0x24 => Unit::Consonant("t"),
        0x20 | 0x25 => Unit::Consonant("th"),
        0x21 | 0x26 => Unit::Consonant("d"),
        0x22 | 0x27 => Unit::Consonant("dh"),
        0x23 | 0x28 | 0x29 => Unit::Consonant("n"),
        0x2A => Unit::Consonant("p"),
        0x2B => Unit::Consonant("ph"),
        0x2C => Unit::Consonant("b"),
        0x2D => Unit::Consonant("bh"),
        0x2E => Unit::Consonant("m"),
        0x2F => Unit::Consonant("y"),
        0x30 | 0x31 => Unit::Consonant("r"),
        0x32..=0x34 => Unit::Consonant("l"),
        0x35 => Unit::Consonant(if bengali { "b" } else { "v" }),
        0x36 | 0x37 => Unit::Consonant("sh"),
        0x38 => Unit::Consonant("s"),
        0x39 => Unit::Consonant("h"),
        0x3C => Unit::Nukta,
        0x3D => Unit::Nukta,
        0x3E => Unit::Sign("a"),
        0x3F | 0x40 => Unit::Sign("i"),
        0x41 | 0x42 => Unit::Sign("u"),
        0x43 | 0x44 => Unit::Sign("ri"),
        0x45..=0x47 => Unit::Sign("e"),
        0x48 => Unit::Sign("ai"),
        0x49..=0x4B => Unit::Sign("o"),
        0x4C | 0x57 => Unit::Sign("au"),
        0x4D => Unit::Virama,
        0x58 => Unit::Consonant("q"),
        0x59 => Unit::Consonant("kh"),
        0x5A => Unit::Consonant("gh"),
        0x5B => Unit::Consonant("z"),
        0x5C => Unit::Consonant("r"),
        0x5D => Unit::Consonant("rh"),
        0x5E => Unit::Consonant("f"),
        0x5F => Unit::Consonant("y"),
        _ => Unit::Other(c),
    }
}

fn sinhala(offset: u32, c: char) -> Unit {
    match offset {
        0x02 => Unit::Nasal("n"),
        0x03 => Unit::Nasal("h"),
        0x05..=0x08 => Unit::Vowel("a"),
        0x09 | 0x0A => Unit::Vowel("i"),
        0x0B | 0x0C => Unit::Vowel("u"),
        0x0D | 0x0E => Unit::Vowel("ru"),
        0x11 | 0x12 => Unit::Vowel("e"),
        0x13 => Unit::Vowel("ai"),
        0x14 | 0x15 => Unit::Vowel("o"),
        0x16 => Unit::Vowel("au"),
        0x1A => Unit::Consonant("k"),
        0x1B => Unit::Consonant("kh"),
        0x1C | 0x1F => Unit::Consonant("g"),
        0x1D => Unit::Consonant("gh"),
        0x1E => Unit::Consonant("ng"),
        0x20 => Unit::Consonant("ch"),
        0x21 => Unit::Consonant("chh"),
        0x22 | 0x26 => Unit::Consonant("j"),
        0x23 => Unit::Consonant("jh"),
        0x24 | 0x25 => Unit::Consonant("gn"),
        0x27 => Unit::Consonant("t"),
        0x28 | 0x2D | 0x2E => Unit::Consonant("th"),
        0x29 | 0x2C | 0x2F | 0x33 => Unit::Consonant("d"),
        0x2A | 0x30 => Unit::Consonant("dh"),
        0x2B | 0x31 => Unit::Consonant("n"),
        0x34 => Unit::Consonant("p"),
        0x35 => Unit::Consonant("ph"),
        0x36 | 0x39 => Unit::Consonant("b"),
        0x37 => Unit::Consonant("bh"),
        0x38 => Unit::Consonant("m"),
        0x3A => Unit::Consonant("y"),
        0x3B => Unit::Consonant("r"),
        0x3D | 0x45 => Unit::Consonant("l"),
        0x40 => Unit::Consonant("w"),
        0x41 | 0x42 => Unit::Consonant("sh"),
        0x43 => Unit::Consonant("s"),
        0x44 => Unit::Consonant("h"),
        0x46 => Unit::Consonant("f"),
        0x4A => Unit::Virama,
        0x4F..=0x51 => Unit::Sign("a"),
        0x52 | 0x53 => Unit::Sign("i"),
        0x54 | 0x56 => Unit::Sign("u"),
        0x58 | 0x72 => Unit::Sign("ru"),
        0x59 | 0x5A => Unit::Sign("e"),
        0x5B => Unit::Sign("ai"),
        0x5C | 0x5D => Unit::Sign("o"),
        0x5E => Unit::Sign("au"),
        _ => Unit::Other(c),
    }
}

/// The consonant that a dot makes of another.
fn dotted(consonant: &'static str) -> &'static str {
    match consonant {
        "k" => "q",
        "j" => "z",
        "ph" => "f",
        "d" => "r",
        "dh" => "rh",
        "s" => "sh",
        "g" => "gh",
        // Bengali `য়`.
        other => other,
    }
}

/// Reads the word; the `second` reading is by ear (Bengali `o`, Tamil voiced stops) or keeps each inherent vowel.
fn read(units: &[Unit], language: Language, second: bool) -> String {
    use Language::{Bengali, Gujarati, Gurmukhi, Hindi, Tamil};
    let northern = matches!(language, Hindi | Bengali | Gurmukhi | Gujarati);
    let inherent = if language == Bengali && second { "o" } else { "a" };
    // Consonants with their vowels first, then the vowels that speech drops.
    let mut syllables: Vec<(String, Option<&'static str>, bool)> = Vec::with_capacity(units.len());
    for (i, &unit) in units.iter().enumerate() {
        match unit {
            Unit::Consonant(mut text) => {
                if let Some(Unit::Nukta) = units.get(i + 1) {
                    text = if text == "j" && language == Bengali { "y" } else { dotted(text) };
                }
                if language == Tamil && second {
                    // Tamil writes one letter for k and g; between vowels it sounds soft.
                    let soft = syllables.last().is_some_and(|(_, vowel, _)| vowel.is_some());
                    let nasal =
                        syllables.last().is_some_and(|(c, vowel, _)| vowel.is_none() && c.ends_with(['n', 'm', 'g']));
                    if soft || nasal {
                        text = match text {
                            "k" => "g",
                            "t" => "d",
                            "p" => "b",
                            "s" if nasal => "j",
                            other => other,
                        };
                    }
                }
                syllables.push((text.to_owned(), Some(inherent), true));
            }
            Unit::Vowel(text) => syllables.push((String::new(), Some(text), false)),
            Unit::Sign(text) => {
                if let Some(last) = syllables.last_mut() {
                    last.1 = Some(text);
                    last.2 = false;
                }
            }
            Unit::Virama => {
                if let Some(last) = syllables.last_mut() {
                    last.1 = None;
                    last.2 = false;
                }
            }
            Unit::Nasal(text) => {
                if let Some(last) = syllables.last_mut() {
                    last.2 = false;
                }
                syllables.push((text.to_owned(), None, false));
            }
            Unit::Nukta => {}
            Unit::Other(c) => {
                let mut text = String::new();
                fallback::push(c, &mut text);
                syllables.push((text, None, false));
            }
        }
    }
    if northern && (!second || language == Bengali) {
        drop_schwas(&mut syllables, !second);
    }
    // A nasal before a lip consonant is `m`: Mumbai.
    let mut out = String::new();
    for i in 0..syllables.len() {
        let (consonant, vowel, _) = &syllables[i];
        let lips = syllables.get(i + 1).is_some_and(|(next, ..)| next.starts_with(['p', 'b', 'm']));
        out.push_str(if consonant == "n" && vowel.is_none() && lips { "m" } else { consonant });
        out.push_str(vowel.unwrap_or(""));
    }
    // Two spellings of one sound that only clusters show.
    out.replace("jn", "gy").replace("aa", "a")
}

/// Speech drops the inherent vowel at the end of a word, and inside it between two syllables with vowels.
fn drop_schwas(syllables: &mut [(String, Option<&'static str>, bool)], inside: bool) {
    let length = syllables.len();
    // After a cluster that the tongue cannot end on it stays: Mishra, Narendra, Krishna.
    let kept = match syllables {
        [.., (_, None, _), (consonant, _, true)] => matches!(consonant.as_str(), "r" | "y" | "v" | "n" | "m"),
        _ => false,
    };
    if length > 1
        && !kept
        && let Some(last) = syllables.last_mut()
        && last.2
    {
        last.1 = None;
        last.2 = false;
    }
    if !inside {
        return;
    }
    // Right to left, so that no two neighbours are dropped.
    for i in (1..length.saturating_sub(1)).rev() {
        let vowel = |k: usize| syllables.get(k).is_some_and(|(_, vowel, _)| vowel.is_some());
        let opens = syllables.get(i + 1).is_some_and(|(c, ..)| !c.is_empty());
        if syllables[i].2 && vowel(i - 1) && vowel(i + 1) && opens {
            syllables[i].1 = None;
            syllables[i].2 = false;
        }
    }
}
