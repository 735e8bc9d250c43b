//! Georgian: the national system of 2002 without its apostrophes, which is what passports and lists write.

use super::{Readings, fallback, readings};

pub(super) fn romanize(word: &str) -> Readings {
    let mut national = String::with_capacity(word.len());
    let mut older = String::with_capacity(word.len());
    for c in word.chars() {
        // Nuskhuri, the lower case of the church alphabet, runs parallel to Mkhedruli.
        let c = match u32::from(c) {
            code @ 0x2D00..=0x2D25 => char::from_u32(code - 0x2D00 + 0x10D0).unwrap_or(c),
            _ => c,
        };
        if let Some(text) = letter(c) {
            national.push_str(text);
            // Spellings from Russian times: no `q`, and `f` where foreign words had it.
            older.push_str(match c {
                'ყ' => "k",
                'ფ' => "f",
                _ => text,
            });
        } else {
            fallback::push(c, &mut national);
            fallback::push(c, &mut older);
        }
    }
    readings([national, older])
}

fn letter(c: char) -> Option<&'static str> {
    Some(match c {
        'ა' => "a",
        'ბ' => "b",
        'გ' => "g",
        'დ' => "d",
        'ე' | 'ჱ' => "e",
        'ვ' | 'ჳ' => "v",
        'ზ' => "z",
        'თ' | 'ტ' => "t",
        'ი' | 'ჲ' => "i",
        'კ' | 'ქ' => "k",
        'ლ' => "l",
        'მ' => "m",
        'ნ' => "n",
        'ო' | 'ჵ' => "o",
        'პ' | 'ფ' => "p",
        'ჟ' => "zh",
        'რ' => "r",
        'ს' => "s",
        'უ' => "u",
        'ღ' => "gh",
        'ყ' => "q",
        'შ' => "sh",
        'ჩ' | 'ჭ' => "ch",
        'ც' | 'წ' => "ts",
        'ძ' => "dz",
        'ხ' | 'ჴ' => "kh",
        'ჯ' => "j",
        'ჰ' => "h",
        'ჶ' => "f",
        _ => return None,
    })
}
