//! The generator of the Kotlin, Swift and Python bindings, of the very version that the library is built with.
//!
//! `tests/bindings/generate` calls it; the library itself is `ffi`.

fn main() {
    uniffi::uniffi_bindgen_main();
}
