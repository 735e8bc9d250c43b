//! `verify-native`: whether entities are found across scripts, by a native name on Latin names and the other way round.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use sanctions_screen::batch::{all_cores, in_order};
use sanctions_screen::mutation::is_latin;
use sanctions_screen::{Entity, Hit, Kind, List, ListVersion, NameType, Query, Score, Screener};
use serde::Serialize;
use unicode_script::{Script, UnicodeScript};

use crate::arguments::{ListArguments, ThresholdArgument};
use crate::failure::{Failure, Outcome, Result};
use crate::output::{self, Format, Output, count, counted, padded};

/// Check that entities are found by native names where only Latin ones are listed, and the other way round
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    sanctions-screen verify-native --list lists/ --missed missed.csv\n  \
    sanctions-screen verify-native --list lists/ --sample 10\n\n\
    Only entities that bear a Latin and a native name are tried, and only names that the publisher does not call weak. A\n\
    name is Latin where all its letters are, native where none is; names that mix both are neither screened nor loaded.\n\n\
    names: each name by itself must find its entity, though many are other names and no translations. entities: one\n\
    of the names of the entity is enough. on top: no other entity scores higher. An entity with names in several native\n\
    scripts counts in each of them.\n\n\
    Exit code: 0 if all was screened, however much was missed; 1 if a name could not be; 2 for a mistake.")]
pub(crate) struct Arguments {
    #[command(flatten)]
    lists: ListArguments,
    #[command(flatten)]
    threshold: ThresholdArgument,
    /// For people, or one JSON object
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Write the names that were missed to a CSV file, the lowest score first
    #[arg(long, value_name = "FILE")]
    missed: Option<PathBuf>,
    /// Take only every N-th entity
    #[arg(long, value_name = "N", default_value = "1")]
    sample: NonZeroUsize,
    /// Threads to screen on; all cores otherwise. The answer does not depend on it
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

/// Which names are screened, and which are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Direction {
    /// A native name against Latin ones.
    NativeOnLatin,
    /// A Latin name against native ones.
    LatinOnNative,
}

impl Direction {
    const ALL: [Self; 2] = [Self::NativeOnLatin, Self::LatinOnNative];

    fn as_str(self) -> &'static str {
        match self {
            Self::NativeOnLatin => "native on Latin",
            Self::LatinOnNative => "Latin on native",
        }
    }

    fn is_screened(self, name: &str) -> bool {
        match self {
            Self::NativeOnLatin => native_script(name).is_some(),
            Self::LatinOnNative => is_latin(name),
        }
    }

    fn is_listed(self, name: &str) -> bool {
        match self {
            Self::NativeOnLatin => is_latin(name),
            Self::LatinOnNative => native_script(name).is_some(),
        }
    }
}

/// The script of a name without Latin letters: kana where it holds any, else that of its first letter.
fn native_script(name: &str) -> Option<&'static str> {
    let is_script = |script: &Script| !matches!(script, Script::Common | Script::Inherited | Script::Unknown);
    let scripts: Vec<Script> =
        name.chars().filter(|c| c.is_alphabetic()).map(|c| c.script()).filter(is_script).collect();
    if scripts.contains(&Script::Latin) {
        return None;
    }
    if scripts.iter().any(|script| matches!(script, Script::Hiragana | Script::Katakana)) {
        return Some("Kana");
    }
    scripts.first().map(|script| script.full_name())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    direction: Direction,
    kind: Kind,
    script: &'static str,
}

#[derive(Debug, Clone, Copy, Default, Serialize)]
struct Counts {
    names: usize,
    names_found: usize,
    names_on_top: usize,
    entities: usize,
    entities_found: usize,
    entities_on_top: usize,
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.names += other.names;
        self.names_found += other.names_found;
        self.names_on_top += other.names_on_top;
        self.entities += other.entities;
        self.entities_found += other.entities_found;
        self.entities_on_top += other.entities_on_top;
    }
}

#[derive(Debug, Serialize)]
struct ReportRow {
    direction: Direction,
    kind: Kind,
    script: &'static str,
    #[serde(flatten)]
    counts: Counts,
}

#[derive(Debug, Serialize)]
struct Report {
    threshold: Score,
    lists: Vec<ListVersion>,
    sample: usize,
    refused: usize,
    rows: Vec<ReportRow>,
    seconds: f64,
}

/// A name that did not find its entity.
struct Missed {
    row: Row,
    list: String,
    entity: String,
    name: String,
    listed: String,
    score: Score,
    /// Whether another of its names did.
    is_found_otherwise: bool,
}

/// What became of the names of one entity.
#[derive(Default)]
struct Trial {
    counts: BTreeMap<&'static str, Counts>,
    missed: Vec<Missed>,
    refused: usize,
}

