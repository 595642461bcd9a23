//! `jiaqiao slips`.

use super::{
    readers::{self, Reader},
    slip_page::{Card, page},
    store::Place,
};
use crate::{
    ids::{MachineIds, random},
    passwords::{Cost, hash_now},
};
use anyhow::{Context, Result};
use clap::Args;
use domain::{Instant, PersonId};
use office::{
    Tx,
    accounts::{CODE_CHARS_PRINTED, CODE_CHARS_QR, Code, NewSlip, SLIP_DAYS, make_slip, new_code},
    tx::Stored,
};
use std::{io::Write, path::PathBuf, process::ExitCode};

/// Print slips: one card for each person, to cut out and hand over.
///
/// A slip opens an account once, within 14 days, with 5 tries. For somebody with an account it sets a new
/// password. People who have an account, or a slip that is still good, are left out unless you say --again;
/// a new slip makes older ones worthless.
#[derive(Args)]
#[command(group = clap::ArgGroup::new("whom").required(true))]
pub struct Slips {
    /// Guardians of a class: its name (三年级2班) or its id in the roster
    #[arg(long, env = "JIAQIAO_CLASS", group = "whom")]
    class: Option<String>,
    /// One person, by the id in the roster; a pupil's id means that pupil
    #[arg(long, env = "JIAQIAO_PERSON", group = "whom", value_name = "SOURCED_ID")]
    person: Option<String>,
    /// All teachers and administrators
    #[arg(long, env = "JIAQIAO_STAFF", group = "whom")]
    staff: bool,
    /// Also people who have an account or a good slip
    #[arg(long, env = "JIAQIAO_AGAIN")]
    again: bool,
    /// Page to write, ready to print; without it the cards are listed as text
    #[arg(long, env = "JIAQIAO_OUT", value_name = "FILE.html")]
    out: Option<PathBuf>,
    /// Where people reach this server
    #[arg(long, env = "JIAQIAO_BASE_URL", default_value = "http://127.0.0.1:3000")]
    base_url: String,
    #[command(flatten)]
    place: Place,
}

pub fn run(slips: Slips) -> Result<ExitCode> {
    let store = slips.place.open()?;
    let clock = slips.place.clock(&store)?;
    let now = clock.now();
    let readers = match (&slips.class, &slips.person) {
        (Some(class), _) => {
            let class = class.clone();
            store.run(store::work!(|tx| readers::guardians(tx, &class, now).await))??
        }
        (_, Some(sourced_id)) => {
            let (wanted, missing) = (sourced_id.clone(), sourced_id.clone());
            let reader = store.run(store::work!(|tx| readers::one(tx, &wanted, now).await))?;
            vec![reader.with_context(|| format!("the roster has nobody with the id {missing}"))?]
        }
        _ => store.run(store::work!(|tx| readers::staff(tx, now).await))?,
    };
    let again = slips.again || slips.person.is_some();
    let (mut cards, mut left_out) = (Vec::new(), 0);
    for reader in readers {
        let person = reader.person;
        if !again && store.run(store::work!(|tx| is_served(tx, person, now).await))? {
            left_out += 1;
            continue;
        }
        cards.push(make(&store, reader, MachineIds(clock.clone()), now)?);
    }
    write(&cards, left_out, slips.out.as_deref(), &slips.base_url, now)?;
    Ok(ExitCode::SUCCESS)
}

/// Hashes a new pair of codes and stores the slip; the codes themselves exist on the card alone.
pub fn make(store: &store::Store, reader: Reader, mut ids: MachineIds, now: Instant) -> Result<Card> {
    let (code, long_code) = (
        new_code(&random::<CODE_CHARS_PRINTED>()),
        new_code(&random::<CODE_CHARS_QR>()),
    );
    let slip = NewSlip {
        long_hash: Code::hash_qr(&long_code),
        short_hash: hash_now(&code, Cost::REAL),
    };
    let person = reader.person;
    let login = store.run(store::work!(|tx| make_slip(tx, person, slip, &mut ids, now).await))?;
    Ok(Card {
        title: reader.title,
        name: reader.name,
        place: reader.place,
        login,
        code,
        long_code,
    })
}

pub fn write(
    cards: &[Card],
    left_out: usize,
    file: Option<&std::path::Path>,
    base_url: &str,
    now: Instant,
) -> Result<()> {
    let until = now.plus_ms(SLIP_DAYS * 86_400_000);
    let mut out = std::io::stdout().lock();
    match file {
        Some(file) => {
            std::fs::write(file, page(cards, base_url, until)?)
                .with_context(|| format!("writing {}", file.display()))?;
            writeln!(out, "{} 张认领单 slips: {}", cards.len(), file.display())?;
        }
        None => {
            for card in cards {
                let (code, address) = (office::accounts::printed(&card.code), card.address(base_url));
                writeln!(
                    out,
                    "{} {} {}\n  登录号 login {}  认领码 code {code}\n  {address}",
                    card.title, card.name, card.place, card.login
                )?;
            }
            writeln!(out, "有效至 good until {}", until.day())?;
        }
    }
    if left_out > 0 {
        writeln!(
            out,
            "{left_out} 人已有账户或未用的认领单，没有重印（--again 可重印）· left out: they have an account or a good slip"
        )?;
    }
    Ok(())
}

/// Has an account, or a slip that can still be used.
async fn is_served(tx: &mut dyn Tx, person: PersonId, now: Instant) -> Stored<bool> {
    let open = tx
        .slip_of(person)
        .await?
        .is_some_and(|slip| slip.used_at.is_none() && slip.tries_left > 0 && now < slip.expires_at);
    Ok(open || tx.account(person).await?.is_some())
}
