//! The store against real files, with the real planner and signed entries; one file for each subject.

mod blobs;
mod drafts;
mod durability;
mod engine;
mod feed;
mod files;
mod ingest;
mod measure;
mod membership;
mod receipts;
mod releases;
mod responses;
mod unread;
