//! How much a token tells, in hundredths of a bit: the logarithm of how rare it is in the world of names.
//!
//! The rarity of words comes from `tables/frequency_*.tsv` (docs/DATA-FREQUENCIES.md), not from the list at hand: on a
//! list of ten names `technology` would look rare. Classes that say little by their nature are capped.

use super::tables::layout::VERY_USUAL;
use super::tables::{Known, known, surprise};
use super::trigram::logarithm;
use super::{Class, Mode, Token};

/// The most that one word tells: beyond this, nobody else bears it.
const MOST: u32 = 3200;
/// Two letters can be many things, and so can three or four.
const SHORT: [u32; 5] = [0, 200, 900, 1250, 1500];
/// The most that a word of a class may tell, and the least.
const INDUSTRY: (u32, u32) = (450, 250);
const GENERIC: (u32, u32) = (300, 150);
const PLACE: (u32, u32) = (650, 400);
const NUMBER: u32 = 600;
const INITIAL: u32 = 250;
const LEGAL_FORM: u32 = 30;
const TITLE: u32 = 30;
const PARTICLE: u32 = 20;
/// A word counts as usual from this many in a million names on.
const USUAL: u32 = 30;

/// The most names that a person bears, where nothing but the name tells that it is one.
const MOST_NAMES: usize = 5;

/// How much less a word's being usual among persons counts against it in an organisation's name, and the other way round.
const AMONG_THE_OTHERS: u32 = 4;
/// The most that a word tells after which anybody might name a company: an English dictionary word.
const DICTIONARY_WORD: u32 = 1300;
/// The most that a word of an organisation's name tells that is borne by people.
const NAME_OF_PERSONS: u32 = 1500;
/// The most that a patronymic tells: that a rare name is the father's says no more of who is meant when it is left out, and
/// it mostly is.
const PATRONYMIC: u32 = 1200;
/// A syllable of pinyin is one of some four hundred, and far from all are equally usual.
const SYLLABLE: u32 = 600;

/// The weight of a token, and whether it is a usual word.
pub(super) fn of(concept: &str, letters: &str, class: Class, mode: Mode) -> (u32, bool) {
    let of_letters = known(letters);
    let of_concept = if concept == letters { of_letters } else { known(concept) };
    let per_million = per_million(of_letters, of_concept, mode);
    let usual = is_usual_among(per_million, class);
    let coined = surprise(letters).min(MOST);
    let rarity = match per_million {
        Some(count) => information(count).min(coined),
        None if mode == Mode::Person && class == Class::Name => {
            fathers_name(letters).map_or(coined, |father| coined.min(father))
        }
        None => coined,
    };
    let weight = match class {
        Class::Name => {
            let length = letters.chars().count();
            let short = SHORT.get(length).copied().unwrap_or(u32::MAX);
            let syllables = if mode == Mode::Person && length <= 12 { syllables(letters) } else { u32::MAX };
            let borne = if mode == Mode::Person { u32::MAX } else { borne(of_letters) };
            rarity.min(short).min(syllables).min(borne)
        }
        Class::Industry => rarity.clamp(INDUSTRY.1, INDUSTRY.0),
        Class::Generic => rarity.clamp(GENERIC.1, GENERIC.0),
        Class::Place => rarity.clamp(PLACE.1, PLACE.0),
        Class::Number => NUMBER,
        Class::Initial => INITIAL,
        Class::LegalForm => LEGAL_FORM,
        Class::Title => TITLE,
        Class::Particle => PARTICLE,
        Class::Noise => 0,
    };
    (weight, usual)
}

/// How many of a million names of a mode bear a word.
fn per_million(of_letters: Known, of_concept: Known, mode: Mode) -> Option<u32> {
    let organizations = of_letters.among_organizations().or_else(|| of_concept.among_organizations());
    let persons = of_letters.among_persons().or_else(|| of_concept.among_persons());
    // A word that few companies but many people bear (`Lydia`) tells little of a company either, and the other way round.
    match mode {
        Mode::Person => persons.max(organizations.map(|count| count / AMONG_THE_OTHERS)),
        Mode::Organization | Mode::Craft => organizations.max(persons.map(|count| count / AMONG_THE_OTHERS)),
    }
}

fn is_usual_among(per_million: Option<u32>, class: Class) -> bool {
    per_million.is_some_and(|count| count >= USUAL) || matches!(class, Class::Industry | Class::Generic | Class::Place)
}

/// Whether a name is a usual word in names of a mode, as [`of`] has it.
pub(super) fn is_usual_name(letters: &str, mode: Mode) -> bool {
    let known = known(letters);
    is_usual_among(per_million(known, known, mode), Class::Name)
}

/// What a Russian patronymic that no table holds tells: no more than the father's name that it is made of (`Rudolfovich`).
fn fathers_name(patronymic: &str) -> Option<u32> {
    const ENDINGS: [&str; 11] =
        ["ovich", "evich", "avich", "ovych", "evych", "avych", "ovitch", "ovna", "evna", "ivna", "auna"];
    const SHORTEST: usize = 3;
    let stem =
        ENDINGS.iter().find_map(|ending| patronymic.strip_suffix(ending)).filter(|stem| stem.len() >= SHORTEST)?;
    let borne = ["", "iy", "y", "ey", "i"].iter().filter_map(|end| known(&format!("{stem}{end}")).among_persons());
    Some(borne.max().map_or_else(|| surprise(stem), information).min(PATRONYMIC))
}

