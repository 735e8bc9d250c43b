#!/usr/bin/env python3
"""Writes tables/transcribed_names.tsv: names of the world as Chinese characters spell their sound (迈克尔, Michael).

    python3 scripts/tables/transcribed.py DIR

DIR holds rigour-2.6.1.tar.gz (MIT; its name corpus is Wikidata's, CC0), fetched as docs/DATA-PERSONS.md says. A name is
kept if the world's table of frequencies bears one of its Latin spellings; the two commonest stand, the commonest first.
"""

import collections
import re
import sys
import tarfile
import unicodedata
from pathlib import Path

TABLES = Path(__file__).resolve().parent.parent.parent / "tables"
HAN = re.compile("[\u4e00-\u9fff]{2,7}$")
LATIN = re.compile("[a-z]{2,}$")
LETTERS = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ı": "i", "ð": "d"})
# Names shorter than three characters are often Chinese ones: only those of the commonest names stay.
COMMON = 40
MOST_ROWS = 16_000


def rows(name):
    for line in (TABLES / name).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


def fold(word):
    word = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    return word.translate(LETTERS)


def main():
    simplified = {ord(source): target for target, sources in rows("han_variants.tsv") for source in sources}
    frequency = {word: int(count) for word, count in rows("frequency_persons.tsv")}
    syllables = {syllable for syllable, *_ in rows("han_readings.tsv")}
    pinyin = re.compile("(" + "|".join(sorted(syllables, key=len, reverse=True)) + ")+$")
    with tarfile.open(Path(sys.argv[1]) / "rigour-2.6.1.tar.gz") as tar:
        member = next(m for m in tar.getmembers() if m.name.endswith("data/names/person_names.txt"))
        text = tar.extractfile(member).read().decode("utf-8")
    spelled = collections.defaultdict(collections.Counter)
    for line in text.splitlines():
        forms = [form.strip() for form in line.partition(" => ")[0].split(", ")]
        latin = sorted({fold(form) for form in forms} & frequency.keys())
        latin = [word for word in latin if LATIN.match(word)]
        # An item with a form that is pinyin may be a Chinese name.
        if any(pinyin.match(word) and len(word) <= 6 for word in latin[:1]) and len(latin) < 2:
            continue
        for form in {form.translate(simplified) for form in forms if HAN.match(form)}:
            spelled[form].update(latin)
    kept = []
    for form, words in spelled.items():
        ranked = sorted(words, key=lambda word: (-frequency[word], word))
        if ranked and (len(form) > 2 or frequency[ranked[0]] >= COMMON):
            kept.append((frequency[ranked[0]], form, ranked[:2]))
    kept.sort(key=lambda row: (-row[0], row[1]))
    lines = [
        "# Names of the world as Chinese characters spell their sound, and their two commonest Latin spellings.",
        "# Made by scripts/tables/transcribed.py from rigour 2.6.1 (MIT; Wikidata, CC0). Do not edit by hand.",
        *(f"{form}\t{' '.join(words)}" for _, form, words in sorted(kept[:MOST_ROWS], key=lambda row: row[1])),
    ]
    (TABLES / "transcribed_names.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(len(kept), "names,", len(lines) - 2, "kept")


if __name__ == "__main__":
    main()
