//! The listed names, filed under the keys of their words. Built once, then immutable.
//!
//! The index knows nothing of scores or entities: it files readings of names by number, and answers which words share a
//! key with a given one and which readings hold a word.

mod table;

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::name::script::Script;
use crate::name::{Class, Mode, Token, Word, deletion_hash};

use crate::score::bound::{Left, LeftAs};

use table::KeyTable;

/// The number of a word among the index's words.
pub(crate) type WordId = u32;
/// The number of a reading among the index's readings.
pub(crate) type ReadingId = u32;

/// A listed name in one reading.
#[derive(Debug)]
pub(crate) struct ListedReading {
    /// Which entity, counted over all lists.
    pub(crate) entity: u32,
    /// Which of its names.
    pub(crate) name: u32,
    pub(crate) tokens: Box<[Token]>,
    /// What its tokens weigh, by how they would be counted if nothing answered them.
    pub(crate) total: Left,
}

/// All readings of one mode.
#[derive(Debug)]
pub(crate) struct Index {
    readings: Vec<ListedReading>,
    words: Vec<Arc<Word>>,
    /// Key of a word -> words.
    by_key: KeyTable,
    /// Letters with one or two left out -> words.
    by_deletion: KeyTable,
    /// Words in order of their letters, for words that were cut off.
    by_letters: Vec<WordId>,
    /// Neighbours joined -> readings.
    by_join: KeyTable,
    /// First three letters of an acronym -> readings.
    by_acronym: KeyTable,
    /// First three letters of a word that may be an acronym -> words.
    by_beginning: KeyTable,
    /// Word -> readings: the readings of word `w` are `postings[starts[w]..starts[w + 1]]`.
    starts: Vec<u32>,
    postings: Vec<ReadingId>,
    /// The readings that hold an initial, which may stand for any name of a query.
    with_initials: Vec<bool>,
}

/// What makes two words of one mode the same: concept, letters, class, script, letters in that script.
type WordKey = (Box<str>, Box<str>, Class, Option<Script>, Option<Box<[u8]>>);

/// What is collected before the index is built.
#[derive(Debug)]
pub(crate) struct Builder {
    mode: Mode,
    readings: Vec<ListedReading>,
    words: Vec<Arc<Word>>,
    by_word: FxHashMap<WordKey, WordId>,
    ids: Vec<WordId>,
}

impl Builder {
    pub(crate) fn new(mode: Mode) -> Self {
        Self { mode, readings: Vec::new(), words: Vec::new(), by_word: FxHashMap::default(), ids: Vec::new() }
    }

    /// Files a reading of an entity's name.
    pub(crate) fn add(&mut self, entity: u32, name: u32, mut tokens: Vec<Token>) {
        tokens.truncate(crate::profile::MOST_TOKENS);
        for token in &mut tokens {
            let word = &token.word;
            let key = (word.concept.clone(), word.letters.clone(), word.class, word.script, word.native.clone());
            let id = *self.by_word.entry(key).or_insert_with(|| {
                self.words.push(Arc::clone(&token.word));
                self.words.len() as WordId - 1
            });
            token.word = Arc::clone(&self.words[id as usize]);
            self.ids.push(id);
        }
        let mut total = Left::default();
        for token in &tokens {
            total.add(LeftAs::of(token.word.class), least_left(token));
        }
        self.readings.push(ListedReading { entity, name, tokens: tokens.into_boxed_slice(), total });
    }

