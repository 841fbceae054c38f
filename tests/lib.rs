//! End-to-end tests: the built binary, real guests.
