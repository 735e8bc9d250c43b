//! The listed names, filed under the keys of their words. Built once, then immutable.
//!
//! The index knows nothing of scores or entities: it files readings of names by number, and answers which words share a
//! key with a given one and which readings hold a word.
//!
//! Words and readings of all modes stand in one row each, those of a mode side by side, so that a word of a query is looked
//! up once for all modes.

mod deletion;
mod table;
mod whole;
mod words;

use std::hash::{Hash as _, Hasher as _};
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use rustc_hash::{FxHashMap, FxHasher};
use smallvec::SmallVec;

use crate::name::{Class, HasWord, Key, Mode, Outline, Shared, Token, Word, WordRef, deletion_hash};
#[cfg(feature = "snapshot")]
use crate::row::{RowError, RowReader, RowWriter, are_bounds};
use crate::score::align::{AcronymBeginning, acronym_beginning};
use crate::score::bound::LeftAs;

use deletion::deletions_of;
pub(crate) use deletion::has_deletions;
pub(crate) use table::KeyTable;
pub(crate) use whole::WholeNames;
use words::{Record, Words};

/// The number of a word among the index's words.
pub(crate) type WordId = u32;
/// The number of a reading among the index's readings.
pub(crate) type ReadingId = u32;

/// A listed word, and what it may share with the one it was looked up for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NearWord(u64);

impl NearWord {
    pub(crate) fn new(word: WordId, shared: Shared) -> Self {
        Self(u64::from(word) << 16 | u64::from(shared.0))
    }

    pub(crate) fn word(self) -> WordId {
        (self.0 >> 16) as WordId
    }

    pub(crate) fn shared(self) -> Shared {
        Shared(self.0 as u16)
    }

    /// The same word, that shares also what another shares.
    pub(crate) fn and(self, other: Self) -> Self {
        Self(self.0 | u64::from(other.shared().0))
    }
}

/// A listed name: its entity, counted over all lists, which of its names it is, and whether the publisher calls it weak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ListedName(u64);

impl ListedName {
    pub(crate) fn new(entity: u32, name: u32, is_weak: bool) -> Self {
        Self(u64::from(entity) << 32 | u64::from(name) << 1 | u64::from(is_weak))
    }

    pub(crate) fn entity(self) -> u32 {
        (self.0 >> 32) as u32
    }

    pub(crate) fn name(self) -> u32 {
        self.0 as u32 >> 1
    }

    pub(crate) fn is_weak(self) -> bool {
        self.0 & 1 == 1
    }
}

/// What a word weighs at least if it is left over, and how it is counted, in one number: it is read for every word of every
/// name that is looked at.
#[derive(Debug, Clone, Copy)]
struct LeftOver(u32);

impl LeftOver {
    const WEIGHT: u32 = (1 << 30) - 1;

    fn of(record: Record) -> Self {
        let weight = match record.class() {
            Class::Initial => crate::score::weights::INITIAL_LEFT,
            // By itself it costs nothing.
            Class::LegalForm => return Self(0),
            _ => record.weight(),
        };
        Self((LeftAs::of(record.class()) as u32) << 30 | weight.min(Self::WEIGHT))
    }

    fn parts(self) -> (LeftAs, u32) {
        let counted = match self.0 >> 30 {
            0 => LeftAs::Identifying,
            1 => LeftAs::Industry,
            2 => LeftAs::Generic,
            _ => LeftAs::Place,
        };
        (counted, self.0 & Self::WEIGHT)
    }
}

/// A set of small numbers, a bit for each.
#[derive(Debug, Default)]
struct Bits(Vec<u64>);

impl Bits {
    fn insert(&mut self, number: u32) {
        let cell = number as usize / 64;
        if self.0.len() <= cell {
            self.0.resize(cell + 1, 0);
        }
        self.0[cell] |= 1 << (number % 64);
    }

    fn contains(&self, number: u32) -> bool {
        self.0.get(number as usize / 64).is_some_and(|bits| bits >> (number % 64) & 1 == 1)
    }
}

