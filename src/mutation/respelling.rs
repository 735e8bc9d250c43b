//! Other ways to write a person's name in Latin letters, by the script it comes from.

use crate::entity::{CountryRole, Entity, Kind};
use crate::name::script::{Script, script_of, split_pinyin};

use super::is_latin;

/// Where Cyrillic is written, or was when today's papers were made out.
const CYRILLIC: [&str; 13] = ["RU", "BY", "UA", "KZ", "KG", "TJ", "UZ", "TM", "BG", "RS", "MK", "MN", "SU"];
/// Where Arabic letters are written.
const ARABIC: [&str; 25] = [
    "AE", "AF", "BH", "DJ", "DZ", "EG", "IQ", "IR", "JO", "KM", "KW", "LB", "LY", "MA", "MR", "OM", "PK", "PS", "QA",
    "SA", "SD", "SY", "TD", "TN", "YE",
];
const CHINA: [&str; 1] = ["CN"];

/// Whether a person's names come from this script: because the list holds one in it, or else by nationality or birth.
fn comes_from(entity: &Entity, script: Script, countries: &[&str]) -> bool {
    let mut scripts = entity.names.iter().flat_map(|name| name.full.chars()).filter_map(script_of);
    if let Some(native) = scripts.find(|&script| script != Script::Latin) {
        return native == script;
    }
    entity
        .countries
        .iter()
        .filter(|(role, _)| matches!(role, CountryRole::Nationality | CountryRole::Birth))
        .find_map(|(_, country)| country.code)
        .is_some_and(|code| countries.contains(&code.as_str()))
}

fn applies(entity: &Entity, full: &str, script: Script, countries: &[&str]) -> bool {
    entity.kind == Kind::Person && is_latin(full) && comes_from(entity, script, countries)
}

/// See [`super::Mutation::RespelledCyrillic`].
pub(super) fn cyrillic(entity: &Entity, full: &str) -> Option<String> {
    applies(entity, full, Script::Cyrillic, &CYRILLIC).then(|| by_words(full, cyrillic_word))
}

/// See [`super::Mutation::RespelledArabic`].
pub(super) fn arabic(entity: &Entity, full: &str) -> Option<String> {
    applies(entity, full, Script::Arabic, &ARABIC).then(|| by_words(full, arabic_word))
}

/// See [`super::Mutation::WadeGiles`].
pub(super) fn wade_giles(entity: &Entity, full: &str) -> Option<String> {
    if !applies(entity, full, Script::Han, &CHINA) {
        return None;
    }
    let is_pinyin = |word: &str| split_pinyin(&word.to_lowercase()).is_some();
    let mut words = full.split(|c: char| !(c.is_alphabetic() || c == '\'' || c == '’')).filter(|word| !word.is_empty());
    if !words.clone().all(is_pinyin) || words.next().is_none() {
        return None;
    }
    Some(by_words(full, |word| {
        let syllables = split_pinyin(word)?;
        Some(syllables.iter().map(|syllable| in_wade_giles(syllable)).collect::<Vec<_>>().join("-"))
    }))
}

