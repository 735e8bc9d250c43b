//! What fields of payments, papers of shipping and customer files write around a name: words of accounts and references,
//! numbers, addresses, numbered lines (SWIFT MT field 50F, `1/NAME`).

use std::ops::Range;

use smallvec::SmallVec;

use super::Class;
use super::fold::Folded;
use super::segment::matches_at;
use super::tables::Phrases;

/// How a phrase stands beside a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phrase {
    /// By itself.
    Alone(&'static str),
    /// With slashes between its letters (`A/C`, `C/O`), for without them they are initials.
    Slashed(&'static str),
    /// Only before a number.
    Numbered(&'static str),
    /// Only at the end.
    Last(&'static str),
}
use Phrase::{Alone, Last, Numbered, Slashed};

/// Numbers of fewer digits may be part of a name (`Plant 7`, `Unit 8200`).
const LONG_NUMBER: usize = 5;
/// Between the number of a house and the word for a street there are so many words at most.
const NEAR: usize = 3;
/// Words that stand in addresses behind the number of a house.
const STREETS: [&str; 22] = [
    "apartment",
    "apt",
    "ave",
    "avenue",
    "blvd",
    "bldg",
    "boulevard",
    "building",
    "floor",
    "flat",
    "house",
    "lane",
    "rd",
    "road",
    "room",
    "rue",
    "square",
    "st",
    "street",
    "suite",
    "路",
    "街",
];
/// Words that stand in addresses before the number of a house.
const STREETS_BEFORE_NUMBERS: [&str; 18] = [
    "calle",
    "nab",
    "pereulok",
    "prospekt",
    "rua",
    "rue",
    "shosse",
    "str",
    "strasse",
    "ul",
    "ulica",
    "ulitsa",
    "дом",
    "пер",
    "просп",
    "ул",
    "улица",
    "шоссе",
];

/// The phrases that begin with a letter.
fn phrases(first: char) -> &'static [Phrase] {
    match first {
        'a' => &[
            Slashed("a c"),
            Alone("acct"),
            Alone("acc no"),
            Numbered("account"),
            Alone("account holder"),
            Alone("account name"),
            Alone("account no"),
            Alone("account of"),
            Alone("agent of"),
            Alone("agents of"),
            Last("and family"),
            Last("and others"),
            Last("and wife"),
            Alone("as agent"),
            Alone("as agents"),
            Alone("as nominee"),
            Alone("as trustee"),
            Alone("attn"),
            Numbered("awb"),
            Alone("a la orden de"),
        ],
        'b' => &[
            Alone("bene"),
            Alone("beneficiaire"),
            Alone("beneficial owner"),
            Alone("beneficiario"),
            Alone("beneficiary"),
            Numbered("bic"),
            Slashed("b l"),
            Alone("by order"),
            Alone("by order of"),
        ],
        'c' => &[Slashed("c o"), Alone("care of"), Numbered("compte"), Alone("consignee"), Numbered("cuenta")],
        'e' => &[Alone("empfanger"), Alone("et al")],
        'f' => &[Numbered("fax"), Alone("flag")],
        'i' => &[
            Numbered("iban"),
            Numbered("imo"),
            Numbered("imo no"),
            Numbered("imo number"),
            Numbered("inn"),
            Alone("in favor of"),
            Alone("in favour of"),
            Alone("in trust for"),
            Alone("im auftrag von"),
            Numbered("inv"),
            Numbered("inv no"),
            Numbered("invoice"),
            Numbered("invoice no"),
        ],
        'k' => &[Numbered("konto"), Numbered("kpp")],
        'm' => &[Alone("messrs"), Numbered("mmsi"), Slashed("m s")],
        'n' => &[Alone("notify party")],
        'o' => &[Slashed("o b o"), Numbered("ogrn"), Alone("on behalf of"), Alone("ordering customer")],
        'p' => &[
            Alone("payee"),
            Alone("payment for"),
            Alone("payment to"),
            Alone("pmt to"),
            Numbered("po box"),
            Numbered("p o box"),
            Numbered("passport"),
            Numbered("passport no"),
            Alone("private account"),
            Alone("private client"),
            Alone("pour le compte de"),
            Alone("por cuenta de"),
        ],
        'r' => &[Numbered("ref"), Numbered("ref no"), Numbered("reference"), Numbered("reg no"), Alone("remitter")],
        's' => &[Alone("shipper"), Alone("signatory"), Numbered("swift")],
        't' => &[
            Numbered("tax id"),
            Numbered("tel"),
            Numbered("telephone"),
            Numbered("tin"),
            Alone("to order of"),
            Alone("to the order of"),
            Alone("transfer to"),
        ],
        'v' => &[Numbered("vat"), Alone("vessel name"), Numbered("voy"), Numbered("voyage")],
        'z' => &[Alone("zugunsten")],
        'в' => &[Alone("в пользу")],
        'и' => &[Numbered("инн")],
        'к' => &[Numbered("кпп")],
        'о' => &[Numbered("огрн")],
        'п' => &[Alone("плательщик"), Alone("по поручению"), Alone("получатель")],
        'р' => &[Slashed("р с")],
        'с' => &[Numbered("счет")],
        _ => &[],
    }
}

/// A run of letters and digits.
#[derive(Debug, Clone, Copy)]
struct Run {
    from: usize,
    to: usize,
    digits: usize,
}

impl Run {
    fn letters(&self) -> usize {
        self.to - self.from - self.digits
    }
}

/// What belongs to no name, as ranges of characters in order.
pub(super) fn surroundings(folded: &[Folded]) -> SmallVec<[(usize, usize); 4]> {
    let runs = runs(folded);
    // Most names have no number, and without one neither is an address among them nor a phrase that stands before one.
    let has_number = runs.iter().any(|run| run.digits > 0);
    let mut found: SmallVec<[(usize, usize); 4]> = SmallVec::new();
    let lines = folded.iter().enumerate().filter(|(_, f)| matches!(f.character, '\n' | '\r'));
    found.extend(lines.map(|(at, _)| (at, at + 1)));
    let mut index = 0;
    while let Some(run) = runs.get(index) {
        if let Some(length) = phrase(folded, run.from, if has_number { &runs[index..] } else { &[] }) {
            let end = run.from + length;
            let mut next = index + runs[index..].iter().take_while(|run| run.from < end).count();
            // With the number that it stands before.
            let numbers = runs[next..].iter().take_while(|run| run.digits > 0).count();
            let end = if numbers > 0 { runs[next + numbers - 1].to } else { end };
            next += numbers;
            found.push((run.from, end));
            index = next;
            continue;
        }
        if is_line_number(folded, *run) {
            found.push((run.from, run.to + 1));
        } else if run.digits >= LONG_NUMBER && run.letters() <= 2 || run.digits > 2 * LONG_NUMBER {
            found.push((run.from, run.to));
        } else if has_number && let Some(begin) = address(folded, &runs, index) {
            found.push((begin, folded.len()));
            break;
        }
        index += 1;
    }
    found.sort_unstable();
    found
}

fn runs(folded: &[Folded]) -> SmallVec<[Run; 16]> {
    let mut runs: SmallVec<[Run; 16]> = SmallVec::new();
    for (at, f) in folded.iter().enumerate().filter(|(_, f)| f.character.is_alphanumeric()) {
        let digits = usize::from(f.character.is_ascii_digit());
        match runs.last_mut().filter(|run| run.to == at) {
            Some(run) => {
                run.to = at + 1;
                run.digits += digits;
            }
            None => runs.push(Run { from: at, to: at + 1, digits }),
        }
    }
    runs
}

/// The length of the longest phrase that begins here.
fn phrase(folded: &[Folded], from: usize, runs: &[Run]) -> Option<usize> {
    let lengths = phrases(folded[from].character).iter().filter_map(|phrase| match *phrase {
        Alone(text) => matches_at(folded, from, text),
        Slashed(text) => matches_at(folded, from, text).filter(|_| folded[from + 1].character == '/'),
        Last(text) => matches_at(folded, from, text).filter(|length| from + length == folded.len()),
        Numbered(_) if runs.is_empty() => None,
        Numbered(text) => {
            let end = from + matches_at(folded, from, text)?;
            runs.iter().find(|run| run.from >= end).filter(|run| run.digits > 0).map(|_| end - from)
        }
    });
    lengths.max()
}

/// The `1/` of a line `1/NAME`.
fn is_line_number(folded: &[Folded], run: Run) -> bool {
    run.to - run.from == 1
        && run.digits == 1
        && folded.get(run.to).is_some_and(|f| f.character == '/')
        && (run.from == 0 || folded[run.from - 1].character.is_whitespace())
}

/// Where an address begins to which this word belongs, behind a name. A company may be called by its address, with its form
/// behind it (`308 Lincoln Road LLC`).
fn address(folded: &[Folded], runs: &[Run], index: usize) -> Option<usize> {
    let is_one_of = |words: &[&str]| words.iter().any(|word| is_word(folded, runs[index], word));
    let number = |mut range: Range<usize>| range.find(|&at| runs[at].digits > 0);
    let begin = if is_one_of(&STREETS) { number(index.saturating_sub(NEAR).max(1)..index) } else { None };
    let begin = begin.or_else(|| {
        let before_number = index > 0 && is_one_of(&STREETS_BEFORE_NUMBERS);
        before_number.then(|| number(index + 1..runs.len().min(index + 1 + NEAR))).flatten().map(|_| index)
    })?;
    let last = runs.last()?;
    let last: String = folded[last.from..last.to].iter().map(|f| f.character).collect();
    let is_form = Phrases::Organizations.get(&last).is_some_and(|meaning| meaning.class == Class::LegalForm);
    (!is_form).then(|| runs[begin].from)
}

fn is_word(folded: &[Folded], run: Run, word: &str) -> bool {
    word.chars().count() == run.to - run.from
        && word.chars().zip(&folded[run.from..]).all(|(wanted, f)| wanted == f.character)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::fold;

    fn names(text: &str) -> Vec<String> {
        let mut folded = Vec::new();
        fold::fold(text, &mut folded);
        let mut names = Vec::new();
        let mut start = 0;
        for (from, to) in surroundings(&folded).into_iter().chain([(folded.len(), folded.len())]) {
            let part: String = folded[start..from.max(start)].iter().map(|f| f.character).collect();
            let part = part.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
            if !part.is_empty() {
                names.push(part);
            }
            start = start.max(to);
        }
        names
    }

    #[test]
    fn what_stands_around_a_name_is_told_from_it() {
        for (text, expected) in [
            ("Mahan Air account 12345", vec!["mahan air"]),
            ("A/C Mahan Air", vec!["mahan air"]),
            ("A.C. Milan", vec!["a.c. milan"]),
            ("IBAN DE89 3704 0044 Mahan Air", vec!["mahan air"]),
            ("payment to Mahan Air, invoice no. 7781", vec!["mahan air"]),
            ("1/Mahan Air 2/Tehran", vec!["mahan air", "tehran"]),
            ("Mahan Air, 12 Main Street, London", vec!["mahan air"]),
            ("Mahan Air ul. Lenina 5", vec!["mahan air"]),
            ("Mahan Air c/o DHL Express", vec!["mahan air", "dhl express"]),
            ("Mahan Air\nTehran", vec!["mahan air", "tehran"]),
            ("Holiday Inn", vec!["holiday inn"]),
            ("Summit 308 Lincoln Road LLC", vec!["summit 308 lincoln road llc"]),
            ("Rossi and Family Investment", vec!["rossi and family investment"]),
            ("Separate Account", vec!["separate account"]),
            ("Plant 7", vec!["plant 7"]),
            ("Artavil IMO: 9187629", vec!["artavil"]),
            ("ООО Ромашка ИНН 7701234567", vec!["ооо ромашка"]),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }
}
