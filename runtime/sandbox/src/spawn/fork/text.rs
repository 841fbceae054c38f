//! The program's code in huge pages.
//!
//! Each child would have a page fault for every 64 KiB of the program that it comes by, and would give all that back
//! at its end: a quarter of what an empty task costs. A huge page is inherited by a fork with one entry of the page
//! tables. So the fork server copies what is read-only of the program into anonymous memory that is made of huge
//! pages, and puts it in the place of the file's.
//!
//! That costs the size of the program in memory, once a run. Where there are no huge pages, or where memory may not be
//! made executable, all stays as it was. The program is linked so that its segments begin where huge pages do
//! (`runtime/cli/build.rs`).

use std::ffi::c_void;
use std::ops::Range;

/// The size of a huge page. Where it is another, none are found, and nothing changes.
const HUGE: usize = 2 * 1024 * 1024;
/// The size of a page, or a part of it.
const PAGE: usize = 4096;

/// Puts the program's read-only segments into huge pages, where that is possible.
///
/// # Safety
/// The calling process has one thread.
pub(super) unsafe fn into_huge_pages() {
    for segment in segments() {
        // SAFETY: the segment is one of this program's, and the caller says that there is one thread.
        if unsafe { replace(&segment) }.is_none() {
            return;
        }
    }
}

/// A part of the program that is never written to.
struct Segment {
    range: Range<usize>,
    protection: i32,
}

/// The program's read-only segments.
fn segments() -> Vec<Segment> {
    let mut found = Vec::new();
    // SAFETY: the callback's argument is the vector, which outlives the call.
    unsafe { libc::dl_iterate_phdr(Some(take_segments), (&raw mut found).cast()) };
    found
}

/// Takes the segments of the first object, which is the program itself.
unsafe extern "C" fn take_segments(
    info: *mut libc::dl_phdr_info,
    _size: libc::size_t,
    found: *mut c_void,
) -> libc::c_int {
    // SAFETY: the loader's description of an object that is loaded, and the vector of `segments`.
    let (info, found, headers) = unsafe {
        let info = &*info;
        let headers = std::slice::from_raw_parts(info.dlpi_phdr, usize::from(info.dlpi_phnum));
        (info, &mut *found.cast::<Vec<Segment>>(), headers)
    };
    for header in headers {
        let protection = match (header.p_type, header.p_flags) {
            (libc::PT_LOAD, libc::PF_R) => libc::PROT_READ,
            (libc::PT_LOAD, flags) if flags == libc::PF_R | libc::PF_X => libc::PROT_READ | libc::PROT_EXEC,
            // What the loader has written to and made read-only.
            (libc::PT_GNU_RELRO, _) => libc::PROT_READ,
            _ => continue,
        };
        let begin = (info.dlpi_addr + header.p_vaddr) as usize;
        found.push(Segment { range: begin..begin + header.p_memsz as usize, protection });
    }
    // Not the libraries.
    1
}

/// Replaces a segment by a copy in huge pages, as far as it fills such; an error where that is not possible, and the
/// segment is as it was.
///
/// # Safety
/// The segment is mapped, and of this program. There is no other thread.
unsafe fn replace(segment: &Segment) -> Option<()> {
    let begin = segment.range.start.next_multiple_of(HUGE);
    let end = end_of_huge_pages(segment.range.end);
    if begin >= end {
        return Some(());
    }
    let length = end - begin;
    let copy = Copy::new(length)?;
    if !copy.is_huge() {
        return None;
    }
    // SAFETY: what is copied is mapped, and apart from the copy, which is ours and writable. Once the copy is read-only
    // it takes the place of the segment, in one system call: what is executed or read next is what was there before.
    unsafe {
        let filled = end.min(segment.range.end) - begin;
        std::ptr::copy_nonoverlapping(begin as *const u8, copy.begin as *mut u8, filled);
        if libc::mprotect(copy.begin as *mut c_void, length, segment.protection) != 0 {
            return None;
        }
        let flags = libc::MREMAP_MAYMOVE | libc::MREMAP_FIXED;
        // If the kernel has no memory for this, the server is gone with its code: then children are executed.
        let moved = libc::mremap(copy.begin as *mut c_void, length, length, flags, begin as *mut c_void);
        (moved != libc::MAP_FAILED).then(|| std::mem::forget(copy))
    }
}

