//! Names: what a published or queried name becomes before it is compared.

// Until the analysis of names calls it.
#[allow(dead_code, unused_imports)]
pub(crate) mod script;
