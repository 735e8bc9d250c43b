//! How much a token tells, in hundredths of a bit: the logarithm of how rare it is in the world of names.
//!
//! The rarity of words comes from `tables/frequency_*.tsv` (docs/DATA-FREQUENCIES.md), not from the list at hand: on a
//! list of ten names `technology` would look rare. Classes that say little by their nature are capped.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Class, Mode};

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
/// And as very usual from this many on.
const VERY_USUAL: u32 = 200;

/// How much less a word's being usual among persons counts against it in an organisation's name, and the other way round.
const AMONG_THE_OTHERS: u32 = 4;
/// The most that a word tells after which anybody might name a company: an English dictionary word.
const DICTIONARY_WORD: u32 = 1300;
/// The most that a word of an organisation's name tells that is borne by people.
const NAME_OF_PERSONS: u32 = 1500;
/// A syllable of pinyin is one of some four hundred, and far from all are equally usual.
const SYLLABLE: u32 = 600;

struct Frequencies {
    per_million: [FxHashMap<&'static str, u32>; 2],
}

static FREQUENCIES: LazyLock<Frequencies> = LazyLock::new(|| Frequencies {
    per_million: [
        read(include_str!("../../tables/frequency_organizations.tsv")),
        read(include_str!("../../tables/frequency_persons.tsv")),
    ],
});

fn read(table: &'static str) -> FxHashMap<&'static str, u32> {
    table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(token, count)| Some((token, count.trim().parse().ok()?)))
        .collect()
}

/// The weight of a token, and whether it is a usual word.
pub(super) fn of(concept: &str, letters: &str, class: Class, mode: Mode) -> (u32, bool) {
    let [organizations, persons] = &FREQUENCIES.per_million;
    let find = |table: &FxHashMap<&'static str, u32>| table.get(letters).or_else(|| table.get(concept)).copied();
    // A word that few companies but many people bear (`Lydia`) tells little of a company either, and the other way round.
    let per_million = match mode {
        Mode::Person => find(persons).max(find(organizations).map(|count| count / AMONG_THE_OTHERS)),
        Mode::Organization | Mode::Craft => {
            find(organizations).max(find(persons).map(|count| count / AMONG_THE_OTHERS))
        }
    };
    let usual = per_million.is_some_and(|count| count >= USUAL)
        || matches!(class, Class::Industry | Class::Generic | Class::Place);
    let coined = surprise(letters).min(MOST);
    let rarity = per_million.map_or(coined, |count| information(count).min(coined));
    let weight = match class {
        Class::Name => {
            let length = letters.chars().count();
            let short = SHORT.get(length).copied().unwrap_or(u32::MAX);
            let syllables = if mode == Mode::Person && length <= 12 { syllables(letters) } else { u32::MAX };
            let borne = if mode == Mode::Person { u32::MAX } else { borne(letters) };
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

/// How surprising the letters of a word are among words that names bear, in hundredths of a bit. What nobody in the tables
/// bears can still be borne by somebody: a short word that sounds like many (`massa`) sooner than a long one.
///
/// A model of letter trigrams (Shannon, "A Mathematical Theory of Communication", 1948, section 3) over the distinct words
/// of the frequency tables.
fn surprise(letters: &str) -> u32 {
    let mut context = (EDGE, EDGE);
    let mut sum = 0_u32;
    for letter in letters.bytes().map(letter_of).chain([EDGE]) {
        sum += u32::from(TRIGRAMS[trigram(context, letter)]);
        context = (context.1, letter);
    }
    sum
}

/// The edge of a word; letters are 1 to 26, and anything else is 27.
const EDGE: usize = 0;
const LETTERS: usize = 28;

fn letter_of(byte: u8) -> usize {
    if byte.is_ascii_lowercase() { usize::from(byte - b'a') + 1 } else { LETTERS - 1 }
}

fn trigram((first, second): (usize, usize), third: usize) -> usize {
    (first * LETTERS + second) * LETTERS + third
}

/// The surprise of each letter after two others, in hundredths of a bit.
static TRIGRAMS: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut counts = vec![0_u32; LETTERS * LETTERS * LETTERS];
    for word in FREQUENCIES.per_million.iter().flat_map(FxHashMap::keys) {
        let mut context = (EDGE, EDGE);
        for letter in word.bytes().map(letter_of).chain([EDGE]) {
            counts[trigram(context, letter)] += 1;
            context = (context.1, letter);
        }
    }
    counts
        .chunks(LETTERS)
        .flat_map(|letters| {
            // One more for each letter (Laplace), or what was never seen would be impossible.
            let all = letters.iter().sum::<u32>() + LETTERS as u32;
            letters.iter().map(move |&count| logarithm(u64::from(all), u64::from(count + 1)) as u16)
        })
        .collect()
});

/// The most that a company's or ship's word tells by what else bears it.
fn borne(letters: &str) -> u32 {
    if ENGLISH_WORDS.contains(letters) {
        DICTIONARY_WORD
    } else if FREQUENCIES.per_million[1].contains_key(letters) {
        NAME_OF_PERSONS
    } else {
        u32::MAX
    }
}

static ENGLISH_WORDS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    include_str!("../../tables/english_words.txt").lines().filter(|line| !line.starts_with('#')).collect()
});