/// Where the last huge page ends that a segment may fill: behind the segment, if nothing else is there.
fn end_of_huge_pages(end: usize) -> usize {
    let free = end.next_multiple_of(PAGE)..end.next_multiple_of(HUGE);
    if free.is_empty() {
        return free.end;
    }
    let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE | libc::MAP_FIXED_NOREPLACE;
    // SAFETY: new memory, where there was none.
    let claimed = unsafe { libc::mmap(free.start as *mut c_void, free.len(), libc::PROT_NONE, flags, -1, 0) };
    if claimed as usize == free.start {
        return free.end;
    }
    if claimed != libc::MAP_FAILED {
        // SAFETY: memory that an older kernel has put elsewhere, and that nobody has seen.
        unsafe { libc::munmap(claimed, free.len()) };
    }
    end / HUGE * HUGE
}

/// Anonymous memory of whole huge pages.
struct Copy {
    begin: usize,
    length: usize,
}

impl Copy {
    fn new(length: usize) -> Option<Copy> {
        let reserved = length + HUGE;
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
        // SAFETY: new memory, and the ends of it that nobody has seen.
        unsafe {
            let start =
                libc::mmap(std::ptr::null_mut(), reserved, libc::PROT_READ | libc::PROT_WRITE, flags, -1, 0);
            if start == libc::MAP_FAILED {
                return None;
            }
            let start = start as usize;
            let begin = start.next_multiple_of(HUGE);
            if begin > start {
                libc::munmap(start as *mut c_void, begin - start);
            }
            if start + reserved > begin + length {
                libc::munmap((begin + length) as *mut c_void, start + reserved - begin - length);
            }
            let copy = Copy { begin, length };
            (libc::madvise(begin as *mut c_void, length, libc::MADV_HUGEPAGE) == 0).then_some(copy)
        }
    }

    /// Whether the system makes it of huge pages: in small ones it would make each fork dearer.
    fn is_huge(&self) -> bool {
        for page in (self.begin..self.begin + self.length).step_by(HUGE) {
            // SAFETY: memory of this copy, which is writable.
            unsafe { (page as *mut u8).write_volatile(0) };
        }
        let Ok(smaps) = std::fs::read_to_string("/proc/self/smaps") else { return false };
        let head = format!("{:x}-{:x} ", self.begin, self.begin + self.length);
        let mut lines = smaps.lines().skip_while(|line| !line.starts_with(&head)).skip(1);
        let huge = lines.find_map(|line| line.strip_prefix("AnonHugePages:"));
        let kib = huge.and_then(|size| size.trim().strip_suffix(" kB")?.parse::<usize>().ok());
        kib == Some(self.length / 1024)
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        // SAFETY: this copy's own memory, which nothing points to.
        unsafe { libc::munmap(self.begin as *mut c_void, self.length) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_segments_are_those_of_the_program() {
        let segments = segments();
        let here = the_segments_are_those_of_the_program as *const () as usize;
        let code = segments.iter().find(|segment| segment.range.contains(&here)).unwrap();
        assert_eq!(code.protection, libc::PROT_READ | libc::PROT_EXEC);
        let text = "a constant".as_ptr() as usize;
        let constants = segments.iter().find(|segment| segment.range.contains(&text)).unwrap();
        assert_eq!(constants.protection, libc::PROT_READ);
        let library = libc::getpid as *const () as usize;
        assert!(!segments.iter().any(|segment| segment.range.contains(&library)));
    }

    #[test]
    fn a_copy_is_of_whole_huge_pages() {
        let copy = Copy::new(2 * HUGE).unwrap();
        assert_eq!((copy.begin % HUGE, copy.length), (0, 2 * HUGE));
        // There is no room for a segment that ends in it.
        assert_eq!(end_of_huge_pages(copy.begin + 1), copy.begin);
    }

    /// Whatever of it the system grants.
    #[test]
    fn the_program_goes_on_with_its_code_in_another_place() {
        // SAFETY: the child has one thread, uses nothing that another one may have locked, and leaves by `_exit`.
        let status = unsafe {
            let child = libc::fork();
            if child == 0 {
                into_huge_pages();
                let sum: u32 = std::hint::black_box([1, 2, 3]).iter().sum();
                libc::_exit(i32::from(sum == 6) * 33);
            }
            let mut status = 0;
            assert_eq!(libc::waitpid(child, &raw mut status, 0), child);
            status
        };
        assert!(libc::WIFEXITED(status), "{status}");
        assert_eq!(libc::WEXITSTATUS(status), 33);
    }
}
