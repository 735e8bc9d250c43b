//! Arabic script: Arabic, Persian, Dari, Urdu, Pashto, Kurdish.
//!
//! The script leaves out short vowels, so a dictionary of name words (`tables/arabic_names.tsv`, counted from
//! Wikidata) comes first. A word that it lacks is taken apart (article, `عبدال…`, `…الدين`, two known words typed
//! as one); what remains is spelt by rule with vowels put where a syllable needs one, and once more without them.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::letters::{fold_arabic as fold, is_arabic_mark as is_mark};
use super::{Readings, fallback, readings};

static NAMES: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let table = include_str!("../../../tables/arabic_names.tsv");
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t')).chain(WORDS.iter().copied()).collect()
});

/// Name particles, which the table counts together with the name that follows, and words whose usual spelling
/// as part of a name is not the commonest one alone.
const WORDS: &[(&str, &str)] = &[
    ("بن", "bin ben"),
    ("ابن", "ibn"),
    ("بنت", "bint"),
    ("ابو", "abu abou"),
    ("ابي", "abi"),
    ("ابا", "aba"),
    ("ام", "umm"),
    ("عبد", "abd abdul"),
    ("عبدلله", "abdullah"),
    ("امير", "amir ameer"),
    ("ال", "al"),
    ("الله", "allah"),
    ("اله", "ilah"),
    ("لله", "lillah"),
    ("بالله", "billah"),
    ("دين", "din"),
    ("حق", "haq"),
    ("ذو", "dhu zu"),
    ("حاج", "hajj haji"),
    ("حاجي", "haji"),
    ("ملا", "mullah mulla"),
    ("مولوي", "mawlawi maulvi"),
    ("مولانا", "maulana mawlana"),
    ("شيخ", "shaykh sheikh"),
    ("سيد", "sayyid syed seyed"),
    ("زاده", "zadeh"),
    ("زادة", "zadeh"),
    ("نژاد", "nejad"),
    ("نجاد", "nejad"),
    ("پور", "pour"),
    ("نيا", "nia"),
    ("فر", "far"),
    ("اوغلي", "oghli"),
];

/// What makes one name with the word before it, its spelling apart and joined: شمسالدين is Shams al-Din and Shamseddin.
const DIVINE_ENDINGS: &[(&str, &str, &str)] = &[
    ("الدين", " al din", "eddin"),
    ("الرحمن", " al rahman", "urrahman"),
    ("الرحمان", " al rahman", "urrahman"),
    ("الاسلام", " al islam", "ulislam"),
    ("الزمان", " al zaman", "uzzaman"),
    ("الحق", " al haq", "ulhaq"),
    ("اللهي", "ollahi", "ollahi"),
    ("الله", "ullah", "ullah"),
    ("اله", "ollah", "ollah"),
];

pub(super) fn romanize(word: &str) -> Readings {
    let persian = word.contains(['پ', 'چ', 'ژ', 'گ', 'ی', 'ک', 'ہ', 'ے', 'ں', 'ۀ', 'ې', 'ۍ', 'ټ', 'ډ', 'ړ', 'ښ', 'ږ']);
    let mut parts = word.split(|c: char| c.is_whitespace() || c == '_').filter(|part| !part.is_empty());
    let Some(first) = parts.next() else { return Readings::new() };
    let mut all = token(first, persian);
    for part in parts {
        all = combine(&all, " ", &token(part, persian));
    }
    all
}

/// Pairs the readings of two parts, first with first, second with second.
fn combine(left: &[String], joint: &str, right: &[String]) -> Readings {
    let longest = left.len().max(right.len());
    readings((0..longest).filter_map(|i| {
        let left = left.get(i).or(left.first())?;
        let right = right.get(i).or(right.first())?;
        Some(format!("{left}{joint}{right}"))
    }))
}

fn one(text: &str) -> Readings {
    readings([text.to_owned()])
}

