//! `jiaqiao kill-switch`.

use crate::assets::KillSwitch;
use anyhow::{Context, Result, ensure};
use clap::{Args, ValueEnum};
use std::{io::Write, path::PathBuf, process::ExitCode};

/// When a released build is broken on phones: make them drop it.
///
/// While the switch is on, every phone that reaches the office removes the service worker and the program files
/// that it keeps, and loads the app from the network. What people wrote is not touched and is sent as ever; only
/// opening the app without network waits until the switch is off. Phones then return to normal by themselves.
///
/// It works at once; the server need not be restarted. It is the file `kill-switch` in the data folder: where
/// several servers run, set it on each.
#[derive(Args)]
pub struct Kill {
    /// Without a word, says how it stands
    #[arg(value_enum)]
    turn: Option<Turn>,
    /// Folder of the database and of kept builds
    #[arg(long, env = "JIAQIAO_DATA", default_value = "./data")]
    data: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
enum Turn {
    On,
    Off,
}

pub fn run(kill: Kill) -> Result<ExitCode> {
    let folder = kill.data.display();
    // At night a mistyped folder must not look like success.
    ensure!(
        kill.data.join("assets").is_dir(),
        "no server has run on {folder} yet: name its folder with --data"
    );
    let switch = KillSwitch::of(&kill.data);
    if let Some(turn) = kill.turn {
        switch
            .set(matches!(turn, Turn::On))
            .with_context(|| format!("setting the switch in {folder}"))?;
    }
    let words = if switch.is_on() {
        "开 on: phones drop the kept program at their next contact; `jiaqiao kill-switch off` ends it"
    } else {
        "关 off: phones keep the program and open without network"
    };
    writeln!(std::io::stdout().lock(), "{words}")?;
    Ok(ExitCode::SUCCESS)
}
