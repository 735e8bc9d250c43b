//! `why`: what an entity scores for a name, hit or not, and what was missing.

use clap::Args;
use sanctions_screen::explain::{Explanation, Line, Reason};
use sanctions_screen::{Entity, ListVersion, Score};
use serde::Serialize;

use crate::arguments::{ListArguments, QueryArguments, ThresholdArgument};
use crate::failure::{Failure, Outcome, Result};
use crate::matched::{points, standing, version, words};
use crate::output::{self, Format, Output, note, printable};

/// Show why an entity of a list is a hit for a name, or why it is none
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    sanctions-screen why \"Wuhan Global Sensor Technology\" wuhan-tongsheng-technology\n  \
    sanctions-screen why --list sdn.csv --born 1950 \"Oleg Deripaska\" 23576\n\n\
    Exit code: 0 whether or not it is a hit; 1 if the name cannot be screened; 2 for a mistake in the command, a list\n\
    that cannot be read, or an id that no list holds.")]
pub(crate) struct Arguments {
    /// The name that is screened
    #[arg(value_name = "NAME")]
    name: String,
    /// The entity's id on its list, as `screen` shows it
    #[arg(value_name = "ENTITY-ID")]
    id: String,
    /// The id of the list that holds the entity; without it, the first list that does
    #[arg(long, value_name = "LIST-ID", help_heading = "Lists")]
    on: Option<String>,
    #[command(flatten)]
    lists: ListArguments,
    #[command(flatten)]
    threshold: ThresholdArgument,
    #[command(flatten)]
    query: QueryArguments,
    /// For people, or one JSON object
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Debug, Serialize)]
struct Answer<'a> {
    query: &'a str,
    threshold: Score,
    hit: bool,
    /// What the score lacks to the threshold; 0 for a hit.
    missing: Score,
    list: ListVersion,
    entity: &'a Entity,
    explanation: &'a Explanation,
}

pub(crate) fn run(arguments: &Arguments, out: &mut Output) -> Result {
    let query = match arguments.query.query(&arguments.name) {
        Ok(query) => query,
        Err(error) => {
            note(&format!("error: {}", printable(&error)));
            return Ok(Outcome::Incomplete);
        }
    };
    let screener = arguments.lists.screener(&arguments.threshold)?;
    let on = arguments.on.as_deref();
    let found = screener.find(on, &arguments.id).zip(screener.why(&query, on, &arguments.id));
    let Some(((list, entity), explanation)) = found else {
        let lists = screener.lists().iter().map(|list| list.id.as_str()).collect::<Vec<_>>().join(", ");
        let on = on.map_or_else(|| format!("no list ({lists})"), |on| format!("no list {on:?} (there are: {lists})"));
        let reason = format!("{on} holds an entity {:?}; `screen --format json` shows ids", arguments.id);
        return Err(Failure::Invalid(reason));
    };
    let threshold = screener.configuration().threshold;
    let hit = explanation.score >= threshold;
    let missing = Score::from_ten_thousandths(
        u32::from(threshold.ten_thousandths()).saturating_sub(explanation.score.ten_thousandths().into()),
    );
    let version_of_list = ListVersion::of(list);
    if arguments.format == Format::Json {
        let query = query.name();
        out.json(&Answer { query, threshold, hit, missing, list: version_of_list, entity, explanation: &explanation })?;
        return Ok(Outcome::Complete);
    }
    out.line(&format!(
        "{}  {}",
        out.paint(output::NAME, &printable(entity.primary_name())),
        out.paint(output::ASIDE, &format!("{} on {}", printable(&entity.id), version(&version_of_list)))
    ))?;
    out.line(&standing(entity, &version_of_list.id))?;
    out.line("")?;
    for line in points(&explanation) {
        out.line(&line)?;
    }
    out.line("")?;
    if hit {
        return out
            .line(&out.paint(output::HIT, &format!("a hit: {} is at or above {threshold}", explanation.score)))
            .map(|()| Outcome::Complete);
    }
    let verdict = format!("no hit: {} is {missing} below {threshold}", explanation.score);
    out.line(&out.paint(output::CLEAR, &verdict))?;
    if explanation.lines.is_empty() {
        out.line("no word of the name answers a word of any name of the entity")?;
    }
    let mut costs: Vec<&Line> = explanation.lines.iter().filter(|line| line.points < 0).collect();
    costs.sort_by_key(|line| line.points);
    for line in costs {
        let of = match (&line.query[..], &line.listed[..]) {
            ([], []) => String::new(),
            (query, []) => format!(" {} (of the query)", words(query)),
            ([], listed) => format!(" {} (of the list)", words(listed)),
            (query, listed) => format!(" {} / {}", words(query), words(listed)),
        };
        let what = if line.reason == Reason::Contradicted { "has no answer" } else { &line.reason.to_string() };
        let points = Score::from_ten_thousandths(line.points.unsigned_abs());
        out.line(&format!("  lost {points}: {what}{of}"))?;
    }
    Ok(Outcome::Complete)
}
