//! Backups of a running server, what phones hear of them, and a server that is put back from one.

use doorstep_core::sealed_file::{Identity, Recipient};

use super::*;
use crate::{BackupError, BackupFor, Machine, back_up, restore};

fn keeper() -> (Identity, BackupFor) {
    let key = Keypair::from_seed([0x77; 32]);
    let recipient = Recipient::of_device(&key.public()).expect("a key");
    (Identity::of_device(&key).expect("a key"), BackupFor::These(vec![recipient]))
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_acknowledged_returns_after_an_old_backup_was_put_back() {
    let town = Town::new();
    let (host, alice) = town.founded().await;
    let address = host.announcement().address;
    alice.sync().await.expect("alice is a member");
    let (store, file) = (town.options().store, town.folder.path().join("backup.age"));
    let (key, readers) = keeper();
    back_up(&store, &file, &readers, &Machine::default()).expect("the server runs and is backed up");

    alice.add_area("Lime Court");
    let report = alice.sync().await.expect("the server went on");
    assert!(report.entries_acknowledged > 0);
    host.stop().await;
    let before = Status::read(&store).expect("the store reads");
    std::fs::remove_file(store.join("server.db")).expect("the disk was lost, its marks were not");

    let restored = restore(&file, &store, Some(&key)).expect("the backup is sound");
    assert_eq!(restored.project.map(|project| project.name).as_deref(), Some("Larkfield"));
    assert!(restored.entries < before.entries);
    let host = Host::start(HostOptions { listen: address, ..town.options() }).await.expect("the port is free");
    let report = alice.sync().await.expect("the restored server knows alice");
    assert!(report.offered_again);
    host.stop().await;
    assert_eq!(Status::read(&store).expect("the store reads").entries, before.entries);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_hears_what_of_its_entries_is_in_the_backup_and_that_a_restored_server_has_none() {
    let town = Town::new();
    let (host, alice) = town.founded().await;
    let address = host.announcement().address;
    let (store, file) = (town.options().store, town.folder.path().join("backup.age"));
    let (key, readers) = keeper();
    alice.sync().await.expect("alice is a member");
    assert_eq!(alice.device.status().expect("the store reads").backup_at, None);

    let taken = back_up(&store, &file, &readers, &Machine::default()).expect("the server runs and is backed up");
    alice.sync().await.expect("the server went on");
    assert_eq!(alice.device.status().expect("the store reads").backup_at, Some(taken.at));
    let quiet = alice.sync().await.expect("the server went on");
    assert_eq!((quiet.entries_sent, quiet.round_trips), (0, 1));
    let generation = alice.device.status().expect("the store reads").generation;

    host.stop().await;
    std::fs::remove_file(store.join("server.db")).expect("the disk was lost");
    restore(&file, &store, Some(&key)).expect("the backup is sound");
    let host = Host::start(HostOptions { listen: address, ..town.options() }).await.expect("the port is free");
    alice.sync().await.expect("the restored server knows alice");
    let status = alice.device.status().expect("the store reads");
    assert_eq!(status.backup_at, None);
    assert_ne!(status.generation, generation, "what was put back is another life of the database");
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_in_the_way_of_a_backup_or_a_restore_is_named_and_changes_nothing() {
    let town = Town::new();
    let (host, _alice) = town.founded().await;
    let (store, folder) = (town.options().store, town.folder.path());
    let (key, readers) = keeper();
    let (sealed, plain, fresh) = (folder.join("sealed.age"), folder.join("plain.db"), folder.join("fresh"));
    back_up(&store, &sealed, &readers, &Machine::default()).expect("the server runs and is backed up");
    back_up(&store, &plain, &BackupFor::Anybody, &Machine::default()).expect("the server runs and is backed up");
    assert!(matches!(
        back_up(&store, &plain, &BackupFor::Anybody, &Machine::default()),
        Err(BackupError::Exists { .. })
    ));
    assert!(matches!(
        back_up(&fresh, &folder.join("b"), &readers, &Machine::default()),
        Err(BackupError::NoStore { .. })
    ));
    assert!(matches!(restore(&plain, &store, None), Err(BackupError::Exists { .. })));
    assert!(matches!(restore(&sealed, &fresh, None), Err(BackupError::Sealed { .. })));
    let other = Identity::of_device(&Keypair::from_seed([0x78; 32])).expect("a key");
    assert!(matches!(restore(&sealed, &fresh, Some(&other)), Err(BackupError::Seal { .. })));

    let mut cut = std::fs::read(&plain).expect("the file reads");
    cut.truncate(cut.len() / 2);
    for bytes in [&cut[..], b"", b"no backup at all"] {
        let damaged = folder.join("damaged");
        std::fs::write(&damaged, bytes).expect("the file is written");
        let failed = restore(&damaged, &fresh, None);
        assert!(matches!(failed, Err(BackupError::NotABackup { .. })), "{failed:?}");
    }
    assert_eq!(files_in(&fresh), 0);

    restore(&plain, &fresh, None).expect("a plain backup needs no key");
    restore(&sealed, &folder.join("second"), Some(&key)).expect("the key fits");
    assert_eq!(files_in(&fresh), 1);
    let left = std::fs::read_dir(folder).expect("the directory reads").filter_map(Result::ok);
    let scraps = left.filter(|file| file.file_name().to_string_lossy().ends_with("ing")).count();
    assert_eq!(scraps, 0);
    host.stop().await;
}

fn files_in(folder: &Path) -> usize {
    std::fs::read_dir(folder).expect("the directory reads").count()
}
