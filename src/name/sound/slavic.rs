//! Russian, Ukrainian, Belarusian, Bulgarian... names under the official transliterations and the national habits.
//!
//! The key is the consonant skeleton with its hissing sounds merged, plus the kind of the first and the last vowel. Two
//! readings: that of English and French (`c` is k, `ch` hisses, `j` is zh) and that of scholars, Poles and Germans (`c`
//! is ts, `ch` is kh, `j` is y).

// One arm for each rule of spelling, whether or not two rules have the same outcome.
#![allow(clippy::match_same_arms)]

use super::phone::{
    A, B, CH, Costs, D, E, F, G, H, I, J, K, L, M, N, Near, O, P, Plain, R, S, SH, T, TS, U, V, VOWELS, W, Word, X, Z,
    ZH,
};

pub(super) static COSTS: Costs = Costs {
    near: Near::new(&[
        // A folded š, ž looks like s, z. (A folded č is c, which holds all its sounds.)
        (S, SH, 45),
        (S, CH, 90),
        // French ch.
        (SH, CH, 25),
        // German, Polish and scholarly j.
        (I, ZH | J, 15),
        (Z, ZH, 45),
        // German z is ts, German s is z.
        (Z, TS, 30),
        (S, Z, 50),
        (S, TS, 70),
        // German sch stands for zh, too.
        (SH, ZH | J, 60),
        (CH, ZH | J, 80),
        (TS, CH, 30),
        (F, V, 0),
        (V, W, 0),
        // Ukrainian and Belarusian h is Russian g.
        (G, H, 8),
        (H, X, 5),
        (G, X, 50),
        (ZH, J, 5),
        // Ukrainian i for e and o, Belarusian a for o, and yo.
        (E, O, 50),
        (A, O, 60),
        (E, I, 50),
    ]),
    close_vowel: 80,
    far_vowel: 130,
    glide: 12,
    syllable: 140,
    onset: 140,
    mute: 120,
    ending: 32,
    other_ending: 20,
    one_syllable: 2,
    weak: &[(H, 60)],
    weight: 150,
};

const HISS: u8 = b's';
const BACK: u8 = b'g';

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// Whether the token ends as only family names and patronymics of Slavic making do; these are never Arabic.
pub(super) fn surely(token: &[u8]) -> bool {
    token.len() > 5
        && matches!(
            token,
            [.., b'o' | b'e', b'v']
                | [.., b'o' | b'e', b'v', b'a']
                | [.., b'o' | b'e', b'v', b'i', b'c', b'h']
                | [.., b'o' | b'e', b'v', b'i', b't', b'c', b'h']
                | [.., b'o' | b'e', b'v', b'n', b'a']
                | [.., b'e', b'n', b'k', b'o' | b'a']
                | [.., b's', b'k', b'y' | b'i']
                | [.., b's', b'k', b'i', b'y' | b'j' | b'i']
                | [.., b's', b'k', b'a', b'y', b'a']
                | [.., b'v', b'i', b'c']
        )
}

const PLAIN: Plain = Plain::new(&[
    (b'h', H, BACK),
    (b'q', K, b'k'),
    (b'f', F, b'v'),
    (b'v', V, b'v'),
    (b'w', V | W, b'v'),
    (b'b', B, b'b'),
    (b'm', M, b'm'),
    (b'n', N, b'n'),
    (b'l', L, b'l'),
    (b'e', E, 0),
    (b'i', I, 0),
    (b'y', I, 0),
]);

