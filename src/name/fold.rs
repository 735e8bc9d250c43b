//! From characters as written to characters that compare: Unicode form, case, marks, invisible characters, lookalikes.
//!
//! Every folded character knows the bytes of the original that it came from, so any match can be shown in the original.
//! Compatibility forms (fullwidth, circled, mathematical letters) are undone by NFKC (UAX #15); letters of another script
//! that stand in a word for the Latin letters they look like are undone after UTS #39 (confusables), reduced to letters.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use super::script::{Script, script_of};

/// A folded character and the bytes of the original it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Folded {
    pub(super) character: char,
    pub(super) start: u32,
    pub(super) end: u32,
    /// Whether it was an upper-case letter.
    pub(super) upper: bool,
}

/// Folds a text. Punctuation and blanks stay (as they are), invisible characters vanish.
pub(super) fn fold(text: &str, out: &mut Vec<Folded>) {
    out.clear();
    if text.is_ascii() {
        out.extend(text.bytes().zip(0..).map(|(letter, start)| Folded {
            character: char::from(letter.to_ascii_lowercase()),
            start,
            end: start + 1,
            upper: letter.is_ascii_uppercase(),
        }));
        return;
    }
    out.reserve(text.len());
    for (start, original) in text.char_indices() {
        let (start, end) = (start as u32, (start + original.len_utf8()) as u32);
        if original.is_ascii() {
            push(original, start, end, out);
        } else if let Some(character) = plain_lower(original) {
            out.push(Folded { character, start, end, upper: character != original });
        } else if !is_invisible(original) {
            for character in std::iter::once(original).nfkc() {
                push(character, start, end, out);
            }
        }
    }
    undo_lookalikes(out);
}

fn push(character: char, start: u32, end: u32, out: &mut Vec<Folded>) {
    if character.is_ascii() {
        let upper = character.is_ascii_uppercase();
        out.push(Folded { character: character.to_ascii_lowercase(), start, end, upper });
        return;
    }
    if is_stacking_mark(character) || is_invisible(character) {
        // A mark belongs to the letter before it: the letter's span grows over it.
        if let Some(last) = out.last_mut() {
            last.end = end;
        }
        return;
    }
    let upper = character.is_uppercase();
    for lower in character.to_lowercase() {
        if let Some(letters) = latin_special(lower) {
            out.extend(letters.chars().map(|character| Folded { character, start, end, upper }));
        } else if matches!(script_of(lower), Some(Script::Latin | Script::Greek)) {
            let mut base = None;
            decompose_canonical(lower, |part| {
                if !is_combining_mark(part) {
                    base.get_or_insert(part);
                }
            });
            let base = base.unwrap_or(lower);
            // `Ǽ` and `Ǿ` are such a letter with a mark.
            match latin_special(base) {
                Some(letters) => out.extend(letters.chars().map(|character| Folded { character, start, end, upper })),
                None => out.push(Folded { character: base, start, end, upper }),
            }
        } else if is_apostrophe(lower) {
            out.push(Folded { character: '\'', start, end, upper });
        } else if !is_stacking_mark(lower) {
            out.push(Folded { character: lower, start, end, upper });
        }
    }
}

/// The lower case of a letter of the usual ranges, which no Unicode form changes otherwise: most letters that are not ASCII.
fn plain_lower(c: char) -> Option<char> {
    let code = u32::from(c);
    match code {
        0x430..=0x45f | 0x621..=0x63a | 0x641..=0x64a | 0x5d0..=0x5ea => Some(c),
        0x3041..=0x3096 | 0x30a1..=0x30fa | 0x4e00..=0x9fff | 0xac00..=0xd7a3 => Some(c),
        0x410..=0x42f => char::from_u32(code + 0x20),
        0x400..=0x40f => char::from_u32(code + 0x50),
        _ => None,
    }
}

/// Marks of the general blocks. Marks of Indic, Arabic, Thai and other scripts are part of the spelling and stay.
fn is_stacking_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe20}'..='\u{fe2f}' | '\u{483}'..='\u{489}')
}

/// Default-ignorable code points (UAX #44): zero-width, bidirectional controls, soft hyphen, variation selectors, tags.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
        || (c.is_control() && !c.is_whitespace())
}

pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '´' | 'ʼ' | 'ʻ' | 'ʹ' | 'ʾ' | 'ʿ' | '′' | '＇' | '‛')
}

/// Latin letters that do not decompose into a base letter and marks.
fn latin_special(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' | 'ẞ' => "ss",
        'ł' => "l",
        'ø' => "o",
        'đ' | 'ð' | 'ɖ' => "d",
        'þ' => "th",
        'æ' => "ae",
        'œ' => "oe",
        'ı' | 'ɩ' => "i",
        'ə' | 'ǝ' => "a",
        'ħ' => "h",
        'ŧ' => "t",
        'ŋ' => "n",
        'ƙ' => "k",
        'ɓ' => "b",
        'ɗ' => "d",
        'ĸ' => "k",
        'ſ' => "s",
        'ƒ' => "f",
        'ɑ' => "a",
        'ɡ' => "g",
        'ƴ' => "y",
        _ => return None,
    })
}

