//! stub
use super::Status;
use super::args::{Global, NewArgs};
use super::error::CliError;
use super::terminal::Terminal;
pub(super) fn new(_global: &Global, _args: &NewArgs, _terminal: &mut Terminal) -> Result<Status, CliError> {
    Ok(Status::Done)
}
