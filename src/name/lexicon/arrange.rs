//! Pieces that belong together: letters written apart, syllables and words that a hyphen joins.

use crate::name::Mode;
use crate::name::fold::Folded;
use crate::name::script::{Script, is_wade_giles, may_be_mistyped, pinyin_syllable, split_pinyin};
use crate::name::sound;
use crate::name::split::{Piece, Spans};
use crate::name::tables::{Phrases, known};

use super::person::is_korean_family;

/// Letters written apart (`D M T G`, `H I K V I S I O N`) are one word; in persons' names, few letters are initials.
/// `None` if none are.
pub(super) fn letters_joined(pieces: &[Piece], mode: Mode) -> Option<Vec<Piece>> {
    let shortest_run = match mode {
        Mode::Organization | Mode::Craft => 2,
        Mode::Person => 6,
    };
    let is_letter = |piece: &Piece| piece.script == Some(Script::Latin) && piece.letters() == 1;
    let is_dotted = |piece: &Piece| mode == Mode::Person && piece.dotted;
    let letters = pieces.iter().filter(|piece| is_letter(piece)).count();
    if letters < shortest_run && !pieces.iter().any(is_dotted) {
        return None;
    }
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut index = 0;
    while index < pieces.len() {
        let run = pieces[index..].iter().take_while(|piece| is_letter(piece)).count();
        if run >= shortest_run {
            let last = &pieces[index + run - 1];
            joined.push(Piece {
                text: pieces[index..index + run].iter().map(|piece| piece.text.as_str()).collect(),
                script: Some(Script::Latin),
                span: (pieces[index].span.0, last.span.1),
                dotted: true,
                meant: None,
                letter_spans: Spans::new(),
                comma: last.comma,
                hyphen: last.hyphen,
            });
            index += run;
        } else if is_dotted(&pieces[index])
            && pieces[index].letters() <= 6
            && Phrases::Titles.get(&pieces[index].text).is_none()
        {
            let piece = &pieces[index];
            joined.extend(piece.text.chars().map(|letter| Piece {
                text: letter.to_string(),
                comma: false,
                ..piece.clone()
            }));
            index += 1;
        } else {
            joined.push(pieces[index].clone());
            index += 1;
        }
    }
    Some(joined)
}

/// The pieces of a Chinese name of three syllables with those of the given name as one (`WEI, Hsueh Yuan`); `None` if it is no
/// such name.
pub(super) fn given_joined(pieces: &[Piece]) -> Option<Vec<Piece>> {
    let [family, first, second] = pieces else { return None };
    let is_family = family.comma || !pinyin_syllable(&family.text).is_empty();
    let is_syllable = |piece: &Piece| {
        piece.script == Some(Script::Latin)
            && !piece.dotted
            && piece.letters() > 1
            && !pinyin_syllable(&piece.text).is_empty()
            && !known(&piece.text).is_particle()
    };
    (is_family && !first.comma && is_syllable(first) && is_syllable(second)).then(|| {
        let mut given = first.clone();
        append(&mut given, second);
        vec![family.clone(), given]
    })
}

/// The pieces of a Korean name whose given name is written as one word, with its two syllables apart (`Kim Jeongeun` as `Kim Jeong
/// Eun`), in each way to part them; none if it is no such name.
pub(super) fn given_parted(pieces: &[Piece]) -> Vec<Vec<Piece>> {
    let [family, given] = pieces else { return Vec::new() };
    let is_given = given.script == Some(Script::Latin)
        && !given.dotted
        && is_korean_family(&family.text)
        && sound::is_korean_pair(&given.text)
        // The same letters may be a Chinese name.
        && split_pinyin(&given.text).is_none();
    if !is_given {
        return Vec::new();
    }
    let parted = |at: usize| {
        let (first, second) = given.text.split_at_checked(at)?;
        let are_syllables = [first, second].into_iter().all(sound::is_korean_syllable);
        are_syllables.then(|| {
            let part = |text: &str, comma| Piece { text: text.to_owned(), comma, ..given.clone() };
            vec![family.clone(), part(first, false), part(second, given.comma)]
        })
    };
    (2..given.text.len().saturating_sub(1)).filter_map(parted).collect()
}

