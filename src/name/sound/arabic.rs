//! Arabic, Persian, Urdu, Turkish and Central Asian names: the consonants carry the name, the vowels vary.
//!
//! The key is the consonant skeleton. Two readings: `g` is g or (Egypt) j; `c` is k or (Turkey) j; `th` is t or (Turkey,
//! Iran) s; a `u` after a vowel is that vowel's end or (Dawud, Daoud) a w.

// One arm for each rule of spelling, whether or not two rules have the same outcome.
#![allow(clippy::match_same_arms)]

use super::phone::{
    A, B, CH, Costs, D, E, F, G, H, I, J, K, L, M, N, Near, O, P, Plain, R, READINGS, S, SH, T, TH, U, Unit, V, VOWELS,
    W, Word, X, Z,
};

pub(super) static COSTS: Costs = Costs {
    near: Near::new(&[
        (D, Z, 40),
        // th written for dh.
        (TH, D | Z, 15),
        (H, X, 25),
        (K, G, 12),
        (K | G, X, 45),
        (S, SH, 60),
        (SH, CH, 20),
        (CH, J, 60),
        (S, Z, 50),
        (T, D, 30),
        (B, P, 60),
        (V, W, 0),
        (F, V, 50),
        (J, Z, 40),
    ]),
    close_vowel: 12,
    far_vowel: 34,
    glide: 25,
    syllable: 55,
    onset: 70,
    mute: 12,
    ending: 32,
    other_ending: 24,
    one_syllable: 3,
    weak: &[(H, 60), (W, 60)],
    weight: 190,
};

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

const PLAIN: Plain = Plain::new(&[
    (b'j', J, b'j'),
    (b'x', X, b'h'),
    (b'z', Z, b'd'),
    (b'b', B, b'b'),
    (b'f', F, b'f'),
    (b'm', M, b'm'),
    (b'n', N, b'n'),
    (b'r', R, b'r'),
    (b'v', V | W, b'w'),
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
        let after_vowel = before.is_some_and(is_vowel);
        at += match rest {
            // The article's l becomes the sun letter that follows it: Abdulrahman, Abdurrahman, Salahaldin, Salahuddin.
            [b'l', b'd', b'i' | b'e' | b'y', ..] if after_vowel && at > 2 => 1,
            [b'l', b't' | b'd' | b'r' | b'z' | b's' | b'n', ..]
                if after_vowel && at >= 4 && &token[at - 4..at - 1] == b"abd" =>
            {
                1
            }
            [b'd', b's', b'c', b'h', ..] => sound(word, J, b'j', 4),
            [b't', b's', b'c', b'h', ..] => sound(word, CH, b's', 4),
            [b'd', b'z', b'h', ..] => sound(word, J, b'j', 3),
            [b's', b'c', b'h', ..] => sound(word, SH, b's', 3),
            [b't', b'c', b'h', ..] => sound(word, CH, b's', 3),
            [b'd', b'j', ..] => sound(word, J, b'j', 2),
            [b's', b'h', ..] => sound(word, SH, b's', 2),
            [b'c', b'h', ..] => sound(word, SH | CH, b's', 2),
            [b'k', b'h', ..] => {
                word.push(X, [b'h', b'h', b'k']);
                2
            }
            [b'g', b'h', ..] => sound(word, G, b'k', 2),
            [b'g', b'u', b'e' | b'i', ..] => sound(word, G, b'k', 2),
            [b'q', b'u', b'e' | b'i', ..] | [b'c', b'k', ..] => sound(word, K, b'k', 2),
            [b'p', b'h', ..] => sound(word, F, b'f', 2),
            [b't', b'h', ..] => {
                word.push(T | S | TH, [b't', b's', b'd']);
                2
            }
            [b'd', b'h', ..] => sound(word, D | Z, b'd', 2),
            [b'd', b'z', ..] => sound(word, J | Z | D, b'd', 2),
            [b'c', b'e' | b'i' | b'y', ..] => {
                word.push(S | J, [b's', b'j', b's']);
                1
            }
            [b'c', ..] => {
                word.push(K | J, [b'k', b'j', 0]);
                1
            }
            [b'g', ..] => {
                word.push(G | J, [b'k', b'j', b'k']);
                1
            }
            [b'k', ..] => sound(word, K, b'k', 1),
            [b'q', ..] => sound(word, K | G, b'k', 1),
            // The feminine ending, and the end of Abdullah, is not heard; one that follows a consonant is not written.
            [b'h'] if after_vowel => 1,
            [b't'] if word_ends_in_a(before) && consonants(word) >= 3 => 1,
            [b'h', ..] => sound(word, H, b'h', 1),
            [b's', ..] => sound(word, S, b's', 1),
            // Turkish hardens the last consonant: Ahmet, Recep.
            [b't' | b'd'] => sound(word, T | D, b'd', 1),
            [b't', ..] => sound(word, T, b't', 1),
            [b'd', ..] => sound(word, D, b'd', 1),
            [b'p'] => sound(word, P | B, b'b', 1),
            [b'p', ..] => sound(word, P, b'p', 1),
            [b'l', ..] => sound(word, L, b'l', 1),
            // aw and o are one sound: Nawfal, Nofal.
            [b'w', next, ..] if before == Some(b'a') && !is_vowel(*next) => {
                word.push(W | V | U | O, [b'w', 0, b'w']);
                1
            }
            [b'w', ..] => sound(word, V | W, b'w', 1),
            // ou before a vowel, and after one, is a w: Ouahid, Alaoui.
            [b'o', b'u', next, ..] if is_vowel(*next) && (before.is_none() || after_vowel) => {
                sound(word, W | V, b'w', 2)
            }
            // and after a consonant it may be: Anouar, Anwar; Fuad is read both ways.
            [b'o', b'u', b'a' | b'e' | b'i', ..] => {
                word.push(W | V | U, [b'w', 0, b'w']);
                2
            }
            [b'u', b'a' | b'e' | b'i', ..] if !after_vowel => {
                word.push(W | V | U, [b'w', 0, b'w']);
                1
            }
            [b'o', b'u', ..] if after_vowel => {
                word.push(W | V, [b'w', 0, b'w']);
                word.vowel(U);
                2
            }
            [b'u', next, ..] if is_vowel(*next) && (before.is_none() || after_vowel) => sound(word, W | V, b'w', 1),
            [b'u', ..] if after_vowel && before != Some(b'o') => {
                word.push(W | V, [0, b'w', 0]);
                word.vowel(U);
                1
            }
            [b'o', b'u' | b'o', ..] => vowel(word, U, 2),
            [b'e', b'e', ..] => vowel(word, I, 2),
            [b'y', ..] | [b'i', b'a' | b'o' | b'u', ..] if before.is_none() => {
                word.push(I, [b'y'; 3]);
                1
            }
            [b'u', ..] => vowel(word, U, 1),
            [b'o', ..] => vowel(word, O, 1),
            [b'a', b'a', ..] => vowel(word, A, 2),
            [b'a', ..] => vowel(word, A, 1),
            [b'e', ..] => vowel(word, E, 1),
            [b'i' | b'y', ..] => vowel(word, I, 1),
            _ => sound(word, 0, rest[0], 1),
        };
    }
}

