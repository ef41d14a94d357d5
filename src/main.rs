//! The command line `shenbao`.

use std::process::ExitCode;

fn main() -> ExitCode {
    shenbao::cli::run(std::env::args_os())
}
