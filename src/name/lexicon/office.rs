//! Which office of an organization is meant: `Moscow Office`, `Spare Parts Export Division`.

use crate::name::{Class, Token};

/// What the parts of an organization are called.
const OFFICES: [&str; 7] = ["branch", "department", "desk", "division", "office", "section", "unit"];

/// Most words that say which one.
const MOST_WORDS: usize = 3;

/// Marks the words at the end of a name that say which office of the organization before them is meant: one that an office is
/// called by, with up to three words before it that tables know, and places behind it. At least one word stands before them.
pub(in crate::name) fn mark_offices(tokens: &mut [Token]) {
    let says_which = |token: &Token| {
        matches!(token.word.class, Class::Industry | Class::Generic | Class::Place | Class::Number | Class::Particle)
    };
    let is_office = |token: &Token| OFFICES.contains(&&*token.word.concept);
    let mut start = tokens.len();
    while let Some(office) = tokens[1.min(start)..start].iter().rposition(is_office).map(|at| at + 1) {
        // An `Office Building` is no office.
        let is_place = |token: &Token| matches!(token.word.class, Class::Place | Class::Number | Class::Particle);
        if !tokens[office + 1..start].iter().all(is_place) {
            break;
        }
        let words = tokens[1..office].iter().rev().take(MOST_WORDS);
        start = office - words.take_while(|token| says_which(token) && !is_office(token)).count();
    }
    for token in &mut tokens[start..] {
        token.of_office = true;
    }
}

#[cfg(test)]
mod tests {
    use crate::name::{Mode, analyze_query};

    fn marked(name: &str) -> Vec<String> {
        let reading = analyze_query(name, Mode::Organization).swap_remove(0);
        let of_office = reading.tokens.iter().filter(|token| token.of_office);
        of_office.map(|token| name[token.span.0 as usize..token.span.1 as usize].to_owned()).collect()
    }

    #[test]
    fn offices_are_told_from_the_organization() {
        assert_eq!(marked("Zarubezh Bank Moscow Office Settlement Dept").concat(), "BankMoscowOfficeSettlementDept");
        assert_eq!(marked("Kamaz Export Division").concat(), "ExportDivision");
        assert_eq!(marked("Kamaz Export Division, Kazan").concat(), "ExportDivisionKazan");
        assert!(marked("Division Zarubezh").is_empty());
        assert!(marked("Office").is_empty());
        assert!(marked("Kamaz Export").is_empty());
        assert!(marked("Kamaz Office Equipment").is_empty());
        assert!(marked("Office Zarubezh Kamaz").is_empty());
    }
}
