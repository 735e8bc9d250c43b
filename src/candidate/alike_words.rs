//! Listed words alike to a word of a query, kept from one query to the next: few words make up most names, and how alike
//! two words are depends on nothing else. Each thread keeps its own.

use std::hash::{Hash as _, Hasher as _};

use rustc_hash::FxHasher;
use smallvec::SmallVec;

use super::near::Near;
use crate::index::{Index, NearWord, WordId};
use crate::name::script::Script;
use crate::name::{Class, HasWord as _, Mode, WordRef, concept_key};
use crate::profile::Prepared;
use crate::score::bound::LeftAs;
use crate::score::{Evidence, may_be_alike, may_be_joined, same, similarity_of, similarity_of_joined, weights};

/// Words kept by each thread, each in the one cell that its hash gives.
const KEPT: usize = 1 << 14;
/// The same for neighbours joined.
const JOINED_KEPT: usize = 1 << 10;
/// What is alike to more listed words than this is not kept, so that what a thread keeps is bounded.
const MOST_KEPT: usize = 256;

/// A listed word and how alike it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct AlikeWord {
    pub(super) word: WordId,
    /// In thousandths.
    pub(super) likeness: u16,
    pub(super) evidence: Evidence,
}

/// The listed words of a mode that are alike to a word.
#[derive(Debug, Default)]
pub(super) struct AlikeWords {
    pub(super) words: Vec<AlikeWord>,
    /// How many share a key with it, and were compared.
    pub(super) compared: u32,
    /// The most that one of them matches, times 1000.
    pub(super) matched: u64,
    /// The most of it that identifies.
    pub(super) identified: u32,
    /// The most that one of them, if it identifies, would weigh if it were left over.
    pub(super) answered: u32,
    /// How many readings hold one of them, those that hold several counted for each.
    pub(super) holding: u32,
}

impl AlikeWords {
    fn clear(&mut self) {
        self.words.clear();
        *self = Self { words: std::mem::take(&mut self.words), ..Self::default() };
    }

    /// What they can do for a token of this weight.
    fn sum_up(&mut self, of_weight: u32, index: &Index) {
        for word in &self.words {
            let weight = of_weight.min(index.weight(word.word));
            self.matched = self.matched.max(u64::from(weight) * u64::from(word.likeness));
            self.identified = self.identified.max(weights::identified(weight, word.likeness));
            if let (LeftAs::Identifying, left) = index.told(word.word) {
                self.answered = self.answered.max(left);
            }
            self.holding += index.holding(word.word).len() as u32;
        }
    }
}

/// All that makes a word what it is, and the index that it was looked up in.
#[derive(Debug, Default)]
struct Of {
    rest: Option<(u64, Mode, Class, Option<Script>)>,
    letters: String,
    concept: String,
    native: Option<Vec<u8>>,
}

impl Of {
    fn is(&self, word: WordRef<'_>, mode: Mode, index: &Index) -> bool {
        self.rest == Some((index.number(), mode, word.class, word.script))
            && self.letters == word.letters
            && self.concept == word.concept
            && self.native.as_deref() == word.native
    }

    fn set(&mut self, word: WordRef<'_>, mode: Mode, index: &Index) {
        self.rest = Some((index.number(), mode, word.class, word.script));
        self.letters.clear();
        self.letters.push_str(word.letters);
        self.concept.clear();
        self.concept.push_str(word.concept);
        self.native = word.native.map(Into::into);
    }
}

fn cell(word: WordRef<'_>, mode: Mode) -> usize {
    let mut hasher = FxHasher::default();
    (word.letters, word.class, mode).hash(&mut hasher);
    (hasher.finish() >> 32) as usize
}

/// What was looked up last.
#[derive(Debug, Default)]
pub(super) struct Kept {
    words: Vec<(Of, AlikeWords)>,
    joined: Vec<(Of, AlikeWords)>,
    /// What is not kept.
    last: AlikeWords,
    /// Words that may be alike to the one looked up last.
    likely: Vec<NearWord>,
}