/// All readings.
#[derive(Debug)]
pub(crate) struct Index {
    /// Tells it from every other index of this process.
    number: u64,
    /// Where the readings and the words of each mode begin, and where the last ones end.
    first_reading: [ReadingId; 4],
    first_word: [WordId; 4],
    /// By mode, then in the order of their entities.
    readings: Vec<ListedName>,
    /// The words of all readings, one after the other: those of reading `r` are `spelled[spells[r]..spells[r + 1]]`.
    spelled: Vec<WordId>,
    spells: Vec<u32>,
    words: Words,
    left_over: Vec<LeftOver>,
    /// What each reading has that identifies, and weighs if it is left over.
    identifying: Vec<u16>,
    /// Key of a word -> words.
    by_key: KeyTable,
    /// Letters with one or two left out -> words.
    by_deletion: KeyTable,
    /// Words of a mode in order of their letters, for words that were cut off.
    by_letters: Vec<WordId>,
    /// Neighbours joined -> readings.
    by_join: KeyTable,
    /// Beginning of an acronym -> readings.
    by_acronym: KeyTable,
    /// Beginning of a word that may be an acronym -> words.
    by_beginning: KeyTable,
    /// Word -> readings: the readings of word `w` are `postings[starts[w]..starts[w + 1]]`.
    starts: Vec<u32>,
    postings: Vec<ReadingId>,
    /// The readings of persons that hold an initial, which may stand for any name of a query.
    with_initials: Bits,
    has_initials: bool,
    /// The words of those readings.
    beside_initials: Bits,
    /// The words of persons that are initials.
    initials: Vec<WordId>,
}

/// What is collected of a mode before the index is built.
#[derive(Debug)]
pub(crate) struct Builder {
    readings: Vec<ListedName>,
    spells: Vec<u32>,
    spelled: Vec<WordId>,
    words: Vec<Word>,
    /// By a hash of what makes two words of one mode the same: concept, letters, class, script, letters in that script.
    by_word: FxHashMap<u64, SmallVec<[WordId; 2]>>,
}

impl Builder {
    pub(crate) fn new() -> Self {
        Self {
            readings: Vec::new(),
            spells: Vec::new(),
            spelled: Vec::new(),
            words: Vec::new(),
            by_word: FxHashMap::default(),
        }
    }

    /// Files a reading of an entity's name.
    pub(crate) fn add(&mut self, name: ListedName, tokens: &[Token]) {
        self.spells.push(self.spelled.len() as u32);
        for token in tokens.iter().take(crate::profile::MOST_TOKENS) {
            let id = self.word_id(&token.word);
            self.spelled.push(id);
        }
        self.readings.push(name);
    }

    fn word_id(&mut self, word: &Word) -> WordId {
        let same = |known: &Word| {
            (&known.concept, &known.letters, known.class, known.script, &known.native)
                == (&word.concept, &word.letters, word.class, word.script, &word.native)
        };
        let mut hasher = FxHasher::default();
        (&word.concept, &word.letters, word.class, word.script, &word.native).hash(&mut hasher);
        let ids = self.by_word.entry(hasher.finish()).or_default();
        if let Some(&id) = ids.iter().find(|&&id| same(&self.words[id as usize])) {
            return id;
        }
        let id = self.words.len() as WordId;
        self.words.push(word.clone());
        ids.push(id);
        id
    }
}

/// What is found by several words of a name together.
#[derive(Default)]
struct Together {
    joins: Vec<(u64, u32)>,
    acronyms: Vec<(u64, u32)>,
}

