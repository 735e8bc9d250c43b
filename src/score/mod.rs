//! How alike two names are: a number in ten-thousandths, and the evidence for it.
//!
//! [`align::align`] finds which token answers which; [`bound::score`] turns what is matched, contradicted and left out into
//! the score; [`weights`] holds every number. The room knows nothing of lists or indexes.

pub(crate) mod align;
pub(crate) mod attribute;
pub(crate) mod bound;
mod similarity;
pub(crate) mod weights;

pub use similarity::Evidence;
pub(crate) use similarity::{
    may_be_alike, may_be_alike_otherwise, may_be_joined, same, similarity, similarity_of, similarity_of_joined,
};

use std::fmt;

use serde::{Deserialize, Serialize};

/// A score: ten-thousandths from 0 (nothing in common) to 10,000 (equal after lossless normalisation).
///
/// An integer, so that order, equality and replay are the same on every machine. In JSON it is a number from 0 to 1 with
/// four decimals.
///
/// ```
/// use sanctions_screen::Score;
/// let score = Score::from_ratio(0.75).unwrap();
/// assert_eq!((score.ten_thousandths(), score.to_string().as_str()), (7500, "0.7500"));
/// assert_eq!(Score::from_ratio(1.5), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Score(u16);

impl Score {
    /// Equal names.
    pub const MAX: Self = Self(10_000);
    /// Nothing in common.
    pub const ZERO: Self = Self(0);

    /// From ten-thousandths; more than 10,000 counts as 10,000.
    pub const fn from_ten_thousandths(value: u32) -> Self {
        Self(if value > 10_000 { 10_000 } else { value as u16 })
    }

    /// From a ratio; `None` outside 0..=1.
    pub fn from_ratio(ratio: f64) -> Option<Self> {
        (0.0..=1.0).contains(&ratio).then(|| Self((ratio * 10_000.0).round() as u16))
    }

    /// The integer.
    pub const fn ten_thousandths(self) -> u16 {
        self.0
    }

    /// The ratio, from 0 to 1.
    pub fn ratio(self) -> f64 {
        f64::from(self.0) / 10_000.0
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:04}", self.0 / 10_000, self.0 % 10_000)
    }
}

impl Serialize for Score {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.ratio())
    }
}

impl<'de> Deserialize<'de> for Score {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let ratio = f64::deserialize(deserializer)?;
        Self::from_ratio(ratio)
            .ok_or_else(|| serde::de::Error::custom(format!("{ratio} is no score: it must be from 0 to 1")))
    }
}
