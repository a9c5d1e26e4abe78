//! What the machine itself needs: the same interviews as plain blobs over one QUIC stream into one SQLite transaction.
//!
//! Nothing is signed, merged, compressed or filtered here; no system that syncs can be faster.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use doorstep_tests::generate::Generator;
use quinn::crypto::rustls::{QuicClientConfig, QuicServerConfig};
use quinn::{ClientConfig, Connection, Endpoint, ServerConfig};
use rusqlite::Connection as Database;

use crate::error::BenchError;
use crate::usage::Process;
use crate::workloads::Figures;

mod tls;

/// The most bytes of one stream that are read.
const MOST_BYTES: usize = 256 << 20;

/// Carries this many interviews once.
pub(crate) async fn carry(folder: &Path, size: u64) -> Result<Figures, BenchError> {
    let generator = Generator::new(1);
    let blobs: Result<Vec<Vec<u8>>, _> =
        (0..size).map(|number| serde_json::to_vec(&generator.response(number))).collect();
    let blobs = blobs?;
    let bytes: usize = blobs.iter().map(Vec::len).sum();
    let mut database = open(&folder.join("floor.db"))?;
    let server = Endpoint::server(server_config()?, ([127, 0, 0, 1], 0).into())?;
    let address = server.local_addr()?;
    let (before, began) = (Process::this().cpu_s()?, Instant::now());
    let taking = tokio::spawn(async move {
        let connection = server.accept().await.ok_or(BenchError::ServerEnded)?.await.map_err(failed)?;
        take(&connection, &mut database).await
    });
    let client = Endpoint::client(([127, 0, 0, 1], 0).into())?;
    let connection = client.connect_with(client_config()?, address, "floor").map_err(failed)?.await.map_err(failed)?;
    give(&connection, &blobs).await?;
    let wall = began.elapsed();
    let cpu_s = Process::this().cpu_s()? - before;
    let udp = connection.stats().udp_tx.bytes;
    connection.close(0_u32.into(), &[]);
    taking.await??;
    Ok(Figures::from([
        ("wall_s", wall.as_secs_f64()),
        ("cpu_s", cpu_s),
        ("payload_mb", bytes as f64 / 1e6),
        ("udp_up_mb", udp as f64 / 1e6),
    ]))
}

/// Sends every blob with its length before it, and waits until they are stored.
async fn give(connection: &Connection, blobs: &[Vec<u8>]) -> Result<(), BenchError> {
    let (mut send, mut recv) = connection.open_bi().await.map_err(failed)?;
    for blob in blobs {
        let length = u32::try_from(blob.len()).unwrap_or(u32::MAX);
        send.write_all(&length.to_le_bytes()).await.map_err(failed)?;
        send.write_all(blob).await.map_err(failed)?;
    }
    send.finish().map_err(failed)?;
    recv.read_to_end(1).await.map(drop).map_err(failed)
}

/// Stores every blob in one transaction and says so.
async fn take(connection: &Connection, database: &mut Database) -> Result<(), BenchError> {
    let (mut send, mut recv) = connection.accept_bi().await.map_err(failed)?;
    let bytes = recv.read_to_end(MOST_BYTES).await.map_err(failed)?;
    insert(database, &bytes)?;
    send.write_all(&[1]).await.map_err(failed)?;
    send.finish().map_err(failed)?;
    connection.closed().await;
    Ok(())
}

fn insert(database: &mut Database, mut rest: &[u8]) -> Result<(), BenchError> {
    let transaction = database.transaction()?;
    let mut insert = transaction.prepare("INSERT INTO blob (bytes) VALUES (?1)")?;
    while let Some((length, after)) = rest.split_first_chunk() {
        let (blob, next) = after.split_at(u32::from_le_bytes(*length) as usize);
        insert.execute([blob])?;
        rest = next;
    }
    drop(insert);
    Ok(transaction.commit()?)
}

fn open(path: &Path) -> Result<Database, BenchError> {
    let database = Database::open(path)?;
    database.pragma_update(None, "journal_mode", "WAL")?;
    database.pragma_update(None, "synchronous", "FULL")?;
    database.execute("DROP TABLE IF EXISTS blob", [])?;
    database.execute("CREATE TABLE blob (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)", [])?;
    Ok(database)
}

fn server_config() -> Result<ServerConfig, BenchError> {
    let crypto = QuicServerConfig::try_from(tls::server().map_err(failed)?).map_err(failed)?;
    Ok(ServerConfig::with_crypto(Arc::new(crypto)))
}

fn client_config() -> Result<ClientConfig, BenchError> {
    let crypto = QuicClientConfig::try_from(tls::client().map_err(failed)?).map_err(failed)?;
    Ok(ClientConfig::new(Arc::new(crypto)))
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> BenchError {
    BenchError::Floor(Box::new(error))
}
