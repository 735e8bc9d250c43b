//! Whole-crate promises: a module for each.
#![allow(clippy::similar_names, reason = "`screener` and `screened` are what they say")]

mod api;
mod bundled;
mod cases;
mod crashes;
mod current;
mod damaged;
mod decision;
mod drift;
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
mod limits;
mod lossless;
mod mutation;
mod real;
mod records;
#[cfg(feature = "replace")]
mod replace;
mod rescreen;
#[cfg(feature = "snapshot")]
mod snapshot;
mod speed;
mod surroundings;