/// In a word of mixed scripts, or in a name that is otherwise Latin, letters of another script which look like Latin
/// ones are Latin ones: `SВЕRВАNК` with Cyrillic В, Е, А, К.
fn undo_lookalikes(folded: &mut [Folded]) {
    let is_latin = |c: char| c.is_ascii_alphabetic();
    let is_foreign =
        |c: char| !c.is_ascii() && matches!(script_of(c), Some(Script::Cyrillic | Script::Greek | Script::Armenian));
    if !folded.iter().any(|f| is_foreign(f.character)) {
        return;
    }
    let is_of_word = |c: char| is_foreign(c) || c.is_alphanumeric();
    let mut start = 0;
    while start < folded.len() {
        if !is_of_word(folded[start].character) {
            start += 1;
            continue;
        }
        let length = folded[start..].iter().take_while(|f| is_of_word(f.character)).count();
        let word = &mut folded[start..start + length];
        let latin = word.iter().filter(|f| is_latin(f.character)).count();
        let foreign = word.iter().filter(|f| is_foreign(f.character)).count();
        // Without a Latin letter in the word there is no sign of deceit: `СССР` stays Cyrillic.
        if latin > 0 && foreign > 0 {
            if word.iter().all(|f| !is_foreign(f.character) || latin_lookalike(f.character, f.upper).is_some()) {
                for f in word.iter_mut().filter(|f| is_foreign(f.character)) {
                    f.character = latin_lookalike(f.character, f.upper).unwrap_or(f.character);
                }
            } else if foreign >= latin {
                for f in word.iter_mut().filter(|f| is_latin(f.character)) {
                    f.character = cyrillic_lookalike(f.character).unwrap_or(f.character);
                }
            }
        }
        start += length;
    }
}

/// The Latin letter that a lower-cased Cyrillic, Greek or Armenian letter looks like, in the case it was written in.
fn latin_lookalike(c: char, upper: bool) -> Option<char> {
    Some(match (c, upper) {
        ('а' | 'α', _) => 'a',
        ('в' | 'β', true) => 'b',
        ('ь', false) => 'b',
        ('с' | 'ϲ', _) => 'c',
        ('ԁ', _) => 'd',
        ('е' | 'ё', _) | ('ε', true) => 'e',
        ('ɡ' | 'ց', false) => 'g',
        ('н' | 'η', true) | ('һ' | 'հ', _) => 'h',
        ('і' | 'ї' | 'ι', _) | ('ӏ', true) => 'i',
        ('ӏ', false) => 'l',
        ('ј', _) => 'j',
        ('к' | 'κ', _) => 'k',
        ('м' | 'μ', true) => 'm',
        ('ν', true) | ('п' | 'ո' | 'η', false) => 'n',
        ('о' | 'ο' | 'օ' | 'σ', _) => 'o',
        ('р' | 'ρ', _) => 'p',
        ('ԛ' | 'զ', _) => 'q',
        ('г', false) => 'r',
        ('ѕ' | 'տ', _) => 's',
        ('т' | 'τ', _) => 't',
        ('υ' | 'ս', false) => 'u',
        ('ν' | 'ѵ', false) => 'v',
        ('ԝ' | 'ω', _) => 'w',
        ('х' | 'χ', _) => 'x',
        ('у' | 'ү' | 'γ', _) | ('υ', true) => 'y',
        ('ζ', true) => 'z',
        _ => return None,
    })
}

fn cyrillic_lookalike(c: char) -> Option<char> {
    Some(match c {
        'a' => 'а',
        'b' => 'в',
        'c' => 'с',
        'e' => 'е',
        'h' => 'н',
        'i' => 'і',
        'k' => 'к',
        'm' => 'м',
        'o' => 'о',
        'p' => 'р',
        't' => 'т',
        'x' => 'х',
        'y' => 'у',
        _ => return None,
    })
}

/// A table's form folded as names are: lower case, without marks, as words.
pub(super) fn fold_form(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = Vec::new();
    fold(text, &mut folded);
    folded.iter().map(|f| f.character).collect()
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization as _;

    use super::fold_form;

    #[test]
    fn plain_letters_fold_as_all_others_do() {
        for c in ('\u{80}'..'\u{ffff}').filter(|&c| super::plain_lower(c).is_some()) {
            let mut slowly = Vec::new();
            for character in std::iter::once(c).nfkc() {
                super::push(character, 0, 2, &mut slowly);
            }
            let [only] = slowly[..] else { panic!("{c:?} is not one letter") };
            assert_eq!(super::plain_lower(c), Some(only.character), "{c:?}");
            assert_eq!(only.upper, only.character != c, "{c:?}");
        }
    }

    #[test]
    fn ascii_folds_as_all_others_do() {
        let text: String = ('\0'..='\u{7f}').collect();
        let (mut quickly, mut slowly) = (Vec::new(), Vec::new());
        super::fold(&text, &mut quickly);
        for (start, c) in (0..).zip(text.chars()) {
            super::push(c, start, start + 1, &mut slowly);
        }
        assert_eq!(quickly, slowly);
    }

    #[test]
    fn disguises_are_undone() {
        for (written, plain) in [
            ("Ｏｌｅｇ　Ｄｅｒｉｐａｓｋａ", "oleg deripaska"),
            ("Ⓓⓐⓛⓘⓐⓝ", "dalian"),
            ("𝐘𝐚𝐧𝐭𝐚𝐢", "yantai"),
            ("SВЕRВАNК ОF RUSSІА", "sberbank of russia"),
            ("Wu\u{ad}han \u{202a}Glo\u{200b}bal\u{202c}", "wuhan global"),
            ("D̴́äḷia̅ņ", "dalian"),
            ("Mordašov Şirketi Łódź", "mordasov sirketi lodz"),
            ("СССР", "ссср"),
            ("Йошкар", "йошкар"),
        ] {
            assert_eq!(fold_form(written), plain, "{written}");
        }
    }
}
