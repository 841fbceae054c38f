#[easypy::job]
fn a_name(name: String) {}

#[easypy::job]
fn more(runtime: &easypy::Runtime, verbose: bool) -> easypy::Result {
    Ok(())
}

#[easypy::job]
fn by_value(runtime: easypy::Runtime) {}

#[easypy::job]
fn exclusive(runtime: &mut easypy::Runtime) {}

fn main() {}
