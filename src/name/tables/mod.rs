//! What the tables know of words and phrases, read where the build script (`build/tables.rs`) laid it out: nothing is made
//! ready when a process starts, and nothing is copied.

#[cfg_attr(not(test), allow(dead_code, reason = "the build script uses the rest"))]
pub(super) mod layout;
mod map;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::Class;
use super::script::table_letters;
use super::split::Piece;
use super::trigram::trigrams;
use layout::{CLOSING, DIMINUTIVE, SPELLING, class, each_letter_lost, facts};
use map::Map;

static WORDS: Map = Map::new(include_bytes!(concat!(env!("OUT_DIR"), "/words")));
static PHRASES: [Map; 3] = [
    Map::new(include_bytes!(concat!(env!("OUT_DIR"), "/organizations"))),
    Map::new(include_bytes!(concat!(env!("OUT_DIR"), "/acronyms"))),
    Map::new(include_bytes!(concat!(env!("OUT_DIR"), "/titles"))),
];
static MEANINGS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/meanings"));
static MISSPELLED: Map = Map::new(include_bytes!(concat!(env!("OUT_DIR"), "/misspelled")));
static TRIGRAMS: &[[u8; 2]] = include_bytes!(concat!(env!("OUT_DIR"), "/trigrams")).as_chunks().0;
include!(concat!(env!("OUT_DIR"), "/numbers.rs"));

/// What the tables know of a word: nothing, for most.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Known {
    facts: u32,
    among_organizations: Option<u32>,
    among_persons: Option<u32>,
    begins: [u8; 3],
    means: [Option<u32>; 3],
    given_names: &'static [[u8; 4]],
}

/// What the tables know of a word, by its letters as they are.
pub(super) fn known(word: &str) -> Known {
    WORDS.get(word.as_bytes()).and_then(Known::read).unwrap_or_default()
}

/// What the tables know of a word as a part of phrases, in whichever letters it is typed.
pub(super) fn known_in_phrases(word: &str) -> Known {
    known(&table_letters(word))
}

impl Known {
    fn read(row: &'static [u8]) -> Option<Self> {
        let mut row = Row(row);
        let facts = row.number()?;
        let mut known = Self { facts, ..Self::default() };
        // Most words are known for one thing.
        if facts >= facts::AMONG_ORGANIZATIONS {
            if known.is(facts::AMONG_ORGANIZATIONS) {
                known.among_organizations = Some(row.number()?);
            }
            if known.is(facts::AMONG_PERSONS) {
                known.among_persons = Some(row.number()?);
            }
            for kind in 0..facts::BEGINS.len() {
                if known.is(facts::BEGINS[kind]) {
                    known.begins[kind] = row.byte()?;
                }
            }
            for kind in 0..facts::MEANS.len() {
                if known.is(facts::MEANS[kind]) {
                    known.means[kind] = Some(row.number()?);
                }
            }
            if known.is(facts::GIVEN_NAMES) {
                let count = usize::from(row.byte()?);
                known.given_names = row.0.as_chunks().0.get(..count)?;
            }
        }
        Some(known)
    }

    fn is(self, fact: u32) -> bool {
        self.facts & fact != 0
    }

    /// Whether it is a word of a phrase of organisations' names.
    pub(super) fn is_of_organizations(self) -> bool {
        self.is(facts::OF_ORGANIZATIONS)
    }

    pub(super) fn is_acronym(self) -> bool {
        self.is(facts::ACRONYM)
    }

    /// Whether it stands in names only as a part of a legal form (`liability`, `ограниченной`).
    pub(super) fn is_of_legal_form(self) -> bool {
        self.is(facts::OF_LEGAL_FORM)
    }

    /// Whether it joins the words of an organisation's name.
    pub(super) fn is_connective(self) -> bool {
        self.is(facts::CONNECTIVE)
    }

    /// Whether it joins the parts of a person's name.
    pub(super) fn is_particle(self) -> bool {
        self.is(facts::PARTICLE)
    }