impl Index {
    /// From what was collected of each mode, in the order of [`Mode::ALL`].
    pub(crate) fn new(collected: [Builder; 3]) -> Self {
        let mut readings: Vec<ListedName> = Vec::new();
        let mut spelled: Vec<WordId> = Vec::new();
        let mut spells: Vec<u32> = Vec::new();
        let mut words: Vec<Word> = Vec::new();
        let (mut first_reading, mut first_word) = ([0; 4], [0; 4]);
        for (mode, of_mode) in collected.into_iter().enumerate() {
            let (word, start) = (words.len() as u32, spelled.len() as u32);
            readings.extend(of_mode.readings);
            spells.extend(of_mode.spells.iter().map(|at| at + start));
            spelled.extend(of_mode.spelled.iter().map(|id| id + word));
            words.extend(of_mode.words);
            first_reading[mode + 1] = readings.len() as u32;
            first_word[mode + 1] = words.len() as u32;
        }
        spells.push(spelled.len() as u32);

        let mut keys = Vec::new();
        let mut near = Vec::new();
        for (id, word) in words.iter().enumerate() {
            keys.extend(word.keys.iter().map(|key| (key.number(), id as u32)));
            deletions_of(word.word(), |hash| near.push((hash, id as u32)));
        }
        let organizations = first_word[Mode::Organization.index()]..first_word[Mode::Organization.index() + 1];
        let beginnings = organizations
            .filter(|&id| crate::score::align::can_be_acronym(words[id as usize].word()))
            .filter_map(|id| Some((beginning_hash(acronym_beginning(words[id as usize].letters.as_bytes())?), id)))
            .collect();

        let mut together = Together::default();
        let (mut with_initials, mut beside_initials) = (Bits::default(), Bits::default());
        let mut pairs: Vec<(WordId, ReadingId)> = Vec::with_capacity(spelled.len());
        let mut held: Vec<&Word> = Vec::new();
        for mode in Mode::ALL {
            for id in first_reading[mode.index()]..first_reading[mode.index() + 1] {
                let ids = &spelled[spells[id as usize] as usize..spells[id as usize + 1] as usize];
                pairs.extend(ids.iter().map(|&word| (word, id)));
                held.clear();
                held.extend(ids.iter().map(|&id| &words[id as usize]));
                if mode == Mode::Person && held.iter().any(|word| word.class == Class::Initial) {
                    with_initials.insert(id);
                    for &word in ids {
                        beside_initials.insert(word);
                    }
                }
                crate::profile::joined(&held, |_, _, letters, native| {
                    together.joins.push((deletion_hash(letters.as_bytes()), id));
                    together.joins.extend(native.map(|native| (deletion_hash(native), id)));
                });
                if mode == Mode::Organization {
                    let beginnings = crate::score::align::acronym_beginnings(&held);
                    together.acronyms.extend(beginnings.into_iter().map(|beginning| (beginning_hash(beginning), id)));
                }
            }
        }
        let mut by_letters: Vec<WordId> = (0..words.len() as u32).collect();
        for mode in Mode::ALL {
            let of_mode = first_word[mode.index()] as usize..first_word[mode.index() + 1] as usize;
            by_letters[of_mode]
                .sort_unstable_by(|&a, &b| words[a as usize].letters.cmp(&words[b as usize].letters).then(a.cmp(&b)));
        }
        // The deletions are as many as all the rest: they are sorted beside it.
        let near = Mutex::new(near);
        let of_deletions = || KeyTable::new(std::mem::take(&mut *near.lock().unwrap_or_else(PoisonError::into_inner)));
        let (by_deletion, by_key, by_join, by_acronym, (starts, postings)) = std::thread::scope(|scope| {
            let beside = std::thread::Builder::new().spawn_scoped(scope, of_deletions);
            let (by_key, by_join) = (KeyTable::new(keys), KeyTable::new(together.joins));
            let (by_acronym, held) = (KeyTable::new(together.acronyms), postings(pairs, words.len()));
            let by_deletion = match beside {
                Ok(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
                // No thread can be had.
                Err(_) => of_deletions(),
            };
            (by_deletion, by_key, by_join, by_acronym, held)
        });
        let words = Words::new(&words);
        let left_over = left_over(&words);
        Self {
            initials: initials(&words, first_word),
            number: next_number(),
            first_reading,
            first_word,
            by_key,
            by_deletion,
            by_join,
            by_acronym,
            by_beginning: KeyTable::new(beginnings),
            by_letters,
            starts,
            postings,
            identifying: identifying(&left_over, &spelled, &spells),
            left_over,
            spells,
            has_initials: !with_initials.0.is_empty(),
            with_initials,
            beside_initials,
            readings,
            spelled,
            words,
        }
    }

    /// A number that no other index of this process has, or will have.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// The readings of a mode, in the order of their entities.
    pub(crate) fn readings(&self, mode: Mode) -> Range<ReadingId> {
        self.first_reading[mode.index()]..self.first_reading[mode.index() + 1]
    }

    /// The readings of one entity in a mode.
    pub(crate) fn readings_of(&self, entity: u32, mode: Mode) -> Range<ReadingId> {
        let Range { start, end } = self.readings(mode);
        let readings = &self.readings[start as usize..end as usize];
        let first = readings.partition_point(|reading| reading.entity() < entity);
        let count = readings[first..].partition_point(|reading| reading.entity() == entity);
        start + first as u32..start + (first + count) as u32
    }

    pub(crate) fn reading(&self, id: ReadingId) -> ListedName {
        self.readings[id as usize]
    }

    /// How many readings there are, of all modes.
    pub(crate) fn count(&self) -> usize {
        self.readings.len()
    }

    /// What is told of a reading at most by [`Self::identifying`].
    pub(crate) const MOST_IDENTIFYING: u32 = u16::MAX as u32;

    /// What the words of a reading that identify weigh together if they are left over.
    pub(crate) fn identifying(&self, id: ReadingId) -> u32 {
        u32::from(self.identifying[id as usize])
    }

    /// The words of a reading.
    pub(crate) fn spelled(&self, id: ReadingId) -> &[WordId] {
        &self.spelled[self.spells[id as usize] as usize..self.spells[id as usize + 1] as usize]
    }

    /// The words of a reading themselves.
    pub(crate) fn words_of(&self, id: ReadingId) -> SmallVec<[WordRef<'_>; 16]> {
        self.spelled(id).iter().map(|&word| self.word(word)).collect()
    }

    pub(crate) fn word(&self, id: WordId) -> WordRef<'_> {
        self.words.word(id)
    }

