//! How a child is told what to do: a frame on its socket, with the descriptor of its log, and its first frame behind it.

use std::io::{self, IoSlice, IoSliceMut};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;

use easypy_contract::frame::{self, HEADER_BYTES};
use rustix::net::{
    RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer, SendAncillaryMessage,
    SendFlags,
};

use super::Assignment;
use super::channel::MESSAGE_BYTES;

/// Sends an assignment and what follows it, as far as the socket takes it at once; the rest.
///
/// # Errors
/// The child is gone.
pub(super) fn send(
    socket: &UnixStream,
    assignment: &Assignment,
    log: impl AsFd,
    next: &[u8],
) -> io::Result<Vec<u8>> {
    let mut bytes = frame::encode(assignment).map_err(io::Error::other)?;
    let assigned = bytes.len();
    bytes.extend_from_slice(next);
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
    let mut control = SendAncillaryBuffer::new(&mut space);
    let descriptors = [log.as_fd()];
    if !control.push(SendAncillaryMessage::ScmRights(&descriptors)) {
        return Err(io::Error::other("no room for a descriptor"));
    }
    let sent = rustix::io::retry_on_intr(|| {
        rustix::net::sendmsg(socket, &[IoSlice::new(&bytes)], &mut control, SendFlags::NOSIGNAL)
    })?;
    if sent < assigned {
        return Err(io::Error::other("an assignment was cut"));
    }
    Ok(bytes.split_off(sent))
}

/// Waits for an assignment: what it says, the child's log, and what has come of the frame behind it. None when the
/// host is gone, or wants nothing of this child.
pub(super) fn receive(socket: &UnixStream) -> Option<(Assignment, OwnedFd, Vec<u8>)> {
    let mut bytes = [0; MESSAGE_BYTES];
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
    let mut control = RecvAncillaryBuffer::new(&mut space);
    let received = rustix::io::retry_on_intr(|| {
        let into = &mut [IoSliceMut::new(&mut bytes)];
        rustix::net::recvmsg(socket, into, &mut control, RecvFlags::CMSG_CLOEXEC)
    });
    let log = control.drain().find_map(|message| match message {
        RecvAncillaryMessage::ScmRights(mut descriptors) => descriptors.next(),
        _ => None,
    })?;
    let bytes = bytes.get(..received.ok()?.bytes)?;
    let (header, rest) = bytes.split_first_chunk::<HEADER_BYTES>()?;
    let length = frame::body_length(*header).ok()?;
    let (assignment, next) = rest.split_at_checked(length)?;
    Some((frame::decode(assignment).ok()?, log, next.to_owned()))
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Seek as _, Write as _};

    use super::*;

    #[test]
    fn an_assignment_comes_with_its_log_and_with_what_follows_it() {
        let (ours, theirs) = UnixStream::pair().unwrap();
        let mut log = tempfile::tempfile().unwrap();
        let assignment = Assignment { slot: 3, title: "easypy task: t".to_owned() };
        assert!(send(&ours, &assignment, &log, b"next").unwrap().is_empty());
        let (received, theirs_log, next) = receive(&theirs).unwrap();
        assert_eq!((received, next.as_slice()), (assignment, b"next".as_slice()));
        std::fs::File::from(theirs_log).write_all(b"line").unwrap();
        let mut text = String::new();
        log.rewind().unwrap();
        log.read_to_string(&mut text).unwrap();
        assert_eq!(text, "line");
    }

    #[test]
    fn what_the_socket_does_not_take_comes_back() {
        let (ours, theirs) = UnixStream::pair().unwrap();
        ours.set_nonblocking(true).unwrap();
        let next = vec![7; 4 * 1024 * 1024];
        let log = tempfile::tempfile().unwrap();
        let assignment = Assignment { slot: 0, title: String::new() };
        let unsent = send(&ours, &assignment, &log, &next).unwrap();
        assert!(!unsent.is_empty() && unsent.len() < next.len());
        let (_, _, mut early) = receive(&theirs).unwrap();
        drop(ours);
        (&theirs).read_to_end(&mut early).unwrap();
        assert_eq!(early.len() + unsent.len(), next.len());
    }

    #[test]
    fn a_host_that_is_gone_assigns_nothing() {
        let (ours, theirs) = UnixStream::pair().unwrap();
        drop(ours);
        assert!(receive(&theirs).is_none());
        let log = tempfile::tempfile().unwrap();
        let assignment = Assignment { slot: 0, title: String::new() };
        assert!(send(&theirs, &assignment, &log, &[]).is_err());
    }
}
