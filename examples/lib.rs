//! Example testscripts, run by the example jobfiles.
