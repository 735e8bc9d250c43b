//! Korean names in the Revised Romanization, McCune-Reischauer, and what passports of South and North print.
//!
//! The key merges what the systems write differently: g and k, d and t, b and p, j and ch, r and l and n at the start,
//! and the vowels eo, eu, o, u. A first r, l or n before i or y is silent in the South: the second key leaves it out.

// One arm for each rule of spelling, whether or not two rules have the same outcome.
#![allow(clippy::match_same_arms)]

use crate::name::letters_in;

use super::phone::{
    A, B, CH, Costs, D, E, EO, EU, G, H, I, J, K, L, M, N, NG, Near, O, P, R, S, SH, T, U, VOWELS, W, Word, Y,
};

pub(super) static COSTS: Costs = Costs {
    near: Near::new(&[
        (K, G, 8),
        (T, D, 8),
        (P, B, 8),
        (CH, J, 8),
        (S, SH, 8),
        (R, L, 0),
        (N, R | L, 30),
        // o and u both stand for eo: jong, jung, jeong.
        (EO, O, 12),
        (EO, U, 12),
        (EU, U, 8),
        (EO, EU, 60),
        (O, U, 50),
    ]),
    close_vowel: 100,
    far_vowel: 130,
    glide: 60,
    syllable: 150,
    onset: 150,
    mute: 150,
    ending: 30,
    other_ending: 20,
    one_syllable: 1,
    weak: &[(W, 40), (Y, 60), (L | R, 30), (N, 40)],
    weight: 130,
};

/// Letters that no spelling has.
pub(super) const NO_LETTERS: u32 = letters_in(b"fqvxz");

/// Given names have one or two.
const MOST_SYLLABLES: usize = 2;

/// How alike two tokens sound in Korean. Of two syllables, one of the tokens must look Korean: Butina and Putina do not.
pub(super) fn similarity(a: &[u8], b: &[u8], least: u8) -> u8 {
    const UNLIKELY: u8 = 60;
    let [mut one, mut two] = [Word::new(), Word::new()];
    if !parse(a, &mut one) || !parse(b, &mut two) {
        return 0;
    }
    let alike = COSTS.similarity(&one, &two, least);
    if is_single(&one) || is_single(&two) || marked(a) || marked(b) { alike } else { alike.min(UNLIKELY) }
}

/// Whether a token may be one syllable.
pub(super) fn is_syllable(token: &[u8]) -> bool {
    let mut word = Word::new();
    parse(token, &mut word) && is_single(&word)
}

/// Whether a token may be two syllables, and looks Korean.
pub(super) fn is_pair(token: &[u8]) -> bool {
    let mut word = Word::new();
    marked(token) && parse(token, &mut word) && !is_single(&word)
}

fn is_single(word: &Word) -> bool {
    word.units().iter().filter(|unit| unit.phones & VOWELS != 0).count() == 1
}

/// Whether the token has a letter group that Korean is full of.
fn marked(token: &[u8]) -> bool {
    token.windows(2).any(|pair| {
        matches!(
            pair,
            b"eo" | b"eu" | b"ng" | b"yo" | b"yu" | b"hy" | b"ae" | b"ui" | b"wo" | b"oo" | b"ch" | b"oe" | b"hw"
        ) || pair[0] == b'j'
    })
}

/// Reads a token, if it is Korean.
pub(super) fn parse(token: &[u8], word: &mut Word) -> bool {
    word.clear();
    let mut at = 0;
    // Consonants since the last vowel, and whether the first of them can end a syllable.
    let (mut run, mut closes, mut vowels) = (0, true, 0usize);
    while at < token.len() {
        let rest = &token[at..];
        if let Some((phones, letter, used)) = vowel(rest) {
            if vowels == MOST_SYLLABLES || run > 2 || (run == 2 && (!closes || vowels == 0)) {
                return false;
            }
            word.push(phones, [letter; 3]);
            (run, vowels) = (0, vowels + 1);
            at += used;
            continue;
        }
        let Some((phones, letter, used, ends)) = consonant(rest, run == 0 && vowels > 0) else { return false };
        if letter == 0 {
            at += used;
            continue;
        }
        let next = &token[at + used..];
        let liquid = phones & (R | L) != 0;
        // The South leaves a first r or n out before i and y: Ri, Yi; Ryong, Yong.
        let silent = at == 0 && (liquid || phones == N) && matches!(next, [b'y', ..] | [b'i'] | [b'e', b'e']);
        // Before other vowels it reads n for r: Ro, No.
        let nasal = at == 0 && liquid && matches!(next, [_] | [_, b'h']);
        if letter != b'y' && letter != b'w' {
            if run == 0 {
                closes = ends;
            }
            run += 1;
        }
        word.push(phones, [letter, if silent { 0 } else { letter }, if nasal { b'n' } else { letter }]);
        at += used;
    }
    matches!(vowels, 1..=MOST_SYLLABLES) && (run == 0 || (run == 1 && closes))
}

