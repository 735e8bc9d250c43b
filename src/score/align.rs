//! Which token answers which; what is left over on both sides; what that amounts to.

use smallvec::SmallVec;

use crate::name::script::Script;
use crate::name::{Class, HasWord, Mode, Token, WordRef};
use crate::profile::{MOST_JOINED, MOST_TOKENS, Prepared, is_joinable};

use super::bound::{self, Left, LeftAs};
use super::similarity::{Evidence, similarity};
use super::weights;

/// Tokens of one side, as a set.
pub(crate) type Tokens = u64;

/// One or several query tokens answered by one or several listed ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) query: Tokens,
    pub(crate) listed: Tokens,
    /// What the pair tells in full, in hundredths of a bit.
    pub(crate) weight: u32,
    /// Likeness in thousandths.
    pub(crate) likeness: u16,
    pub(crate) evidence: Evidence,
    /// Whether it identifies, or only generic words meet.
    pub(crate) identifying: bool,
}

/// How two names answer each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Alignment {
    pub(crate) pairs: SmallVec<[Pair; 8]>,
    pub(crate) query_left: Tokens,
    pub(crate) listed_left: Tokens,
    pub(crate) evidence: bound::Evidence,
    /// Lost by words in another order, in ten-thousandths.
    pub(crate) disorder: u32,
    /// In ten-thousandths.
    pub(crate) score: u32,
}

/// What a word weighs at least that answers neighbours joined.
pub(crate) const LEAST_JOINED: u32 = 600;

/// The tokens `first..first + count` as a set.
pub(crate) fn run(first: usize, count: usize) -> Tokens {
    ((1_u64 << count) - 1) << first
}

/// How alike words of the query and of a listed name are, each told by its place. Either [`similarity`] is asked anew or a
/// caller that has asked before remembers the answer.
pub(crate) trait Alike {
    /// A token of the query and a listed word.
    fn token(&mut self, query: usize, listed: usize) -> Option<(u16, Evidence)>;
    /// Neighbours of the query joined, told by their place among its joins, and a listed word.
    fn join(&mut self, join: usize, listed: usize) -> Option<(u16, Evidence)>;
    /// Of the listed words, those that a token may be alike to.
    fn of_token(&self, _query: usize) -> Tokens {
        Tokens::MAX
    }
    /// Of the listed words, those that neighbours joined may be alike to.
    fn of_join(&self, _join: usize) -> Tokens {
        Tokens::MAX
    }
    /// Whether a word of the one name may stand for several of the other, letter for letter.
    fn has_several(&self) -> bool {
        true
    }
}

/// Compares the words themselves, each time.
struct Compared<'a> {
    query: &'a Prepared,
    listed: &'a [WordRef<'a>],
    mode: Mode,
}

impl Alike for Compared<'_> {
    fn token(&mut self, query: usize, listed: usize) -> Option<(u16, Evidence)> {
        similarity(self.query.tokens[query].word(), self.listed[listed], self.mode)
    }

    fn join(&mut self, join: usize, listed: usize) -> Option<(u16, Evidence)> {
        similarity(self.query.joined(join).word(), self.listed[listed], self.mode)
    }
}

