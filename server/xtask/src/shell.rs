//! Starts other programs: long ones are watched live, short ones speak only when they fail.

use anyhow::{Context, Result, bail};
use std::process::{Command, Stdio};

/// Output goes straight to the terminal.
pub fn stream(command: &mut Command) -> Result<()> {
    let line = shown(command);
    let status = command.status().with_context(|| format!("starting `{line}`"))?;
    if !status.success() {
        bail!("`{line}` failed ({status})");
    }
    Ok(())
}

/// Output is kept and becomes part of the error when the program fails; otherwise stdout is returned.
pub fn quiet(command: &mut Command) -> Result<String> {
    let line = shown(command);
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("starting `{line}`"))?;
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        bail!("`{line}` failed ({}):\n{stdout}{stderr}", output.status);
    }
    Ok(stdout)
}

/// What the program prints first, or nothing when it is not there or fails.
pub fn ask(program: &str, arguments: &[&str]) -> Option<String> {
    quiet(Command::new(program).args(arguments))
        .ok()
        .map(|answer| answer.trim().to_owned())
}

fn shown(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let name = program
        .file_name()
        .unwrap_or(program.as_os_str())
        .to_string_lossy()
        .into_owned();
    let words = command.get_args().map(|word| word.to_string_lossy().into_owned());
    std::iter::once(name).chain(words).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_program_brings_its_words_along() {
        let error = quiet(Command::new("sh").args(["-c", "echo why >&2; exit 3"])).unwrap_err();
        assert!(error.to_string().contains("why"), "{error}");
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = stream(&mut Command::new("no-such-program-here")).unwrap_err();
        assert!(format!("{error:#}").contains("no-such-program-here"), "{error:#}");
    }
}
