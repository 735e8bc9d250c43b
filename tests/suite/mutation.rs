//! Names as they arrive: what typists, forms and other programs make of a listed name.

/// A sequence of numbers that is the same on every machine (SplitMix64).
pub(crate) struct Sequence(pub(crate) u64);

impl Sequence {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`, which is not 0.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    fn letter(&mut self) -> char {
        char::from(b'a' + self.below(26) as u8)
    }
}

/// How many mutations there are.
pub(crate) const MUTATIONS: usize = 16;

/// The name, changed by the mutation of this number.
pub(crate) fn mutated(name: &str, mutation: usize, sequence: &mut Sequence) -> String {
    let mut words: Vec<String> = name.split_whitespace().map(str::to_owned).collect();
    if words.is_empty() {
        return name.to_owned();
    }
    let at = sequence.below(words.len());
    match mutation {
        0 => {}
        1 => typo(&mut words[at], sequence),
        2 => {
            typo(&mut words[at], sequence);
            let other = sequence.below(words.len());
            typo(&mut words[other], sequence);
        }
        3 => drop(words.remove(at)),
        4 => {
            let other = sequence.below(words.len());
            words.swap(at, other);
        }
        5 => {
            if at + 1 < words.len() {
                let next = words.remove(at + 1);
                words[at].push_str(&next);
            }
        }
        6 => {
            let letters: Vec<char> = words[at].chars().collect();
            if letters.len() > 1 {
                let cut = 1 + sequence.below(letters.len() - 1);
                words[at] = letters[..cut].iter().chain(&[' ']).chain(&letters[cut..]).collect();
            }
        }
        7 => {
            words[at] = words[at].chars().take(1).collect();
        }
        8 => {
            let last = words.len() - 1;
            for word in &mut words[..last] {
                *word = word.chars().take(1).chain(['.']).collect();
            }
        }
        9 => return name.chars().take(35).collect(),
        10 => words.reverse(),
        11 => words.push((*sequence.pick(&["LLC", "GmbH", "Co., Ltd.", "OOO", "S.A.", "Group", "Dr."])).to_owned()),
        12 => words.insert(0, (*sequence.pick(&["The", "Attn", "China", "International", "Mr", "M"])).to_owned()),
        13 if words.len() > 2 => {
            // An acronym of the first words, with the rest or without it.
            let end = 2 + at.min(words.len() - 2);
            let acronym: String = words[..end].iter().filter_map(|word| word.chars().next()).collect();
            words.splice(..end, [acronym]);
        }
        14 => words = words.concat().chars().map(String::from).collect(),
        _ => {
            let again = words[at].clone();
            words.insert(sequence.below(words.len() + 1), again);
        }
    }
    words.join(" ")
}

fn typo(word: &mut String, sequence: &mut Sequence) {
    let mut letters: Vec<char> = word.chars().collect();
    let at = sequence.below(letters.len());
    match sequence.below(4) {
        0 if letters.len() > 1 => drop(letters.remove(at)),
        1 => letters.insert(at, sequence.letter()),
        2 if at + 1 < letters.len() => letters.swap(at, at + 1),
        _ => letters[at] = sequence.letter(),
    }
    *word = letters.into_iter().collect();
}
