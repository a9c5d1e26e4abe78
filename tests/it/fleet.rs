//! The fleet in simulation, some seeds of it; `cargo run -p doorstep-tests --bin fleet` runs as many as one likes.

use doorstep_tests::fleet::{Settings, run};

const SMALL: Settings = Settings { phones: 4, servers: 1, steps: 60 };

fn runs(seeds: std::ops::Range<u64>, settings: Settings) {
    for seed in seeds {
        let folder = doorstep_tests::fleet::folder().unwrap();
        run(folder.path(), seed, settings).unwrap();
    }
}

#[test]
fn a_fleet_with_faults_comes_to_rest_with_nothing_lost_and_all_replicas_equal() {
    runs(0..12, SMALL);
}

#[test]
fn a_larger_fleet_comes_to_rest_as_well() {
    runs(100..101, Settings { phones: 9, servers: 1, steps: 150 });
}

#[test]
fn a_fleet_on_several_servers_comes_to_rest_with_the_same_on_all_of_them() {
    runs(200..204, Settings { phones: 5, servers: 2, steps: 60 });
    runs(204..206, Settings { phones: 6, servers: 3, steps: 60 });
}

#[test]
fn a_seed_gives_the_same_run_again() {
    let outcomes = [0, 1].map(|_| {
        let folder = doorstep_tests::fleet::folder().unwrap();
        run(folder.path(), 7, SMALL).unwrap()
    });
    assert_eq!(outcomes[0], outcomes[1]);
}
