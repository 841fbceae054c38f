//! A testscript that does nothing: what is left is what a task costs.

#[easypy::testscript]
fn nothing() {}
