//! Spellings that leave the vowels out: `hkvsn` for `hikvision`.

/// Fewer consonants say too little.
const ENOUGH: usize = 4;

fn is_consonant(letter: u8) -> bool {
    letter.is_ascii_lowercase() && !matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// The consonants, doubled ones once; `None` if they are too few.
pub(super) fn skeleton<'a>(token: &[u8], buffer: &'a mut [u8; super::phone::MAX_LETTERS]) -> Option<&'a [u8]> {
    let mut len = 0;
    let mut last = 0;
    for &letter in token {
        if is_consonant(letter) && letter != last && len < buffer.len() {
            buffer[len] = letter;
            len += 1;
        }
        last = letter;
    }
    (len >= ENOUGH).then_some(&buffer[..len])
}

/// Two full spellings with the same consonants are a guess; a spelling without vowels is meant as an abbreviation.
pub(super) fn similarity(a: &[u8], b: &[u8]) -> u8 {
    let (mut left, mut right) = ([0; super::phone::MAX_LETTERS], [0; super::phone::MAX_LETTERS]);
    match (skeleton(a, &mut left), skeleton(b, &mut right)) {
        (Some(left), Some(right)) if left == right => {}
        _ => return 0,
    }
    let (mut one, mut two) = ([0; super::phone::MAX_LETTERS], [0; super::phone::MAX_LETTERS]);
    let (one, two) = (vowels(a, &mut one), vowels(b, &mut two));
    if one.is_empty() || two.is_empty() {
        return 88;
    }
    75 - 12 * crate::metric::edit::distance(one, two).min(6) as u8
}

fn vowels<'a>(token: &[u8], buffer: &'a mut [u8; super::phone::MAX_LETTERS]) -> &'a [u8] {
    let mut len = 0;
    for &letter in token.iter().filter(|letter| !is_consonant(**letter)).take(buffer.len()) {
        buffer[len] = letter;
        len += 1;
    }
    &buffer[..len]
}
