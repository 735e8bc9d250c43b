//! Han: pinyin without tones, from tables that know phrases in which a character is not read as usual.
//!
//! Japanese names in kanji have Japanese readings; the commonest ones are in `tables/japanese_names.tsv`. There
//! is no general Japanese reading of kanji here: it needs a dictionary many times the size of this library.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::{Readings, fallback, kana, readings};

struct Table {
    /// From a character to its readings, a slice of `readings`.
    characters: FxHashMap<char, (u32, u8)>,
    readings: Vec<&'static str>,
    simplified: FxHashMap<char, char>,
    phrases: FxHashMap<&'static str, &'static str>,
    /// By first character, the length in characters of the longest phrase.
    longest: FxHashMap<char, u8>,
    /// Japanese names: how one is read wherever it stands, and how beside another name.
    japanese: FxHashMap<&'static str, (&'static str, &'static str)>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut spelled: FxHashMap<char, SmallVec<[&'static str; 3]>> = FxHashMap::default();
    let lines = |text: &'static str| text.lines().filter(|line| !line.starts_with('#'));
    let rows = || {
        lines(include_str!("../../../tables/han_readings.tsv")).filter_map(|line| {
            let mut cells = line.split('\t');
            Some((cells.next()?, cells.next()?, cells.next()?))
        })
    };
    for (syllable, usual, _) in rows() {
        for c in usual.chars() {
            spelled.entry(c).or_default().push(syllable);
        }
    }
    for (syllable, _, also) in rows() {
        for c in also.chars() {
            spelled.entry(c).or_default().push(syllable);
        }
    }
    let mut characters = FxHashMap::default();
    let mut readings: Vec<&'static str> = Vec::new();
    // The order of the map decides only where a slice lies, never what it holds.
    for (c, syllables) in spelled {
        let start = readings.len() as u32;
        for syllable in syllables {
            match umlaut(syllable) {
                Some(spellings) => readings.extend(spellings),
                None => readings.push(syllable),
            }
        }
        characters.insert(c, (start, (readings.len() - start as usize) as u8));
    }
    let mut simplified = FxHashMap::default();
    for line in lines(include_str!("../../../tables/han_variants.tsv")) {
        if let Some((target, sources)) = line.split_once('\t')
            && let Some(target) = target.chars().next()
        {
            simplified.extend(sources.chars().map(|source| (source, target)));
        }
    }
    let phrases: FxHashMap<_, _> =
        lines(include_str!("../../../tables/han_phrases.tsv")).filter_map(|line| line.split_once('\t')).collect();
    let mut longest: FxHashMap<char, u8> = FxHashMap::default();
    for phrase in phrases.keys() {
        if let Some(first) = phrase.chars().next() {
            let length = longest.entry(first).or_default();
            *length = (*length).max(phrase.chars().count() as u8);
        }
    }
    let of_name = |line: &'static str| {
        let mut cells = line.split('\t');
        Some((cells.next()?, (cells.next()?, cells.next().unwrap_or_default())))
    };
    let japanese = lines(include_str!("../../../tables/japanese_names.tsv")).filter_map(of_name).collect();
    Table { characters, readings, simplified, phrases, longest, japanese }
});

/// Syllables with `ü`, which the table writes `v`: the spelling without the dots first, then what keyboards and
/// passports make of it.
fn umlaut(syllable: &str) -> Option<[&'static str; 3]> {
    Some(match syllable {
        "lv" => ["lu", "lv", "lyu"],
        "nv" => ["nu", "nv", "nyu"],
        "lve" => ["lue", "lve", "lyue"],
        "nve" => ["nue", "nve", "nyue"],
        _ => return None,
    })
}

/// The pinyin of a character without tone, commonest first; empty if it has none.
pub(crate) fn pinyin(c: char) -> &'static [&'static str] {
    let table: &'static Table = &TABLE;
    match table.characters.get(&c) {
        Some(&(start, length)) => &table.readings[start as usize..start as usize + usize::from(length)],
        None => &[],
    }
}

/// The simplified form of a traditional or Japanese character; the character itself if it has none.
pub(crate) fn simplified(c: char) -> char {
    TABLE.simplified.get(&c).copied().unwrap_or(c)
}

/// The Latin spellings of a foreign name that the characters spell by sound, commonest first, with a blank between them:
/// 迈克尔 is Michael.
pub(crate) fn transcribed(word: &str) -> Option<&'static str> {
    let word: String = word.chars().map(simplified).collect();
    TRANSCRIBED.get(word.as_str()).copied()
}

static TRANSCRIBED: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let table = include_str!("../../../tables/transcribed_names.tsv");
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t')).collect()
});

/// The letters that the signs of a foreign name spell where no table has the name: 安杜里尔 is anduril. `None` if a sign is
/// not one that names are spelled with.
pub(crate) fn spelled_by_sound(word: &str) -> Option<String> {
    word.chars().map(|sign| SIGNS.get(&simplified(sign)).copied()).collect()
}

static SIGNS: LazyLock<FxHashMap<char, &'static str>> = LazyLock::new(|| {
    let table = include_str!("../../../tables/transcription_signs.tsv");
    let rows = table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
    rows.flat_map(|(letters, signs)| signs.chars().map(move |sign| (sign, letters))).collect()
});

