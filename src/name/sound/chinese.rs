//! Chinese names in pinyin, Wade-Giles (apostrophes and hyphens lost), and the spellings of Hong Kong and Taiwan.
//!
//! A token is split into syllables, as few as possible. Without its apostrophes Wade-Giles writes several syllables
//! alike (`chu` is zhu, chu, ju or qu), so the key is made of classes: two syllables are of one class when some spelling
//! can stand for both. [`similarity`] then tells what the classes merge, from the syllables only one system writes.

// One arm for each rule of spelling, whether or not two rules have the same outcome.
#![allow(clippy::match_same_arms)]

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::name::letters_in;

/// Finals of pinyin by initial; v is ü.
const PINYIN: [(&str, &str); 22] = [
    (
        "",
        "a ai an ang ao e ei en er o ou yi ya yan yang yao ye yin ying yong you yu yuan yue yun wa wai wan wang wei wen weng wo wu",
    ),
    ("b", "a ai an ang ao ei en eng i ian iao ie in ing o u"),
    ("p", "a ai an ang ao ei en eng i ian iao ie in ing o ou u"),
    ("m", "a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u"),
    ("f", "a an ang ei en eng o ou u"),
    ("d", "a ai an ang ao e ei eng i ia ian iao ie ing iu ong ou u uan ui un uo"),
    ("t", "a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo"),
    ("n", "a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan uo v ve"),
    ("l", "a ai an ang ao e ei eng i ia ian iang iao ie in ing iu ong ou u uan un uo v ve"),
    ("g", "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo"),
    ("k", "a ai an ang ao e en eng ong ou u ua uai uan uang ui un uo"),
    ("h", "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo"),
    ("j", "i ia ian iang iao ie in ing iong iu u uan ue un"),
    ("q", "i ia ian iang iao ie in ing iong iu u uan ue un"),
    ("x", "i ia ian iang iao ie in ing iong iu u uan ue un"),
    ("zh", "a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo"),
    ("ch", "a ai an ang ao e en eng i ong ou u uai uan uang ui un uo"),
    ("sh", "a ai an ang ao e en eng i ou u ua uai uan uang ui un uo"),
    ("r", "an ang ao e en eng i ong ou u uan ui un uo"),
    ("z", "a ai an ang ao e ei en eng i ong ou u uan ui un uo"),
    ("c", "a ai an ang ao e en eng i ong ou u uan ui un uo"),
    ("s", "a ai an ang ao e en eng i ong ou u uan ui un uo"),
];

/// Spellings of the old post office and of personal habit, read as pinyin or Wade-Giles would be.
const HABITS: &str = "lee li|chow zhou|soong song|woo wu|foo fu|kwang guang|kwan guan|kwei gui|hwa hua|hwang huang\
    |hwai huai|yeh ye|lv lv|lyu lv|nv nv|peking beijing|sze si|tze zi|tse zi|tzu zi ci|tsu zi zu cu|ssu si|szu si\
    |shyu xu|shiu xiu|shin xin|shiao xiao|shiang xiang|jyun jun|wen wen|jeng zheng|jang zhang|jou zhou";

/// Cantonese spellings and the Mandarin of the same characters, the commonest first.
const CANTONESE: &str = "chan chen|wong huang wang|cheung zhang|leung liang|lam lin|ng wu|ho he|tsang zeng|kwok guo\
    |yeung yang|chiu zhao|tam tan|hui xu|kwan guan|lau liu|cheng zheng|tang deng|yip ye|choi cai|chow zhou|poon pan\
    |fung feng|tse xie|so su|mak mai|law luo|lo luo lu|lok luo|au ou|kong jiang|yuen yuan ruan|pang peng|siu xiao shao\
    |szeto situ|mok mo|ip ye|tong tang|kwong kuang guang|yiu yao|fok huo|ko gao|kam jin gan|chung zhong|yung rong\
    |shum cen|chui xu cui|ngai wei|wai wei hui|ming ming|kit jie|man wen|chi zhi|kin jian|hung hong xiong|keung qiang\
    |wing yong|yuk yu|ling ling|mei mei|shing cheng|sing cheng xing|kei qi|tak de|tat da|hing xing qing|yan ren yin\
    |ying ying|kai jia qi|sheung shang|chun zhen jun|tsui cui xu|lung long|hon han|yin yan|sun xin chen|lai li\
    |fai hui|kuen quan|fong fang|yee yi|kwai gui|pui pei|hoi hai kai|ting ting ding|lun lun|cho zuo cao|kan jian";