    /// What of a word tells at a glance that it is not alike to another.
    pub(crate) fn outline(&self, id: WordId) -> Outline {
        self.words.record(id).outline()
    }

    /// What a word weighs.
    pub(crate) fn weight(&self, id: WordId) -> u32 {
        self.words.record(id).weight()
    }

    /// How many words there are, of all modes.
    pub(crate) fn words(&self) -> usize {
        self.words.len()
    }

    /// The numbers of the words of a mode.
    pub(crate) fn words_of_mode(&self, mode: Mode) -> Range<WordId> {
        self.first_word[mode.index()]..self.first_word[mode.index() + 1]
    }

    /// Of words in order of their numbers, those of a mode.
    pub(crate) fn of_mode(&self, words: &[NearWord], mode: Mode) -> Range<usize> {
        let [from, to] = [mode.index(), mode.index() + 1].map(|at| self.first_word[at]);
        words.partition_point(|near| near.word() < from)..words.partition_point(|near| near.word() < to)
    }

    /// The least that a word weighs if it is left over, and how it is counted.
    pub(crate) fn told(&self, id: WordId) -> (LeftAs, u32) {
        self.left_over[id as usize].parts()
    }

    /// Whether any reading holds an initial.
    pub(crate) fn has_initials(&self) -> bool {
        self.has_initials
    }

    /// The words of persons that are initials.
    pub(crate) fn initials(&self) -> &[WordId] {
        &self.initials
    }

    /// Whether a word stands in a reading that holds an initial.
    pub(crate) fn stands_beside_initial(&self, id: WordId) -> bool {
        self.beside_initials.contains(id)
    }

    /// Appends the words of all modes that share a key or a deletion with this one: every word that could be alike, and
    /// some that are not; some of them more than once.
    pub(crate) fn words_near(&self, word: WordRef<'_>, found: &mut Vec<NearWord>) {
        let keys = word.keys.iter().map(|key| (key.number(), key.shared()));
        self.by_key.each_of(keys, |shared, id| found.push(NearWord::new(id, shared)));
        let mut hashes: SmallVec<[(u64, ()); 64]> = SmallVec::new();
        deletions_of(word, |hash| hashes.push((hash, ())));
        self.by_deletion.each_of(hashes.into_iter(), |(), id| found.push(NearWord::new(id, Shared::DELETION)));
    }

