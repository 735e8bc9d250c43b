#!/usr/bin/env python3
"""Writes fixtures/bundled.jsonl, the bundled list.

    scripts/bundled_list.py DATA

DATA is a folder of published lists as described in docs/BUNDLED-LIST.md. The hand-written part is
fixtures/bundled_manual.jsonl: names and what is publicly said of the groups that the list is about. Who designated whom
comes from the published lists alone, so a hand-written entry without a listing stays without a designation.

The result depends on nothing but these bytes. What was merged under different names is printed for review.
"""

import collections
import csv
import gzip
import io
import json
import pathlib
import re
import sys
import unicodedata
import xml.etree.ElementTree as ElementTree

ROOT = pathlib.Path(__file__).resolve().parent.parent
MANUAL = ROOT / "fixtures/bundled_manual.jsonl"
RESULT = ROOT / "fixtures/bundled.jsonl"

COUNTRIES = {"China": "CN", "Hong Kong": "HK"}

# The dates of the files under DATA, as their publishers state them, or of their last change where they do not.
DATES = {
    "OFAC SDN": "2025-05",
    "BIS Entity List": "2026-07-09",
    "EU 269/2014 Annex I": "2026-08",
    "EU 833/2014 Annex IV": "2026-08",
    "UK (OFSI)": "2025-04-14",
    "UN": "2026-08-01",
    "Canada": "2025-03-20",
    "Australia": "2026-07-21",
}

# Records that are one organization though the names alone do not say so: a plural, or a shortened legal form, in the
# same place and trade. Found by comparing all near names, and decided by hand.
SAME = [
    ("EU 833/2014 Annex IV", "655", "OFAC SDN", "51287"),  # Afox Corporation (Limited)
    ("EU 833/2014 Annex IV", "889", "OFAC SDN", "52224"),  # Abingo Distributor(s)
    ("EU 833/2014 Annex IV", "908", "OFAC SDN", "45975"),  # NeWay Technology, Neway Technologies
    ("EU 269/2014 Annex I", "504", "OFAC SDN", "51265"),  # Redlepus: a strong alias in common
]

# The Entity List does not say which of its entries are persons.
PERSONS = {"yun-xia-yuan"}

# Days of designation that the official announcements state; the SDN files carry none.
OFAC_DATES = {"46633": "2024-05-01", "47368": "2024-05-01", "48808": "2024-05-01", "50425": "2024-08-23"}

# Words of the legal form, which publishers write, shorten or leave out at will.
LEGAL = set("co company ltd limited inc incorporated corp corporation llc liability plc the and of pte lp jsc".split())
SPELT = {"limited": "ltd", "company": "co", "corporation": "corp", "incorporated": "inc"}
USCC = re.compile(r"\b9[1-9A-Z]\d{6}[0-9A-HJ-NPQRTUWXY]{10}\b")
HONG_KONG = re.compile(r"\bhong ?kong\b|\bh\.? ?k\b\.?")
HAN = re.compile(r"[\u3400-\u9fff]")
# "A Co., Ltd, B Co., Ltd": a comma after a complete name, with another name behind it.
JOINED = re.compile(r"(?<=Ltd), (?=[A-Z])|(?<=Ltd\.), (?=[A-Z])|(?<=Limited), (?=[A-Z])|(?<=Co\.), (?!L)(?=[A-Z])| / ")
ARTEFACTS = {"text of image", "chinese", "a.k.a", "aka"}


# --- records ---------------------------------------------------------------------------------------------------------


