//! The listed names, filed under the keys of their words. Built once, then immutable.
//!
//! The index knows nothing of scores or entities: it files readings of names by number, and answers which words share a
//! key with a given one and which readings hold a word.

mod table;

use std::hash::{Hash as _, Hasher as _};

use rustc_hash::{FxHashMap, FxHasher};
use smallvec::SmallVec;

use crate::name::{Class, Mode, Token, Word, deletion_hash};

use crate::score::bound::LeftAs;

use table::KeyTable;

/// The number of a word among the index's words.
pub(crate) type WordId = u32;
/// The number of a reading among the index's readings.
pub(crate) type ReadingId = u32;

/// A listed name in one reading.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ListedReading {
    /// Which entity, counted over all lists.
    pub(crate) entity: u32,
    /// Which of its names.
    pub(crate) name: u32,
    /// Where its words begin.
    start: u32,
}

/// All readings of one mode.
#[derive(Debug)]
pub(crate) struct Index {
    /// In the order of their entities; one more, which only says where the words of the last one end.
    readings: Vec<ListedReading>,
    /// The words of all readings, one after the other.
    spelled: Vec<WordId>,
    words: Vec<Word>,
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
    has_initials: bool,
    /// The words of those readings.
    beside_initials: Vec<bool>,
    /// What each word weighs at least if it is left over.
    told: Vec<(LeftAs, u32)>,
}

/// What is collected before the index is built.
#[derive(Debug)]
pub(crate) struct Builder {
    mode: Mode,
    readings: Vec<ListedReading>,
    spelled: Vec<WordId>,
    words: Vec<Word>,
    /// By a hash of what makes two words of one mode the same: concept, letters, class, script.
    by_word: FxHashMap<u64, SmallVec<[WordId; 2]>>,
}

impl Builder {
    pub(crate) fn new(mode: Mode) -> Self {
        Self { mode, readings: Vec::new(), spelled: Vec::new(), words: Vec::new(), by_word: FxHashMap::default() }
    }

    /// Files a reading of an entity's name.
    pub(crate) fn add(&mut self, entity: u32, name: u32, tokens: &[Token]) {
        let start = self.spelled.len() as u32;
        for token in tokens.iter().take(crate::profile::MOST_TOKENS) {
            let id = self.word_id(&token.word);
            self.spelled.push(id);
        }
        self.readings.push(ListedReading { entity, name, start });
    }

    fn word_id(&mut self, word: &Word) -> WordId {
        let same = |known: &Word| {
            (&known.concept, &known.letters, known.class, known.script)
                == (&word.concept, &word.letters, word.class, word.script)
        };
        let mut hasher = FxHasher::default();
        (&word.concept, &word.letters, word.class, word.script).hash(&mut hasher);
        let ids = self.by_word.entry(hasher.finish()).or_default();
        if let Some(&id) = ids.iter().find(|&&id| same(&self.words[id as usize])) {
            return id;
        }
        let id = self.words.len() as WordId;
        self.words.push(word.clone());
        ids.push(id);
        id
    }

    pub(crate) fn build(self) -> Index {
        let Self { mode, mut readings, spelled, words, .. } = self;
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
        let end = ListedReading { entity: u32::MAX, name: 0, start: spelled.len() as u32 };
        let count = readings.len();
        readings.push(end);
        let mut joins = Vec::new();
        let mut acronyms = Vec::new();
        let mut with_initials = vec![false; count];
        let mut beside_initials = vec![false; words.len()];
        let mut pairs: Vec<(WordId, ReadingId)> = Vec::with_capacity(spelled.len());
        let mut held: Vec<&Word> = Vec::new();
        for id in 0..count {
            let ids = &spelled[readings[id].start as usize..readings[id + 1].start as usize];
            pairs.extend(ids.iter().map(|&word| (word, id as ReadingId)));
            held.clear();
            held.extend(ids.iter().map(|&id| &words[id as usize]));
            if held.iter().any(|word| word.class == Class::Initial) {
                with_initials[id] = true;
                ids.iter().for_each(|&word| beside_initials[word as usize] = true);
            }
            crate::profile::joined(&held, |_, _, letters| joins.push((join_hash(letters), id as u32)));
            if mode == Mode::Organization {
                let beginnings = crate::score::align::acronym_beginnings(&held);
                acronyms.extend(beginnings.iter().map(|letters| (beginning_hash(letters), id as u32)));
            }
        }
        let mut by_letters: Vec<WordId> = (0..words.len() as u32).collect();
        by_letters.sort_unstable_by(|&a, &b| words[a as usize].letters.cmp(&words[b as usize].letters));
        let (starts, postings) = postings(pairs, words.len());
        Index {
            by_key: KeyTable::new(keys),
            by_deletion: KeyTable::new(deletions),
            by_join: KeyTable::new(joins),
            by_acronym: KeyTable::new(acronyms),
            by_beginning: KeyTable::new(beginnings),
            by_letters,
            starts,
            postings,
            told: words.iter().map(|word| (LeftAs::of(word.class), least_left(word))).collect(),
            has_initials: with_initials.contains(&true),
            with_initials,
            beside_initials,
            readings,
            spelled,
            words,
        }
    }
}

