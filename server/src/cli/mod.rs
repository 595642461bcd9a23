//! The command line: `jiaqiao --help` teaches it.

mod account;
mod backup;
mod doctor;
mod guardianship;
mod import;
mod invite;
mod kill_switch;
mod readers;
mod restore;
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

A released build is broken on phones (what people wrote is kept):
  jiaqiao kill-switch on                    works at once, without a restart; `off` when the new build runs

Every night, and when the disk has died:
  jiaqiao backup /backups                   while `serve` runs; a file of its own name, checked
  jiaqiao doctor --backups /backups         is all well? what to do where it is not
  jiaqiao restore --replace /backups/jiaqiao-2026-11-23T0300.db

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
    KillSwitch(kill_switch::Kill),
    Backup(backup::Backup),
    Restore(restore::Restore),
    Doctor(doctor::Doctor),
}

pub fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Serve(serve) => serve::run(serve),
        Command::Import(import) => import::run(import),
        Command::Slips(slips) => slips::run(slips),
        Command::InviteAdmin(invite) => invite::run(invite),
        Command::Guardianship(guardianship) => guardianship::run(guardianship),
        Command::Account(account) => account::run(account),
        Command::KillSwitch(kill) => kill_switch::run(kill),
        Command::Backup(backup) => backup::run(backup),
        Command::Restore(restore) => restore::run(restore),
        Command::Doctor(doctor) => doctor::run(doctor),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("jiaqiao: {error:#}");
            ExitCode::FAILURE
        }
    }
}
