//! The contract without the SDK: what the guests below `raw/` are written with.
//!
//! They do what the SDK would never do, and show that a guest needs nothing but the WIT package. The guests
//! themselves are this package's examples: one for each behaviour, with a row each in `tests/behaviours.rs`.

pub mod talk;

/// Generated from `guest-sdk/wit`, world `testscript`.
#[expect(missing_docs, reason = "the WIT package documents it")]
pub mod contract {
    wit_bindgen::generate!({
        path: "../../guest-sdk/wit",
        world: "easypy:runtime/testscript",
        pub_export_macro: true,
        export_macro_name: "export_script",
        default_bindings_module: "easypy_test_guests::contract",
        generate_all,
    });
}

pub use contract::easypy::runtime::results::{Section, SectionKind, Verdict};
pub use contract::easypy::runtime::types::Outcome;
pub use contract::easypy::runtime::{results, synchro};
pub use contract::exports::easypy::runtime::script::{Failure, Guest, Resume};

/// A section of this kind and id, and nothing more.
pub fn section(kind: SectionKind, id: &str) -> Section {
    Section { kind, id: id.to_owned(), name: None, description: None, source: None, checkpoint: 0 }
}

/// A verdict with a reason.
pub fn verdict(outcome: Outcome, reason: &str) -> Verdict {
    Verdict { outcome, reason: Some(reason.to_owned()), data: None, details: Vec::new(), ignored: false }
}
