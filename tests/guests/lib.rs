//! One tiny guest per behaviour.