pub(super) fn parse(token: &[u8], word: &mut Word) {
    word.clear();
    // French writes a mute e: Poutine, Alexandre.
    let token = match token {
        [stem @ .., b'i', b'n', b'e'] if stem.len() > 1 => &token[..stem.len() + 2],
        [stem @ .., b'd' | b't', b'r', b'e'] if stem.len() > 1 => &token[..stem.len() + 2],
        _ => token,
    };
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
            [b's', b'c', b'h', b't', b's', b'c', b'h', ..] => hiss(word, SH | CH, 7),
            [b'c', b'h', b't', b'c', b'h', ..] | [b's', b't', b's', b'c', b'h', ..] => hiss(word, SH | CH, 5),
            [b's', b'h', b'c', b'h', ..] | [b's', b'z', b'c', b'z', ..] | [b's', b'j', b't', b'j', ..] => {
                hiss(word, SH | CH, 4)
            }
            [b't', b's', b'c', b'h', ..] => hiss(word, CH, 4),
            [b'd', b's', b'c', b'h', ..] => hiss(word, J | ZH, 4),
            [b's', b'c', b'h', ..] => hiss(word, SH | CH | ZH, 3),
            [b's', b'h', b'h', ..] => hiss(word, SH | CH, 3),
            [b't', b'c' | b's', b'h', ..] => hiss(word, CH, 3),
            [b'd', b'z', b'h', ..] => hiss(word, J | ZH, 3),
            [b's', b'c', b'e' | b'i' | b'y', ..] => hiss(word, SH | CH | S | TS, 2),
            [b'c', b'z', ..] => hiss(word, CH, 2),
            [b'c', b'h', ..] => {
                word.push(CH | X, [HISS, BACK, HISS]);
                2
            }
            [b's', b'h', ..] => hiss(word, SH, 2),
            [b's', b'z', ..] => hiss(word, SH | S, 2),
            [b'z', b'h', ..] => hiss(word, ZH, 2),
            // Swedish writes tj for ch, sj for sh.
            [b's', b't', b'j', ..] => hiss(word, SH | CH, 3),
            [b's', b'j', ..] => hiss(word, SH | S, 2),
            [b't', b'j'] => hiss(word, CH, 2),
            [b't', b'j', ..] => {
                word.push(T | CH, [HISS, b't', b't']);
                2
            }
            // Belarusian softens t and d: Stsiapan, Uladzimir, Dzmitry.
            [b't', b's', b'i' | b'e', ..] => {
                word.push(TS | T, [HISS, HISS, b't']);
                2
            }
            [b'd', b'z', b'i' | b'e' | b'm' | b'v', ..] => {
                word.push(J | Z | D, [HISS, HISS, b'd']);
                2
            }
            [b't', b's' | b'z', ..] => hiss(word, TS, 2),
            // German writes Georgian names so: Tschuradse.
            [b'd', b'z', ..] | [b'd', b's', b'e'] => hiss(word, J | Z, 2),
            [b'd', b'j', ..] => {
                word.push(J | ZH | D, [HISS, b'd', b'd']);
                2
            }
            // Polish rz after a consonant: Grzegorz, Przemysl.
            [b'r', b'z', ..] if before.is_none_or(|b| matches!(b, b'k' | b'p' | b't' | b'b' | b'd' | b'g' | b'h')) => {
                hiss(word, ZH | SH, 2)
            }
            [b'k', b'h', ..] => sound(word, X, BACK, 2),
            [b'c', b'k', ..] => sound(word, K, b'k', 2),
            [b'g', b'h', ..] | [b'g', b'u', b'e' | b'i' | b'y', ..] => sound(word, G, BACK, 2),
            [b'p', b'h', ..] => sound(word, F, b'v', 2),
            [b't', b'h', ..] | [b'd', b't'] => sound(word, T, b't', 2),
            [b'x', ..] => {
                word.consonant(K, b'k');
                hiss(word, S, 1)
            }
            [b'c', b'e' | b'i' | b'y', ..] => hiss(word, TS | CH | S, 1),
            [b'c'] => {
                word.push(K | TS | CH, [HISS, HISS, b'k']);
                1
            }
            [b'c', ..] => {
                word.push(K | TS | CH, [b'k', HISS, b'k']);
                1
            }
            // At the end j can only be a glide, and after a consonant it most often is one.
            [b'j'] => vowel(word, I, 1),
            [b'j', ..] => {
                let after_consonant = before.is_some_and(|letter| !is_vowel(letter));
                let glide = if at == 0 { 0 } else { I };
                word.push(glide | ZH | J, if after_consonant { [0, 0, HISS] } else { [HISS, 0, 0] });
                1
            }
            [b's', ..] => hiss(word, S, 1),
            [b'z', ..] => hiss(word, Z, 1),
            [b'g', ..] => sound(word, G, BACK, 1),
            [b'k', ..] => sound(word, K, b'k', 1),
            [b'p', ..] => sound(word, P, b'p', 1),
            [b'd', ..] => sound(word, D, b'd', 1),
            [b't', ..] => sound(word, T, b't', 1),
            [b'r', ..] => sound(word, R, b'r', 1),
            // Belarusian writes a last v as a short u: Barsukou, Uladzimirauna, Zimousky.
            [b'u'] | [b'u', b'n', b'a'] | [b'u', b's', b'k', ..] if matches!(before, Some(b'a' | b'o' | b'e')) => {
                word.push(U | V, [0, 0, b'v']);
                1
            }
            [b'o', b'u'] | [b'o', b'u', b'n', b'a'] | [b'o', b'u', b's', b'k', ..] => {
                word.push(O | U, [0; 3]);
                // As cheap to leave out as an i: French ou is one vowel.
                word.push(V | U | I, [0, 0, b'v']);
                2
            }
            [b'u', next, ..] if at == 0 && token.len() > 5 && !is_vowel(*next) => {
                word.push(U | V, [0, 0, b'v']);
                1
            }
            [b'o', b'u' | b'o', ..] => vowel(word, U, 2),
            [b'u', ..] => vowel(word, U, 1),
            // Belarusian: Lukashenka.
            [b'a'] if token.ends_with(b"enka") => {
                word.push(A | O, [b'3', b'3', b'5']);
                1
            }
            [b'a', ..] => vowel(word, A, 1),
            // yo is often written e: Semyonov, Semenov.
            [b'o', ..] if matches!(before, Some(b'y' | b'i' | b'j')) => vowel(word, O | E, 1),
            [b'o', ..] => vowel(word, O, 1),
            // Digits and anything unforeseen stand for themselves.
            _ => sound(word, 0, rest[0], 1),
        };
    }
}

