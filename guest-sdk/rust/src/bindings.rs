//! The guest's side of `easypy:runtime`, generated from `guest-sdk/wit`.
//!
//! The two worlds share their types: what both import is generated once, in [`job`]. A guest imports only
//! what it calls, so a testscript does not import `task` although its bindings are linked in here.

/// The world of jobfiles, and all interfaces but `results`.
pub mod job {
    wit_bindgen::generate!({
        path: "../wit",
        world: "easypy:runtime/job",
        pub_export_macro: true,
        export_macro_name: "export_job",
        default_bindings_module: "easypy::__private::job",
        generate_all,
    });
}

/// The world of testscripts.
pub mod testscript {
    wit_bindgen::generate!({
        path: "../wit",
        world: "easypy:runtime/testscript",
        pub_export_macro: true,
        export_macro_name: "export_testscript",
        default_bindings_module: "easypy::__private::testscript",
        with: {
            "easypy:runtime/types@0.1.0": super::job::easypy::runtime::types,
            "easypy:runtime/runtime@0.1.0": super::job::easypy::runtime::runtime,
            "easypy:runtime/synchro@0.1.0": super::job::easypy::runtime::synchro,
            "easypy:runtime/testbed@0.1.0": super::job::easypy::runtime::testbed,
            "easypy:runtime/log@0.1.0": super::job::easypy::runtime::log,
        },
        generate_all,
    });
}

pub(crate) use job::easypy::runtime::{log, runtime, synchro, task, testbed, types};
pub(crate) use testscript::easypy::runtime::results;
