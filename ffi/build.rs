//! How the library of phones is linked: functions with the same instructions are kept once, and addresses that the loader
//! fills in are packed. Android's linker does both; elsewhere `DOORSTEP_LINK_SMALL` asks for it, to measure.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=DOORSTEP_LINK_SMALL");
    let arguments: &[&str] = if env::var("CARGO_CFG_TARGET_OS").is_ok_and(|os| os == "android") {
        &["--icf=all", "--pack-dyn-relocs=android"]
    } else if env::var_os("DOORSTEP_LINK_SMALL").is_some() {
        &["--icf=all", "-z,pack-relative-relocs"]
    } else {
        &[]
    };
    for argument in arguments {
        println!("cargo::rustc-cdylib-link-arg=-Wl,{argument}");
    }
}
