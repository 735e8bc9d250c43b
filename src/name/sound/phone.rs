//! Tokens as sequences of ambiguous sounds, and how far two such sequences are apart.
//!
//! A letter group of a Latin spelling stands for one of several sounds (`ch` is tʃ in English, ʃ in French and x in
//! German). A [`Unit`] therefore holds a *set* of sounds, and two units agree when their sets meet. The distance is a
//! weighted edit distance over units whose weights are a family's [`Costs`].

/// Longer tokens are no names; they get no key.
pub(super) const MAX_LETTERS: usize = 32;
/// `x` is two sounds and no letter is more than two.
const MAX_UNITS: usize = 2 * MAX_LETTERS;

/// How many ways a family reads ambiguous letters; each gives a key if it differs from the first.
pub(super) const READINGS: usize = 3;

/// A set of sounds, one bit each.
pub(super) type Phones = u32;

macro_rules! phones {
    ($($name:ident = $bit:literal),* $(,)?) => { $(pub(super) const $name: Phones = 1 << $bit;)* };
}
phones! {
    P = 0, B = 1, T = 2, D = 3, K = 4, G = 5, F = 6, V = 7, S = 8, Z = 9, SH = 10, ZH = 11, CH = 12, J = 13, TS = 14,
    X = 15, H = 16, M = 17, N = 18, NG = 19, L = 20, R = 21, W = 22,
    Y = 23, A = 24, E = 25, I = 26, O = 27, U = 28, EO = 29, EU = 30, TH = 31,
}
/// All vowels.
pub(super) const VOWELS: Phones = A | E | I | O | U | EO | EU;

/// One letter group: what it may sound like, and what it contributes to the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) phones: Phones,
    /// The letter in the key of each reading, 0 for none.
    pub(super) letters: [u8; READINGS],
}

/// A token as units.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    units: [Unit; MAX_UNITS],
    len: usize,
    /// Whether any unit was read in more ways than one.
    is_ambiguous: bool,
}

impl Word {
    pub(super) const fn new() -> Self {
        Self { units: [Unit { phones: 0, letters: [0; READINGS] }; MAX_UNITS], len: 0, is_ambiguous: false }
    }

    /// Makes room for another token.
    pub(super) fn clear(&mut self) {
        self.len = 0;
        self.is_ambiguous = false;
    }

    /// Whether it may be read in several ways. If not, only the letters of the first reading are kept up.
    pub(super) fn is_ambiguous(&self) -> bool {
        self.is_ambiguous
    }

    /// Adds a unit; a doubled consonant is one.
    #[inline]
    pub(super) fn push(&mut self, phones: Phones, letters: [u8; READINGS]) {
        let unit = Unit { phones, letters };
        self.is_ambiguous |= letters != [letters[0]; READINGS];
        if phones & VOWELS == 0 && self.last() == Some(unit) {
            return;
        }
        if self.len < MAX_UNITS {
            self.units[self.len] = unit;
            self.len += 1;
        }
    }

    /// A consonant read one way only.
    #[inline]
    pub(super) fn consonant(&mut self, phones: Phones, key: u8) {
        self.push(phones, [key; READINGS]);
    }

    /// A vowel, which has no letter in a skeleton.
    pub(super) fn vowel(&mut self, phones: Phones) {
        self.push(phones, [0; READINGS]);
    }

    pub(super) fn units(&self) -> &[Unit] {
        &self.units[..self.len]
    }

    pub(super) fn units_mut(&mut self) -> &mut [Unit] {
        &mut self.units[..self.len]
    }

    pub(super) fn last(&self) -> Option<Unit> {
        self.units().last().copied()
    }
}

/// Letters that a family reads in one way, whatever stands beside them: their sounds, and their letter in the keys. Most letters
/// are, and need not be held against each rule.
pub(super) struct Plain([(Phones, u8); 26]);

impl Plain {
    pub(super) const fn new(letters: &[(u8, Phones, u8)]) -> Self {
        let mut plain = [(0, 0); 26];
        let mut at = 0;
        while at < letters.len() {
            let (letter, phones, key) = letters[at];
            plain[(letter - b'a') as usize] = (phones, key);
            at += 1;
        }
        Self(plain)
    }

    #[inline]
    pub(super) fn of(&self, letter: u8) -> Option<(Phones, u8)> {
        self.0.get(usize::from(letter.wrapping_sub(b'a'))).copied().filter(|&(phones, _)| phones != 0)
    }
}

/// Sounds that one system keeps apart and another merges, and what it costs to take one for the other.
#[derive(Debug)]
pub(super) struct Near {
    pairs: &'static [(Phones, Phones, u16)],
    /// Of which pairs each sound is the first and the second, one bit each.
    sides: [[u32; 2]; Phones::BITS as usize],
    /// The sounds that each sound is a pair with.
    partners: [Phones; Phones::BITS as usize],
}

