#[easypy::testscript]
#[path = "without_body/elsewhere.rs"]
mod elsewhere;

fn main() {}
