//! The attributes of the easypy crate: #[job] and #[testscript].
