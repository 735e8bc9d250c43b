//! Hits and explanations, for people and for programs.

use sanctions_screen::entity::NameType;
use sanctions_screen::exceptions::Review;
use sanctions_screen::explain::{Line, Part, Reason};
use sanctions_screen::{Designation, Entity, Evidence, Explanation, Hit, ListVersion, Query, Screener};
use serde::Serialize;

use crate::decisions::{ReviewObject, review_text};
use crate::output::{self, Output, padded, printable, width};

/// A hit as programs read it.
#[derive(Debug, Serialize)]
pub(crate) struct HitObject<'a> {
    score: sanctions_screen::Score,
    list: &'a str,
    entity: &'a Entity,
    matched_name: &'a str,
    name_type: NameType,
    designated_by: Vec<&'a str>,
    explanation: Vec<Line>,
    /// What an exception says of it, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    exception: Option<ReviewObject<'a>>,
}

impl<'a> HitObject<'a> {
    pub(crate) fn new(screener: &Screener, query: &Query, hit: &Hit<'a>) -> Self {
        Self {
            score: hit.score(),
            list: &hit.list().id,
            entity: hit.entity(),
            matched_name: &hit.matched_name().full,
            name_type: hit.matched_name().name_type,
            designated_by: hit.designated_by(),
            explanation: screener.explain(query, hit).lines,
            exception: None,
        }
    }

    pub(crate) fn reviewed(self, review: &Review<'a>) -> Self {
        Self { exception: ReviewObject::of(review), ..self }
    }
}

/// Who listed an entity, under what and when: `designated by OFAC (RUSSIA-EO14024, 2024-05-01), EU (...)`.
///
/// An entity without a designation is publicly named only if the bundled list says so; a bank's own list need not say.
pub(crate) fn standing(entity: &Entity, list: &str) -> String {
    if !entity.is_designated() {
        return if list == sanctions_screen::bundled_list().id {
            "publicly named, not designated".to_owned()
        } else {
            format!("on list {list}, which names no authority")
        };
    }
    let mut authorities: Vec<(&str, Vec<String>)> = Vec::new();
    for designation in &entity.designations {
        let under = under(designation);
        match authorities.iter_mut().find(|(authority, _)| *authority == designation.authority) {
            Some((_, listings)) => {
                if !under.is_empty() && !listings.contains(&under) {
                    listings.push(under);
                }
            }
            None => authorities
                .push((&designation.authority, Some(under).filter(|under| !under.is_empty()).into_iter().collect())),
        }
    }
    let authorities: Vec<String> = authorities
        .into_iter()
        .map(|(authority, listings)| {
            if listings.is_empty() {
                printable(authority)
            } else {
                format!("{} ({})", printable(authority), listings.join("; "))
            }
        })
        .collect();
    format!("designated by {}", authorities.join(", "))
}

fn under(designation: &Designation) -> String {
    let programme = printable(&designation.programme);
    match designation.listed_on {
        Some(day) if programme.is_empty() => day.to_string(),
        Some(day) => format!("{programme}, {day}"),
        None => programme,
    }
}

