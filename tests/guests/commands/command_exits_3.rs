//! A plain WASI command that ends with status 3.

fn main() -> std::process::ExitCode {
    std::process::ExitCode::from(3)
}
