//! The evaluation as one HTML page that needs nothing beside itself: drawings are inline SVG, no script, no network.

use std::fmt::Write as _;

use sanctions_screen::evaluation::{AtThreshold, Case, Counts, Evaluation, Failure as Wrong};
use sanctions_screen::{ListVersion, Score};

use crate::evaluate::listed_text;
use crate::output::{count, printable};

/// How often names alert at the lowest threshold that is looked at and above.
pub(crate) struct AlertVolume {
    /// What the names are.
    pub(crate) of: String,
    /// The best score of every name; zero where nothing came near.
    pub(crate) best: Vec<Score>,
}

// Writing to a String cannot fail, so the results of `write!` are let go in this file.
const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#1c2330;--soft:#5b6577;--line:#d5dae3;--page:#fff;--card:#f6f7fa;--good:#1f6feb;\
--bad:#c2410c;--mark:#7c3aed}\
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ef;--soft:#9aa4b5;--line:#363e4c;--page:#14181f;--card:#1c222c;\
--good:#6ea8ff;--bad:#ff9d5c;--mark:#c4a1ff}}\
*{box-sizing:border-box}\
body{margin:0 auto;max-width:72rem;padding:2rem 1.25rem 4rem;background:var(--page);color:var(--ink);\
font:16px/1.5 system-ui,sans-serif}\
h1{font-size:1.6rem;margin:0 0 .25rem}h2{font-size:1.15rem;margin:2.25rem 0 .5rem}\
p{margin:.25rem 0 .75rem;color:var(--soft);max-width:60rem}\
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(7rem,1fr));gap:.75rem;margin:1.25rem 0}\
.facts div{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.6rem .8rem}\
.facts b{display:block;font-size:1.35rem;font-variant-numeric:tabular-nums}.facts span{color:var(--soft);font-size:.85rem}\
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));gap:1.5rem}\
figure{margin:0}figcaption{color:var(--soft);font-size:.9rem;min-height:3em}\
svg{width:100%;height:auto;display:block}svg text{fill:var(--soft);font:12px system-ui,sans-serif}\
.axis{stroke:var(--soft)}.grid{stroke:var(--line)}.good{fill:var(--good)}.bad{fill:var(--bad)}\
.line-good{fill:none;stroke:var(--good);stroke-width:2}.line-bad{fill:none;stroke:var(--bad);stroke-width:2}\
.mark{stroke:var(--mark);stroke-width:1.5;stroke-dasharray:5 4}.dot{fill:var(--mark)}svg text.marked{fill:var(--mark)}\
svg text.of-good{fill:var(--good)}svg text.of-bad{fill:var(--bad)}\
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}\
th,td{padding:.3rem .6rem;border-bottom:1px solid var(--line);text-align:right;vertical-align:top}\
th{color:var(--soft);font-weight:600;font-size:.85rem}th.text,td.text{text-align:left;overflow-wrap:anywhere}td.id{white-space:nowrap}\
tr.worse td{color:var(--bad)}footer{margin-top:3rem;color:var(--soft);font-size:.85rem;overflow-wrap:anywhere}";

/// Width and height of a drawing, and the margins around what is plotted.
const WIDTH: f64 = 520.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 14.0;
const TOP: f64 = 26.0;
const BOTTOM: f64 = 44.0;