/// The most that a company's or ship's word tells by what else bears it.
fn borne(word: Known) -> u32 {
    if word.is_in_dictionary() {
        DICTIONARY_WORD
    } else if word.among_persons().is_some() {
        NAME_OF_PERSONS
    } else {
        u32::MAX
    }
}

/// The most that a name made of pinyin syllables tells: Chinese names are thin in the table of frequencies.
pub(super) fn syllables(letters: &str) -> u32 {
    super::script::split_pinyin(letters).map_or(u32::MAX, |syllables| SYLLABLE * syllables.len() as u32)
}

/// The most that a person's name in Hangul tells, by its syllables as romanized: each has its vowels. The table of frequencies
/// knows few Korean given names, and the letters of a spelling (`gyeonghui`) surprise more than the two syllables do. Vowels
/// side by side are taken for one syllable, but a `w` or `y` between two of them begins another (`jiwoo`, `hayoon`).
pub(super) fn korean_syllables(letters: &str) -> u32 {
    let is_vowel = |letter: &u8| b"aeiouwy".contains(letter);
    let begins = |at: usize| {
        let letters = letters.as_bytes();
        let is_glide = matches!(letters[at], b'w' | b'y') && letters.get(at + 1).is_some_and(is_vowel);
        is_vowel(&letters[at]) && (at == 0 || is_glide || !is_vowel(&letters[at - 1]))
    };
    let syllables = (0..letters.len()).filter(|&at| begins(at)).count();
    SYLLABLE * syllables.max(1) as u32
}

/// Whether a word is usual in names of organisations.
pub(super) fn is_usual(word: &str) -> bool {
    known(word).among_organizations().is_some_and(|count| count >= USUAL)
}

/// How many of a million names of organisations bear a word.
pub(super) fn per_million_organizations(word: &str) -> u32 {
    known(word).among_organizations().unwrap_or(0)
}

/// Whether a word is so usual in names of organisations that what is a letter away from it is sooner it than a brand.
pub(super) fn is_very_usual(word: &str) -> bool {
    per_million_organizations(word) >= VERY_USUAL
}

/// Whether people bear a word as a name.
pub(super) fn is_borne_by_persons(word: &str) -> bool {
    known(word).among_persons().is_some()
}

/// How many letters two words have in common at their ends that are a very usual word of organisations, so many or more, and
/// not all of either.
pub(crate) fn usual_tail(a: &str, b: &str, shortest: usize) -> Option<usize> {
    let common = a.bytes().rev().zip(b.bytes().rev()).take_while(|(a, b)| a == b).count();
    let longest = common.min((a.len().min(b.len())).saturating_sub(1));
    let is_usual = |length: &usize| a.get(a.len() - length..).is_some_and(is_very_usual);
    (shortest..=longest).rev().find(is_usual)
}

/// Whether all of a name are words that people bear, and sooner than organisations do: nobody else is called `Gregory Allen`.
pub(super) fn are_names_of_persons(tokens: &[Token]) -> bool {
    let is_name = |token: &Token| {
        let word = known(&token.word.letters);
        let among_organizations = word.among_organizations().unwrap_or(0);
        token.word.class == Class::Name && word.among_persons().is_some_and(|count| count >= among_organizations)
    };
    let is_word = |token: &&Token| {
        !matches!(token.word.class, Class::Particle | Class::Title)
            && token.word.letters.len() > 1
            && !matches!(&*token.word.letters, "ii" | "iii" | "iv")
    };
    let words = tokens.iter().filter(is_word);
    (2..=MOST_NAMES).contains(&words.clone().count()) && words.clone().all(is_name)
}

/// `log2(1,000,000 / count)` in hundredths, without floating point: the same on every machine.
fn information(per_million: u32) -> u32 {
    logarithm(1_000_000, u64::from(per_million.clamp(1, 1_000_000)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn information_is_the_logarithm() {
        for count in [1, 3, 17, 150, 999, 6400, 170_000, 1_000_000] {
            let exact = (1_000_000.0 / f64::from(count)).log2() * 100.0;
            assert!(
                (f64::from(information(count)) - exact).abs() <= 1.0,
                "{count}: {} against {exact}",
                information(count)
            );
        }
    }

    #[test]
    fn coined_words_tell_by_their_letters() {
        assert!(surprise("hikvision") > surprise("visioner"));
        assert!(surprise("xqzwk") > surprise("massa"));
    }

    #[test]
    fn korean_names_tell_by_syllables() {
        assert_eq!(korean_syllables("byeongcheol"), 2 * SYLLABLE);
        assert_eq!(korean_syllables("gwang"), SYLLABLE);
        assert_eq!(korean_syllables("jiwoo"), 2 * SYLLABLE);
    }

    #[test]
    fn rare_words_tell_more() {
        let weight = |word: &str, mode| of(word, word, Class::Name, mode).0;
        assert!(weight("hikvision", Mode::Organization) > weight("global", Mode::Organization));
        assert!(weight("deripaska", Mode::Person) > weight("smith", Mode::Person));
        assert_eq!(of("limited", "ltd", Class::LegalForm, Mode::Organization).0, LEGAL_FORM);
    }
}
