//! Latin spellings of Chinese syllables: pinyin, Wade-Giles, Hong Kong, Taiwan and the Straits.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// The syllables of pinyin as typed in ASCII, sorted; `ü` is `u`.
const SYLLABLES: &str = "a ai an ang ao ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu ca cai can cang cao ce cen \
ceng cha chai chan chang chao che chen cheng chi chong chou chu chua chuai chuan chuang chui chun chuo ci cong cou cu cuan cui \
cun cuo da dai dan dang dao de dei deng di dia dian diao die ding diu dong dou du duan dui dun duo e en eng er fa fan fang fei \
fen feng fo fou fu ga gai gan gang gao ge gei gen geng gong gou gu gua guai guan guang gui gun guo ha hai han hang hao he hei hen \
heng hong hou hu hua huai huan huang hui hun huo ji jia jian jiang jiao jie jin jing jiong jiu ju juan jue jun ka kai kan kang \
kao ke ken keng kong kou ku kua kuai kuan kuang kui kun kuo la lai lan lang lao le lei leng li lia lian liang liao lie lin ling \
liu long lou lu luan lue lun luo ma mai man mang mao me mei men meng mi mian miao mie min ming miu mo mou mu na nai nan nang nao \
ne nei nen neng ni nian niang niao nie nin ning niu nong nou nu nuan nue nuo o ou pa pai pan pang pao pei pen peng pi pian piao \
pie pin ping po pou pu qi qia qian qiang qiao qie qin qing qiong qiu qu quan que qun ran rang rao re ren reng ri rong rou ru rua \
ruan rui run ruo sa sai san sang sao se sen seng sha shai shan shang shao she shei shen sheng shi shou shu shua shuai shuan shuang \
shui shun shuo si song sou su suan sui sun suo ta tai tan tang tao te teng ti tian tiao tie ting tong tou tu tuan tui tun tuo wa \
wai wan wang wei wen weng wo wu xi xia xian xiang xiao xie xin xing xiong xiu xu xuan xue xun ya yan yang yao ye yi yin ying yo \
yong you yu yuan yue yun za zai zan zang zao ze zei zen zeng zha zhai zhan zhang zhao zhe zhen zheng zhi zhong zhou zhu zhua zhuai \
zhuan zhuang zhui zhun zhuo zi zong zou zu zuan zui zun zuo";

/// Other ways to type the syllables with `ü`.
const UMLAUT: [(&str, &str); 8] = [
    ("lv", "lu"),
    ("lyu", "lu"),
    ("nv", "nu"),
    ("nyu", "nu"),
    ("lve", "lue"),
    ("lyue", "lue"),
    ("nve", "nue"),
    ("nyue", "nue"),
];

/// Family names as Hokkien, Teochew, Hakka and Taiwan Mandarin speakers spell them; facts of usage, not of rule.
const OVERSEAS: &str = "tan chen|tjan chen|lim lin|liem lin|ong wang|heng wang|goh wu|gouw wu|teo zhang|teoh zhang|tio zhang|tiong zhang|ng huang|\
oei huang|ooi huang|wee huang|chua cai|chuah cai|tay zheng|tee zheng|koh xu gao|kho xu|sim shen|low liu luo|yap ye|chia xie|cheah xie|\
khoo qiu|khaw xu|koo gu|quek guo|kuek guo|kwek guo|ang hong|toh du zhuo|foo fu hu|lau liu|loh luo|yeo yang|yeoh yang|nio liang|neo liang|\
poh fu bao|seah xie|sia xie|soh su|soo su|tham tan|thia cheng|tng tang zhuang|thng tang|wan yin wen|chin chen qin jin|chong zhang zhuang|\
fong fang kuang|hew qiu|hoo hu|kang jiang|keh guo|lai lai li|leow liao|liew liu|lee li|loke lu luo|lu lu|mah ma|mok mo|moy mei|phua pan|pua pan|\
pang peng|png fang|siew xiao|siow xiao|siu xiao shao|thong tang|tong tang dong|tsai cai|tsao cao|tseng zeng|tung dong|woo hu wu|yong yang|\
yeh ye|yu yu you|yen yan|chao zhao|chiang jiang|chien jian qian|chou zhou|chu zhu chu|chung zhong|hsia xia|hsieh xie|hsiung xiong|hung hong|\
kao gao|ko ke|kung gong|kuo guo|lo luo|lyu lu|pai bai|pan pan|peng peng|shih shi|sung song|szu si|tai dai|teng deng|ting ding|tu du|tzu zi|\
chiou qiu|jou zhou|jang zhang|jeng zheng|shyu xu|shiu xu|shiau xiao|sheu xu|shieh xie|hwang huang|hwa hua|tsou zou|uang wang|yuen yuan ruan";

