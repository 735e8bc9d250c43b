//! The loader of own.

use std::io::BufRead;

use crate::error::Result;

use super::format::Head;
use super::sink::Sink;

pub(super) fn looks_like_xlsx(_head: &Head<'_>) -> bool {
    false
}

pub(super) fn read_xlsx(_bytes: &[u8], _sink: &mut Sink<'_>) -> Result<()> {
    Ok(())
}

pub(super) fn looks_like_csv(_head: &Head<'_>) -> bool {
    false
}

pub(super) fn read_csv(_input: &mut dyn BufRead, _sink: &mut Sink<'_>) -> Result<()> {
    Ok(())
}

pub(super) fn looks_like_json_lines(_head: &Head<'_>) -> bool {
    false
}

pub(super) fn read_json_lines(_input: &mut dyn BufRead, _sink: &mut Sink<'_>) -> Result<()> {
    Ok(())
}

pub(super) fn looks_like_json(_head: &Head<'_>) -> bool {
    false
}

pub(super) fn read_json(_input: &mut dyn BufRead, _sink: &mut Sink<'_>) -> Result<()> {
    Ok(())
}

/// How the fields of a list are named, where they are not named as ours.
#[derive(Debug, Clone, Default)]
pub struct Mapping {}