    /// Whether it is the servant of a divine name.
    pub(super) fn is_servant(self) -> bool {
        self.is(facts::SERVANT)
    }

    pub(super) fn is_article(self) -> bool {
        self.is(facts::ARTICLE)
    }

    /// Whether it is an Asian family name in Latin letters, some of which are particles elsewhere.
    pub(super) fn is_short_surname(self) -> bool {
        self.is(facts::SHORT_SURNAME)
    }

    /// Whether a dictionary of English holds it.
    pub(super) fn is_in_dictionary(self) -> bool {
        self.is(facts::DICTIONARY)
    }

    pub(super) fn is_of_men(self) -> bool {
        self.is(facts::MALE)
    }

    pub(super) fn is_of_women(self) -> bool {
        self.is(facts::FEMALE)
    }

    /// How many of a million organisations bear it.
    pub(super) fn among_organizations(self) -> Option<u32> {
        self.among_organizations
    }

    /// How many of a million persons bear it.
    pub(super) fn among_persons(self) -> Option<u32> {
        self.among_persons
    }

    /// Whether any name of the world's tables bears it, or a dictionary holds it.
    pub(super) fn is_borne(self) -> bool {
        self.among_organizations.is_some() || self.among_persons.is_some() || self.is_in_dictionary()
    }

    /// What it stands for by itself.
    pub(super) fn meaning(self, phrases: Phrases) -> Option<Meaning> {
        self.means[phrases as usize].and_then(Meaning::at)
    }

    /// The classes of equivalent given names that it stands in.
    pub(super) fn given_names(self) -> impl Iterator<Item = (Equivalence, u32)> {
        self.given_names.iter().map(|&number| {
            let number = u32::from_le_bytes(number);
            let equivalence = match number & 3 {
                SPELLING => Equivalence::Spelling,
                DIMINUTIVE => Equivalence::Diminutive,
                _ => Equivalence::Translation,
            };
            (equivalence, number >> 2)
        })
    }
}

/// How the given names of a class are equivalent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Equivalence {
    Spelling,
    Diminutive,
    Translation,
}

/// Kinds of phrases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phrases {
    /// Legal forms, words of organisations' names, places.
    Organizations = layout::ORGANIZATIONS as isize,
    /// Words that an acronym stands for, and what it is called in other languages.
    Acronyms = layout::ACRONYMS as isize,
    /// Titles of persons, and what is written beside their names.
    Titles = layout::TITLES as isize,
}

impl Phrases {
    /// What a word stands for.
    pub(super) fn get(self, word: &str) -> Option<Meaning> {
        known_in_phrases(word).meaning(self)
    }

    /// The longest phrase that begins at this piece: how many pieces, and what it stands for. `first` is what is known of the
    /// first piece in phrases.
    pub(super) fn longest_match(self, pieces: &[Piece], first: Known) -> Option<(usize, Meaning)> {
        let most = usize::from(first.begins[self as usize]).min(pieces.len());
        if most > 1 {
            let mut key: SmallVec<[u8; 64]> = SmallVec::new();
            let mut ends: SmallVec<[usize; 8]> = SmallVec::new();
            for piece in &pieces[..most] {
                if !key.is_empty() {
                    key.push(b' ');
                }
                key.extend_from_slice(table_letters(piece.meant()).as_bytes());
                ends.push(key.len());
            }
            let phrases = &PHRASES[self as usize];
            let found = (2..=most).rev().find_map(|count| Some((count, phrases.get(&key[..ends[count - 1]])?)));
            if let Some((count, row)) = found {
                return Some((count, Meaning::at(Row(row).number()?)?));
            }
        }
        if most > 0 { Some((1, first.meaning(self)?)) } else { None }
    }
}

/// The most characters of a word that stands for something in a script without blanks.
pub(super) fn longest_unspaced() -> usize {
    LONGEST_UNSPACED
}