struct Table {
    /// From any spelling to the canonical syllables, likeliest first.
    spellings: FxHashMap<String, SmallVec<[&'static str; 4]>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let syllables: Vec<&'static str> = SYLLABLES.split_ascii_whitespace().collect();
    let mut spellings: FxHashMap<String, SmallVec<[&'static str; 4]>> = FxHashMap::default();
    let mut add = |spelling: &str, syllable: &'static str| {
        let list = spellings.entry(spelling.to_owned()).or_default();
        if !list.contains(&syllable) {
            list.push(syllable);
        }
    };
    for &syllable in &syllables {
        add(syllable, syllable);
    }
    for (spelling, syllable) in UMLAUT {
        add(spelling, syllable);
    }
    for &syllable in &syllables {
        for spelling in wade_giles(syllable) {
            add(&spelling, syllable);
            // Outside of libraries the apostrophe is left out: `ch'ang` and `chang` become one.
            add(&spelling.replace('\'', ""), syllable);
        }
    }
    let canonical = |text: &str| syllables.binary_search(&text).ok().map(|at| syllables[at]);
    for entry in OVERSEAS.split('|') {
        let mut words = entry.split(' ');
        if let Some(spelling) = words.next() {
            words.filter_map(canonical).for_each(|syllable| add(spelling, syllable));
        }
    }
    let table: &'static str = include_str!("../../../tables/cantonese.tsv");
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        if let Some((spelling, targets)) = line.split_once('\t') {
            targets.split(' ').filter_map(canonical).for_each(|syllable| add(spelling, syllable));
        }
    }
    Table { spellings }
});

/// The pinyin syllables that a Latin syllable may stand for, likeliest first: itself if it is pinyin, then what it
/// is in Wade-Giles (with or without the apostrophe), overseas and Hong Kong spelling. Lower case is expected.
pub(crate) fn pinyin_syllable(spelling: &str) -> &'static [&'static str] {
    let table: &'static Table = &TABLE;
    let found = table.spellings.get(spelling).or_else(|| {
        if spelling.bytes().all(|b| b.is_ascii_alphabetic()) {
            return None;
        }
        // Typographic apostrophes, and the umlaut where it is kept.
        let plain: String = spelling
            .chars()
            .map(|c| match c {
                '’' | '‘' | 'ʻ' | 'ʼ' | '`' => '\'',
                'ü' => 'u',
                'ê' => 'e',
                'ŭ' => 'u',
                _ => c,
            })
            .collect();
        table.spellings.get(plain.as_str())
    });
    found.map_or(&[], |list| list.as_slice())
}

/// Longer words are no names, and the work grows with the length.
const LONGEST: usize = 48;
const LONGEST_SYLLABLE: usize = 6;

/// Whether a word is a syllable as only Wade-Giles and Taiwan spell it (`Hsing`, `Tzu`, `Chien`, `Kuei`): no Korean one looks so.
pub(crate) fn is_wade_giles(syllable: &str) -> bool {
    const BEGINNINGS: [&str; 6] = ["hs", "ts", "tz", "sz", "ss", "chia"];
    const ENDINGS: [&str; 5] = ["ih", "eh", "yh", "ien", "uei"];
    let is_marked = BEGINNINGS.iter().any(|beginning| syllable.starts_with(beginning))
        || ENDINGS.iter().any(|ending| syllable.ends_with(ending));
    is_marked && !pinyin_syllable(syllable).is_empty()
}

/// A Latin word as pinyin syllables run together; `None` if it is no such word.
///
/// Of several ways the one with the fewest syllables that begin with a vowel is taken, as the rules of pinyin
/// demand an apostrophe before those (`xinan` is `xi nan`), then the one with the fewest syllables. An apostrophe
/// always parts.
pub(crate) fn split_pinyin(word: &str) -> Option<SmallVec<[&'static str; 4]>> {
    if word.is_empty() || word.len() > LONGEST {
        return None;
    }
    let mut all = SmallVec::new();
    for part in word.split(['\'', '’']) {
        all.extend(split_part(part)?);
    }
    Some(all)
}

