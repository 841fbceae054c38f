//! A plain WASI command that knows nothing of easypy: it ends well.

fn main() {}
