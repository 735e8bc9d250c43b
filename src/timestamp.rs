//! A moment, as the caller's clock told it: this library has no clock.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::entity::PartialDate;

/// A moment in RFC 3339, such as `2026-11-24T09:30:00Z` or `2026-11-24T10:30:00.250+01:00`.
///
/// It is checked and then kept to the letter, so that a record says what the caller said.
///
/// ```
/// use sanctions_screen::Timestamp;
/// let moment: Timestamp = "2026-11-24T23:30:00-05:00".parse()?;
/// assert_eq!(moment.as_str(), "2026-11-24T23:30:00-05:00");
/// assert_eq!(moment.date().to_string(), "2026-11-24");
/// assert!("2026-02-30T00:00:00Z".parse::<Timestamp>().is_err());
/// # Ok::<(), sanctions_screen::TimestampError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Timestamp {
    text: String,
    date: PartialDate,
}

/// A text that is no moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no time: write it as RFC 3339 does, such as 2026-11-24T09:30:00Z")]
pub struct TimestampError {
    text: String,
}

impl Timestamp {
    /// The text as it was given.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The day, in the offset that the text bears.
    pub fn date(&self) -> PartialDate {
        self.date
    }
}

/// The day at the beginning of the text. [`PartialDate`] knows the calendar.
fn date(text: &str) -> Option<PartialDate> {
    let day: PartialDate = text.get(..10)?.parse().ok()?;
    (day.day().is_some() && day.to_string() == text[..10]).then_some(day)
}

/// Whether what follows the day is a time of day and an offset.
fn is_time(text: &str) -> bool {
    let Some(rest) = text.strip_prefix(['T', 't']) else { return false };
    let Some((clock, rest)) = rest.split_at_checked(8) else { return false };
    // 60 is a leap second.
    let clock_is_right = clock.as_bytes()[2] == b':'
        && clock.as_bytes()[5] == b':'
        && within(&clock[..2], 23)
        && within(&clock[3..5], 59)
        && within(&clock[6..], 60);
    let rest = rest.strip_prefix('.').map_or(Some(rest), |fraction| {
        let after = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
        (after.len() < fraction.len()).then_some(after)
    });
    let offset_is_right = rest.is_some_and(|offset| match offset.strip_prefix(['+', '-']) {
        Some(offset) => offset.split_once(':').is_some_and(|(hours, minutes)| within(hours, 23) && within(minutes, 59)),
        None => offset.eq_ignore_ascii_case("z"),
    });
    clock_is_right && offset_is_right
}

/// Two digits, and no more than `most`.
fn within(text: &str, most: u8) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse().is_ok_and(|n: u8| n <= most)
}

impl std::str::FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, TimestampError> {
        Self::try_from(text.to_owned())
    }
}

impl TryFrom<String> for Timestamp {
    type Error = TimestampError;

    fn try_from(text: String) -> Result<Self, TimestampError> {
        match date(&text) {
            Some(date) if text.is_ascii() && is_time(&text[10..]) => Ok(Self { text, date }),
            _ => Err(TimestampError { text: crate::error::shortened(&text) }),
        }
    }
}

impl From<Timestamp> for String {
    fn from(moment: Timestamp) -> Self {
        moment.text
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc_3339_is_taken_and_nothing_else() {
        // The first five are the RFC's own examples (section 5.8).
        for right in [
            "1985-04-12T23:20:50.52Z",
            "1996-12-19T16:39:57-08:00",
            "1990-12-31T23:59:60Z",
            "1990-12-31T15:59:60-08:00",
            "1937-01-01T12:00:27.87+00:20",
            "2024-02-29t00:00:00z",
        ] {
            assert_eq!(right.parse::<Timestamp>().map(String::from).as_deref(), Ok(right));
        }
        for wrong in [
            "",
            "2026-11-24",
            "2026-11-24 09:30:00Z",
            "2026-11-24T09:30:00",
            "2026-11-24T09:30Z",
            "2026-11-24T24:00:00Z",
            "2026-11-24T09:60:00Z",
            "2026-11-24T09:30:61Z",
            "2026-11-24T09:30:00.Z",
            "2026-11-24T09:30:00+1:00",
            "2026-11-24T09:30:00+0100",
            "2026-11-24T09:30:00+24:00",
            "2026-11-24T+9:30:00Z",
            "2023-02-29T00:00:00Z",
            "2026-1-24T09:30:00Z",
            "~2026-11-2T09:30:00Z",
            "2026-11-24T09:30:00Z ",
            "2026-11-2４T09:30:00Z",
            "2026-11-24T09:30:0é",
        ] {
            assert!(wrong.parse::<Timestamp>().is_err(), "{wrong:?}");
        }
    }
}