fn split_part(part: &str) -> Option<SmallVec<[&'static str; 4]>> {
    if part.is_empty() || !part.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    // best[i]: the cheapest way to spell the first i letters: its cost, and its last syllable with that one's length.
    let mut best = [None::<(u32, &'static str, usize)>; LONGEST + 1];
    best[0] = Some((0, "", 0));
    for end in 1..=part.len() {
        for length in 1..=end.min(LONGEST_SYLLABLE) {
            let start = end - length;
            let Some((cost, ..)) = best[start] else { continue };
            let text = &part[start..end];
            let Some(syllable) = canonical(text) else { continue };
            let vowel = start > 0 && text.starts_with(['a', 'e', 'o']);
            let cost = cost + 1 + if vowel { 100 } else { 0 };
            if best[end].is_none_or(|(other, ..)| cost < other) {
                best[end] = Some((cost, syllable, length));
            }
        }
        // No syllable reaches over what none of them can spell.
        if best[end.saturating_sub(LONGEST_SYLLABLE - 1)..=end].iter().all(Option::is_none) {
            return None;
        }
    }
    let mut out = SmallVec::new();
    let mut at = part.len();
    while at > 0 {
        let (_, syllable, length) = best[at]?;
        out.push(syllable);
        at -= length;
    }
    out.reverse();
    Some(out)
}

fn canonical(text: &str) -> Option<&'static str> {
    CANONICAL.get(&packed(text)).copied()
}

/// The syllables as typed, to themselves without the umlaut.
static CANONICAL: LazyLock<FxHashMap<u64, &'static str>> = LazyLock::new(|| {
    let plain = SYLLABLES.split_ascii_whitespace().map(|syllable| (syllable, syllable));
    plain.chain(UMLAUT).map(|(spelling, syllable)| (packed(spelling), syllable)).collect()
});

/// Up to eight letters in one number.
fn packed(letters: &str) -> u64 {
    letters.bytes().fold(0, |packed, letter| packed << 8 | u64::from(letter))
}

/// The Wade-Giles spellings of a pinyin syllable, with apostrophes.
fn wade_giles(syllable: &str) -> SmallVec<[String; 2]> {
    let mut out = SmallVec::new();
    let (initial, rest) = split_initial(syllable);
    // The buzzing vowels.
    match syllable {
        "zi" => return ["tzu", "tze", "tz"].iter().map(|s| (*s).to_owned()).collect(),
        "ci" => return ["tz'u", "tz'e", "tsu"].iter().map(|s| (*s).to_owned()).collect(),
        "si" => return ["ssu", "szu", "sze", "ssi"].iter().map(|s| (*s).to_owned()).collect(),
        "zhi" => return ["chih"].iter().map(|s| (*s).to_owned()).collect(),
        "chi" => return ["ch'ih"].iter().map(|s| (*s).to_owned()).collect(),
        "shi" => return ["shih"].iter().map(|s| (*s).to_owned()).collect(),
        "ri" => return ["jih"].iter().map(|s| (*s).to_owned()).collect(),
        "er" => return ["erh"].iter().map(|s| (*s).to_owned()).collect(),
        "e" => return ["o", "eh"].iter().map(|s| (*s).to_owned()).collect(),
        "yi" => return ["i"].iter().map(|s| (*s).to_owned()).collect(),
        "you" => return ["yu"].iter().map(|s| (*s).to_owned()).collect(),
        "ye" => return ["yeh"].iter().map(|s| (*s).to_owned()).collect(),
        "yue" => return ["yueh"].iter().map(|s| (*s).to_owned()).collect(),
        "yan" => return ["yen"].iter().map(|s| (*s).to_owned()).collect(),
        "yong" => return ["yung"].iter().map(|s| (*s).to_owned()).collect(),
        _ => {}
    }
    let consonant = match initial {
        "b" => "p",
        "p" => "p'",
        "d" => "t",
        "t" => "t'",
        "g" => "k",
        "k" => "k'",
        "j" | "zh" => "ch",
        "q" | "ch" => "ch'",
        "x" => "hs",
        "z" => "ts",
        "c" => "ts'",
        "r" => "j",
        other => other,
    };
    let palatal = matches!(initial, "j" | "q" | "x");
    let vowel = match rest {
        "ian" => "ien",
        "ie" => "ieh",
        "ue" => "ueh",
        "iong" => "iung",
        "ong" => "ung",
        "uo" if matches!(initial, "g" | "k" | "h" | "sh") => "uo",
        "uo" => "o",
        "ui" if matches!(initial, "g" | "k") => "uei",
        "e" if matches!(initial, "g" | "k" | "h") => "o",
        "uan" if palatal => "uan",
        "i" if initial.is_empty() => "i",
        other => other,
    };
    out.push(format!("{consonant}{vowel}"));
    if rest == "uan" && palatal {
        out.push(format!("{consonant}uen"));
    }
    out
}

fn split_initial(syllable: &str) -> (&str, &str) {
    let length = if syllable.starts_with("zh") || syllable.starts_with("ch") || syllable.starts_with("sh") {
        2
    } else {
        usize::from(!syllable.starts_with(['a', 'e', 'o', 'y', 'w']))
    };
    syllable.split_at(length)
}
