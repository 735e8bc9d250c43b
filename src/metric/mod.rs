//! Distances between tokens.

pub(crate) mod edit;
#[cfg(test)]
pub(crate) mod naive;
