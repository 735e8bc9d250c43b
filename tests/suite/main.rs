//! Whole-crate promises: a module for each.

mod formats_us_ca_au_os_own;
