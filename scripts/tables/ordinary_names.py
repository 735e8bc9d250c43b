#!/usr/bin/env python3
"""Writes service/src/ordinary_names.txt: names that are not listed, for the alert rate that the service tells of.

    scripts/tables/ordinary_names.py gleif_names.csv.gz common-forenames-by-country.csv common-surnames-by-country.csv

GLEIF's legal names (CC0) are a CSV with a column `legal_name`; the names by country (CC0) are those of
sigpwned/popular-names-by-country-dataset.
"""

import collections
import csv
import gzip
import sys

COMPANIES, PERSONS = 600, 400


def companies(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        names = [row["legal_name"].strip() for row in csv.DictReader(file)]
    return names[:: len(names) // COMPANIES][:COMPANIES]


def by_country(path):
    names = collections.defaultdict(list)
    with open(path, encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            name = row["Romanized Name"].strip()
            if name and name not in names[row["Country"]]:
                names[row["Country"]].append(name)
    return names


def persons(forenames, surnames):
    given, family = by_country(forenames), by_country(surnames)
    countries = sorted(set(given) & set(family))
    names = []
    for turn in range(PERSONS):
        country, place = countries[turn % len(countries)], turn // len(countries)
        names.append(f"{given[country][place % len(given[country])]} {family[country][place % len(family[country])]}")
    return names


def main(gleif, forenames, surnames):
    with open("service/src/ordinary_names.txt", "w", encoding="utf-8") as out:
        print("# GLEIF legal names (CC0), and given and family names usual in a country, put together", file=out)
        print("# (popular-names-by-country, CC0). Written by scripts/tables/ordinary_names.py.", file=out)
        for name in companies(gleif) + persons(forenames, surnames):
            print(name, file=out)


if __name__ == "__main__":
    main(*sys.argv[1:])
