//! Names of Europe, India and the Americas: a conservative phonetic key that keeps the vowels.

// One arm for each rule of spelling, whether or not two rules have the same outcome.
#![allow(clippy::match_same_arms)]

use super::phone::{
    A, B, CH, Costs, D, E, F, G, H, I, J, K, L, M, N, Near, O, P, Plain, R, S, SH, T, U, V, VOWELS, W, Word, X, Z,
};

pub(super) static COSTS: Costs = Costs {
    near: Near::new(&[
        (S, SH, 30),
        (S, Z, 10),
        (V, W, 5),
        (CH, SH | K | X, 30),
        (J, G, 40),
        (X, K | H, 30),
        (Z, J, 60),
    ]),
    close_vowel: 50,
    far_vowel: 100,
    glide: 40,
    syllable: 120,
    onset: 120,
    mute: 40,
    ending: 32,
    other_ending: 20,
    one_syllable: 1,
    weak: &[(H, 30)],
    weight: 160,
};

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

const PLAIN: Plain = Plain::new(&[
    (b'z', Z, b's'),
    (b'v', V, b'v'),
    (b'j', J, b'j'),
    (b'f', F, b'f'),
    (b'm', M, b'm'),
    (b'n', N, b'n'),
    (b'l', L, b'l'),
]);

pub(super) fn parse(token: &[u8], word: &mut Word) {
    word.clear();
    let mut at = 0;
    while at < token.len() {
        let rest = &token[at..];
        if let Some((phones, letter)) = PLAIN.of(rest[0]) {
            word.consonant(phones, letter);
            at += 1;
            continue;
        }
        let before = at.checked_sub(1).map(|i| token[i]);
        at += match rest {
            [b's', b'c', b'h', ..] => sound(word, SH, b's', 3),
            [b't', b'c', b'h', ..] => sound(word, CH, b'c', 3),
            [b'p', b'h', ..] => sound(word, F, b'f', 2),
            [b't', b'h', ..] => sound(word, T, b't', 2),
            [b'd', b'h', ..] => sound(word, D, b'd', 2),
            [b'b', b'h', ..] => sound(word, B, b'b', 2),
            [b'r', b'h', ..] => sound(word, R, b'r', 2),
            [b'w', b'h', ..] => sound(word, W, b'v', 2),
            [b'g', b'h', ..] => sound(word, G, b'g', 2),
            [b'k', b'h', ..] => sound(word, K | X, b'k', 2),
            [b'c', b'h', ..] => sound(word, CH, b'c', 2),
            [b's', b'h', ..] => sound(word, SH, b's', 2),
            [b'c', b'k', ..] => sound(word, K, b'k', 2),
            [b'q', b'u', ..] => sound(word, K, b'k', 2),
            [b's', b'c', b'e' | b'i' | b'y', ..] => sound(word, S, b's', 2),
            [b'c', b'e' | b'i' | b'y', ..] => sound(word, S, b's', 1),
            [b'c' | b'k' | b'q', ..] => sound(word, K, b'k', 1),
            [b'x', ..] => {
                word.consonant(K, b'k');
                sound(word, S, b's', 1)
            }
            [b's', ..] => sound(word, S, b's', 1),
            // The w of ow and aw is the end of a diphthong: Chowdhury, Choudhury.
            [b'w', next, ..] if matches!(before, Some(b'a' | b'o')) && !is_vowel(*next) => vowel(word, U, b'u', 1),
            [b'w', ..] => sound(word, W, b'v', 1),
            [b'g', ..] => sound(word, G, b'g', 1),
            [b'b', ..] => sound(word, B, b'b', 1),
            [b'p', ..] => sound(word, P, b'p', 1),
            [b'd', ..] => sound(word, D, b'd', 1),
            [b't', ..] => sound(word, T, b't', 1),
            [b'r', ..] => sound(word, R, b'r', 1),
            // h is heard at the start and between vowels only.
            [b'h', next, ..] if before.is_none_or(is_vowel) && is_vowel(*next) => sound(word, H, b'h', 1),
            [b'h', ..] => 1,
            [b'e', b'e', ..] => vowel(word, I, b'i', 2),
            [b'a', b'u' | b'w', next, ..] if !is_vowel(*next) => {
                vowel(word, A | O, b'u', 1);
                vowel(word, U, b'u', 1) + 1
            }
            [b'o', b'o' | b'u', ..] => vowel(word, U, b'u', 2),
            [b'a', b'a', ..] => vowel(word, A, b'a', 2),
            [b'a', ..] => vowel(word, A, b'a', 1),
            // A last e after a consonant is mute in English and French, and an ending elsewhere; the key does without it.
            [b'e'] if at > 2 && !before.is_some_and(is_vowel) => vowel(word, E, 0, 1),
            [b'e', ..] => vowel(word, E, b'i', 1),
            [b'i' | b'y', ..] => vowel(word, I, b'i', 1),
            [b'o', ..] => vowel(word, O, b'u', 1),
            [b'u', ..] => vowel(word, U, b'u', 1),
            _ => sound(word, 0, rest[0], 1),
        };
    }
}

fn sound(word: &mut Word, phones: u32, letter: u8, used: usize) -> usize {
    word.consonant(phones, letter);
    used
}

/// Only the first vowel of a run is in the key.
fn vowel(word: &mut Word, phones: u32, letter: u8, used: usize) -> usize {
    let letter = if word.last().is_some_and(|unit| unit.phones & VOWELS != 0) { 0 } else { letter };
    word.push(phones, [letter; 3]);
    used
}
