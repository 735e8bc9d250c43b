//! Whole names after lossless normalisation, in order: names that are equal are found whatever their words are, and so are
//! names of which a query is only the beginning.

#[cfg(feature = "snapshot")]
use crate::row::{RowError, RowReader, RowWriter};

use super::ListedName;

/// Names in the order of their texts, then of their entities.
#[derive(Debug, Default)]
pub(crate) struct WholeNames {
    text: String,
    /// Where the text of each ends.
    ends: Vec<u32>,
    names: Vec<ListedName>,
}

impl WholeNames {
    pub(crate) fn new(mut names: Vec<(Box<str>, ListedName)>) -> Self {
        names.sort_unstable();
        let mut whole = Self::default();
        whole.text.reserve_exact(names.iter().map(|(text, _)| text.len()).sum());
        for (text, name) in names {
            whole.text.push_str(&text);
            whole.ends.push(whole.text.len() as u32);
            whole.names.push(name);
        }
        whole.ends.shrink_to_fit();
        whole.names.shrink_to_fit();
        whole
    }

    fn text(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.text.get(start as usize..self.ends[at] as usize).unwrap_or_default()
    }

    /// The names from the first one on that does not stand before this text.
    pub(crate) fn from(&self, text: &str) -> impl Iterator<Item = (&str, ListedName)> {
        let (mut first, mut after) = (0, self.names.len());
        while first < after {
            let middle = first.midpoint(after);
            if self.text(middle) < text {
                first = middle + 1;
            } else {
                after = middle;
            }
        }
        (first..self.names.len()).map(|at| (self.text(at), self.names[at]))
    }

    /// Bytes held.
    pub(crate) fn memory(&self) -> usize {
        self.text.len() + size_of_val(&*self.ends) + size_of_val(&*self.names)
    }
}

#[cfg(feature = "snapshot")]
impl WholeNames {
    pub(crate) fn write(&self, to: &mut RowWriter<'_>) -> std::io::Result<()> {
        to.bytes(self.text.as_bytes())?;
        to.u32s(self.ends.iter().copied())?;
        to.u64s(self.names.iter().map(|name| name.0))
    }

    pub(crate) fn read(from: &mut RowReader<'_>, is_listed: impl Fn(ListedName) -> bool) -> Result<Self, RowError> {
        let (text, ends) = (from.text()?, from.u32s()?);
        let names: Vec<ListedName> = from.u64s()?.into_iter().map(ListedName).collect();
        if ends.len() != names.len() || !names.iter().all(|&name| is_listed(name)) {
            return Err(RowError::inconsistent("the whole names"));
        }
        Ok(Self { text, ends, names })
    }
}
