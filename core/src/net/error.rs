//! Why no connection came about, so that a person can do something about it. What breaks one later is `drive`'s.

use std::io;
use std::net::SocketAddr;

use quinn::ConnectionError;

/// Why no connection came about.
#[derive(Debug, thiserror::Error)]
pub enum DialError {
    /// The list of addresses is empty.
    #[error("there is no address to call")]
    NoAddress,
    /// An address is not of the form `host:port`.
    #[error("{address} is not an address: it should be host:port")]
    BadAddress {
        /// The address as it was given.
        address: String,
    },
    /// A host's name was not found.
    #[error("the name in {address} was not found: check it, and that this device is online")]
    UnknownHost {
        /// The address as it was given.
        address: String,
    },
    /// Nobody answered.
    #[error("no server answered within {seconds} s: check the address, and that this device is online")]
    NoAnswer {
        /// For how long it was tried.
        seconds: u64,
    },
    /// The server has another key than the pinned one.
    #[error("the server at {address} has another key than the invite says: it is not this project's server")]
    WrongKey {
        /// Where that server is.
        address: SocketAddr,
    },
    /// The server speaks no version that this side speaks.
    #[error("the server at {address} speaks another version: update the older side")]
    Version {
        /// Where that server is.
        address: SocketAddr,
    },
    /// The server takes no more connections for now.
    #[error("the server at {address} has too much to do: try again later")]
    Busy {
        /// Where that server is.
        address: SocketAddr,
    },
    /// The server ended the connection during the handshake.
    #[error("the server at {address} hung up (code {code})")]
    Closed {
        /// Where that server is.
        address: SocketAddr,
        /// The code that it gave.
        code: u64,
    },
    /// Something between the two opens encrypted connections, or answers in the server's place.
    #[error(
        "something on this network answers in place of the server at {address}: a filter that opens encrypted \
         connections, or a sign-in page; use another network, or have UDP port {} let through", .address.port()
    )]
    Intercepted {
        /// Where the server should be.
        address: SocketAddr,
    },
    /// The second way, over TCP, failed.
    #[error("the connection to {address} over TCP failed")]
    Tcp {
        /// Where that server is.
        address: SocketAddr,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// The handshake failed for another reason.
    #[error("the connection to {address} failed")]
    Handshake {
        /// Where that server is.
        address: SocketAddr,
        /// What the transport says.
        #[source]
        source: ConnectionError,
    },
    /// The system gave no socket.
    #[error("this device could not open a network socket")]
    Socket(#[source] io::Error),
    /// The transport could not be set up with this key or address.
    #[error("the connection could not be prepared")]
    Setup(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl DialError {
    /// How much the error says: of several, people see the one that says most.
    pub(super) fn weight(&self) -> u8 {
        match self {
            // A closed TCP port says nothing: it is the second way.
            Self::NoAddress | Self::NoAnswer { .. } | Self::Tcp { .. } => 0,
            Self::UnknownHost { .. } => 1,
            Self::Handshake { .. } | Self::Closed { .. } => 2,
            Self::Socket(_) | Self::Setup(_) => 3,
            Self::BadAddress { .. } => 4,
            Self::Intercepted { .. } => 5,
            Self::Busy { .. } => 6,
            Self::Version { .. } => 7,
            Self::WrongKey { .. } => 8,
        }
    }

    /// Whether the server itself has said no, so that another way would not help.
    pub(super) fn is_final(&self) -> bool {
        self.weight() >= 6
    }
}