    /// The words of all modes under a key.
    pub(crate) fn words_under(&self, key: Key, mut found: impl FnMut(NearWord)) {
        self.by_key.each(key.number(), |id| found(NearWord::new(id, key.shared())));
    }

    /// Words of a mode that begin with these letters.
    pub(crate) fn words_beginning(&self, letters: &str, mode: Mode) -> &[WordId] {
        let of_mode = self.first_word[mode.index()] as usize..self.first_word[mode.index() + 1] as usize;
        let by_letters = &self.by_letters[of_mode];
        let start = by_letters.partition_point(|&id| self.words.letters(id) < letters);
        let count = by_letters[start..].partition_point(|&id| self.words.letters(id).starts_with(letters));
        &by_letters[start..start + count]
    }

    /// Words of organizations that may be acronyms and begin so.
    pub(crate) fn acronyms_beginning(&self, beginning: AcronymBeginning, found: impl FnMut(WordId)) {
        self.by_beginning.each(beginning_hash(beginning), found);
    }

    /// Readings that hold a word, each as often as it does.
    pub(crate) fn holding(&self, word: WordId) -> &[ReadingId] {
        &self.postings[self.starts[word as usize] as usize..self.starts[word as usize + 1] as usize]
    }

    /// Whether a reading of a person's name holds an initial.
    pub(crate) fn has_initial(&self, reading: ReadingId) -> bool {
        self.with_initials.contains(reading)
    }

    /// Readings of a mode of which neighbours, written as one word, may be this one.
    pub(crate) fn joined_as(&self, word: WordRef<'_>, mode: Mode, mut found: impl FnMut(ReadingId)) {
        let of_mode = self.readings(mode);
        for letters in std::iter::once(word.letters.as_bytes()).chain(word.native) {
            self.by_join.each(deletion_hash(letters), |reading| {
                if of_mode.contains(&reading) {
                    found(reading);
                }
            });
        }
    }

    /// Readings of organizations that may be abbreviated to a word that begins so.
    pub(crate) fn abbreviated_as(&self, beginning: AcronymBeginning, found: impl FnMut(ReadingId)) {
        self.by_acronym.each(beginning_hash(beginning), found);
    }

    /// Bytes held, without the entities' own text.
    pub(crate) fn memory(&self) -> usize {
        let tables = [&self.by_key, &self.by_deletion, &self.by_join, &self.by_acronym, &self.by_beginning];
        let numbers = self.initials.len()
            + self.by_letters.len()
            + self.starts.len()
            + self.postings.len()
            + self.spelled.len()
            + self.spells.len();
        tables.iter().map(|table| table.memory()).sum::<usize>()
            + size_of_val(&*self.readings)
            + size_of_val(&*self.left_over)
            + size_of_val(&*self.identifying)
            + self.words.memory()
            + numbers * 4
            + size_of_val(&*self.with_initials.0)
            + size_of_val(&*self.beside_initials.0)
    }
}

#[cfg(feature = "snapshot")]
impl Index {
    pub(crate) fn write(&self, to: &mut RowWriter<'_>) -> std::io::Result<()> {
        to.u32s(self.first_reading.iter().chain(&self.first_word).copied().collect::<Vec<_>>().into_iter())?;
        to.u64s(self.readings.iter().map(|name| name.0))?;
        to.u32s(self.spelled.iter().copied())?;
        to.u32s(self.spells.iter().copied())?;
        self.words.write(to)?;
        to.u32s(self.by_letters.iter().copied())?;
        to.u32s(self.starts.iter().copied())?;
        to.u32s(self.postings.iter().copied())?;
        to.u64s(self.with_initials.0.iter().copied())?;
        to.u64s(self.beside_initials.0.iter().copied())?;
        [&self.by_key, &self.by_deletion, &self.by_join, &self.by_acronym, &self.by_beginning]
            .into_iter()
            .try_for_each(|table| table.write(to))
    }

