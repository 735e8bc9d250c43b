#!/usr/bin/env python3
"""Writes tables/frequency_organizations.tsv and tables/frequency_persons.tsv.

    scripts/tables/frequencies.py DATA CENSUS

DATA is a folder of lists and names as described in docs/DATA-FREQUENCIES.md. CENSUS is the source archive of the
Python package `names` 0.3.0 (`pip download --no-deps --no-binary :all: names==0.3.0`), which carries the name counts
of the United States census of 1990.

The result depends on nothing but these bytes: no clock, no randomness, no order of a hash table.
"""

import collections
import csv
import gzip
import hashlib
import io
import json
import math
import pathlib
import re
import sys
import tarfile
import unicodedata
import xml.etree.ElementTree as ElementTree

CENSUS_SHA256 = "726e46254f2ed03f1ffb5d941dae3bc67c35123941c29becd02d48d0caa2a671"
TABLES = pathlib.Path(__file__).resolve().parent.parent.parent / "tables"

# Every fifth name of GLEIF and of the invented persons stays out, so that the alert rate can be measured on names
# which the tables have never seen.
HOLD_OUT = 5

# Countries with more organizations than this are damped by the square root of the excess: the sample holds 29,000
# Indian and 131 Chinese holders of an LEI, which is how the sample was drawn and not how the world trades.
FULL_WEIGHT_NAMES = 2_000

# The share of each source in the table of organizations. The GLEIF sample was cut by sector words (`energy`, `trust`,
# `service` are too common in it) and holds 23,000 funds, which are no trading partners: so the exchanges weigh almost
# as much as eight times their number.
ORGANIZATION_SHARES = {"gleif": 0.50, "exchange": 0.42, "fund": 0.03}

# The share of the listed names in each table, and in how many distinct listed names a token must stand. Lists bring
# the words that company registers in our sample lack (`zavod`, `obshchestvo`) and the persons that a census of the
# United States lacks (`Ivanovich`, `Mohammed`); the minimum keeps a listed brand or clan from looking like a common
# word.
LISTED_SHARE_ORGANIZATIONS = 0.05
LISTED_MINIMUM_ORGANIZATIONS = 10
# ... and on how many of the seven lists: the subsidiaries of one brand, or a publisher's phrase (`also known as`),
# often fill one list.
LISTED_ON = 4
LISTED_SHARE_PERSONS = 0.20
LISTED_MINIMUM_PERSONS = 4

# The shares of the other sources of person names.
CENSUS_SHARE = 0.25
INVENTED_SHARE = 0.15
POPULAR_SHARE = 0.40

# How common the name of rank r is (a given name: among its sex) where the source gives ranks only: a * r ** -b. Fitted
# by eye to the countries for which it gives shares or counts (Russia, Japan, the United States).
GIVEN_NAME_LAW = (0.02, 0.5)
FAMILY_NAME_LAW = (0.016, 0.5)
# Where the ranks hide a concentration that the law cannot know: Korea, census of 2015.
FAMILY_SHARES = {"KR": {1: 0.215, 2: 0.147, 3: 0.084, 4: 0.047, 5: 0.043}}
# Several romanised forms of one name: the first is the usual one.
FIRST_FORM_SHARE = 0.6

# Millions of people, rounded; countries not named here count as one million. A country weighs by the square root.
POPULATION = {
    "CN": 1410, "IN": 1430, "US": 335, "PK": 240, "BR": 203, "BD": 170, "RU": 144, "MX": 129, "JP": 124, "PH": 112,
    "EG": 105, "VN": 98, "IR": 86, "TR": 85, "DE": 84, "TH": 66, "GB": 67, "FR": 66, "ZA": 60, "IT": 59, "KR": 52,
    "CO": 52, "ES": 48, "AR": 46, "DZ": 45, "IQ": 43, "UA": 38, "CA": 39, "PL": 38, "MA": 37, "UZ": 35, "SA": 36,
    "PE": 34, "MY": 33, "NP": 30, "VE": 29, "AU": 26, "TW": 24, "ML": 22, "LK": 22, "KZ": 20, "CL": 20, "RO": 19,
    "NL": 18, "EC": 18, "GT": 17, "KH": 17, "BE": 12, "BO": 12, "TN": 12, "HT": 11, "CU": 11, "JO": 11, "DO": 11,
    "CZ": 11, "SE": 10, "GR": 10, "PT": 10, "AZ": 10, "IL": 10, "HU": 10, "TJ": 10, "AE": 10, "BY": 9, "AT": 9,
    "CH": 9, "RS": 7, "PY": 7, "LY": 7, "KG": 7, "BG": 6, "SV": 6, "DK": 6, "FI": 6, "NO": 5, "SK": 5, "LB": 5,
    "NZ": 5, "CR": 5, "IE": 5, "PA": 4, "KW": 4, "HR": 4, "GE": 4, "MN": 3, "UY": 3, "BA": 3, "AM": 3, "JM": 3,
    "LT": 3, "AL": 3, "MD": 3, "PR": 3, "SI": 2, "MK": 2, "XK": 2, "LV": 2,
}

