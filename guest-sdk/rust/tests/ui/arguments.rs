#[easypy::testscript]
mod script {
    use easypy::prelude::*;
    use std::path::Path;

    #[testcase]
    impl TcOne {
        #[test]
        fn patterns((a, b): (u32, u32), _: u32, Some(c): Option<u32>, ref d: u32, e @ 1..: u32) {}
        #[test]
        fn references(name: &str, names: &[String], path: &Path, vlan: &u32, table: &mut Vec<u8>) {}
        #[test]
        fn hidden_references(name: Option<&'static str>, names: Vec<(u32, &str)>) {}
        #[test]
        fn any(name: impl ToString) {}
        #[test]
        fn by_value(steps: Steps, section: Section) {}
        #[test]
        fn shared(steps: &Steps, section: &easypy::Section<'_>) {}
        #[test]
        fn reserved(steps: u32, section: String) {}
        #[test]
        fn unused(_vlan: u32) {}
        #[test]
        fn twice(steps: &mut Steps, more: &mut Steps) {}
        #[test]
        fn the_runtime(runtime: &Runtime) {}
    }
}

#[easypy::testscript]
fn one_function(name: &str, _: u32) {}

fn main() {}