    pub(crate) fn build(self) -> Index {
        let Self { mode, readings, words, ids, .. } = self;
        let mut keys = Vec::new();
        let mut deletions = Vec::new();
        let mut beginnings = Vec::new();
        for (id, word) in words.iter().enumerate() {
            keys.extend(word.keys.iter().map(|key| (key.hash, id as u32)));
            deletions_of(word, |hash| deletions.push((hash, id as u32)));
            if mode == Mode::Organization && crate::score::align::can_be_acronym(word) {
                beginnings.push((beginning_hash(word.letters.as_bytes()), id as u32));
            }
        }
        let mut joins = Vec::new();
        let mut acronyms = Vec::new();
        for (id, reading) in readings.iter().enumerate() {
            crate::profile::joined(&reading.tokens, |_, _, letters, native| {
                joins.push((join_hash(letters.as_bytes()), id as u32));
                joins.extend(native.map(|native| (join_hash(native), id as u32)));
            });
            if mode == Mode::Organization {
                let beginnings = crate::score::align::acronym_beginnings(&reading.tokens);
                acronyms.extend(beginnings.iter().map(|letters| (beginning_hash(letters), id as u32)));
            }
        }
        let mut by_letters: Vec<WordId> = (0..words.len() as u32).collect();
        by_letters.sort_unstable_by(|&a, &b| words[a as usize].letters.cmp(&words[b as usize].letters));
        let with_initials = readings
            .iter()
            .map(|reading| reading.tokens.iter().any(|token| token.word.class == Class::Initial))
            .collect();
        let (starts, postings) = postings(&readings, &ids, words.len());
        Index {
            by_key: KeyTable::new(keys),
            by_deletion: KeyTable::new(deletions),
            by_join: KeyTable::new(joins),
            by_acronym: KeyTable::new(acronyms),
            by_beginning: KeyTable::new(beginnings),
            by_letters,
            starts,
            postings,
            with_initials,
            readings,
            words,
        }
    }
}

/// The least that a listed token weighs if it is left over.
fn least_left(token: &Token) -> u32 {
    match token.word.class {
        Class::Initial => crate::score::weights::INITIAL_LEFT,
        _ => token.word.weight,
    }
}

fn postings(readings: &[ListedReading], ids: &[WordId], words: usize) -> (Vec<u32>, Vec<ReadingId>) {
    let mut starts = vec![0_u32; words + 1];
    let mut pairs: Vec<(WordId, ReadingId)> = Vec::with_capacity(ids.len());
    let mut at = 0;
    for (reading, listed) in readings.iter().enumerate() {
        pairs.extend(ids[at..at + listed.tokens.len()].iter().map(|&id| (id, reading as ReadingId)));
        at += listed.tokens.len();
    }
    pairs.sort_unstable();
    pairs.dedup();
    for &(word, _) in &pairs {
        starts[word as usize + 1] += 1;
    }
    for index in 0..words {
        starts[index + 1] += starts[index];
    }
    (starts, pairs.into_iter().map(|(_, reading)| reading).collect())
}

fn beginning_hash(letters: &[u8]) -> u64 {
    letters[..3].iter().fold(0xac, |hash, &letter| hash << 8 | u64::from(letter))
}

fn join_hash(letters: &[u8]) -> u64 {
    deletion_hash(letters)
}

/// The hashes of a word's letters, whole and with as many left out as may be typing errors.
fn deletions_of(word: &Word, mut found: impl FnMut(u64)) {
    let fixed =
        matches!(word.class, Class::Number | Class::LegalForm | Class::Particle | Class::Noise | Class::Initial);
    if fixed {
        return;
    }
    let letters = word.letters.as_bytes();
    if letters.iter().all(u8::is_ascii_lowercase) {
        letters_deleted(letters, &mut found);
    }
    if let Some(native) = &word.native {
        // The same letters may be romanised in two ways, however few they are.
        found(deletion_hash(native));
        letters_deleted(native, &mut found);
    }
}

