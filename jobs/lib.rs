//! Example jobfiles: each listing of the Easypy page, and the demo.