pub(crate) fn run(arguments: &Arguments, out: &mut Output) -> Result {
    let began = Instant::now();
    let lists = arguments.lists.open()?;
    let mut rows: BTreeMap<Row, Counts> = BTreeMap::new();
    let mut missed = Vec::new();
    let mut refused = 0;
    let mut threshold = Score::ZERO;
    for direction in Direction::ALL {
        let tried: Vec<(&List, &Entity)> = lists
            .iter()
            .flat_map(|list| list.entities.iter().map(move |entity| (list, entity)))
            .filter(|(_, entity)| {
                entity.names.iter().any(|name| direction.is_listed(&name.full))
                    && entity.names.iter().any(|name| direction.is_screened(&name.full))
            })
            .step_by(arguments.sample.get())
            .collect();
        if tried.is_empty() {
            continue;
        }
        let screener = arguments.threshold.builder().lists(listed_only(&lists, direction)).build()?;
        threshold = screener.configuration().threshold;
        let trial = |(list, entity): (&List, &Entity)| try_entity(list, entity, direction, &screener);
        for (trial, (_, entity)) in
            in_order(tried.iter().copied(), arguments.threads.unwrap_or_else(all_cores), trial).zip(&tried)
        {
            for (script, counts) in trial.counts {
                rows.entry(Row { direction, kind: entity.kind, script }).or_default().add(counts);
            }
            missed.extend(trial.missed);
            refused += trial.refused;
        }
    }
    if rows.is_empty() {
        return Err(Failure::Invalid("no entity of these lists bears a Latin and a native name".to_owned()));
    }
    if let Some(path) = &arguments.missed {
        missed.sort_by_key(|missed| (missed.row, missed.score));
        write_missed(path, &missed)?;
    }
    let report = Report {
        threshold,
        lists: lists.iter().map(ListVersion::of).collect(),
        sample: arguments.sample.get(),
        refused,
        rows: rows
            .iter()
            .map(|(&Row { direction, kind, script }, &counts)| ReportRow { direction, kind, script, counts })
            .collect(),
        seconds: began.elapsed().as_secs_f64(),
    };
    match arguments.format {
        Format::Json => out.json(&report)?,
        Format::Text => text(&report, out)?,
    }
    Ok(Outcome::incomplete_if(refused > 0))
}

/// The lists with only the names of one side.
fn listed_only(lists: &[List], direction: Direction) -> Vec<List> {
    let mut kept: Vec<List> = lists.to_vec();
    for list in &mut kept {
        for entity in &mut list.entities {
            entity.names.retain(|name| direction.is_listed(&name.full));
        }
        list.entities.retain(|entity| !entity.names.is_empty());
    }
    kept.retain(|list| !list.entities.is_empty());
    kept
}

fn try_entity(list: &List, entity: &Entity, direction: Direction, screener: &Screener) -> Trial {
    let mut trial = Trial::default();
    let screened = || {
        let names = entity.names.iter().filter(|name| name.name_type != NameType::WeakAlias);
        names.map(|name| name.full.as_str()).filter(|name| direction.is_screened(name))
    };
    let mut results: Vec<(&str, Option<bool>)> = Vec::new();
    for name in screened() {
        let Ok(query) = Query::new(name) else {
            trial.refused += 1;
            continue;
        };
        let hits = screener.screen_query(&query);
        let own = hits.iter().find(|hit| hit.entity().id == entity.id && hit.list().id == list.id).map(Hit::score);
        results.push((name, own.map(|own| hits.first().is_none_or(|top| top.score() <= own))));
    }
    let scripts: BTreeSet<&'static str> = entity.names.iter().filter_map(|name| native_script(&name.full)).collect();
    for script in scripts {
        let of_script: Vec<&(&str, Option<bool>)> = results
            .iter()
            .filter(|(name, _)| direction == Direction::LatinOnNative || native_script(name) == Some(script))
            .collect();
        if of_script.is_empty() {
            continue;
        }
        let found = of_script.iter().filter(|(_, found)| found.is_some()).count();
        let on_top = of_script.iter().filter(|(_, found)| *found == Some(true)).count();
        let counts = trial.counts.entry(script).or_default();
        *counts = Counts {
            names: of_script.len(),
            names_found: found,
            names_on_top: on_top,
            entities: 1,
            entities_found: usize::from(found > 0),
            entities_on_top: usize::from(on_top > 0),
        };
        for &&(name, _) in of_script.iter().filter(|(_, found)| found.is_none()) {
            let Ok(query) = Query::new(name) else { continue };
            let why = screener.why(&query, Some(&list.id), &entity.id);
            let listed: Vec<&str> =
                entity.names.iter().map(|name| name.full.as_str()).filter(|name| direction.is_listed(name)).collect();
            trial.missed.push(Missed {
                row: Row { direction, kind: entity.kind, script },
                list: list.id.clone(),
                entity: entity.id.clone(),
                name: name.to_owned(),
                listed: listed.join(" | "),
                score: why.map_or(Score::ZERO, |why| why.score),
                is_found_otherwise: found > 0,
            });
        }
    }
    trial
}

