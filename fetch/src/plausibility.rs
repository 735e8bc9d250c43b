//! Whether what was downloaded can be the next version of the list in place.

use std::fmt;

use sanctions_screen::PartialDate;
use sanctions_screen::list::List;

use crate::folder::Receipt;
use crate::source::Source;

/// What is believed of a new version of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Plausibility {
    /// It has at least so many of a hundred of the entities of the last good one. Lists grow, and where they shrink they
    /// shrink by a few entities; one that lost a tenth at once was cut off, or is another list.
    pub least_percent: u8,
    /// It may bear an older date than the last good one. Publishers have left old files at old addresses.
    pub older: bool,
}

impl Default for Plausibility {
    fn default() -> Self {
        Self { least_percent: 90, older: false }
    }
}

/// Why a list is not believed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Implausible {
    /// Fewer entities than such a list can have.
    TooFew {
        /// What it has.
        entities: usize,
        /// What the table of sources says that it has at least.
        at_least: usize,
    },
    /// Too many entities are gone.
    Shrunk {
        /// What it has.
        entities: usize,
        /// What the last good one has.
        before: usize,
        /// The least share, of a hundred.
        least_percent: u8,
    },
    /// It is older than the last good one.
    Older {
        /// Its date.
        date: PartialDate,
        /// The date of the last good one.
        before: PartialDate,
    },
    /// It is another list than the last good one.
    Another {
        /// The id that it gives itself.
        list: String,
        /// The id of the last good one.
        before: String,
    },
}

impl fmt::Display for Implausible {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFew { entities, at_least } => {
                write!(f, "it has {entities} entities, and such a list has at least {at_least}")
            }
            Self::Shrunk { entities, before, least_percent } => write!(
                f,
                "it has {entities} entities where the last good one has {before}, less than {least_percent} %; if so \
                 many were taken off the list, fetch it with a lower least share"
            ),
            Self::Older { date, before } => write!(
                f,
                "it is of {date}, older than the last good one of {before}; if the publisher went back, allow an \
                 older list"
            ),
            Self::Another { list, before } => write!(
                f,
                "it is the list {list:?}, and the last good one is {before:?}; give it a file of its own if this is \
                 meant"
            ),
        }
    }
}

/// Whether a list that was downloaded can take the place of the last good one. It is asked after the list was read, and
/// before anything is replaced; this is the one place for what else a new version must be.
///
/// # Errors
///
/// Why it is not believed.
pub fn plausible(
    source: &Source,
    new: &List,
    last_good: Option<&Receipt>,
    expected: Plausibility,
) -> Result<(), Implausible> {
    let entities = new.entities.len();
    if entities < source.at_least {
        return Err(Implausible::TooFew { entities, at_least: source.at_least });
    }
    let Some(last_good) = last_good else { return Ok(()) };
    if new.id != last_good.list {
        return Err(Implausible::Another { list: new.id.clone(), before: last_good.list.clone() });
    }
    let before = last_good.entities;
    if (entities as u128) * 100 < (before as u128) * u128::from(expected.least_percent) {
        return Err(Implausible::Shrunk { entities, before, least_percent: expected.least_percent });
    }
    // A month or a year alone is neither older nor newer than a day in it.
    let day = |date: &PartialDate| date.day().is_some();
    if let (Some(date), Some(before)) = (new.date.filter(day), last_good.date.filter(day))
        && date < before
        && !expected.older
    {
        return Err(Implausible::Older { date, before });
    }
    Ok(())
}
