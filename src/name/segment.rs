//! Names written inside a name: `X a.k.a. Y`, `X (formerly Y)`, `X / Y`.

use smallvec::{SmallVec, smallvec};

use super::Mode;
use super::fold::Folded;
use super::surroundings::surroundings;

/// Words that say that another name follows. Compared on folded letters, dots left out.
const MARKERS: &[&str] = &[
    "aka",
    "a k a",
    "also known as",
    "alias",
    "fka",
    "f k a",
    "formerly known as",
    "formerly",
    "nka",
    "n k a",
    "now known as",
    "dba",
    "d b a",
    "doing business as",
    "trading as",
    "t a",
    "previously known as",
    "previously",
    "nom de guerre",
    "vormals",
    "ehemals",
    "auch bekannt als",
    "anciennement",
    "également connu sous le nom de",
    "también conocido como",
    "conocido como",
    "antes",
    "known as",
    "ex",
    "née",
    "nee",
    "real name",
    "true name",
    "birth name",
    "full name",
    "born as",
    "nicknamed",
    "otherwise known as",
    "operating as",
    "renamed",
    "он же",
    "она же",
    "он-же",
    "бывший",
    "ранее",
    "раніше",
    "также известный как",
    "так же известный как",
];
/// Characters of a line of SWIFT and other payment fields.
const LINE: usize = 35;
/// A name between brackets or slashes must be at least this long to stand for itself.
const SHORTEST: usize = 4;

/// Where names written inside a name begin and end, as ranges of characters that belong to none of them.
#[derive(Debug, Default, Clone)]
pub(super) struct Cuts {
    /// In order.
    found: Vec<(usize, usize)>,
    /// Those of `found` that are commas or quotation marks. `FAMILY, Given` is one name, and so is `Juan "Lalo" Perez`.
    within_persons: Vec<(usize, usize)>,
    has_marker: bool,
}

impl Cuts {
    /// Whether a word or codeword says that another name follows.
    pub(super) fn has_marker(&self) -> bool {
        self.has_marker
    }

    pub(super) fn new(folded: &[Folded]) -> Self {
        let mut found: Vec<(usize, usize)> = codewords(folded);
        let mut within_persons = Vec::new();
        let mut index = 0;
        while index < folded.len() {
            if let Some(length) = marker(folded, index) {
                found.push((index, index + length));
                index += length;
            } else {
                index += 1;
            }
        }
        let has_marker = !found.is_empty();
        let is_blank = |at: Option<&Folded>| at.is_none_or(|f| f.character.is_whitespace());
        for (index, f) in folded.iter().enumerate() {
            let is_cut = match f.character {
                'a'..='z' | ' ' | '0'..='9' => false,
                '(' | ')' | '[' | ']' | ';' | '（' | '）' => true,
                '"' | '“' | '”' | '«' | '»' => {
                    within_persons.push((index, index + 1));
                    true
                }
                // After a comma or a dash, a department, an address or a city may follow the name.
                ',' | '，' => {
                    within_persons.push((index, index + 1));
                    true
                }
                '-' | '–' | '—' => is_blank(folded.get(index + 1)) && index > 0 && is_blank(folded.get(index - 1)),
                // A slash between letters is part of a word (`A/S`, `S/A`), unless the words beside it are whole names.
                '/' | '|' => is_free_slash(folded, index),
                _ => false,
            };
            if is_cut {
                found.push((index, index + 1));
            }
        }
        found.extend(scripts_apart(folded));
        found.sort_unstable();
        Self { found, within_persons, has_marker }
    }

    /// With what stands around a name in a field; `None` if nothing does.
    pub(super) fn with_surroundings(&self, folded: &[Folded]) -> Option<Self> {
        let surroundings = surroundings(folded);
        if surroundings.is_empty() {
            return None;
        }
        let mut found = self.found.clone();
        found.extend(surroundings);
        found.sort_unstable();
        Some(Self { found, within_persons: self.within_persons.clone(), has_marker: true })
    }
}

