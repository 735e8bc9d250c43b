//! The command line of sanctions-screen.

fn main() {}
