//! Listed words near a word of a query: those that share a key or a deletion with it.

use std::ops::Range;

use crate::index::{Index, NearWord, has_deletions};
use crate::name::{Key, WordRef};

/// Listed words near words of one query, of all modes: a word is much the same in each.
#[derive(Debug, Default)]
pub(super) struct Near {
    looked_up: Vec<LookedUp>,
    letters: Vec<u8>,
    keys: Vec<Key>,
    words: Vec<NearWord>,
}

/// A word that was looked up: where its letters, its keys and the words near it stand.
#[derive(Debug, Clone)]
struct LookedUp {
    letters: Range<usize>,
    native: Option<Range<usize>>,
    has_deletions: bool,
    keys: Range<usize>,
    words: Range<usize>,
}

impl Near {
    /// Forgets what was looked up for another query, or in another index.
    pub(super) fn clear(&mut self) {
        self.looked_up.clear();
        self.letters.clear();
        self.keys.clear();
        self.words.clear();
    }

    /// The words near one, each once, in the order of their numbers.
    pub(super) fn look_up(&mut self, word: WordRef<'_>, index: &Index) -> &[NearWord] {
        let has_deletions = has_deletions(word);
        let known = self.looked_up.iter().rev().find(|known| {
            known.has_deletions == has_deletions
                && self.letters[known.letters.clone()] == *word.letters.as_bytes()
                && known.native.clone().map(|native| &self.letters[native]) == word.native
        });
        let start = self.words.len();
        let first_key = self.keys.len();
        if let Some(known) = known {
            if word.keys.iter().all(|key| self.keys[known.keys.clone()].contains(key)) {
                let words = known.words.clone();
                return &self.words[words];
            }
            let known = known.clone();
            self.keys.extend_from_within(known.keys.clone());
            self.words.extend_from_within(known.words);
            for key in word.keys {
                if !self.keys[known.keys.clone()].contains(key) {
                    self.keys.push(*key);
                    index.words_under(*key, &mut self.words);
                }
            }
        } else {
            self.keys.extend_from_slice(word.keys);
            index.words_near(word, &mut self.words);
        }
        self.words[start..].sort_unstable();
        let mut kept = start;
        for at in start..self.words.len() {
            let near = self.words[at];
            if at > start && near.word() == self.words[kept - 1].word() {
                self.words[kept - 1] = self.words[kept - 1].and(near);
            } else {
                self.words[kept] = near;
                kept += 1;
            }
        }
        self.words.truncate(kept);
        let mut copied = |letters: &[u8]| {
            self.letters.extend_from_slice(letters);
            self.letters.len() - letters.len()..self.letters.len()
        };
        let letters = copied(word.letters.as_bytes());
        self.looked_up.push(LookedUp {
            letters,
            native: word.native.map(copied),
            has_deletions,
            keys: first_key..self.keys.len(),
            words: start..kept,
        });
        &self.words[start..kept]
    }
}
