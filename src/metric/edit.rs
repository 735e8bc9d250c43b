//! Optimal string alignment: insertions, deletions, replacements and transpositions of neighbours, no piece edited
//! twice (Damerau, *A technique for computer detection and correction of spelling errors*, CACM 7(3), 1964).
//!
//! Up to 64 symbols on the shorter side, bit-parallel (Hyyrö, *A bit-vector algorithm for computing Levenshtein and
//! Damerau edit distances*, Nordic Journal of Computing 10(1), 2003); beyond that, three rows of the table.

/// The distance of two byte strings.
pub(crate) fn distance(a: &[u8], b: &[u8]) -> usize {
    within(a, b, usize::MAX).unwrap_or(usize::MAX)
}

/// The distance of two byte strings if it is at most `most`.
pub(crate) fn within(a: &[u8], b: &[u8], most: usize) -> Option<usize> {
    let (short, long) = trimmed(a, b);
    if long.len() - short.len() > most {
        return None;
    }
    if short.is_empty() {
        return Some(long.len());
    }
    if short.len() > 64 {
        return rows(short, long, most);
    }
    let mut places = [0u64; 256];
    for (i, &symbol) in short.iter().enumerate() {
        places[symbol as usize] |= 1 << i;
    }
    bit_parallel(short.len(), long, |symbol| places[*symbol as usize], most)
}

/// The distance of two strings of characters if it is at most `most`.
pub(crate) fn chars_within(a: &[char], b: &[char], most: usize) -> Option<usize> {
    let (short, long) = trimmed(a, b);
    if long.len() - short.len() > most {
        return None;
    }
    if short.is_empty() {
        return Some(long.len());
    }
    if short.len() > 64 {
        return rows(short, long, most);
    }
    // At most 64 entries: a scan beats a map.
    let places = |symbol: &char| {
        short.iter().enumerate().fold(0, |places, (i, other)| places | (u64::from(symbol == other) << i))
    };
    bit_parallel(short.len(), long, places, most)
}

/// The two without their common start and end, the shorter first. This never changes the distance.
fn trimmed<'a, T: PartialEq>(a: &'a [T], b: &'a [T]) -> (&'a [T], &'a [T]) {
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - end], &b[..b.len() - end]);
    if a.len() <= b.len() { (a, b) } else { (b, a) }
}

/// `places` gives, for a symbol of `long`, where it stands in the short side, one bit each.
fn bit_parallel<T>(short: usize, long: &[T], places: impl Fn(&T) -> u64, most: usize) -> Option<usize> {
    let last = 1u64 << (short - 1);
    // Vertical steps up and down of the column, and the diagonal steps and places of the column before.
    let (mut up, mut down) = (!0u64, 0u64);
    let (mut diagonal, mut before) = (0u64, 0u64);
    let mut distance = short;
    for (done, symbol) in long.iter().enumerate() {
        let here = places(symbol);
        let swapped = ((!diagonal & here) << 1) & before;
        diagonal = (((here & up).wrapping_add(up)) ^ up) | here | down | swapped;
        let mut right = down | !(diagonal | up);
        let mut left = up & diagonal;
        if right & last != 0 {
            distance += 1;
        } else if left & last != 0 {
            distance -= 1;
        }
        // Each symbol left can lower the distance by one.
        if distance > most.saturating_add(long.len() - done - 1) {
            return None;
        }
        right = (right << 1) | 1;
        left <<= 1;
        up = left | !(diagonal | right);
        down = right & diagonal;
        before = here;
    }
    (distance <= most).then_some(distance)
}