class Record:
    """What one list says of one organization."""

    def __init__(self, source, record_id, name):
        self.source, self.record_id = source, record_id
        self.names = [(name, "primary")]
        self.countries = set()
        # Whether it has an address in Russia or Belarus: a Russian firm with an office in China is no Chinese supplier.
        self.russian = False
        self.codes = set()
        self.designation = None
        self.source_note = ""
        self.manual = None
        # Whether this record alone puts the organization on the bundled list.
        self.seed = False

    def add(self, name, standing="strong-alias"):
        name = re.sub(r"^Chinese: *", "", " ".join(name.split())).strip(" ;,:“”")
        if len(name) < 2 or name.casefold() in ARTEFACTS:
            return
        if all(known != name for known, _ in self.names):
            self.names.append((name, standing))

    def country_of(self, *texts):
        for text in texts:
            self.russian = self.russian or bool(re.search(r"\bRussian?\b|\bBelarus\b", text, re.I))
            # "Hong Kong, China" is Hong Kong for a reader of addresses; China is written for the mainland.
            if re.search(r"Hong\s*Kong|\bHKSAR\b", text, re.I):
                self.countries.add("Hong Kong")
            elif re.search(r"\bChina\b|\bPRC\b", text, re.I):
                self.countries.add("China")


def designation(authority, programme, listed_on, reference):
    result = {"authority": authority, "programme": programme}
    if listed_on:
        result["listed_on"] = listed_on
    result["reference"] = reference
    return result


# --- sources ---------------------------------------------------------------------------------------------------------


def legacy(path):
    text = path.read_text(encoding="ascii").rstrip("\x1a")
    return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text)) if len(row) > 3]


def ofac_sdn(data):
    """The organizations of the SDN list: the whole file of 2024, and what later files add.

    The later primary names come from a list that lacks record ids but keeps their order; alternate names and addresses
    of the same time have the ids. Between two rows that an alternate name ties to an id, rows and new ids are matched
    one to one where there are equally many of both, and not at all otherwise.
    """
    sdn = {row[0]: row for row in legacy(data / "ofac-sdn/sdn.csv")}
    alternate, addresses = collections.defaultdict(list), collections.defaultdict(list)
    current = set()
    for folder in ("ofac-sdn", "ofac-sdn-2026-08"):
        for row in legacy(data / folder / "alt.csv"):
            if (row[3], row[2]) not in alternate[row[0]]:
                alternate[row[0]].append((row[3], row[2]))
        for row in legacy(data / folder / "add.csv"):
            addresses[row[0]].append(row[2:5])
            if folder == "ofac-sdn-2026-08":
                current.add(row[0])
    with open(data / "ofac-sdn-names-2025/sdn_names.csv", encoding="utf-8", newline="") as text:
        later = list(csv.DictReader(text))

    records = []
    for row in sdn.values():
        if row[2] == "-0-":
            remarks = "" if row[11] == "-0-" else row[11]
            records.append(ofac_record(row[0], row[1], row[3].split("] ["), remarks, alternate, addresses, current))
    known = {row[1] for row in sdn.values()}
    unmatched = 0
    for row, record_id in match_ids(later, known, sdn, alternate, addresses):
        if row["Designation"] != "Entity":
            continue
        programmes = row["Sanction Type"].split(", ")
        if record_id is None:
            unmatched += "RUSSIA-EO14024" in programmes
            record = ofac_record("", row["Name"], programmes, "", alternate, addresses, current)
            if row["Alias"] != "None":
                record.add(row["Alias"])
        else:
            record = ofac_record(record_id, row["Name"], programmes, "", alternate, addresses, current)
        records.append(record)
    print(f"OFAC SDN: {len(records)} organizations; {unmatched} newer ones of RUSSIA-EO14024 without a record id")
    return records


def match_ids(later, known, sdn, alternate, addresses):
    by_alias = collections.defaultdict(set)
    for record_id, names in alternate.items():
        for name, _ in names:
            by_alias[name].add(int(record_id))
    # Rows after the last name that the older file has are newer entries, in the order of their ids.
    start = max(index for index, row in enumerate(later) if row["Name"] in known and index < 15_200) + 1
    rows = later[start:]
    fresh = sorted(int(i) for i in addresses if i not in sdn)
    anchors = []
    for index, row in enumerate(rows):
        ids = by_alias.get(row["Alias"], set()) - {int(i) for i in sdn} if row["Alias"] != "None" else set()
        if len(ids) == 1:
            anchors.append((index, min(ids)))
    anchors = longest_rising(anchors)
    matched = dict(anchors)
    for (left, low), (right, high) in zip(anchors, anchors[1:]):
        between = [i for i in fresh if low < i < high]
        if len(between) == right - left - 1:
            for offset, record_id in enumerate(between):
                # An entry without a strong alias has no alternate name of type a.k.a. in the other file.
                row = rows[left + 1 + offset]
                strong = [name for name, _ in alternate.get(str(record_id), [])]
                if (row["Alias"] == "None") == (not strong):
                    matched[left + 1 + offset] = record_id
    for index, row in enumerate(rows):
        record_id = matched.get(index)
        yield row, None if record_id is None else str(record_id)


