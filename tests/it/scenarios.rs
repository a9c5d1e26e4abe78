//! What people rely on, told as scenarios: alice coordinates, bob, amina and chen collect, a manager looks.

mod adjusting;
mod assignments;
mod card;
mod closing;
mod copies;
mod courier;
mod delivery;
mod erasure;
mod figures;
mod files;
mod following;
mod hostile;
mod killed;
mod leaving;
mod membership;
mod merging;
mod passing;
mod pin;
mod recovery;
mod rights;
mod sealed;
mod server_killed;
mod skew;
mod street;
mod words_apart;
