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
    places: Vec<u16>,
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

    /// The words near one, each once, in no order.
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
                    index.words_under(*key, |near| self.words.push(near));
                }
            }
        } else {
            self.keys.extend_from_slice(word.keys);
            index.words_near(word, &mut self.words);
        }
        let kept = start + once(&mut self.words[start..], &mut self.places);
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

/// Moves each word to the front once, with all that it shares, and returns how many there are. Most are met under several keys,
/// and few are looked at any further, so they are not sorted.
fn once(words: &mut [NearWord], places: &mut Vec<u16>) -> usize {
    if words.len() > usize::from(u16::MAX) {
        words.sort_unstable();
        let mut kept = 0;
        for at in 0..words.len() {
            if at > 0 && words[at].word() == words[kept - 1].word() {
                words[kept - 1] = words[kept - 1].and(words[at]);
            } else {
                words[kept] = words[at];
                kept += 1;
            }
        }
        return kept;
    }
    // Where the words stand whose numbers give a cell, plus one.
    let cells = (2 * words.len()).next_power_of_two().max(2);
    let shift = 32 - cells.ilog2();
    places.clear();
    places.resize(cells, 0);
    let mut kept = 0;
    for at in 0..words.len() {
        let near = words[at];
        let mut cell = (near.word().wrapping_mul(0x9e37_79b9) >> shift) as usize;
        loop {
            let place = usize::from(places[cell]);
            if place == 0 {
                words[kept] = near;
                kept += 1;
                places[cell] = kept as u16;
                break;
            }
            if words[place - 1].word() == near.word() {
                words[place - 1] = words[place - 1].and(near);
                break;
            }
            cell = (cell + 1) % cells;
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::Shared;

    #[test]
    fn words_are_kept_once_with_all_that_they_share() {
        for (count, distinct) in [(0, 1), (1, 1), (5, 2), (1000, 300), (70_000, 9_000)] {
            let mut words: Vec<NearWord> = (0..count)
                .map(|at: u32| NearWord::new(at.wrapping_mul(2_654_435_761) % distinct, Shared(1 << (at % 5))))
                .collect();
            let mut truth = std::collections::BTreeMap::new();
            for near in &words {
                *truth.entry(near.word()).or_insert(0) |= near.shared().0;
            }
            let kept = once(&mut words, &mut Vec::new());
            let mut found: Vec<_> = words[..kept].iter().map(|near| (near.word(), near.shared().0)).collect();
            found.sort_unstable();
            assert_eq!(found, truth.into_iter().collect::<Vec<_>>());
        }
    }
}
