//! The deletion neighbourhood of a word: its letters with as many left out as may be typing errors.
//!
//! If two words are at most `k` typing errors apart, leaving out at most `k` letters of each makes them the same (Mor and
//! Fraenkel, "A hash code method for detecting and correcting spelling errors", CACM 25(12), 1982). The same holds of
//! their first [`PREFIX`] letters: what is common to both words begins with what is left of the one beginning and with what
//! is left of the other, and the shorter of the two is reached from either by leaving out no more than `k` letters. So a
//! long word is filed under its beginning alone.

use crate::name::{Class, WordRef};
use crate::score::weights::typos_allowed;

/// Letters of a word under which it is filed. Fewer make fewer entries and more strangers under each.
const PREFIX: usize = 8;

/// The base of the hash and its inverse: odd numbers have one modulo 2^64.
const BASE: u64 = 0x9e37_79b9_7f4a_7c15;
const INVERSE: u64 = inverse(BASE);

const fn inverse(odd: u64) -> u64 {
    // Newton: each step doubles the bits that are right.
    let mut x = odd;
    let mut step = 0;
    while step < 6 {
        x = x.wrapping_mul(2_u64.wrapping_sub(odd.wrapping_mul(x)));
        step += 1;
    }
    x
}

/// A number for each letter, so that the hash is no polynomial of small numbers.
const fn number(letter: u8) -> u64 {
    let x = (letter as u64).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (x ^ (x >> 29)).wrapping_mul(0x94d0_49bb_1331_11eb)
}

/// Whether a word has a deletion neighbourhood at all: the others are alike to nothing that is spelled otherwise.
pub(crate) fn has_deletions(word: WordRef<'_>) -> bool {
    !matches!(word.class, Class::Noise | Class::Initial)
}

/// The hashes of a word's letters, and of those of its alphabet, whole and with as many left out as may be typing errors.
pub(super) fn deletions_of(word: WordRef<'_>, mut found: impl FnMut(u64)) {
    if !has_deletions(word) {
        return;
    }
    let letters = word.letters.as_bytes();
    if typos_allowed(letters.len()) > 0 && letters.iter().all(u8::is_ascii_lowercase) {
        deletions(letters, &mut found);
    }
    // The same letters may be romanised in two ways, however few they are.
    if let Some(native) = word.native {
        deletions(native, &mut found);
    }
}

/// The hashes of a word's beginning, whole and with as many letters left out as may be typing errors.
fn deletions(letters: &[u8], mut found: impl FnMut(u64)) {
    let most = typos_allowed(letters.len());
    let letters = &letters[..letters.len().min(PREFIX)];
    // The hash is the sum of each letter's number times a power of the base, so a letter left out takes away its summand
    // and divides those after it.
    let mut sums = [0_u64; PREFIX + 1];
    let mut power = BASE;
    for (index, &letter) in letters.iter().enumerate() {
        sums[index + 1] = sums[index].wrapping_add(number(letter).wrapping_mul(power));
        power = power.wrapping_mul(BASE);
    }
    let end = sums[letters.len()];
    found(end);
    if most == 0 {
        return;
    }
    let again = |index: usize| index > 0 && letters[index] == letters[index - 1];
    for first in (0..letters.len()).filter(|&first| !again(first)) {
        let rest = sums[first + 1];
        found(sums[first].wrapping_add(end.wrapping_sub(rest).wrapping_mul(INVERSE)));
        if most < 2 {
            continue;
        }
        // Of neighbours that are the same, leaving out the one or the other is the same.
        for second in (first + 1..letters.len()).filter(|&second| second == first + 1 || !again(second)) {
            let between = sums[second].wrapping_sub(rest);
            let after = end.wrapping_sub(sums[second + 1]).wrapping_mul(INVERSE);
            found(sums[first].wrapping_add(between.wrapping_add(after).wrapping_mul(INVERSE)));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::metric::edit;

    fn hashes(word: &str) -> BTreeSet<u64> {
        let mut found = BTreeSet::new();
        deletions(word.as_bytes(), |hash| {
            found.insert(hash);
        });
        found
    }

    #[test]
    fn no_word_may_have_more_errors_than_are_left_out() {
        assert!((0..1000).all(|letters| typos_allowed(letters) <= 2));
    }

    #[test]
    fn leaving_out_letters_is_hashing_what_is_left() {
        let shorter = |letters: &str| {
            let mut all = Vec::new();
            deletions(letters.as_bytes(), |hash| all.push(hash));
            all[0]
        };
        let found = hashes("abcdefghij");
        for left in ["abcdefgh", "bcdefgh", "abcdefg", "abcefgh", "cdefgh", "abcdef", "abdegh"] {
            assert!(found.contains(&shorter(left)), "{left}");
        }
        assert!(!found.contains(&shorter("abcde")));
        assert_eq!(found.len(), 1 + 8 + 28);
    }

    /// A word and what a few slips of the finger make of it.
    fn slips() -> impl Strategy<Value = (String, String)> {
        let slip = (0..4_usize, 0..40_usize, 0..3_u8);
        ("[a-c]{4,24}", prop::collection::vec(slip, 0..3)).prop_map(|(word, slips)| {
            let mut letters = word.clone().into_bytes();
            for (kind, at, letter) in slips {
                let at = at % letters.len();
                match kind {
                    0 => drop(letters.remove(at)),
                    1 => letters.insert(at, b'a' + letter),
                    2 => letters[at] = b'a' + letter,
                    _ if at > 0 => letters.swap(at, at - 1),
                    _ => {}
                }
            }
            (word, String::from_utf8(letters).unwrap())
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn words_a_few_errors_apart_share_a_hash((a, b) in slips()) {
            let most = typos_allowed(a.len().min(b.len()));
            if most > 0 && edit::within(a.as_bytes(), b.as_bytes(), most as usize).is_some() {
                prop_assert!(!hashes(&a).is_disjoint(&hashes(&b)), "{} {}", a, b);
            }
        }
    }
}
