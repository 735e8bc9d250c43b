#!/usr/bin/env python3
"""Runs labelled cases and names that are not listed through this program and through matchers from PyPI, in one run.

The matchers: token_set_ratio, WRatio and Jaro-Winkler of rapidfuzz, each on names as they are (lower case, punctuation
as blanks) and on names brought into Latin letters first; and logic-v1 and logic-v2 of nomenklatura, which know the kind of
both sides. All see the same cases, the same names and the same listed names.

Each is measured at three thresholds: where its F1 over all cases is best, where its balanced accuracy (the mean of recall
and of the share of non-matches that stay quiet) is best, and at the one that is usual for it. Where more than half of the
cases are matches, a matcher that tells little has its best F1 where everything alerts, so the figures by phenomenon are
given at the best balanced accuracy. The alert rate is the share of names that are not listed for which any listed name
reaches the threshold. A match has a wrong top hit if it is detected and the listed name of another case scores higher.
rapidfuzz compares every name with every listed name. nomenklatura is too slow for that (some tenths of a millisecond a
pair): it compares with the listed names that token_set_ratio and WRatio rank highest, so its alert rate is a lower bound.

    scripts/peers.py --list PATH... --mapping mappings --lenient --cases cases.jsonl \\
        --names organization:companies.csv.gz:legal_name --names person:persons.csv:full_name

This program is built first, unless --program names it; the packages are installed into a virtual environment, made on the first run (--venv).
"""

import argparse
import csv
import gzip
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field

PACKAGES = ["rapidfuzz==3.14.6", "nomenklatura==4.17.4", "anyascii==0.3.3", "numpy"]
SCHEMATA = {"person": "Person", "organization": "Organization", "vessel": "Vessel", "aircraft": "Airplane"}
OURS = "this program"
# Thresholds that are usual: 0.7 is the default of OpenSanctions' service; 85 and 90 of 100 are widely used for ratios.
USUAL = {OURS: 0.75, "token_set_ratio": 0.85, "WRatio": 0.85, "jaro_winkler": 0.9, "logic-v1": 0.7, "logic-v2": 0.7}
POINTS = {"best F1": "f1", "best balanced accuracy": "balanced", "usual": None}
# Listed names that nomenklatura is given for a name, by each of the two rankings.
RANKED = 50
# This program is asked for the best hit of a name down to here: below, a name counts as quiet.
FLOOR = 0.4
ROOT = pathlib.Path(__file__).resolve().parent.parent


@dataclass
class Case:
    query: str
    listed: str
    kind: str
    expected: bool
    phenomenon: str


@dataclass
class Names:
    """Names that are not listed, of one file."""

    kind: str
    file: str
    names: list[str]


@dataclass
class Measured:
    """What a matcher says: of every case, its score and the best of the other listed names; of every name, its best."""

    scores: list[float]
    others: list[float]
    best: list[list[float]]
    points: dict[str, dict] = field(default_factory=dict)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", required=True, type=pathlib.Path, help="labelled cases, JSON lines")
    parser.add_argument("--list", dest="lists", action="append", required=True, help="a list, or a folder of lists")
    parser.add_argument("--mapping", default=ROOT / "mappings", help="a folder of mappings for the lists")
    parser.add_argument("--lenient", action="store_true", help="accepted as the program does; lists are read so anyhow")
    parser.add_argument("--names", action="append", default=[], metavar="KIND:PATH:COLUMN",
                        help="names that are not listed: CSV with a header, plain or gzipped")
    parser.add_argument("--sample", type=int, default=100, help="names taken of each file, evenly spread: some seconds each")
    parser.add_argument("--program", type=pathlib.Path, help="sanctions-screen, where it is built already")
    parser.add_argument("--venv", type=pathlib.Path, default=ROOT / "target/peers-venv")
    parser.add_argument("--json", type=pathlib.Path, help="write the figures as JSON too")
    return parser.parse_args()