/// A skeleton of two consonants says too little: its key tells the vowels, too. One of one consonant has no key.
pub(super) fn mark(word: &mut Word) {
    let readings = if word.is_ambiguous() { READINGS } else { 1 };
    let units = word.units_mut();
    for reading in 0..readings {
        match units.iter().filter(|unit| unit.letters[reading] != 0).take(3).count() {
            0 | 1 => units.iter_mut().for_each(|unit| unit.letters[reading] = 0),
            2 => mark_runs(units, reading),
            _ => {}
        }
    }
}

fn mark_runs(units: &mut [Unit], reading: usize) {
    let mut at = 0;
    while at < units.len() {
        let end = at + units[at..].iter().take_while(|unit| unit.letters[reading] == 0).count();
        if end == at {
            at += 1;
            continue;
        }
        let heard = units[at..end].iter().fold(0, |heard, unit| heard | unit.phones);
        units[at].letters[reading] = match heard & VOWELS {
            _ if end == units.len() => b'5',
            vowels if vowels & (O | U) != 0 => b'2',
            _ if at == 0 => b'0',
            // ae is a broken long a: Saed, Raed.
            vowels if vowels & I != 0 || vowels == A | E => b'1',
            _ => 0,
        };
        at = end;
    }
}

fn consonants(word: &Word) -> usize {
    word.units().iter().filter(|unit| unit.letters[0] != 0).count()
}

fn word_ends_in_a(before: Option<u8>) -> bool {
    before == Some(b'a')
}

fn sound(word: &mut Word, phones: u32, letter: u8, used: usize) -> usize {
    word.consonant(phones, letter);
    used
}

/// A vowel; iy, yy and the like are one.
fn vowel(word: &mut Word, phones: u32, used: usize) -> usize {
    if phones != I || word.last().is_none_or(|last| last.phones != I) {
        word.vowel(phones);
    }
    used
}