# Letters that NFKD leaves alone.
LETTERS = str.maketrans({"ß": "ss", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})
APOSTROPHES = "'’‘ʼ`´"
INNER_APOSTROPHE = re.compile(rf"(?<=\w)[{APOSTROPHES}](?=\w)")
WORD = re.compile(r"[^\W_]+")


def tokens(name):
    """The distinct Latin tokens of a name."""
    # Apostrophes first: NFKD turns the acute accent that some write for one into a blank and a mark.
    text = unicodedata.normalize("NFKD", INNER_APOSTROPHE.sub("", name))
    text = "".join(c for c in text if not unicodedata.category(c).startswith("M"))
    text = text.casefold().translate(LETTERS)
    return {word for word in WORD.findall(text) if word.isascii()}


def is_latin(name):
    letters = [c for c in name if c.isalpha()]
    return bool(letters) and all("LATIN" in unicodedata.name(c, "") for c in letters)


# --- sources ---------------------------------------------------------------------------------------------------------


def rows(path):
    opened = gzip.open(path, "rt", encoding="utf-8-sig", newline="") if path.suffix == ".gz" else open(
        path, encoding="utf-8-sig", newline=""
    )
    with opened as text:
        yield from csv.DictReader(text)


def gleif(data):
    for number, row in enumerate(rows(data / "names-gleif/gleif_names.csv.gz")):
        if number % HOLD_OUT:
            yield row["legal_name"], row["country"], row["category"] == "FUND"


def listed_companies(data):
    for row in rows(data / "names-listed-companies/listed_companies.csv.gz"):
        yield row["name"], row["country"] or row["exchange"], False


def sec(data):
    titles = json.loads((data / "names-sec/company_tickers.json").read_text(encoding="utf-8"))
    for row in titles.values():
        yield row["title"], "US", False


def sdn(data):
    """Name and whether it is a person, of the primary entries."""
    text = (data / "ofac-sdn/sdn.csv").read_text(encoding="ascii").rstrip("\x1a")
    for row in csv.reader(io.StringIO(text)):
        if len(row) > 2 and row[2].strip() in ("individual", "-0-"):
            yield row[1], row[2].strip() == "individual"


def un(data):
    root = ElementTree.parse(data / "un/consolidated.xml").getroot()
    for tag, person in (("INDIVIDUAL", True), ("ENTITY", False)):
        for record in root.iter(tag):
            parts = (record.findtext(f"{part}_NAME") for part in ("FIRST", "SECOND", "THIRD", "FOURTH"))
            yield " ".join(part for part in parts if part), person


def eu(data):
    with gzip.open(data / "format-samples/eu-fsf-xml/20240513-FULL-1_1.xml.gz") as file:
        root = ElementTree.parse(file).getroot()
    space = "{http://eu.europa.ec/fpi/fsd/export}"
    for record in root.iter(f"{space}sanctionEntity"):
        person = record.find(f"{space}subjectType").get("code") == "person"
        names = (alias.get("wholeName") for alias in record.iter(f"{space}nameAlias"))
        # The first Latin one stands for the entity; the others are mostly spellings of it.
        yield next(filter(is_latin, names), ""), person


def uk(data):
    with gzip.open(data / "uk-ofsi/ConList.csv.gz", "rt", encoding="utf-8-sig", newline="") as text:
        next(text)
        for row in csv.DictReader(text):
            if row["Alias Type"] == "Primary name" and row["Group Type"] in ("Individual", "Entity"):
                parts = (row[f"Name {part}"] for part in (1, 2, 3, 4, 5, 6))
                yield " ".join(part for part in parts if part), row["Group Type"] == "Individual"