def in_venv(folder):
    """Runs this script again inside its virtual environment."""
    python = folder / "bin" / "python"
    if pathlib.Path(sys.prefix).resolve() == folder.resolve():
        return
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    os.execv(python, [str(python), *sys.argv])


def folded(name):
    """Sorted words of letters and digits: names that agree here are the same name."""
    return " ".join(sorted("".join(c if c.isalnum() else " " for c in name.casefold()).split()))


def read_cases(path):
    with open(path, encoding="utf-8") as lines:
        cases = [json.loads(line) for line in lines if line.strip()]
    return [Case(**{key: case[key] for key in Case.__annotations__}) for case in cases if isinstance(case["listed"], str)]


def read_names(text, sample, identities):
    kind, path, column = text.split(":", 2)
    raw = pathlib.Path(path).read_bytes()
    if raw[:2] == b"\x1f\x8b":
        raw = gzip.decompress(raw)
    rows = csv.DictReader(io.StringIO(raw.decode("utf-8-sig")))
    names = [row[column].strip() for row in rows]
    names = [name for name in names if name and folded(name) not in identities]
    step = max(1, len(names) // sample)
    return Names(kind, pathlib.Path(path).name, names[::step][:sample])


class Ours:
    """This program, as its command line answers."""

    def __init__(self, options, folder):
        manifest = ["--manifest-path", str(ROOT / "Cargo.toml")]
        if options.program is None:
            build = ["cargo", "build", "--release", "--quiet", "-p", "sanctions-screen-cli", *manifest]
            subprocess.run(build, check=True)
        target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
        self.program = options.program or target / "release" / "sanctions-screen"
        self.cases, self.folder, self.snapshot = options.cases, folder, folder / "lists.snapshot"
        self.run("snapshot", *options.lists, "--mapping", options.mapping, "--lenient", "--output", self.snapshot)
        self.version = self.run("--version").strip()
        names = subprocess.run(
            ["cargo", "run", "--release", "--quiet", "--example", "names", *manifest, "--", options.mapping, *options.lists],
            check=True, stdout=subprocess.PIPE, encoding="utf-8",
        )
        lines = names.stdout.splitlines()
        counted = self.run("screen", "--snapshot", self.snapshot, "--format", "json", "Nobody")
        in_force = sum(of["names"] for of in json.loads(counted)["lists"])
        if in_force != len(lines):
            sys.exit(f"the snapshot holds {in_force} names, and {len(lines)} are compared")
        # A name, and the kind of the entity that bears it first.
        self.listed = {}
        for line in lines:
            _, _, kind, _, name = line.split("\t")
            self.listed.setdefault(name, "organization" if kind == "unknown" else kind)

    def run(self, *words):
        ran = subprocess.run([self.program, *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                             encoding="utf-8")
        # 1 says that a name could not be screened; its row says so too.
        if ran.returncode not in (0, 1):
            sys.exit(f"{words[0]}: {ran.stderr}")
        return ran.stdout

    def evaluate(self, threshold):
        return json.loads(self.run("evaluate", self.cases, "--threshold", threshold, "--format", "json"))

    def measure(self, cases, files):
        # `evaluate` gives the scores of what goes wrong: at 1 the matches below it, near 0 all that must not alert.
        wrong = {(error["query"], error["listed"], error["expected"]): error["score"]
                 for threshold in (1, 0.0001) for error in self.evaluate(threshold)["errors"]}
        scores = [wrong.get((case.query, case.listed, case.expected), 1.0 if case.expected else 0.0) for case in cases]
        return Measured(scores, [], [self.best(file.names) for file in files])

    def best(self, names):
        asked = self.folder / "names.csv"
        with open(asked, "w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([["name"], *([name] for name in names)])
        answer = self.run("batch", asked, "--column", "name", "--snapshot", self.snapshot, "--threshold", FLOOR,
                          "--limit", 1, "--format", "csv")
        rows = list(csv.DictReader(io.StringIO(answer)))
        assert len(rows) == len(names)
        return [float(row["score"] or 0) for row in rows]


def ratios():
    from anyascii import anyascii
    from rapidfuzz import distance, fuzz, utils

    def latin(text):
        return utils.default_process(anyascii(text))

    measures = {
        "token_set_ratio": (fuzz.token_set_ratio, 100.0),
        "WRatio": (fuzz.WRatio, 100.0),
        "jaro_winkler": (distance.JaroWinkler.similarity, 1.0),
    }
    for name, (measure, scale) in measures.items():
        for suffix, processor in [("", utils.default_process), (" latinised", latin)]:
            yield name + suffix, measure, processor, scale


def matrix(measure, queries, listed):
    import numpy
    from rapidfuzz import process

    return process.cdist(queries, listed, scorer=measure, workers=-1, dtype=numpy.float64)


def measure_ratio(measure, processor, scale, cases, files, listed, ranked):
    """Where `ranked` is a list, the places of the names that rank highest are added to the set of each name."""
    import numpy

    distinct = list(dict.fromkeys(case.listed for case in cases))
    places = {name: place for place, name in enumerate(distinct)}
    of_cases = matrix(measure, [processor(case.query) for case in cases], [processor(name) for name in distinct]) / scale
    own = [places[case.listed] for case in cases]
    scores = of_cases[numpy.arange(len(cases)), own].tolist()
    of_cases[numpy.arange(len(cases)), own] = 0
    others = of_cases.max(axis=1).tolist()

    # Names that are the same to the matcher are compared once; of which nothing is left in Latin letters, not at all.
    first = {text: place for place, text in reversed(list(enumerate(map(processor, listed)))) if text}
    texts, at = list(first), numpy.array(list(first.values()))
    best = []
    for number, file in enumerate(files):
        found = []
        for start in range(0, len(file.names), 16):
            queries = [processor(name) for name in file.names[start:start + 16]]
            rows = matrix(measure, queries, texts)
            found.extend((rows.max(axis=1) / scale).tolist())
            if ranked is not None:
                for row, top in enumerate(numpy.argpartition(rows, -RANKED, axis=1)[:, -RANKED:]):
                    ranked[number][start + row].update(at[top].tolist())
        best.append(found)
    return Measured(scores, others, best)


def measure_nomenklatura(name, cases, files, listed, ranked):
    from followthemoney import EntityProxy
    from nomenklatura.matching import get_algorithm

    algorithm = get_algorithm(name)
    config = algorithm.default_config()

    def entity(kind, text):
        schema = SCHEMATA.get(kind, "Organization")
        return EntityProxy.from_dict({"id": text[:200] or "x", "schema": schema, "properties": {"name": [text]}})

    def score(query, candidate):
        return algorithm.compare(query, candidate, config).score

    distinct = {case.listed: entity(case.kind, case.listed) for case in cases}
    queries = [entity(case.kind, case.query) for case in cases]
    scores = [score(query, distinct[case.listed]) for query, case in zip(queries, cases)]
    # What only matters for matches is asked for these alone.
    others = [
        max(score(query, other) for name, other in distinct.items() if name != case.listed) if case.expected else 0.0
        for query, case in zip(queries, cases)
    ]
    names, entities, best = list(listed), {}, []
    for file, places in zip(files, ranked):
        of_file = []
        for text, found in zip(file.names, places):
            for at in found:
                if at not in entities:
                    entities[at] = entity(listed[names[at]], names[at])
            query = entity(file.kind, text)
            of_file.append(max(score(query, entities[at]) for at in found))
        best.append(of_file)
    return Measured(scores, others, best)


def share(part, whole):
    return part / whole if whole else 1.0


def figures(cases, measured, threshold, chosen=lambda case: True):
    detected = missed = false = quiet = wrong_top = 0
    others = measured.others or [0.0] * len(cases)
    for case, score, other in zip(cases, measured.scores, others):
        if not chosen(case):
            continue
        alerts = score >= threshold
        detected += case.expected and alerts
        missed += case.expected and not alerts
        wrong_top += case.expected and alerts and other > score
        false += not case.expected and alerts
        quiet += not case.expected and not alerts
    recall, specificity = share(detected, detected + missed), share(quiet, quiet + false)
    return {
        "precision": share(detected, detected + false),
        "recall": recall,
        "f1": share(2 * detected, 2 * detected + missed + false),
        "specificity": specificity,
        "balanced": (recall + specificity) / 2,
        "wrong_top": share(wrong_top, detected) if detected else 0.0,
    }


def alert_rate(best, threshold):
    return sum(score >= threshold for score in best) / len(best)


def alert_rates(measured, threshold):
    """Of each file, and of all their names."""
    together = [score for best in measured.best for score in best]
    return [alert_rate(best, threshold) for best in (*measured.best, together)] if together else []


def operating_points(label, cases, measured):
    """The threshold of each point; of several that are equally good, the highest."""
    thresholds = sorted(set(measured.scores))
    for point, measure in POINTS.items():
        if measure is None:
            yield point, USUAL[label.removesuffix(" latinised")]
        else:
            yield point, max(thresholds, key=lambda at: (figures(cases, measured, at)[measure], at))


def at_recall(cases, measured, recall):
    """The highest threshold at which no less is detected."""
    thresholds = sorted({score for case, score in zip(cases, measured.scores) if case.expected}, reverse=True)
    return next((at for at in thresholds if figures(cases, measured, at)["recall"] >= recall), 0.0)


def at_alert_rate(cases, measured, rate):
    """The threshold that detects most while no more names alert; above 1, where nothing alerts, if there is no other."""
    thresholds = sorted({score for case, score in zip(cases, measured.scores) if case.expected})
    return next((at for at in thresholds if alert_rates(measured, at)[-1] <= rate), 1.001)


def row(*cells):
    print("| " + " | ".join(cells) + " |")


def head(*cells):
    row(*cells)
    print("|---|" + "---:|" * (len(cells) - 1))


def percent(ratio):
    return f"{100 * ratio:.1f} %"


def tables(cases, files, results):
    for point in POINTS:
        print(f"At the {'threshold of ' if point != 'usual' else ''}{point}{' threshold' if point == 'usual' else ''}:\n")
        head("matcher", "threshold", "precision", "recall", "F1", "balanced accuracy", "wrong top hit",
             *(f"alert rate, {file.file}" for file in files))
        for label, measured in results.items():
            at = measured.points[point]
            row(label, f"{at['threshold']:.3f}", *(f"{at[key]:.3f}" for key in ("precision", "recall", "f1", "balanced")),
                percent(at["wrong_top"]), *map(percent, at["alert_rates"][:len(files)]))
        print()


def statements(cases, results):
    """Each peer against this program where both detect as much, and where both alert as often."""
    ours = results[OURS]
    print("Where this program is set to detect as many cases as the peer does, and to alert on no more names than it "
          "(thresholds at which a peer alerts on every name are left out):\n")
    head("peer", "its threshold", "it detects", "it alerts on", "at equal detection, this program alerts on",
         "(threshold)", "at equal alert rate, the peer misses", "this program misses", "(threshold)")
    for label, measured in results.items():
        if label == OURS:
            continue
        for point, at in measured.points.items():
            if at["alert_rates"][-1] == 1:
                continue
            # Below the floor nothing is known of our alerts but that they are more than at the floor.
            equal, quiet = at_recall(cases, ours, at["recall"]), at_alert_rate(cases, ours, at["alert_rates"][-1])
            rate, quiet = alert_rates(ours, equal)[-1], max(quiet, FLOOR)
            alerts = percent(rate) if equal >= FLOOR else f"more than {percent(rate)}"
            missed = 1 - figures(cases, ours, quiet)["recall"]
            at |= {"ours_at_equal_recall": {"threshold": equal, "alert_rate": rate},
                   "ours_at_equal_alert_rate": {"threshold": quiet, "missed": missed}}
            row(f"{label}, {point}", f"{at['threshold']:.3f}", percent(at["recall"]), percent(at["alert_rates"][-1]),
                alerts, f"{equal:.3f}", percent(1 - at["recall"]), percent(missed), f"{quiet:.3f}")
    print()
    ours = ours.points["usual"]
    recall, rate = ours["recall"], ours["alert_rates"][-1]
    print(f"And where the peer is set to what this program does by default ({percent(recall)} detected, alerts on "
          f"{percent(rate)} of the names):\n")
    head("peer", "at equal detection, it alerts on", "(threshold)", "at equal alert rate, it misses", "(threshold)")
    for label, measured in results.items():
        if label == OURS:
            continue
        equal, quiet = at_recall(cases, measured, recall), at_alert_rate(cases, measured, rate)
        missed = 1 - figures(cases, measured, quiet)["recall"]
        row(label, percent(alert_rates(measured, equal)[-1]), f"{equal:.3f}", percent(missed),
            f"{quiet:.3f}" if quiet <= 1 else "none")
    print()


def by_phenomenon(cases, results):
    print("F1 (precision/recall) by phenomenon, at the threshold of best balanced accuracy:\n")
    head("phenomenon", *results)
    for phenomenon in dict.fromkeys(case.phenomenon for case in cases):
        parts = [measured.points["best balanced accuracy"]["by_phenomenon"][phenomenon] for measured in results.values()]
        row(phenomenon, *(f"{part['f1']:.2f} ({part['precision']:.2f}/{part['recall']:.2f})" for part in parts))


def main():
    options = arguments()
    in_venv(options.venv)
    from importlib.metadata import version

    cases, results, began = read_cases(options.cases), {}, time.monotonic()

    def done(label):
        nonlocal began
        print(f"{label}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
        began = time.monotonic()

    with tempfile.TemporaryDirectory() as folder:
        ours = Ours(options, pathlib.Path(folder))
        identities = {folded(name) for name in ours.listed}
        files = [read_names(text, options.sample, identities) for text in options.names]
        done("lists")
        results[OURS] = ours.measure(cases, files)
        for point, threshold in operating_points(OURS, cases, results[OURS]):
            told = ours.evaluate(threshold)
            wrong_top = share(told["detected"] - told["detected_on_top"], told["detected"])
            results[OURS].points[point] = {"threshold": threshold, "wrong_top": wrong_top}
        done(OURS)
    ranked = [[set() for _ in file.names] for file in files]
    for label, measure, processor, scale in ratios():
        ranks = label in ("token_set_ratio latinised", "WRatio latinised")
        results[label] = measure_ratio(measure, processor, scale, cases, files, list(ours.listed), ranked if ranks else None)
        done(label)
    for label in ("logic-v1", "logic-v2"):
        results[label] = measure_nomenklatura(label, cases, files, ours.listed, ranked)
        done(label)

    for label, measured in results.items():
        for point, threshold in operating_points(label, cases, measured):
            at = figures(cases, measured, threshold) | measured.points.get(point, {})
            phenomena = dict.fromkeys(case.phenomenon for case in cases)
            measured.points[point] = at | {
                "threshold": threshold,
                "alert_rates": alert_rates(measured, threshold),
                "by_phenomenon": {
                    phenomenon: figures(cases, measured, threshold, lambda case: case.phenomenon == phenomenon)
                    for phenomenon in phenomena
                },
            }
    packages = [f"{package} {version(package)}" for package in ("rapidfuzz", "nomenklatura", "followthemoney", "rigour")]
    print(", ".join([ours.version, *packages]))
    print(f"{len(cases)} cases, {len(ours.listed)} listed names, "
          + ", ".join(f"{len(file.names)} of {file.file}" for file in files) + "\n")
    tables(cases, files, results)
    if files:
        statements(cases, results)
    by_phenomenon(cases, results)
    if options.json:
        points = {label: measured.points for label, measured in results.items()}
        options.json.write_text(json.dumps(points, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
