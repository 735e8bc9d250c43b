//! OFAC CSV.

use std::io::BufRead;

use crate::error::Result;

use super::format::{Companion, Head};
use super::sink::Sink;

pub(super) fn looks_like(_head: &Head<'_>) -> bool {
    false
}

pub(super) fn looks_like_part(_head: &Head<'_>) -> bool {
    false
}

/// The names of the files that belong to a primary file of this name.
pub(super) fn companions(_primary: &str) -> Vec<String> {
    Vec::new()
}

pub(super) fn read(_input: &mut dyn BufRead, _companions: &mut [Companion<'_>], _sink: &mut Sink<'_>) -> Result<()> {
    Ok(())
}
