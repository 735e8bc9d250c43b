//! Dates of which a part may be unknown, as lists publish dates of birth.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A date, or as much of it as is known.
///
/// In text and JSON: `1960`, `1960-05`, `1960-05-17`, `~1960` (about), `1955/1960` (between the years).
///
/// ```
/// use sanctions_screen::PartialDate;
/// let date: PartialDate = "1960-05".parse()?;
/// assert_eq!((date.year(), date.month(), date.day()), (1960, Some(5), None));
/// # Ok::<(), sanctions_screen::DateParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PartialDate {
    year: u16,
    /// Equal to `year` unless the publisher gives a span of years.
    last_year: u16,
    /// 0 = unknown.
    month: u8,
    /// 0 = unknown.
    day: u8,
    about: bool,
}

/// A text that is no date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no date: write YYYY, YYYY-MM, YYYY-MM-DD, ~YYYY or YYYY/YYYY")]
pub struct DateParseError {
    text: String,
}

impl PartialDate {
    /// A year alone. `None` outside 1..=9999.
    pub fn from_year(year: u16) -> Option<Self> {
        (1..=9999).contains(&year).then_some(Self { year, last_year: year, month: 0, day: 0, about: false })
    }

    /// A year and a month.
    pub fn from_month(year: u16, month: u8) -> Option<Self> {
        let date = Self::from_year(year)?;
        (1..=12).contains(&month).then_some(Self { month, ..date })
    }

    /// A day that exists in the calendar.
    pub fn from_day(year: u16, month: u8, day: u8) -> Option<Self> {
        let date = Self::from_month(year, month)?;
        (1..=days_in(year, month)).contains(&day).then_some(Self { day, ..date })
    }

    /// A span of years, both included.
    pub fn from_years(first: u16, last: u16) -> Option<Self> {
        let date = Self::from_year(first)?;
        (first..=9999).contains(&last).then_some(Self { last_year: last, ..date })
    }

    /// The same date, known only roughly ("circa", "approximately").
    #[must_use]
    pub fn about(mut self) -> Self {
        self.about = true;
        self
    }

    /// The year; the first one of a span.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The last year of a span; the year itself otherwise.
    pub fn last_year(self) -> u16 {
        self.last_year
    }

    /// The month, where known.
    pub fn month(self) -> Option<u8> {
        (self.month > 0).then_some(self.month)
    }

    /// The day of the month, where known.
    pub fn day(self) -> Option<u8> {
        (self.day > 0).then_some(self.day)
    }

    /// Whether the publisher calls it approximate.
    pub fn is_about(self) -> bool {
        self.about
    }

    /// Reads the spellings that list publishers use; `None` where the text is no single date.
    ///
    /// Understood: ISO dates with or without a time, `17/05/1960`, `17.5.1960` (day first, as all publishers but the
    /// US write), `17 May 1960`, `May 1960`, `1960`, `circa 1960`, `c. 1960`, `approximately 1960`,
    /// `1955 to 1960`, `1955-1960`, `between 1955 and 1960`, `00/00/1960`.
    pub fn from_published(text: &str) -> Option<Self> {
        parse::published(text)
    }

    /// The same for US publishers, who write the month first: `05/17/1960`.
    pub fn from_published_us(text: &str) -> Option<Self> {
        parse::published_us(text)
    }
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.about {
            f.write_str("~")?;
        }
        write!(f, "{:04}", self.year)?;
        if self.last_year != self.year {
            write!(f, "/{:04}", self.last_year)?;
        }
        if self.month > 0 {
            write!(f, "-{:02}", self.month)?;
        }
        if self.day > 0 {
            write!(f, "-{:02}", self.day)?;
        }
        Ok(())
    }
}

impl std::str::FromStr for PartialDate {
    type Err = DateParseError;

    fn from_str(text: &str) -> Result<Self, DateParseError> {
        parse::canonical(text.trim()).ok_or_else(|| DateParseError { text: crate::error::shortened(text) })
    }
}

impl TryFrom<String> for PartialDate {
    type Error = DateParseError;

    fn try_from(text: String) -> Result<Self, DateParseError> {
        text.parse()
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> Self {
        date.to_string()
    }
}

mod parse {
    use super::PartialDate;

    pub(super) fn canonical(text: &str) -> Option<PartialDate> {
        let (about, text) = text.strip_prefix('~').map_or((false, text), |rest| (true, rest));
        let date = if let Some((first, last)) = text.split_once('/') {
            PartialDate::from_years(number(first, 4)?, number(last, 4)?)?
        } else {
            let mut parts = text.split('-');
            let year = number(parts.next()?, 4)?;
            let date = match (parts.next(), parts.next()) {
                (None, _) => PartialDate::from_year(year)?,
                (Some(month), None) => PartialDate::from_month(year, small(month)?)?,
                (Some(month), Some(day)) => PartialDate::from_day(year, small(month)?, small(day)?)?,
            };
            if parts.next().is_some() {
                return None;
            }
            date
        };
        Some(if about { date.about() } else { date })
    }