def canada(data):
    root = ElementTree.parse(data / "ca-sema/sema-lmes.xml").getroot()
    for record in root.iter("record"):
        family, given = record.findtext("LastName") or "", record.findtext("GivenName") or ""
        if family:
            yield f"{given} {family}", True
        # French names follow the English ones after a slash.
        entity = (record.findtext("EntityOrShip") or "").split("/")[0]
        if entity:
            yield entity, False


def australia(data):
    for row in rows(data / "au-dfat/names.csv.gz"):
        if row["Name Type"] == "Primary Name" and row["Type"] in ("Individual", "Entity"):
            yield row["Name of Individual or Entity"], row["Type"] == "Individual"


def bis(data):
    for entry in json.loads((data / "us-export-control/bis_entity_list.json").read_text(encoding="utf-8"))["entities"]:
        yield entry["name"], False


def listed(data, persons, minimum):
    """Rates of the tokens that stand in at least `minimum` distinct listed names, on enough lists."""
    distinct = set()
    lists = collections.defaultdict(set)
    for source in (sdn, un, eu, uk, canada, australia, bis):
        for name, person in source(data):
            if person == persons and (found := frozenset(tokens(name))):
                distinct.add(found)
                for token in found:
                    lists[token].add(source.__name__)
    counts = collections.Counter(token for name in distinct for token in name)
    rates = {
        token: count / len(distinct)
        for token, count in counts.items()
        if count >= minimum and len(lists[token]) >= LISTED_ON
    }
    return rates, len(distinct)


# --- organizations ---------------------------------------------------------------------------------------------------


def organizations(data):
    # A company in two sources counts once, in the last of them: exchanges give a sample that nobody chose by its words.
    strata = {}
    for stratum, source in (("gleif", gleif), ("exchange", listed_companies), ("exchange", sec)):
        for name, country, fund in source(data):
            if found := frozenset(tokens(name)):
                strata[found] = ("fund" if fund else stratum, country)
    size = collections.Counter(strata.values())
    damping = {key: min(1.0, math.sqrt(FULL_WEIGHT_NAMES / count)) for key, count in size.items()}
    total = collections.Counter()
    for (stratum, country), count in sorted(size.items()):
        total[stratum] += count * damping[stratum, country]

    counts = collections.defaultdict(collections.Counter)
    for found, key in strata.items():
        for token in found:
            counts[token][key] += 1
    rates = {
        token: math.fsum(
            count * damping[key] * ORGANIZATION_SHARES[key[0]] / total[key[0]] for key, count in sorted(by_key.items())
        )
        for token, by_key in counts.items()
        if by_key.total() >= 3
    }
    from_lists, listed_total = listed(data, False, LISTED_MINIMUM_ORGANIZATIONS)
    return mixture((1, rates), (LISTED_SHARE_ORGANIZATIONS, from_lists)), (
        f"{len(strata)} companies and funds, and {listed_total} listed organizations",
        len(strata) + listed_total,
    )


# --- persons ---------------------------------------------------------------------------------------------------------


def census(archive):
    """Rates of forenames and family names in the United States, 1990."""
    content = archive.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if digest != CENSUS_SHA256:
        sys.exit(f"{archive}: SHA-256 is {digest}, expected {CENSUS_SHA256} (names 0.3.0, source archive)")
    rates = collections.Counter()
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        for file, share in (("dist.all.last", 1.0), ("dist.female.first", 0.5), ("dist.male.first", 0.5)):
            for line in tar.extractfile(f"names-0.3.0/names/{file}").read().decode("ascii").splitlines():
                name, percent = line.split()[:2]
                for token in tokens(name):
                    rates[token] += share * float(percent) / 100
    return rates


def invented(data):
    counts, total = collections.Counter(), 0
    for number, row in enumerate(rows(data / "names-person/synthetic_negatives_us.csv")):
        if number % HOLD_OUT and (found := tokens(row["full_name"])):
            total += 1
            counts.update(found)
    return {token: count / total for token, count in counts.items() if count >= 2}, total


def share_of_rank(law, rank):
    scale, exponent = law
    return scale * rank**-exponent


