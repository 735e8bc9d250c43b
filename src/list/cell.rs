//! What stands inside one cell of a table.

use crate::entity::Country;

/// The items of `(a) one, (b) two` or `a) one b) two`; `None` where the text is no such enumeration.
pub(super) fn enumerated(text: &str) -> Option<Vec<String>> {
    let text = text.trim().trim_matches('"').trim();
    let opening = if text.starts_with("(a)") {
        "("
    } else if text.starts_with("a)") {
        ""
    } else {
        return None;
    };
    let mut items = Vec::new();
    let mut rest = &text[opening.len() + 2..];
    for letter in 'b'..='z' {
        let marker = format!("{opening}{letter})");
        // Without an opening bracket, `b)` must stand apart, or it would be the end of a word in brackets.
        let at = rest
            .match_indices(&marker)
            .map(|(at, _)| at)
            .find(|&at| !opening.is_empty() || rest[..at].ends_with([' ', ',', ';', '\n']));
        let Some(at) = at else { break };
        items.push(&rest[..at]);
        rest = &rest[at + marker.len()..];
    }
    items.push(rest);
    let bare = |item: &str| item.trim().trim_matches([',', ';', '"']).trim().to_owned();
    Some(items.into_iter().map(bare).filter(|item| !item.is_empty()).collect())
}

/// The country of an address that ends in a two-letter code: `.., Havana, CU`, or is one.
pub(super) fn country_at_end(address: &str) -> Option<Country> {
    let last = address.rsplit(", ").next().unwrap_or(address).trim();
    (last.len() == 2 && last.bytes().all(|byte| byte.is_ascii_uppercase())).then(|| Country::new(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enumerations_are_told_from_text_in_brackets() {
        assert_eq!(enumerated("\"(a) 15.1.1973; (b) 1974\"").unwrap(), ["15.1.1973", "1974"]);
        assert_eq!(enumerated("(a) Tunis (now (b) gone), (b) Rome").unwrap().len(), 2);
        assert_eq!(enumerated("a) one, b) two").unwrap(), ["one", "two"]);
        assert_eq!(enumerated("Acme (b) Ltd"), None);
    }

    #[test]
    fn a_code_at_the_end_is_the_country() {
        assert_eq!(country_at_end("5 Main St, Havana, CU").unwrap().text, "CU");
        assert_eq!(country_at_end("IR").unwrap().text, "IR");
        assert_eq!(country_at_end("Acme Ltd"), None);
    }
}
