"""Make tables/cantonese.tsv: Hong Kong spellings of Cantonese syllables and the pinyin of the characters behind them.

usage: cantonese.py TOJYUTPING_FOLDER TABLES_FOLDER

TOJYUTPING_FOLDER  the unpacked wheel `ToJyutping` 3.2.0 (BSD-2-Clause); pinyin is taken from tables/han_readings.tsv

Only characters that names use take part: with all of them every syllable would stand for a dozen others.
"""

import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, sys.argv[1])
import ToJyutping  # noqa: E402

tables = Path(sys.argv[2])

SURNAMES = (
    "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛"
    "邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文欧区麦霍关莫伍翁甘温简骆冼卓游詹施洪岑柯凌符阮利古招邝司徒鲍单庄颜倪严牛齐伦成包宁车辛管祝左祁毕舒"
)
GIVEN = (
    "明华国文志伟强军平东海建永德成光辉杰俊峰龙飞鹏宇浩然天宏家豪嘉欣子轩泽润超越勇刚毅坚仁义礼智信诚忠孝廉正义安康宁福禄寿喜庆祥瑞吉丽美玲珍珠英雄秀芳兰梅菊荷莲花月星"
    "云雪霞红玉金银铁山水河江波涛清洁静雅慧敏惠芬芝燕凤鸣鹤翔麟生发达昌盛兴旺荣贵富财宝才学书文章诗礼乐琴琪瑶琳珊珏卫业承启振兆绍祖宗佑祐耀炳煌焕照景春夏秋冬晓晨旭阳"
    "日良善慈和顺友朋思念怡悦乐颖莹婉淑贞娟娜婷妍姿咏诗颂恩惠泉源溪森林树松柏竹桂棠榕彬斌武威震雷霆彪虎豹骏驹威权世界中汉民族新立力行健凯旋胜利达通道远志向望希哲贤圣俊彦"
    "贤伦鸿宾展程万千百亿兆庭廷铭镇钊钧锋锐鑫淼焱垚琛瑜瑾璋宝珠启迪恒久长锦绣绮绫纶经纬绪维继纯基培均坤乾亮元允充先克全公其典冠凝凯利劲勤化卓博卿厚叔君周和品哲善喜嘉"
    "图圆坚城大奇妙如始威娇婵媛嫦孟季学宁守宜宣容寅富寿尚尧尉居岳川帆师帝帜康延弘弼彤影循徽心必志忆念怀恬恺悦情惟意慕慎慰懿成戴才扬抒捷探揆敏文斯新方施昊昕昭晋晏景晴"
    "智暄曙曜朗望本杏杜来杨柔栋株栩格桐梁梓棋楚楷榆樱欢歆正步殷毓民永汝池沁沅沛沐沙泓洋洛津洲流浚浦淇淑清湘湛源溢滔滢漪潇潮澄澜灵灿炎炜烈然煊煜熙燊牧特献玄玫珂"
)
# What offices and families made of some syllables against the rule.
USUAL = {"邱": ["yau"], "谢": ["tse"], "徐": ["tsui"], "许": ["hui"], "余": ["yu"], "区": ["au"], "欧": ["au"], "尹": ["wan"],
         "冯": ["fung"], "周": ["chow"], "赵": ["chiu"], "司": ["sze"], "苏": ["so"], "施": ["sze"], "史": ["sze"], "车": ["che"],
         "子": ["tsz", "tze"], "志": ["chi"], "之": ["chi"], "诗": ["sze"], "思": ["sze"], "士": ["sze"], "夏": ["ha"], "阮": ["yuen"]}

INITIAL = {"b": "p", "p": "p", "m": "m", "f": "f", "d": "t", "t": "t", "n": "n", "l": "l", "g": "k", "k": "k", "ng": "ng|",
           "h": "h", "gw": "kw", "kw": "kw", "w": "w", "z": "ch|ts", "c": "ch|ts", "s": "s", "j": "y", "": ""}
FINAL = {"aa": "a|ah", "aai": "ai", "aau": "au", "aam": "am", "aan": "an", "aang": "ang", "aap": "ap", "aat": "at", "aak": "ak",
         "ai": "ai", "au": "au|ow", "am": "am|um", "an": "an|un", "ang": "ang", "ap": "ap|up", "at": "at", "ak": "ak",
         "e": "e|eh", "ei": "ei|i|ee|ay", "eng": "eng|ing", "ek": "ek", "i": "i|ee", "iu": "iu", "im": "im", "in": "in",
         "ing": "ing", "ip": "ip", "it": "it", "ik": "ik", "o": "o|or", "oi": "oi|oy", "ou": "o|ou|oo", "on": "on", "ong": "ong",
         "ok": "ok", "ot": "ot", "oeng": "eung", "oek": "euk", "eoi": "ui", "eon": "un", "eot": "ut", "u": "u|oo", "ui": "ui",
         "un": "un|oon", "ung": "ung", "uk": "uk", "ut": "ut", "yu": "yu|u|ue", "yun": "uen|un", "yut": "uet|ut", "m": "m|ng", "ng": "ng",
         "oe": "eu", "et": "et"}


def spellings(jyutping):
    match = re.fullmatch(r"(gw|kw|ng|[bpmfdtnlgkhwzcsj])?([a-z]+)\d", jyutping)
    if jyutping[:-1] in ("m", "ng"):
        return ["ng"]
    initial, final = match.group(1) or "", match.group(2)
    out = []
    for i in INITIAL[initial].split("|"):
        for f in FINAL.get(final, "").split("|"):
            text = i + f
            text = re.sub("^yyu", "yu", text)
            if f and not (i == "ts" and f.startswith(("eu", "ie"))):
                out.append(text)
    if initial == "j" and final.startswith("i"):
        out += [final.replace("i", "yi", 1)]
    return list(dict.fromkeys(out))


pinyin = {}
for line in (tables / "han_readings.tsv").read_text("utf-8").splitlines():
    if not line.startswith("#"):
        syllable, usual, _ = line.split("\t")
        for char in usual:
            pinyin.setdefault(char, syllable.replace("v", "u"))

score = defaultdict(Counter)
characters = Counter(GIVEN)
for char in SURNAMES:
    characters[char] += 6
for char, weight in characters.items():
    if char not in pinyin:
        continue
    heard = ToJyutping.get_jyutping_list(char)[0][1]
    if not heard:
        continue
    first = heard.split()[0]
    for rank, text in enumerate(USUAL.get(char, []) + spellings(first)):
        score[text][pinyin[char]] += weight

with open(tables / "cantonese.tsv", "w", encoding="utf-8") as out:
    out.write("# Made by scripts/tables/cantonese.py from ToJyutping 3.2.0 (BSD-2-Clause). Do not edit by hand.\n")
    out.write("# Hong Kong spelling\tpinyin of the characters of names so spelt, commonest first\n")
    for text, syllables in sorted(score.items()):
        ranked = sorted(syllables.items(), key=lambda item: (-item[1], item[0]))[:6]
        out.write(f"{text}\t{' '.join(s for s, _ in ranked)}\n")
print(len(score), "spellings")
