//! Whether a given name or a patronymic is of a man or of a woman: `Ivan` and `Ivana` are a letter apart, and two people.

use super::tables::known;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gender {
    Female,
    Male,
}

/// Whether the one word is a name of men and the other of women. A name that both bear, and one that no table holds, is of
/// neither.
pub(crate) fn differ(a: &str, b: &str) -> bool {
    matches!((of(a), of(b)), (Some(a), Some(b)) if a != b)
}

fn of(letters: &str) -> Option<Gender> {
    if letters.ends_with("vich") || letters.ends_with("vych") {
        return Some(Gender::Male);
    }
    if letters.ends_with("ovna") || letters.ends_with("evna") || letters.ends_with("ivna") {
        return Some(Gender::Female);
    }
    let known = known(letters);
    match (known.is_of_men(), known.is_of_women()) {
        (true, false) => Some(Gender::Male),
        (false, true) => Some(Gender::Female),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::differ;

    #[test]
    fn men_and_women() {
        assert!(differ("antonio", "antonia"));
        assert!(differ("ivanovich", "ivanovna"));
        for (a, b) in [("antonio", "anton"), ("sasha", "aleksandr"), ("petrov", "petrova"), ("maria", "xyzzy")] {
            assert!(!differ(a, b), "{a} {b}");
        }
    }
}