pub(super) fn romanize(word: &str) -> Readings {
    let letters: Vec<char> = iterate(word).map(simplified).collect();
    let usual = syllables(&letters);
    let mut all = readings([usual.join(" ")]);
    // Another reading of one character at a time, surname first; a long word is a company, with phrases to help.
    if letters.len() <= 4 {
        for (i, &c) in letters.iter().enumerate() {
            for other in pinyin(c).iter().filter(|&&other| usual.get(i).is_some_and(|u| u != other)) {
                let mut spelled = usual.clone();
                (*other).clone_into(&mut spelled[i]);
                all.push(spelled.join(" "));
            }
        }
        all.truncate(3);
        all.extend(japanese_reading(&iterate(word).collect::<String>()));
    }
    all
}

/// Writes out the mark that repeats a character: 佐々木.
fn iterate(word: &str) -> impl Iterator<Item = char> {
    let mut before = '\0';
    word.chars().map(move |c| {
        if c != '々' {
            before = c;
        }
        if c == '々' && before != '\0' { before } else { c }
    })
}

/// A syllable for each character, phrases considered.
fn syllables(letters: &[char]) -> Vec<String> {
    let table: &'static Table = &TABLE;
    let mut out: Vec<String> = Vec::with_capacity(letters.len());
    let mut i = 0;
    while i < letters.len() {
        let longest = usize::from(table.longest.get(&letters[i]).copied().unwrap_or(0));
        let phrase = (2..=longest.min(letters.len() - i)).rev().find_map(|length| {
            let text: String = letters[i..i + length].iter().collect();
            table.phrases.get(text.as_str()).copied()
        });
        if let Some(spelled) = phrase {
            let before = out.len();
            out.extend(spelled.split(' ').map(|s| umlaut(s).map_or(s, |u| u[0]).to_owned()));
            i += out.len() - before;
            continue;
        }
        let mut text = pinyin(letters[i]).first().map_or_else(String::new, |&s| s.to_owned());
        if text.is_empty() {
            fallback::push(letters[i], &mut text);
        }
        out.push(text);
        i += 1;
    }
    out
}

/// The Japanese readings of a family name and a given name written as one, with a blank between them: 田中太郎.
pub(crate) fn japanese(word: &str) -> Readings {
    /// More are seldom meant; of a surname of one sign, which is as often Chinese, one.
    const MOST: usize = 3;
    let word: String = iterate(word).collect();
    // The longest surname that leaves a known given name.
    let cuts = word.char_indices().rev().map(|(at, _)| at).filter(|&at| at > 0);
    let mut both = cuts.filter_map(|at| {
        let (surname, given) = word.split_at(at);
        let most = if surname.chars().nth(1).is_some() { MOST } else { 1 };
        Some((japanese_readings(surname)?, japanese_readings(given)?, most))
    });
    let mut found = Readings::new();
    if let Some((surnames, given, most)) = both.next() {
        let surname = surnames.split('|').next().unwrap_or_default();
        for given in given.split('|').take(most) {
            let [surname, given] = [surname, given].map(|kana| kana::shorten(&kana::read(kana)));
            found.push(format!("{surname} {given}"));
        }
    }
    found
}

/// The usual form of a sign that family registers keep in another.
fn modern_kanji(sign: char) -> char {
    const REGISTERED: &str = "髙﨑澤邊邉齋齊濱濵廣眞櫻國德惠嶋萬榮壽曾龍靑";
    const MODERN: &str = "高崎沢辺辺斎斉浜浜広真桜国徳恵島万栄寿曽竜青";
    REGISTERED
        .chars()
        .zip(MODERN.chars())
        .find(|(registered, _)| *registered == sign)
        .map_or(sign, |(_, modern)| modern)
}

/// The entry of a Japanese name, also where it is written with a sign as family registers keep it.
fn japanese_entry(word: &str) -> Option<(&'static str, &'static str)> {
    let table: &'static Table = &TABLE;
    let modern = || word.chars().map(modern_kanji).collect::<String>();
    table.japanese.get(word).or_else(|| table.japanese.get(modern().as_str())).copied()
}

/// The kana of a surname beside a given name, or of a given name beside a surname.
fn japanese_readings(word: &str) -> Option<&'static str> {
    let (alone, beside) = japanese_entry(word)?;
    Some(if beside.is_empty() { alone } else { beside })
}

/// The Japanese reading of a common surname or given name, of the one followed by the other, or of a surname and what
/// societies that bear it are called: 山口組 is Yamaguchi-gumi.
fn japanese_reading(word: &str) -> Option<String> {
    const SOCIETIES: [(&str, &str); 5] =
        [("組", "gumi"), ("组", "gumi"), ("会", "kai"), ("會", "kai"), ("一家", "ikka")];
    let alone = |word: &str| {
        let (kana, _) = japanese_entry(word)?;
        (!kana.is_empty()).then(|| kana::shorten(&kana::read(kana)))
    };
    let of_society = |(sign, called): &(&str, &str)| Some(format!("{} {called}", alone(word.strip_suffix(sign)?)?));
    alone(word).or_else(|| japanese(word).into_iter().next()).or_else(|| SOCIETIES.iter().find_map(of_society))
}
