//! Numbers in names: digits, ordinals, Roman numerals, words.

/// The value of a written number, as digits without leading zeros; `None` for anything else.
///
/// `11`, `011`, `11th`, `eleventh`, `eleven`; Roman numerals from II to XXXIX where `roman` (a single letter is a number
/// only where the caller knows that it is no initial).
pub(super) fn value(text: &str, roman: bool) -> Option<String> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        let rest = &text[digits..];
        if rest.is_empty()
            || matches!(rest, "st" | "nd" | "rd" | "th" | "er" | "eme" | "e" | "o" | "a" | "go" | "y" | "i" | "ya")
        {
            let value = text[..digits].trim_start_matches('0');
            return Some(if value.is_empty() { "0".to_owned() } else { value.to_owned() });
        }
        return None;
    }
    if let Some(value) = word_value(text) {
        return Some(value.to_string());
    }
    if roman { roman_value(text).map(|value| value.to_string()) } else { None }
}

fn word_value(text: &str) -> Option<u32> {
    Some(match text {
        "first" | "pervyy" | "pervy" | "premier" | "primero" | "primeiro" => 1,
        "second" | "two" | "vtoroy" | "segundo" | "deuxieme" => 2,
        "third" | "three" | "tretiy" | "tercero" | "terceiro" | "troisieme" | "trois" | "drei" => 3,
        "fourth" | "four" | "chetvertyy" | "cuatro" | "quatre" | "vier" => 4,
        "fifth" | "five" | "pyatyy" | "cinco" | "cinq" | "funf" => 5,
        "sixth" | "six" | "shestoy" | "sechs" => 6,
        "seventh" | "seven" | "sedmoy" | "siete" | "sieben" => 7,
        "eighth" | "eight" | "vosmoy" | "ocho" | "huit" => 8,
        "ninth" | "nine" | "devyatyy" | "nueve" | "neuf" | "neun" => 9,
        "tenth" | "ten" | "desyatyy" | "diez" | "zehn" => 10,
        "eleventh" | "eleven" | "onze" => 11,
        "twelfth" | "twelve" | "doce" | "douze" | "zwolf" => 12,
        "thirteenth" | "thirteen" | "trece" | "treize" => 13,
        "fourteenth" | "fourteen" | "catorce" | "quatorze" => 14,
        "fifteenth" | "fifteen" | "quince" | "quinze" => 15,
        "sixteenth" | "sixteen" | "dieciseis" => 16,
        "seventeenth" | "seventeen" | "diecisiete" => 17,
        "eighteenth" | "eighteen" | "dieciocho" => 18,
        "nineteenth" | "nineteen" | "diecinueve" => 19,
        "twentieth" | "twenty" | "veinte" | "vingt" | "zwanzig" => 20,
        "veintiuno" => 21,
        "veintidos" => 22,
        "veintitres" => 23,
        "veinticuatro" => 24,
        "veinticinco" => 25,
        "veintiseis" => 26,
        "veintisiete" => 27,
        "veintiocho" => 28,
        "veintinueve" => 29,
        "thirtieth" | "thirty" | "treinta" | "trente" | "dreissig" => 30,
        "fortieth" | "forty" | "cuarenta" | "quarante" => 40,
        "fiftieth" | "fifty" | "cincuenta" | "cinquante" => 50,
        "sixtieth" | "sixty" => 60,
        "seventieth" | "seventy" => 70,
        "eightieth" | "eighty" => 80,
        "ninetieth" | "ninety" => 90,
        _ => return None,
    })
}

/// The value of a number written in two words (`thirty third`, `twenty-seven`), as digits.
pub(super) fn value_of_two(tens: &str, units: &str) -> Option<String> {
    // `Twentieth first` is no number.
    let tens = word_value(tens).filter(|value| *value >= 20 && tens.ends_with('y'))?;
    // One alone is a word like any other; behind tens it is a number.
    let units = if units == "one" { 1 } else { word_value(units).filter(|units| (1..=9).contains(units))? };
    Some((tens + units).to_string())
}

fn roman_value(text: &str) -> Option<u32> {
    const UNITS: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    let tens = text.bytes().take_while(|&letter| letter == b'x').count();
    let units = UNITS.iter().position(|units| *units == &text[tens..])?;
    let value = tens * 10 + units;
    (tens <= 3 && value > 0).then_some(value as u32)
}

/// The value of a Chinese numeral up to 9999 (`十一`, `五十`, `七一〇`), as digits.
pub(super) fn han_value(text: &str) -> Option<String> {
    let digit = |c: char| {
        "〇一二三四五六七八九".chars().position(|d| d == c).or(match c {
            '零' | '○' => Some(0),
            '两' => Some(2),
            _ => None,
        })
    };
    if text.is_empty() {
        return None;
    }
    if text.chars().all(|c| digit(c).is_some()) {
        return Some(text.chars().filter_map(digit).map(|d| d.to_string()).collect());
    }
    let (mut total, mut current) = (0_usize, 0_usize);
    for c in text.chars() {
        let unit = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            _ => {
                current = digit(c)?;
                continue;
            }
        };
        total += current.max(1) * unit;
        current = 0;
    }
    Some((total + current).to_string())
}

#[cfg(test)]
mod tests {
    use super::{han_value, value, value_of_two};

    #[test]
    fn written_numbers_have_one_value() {
        for text in ["11", "011", "11th", "eleventh"] {
            assert_eq!(value(text, false).as_deref(), Some("11"), "{text}");
        }
        assert_eq!(value("xi", true).as_deref(), Some("11"));
        assert_eq!(value("xi", false), None);
        assert_eq!(value("viv", true), None);
        assert_eq!(value("11a2", false), None);
        assert_eq!(value_of_two("thirty", "third").as_deref(), Some("33"));
        assert_eq!(value_of_two("twenty", "one").as_deref(), Some("21"));
        assert_eq!(value_of_two("thirtieth", "third"), None);
        assert_eq!(value_of_two("third", "thirty"), None);
        assert_eq!(han_value("十一").as_deref(), Some("11"));
        assert_eq!(han_value("五十三").as_deref(), Some("53"));
        assert_eq!(han_value("七一〇").as_deref(), Some("710"));
        assert_eq!(han_value("中"), None);
    }
}