impl Near {
    pub(super) const fn new(pairs: &'static [(Phones, Phones, u16)]) -> Self {
        assert!(pairs.len() <= u32::BITS as usize, "a bit for each pair");
        let mut sides = [[0; 2]; Phones::BITS as usize];
        let mut partners = [0; Phones::BITS as usize];
        let mut index = 0;
        while index < pairs.len() {
            let mut sound = 0;
            while sound < sides.len() {
                sides[sound][0] |= (pairs[index].0 >> sound & 1) << index;
                sides[sound][1] |= (pairs[index].1 >> sound & 1) << index;
                partners[sound] |= (pairs[index].0 >> sound & 1) * pairs[index].1;
                partners[sound] |= (pairs[index].1 >> sound & 1) * pairs[index].0;
                sound += 1;
            }
            index += 1;
        }
        Self { pairs, sides, partners }
    }

    /// The sounds that any of a set is a pair with.
    fn partners(&self, mut phones: Phones) -> Phones {
        let mut partners = 0;
        while phones != 0 {
            partners |= self.partners[phones.trailing_zeros() as usize];
            phones &= phones - 1;
        }
        partners
    }

    /// What the cheapest pair costs that two sets of sounds make.
    fn cost(&self, a: Phones, b: Phones) -> u16 {
        let ([a_first, a_second], [b_first, b_second]) = (self.sides(a), self.sides(b));
        let mut pairs = (a_first & b_second) | (a_second & b_first);
        let mut least = DIFFERENT;
        while pairs != 0 {
            least = least.min(self.pairs[pairs.trailing_zeros() as usize].2);
            pairs &= pairs - 1;
        }
        least
    }

    /// Which of the pairs a set of sounds has a part in: as the first and as the second of the pair, one bit each.
    fn sides(&self, mut phones: Phones) -> [u32; 2] {
        let mut sides = [0; 2];
        while phones != 0 {
            let [first, second] = self.sides[phones.trailing_zeros() as usize];
            sides[0] |= first;
            sides[1] |= second;
            phones &= phones - 1;
        }
        sides
    }
}

/// What differences cost in a family, in hundredths of a wholly different consonant.
#[derive(Debug)]
pub(super) struct Costs {
    pub(super) near: Near,
    /// Neighbouring vowels: a and e, e and i, o and u.
    pub(super) close_vowel: u16,
    /// Any other two vowels.
    pub(super) far_vowel: u16,
    /// An i or y beside another vowel that one side does not write.
    pub(super) glide: u16,
    /// A syllable that one side does not write.
    pub(super) syllable: u16,
    /// A first vowel that one side does not write.
    pub(super) onset: u16,
    /// A last e that one side does not write: French and Turkish spellings.
    pub(super) mute: u16,
    /// Points off when one word ends in a vowel and the other in a consonant, however long they are: the ending tells
    /// Petrova from Petrov and Husseini from Hussein.
    pub(super) ending: u8,
    /// Points off when the words end in different vowels, e aside.
    pub(super) other_ending: u8,
    /// By how much dearer each difference is between words of one syllable, where each sound tells names apart.
    pub(super) one_syllable: u32,
    /// Consonants that may fall silent, and what their loss costs.
    pub(super) weak: &'static [(Phones, u16)],
    /// How much of the score a wholly different consonant takes from a word of one unit.
    pub(super) weight: u32,
}

const DIFFERENT: u16 = 100;
/// More than any words cost that sound alike at all.
const FAR: u16 = 1 << 14;

impl Costs {
    /// What it costs to take a set of sounds, which makes pairs with `partners`, for another.
    fn substitute(&self, a: Phones, partners: Phones, b: Phones) -> u16 {
        if a & b != 0 {
            return 0;
        }
        if partners & b != 0 {
            return self.near.cost(a, b);
        }
        let either = |x: Phones, y: Phones| (a & x != 0 && b & y != 0) || (a & y != 0 && b & x != 0);
        match (a & VOWELS != 0, b & VOWELS != 0) {
            (true, true) if either(A, E) || either(E, I) || either(O, U) => self.close_vowel,
            (true, true) => self.far_vowel,
            (false, false) => DIFFERENT,
            // A consonant is never a vowel: dearer than leaving both out.
            _ => 2 * DIFFERENT,
        }
    }

