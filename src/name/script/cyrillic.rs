//! Cyrillic: everyday English spelling (BGN/PCGN without its apostrophes), by the language that the letters show.
//!
//! A word that shows no language is read as Russian, with the other spellings that passports and press use.

use super::{Readings, fallback, readings};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Language {
    Russian,
    Ukrainian,
    Belarusian,
    Bulgarian,
    /// Serbian, Bosnian, Montenegrin.
    Serbian,
    Macedonian,
    /// Kazakh, Kyrgyz, Tatar, Mongolian and others that add letters to the Russian alphabet.
    Turkic,
    /// Uzbek and Tajik, whose `ў`, `ҳ` and `ҷ` sound otherwise than elsewhere.
    Persianate,
}

/// The spelling habits of one reading.
#[derive(Clone, Copy)]
struct Style {
    language: Language,
    /// `ye` after a vowel, `й`, `ь` and `ъ`, as BGN/PCGN has it: Alekseyev.
    ye_inside: bool,
    /// `ye` at the start of a word: Yevgeniy.
    ye_first: bool,
    /// `x` for `кс`, `y` for final `ий`, `j` for `дж`, `e` for `ё`: Alexey, Dmitry, Jabrailov, Fedorov.
    press: bool,
}

pub(super) fn romanize(word: &str) -> Readings {
    let letters: Vec<char> = word.chars().collect();
    let language = language(&letters);
    let plain = Style { language, ye_inside: false, ye_first: true, press: false };
    let plain_as = |language| Style { language, ..plain };
    let first = read(&letters, plain);
    match language {
        Language::Russian => {
            let passport = read(&letters, Style { ye_first: false, press: true, ..plain });
            let bgn = read(&letters, Style { ye_inside: true, ..plain });
            let mut out = readings([first, passport, bgn]);
            // Nothing in the word is Russian alone: it may be a Ukrainian one (Микола, Григорук), or, without `и` and
            // `щ`, a Belarusian one (Сяргей).
            let russian_only = letters.iter().any(|c| matches!(c, 'ы' | 'э' | 'ё' | 'ъ'));
            let other = if !russian_only && letters.contains(&'и') {
                Some(plain_as(Language::Ukrainian))
            } else if letters.contains(&'щ') && !russian_only {
                Some(plain_as(Language::Bulgarian))
            } else if !letters.iter().any(|c| matches!(c, 'и' | 'щ' | 'ъ')) {
                Some(Style { press: true, ..plain_as(Language::Belarusian) })
            } else {
                None
            };
            if let Some(other) = other {
                let other = read(&letters, other);
                if !out.contains(&other) {
                    out.truncate(3);
                    out.push(other);
                }
            }
            out
        }
        // The second reading of Ukrainian and Belarusian is that of their passports: Andrii, Yuliia, Siarhei.
        Language::Ukrainian | Language::Belarusian | Language::Turkic | Language::Persianate => {
            readings([first, read(&letters, Style { press: true, ..plain })])
        }
        Language::Bulgarian => readings([first, read(&letters, Style { language: Language::Russian, ..plain })]),
        // The press keeps the base letter of the Latin alphabet (Milosevic), others spell the sound.
        Language::Serbian | Language::Macedonian => {
            let other = if language == Language::Serbian { Language::Macedonian } else { Language::Serbian };
            readings([first, read(&letters, Style { language: other, ..plain })])
        }
    }
}