fn write_missed(path: &Path, missed: &[Missed]) -> Result<()> {
    let failed = |error: csv::Error| Failure::writing(path, error.into());
    let mut writer = csv::Writer::from_path(path).map_err(failed)?;
    writer
        .write_record(["direction", "kind", "script", "entity_found", "score", "list", "entity", "query", "listed"])
        .map_err(failed)?;
    for missed in missed {
        writer
            .write_record([
                missed.row.direction.as_str(),
                missed.row.kind.as_str(),
                missed.row.script,
                if missed.is_found_otherwise { "yes" } else { "no" },
                &missed.score.to_string(),
                &missed.list,
                &missed.entity,
                &missed.name,
                &missed.listed,
            ])
            .map_err(failed)?;
    }
    writer.flush().map_err(|source| Failure::writing(path, source))
}

fn text(report: &Report, out: &mut Output) -> Result<()> {
    out.line(&format!(
        "{} at threshold {}{}",
        counted(report.lists.len(), "list", "lists"),
        report.threshold,
        if report.sample > 1 { format!(", one entity of {}", report.sample) } else { String::new() },
    ))?;
    let header = format!(
        "  {}  {:>8}  {:>8}  {:>8}  {:>8}  {:>8}  {:>8}",
        padded("", 30),
        "entities",
        "found",
        "on top",
        "names",
        "found",
        "on top"
    );
    out.line(&out.paint(output::ASIDE, &header))?;
    for direction in Direction::ALL {
        for kind in [Kind::Person, Kind::Organization, Kind::Vessel, Kind::Aircraft, Kind::Unknown] {
            let rows = || report.rows.iter().filter(|row| row.direction == direction && row.kind == kind);
            let mut all = Counts::default();
            rows().for_each(|row| all.add(row.counts));
            if all.entities == 0 {
                continue;
            }
            let name = format!("{}, {}", direction.as_str(), kind.as_str());
            out.line(&format!("  {}{}", out.paint(output::NAME, &padded(&name, 30)), line(all)))?;
            for row in rows() {
                out.line(&format!("  {}{}", padded(&format!("  {}", row.script), 30), line(row.counts)))?;
            }
        }
    }
    if report.refused > 0 {
        out.line(&format!("{} could not be screened", counted(report.refused, "name", "names")))?;
    }
    out.line(&out.paint(output::ASIDE, &format!("{:.0} s", report.seconds)))
}

fn line(counts: Counts) -> String {
    let rate = |part: usize, of: usize| if of == 0 { 0.0 } else { 100.0 * part as f64 / of as f64 };
    format!(
        "  {:>8}  {:>6.2} %  {:>6.2} %  {:>8}  {:>6.2} %  {:>6.2} %",
        count(counts.entities),
        rate(counts.entities_found, counts.entities),
        rate(counts.entities_on_top, counts.entities),
        count(counts.names),
        rate(counts.names_found, counts.names),
        rate(counts.names_on_top, counts.names),
    )
}

#[cfg(test)]
mod tests {
    use sanctions_screen::Name;

    use super::*;

    #[test]
    fn a_native_name_has_no_latin_letter() {
        assert_eq!(native_script("Завод № 7"), Some("Cyrillic"));
        assert_eq!(native_script("日本ムヤエ"), Some("Kana"));
        assert_eq!(native_script("ООО ZALA"), None);
        assert_eq!(native_script("710"), None);
    }

    #[test]
    fn a_name_is_screened_against_the_other_script_only() {
        let mut found = Entity::new("1", Kind::Organization, "Dalian Machine Tool Group");
        found.names.push(Name::new("大连机床集团有限责任公司", NameType::StrongAlias));
        let mut missed = Entity::new("2", Kind::Organization, "Hikvision");
        missed.names.push(Name::new("武汉高德红外", NameType::StrongAlias));
        let list = List::from_entities("own", "own", vec![found, missed]).unwrap();
        for direction in Direction::ALL {
            let screener =
                Screener::builder().lists(listed_only(std::slice::from_ref(&list), direction)).build().unwrap();
            let trials: Vec<Trial> =
                list.entities.iter().map(|entity| try_entity(&list, entity, direction, &screener)).collect();
            assert_eq!(trials[0].counts["Han"].entities_on_top, 1);
            assert!(trials[0].missed.is_empty());
            assert_eq!((trials[1].counts["Han"].names, trials[1].counts["Han"].names_found), (1, 0));
            assert!(!trials[1].missed[0].is_found_otherwise);
        }
    }
}