/// The least that a listed token weighs if it is left over.
fn least_left(word: &Word) -> u32 {
    match word.class {
        Class::Initial => crate::score::weights::INITIAL_LEFT,
        _ => word.weight,
    }
}

fn postings(mut pairs: Vec<(WordId, ReadingId)>, words: usize) -> (Vec<u32>, Vec<ReadingId>) {
    let mut starts = vec![0_u32; words + 1];
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

fn join_hash(letters: &str) -> u64 {
    deletion_hash(letters.as_bytes())
}

/// The hashes of a word's letters, whole and with as many left out as may be typing errors.
fn deletions_of(word: &Word, mut found: impl FnMut(u64)) {
    let letters = word.letters.as_bytes();
    let fixed =
        matches!(word.class, Class::Number | Class::LegalForm | Class::Particle | Class::Noise | Class::Initial);
    if fixed || letters.len() < 4 || !letters.iter().all(u8::is_ascii_lowercase) {
        return;
    }
    // The shorter of two words decides how many errors are allowed, so a word of ten letters may meet one of twelve.
    let most = crate::score::weights::typos_allowed(letters.len());
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
    /// All readings, in the order of their entities.
    pub(crate) fn readings(&self) -> &[ListedReading] {
        &self.readings[..self.readings.len() - 1]
    }

    /// The words of a reading.
    pub(crate) fn spelled(&self, id: ReadingId) -> &[WordId] {
        let [from, to] = [id, id + 1].map(|id| self.readings[id as usize].start as usize);
        &self.spelled[from..to]
    }

    pub(crate) fn reading(&self, id: ReadingId) -> &ListedReading {
        &self.readings[id as usize]
    }

    pub(crate) fn word(&self, id: WordId) -> &Word {
        &self.words[id as usize]
    }

    /// How many words there are.
    pub(crate) fn words(&self) -> usize {
        self.words.len()
    }

    /// The words of a reading themselves.
    pub(crate) fn words_of(&self, id: ReadingId) -> SmallVec<[&Word; 16]> {
        self.spelled(id).iter().map(|&word| self.word(word)).collect()
    }

    /// The least that a word weighs if it is left over, and how it is counted.
    pub(crate) fn told(&self, id: WordId) -> (LeftAs, u32) {
        self.told[id as usize]
    }

    /// Whether any reading holds an initial.
    pub(crate) fn has_initials(&self) -> bool {
        self.has_initials
    }

    /// Whether a word stands in a reading that holds an initial.
    pub(crate) fn stands_beside_initial(&self, id: WordId) -> bool {
        self.beside_initials[id as usize]
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

    /// Readings of which neighbours, written as one word, may be these letters.
    pub(crate) fn joined_as(&self, letters: &str, found: impl FnMut(ReadingId)) {
        self.by_join.each(join_hash(letters), found);
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
            + self
                .words
                .iter()
                .map(|word| {
                    size_of::<Word>()
                        + word.concept.len()
                        + word.letters.len()
                        + word.keys.len().saturating_sub(8) * 16
                })
                .sum::<usize>()
            + (self.by_letters.len() + self.starts.len() + self.postings.len() + self.spelled.len()) * 4
            + self.with_initials.len()
            + self.words.len() * (1 + size_of::<(LeftAs, u32)>())
    }
}
