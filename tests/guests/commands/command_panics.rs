//! A plain WASI command that panics: a trap, so it is Errored.

fn main() {
    panic!("a command fell over");
}