fn letters_deleted(letters: &[u8], found: &mut impl FnMut(u64)) {
    // The shorter of two words decides how many errors are allowed, so a word of ten letters may meet one of twelve.
    let most = crate::score::weights::typos_allowed(letters.len());
    if most == 0 {
        return;
    }
    found(deletion_hash(letters));
    let mut shorter = Vec::with_capacity(letters.len());
    for first in 0..letters.len() {
        if first > 0 && letters[first] == letters[first - 1] {
            continue;
        }
        shorter.clear();
        shorter.extend_from_slice(&letters[..first]);
        shorter.extend_from_slice(&letters[first + 1..]);
        found(deletion_hash(&shorter));
        if most > 1 {
            let mut shortest = Vec::with_capacity(shorter.len());
            for second in first..shorter.len() {
                shortest.clear();
                shortest.extend_from_slice(&shorter[..second]);
                shortest.extend_from_slice(&shorter[second + 1..]);
                found(deletion_hash(&shortest));
            }
        }
    }
}

impl Index {
    pub(crate) fn readings(&self) -> &[ListedReading] {
        &self.readings
    }

    pub(crate) fn reading(&self, id: ReadingId) -> &ListedReading {
        &self.readings[id as usize]
    }

    pub(crate) fn word(&self, id: WordId) -> &Word {
        &self.words[id as usize]
    }

    /// Words that share a key or a deletion with this one: every word that could be alike, and some that are not.
    pub(crate) fn words_near(&self, word: &Word, found: &mut Vec<WordId>) {
        found.clear();
        for key in &word.keys {
            self.by_key.each(key.hash, |id| found.push(id));
        }
        deletions_of(word, |hash| self.by_deletion.each(hash, |id| found.push(id)));
        found.sort_unstable();
        found.dedup();
    }

    /// Words that begin with these letters.
    pub(crate) fn words_beginning(&self, letters: &str) -> &[WordId] {
        let start = self.by_letters.partition_point(|&id| &*self.words[id as usize].letters < letters);
        let count =
            self.by_letters[start..].partition_point(|&id| self.words[id as usize].letters.starts_with(letters));
        &self.by_letters[start..start + count]
    }

    /// Words of at least three letters that begin with these.
    pub(crate) fn acronyms_beginning(&self, letters: [u8; 3], mut found: impl FnMut(WordId)) {
        self.by_beginning.each(beginning_hash(&letters), &mut found);
    }

    /// Readings that hold a word.
    pub(crate) fn holding(&self, word: WordId) -> &[ReadingId] {
        &self.postings[self.starts[word as usize] as usize..self.starts[word as usize + 1] as usize]
    }

    /// Whether a reading holds an initial.
    pub(crate) fn has_initial(&self, reading: ReadingId) -> bool {
        self.with_initials[reading as usize]
    }

    /// Readings of which neighbours, written as one word, may be this one.
    pub(crate) fn joined_as(&self, word: &Word, mut found: impl FnMut(ReadingId)) {
        self.by_join.each(join_hash(word.letters.as_bytes()), &mut found);
        if let Some(native) = &word.native {
            self.by_join.each(join_hash(native), found);
        }
    }

    /// Readings whose initials may be these letters, three at least.
    pub(crate) fn abbreviated_as(&self, letters: &[u8], found: impl FnMut(ReadingId)) {
        self.by_acronym.each(beginning_hash(letters), found);
    }

    /// Bytes held, without the entities' own text.
    pub(crate) fn memory(&self) -> usize {
        let tables = [&self.by_key, &self.by_deletion, &self.by_join, &self.by_acronym, &self.by_beginning];
        tables.iter().map(|table| table.memory()).sum::<usize>()
            + self.readings.len() * size_of::<ListedReading>()
            + self.readings.iter().map(|reading| reading.tokens.len() * size_of::<Token>()).sum::<usize>()
            + self
                .words
                .iter()
                .map(|word| {
                    size_of::<Word>()
                        + 16
                        + word.concept.len()
                        + word.letters.len()
                        + word.keys.len().saturating_sub(8) * 16
                })
                .sum::<usize>()
            + (self.by_letters.len() + self.starts.len() + self.postings.len()) * 4
            + self.words.len() * size_of::<usize>()
    }
}