fn vowel(rest: &[u8]) -> Option<(u32, u8, usize)> {
    Some(match rest {
        [b'e', b'u', b'i', ..] => (I | EU, b'i', 3),
        [b'w', b'o', b'o', ..] => (U, b'o', 3),
        [b'e', b'o', ..] | [b'u', b'h', ..] => (EO, b'o', 2),
        [b'e', b'u', ..] => (EU, b'o', 2),
        [b'e', b'a', ..] => (EO | E, b'o', 2),
        [b'e', b'e', ..] => (I, b'i', 2),
        [b'o', b'o', ..] => (U, b'o', 2),
        [b'o', b'u', ..] => (U | EO, b'o', 2),
        [b'u', b'i' | b'y', ..] => (I | EU, b'i', 2),
        [b'o', b'e' | b'i' | b'y', ..] => (O | E, b'e', 2),
        [b'a', b'e' | b'i' | b'y', ..] => (E, b'e', 2),
        [b'a', ..] => (A, b'a', 1),
        [b'e', ..] => (E, b'e', 1),
        [b'i', ..] => (I, b'i', 1),
        [b'o', ..] => (O, b'o', 1),
        [b'u', ..] => (U, b'o', 1),
        _ => return None,
    })
}

/// Sounds, letter in the key (0 = silent), letters used, and whether a syllable can end with it.
fn consonant(rest: &[u8], after_vowel: bool) -> Option<(u32, u8, usize, bool)> {
    Some(match rest {
        [b'n', b'g', ..] if after_vowel => (NG, b'N', 2, true),
        [b'c', b'h', ..] => (CH, b'j', 2, false),
        [b's', b'h', ..] => (SH, b's', 2, false),
        [b'r', b'h', ..] if !after_vowel => (R, b'l', 2, false),
        [b'k', b'k', ..] => (K, b'k', 2, true),
        [b't', b't', ..] => (T, b't', 2, false),
        [b'p', b'p', ..] => (P, b'p', 2, false),
        [b's', b's', ..] => (S, b's', 2, false),
        [b'j', b'j', ..] => (J, b'j', 2, false),
        [b'k', ..] => (K, b'k', 1, true),
        [b'g', ..] => (G, b'k', 1, true),
        [b't', ..] => (T, b't', 1, true),
        [b'd', ..] => (D, b't', 1, false),
        [b'p', ..] => (P, b'p', 1, true),
        [b'b', ..] => (B, b'p', 1, false),
        [b'j', ..] => (J, b'j', 1, false),
        [b's', ..] => (S, b's', 1, false),
        [b'm', ..] => (M, b'm', 1, true),
        [b'n', ..] => (N, b'n', 1, true),
        // Park, Suk: r after a before k is no sound.
        [b'r', b'k'] if after_vowel => (0, 0, 1, false),
        [b'r', ..] => (R, b'l', 1, false),
        [b'l', ..] => (L, b'l', 1, true),
        [b'y', b'i', ..] => (0, 0, 1, false),
        [b'y', _, ..] => (Y, b'y', 1, false),
        [b'w', _, ..] => (W, b'w', 1, false),
        // Oh, Roh, Ahn: a mark of length.
        [b'h', next, ..] if after_vowel && !matches!(next, b'a' | b'e' | b'i' | b'o' | b'u' | b'w' | b'y') => {
            (0, 0, 1, false)
        }
        [b'h'] if after_vowel => (0, 0, 1, false),
        [b'h', ..] => (H, b'h', 1, false),
        _ => return None,
    })
}
