//! Networks as they are in town: no UDP, and a way that is remembered.

use std::error::Error;
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};

use doorstep_core::net::Way;
use doorstep_tests::harness::Town;
use tokio::net::{TcpListener, TcpStream};

/// A network whose UDP port is silent and whose TCP port leads to the server.
struct Council {
    _silent: UdpSocket,
    address: SocketAddr,
}

impl Council {
    async fn around(server: SocketAddr) -> Result<Self, Box<dyn Error>> {
        let (silent, tcp) = loop {
            let silent = UdpSocket::bind((Ipv4Addr::new(127, 0, 0, 2), 0))?;
            if let Ok(tcp) = TcpListener::bind(silent.local_addr()?).await {
                break (silent, tcp);
            }
        };
        let address = silent.local_addr()?;
        tokio::spawn(async move {
            while let Ok((mut near, _)) = tcp.accept().await {
                let Ok(mut far) = TcpStream::connect(server).await else { return };
                tokio::spawn(async move { tokio::io::copy_bidirectional(&mut near, &mut far).await });
            }
        });
        Ok(Self { _silent: silent, address })
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_council_network_without_udp_is_crossed_and_remembered_and_quic_returns() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    let server = town.host.announcement().clone();
    let council = Council::around(server.address).await?;
    assert_eq!(bob.sync().await?.way, Way::Quic);

    let response = bob.interview(town.doors[0][0], &[("view", "resident"), ("sat_clean", "low")])?;
    town.alice.act(|device, at| device.link_server(server.pin, &[council.address.to_string()], at))?;
    bob.act(|device, at| device.link_server(server.pin, &[council.address.to_string()], at))?;
    let synced = bob.sync().await?;
    assert_eq!(synced.way, Way::WebSocket);
    assert!(synced.report.entries_acknowledged > 0);
    assert!(bob.device.is_without_udp("127.0.0.1")?);
    town.alice.sync().await?;
    assert_eq!(town.alice.device.response(response)?, bob.device.response(response)?);

    bob.act(|device, at| device.link_server(server.pin, &[server.address.to_string()], at))?;
    assert_eq!(bob.sync().await?.way, Way::Quic);
    assert!(!bob.device.is_without_udp("127.0.0.1")?);
    Ok(())
}
