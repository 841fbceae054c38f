//! This program as a child of itself: decided before anything else, by the environment.

use std::ffi::OsString;
use std::process::ExitCode;

use easypy_sandbox::exec_child_main;
use easypy_sandbox::module::{COMPILE_CHILD, compile_child_main};
use easypy_sandbox::spawn::CHILD;

use crate::exit::Exit;
use crate::out;

/// Runs as the child that the environment says this program is; none for the host.
pub(crate) fn run() -> Option<ExitCode> {
    if let Some(what) = std::env::var_os(COMPILE_CHILD) {
        let code = compile_child_main(what == "image");
        return Some(ExitCode::from(u8::try_from(code).unwrap_or(1)));
    }
    let order = std::env::var_os(CHILD)?;
    let Some((entry, parent)) = parse(&order) else {
        out::stderr(&format!("error: {CHILD} is set by easypy-wasm itself, for its children: unset it"));
        return Some(ExitCode::from(Exit::Usage.code()));
    };
    exec_child_main(parent, entry)
}

/// `<entry>:<process id of the host>`
fn parse(order: &OsString) -> Option<(&str, u32)> {
    let (entry, parent) = order.to_str()?.rsplit_once(':')?;
    Some((entry, parent.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_childs_order_is_its_entry_and_its_parent() {
        assert_eq!(parse(&"job:17".into()), Some(("job", 17)));
        for order in ["", "job", "job:", "job:x", "17"] {
            assert_eq!(parse(&order.into()), None, "{order}");
        }
    }
}
