//! Whole-crate promises: a module for each.
mod formats_ofac;