/// The readings of a token without blanks.
fn token(token: &str, persian: bool) -> Readings {
    let raw: String = token.chars().filter(|&c| !is_mark(c)).collect();
    let key = fold(&raw);
    if let Some(mut found) = known(&key) {
        // Publishers that follow the letters write what no one is called: Qadhafi for Gaddafi.
        let strict = by_rule(&raw, persian);
        if let Some(strict) = strict.into_iter().next()
            && !WORDS.iter().any(|(word, _)| *word == key)
            && !found.iter().any(|spelling| consonants(spelling).eq(consonants(&strict)))
        {
            found.push(strict);
        }
        // The table has the Arabic name (Fadwa); in Persian the same letters are another (Fadavi).
        if raw.ends_with('ى')
            && found.first().is_some_and(|spelling| spelling.ends_with('a'))
            && let Some(dotted) = by_rule(&raw, persian).into_iter().next()
        {
            found.insert(1, dotted);
        }
        return found;
    }
    if let Some(rest) = key.strip_prefix("عبدال").filter(|rest| rest.chars().count() >= 2) {
        let name = known(rest).unwrap_or_else(|| by_rule(rest, persian));
        return combine(&readings(["abdul".to_owned(), "abd al ".to_owned()]), "", &name);
    }
    // `لل` is a preposition with the article.
    if let Some(rest) = strip_article(&raw) {
        let mut name = self::token(rest, persian);
        name.truncate(3);
        return combine(&one("al"), " ", &name);
    }
    // A particle typed with a known name: Abubakr, Benhassine, Belkacem, Bouyahia.
    for (particle, spelling) in [("ابو", "abu"), ("بن", "ben"), ("بل", "bel"), ("بو", "bou")] {
        let Some(rest) = key.strip_prefix(particle).filter(|rest| rest.chars().count() >= 3) else { continue };
        let name = match strip_article(rest) {
            Some(_) if particle == "ابو" => Some(self::token(rest, persian)),
            _ => known(rest),
        };
        if let Some(name) = name {
            let joint = if name.iter().all(|name| name.starts_with("al ")) { " " } else { "" };
            return combine(&one(spelling), joint, &name);
        }
    }
    // The clans of the Pashtuns: Achakzai, Noorzai.
    if persian && let Some(stem) = raw.strip_suffix("زی").filter(|stem| stem.chars().count() >= 2) {
        let clan = combine(&known(&fold(stem)).unwrap_or_else(|| by_rule(stem, true)), "", &one("zai"));
        return readings(clan.into_iter().take(2).chain(by_rule(&raw, true)));
    }
    for (ending, apart, joined) in DIVINE_ENDINGS {
        if let Some(stem) = key.strip_suffix(ending).filter(|stem| stem.chars().count() >= 3) {
            let stem = known(stem).unwrap_or_else(|| by_rule(stem, persian));
            return combine(&stem, "", &readings([(*apart).to_owned(), (*joined).to_owned()]));
        }
    }
    if let Some(found) = two_words(&key) {
        return found;
    }
    // Names typed without blanks: بشارالاسد.
    if let Some((left, right)) = key.split_once("ال").filter(|(_, right)| right.chars().count() >= 3)
        && let Some(left) = known(left).filter(|_| left.chars().count() >= 3).or_else(|| two_words(left))
    {
        let mut right = self::token(right, persian);
        right.truncate(2);
        return combine(&left, " al ", &right);
    }
    let mut found = by_rule(&raw, persian);
    if let Some(slavic) = found.first().and_then(|spelling| slavic_ending(&raw, spelling)) {
        found.insert(1, slavic);
    }
    found
}

