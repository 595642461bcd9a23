//! The kill switch: one file in the data folder. It is looked at for each question, so it works at once and
//! without a restart, and nobody has to know more at night than one command.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

pub struct KillSwitch {
    file: PathBuf,
}

/// Served as the worker while the switch is on: every build ever released asks for that address by itself, also
/// one whose own pages no longer start.
pub const LEAVING_WORKER: &str = include_str!("leaving_worker.js");

impl KillSwitch {
    pub const NAME: &str = "kill-switch";

    pub fn of(data: &Path) -> KillSwitch {
        KillSwitch {
            file: data.join(KillSwitch::NAME),
        }
    }

    /// What cannot be read is off: phones go on as they are.
    pub fn is_on(&self) -> bool {
        self.file.exists()
    }

    pub fn set(&self, on: bool) -> io::Result<()> {
        if on {
            return fs::write(
                &self.file,
                "Phones drop the kept program while this file is here.\n",
            );
        }
        match fs::remove_file(&self.file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_on_and_off_as_often_as_asked() {
        let data = tempfile::tempdir().expect("a folder");
        let switch = KillSwitch::of(data.path());
        for on in [false, false, true, true, false] {
            switch.set(on).expect("set");
            assert_eq!(switch.is_on(), on);
        }
    }
}