    pub(super) fn published(text: &str) -> Option<PartialDate> {
        any(text, false)
    }

    pub(super) fn published_us(text: &str) -> Option<PartialDate> {
        any(text, true)
    }

    fn any(text: &str, month_first: bool) -> Option<PartialDate> {
        let lower = text.trim().to_lowercase();
        let mut about = false;
        let mut rest = lower.as_str();
        for word in ["approximately", "approx.", "approx", "circa", "ca.", "about", "c.", "between", "~"] {
            if let Some(after) = rest.strip_prefix(word) {
                about |= word != "between";
                rest = after.trim_start();
            }
        }
        let date = span(rest).or_else(|| single(rest, month_first))?;
        Some(if about { date.about() } else { date })
    }

    fn span(text: &str) -> Option<PartialDate> {
        for separator in [" to ", " and ", "-", "–", "/"] {
            if let Some((first, last)) = text.split_once(separator)
                && let (Some(first), Some(last)) = (number(first.trim(), 4), number(last.trim(), 4))
            {
                return PartialDate::from_years(first, last);
            }
        }
        None
    }

    fn single(text: &str, month_first: bool) -> Option<PartialDate> {
        // A time of day after an ISO date says nothing about a birth.
        let text = text.split_once('t').filter(|(date, _)| date.len() == 10).map_or(text, |(date, _)| date);
        let text = text.strip_suffix(" 00:00:00").or_else(|| text.strip_suffix('z')).unwrap_or(text);
        let parts: Vec<&str> = text.split(|c: char| " -/.,".contains(c)).filter(|part| !part.is_empty()).collect();
        match parts[..] {
            [year] => PartialDate::from_year(number(year, 4)?),
            [a, b] => match (month_name(a), month_name(b)) {
                (Some(month), _) => PartialDate::from_month(number(b, 4)?, month),
                (_, Some(month)) => PartialDate::from_month(number(a, 4)?, month),
                _ if a.len() == 4 => PartialDate::from_month(number(a, 4)?, small(b)?),
                _ => PartialDate::from_month(number(b, 4)?, small(a)?),
            },
            [a, b, c] => {
                if let Some(month) = month_name(b) {
                    return if a.len() == 4 {
                        date(number(a, 4)?, month, small(c)?)
                    } else {
                        date(number(c, 4)?, month, small(a)?)
                    };
                }
                if let Some(month) = month_name(a) {
                    return date(number(c, 4)?, month, small(b)?);
                }
                if a.len() == 4 {
                    return date(number(a, 4)?, small(b)?, small(c)?);
                }
                let (day, month) = if month_first { (b, a) } else { (a, b) };
                date(number(c, 4)?, small(month)?, small(day)?)
            }
            _ => None,
        }
    }

    /// Zero stands for an unknown day or month on several lists.
    fn date(year: u16, month: u8, day: u8) -> Option<PartialDate> {
        match (month, day) {
            (0, _) => PartialDate::from_year(year),
            (_, 0) => PartialDate::from_month(year, month),
            _ => PartialDate::from_day(year, month, day),
        }
    }

    fn number(text: &str, digits: usize) -> Option<u16> {
        (text.len() == digits && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
    }

    fn small(text: &str) -> Option<u8> {
        ((1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
    }

    fn month_name(text: &str) -> Option<u8> {
        const MONTHS: [&str; 12] = [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ];
        if text.len() < 3 {
            return None;
        }
        MONTHS.iter().position(|month| month.starts_with(text)).map(|index| index as u8 + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_spellings_are_understood() {
        for (text, expected) in [
            ("1960", "1960"),
            ("17 May 1960", "1960-05-17"),
            ("May 1960", "1960-05"),
            ("circa 1960", "~1960"),
            ("Approximately 1963", "~1963"),
            ("1955 to 1960", "1955/1960"),
            ("17/05/1960", "1960-05-17"),
            ("00/00/1960", "1960"),
            ("1960-05-17T00:00:00", "1960-05-17"),
            ("2.12.2019", "2019-12-02"),
        ] {
            assert_eq!(
                PartialDate::from_published(text).map(|date| date.to_string()).as_deref(),
                Some(expected),
                "{text}"
            );
        }
        assert_eq!(PartialDate::from_published_us("05/17/1960").unwrap().to_string(), "1960-05-17");
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in ["2023-02-29", "1960-13", "1960-00", "60", "", "1960-05-17-1", "1960/1950"] {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
    }

    #[test]
    fn text_and_back_is_the_same_date() {
        for text in ["1960", "1960-05", "1960-05-17", "~1960", "1955/1960"] {
            assert_eq!(text.parse::<PartialDate>().unwrap().to_string(), text);
        }
    }
}
