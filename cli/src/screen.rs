//! `screen`: a few names, looked at by a person or piped as JSON.

use clap::Args;
use sanctions_screen::journal::{Journal, Sync};
use sanctions_screen::{Kind, ListVersion, PartialDate, Query, Score, Screener};
use serde::Serialize;

use crate::arguments::{ListArguments, QueryArguments, ThresholdArgument};
use crate::decisions::{DecisionArguments, Desk, cleared};
use crate::failure::{Outcome, Result};
use crate::matched::{HitObject, hits_text, version};
use crate::output::{self, Format, Output, counted, note, printable};

/// Screen names and say who listed what hits, and why
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    sanctions-screen screen \"Hikvison Digital Tech\" \"华北光电技术研究所\"\n  \
    sanctions-screen screen --explain --list lists/ --kind person --born 1968-01-02 \"Oleg Deripaska\"\n  \
    sanctions-screen screen --list sdn.csv --id imo:9187629 --format json \"Artavil\"\n\n\
    Exit code: 0 whether or not there are hits; 1 if a name could not be screened (the others are);\n\
    2 for a mistake in the command or a list that cannot be read.")]
pub(crate) struct Arguments {
    /// The names to screen
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,
    #[command(flatten)]
    lists: ListArguments,
    #[command(flatten)]
    threshold: ThresholdArgument,
    #[command(flatten)]
    query: QueryArguments,
    #[command(flatten)]
    decisions: DecisionArguments,
    /// Show at most so many hits for a name; what is not shown is counted
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,
    /// Show every word's share of the score
    #[arg(long)]
    explain: bool,
    /// For people, or one JSON object a line for each name
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// The answer for a name, as programs read it.
#[derive(Debug, Serialize)]
struct Answer<'a> {
    query: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<Kind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    born: Option<PartialDate>,
    threshold: Score,
    lists: &'a [ListVersion],
    /// Hits beyond the limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    not_shown: Option<usize>,
    hits: Vec<HitObject<'a>>,
}

/// A name that could not be screened.
#[derive(Debug, Serialize)]
struct Refusal<'a> {
    query: &'a str,
    error: String,
}

pub(crate) fn run(arguments: &Arguments, out: &mut Output) -> Result {
    let screener = arguments.lists.screener(&arguments.threshold)?;
    let versions: Vec<ListVersion> = screener.lists().iter().map(ListVersion::of).collect();
    let (desk, mut journal) = arguments.decisions.open(Sync::EveryRecord)?;
    let mut refused = 0;
    for (index, name) in arguments.names.iter().enumerate() {
        if index > 0 && arguments.format == Format::Text {
            out.line("")?;
        }
        match arguments.query.query(name) {
            Ok(query) => answer(arguments, &screener, &versions, &query, (&desk, journal.as_mut()), out)?,
            Err(error) => {
                refused += 1;
                note(&format!("error: {}", printable(&error)));
                match arguments.format {
                    Format::Json => out.json(&Refusal { query: name, error })?,
                    Format::Text => {
                        out.line(&out.paint(output::NAME, &printable(name)))?;
                        out.line(&format!("  {}", out.paint(output::ODD, "not screened")))?;
                    }
                }
            }
        }
    }
    if arguments.format == Format::Text {
        let threshold = screener.configuration().threshold;
        out.line("")?;
        for version in versions.iter().map(version) {
            out.line(&out.paint(output::ASIDE, &format!("screened against {version} at {threshold}")))?;
        }
    }
    Ok(Outcome::incomplete_if(refused > 0))
}

fn answer(
    arguments: &Arguments,
    screener: &Screener,
    versions: &[ListVersion],
    query: &Query,
    (desk, journal): (&Desk, Option<&mut Journal>),
    out: &mut Output,
) -> Result<()> {
    let mut hits = screener.screen_query(query);
    let found = hits.len();
    // First the record, then the answer.
    if let Some((journal, record)) = journal.zip(desk.record(screener, query, &hits)) {
        journal.append(&record)?;
    }
    let reviews = desk.review(query, &hits);
    let cleared = cleared(&reviews);
    if let Some(limit) = arguments.limit {
        hits.truncate(limit as usize);
    }
    let not_shown = Some(found - hits.len()).filter(|&left| left > 0);
    match arguments.format {
        Format::Json => out.json(&Answer {
            query: query.name(),
            kind: query.kind(),
            country: query.country().map(|country| country.to_string()),
            born: query.birth_date(),
            threshold: screener.configuration().threshold,
            lists: versions,
            not_shown,
            hits: hits
                .iter()
                .zip(&reviews)
                .map(|(hit, review)| HitObject::new(screener, query, hit).reviewed(review))
                .collect(),
        }),
        Format::Text => {
            let name = out.paint(output::NAME, &printable(query.name()));
            let found_text = if found == 0 {
                out.paint(output::CLEAR, "no hit")
            } else if cleared == 0 {
                out.paint(output::HIT, &counted(found, "hit", "hits"))
            } else {
                let style = if cleared == found { output::CLEAR } else { output::HIT };
                out.paint(style, &format!("{}, {cleared} of them cleared", counted(found, "hit", "hits")))
            };
            let mut text = format!("{name}: {found_text}\n");
            text.push_str(&hits_text(screener, query, &hits, &reviews, arguments.explain, out));
            if let Some(left) = not_shown {
                text.push_str(&format!("  {} not shown\n", counted(left, "more hit", "more hits")));
            }
            out.text(&text)
        }
    }
}
