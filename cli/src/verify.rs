//! `verify`: whether every name of every list, changed in ways that happen, still finds its own entity.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use sanctions_screen::batch::{all_cores, in_order};
use sanctions_screen::mutation::{Level, Mutation, folded_words, is_latin, mutated_forms};
use sanctions_screen::{Entity, Hit, List, ListVersion, Name, NameType, Query, Score, Screener};
use serde::Serialize;

use crate::arguments::{ListArguments, ThresholdArgument};
use crate::failure::{Failure, Outcome, Result};
use crate::output::{self, Format, Output, count, counted, padded};

/// Check that changed forms of listed names find their own entity
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    sanctions-screen verify --list lists/ --errors errors.csv\n  \
    sanctions-screen verify --list sdn.csv --level 1 --sample 100\n\n\
    Every name that the publisher does not call weak is screened as published (level 0), after minor changes (level 1:\n\
    case, punctuation, marks, legal form, one typo, words swapped, joined or split) and after major ones (level 2: two\n\
    typos, a word dropped, initials, another transliteration, another script, cut at 35 characters), with nothing known\n\
    beside it. Names in another script are screened against the lists without all such names, so that they can only be\n\
    found by the Latin names of their entity.\n\n\
    detected: the entity is among the hits. wrong top: another entity scores strictly higher; on its list: another one\n\
    of the same list, which no publisher lists twice, so it is not the same under another spelling. Not wrong, but counted as a\n\
    namesake, is one that bears the name that was changed or the changed name itself, or the same primary name, or shares any\n\
    name of two words or more that is not weak: the same person or company on another list, or one that no name can tell\n\
    apart.\n\n\
    Exit code: 0 if all was screened, however much was missed; 1 if a changed name could not be; 2 for a mistake.")]
pub(crate) struct Arguments {
    #[command(flatten)]
    lists: ListArguments,
    #[command(flatten)]
    threshold: ThresholdArgument,
    /// Only this level: 0 as published, 1 minor, 2 major
    #[arg(long, value_name = "0|1|2", value_parser = level)]
    level: Option<Level>,
    /// For people, or one JSON object
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Write what was missed or found below another entity to a CSV file, the lowest score first
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,
    /// Take only every N-th name
    #[arg(long, value_name = "N", default_value = "1")]
    sample: NonZeroUsize,
    /// Threads to screen on; all cores otherwise. The answer does not depend on it
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

fn level(text: &str) -> Result<Level, String> {
    Level::ALL
        .into_iter()
        .find(|level| level.number().to_string() == text)
        .ok_or_else(|| "a level is 0, 1 or 2".to_owned())
}

/// What became of the changed forms of one kind or level.
#[derive(Debug, Clone, Default, Serialize)]
struct Counts {
    /// Changed names that were screened.
    tried: usize,
    /// Their entity was among the hits.
    detected: usize,
    /// Another entity, no namesake, scored strictly higher.
    wrong_top: usize,
    /// Among those, another entity of the same list: it is certainly another.
    wrong_top_on_its_list: usize,
    /// Only namesakes scored strictly higher.
    namesake_top: usize,
    /// The changed name could not be screened.
    refused: usize,
    detected_rate: f64,
    wrong_top_rate: f64,
    wrong_top_on_its_list_rate: f64,
}

impl Counts {
    fn add(&mut self, fate: &Fate) {
        match fate {
            Fate::Refused => self.refused += 1,
            Fate::Screened { detected, top } => {
                self.tried += 1;
                self.detected += usize::from(*detected);
                self.wrong_top += usize::from(matches!(top, Top::Wrong { .. }));
                self.wrong_top_on_its_list += usize::from(*top == Top::Wrong { on_its_list: true });
                self.namesake_top += usize::from(*top == Top::Namesake);
            }
        }
    }

    fn finish(&mut self) {
        let rate = |part: usize| if self.tried == 0 { 0.0 } else { part as f64 / self.tried as f64 };
        (self.detected_rate, self.wrong_top_rate) = (rate(self.detected), rate(self.wrong_top));
        self.wrong_top_on_its_list_rate = rate(self.wrong_top_on_its_list);
    }
}

#[derive(Debug, Serialize)]
struct Report {
    threshold: Score,
    lists: Vec<ListVersion>,
    names: usize,
    weak_names_left_out: usize,
    sample: usize,
    levels: BTreeMap<u8, Counts>,
    mutations: BTreeMap<&'static str, Counts>,
    seconds: f64,
}

/// Who scored highest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Top {
    Own,
    Namesake,
    Wrong {
        /// Whether it stands on the list of the name that was changed.
        on_its_list: bool,
    },
}

