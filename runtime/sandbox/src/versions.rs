//! Versions of shared objects, in memory that the host writes and children only read.
//!
//! A child keeps what it has read from a shared object, and need not ask again as long as the object's version is the same:
//! a read then costs no wake-up of another process. The host raises a version when the object has changed, before it
//! answers anybody; so whoever learns of a change in whatever way also sees its version.
//!
//! A child that is wholly taken over can see from it which objects change, and when; it can read nothing and write
//! nothing.

use std::fs::File;
use std::io;
use std::os::fd::{AsFd, AsRawFd as _, BorrowedFd, OwnedFd};
use std::sync::atomic::{AtomicU64, Ordering};

use easypy_contract::synchro::ObjectId;

/// How many objects have a version. The others are asked for each time.
const SLOTS: usize = 64 * 1024;
const BYTES: usize = SLOTS * size_of::<AtomicU64>();

/// The host's end.
pub struct Versions {
    memory: Memory,
    /// For reading only.
    file: OwnedFd,
}

impl Versions {
    /// # Errors
    /// The system does not give the memory.
    pub fn new() -> io::Result<Versions> {
        let file = File::from(rustix::fs::memfd_create("versions", rustix::fs::MemfdFlags::CLOEXEC)?);
        file.set_len(BYTES as u64)?;
        let memory = Memory::map(file.as_fd(), libc::PROT_READ | libc::PROT_WRITE)?;
        // Opened anew: through a descriptor that can write, a child could map the memory for writing.
        let file = File::open(format!("/proc/self/fd/{}", file.as_raw_fd()))?;
        Ok(Versions { memory, file: file.into() })
    }

    /// An object has changed.
    pub fn changed(&self, object: ObjectId) {
        if let Some(slot) = self.memory.slot(object) {
            slot.fetch_add(1, Ordering::Release);
        }
    }

    /// What children read them by.
    pub(crate) fn file(&self) -> &OwnedFd {
        &self.file
    }
}

/// A child's end. The mapping is there until the process ends.
#[derive(Clone, Copy)]
pub(crate) struct VersionsView(&'static Memory);

impl VersionsView {
    /// # Errors
    /// The descriptor is of something else.
    pub(crate) fn open(file: impl AsFd) -> io::Result<VersionsView> {
        let memory = Memory::map(file.as_fd(), libc::PROT_READ)?;
        Ok(VersionsView(Box::leak(Box::new(memory))))
    }

    /// An object's version; none if it has none.
    pub(crate) fn of(self, object: ObjectId) -> Option<u64> {
        self.0.slot(object).map(|slot| slot.load(Ordering::Acquire))
    }
}

/// The mapped slots. They are there as long as this is, and lent to nobody for longer.
struct Memory(&'static [AtomicU64]);

impl Memory {
    fn map(file: BorrowedFd<'_>, protection: i32) -> io::Result<Memory> {
        // SAFETY: a new mapping, at a place that the system chooses; nothing else refers to it.
        let address = unsafe {
            libc::mmap(std::ptr::null_mut(), BYTES, protection, libc::MAP_SHARED, file.as_raw_fd(), 0)
        };
        if address == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: it is as long as this and aligned to a page, and all that access it do so atomically. Only the host
        // writes.
        Ok(Memory(unsafe { std::slice::from_raw_parts(address.cast(), SLOTS) }))
    }

    fn slot(&self, object: ObjectId) -> Option<&AtomicU64> {
        self.0.get(usize::try_from(object.checked_sub(1)?).ok()?)
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        // SAFETY: mapped by `map`, and no slot outlives it.
        unsafe { libc::munmap(self.0.as_ptr().cast_mut().cast(), BYTES) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_seen_by_who_reads_and_only_at_its_object() {
        let versions = Versions::new().unwrap();
        let view = VersionsView::open(versions.file()).unwrap();
        let before = [view.of(1), view.of(2)];
        versions.changed(2);
        assert_eq!(view.of(1), before[0]);
        assert_ne!(view.of(2), before[1]);
    }

    #[test]
    fn objects_beyond_the_last_slot_have_no_version() {
        let versions = Versions::new().unwrap();
        let view = VersionsView::open(versions.file()).unwrap();
        for object in [0, SLOTS as u64 + 1, u64::MAX] {
            versions.changed(object);
            assert_eq!(view.of(object), None);
        }
        assert!(view.of(SLOTS as u64).is_some());
    }

    #[test]
    fn a_child_cannot_write_to_them() {
        let versions = Versions::new().unwrap();
        let denied = Memory::map(versions.file().as_fd(), libc::PROT_READ | libc::PROT_WRITE).err();
        assert_eq!(denied.map(|error| error.kind()), Some(io::ErrorKind::PermissionDenied));
        let view = VersionsView::open(versions.file()).unwrap();
        // SAFETY: only asks for another protection of the mapping.
        let changed = unsafe {
            libc::mprotect(view.0.0.as_ptr().cast_mut().cast(), BYTES, libc::PROT_READ | libc::PROT_WRITE)
        };
        assert_eq!(changed, -1);
    }
}
