//! How the program is linked: with its code, its constants and what the loader fills in where huge pages begin, so that
//! the fork server can put them into such (`easypy-sandbox`, `spawn/fork/text.rs`).

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|os| os == "linux") {
        for keyword in ["max-page-size=0x200000", "separate-loadable-segments"] {
            println!("cargo:rustc-link-arg-bins=-Wl,-z,{keyword}");
        }
    }
}