fn rows<T: PartialEq>(short: &[T], long: &[T], most: usize) -> Option<usize> {
    let width = short.len() + 1;
    let (mut above, mut last): (Vec<usize>, Vec<usize>) = (vec![0; width], (0..width).collect());
    let mut row = vec![0; width];
    for i in 1..=long.len() {
        row[0] = i;
        let mut lowest = i;
        for j in 1..width {
            let replaced = last[j - 1] + usize::from(long[i - 1] != short[j - 1]);
            let mut cell = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && long[i - 1] == short[j - 2] && long[i - 2] == short[j - 1] {
                cell = cell.min(above[j - 2] + 1);
            }
            row[j] = cell;
            lowest = lowest.min(cell);
        }
        // A transposition looks back two rows, so one row of large cells is not enough to stop; two are.
        if lowest > most.saturating_add(1) {
            return None;
        }
        std::mem::swap(&mut above, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    (last[width - 1] <= most).then_some(last[width - 1])
}

/// What an edit costs that no habit of hands or scanners explains.
pub(crate) const EDIT: u8 = 50;
/// Two neighbouring letters swapped, and a key hit instead of the one beside it: with the doubled letter the commonest
/// slips of typists (Damerau 1964; Grudin, *Error patterns in novice and skilled transcription typing*, 1983).
const SLIP: u16 = 30;
/// A letter written once instead of twice, or the other way round.
const DOUBLED: u16 = 20;
/// Shapes that scanners and readers confuse, rn and m among them (Kukich, *Techniques for automatically correcting words
/// in text*, ACM Computing Surveys 24(4), 1992).
const SHAPE: u16 = 15;

/// How improbable it is that one of two tokens is a mistyped or misread other: [`EDIT`] for each ordinary edit, less for
/// known slips, 0 for equal tokens, 255 for five edits and more.
pub(crate) fn typo_cost(a: &[u8], b: &[u8]) -> u8 {
    const LONGEST: usize = 40;
    let (a, b) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if b.len() > LONGEST {
        return within(a, b, 5).map_or(u8::MAX, |edits| EDIT.saturating_mul(edits as u8));
    }
    // Three rows: a transposition and the pairs of letters look back two.
    let mut rows = [[0u16; LONGEST + 1]; 3];
    for j in 1..=b.len() {
        rows[0][j] = rows[0][j - 1] + drop_cost(b, j - 1);
    }
    for i in 1..=a.len() {
        let (now, one, two) = (i % 3, (i + 2) % 3, (i + 1) % 3);
        let dropped = drop_cost(a, i - 1);
        rows[now][0] = rows[one][0] + dropped;
        for j in 1..=b.len() {
            let mut cell = rows[one][j - 1] + replace_cost(a[i - 1], b[j - 1]);
            cell = cell.min(rows[one][j] + dropped).min(rows[now][j - 1] + drop_cost(b, j - 1));
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cell = cell.min(rows[two][j - 2] + SLIP);
            }
            if i > 1 && joined(&a[i - 2..i]) == Some(b[j - 1]) {
                cell = cell.min(rows[two][j - 1] + SHAPE);
            }
            if j > 1 && joined(&b[j - 2..j]) == Some(a[i - 1]) {
                cell = cell.min(rows[one][j - 2] + SHAPE);
            }
            rows[now][j] = cell;
        }
    }
    rows[a.len() % 3][b.len()].min(255) as u8
}

fn drop_cost(token: &[u8], at: usize) -> u16 {
    let doubled = (at > 0 && token[at - 1] == token[at]) || token.get(at + 1) == Some(&token[at]);
    if doubled { DOUBLED } else { u16::from(EDIT) }
}

/// Two letters that look like one.
fn joined(pair: &[u8]) -> Option<u8> {
    match pair {
        b"rn" | b"nn" => Some(b'm'),
        b"cl" => Some(b'd'),
        b"vv" => Some(b'w'),
        b"li" => Some(b'h'),
        _ => None,
    }
}

fn replace_cost(a: u8, b: u8) -> u16 {
    const SHAPES: [&[u8]; 9] = [b"0o", b"1li", b"5s", b"8b", b"2z", b"6gb", b"9gq", b"uv", b"ce"];
    if a == b {
        0
    } else if SHAPES.iter().any(|shapes| shapes.contains(&a) && shapes.contains(&b)) {
        SHAPE
    } else if beside(a, b) {
        SLIP
    } else {
        u16::from(EDIT)
    }
}

/// Whether two letters are neighbours on a QWERTY keyboard.
fn beside(a: u8, b: u8) -> bool {
    // Each row starts half a key further right, so places are counted in half keys.
    const ROWS: [&[u8]; 3] = [b"qwertyuiop", b"asdfghjkl", b"zxcvbnm"];
    let place = |letter| {
        ROWS.iter().enumerate().find_map(|(row, keys)| {
            keys.iter().position(|&key| key == letter).map(|column| (row as i8, (2 * column + row) as i8))
        })
    };
    match (place(a), place(b)) {
        (Some((row, column)), Some((other_row, other_column))) => match (row - other_row).abs() {
            0 => (column - other_column).abs() == 2,
            1 => (column - other_column).abs() == 1,
            _ => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::metric::naive;

    #[test]
    fn a_transposition_is_one_edit_and_no_piece_is_edited_twice() {
        assert_eq!(distance(b"hikvision", b"hikvsiion"), 1);
        assert_eq!(distance(b"ca", b"abc"), 3);
        assert_eq!(distance(b"", b"abc"), 3);
        assert_eq!(within(b"tongsheng", b"tongxing", 2), None);
        assert_eq!(within(b"tongsheng", b"tongxing", 3), Some(3));
    }

    #[test]
    fn known_slips_cost_less_than_other_edits() {
        assert_eq!(typo_cost(b"oleg", b"oleg"), 0);
        assert_eq!(typo_cost(b"oleg", b"oled"), EDIT);
        assert_eq!(typo_cost(b"0leg", b"oleg"), 15);
        assert_eq!(typo_cost(b"machine", b"rnachine"), 15);
        assert_eq!(typo_cost(b"hasan", b"hassan"), 20);
        assert_eq!(typo_cost(b"dalian", b"dailan"), 30);
        assert_eq!(typo_cost(b"dalian", b"daliam"), 30);
        assert!(typo_cost(b"hailun", b"hailong") > EDIT);
        assert_eq!(typo_cost(b"abcdefgh", b"stuvwxyz1234"), 255);
    }

    proptest! {
        #[test]
        fn slips_are_cheap_edits(a in "[a-z0-9]{0,12}", b in "[a-z0-9]{0,12}") {
            let cost = typo_cost(a.as_bytes(), b.as_bytes());
            prop_assert_eq!(cost, typo_cost(b.as_bytes(), a.as_bytes()));
            prop_assert_eq!(cost == 0, a == b);
            let edits = naive::distance(a.as_bytes(), b.as_bytes());
            prop_assert!(usize::from(cost) <= edits * usize::from(EDIT));
        }

        #[test]
        fn slips_among_look_alikes(a in "[rnmcldvw]{0,50}", b in "[rnmcldvw]{0,50}") {
            let cost = typo_cost(a.as_bytes(), b.as_bytes());
            prop_assert_eq!(cost, typo_cost(b.as_bytes(), a.as_bytes()));
            prop_assert_eq!(cost == 0, a == b);
        }

        #[test]
        fn agrees_with_the_textbook(a in "[a-c]{0,90}", b in "[a-c]{0,90}", most in 0usize..100) {
            let truth = naive::distance(a.as_bytes(), b.as_bytes());
            prop_assert_eq!(distance(a.as_bytes(), b.as_bytes()), truth);
            prop_assert_eq!(within(a.as_bytes(), b.as_bytes(), most), (truth <= most).then_some(truth));
        }

        #[test]
        fn agrees_on_short_words(a in "[a-d]{0,9}", b in "[a-d]{0,9}", most in 0usize..4) {
            let truth = naive::distance(a.as_bytes(), b.as_bytes());
            prop_assert_eq!(within(a.as_bytes(), b.as_bytes(), most), (truth <= most).then_some(truth));
        }

        #[test]
        fn agrees_on_characters(a in "[a-bäйм]{0,70}", b in "[a-bäйм]{0,70}", most in 0usize..80) {
            let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            let truth = naive::distance(&a, &b);
            prop_assert_eq!(chars_within(&a, &b, most), (truth <= most).then_some(truth));
        }
    }
}
