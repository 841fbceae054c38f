use easypy::prelude::*;

#[easypy::job]
fn main(runtime: &Runtime) -> easypy::Result {
    runtime.set_job_name("nightly");
    let counts = runtime.synchro().dict()?;
    let script = Testscript::new("interfaces.wasm").kwarg("expected", 2).kwarg("counts", &counts);
    if run(script)?.is_truthy() {
        let seen: u32 = counts.require("seen")?;
        println!("{seen} interfaces are up");
        run(Testscript::new("routes.wasm").taskid("routes").max_runtime(Duration::from_secs(60)))?;
    }
    Ok(())
}
