//! Every number that moves a score, with its unit and its reason. Nothing outside this file prices evidence;
//! `name::weight` says how much a *word* tells, this file says what its *match* or *mismatch* is worth.
//!
//! Weights are in hundredths of a bit, likeness and coefficients in thousandths, scores in ten-thousandths.

use crate::name::Mode;

use super::similarity::Evidence;

/// Likeness of two words that are the same.
pub(crate) const EQUAL: u16 = 1000;
/// The same concept in other words (`plant` / `zavod`): sure, but not letter for letter.
pub(crate) const SAME_CONCEPT: u16 = 970;
/// Words that different sources use of one organization (`fund` / `foundation`, `air` / `airlines`): they fit, and often stand for
/// two.
pub(crate) const RELATED: u16 = 800;
/// Two spellings of one given name (`Mohammed` / `Muhammad`).
pub(crate) const NAME_SPELLING: u16 = 970;
/// A pet form (`Misha` / `Mikhail`): fits, but a pet form may belong to several names.
pub(crate) const DIMINUTIVE: u16 = 860;
/// The same given name in another language (`Ivan` / `John`): people are seldom listed so.
pub(crate) const NAME_TRANSLATION: u16 = 820;
/// Letters that look alike (`rn` / `m`).
pub(crate) const LOOKALIKE: u16 = 960;
/// Words split or joined: nothing is lost but a blank.
pub(crate) const JOINED: u16 = 985;
/// What an acronym in the query says of listed words, and the other way round, by its letters: many names have the same
/// initials, those of three letters too many to be found by them alone. Who writes an acronym means its words; who writes words
/// seldom means another's acronym.
pub(crate) fn acronym_likeness(letters: usize, in_query: bool) -> u16 {
    match (letters, in_query) {
        (0..=2, _) | (3, false) => 0,
        (3, true) => 800,
        (4, false) => 680,
        (_, false) => 850,
        (_, true) => 930,
    }
}

/// What of a matched word's weight counts as identified: all of it where the letters are the same, less where another word
/// is only alike.
pub(crate) fn identified(weight: u32, likeness: u16) -> u32 {
    weight * u32::from(likeness.saturating_sub(600)) / 400
}

/// Words that sound alike but are both usual are two names (`Melin`, `Malone`) unless a table knows them for one.
pub(crate) const BOTH_USUAL: u16 = 120;
/// How alike, of 100, two given names must sound that the tables know for two, to be one after all.
pub(crate) const SOUNDS_OF_ONE_NAME: u8 = 85;
/// Letters of a given name that few sounds tell from another.
pub(crate) const SHORT_GIVEN_NAME: usize = 7;
/// An initial and a name that begins with it.
pub(crate) const INITIAL: u16 = 950;
/// A name that begins with all of the query, which fills a field at whose end it may have been cut, in ten-thousandths.
pub(crate) const CUT_OFF: u32 = 9850;
/// A word cut off at the end of a field.
pub(crate) const TRUNCATED: u16 = 960;
/// Of a company's word, at most so many thousandths of its letters may differ where it is only the sound that agrees:
/// brands are short, and made to sound alike.
pub(crate) const MOST_RESPELLED: usize = 340;
/// The same for long words, and for words of scripts without vowels.
pub(crate) const MOST_RESPELLED_LONG: usize = 400;
pub(crate) const MOST_RESPELLED_WITHOUT_VOWELS: usize = 650;
/// Whether neighbours joined and a word that are so alike are the same: by their letters, or by a sure sound. Syllables of a
/// given name are joined in any spelling.
pub(crate) fn are_joined((likeness, evidence): (u16, Evidence), mode: Mode) -> bool {
    match evidence {
        Evidence::Equal | Evidence::Typo | Evidence::Lookalike => true,
        _ if mode == Mode::Person => likeness >= 800,
        _ => likeness >= 950,
    }
}

/// Whether all words of a name, joined, are so alike to one listed word that it may be written apart: `Kim Eide` is no
/// `Khimmed`, and a company or ship of two words (`Sol Arias`, `Tor Vik`) no other of one word.
pub(crate) fn is_whole_joined((likeness, evidence): (u16, Evidence), mode: Mode) -> bool {
    match (evidence, mode) {
        (Evidence::Transliteration, Mode::Person) => likeness >= 950,
        (Evidence::Transliteration, _) => likeness >= 960,
        (Evidence::Typo, _) => likeness >= 850,
        _ => true,
    }
}

/// Likeness of a company's short word that only sounds like another: no more than that of a typing error.
pub(crate) const SHORT_RESPELLED: u16 = 740;
/// Most for a company's word that only sounds like another where both are written in Latin letters: nobody had to spell the
/// one after the sound of the other.
pub(crate) const RESPELLED_IN_LATIN: u16 = 920;
/// A word that a table knows is sooner itself than a coined one with an error: `mobility`, `Nobility`.
pub(crate) const KNOWN_WORD: u16 = 170;
/// Letters from which on a very usual word that two words end in tells nothing of their likeness: `AZ-Engineering` is no
/// `ATE-Engineering`.
pub(crate) const SHORTEST_TAIL: usize = 6;
/// Words of up to so many letters are short.
pub(crate) const SHORT_WORD: usize = 6;
/// An acronym of up to so many letters must stand alone: beside a name it is part of the name.
pub(crate) const SHORT_ACRONYM: usize = 4;
/// A name beside which a short acronym does not stand alone.
pub(crate) const TELLING: u32 = 800;
/// An acronym is no usual word: it must tell at least this.
pub(crate) const LEAST_ACRONYM: u32 = 1200;
/// Below this, two words are not alike.
pub(crate) const LEAST_ALIKE: u16 = 600;