struct Syllable {
    /// The pinyin syllable of this very spelling.
    pinyin: Option<u16>,
    /// What Wade-Giles or habit means by it.
    other: SmallVec<[u16; 5]>,
    cantonese: SmallVec<[u16; 2]>,
}

struct Tables {
    by_spelling: FxHashMap<u64, Syllable>,
    /// The class of each pinyin syllable: the smallest syllable it can be confused with.
    class: Vec<u16>,
    /// By first and last letter, the lengths of syllables that begin and end so: a bit for each. Few letters do.
    lengths: [[u8; 26]; 26],
    /// The letters that may follow each letter, in a syllable or where one ends and another begins: a bit for each.
    follow: [u32; 26],
}

const LONGEST: usize = 6;

fn packed(letters: &[u8]) -> u64 {
    letters.iter().fold(0, |packed, &letter| (packed << 8) | u64::from(letter))
}

/// Wade-Giles without its apostrophes and dots.
fn wade_giles(initial: &str, last: &str) -> SmallVec<[String; 2]> {
    let whole = match (initial, last) {
        ("zh" | "ch", "i") => return SmallVec::from_iter(["chih".into()]),
        ("sh", "i") => return SmallVec::from_iter(["shih".into()]),
        ("r", "i") => return SmallVec::from_iter(["jih".into()]),
        ("z" | "c", "i") => return SmallVec::from_iter(["tzu".into(), "tze".into()]),
        ("s", "i") => return SmallVec::from_iter(["ssu".into(), "szu".into()]),
        ("", "yi") => return SmallVec::from_iter(["i".into(), "yi".into()]),
        ("", "you") => "yu",
        ("", "ye") => "yeh",
        ("", "yan") => "yen",
        ("", "yong") => "yung",
        ("", "yue") => "yueh",
        ("", "e") => return SmallVec::from_iter(["o".into(), "e".into()]),
        ("", "er") => "erh",
        ("g" | "k" | "h", "e") => "o",
        ("g" | "k", "ui") => "uei",
        ("d" | "t" | "n" | "l" | "r" | "z" | "c" | "s" | "zh" | "ch", "uo") => "o",
        ("j" | "q" | "x", "iong") => "iung",
        (_, "ian") => "ien",
        (_, "ie") => "ieh",
        (_, "ong") => "ung",
        (_, "ue" | "ve") => "ueh",
        (_, "v") => "u",
        (_, whole) => whole,
    };
    let first = match initial {
        "b" => "p",
        "d" => "t",
        "g" => "k",
        "j" | "q" | "zh" => "ch",
        "x" => "hs",
        "z" | "c" => "ts",
        "r" => "j",
        same => same,
    };
    SmallVec::from_iter([format!("{first}{whole}")])
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut numbers: FxHashMap<String, u16> = FxHashMap::default();
    let mut by_spelling: FxHashMap<u64, Syllable> = FxHashMap::default();
    let empty = || Syllable { pinyin: None, other: SmallVec::new(), cantonese: SmallVec::new() };
    let mut wade = Vec::new();
    for (initial, finals) in PINYIN {
        for last in finals.split(' ') {
            let number = numbers.len() as u16;
            let spelling = format!("{initial}{last}");
            // Marks are folded away: ü is u. The first syllable of a spelling keeps it, so lu is lu and may be lü.
            let written = spelling.replace('v', "u");
            let syllable = by_spelling.entry(packed(written.as_bytes())).or_insert_with(empty);
            if syllable.pinyin.is_none() {
                syllable.pinyin = Some(number);
            } else {
                syllable.other.push(number);
            }
            wade.extend(wade_giles(initial, last).into_iter().map(|spelling| (spelling, number)));
            numbers.insert(spelling, number);
        }
    }
    for (spelling, number) in wade {
        let syllable = by_spelling.entry(packed(spelling.as_bytes())).or_insert_with(empty);
        if !syllable.other.contains(&number) {
            syllable.other.push(number);
        }
    }
    let mut listed = |text: &str, cantonese: bool| {
        for line in text.split('|') {
            let mut words = line.split_whitespace();
            let Some(spelling) = words.next() else { continue };
            let syllable = by_spelling.entry(packed(spelling.as_bytes())).or_insert_with(empty);
            for number in words.filter_map(|word| numbers.get(word)) {
                if cantonese {
                    if !syllable.cantonese.contains(number) {
                        syllable.cantonese.push(*number);
                    }
                } else if !syllable.other.contains(number) {
                    syllable.other.push(*number);
                }
            }
        }
    };
    listed(HABITS, false);
    listed(CANTONESE, true);
    let table = include_str!("../../../tables/cantonese.tsv").lines().filter(|line| !line.starts_with('#'));
    // Short ones are syllables of other languages: the `tin` of Butina and Putina says nothing.
    const SHORTEST: usize = 4;
    let is_telling = |spelling: &str| spelling.len() >= SHORTEST && !numbers.contains_key(spelling);
    for line in table.filter(|line| line.split('\t').next().is_some_and(is_telling)) {
        listed(&line.replace('\t', " "), true);
    }

    let mut class: Vec<u16> = (0..numbers.len() as u16).collect();
    for syllable in by_spelling.values() {
        let same = syllable.pinyin.iter().chain(&syllable.other).copied();
        let classes: SmallVec<[u16; 6]> = same.map(|number| class[number as usize]).collect();
        let Some(&smallest) = classes.iter().min() else { continue };
        for number in &mut class {
            if classes.contains(number) {
                *number = smallest;
            }
        }
    }
    let mut lengths = [[0; 26]; 26];
    for spelling in by_spelling.keys() {
        let length = (8 - spelling.leading_zeros() / 8) as usize;
        let first = (spelling >> (8 * (length - 1))) as u8;
        if length <= LONGEST {
            lengths[place(first)][place(*spelling as u8)] |= 1 << length;
        }
    }
    let mut follow = [0; 26];
    let (mut first, mut last) = (0_u32, 0_u32);
    for spelling in by_spelling.keys() {
        let letters = &spelling.to_be_bytes()[(spelling.leading_zeros() / 8) as usize..];
        first |= 1 << place(letters[0]);
        last |= 1 << place(letters[letters.len() - 1]);
        for pair in letters.windows(2) {
            follow[place(pair[0])] |= 1 << place(pair[1]);
        }
    }
    for (letter, follow) in follow.iter_mut().enumerate() {
        *follow |= if last >> letter & 1 == 1 { first } else { 0 };
    }
    Tables { by_spelling, class, lengths, follow }
});

