//! The binary `parlance`.

use std::process::ExitCode;

fn main() -> ExitCode {
    parlance_server::cli::run()
}
