//! Names: what a published or queried name becomes before it is compared.

pub(crate) mod script;