enum Fate {
    Refused,
    Screened { detected: bool, top: Top },
}

/// A form that went wrong.
struct Wrong {
    error: &'static str,
    mutation: Mutation,
    list: String,
    entity: String,
    name: String,
    query: String,
    score: Score,
    top: Option<[String; 4]>,
}

struct Trial {
    mutation: Mutation,
    fate: Fate,
    wrong: Option<Wrong>,
}

/// A listed name with the entity and list it stands on.
#[derive(Clone, Copy)]
struct Listed<'a> {
    list: &'a List,
    entity: &'a Entity,
    name: &'a Name,
}

/// The names by which entities are told to be the same or not to be told apart.
struct Identities {
    names: HashMap<(String, String), HashSet<String>>,
}

impl Identities {
    fn new(lists: &[List]) -> Self {
        let mut names = HashMap::new();
        for list in lists {
            for entity in &list.entities {
                let folded = entity
                    .names
                    .iter()
                    .filter(|name| name.name_type != NameType::WeakAlias)
                    .map(|name| folded_words(&name.full))
                    .collect();
                names.insert((list.id.clone(), entity.id.clone()), folded);
            }
        }
        Self { names }
    }

    fn of(&self, list: &str, entity: &str) -> Option<&HashSet<String>> {
        self.names.get(&(list.to_owned(), entity.to_owned()))
    }

    /// Whether the entity of a hit bears the name, or its primary name or a name of several words is one of the other's.
    fn are_namesakes(&self, own: Listed<'_>, hit: &Hit<'_>) -> bool {
        let (Some(ours), Some(theirs)) =
            (self.of(&own.list.id, &own.entity.id), self.of(&hit.list().id, &hit.entity().id))
        else {
            return false;
        };
        let tried = folded_words(&own.name.full);
        let primary = folded_words(own.entity.primary_name());
        hit.entity().names.iter().any(|name| folded_words(&name.full) == tried)
            || primary == folded_words(hit.entity().primary_name())
            || ours.intersection(theirs).any(|name| name.contains(' '))
    }
}

