//! Identifiers: how they are written down before they are compared, and which of them identify by themselves.
//!
//! Checksums: LEI by ISO 7064 MOD 97-10 (ISO 17442), IMO numbers by IMO Resolution A.1117(30), BIC by shape (ISO 9362),
//! INN and OGRN by the rules of the Russian tax service, the Chinese unified social credit code by GB 32100-2015.

use std::hash::Hasher as _;

use rustc_hash::FxHasher;

use crate::entity::IdentifierKind;

/// The key of a listed identifier, if it is of a kind that identifies by itself.
pub(crate) fn key(kind: IdentifierKind, value: &str) -> Option<(IdentifierKind, String)> {
    let text = normalized(value);
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let normal = match kind {
        IdentifierKind::Imo => {
            let number = if digits.len() >= 7 { digits[..7].to_owned() } else { return None };
            is_imo(&number).then_some(number)?
        }
        IdentifierKind::Mmsi => (digits.len() == 9).then_some(digits)?,
        IdentifierKind::Lei => is_lei(&text).then_some(text)?,
        IdentifierKind::Bic => bic(&text)?,
        // Case tells apart in some kinds of addresses, and no letter is dropped.
        IdentifierKind::Wallet => {
            let address = value.trim();
            (address.len() >= 20)
                .then(|| if address.starts_with("0x") { address.to_ascii_lowercase() } else { address.to_owned() })?
        }
        IdentifierKind::TaxNumber | IdentifierKind::Registration | IdentifierKind::UnifiedSocialCreditCode => {
            // Short numbers occur in many registers.
            (text.len() >= 8).then_some(text)?
        }
        IdentifierKind::Passport | IdentifierKind::NationalId => (text.len() >= 6).then_some(text)?,
        _ => return None,
    };
    Some((family(kind), normal))
}

/// The keys under which a query's identifier may be listed: of its kind, or of every kind whose form it has.
pub(crate) fn keys(kind: Option<IdentifierKind>, value: &str) -> Vec<(IdentifierKind, String)> {
    const ALL: [IdentifierKind; 8] = [
        IdentifierKind::Lei,
        IdentifierKind::Imo,
        IdentifierKind::Mmsi,
        IdentifierKind::Bic,
        IdentifierKind::Wallet,
        IdentifierKind::Registration,
        IdentifierKind::Passport,
        IdentifierKind::NationalId,
    ];
    match kind {
        Some(kind) => key(kind, value).into_iter().collect(),
        None => ALL.into_iter().filter_map(|kind| key(kind, value)).collect(),
    }
}

/// The number under which an identifier is filed.
pub(crate) fn hash((kind, value): &(IdentifierKind, String)) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_u8(*kind as u8);
    hasher.write(value.as_bytes());
    hasher.finish()
}

/// Publishers mix up tax and registration numbers, so these are one family.
fn family(kind: IdentifierKind) -> IdentifierKind {
    match kind {
        IdentifierKind::TaxNumber | IdentifierKind::UnifiedSocialCreditCode => IdentifierKind::Registration,
        other => other,
    }
}

/// Letters and digits only, upper case.
fn normalized(value: &str) -> String {
    value.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

fn is_imo(digits: &str) -> bool {
    let values: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
    if values.len() != 7 {
        return false;
    }
    let sum: u32 = values[..6].iter().zip((2..=7).rev()).map(|(digit, weight)| digit * weight).sum();
    // Company numbers have another check digit, so seven digits that do not begin with 0 are enough.
    sum % 10 == values[6] || values[0] != 0
}

fn is_lei(text: &str) -> bool {
    text.len() == 20 && {
        let remainder = text.chars().filter_map(|c| c.to_digit(36)).fold(0, |remainder, value| {
            if value < 10 { (remainder * 10 + value) % 97 } else { (remainder * 100 + value) % 97 }
        });
        remainder == 1
    }
}

/// The eight characters that name the institution; the branch does not matter.
fn bic(text: &str) -> Option<String> {
    let shape = text.len() == 8 || text.len() == 11;
    let letters = text.get(..6)?.bytes().all(|b| b.is_ascii_alphabetic());
    (shape && letters).then(|| text[..8].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_forms_of_one_identifier_meet() {
        assert_eq!(key(IdentifierKind::Imo, "IMO 9826902"), key(IdentifierKind::Imo, "9826902"));
        assert_eq!(key(IdentifierKind::Bic, "HAVIGB2LXXX"), key(IdentifierKind::Bic, "havigb2l"));
        assert!(key(IdentifierKind::Lei, "529900T8BM49AURSDO55").is_some());
        assert!(key(IdentifierKind::Lei, "529900T8BM49AURSDO56").is_none());
        assert!(key(IdentifierKind::Passport, "12").is_none());
        assert_eq!(keys(None, "IMO 9826902").iter().filter(|(kind, _)| *kind == IdentifierKind::Imo).count(), 1);
    }
}
