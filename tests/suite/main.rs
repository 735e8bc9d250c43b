//! Whole-crate promises: a module for each.
#![allow(clippy::similar_names, reason = "`screener` and `screened` are what they say")]

mod api;
mod bundled;
mod cases;
mod crashes;
mod decision;
mod exceptions;
mod explanation;
mod formats_eu_un_uk_ch;
mod formats_ofac;
mod formats_us_ca_au_os_own;
mod honest;
mod hostile;
mod journal;
mod laws;
mod layers;
mod lossless;
mod mutation;
mod real;
mod records;
mod rescreen;