pub(crate) fn run(arguments: &Arguments, out: &mut Output) -> Result {
    let began = Instant::now();
    let lists = arguments.lists.open()?;
    let levels: Vec<Level> =
        Level::ALL.into_iter().filter(|&at| arguments.level.is_none_or(|only| only == at)).collect();
    let latin = if levels.contains(&Level::Major) { latin_only(arguments, &lists)? } else { None };
    let screener = arguments.threshold.builder().lists(lists).build()?;
    let identities = Identities::new(screener.lists());
    let all = screener.lists().iter().flat_map(|list| {
        list.entities.iter().flat_map(move |entity| entity.names.iter().map(move |name| Listed { list, entity, name }))
    });
    let (weak, names): (Vec<_>, Vec<_>) = all.partition(|listed| listed.name.name_type == NameType::WeakAlias);
    let names: Vec<Listed<'_>> = names.into_iter().step_by(arguments.sample.get()).collect();

    let bar = progress_bar(names.len());
    let mut by_mutation: BTreeMap<Mutation, Counts> = BTreeMap::new();
    let mut by_level: BTreeMap<Level, Counts> = BTreeMap::new();
    let mut wrong = Vec::new();
    let tried = |listed: &Listed<'_>| try_name(*listed, &levels, &screener, latin.as_ref(), &identities);
    for trials in in_order(&names, arguments.threads.unwrap_or_else(all_cores), tried) {
        for Trial { mutation, fate, wrong: went_wrong } in trials {
            by_mutation.entry(mutation).or_default().add(&fate);
            by_level.entry(mutation.level()).or_default().add(&fate);
            if arguments.errors.is_some() {
                wrong.extend(went_wrong);
            }
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    by_mutation.values_mut().chain(by_level.values_mut()).for_each(Counts::finish);
    if let Some(path) = &arguments.errors {
        wrong.sort_by(|a, b| (a.error, a.score).cmp(&(b.error, b.score)));
        write_errors(path, &wrong)?;
    }
    let report = Report {
        threshold: screener.configuration().threshold,
        lists: screener.lists().iter().map(ListVersion::of).collect(),
        names: names.len(),
        weak_names_left_out: weak.len(),
        sample: arguments.sample.get(),
        levels: by_level.iter().map(|(level, counts)| (level.number(), counts.clone())).collect(),
        mutations: by_mutation.iter().map(|(mutation, counts)| (mutation.as_str(), counts.clone())).collect(),
        seconds: began.elapsed().as_secs_f64(),
    };
    match arguments.format {
        Format::Json => out.json(&report)?,
        Format::Text => text(&report, &by_level, &by_mutation, out)?,
    }
    Ok(Outcome::incomplete_if(by_level.values().any(|counts| counts.refused > 0)))
}

/// The lists with their Latin names only, made ready; nothing if no entity has a name in another script beside one.
fn latin_only(arguments: &Arguments, lists: &[List]) -> Result<Option<Screener>> {
    let mut kept: Vec<List> = lists.to_vec();
    for list in &mut kept {
        for entity in &mut list.entities {
            entity.names.retain(|name| is_latin(&name.full));
        }
        list.entities.retain(|entity| !entity.names.is_empty());
    }
    kept.retain(|list| !list.entities.is_empty());
    if kept.is_empty() {
        return Ok(None);
    }
    Ok(Some(arguments.threshold.builder().lists(kept).build()?))
}

fn try_name(
    listed: Listed<'_>,
    levels: &[Level],
    screener: &Screener,
    latin: Option<&Screener>,
    identities: &Identities,
) -> Vec<Trial> {
    let forms = levels.iter().flat_map(|&level| mutated_forms(listed.entity, listed.name, level));
    forms
        .filter_map(|(mutation, text)| {
            let screener = if mutation == Mutation::NativeScript { latin? } else { screener };
            Some(try_form(listed, mutation, text, screener, identities))
        })
        .collect()
}

fn try_form(
    listed: Listed<'_>,
    mutation: Mutation,
    text: String,
    screener: &Screener,
    identities: &Identities,
) -> Trial {
    let is_own = |hit: &&Hit<'_>| hit.entity().id == listed.entity.id && hit.list().id == listed.list.id;
    let wrong = |error, query: &str, score, top: Option<&Hit<'_>>| {
        Some(Wrong {
            error,
            mutation,
            list: listed.list.id.clone(),
            entity: listed.entity.id.clone(),
            name: listed.name.full.clone(),
            query: query.to_owned(),
            score,
            top: top.map(|hit| {
                [
                    hit.score().to_string(),
                    hit.list().id.clone(),
                    hit.entity().id.clone(),
                    hit.matched_name().full.clone(),
                ]
            }),
        })
    };
    let Ok(query) = Query::new(text.as_str()) else {
        return Trial { mutation, fate: Fate::Refused, wrong: wrong("refused", &text, Score::ZERO, None) };
    };
    let hits = screener.screen_query(&query);
    let own = hits.iter().find(is_own).map(Hit::score);
    let above = || hits.iter().take_while(|hit| own.is_none_or(|own| hit.score() > own));
    let changed = folded_words(&text);
    // Who bears the changed name to the letter is rightly first.
    let bears = |hit: &Hit<'_>| hit.entity().names.iter().any(|name| folded_words(&name.full) == changed);
    let is_stranger = |hit: &Hit<'_>| !identities.are_namesakes(listed, hit) && !bears(hit);
    let stranger = above().find(|&hit| is_stranger(hit));
    let top = match (stranger, above().next()) {
        (Some(_), _) => {
            Top::Wrong { on_its_list: above().any(|hit| hit.list().id == listed.list.id && is_stranger(hit)) }
        }
        (None, Some(_)) => Top::Namesake,
        (None, None) => Top::Own,
    };
    let went_wrong = match own {
        None => {
            let score = screener
                .why(&query, Some(&listed.list.id), &listed.entity.id)
                .map_or(Score::ZERO, |explanation| explanation.score);
            wrong("missed", &text, score, stranger.or(above().next()))
        }
        Some(score) if stranger.is_some() => wrong("wrong top", &text, score, stranger),
        Some(_) => None,
    };
    Trial { mutation, fate: Fate::Screened { detected: own.is_some(), top }, wrong: went_wrong }
}

fn write_errors(path: &std::path::Path, wrong: &[Wrong]) -> Result<()> {
    let failed = |error: csv::Error| Failure::writing(path, error.into());
    let mut writer = csv::Writer::from_path(path).map_err(failed)?;
    writer
        .write_record([
            "error",
            "level",
            "mutation",
            "score",
            "list",
            "entity",
            "name",
            "query",
            "top_score",
            "top_list",
            "top_entity",
            "top_name",
        ])
        .map_err(failed)?;
    for wrong in wrong {
        let [top_score, top_list, top_entity, top_name] = wrong.top.clone().unwrap_or_default();
        writer
            .write_record([
                wrong.error,
                &wrong.mutation.level().number().to_string(),
                wrong.mutation.as_str(),
                &wrong.score.to_string(),
                &wrong.list,
                &wrong.entity,
                &wrong.name,
                &wrong.query,
                &top_score,
                &top_list,
                &top_entity,
                &top_name,
            ])
            .map_err(failed)?;
    }
    writer.flush().map_err(|source| Failure::writing(path, source))
}

fn text(
    report: &Report,
    by_level: &BTreeMap<Level, Counts>,
    by_mutation: &BTreeMap<Mutation, Counts>,
    out: &mut Output,
) -> Result<()> {
    out.line(&format!(
        "{} of {} at threshold {}{}; {} left out",
        counted(report.names, "name", "names"),
        counted(report.lists.len(), "list", "lists"),
        report.threshold,
        if report.sample > 1 { format!(", one of {}", report.sample) } else { String::new() },
        counted(report.weak_names_left_out, "weak alias", "weak aliases"),
    ))?;
    let header = format!(
        "  {}  {:>10}  {:>9}  {:>9}  {:>11}  {:>8}  {:>7}",
        padded("", 24),
        "tried",
        "detected",
        "wrong top",
        "on its list",
        "namesake",
        "refused"
    );
    out.line(&out.paint(output::ASIDE, &header))?;
    for (level, counts) in by_level {
        let name = format!("{} {}", level.number(), level.as_str());
        out.line(&format!("  {}{}", out.paint(output::NAME, &padded(&name, 24)), row(counts)))?;
        for (mutation, counts) in by_mutation.iter().filter(|(mutation, _)| mutation.level() == *level) {
            out.line(&format!("  {}{}", padded(&format!("  {}", mutation.as_str()), 24), row(counts)))?;
        }
    }
    out.line(&out.paint(output::ASIDE, &format!("{:.0} s", report.seconds)))
}

fn row(counts: &Counts) -> String {
    format!(
        "  {:>10}  {:>7.3} %  {:>7.3} %  {:>9.3} %  {:>8}  {:>7}",
        count(counts.tried),
        100.0 * counts.detected_rate,
        100.0 * counts.wrong_top_rate,
        100.0 * counts.wrong_top_on_its_list_rate,
        count(counts.namesake_top),
        count(counts.refused)
    )
}

/// A bar on the terminal; nothing where standard error is none.
fn progress_bar(length: usize) -> ProgressBar {
    let bar = ProgressBar::new(length as u64);
    // The template is a constant, and a bar without a style is a bar still.
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len} names  {eta} left") {
        bar.set_style(style);
    }
    bar
}

