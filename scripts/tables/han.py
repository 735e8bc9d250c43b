"""Make tables/han_readings.tsv, han_phrases.tsv and han_variants.tsv.

usage: han.py PYPINYIN_FOLDER OPENCC_FOLDER TABLES_FOLDER

PYPINYIN_FOLDER  the unpacked wheel `pypinyin` 0.55.0 (MIT): pinyin_dict.json, phrases_dict.json
OPENCC_FOLDER    the unpacked wheel `opencc_python_reimplemented` 0.1.7 (Apache-2.0): dictionary/*.txt

Readings are kept without tone. A second reading of a character is kept only when phrases use it, since a
dictionary lists readings of a thousand years and each spurious one makes unlike names alike.
"""

import json
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

pypinyin, opencc, tables = (Path(p) for p in sys.argv[1:4])

# The commonest reading in names of people, places and companies where it is not the dictionary's first.
USUAL_IN_NAMES = {
    "长": "chang", "厦": "xia", "都": "du", "曾": "zeng", "沈": "shen", "石": "shi", "柏": "bai", "晟": "sheng",
    "俊": "jun", "贾": "jia", "车": "che", "会": "hui", "朝": "chao", "盛": "sheng", "藏": "zang", "行": "xing",
    "重": "zhong", "乐": "le", "大": "da", "石": "shi", "地": "di", "得": "de", "和": "he", "佛": "fo", "尔": "er",
    "什": "shi", "叶": "ye", "葛": "ge", "纪": "ji", "任": "ren", "宁": "ning", "华": "hua", "戴": "dai",
    "万": "wan", "洪": "hong", "余": "yu", "于": "yu", "薄": "bo", "泊": "bo", "翟": "zhai", "覃": "qin",
    "仇": "qiu", "隗": "wei", "缪": "miao", "冼": "xian", "逄": "pang", "亓": "qi", "郗": "xi", "邢": "xing",
    "虹": "hong", "浚": "jun", "蔚": "wei", "莘": "xin", "茜": "qian", "炔": "que", "吁": "yu", "率": "lv",
    "拓": "tuo", "调": "tiao", "参": "can", "校": "xiao", "传": "chuan", "创": "chuang", "解": "xie", "查": "cha",
    "瑾": "jin", "珺": "jun", "玥": "yue", "露": "lu", "塔": "ta", "卡": "ka", "夏": "xia", "若": "ruo", "尹": "yin",
    "瞿": "qu", "郝": "hao", "阚": "kan", "说": "shuo", "没": "mei", "还": "huan", "给": "gei", "伽": "jia",
    "伯": "bo", "哈": "ha", "阿": "a", "番": "fan", "圳": "zhen", "涌": "yong", "埔": "pu", "埠": "bu", "堡": "bao",
    "济": "ji", "庄": "zhuang", "杉": "shan", "杨": "yang", "合": "he", "红": "hong", "信": "xin", "台": "tai",
    "汤": "tang", "艾": "ai", "谷": "gu", "洗": "xi", "粘": "nian", "冯": "feng", "龟": "gui", "区": "qu",
    "尉": "wei", "种": "zhong", "秘": "mi", "盖": "gai", "召": "zhao", "折": "zhe", "员": "yuan", "黑": "hei",
    "相": "xiang", "强": "qiang", "省": "sheng", "见": "jian", "兴": "xing", "化": "hua", "应": "ying", "正": "zheng",
    "鉴": "jian", "卜": "bu", "巷": "xiang", "提": "ti", "娜": "na", "伊": "yi", "南": "nan", "丁": "ding",
    "卓": "zhuo", "茹": "ru", "隽": "juan", "晁": "chao", "缅": "mian", "亚": "ya", "邪": "xie", "耶": "ye",
}

# Readings as a surname or in a place name, which few phrases of the dictionary show.
ALSO_IN_NAMES = {
    "单": "shan", "仇": "chou", "解": "jie", "区": "ou", "查": "zha", "曾": "ceng", "尉": "yu", "朴": "piao", "盖": "ge",
    "缪": "mou", "乐": "yue", "翟": "di", "覃": "tan", "员": "yun", "种": "chong", "秘": "bi", "召": "shao", "句": "gou",
    "重": "chong", "长": "zhang", "厦": "sha", "藏": "cang", "行": "hang", "都": "dou", "晟": "cheng", "盛": "cheng",
    "任": "ren", "洗": "xian", "冼": "xi", "繁": "po", "那": "na", "折": "she", "黑": "he", "台": "tai", "六": "lu",
    "泊": "po", "番": "pan", "埔": "bu", "堡": "pu", "蚌": "beng", "丽": "li", "柏": "bo", "叶": "xie", "贾": "gu",
    "朝": "zhao", "郝": "hao", "大": "dai", "车": "ju", "石": "dan", "虹": "hong", "莘": "shen", "茜": "xi",
    "隽": "jun", "炅": "gui", "晖": "hui", "祭": "zhai", "宓": "mi", "逯": "lu", "牟": "mou", "俞": "yu", "幺": "yao",
    "涌": "chong", "曲": "qu", "合": "ge", "余": "xu", "洋": "yang", "佴": "nai", "谌": "shen", "谯": "qiao",
}

