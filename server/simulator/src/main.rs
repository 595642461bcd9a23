//! `simulator --seeds 3000`: runs the seeds, one on each core at a time; a failing one is printed and can be run alone.

use simulator::{BREAKS, Break, Stats, run};
use std::{
    collections::BTreeMap,
    env,
    process::ExitCode,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};

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
    let runs = Runs {
        next: AtomicU64::new(from),
        end: from + seeds,
        done: AtomicU64::new(0),
        ended: Mutex::new((Stats::default(), BTreeMap::new())),
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| runs.work(steps, breakage));
        }
    });
    let (all, broken) = runs.ended.into_inner().unwrap_or_else(PoisonError::into_inner);
    if let Some((seed, broken)) = broken.first_key_value() {
        eprintln!(
            "seed {seed}: {broken}\nagain: cargo run --release -p simulator -- --from {seed} --seeds 1"
        );
        return ExitCode::FAILURE;
    }
    eprintln!("{seeds} seeds, every invariant held: {all:?}");
    ExitCode::SUCCESS
}

/// Seeds know nothing of each other, so each core takes the next one.
struct Runs {
    next: AtomicU64,
    end: u64,
    done: AtomicU64,
    ended: Mutex<(Stats, BTreeMap<u64, String>)>,
}

impl Runs {
    fn work(&self, steps: u64, breakage: Option<Break>) {
        loop {
            let seed = self.next.fetch_add(1, Ordering::Relaxed);
            if seed >= self.end {
                return;
            }
            let run = run(seed, steps, breakage);
            let mut ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
            match run {
                Ok(stats) => ended.0.add(stats),
                Err(broken) => {
                    ended.1.insert(seed, broken);
                    self.next.store(self.end, Ordering::Relaxed);
                }
            }
            let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
            if done.is_multiple_of(100) {
                eprintln!("{done} seeds done");
            }
        }
    }
}
