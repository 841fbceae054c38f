//! That there are no threads, for a C library that does not say so.
//!
//! A guest that asks for a thread gets an error. In `wasm32-wasip2` and in a current `wasm32-wasip1` it comes from
//! wasi-libc; that of Debian 12 is older than its functions for threads, and a guest with `std::thread` in it would
//! not link. Here they are as newer versions have them.

use std::ffi::{c_int, c_void};

/// wasi-libc's number for "resource temporarily unavailable".
const EAGAIN: c_int = 6;

/// There is never a thread to join or to detach: these two are only linked, not called.
const ESRCH: c_int = 71;

#[unsafe(no_mangle)]
extern "C" fn pthread_create(
    _thread: *mut c_void,
    _attributes: *const c_void,
    _start: *const c_void,
    _argument: *mut c_void,
) -> c_int {
    EAGAIN
}

#[unsafe(no_mangle)]
extern "C" fn pthread_join(_thread: *mut c_void, _result: *mut c_void) -> c_int {
    ESRCH
}

#[unsafe(no_mangle)]
extern "C" fn pthread_detach(_thread: *mut c_void) -> c_int {
    ESRCH
}

#[unsafe(no_mangle)]
extern "C" fn pthread_attr_init(_attributes: *mut c_void) -> c_int {
    0
}

#[unsafe(no_mangle)]
extern "C" fn pthread_attr_destroy(_attributes: *mut c_void) -> c_int {
    0
}

#[unsafe(no_mangle)]
extern "C" fn pthread_attr_setstacksize(_attributes: *mut c_void, _bytes: usize) -> c_int {
    0
}