impl Kept {
    /// What is alike to a word.
    pub(super) fn of_word(&mut self, word: WordRef<'_>, mode: Mode, index: &Index, near: &mut Near) -> &AlikeWords {
        if self.words.is_empty() {
            self.words.resize_with(KEPT, Default::default);
        }
        let cell = cell(word, mode) % KEPT;
        if !self.words[cell].0.is(word, mode, index) {
            self.compare(word, false, mode, index, near);
            if self.last.words.len() > MOST_KEPT {
                return &self.last;
            }
            let (of, alike) = &mut self.words[cell];
            of.set(word, mode, index);
            std::mem::swap(alike, &mut self.last);
        }
        &self.words[cell].1
    }

    /// What is one with neighbours of a query joined. Few names have the same, so few are kept: for the other readings of a name,
    /// and the next time it is asked for.
    pub(super) fn of_joined(
        &mut self,
        query: &Prepared,
        join: usize,
        mode: Mode,
        index: &Index,
        near: &mut Near,
    ) -> &AlikeWords {
        if self.joined.is_empty() {
            self.joined.resize_with(JOINED_KEPT, Default::default);
        }
        let letters = query.joined_letters(join);
        let (script, native) = query.joined_in_script(join);
        let word = WordRef { script, native: native.as_deref(), ..WordRef::of_letters(&letters) };
        let cell = cell(word, mode) % JOINED_KEPT;
        if !self.joined[cell].0.is(word, mode, index) {
            self.compare(query.joined(join).word(), true, mode, index, near);
            if self.last.words.len() > MOST_KEPT {
                return &self.last;
            }
            let (of, alike) = &mut self.joined[cell];
            of.set(word, mode, index);
            std::mem::swap(alike, &mut self.last);
        }
        &self.joined[cell].1
    }

    /// What is the same as neighbours joined in which no error is allowed.
    pub(super) fn of_letters(&mut self, letters: &str, mode: Mode, index: &Index) -> &AlikeWords {
        let mut near: SmallVec<[NearWord; 8]> = SmallVec::new();
        index.words_under(concept_key(letters), |word| near.push(word));
        near.sort_unstable();
        near.dedup();
        self.last.clear();
        let words = &near[index.of_mode(&near, mode)];
        self.last.compared = words.len() as u32;
        for near in words {
            if let Some((likeness, evidence)) = same(letters, index.word(near.word()), mode) {
                self.last.words.push(AlikeWord { word: near.word(), likeness, evidence });
            }
        }
        &self.last
    }

    fn compare(&mut self, word: WordRef<'_>, are_joined: bool, mode: Mode, index: &Index, near: &mut Near) {
        let outline = word.outline();
        let of_mode = index.words_of_mode(mode);
        self.last.clear();
        let may_be_alike = if are_joined { may_be_joined } else { may_be_alike };
        self.likely.clear();
        for &near in near.look_up(word, index) {
            let id = near.word();
            if of_mode.contains(&id) {
                self.last.compared += 1;
                if may_be_alike(outline, index.outline(id), near.shared(), mode) {
                    self.likely.push(near);
                }
            }
        }
        self.likely.sort_unstable();
        // What is compared first of each is read of all, so that it is waited for together.
        let first_read = self.likely.iter().fold(0, |read, near| {
            let word = index.word(near.word());
            let (letter, key) = (word.letters.as_bytes().first(), word.keys.first());
            read ^ letter.map_or(0, |&letter| u64::from(letter)) ^ key.map_or(0, |key| key.number())
        });
        std::hint::black_box(first_read);
        let similarity = if are_joined { similarity_of_joined } else { similarity_of };
        for near in &self.likely {
            let id = near.word();
            if let Some((likeness, evidence)) = similarity(word, index.word(id), near.shared(), mode) {
                self.last.words.push(AlikeWord { word: id, likeness, evidence });
            }
        }
        // What neighbours joined tell is the sum of them.
        if !are_joined {
            self.last.sum_up(word.weight, index);
        }
    }
}
