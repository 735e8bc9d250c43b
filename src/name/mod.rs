//! Names: their tokens and how those sound.

pub(crate) mod sound;
