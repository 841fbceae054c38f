//! The Rust SDK for jobfiles and testscripts of easypy-wasm.
