//! The process title, `easypy task: <taskid> - <testscript>`, as `ps` shows it.
//!
//! Linux shows the memory that held the arguments when the program began. A forked child writes its title
//! over it, and over the environment that follows it when the title is longer: nothing in a child reads
//! either.

use std::sync::OnceLock;

/// Where the arguments and the environment lie.
#[derive(Clone, Copy)]
struct Area {
    start: usize,
    length: usize,
}

static AREA: OnceLock<Option<Area>> = OnceLock::new();

/// Finds the memory that the title goes to, once, before any child is made.
pub(crate) fn prepare() {
    AREA.get_or_init(find);
}

fn find() -> Option<Area> {
    // Fields 48 to 51 of /proc/self/stat, counted behind the name, which may hold anything.
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(45).map(str::parse::<usize>);
    let mut next = || fields.next()?.ok();
    let (arg_start, arg_end, env_start, env_end) = (next()?, next()?, next()?, next()?);
    let end = if env_start == arg_end { env_end } else { arg_end };
    (arg_start != 0 && end > arg_start).then(|| Area { start: arg_start, length: end - arg_start })
}

/// The title of the fork server.
const SERVER: &str = "easypy-wasm: fork server";

/// Gives the fork server its title, and the room of its arguments and environment to those that it forks: it has no
/// use for either.
pub(crate) fn take_over() {
    // SAFETY: the fork server is single-threaded, and nothing in it or in its children reads the environment.
    unsafe { libc::clearenv() };
    write(SERVER, usize::MAX);
    set_name("easypy-fork");
}

/// Sets the title of a child of the fork server. What does not fit is cut.
pub(crate) fn set(title: &str) {
    set_name(title);
    // No more is touched than has to be: each page that a child writes to is copied first.
    write(title, SERVER.len());
}

/// Writes a title over what was there before, of which `before` bytes are not zero.
fn write(title: &str, before: usize) {
    let Some(Some(area)) = AREA.get() else { return };
    // SAFETY: the area is this process's own argument and environment strings. The environment was given up by
    // `take_over`, and the process is single-threaded, so nothing reads them while or after they change.
    let area = unsafe { std::slice::from_raw_parts_mut(area.start as *mut u8, area.length) };
    let length = title.len().min(area.len() - 1);
    area[..length].copy_from_slice(&title.as_bytes()[..length]);
    let end = before.min(area.len());
    if length < end {
        area[length..end].fill(0);
    }
}

/// A program that was executed with its title as its first argument has it; what is left is the short name.
pub(crate) fn keep_exec_title() {
    if let Some(title) = std::env::args_os().next() {
        set_name(&title.to_string_lossy());
    }
}

/// The 15 bytes that `comm` shows.
fn set_name(title: &str) {
    let mut name = [0u8; 16];
    let cut = title.floor_char_boundary(15);
    name[..cut].copy_from_slice(&title.as_bytes()[..cut]);
    // SAFETY: the name is 16 bytes with a NUL at its end.
    unsafe { libc::prctl(libc::PR_SET_NAME, name.as_ptr()) };
}
