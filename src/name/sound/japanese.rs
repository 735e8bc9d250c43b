//! Japanese names: Hepburn, Kunrei, Nihon-shiki, and the passport's habit of writing `oh` for a long o.

// One arm for each rule of spelling, whether or not two rules have the same outcome.
#![allow(clippy::match_same_arms)]

use crate::name::letters_in;

use super::phone::MAX_LETTERS;

/// Letters that no spelling has.
pub(super) const NO_LETTERS: u32 = letters_in(b"lqvx");

/// Room for the longest token in Hepburn.
pub(super) const ROOM: usize = 2 * MAX_LETTERS;

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// Hepburn without long vowels and doubled consonants; `None` if the token is not made of kana.
pub(super) fn canonical<'a>(token: &[u8], buffer: &'a mut [u8; ROOM]) -> Option<&'a [u8]> {
    if token.len() < 3 {
        return None;
    }
    let mut out = Out { buffer, len: 0 };
    let (mut at, mut morae) = (0, 0);
    while at < token.len() {
        let rest = &token[at..];
        // n and, before a lip sound, m close a syllable.
        let closing = match rest {
            [b'n'] => true,
            [b'n', next, ..] => !is_vowel(*next) && *next != b'y',
            [b'm', b'm' | b'b' | b'p', ..] => true,
            _ => false,
        };
        if closing {
            if at == 0 {
                return None;
            }
            out.push(b"n");
            at += 1;
            continue;
        }
        // A doubled consonant.
        if let [first, second, ..] = rest
            && (first == second && matches!(first, b'k' | b's' | b't' | b'p' | b'c')
                || (*first == b't' && rest.get(1..3) == Some(b"ch")))
        {
            if at == 0 {
                return None;
            }
            at += 1;
            continue;
        }
        let (syllable, used): (&[u8], usize) = match rest {
            [b's', b'y', ..] => (b"sh", 2),
            [b't', b'y', ..] => (b"ch", 2),
            [b'z' | b'j' | b'd', b'y', ..] => (b"j", 2),
            [b's', b'h', ..] => (b"sh", 2),
            [b'c', b'h', ..] => (b"ch", 2),
            [b't', b's', ..] => (b"ts", 2),
            [b'd', b'z', ..] => (b"z", 2),
            [b's', b'i', ..] => (b"sh", 1),
            [b't', b'i', ..] => (b"ch", 1),
            [b'z' | b'd', b'i', ..] => (b"j", 1),
            [b't', b'u', ..] => (b"ts", 1),
            [b'd', b'u', ..] => (b"z", 1),
            [b'h', b'u', ..] => (b"f", 1),
            [b'w', b'o', ..] => (b"", 1),
            [b'k', b'y', ..] => (b"ky", 2),
            [b'g', b'y', ..] => (b"gy", 2),
            [b'n', b'y', ..] => (b"ny", 2),
            [b'h', b'y', ..] => (b"hy", 2),
            [b'b', b'y', ..] => (b"by", 2),
            [b'p', b'y', ..] => (b"py", 2),
            [b'm', b'y', ..] => (b"my", 2),
            [b'r', b'y', ..] => (b"ry", 2),
            [
                first @ (b'k' | b'g' | b's' | b'z' | b't' | b'd' | b'n' | b'h' | b'b' | b'p' | b'm' | b'y' | b'r'
                | b'w' | b'f' | b'j'),
                ..,
            ] => (std::slice::from_ref(first), 1),
            [first, ..] if is_vowel(*first) => (b"", 0),
            _ => return None,
        };
        let vowel = *token.get(at + used)?;
        let fits = match syllable {
            b"y" => matches!(vowel, b'a' | b'o' | b'u'),
            b"w" => matches!(vowel, b'a'),
            [_, b'y'] => matches!(vowel, b'a' | b'o' | b'u'),
            b"f" | b"ts" => vowel == b'u',
            b"h" => vowel != b'u',
            _ => true,
        };
        if !is_vowel(vowel) || !fits {
            return None;
        }
        at += used + 1;
        morae += 1;
        if syllable.is_empty() && out.last() == Some(vowel)
            || (syllable.is_empty() && vowel == b'u' && out.last() == Some(b'o'))
        {
            // The second half of a long vowel.
            continue;
        }
        out.push(syllable);
        out.push(&[vowel]);
        // oh is a long o, too.
        if vowel == b'o'
            && token.get(at) == Some(&b'h')
            && token.get(at + 1).is_none_or(|next| !is_vowel(*next) && *next != b'y')
        {
            at += 1;
        }
    }
    let len = out.len;
    (morae > 1 && len > 2).then(|| &buffer[..len])
}

/// What is written so far. Never longer than the token plus one letter per syllable (`si` becomes `shi`).
struct Out<'a> {
    buffer: &'a mut [u8; ROOM],
    len: usize,
}

impl Out<'_> {
    fn push(&mut self, letters: &[u8]) {
        for &letter in letters {
            if self.len < ROOM {
                self.buffer[self.len] = letter;
                self.len += 1;
            }
        }
    }

    fn last(&self) -> Option<u8> {
        self.len.checked_sub(1).map(|last| self.buffer[last])
    }
}

/// 100 for two systems' spellings of one name, less where only the length of a vowel or consonant differs.
pub(super) fn similarity(a: &[u8], b: &[u8]) -> u8 {
    let (mut left, mut right) = ([0; ROOM], [0; ROOM]);
    match (canonical(a, &mut left), canonical(b, &mut right)) {
        (Some(one), Some(two)) if one == two => 100 - 2 * a.len().abs_diff(b.len()).min(5) as u8,
        _ => 0,
    }
}
