//! Frames: a message on the socket is its length (four bytes, little endian) and its postcard encoding.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::limits::FRAME_BYTES;

/// The bytes before a frame's body.
pub const HEADER_BYTES: usize = 4;

/// Why a frame could not be made or read. From a child, it means that the child breaks the protocol.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    #[error("a frame of {length} bytes; at most {FRAME_BYTES} are allowed")]
    TooLong { length: usize },
    #[error("a frame that cannot be decoded: {0}")]
    Undecodable(String),
    #[error("a frame with {0} bytes behind its message")]
    Trailing(usize),
    #[error("a message that cannot be encoded: {0}")]
    Unencodable(String),
}

/// Encodes a message with its header.
///
/// # Errors
/// A message of more than [`FRAME_BYTES`].
pub fn encode<T: Serialize>(message: &T) -> Result<Vec<u8>, FrameError> {
    let frame = postcard::to_extend(message, vec![0; HEADER_BYTES])
        .map_err(|e| FrameError::Unencodable(e.to_string()))?;
    let length = frame.len() - HEADER_BYTES;
    let mut frame = frame;
    match u32::try_from(length) {
        Ok(header) if length <= FRAME_BYTES => frame[..HEADER_BYTES].copy_from_slice(&header.to_le_bytes()),
        _ => return Err(FrameError::TooLong { length }),
    }
    Ok(frame)
}

/// The length of the body that a header announces.
///
/// # Errors
/// More than [`FRAME_BYTES`]: nothing of that size is ever allocated.
pub fn body_length(header: [u8; HEADER_BYTES]) -> Result<usize, FrameError> {
    let length = u32::from_le_bytes(header) as usize;
    if length > FRAME_BYTES { Err(FrameError::TooLong { length }) } else { Ok(length) }
}

/// Decodes a body.
///
/// # Errors
/// Anything but exactly one message.
pub fn decode<T: DeserializeOwned>(body: &[u8]) -> Result<T, FrameError> {
    let (message, rest) =
        postcard::take_from_bytes(body).map_err(|e| FrameError::Undecodable(e.to_string()))?;
    if rest.is_empty() { Ok(message) } else { Err(FrameError::Trailing(rest.len())) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FromChild, Request, synchro};
    use proptest::prelude::*;

    #[test]
    fn a_message_survives_the_crossing() {
        let message = FromChild::Ask(Request::Synchro(synchro::Request::On {
            object: 7,
            op: synchro::Op::DictSet { key: "k".into(), value: "[1]".into() },
        }));
        let frame = encode(&message).unwrap();
        let (header, body) = frame.split_at(HEADER_BYTES);
        assert_eq!(body_length(header.try_into().unwrap()), Ok(body.len()));
        assert_eq!(decode::<FromChild>(body), Ok(message));
    }

    #[test]
    fn what_is_too_long_is_neither_made_nor_read() {
        let long = "x".repeat(FRAME_BYTES + 1);
        assert!(matches!(encode(&long), Err(FrameError::TooLong { .. })));
        assert!(matches!(body_length(u32::MAX.to_le_bytes()), Err(FrameError::TooLong { .. })));
    }

    proptest! {
        #[test]
        fn any_bytes_are_decoded_or_refused_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            if let Ok(message) = decode::<FromChild>(&bytes) {
                let again = encode(&message).unwrap();
                prop_assert_eq!(decode::<FromChild>(&again[HEADER_BYTES..]), Ok(message));
            }
        }
    }
}