/// The whole text first, then the names written inside it, if there are any.
pub(super) fn segments<'f>(folded: &'f [Folded], cuts: &Cuts, mode: Mode) -> SmallVec<[&'f [Folded]; 4]> {
    let mut parts = smallvec![folded];
    let cuts_here = cuts.found.iter().copied().filter(|cut| mode != Mode::Person || !cuts.within_persons.contains(cut));
    if cuts_here.clone().next().is_none() {
        return parts;
    }
    let mut start = 0;
    for (from, to) in cuts_here.chain([(folded.len(), folded.len())]) {
        if start < from {
            let part = &folded[start..from];
            let letters = part.iter().filter(|f| f.character.is_alphanumeric()).count();
            let words = part.split(|f| !f.character.is_alphanumeric()).filter(|word| !word.is_empty()).count();
            if letters >= SHORTEST && (cuts.has_marker || words > 1 || letters > 8) {
                parts.push(part);
            }
        }
        start = start.max(to);
    }
    parts
}

/// Where a name in Han, kana or Hangul is followed by one in another script, or the other way round: `海康威视 Hikvision`.
fn scripts_apart(folded: &[Folded]) -> Vec<(usize, usize)> {
    use super::script::{Script, script_of};
    let is_east_asian = |c: char| matches!(script_of(c), Some(Script::Han | Script::Kana | Script::Hangul));
    let mut cuts = Vec::new();
    if folded.iter().all(|f| f.character.is_ascii()) {
        return cuts;
    }
    let mut before: Option<bool> = None;
    for (index, f) in folded.iter().enumerate().filter(|(_, f)| f.character.is_alphabetic()) {
        let now = is_east_asian(f.character);
        if before.is_some_and(|before| before != now) {
            cuts.push((index, index));
        }
        before = Some(now);
    }
    cuts
}

/// Codewords of payment fields between slashes (`/ACC/`, `/RFB/`, `/INV/`; ISO 15022, SWIFT field 72).
fn codewords(folded: &[Folded]) -> Vec<(usize, usize)> {
    const LONGEST: usize = 8;
    let mut found = Vec::new();
    for (start, _) in folded.iter().enumerate().filter(|(_, f)| f.character == '/') {
        let letters = folded[start + 1..].iter().take(LONGEST + 1).take_while(|f| f.upper).count();
        if (3..=LONGEST).contains(&letters) && folded.get(start + 1 + letters).is_some_and(|f| f.character == '/') {
            found.push((start, start + letters + 2));
        }
    }
    found
}

/// What stands in brackets, and what follows the last comma, as ranges of characters.
pub(super) fn asides(folded: &[Folded]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut open = None;
    for (index, f) in folded.iter().enumerate() {
        match f.character {
            '(' | '[' | '（' => open = Some(index + 1),
            ')' | ']' | '）' => found.extend(open.take().map(|from| (from, index))),
            _ => {}
        }
    }
    found.extend(open.map(|from| (from, folded.len())));
    let comma = folded.iter().rposition(|f| matches!(f.character, ',' | '，'));
    found.extend(comma.map(|at| (at + 1, folded.len())));
    found.retain(|(from, to)| from < to);
    found
}

fn is_free_slash(folded: &[Folded], index: usize) -> bool {
    let letters_before = folded[..index].iter().rev().take_while(|f| f.character.is_alphanumeric()).count();
    let letters_after = folded[index + 1..].iter().take_while(|f| f.character.is_alphanumeric()).count();
    letters_before != 1 && letters_after != 1
}

