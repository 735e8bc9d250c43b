//! Legal forms at the end or the beginning of an organization's name: the usual ones, each with another one that may
//! stand in its place by mistake or after a conversion.

/// Folded words of a form, and what stands in its place.
const FORMS: [(&str, &str); 79] = [
    ("limited liability company", "Ltd"),
    ("private limited liability company", "Plc"),
    ("public joint stock company", "LLC"),
    ("closed joint stock company", "LLC"),
    ("open joint stock company", "LLC"),
    ("private joint stock company", "LLC"),
    ("joint stock company", "LLC"),
    ("public limited company", "Ltd"),
    ("private limited", "LLP"),
    ("private limited company", "LLP"),
    ("pvt ltd", "LLP"),
    ("pte ltd", "Inc"),
    ("pty ltd", "Inc"),
    ("sdn bhd", "Ltd"),
    ("company limited", "LLC"),
    ("co limited", "LLC"),
    ("co ltd", "LLC"),
    ("coltd", "LLC"),
    ("limited", "LLC"),
    ("ltd", "LLC"),
    ("llc", "Ltd"),
    ("llp", "Ltd"),
    ("lp", "Ltd"),
    ("inc", "Corp"),
    ("incorporated", "Corp"),
    ("corp", "Inc"),
    ("corporation", "Inc"),
    ("plc", "Ltd"),
    ("gmbh", "AG"),
    ("gmbh & co kg", "GmbH"),
    ("ag", "GmbH"),
    ("kg", "GmbH"),
    ("sa", "SARL"),
    ("sarl", "SA"),
    ("sas", "SA"),
    ("sal", "SARL"),
    ("sa de cv", "S. de R.L. de C.V."),
    ("s de rl de cv", "S.A. de C.V."),
    ("ltda", "S.A."),
    ("sl", "S.A."),
    ("srl", "S.p.A."),
    ("spa", "S.r.l."),
    ("bv", "NV"),
    ("nv", "BV"),
    ("ab", "HB"),
    ("oy", "Oyj"),
    ("as", "Ltd"),
    ("a s", "Ltd"),
    ("ooo", "AO"),
    ("oao", "PAO"),
    ("zao", "AO"),
    ("pao", "AO"),
    ("ao", "OOO"),
    ("jsc", "LLC"),
    ("ojsc", "PJSC"),
    ("cjsc", "JSC"),
    ("pjsc", "JSC"),
    ("kk", "Ltd"),
    ("fze", "LLC"),
    ("fzco", "LLC"),
    ("fzc", "LLC"),
    ("tic ltd sti", "A.Ş."),
    ("ltd sti", "A.Ş."),
    ("obshchestvo s ogranichennoi otvetstvennostyu", "AO"),
    ("obshchestvo s ogranichennoy otvetstvennostyu", "AO"),
    ("aktsionernoe obshchestvo", "OOO"),
    ("publichnoe aktsionernoe obshchestvo", "OOO"),
    ("otkrytoe aktsionernoe obshchestvo", "OOO"),
    ("zakrytoe aktsionernoe obshchestvo", "OOO"),
    ("общество с ограниченной ответственностью", "АО"),
    ("товариство з обмеженою відповідальністю", "ПАТ"),
    ("акционерное общество", "ООО"),
    ("публичное акционерное общество", "ООО"),
    ("открытое акционерное общество", "ООО"),
    ("закрытое акционерное общество", "ООО"),
    ("публічне акціонерне товариство", "ТОВ"),
    ("ооо", "АО"),
    ("оао", "ПАО"),
    ("ао", "ООО"),
];

/// A legal form found in a name: the words before and after it, and what may stand in its place.
struct Found<'a> {
    rest: Vec<&'a str>,
    at_end: bool,
    another: &'static str,
}

fn find(full: &str) -> Option<Found<'_>> {
    let words: Vec<&str> = full.split_whitespace().collect();
    let folded: Vec<String> = words.iter().map(|word| folded(word)).collect();
    // The longest form wins; the end of a name is looked at first.
    for at_end in [true, false] {
        let found = FORMS
            .iter()
            .filter_map(|&(form, another)| {
                let form: Vec<&str> = form.split(' ').collect();
                // Something must be left to be the name.
                let room = words.len() > form.len();
                let fits = if at_end { folded.ends_with_words(&form) } else { folded.starts_with_words(&form) };
                (room && fits).then_some((form.len(), another))
            })
            .max_by_key(|&(length, _)| length);
        if let Some((length, another)) = found {
            let rest = if at_end { words[..words.len() - length].to_vec() } else { words[length..].to_vec() };
            if rest.iter().any(|word| word.chars().any(char::is_alphanumeric)) {
                return Some(Found { rest, at_end, another });
            }
        }
    }
    None
}

/// An organization's name without the legal form at its end or beginning; `None` if it has none, or is nothing else.
///
/// ```
/// use sanctions_screen::mutation::without_legal_form;
/// assert_eq!(without_legal_form("Acme Arms, L.L.C.").as_deref(), Some("Acme Arms"));
/// assert_eq!(without_legal_form("OOO Zavod").as_deref(), Some("Zavod"));
/// assert_eq!(without_legal_form("Acme Arms"), None);
/// ```
pub fn without_legal_form(full: &str) -> Option<String> {
    Some(plain(&find(full)?.rest))
}

/// Characters of the legal form that stands at the beginning of a name, with the blank after it.
pub(super) fn leading_characters(full: &str) -> usize {
    find(full).filter(|found| !found.at_end).map_or(0, |found| {
        let words: Vec<&str> = full.split_whitespace().collect();
        let form = &words[..words.len() - found.rest.len()];
        form.iter().map(|word| word.chars().count() + 1).sum()
    })
}

/// The name with another legal form in the place of its own.
pub(super) fn swapped(full: &str) -> Option<String> {
    let Found { rest, at_end, another } = find(full)?;
    let rest = plain(&rest);
    let is_upper = !rest.chars().any(char::is_lowercase);
    let another = if is_upper { another.to_uppercase() } else { another.to_owned() };
    Some(if at_end { format!("{rest} {another}") } else { format!("{another} {rest}") })
}

fn plain(rest: &[&str]) -> String {
    rest.join(" ").trim_end_matches([',', ' ', '-', '.']).to_owned()
}

/// Lower case, without dots, commas and quotes.
fn folded(word: &str) -> String {
    word.chars().filter(|c| !matches!(c, '.' | ',' | '"' | '(' | ')')).flat_map(char::to_lowercase).collect()
}

trait Words {
    fn starts_with_words(&self, words: &[&str]) -> bool;
    fn ends_with_words(&self, words: &[&str]) -> bool;
}

impl Words for [String] {
    fn starts_with_words(&self, words: &[&str]) -> bool {
        self.len() >= words.len() && self.iter().zip(words).all(|(a, b)| a == b)
    }

    fn ends_with_words(&self, words: &[&str]) -> bool {
        self.len() >= words.len() && self.iter().rev().zip(words.iter().rev()).all(|(a, b)| a == b)
    }
}
