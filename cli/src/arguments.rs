//! Arguments that several commands share: the lists, what is known of a counterparty, the threshold.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use sanctions_screen::list::{Mapping, ReadOptions, Severity, open_all};
use sanctions_screen::{
    Builder, Configuration, CountryCode, IdentifierKind, Kind, List, PartialDate, Query, Score, Screener, Timestamp,
    bundled_list,
};

use crate::failure::{Failure, Result};
use crate::output::{counted, note, printable};

/// The mappings for lists whose columns have other names than ours.
#[derive(Debug, Args)]
pub(crate) struct MappingArguments {
    /// A mapping (TOML or JSON) that names the columns of a list of your own, or a folder of mappings
    #[arg(long = "mapping", value_name = "PATH", help_heading = "Lists")]
    mappings: Vec<PathBuf>,
}

impl MappingArguments {
    pub(crate) fn read_options(&self) -> Result<ReadOptions> {
        let mut options = ReadOptions::default();
        for path in &self.mappings {
            if path.is_dir() {
                let files = mappings_in(path)?;
                if files.is_empty() {
                    let reason = format!("{}: the folder holds no mapping (*.toml or *.json)", path.display());
                    return Err(Failure::Invalid(reason));
                }
                for file in files {
                    options = options.mapping(Mapping::open(file)?);
                }
            } else {
                options = options.mapping(Mapping::open(path)?);
            }
        }
        Ok(options)
    }
}

fn mappings_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let failed = |source| Failure::reading(folder, source);
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.extension().is_some_and(|extension| extension == "toml" || extension == "json") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The lists to screen against.
#[derive(Debug, Args)]
pub(crate) struct ListArguments {
    /// A list file, or a folder of lists; may be given several times. Without it, the bundled list
    #[arg(long = "list", value_name = "PATH", help_heading = "Lists")]
    lists: Vec<PathBuf>,
    #[command(flatten)]
    mappings: MappingArguments,
    /// Leave out records that cannot be read, and say so, instead of refusing the list
    #[arg(long, help_heading = "Lists")]
    lenient: bool,
    /// A snapshot of lists instead of the lists themselves, as `sanctions-screen snapshot` writes it
    #[arg(long, value_name = "FILE", conflicts_with_all = ["lists", "mappings", "lenient"], help_heading = "Lists")]
    snapshot: Option<PathBuf>,
}

impl ListArguments {
    fn is_bundled(&self) -> bool {
        self.lists.is_empty() && self.snapshot.is_none()
    }

    /// The snapshot, where one is given.
    pub(crate) fn snapshot(&self) -> Option<&Path> {
        self.snapshot.as_deref()
    }

    /// A screener of the lists, or of the snapshot, with this threshold.
    pub(crate) fn screener(&self, threshold: &ThresholdArgument) -> Result<Screener> {
        Ok(match &self.snapshot {
            Some(snapshot) => Screener::open_snapshot(snapshot)?.with_configuration(threshold.configuration())?,
            None => threshold.builder().lists(self.open()?).build()?,
        })
    }

    /// The lists given; the bundled one if none was.
    pub(crate) fn open(&self) -> Result<Vec<List>> {
        let lists = self.open_given()?;
        Ok(if self.is_bundled() { vec![bundled_list().clone()] } else { lists })
    }

    /// The lists given, be it none. What was left out or skipped is said on standard error.
    pub(crate) fn open_given(&self) -> Result<Vec<List>> {
        if let Some(snapshot) = &self.snapshot {
            return Ok(Screener::open_snapshot(snapshot)?.lists().to_vec());
        }
        if self.is_bundled() && !self.mappings.mappings.is_empty() {
            return Err(Failure::Invalid("--mapping says how a list is read; name the list with --list".to_owned()));
        }
        open_lists(&self.lists, &self.mappings, self.lenient)
    }
}

/// The lists in these files and folders. What was left out or skipped is said on standard error.
pub(crate) fn open_lists(paths: &[PathBuf], mappings: &MappingArguments, lenient: bool) -> Result<Vec<List>> {
    let mut options = mappings.read_options()?;
    if lenient {
        options = options.lenient();
    }
    let (lists, skipped) = open_all(paths, &options)?;
    for list in &lists {
        let left_out = list.report.at_least(Severity::PartLeftOut).count();
        if left_out > 0 {
            note(&format!(
                "warning: list {}: {} could not be read and left out; `sanctions-screen lists --report` shows them",
                printable(&list.id),
                counted(left_out, "record or part", "records or parts"),
            ));
        }
    }
    if !skipped.is_empty() {
        note(&format!(
            "note: {} not read as a list: {}; `sanctions-screen lists` tells why",
            counted(skipped.len(), "file was", "files were"),
            named(&skipped.iter().map(|file| printable(&file.path.display().to_string())).collect::<Vec<_>>()),
        ));
    }
    if lists.is_empty() && !paths.is_empty() {
        let folders = paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ");
        return Err(Failure::Invalid(format!("{folders}: there is no list in it")));
    }
    Ok(lists)
}