PHRASES = """
重庆 chong qing|银行 yin hang|商行 shang hang|洋行 yang hang|车行 che hang|行业 hang ye|央行 yang hang|投行 tou hang
分行 fen hang|支行 zhi hang|总行 zong hang|农行 nong hang|工行 gong hang|建行 jian hang|中行 zhong hang|同行 tong hang
音乐 yin yue|乐器 yue qi|乐团 yue tuan|乐队 yue dui|声乐 sheng yue|民乐 min yue|国乐 guo yue|乐清 yue qing|乐亭 lao ting
大厦 da sha|厦门 xia men|六安 lu an|六合 lu he|蚌埠 beng bu|台州 tai zhou|东阿 dong e|番禺 pan yu|吐鲁番 tu lu fan
西藏 xi zang|青藏 qing zang|收藏 shou cang|珍藏 zhen cang|冷藏 leng cang|储藏 chu cang|重新 chong xin|重组 chong zu
重建 chong jian|重阳 chong yang|会计 kuai ji|董事长 dong shi zhang|部长 bu zhang|市长 shi zhang|省长 sheng zhang
校长 xiao zhang|院长 yuan zhang|局长 ju zhang|成长 cheng zhang|生长 sheng zhang|家长 jia zhang|长孙 zhang sun
长子 zhang zi|首长 shou zhang|尉迟 yu chi|尉犁 yu li|单于 chan yu|单县 shan xian|万俟 mo qi|莘县 shen xian
莘庄 xin zhuang|大埔 da bu|丽水 li shui|浚县 xun xian|犍为 qian wei|荥经 ying jing|荥阳 xing yang|铅山 yan shan
秘鲁 bi lu|龟兹 qiu ci|高句丽 gao gou li|繁峙 fan shi|涡阳 guo yang|歙县 she xian|枞阳 zong yang|珲春 hun chun
什邡 shi fang|澹台 tan tai|宿迁 su qian|宿州 su zhou|调度 diao du|调查 diao cha|参差 cen ci|人参 ren shen|海参 hai shen
创伤 chuang shang|自行车 zi xing che|车间 che jian|中华 zhong hua|校准 jiao zhun|校验 jiao yan|传记 zhuan ji
曾经 ceng jing|大夫 dai fu|都是 dou shi|率领 shuai ling|效率 xiao lv|概率 gai lv|功率 gong lv|频率 pin lv|角色 jue se
拓片 ta pian|拓扑 tuo pu|检查 jian cha|地铁 di tie|当铺 dang pu|堡子 bu zi|十里堡 shi li pu|水泊 shui po|血液 xue ye
银行业 yin hang ye|给水 ji shui|供给 gong ji|自给 zi ji|干燥 gan zao|朝霞 zhao xia|朝鲜 chao xian|朝阳 chao yang
长大 zhang da|增长 zeng zhang|行长 hang zhang|会长 hui zhang|船长 chuan zhang|处长 chu zhang|科长 ke zhang|团长 tuan zhang
三重 san chong|重叠 chong die|双重 shuang chong|多重 duo chong|重庆市 chong qing shi|柏林 bo lin|伯尔尼 bo er ni
卡车 ka che|关卡 guan qia|大连 da lian|典藏 dian cang|任丘 ren qiu|任县 ren xian|吉林 ji lin|阿房 e pang|阿胶 e jiao
叶公 ye gong|仆人 pu ren|瓦房店 wa fang dian|洪洞 hong tong|便宜 pian yi|石家庄 shi jia zhuang|大都 da du|首都 shou du
成都 cheng du|都市 du shi|解放 jie fang|解决 jie jue|理解 li jie|分解 fen jie|电解 dian jie|溶解 rong jie|了解 liao jie
还原 huan yuan|相机 xiang ji|照相 zhao xiang|应用 ying yong|供应 gong ying|反应 fan ying|应急 ying ji|响应 xiang ying
朴实 pu shi|质朴 zhi pu|盖州 gai zhou|石景山 shi jing shan|红磡 hong kan|东莞 dong guan|莞城 guan cheng|深圳 shen zhen
"""


def plain(syllable):
    text = unicodedata.normalize("NFD", syllable.lower())
    text = text.replace("u\u0308", "v").replace("e\u0302", "e")
    return "".join(c for c in text if "a" <= c <= "z")


def distinct(items):
    return [x for x in dict.fromkeys(items) if x]


readings = {
    chr(int(code)): distinct(plain(s) for s in spelled.split(","))
    for code, spelled in json.loads((pypinyin / "pinyin_dict.json").read_text("utf-8")).items()
}