/// The whole page.
pub(crate) fn page(
    evaluation: &Evaluation,
    cases: &[Case],
    lists: &[ListVersion],
    volume: Option<&AlertVolume>,
) -> String {
    let mut page = String::with_capacity(64 << 10);
    let _ = write!(
        page,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Screening quality</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>Screening quality</h1>\n\
         <p>{} labelled cases at threshold {}.</p>\n",
        count(evaluation.cases),
        evaluation.threshold
    );
    facts(&mut page, evaluation);
    page.push_str("<div class=\"charts\">\n");
    precision_recall(&mut page, evaluation);
    by_threshold(&mut page, evaluation);
    histogram(&mut page, evaluation, cases);
    match volume {
        Some(volume) => alert_volume(&mut page, evaluation.threshold, volume),
        // Half of the queries of the cases are listed on purpose, so their share of alerts would say nothing.
        None => page.push_str(
            "<figure>\n<h2>Alert volume</h2>\n<figcaption>Not measured: give names that are not listed with \
             <code>--names</code>, to see how many of them alert at each threshold.</figcaption>\n</figure>\n",
        ),
    }
    page.push_str("</div>\n");
    phenomena(&mut page, evaluation);
    thresholds(&mut page, evaluation);
    errors(&mut page, evaluation);
    page.push_str("</main>\n<footer>\n");
    let _ = write!(page, "<p>sanctions-screen {}. ", env!("CARGO_PKG_VERSION"));
    if lists.is_empty() {
        page.push_str("Screened against the listed names of the cases alone.");
    } else {
        page.push_str("Screened against the listed names of the cases and:");
    }
    page.push_str("</p>\n");
    for list in lists {
        let date = list.date.map_or_else(|| "without date".to_owned(), |date| date.to_string());
        let _ = writeln!(
            page,
            "<p>{} ({}, {date}): {} entities, {} names, SHA-256 {}</p>",
            escaped(&list.id),
            escaped(&list.publisher),
            count(list.entities),
            count(list.names),
            escaped(&list.sha256),
        );
    }
    page.push_str("</footer>\n</body>\n</html>\n");
    page
}

fn facts(page: &mut String, evaluation: &Evaluation) {
    page.push_str("<div class=\"facts\">\n");
    let facts = [
        (format!("{:.4}", evaluation.f1), "F1"),
        (format!("{:.4}", evaluation.precision), "precision"),
        (format!("{:.4}", evaluation.recall), "recall"),
        (count(evaluation.detected), "detected"),
        (count(evaluation.detected_on_top), "detected on top"),
        (count(evaluation.missed), "missed"),
        (count(evaluation.false_positives), "false positives"),
    ];
    for (value, label) in facts {
        let _ = writeln!(page, "<div><b>{value}</b><span>{label}</span></div>");
    }
    page.push_str("</div>\n");
}

/// A drawing with its axes; both scales are linear, and the vertical one begins at its least value below.
struct Plot {
    svg: String,
    across: (f64, f64),
    up: (f64, f64),
}

impl Plot {
    fn new(label: &str, across: (f64, f64), up: (f64, f64)) -> Self {
        let svg = format!("<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\">\n", escaped(label));
        Self { svg, across, up }
    }

    fn x(&self, value: f64) -> f64 {
        LEFT + (value - self.across.0) / (self.across.1 - self.across.0) * (WIDTH - LEFT - RIGHT)
    }

    fn y(&self, value: f64) -> f64 {
        HEIGHT - BOTTOM - (value - self.up.0) / (self.up.1 - self.up.0) * (HEIGHT - TOP - BOTTOM)
    }

    fn axes(&mut self, (across, across_steps): (&str, usize), (up, up_steps): (&str, usize), tick: fn(f64) -> String) {
        let (left, right, top, bottom) = (LEFT, WIDTH - RIGHT, TOP, HEIGHT - BOTTOM);
        for step in 0..=up_steps {
            let value = self.up.0 + (self.up.1 - self.up.0) * step as f64 / up_steps as f64;
            let y = self.y(value);
            let _ = writeln!(
                self.svg,
                "<line class=\"grid\" x1=\"{left}\" x2=\"{right}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>\
                 <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
                left - 6.0,
                y + 4.0,
                tick(value)
            );
        }
        for step in 0..=across_steps {
            let value = self.across.0 + (self.across.1 - self.across.0) * step as f64 / across_steps as f64;
            let x = self.x(value);
            let _ = writeln!(
                self.svg,
                "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{value:.2}</text>",
                bottom + 17.0
            );
        }
        let _ = writeln!(
            self.svg,
            "<line class=\"axis\" x1=\"{left}\" x2=\"{right}\" y1=\"{bottom}\" y2=\"{bottom}\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{across}</text>\
             <text transform=\"translate(13 {:.1}) rotate(-90)\" text-anchor=\"middle\">{up}</text>",
            f64::midpoint(left, right),
            HEIGHT - 8.0,
            f64::midpoint(top, bottom)
        );
    }

    fn line(&mut self, class: &str, points: impl Iterator<Item = (f64, f64)>) {
        let points: Vec<String> = points.map(|(x, y)| format!("{:.1},{:.1}", self.x(x), self.y(y))).collect();
        let _ = writeln!(self.svg, "<polyline class=\"{class}\" points=\"{}\"/>", points.join(" "));
    }