/// Likeness of words that sound alike: the sound room's 60..=100 becomes 700..=965.
pub(crate) fn sound(similarity: u8) -> u16 {
    if similarity < 60 { 0 } else { 700 + (u16::from(similarity.min(100)) - 60) * 265 / 40 }
}

/// Most typing errors in a word of so many letters. In short words another letter is another word.
pub(crate) fn typos_allowed(letters: usize) -> u32 {
    match letters {
        0..=3 => 0,
        4..=9 => 1,
        _ => 2,
    }
}

/// Likeness of words so many typing errors apart: an error weighs less in a long word.
pub(crate) fn typo(errors: u32, letters: usize, both_usual: bool, first_letter_differs: bool) -> u16 {
    let length = letters.min(14) as u32;
    let base = match errors {
        1 => 1000 - 1200 / length.max(1),
        _ => 1000 - 2000 / length.max(1),
    };
    // Two usual words one letter apart (`Marina`, `Martina`) are two words, not one and its misspelling.
    let usual = if both_usual { 170 } else { 0 };
    // The first letter is seldom mistyped.
    let first = if first_letter_differs { 40 } else { 0 };
    let likeness = base.saturating_sub(usual + first);
    // One error alone, even in the first of five letters, leaves the name to be found.
    if errors == 1 && length >= 5 && !both_usual { likeness.max(755) as u16 } else { likeness as u16 }
}

/// Weight of an acronym: each letter is one of some ten that names begin with.
pub(crate) fn acronym(letters: usize) -> u32 {
    match letters {
        0..=2 => 0,
        3 => 1000,
        4 => 1400,
        _ => 1600,
    }
}

/// Weight of letters that a field's end left of a word.
pub(crate) fn truncated(letters: usize) -> u32 {
    200 * letters as u32
}

/// An initial that fits no name, where a name or another initial is left over on the other side: another person.
pub(crate) const INITIAL_CONTRADICTED: u32 = 1000;
/// An initial left over for which nothing stands on the other side.
pub(crate) const INITIAL_LEFT: u32 = 100;
/// A number on each side, and not the same: `No. 10` / `No. 11` are two entities, whatever else agrees and however much.
pub(crate) fn number_contradicted(matched: u64) -> u32 {
    1600.max(matched as u32 * 35 / 100)
}

/// What generic words left over count for, in thousandths, by how much is identified: beside a word that nobody else bears
/// (`hikvision`) they count for less, beside a usual one (`triangle`, `pegasus`) they tell companies apart.
pub(crate) fn generic_left(identified: u32) -> u32 {
    falling(u64::from(identified), (2750, 2950), (1000, 480)) as u32
}

/// What a place left over counts for, in thousandths, by how much is identified: a country or city behind a brand.
pub(crate) fn place_left(identified: u32) -> u32 {
    falling(u64::from(identified), (900, 3000), (1000, 500)) as u32
}

/// A straight line from the greater value down to the lesser one.
fn falling(at: u64, (from, to): (u64, u64), (most, least): (u64, u64)) -> u64 {
    most - (most - least) * (at.clamp(from, to) - from) / (to - from)
}

/// Leftovers of less than this (a legal form, a particle) count as none.
pub(crate) const NEXT_TO_NOTHING: u32 = 150;

/// Names that share less than this, and are not the same words, share too little to speak of.
pub(crate) fn least_shared(mode: Mode) -> u64 {
    match mode {
        Mode::Organization => 1350,
        Mode::Person => 1000,
        Mode::Craft => 450,
    }
}

/// What is missing of that costs, in thousandths, where usual words are all that agrees, and only in what they mean:
/// `Industrial Minerals` are no `Mining Industries`.
pub(crate) const LITTLE_SHARED_IN_MEANING: u64 = 600;

/// What is missing of that costs, in thousandths.
pub(crate) fn little_shared(mode: Mode) -> u64 {
    match mode {
        Mode::Organization => 300,
        Mode::Person => 180,
        Mode::Craft => 420,
    }
}

/// What likeness that is lacking costs besides, in thousandths, where so much is left over, be it a legal form: a typing error
/// leaves the rest of the name as it is.
pub(crate) fn doubtful(left: u32, mode: Mode) -> u64 {
    const TWO_FORMS: u64 = 60;
    let most = match mode {
        Mode::Organization => 500,
        Mode::Person => 150,
        Mode::Craft => 300,
    };
    rising(left, TWO_FORMS, most)
}

