//! Panics: message and place are the reason.

/// A testscript that is one function.
#[easypy::testscript]
fn panics() {
    panic!("the sky fell");
}
