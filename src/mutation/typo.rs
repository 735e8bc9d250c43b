//! Typos: one letter, or two neighbours, of a longer word.

use super::{Draw, joined, words};

/// Letters that a word must have: in shorter ones, a typo makes another word.
const LEAST: usize = 5;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Substitution,
    Deletion,
    Insertion,
    Transposition,
}

const KINDS: [Kind; 4] = [Kind::Substitution, Kind::Deletion, Kind::Insertion, Kind::Transposition];

/// The letters that could have been typed instead, in lower case.
fn alphabet(c: char) -> Option<&'static str> {
    match c.to_lowercase().next()? {
        'a'..='z' | 'ß'..='ö' | 'ø'..='ɏ' | 'ə' | 'ḁ'..='ỿ' => Some("abcdefghijklmnopqrstuvwxyz"),
        'а'..='я' | 'ё' | 'є' | 'і' | 'ї' | 'ў' | 'ґ' | 'ѐ'..='џ' => Some("абвгдежзийклмнопрстуфхцчшщыьэюя"),
        'α'..='ω' | 'ά'..='ί' | 'ό'..='ώ' => Some("αβγδεζηθικλμνξοπρστυφχψω"),
        'ء'..='غ' | 'ف'..='ي' | 'ٱ'..='ۓ' => Some("ابتثجحخدذرزسشصضطظعغفقكلمنهوي"),
        'א'..='ת' => Some("אבגדהוזחטיכלמנסעפצקרשת"),
        'ა'..='ჰ' => Some("აბგდევზთიკლმნოპრსტუფქღყშჩცძწჭხჯჰ"),
        'ա'..='ֆ' => Some("աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ"),
        _ => None,
    }
}

/// The words in which a typo can be made.
fn eligible(words: &[&str]) -> Vec<usize> {
    let fits = |word: &&str| {
        let mut letters = word.chars().filter(|c| c.is_alphabetic()).peekable();
        letters.peek().is_some() && letters.clone().count() >= LEAST && letters.all(|c| alphabet(c).is_some())
    };
    (0..words.len()).filter(|&at| fits(&words[at])).collect()
}

/// One typo of this kind; `None` if there is no word for it.
pub(super) fn one(full: &str, kind: Kind, draw: Draw) -> Option<String> {
    let mut words = words(full);
    let long = eligible(&words);
    let at = long[draw.below(long.len())?];
    let word = mistyped(words[at], kind, draw.next())?;
    words[at] = &word;
    Some(joined(&words))
}

/// Two typos of kinds drawn, in two words.
pub(super) fn two(full: &str, draw: Draw) -> Option<String> {
    let mut words = words(full);
    let mut long = eligible(&words);
    let first = long.remove(draw.below(long.len())?);
    let draw = draw.next();
    let second = long[draw.below(long.len())?];
    let draw = draw.next();
    let kind = KINDS[draw.below(KINDS.len())?];
    let one = mistyped(words[first], kind, draw.next())?;
    let draw = draw.next().next().next().next();
    let kind = KINDS[draw.below(KINDS.len())?];
    let other = mistyped(words[second], kind, draw.next())?;
    words[first] = &one;
    words[second] = &other;
    Some(joined(&words))
}

fn mistyped(word: &str, kind: Kind, draw: Draw) -> Option<String> {
    let mut characters: Vec<char> = word.chars().collect();
    let letters: Vec<usize> = (0..characters.len()).filter(|&at| characters[at].is_alphabetic()).collect();
    let drawn = draw.below(letters.len())?;
    let at = letters[drawn];
    match kind {
        Kind::Substitution => characters[at] = another(characters[at], draw.next())?,
        Kind::Deletion => {
            characters.remove(at);
        }
        Kind::Insertion => characters.insert(at, another(characters[at], draw.next())?),
        Kind::Transposition => {
            // From the letter drawn onwards, the first that differs from the next.
            let differs = |&at: &usize| {
                letters.contains(&(at + 1)) && characters[at].to_lowercase().ne(characters[at + 1].to_lowercase())
            };
            let at = *letters.iter().cycle().skip(drawn).take(letters.len()).find(|at| differs(at))?;
            let (left, right) = (characters[at], characters[at + 1]);
            characters[at] = cased(right, left);
            characters[at + 1] = cased(left, right);
        }
    }
    Some(characters.into_iter().collect())
}

/// Another letter of the alphabet than this one, in its case.
fn another(c: char, draw: Draw) -> Option<char> {
    let lower = c.to_lowercase().next()?;
    let others: Vec<char> = alphabet(c)?.chars().filter(|&other| other != lower).collect();
    Some(cased(others[draw.below(others.len())?], c))
}

/// The letter in the case of another one, where that is one letter.
fn cased(letter: char, like: char) -> char {
    let one = |mut letters: Box<dyn Iterator<Item = char>>| {
        let first = letters.next();
        if letters.next().is_none() { first } else { None }
    };
    if like.is_uppercase() {
        one(Box::new(letter.to_uppercase())).unwrap_or(letter)
    } else if like.is_lowercase() {
        one(Box::new(letter.to_lowercase())).unwrap_or(letter)
    } else {
        letter
    }
}
