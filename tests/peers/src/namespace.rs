//! A view of the machine with one user in it, for one process and what it starts.
//!
//! sshd asks the system for users and their passwords. Instead of changing the system it is shown another
//! one: a user namespace, where whoever runs the test is an ordinary user of another name, and a mount
//! namespace, where that user and his password are in `/etc`. It takes no privilege and leaves nothing behind.

use std::ffi::{CStr, CString};
use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use rustix::fs::{Mode, OFlags, open};
use rustix::mount::mount_bind;
use rustix::process::{getegid, geteuid};
use rustix::system::sethostname;
use rustix::thread::{UnshareFlags, unshare_unsafe};

/// The number of the user and of his group inside.
const ID: u32 = 1000;

/// What is seen in `/etc` instead of the system's; `pam.d` is a directory.
const REPLACED: [(&str, &CStr); 4] = [
    ("passwd", c"/etc/passwd"),
    ("shadow", c"/etc/shadow"),
    ("group", c"/etc/group"),
    ("pam.d", c"/etc/pam.d"),
];

/// A user as he is seen inside.
#[derive(Debug)]
pub(crate) struct User<'a> {
    pub(crate) name: &'a str,
    /// As crypt(5) has it.
    pub(crate) password_hash: &'a str,
    pub(crate) home: &'a Path,
    pub(crate) shell: &'a Path,
    /// What the machine is called.
    pub(crate) hostname: &'a str,
}

/// Lets the command run there. What replaces the system's files is written into `directory`.
pub(crate) fn enter(command: &mut Command, user: &User<'_>, directory: &Path) -> io::Result<()> {
    let User { name, password_hash, .. } = user;
    let (home, shell) = (user.home.display(), user.shell.display());
    fs::create_dir_all(directory.join("pam.d"))?;
    fs::write(directory.join("passwd"), format!("{name}:x:{ID}:{ID}::{home}:{shell}\n"))?;
    fs::write(directory.join("shadow"), format!("{name}:{password_hash}:19000:0:99999:7:::\n"))?;
    // Without a group `tty`: sshd would give the terminal to it, and may not.
    fs::write(directory.join("group"), format!("{name}:x:{ID}:\n"))?;
    let pam = "auth required pam_unix.so\naccount required pam_permit.so\nsession required pam_permit.so\n";
    fs::write(directory.join("pam.d/sshd"), pam)?;

    let mut mounts = Vec::new();
    for (file, target) in REPLACED {
        mounts.push((CString::new(directory.join(file).as_os_str().as_bytes())?, target));
    }
    let uids = format!("{ID} {} 1", geteuid().as_raw());
    let gids = format!("{ID} {} 1", getegid().as_raw());
    let hostname = user.hostname.to_owned();
    let isolate = move || {
        let flags = UnshareFlags::NEWUSER | UnshareFlags::NEWNS | UnshareFlags::NEWUTS;
        // SAFETY: the process has one thread here and shares no memory.
        unsafe { unshare_unsafe(flags) }?;
        // Who maps his own group gives up changing groups first.
        write_to(c"/proc/self/setgroups", b"deny")?;
        write_to(c"/proc/self/uid_map", uids.as_bytes())?;
        write_to(c"/proc/self/gid_map", gids.as_bytes())?;
        sethostname(hostname.as_bytes())?;
        for (source, target) in &mounts {
            mount_bind(source.as_c_str(), *target)?;
        }
        Ok(())
    };
    // SAFETY: between fork and exec it makes system calls only; all texts are made before.
    unsafe { command.pre_exec(isolate) };
    Ok(())
}

fn write_to(file: &CStr, text: &[u8]) -> io::Result<()> {
    let descriptor = open(file, OFlags::WRONLY | OFlags::CLOEXEC, Mode::empty())?;
    rustix::io::write(&descriptor, text)?;
    Ok(())
}