def longest_rising(pairs):
    """The longest subsequence with rising ids: an alias that two entries share ties a row to a wrong id."""
    best = []
    for index, (_, value) in enumerate(pairs):
        length, previous = max(
            ((best[j][0], j) for j in range(index) if pairs[j][1] < value), default=(0, None), key=lambda b: b[0]
        )
        best.append((length + 1, previous))
    index = max(range(len(best)), key=lambda j: best[j][0], default=None)
    result = []
    while index is not None:
        result.append(pairs[index])
        index = best[index][1]
    return result[::-1]


def ofac_record(record_id, name, programmes, remarks, alternate, addresses, current):
    record = Record("OFAC SDN", record_id, name)
    for full, kind in alternate.get(record_id, []):
        record.add(full, "former-name" if kind == "fka" else "strong-alias")
    for weak in re.findall(r"a\.k\.a\. '((?:[^']|'(?![;.]))+)'", remarks):
        record.add(weak, "weak-alias")
    for _, city, country in addresses.get(record_id, []):
        # OFAC writes Hong Kong as a city of China, or as a country.
        record.country_of(city if country == "China" and "Hong Kong" in city else country)
    record.codes.update(USCC.findall(remarks))
    where = f"OFAC SDN list, record {record_id}" if record_id else "OFAC SDN list (record id not known)"
    record.designation = designation("OFAC", ", ".join(programmes), OFAC_DATES.get(record_id), where)
    record.source_note = f"OFAC SDN {record_id}".strip() + " (files of 2024-05 to 2026-08)"
    if record_id and record_id not in current:
        record.source_note += " (not in the last of them: perhaps removed)"
    record.seed = "RUSSIA-EO14024" in programmes and bool(record.countries) and not record.russian
    return record


def eu(data):
    for celex, number, annex, authority_programme, source in (
        ("32014R0269", "269/2014", "I", "EU-UKR asset freeze", "EU 269/2014 Annex I"),
        ("32014R0833", "833/2014", "IV", "EU-RUS export restrictions", "EU 833/2014 Annex IV"),
    ):
        with open(data / f"eu-oj/{celex}.csv", encoding="utf-8-sig", newline="") as text:
            rows = list(csv.DictReader(text))
        for row in rows:
            if row["schema"] not in ("LegalEntity", "Company", "Organization"):
                continue
            if celex == "32014R0833" and row["annex"] != "IV":
                continue
            record = Record(source, row["recordId"], " ".join(row["name"].split()))
            for cell, standing in (
                (row["alias"], "strong-alias"), (row["weakAlias"], "weak-alias"), (row["previousName"], "former-name")
            ):
                for alias in cell.split(";"):
                    for name in JOINED.split(alias):
                        record.add(name, standing)
            record.country_of(row["address"], row["jurisdiction"], row["country"])
            record.codes.update(USCC.findall(row["registrationNumber"]))
            where = f"Regulation (EU) No {number}, Annex {annex}, entry {row['recordId']}"
            record.designation = designation("EU", authority_programme, day(row["startDate"]), where)
            record.source_note = f"{source} {row['recordId']} (2026-08)"
            record.seed = bool(record.countries) and not record.russian
            yield record


def day(text):
    match = re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", text.strip())
    return f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}" if match else None