used = defaultdict(Counter)
phrases = {}
for phrase, syllables in json.loads((pypinyin / "phrases_dict.json").read_text("utf-8")).items():
    spelled = [plain(options[0]) for options in syllables]
    if len(spelled) != len(phrase):
        continue
    phrases[phrase] = spelled
    for char, syllable in zip(phrase, spelled):
        used[char][syllable] += 1

# `n`, `ng`, `hm` and the like are interjections; `er` is also written `r` at the end of a word.
syllables = {s for c, rs in readings.items() for s in rs}
odd = {s for s in syllables if not any(v in s for v in "aeiouv")} | {"eh", "ei", "r", "yo", "o", "lo", "den", "biang"}
odd.discard("o")

kept = {}
for char, options in readings.items():
    # Beyond the basic plane and Extension A there are no characters that names of today use, bar a few elements.
    if not ("\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or char == "〇"):
        continue
    options = [o for o in options if o not in odd]
    if not options:
        continue
    total = sum(used[char].values())
    first = USUAL_IN_NAMES.get(char, options[0])
    others = [o for o in options if o != first and used[char][o] >= 3 and used[char][o] * 12 >= total]
    others.sort(key=lambda o: -used[char][o])
    kept[char] = distinct([first] + ([ALSO_IN_NAMES[char]] if char in ALSO_IN_NAMES else []) + others)[:3]

by_syllable = defaultdict(lambda: ([], []))
for char, options in sorted(kept.items()):
    by_syllable[options[0]][0].append(char)
    for other in options[1:]:
        by_syllable[other][1].append(char)

header = "# Made by scripts/tables/han.py from pypinyin 0.55.0 (MIT). Do not edit by hand.\n"
with open(tables / "han_readings.tsv", "w", encoding="utf-8") as out:
    out.write(header + "# syllable\tcharacters usually read so\tcharacters also read so\n")
    for syllable, (usual, also) in sorted(by_syllable.items()):
        out.write(f"{syllable}\t{''.join(usual)}\t{''.join(also)}\n")

own = {}
for item in PHRASES.replace("\n", "|").split("|"):
    if item.strip():
        phrase, *spelled = item.split()
        assert len(phrase) == len(spelled), item
        own[phrase] = spelled
chosen = dict(own)
for phrase, spelled in phrases.items():
    if len(phrase) not in (2, 3) or phrase in own or not all(c in kept for c in phrase):
        continue
    differs = [i for i, c in enumerate(phrase) if spelled[i] != kept[c][0]]
    # Only readings that names can have: one of the kept ones. Longer phrases are mostly sayings.
    if differs and all(spelled[i] in kept[phrase[i]] for i in differs) and len(phrase) == 2:
        chosen[phrase] = spelled
with open(tables / "han_phrases.tsv", "w", encoding="utf-8") as out:
    out.write(header + "# phrase in which a character is not read as usual\tits syllables\n")
    for phrase, spelled in sorted(chosen.items()):
        out.write(f"{phrase}\t{' '.join(spelled)}\n")


def pairs(name):
    for line in (opencc / "dictionary" / name).read_text("utf-8").splitlines():
        if "\t" in line:
            source, targets = line.split("\t")
            yield source, targets.split()


simplified = {}
for source, targets in pairs("TSCharacters.txt"):
    if source not in targets[:1] and len(source) == 1 and len(targets[0]) == 1:
        simplified[source] = targets[0]
# A given name Qian is written so on both sides of the strait; `gan`, the other reading, is rare in names.
for source in ("乾", "於"):
    simplified.pop(source, None)
for name in ("JPVariants.txt", "TWVariants.txt", "HKVariants.txt"):
    for source, targets in pairs(name):
        for target in targets:
            base = simplified.get(source, source)
            if target != base and len(target) == 1 and target not in simplified and target not in simplified.values():
                if name == "JPVariants.txt" or kept.get(target, [0])[0] == kept.get(base, [1])[0]:
                    simplified[target] = base
# Shared Japanese forms that are also Chinese characters of their own keep their own identity.
for shared in "芸弁余予欠糸缶豊":
    simplified.pop(shared, None)
by_target = defaultdict(list)
for source, target in sorted(simplified.items()):
    if ord(source) > 0xFFFF or ord(target) > 0xFFFF:
        continue
    by_target[target].append(source)
with open(tables / "han_variants.tsv", "w", encoding="utf-8") as out:
    out.write("# Made by scripts/tables/han.py from OpenCC dictionaries (opencc_python_reimplemented 0.1.7, Apache-2.0).\n")
    out.write("# simplified character\ttraditional and Japanese forms of it\n")
    for target, sources in sorted(by_target.items()):
        out.write(f"{target}\t{''.join(sources)}\n")
print(len(kept), "characters;", sum(len(v) > 1 for v in kept.values()), "heteronyms;", len(chosen), "phrases;", len(simplified), "variants")
print("syllables", len(by_syllable))
