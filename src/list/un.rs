//! The loader of un.

use std::io::BufRead;

use crate::error::Result;

use super::format::Head;
use super::sink::Sink;

pub(super) fn looks_like(_head: &Head<'_>) -> bool {
    false
}

pub(super) fn read(_input: &mut dyn BufRead, _sink: &mut Sink<'_>) -> Result<()> {
    Ok(())
}