/// The language that the letters of a word give away.
fn language(letters: &[char]) -> Language {
    let (mut macedonian, mut serbian, mut persianate, mut turkic) = (false, false, false, false);
    let (mut short_u, mut ukrainian, mut dotted, mut belarusian) = (false, false, false, false);
    for &c in letters {
        match c {
            'ѓ' | 'ќ' | 'ѕ' => macedonian = true,
            'ђ' | 'ћ' | 'љ' | 'њ' | 'џ' | 'ј' => serbian = true,
            'ҳ' | 'ҷ' | 'ӣ' | 'ӯ' => persianate = true,
            'ә' | 'ғ' | 'қ' | 'ң' | 'ө' | 'ұ' | 'ү' | 'һ' | 'җ' | 'ҙ' | 'ҫ' | 'ҥ' | 'ҕ' | 'ӑ' | 'ӗ' | 'ӳ' =>
            {
                turkic = true;
            }
            'ҹ' | 'ҝ' | 'ӏ' | 'ӊ' | 'ӈ' | 'ҡ' => turkic = true,
            'ў' => short_u = true,
            'ї' | 'є' | 'ґ' => ukrainian = true,
            'і' => dotted = true,
            // Belarusian has `ы` and `э` beside `і`, Ukrainian has neither.
            'ы' | 'э' | 'ё' => belarusian = true,
            _ => {}
        }
    }
    if macedonian {
        Language::Macedonian
    } else if serbian && !turkic {
        Language::Serbian
    } else if persianate || (short_u && turkic) {
        Language::Persianate
    } else if turkic {
        Language::Turkic
    } else if short_u || (dotted && belarusian && !ukrainian) {
        Language::Belarusian
    } else if ukrainian || dotted {
        Language::Ukrainian
    } else if hard_sign_as_vowel(letters) {
        Language::Bulgarian
    } else {
        Language::Russian
    }
}

/// Russian has `ъ` only before a soft vowel; between consonants it is the Bulgarian vowel.
fn hard_sign_as_vowel(letters: &[char]) -> bool {
    letters
        .iter()
        .enumerate()
        .any(|(i, &c)| c == 'ъ' && letters.get(i + 1).is_some_and(|&next| next.is_alphabetic() && !is_soft(next)))
}

