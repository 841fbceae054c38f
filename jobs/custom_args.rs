//! Listing 8 of the Easypy page: parsing custom arguments.
//!
//! ```text
//! easypy-wasm custom_args.wasm --my_custom_arg 'value'
//! ```
//!
//! where `--my_custom_arg` is a custom argument to be parsed by the jobfile.

use std::ffi::OsString;

use easypy::prelude::*;

#[easypy::job]
fn main(runtime: &Runtime) -> easypy::Result {
    // create your own parser to parse script arguments
    let arguments: Vec<OsString> = runtime.arguments().into_iter().map(OsString::from).collect();
    let mut parser = pico_args::Arguments::from_vec(arguments);

    // do the parsing first thing in main()
    // always take known arguments only, as per requirement in argument propagation
    let my_custom_arg: Option<String> = parser.opt_value_from_str("--my_custom_arg")?;
    // add any additional arguments as required...

    // also stores back extra arguments: the tasks find them in theirs
    runtime.set_arguments(parser.finish().iter().map(|extra| extra.to_string_lossy()));

    // you can now provide those new values to your script.
    let script = runtime.home().join("path/to/script_two.wasm");
    run(Testscript::new(script).kwarg("my_custom_arg", my_custom_arg))?;
    Ok(())
}