def uk(data):
    groups = collections.OrderedDict()
    with gzip.open(data / "uk-ofsi/ConList.csv.gz", "rt", encoding="utf-8-sig", newline="") as text:
        next(text)
        for row in csv.DictReader(text):
            if row["Group Type"] == "Entity":
                groups.setdefault(row["Group ID"], []).append(row)
    for group, rows in groups.items():
        rows.sort(key=lambda row: row["Alias Type"] != "Primary name")
        record = Record("UK (OFSI)", group, whole(rows[0]))
        for row in rows:
            standing = "former-name" if row["Alias Type"] == "FKA" else (
                "weak-alias" if row["Alias Quality"] == "Low" else "strong-alias"
            )
            record.add(whole(row), standing)
            record.add(row["Name Non-Latin Script"])
            record.country_of(row["Country"])
            record.codes.update(USCC.findall(row["Other Information"]))
        reference = re.search(r"\(UK Sanctions List Ref\):\s*([A-Z]+\d+)", rows[0]["Other Information"])
        where = f"OFSI consolidated list, group {group}" + (f", {reference[1]}" if reference else "")
        record.designation = designation("OFSI", rows[0]["Regime"], day(rows[0]["Listed On"]), where)
        record.source_note = f"OFSI {group} (2025-04-14)"
        record.seed = rows[0]["Regime"] == "Russia" and bool(record.countries) and not record.russian
        yield record


def whole(row):
    return " ".join(part for part in (row[f"Name {i}"].strip() for i in (1, 2, 3, 4, 5, 6)) if part)


def bis(data):
    for entry in entities(data, "bis_entity_list"):
        record = Record("BIS Entity List", "", entry["name"])
        for alias in entry["aliases"]:
            # "CETC Infrared or CETC IR" is two aliases.
            halves = re.fullmatch(r"(\S+)( .+) or (\1 .+)", alias)
            for name in (halves[1] + halves[2], halves[3]) if halves else (alias,):
                record.add(name)
        if entry["country"] == "China":
            record.country_of(entry["address"] or "China")
            record.countries = record.countries or {"China"}
        notices = re.sub(r"\s+", " ", entry["federal_register"] or "").rstrip(".")
        where = f"15 CFR 744 Supplement No. 4; {notices}"
        record.designation = designation("BIS", "Entity List", notice_day(notices), where)
        record.source_note = f"BIS Entity List, {notices} (2026-07-09)"
        # The licence requirement of § 746.8(a)(3) is the one for military end users of Russia and Belarus.
        record.seed = bool(record.countries) and "746.8(a)(3)" in (entry["notes"] or "")
        yield record


def notice_day(notices):
    match = re.match(r"\d+ FR \d+,? (\d{1,2})/(\d{1,2})/(\d{4}|\d{2})\b", notices)
    if not match:
        return None
    year = int(match[3])
    year += 0 if year > 1900 else 1900 if year > 90 else 2000
    return f"{year}-{int(match[1]):02}-{int(match[2]):02}"


def entities(data, name):
    return json.loads((data / f"us-export-control/{name}.json").read_text(encoding="utf-8"))["entities"]


def other_us(data):
    for file, authority, programme, title, text_date in (
        ("ofac_nscmic", "OFAC", "CMIC-EO13959", "OFAC NS-CMIC list", "2026-07-09"),
        ("bis_meu", "BIS", "Military End User List", "MEU List, Supplement No. 7 to Part 744 of the EAR", "2026-07-09"),
        ("dow_1260h", "DoW", "Section 1260H", "list of Chinese military companies under section 1260H", "2026-06-10"),
        ("fcc_covered", "FCC", "Covered List", "FCC Covered List", "2026-07-09"),
        ("state_nonproliferation", "State", "Nonproliferation sanctions", "State nonproliferation list", "2026-07-09"),
    ):
        for entry in entities(data, file):
            record = Record(title, "", entry["name"])
            for alias in entry["aliases"]:
                record.add(alias)
            notes = entry["notes"] or ""
            cmic = re.search(r"Listing Date \(CMIC\): (\d{2}) (\w{3}) (\d{4})", notes)
            if cmic:
                month = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split().index(cmic[2]) + 1
                listed_on = f"{cmic[3]}-{month:02}-{cmic[1]}"
            else:
                listed_on = entry["effective_date"] or notice_day(entry["federal_register"] or "")
            # The 1260H list is published anew each time; its date is not the day of the first listing.
            if file == "dow_1260h":
                listed_on = None
            record.codes.update(USCC.findall(notes))
            notice = entry["federal_register"]
            where = title + (f", {' '.join(notice.split())}" if notice else "")
            record.designation = designation(authority, programme, listed_on, where)
            record.source_note = f"{where} ({text_date})"
            yield record