    fn bar(&mut self, class: &str, (from, to): (f64, f64), (low, high): (f64, f64), title: &str) {
        let (x, y) = (self.x(from), self.y(high));
        let _ = writeln!(
            self.svg,
            "<rect class=\"{class}\" x=\"{:.1}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"{:.1}\"><title>{}</title></rect>",
            x + 0.5,
            self.x(to) - x - 1.0,
            self.y(low) - y,
            escaped(title)
        );
    }

    /// The chosen threshold as a line across the drawing.
    fn threshold(&mut self, threshold: f64) {
        let x = self.x(threshold);
        let _ = writeln!(
            self.svg,
            "<line class=\"mark\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{TOP}\" y2=\"{:.1}\"/>",
            HEIGHT - BOTTOM
        );
    }

    fn text(&mut self, class: &str, (x, y): (f64, f64), anchor: &str, text: &str) {
        let _ = writeln!(
            self.svg,
            "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{}</text>",
            escaped(text)
        );
    }

    fn finish(mut self, page: &mut String, heading: &str, caption: &str) {
        self.svg.push_str("</svg>");
        let _ = writeln!(
            page,
            "<figure>\n<h2>{}</h2>\n<figcaption>{}</figcaption>\n{}\n</figure>",
            escaped(heading),
            escaped(caption),
            self.svg
        );
    }
}

fn two_decimals(value: f64) -> String {
    format!("{value:.2}")
}

fn whole(value: f64) -> String {
    count(value.round() as usize)
}

fn percent(value: f64) -> String {
    format!("{} %", (value * 1000.0).round() / 10.0)
}

/// The greatest whole tenth at or below the least value, so that the curve fills the drawing.
fn floor_of(values: impl Iterator<Item = f64>) -> f64 {
    ((values.fold(1.0, f64::min) * 10.0).floor() / 10.0).min(0.9)
}

fn precision_recall(page: &mut String, evaluation: &Evaluation) {
    /// Above it only names that are all but equal are found, which would press all else into a corner.
    const HIGHEST: Score = Score::from_ten_thousandths(9500);
    /// Labels closer to each other could not be read.
    const APART: f64 = 16.0;
    let at: Vec<&AtThreshold> = evaluation.by_threshold.iter().filter(|at| at.threshold <= HIGHEST).collect();
    let counts = || at.iter().map(|at| &at.counts).chain(used(evaluation));
    let least_recall = floor_of(counts().map(|counts| counts.recall));
    let least_precision = floor_of(counts().map(|counts| counts.precision));
    let mut plot = Plot::new("Precision by recall", (least_recall, 1.0), (least_precision, 1.0));
    plot.axes(("recall", 5), ("precision", 5), two_decimals);
    plot.line("line-good", at.iter().map(|at| (at.counts.recall, at.counts.precision)));
    let mut labelled: Option<(f64, f64)> = None;
    for at in at.iter().step_by(10) {
        let (x, y) = (plot.x(at.counts.recall), plot.y(at.counts.precision));
        let _ = writeln!(plot.svg, "<circle class=\"good\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\"/>");
        if labelled.is_none_or(|(last_x, last_y)| (x - last_x).hypot(y - last_y) >= APART) {
            plot.text("of-good", (x - 7.0, y + 14.0), "end", &format!("{:.1}", at.threshold.ratio()));
            labelled = Some((x, y));
        }
    }
    let (x, y) = (plot.x(evaluation.recall), plot.y(evaluation.precision));
    let _ = writeln!(plot.svg, "<circle class=\"dot\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"5\"/>");
    let (x, anchor) = if x > WIDTH - RIGHT - 60.0 { (x - 9.0, "end") } else { (x + 9.0, "start") };
    plot.text("marked", (x, y - 8.0), anchor, &evaluation.threshold.to_string());
    plot.finish(
        page,
        "Precision and recall",
        "Each point is a threshold up to 0.95. Up: fewer false alerts. To the right: fewer misses. Marked: the threshold in use.",
    );
}

/// What the threshold in use gave, where it is among those that are drawn.
fn used(evaluation: &Evaluation) -> Option<&Counts> {
    evaluation.by_threshold.iter().find(|at| at.threshold >= evaluation.threshold).map(|at| &at.counts)
}

