//! Optimal string alignment: insertions, deletions, replacements and transpositions of neighbours, no piece edited
//! twice (Damerau, *A technique for computer detection and correction of spelling errors*, CACM 7(3), 1964).
//!
//! Up to 64 symbols on the shorter side, bit-parallel (Hyyrö, *A bit-vector algorithm for computing Levenshtein and
//! Damerau edit distances*, Nordic Journal of Computing 10(1), 2003); beyond that, `strsim`.

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
        return long_words(short, long, most);
    }
    let mut places = [0u64; 256];
    for (i, &symbol) in short.iter().enumerate() {
        places[symbol as usize] |= 1 << i;
    }
    bit_parallel(short.len(), long, |symbol| places[*symbol as usize], most)
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

/// Words of more than 64 letters hardly occur; the table of `strsim` does for them. Bytes are compared, so each becomes a
/// character of its own.
fn long_words(short: &[u8], long: &[u8], most: usize) -> Option<usize> {
    let [short, long] = [short, long].map(|word| word.iter().copied().map(char::from).collect::<String>());
    let distance = strsim::osa_distance(&short, &long);
    (distance <= most).then_some(distance)
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

    proptest! {
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
    }
}
