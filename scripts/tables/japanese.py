"""Make tables/japanese_names.tsv: common Japanese surnames and given names in kanji, with their kana.

usage: japanese.py DATASET_FOLDER TABLES_FOLDER

DATASET_FOLDER  `dataset` of the wheel `japanese_personal_name_dataset` 0.4.0 (MIT)
"""

import csv
import sys
from collections import defaultdict
from pathlib import Path

dataset, tables = (Path(p) for p in sys.argv[1:3])
SURNAMES, GIVEN = 1500, 1500

rows = {}
with open(dataset / "last_name_org.csv", encoding="utf-8") as lines:
    for row in csv.reader(lines):
        if len(rows) < SURNAMES and len(row) >= 3:
            rows.setdefault(row[0], row[2])

# The data has no counts of given names. A spelling that only one kana name has is safe to read; of these the names
# with the most spellings are the commonest ones.
spellings = defaultdict(set)
weight = defaultdict(int)
for name in ("first_name_man_opti.csv", "first_name_woman_opti.csv"):
    with open(dataset / name, encoding="utf-8") as lines:
        for kana, _, *written in csv.reader(lines):
            for kanji in written:
                spellings[kanji].add(kana)
                weight[kanji] = max(weight[kanji], len(written))
sure = [k for k, kana in spellings.items() if len(kana) == 1 and len(k) == 2 and k not in rows]
sure.sort(key=lambda k: (-weight[k], k))
for kanji in sure[:GIVEN]:
    rows[kanji] = next(iter(spellings[kanji]))

with open(tables / "japanese_names.tsv", "w", encoding="utf-8") as out:
    out.write("# Made by scripts/tables/japanese.py from japanese_personal_name_dataset 0.4.0 (MIT). Do not edit by hand.\n")
    out.write("# name in kanji\tin kana\n")
    for kanji, kana in sorted(rows.items()):
        out.write(f"{kanji.replace('々', kanji[kanji.find('々') - 1]) if '々' in kanji else kanji}\t{kana}\n")
print(len(rows))