fn by_threshold(page: &mut String, evaluation: &Evaluation) {
    let at = &evaluation.by_threshold;
    let across = (first_threshold(at), 1.0);
    let least = floor_of(at.iter().flat_map(|at| [at.counts.recall, at.counts.precision]));
    let mut plot = Plot::new("Precision and recall by threshold", across, (least, 1.0));
    plot.axes(("threshold", 5), ("share", 5), two_decimals);
    plot.line("line-bad", at.iter().map(|at| (at.threshold.ratio(), at.counts.precision)));
    plot.line("line-good", at.iter().map(|at| (at.threshold.ratio(), at.counts.recall)));
    plot.threshold(evaluation.threshold.ratio());
    let (x, y) = (LEFT + 8.0, HEIGHT - BOTTOM - 8.0);
    plot.text("of-bad", (x, y - 16.0), "start", "precision");
    plot.text("of-good", (x, y), "start", "recall");
    plot.finish(page, "By threshold", "What a higher or lower threshold would have given on the same cases.");
}

fn first_threshold(at: &[AtThreshold]) -> f64 {
    at.first().map_or(0.0, |at| at.threshold.ratio()).min(0.99)
}

/// The scores of cases that must alert and of those that must not, in steps of a twentieth.
fn histogram(page: &mut String, evaluation: &Evaluation, cases: &[Case]) {
    const STEPS: usize = 20;
    let mut counts = [[0_usize; 2]; STEPS];
    for (case, score) in cases.iter().zip(&evaluation.scores) {
        let step = usize::from(score.ten_thousandths()) * STEPS / 10_000;
        counts[step.min(STEPS - 1)][usize::from(!case.expected)] += 1;
    }
    let most = counts.iter().flatten().max().copied().unwrap_or_default().max(4);
    let quarter =
        (0..10).flat_map(|zeros| [1, 2, 5].map(|digit| digit * 10_usize.pow(zeros))).find(|step| step * 4 >= most);
    let most = quarter.unwrap_or(most) * 4;
    let mut plot = Plot::new("Scores of matches and non-matches", (0.0, 1.0), (0.0, most as f64));
    plot.axes(("score", 5), ("cases", 4), whole);
    for (step, counts) in counts.iter().enumerate() {
        let from = step as f64 / STEPS as f64;
        let half = 0.5 / STEPS as f64;
        for (class, side, says) in [("good", 0, "must alert"), ("bad", 1, "must not alert")] {
            let number = counts[side];
            if number > 0 {
                let from = from + half * side as f64;
                let title = format!("{number} that {says}, from {:.2}", step as f64 / STEPS as f64);
                plot.bar(class, (from, from + half), (0.0, number as f64), &title);
            }
        }
    }
    plot.threshold(evaluation.threshold.ratio());
    plot.text("of-good", (f64::midpoint(LEFT, WIDTH), TOP + 14.0), "middle", "must alert");
    plot.text("of-bad", (f64::midpoint(LEFT, WIDTH), TOP + 30.0), "middle", "must not alert");
    plot.finish(page, "Scores", "Those that must alert belong to the right of the threshold, the others to its left.");
}

fn alert_volume(page: &mut String, threshold: Score, volume: &AlertVolume) {
    const FROM: u32 = 5000;
    let all = volume.best.len().max(1) as f64;
    let share = |threshold: u32| {
        let threshold = Score::from_ten_thousandths(threshold);
        volume.best.iter().filter(|&&best| best >= threshold).count() as f64 / all
    };
    // A whole number of tenths, hundredths or thousandths, whichever holds the curve.
    let most = share(FROM);
    let unit = [0.001, 0.01, 0.1].into_iter().find(|unit| most <= unit * 10.0).unwrap_or(0.1);
    let most = ((most / unit).ceil() * unit).clamp(unit, 1.0);
    let mut plot = Plot::new("Share of names that alert, by threshold", (0.5, 1.0), (0.0, most));
    plot.axes(("threshold", 5), ("names that alert", 4), percent);
    let steps = (FROM..=10_000).step_by(50);
    plot.line("line-bad", steps.map(|step| (f64::from(step) / 10_000.0, share(step))));
    plot.threshold(threshold.ratio());
    let now = share(threshold.ten_thousandths().into());
    let says = format!("{} at {threshold}", percent(now));
    plot.text("marked", (WIDTH - RIGHT - 4.0, TOP + 14.0), "end", &says);
    plot.finish(page, "Alert volume", &volume.of);
}

