//! What fields of payments, papers of shipping and customer files write around a name: words of accounts and references,
//! numbers, addresses, numbered lines (SWIFT MT field 50F, `1/NAME`).

use smallvec::SmallVec;

use super::fold::Folded;
use super::segment::matches_at;

/// How a phrase stands beside a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phrase {
    /// By itself.
    Alone(&'static str),
    /// With slashes between its letters (`A/C`, `C/O`), for without them they are initials.
    Slashed(&'static str),
    /// Only before a number.
    Numbered(&'static str),
}
use Phrase::{Alone, Numbered, Slashed};

/// Numbers of fewer digits may be part of a name (`Plant 7`, `Unit 8200`).
const LONG_NUMBER: usize = 5;
/// Between the number of a house and the word for a street there are so many words at most.
const NEAR: usize = 3;
/// Words that stand in addresses, beside a number.
const STREETS: &[&str] = &[
    "apartment",
    "apt",
    "ave",
    "avenue",
    "blvd",
    "bldg",
    "boulevard",
    "building",
    "calle",
    "floor",
    "flat",
    "house",
    "lane",
    "nab",
    "pereulok",
    "prospekt",
    "rd",
    "road",
    "room",
    "rue",
    "shosse",
    "square",
    "st",
    "str",
    "strasse",
    "street",
    "suite",
    "ul",
    "ulitsa",
    "дом",
    "пер",
    "просп",
    "улица",
    "ул",
    "шоссе",
    "路",
    "街",
];

/// The phrases that begin with a letter.
fn phrases(first: char) -> &'static [Phrase] {
    match first {
        'a' => &[
            Slashed("a c"),
            Alone("acct"),
            Alone("acc no"),
            Alone("account"),
            Alone("account holder"),
            Alone("account name"),
            Alone("account no"),
            Alone("account of"),
            Alone("agent of"),
            Alone("agents of"),
            Alone("and family"),
            Alone("and others"),
            Alone("and wife"),
            Alone("as agent"),
            Alone("as agents"),
            Alone("as nominee"),
            Alone("as trustee"),
            Alone("attn"),
            Alone("attention"),
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
    let mut found: SmallVec<[(usize, usize); 4]> = SmallVec::new();
    let lines = folded.iter().enumerate().filter(|(_, f)| matches!(f.character, '\n' | '\r'));
    found.extend(lines.map(|(at, _)| (at, at + 1)));
    let mut index = 0;
    while let Some(run) = runs.get(index) {
        if let Some(length) = phrase(folded, run.from, &runs[index..]) {
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
        } else if let Some(begin) = address(folded, &runs, index) {
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

/// Where an address begins to which this word belongs, behind a name.
fn address(folded: &[Folded], runs: &[Run], index: usize) -> Option<usize> {
    let run = runs[index];
    let is_street = STREETS.iter().any(|street| {
        street.chars().count() == run.to - run.from
            && street.chars().zip(&folded[run.from..]).all(|(wanted, f)| wanted == f.character)
    });
    if !is_street {
        return None;
    }
    let before = (index.saturating_sub(NEAR).max(1)..index).find(|&at| runs[at].digits > 0);
    let after = || (index + 1..runs.len().min(index + 1 + NEAR)).find(|&at| runs[at].digits > 0).map(|_| index);
    before.or_else(after).filter(|&at| at > 0).map(|at| runs[at].from)
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
            ("Plant 7", vec!["plant 7"]),
            ("Artavil IMO: 9187629", vec!["artavil"]),
            ("ООО Ромашка ИНН 7701234567", vec!["ооо ромашка"]),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }
}