/// The length of a marker that begins here as a word of its own.
fn marker(folded: &[Folded], start: usize) -> Option<usize> {
    if start > 0 && folded[start - 1].character.is_alphanumeric() || !folded[start].character.is_alphanumeric() {
        return None;
    }
    // Few words begin as a marker does.
    let first = folded[start].character;
    let next = folded.get(start + 1).map_or(' ', |f| f.character);
    let begins = |marker: &&&str| match marker.as_bytes() {
        [one, two, ..] if first.is_ascii() => {
            char::from(*one) == first && (char::from(*two) == next || matches!(next, ' ' | '.' | '/'))
        }
        _ => marker.starts_with(first),
    };
    MARKERS.iter().filter(begins).filter_map(|marker| matches_at(folded, start, marker)).max()
}

/// Dots count as nothing, one blank of the marker as any run of blanks, dots and slashes.
pub(super) fn matches_at(folded: &[Folded], start: usize, marker: &str) -> Option<usize> {
    let mut at = start;
    for wanted in marker.chars() {
        if wanted == ' ' {
            let before = at;
            while folded.get(at).is_some_and(|f| matches!(f.character, ' ' | '.' | '/')) {
                at += 1;
            }
            if at == before {
                return None;
            }
        } else {
            while at > start && folded.get(at).is_some_and(|f| f.character == '.') {
                at += 1;
            }
            if folded.get(at)?.character != wanted {
                return None;
            }
            at += 1;
        }
    }
    while folded.get(at).is_some_and(|f| matches!(f.character, '.' | ':' | ' ')) {
        at += 1;
    }
    // `ex` and the like must end as words, and something must stand before or after.
    let ends = folded.get(at - 1).is_some_and(|f| !f.character.is_alphanumeric())
        || folded.get(at).is_none_or(|f| !f.character.is_alphanumeric());
    let only = marker == "ex" || marker == "t a";
    (ends && !(only && start == 0)).then_some(at - start)
}

/// The text with blanks where letters change from small to capital inside a word (`AbuAbdul`, `MEHRABIAbdollah`), if any do.
pub(super) fn respaced(folded: &[Folded]) -> Option<Vec<Folded>> {
    const SHORTEST: usize = 2;
    let is_small = |at: usize| folded.get(at).is_some_and(|f| !f.upper && f.character.is_alphabetic());
    let is_capital = |at: usize| folded.get(at).is_some_and(|f| f.upper && f.character.is_alphabetic());
    let mut blanks: SmallVec<[usize; 4]> = SmallVec::new();
    let mut word_starts = 0;
    for (at, f) in folded.iter().enumerate() {
        if !f.character.is_alphanumeric() {
            word_starts = at + 1;
        }
        let begins = f.upper
            && at >= word_starts + SHORTEST
            && (is_small(at - 1) && (is_small(at + 1) || is_capital(at + 1))
                || is_small(at + 1) && is_small(at + 2) && is_capital(at - 1))
            && is_capital(at);
        if begins {
            blanks.push(at);
            word_starts = at;
        }
    }
    let mut next = *blanks.first()?;
    let mut blanks = blanks.into_iter().skip(1);
    let mut spaced: Vec<Folded> = Vec::with_capacity(folded.len() + 4);
    for (at, &f) in folded.iter().enumerate() {
        if at == next {
            spaced.push(Folded { character: ' ', start: f.start, end: f.start, upper: false });
            next = blanks.next().unwrap_or(usize::MAX);
        }
        spaced.push(f);
    }
    Some(spaced)
}

/// Whether a text fills a field of 35 characters or a multiple, but for a blank at its end: then a longer name may have been
/// cut right there.
pub(crate) fn fills_a_field(text: &str) -> bool {
    let length = text.trim_end().chars().count();
    length > 0 && (length.is_multiple_of(LINE) || (length + 1).is_multiple_of(LINE))
}

/// SWIFT and other payment fields hold 35 characters a line (4 × 35 in all): a name of that length may have been cut.
pub(super) fn may_be_cut_off(text: &str) -> bool {
    let length = text.trim_end().chars().count();
    length.is_multiple_of(LINE) && length > 0 || (LINE - 3..LINE).contains(&length)
}