/// A heading and the beginning of a table, which scrolls by itself where it is wider than the window.
fn table(page: &mut String, heading: &str) {
    let _ = writeln!(
        page,
        "<h2>{heading}</h2>\n<div class=\"wide\" role=\"region\" aria-label=\"{heading}\" tabindex=\"0\"><table>"
    );
}

fn phenomena(page: &mut String, evaluation: &Evaluation) {
    table(page, "By phenomenon");
    page.push_str(
        "<tr><th class=\"text\">phenomenon</th><th>detected</th>\
         <th>on top</th><th>missed</th><th>false positives</th><th>precision</th><th>recall</th><th>F1</th></tr>\n",
    );
    for (phenomenon, counts) in &evaluation.by_phenomenon {
        let Counts { matches, non_matches, detected, detected_on_top, false_positives, precision, recall, f1 } = counts;
        let worse = if *f1 < evaluation.f1 { " class=\"worse\"" } else { "" };
        let name = if phenomenon.is_empty() { "(none)" } else { phenomenon };
        let _ = writeln!(
            page,
            "<tr{worse}><td class=\"text\">{}</td><td>{detected} of {matches}</td><td>{detected_on_top}</td><td>{}</td>\
             <td>{false_positives} of {non_matches}</td><td>{precision:.3}</td><td>{recall:.3}</td><td>{f1:.3}</td></tr>",
            escaped(name),
            matches - detected,
        );
    }
    page.push_str("</table></div>\n<p>Coloured: below the F1 of all cases.</p>\n");
}

fn thresholds(page: &mut String, evaluation: &Evaluation) {
    table(page, "Thresholds");
    page.push_str(
        "<tr><th>threshold</th><th>detected</th>\
         <th>false positives</th><th>precision</th><th>recall</th><th>F1</th></tr>\n",
    );
    for AtThreshold { threshold, counts } in evaluation.by_threshold.iter().step_by(5) {
        let _ = writeln!(
            page,
            "<tr><td>{threshold}</td><td>{}</td><td>{}</td><td>{:.4}</td><td>{:.4}</td><td>{:.4}</td></tr>",
            counts.detected, counts.false_positives, counts.precision, counts.recall, counts.f1
        );
    }
    page.push_str("</table></div>\n");
}

fn errors(page: &mut String, evaluation: &Evaluation) {
    if evaluation.errors.is_empty() {
        page.push_str("<h2>Errors</h2>\n<p>None.</p>\n");
        return;
    }
    for (heading, expected) in [("Missed", true), ("False positives", false)] {
        let wrong: Vec<&Wrong> = evaluation.errors.iter().filter(|wrong| wrong.expected == expected).collect();
        if wrong.is_empty() {
            continue;
        }
        table(page, &format!("{heading} ({})", wrong.len()));
        page.push_str(
            "<tr><th>score</th><th class=\"text\">query</th><th class=\"text\">listed</th>\
             <th class=\"text\">case</th></tr>\n",
        );
        for Wrong { id, query, listed, score, .. } in wrong {
            let _ = writeln!(
                page,
                "<tr><td>{score}</td><td class=\"text\">{}</td><td class=\"text\">{}</td><td class=\"text id\">{}</td></tr>",
                escaped(query),
                escaped(&listed_text(listed)),
                escaped(id)
            );
        }
        page.push_str("</table></div>\n");
    }
}

/// Text between tags or in an attribute; what could turn the direction of writing is spelled out.
fn escaped(text: &str) -> String {
    printable(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_become_markup() {
        assert_eq!(escaped("<b a=\"x\">&\u{202e}"), "&lt;b a=&quot;x&quot;&gt;&amp;\\u{202e}");
    }

    #[test]
    fn a_curve_fills_its_drawing() {
        assert!((floor_of([0.87, 0.99].into_iter()) - 0.8).abs() < 1e-9);
        assert!((floor_of([1.0].into_iter()) - 0.9).abs() < 1e-9);
    }
}