def un(data):
    root = ElementTree.parse(data / "un/consolidated.xml").getroot()
    for item in root.iter("ENTITY"):
        reference = item.findtext("REFERENCE_NUMBER") or ""
        record = Record("UN", reference, " ".join((item.findtext("FIRST_NAME") or "").split()))
        for alias in item.iter("ENTITY_ALIAS"):
            for name in (alias.findtext("ALIAS_NAME") or "").split(";"):
                record.add(name)
        programme, listed_on = item.findtext("UN_LIST_TYPE") or "", item.findtext("LISTED_ON")
        where = f"UN consolidated list, {reference}"
        record.designation = designation("UN", programme, listed_on, where)
        record.source_note = f"{where} (2026-08-01)"
        yield record


def canada(data):
    root = ElementTree.parse(data / "ca-sema/sema-lmes.xml").getroot()
    for item in root.iter("record"):
        name = item.findtext("EntityOrShip")
        if not name:
            continue
        record = Record("Canada", "", " ".join(name.split()))
        for alias in re.split(r";", item.findtext("Aliases") or ""):
            record.add(alias)
        country = (item.findtext("Country") or "").split("/")[0].strip()
        place = f"{country}, Schedule {item.findtext('Schedule')}, item {item.findtext('Item')}"
        where = f"Consolidated Canadian Autonomous Sanctions List, {place}"
        record.designation = designation("GAC", f"SEMA {country}", item.findtext("DateOfListing"), where)
        record.source_note = f"{where} (2025-03-20)"
        yield record


def australia(data):
    groups = collections.OrderedDict()
    with gzip.open(data / "au-dfat/names.csv.gz", "rt", encoding="utf-8-sig", newline="") as text:
        for row in csv.DictReader(text):
            if row["Type"] == "Entity":
                groups.setdefault(re.match(r"\d+", row["Reference"])[0], []).append(row)
    for reference, rows in groups.items():
        record = Record("Australia", reference, " ".join(rows[0]["Name of Individual or Entity"].split()))
        for row in rows:
            standing = "weak-alias" if row["Alias Strength"] == "Weak" else "strong-alias"
            record.add(row["Name of Individual or Entity"], standing)
        where = f"DFAT Consolidated List, reference {reference}"
        record.designation = designation("DFAT", rows[0]["Committees"], None, where)
        record.source_note = f"{where} (2026-07-21)"
        yield record


def manual():
    for line in MANUAL.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        first = entry["names"][0]
        record = Record("manual", entry["id"], first["full"])
        record.names = [(name["full"], name.get("type", "strong-alias")) for name in entry["names"]]
        record.names[0] = (first["full"], "primary")
        record.countries = set(entry["countries"])
        record.manual = entry
        record.seed = True
        yield record


# --- identity --------------------------------------------------------------------------------------------------------


def fold(name):
    text = unicodedata.normalize("NFKD", re.sub(r"(?<=\w)['’](?=\w)", "", name))
    return "".join(c for c in text if not unicodedata.combining(c)).casefold().replace("&", " and ")


def key(name):
    """What must be equal for two names to be one: everything but case, punctuation and the legal form.

    Empty where too little is left to tell companies apart.
    """
    if HAN.search(name):
        han = "".join(c for c in unicodedata.normalize("NFKC", name) if c.isalnum())
        return han if len(han) >= 6 else ""
    words = re.findall(r"[^\W_]+", HONG_KONG.sub(" hk ", fold(name)))
    words = [word for index, word in enumerate(words) if word != "hk" or "hk" not in words[:index]]
    telling = [word for word in words if word not in LEGAL]
    if len(telling) >= 2 and len("".join(telling)) >= 8:
        return " ".join(telling)
    # Of a short name the legal form is a part: Win Key Ltd is Win Key Limited, but not Win Key LLC.
    written = [SPELT.get(word, word) for word in words]
    return " ".join(written) if len("".join(words)) >= 8 else ""


