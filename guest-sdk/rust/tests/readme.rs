//! The listings of `guest-sdk/README.md` are files that are built here.

#![expect(clippy::print_stdout, reason = "the listings print, as guests do")]

#[path = "readme/job.rs"]
mod job;
#[path = "readme/testscript.rs"]
mod testscript;

#[test]
fn the_readme_shows_what_is_built_here() {
    let readme = include_str!("../../README.md");
    for listing in [include_str!("readme/testscript.rs"), include_str!("readme/job.rs")] {
        assert!(readme.contains(&format!("```rust\n{listing}```\n")), "not in the README:\n{listing}");
    }
}
