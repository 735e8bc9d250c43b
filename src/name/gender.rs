//! Whether a given name or a patronymic is of a man or of a woman: `Ivan` and `Ivana` are a letter apart, and two people.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::fold::fold_form;

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
    GENDERS.get(letters).copied().flatten()
}

/// The gender of every form that stands in rows of one gender only.
static GENDERS: LazyLock<FxHashMap<Box<str>, Option<Gender>>> = LazyLock::new(|| {
    let mut genders: FxHashMap<Box<str>, Option<Gender>> = FxHashMap::default();
    for line in include_str!("../../tables/person_names.tsv").lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('\t');
        let (Some(_), Some(gender), Some(_), Some(forms)) =
            (columns.next(), columns.next(), columns.next(), columns.next())
        else {
            continue;
        };
        let gender = match gender {
            "f" => Some(Gender::Female),
            "m" => Some(Gender::Male),
            _ => None,
        };
        for form in forms.split('|').map(fold_form).filter(|form| form.bytes().all(|b| b.is_ascii_lowercase())) {
            let known = genders.entry(form.into()).or_insert(gender);
            if *known != gender {
                *known = None;
            }
        }
    }
    genders
});

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
