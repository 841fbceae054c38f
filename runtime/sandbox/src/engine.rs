//! The Wasm engine's settings: one set for compiling and for running.

use wasmtime::{Config, Engine, Strategy};

/// Bytes of Wasm stack that a guest has. CPython needs 32 MiB for deep recursion.
pub(crate) const WASM_STACK: usize = 32 * 1024 * 1024;

/// An engine. Making one starts no thread.
///
/// # Errors
/// The machine lacks what Cranelift's code needs.
pub(crate) fn new() -> wasmtime::Result<Engine> {
    let mut config = Config::new();
    // A task is ended by a signal: no epoch or fuel checks, which cost a guest up to 60 % of its speed.
    config
        .strategy(Strategy::Cranelift)
        .max_wasm_stack(WASM_STACK)
        .async_stack_size(2 * WASM_STACK)
        .memory_init_cow(true)
        .wasm_backtrace_details(wasmtime::WasmBacktraceDetails::Enable);
    Engine::new(&config)
}
