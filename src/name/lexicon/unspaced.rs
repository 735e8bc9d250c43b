//! Names in scripts without blanks: words are found sign by sign.

use smallvec::SmallVec;

use super::Reader;
use super::person::foreign_name;
use crate::name::script::{Script, romanize, simplified};
use crate::name::split::Piece;
use crate::name::tables::{Phrases, longest_unspaced};
use crate::name::{Class, number};

impl Reader {
    /// A script without blanks: known words are taken out, longest first; what is between them is a name.
    pub(super) fn unspaced(&mut self, piece: &Piece, script: Script) {
        let characters: Vec<char> =
            piece.text.chars().map(|c| if script == Script::Han { simplified(c) } else { c }).collect();
        let span_of = |from: usize, to: usize| piece.span_of(from, to);
        let mut start = 0;
        let mut index = 0;
        while index < characters.len() && !self.is_full() {
            let rest = &characters[index..];
            let numeral = han_number(rest);
            let known = || {
                let most = longest_unspaced().min(rest.len());
                // One character alone is seldom a word: `中` inside a name is not China.
                (2..=most).rev().find_map(|count| {
                    let text: String = rest[..count].iter().collect();
                    Phrases::Organizations.get(&text).map(|meaning| (count, meaning))
                })
            };
            if let Some((count, value)) = numeral {
                self.name_run(&characters[start..index], script, span_of(start, index), false);
                self.push(&value, &value, Class::Number, span_of(index, index + count));
                index += count;
                start = index;
            } else if let Some((count, meaning)) = known() {
                self.name_run(&characters[start..index], script, span_of(start, index), false);
                let span = span_of(index, index + count);
                for concept in meaning.concepts() {
                    self.push(concept, concept, meaning.class, span);
                }
                index += count;
                start = index;
            } else {
                index += 1;
            }
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

/// `第十一`, `七一〇`: how many characters, and the value.
fn han_number(characters: &[char]) -> Option<(usize, String)> {
    let ordinal = usize::from(characters.first() == Some(&'第'));
    let numerals = characters[ordinal..].iter().take_while(|c| "〇零○一二两三四五六七八九十百千".contains(**c)).count();
    if numerals == 0 || (ordinal == 0 && numerals < 2) {
        return None;
    }
    let text: String = characters[ordinal..ordinal + numerals].iter().collect();
    number::han_value(&text).map(|value| (ordinal + numerals, value))
}
