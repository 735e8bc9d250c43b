//! The loader of opensanctions.

use std::io::BufRead;

use crate::error::Result;

use super::format::Head;
use super::sink::Sink;

pub(super) fn looks_like_simple(_head: &Head<'_>) -> bool {
    false
}

pub(super) fn read_simple(_input: &mut dyn BufRead, _sink: &mut Sink<'_>) -> Result<()> {
    Ok(())
}

pub(super) fn looks_like_ftm(_head: &Head<'_>) -> bool {
    false
}

pub(super) fn read_ftm(_input: &mut dyn BufRead, _sink: &mut Sink<'_>) -> Result<()> {
    Ok(())
}

pub(super) fn looks_like_nested(_head: &Head<'_>) -> bool {
    false
}

pub(super) fn read_nested(_input: &mut dyn BufRead, _sink: &mut Sink<'_>) -> Result<()> {
    Ok(())
}