#[cfg(test)]
mod tests {
    use sanctions_screen::Kind;

    use super::*;

    fn list(id: &str, entities: &[(&str, &str)]) -> List {
        let entities = entities.iter().map(|(id, name)| Entity::new(*id, Kind::Organization, *name)).collect();
        List::from_entities(id, id, entities).unwrap()
    }

    /// What becomes of a text that is said to be a form of the first name of the first list.
    fn fate(lists: Vec<List>, text: &str) -> (Fate, Option<&'static str>) {
        let screener = Screener::builder().lists(lists).build().unwrap();
        let identities = Identities::new(screener.lists());
        let list = &screener.lists()[0];
        let listed = Listed { list, entity: &list.entities[0], name: &list.entities[0].names[0] };
        let trial = try_form(listed, Mutation::Substitution, text.to_owned(), &screener, &identities);
        (trial.fate, trial.wrong.map(|wrong| wrong.error))
    }

    #[test]
    fn a_form_finds_its_entity_or_is_missed_or_refused() {
        let lists = || vec![list("a", &[("1", "Hikvision Digital")])];
        assert!(matches!(fate(lists(), "HIKVISION DIGITAL"), (Fate::Screened { detected: true, top: Top::Own }, None)));
        let missed = fate(lists(), "Sberbank Moscow");
        assert!(matches!(missed, (Fate::Screened { detected: false, top: Top::Own }, Some("missed"))));
        assert!(matches!(fate(lists(), " - "), (Fate::Refused, Some("refused"))));
    }

    #[test]
    fn who_scores_higher_is_a_namesake_or_wrong() {
        let lists = |other| vec![list("a", &[("1", "Hikvision Digital")]), list("b", &[("9", other)])];
        let wrong = fate(lists("Hikvisian Digital"), "Hikvisian Digitol");
        assert!(matches!(wrong, (Fate::Screened { top: Top::Wrong { .. }, .. }, Some(_))));
        let bearer = fate(lists("Hikvisian Digital"), "Hikvisian Digital");
        assert!(matches!(bearer, (Fate::Screened { detected: true, top: Top::Namesake }, None)));
        let mut both = lists("Hikvisian Digital");
        both[1].entities[0].names.push(Name::new("DIGITAL, Hikvision", NameType::StrongAlias));
        let (fate, error) = fate(both, "Hikvisian Digitol");
        assert!(matches!(fate, Fate::Screened { detected: true, top: Top::Namesake }) && error.is_none());
    }
}
