#[easypy::testscript]
struct Script;

#[easypy::testscript]
impl Other {
    fn test() {}
}

#[easypy::testscript(id = "x")]
fn options() {}

fn main() {}
