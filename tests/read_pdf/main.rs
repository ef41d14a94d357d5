//! PDF as returns.

// A test that fails panics.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[cfg(feature = "pdf")]
mod places;
#[cfg(feature = "pdf")]
mod support;
