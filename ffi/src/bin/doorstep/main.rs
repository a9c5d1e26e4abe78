//! The reference device `doorstep`.
fn main() {}