    /// Reads an index, of names that `is_listed` knows. Numbers that name a place are held against what is there, so that
    /// nothing else has to.
    pub(crate) fn read(from: &mut RowReader<'_>, is_listed: impl Fn(ListedName) -> bool) -> Result<Self, RowError> {
        let firsts = from.u32s()?;
        let &[r0, r1, r2, r3, w0, w1, w2, w3] = &firsts[..] else {
            return Err(RowError::inconsistent("the modes"));
        };
        let readings: Vec<ListedName> = from.u64s()?.into_iter().map(ListedName).collect();
        let (spelled, spells) = (from.u32s()?, from.u32s()?);
        let words = Words::read(from)?;
        let (by_letters, starts, postings) = (from.u32s()?, from.u32s()?, from.u32s()?);
        let (with_initials, beside_initials) = (Bits(from.u64s()?), Bits(from.u64s()?));
        let are_below = |numbers: &[u32], limit: usize| numbers.iter().all(|&number| (number as usize) < limit);
        let fits = are_bounds(&[r0, r1, r2, r3], readings.len())
            && are_bounds(&[w0, w1, w2, w3], words.len())
            && readings.iter().all(|&name| is_listed(name))
            && spells.len() == readings.len() + 1
            && are_bounds(&spells, spelled.len())
            && spells.array_windows().all(|[from, to]| (to - from) as usize <= crate::profile::MOST_TOKENS)
            && are_below(&spelled, words.len())
            && by_letters.len() == words.len()
            && are_below(&by_letters, words.len())
            && starts.len() == words.len() + 1
            && are_bounds(&starts, postings.len())
            && are_below(&postings, readings.len());
        if !fits {
            return Err(RowError::inconsistent("the readings of names"));
        }
        let left_over = left_over(&words);
        Ok(Self {
            initials: initials(&words, [w0, w1, w2, w3]),
            number: next_number(),
            first_reading: [r0, r1, r2, r3],
            first_word: [w0, w1, w2, w3],
            by_key: KeyTable::read(from, words.len())?,
            by_deletion: KeyTable::read(from, words.len())?,
            by_join: KeyTable::read(from, readings.len())?,
            by_acronym: KeyTable::read(from, readings.len())?,
            by_beginning: KeyTable::read(from, words.len())?,
            identifying: identifying(&left_over, &spelled, &spells),
            left_over,
            by_letters,
            starts,
            postings,
            spells,
            has_initials: !with_initials.0.is_empty(),
            with_initials,
            beside_initials,
            readings,
            spelled,
            words,
        })
    }
}

fn initials(words: &Words, first_word: [WordId; 4]) -> Vec<WordId> {
    let of_persons = first_word[Mode::Person.index()]..first_word[Mode::Person.index() + 1];
    of_persons.filter(|&id| words.record(id).class() == Class::Initial).collect()
}

fn left_over(words: &Words) -> Vec<LeftOver> {
    (0..words.len() as u32).map(|id| LeftOver::of(words.record(id))).collect()
}

fn identifying(left_over: &[LeftOver], spelled: &[WordId], spells: &[u32]) -> Vec<u16> {
    let of_reading = |&[from, to]: &[u32; 2]| {
        let words = &spelled[from as usize..to as usize];
        let identifying = |&word: &WordId| match left_over[word as usize].parts() {
            (LeftAs::Identifying, weight) => weight,
            _ => 0,
        };
        words.iter().map(identifying).sum::<u32>().min(Index::MOST_IDENTIFYING) as u16
    };
    spells.array_windows().map(of_reading).collect()
}

fn next_number() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

fn postings(mut pairs: Vec<(WordId, ReadingId)>, words: usize) -> (Vec<u32>, Vec<ReadingId>) {
    let mut starts = vec![0_u32; words + 1];
    // A reading that holds a word twice stands under it twice.
    pairs.sort_unstable();
    for &(word, _) in &pairs {
        starts[word as usize + 1] += 1;
    }
    for index in 0..words {
        starts[index + 1] += starts[index];
    }
    (starts, pairs.into_iter().map(|(_, reading)| reading).collect())
}

fn beginning_hash(beginning: AcronymBeginning) -> u64 {
    u64::from(u32::from_be_bytes(beginning))
}
