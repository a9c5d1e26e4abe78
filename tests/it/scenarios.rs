//! What people rely on, told as scenarios: alice coordinates, bob, amina and chen collect, a manager looks.

mod delivery;
mod hostile;
mod killed;
mod membership;
mod merging;
mod rights;
mod sealed;
mod server_killed;
mod words_apart;
