//! Synthetic names and lists for the benchmarks: the same on every machine, so that anyone can run them.
//!
//! They are made to resemble real lists where time is spent: a few words in very many names (legal forms, `trading`,
//! usual given names), many words in one or two, names of two to seven words, every second entity with an alias. They do
//! not resemble them in other scripts, misspellings by publishers, or names of thirty words.

use std::fmt::Write as _;

use sanctions_screen::{Entity, Kind, List, Name, NameType};

const ONSETS: [&str; 24] = [
    "b", "ch", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "sh", "kh", "zh", "br", "tr",
    "st", "", "y",
];
const VOWELS: [&str; 10] = ["a", "e", "i", "o", "u", "a", "o", "ai", "ia", "ei"];
const CODAS: [&str; 14] = ["", "", "", "n", "r", "l", "ng", "s", "m", "k", "t", "v", "sk", "nd"];
const PLACES: [&str; 24] = [
    "Wuhan",
    "Moscow",
    "Tehran",
    "Shenzhen",
    "Dubai",
    "Istanbul",
    "Hong Kong",
    "Beijing",
    "Minsk",
    "Damascus",
    "Novosibirsk",
    "Guangzhou",
    "Limassol",
    "Caracas",
    "Pyongyang",
    "Isfahan",
    "Tianjin",
    "Kazan",
    "Ural",
    "Siberian",
    "Asia",
    "China",
    "Russian",
    "Gulf",
];
const INDUSTRIES: [&str; 40] = [
    "Trading",
    "Technology",
    "International",
    "Group",
    "Industries",
    "Shipping",
    "Electronics",
    "Bank",
    "Import Export",
    "Holding",
    "Machine Tool",
    "Logistics",
    "Investment",
    "Engineering",
    "Oil",
    "Aviation",
    "Research Institute",
    "Services",
    "Construction",
    "Chemical",
    "Metals",
    "Marine",
    "Optics",
    "Instruments",
    "Plant",
    "Factory",
    "Energy",
    "Systems",
    "Telecommunications",
    "Foundation",
    "Development",
    "Supply",
    "Equipment",
    "Design Bureau",
    "Airlines",
    "Petroleum",
    "Textile",
    "Semiconductor",
    "Management",
    "Materials",
];
const LEGAL_FORMS: [&str; 14] = [
    "Ltd",
    "LLC",
    "Co., Ltd.",
    "JSC",
    "OOO",
    "FZE",
    "GmbH",
    "Limited",
    "Corporation",
    "Inc.",
    "S.A.",
    "PJSC",
    "LLP",
    "Company",
];

/// A sequence of numbers that looks random and is the same everywhere (Vigna's `SplitMix64`).
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// Starts a sequence.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// A number below `end`, small ones far more often: the square of an even one.
    fn seldom(&mut self, end: usize) -> usize {
        let even = self.below(1 << 20) as u64;
        ((even * even * end as u64) >> 40) as usize
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

/// A made-up word: always the same for a number.
fn word(number: u64, syllables: usize) -> String {
    let mut chance = Chance::new(number.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ syllables as u64);
    let mut word = String::new();
    for _ in 0..syllables {
        word += chance.one(&ONSETS);
        word += chance.one(&VOWELS);
        word += chance.one(&CODAS);
    }
    if let Some(first) = word.get(..1) {
        word = first.to_uppercase() + &word[1..];
    }
    word
}

/// A name of an organization.
pub fn organization(chance: &mut Chance) -> String {
    let mut words = Vec::new();
    if chance.below(3) == 0 {
        words.push(chance.one(&PLACES).to_owned());
    }
    for _ in 0..=usize::from(chance.below(4) == 0) {
        let syllables = 2 + chance.below(2);
        words.push(word(chance.below(60_000) as u64, syllables));
    }
    for _ in 0..=chance.below(2) {
        words.push(INDUSTRIES[chance.seldom(INDUSTRIES.len())].to_owned());
    }
    if chance.below(4) != 0 {
        words.push(chance.one(&LEGAL_FORMS).to_owned());
    }
    words.join(" ")
}

/// A name of a person: one or two given names out of few, a family name out of many.
pub fn person(chance: &mut Chance) -> String {
    let mut words = Vec::new();
    for _ in 0..=chance.below(2) {
        words.push(word(1_000_000 + chance.seldom(800) as u64, 2));
    }
    let syllables = 2 + chance.below(2);
    words.push(word(2_000_000 + chance.seldom(40_000) as u64, syllables));
    words.join(" ")
}

/// A list of so many names; every second entity has an alias. The same seed makes the same list.
///
/// # Panics
///
/// If `names` is 0.
pub fn list(names: usize, seed: u64) -> List {
    let mut chance = Chance::new(seed);
    let mut entities: Vec<Entity> = Vec::new();
    let mut left = names;
    while left > 0 {
        let kind = match chance.below(20) {
            0..=10 => Kind::Organization,
            11 => Kind::Vessel,
            _ => Kind::Person,
        };
        let name = if kind == Kind::Person { person(&mut chance) } else { organization(&mut chance) };
        let mut entity = Entity::new(format!("{}", entities.len() + 1), kind, &name);
        left -= 1;
        if left > 0 && chance.below(2) == 0 {
            let alias = mutated(&name, &mut chance);
            left -= usize::from(entity.add_name(Name::new(alias, NameType::StrongAlias)));
        }
        entities.push(entity);
    }
    List::from_entities(format!("synthetic-{names}"), "sanctions-screen", entities).expect("the ids are distinct")
}

/// The name as somebody else would write it: one small change.
pub fn mutated(name: &str, chance: &mut Chance) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    match chance.below(5) {
        // Capitals, and words in another order.
        0 if words.len() > 1 => {
            let (first, last) = words.split_at(words.len() - 1);
            format!("{}, {}", last[0], first.join(" ")).to_uppercase()
        }
        // Two words joined.
        1 if words.len() > 2 => format!("{}{}", words[0], words[1..].join(" ")),
        _ => typo(&words, chance),
    }
}