/// The spelling of a Slavic or Central Asian family name, whose v is written as f: قديروف is Kadyrov, not Qadiruf.
fn slavic_ending(raw: &str, spelling: &str) -> Option<String> {
    const ENDINGS: [(&str, &str, &str); 6] = [
        ("وف", "uf", "ov"),
        ("وفا", "ufa", "ova"),
        ("يف", "if", "ev"),
        ("يفا", "ifa", "eva"),
        ("وفيتش", "ufitsh", "ovich"),
        ("يفيتش", "ifitsh", "evich"),
    ];
    const SHORTEST: usize = 5;
    let is_long = raw.chars().count() >= SHORTEST;
    ENDINGS.iter().filter(|(ending, ..)| is_long && raw.ends_with(ending)).find_map(|(_, written, meant)| {
        let stem = spelling.strip_suffix(written).or_else(|| spelling.strip_suffix(&written.replace('u', "o")))?;
        Some(format!("{stem}{meant}"))
    })
}

/// The consonants of a spelling, doubled ones once.
fn consonants(spelling: &str) -> impl Iterator<Item = char> {
    let mut before = ' ';
    spelling.chars().filter(move |&c| {
        let kept = !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'w' | 'h') && c != before;
        before = c;
        kept
    })
}

fn known(key: &str) -> Option<Readings> {
    NAMES.get(key).map(|spellings| spellings.split(' ').map(str::to_owned).collect())
}

/// A word of two known ones, as Persian joins them (Alireza, Mohammadpour); each of at least three letters,
/// or chance finds two in anything.
fn two_words(key: &str) -> Option<Readings> {
    let cuts: SmallVec<[usize; 16]> = key.char_indices().map(|(at, _)| at).collect();
    if cuts.len() < 6 {
        return None;
    }
    let cut = |at: usize| {
        let (left, right) = key.split_at(*cuts.get(at)?);
        let (left, right) = (known(left)?, known(right)?);
        // Written as one and apart: Alireza, Ali Reza.
        let joined = combine(&left, "", &right);
        let apart = format!("{} {}", left.first()?, right.first()?);
        Some(readings(joined.iter().take(1).cloned().chain([apart]).chain(joined.iter().skip(1).cloned())))
    };
    // The longest first word that leaves a known one.
    (3..=cuts.len() - 3).rev().find_map(cut)
}

