//! Whole-crate promises: a module for each.

mod bundled;
mod crashes;
mod formats_eu_un_uk_ch;
mod formats_ofac;
mod formats_us_ca_au_os_own;
mod laws;