def whole_key(name):
    return key(name) or fold(name)


class Groups:
    """Records that are the same organization."""

    def __init__(self, records):
        self.records = records
        self.parent = list(range(len(records)))
        self.codes = [set(record.codes) for record in records]
        self.manual = [record.record_id if record.manual else None for record in records]
        # The primary name under which each list has it.
        self.listed = [{record.source: whole_key(record.names[0][0])} for record in records]
        self.refused = []

    def root(self, index):
        while self.parent[index] != index:
            self.parent[index] = self.parent[self.parent[index]]
            index = self.parent[index]
        return index

    def join(self, first, second):
        a, b = sorted((self.root(first), self.root(second)))
        if a == b:
            return
        # Two credit codes are two companies, whatever they are called; two hand-written entries are meant to be two;
        # and a list that has two primary names has them for two entities, which may share an alias.
        if (
            (self.codes[a] and self.codes[b] and not self.codes[a] & self.codes[b])
            or (self.manual[a] and self.manual[b])
            or any(self.listed[b].get(source, name) != name for source, name in self.listed[a].items())
        ):
            self.refused.append((first, second))
            return
        self.parent[b] = a
        self.codes[a] |= self.codes[b]
        self.manual[a] = self.manual[a] or self.manual[b]
        self.listed[a] |= self.listed[b]


def group(records):
    groups = Groups(records)
    by_code, by_primary, by_other = (collections.defaultdict(list) for _ in range(3))
    for index, record in enumerate(records):
        for code in sorted(record.codes):
            by_code[code].append(index)
        for name, standing in record.names:
            if found := key(name):
                # Native names identify a company as its primary name does; weak aliases identify nobody.
                if standing == "primary" or HAN.search(name):
                    by_primary[found].append(index)
                elif standing != "weak-alias":
                    by_other[found].append(index)
        if record.manual:
            for name in record.manual.get("listed_as", []):
                by_primary[whole_key(name)].append(index)
    by_record = {(record.source, record.record_id): index for index, record in enumerate(records)}
    for source, record_id, other_source, other_id in SAME:
        groups.join(by_record[source, record_id], by_record[other_source, other_id])
    for indices in by_code.values():
        for index in indices[1:]:
            groups.join(indices[0], index)
    for name, indices in by_primary.items():
        for index in indices[1:] + by_other.get(name, []):
            groups.join(indices[0], index)
    members = collections.OrderedDict()
    for index, record in enumerate(records):
        members.setdefault(groups.root(index), []).append(record)
    # A hand-written entry is there whatever the lists say of it.
    chosen = [
        found
        for found in members.values()
        if any(record.manual for record in found)
        or (any(record.seed for record in found) and not any(record.russian for record in found))
    ]
    chosen_ids = {id(record) for found in chosen for record in found}
    # The refusals that touch the list, once for each pair of organizations and in both directions.
    doubts = collections.defaultdict(dict)
    for first, second in groups.refused:
        for one, other in ((first, second), (second, first)):
            if id(records[one]) in chosen_ids and groups.root(one) != groups.root(other):
                for record in members[groups.root(other)]:
                    doubts[groups.root(one)][id(record)] = record
    return [(found, list(doubts[groups.root(records.index(found[0]))].values())) for found in chosen]


# --- entities --------------------------------------------------------------------------------------------------------

# Whose spelling becomes the primary name: lists that write lower case first.
ORDER = [
    "manual",
    "EU 269/2014 Annex I",
    "EU 833/2014 Annex IV",
    "BIS Entity List",
    "OFAC NS-CMIC list",
    "UK (OFSI)",
    "OFAC SDN",
]
STANDING = ["primary", "strong-alias", "weak-alias", "former-name"]