def popular(data):
    """Rates of the common names of a hundred countries, each country weighing by the root of its population."""
    given, family = {}, {}
    for row in rows(data / "names-person/common-forenames-by-country.csv"):
        country = given.setdefault(row["Country"], {})
        forms = country.setdefault((row["Country Group"], row["Name Group"]), (int(row["Index"]), []))[1]
        forms.append(row["Romanized Name"] or row["Localized Name"])
    for row in rows(data / "names-person/common-surnames-by-country.csv"):
        rank = int(row["Rank"] or row["Index"])
        people = POPULATION.get(row["Country"], 1) * 1e6
        if row["Percent"]:
            share = float(row["Percent"])
        elif row["Count"]:
            share = min(0.3, float(row["Count"]) / people)
        else:
            share = FAMILY_SHARES.get(row["Country"], {}).get(rank) or share_of_rank(FAMILY_NAME_LAW, rank)
        country = family.setdefault(row["Country"], {})
        country.setdefault(row["Name Group"], (share, []))[1].append(row["Romanized Name"] or row["Localized Name"])
    for country, groups in given.items():
        # Several lists of one country (years, communities, women and men) share it among them.
        lists = len({(group, name.rsplit("-", 1)[0]) for group, name in groups})
        for key, (rank, forms) in groups.items():
            groups[key] = (share_of_rank(GIVEN_NAME_LAW, rank) / lists, forms)

    total = collections.Counter()
    for countries in (given, family):
        weights = {country: math.sqrt(POPULATION.get(country, 1)) for country in countries}
        whole = math.fsum(weights.values())
        for country, groups in sorted(countries.items()):
            for _, (share, forms) in sorted(groups.items()):
                for form, part in zip(forms, form_shares(len(forms))):
                    for token in tokens(form):
                        total[token] += weights[country] / whole * share * part
    return total


def form_shares(forms):
    if forms == 1:
        return [1.0]
    return [FIRST_FORM_SHARE] + [(1 - FIRST_FORM_SHARE) / (forms - 1)] * (forms - 1)


def persons(data, archive):
    from_invented, invented_total = invented(data)
    from_lists, listed_total = listed(data, True, LISTED_MINIMUM_PERSONS)
    rates = mixture(
        (CENSUS_SHARE, census(archive)),
        (INVENTED_SHARE, from_invented),
        (POPULAR_SHARE, popular(data)),
        (LISTED_SHARE_PERSONS, from_lists),
    )
    # The census publishes shares of 6.3 million people, not names; the names we counted ourselves are these.
    return rates, (
        f"{invented_total} invented and {listed_total} listed persons, and shares of the census",
        invented_total + listed_total,
    )


# --- result ----------------------------------------------------------------------------------------------------------


def mixture(*parts):
    rates = collections.Counter()
    for share, part in parts:
        for token, rate in part.items():
            rates[token] += share * rate
    return rates


def per_million(rate):
    """Two significant digits: more would change with every issue of a source and mean nothing."""
    value = rate * 1e6
    if value < 1:
        return 1
    digits = max(0, math.floor(math.log10(value)) - 1)
    return round(value / 10**digits) * 10**digits


def write(name, head, rates):
    lines = [f"# {line}" for line in head]
    lines += [f"{token}\t{per_million(rates[token])}" for token in sorted(rates)]
    (TABLES / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{name}: {len(rates)} tokens, {(TABLES / name).stat().st_size} bytes")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    data, archive = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    rates, (what, number) = organizations(data)
    write(
        "frequency_organizations.tsv",
        [
            "How many of a million names of organizations hold a token. Generated by scripts/tables/frequencies.py;",
            "method, sources and limits: docs/DATA-FREQUENCIES.md.",
            "source: GLEIF legal names (CC0), FinanceDatabase listed companies (MIT), SEC registrants (public domain),",
            "source: sanctions lists of the US, UN, EU, UK, Canada and Australia (official texts), at 5 %",
            f"counted: {what}",
            f"names: {number}",
        ],
        rates,
    )
    rates, (what, number) = persons(data, archive)
    write(
        "frequency_persons.tsv",
        [
            "How many of a million names of persons hold a token. Generated by scripts/tables/frequencies.py;",
            "method, sources and limits: docs/DATA-FREQUENCIES.md.",
            "source: US census of 1990 (public domain), popular names by country (CC0), yente test names (MIT),",
            "source: sanctions lists of the US, UN, EU, UK, Canada and Australia (official texts), at 20 %",
            f"counted: {what}",
            f"names: {number}",
        ],
        rates,
    )


if __name__ == "__main__":
    main()
