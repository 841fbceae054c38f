//! Says what random numbers it is given: no two tasks may get the same.

use std::hash::{BuildHasher as _, RandomState};

/// Puts a number of each generator of WASI into the result.
#[easypy::testscript]
fn draws_random() -> easypy::Result {
    let mut secure = [0; 16];
    getrandom::fill(&mut secure).map_err(|error| easypy::Stop::errored(error.to_string()))?;
    let insecure = RandomState::new().hash_one(0);
    easypy::passed!("drew {:032x} {insecure:016x}", u128::from_be_bytes(secure))
}
