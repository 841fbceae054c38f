#[easypy::job]
async fn waits() {}

#[easypy::job]
unsafe fn dangerous() {}

#[easypy::job]
extern "C" fn foreign() {}

#[easypy::job]
fn generic<T>(runtime: &easypy::Runtime) -> T {
    loop {}
}

#[easypy::job(name = "nightly")]
fn options() {}

fn main() {}
