//! Whole sessions between two sides whose stores are models in memory. Real stores and devices meet in the `tests` crate.

mod blobs;
mod entering;
mod files;
mod hostile;
mod meeting;
mod model;
mod resuming;
mod transfer;
mod wire;