/// The first few of many.
fn named(all: &[String]) -> String {
    const FEW: usize = 5;
    let mut text = all[..all.len().min(FEW)].join(", ");
    if all.len() > FEW {
        text.push_str(&format!(" and {} more", all.len() - FEW));
    }
    text
}

/// The least score of a hit.
#[derive(Debug, Default, Args)]
pub(crate) struct ThresholdArgument {
    /// The least score of a hit, above 0 and at most 1 [default: 0.75]
    #[arg(long, value_name = "T", value_parser = threshold)]
    threshold: Option<Score>,
}

impl ThresholdArgument {
    pub(crate) fn builder(&self) -> Builder {
        match self.threshold {
            Some(threshold) => Screener::builder().threshold(threshold),
            None => Screener::builder(),
        }
    }

    pub(crate) fn configuration(&self) -> Configuration {
        let mut configuration = Configuration::default();
        configuration.threshold = self.threshold.unwrap_or(configuration.threshold);
        configuration
    }
}

fn threshold(text: &str) -> Result<Score, String> {
    text.parse()
        .ok()
        .and_then(Score::from_ratio)
        .filter(|&score| score > Score::ZERO)
        .ok_or_else(|| "a threshold is a number above 0 and at most 1, such as 0.75".to_owned())
}

/// When it is asked.
#[derive(Debug, Args)]
pub(crate) struct TimeArgument {
    /// The time of the decision, as RFC 3339 writes it (2026-11-24T09:30:00Z) [default: now]
    #[arg(long, value_name = "TIME", help_heading = "Decisions")]
    at: Option<Timestamp>,
}

impl TimeArgument {
    /// The time given, or that of the clock. Taken once, so that all answers of a command bear the same.
    pub(crate) fn time(&self) -> Result<Timestamp> {
        match &self.at {
            Some(at) => Ok(at.clone()),
            None => format!("{:.0}", jiff::Timestamp::now()).parse().map_err(|error| {
                Failure::Invalid(format!("the clock of this machine cannot be used ({error}); give the time with --at"))
            }),
        }
    }
}

/// What is known of a counterparty beside its name.
#[derive(Debug, Args)]
pub(crate) struct QueryArguments {
    /// What the counterparty is
    #[arg(long, value_enum, help_heading = "Counterparty")]
    kind: Option<KindArgument>,
    /// A country it has to do with, by code or name
    #[arg(long, value_name = "CC", value_parser = country, help_heading = "Counterparty")]
    country: Option<CountryCode>,
    /// Its date of birth: YYYY, YYYY-MM, YYYY-MM-DD, ~YYYY (about) or YYYY/YYYY (between)
    #[arg(long, value_name = "DATE", help_heading = "Counterparty")]
    born: Option<PartialDate>,
    /// An identifier, bare or with its kind, as in `imo:9187629`; may be given several times
    #[arg(long = "id", value_name = "VALUE", help_heading = "Counterparty")]
    identifiers: Vec<String>,
}

impl QueryArguments {
    /// The query of a name with all that is known beside it, or why there is none.
    pub(crate) fn query(&self, name: &str) -> Result<Query, String> {
        let reason = |error: sanctions_screen::Error| error.to_string();
        let mut query = Query::new(name).map_err(reason)?;
        if let Some(kind) = self.kind {
            query = query.with_kind(kind.into());
        }
        if let Some(country) = self.country {
            query = query.with_country(country);
        }
        if let Some(born) = self.born {
            query = query.with_birth_date(born);
        }
        for text in &self.identifiers {
            let (kind, value) = identifier(text);
            query = query.with_identifier(kind, value).map_err(reason)?;
        }
        Ok(query)
    }
}

/// A kind that a counterparty can be said to be.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(crate) enum KindArgument {
    Person,
    Organization,
    Vessel,
    Aircraft,
}

impl From<KindArgument> for Kind {
    fn from(kind: KindArgument) -> Self {
        match kind {
            KindArgument::Person => Self::Person,
            KindArgument::Organization => Self::Organization,
            KindArgument::Vessel => Self::Vessel,
            KindArgument::Aircraft => Self::Aircraft,
        }
    }
}

pub(crate) fn country(text: &str) -> Result<CountryCode, String> {
    CountryCode::resolve(text).ok_or_else(|| format!("{text:?} is no country: give its two-letter code or its name"))
}

/// An identifier, with its kind where it is said before a colon; some wallet addresses hold a colon of their own.
pub(crate) fn identifier(text: &str) -> (Option<IdentifierKind>, &str) {
    text.split_once(':')
        .and_then(|(kind, value)| {
            let kind = serde_json::from_value(kind.trim().to_ascii_lowercase().into()).ok()?;
            Some((Some(kind), value.trim()))
        })
        .unwrap_or((None, text.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_may_name_its_kind() {
        assert_eq!(identifier("IMO: 9187629"), (Some(IdentifierKind::Imo), "9187629"));
        assert_eq!(identifier(" 9187629 "), (None, "9187629"));
        assert_eq!(identifier("bitcoincash:qp3wjpa3"), (None, "bitcoincash:qp3wjpa3"));
    }
}
