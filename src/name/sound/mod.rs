//! Keys under which the Latin spellings of one name meet, whatever system wrote them.
//!
//! Two tokens that share a key of a [`Family`] are candidates; [`similarity`] then says how alike they sound to a
//! reader of that family. See `docs/SOUND.md` for the systems and the measured figures.

mod arabic;
mod chinese;
mod consonants;
mod japanese;
mod korean;
mod latin;
mod phone;
mod slavic;

#[cfg(test)]
mod measure;
#[cfg(test)]
mod tests;

use std::cell::RefCell;

use smallvec::SmallVec;

use crate::name::letters_in;

/// A romanisation family. The key spaces are disjoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Family {
    /// Russian, Ukrainian, Belarusian, Bulgarian... in ICAO, BGN, ISO 9, German, French, Polish spelling.
    Slavic,
    /// Arabic, Persian, Urdu, Turkish, Central Asian: the consonant skeleton.
    Arabic,
    /// European and Indian names: a conservative phonetic key.
    Latin,
    /// Pinyin, Wade-Giles, Taiwan and Hong Kong spellings.
    Chinese,
    /// Revised, McCune-Reischauer, and the usual spellings of South and North.
    Korean,
    /// Hepburn, Kunrei, and passports.
    Japanese,
    /// Spellings without vowels.
    Consonants,
}

/// No token has more keys: three readings each of Slavic, Arabic and Korean, two Chinese, one of each other family. Real
/// tokens have four or five.
#[cfg(test)]
pub(crate) const MAX_KEYS: usize = 14;

/// The keys of one token. Keys are 64-bit hashes: a collision costs one comparison, for [`similarity`] looks at the
/// tokens themselves.
pub(crate) type Keys = SmallVec<[(Family, u64); 8]>;

/// Adds the keys of `token` (lower-case ASCII letters and digits) to `out`.
///
/// A token with a digit, or longer than 32 letters, or of one letter, has none.
pub(crate) fn keys(token: &str, out: &mut Keys) {
    let token = token.as_bytes();
    if !speakable(token) {
        return;
    }
    let has = letters_in(token);
    HEARD.with_borrow_mut(|heard| {
        let word = &mut heard.other;
        // A token that can only be pinyin sounds like nothing else: Zhuming is not a French Juming.
        if !(has & chinese::MARKS != 0 && chinese::surely(token)) {
            slavic::parse(token, word);
            slavic::mark(word, token);
            add_words(Family::Slavic, word, out);
            if !slavic::surely(token) && !one_syllable_in_ng(token) {
                arabic::parse(token, word);
                arabic::mark(word);
                add_words(Family::Arabic, word, out);
            }
            latin::parse(token, word);
            add_words(Family::Latin, word, out);
        }
        chinese::keys(token, |classes| add(Family::Chinese, classes.iter().copied(), out));
        if has & korean::NO_LETTERS == 0 && korean::parse(token, word) {
            add_words(Family::Korean, word, out);
        }
    });
    let mut buffer = [0; japanese::ROOM];
    if has & japanese::NO_LETTERS == 0
        && let Some(kana) = japanese::canonical(token, &mut buffer)
    {
        add(Family::Japanese, kana.iter().copied(), out);
    }
    let mut buffer = [0; phone::MAX_LETTERS];
    if let Some(skeleton) = consonants::skeleton(token, &mut buffer) {
        add(Family::Consonants, skeleton.iter().copied(), out);
    }
}

/// Whether a token (lower-case ASCII letters) may be one syllable of Korean.
pub(crate) fn is_korean_syllable(token: &str) -> bool {
    speakable(token.as_bytes()) && korean::is_syllable(token.as_bytes())
}

/// Whether a token may be two syllables of a Korean given name, and has letters that such names are full of.
pub(crate) fn is_korean_pair(token: &str) -> bool {
    speakable(token.as_bytes()) && korean::is_pair(token.as_bytes())
}

