//! The command line: `jiaqiao --help` teaches it.

mod account;
mod guardianship;
mod import;
mod invite;
mod readers;
mod serve;
mod slip_page;
mod slips;
mod store;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Jiaqiao (家桥): notes between homes and schools, with and without network.
///
/// One binary: it serves the app, keeps everything in one SQLite file, reads rosters, and prints the slips
/// by which people get in.
#[derive(Parser)]
#[command(name = "jiaqiao", version, after_long_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Look around a demo school (every page says that it is one):
  jiaqiao serve --demo --data ./demo

Set up a real school:
  jiaqiao import --dry-run roster.zip       what would change; writes nothing
  jiaqiao import roster.zip                 all of it in one transaction, or nothing
  jiaqiao invite-admin --name 马建华 --base-url https://jiaqiao.example.cn
  jiaqiao slips --staff --out staff.html --base-url https://jiaqiao.example.cn
  jiaqiao slips --class 三年级2班 --out 302.html --base-url https://jiaqiao.example.cn
  jiaqiao serve --listen 0.0.0.0:443 --tls-cert chain.pem --tls-key key.pem

Behind a proxy that speaks HTTPS and adds X-Forwarded-For:
  jiaqiao serve --behind-https --trusted-hops 1

Somebody forgot a password, or lost a phone:
  jiaqiao slips --person t00018             a new slip; the old password works until it is claimed
  jiaqiao account --person t00018 --sign-out

Each flag can be an environment variable: --data is JIAQIAO_DATA, --base-url is JIAQIAO_BASE_URL.
`jiaqiao help <command>` says more about each.";

#[derive(Subcommand)]
enum Command {
    Serve(serve::Serve),
    Import(import::Import),
    Slips(slips::Slips),
    InviteAdmin(invite::InviteAdmin),
    Guardianship(guardianship::Guardianship),
    Account(account::Account),
}

pub fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Serve(serve) => serve::run(serve),
        Command::Import(import) => import::run(import),
        Command::Slips(slips) => slips::run(slips),
        Command::InviteAdmin(invite) => invite::run(invite),
        Command::Guardianship(guardianship) => guardianship::run(guardianship),
        Command::Account(account) => account::run(account),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("jiaqiao: {error:#}");
            ExitCode::FAILURE
        }
    }
}