/// What follows the article, if the word is long enough to have one.
fn strip_article(raw: &str) -> Option<&str> {
    let rest = raw.strip_prefix("ال").or_else(|| raw.strip_prefix("أل")).or_else(|| raw.strip_prefix("لل"))?;
    (rest.chars().count() >= 3).then_some(rest)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sound {
    Consonant(&'static str),
    /// A vowel that is written.
    Vowel(&'static str),
    Waw,
    Ya,
    Ayn,
    /// Silent.
    Nothing,
    Foreign(char),
}

/// A spelling with the vowels that syllables need, and the bare letters.
fn by_rule(raw: &str, persian: bool) -> Readings {
    // Persian does not sound the `و` of `خوا`: Khajeh, Khah.
    let silent = if persian { raw.replace("خوا", "خا") } else { raw.to_owned() };
    let letters: Vec<char> = silent.chars().filter(|&c| !is_mark(c)).collect();
    let sounds: Vec<Sound> = letters
        .iter()
        .enumerate()
        .map(|(i, &c)| {
            // After a long vowel the last `ه` is heard: Shah, Sepah.
            let heard = i > 0 && matches!(letters[i - 1], 'ا' | 'آ' | 'و');
            sound(c, i + 1 == letters.len() && !(heard && matches!(c, 'ه' | 'ہ')), persian)
        })
        .collect();
    let mut voweled = voweled(&sounds, &letters, persian);
    // The verbal nouns: Ihtiram, Istiqlal.
    if letters.first() == Some(&'ا') && letters.get(2) == Some(&'ت') && letters.len() > 4 {
        voweled.replace_range(..1, "i");
    }
    let bare = bare(&sounds, persian);
    // Persian and Egyptian writers leave out the dots of a last `ي`: Fadavi, Qadi. Where it is an `a`, it is Arabic.
    match raw.strip_suffix('ى') {
        Some(stem) => {
            let dotted = by_rule(&format!("{stem}ي"), persian);
            readings(dotted.into_iter().take(1).chain([voweled, bare]))
        }
        None => readings([voweled, bare]),
    }
}

fn voweled(sounds: &[Sound], letters: &[char], persian: bool) -> String {
    // Sorani and Uyghur write every vowel.
    let full = letters.iter().any(|c| matches!(c, 'ە' | 'ێ' | 'ۆ' | 'ۇ' | 'ې'));
    let mut out = String::with_capacity(sounds.len() * 2);
    let mut after_vowel = false;
    // The consonant just written closes a syllable, so it needs no vowel before a glide: Radwan.
    let mut closes = false;
    for (i, &sound) in sounds.iter().enumerate() {
        let next = sounds.get(i + 1).copied();
        let next_vowel = matches!(next, Some(Sound::Vowel(_) | Sound::Waw | Sound::Ya | Sound::Ayn));
        let last = next.is_none();
        let next_last = i + 2 == sounds.len();
        match sound {
            Sound::Vowel(text) => {
                if !(after_vowel && out.ends_with(text)) {
                    out.push_str(text);
                }
                after_vowel = true;
            }
            // Abbasian, Bakhtiar.
            Sound::Ya if i > 1 && !after_vowel && matches!(next, Some(Sound::Vowel("a"))) => {
                out.push('i');
                after_vowel = true;
            }
            // The diminutive: Ruwaili, Owais.
            Sound::Waw
                if i == 1
                    && !after_vowel
                    && matches!(next, Some(Sound::Ya))
                    && matches!(sounds.get(3), Some(Sound::Consonant(_))) =>
            {
                out.push_str("uwa");
                after_vowel = true;
            }
            // Alawi, Razavi.
            Sound::Waw if i > 0 && !after_vowel && next_last && matches!(next, Some(Sound::Ya)) => {
                out.push_str(if persian { "av" } else { "aw" });
                after_vowel = false;
            }
            Sound::Waw | Sound::Ya => {
                let waw = sound == Sound::Waw;
                let consonant = if waw { if persian { "v" } else { "w" } } else { "y" };
                let glide = i == 0 || (after_vowel && !last) || matches!(next, Some(Sound::Vowel("a")));
                if glide {
                    // Two glides in a row, or one before a consonant, need the vowel in between (Walid, Yamin).
                    if !after_vowel && i > 0 && !closes {
                        out.push('a');
                    }
                    out.push_str(consonant);
                    after_vowel = false;
                    if !next_vowel && !last {
                        let closing = matches!(next, Some(Sound::Consonant(_))) && i > 0;
                        if !closing || next_last {
                            out.push('a');
                            after_vowel = true;
                        }
                    }
                } else {
                    out.push_str(match (waw, after_vowel) {
                        (true, false) => "u",
                        (true, true) => "w",
                        (false, false) => "i",
                        (false, true) => {
                            if persian {
                                "i"
                            } else {
                                "y"
                            }
                        }
                    });
                    after_vowel = true;
                }
            }
            Sound::Ayn => {
                let needs = !after_vowel && !next_vowel;
                if i == 0 && !matches!(next, Some(Sound::Vowel(_))) || needs {
                    out.push('a');
                    after_vowel = true;
                }
                // It parts two vowels, so that neither becomes a glide: Naim, Saud.
                if i > 0 && matches!(next, Some(Sound::Waw | Sound::Ya)) {
                    after_vowel = false;
                    closes = true;
                }
            }
            Sound::Consonant(text) => {
                out.push_str(text);
                let onset = !after_vowel;
                closes = after_vowel;
                after_vowel = false;
                let cluster = matches!(next, Some(Sound::Consonant(_)));
                // A consonant that opens a syllable needs a vowel, and so does a pair at the end of the word.
                let before_ayn = onset && matches!(next, Some(Sound::Ayn)) && !next_last;
                if (cluster && !full && (onset || next_last)) || (before_ayn && !full) {
                    let long_before = i > 0 && matches!(sounds[i - 1], Sound::Vowel("a"));
                    out.push(if long_before { 'i' } else { 'a' });
                    after_vowel = true;
                }
            }
            Sound::Nothing => {}
            Sound::Foreign(c) => {
                fallback::push(c, &mut out);
                after_vowel = false;
            }
        }
    }
    out
}

fn bare(sounds: &[Sound], persian: bool) -> String {
    let mut out = String::with_capacity(sounds.len() * 2);
    for sound in sounds {
        match *sound {
            Sound::Consonant(text) | Sound::Vowel(text) => out.push_str(text),
            Sound::Waw => out.push_str(if persian { "v" } else { "w" }),
            Sound::Ya => out.push('y'),
            Sound::Ayn => {
                if out.is_empty() {
                    out.push('a');
                }
            }
            Sound::Nothing => {}
            Sound::Foreign(c) => fallback::push(c, &mut out),
        }
    }
    out
}

fn sound(c: char, last: bool, persian: bool) -> Sound {
    use Sound::{Ayn, Consonant, Foreign, Nothing, Vowel, Waw, Ya};
    match c {
        'ا' | 'أ' | 'آ' | 'ٱ' => Vowel("a"),
        'إ' => Vowel("i"),
        'ى' if last => Vowel("a"),
        'ة' | 'ۃ' if last => Vowel("a"),
        'ة' | 'ۃ' => Consonant("t"),
        'ە' | 'ۀ' => Vowel("e"),
        'ې' | 'ێ' => Vowel("e"),
        'ۍ' => Vowel("ay"),
        'ۆ' | 'ۇ' | 'ۈ' => Vowel("o"),
        'ے' => Vowel("e"),
        'ء' | 'ئ' | 'ؤ' => {
            if c == 'ؤ' {
                Waw
            } else if c == 'ئ' {
                Ya
            } else {
                Nothing
            }
        }
        'ع' => Ayn,
        'و' | 'ۋ' => Waw,
        'ي' | 'ی' | 'ى' => Ya,
        'ه' | 'ہ' if last && persian => Vowel("eh"),
        'ه' if last => Vowel("ah"),
        'ب' => Consonant("b"),
        'پ' => Consonant("p"),
        'ت' | 'ط' | 'ټ' | 'ٹ' => Consonant("t"),
        'ث' => Consonant(if persian { "s" } else { "th" }),
        'ج' => Consonant("j"),
        'چ' => Consonant("ch"),
        'ح' | 'ه' | 'ہ' | 'ھ' => Consonant("h"),
        'خ' => Consonant("kh"),
        'د' | 'ډ' | 'ڈ' => Consonant("d"),
        'ذ' => Consonant(if persian { "z" } else { "dh" }),
        'ر' | 'ړ' | 'ڑ' | 'ڕ' => Consonant("r"),
        'ز' => Consonant("z"),
        'ژ' | 'ږ' => Consonant("zh"),
        'س' | 'ص' => Consonant("s"),
        'ش' | 'ښ' => Consonant("sh"),
        'ض' => Consonant(if persian { "z" } else { "d" }),
        'ظ' => Consonant("z"),
        'غ' => Consonant("gh"),
        'ف' => Consonant("f"),
        'ق' => Consonant(if persian { "gh" } else { "q" }),
        'ك' | 'ک' | 'ڪ' | 'ګ' if c != 'ګ' => Consonant("k"),
        'گ' | 'ګ' | 'ڭ' => Consonant("g"),
        'ل' | 'ڵ' => Consonant("l"),
        'م' => Consonant("m"),
        'ن' | 'ں' | 'ڼ' => Consonant("n"),
        'ڤ' => Consonant("v"),
        'ځ' => Consonant("dz"),
        'څ' => Consonant("ts"),
        other => Foreign(other),
    }
}