/// The most that a name made of pinyin syllables tells: Chinese names are thin in the table of frequencies.
pub(super) fn syllables(letters: &str) -> u32 {
    super::script::split_pinyin(letters).map_or(u32::MAX, |syllables| SYLLABLE * syllables.len() as u32)
}

/// Whether a word is usual in names of organisations.
pub(super) fn is_usual(word: &str) -> bool {
    FREQUENCIES.per_million[0].get(word).is_some_and(|&count| count >= USUAL)
}

/// How many of a million names of organisations bear a word.
pub(super) fn per_million_organizations(word: &str) -> u32 {
    FREQUENCIES.per_million[0].get(word).copied().unwrap_or(0)
}

/// Whether a word is so usual in names of organisations that what is a letter away from it is sooner it than a brand.
pub(super) fn is_very_usual(word: &str) -> bool {
    FREQUENCIES.per_million[0].get(word).is_some_and(|&count| count >= VERY_USUAL)
}

/// Whether any name of the world's tables bears a word, or a dictionary holds it.
pub(super) fn is_borne(word: &str) -> bool {
    FREQUENCIES.per_million.iter().any(|table| table.contains_key(word)) || ENGLISH_WORDS.contains(word)
}

/// Whether a dictionary of English holds a word.
pub(super) fn is_in_dictionary(word: &str) -> bool {
    ENGLISH_WORDS.contains(word)
}

/// Whether people bear a word as a name.
pub(super) fn is_borne_by_persons(word: &str) -> bool {
    FREQUENCIES.per_million[1].contains_key(word)
}

/// `log2(1,000,000 / count)` in hundredths, without floating point: the same on every machine.
fn information(per_million: u32) -> u32 {
    logarithm(1_000_000, u64::from(per_million.clamp(1, 1_000_000)))
}

/// `log2(whole / part)` in hundredths, `part` being at most `whole`.
fn logarithm(whole: u64, part: u64) -> u32 {
    let ratio = (whole << 20) / part;
    // log2 of a fixed-point number with 20 fractional bits: the integer part, then one bit of the fraction at a time.
    let integer = ratio.ilog2();
    let mut mantissa = ((u128::from(ratio) << 32) >> integer) as u64;
    let mut fraction = 0_u64;
    for _ in 0..10 {
        mantissa = ((u128::from(mantissa) * u128::from(mantissa)) >> 32) as u64;
        fraction <<= 1;
        if mantissa >= 2 << 32 {
            mantissa >>= 1;
            fraction |= 1;
        }
    }
    (integer - 20) * 100 + (fraction * 100 / 1024) as u32
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
    fn rare_words_tell_more() {
        let weight = |word: &str, mode| of(word, word, Class::Name, mode).0;
        assert!(weight("hikvision", Mode::Organization) > weight("global", Mode::Organization));
        assert!(weight("deripaska", Mode::Person) > weight("smith", Mode::Person));
        assert_eq!(of("limited", "ltd", Class::LegalForm, Mode::Organization).0, LEGAL_FORM);
    }
}
