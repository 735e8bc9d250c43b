"""Make tables/arabic_names.tsv: the usual Latin spellings of Arabic, Persian and Urdu name words.

usage: arabic.py NAMES_SQLITE3 TABLES_FOLDER

NAMES_SQLITE3  resources/names.sqlite3 of the wheel `arabic_name_romanizer` 0.2.0; only its rows from Wikidata
               (CC0) are read: how often a word of a person's native name stands for a word of the Latin one.
"""

import re
import sqlite3
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

database, tables = sys.argv[1], Path(sys.argv[2])

LEAST_COUNT = 3
FOLD = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه",
                      "ۀ": "ه", "ک": "ك", "ء": None, "ھ": "ه", "ہ": "ه", "ے": "ي", "ـ": None})


def key(word):
    return "".join(c for c in word.translate(FOLD) if not unicodedata.combining(c))


def ascii_letters(latin):
    text = unicodedata.normalize("NFD", latin.lower()).replace("ı", "i").replace("ø", "o").replace("æ", "ae")
    return "".join(c for c in text if "a" <= c <= "z" or c in " -")


def consonants(latin):
    text = re.sub("sh|ch", "S", latin.replace(" ", ""))
    text = re.sub("kh|gh|q|c|x", "k", text)
    text = re.sub("dh|th|z|j", lambda m: {"dh": "d", "th": "t", "z": "z", "j": "j"}[m.group()], text)
    return re.sub(r"(.)\1+", r"\1", re.sub("[aeiouywh' -]", "", text))


# What a letter may become; a spelling that breaks this is another name (Hamza for Ahmad), not a spelling.
SOUNDS = {"ب": "bp", "ت": "t", "ث": "tsz", "ج": "jgcdSyz", "ح": "hk", "خ": "khc", "د": "dt", "ذ": "dzt", "ر": "r", "ز": "zs",
          "س": "sczS", "ش": "Scs", "ص": "scS", "ض": "dz", "ط": "td", "ظ": "zd", "ع": "", "غ": "gkrq", "ف": "fvpb", "ق": "kgqc",
          "ك": "kcg", "ٹ": "t", "ڈ": "d", "ڑ": "r", "ڤ": "vf", "ل": "l", "م": "m", "ن": "nm", "پ": "pb", "چ": "Scjt", "ژ": "zj", "گ": "gk"}
DROPPABLE = set("عحهوياخ")


def agrees(arabic, latin):
    """True if each consonant of the spelling answers one of the word and the reverse, in order."""
    want = [SOUNDS[c] for c in arabic if c in SOUNDS and c not in "عح"]
    # The Persian `v` is a vowel letter in writing.
    have = consonants(latin.replace("v", "w") if "و" in arabic and not set("فڤ") & set(arabic) else latin)
    i = 0
    for k, sounds in enumerate(want):
        if i < len(have) and have[i] in sounds + ("S" if "s" in sounds else ""):
            i += 1
        elif k > 0 and sounds == want[k - 1]:  # doubled
            continue
        else:
            return False
    return i == len(have)


counts = defaultdict(Counter)
# How often a word that begins with the letters of the article is spelt with an article in Latin: Al-Habib, not Lahbib.
with_article = Counter()
with sqlite3.connect(database) as db:
    for arabic, latin, count in db.execute("select arabic_key, latin, sum(count) from units where source = 'wikidata' group by 1, 2"):
        latin = ascii_letters(latin)
        if " " in arabic:
            continue
        word = key(arabic)
        if word.startswith("ال") and len(word) > 4:
            stripped = re.sub(r"^(al|el|ul|ad|an|ar|as|at|az|ash|ach|l)[ -]|^(al|el)(?=..)", "", latin)
            if stripped != latin:
                with_article[word] += count
                word, latin = word[2:], stripped
            elif latin.startswith("l"):
                # The Maghreb writes the article as part of the name.
                with_article[word] += count
                continue
        latin = re.sub("[^a-z]", "", latin)
        if len(word) >= 2 and len(latin) >= 2 and agrees(word, latin):
            counts[word][latin] += count

lines = 0
with open(tables / "arabic_names.tsv", "w", encoding="utf-8") as out:
    out.write("# Made by scripts/tables/arabic.py from Wikidata (CC0) through arabic_name_romanizer 0.2.0. Do not edit by hand.\n")
    out.write("# word as folded in src/name/script/arabic.rs\tits spellings, commonest first\n")
    for word, spellings in sorted(counts.items()):
        total = sum(spellings.values())
        if total < LEAST_COUNT or with_article[word] >= total:
            continue
        ranked = sorted(spellings.items(), key=lambda item: (-item[1], item[0]))
        kept = [ranked[0][0]]
        for latin, count in ranked[1:]:
            if count * 8 >= total and count >= 2 and len(kept) < 3:
                kept.append(latin)
        out.write(f"{word}\t{' '.join(kept)}\n")
        lines += 1
print(lines, "words")
