//! `simulator --seeds 1000`: runs the seeds one by one; a failing one is printed and can be run alone.

use simulator::{BREAKS, Stats, run};
use std::{env, process::ExitCode};

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let value = |name: &str| {
        args.iter()
            .position(|arg| arg == name)
            .and_then(|at| args.get(at + 1))
    };
    let number = |name: &str, or: u64| value(name).and_then(|text| text.parse().ok()).unwrap_or(or);
    let (seeds, from, steps) = (
        number("--seeds", 1_000),
        number("--from", 1),
        number("--steps", 150),
    );
    let breakage = match value("--break") {
        None => None,
        Some(name) => match BREAKS.iter().find(|(known, _)| known == name) {
            Some((_, breakage)) => Some(*breakage),
            None => {
                let names = BREAKS.map(|(known, _)| known).join(", ");
                eprintln!("unknown --break {name}: {names}");
                return ExitCode::from(2);
            }
        },
    };
    let mut all = Stats::default();
    for seed in from..from + seeds {
        match run(seed, steps, breakage) {
            Ok(stats) => all.add(stats),
            Err(broken) => {
                eprintln!(
                    "seed {seed}: {broken}\nagain: cargo run --release -p simulator -- --from {seed} --seeds 1"
                );
                return ExitCode::FAILURE;
            }
        }
        if (seed - from + 1) % 100 == 0 {
            eprintln!("{} of {seeds} seeds", seed - from + 1);
        }
    }
    eprintln!("{seeds} seeds, every invariant held: {all:?}");
    ExitCode::SUCCESS
}