/// The same for one or two names of a person that are all only alike, though the query's are usual as they stand: `Anne
/// Cooke` is no respelled Hanna Rzooki.
pub(crate) const DOUBTFUL_NAMES: u64 = 450;
/// Names of a person that are all only alike are doubtful up to this many; three that agree are no accident.
pub(crate) const FEW_NAMES: usize = 2;
/// From this likeness on, two names of a person are surely the same.
pub(crate) const SURELY_ALIKE: u16 = 950;

/// What a legal form that nothing answers costs, in thousandths of what is matched, where so much is left over besides: two
/// companies. Who writes a name with its form writes all of it, so words that only the list has cost more then.
pub(crate) fn other_form(query: FormLeft, listed: FormLeft) -> u64 {
    const A_WORD: u64 = 300;
    let besides = query.besides + listed.besides;
    let mut cost = (u64::from(query.form) + u64::from(listed.form)) * rising(besides, A_WORD, 60);
    if query.form {
        cost += rising(listed.besides, A_WORD, 200);
    }
    cost
}

/// Whether a legal form is left over on a side, and how much besides.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FormLeft {
    pub(crate) form: bool,
    pub(crate) besides: u32,
}

/// What it costs, in thousandths of what is matched, that only one name of a person answers and the query has so much besides:
/// many bear one name (`Rayhanah`, `Abdus Samad`).
pub(crate) fn lone_name(added: u32) -> u64 {
    const A_NAME: u64 = 300;
    rising(added, A_NAME, 300)
}

/// A straight line from nothing up to `most` at `to`, and no further.
fn rising(at: u32, to: u64, most: u64) -> u64 {
    most * u64::from(at).min(to) / to
}

/// Words that only the query has count no further than this: an address in the name field is noise, however long.
pub(crate) const MOST_ADDED: u64 = 1000;
/// Words that only the list has count no further than this.
pub(crate) const MOST_MISSING: u64 = 2900;

/// What a leftover costs for which something else stands on the other side: a contradiction.
pub(crate) fn contradiction(mode: Mode) -> u64 {
    match mode {
        Mode::Organization => 1850,
        // Given and family names are respelled in more ways than the tables know.
        Mode::Person => 1300,
        Mode::Craft => 1440,
    }
}

/// What it costs besides that two names are of two industries (`bank`, `market`).
pub(crate) const OTHER_INDUSTRY: u64 = 420;
/// What it costs besides that the query is of an industry of which the list says nothing.
pub(crate) const ADDED_INDUSTRY: u64 = 300;

/// What several words must tell that are all of a listed name and stand together in the query, to be found in a longer
/// one.
pub(crate) const SEVERAL_WORDS: u64 = 1250;

/// What a legal form costs that only the query has or for which the list has another. What only the list has is often left out,
/// and costs nothing by itself: names of one company with and without its form are the same.
pub(crate) const FORM_LEFT: u64 = 1850;

/// By how much less words count, left over, that say which office of an organization a query means (`Export Division`).
pub(crate) const OF_OFFICE: u32 = 25;

/// What a syllable of a Korean name that is left over weighs at least: it is a name of its own, however usual.
pub(crate) const SYLLABLE_LEFT: u32 = 600;

/// Names besides in the query that weigh so much make another name, however much one word tells: `Viktoriia` in `Orest
/// Viktoriia Lysenko`. More than a dictionary word, which may be a misspelled form.
pub(crate) const NAMED_BESIDES: u32 = 1310;
/// What they cost at least, in thousandths.
pub(crate) const ADDED_NAME: u64 = 1200;

/// What a leftover of the query costs where nothing stands on the list, by how much is matched (hundredths of a bit): behind
/// words that hardly anyone else bears it is a branch, a city, a department; behind others it makes another name.
pub(crate) fn added(matched: u64, is_whole: bool, mode: Mode) -> u64 {
    // Several words that are all of a listed name are seldom part of another.
    if mode == Mode::Organization && is_whole {
        return falling(matched, (2480, 3000), (1850, 270)) / 4;
    }
    match mode {
        Mode::Organization => falling(matched, (2480, 3000), (1850, 270)),
        Mode::Person => falling(matched, (1850, 4300), (960, 210)),
        // A ship's name is whole.
        Mode::Craft => 1440,
    }
}

/// What a leftover of the list costs where nothing stands in the query. Names are shortened more often than they are
/// lengthened: people leave out a given name, companies half of their name.
pub(crate) fn missing(matched: u64, mode: Mode) -> u64 {
    match mode {
        Mode::Organization => falling(matched, (650, 1600), (890, 200)),
        Mode::Person => falling(matched, (1375, 2280), (720, 215)),
        Mode::Craft => 450,
    }
}

/// What words in another order cost, in ten-thousandths.
pub(crate) fn disorder(mode: Mode, inversions: u32) -> u32 {
    match mode {
        // Family name first or last is custom, not evidence.
        Mode::Person => inversions.min(1) * 20,
        Mode::Organization | Mode::Craft => inversions.min(3) * 100,
    }
}

/// The least that a name which is not equal after lossless normalisation loses.
pub(crate) const NOT_EQUAL: u32 = 10;
/// What the standing of a matched name costs.
pub(crate) const WEAK_ALIAS: u32 = 500;