/// Gives the first and the last vowel a letter in the keys.
pub(super) fn mark(word: &mut Word, token: &[u8]) {
    // A glide before the first vowel does not count: Yelena, Elena.
    let glided = matches!(token, [b'y' | b'i' | b'j', next, ..] if is_vowel(*next));
    // Read as zh, a first j is the word's first consonant, and the vowel after it an inner one.
    let hissing = glided && token[0] == b'j';
    let units = word.units_mut();
    if let Some(unit) = units.get_mut(usize::from(glided))
        && unit.phones & VOWELS != 0
    {
        let letter = match unit.phones {
            vowel if vowel & U != 0 => b'U',
            vowel if vowel & (A | O) != 0 => b'A',
            _ => b'E',
        };
        for (reading, slot) in unit.letters.iter_mut().enumerate() {
            if *slot == 0 && !(hissing && reading == 0) {
                *slot = letter;
            }
        }
    }
    if let Some(unit) = units.last_mut()
        && unit.phones & VOWELS != 0
    {
        let letter = match unit.phones {
            vowel if vowel & U != 0 => b'5',
            vowel if vowel & A != 0 => b'3',
            vowel if vowel & (E | I) != 0 => b'4',
            _ => b'5',
        };
        for slot in &mut unit.letters {
            if *slot == 0 {
                *slot = letter;
            }
        }
    }
}

fn sound(word: &mut Word, phones: u32, letter: u8, used: usize) -> usize {
    word.consonant(phones, letter);
    used
}

fn hiss(word: &mut Word, phones: u32, used: usize) -> usize {
    word.consonant(phones, HISS);
    used
}

fn vowel(word: &mut Word, phones: u32, used: usize) -> usize {
    word.vowel(phones);
    used
}
