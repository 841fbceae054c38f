//! Bounds of a guest.

use super::Reading;
use crate::bounds;
use crate::byte_size::ByteSize;
use crate::read::{Mistake, Node, Value};
use crate::rules::Limits;

impl Reading<'_> {
    pub(super) fn limits(&mut self, node: Node) -> Limits {
        let Some(mut fields) = self.fields(node, "`limits`", &["memory", "log"]) else {
            return Limits::default();
        };
        let mut size = |key: &str, least: u64| fields.take(key).and_then(|node| self.size(&node, key, least));
        Limits { memory: size("memory", bounds::LEAST_MEMORY), log: size("log", bounds::LEAST_LOG) }
    }

    fn size(&mut self, node: &Node, key: &str, least: u64) -> Option<u64> {
        let size = match &node.value {
            Value::Text(text) => text.parse::<ByteSize>().map(|size| size.0),
            Value::Whole(bytes) => u64::try_from(*bytes).map_err(|_| "a size is not negative".to_owned()),
            _ => {
                self.wrong(node, key, "a size, e.g. \"512M\", \"2GiB\" or 1048576");
                return None;
            }
        };
        match size {
            Ok(size) if size >= least => Some(size),
            Ok(_) => {
                let mistake = Mistake::at(&node.at, format!("`{key}` is too small to work with"));
                self.mistakes.error(mistake.label(format!("at least {least} bytes are needed")));
                None
            }
            Err(why) => {
                self.mistakes.error(Mistake::at(&node.at, format!("`{key}` is no size")).label(why));
                None
            }
        }
    }
}
