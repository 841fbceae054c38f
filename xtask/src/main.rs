//! Set-up, guests, demo, test, bench, dist: cargo xtask.
fn main() {}