/// Respells each run of letters, in lower case, and gives it its case back.
fn by_words(full: &str, respell: impl Fn(&str) -> Option<String>) -> String {
    let mut text = String::with_capacity(full.len() + 8);
    let mut rest = full;
    while let Some(start) = rest.find(char::is_alphabetic) {
        text.push_str(&rest[..start]);
        let word = &rest[start..];
        let end = word.find(|c: char| !(c.is_alphabetic() || c == '\'' || c == '’')).unwrap_or(word.len());
        let (word, after) = word.split_at(end);
        match respell(&word.to_lowercase()) {
            Some(respelled) => text.push_str(&cased(&respelled, word)),
            None => text.push_str(word),
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

fn cased(respelled: &str, word: &str) -> String {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    if letters > 1 && !word.chars().any(char::is_lowercase) {
        return respelled.to_uppercase();
    }
    let mut first = word.chars().next().is_some_and(char::is_uppercase);
    respelled
        .chars()
        .flat_map(|c| {
            let upper = std::mem::take(&mut first);
            if upper { c.to_uppercase().collect::<Vec<_>>() } else { vec![c] }
        })
        .collect()
}

/// Replaces from left to right, the first rule that fits; what was written is not looked at again.
fn replaced(word: &str, rules: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(word.len() + 4);
    let mut rest = word;
    while let Some(c) = rest.chars().next() {
        if let Some((from, to)) = rules.iter().find(|(from, _)| rest.starts_with(from)) {
            text.push_str(to);
            rest = &rest[from.len()..];
        } else {
            text.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    text
}

fn cyrillic_word(word: &str) -> Option<String> {
    const ENDINGS: [(&str, &str); 7] =
        [("iy", "y"), ("yy", "y"), ("ii", "iy"), ("ij", "iy"), ("ey", "ei"), ("ay", "ai"), ("y", "iy")];
    const RULES: [(&str, &str); 7] =
        [("kh", "h"), ("zh", "j"), ("yu", "iu"), ("iu", "yu"), ("ya", "ia"), ("ia", "ya"), ("x", "ks")];
    if word.chars().count() < 3 {
        return None;
    }
    let (stem, ending) = ENDINGS
        .iter()
        .find_map(|(from, to)| Some((word.strip_suffix(from)?, *to)))
        .filter(|(stem, _)| !stem.is_empty())
        .unwrap_or((word, ""));
    Some(format!("{}{ending}", replaced(stem, &RULES)))
}

fn arabic_word(word: &str) -> Option<String> {
    const RULES: [(&str, &str); 4] = [("q", "k"), ("ou", "u"), ("oo", "u"), ("ee", "i")];
    if word == "al" {
        return Some("el".to_owned());
    }
    let consonant = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() && !"aeiouyw".contains(c));
    let mut respelled = replaced(word, &RULES);
    if !word.contains("ee") {
        let letters: Vec<char> = respelled.chars().collect();
        let last = (1..letters.len().saturating_sub(1)).rev().find(|&at| {
            letters[at] == 'i' && consonant(letters.get(at - 1).copied()) && consonant(letters.get(at + 1).copied())
        });
        if let Some(at) = last {
            respelled = letters[..at].iter().chain(&['e', 'e']).chain(&letters[at + 1..]).collect();
        }
    }
    Some(respelled)
}

/// A syllable of pinyin in Wade-Giles, without the marks over letters.
fn in_wade_giles(syllable: &str) -> String {
    const INITIALS: [(&str, &str); 21] = [
        ("zh", "ch"),
        ("ch", "ch'"),
        ("sh", "sh"),
        ("b", "p"),
        ("p", "p'"),
        ("d", "t"),
        ("t", "t'"),
        ("g", "k"),
        ("k", "k'"),
        ("j", "ch"),
        ("q", "ch'"),
        ("x", "hs"),
        ("z", "ts"),
        ("c", "ts'"),
        ("r", "j"),
        ("m", "m"),
        ("f", "f"),
        ("n", "n"),
        ("l", "l"),
        ("h", "h"),
        ("s", "s"),
    ];
    match syllable {
        "zi" => return "tzu".to_owned(),
        "ci" => return "tz'u".to_owned(),
        "si" => return "ssu".to_owned(),
        "er" => return "erh".to_owned(),
        "yi" => return "i".to_owned(),
        "you" => return "yu".to_owned(),
        "yan" => return "yen".to_owned(),
        "ye" => return "yeh".to_owned(),
        "yue" => return "yueh".to_owned(),
        "yong" => return "yung".to_owned(),
        "e" => return "o".to_owned(),
        _ => {}
    }
    let Some((initial, latin)) = INITIALS.iter().find(|(initial, _)| syllable.starts_with(initial)) else {
        return syllable.to_owned();
    };
    let rest = &syllable[initial.len()..];
    let rest = match (*initial, rest) {
        ("zh" | "ch" | "sh" | "r", "i") => "ih",
        ("g" | "k" | "h", "e") => "o",
        ("g" | "k", "ui") => "uei",
        ("g" | "k" | "h" | "sh", "uo") => "uo",
        (_, "uo") => "o",
        (_, "ian") => "ien",
        (_, "ie") => "ieh",
        (_, "ue") => "ueh",
        (_, "ong") => "ung",
        (_, "iong") => "iung",
        (_, rest) => rest,
    };
    format!("{latin}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_in_wade_giles() {
        let pairs = [
            ("zhou", "chou"),
            ("qing", "ch'ing"),
            ("xie", "hsieh"),
            ("guo", "kuo"),
            ("duo", "to"),
            ("ri", "jih"),
            ("jian", "chien"),
            ("zhong", "chung"),
            ("bei", "pei"),
            ("gui", "kuei"),
            ("hui", "hui"),
            ("wang", "wang"),
            ("xiong", "hsiung"),
        ];
        for (pinyin, wade_giles) in pairs {
            assert_eq!(in_wade_giles(pinyin), wade_giles, "{pinyin}");
        }
    }

    #[test]
    fn words_of_other_romanisations() {
        assert_eq!(cyrillic_word("zelenskiy").as_deref(), Some("zelensky"));
        assert_eq!(cyrillic_word("dmitry").as_deref(), Some("dmitriy"));
        assert_eq!(cyrillic_word("mikhail").as_deref(), Some("mihail"));
        assert_eq!(cyrillic_word("zhukov").as_deref(), Some("jukov"));
        assert_eq!(arabic_word("qasim").as_deref(), Some("kaseem"));
        assert_eq!(arabic_word("mahmoud").as_deref(), Some("mahmud"));
        assert_eq!(arabic_word("rasheed").as_deref(), Some("rashid"));
    }
}