/// The place of a letter in the alphabet.
fn place(letter: u8) -> usize {
    usize::from(letter.wrapping_sub(b'a')).min(25)
}

/// Longer tokens are not names of persons or places, but may be a run of four syllables.
const MOST_SYLLABLES: usize = 6;

type Split = SmallVec<[&'static Syllable; MOST_SYLLABLES]>;

/// Splits into the fewest syllables that `fits` accepts, longer ones first.
fn split(token: &[u8], fits: impl Fn(&Syllable) -> bool) -> Option<Split> {
    const NONE: u8 = u8::MAX;
    const { assert!(MOST_SYLLABLES * LONGEST < 64, "a bit for each place") };
    let tables = &*TABLES;
    if token.len() > MOST_SYLLABLES * LONGEST
        || !matches!(
            token.last(),
            Some(
                b'a' | b'e' | b'i' | b'o' | b'u' | b'n' | b'g' | b'r' | b'h' | b'k' | b'p' | b't' | b'm' | b'v' | b'w'
            )
        )
    {
        return None;
    }
    if !token.windows(2).all(|pair| tables.follow[place(pair[0])] >> place(pair[1]) & 1 == 1) {
        return None;
    }
    // From each place: how many syllables to the end, and the length of the first.
    let mut best = [(NONE, 0u8); MOST_SYLLABLES * LONGEST + 1];
    best[token.len()] = (0, 0);
    // The places that were reached, a bit for each.
    let mut reached = 1_u64 << token.len();
    for at in (0..token.len()).rev() {
        let mut ends = (reached >> (at + 1)) & ((1 << LONGEST) - 1);
        // No syllable reaches over what none of them can spell.
        if ends == 0 {
            return None;
        }
        let lengths = &tables.lengths[place(token[at])];
        while ends != 0 {
            let end = at + 1 + ends.trailing_zeros() as usize;
            ends &= ends - 1;
            let count = best[end].0 + 1;
            if lengths[place(token[end - 1])] >> (end - at) & 1 == 1
                && count <= best[at].0
                && tables.by_spelling.get(&packed(&token[at..end])).is_some_and(&fits)
            {
                best[at] = (count, (end - at) as u8);
                reached |= 1 << at;
            }
        }
    }
    if best[0].0 as usize > MOST_SYLLABLES {
        return None;
    }
    let (mut at, mut syllables) = (0, Split::new());
    while at < token.len() {
        let end = at + best[at].1 as usize;
        syllables.push(tables.by_spelling.get(&packed(&token[at..end]))?);
        at = end;
    }
    Some(syllables)
}

fn mandarin(syllable: &Syllable) -> bool {
    syllable.pinyin.is_some() || !syllable.other.is_empty()
}

/// Whether the token is two or more syllables of pinyin, one of them such as other languages hardly have.
pub(super) fn surely(token: &[u8]) -> bool {
    marked(token) && split(token, |syllable| syllable.pinyin.is_some()).is_some_and(|split| split.len() > 1)
}

/// Letters of which one stands in all that hardly any language but Chinese writes.
pub(super) const MARKS: u32 = letters_in(b"zxqg");

/// Whether the letters have something that hardly any language but Chinese writes.
fn marked(token: &[u8]) -> bool {
    (0..token.len()).any(|at| match &token[at..] {
        [b'z', b'h', ..] => true,
        // Not every x and q: Maxim, Baqi, Quraishi.
        [b'x' | b'q', b'i', b'a' | b'o' | b'e' | b'u' | b'n', ..] | [b'q', b'u', b'a' | b'e' | b'n', ..] => true,
        [b'x', ..] => at == 0,
        [b'n', b'g', next @ ..] => !matches!(next, [b'a' | b'e' | b'i' | b'o' | b'u' | b'y', ..]),
        _ => false,
    })
}

/// Calls `key` with the letters of each key, at most two: the token in Mandarin, and in Cantonese spelling.
pub(super) fn keys(token: &[u8], mut key: impl FnMut(&[u8])) {
    let class = &TABLES.class;
    let mut letters: SmallVec<[u8; 3 * MOST_SYLLABLES + 1]> = SmallVec::new();
    let mut write = |numbers: &mut dyn Iterator<Item = u16>| {
        letters.clear();
        letters.push(b'#');
        for number in numbers {
            let class = class[number as usize];
            // No two letters in a row are equal or zero, whatever the classes.
            letters.extend_from_slice(&[b'.', (class % 100) as u8 + 100, (class / 100) as u8 + 1]);
        }
        key(&letters);
    };
    let all = split(token, |syllable| !syllable.cantonese.is_empty() || mandarin(syllable));
    // What is not made of syllables of either is not made of those of one.
    let Some(all) = all else { return };
    let as_mandarin = split(token, mandarin);
    if let Some(split) = &as_mandarin {
        write(&mut split.iter().filter_map(|syllable| syllable.pinyin.or(syllable.other.first().copied())));
    }
    if as_mandarin.as_ref().is_none_or(|split| split.len() == 1)
        && all.iter().any(|syllable| !syllable.cantonese.is_empty())
    {
        write(&mut all.iter().filter_map(|syllable| {
            syllable.cantonese.first().copied().or(syllable.pinyin).or(syllable.other.first().copied())
        }));
    }
}

/// Whether the token has a letter that Wade-Giles does not use.
fn pinyin_letters(token: &[u8]) -> bool {
    token.iter().enumerate().any(|(at, letter)| match letter {
        b'b' | b'd' | b'q' | b'x' => true,
        b'z' => at == 0 || token[at - 1] != b't',
        b'g' => at == 0 || token[at - 1] != b'n',
        _ => false,
    })
}

/// What the syllable means where the whole token is of one system, and what it may mean in the other.
fn readings(syllable: &Syllable, pinyin: bool, only: bool) -> (SmallVec<[u16; 6]>, SmallVec<[u16; 6]>) {
    let one: SmallVec<[u16; 6]> = syllable.pinyin.into_iter().collect();
    let two: SmallVec<[u16; 6]> = syllable.other.iter().copied().collect();
    match (pinyin, two.is_empty()) {
        (true, _) => (one, if only { SmallVec::new() } else { two }),
        (false, true) => (one, SmallVec::new()),
        (false, false) => (two, one),
    }
}

/// Of two systems' spellings of the same syllables 100, of spellings that could be the same 60 to 80.
pub(super) fn similarity(a: &[u8], b: &[u8]) -> u8 {
    let all = |token| split(token, |syllable: &Syllable| mandarin(syllable) || !syllable.cantonese.is_empty());
    let plain = |token| split(token, mandarin);
    let marked = marked(a) || marked(b);
    let only = (pinyin_letters(a), pinyin_letters(b));
    let in_mandarin = match (plain(a), plain(b)) {
        (Some(left), Some(right)) => compared(&left, &right, only, false, marked),
        _ => 0,
    };
    if in_mandarin >= 80 {
        return in_mandarin;
    }
    match (all(a), all(b)) {
        (Some(left), Some(right)) => in_mandarin.max(compared(&left, &right, only, true, marked)),
        _ => in_mandarin,
    }
}

fn classes(numbers: &[u16]) -> impl Iterator<Item = u16> {
    numbers.iter().map(|&number| TABLES.class[number as usize])
}

fn compared(left: &Split, right: &Split, only: (bool, bool), cantonese: bool, marked: bool) -> u8 {
    if left.len() != right.len() {
        return 0;
    }
    // A token that can be pinyin is taken for pinyin.
    let pinyin = |split: &Split| split.iter().all(|syllable| syllable.pinyin.is_some());
    let (one, two) = (pinyin(left), pinyin(right));
    let marked = marked || !one || !two;
    let first = |readings: &'static [u16]| &readings[..readings.len().min(1)];
    let mut least: u8 = 100;
    for (a, b) in left.iter().zip(right) {
        if std::ptr::eq(*a, *b) {
            continue;
        }
        let ((ours, ours_else), (theirs, theirs_else)) = (readings(a, one, only.0), readings(b, two, only.1));
        let agrees = |ours: &[u16], theirs: &[u16]| ours.iter().any(|number| theirs.contains(number));
        least = least.min(if agrees(&ours, &theirs) {
            100
        } else if agrees(&ours_else, &theirs) || agrees(&ours, &theirs_else) || agrees(&ours_else, &theirs_else) {
            // Chang may be Chang or Zhang; but nothing says that Dina and Tina are Chinese.
            if marked { 80 } else { 60 }
        } else if cantonese && (agrees(first(&a.cantonese), &theirs) || agrees(&ours, first(&b.cantonese))) {
            80
        } else if cantonese
            && (agrees(&a.cantonese, &theirs)
                || agrees(&ours, &b.cantonese)
                || agrees(first(&a.cantonese), &theirs_else)
                || agrees(&ours_else, first(&b.cantonese)))
        {
            72
        } else if classes(&ours).any(|class| classes(&theirs).any(|other| class == other)) {
            40
        } else {
            return 0;
        });
    }
    least
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_stay_small() {
        let mut members: FxHashMap<u16, Vec<String>> = FxHashMap::default();
        let spellings =
            PINYIN.iter().flat_map(|(initial, finals)| finals.split(' ').map(move |last| format!("{initial}{last}")));
        for (number, spelling) in spellings.enumerate() {
            members.entry(TABLES.class[number]).or_default().push(spelling);
        }
        let largest = members.values().max_by_key(|members| members.len()).unwrap();
        assert!(largest.len() <= 12, "{largest:?} are one class");
        assert!(members.len() > 200, "only {} classes", members.len());
    }
}