/// A letter left out, doubled, swapped or replaced inside the longest word.
fn typo(words: &[&str], chance: &mut Chance) -> String {
    let longest = (0..words.len()).max_by_key(|&index| words[index].len()).unwrap_or(0);
    let mut letters: Vec<char> = words[longest].chars().collect();
    if letters.len() >= 5 {
        let at = 1 + chance.below(letters.len() - 2);
        match chance.below(4) {
            0 => {
                letters.remove(at);
            }
            1 => letters.insert(at, letters[at]),
            2 => letters.swap(at, at - 1),
            _ => letters[at] = if letters[at] == 'e' { 'o' } else { 'e' },
        }
    }
    let changed: String = letters.into_iter().collect();
    let mut words = words.to_vec();
    words[longest] = &changed;
    words.join(" ")
}

/// A name to ask for, and the entity that it was made from, where it was made from one.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The name.
    pub name: String,
    /// The id of the entity whose name it is, as listed or changed.
    pub of: Option<String>,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// Names of the same making that are not on the list: what nearly all questions are in practice.
    Unlisted,
    /// Listed names with one small change.
    Mutated,
    /// Listed names as they stand.
    Exact,
}

impl Case {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Unlisted, Self::Mutated, Self::Exact];

    /// The word in benchmark ids.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unlisted => "unlisted",
            Self::Mutated => "mutated",
            Self::Exact => "exact",
        }
    }

    /// So many names to ask a list for.
    pub fn asked(self, list: &List, count: usize) -> Vec<Asked> {
        let mut chance = Chance::new(0x0a5c_ed00 + self as u64);
        (0..count)
            .map(|number| match self {
                Self::Unlisted => {
                    let name = if number % 2 == 0 { organization(&mut chance) } else { person(&mut chance) };
                    Asked { name, of: None }
                }
                Self::Mutated | Self::Exact => {
                    let entity = &list.entities[chance.below(list.entities.len())];
                    let name = entity.primary_name();
                    let name = if self == Self::Exact { name.to_owned() } else { mutated(name, &mut chance) };
                    Asked { name, of: Some(entity.id.clone()) }
                }
            })
            .collect()
    }
}

/// All names of an entity but the first.
pub fn aliases(entity: &Entity) -> Vec<&str> {
    entity.names[1..].iter().map(|name| name.full.as_str()).collect()
}

/// The list as a CSV file of one's own.
pub fn own_csv(list: &List) -> String {
    let mut text = "id,kind,name,aliases\n".to_owned();
    for entity in &list.entities {
        let (kind, aliases) = (entity.kind.as_str(), aliases(entity).join("; "));
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{},{kind},\"{}\",\"{aliases}\"", entity.id, entity.primary_name());
    }
    text
}
