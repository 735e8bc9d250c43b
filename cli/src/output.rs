//! Standard output and the terminal: whole lines only, colours only for people, nothing hostile from a list or a query.

use std::fmt::Write as _;
use std::io::{self, BufWriter, Write};

use anstyle::{AnsiColor, Style};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use crate::failure::{Failure, Result};

/// Bytes gathered before they are written.
const CAPACITY: usize = 256 << 10;

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Colours {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How commands answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

pub(crate) const HIT: Style = AnsiColor::Red.on_default().bold();
pub(crate) const CLEAR: Style = AnsiColor::Green.on_default();
pub(crate) const ODD: Style = AnsiColor::Yellow.on_default();
pub(crate) const NAME: Style = Style::new().bold();
pub(crate) const ASIDE: Style = Style::new().dimmed();

/// Standard output. A line is handed over whole or not at all.
pub(crate) struct Output {
    inner: BufWriter<io::Stdout>,
    coloured: bool,
}

impl Output {
    pub(crate) fn stdout(colours: Colours) -> Self {
        let stdout = io::stdout();
        let coloured = match colours {
            Colours::Always => true,
            Colours::Never => false,
            Colours::Auto => anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never,
        };
        Self { inner: BufWriter::with_capacity(CAPACITY, stdout), coloured }
    }

    /// The text in this style, where colours are wanted.
    pub(crate) fn paint(&self, style: Style, text: &str) -> String {
        if self.coloured && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    /// Writes text that ends in a line break.
    pub(crate) fn text(&mut self, text: &str) -> Result<()> {
        self.inner.write_all(text.as_bytes()).map_err(Failure::Output)
    }

    pub(crate) fn line(&mut self, text: &str) -> Result<()> {
        let mut line = String::with_capacity(text.len() + 1);
        line.push_str(text);
        line.push('\n');
        self.text(&line)
    }

    pub(crate) fn json(&mut self, value: &impl Serialize) -> Result<()> {
        self.text(&json_line(value)?)
    }

    pub(crate) fn flush(&mut self) -> Result<()> {
        self.inner.flush().map_err(Failure::Output)
    }

    pub(crate) fn finish(mut self) -> Result<()> {
        self.flush()
    }
}

/// A value as one line of JSON with its line break.
pub(crate) fn json_line(value: &impl Serialize) -> Result<String> {
    let mut line = serde_json::to_string(value).map_err(|error| Failure::Output(error.into()))?;
    line.push('\n');
    Ok(line)
}

/// A line for the person at the terminal, beside the output.
pub(crate) fn note(text: &str) {
    // Where standard error is closed there is nobody to tell.
    let _ = writeln!(io::stderr(), "{text}");
}

/// Text as it may be shown: control characters and those that turn the direction of writing are spelled out, so that
/// neither a list nor a query can play with the terminal.
pub(crate) fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        let turns = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if c == '\n' {
            shown.push_str("\\n");
        } else if c.is_control() || turns {
            // Writing to a String cannot fail.
            let _ = write!(shown, "\\u{{{:x}}}", u32::from(c));
        } else {
            shown.push(c);
        }
    }
    shown
}

/// Columns that the text takes on a terminal.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// The text, filled up with blanks to so many columns.
pub(crate) fn padded(text: &str, columns: usize) -> String {
    let blanks = columns.saturating_sub(width(text));
    format!("{text}{:blanks$}", "")
}

/// A count with its thousands set apart.
pub(crate) fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 row`, `2 rows`.
pub(crate) fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_play_with_the_terminal_is_spelled_out() {
        assert_eq!(printable("a\u{1b}[2Jb\u{202e}c\nd"), "a\\u{1b}[2Jb\\u{202e}c\\nd");
        assert_eq!(printable("华北光电 Ünïcode"), "华北光电 Ünïcode");
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!([0, 999, 1000, 1_234_567].map(count), ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn wide_letters_take_two_columns() {
        assert_eq!(padded("华北", 6), "华北  ");
    }
}