/// Second parts of Arabic names of two words that are as often written as one: `Nur al-Din` and `Nureddin`.
const SECOND_PARTS: [&str; 12] =
    ["din", "deen", "dine", "haq", "haqq", "haqque", "islam", "rahman", "rahmaan", "rehman", "zaman", "zamaan"];

/// The pieces with Arabic names of two words as one, as they sound: `Nasr Allah` as `Nasrullah`, `Nur al-Din` as `Nuruddin`; `None`
/// if there are none.
pub(super) fn compounds_joined(pieces: &[Piece]) -> Option<Vec<Piece>> {
    const SHORTEST: usize = 3;
    let is_latin = |piece: &Piece| piece.script == Some(Script::Latin) && !piece.dotted;
    // What is joined, and of how many pieces.
    let compound = |pieces: &[Piece]| -> Option<(String, usize)> {
        let [first, second, rest @ ..] = pieces else { return None };
        if first.script == Some(Script::Arabic) && matches!(second.text.as_str(), "الله" | "اللہ") {
            return (first.letters() >= SHORTEST && !first.comma).then(|| (format!("{}الله", first.text), 2));
        }
        let known_first = known(&first.text);
        let may_begin = is_latin(first)
            && is_latin(second)
            && first.letters() >= SHORTEST
            && !first.comma
            && !(known_first.is_servant() || known_first.is_article() || known_first.is_particle());
        if !may_begin {
            return None;
        }
        if matches!(second.text.as_str(), "allah" | "alah" | "ullah" | "ollah" | "ellah" | "illah") {
            return Some((format!("{}ullah", first.text), 2));
        }
        let last = rest.first().filter(|last| is_latin(last) && SECOND_PARTS.contains(&&*last.text))?;
        if !known(&second.text).is_article() {
            return None;
        }
        // The article takes the sound of these letters.
        let sound = last.text.get(..1).filter(|letter| matches!(*letter, "d" | "r" | "z")).unwrap_or("l");
        Some((format!("{}u{sound}{}", first.text, last.text), 3))
    };
    let mut joined: Vec<Piece> = Vec::new();
    let mut index = 0;
    let mut has_compound = false;
    while index < pieces.len() {
        let mut piece = pieces[index].clone();
        let count = match compound(&pieces[index..]) {
            Some((text, count)) => {
                let last = &pieces[index + count - 1];
                (piece.span.1, piece.comma, piece.hyphen) = (last.span.1, last.comma, last.hyphen);
                piece.text = text;
                piece.letter_spans = Spans::new();
                has_compound = true;
                count
            }
            None => 1,
        };
        joined.push(piece);
        index += count;
    }
    has_compound.then_some(joined)
}

/// The pieces with the Arabic article apart that is written as one with the word before it (`Harkatul Mujahideen`); `None` if
/// there is none.
pub(super) fn articles_parted(pieces: &[Piece]) -> Option<Vec<Piece>> {
    const SHORTEST: usize = 6;
    let has_article = |piece: &Piece| {
        piece.script == Some(Script::Latin)
            && piece.text.len() >= SHORTEST
            && piece.text.ends_with("ul")
            && !piece.comma
            && Phrases::Organizations.get(&piece.text).is_none()
    };
    let (_, before) = pieces.split_last()?;
    if !before.iter().any(has_article) {
        return None;
    }
    let mut parted = Vec::with_capacity(pieces.len() + 1);
    for (index, piece) in pieces.iter().enumerate() {
        if index < before.len() && has_article(piece) {
            let part = |text: &str| Piece { text: text.to_owned(), meant: None, ..piece.clone() };
            parted.extend([part(&piece.text[..piece.text.len() - 2]), part("ul")]);
        } else {
            parted.push(piece.clone());
        }
    }
    Some(parted)
}

/// Whether the first piece is the family name of a Chinese name in Wade-Giles or Hong Kong spelling, a particle elsewhere: the `Lo`
/// of `Lo Hui-ning`.
pub(super) fn is_chinese_family(pieces: &[Piece]) -> bool {
    let is_given = |piece: &Piece| {
        piece.script == Some(Script::Latin)
            && !known(&piece.text).is_particle()
            && (split_pinyin(&piece.text).is_some_and(|syllables| syllables.len() <= 2)
                || is_overseas_syllable(&piece.text))
    };
    match pieces {
        [family, given @ ..] if !given.is_empty() && given.len() < 3 => {
            !pinyin_syllable(&family.text).is_empty() && known(&family.text).is_particle() && given.iter().all(is_given)
        }
        _ => false,
    }
}

