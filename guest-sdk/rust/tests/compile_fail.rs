//! What the attributes refuse, and what they say; and that what they take builds under strict lints.
//!
//! Only messages of the attributes themselves are compared here: those of the compiler change with it. After a
//! change of wording, `TRYBUILD=overwrite cargo test -p easypy --test compile_fail` writes them anew.

#[test]
fn the_attributes_refuse_what_cannot_run_and_build_what_can() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/pass/*.rs");
    cases.compile_fail("tests/ui/*.rs");
}
