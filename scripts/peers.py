#!/usr/bin/env python3
"""Runs the labelled cases and names that are not listed through matchers from PyPI.

The matchers: token_set_ratio, WRatio and Jaro-Winkler of rapidfuzz, each on names as they are (lower case, punctuation
as blanks) and on names brought into Latin letters first; and logic-v2 of nomenklatura, which knows the kind of both sides.

Each matcher is measured at three thresholds: where its F1 over all cases is best, where its balanced accuracy (the mean
of recall and of the share of non-matches that stay quiet) is best, and at the one that is usual for it. Where more than
half of the cases are matches, a matcher that tells little has its best F1 where everything alerts, so the figures by
phenomenon are given at the best balanced accuracy. The alert rate is the share of names that are not listed for which
any listed name reaches the threshold.
rapidfuzz compares every name with every listed name. logic-v2 is too slow for that (a tenth of a millisecond a pair):
it compares with the listed names that token_set_ratio and WRatio rank highest, so its alert rate is a lower bound.

    cargo run --release --example names -- mappings LIST... > names.tsv
    scripts/peers.py --cases cases.jsonl --listed names.tsv \\
        --names organization:companies.csv.gz:legal_name --names person:persons.csv:full_name --sample 500

The packages are installed into a virtual environment, made on the first run (--venv).
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
import time

PACKAGES = ["rapidfuzz==3.14.6", "nomenklatura==4.17.4", "anyascii==0.3.3", "numpy"]
SCHEMATA = {"person": "Person", "organization": "Organization", "vessel": "Vessel", "aircraft": "Airplane"}
# Thresholds that are usual: 0.7 is the default of OpenSanctions' service; 85 and 90 of 100 are widely used for ratios.
USUAL = {"token_set_ratio": 0.85, "WRatio": 0.85, "jaro_winkler": 0.9, "nomenklatura logic-v2": 0.7}
POINTS = {"best F1": "f1", "best balanced accuracy": "balanced", "usual": None}
# Listed names that logic-v2 is given for a name, by each of the two rankings.
RANKED = 50


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", required=True, type=pathlib.Path, help="labelled cases, JSON lines")
    parser.add_argument("--listed", type=pathlib.Path, help="names.tsv of `--example names`, or one name a line")
    parser.add_argument("--names", action="append", default=[], metavar="KIND:PATH:COLUMN",
                        help="names that are not listed: CSV with a header, plain or gzipped")
    parser.add_argument("--sample", type=int, default=500, help="names taken of each file, evenly spread")
    parser.add_argument("--venv", type=pathlib.Path, default=pathlib.Path("target/peers-venv"))
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
    return [case for case in cases if isinstance(case["listed"], str)]


def read_listed(path):
    listed = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            columns = line.rstrip("\n").split("\t")
            kind = columns[2] if len(columns) == 5 else "organization"
            listed.setdefault(columns[-1], "organization" if kind == "unknown" else kind)
    return listed


def read_names(text, sample, identities):
    kind, path, column = text.split(":", 2)
    with open(path, "rb") as file:
        raw = file.read()
    if raw[:2] == b"\x1f\x8b":
        raw = gzip.decompress(raw)
    rows = csv.DictReader(io.StringIO(raw.decode("utf-8-sig")))
    names = [row[column].strip() for row in rows]
    names = [name for name in names if name and folded(name) not in identities]
    step = max(1, len(names) // sample)
    return kind, path, names[::step][:sample]


def matchers():
    from anyascii import anyascii
    from rapidfuzz import distance, fuzz, utils

    def latin(text):
        return utils.default_process(anyascii(text))

    ratios = {
        "token_set_ratio": fuzz.token_set_ratio,
        "WRatio": fuzz.WRatio,
        "jaro_winkler": distance.JaroWinkler.similarity,
    }
    for name, ratio in ratios.items():
        for suffix, processor in [("", utils.default_process), (" latinised", latin)]:
            yield name + suffix, ratio, processor, 1.0 if name == "jaro_winkler" else 100.0


class LogicV2:
    def __init__(self):
        from followthemoney import EntityProxy
        from nomenklatura.matching import get_algorithm

        self.proxy = EntityProxy
        self.algorithm = get_algorithm("logic-v2")
        self.config = self.algorithm.default_config()

    def entity(self, kind, name):
        schema = SCHEMATA.get(kind, "Organization")
        return self.proxy.from_dict({"id": name[:200] or "x", "schema": schema, "properties": {"name": [name]}})

    def score(self, query, listed):
        return self.algorithm.compare(query, listed, self.config).score


def figures(cases, scores, threshold, chosen=lambda case: True):
    detected = missed = false = quiet = 0
    for case, score in zip(cases, scores):
        if not chosen(case):
            continue
        alerts = score >= threshold
        detected += case["expected"] and alerts
        missed += case["expected"] and not alerts
        false += not case["expected"] and alerts
        quiet += not case["expected"] and not alerts

    def ratio(part, whole):
        return part / whole if whole else 1.0

    recall, specificity = ratio(detected, detected + missed), ratio(quiet, quiet + false)
    return {
        "precision": ratio(detected, detected + false),
        "recall": recall,
        "f1": ratio(2 * detected, 2 * detected + missed + false),
        "specificity": specificity,
        "balanced": (recall + specificity) / 2,
    }


def operating_points(label, cases, scores):
    """The threshold of each point; of several that are equally good, the highest."""
    thresholds = sorted(set(scores))
    points = {}
    for point, measure in POINTS.items():
        if measure is None:
            points[point] = USUAL[label.removesuffix(" latinised")]
        else:
            points[point] = max(thresholds, key=lambda at: (figures(cases, scores, at)[measure], at))
    return points


def best_of_listed(ratio, queries, listed, scale):
    """The best score of each query over all listed names, a block of queries at a time."""
    from rapidfuzz import process

    best = []
    for start in range(0, len(queries), 16):
        matrix = process.cdist(queries[start:start + 16], listed, scorer=ratio, workers=-1)
        best.extend(float(score) / scale for score in matrix.max(axis=1))
    return best


def progress(text):
    print(text, file=sys.stderr, flush=True)


def main():
    options = arguments()
    in_venv(options.venv)
    from importlib.metadata import version

    cases = read_cases(options.cases)
    listed = read_listed(options.listed) if options.listed else {}
    identities = {folded(name) for name in listed}
    files = [read_names(text, options.sample, identities) for text in options.names]
    names = list(listed)
    results = {}

    for label, ratio, processor, scale in matchers():
        began = time.monotonic()
        scores = [ratio(processor(case["query"]), processor(case["listed"])) / scale for case in cases]
        result = {"scores": scores, "best": {}}
        # A listed name of which nothing is left in Latin letters equals no query.
        processed = [name for name in map(processor, names) if name]
        for _, path, queries in files if names else []:
            result["best"][path] = best_of_listed(ratio, [processor(query) for query in queries], processed, scale)
        results[label] = result
        progress(f"{label}: {time.monotonic() - began:.0f} s")

    began = time.monotonic()
    logic = LogicV2()
    scores = [
        logic.score(logic.entity(case["kind"], case["query"]), logic.entity(case["kind"], case["listed"]))
        for case in cases
    ]
    result = {"scores": scores, "best": {}}
    if names:
        from rapidfuzz import fuzz, process

        latin = next(processor for label, _, processor, _ in matchers() if label.endswith("latinised"))
        processed = [latin(name) for name in names]
        entities = {}
        for kind, path, queries in files:
            best = []
            for query in queries:
                found = set()
                for ratio in (fuzz.token_set_ratio, fuzz.WRatio):
                    ranked = process.extract(latin(query), processed, scorer=ratio, limit=RANKED)
                    found.update(at for _, _, at in ranked)
                for at in found:
                    if at not in entities:
                        entities[at] = logic.entity(listed[names[at]], names[at])
                entity = logic.entity(kind, query)
                best.append(max(logic.score(entity, entities[at]) for at in found))
            result["best"][path] = best
    results["nomenklatura logic-v2"] = result
    progress(f"logic-v2: {time.monotonic() - began:.0f} s")

    packages = [f"{package} {version(package)}" for package in ("rapidfuzz", "nomenklatura", "followthemoney", "rigour")]
    print(", ".join(packages))
    print(f"{len(cases)} cases, {len(names)} listed names, "
          + ", ".join(f"{len(queries)} of {pathlib.Path(path).name}" for _, path, queries in files))
    print()
    head = ["matcher", "threshold", "precision", "recall", "F1", "balanced accuracy"]
    for label, result in results.items():
        result["points"] = {}
        for point, threshold in operating_points(label, cases, result["scores"]).items():
            measured = figures(cases, result["scores"], threshold)
            rates = {path: sum(score >= threshold for score in best) / len(best)
                     for path, best in result["best"].items()}
            by_phenomenon = {
                phenomenon: figures(cases, result["scores"], threshold,
                                    lambda case: case["phenomenon"] == phenomenon)
                for phenomenon in dict.fromkeys(case["phenomenon"] for case in cases)
            }
            result["points"][point] = {"threshold": threshold, **measured, "alert_rates": rates,
                                       "by_phenomenon": by_phenomenon}
    for point in POINTS:
        print(f"At the threshold of {point}:" if point != "usual" else "At the usual threshold:")
        print()
        print("| " + " | ".join(head + [f"alert rate, {pathlib.Path(path).name}" for _, path, _ in files]) + " |")
        print("|---|" + "---:|" * (len(head) - 1 + len(files)))
        for label, result in results.items():
            at = result["points"][point]
            columns = [f"{at['threshold']:.3f}", *(f"{at[key]:.3f}" for key in ("precision", "recall", "f1", "balanced")),
                       *(f"{100 * rate:.1f} %" for rate in at["alert_rates"].values())]
            print(f"| {label} | " + " | ".join(columns) + " |")
        print()
    print("F1 (precision/recall) by phenomenon, at the threshold of best balanced accuracy:")
    print()
    print("| phenomenon | " + " | ".join(results) + " |")
    print("|---|" + "---:|" * len(results))
    for phenomenon in dict.fromkeys(case["phenomenon"] for case in cases):
        row = []
        for result in results.values():
            part = result["points"]["best balanced accuracy"]["by_phenomenon"][phenomenon]
            row.append(f"{part['f1']:.2f} ({part['precision']:.2f}/{part['recall']:.2f})")
        print(f"| {phenomenon} | " + " | ".join(row) + " |")
    if options.json:
        for result in results.values():
            del result["scores"], result["best"]
        options.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
