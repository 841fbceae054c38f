//! Listing 2 of the Easypy page: a jobfile with environment variable processing.
//!
//! A job sees the variables that the command line names, and no other:
//!
//! ```text
//! SCRIPT_ARG_A='another value' easypy-wasm env.wasm --env 'SCRIPT_*'
//! ```

use std::env;

use easypy::prelude::*;

// entry point
#[easypy::job]
fn main(runtime: &Runtime) -> easypy::Result {
    // using this file's path to compute the relative location of script file
    // and collecting some arguments from environment variables
    let here = runtime.home();
    let arg_a = env::var("SCRIPT_ARG_A").unwrap_or_else(|_| "argument value a".into());
    let arg_b = env::var("SCRIPT_ARG_B").unwrap_or_else(|_| "argument value b".into());

    // relative script path/file based on this file's location
    run(here.join("path/to/script_one.wasm"))?;

    // passing script arguments collected from environment variable
    run(Testscript::new(here.join("path/to/script_two.wasm"))
        .kwarg("argument_A", arg_a)
        .kwarg("argument_B", arg_b))?;
    Ok(())
}