/// The hits of a query as lines for a person.
pub(crate) fn hits_text(
    screener: &Screener,
    query: &Query,
    hits: &[Hit<'_>],
    reviews: &[Review<'_>],
    explain: bool,
    out: &Output,
) -> String {
    let names: Vec<String> = hits.iter().map(|hit| printable(&hit.matched_name().full)).collect();
    // One very long name shall not push all lists out of sight.
    let columns = names.iter().map(|name| width(name)).max().unwrap_or_default().min(60);
    let mut text = String::new();
    for ((hit, review), name) in hits.iter().zip(reviews).zip(names) {
        let entity = hit.entity();
        text.push_str(&format!(
            "  {}  {}  {}\n",
            out.paint(if review.is_cleared() { output::CLEAR } else { output::HIT }, &hit.score().to_string()),
            out.paint(output::NAME, &padded(&name, columns)),
            out.paint(output::ASIDE, &format!("{} {}", printable(&hit.list().id), printable(&entity.id))),
        ));
        let mut line = |text_of_line: &str| text.push_str(&format!("          {text_of_line}\n"));
        if hit.matched_name().name_type == NameType::WeakAlias {
            line(&format!("weak alias of {}", printable(entity.primary_name())));
        } else if entity.primary_name() != hit.matched_name().full {
            line(&format!("listed as {}", printable(entity.primary_name())));
        }
        let standing = standing(entity, &hit.list().id);
        if let Some(review) = review_text(review) {
            line(&review);
        }
        line(&if entity.is_designated() { standing } else { out.paint(output::ODD, &standing) });
        let explanation = screener.explain(query, hit);
        if explain {
            for points in points(&explanation) {
                line(&points);
            }
        } else {
            line(&format!("why: {}", reason(&explanation)));
        }
    }
    text
}

/// The strongest matches and what speaks against them, in one line.
pub(crate) fn reason(explanation: &Explanation) -> String {
    const MOST: usize = 4;
    let mut matches: Vec<&Line> =
        explanation.lines.iter().filter(|line| matches!(line.reason, Reason::Match(_))).collect();
    let all = matches.len();
    matches.sort_by_key(|line| std::cmp::Reverse(line.points));
    matches.truncate(MOST);
    let mut met: Vec<String> = matches
        .iter()
        .map(|line| match line.reason {
            Reason::Match(Evidence::Equal) => format!("{} = {}", words(&line.query), words(&line.listed)),
            reason => format!("{} ~ {} ({reason})", words(&line.query), words(&line.listed)),
        })
        .collect();
    if all > MOST {
        met.push(format!("{} more", all - MOST));
    }
    let mut clauses = Vec::new();
    if !met.is_empty() {
        clauses.push(met.join(", "));
    }
    for (reason, says) in [(Reason::Contradicted, "against it"), (Reason::LeftOut, "left out")] {
        let side = |of: fn(&Line) -> &Vec<Part>| {
            let mut texts: Vec<String> = Vec::new();
            for line in explanation.lines.iter().filter(|line| line.reason == reason && line.points < 0) {
                let text = words(of(line));
                if !text.is_empty() {
                    texts.push(text);
                }
            }
            texts.join(" ")
        };
        let (query, listed) = (side(|line| &line.query), side(|line| &line.listed));
        match (query.is_empty(), listed.is_empty()) {
            (true, true) => {}
            (false, true) => clauses.push(format!("{says}: {query} (of the query)")),
            (true, false) => clauses.push(format!("{says}: {listed} (of the list)")),
            (false, false) => clauses.push(format!("{says}: {query} (of the query), {listed} (of the list)")),
        }
    }
    for line in &explanation.lines {
        if matches!(line.reason, Reason::WeakAlias | Reason::Attribute(_) | Reason::Order) {
            clauses.push(format!("{} {}", line.reason, signed(line.points)));
        }
    }
    if clauses.is_empty() { "nothing in common".to_owned() } else { clauses.join("; ") }
}

/// All lines of an explanation in columns, with the sum below.
pub(crate) fn points(explanation: &Explanation) -> Vec<String> {
    let rows: Vec<[String; 4]> = explanation
        .lines
        .iter()
        .map(|line| [signed(line.points), words(&line.query), words(&line.listed), line.reason.to_string()])
        .collect();
    let header = ["points", "query", "listed", "evidence"];
    let columns: Vec<usize> = (0..3)
        .map(|column| {
            rows.iter().map(|row| width(&row[column])).chain([header[column].len()]).max().unwrap_or_default()
        })
        .collect();
    let points_wide = columns[0].max(7);
    let line = |row: [&str; 4]| {
        let text = format!(
            "{:>points_wide$}  {}  {}  {}",
            row[0],
            padded(row[1], columns[1]),
            padded(row[2], columns[2]),
            row[3]
        );
        text.trim_end().to_owned()
    };
    let mut lines = vec![line(header)];
    lines.extend(rows.iter().map(|row| line([&row[0], &row[1], &row[2], &row[3]])));
    lines.push(line([&explanation.score.to_string(), "score", "", ""]));
    lines
}

pub(crate) fn words(parts: &[Part]) -> String {
    parts.iter().map(|part| printable(&part.text)).collect::<Vec<_>>().join(" ")
}

fn signed(points: i32) -> String {
    let sign = if points < 0 { '-' } else { '+' };
    let points = points.unsigned_abs();
    format!("{sign}{}.{:04}", points / 10_000, points % 10_000)
}

/// Which list in which version, in a few words.
pub(crate) fn version(list: &ListVersion) -> String {
    let date = list.date.map_or_else(|| "without date".to_owned(), |date| date.to_string());
    format!(
        "{} ({}, {date}, {}, sha256 {})",
        printable(&list.id),
        printable(&list.publisher),
        output::counted(list.entities, "entity", "entities"),
        short(&list.sha256),
    )
}

/// The beginning of a digest, enough to tell two versions apart.
pub(crate) fn short(sha256: &str) -> &str {
    sha256.get(..12).unwrap_or(sha256)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sanctions_screen::Kind;

    #[test]
    fn programmes_stand_with_their_authority() {
        let mut entity = Entity::new("1", Kind::Organization, "Acme");
        assert_eq!(standing(&entity, "bundled"), "publicly named, not designated");
        for (authority, programme, day) in
            [("OFAC", "RUSSIA-EO14024", Some("2024-05-01")), ("EU", "", None), ("OFAC", "NPWMD", None)]
        {
            entity.designations.push(Designation {
                authority: authority.to_owned(),
                programme: programme.to_owned(),
                listed_on: day.map(|day| day.parse().unwrap()),
                reference: String::new(),
            });
        }
        assert_eq!(standing(&entity, "bundled"), "designated by OFAC (RUSSIA-EO14024, 2024-05-01; NPWMD), EU");
    }

    #[test]
    fn points_are_shown_with_their_sign() {
        assert_eq!((signed(-125).as_str(), signed(10_000).as_str()), ("-0.0125", "+1.0000"));
    }
}