def entity(records, doubts):
    records = sorted(records, key=lambda r: (ORDER.index(r.source) if r.source in ORDER else len(ORDER), r.record_id))
    hand = next((record.manual for record in records if record.manual), {})
    names = collections.OrderedDict()
    for record in records:
        for full, standing in record.names:
            # The same letters in another case or with other commas are no other name.
            same = " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", full).casefold()))
            if same not in names:
                if standing == "primary" and names:
                    standing = "strong-alias"
                names[same] = [full, standing]
            elif STANDING.index(standing) < STANDING.index(names[same][1]) and standing != "primary":
                names[same][1] = standing
    result = {
        "id": hand.get("id") or slug(next(iter(names.values()))[0]),
        "kind": "person" if slug(next(iter(names.values()))[0]) in PERSONS else "organization",
        "names": [
            {"full": full, "type": standing, **({"language": "Chinese"} if HAN.search(full) else {})}
            for full, standing in names.values()
        ],
    }
    listings = [record for record in records if record.designation]
    if listings:
        # A list may have one organization twice, under two spellings of an address.
        unique = {json.dumps(record.designation): record.designation for record in listings}
        result["designations"] = list(unique.values())
    countries = sorted({country for record in records for country in record.countries if country in COUNTRIES})
    result["countries"] = [["residence", {"text": country, "code": COUNTRIES[country]}] for country in countries]
    codes = sorted({code for record in records for code in record.codes})
    if codes:
        china = {"text": "China", "code": "CN"}
        result["identifiers"] = [
            {"kind": "unified-social-credit-code", "value": code, "country": china, "label": "USCC"} for code in codes
        ]
    remarks = [(label, hand[label]) for label in ("supplies", "relation", "note") if label in hand]
    if not listings:
        remarks.append(("status", hand["status"]))
    on = {record.source for record in listings}
    # A record that shares a name with this organization, but was kept apart from it, might be the same after all: then
    # it would be false that the list does not name it.
    perhaps = [record for record in doubts if record.source in DATES and record.source not in on]
    for record in perhaps:
        remarks.append(("perhaps listed by", f"{record.source_note}: {record.names[0][0]}"))
    open_to_doubt = {record.source for record in perhaps}
    absent = [f"{name} ({date})" for name, date in DATES.items() if name not in on | open_to_doubt]
    if absent:
        remarks.append(("not listed by", "; ".join(absent)))
    notes = [record.source_note for record in listings] + hand.get("sources", [])
    remarks.append(("sources", "; ".join(dict.fromkeys(notes))))
    result["remarks"] = [{"label": label, "text": text} for label, text in remarks]
    return result


def slug(name):
    words = [word for word in re.findall(r"[a-z0-9]+", fold(name)) if word not in LEGAL]
    return "-".join(words)[:64].strip("-") or "unnamed"


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    data = pathlib.Path(sys.argv[1])
    records = list(manual())
    for read in (eu, uk, bis, ofac_sdn, other_us, un, canada, australia):
        records.extend(read(data))
    found = group(records)
    lines, seen = [], collections.Counter()
    results = sorted((entity(*members) for members in found), key=lambda e: (e["id"], e["names"][0]["full"]))
    for result in results:
        seen[result["id"]] += 1
        if seen[result["id"]] > 1:
            result["id"] += f"-{seen[result['id']]}"
        lines.append(json.dumps(result, ensure_ascii=False, separators=(",", ":")))
    RESULT.write_text("\n".join(lines) + "\n", encoding="utf-8")

    for members, doubts in found:
        primaries = sorted({key(record.names[0][0]) or record.names[0][0] for record in members})
        if len(primaries) > 1:
            print("merged:", " | ".join(primaries))
        if doubts:
            print("kept apart:", members[0].names[0][0], "|", " | ".join(sorted({d.names[0][0] for d in doubts})))
    authorities = collections.Counter(
        authority for result in results for authority in {d["authority"] for d in result.get("designations", [])}
    )
    print(f"{len(results)} entities, {sum('designations' not in r for r in results)} of them designated by nobody")
    print(f"{sum(len(r['names']) for r in results)} names, {RESULT.stat().st_size} bytes; {dict(authorities)}")


if __name__ == "__main__":
    main()
