//! Texts that many tasks have in common, kept once.

use std::collections::HashSet;
use std::sync::Arc;

#[derive(Debug, Default)]
pub(super) struct Names(HashSet<Arc<str>>);

impl Names {
    pub(super) fn share(&mut self, name: &str) -> Arc<str> {
        if let Some(shared) = self.0.get(name) {
            return Arc::clone(shared);
        }
        let shared = Arc::<str>::from(name);
        self.0.insert(Arc::clone(&shared));
        shared
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::Names;

    #[test]
    fn the_same_name_is_kept_once() {
        let mut names = Names::default();
        let (one, two, other) = (names.share("a.wasm"), names.share("a.wasm"), names.share("b.wasm"));
        assert!(Arc::ptr_eq(&one, &two));
        assert_eq!(&*other, "b.wasm");
    }
}
