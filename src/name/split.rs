//! From folded characters to words: where they begin and end, dotted and spaced letters, digits.

use smallvec::SmallVec;

use super::fold::{Folded, is_apostrophe};
use super::script::{Script, script_of};

/// Where each letter of a word stands in the original.
pub(super) type Spans = SmallVec<[(u32, u32); 12]>;

/// A run of letters of one script, or of digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) script: Option<Script>,
    pub(super) span: (u32, u32),
    /// The bytes of the original that each character stands for; empty where the text is not letter for letter the original.
    pub(super) letter_spans: Spans,
    /// The usual word that it is a typing error away from.
    pub(super) meant: Option<&'static str>,
    /// Whether it was written as letters with dots between them (`I.R.G.C.`).
    pub(super) dotted: bool,
    /// Whether a comma stands right after it (family name first).
    pub(super) comma: bool,
    /// Whether a hyphen joins it to what follows (`RT-Capital`).
    pub(super) hyphen: bool,
}

impl Piece {
    /// The word as written, or the usual word that was meant.
    pub(super) fn meant(&self) -> &str {
        self.meant.unwrap_or(&self.text)
    }

    /// The bytes of the original that the characters `from..to` stand for.
    pub(super) fn span_of(&self, from: usize, to: usize) -> (u32, u32) {
        match (self.letter_spans.get(from), to.checked_sub(1).and_then(|last| self.letter_spans.get(last))) {
            (Some(first), Some(last)) if from < to => (first.0, last.1),
            _ => self.span,
        }
    }

    pub(super) fn letters(&self) -> usize {
        if self.text.is_ascii() { self.text.len() } else { self.text.chars().count() }
    }
}

/// Splits at everything that is no letter, digit or mark. Apostrophes join; so do dots between single letters.
pub(super) fn pieces(folded: &[Folded]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::with_capacity(8);
    let mut index = 0;
    while index < folded.len() {
        let f = folded[index];
        if (f.character == ',' || f.character == '،' || f.character == '，')
            && let Some(last) = pieces.last_mut()
        {
            last.comma = true;
        }
        if f.character == '-'
            && let Some(last) = pieces.last_mut().filter(|last| last.span.1 == f.start)
        {
            last.hyphen = folded.get(index + 1).is_some_and(|next| next.character.is_alphanumeric());
        }
        if let Some(end) = dotted_letters(folded, index) {
            let letters: String =
                folded[index..end].iter().map(|f| f.character).filter(|c| c.is_alphanumeric()).collect();
            let script = letters.chars().find_map(script_of);
            pieces.push(Piece {
                text: letters,
                script,
                span: (f.start, folded[end - 1].end),
                dotted: true,
                meant: None,
                letter_spans: Spans::new(),
                comma: false,
                hyphen: false,
            });
            index = end;
            continue;
        }
        let Some(kind) = kind_of(f.character) else {
            if f.character == '&' || f.character == '+' {
                // Written for `and`, and outside the character set of SWIFT messages.
                pieces.push(Piece {
                    text: "and".into(),
                    script: Some(Script::Latin),
                    span: (f.start, f.end),
                    dotted: false,
                    meant: None,
                    letter_spans: Spans::new(),
                    comma: false,
                    hyphen: false,
                });
            }
            index += 1;
            continue;
        };
        let mut piece = Piece {
            text: String::with_capacity(16),
            script: kind.script(),
            span: (f.start, f.end),
            dotted: false,
            meant: None,
            letter_spans: Spans::new(),
            comma: false,
            hyphen: false,
        };
        let mut all_upper_but_l = true;
        let mut letters = 0;
        while index < folded.len() {
            let f = folded[index];
            if f.character.is_ascii_lowercase() && piece.script == Some(Script::Latin) {
                all_upper_but_l &= f.upper || f.character == 'l';
                letters += usize::from(f.upper);
                piece.text.push(f.character);
                piece.letter_spans.push((f.start, f.end));
                piece.span.1 = f.end;
                index += 1;
                continue;
            }
            // Two in a row are a quotation mark.
            let is_quote = || folded.get(index + 1).is_some_and(|next| is_apostrophe(next.character));
            if is_apostrophe(f.character) && !piece.text.is_empty() && !is_quote() {
                index += 1;
                continue;
            }
            if let Some(letter) = sign_for_letter(folded, index).filter(|_| piece.script == Some(Script::Latin)) {
                piece.text.push(letter);
                piece.letter_spans.push((f.start, f.end));
                piece.span.1 = f.end;
                index += 1;
                continue;
            }
            match kind_of(f.character) {
                Some(next) if kind.joins(next, piece.script) => {
                    if let Kind::Letter(script) = next {
                        piece.script = piece.script.or(Some(script));
                    }
                    all_upper_but_l &= f.upper || f.character == 'l' || f.character.is_ascii_digit();
                    letters += usize::from(f.upper);
                    piece.text.push(f.character);
                    piece.letter_spans.push((f.start, f.end));
                    piece.span.1 = f.end;
                    index += 1;
                }
                _ => break,
            }
        }
        // In a word of capitals, a small l is a capital I that was misread or disguised.
        if all_upper_but_l && letters > 1 && letters < piece.text.len() && piece.text.len() > 3 {
            let start = piece.span.0;
            let lower_l = folded
                .iter()
                .filter(|f| f.start >= start && f.end <= piece.span.1 && !f.upper && f.character == 'l')
                .count();
            if lower_l > 0 {
                piece.text = piece.text.replace('l', "i");
            }
        }
        if !piece.text.is_empty() {
            pieces.push(piece);
        }
    }
    pieces
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Letter(Script),
    Digit,
    /// A mark or sign that belongs to the letters around it.
    Mark,
}

