//! The host's side of compiling: a child with limits, killed when it goes over them.

use std::fs::File;
use std::io;
use std::os::unix::process::ExitStatusExt as _;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::AsyncReadExt as _;
use tokio::process::Command;

use super::compile::Verdict;
use super::error::ModuleError;
use super::info::ModuleInfo;

/// The variable that makes this program a compiling child: its value says whether an image is wanted.
pub const COMPILE_CHILD: &str = "EASYPY_WASM_COMPILE";

/// What a compilation may use.
#[derive(Clone, Copy, Debug)]
pub struct CompileLimits {
    /// Wall time.
    pub time: Duration,
    /// Address space, bytes.
    pub memory: u64,
    /// The image, bytes.
    pub image: u64,
}

impl Default for CompileLimits {
    fn default() -> CompileLimits {
        CompileLimits { time: Duration::from_secs(300), memory: 8 << 30, image: 1 << 30 }
    }
}

/// Compiles a module into `image`, or only inspects it.
///
/// # Errors
/// The file is not usable, or the child went over its limits.
pub(super) async fn compile(
    module: File,
    image: Option<File>,
    limits: CompileLimits,
) -> Result<ModuleInfo, ModuleError> {
    let internal = |error: io::Error| ModuleError::Compile { why: format!("no compiling process: {error}") };
    let mut command = Command::new("/proc/self/exe");
    command
        .env_clear()
        .env(COMPILE_CHILD, if image.is_some() { "image" } else { "inspect" })
        .current_dir("/")
        .stdin(module)
        .stdout(image.map_or_else(Stdio::null, Stdio::from))
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    // SAFETY: only system calls between fork and exec.
    unsafe { command.pre_exec(move || confine(limits)) };
    let mut child = command.spawn().map_err(internal)?;
    let mut said = Vec::new();
    let pipe = child.stderr.take();
    let run = async {
        if let Some(pipe) = pipe {
            pipe.take(16 << 20).read_to_end(&mut said).await?;
        }
        child.wait().await
    };
    let status = tokio::time::timeout(limits.time, run)
        .await
        .map_err(|_| ModuleError::CompileLimit { what: format!("{} s of time", limits.time.as_secs()) })?
        .map_err(internal)?;
    match serde_json::from_slice::<Verdict>(&said) {
        Ok(verdict) => verdict,
        Err(_) => Err(match status.signal() {
            Some(libc::SIGXFSZ) => {
                ModuleError::CompileLimit { what: format!("an image of {} bytes", limits.image) }
            }
            Some(libc::SIGXCPU | libc::SIGKILL) => {
                ModuleError::CompileLimit { what: "processor time".into() }
            }
            Some(libc::SIGABRT) => {
                ModuleError::CompileLimit { what: format!("{} bytes of memory", limits.memory) }
            }
            Some(signal) => {
                ModuleError::Compile { why: format!("the compiler was ended by signal {signal}") }
            }
            None => ModuleError::Compile { why: tail(&said) },
        }),
    }
}

fn tail(said: &[u8]) -> String {
    let text = String::from_utf8_lossy(said);
    text.lines().last().unwrap_or("the compiler said nothing").to_owned()
}

fn confine(limits: CompileLimits) -> io::Result<()> {
    let bounds = [
        (libc::RLIMIT_AS, limits.memory),
        (libc::RLIMIT_FSIZE, limits.image),
        (libc::RLIMIT_CPU, limits.time.as_secs().saturating_mul(4)),
        (libc::RLIMIT_NOFILE, 16),
        (libc::RLIMIT_CORE, 0),
    ];
    // SAFETY: plain system calls; the pointers are to live values.
    unsafe {
        libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
        libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        libc::setpgid(0, 0);
        // The host ignores it; here it is how an image that is too large shows.
        libc::signal(libc::SIGXFSZ, libc::SIG_DFL);
        // The module, the image and the pipe are in their places; all else that is open is the host's.
        libc::syscall(libc::SYS_close_range, 3, u32::MAX, libc::CLOSE_RANGE_CLOEXEC);
        for (resource, value) in bounds {
            // The user's own limits may be lower.
            let mut limit = libc::rlimit { rlim_cur: value, rlim_max: value };
            if libc::getrlimit(resource, &raw mut limit) != 0 {
                return Err(io::Error::last_os_error());
            }
            let value = value.min(limit.rlim_max);
            let limit = libc::rlimit { rlim_cur: value, rlim_max: value };
            if libc::setrlimit(resource, &raw const limit) != 0 {
                return Err(io::Error::last_os_error());
            }
        }
    }
    Ok(())
}
