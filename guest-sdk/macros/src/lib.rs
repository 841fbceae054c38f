//! The attributes of the easypy crate: `#[easypy::job]` and `#[easypy::testscript]`. Their use is documented
//! there, where they are re-exported.
//!
//! They lay out what a person wrote as the tables that the harness runs, and refuse what cannot run, each
//! mistake at its place. They must not decide anything about a run: order, gates and outcomes belong to the
//! harness in `guest-sdk/rust`.

mod entry;
mod errors;
mod items;
mod job;
mod script;
mod signature;

use proc_macro::TokenStream;

/// Makes a function the entry point of a job.
#[proc_macro_attribute]
pub fn job(options: TokenStream, item: TokenStream) -> TokenStream {
    finish(job::expand(options.into(), item.into()))
}

/// Makes a module, or one function, a testscript.
#[proc_macro_attribute]
pub fn testscript(options: TokenStream, item: TokenStream) -> TokenStream {
    finish(script::expand(options.into(), item.into()))
}

fn finish(expanded: syn::Result<proc_macro2::TokenStream>) -> TokenStream {
    expanded.unwrap_or_else(|error| error.into_compile_error()).into()
}