impl Kind {
    fn script(self) -> Option<Script> {
        match self {
            Self::Letter(script) => Some(script),
            Self::Digit | Self::Mark => None,
        }
    }

    /// Letters of one script stay together; digits stay with Latin letters (`h1kvision`, `11th`), not with others.
    fn joins(self, next: Self, script: Option<Script>) -> bool {
        match (next, script) {
            (Self::Mark, _) => true,
            (Self::Letter(next), Some(script)) => next == script || both_japanese(next, script),
            (Self::Letter(next), None) => self == Self::Mark || next == Script::Latin,
            (Self::Digit, None | Some(Script::Latin)) => true,
            (Self::Digit, Some(_)) => false,
        }
    }
}

fn both_japanese(a: Script, b: Script) -> bool {
    matches!((a, b), (Script::Han, Script::Kana) | (Script::Kana, Script::Han))
}

fn kind_of(c: char) -> Option<Kind> {
    if c.is_ascii_alphabetic() {
        Some(Kind::Letter(Script::Latin))
    } else if c.is_ascii_digit() {
        Some(Kind::Digit)
    } else if c.is_ascii() {
        None
    } else if let Some(script) = script_of(c) {
        Some(Kind::Letter(script))
    } else if c.is_alphabetic() || unicode_normalization::char::is_combining_mark(c) {
        Some(Kind::Mark)
    } else if c.is_numeric() {
        Some(Kind::Digit)
    } else {
        None
    }
}

/// The letter that a sign inside a word stands for (`Usm@nov`, `Ali$her`, `Rem!dov`). In an address of mail it is a sign.
fn sign_for_letter(folded: &[Folded], index: usize) -> Option<char> {
    let letter = match folded[index].character {
        '@' => 'a',
        '$' => 's',
        '!' => 'i',
        _ => return None,
    };
    let is_latin =
        |at: Option<&Folded>| at.is_some_and(|f| f.character.is_ascii_lowercase() || f.character.is_ascii_digit());
    let mut rest = folded[index..].iter().take_while(|f| !f.character.is_whitespace());
    let is_inside = index > 0 && is_latin(folded.get(index - 1)) && is_latin(folded.get(index + 1));
    (is_inside && !rest.any(|f| f.character == '.')).then_some(letter)
}

/// The end of a run `X.Y.` or `X.Y` of at least two single letters with dots between them.
fn dotted_letters(folded: &[Folded], start: usize) -> Option<usize> {
    let letter = |index: usize| folded.get(index).is_some_and(|f| f.character.is_alphanumeric());
    // Most words have a second letter.
    if letter(start) && letter(start + 1) {
        return None;
    }
    if start > 0 && letter(start - 1) {
        return None;
    }
    let mut end = start;
    let mut count = 0;
    while letter(end) && !letter(end + 1) {
        count += 1;
        if folded.get(end + 1).is_some_and(|f| f.character == '.') {
            end += 2;
        } else {
            end += 1;
            break;
        }
    }
    // The last letter may run into a longer word (`J.Smith`): then that word is not part of the run.
    (count >= 2).then_some(end)
}
