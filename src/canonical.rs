//! One way to write a value as JSON, so that the same value has the same bytes and the same digest everywhere.
//!
//! This is RFC 8785, the JSON Canonicalization Scheme: no blanks, keys in the order of their UTF-16 code units, numbers as
//! ECMAScript writes them, and only those characters escaped that must be. Whoever checks a digest years from now needs no
//! part of this crate for it, but any implementation of the RFC and SHA-256.

use std::fmt::Write as _;

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// A value as canonical JSON.
///
/// A number is an IEEE 754 double, as in ECMAScript; nothing in this crate counts beyond 2^53.
///
/// # Errors
///
/// If the value is none that JSON can hold, such as a map whose keys are no texts. The types of this crate all are.
///
/// ```
/// let value = serde_json::json!({ "b": [1.0, "é"], "a": 0.75 });
/// assert_eq!(sanctions_screen::canonical::to_string(&value)?, r#"{"a":0.75,"b":[1,"é"]}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn to_string(value: &impl Serialize) -> Result<String, serde_json::Error> {
    let mut text = String::new();
    write(&serde_json::to_value(value)?, &mut text)?;
    Ok(text)
}

/// The SHA-256, in hexadecimal, of a value's canonical JSON.
///
/// # Errors
///
/// As [`to_string`].
///
/// ```
/// use sanctions_screen::{Entity, Kind, canonical};
/// let entity = Entity::new("1", Kind::Organization, "Acme Arms");
/// assert_eq!(canonical::digest(&entity)?.len(), 64);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn digest(value: &impl Serialize) -> Result<String, serde_json::Error> {
    Ok(sha256(&[to_string(value)?.as_bytes()]))
}

/// The SHA-256, in hexadecimal, of the pieces one after the other.
pub(crate) fn sha256(pieces: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for piece in pieces {
        hasher.update(piece);
    }
    hasher.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn write(value: &Value, text: &mut String) -> Result<(), serde_json::Error> {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            // Not the order of the bytes: a character beyond U+FFFF is two units that begin with U+D8, before U+E000.
            members.sort_unstable_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            text.push('{');
            for (index, (key, value)) in members.into_iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                // serde_json escapes in text what RFC 8785 says, as it says.
                text.push_str(&serde_json::to_string(key)?);
                text.push(':');
                write(value, text)?;
            }
            text.push('}');
        }
        Value::Array(values) => {
            text.push('[');
            for (index, value) in values.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                write(value, text)?;
            }
            text.push(']');
        }
        // JSON holds no number that is not finite, so there always is a double.
        Value::Number(number) => text.push_str(&ecmascript(number.as_f64().unwrap_or_default())?),
        Value::Null | Value::Bool(_) | Value::String(_) => text.push_str(&serde_json::to_string(value)?),
    }
    Ok(())
}

/// A number as ECMAScript writes it (ECMA-262, `Number::toString`): the shortest digits that tell it from its neighbours,
/// with an exponent only where it is very large or very small.
fn ecmascript(number: f64) -> Result<String, serde_json::Error> {
    if number == 0.0 {
        // Minus zero too.
        return Ok("0".to_owned());
    }
    // serde_json writes the same shortest digits, and of two that are as near the even one; std does not. Only the form differs.
    let shortest = serde_json::to_string(&number.abs())?;
    let (mantissa, exponent) = shortest.split_once('e').unwrap_or((&shortest, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let written = format!("{whole}{fraction}");
    let significant = written.trim_start_matches('0');
    let digits = significant.trim_end_matches('0');
    // Where the decimal point stands, counted from the first digit.
    let zeros = (written.len() - significant.len()) as i32;
    let point = whole.len() as i32 - zeros + exponent.parse::<i32>().unwrap_or_default();
    let count = digits.len() as i32;
    let sign = if number < 0.0 { "-" } else { "" };
    Ok(if (1..=21).contains(&point) {
        if count <= point {
            let zeros = "0".repeat((point - count) as usize);
            format!("{sign}{digits}{zeros}")
        } else {
            let (whole, fraction) = digits.split_at(point as usize);
            format!("{sign}{whole}.{fraction}")
        }
    } else if (-5..=0).contains(&point) {
        let zeros = "0".repeat(-point as usize);
        format!("{sign}0.{zeros}{digits}")
    } else {
        let (first, rest) = digits.split_at(1);
        let dot = if rest.is_empty() { "" } else { "." };
        let plus = if point > 0 { "+" } else { "" };
        format!("{sign}{first}{dot}{rest}e{plus}{}", point - 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8785, appendix B: the bits of a double and how it is written.
    #[test]
    fn numbers_are_written_as_the_rfc_shows() {
        for (bits, written) in [
            (0x0000_0000_0000_0000, "0"),
            (0x8000_0000_0000_0000, "0"),
            (0x0000_0000_0000_0001, "5e-324"),
            (0x8000_0000_0000_0001, "-5e-324"),
            (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
            (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"),
            (0x4340_0000_0000_0000, "9007199254740992"),
            (0xc340_0000_0000_0000, "-9007199254740992"),
            (0x4430_0000_0000_0000, "295147905179352830000"),
            (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
            (0x44b5_2d02_c7e1_4af6, "1e+23"),
            (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"),
            (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
            (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"),
            (0x444b_1ae4_d6e2_ef50, "1e+21"),
            (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
            (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
            (0x41b3_de43_5555_5553, "333333333.3333332"),
            (0x41b3_de43_5555_5554, "333333333.33333325"),
            (0x41b3_de43_5555_5555, "333333333.3333333"),
            (0x41b3_de43_5555_5556, "333333333.3333334"),
            (0x41b3_de43_5555_5557, "333333333.33333343"),
            (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
            (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
        ] {
            assert_eq!(ecmascript(f64::from_bits(bits)).unwrap(), written, "{bits:016x}");
        }
    }

    /// RFC 8785, section 3.2.2 with its result in 3.2.4.
    #[test]
    fn value_of_the_rfc_is_written_as_the_rfc_shows() {
        // serde_json may read a number of so many digits one bit off, so it is not read by it.
        let first: f64 = "333333333.33333329".parse().unwrap();
        let value = serde_json::json!({
            "numbers": [first, 1e30, 4.50, 2e-3, 0.000_000_000_000_000_000_000_000_001],
            "string": "\u{20ac}$\u{f}\nA'B\"\\\\\"/",
            "literals": [null, true, false]
        });
        let written = "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],\
            \"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}";
        assert_eq!(to_string(&value).unwrap(), written);
    }

    /// RFC 8785, section 3.2.3.
    #[test]
    fn keys_stand_in_the_order_of_the_rfc() {
        let value: Value = serde_json::from_str(
            r#"{
              "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh",
              "1": "One", "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control",
              "\u00f6": "Latin Small Letter O With Diaeresis"
            }"#,
        )
        .unwrap();
        let text = to_string(&value).unwrap();
        let order = ["Carriage Return", "One", "Control", "Latin Small", "Euro Sign", "Emoji", "Hebrew"];
        let places: Vec<usize> = order.iter().map(|word| text.find(word).unwrap()).collect();
        assert!(places.is_sorted(), "{text}");
    }

    #[test]
    fn digest_is_that_of_the_text() {
        // echo -n '{"a":1}' | sha256sum
        let known = "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862";
        assert_eq!(digest(&serde_json::json!({ "a": 1 })).unwrap(), known);
    }
}