/// Aligns two readings.
pub(crate) fn align(query: &Prepared, listed: &[WordRef<'_>], mode: Mode) -> Alignment {
    align_as(query, listed, mode, &mut Compared { query, listed, mode })
}

/// Aligns two readings whose words are known to be so alike.
pub(crate) fn align_as(query: &Prepared, listed: &[WordRef<'_>], mode: Mode, alike: &mut impl Alike) -> Alignment {
    let mut edges: SmallVec<[Pair; 16]> = SmallVec::new();
    collect_edges(query, listed, mode, alike, &mut edges);
    edges.sort_unstable_by(|a, b| {
        let gain = |pair: &Pair| u64::from(pair.weight) * u64::from(pair.likeness);
        gain(b)
            .cmp(&gain(a))
            .then((a.query.count_ones() + a.listed.count_ones()).cmp(&(b.query.count_ones() + b.listed.count_ones())))
            .then(
                a.query
                    .trailing_zeros()
                    .abs_diff(a.listed.trailing_zeros())
                    .cmp(&b.query.trailing_zeros().abs_diff(b.listed.trailing_zeros())),
            )
            .then(a.query.cmp(&b.query))
            .then(a.listed.cmp(&b.listed))
    });
    let (mut query_used, mut listed_used): (Tokens, Tokens) = (0, 0);
    let mut pairs: SmallVec<[Pair; 8]> = SmallVec::new();
    for edge in edges {
        if edge.query & query_used == 0 && edge.listed & listed_used == 0 {
            query_used |= edge.query;
            listed_used |= edge.listed;
            pairs.push(edge);
        }
    }
    // Initials alone name nobody.
    if !pairs.iter().any(|pair| pair.identifying && pair.evidence != Evidence::Initial) {
        pairs.retain(|pair| pair.evidence != Evidence::Initial);
    }
    if mode == Mode::Person {
        without_doubtful_initials(&query.tokens, listed, &mut pairs);
    }
    query_used = pairs.iter().fold(0, |used, pair| used | pair.query);
    listed_used = pairs.iter().fold(0, |used, pair| used | pair.listed);
    pairs.sort_unstable_by_key(|pair| pair.query.trailing_zeros());
    let query_left = !query_used & run(0, query.tokens.len().min(MOST_TOKENS));
    let listed_left = !listed_used & run(0, listed.len().min(MOST_TOKENS));
    settle(&query.tokens, listed, mode, pairs, query_left, listed_left)
}

/// Takes away initials that fit beside a name that is only alike: `T. K. Mohan` is listed for nobody called `Megan Chung`. An
/// initial of the query that the listed name begins with stays where a letter of the other name is mistyped.
fn without_doubtful_initials(query: &[Token], listed: &[WordRef<'_>], pairs: &mut SmallVec<[Pair; 8]>) {
    let mut names = pairs.iter().filter(|pair| pair.identifying && pair.evidence != Evidence::Initial);
    if names.clone().any(is_sure) {
        return;
    }
    let mistyped = names.any(|pair| pair.evidence != Evidence::Transliteration);
    pairs.retain(|pair| {
        let (i, j) = (pair.query.trailing_zeros() as usize, pair.listed.trailing_zeros() as usize);
        pair.evidence != Evidence::Initial
            || pair.likeness == weights::EQUAL
            || mistyped
                && query[i].word.class == Class::Initial
                && listed[j].letters.as_bytes().first() == query[i].word.letters.as_bytes().first()
    });
}

/// Whether the words of a pair are surely the same name of a person.
fn is_sure(pair: &Pair) -> bool {
    pair.likeness >= weights::SURELY_ALIKE && pair.evidence != Evidence::Transliteration
}

/// Whether the names of a person that answer are few, all of them only alike, and the query's usual as they stand.
fn are_doubtful(query: &[Token], pairs: &[Pair]) -> bool {
    let mut names = pairs.iter().filter(|pair| pair.identifying && pair.evidence != Evidence::Initial);
    let is_usual = |word: WordRef<'_>| word.usual || word.class != Class::Name;
    pairs.len() <= weights::FEW_NAMES
        && !names.any(is_sure)
        && pairs.iter().flat_map(|pair| members(pair.query)).all(|index| is_usual(query[index].word()))
}

fn settle(
    query: &[Token],
    listed: &[WordRef<'_>],
    mode: Mode,
    pairs: SmallVec<[Pair; 8]>,
    query_left: Tokens,
    listed_left: Tokens,
) -> Alignment {
    let mut evidence = bound::Evidence::default();
    for pair in &pairs {
        evidence.matched += u64::from(pair.weight) * u64::from(pair.likeness);
        evidence.full += u64::from(pair.weight) * 1000;
        evidence.words += u32::from(pair.weight >= 150);
        if pair.identifying {
            evidence.identified += weights::identified(pair.weight, pair.likeness);
        }
        if pair.evidence == Evidence::Initial && pair.likeness < weights::EQUAL {
            evidence.initials += u64::from(pair.weight) * u64::from(pair.likeness);
        }
    }
    evidence.inserted = is_inserted(query, &pairs, query_left);
    evidence.doubtful_names = mode == Mode::Person && are_doubtful(query, &pairs);
    let mut alignment = Alignment { pairs, query_left, listed_left, evidence, disorder: 0, score: 0 };
    let [query_side, listed_side] = alignment.left(query, listed);
    // Usual words may be translated, where a name stands beside them.
    let is_named = alignment.pairs.iter().any(|pair| pair.identifying);
    let is_same = |pair: &Pair| match pair.evidence {
        Evidence::Equal | Evidence::Joined | Evidence::Typo | Evidence::Lookalike | Evidence::Truncated => true,
        Evidence::SameConcept => is_named && !pair.identifying,
        _ => false,
    };
    // Where usual words are all that agrees (`W-System`, `A B Security`), what stands beside them makes the name, and be it
    // another form beside the only one (`Energy S.r.l.`).
    let is_whole = alignment.evidence.matched >= u64::from(weights::NEXT_TO_NOTHING) * 1000
        && (alignment.evidence.words > 1 || query_side.forms == 0)
        && are_forms(query, alignment.query_left)
        && are_forms(listed, alignment.listed_left);
    alignment.evidence.same_words = query_side.is_next_to_nothing()
        && listed_side.is_next_to_nothing()
        && (alignment.evidence.identified >= weights::NEXT_TO_NOTHING || is_whole)
        && alignment.pairs.iter().all(|pair| pair.weight < weights::NEXT_TO_NOTHING || is_same(pair));
    alignment.evidence.query_left = query_side;
    alignment.evidence.listed_left = listed_side;
    alignment.disorder = weights::disorder(mode, inversions(&alignment.pairs));
    alignment.score = bound::score(&alignment.evidence, mode).saturating_sub(alignment.disorder);
    alignment
}

impl Alignment {
    /// What is left over on the query's side and on the list's.
    fn left(&self, query: &[Token], listed: &[WordRef<'_>]) -> [Left; 2] {
        let mut sides = [Left::default(); 2];
        for index in members(self.query_left) {
            let (weight, counted) = self.query_left_weight(query, listed, index);
            sides[0].add(counted, weight);
        }
        for index in members(self.listed_left) {
            let (weight, counted) = self.listed_left_weight(query, listed, index);
            sides[1].add(counted, weight);
        }
        sides
    }

    /// What a token of the query that is left over weighs, and how it is counted.
    pub(crate) fn query_left_weight(&self, query: &[Token], listed: &[WordRef<'_>], index: usize) -> (u32, LeftAs) {
        let token = &query[index];
        let stands_against = |class| holds(listed, self.listed_left, class);
        self.left_weight(token.word(), leftover_weight(token), stands_against, |class| {
            holds(query, self.query_left, class)
        })
    }

    /// What a listed word that is left over weighs, and how it is counted.
    pub(crate) fn listed_left_weight(&self, query: &[Token], listed: &[WordRef<'_>], index: usize) -> (u32, LeftAs) {
        let word = listed[index];
        let stands_against = |class| holds(query, self.query_left, class);
        self.left_weight(word, word.weight.max(least_left(word)), stands_against, |class| {
            holds(listed, self.listed_left, class)
        })
    }

    fn left_weight(
        &self,
        word: WordRef<'_>,
        weight: u32,
        stands_against: impl Fn(Class) -> bool,
        stands_beside: impl Fn(Class) -> bool,
    ) -> (u32, LeftAs) {
        match word.class {
            Class::Number if stands_against(Class::Number) && stands_beside(Class::Number) => {
                (weights::number_contradicted(self.evidence.matched / 1000), LeftAs::Identifying)
            }
            Class::Initial if stands_against(Class::Name) || stands_against(Class::Initial) => {
                (weights::INITIAL_CONTRADICTED, LeftAs::Identifying)
            }
            Class::Initial => (weights::INITIAL_LEFT, LeftAs::Identifying),
            class => (weight, LeftAs::of(class)),
        }
    }
}

/// Whether a telling word that is left over stands between telling words that answer.
fn is_inserted(query: &[Token], pairs: &[Pair], left: Tokens) -> bool {
    let answered =
        pairs.iter().filter(|pair| pair.weight >= weights::NEXT_TO_NOTHING).fold(0, |all, pair| all | pair.query);
    let between = |index: usize| answered & run(0, index) != 0 && answered >> index != 0;
    members(left).any(|index| query[index].word.weight >= weights::NEXT_TO_NOTHING && between(index))
}

fn holds(tokens: &[impl HasWord], left: Tokens, class: Class) -> bool {
    members(left).any(|index| tokens[index].word().class == class)
}

/// Whether nothing but legal forms is left over.
fn are_forms(tokens: &[impl HasWord], left: Tokens) -> bool {
    members(left).all(|index| tokens[index].word().class == Class::LegalForm)
}

/// What a token weighs that nothing answers. A word that a field's end may have cut says less.
pub(crate) fn leftover_weight(token: &Token) -> u32 {
    if token.truncated {
        token.word.weight.min(weights::truncated(token.word.letters.len())) / 2
    } else if token.of_office {
        token.word.weight / weights::OF_OFFICE
    } else {
        token.word.weight.max(least_left(token.word()))
    }
}

/// What a word weighs at least if nothing answers it.
fn least_left(word: WordRef<'_>) -> u32 {
    if word.script == Some(Script::Hangul) && word.class == Class::Name { weights::SYLLABLE_LEFT } else { 0 }
}

pub(crate) fn members(set: Tokens) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(set), |rest| Some(rest & rest.wrapping_sub(1)))
        .take_while(|&rest| rest != 0)
        .map(|rest| rest.trailing_zeros() as usize)
}

/// Pairs of telling words that stand in the other order.
fn inversions(pairs: &[Pair]) -> u32 {
    let mut count = 0;
    let telling = |pair: &&Pair| pair.weight >= 150;
    let mut last = 0;
    for pair in pairs.iter().filter(telling) {
        let at = pair.listed.trailing_zeros();
        if at < last {
            count += 1;
        }
        last = last.max(at);
    }
    count
}

fn is_identifying(class: Class) -> bool {
    matches!(class, Class::Name | Class::Initial | Class::Number)
}

fn collect_edges(
    query: &Prepared,
    listed: &[WordRef<'_>],
    mode: Mode,
    alike: &mut impl Alike,
    edges: &mut SmallVec<[Pair; 16]>,
) {
    let all = run(0, listed.len().min(MOST_TOKENS));
    let initials = match mode {
        Mode::Person => members(all).filter(|&j| listed[j].class == Class::Initial).fold(0, |set, j| set | 1 << j),
        Mode::Organization | Mode::Craft => 0,
    };
    for (i, q) in query.tokens.iter().enumerate() {
        // A word that was cut off and an initial are held against all.
        let is_open = q.truncated || mode == Mode::Person && q.word.class == Class::Initial;
        let asked = if is_open { all } else { all & (alike.of_token(i) | initials) };
        for j in members(asked) {
            let l = &listed[j];
            if let Some(pair) = single(q, *l, mode, alike.token(i, j)) {
                edges.push(Pair { query: 1 << i, listed: 1 << j, ..pair });
            }
        }
    }
    for (join, neighbours) in query.joins.iter().enumerate() {
        let parts = neighbours.parts();
        for j in members(all & alike.of_join(join)) {
            let l = &listed[j];
            if let Some((likeness, evidence)) = alike.join(join, j).filter(|&alike| weights::are_joined(alike, mode)) {
                let is_whole = parts.len() == query.tokens.len();
                if is_whole && !weights::is_whole_joined((likeness, evidence), mode) {
                    continue;
                }
                // `A TECHNOLOGY` is one letter from TECHNOLOGY, but one of its words answers it better alone; and a word
                // that is there as it is must not be taken for a mistyped part of another.
                let mut taken = |part: usize| {
                    alike.token(part, j).is_some_and(|(alone, _)| alone >= likeness)
                        || likeness < weights::EQUAL
                            && listed.iter().any(|other| *other.concept == *query.tokens[part].word.concept)
                };
                if parts.clone().any(&mut taken) {
                    continue;
                }
                if likeness < weights::SAME_CONCEPT && query.has_usual_part(join) {
                    continue;
                }
                let weight = query.tokens[parts.clone()].iter().map(|token| token.word.weight).sum::<u32>();
                edges.push(Pair {
                    query: run(neighbours.first, neighbours.count),
                    listed: 1 << j,
                    weight: weight.min(l.weight.max(LEAST_JOINED)),
                    likeness: (u32::from(likeness) * u32::from(weights::JOINED) / 1000) as u16,
                    evidence: Evidence::Joined,
                    identifying: is_identifying(l.class),
                });
            }
        }
    }
    if !alike.has_several() {
        return;
    }
    for first in 0..listed.len() {
        for (i, q) in query.tokens.iter().enumerate() {
            if let Some(count) = joined_neighbours(q.word(), &listed[first..]) {
                let parts = &listed[first..first + count];
                let weight = parts.iter().map(|word| word.weight).sum::<u32>().min(q.word.weight.max(LEAST_JOINED));
                edges.push(Pair {
                    query: 1 << i,
                    listed: run(first, count),
                    weight,
                    likeness: weights::JOINED,
                    evidence: Evidence::Joined,
                    identifying: parts.iter().any(|word| is_identifying(word.class)),
                });
            }
        }
    }
    if mode == Mode::Organization {
        acronym_edges(&query.tokens, listed, edges);
    }
}

fn acronym_edges(query: &[Token], listed: &[WordRef<'_>], edges: &mut SmallVec<[Pair; 16]>) {
    let names = [telling(query), telling(listed)];
    let mut push = |query: Tokens, listed: Tokens, word: WordRef<'_>, in_query: bool| {
        let letters = word.letters;
        // A word that many names hold (`cast`, `Carr`) is sooner that word.
        let is_word = word.usual || is_spoken(letters);
        let likeness = weights::acronym_likeness(letters.len(), in_query && !is_word);
        let is_alone = letters.len() > weights::SHORT_ACRONYM || names[usize::from(!in_query)] == 1;
        if likeness > 0 && is_alone {
            let weight = weights::acronym(letters.len());
            edges.push(Pair { query, listed, weight, likeness, evidence: Evidence::Acronym, identifying: true });
        }
    };
    // An acronym that stands on both sides answers itself, and leaves its words to each other.
    for (i, q) in query.iter().enumerate().filter(|(_, q)| can_be_acronym(q.word()) && !stands_in(q.word(), listed)) {
        if let Some(tokens) = acronym_of(q.word.letters.as_bytes(), listed) {
            push(1 << i, tokens, q.word(), true);
        }
    }
    for (j, l) in listed.iter().enumerate().filter(|(_, l)| can_be_acronym(**l) && !stands_in(**l, query)) {
        if let Some(tokens) = acronym_of(l.letters.as_bytes(), query) {
            push(tokens, 1 << j, *l, false);
        }
    }
}

/// Whether vowels and consonants take turns: four letters and more that are spoken as a word (`meta`) are sooner a word.
fn is_spoken(letters: &str) -> bool {
    let is_vowel = |letter: u8| matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
    letters.len() > 3 && letters.as_bytes().windows(2).all(|pair| is_vowel(pair[0]) != is_vowel(pair[1]))
}

/// How many words name something by themselves.
fn telling(tokens: &[impl HasWord]) -> usize {
    let tells = |word: WordRef<'_>| word.class == Class::Name && word.weight >= weights::TELLING;
    tokens.iter().filter(|token| tells(token.word())).count()
}

fn stands_in(word: WordRef<'_>, tokens: &[impl HasWord]) -> bool {
    tokens.iter().any(|token| token.word().letters == word.letters)
}

/// The tokens whose initials are these letters, from the first telling token on. Legal forms and particles may have no
/// letter in an acronym, and one generic word (`group`) may be left out of a longer one.
pub(crate) fn acronym_of(letters: &[u8], tokens: &[impl HasWord]) -> Option<Tokens> {
    fn rest(letters: &[u8], tokens: &[impl HasWord], index: usize, set: Tokens, skips: u32) -> Option<Tokens> {
        let Some((&letter, later)) = letters.split_first() else {
            // Three letters are the initials of too many names: they must stand for all of it.
            let rest_is_form =
                tokens[index..].iter().all(|token| matches!(token.word().class, Class::LegalForm | Class::Particle));
            return (skips > 0 || rest_is_form).then_some(set);
        };
        let word = tokens.get(index)?.word();
        let bit = 1 << index;
        if word.letters.as_bytes().first() == Some(&letter)
            && has_letter_in_acronym(word)
            && let Some(found) = rest(later, tokens, index + 1, set | bit, skips)
        {
            return Some(found);
        }
        // What has no letter still belongs to the words the acronym stands for.
        let skipped = if set == 0 { 0 } else { set | bit };
        match word.class {
            Class::LegalForm | Class::Particle | Class::Title => rest(letters, tokens, index + 1, skipped, skips),
            Class::Generic if skips > 1 && set != 0 => rest(letters, tokens, index + 1, skipped, skips - 1),
            _ => None,
        }
    }
    // One generic word may be left out of four letters or more.
    let skips = if letters.len() > 3 { 2 } else { 0 };
    rest(letters, &tokens[..tokens.len().min(MOST_ACRONYM_TOKENS)], 0, 0, skips)
}

/// `Company` and `Corporation` give an acronym its C; `Ltd` and `LLC` never give it an L.
fn has_letter_in_acronym(word: WordRef<'_>) -> bool {
    match word.class {
        Class::LegalForm => word.letters.len() > 4 && word.concept == "company",
        Class::Number | Class::Initial | Class::Noise => false,
        _ => true,
    }
}

fn is_optional_in_acronym(class: Class) -> bool {
    matches!(class, Class::LegalForm | Class::Generic | Class::Particle | Class::Title)
}

/// How an acronym of three letters or more begins: with its first four, or with three and no more.
pub(crate) type AcronymBeginning = [u8; 4];
/// Few names have more.
type AcronymBeginnings = SmallVec<[AcronymBeginning; 16]>;

/// How an acronym of these letters begins; `None` if they are too few for one.
pub(crate) fn acronym_beginning(letters: &[u8]) -> Option<AcronymBeginning> {
    match *letters {
        [a, b, c] => Some([a, b, c, 0]),
        [a, b, c, d, ..] => Some([a, b, c, d]),
        _ => None,
    }
}

/// The beginning of every acronym that [`acronym_of`] would accept for these tokens, for the index.
pub(crate) fn acronym_beginnings(tokens: &[impl HasWord]) -> AcronymBeginnings {
    fn rest(tokens: &[impl HasWord], letters: &mut SmallVec<[u8; 4]>, found: &mut AcronymBeginnings) {
        // Three letters stand for all of a name but its form.
        let may_end = letters.len() > 3
            || tokens.iter().all(|token| matches!(token.word().class, Class::LegalForm | Class::Particle));
        if let Some(beginning) = acronym_beginning(letters).filter(|_| may_end) {
            if !found.contains(&beginning) {
                found.push(beginning);
            }
            if letters.len() > 3 {
                return;
            }
        }
        let Some((word, later)) = tokens.split_first().map(|(first, later)| (first.word(), later)) else { return };
        if let Some(&letter) = word.letters.as_bytes().first().filter(|_| has_letter_in_acronym(word)) {
            letters.push(letter);
            rest(later, letters, found);
            letters.pop();
        }
        if is_optional_in_acronym(word.class) {
            rest(later, letters, found);
        }
    }
    let mut found = SmallVec::new();
    rest(&tokens[..tokens.len().min(MOST_ACRONYM_TOKENS)], &mut SmallVec::new(), &mut found);
    found
}

/// Whether neighbours among these words, written without blanks, are this word.
pub(crate) fn listed_neighbours_joined(word: WordRef<'_>, listed: &[WordRef<'_>]) -> bool {
    (0..listed.len()).any(|first| joined_neighbours(word, &listed[first..]).is_some())
}

/// How many of these tokens, two or three, written without blanks, are this word.
fn joined_neighbours(word: WordRef<'_>, tokens: &[WordRef<'_>]) -> Option<usize> {
    /// What is left of letters that begin with a part.
    fn rest<'a>(letters: Option<&'a [u8]>, part: Option<&[u8]>) -> Option<&'a [u8]> {
        letters?.strip_prefix(part?)
    }
    let mut letters = Some(word.letters.as_bytes());
    let mut native = word.native;
    for (index, token) in tokens.iter().take(MOST_JOINED).enumerate() {
        if !is_joinable(*token) {
            return None;
        }
        letters = rest(letters, Some(token.letters.as_bytes()));
        native = rest(native, token.native.filter(|_| token.script == word.script));
        if letters.or(native)?.is_empty() || native.is_some_and(<[u8]>::is_empty) {
            return (index > 0).then_some(index + 1);
        }
    }
    None
}

pub(crate) fn can_be_acronym(word: WordRef<'_>) -> bool {
    word.class == Class::Name
        && word.weight >= weights::LEAST_ACRONYM
        && (3..=10).contains(&word.letters.len())
        && word.letters.bytes().all(|b| b.is_ascii_lowercase())
}

/// One token against one listed word.
fn single(q: &Token, l: WordRef<'_>, mode: Mode, alike: Option<(u16, Evidence)>) -> Option<Pair> {
    let pair = |weight: u32, likeness: u16, evidence: Evidence| Pair {
        query: 0,
        listed: 0,
        weight,
        likeness,
        evidence,
        identifying: is_identifying(q.word.class) || is_identifying(l.class),
    };
    let lighter = q.word.weight.min(l.weight);
    if let Some((likeness, evidence)) = alike {
        let identifying = is_identifying(q.word.class) && is_identifying(l.class);
        return Some(Pair { identifying, ..pair(lighter, likeness, evidence) });
    }
    if mode == Mode::Person {
        let (initial, name) = match (q.word.class, l.class) {
            (Class::Initial, Class::Initial) if *q.word.letters == *l.letters => {
                return Some(pair(lighter, weights::EQUAL, Evidence::Initial));
            }
            (Class::Initial, Class::Initial) => {
                // Of two scripts: in one, another letter is another name.
                let fits = q.word.script != l.script && initial_fits(*q.word.letters.as_bytes().first()?, l.letters);
                return fits.then(|| pair(lighter, weights::INITIAL, Evidence::Initial));
            }
            (Class::Initial, Class::Name) => (q.word(), l),
            (Class::Name, Class::Initial) => (l, q.word()),
            _ => return truncated(q, l).map(|weight| pair(weight, weights::TRUNCATED, Evidence::Truncated)),
        };
        let fits = initial.letters.bytes().next().is_some_and(|initial| initial_fits(initial, name.letters));
        return fits.then(|| pair(initial.weight, weights::INITIAL, Evidence::Initial));
    }
    truncated(q, l).map(|weight| pair(weight, weights::TRUNCATED, Evidence::Truncated))
}

/// The weight of a query token that the listed one begins with, where the query may have been cut off in it.
pub(crate) fn truncated(q: &Token, l: WordRef<'_>) -> Option<u32> {
    // An initial is whole.
    let cut = q.truncated
        && q.word.class != Class::Initial
        && q.word.letters.len() < l.letters.len()
        && l.letters.starts_with(&*q.word.letters);
    (cut && !matches!(l.class, Class::Number | Class::Noise))
        .then(|| l.weight.min(weights::truncated(q.word.letters.len())))
}

/// Whether a name may be shortened to this letter, in one romanisation or another.
pub(crate) fn initial_fits(initial: u8, name: &str) -> bool {
    let Some(&first) = name.as_bytes().first() else { return false };
    // Letters that romanisation systems write for each other at the beginning of a name.
    const SOUNDS: &[&[u8]] = &[b"yeji", b"kcqg", b"sz", b"vw", b"hgk", b"jzdg", b"ui", b"ou", b"sc", b"fp"];
    first == initial
        || SOUNDS.iter().any(|sounds| sounds.contains(&first) && sounds.contains(&initial) && first != b'h')
}

/// Words that an acronym may stand for.
const MOST_ACRONYM_TOKENS: usize = 14;
