//! `compare`: two names beside each other, without a list.

use clap::Args;
use sanctions_screen::{DEFAULT_THRESHOLD, Query, compare};

use crate::arguments::KindArgument;
use crate::failure::{Outcome, Result};
use crate::matched::points;
use crate::output::{self, Format, Output, note, printable};

/// Compare two names: which word answers which, and what each is worth
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    sanctions-screen compare \"Hikvison Digital Tech\" \"Hangzhou Hikvision Digital Technology Co., Ltd.\"\n  \
    sanctions-screen compare --kind person \"Oleg Deripaska\" \"DERIPASKA, Oleg Vladimirovich\"\n\n\
    Exit code: 0 whatever the score; 1 if a name cannot be compared; 2 for a mistake in the command.")]
pub(crate) struct Arguments {
    /// The name that is screened
    #[arg(value_name = "NAME")]
    query: String,
    /// The name that is listed
    #[arg(value_name = "LISTED-NAME")]
    listed: String,
    /// What both are; without it, the better of a comparison as persons and as organizations
    #[arg(long, value_enum)]
    kind: Option<KindArgument>,
    /// For people, or one JSON object
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(crate) fn run(arguments: &Arguments, out: &mut Output) -> Result {
    for name in [&arguments.query, &arguments.listed] {
        if let Err(error) = Query::new(name.as_str()) {
            note(&format!("error: {}", printable(&error.to_string())));
            return Ok(Outcome::Incomplete);
        }
    }
    let explanation = compare(&arguments.query, &arguments.listed, arguments.kind.map(Into::into));
    match arguments.format {
        Format::Json => out.json(&explanation)?,
        Format::Text => {
            for line in points(&explanation) {
                out.line(&line)?;
            }
            let threshold = DEFAULT_THRESHOLD;
            let verdict = if explanation.score >= threshold {
                out.paint(output::HIT, &format!("a hit at the default threshold {threshold}"))
            } else {
                out.paint(output::CLEAR, &format!("no hit at the default threshold {threshold}"))
            };
            out.line(&verdict)?;
        }
    }
    Ok(Outcome::Complete)
}
