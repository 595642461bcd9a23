//! The command line: `jiaqiao --help` teaches it.

mod serve;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "jiaqiao", version, about = "家桥 Jiaqiao: notes between homes and schools, with and without network")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Serve(serve::Serve),
}

pub fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Serve(serve) => serve::run(serve),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("jiaqiao: {error:#}");
            ExitCode::FAILURE
        }
    }
}
