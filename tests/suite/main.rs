//! Whole-crate promises: a module for each.

#[cfg(feature = "bundled")]
mod bundled;
