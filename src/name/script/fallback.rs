//! The best single spelling of any letter that no other file reads, from the tables of `any_ascii`.

use super::{Readings, readings};

pub(super) fn romanize(word: &str) -> Readings {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        push(c, &mut out);
    }
    readings([out])
}

/// Adds the ASCII spelling of a letter that is foreign to the script being read.
pub(super) fn push(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c);
    } else {
        out.extend(any_ascii::any_ascii_char(c).chars().filter(char::is_ascii_alphanumeric));
    }
}
