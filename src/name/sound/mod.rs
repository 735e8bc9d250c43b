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
    // A token that can only be pinyin sounds like nothing else: Zhuming is not a French Juming.
    if !chinese::surely(token) {
        add_words(Family::Slavic, &slavic::parse(token), out);
        if !slavic::surely(token) && !one_syllable_in_ng(token) {
            add_words(Family::Arabic, &arabic::parse(token), out);
        }
        add_words(Family::Latin, &latin::parse(token), out);
    }
    chinese::keys(token, |classes| add(Family::Chinese, classes.iter().copied(), out));
    if let Some(word) = korean::parse(token) {
        add_words(Family::Korean, &word, out);
    }
    let mut buffer = [0; japanese::ROOM];
    if let Some(kana) = japanese::canonical(token, &mut buffer) {
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

/// How alike two tokens sound to a reader of `family`, 0 to 100. 100 is two spellings of one sound; what is below 50 may be
/// told as 0.
pub(crate) fn similarity(a: &str, b: &str, family: Family) -> u8 {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if !speakable(a) || !speakable(b) {
        return 0;
    }
    if a == b {
        return 100;
    }
    match family {
        Family::Slavic => with_parsed(family, a, slavic::parse, |a| slavic::COSTS.similarity(a, &slavic::parse(b))),
        Family::Arabic => with_parsed(family, a, arabic::parse, |a| arabic::COSTS.similarity(a, &arabic::parse(b))),
        Family::Latin => with_parsed(family, a, latin::parse, |a| latin::COSTS.similarity(a, &latin::parse(b))),
        Family::Chinese => chinese::similarity(a, b),
        Family::Korean => korean::similarity(a, b),
        Family::Japanese => japanese::similarity(a, b),
        Family::Consonants => consonants::similarity(a, b),
    }
}

/// Hands on a token as a family hears it, kept from the last time: one word is compared with many.
fn with_parsed<R>(
    family: Family,
    token: &[u8],
    parse: fn(&[u8]) -> phone::Word,
    then: impl FnOnce(&phone::Word) -> R,
) -> R {
    const FAMILIES: usize = Family::Consonants as usize + 1;
    thread_local! {
        static LAST: RefCell<[(Vec<u8>, phone::Word); FAMILIES]> =
            RefCell::new(std::array::from_fn(|_| (Vec::new(), phone::Word::new())));
    }
    LAST.with_borrow_mut(|last| {
        let (of, word) = &mut last[family as usize];
        if of != token {
            *word = parse(token);
            of.clear();
            of.extend_from_slice(token);
        }
        then(word)
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
    // Most words are read in one way only.
    let is_ambiguous = word.units().iter().any(|unit| unit.letters != [unit.letters[0]; phone::READINGS]);
    for reading in 0..if is_ambiguous { phone::READINGS } else { 1 } {
        add(family, word.units().iter().map(|unit| unit.letters[reading]), out);
    }
}

/// Adds the hash of `letters`: FNV-1a, for it is the same on every machine. Zero letters are left out and neighbours
/// that are equal count once; a key of less than two letters is none.
fn add(family: Family, letters: impl Iterator<Item = u8>, out: &mut Keys) {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let (mut hash, mut last, mut count) = ((OFFSET ^ (family as u64 + 1)).wrapping_mul(PRIME), 0, 0);
    for letter in letters {
        if letter != 0 && letter != last {
            hash = (hash ^ u64::from(letter)).wrapping_mul(PRIME);
            count += 1;
        }
        last = letter;
    }
    // A Korean family name may be one vowel: Ri, Lee, Yi.
    let enough = if family == Family::Korean { 1 } else { 2 };
    if count >= enough && !out.contains(&(family, hash)) {
        out.push((family, hash));
    }
}