    fn gap(&self, units: &[Unit], at: usize) -> u16 {
        let phones = units[at].phones;
        let is_vowel = |i: usize| units.get(i).is_some_and(|unit| unit.phones & VOWELS != 0);
        if phones & VOWELS != 0 {
            let beside = (at > 0 && is_vowel(at - 1)) || is_vowel(at + 1);
            let last = at + 1 == units.len();
            return match (last, beside) {
                (_, true) if phones & I != 0 => self.glide,
                (true, false) if phones == E => self.mute,
                (false, true) => self.close_vowel,
                (false, false) if at == 0 => self.onset,
                _ => self.syllable,
            };
        }
        self.weak.iter().filter(|(weak, _)| phones & weak != 0).fold(DIFFERENT, |least, &(_, cost)| least.min(cost))
    }

    fn endings(&self, a: &[Unit], b: &[Unit]) -> u8 {
        let (Some(a), Some(b)) = (a.last(), b.last()) else { return 0 };
        let (a, b) = (a.phones, b.phones);
        let open = |phones: Phones| phones & VOWELS != 0;
        // e may be mute or stand for any last vowel, and a Belarusian u for v.
        let unsure = |phones: Phones| phones == E || (open(phones) && phones & (V | W) != 0);
        let (one, two) = (open(a), open(b));
        if one != two {
            if unsure(a) || unsure(b) { 0 } else { self.ending }
        } else if one && a & b == 0 && !unsure(a) && !unsure(b) {
            self.other_ending
        } else {
            0
        }
    }

    /// How alike two words sound, 0 to 100; less than `least` is told as 0.
    pub(super) fn similarity(&self, a: &Word, b: &Word, least: u8) -> u8 {
        let (a, b) = (a.units(), b.units());
        if a.is_empty() || b.is_empty() {
            return 0;
        }
        if a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.phones & b.phones != 0) {
            let alike = 100 - self.endings(a, b);
            return if alike < least { 0 } else { alike };
        }
        let longer = a.len().max(b.len()) as u32;
        let are_short = self.one_syllable > 1 && is_one_syllable(a) && is_one_syllable(b);
        let price = if are_short { self.one_syllable * self.weight } else { self.weight };
        let ending = self.endings(a, b);
        let Some(points) = (100 - least).checked_sub(ending) else { return 0 };
        // What differs may cost so much: all that is dearer is far, and is not worked out.
        let most = ((u32::from(points) + 1) * 100 * longer - 1) / price;
        let Some(cost) = self.distance(a, b, most.min(u32::from(FAR)) as u16) else { return 0 };
        100 - (u32::from(cost) * price / (100 * longer)) as u8 - ending
    }

    /// How far two words are apart, if it is no further than `most`.
    fn distance(&self, a: &[Unit], b: &[Unit], most: u16) -> Option<u16> {
        let mut row = [0u16; MAX_UNITS + 1];
        let mut gaps = [0u16; MAX_UNITS];
        // Places of `b` up to which what was read of `a` can be taken for no more than that; all others are too far.
        let (mut from, mut to) = (0, 0);
        let mut gaps_known = 0;
        let mut gap_of = |gaps: &mut [u16; MAX_UNITS], at: usize| {
            if gaps_known == at {
                gaps[at] = self.gap(b, at);
                gaps_known += 1;
            }
            gaps[at]
        };
        while to < b.len() && row[to] <= most {
            row[to + 1] = row[to] + gap_of(&mut gaps, to);
            to += 1;
        }
        for (i, unit) in a.iter().enumerate() {
            let gap = self.gap(a, i);
            let partners = self.near.partners(unit.phones);
            let mut diagonal = row[from];
            let mut left = diagonal + gap;
            row[from] = left;
            for j in from..to {
                let above = row[j + 1];
                let substituted = diagonal + self.substitute(unit.phones, partners, b[j].phones);
                left = substituted.min(left + gaps[j]).min(above + gap);
                diagonal = above;
                row[j + 1] = left;
            }
            if to < b.len() {
                let substituted = diagonal + self.substitute(unit.phones, partners, b[to].phones);
                left = substituted.min(left + gap_of(&mut gaps, to));
                to += 1;
                row[to] = left;
                while to < b.len() && left <= most {
                    left += gap_of(&mut gaps, to);
                    to += 1;
                    row[to] = left;
                }
            }
            while row[from] > most {
                from += 1;
                if from > to {
                    return None;
                }
            }
            while row[to] > most {
                to -= 1;
            }
        }
        (to == b.len()).then(|| row[to])
    }
}

/// Whether a word has one vowel at most, or one run of vowels.
fn is_one_syllable(units: &[Unit]) -> bool {
    let mut syllables = 0;
    let mut is_vowel = false;
    for unit in units {
        let was_vowel = std::mem::replace(&mut is_vowel, unit.phones & VOWELS != 0);
        syllables += u32::from(is_vowel && !was_vowel);
        if syllables > 1 {
            return false;
        }
    }
    true
}
