//! Whole-crate promises: a module for each.