/// Whether a word is a syllable of Chinese in Wade-Giles or Hong Kong spelling that pinyin does not have.
fn is_overseas_syllable(word: &str) -> bool {
    is_wade_giles(word) || word.len() > 2 && !pinyin_syllable(word).is_empty()
}

/// Syllables of a Chinese given name that a hyphen joins are one word, in which a finger may slip (`Wen-Fu`); `None` if
/// there are none.
pub(super) fn syllables_joined(pieces: &[Piece], folded: &[Folded]) -> Option<Vec<Piece>> {
    let is_syllable = |piece: &Piece| {
        piece.script == Some(Script::Latin)
            && !piece.dotted
            && piece.letters() > 1
            && (split_pinyin(&piece.text).is_some_and(|syllables| syllables.len() == 1)
                || is_overseas_syllable(&piece.text))
            && !known(&piece.text).is_article()
    };
    let hyphen_between = |first: &Piece, second: &Piece| {
        folded.iter().any(|f| f.start == first.span.1 && f.end == second.span.0 && f.character == '-')
    };
    let belong =
        |first: &Piece, second: &Piece| hyphen_between(first, second) && is_syllable(first) && is_syllable(second);
    if !folded.iter().any(|f| f.character == '-') || !pieces.windows(2).any(|pair| belong(&pair[0], &pair[1])) {
        return None;
    }
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match joined.last_mut() {
            Some(last) if belong(last, piece) => {
                append(last, piece);
            }
            _ => joined.push(piece.clone()),
        }
    }
    Some(joined)
}

/// The pieces with short ones that hyphens join as one word (`ODK-UMPO`, `Al-Aqsa`), in which a finger may slip; `None` if there
/// are none. Registrations of aircraft (`EP-MNO`, `EP-MNA`) differ in a letter, and stay as they are.
pub(super) fn hyphens_joined(pieces: &[Piece], folded: &[Folded], mode: Mode) -> Option<Vec<Piece>> {
    /// Letters in which no finger slips; and more than a registration has.
    const SHORT: usize = 3;
    const SHORTEST: usize = 6;
    let is_hyphen = |f: &Folded| matches!(f.character, '-' | '/');
    if !folded.iter().any(is_hyphen) {
        return None;
    }
    let is_free = |piece: &Piece| {
        let is_article = mode == Mode::Person && known(&piece.text).is_article();
        !piece.dotted && may_be_mistyped(&piece.text) && !is_article
    };
    let is_joined = |first: &Piece, second: &Piece| {
        first.span.1 < second.span.0
            && first.script == second.script
            && is_free(first)
            && is_free(second)
            && (2..=SHORT).contains(&first.letters().min(second.letters()))
            && first.letters() + second.letters() >= SHORTEST
            && folded.iter().any(|f| f.start == first.span.1 && f.end == second.span.0 && is_hyphen(f))
    };
    if !pieces.windows(2).any(|pair| is_joined(&pair[0], &pair[1])) {
        return None;
    }
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match joined.last_mut() {
            Some(last) if is_joined(last, piece) => {
                append(last, piece);
                last.meant = None;
            }
            _ => joined.push(piece.clone()),
        }
    }
    Some(joined)
}

/// The pieces with neighbours in Han as one: Chinese is written without blanks, and a line's end may put one into any word.
/// `None` if there are none.
pub(super) fn han_joined(pieces: &[Piece]) -> Option<Vec<Piece>> {
    let is_joined = |first: &Piece, second: &Piece| {
        first.script == Some(Script::Han)
            && second.script == Some(Script::Han)
            && !first.comma
            && second.span.0 == first.span.1 + 1
    };
    if !pieces.windows(2).any(|pair| is_joined(&pair[0], &pair[1])) {
        return None;
    }
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match joined.last_mut() {
            Some(last) if is_joined(last, piece) => append(last, piece),
            _ => joined.push(piece.clone()),
        }
    }
    Some(joined)
}

/// Makes one piece of two.
fn append(piece: &mut Piece, next: &Piece) {
    piece.text.push_str(&next.text);
    piece.letter_spans.extend_from_slice(&next.letter_spans);
    piece.span.1 = next.span.1;
    piece.comma = next.comma;
    piece.hyphen = next.hyphen;
}
