//! Trigrams of letters, and logarithms without floating point: the same on every machine. The build script counts the ones
//! and takes the others with this file.

/// The edge of a word; letters are 1 to 26, and anything else is 27.
const EDGE: usize = 0;
/// How many letters may follow two others.
pub(crate) const LETTERS: usize = 28;

/// The numbers of a word's trigrams, edges included.
pub(crate) fn trigrams(word: &str) -> impl Iterator<Item = usize> {
    let letter_of = |byte: u8| if byte.is_ascii_lowercase() { usize::from(byte - b'a') + 1 } else { LETTERS - 1 };
    let mut context = EDGE;
    word.bytes().map(letter_of).chain([EDGE]).map(move |letter| {
        let number = context * LETTERS + letter;
        context = number % (LETTERS * LETTERS);
        number
    })
}

/// `log2(whole / part)` in hundredths, `part` being at most `whole`.
pub(crate) fn logarithm(whole: u64, part: u64) -> u32 {
    let ratio = (whole << 20) / part;
    // log2 of a fixed-point number with 20 fractional bits: the integer part, then one bit of the fraction at a time.
    let integer = ratio.ilog2();
    let mut mantissa = ((u128::from(ratio) << 32) >> integer) as u64;
    let mut fraction = 0_u64;
    for _ in 0..10 {
        mantissa = ((u128::from(mantissa) * u128::from(mantissa)) >> 32) as u64;
        fraction <<= 1;
        if mantissa >= 2 << 32 {
            mantissa >>= 1;
            fraction |= 1;
        }
    }
    (integer - 20) * 100 + (fraction * 100 / 1024) as u32
}