fn read(letters: &[char], style: Style) -> String {
    use Language::{Belarusian, Bulgarian, Macedonian, Persianate, Russian, Serbian, Turkic, Ukrainian};
    let language = style.language;
    let mut out = String::with_capacity(letters.len() * 2);
    let mut i = 0;
    while i < letters.len() {
        let c = letters[i];
        let before = if i == 0 { None } else { letters.get(i - 1).copied() };
        let next = letters.get(i + 1).copied();
        let start = before.is_none_or(|b| !b.is_alphabetic() && b != '\'' && b != '’');
        let after_vowel = before.is_some_and(follows_as_vowel);
        let last = next.is_none_or(|n| !n.is_alphabetic());
        i += 1;
        let text = match c {
            'а' | 'ӑ' => "a",
            'б' => "b",
            'в' => "v",
            'г' if matches!(language, Ukrainian | Belarusian) => {
                // The one Ukrainian cluster that would read as `zh`.
                if before == Some('з') && language == Ukrainian { "gh" } else { "h" }
            }
            'г' | 'ґ' => "g",
            'д' if style.press && next == Some('ж') => {
                i += 1;
                "j"
            }
            'д' => "d",
            'е' => match language {
                Russian | Belarusian if start => ye(style.ye_first),
                Russian if after_vowel => ye(style.ye_inside),
                Belarusian if after_vowel => "ye",
                Turkic | Persianate if start => ye(!style.press),
                _ => "e",
            },
            'ё' => {
                let hushed = matches!(before, Some('ж' | 'ч' | 'ш' | 'щ'));
                if language == Belarusian {
                    if style.press && !start && !after_vowel { "io" } else { "yo" }
                } else if style.press || hushed {
                    "e"
                } else {
                    "yo"
                }
            }
            'є' if style.press && !start => "ie",
            'є' => "ye",
            'ж' => {
                if language == Serbian {
                    "z"
                } else {
                    "zh"
                }
            }
            'з' => "z",
            'и' if language == Ukrainian => "y",
            // Maria, Viktoria.
            'и' if style.press && language == Russian && next == Some('я') => {
                i += 1;
                "ia"
            }
            'и' if style.press && next == Some('й') && letters.get(i + 1).is_none_or(|n| !n.is_alphabetic()) => {
                i += 1;
                "y"
            }
            'и' | 'і' | 'ѝ' | 'ӣ' => "i",
            'ї' if start => "yi",
            'ї' => "i",
            // The passports of Kyiv and Minsk have no `y` after a vowel.
            'й' if style.press && matches!(language, Ukrainian | Belarusian) && !start => "i",
            // Sergei, Nikolai.
            'й' if style.press && language == Russian && last && matches!(before, Some('е' | 'а')) => "i",
            'й' => "y",
            'ј' => "j",
            'к' if style.press && next == Some('с') => {
                i += 1;
                "x"
            }
            'к' => "k",
            'қ' | 'ҡ' => {
                if style.press {
                    "k"
                } else {
                    "q"
                }
            }
            'л' => "l",
            'љ' => "lj",
            'м' => "m",
            'н' => "n",
            'њ' => "nj",
            'ң' | 'ҥ' | 'ӊ' | 'ӈ' => "ng",
            'о' => "o",
            'ө' => {
                if style.press {
                    "u"
                } else {
                    "o"
                }
            }
            'п' => "p",
            'р' => "r",
            'с' | 'ҫ' => "s",
            'т' => "t",
            'у' | 'ү' | 'ӳ' => "u",
            'ұ' | 'ӯ' => "u",
            'ў' => {
                if language == Persianate {
                    "o"
                } else {
                    "u"
                }
            }
            'ф' => "f",
            'х' => match language {
                Serbian | Macedonian | Bulgarian => "h",
                _ => "kh",
            },
            'һ' | 'ҳ' => "h",
            'ц' => match language {
                Serbian | Macedonian => "c",
                _ => "ts",
            },
            'ч' => {
                if language == Serbian {
                    "c"
                } else {
                    "ch"
                }
            }
            'ҷ' | 'җ' | 'ҹ' => "j",
            'ш' => {
                if language == Serbian {
                    "s"
                } else {
                    "sh"
                }
            }
            'щ' => {
                if language == Bulgarian {
                    "sht"
                } else {
                    "shch"
                }
            }
            'ъ' => {
                let soft = next.is_none_or(|n| is_soft(n) || !n.is_alphabetic());
                if language == Bulgarian && !soft { "a" } else { "" }
            }
            'ы' if next == Some('й') && letters.get(i + 1).is_none_or(|n| !n.is_alphabetic()) => {
                i += 1;
                "y"
            }
            'ы' => "y",
            'ь' => match language {
                // In Bulgarian only before `о`.
                Bulgarian => "y",
                // Vasilievich, Tatiana.
                Russian if style.press && matches!(next, Some('е' | 'ё')) => "i",
                Russian if style.press && next == Some('я') => {
                    i += 1;
                    "ia"
                }
                _ => "",
            },
            'э' => "e",
            'ә' => "a",
            'ӗ' => "e",
            'ю' => match language {
                Ukrainian | Belarusian if style.press && !start => "iu",
                _ => "yu",
            },
            'я' => match language {
                Ukrainian | Belarusian if style.press && !start => "ia",
                Bulgarian if last && before == Some('и') => "a",
                _ => "ya",
            },
            'ђ' => "dj",
            'ћ' => {
                if language == Macedonian {
                    "ch"
                } else {
                    "c"
                }
            }
            'ѓ' => "gj",
            'ќ' => "kj",
            'ѕ' => "dz",
            'џ' => {
                if language == Serbian {
                    "dz"
                } else {
                    "dzh"
                }
            }
            'ғ' => {
                if style.press {
                    "g"
                } else {
                    "gh"
                }
            }
            'ҙ' => "z",
            'ҝ' | 'ҕ' => "g",
            'ӏ' | '\'' | '’' | 'ʼ' => "",
            // Letters of before 1918 and of the church.
            'ѣ' => "e",
            'ѵ' => "i",
            'ѳ' => "f",
            'ѫ' => "a",
            'ѧ' => "ya",
            other => {
                fallback::push(other, &mut out);
                ""
            }
        };
        out.push_str(text);
    }
    out
}

fn ye(yes: bool) -> &'static str {
    if yes { "ye" } else { "e" }
}

/// A vowel that softens the consonant before it.
fn is_soft(c: char) -> bool {
    matches!(c, 'е' | 'ё' | 'ю' | 'я' | 'и' | 'і' | 'є')
}

/// Letters after which `е` opens a syllable of its own.
fn follows_as_vowel(c: char) -> bool {
    matches!(c, 'а' | 'е' | 'ё' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я' | 'і' | 'ї' | 'є' | 'й' | 'ь' | 'ъ' | 'ў')
        || matches!(c, 'ә' | 'ө' | 'ү' | 'ұ' | '\'' | '’' | 'ʼ')
}
