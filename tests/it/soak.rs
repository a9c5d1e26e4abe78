//! The soak in short: phones come back, the work goes on, and the server is killed three times. `cargo run --release
//! -p doorstep-tests --bin soak` is the long one.

use std::path::Path;

use doorstep_tests::soak::{Settings, soak};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn phones_lose_nothing_to_a_server_that_is_killed_again_and_again_and_it_stays_small() {
    let folder = tempfile::tempdir().unwrap();
    let test = std::env::current_exe().unwrap();
    let program = test.parent().and_then(Path::parent).unwrap().join("doorstep-server");
    let settings = Settings { phones: 6, interviews: 5, then: 45, per_second: None, kill_every: 15, at_once: 4 };
    let report = soak(&program, folder.path(), settings, |_| {}).await.unwrap();
    assert_eq!((report.interviews, report.lost), (75, 0), "{report:?}");
    assert_eq!(report.lives.len(), 4);
    for used in &report.lives {
        assert!(used.memory_kb < 250_000 && used.descriptors < 100, "{report:?}");
    }
}
