//! Steps after which there is no other.

use serde_json::Value as Json;

use crate::plan::EndStep;

pub(crate) fn step(step: EndStep) -> easypy::Result<Json> {
    match step {
        EndStep::Panic { message } => panic!("{message}"),
        EndStep::Trap => trap(),
        #[expect(clippy::exit, reason = "one of the ends that a job may come to")]
        EndStep::Exit { status } => std::process::exit(status),
        EndStep::Fail { message } => Err(easypy::Stop::failed(message)),
        EndStep::Spin => spin(),
        EndStep::Overflow => Ok(Json::from(fibonacci(std::hint::black_box(u64::MAX)))),
        EndStep::Eat => eat(),
    }
}

fn trap() -> ! {
    #[cfg(target_arch = "wasm32")]
    core::arch::wasm32::unreachable();
    #[cfg(not(target_arch = "wasm32"))]
    std::process::abort()
}

fn spin() -> ! {
    let mut n = 0u64;
    loop {
        n = std::hint::black_box(n.wrapping_add(1));
    }
}

fn eat() -> ! {
    let mut eaten: Vec<Vec<u8>> = Vec::new();
    loop {
        eaten.push(std::hint::black_box(vec![1; 1024 * 1024]));
    }
}

/// Deeper than any stack.
fn fibonacci(n: u64) -> u64 {
    if n < 2 { n } else { fibonacci(n - 1).wrapping_add(fibonacci(n - 2)) }
}
