//! PDF as returns: fields that any program has filled in, files that are locked
//! or joined, and files that mean harm.

// A test that fails panics.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod attacks;
#[cfg(feature = "pdf")]
mod fields;
#[cfg(feature = "pdf")]
mod joined;
#[cfg(feature = "pdf")]
mod locked;
#[cfg(feature = "pdf")]
mod mutations;
#[cfg(feature = "pdf")]
mod places;
#[cfg(feature = "pdf")]
#[path = "../records/mod.rs"]
mod records;
#[cfg(feature = "pdf")]
mod support;
