//! The loader of uk_sanctions.

use std::io::BufRead;

use crate::error::Result;

use super::format::Head;
use super::sink::Sink;

pub(super) fn looks_like_xml(_head: &Head<'_>) -> bool {
    false
}

pub(super) fn read_xml(_input: &mut dyn BufRead, _sink: &mut Sink<'_>) -> Result<()> {
    Ok(())
}

pub(super) fn looks_like_csv(_head: &Head<'_>) -> bool {
    false
}

pub(super) fn read_csv(_input: &mut dyn BufRead, _sink: &mut Sink<'_>) -> Result<()> {
    Ok(())
}
