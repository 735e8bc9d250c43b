"""Pair native-script names with their published Latin spellings, for the romanization measurement.

usage: native_pairs.py DATA_FOLDER > pairs.tsv      (lines: source, native name, Latin names joined by " | ")
DATA_FOLDER holds un/consolidated.xml, uk-ofsi/ConList.csv.gz, the EU FSF XML and name tables as published.
"""

import csv, gzip, re, sys, unicodedata
import xml.etree.ElementTree as ET
from pathlib import Path

data = Path(sys.argv[1])


def is_native(text):
    letters = [c for c in text if c.isalpha()]
    foreign = [c for c in letters if not unicodedata.name(c, "").startswith("LATIN")]
    return len(foreign) * 2 > len(letters)


def emit(source, natives, latins):
    latins = [" ".join(name.split()) for name in latins if name.strip()]
    for native in natives:
        native = " ".join(native.split())
        if native and latins:
            print(source, native, " | ".join(dict.fromkeys(latins)), sep="\t")


root = ET.parse(data / "un/consolidated.xml").getroot()
for record in root.iter():
    if record.tag not in ("INDIVIDUAL", "ENTITY"):
        continue
    parts = [record.findtext(t) or "" for t in ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")]
    latins = [" ".join(parts)] + [e.text or "" for e in record.iter("ALIAS_NAME")]
    native = [n for n in re.split("[;؛]", record.findtext("NAME_ORIGINAL_SCRIPT") or "") if is_native(n)]
    emit("un", native, [n for n in latins if not is_native(n)])

groups = {}
with gzip.open(data / "uk-ofsi/ConList.csv.gz", "rt", encoding="utf-8-sig") as lines:
    next(lines)
    for row in csv.DictReader(lines):
        latin, native = groups.setdefault(row["Group ID"], ([], []))
        name = " ".join(row[f"Name {i}"] for i in (1, 2, 3, 4, 5, 6))
        (native if is_native(name) else latin).append(name)
        if is_native(row["Name Non-Latin Script"]):
            native.append(row["Name Non-Latin Script"])
for latin, native in groups.values():
    emit("uk", dict.fromkeys(native), latin)

ns = "{http://eu.europa.ec/fpi/fsd/export}"
with gzip.open(data / "format-samples/eu-fsf-xml/20240513-FULL-1_1.xml.gz") as file:
    for entity in ET.parse(file).getroot().iter(ns + "sanctionEntity"):
        names = [a.get("wholeName", "") for a in entity.iter(ns + "nameAlias")]
        latin = [n for n in names if not is_native(n)]
        emit("eu", dict.fromkeys(n for n in names if is_native(n)), latin)

for name in ("forenames", "surnames"):
    with open(data / f"names-person/common-{name}-by-country.csv", encoding="utf-8-sig") as lines:
        for row in csv.DictReader(lines):
            if is_native(row["Localized Name"]):
                emit("common-" + row["Country"], [row["Localized Name"]], [row["Romanized Name"]])
