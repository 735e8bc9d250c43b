//! Armenian: the eastern reading as passports of the republic spell it, and the western one of the diaspora.

use super::{Readings, fallback, readings};

pub(super) fn romanize(word: &str) -> Readings {
    let letters: Vec<char> = word.chars().collect();
    readings([read(&letters, false), read(&letters, true)])
}

fn read(letters: &[char], western: bool) -> String {
    let mut out = String::with_capacity(letters.len() * 2);
    let mut i = 0;
    while i < letters.len() {
        let start = out.is_empty() || out.ends_with(' ');
        let next = letters.get(i + 1).copied();
        i += 1;
        let text = match letters[i - 1] {
            // The digraph for `u`, also in its one-letter typing with `yiwn`.
            'ո' if matches!(next, Some('ւ' | 'Ւ')) => {
                i += 1;
                "u"
            }
            'ո' if start => "vo",
            'ո' | 'օ' => "o",
            'ե' if matches!(next, Some('ւ')) => {
                i += 1;
                if start { "yev" } else { "ev" }
            }
            'և' => {
                if start {
                    "yev"
                } else {
                    "ev"
                }
            }
            'ե' if start => "ye",
            'ե' | 'է' => "e",
            'ա' => "a",
            'բ' => ["b", "p"][usize::from(western)],
            'գ' => ["g", "k"][usize::from(western)],
            'դ' => ["d", "t"][usize::from(western)],
            'պ' => ["p", "b"][usize::from(western)],
            'կ' => ["k", "g"][usize::from(western)],
            'տ' => ["t", "d"][usize::from(western)],
            'ծ' => ["ts", "dz"][usize::from(western)],
            'ձ' => ["dz", "ts"][usize::from(western)],
            'ճ' => ["ch", "j"][usize::from(western)],
            'ջ' => ["j", "ch"][usize::from(western)],
            // The surname ending: Petrosyan in Yerevan, Bedrosian in Boston.
            'յ' if western && matches!(next, Some('ա')) => "i",
            'յ' if western && start => "h",
            'յ' => "y",
            'զ' => "z",
            'ը' => "y",
            'թ' => "t",
            'ժ' => "zh",
            'ի' => "i",
            'լ' => "l",
            'խ' => "kh",
            'հ' => "h",
            'ղ' => "gh",
            'մ' => "m",
            'ն' => "n",
            'շ' => "sh",
            'չ' => "ch",
            'ռ' | 'ր' => "r",
            'ս' => "s",
            'վ' | 'ւ' => "v",
            'ց' => "ts",
            'փ' => "p",
            'ք' => "k",
            'ֆ' => "f",
            other => {
                fallback::push(other, &mut out);
                ""
            }
        };
        out.push_str(text);
    }
    out
}
