//! An order to erase that a courier brings: it holds from the moment at which it was taken, whatever becomes of the server then.

use doorstep_core::device::BundleFor;
use doorstep_core::document::kinds::subject::Subject;
use doorstep_core::entry::Why;
use doorstep_server::{BackupFor, Host, HostOptions, Machine, back_up, restore, unpack};
use doorstep_tests::harness::Town;

use super::erasure::{NAME, SAID, interview, nowhere, synced};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_that_a_courier_brought_holds_when_a_backup_is_put_back_before_the_server_starts_again()
-> Result<(), Box<dyn std::error::Error>> {
    let (folder, attic) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    let response = interview(&mut bob, town.doors[0][0])?;
    synced(&[&bob, &town.alice]).await?;
    let (store, listen) = (folder.path().join("server"), town.host.announcement().address);
    let (backup, carried) = (attic.path().join("server.backup"), attic.path().join("carried"));
    back_up(&store, &backup, &BackupFor::Anybody, &Machine::default())?;
    town.host.stop().await;

    town.alice.act(|device, at| device.erase(Subject::response(response), Why::Asked, at))?;
    let mut file = Vec::new();
    town.alice.device.pack(BundleFor::Server, &mut file)?;
    std::fs::write(&carried, &file)?;
    let taken = unpack(&store, &carried)?;
    assert!(taken.new > 0 && taken.refused == 0, "{taken:?}");
    nowhere(&store, &[SAID, NAME])?;

    std::fs::remove_file(store.join("server.db"))?;
    restore(&backup, &store, None)?;
    let options = HostOptions { listen, ..HostOptions::on_loopback(store.clone()) };
    town.host = Host::start(options).await?;
    nowhere(&store, &[SAID, NAME])?;
    synced(&[&bob, &town.alice]).await?;
    assert!(bob.device.responses()?.is_empty() && town.alice.device.responses()?.is_empty());
    nowhere(folder.path(), &[SAID, NAME])
}
