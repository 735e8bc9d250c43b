//! Names in scripts without blanks: words are found sign by sign.

use smallvec::SmallVec;

use super::Reader;
use super::person::foreign_name;
use crate::name::script::{Script, romanize, simplified};
use crate::name::split::Piece;
use crate::name::tables::{Meaning, Phrases, longest_unspaced};
use crate::name::{Class, number};

impl Reader {
    /// A script without blanks: known words are taken out; what is between them is a name.
    pub(super) fn unspaced(&mut self, piece: &Piece, script: Script) {
        let characters: Vec<char> =
            piece.text.chars().map(|c| if script == Script::Han { simplified(c) } else { c }).collect();
        let span_of = |from: usize, to: usize| piece.span_of(from, to);
        let mut start = 0;
        for Part { at, count, known } in parts(&characters) {
            if self.is_full() {
                return;
            }
            self.name_run(&characters[start..at], script, span_of(start, at), false);
            let span = span_of(at, at + count);
            match known {
                Found::Number(value) => self.push(&value, &value, Class::Number, span),
                Found::Word(meaning) => {
                    for concept in meaning.concepts() {
                        self.push(concept, concept, meaning.class, span);
                    }
                }
            }
            start = at + count;
        }
        if !self.is_full() {
            self.name_run(&characters[start..], script, span_of(start, characters.len()), start == 0);
        }
    }

    fn name_run(&mut self, characters: &[char], script: Script, span: (u32, u32), is_whole: bool) {
        if characters.is_empty() {
            return;
        }
        // A city's `市`, a province's `省` says nothing.
        let text: String = characters.iter().collect();
        if matches!(text.as_str(), "市" | "省" | "县" | "区" | "第" | "の" | "之") {
            return;
        }
        let mut readings: SmallVec<[String; 2]> = romanize(&text, script)
            .into_iter()
            .map(
                |reading| {
                    if matches!(script, Script::Han | Script::Hangul) { reading.replace(' ', "") } else { reading }
                },
            )
            .collect();
        // A foreign name, spelled by sound: 哈德森 is Hudson. Two signs are as often a Chinese name, and a name without a
        // word of organizations may be one.
        if characters.len() > 2
            && !is_whole
            && let Some(spelling) = foreign_name(&text)
        {
            if self.variant == 1 {
                // Read as Latin letters, for the signs only spell them.
                self.script = Some(Script::Latin);
            }
            readings.insert(1.min(readings.len()), spelling);
        }
        self.romanized(&readings, span);
        self.script = Some(script);
    }
}

/// What a table knows inside a name without blanks, or a number.
struct Part {
    at: usize,
    count: usize,
    known: Found,
}

enum Found {
    Number(String),
    Word(Meaning),
}

/// The known words and the numbers that part a name best: so that little is left between them, in few runs (`紫金|矿业`, not
/// `紫|金矿|业`), and of long words. (Dynamic programming over the places between signs, as for word graphs: Sproat et al.,
/// "A stochastic finite-state word-segmentation algorithm for Chinese", Computational Linguistics 22(3), 1996, with fixed costs.)
fn parts(characters: &[char]) -> Vec<Part> {
    const WORD: u32 = 3;
    /// The first sign of a run that no table knows, and each further one.
    const RUN: u32 = 12;
    const SIGN: u32 = 10;
    let mut text = String::new();
    let mut ends = vec![0];
    for &character in characters {
        text.push(character);
        ends.push(text.len());
    }
    // A number is not begun in its middle.
    let number_at = |at: usize| han_number(&characters[at..]).filter(|_| at == 0 || !is_numeral(characters[at - 1]));
    // For each place: the least that what follows it costs, behind a known word and inside a run, and the word to take in
    // either case, if one is best.
    let mut least = vec![(0, 0); characters.len() + 1];
    let mut taken: Vec<[Option<usize>; 2]> = vec![[None; 2]; characters.len()];
    for at in (0..characters.len()).rev() {
        let in_run = least[at + 1].1;
        let mut cost = (in_run + RUN, in_run + SIGN);
        let mut try_word = |count: usize| {
            let with = WORD + least[at + count].0;
            // Of two that cost the same, the longer one.
            if with < cost.0 {
                (cost.0, taken[at][0]) = (with, Some(count));
            }
            if with < cost.1 {
                (cost.1, taken[at][1]) = (with, Some(count));
            }
        };
        match number_at(at) {
            Some((count, _)) => try_word(count),
            // One character alone is seldom a word: `中` inside a name is not China.
            None => (2..=longest_unspaced().min(characters.len() - at))
                .rev()
                .filter(|count| Phrases::Organizations.get(&text[ends[at]..ends[at + count]]).is_some())
                .for_each(try_word),
        }
        least[at] = cost;
    }
    let mut parts = Vec::new();
    let (mut at, mut in_run) = (0, false);
    while at < characters.len() {
        let Some(count) = taken[at][usize::from(in_run)] else {
            (at, in_run) = (at + 1, true);
            continue;
        };
        let known = match number_at(at) {
            Some((_, value)) => Some(Found::Number(value)),
            None => Phrases::Organizations.get(&text[ends[at]..ends[at + count]]).map(Found::Word),
        };
        parts.extend(known.map(|known| Part { at, count, known }));
        (at, in_run) = (at + count, false);
    }
    parts
}

fn is_numeral(character: char) -> bool {
    "〇零○一二两三四五六七八九十百千".contains(character)
}

/// `第十一`, `七一〇`: how many characters, and the value.
fn han_number(characters: &[char]) -> Option<(usize, String)> {
    let ordinal = usize::from(characters.first() == Some(&'第'));
    let numerals = characters[ordinal..].iter().take_while(|c| is_numeral(**c)).count();
    if numerals == 0 || (ordinal == 0 && numerals < 2) {
        return None;
    }
    let text: String = characters[ordinal..ordinal + numerals].iter().collect();
    number::han_value(&text).map(|value| (ordinal + numerals, value))
}
