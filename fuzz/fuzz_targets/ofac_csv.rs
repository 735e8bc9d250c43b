#![no_main]

use libfuzzer_sys::fuzz_target;

#[expect(dead_code, reason = "each target holds one law")]
#[path = "../../tests/suite/laws.rs"]
mod laws;

fuzz_target!(|bytes: &[u8]| laws::ofac_csv(bytes));