/// How alike two tokens sound to a reader of `family`, 0 to 100. 100 is two spellings of one sound; what is below `least` may
/// be told as 0, which takes less time the more `least` is.
pub(crate) fn similarity_from(least: u8, a: &str, b: &str, family: Family) -> u8 {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if !speakable(a) || !speakable(b) {
        return 0;
    }
    if a == b {
        return 100;
    }
    match family {
        Family::Slavic => heard(family, a, b, slavic::parse, &slavic::COSTS, least),
        Family::Arabic => heard(family, a, b, arabic::parse, &arabic::COSTS, least),
        Family::Latin => heard(family, a, b, latin::parse, &latin::COSTS, least),
        Family::Chinese => chinese::similarity(a, b),
        Family::Korean => korean::similarity(a, b, least),
        Family::Japanese => japanese::similarity(a, b),
        Family::Consonants => consonants::similarity(a, b),
    }
}

/// How alike two tokens sound to a reader of `family`, if they do.
#[cfg(test)]
pub(crate) fn similarity(a: &str, b: &str, family: Family) -> u8 {
    similarity_from(50, a, b, family)
}

/// Tokens as they were heard last.
struct Heard {
    /// As each family heard the first token of a comparison: one word is compared with many.
    last: [(Vec<u8>, phone::Word); FAMILIES],
    other: phone::Word,
}

/// Families that hear tokens as sounds and know no more of them: the first three.
const FAMILIES: usize = Family::Latin as usize + 1;

thread_local! {
    static HEARD: RefCell<Heard> = const {
        RefCell::new(Heard {
            last: [const { (Vec::new(), phone::Word::new()) }; FAMILIES],
            other: phone::Word::new(),
        })
    };
}

/// How alike two tokens sound to a family that hears them so.
fn heard(
    family: Family,
    a: &[u8],
    b: &[u8],
    parse: fn(&[u8], &mut phone::Word),
    costs: &phone::Costs,
    least: u8,
) -> u8 {
    HEARD.with_borrow_mut(|Heard { last, other }| {
        let (of, word) = &mut last[family as usize];
        if of != a {
            parse(a, word);
            of.clear();
            of.extend_from_slice(a);
        }
        parse(b, other);
        costs.similarity(word, other, least)
    })
}

fn speakable(token: &[u8]) -> bool {
    (2..=phone::MAX_LETTERS).contains(&token.len()) && token.iter().all(u8::is_ascii_lowercase)
}

/// Song, Sang, Seng: East Asian, and told apart by just the vowel that the Arabic family takes lightly.
fn one_syllable_in_ng(token: &[u8]) -> bool {
    let vowel = |letter: &u8| matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u');
    token.ends_with(b"ng") && token.chunk_by(|a, b| vowel(a) == vowel(b)).filter(|run| vowel(&run[0])).count() == 1
}

fn add_words(family: Family, word: &phone::Word, out: &mut Keys) {
    let units = word.units();
    add(family, units.iter().map(|unit| unit.letters[0]), out);
    // Most words are read in one way only.
    if word.is_ambiguous() {
        add(family, units.iter().map(|unit| unit.letters[1]), out);
        add(family, units.iter().map(|unit| unit.letters[2]), out);
    }
}

/// Adds the hash of `letters`: FNV-1a, for it is the same on every machine. Zero letters are left out and neighbours
/// that are equal count once; a key of less than two letters is none.
fn add(family: Family, letters: impl Iterator<Item = u8>, out: &mut Keys) {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let (mut hash, mut last, mut count) = ((OFFSET ^ (family as u64 + 1)).wrapping_mul(PRIME), 0, 0);
    for letter in letters {
        let counts = letter != 0 && letter != last;
        hash = if counts { (hash ^ u64::from(letter)).wrapping_mul(PRIME) } else { hash };
        count += u32::from(counts);
        last = letter;
    }
    // A Korean family name may be one vowel: Ri, Lee, Yi.
    let enough = if family == Family::Korean { 1 } else { 2 };
    if count >= enough && !out.contains(&(family, hash)) {
        out.push((family, hash));
    }
}
