"""Make tables/japanese_names.tsv: common Japanese surnames and given names in kanji, with their kana.

usage: japanese.py DATASET_FOLDER TABLES_FOLDER   (needs janome 0.5.1)

DATASET_FOLDER  `dataset` of the wheel `japanese_personal_name_dataset` 0.4.0 (MIT)
janome          Apache 2.0, with the IPA dictionary (its own permissive licence): which given names are usual
"""

import csv
import sys
from collections import defaultdict
from pathlib import Path

from janome.tokenizer import Tokenizer

dataset, tables = (Path(p) for p in sys.argv[1:3])
SURNAMES, GIVEN = 1500, 1500
MOST_READINGS = 3

rows = {}
# Surnames and given names that are read so only beside each other: alone, the same signs are as often a Chinese name.
beside = {}
with open(dataset / "last_name_org.csv", encoding="utf-8") as lines:
    for row in csv.reader(lines):
        if len(rows) < SURNAMES and len(row) >= 3:
            rows.setdefault(row[0], row[2])
        elif len(row) >= 3:
            beside.setdefault(row[0], [row[2]])

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

# Given names of one sign have several readings each; by hand, the one that most bearers have.
ONE_SIGN = """
茂 しげる 隆 たかし 誠 まこと 清 きよし 実 みのる 實 みのる 勇 いさむ 進 すすむ 正 ただし 博 ひろし
豊 ゆたか 修 おさむ 稔 みのる 剛 つよし 健 けん 翔 しょう 学 まなぶ 浩 ひろし 洋 ひろし 徹 とおる
昇 のぼる 弘 ひろし 武 たけし 猛 たけし 明 あきら 昭 あきら 章 あきら 晃 あきら 彰 あきら 聡 さとし
智 さとし 聖 さとし 薫 かおる 毅 つよし 守 まもる 衛 まもる 護 まもる 勝 まさる 優 まさる 亨 とおる
透 とおる 治 おさむ 満 みつる 充 みつる 悟 さとる 渉 わたる 亘 わたる 巌 いわお 忍 しのぶ 登 のぼる
肇 はじめ 元 はじめ 仁 ひとし 均 ひとし 等 ひとし 功 いさお 勲 いさお 譲 ゆずる 純 じゅん 潤 じゅん
淳 じゅん 敦 あつし 篤 あつし 厚 あつし 靖 やすし 康 やすし 孝 たかし 崇 たかし 貴 たかし 敬 たかし
尚 ひさし 久 ひさし 宏 ひろし 寛 ひろし 裕 ゆたか 司 つかさ 暁 あきら 旭 あきら 哲 てつ 諭 さとし
聰 さとし 繁 しげる 滋 しげる 樹 いつき 誉 ほまれ 薰 かおる 滿 みつる 努 つとむ 勉 つとむ 務 つとむ
力 ちから 保 たもつ 有 たもつ 傑 すぐる 卓 たく 拓 たく 匠 たくみ 巧 たくみ 大 だい 悠 ゆう
陸 りく 蓮 れん 翼 つばさ 望 のぞみ 瞳 ひとみ 遥 はるか 翠 みどり 緑 みどり 葵 あおい 楓 かえで
恵 めぐみ 愛 あい 舞 まい 幸 ゆき 光 ひかる 輝 ひかる 蛍 ほたる 晋 すすむ 丞 すすむ 惇 あつし
温 あつし 馨 かおる 旬 しゅん 駿 しゅん 俊 しゅん 瞬 しゅん 諒 りょう 亮 りょう 涼 りょう 遼 りょう
良 りょう 徳 とく 秀 しゅう 周 しゅう 圭 けい 慶 けい 恒 ひさし 斉 ひとし 整 ひとし 敏 さとし
賢 けん 研 けん 憲 けん 謙 けん 顕 けん 堅 けん 創 そう 奏 そう 颯 そう 蒼 そう
""".split()
for kanji, kana in zip(ONE_SIGN[::2], ONE_SIGN[1::2]):
    rows.setdefault(kanji, kana)

# Given names that the dictionary has as well: its reading first, then those of the data.
def hiragana(text):
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヴ" else c for c in text)


tokenizer = Tokenizer()
for kanji, kana in spellings.items():
    tokens = list(tokenizer.tokenize(kanji))
    if len(tokens) == 1 and "人名" in tokens[0].part_of_speech:
        usual = [hiragana(tokens[0].reading)] if hiragana(tokens[0].reading) in kana else []
        readings = usual + sorted(kana - set(usual))
        if rows.get(kanji) != readings[0] or len(readings) > 1:
            beside.setdefault(kanji, []).extend(readings[:MOST_READINGS])

with open(tables / "japanese_names.tsv", "w", encoding="utf-8") as out:
    out.write("# Made by scripts/tables/japanese.py from japanese_personal_name_dataset 0.4.0 (MIT), given names that the IPA\n")
    out.write("# dictionary in janome 0.5.1 (Apache 2.0) has too, and given names of one sign by hand.\n")
    out.write("# name in kanji\tin kana, wherever it stands\tin kana, as a surname before a given name or the other way round, |\n")
    written = {}
    for kanji in rows.keys() | beside.keys():
        full = kanji.replace("々", kanji[kanji.find("々") - 1]) if "々" in kanji else kanji
        written.setdefault(full, (rows.get(kanji, ""), "|".join(dict.fromkeys(beside.get(kanji, [])))))
    for kanji, (alone, readings) in sorted(written.items()):
        out.write(f"{kanji}\t{alone}\t{readings}".rstrip("\t") + "\n")
print(len(written))
