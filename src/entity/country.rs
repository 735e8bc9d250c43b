//! Countries as publishers write them, and their ISO 3166-1 codes.

use std::fmt;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// An ISO 3166-1 alpha-2 code, upper case; `SU`, `YU` and the like for states that are no more.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CountryCode([u8; 2]);

impl CountryCode {
    /// The code itself.
    pub fn as_str(&self) -> &str {
        // Made of two ASCII letters only, so it is always valid.
        std::str::from_utf8(&self.0).unwrap_or("??")
    }

    /// The code of a country given by alpha-2 or alpha-3 code or by a name as publishers write it
    /// (`Iran`, `Iran, Islamic Republic of`, `IR`, `IRN`), or `None`.
    ///
    /// ```
    /// use sanctions_screen::CountryCode;
    /// assert_eq!(CountryCode::resolve("Iran, Islamic Republic of").unwrap().as_str(), "IR");
    /// assert_eq!(CountryCode::resolve("Atlantis"), None);
    /// ```
    pub fn resolve(text: &str) -> Option<Self> {
        BY_NAME.get(&folded(text)).copied()
    }
}

impl fmt::Debug for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl TryFrom<String> for CountryCode {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.as_bytes() {
            &[a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Ok(Self([a.to_ascii_uppercase(), b.to_ascii_uppercase()]))
            }
            _ => Err(format!("{text:?} is no two-letter country code")),
        }
    }
}

impl From<CountryCode> for String {
    fn from(code: CountryCode) -> Self {
        code.as_str().to_owned()
    }
}

/// A country: the publisher's words, and the code they stand for where they are understood.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Country {
    /// The publisher's words.
    pub text: String,
    /// The code, where the words are understood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<CountryCode>,
}

impl Country {
    /// A country given by a code or a name.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { code: CountryCode::resolve(&text), text }
    }
}

/// Lower case, letters only: punctuation, blanks and `the` do not tell countries apart.
fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

static BY_NAME: LazyLock<FxHashMap<String, CountryCode>> = LazyLock::new(|| {
    let mut by_name = FxHashMap::default();
    for line in include_str!("../../tables/countries.tsv").lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('\t');
        let Some(Ok(code)) = columns.next().map(|code| CountryCode::try_from(code.to_owned())) else { continue };
        by_name.insert(folded(code.as_str()), code);
        for name in columns.flat_map(|column| column.split('|')) {
            by_name.entry(folded(name)).or_insert(code);
        }
    }
    by_name
});