/// The number of the group of words that a concept of organizations' words belongs to, which different sources use of one
/// organization.
pub(super) fn related_words(concept: &str) -> Option<u64> {
    static GROUPS: LazyLock<FxHashMap<&'static str, u64>> = LazyLock::new(|| {
        let table = include_str!("../../../tables/related_words.tsv");
        let groups = table.lines().filter(|line| !line.starts_with('#')).zip(1..);
        groups.flat_map(|(group, number)| group.split('|').map(move |concept| (concept, number))).collect()
    });
    GROUPS.get(concept).copied()
}

/// What a word or phrase stands for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Meaning {
    pub(super) class: Class,
    /// Whether it is a title that may stand at the end of a name.
    pub(super) closes: bool,
    count: usize,
    rows: Row,
}

impl Meaning {
    fn at(number: u32) -> Option<Self> {
        let mut rows = Row(MEANINGS.get((number & !CLOSING) as usize..)?);
        let class = match rows.byte()? {
            class::INDUSTRY => Class::Industry,
            class::GENERIC => Class::Generic,
            class::PLACE => Class::Place,
            class::NUMBER => Class::Number,
            class::LEGAL_FORM => Class::LegalForm,
            class::TITLE => Class::Title,
            class::NOISE => Class::Noise,
            _ => Class::Name,
        };
        let count = usize::from(rows.byte()?);
        Some(Self { class, closes: number & CLOSING != 0, count, rows })
    }

    /// How many words it is, each a token of its own.
    pub(super) fn len(self) -> usize {
        self.count
    }

    /// These words.
    pub(super) fn concepts(self) -> impl Iterator<Item = &'static str> {
        let mut rows = self.rows;
        (0..self.count).map_while(move |_| {
            let length = rows.byte()?;
            str::from_utf8(rows.take(usize::from(length))?).ok()
        })
    }
}

/// The usual words of organisations' names that are `word` but for one letter more or less or another one, as `is_alike` says;
/// the first of them.
pub(super) fn misspelled(word: &str, is_alike: impl Fn(&str) -> bool) -> Option<&'static str> {
    let mut found = None;
    each_letter_lost(word, |left| {
        if found.is_none() {
            let row = MISSPELLED.find(left, |usual| is_left_of(left, usual));
            found = row.and_then(|usual| str::from_utf8(usual).ok()).filter(|usual| is_alike(usual));
        }
    });
    found
}

/// Whether letters are a word's, all or all but one.
fn is_left_of(left: &[u8], word: &[u8]) -> bool {
    let same = left.iter().zip(word).take_while(|(a, b)| a == b).count();
    if same == word.len() {
        return left.len() == word.len();
    }
    // A letter may be lost before where the two part, if it is followed by its like, or share bytes with it.
    let lost = word.len().saturating_sub(left.len());
    (1..=4).contains(&lost)
        && str::from_utf8(word).is_ok_and(|word| {
            word.char_indices().any(|(at, letter)| {
                letter.len_utf8() == lost && at <= same && left.get(at..) == word.as_bytes().get(at + lost..)
            })
        })
}

/// How surprising the letters of a word are among words that names bear, in hundredths of a bit. What nobody in the tables
/// bears can still be borne by somebody: a short word that sounds like many (`massa`) sooner than a long one.
///
/// A model of letter trigrams (Shannon, "A Mathematical Theory of Communication", 1948, section 3) over the distinct words
/// of the frequency tables.
pub(super) fn surprise(letters: &str) -> u32 {
    trigrams(letters).map(|trigram| u32::from(u16::from_le_bytes(TRIGRAMS[trigram]))).sum()
}

/// What is left to read of a row.
#[derive(Debug, Clone, Copy)]
struct Row(&'static [u8]);

impl Row {
    fn take(&mut self, count: usize) -> Option<&'static [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        let (&byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(byte)
    }

    fn number(&mut self) -> Option<u32> {
        let (&number, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u32::from_le_bytes(number))
    }
}
