//! `jiaqiao account`.

use super::store::{Place, person};
use anyhow::{Context, Result};
use clap::Args;
use office::accounts::DeviceRow;
use std::{io::Write, process::ExitCode};

/// Show a person's signed-in devices, sign them out, or stop an account.
#[derive(Args)]
#[command(group = clap::ArgGroup::new("change"))]
pub struct Account {
    /// The person, by the id in the roster
    #[arg(long, env = "JIAQIAO_PERSON", value_name = "SOURCED_ID")]
    person: String,
    /// Sign out every device, as after a lost phone
    #[arg(long, env = "JIAQIAO_SIGN_OUT", group = "change")]
    sign_out: bool,
    /// Nobody gets in any more; what devices hold unsent stays there, sealed
    #[arg(long, env = "JIAQIAO_DISABLE", group = "change")]
    disable: bool,
    /// The opposite of --disable
    #[arg(long, env = "JIAQIAO_ENABLE", group = "change")]
    enable: bool,
    #[command(flatten)]
    place: Place,
}

pub fn run(account: Account) -> Result<ExitCode> {
    let store = account.place.open()?;
    let now = account.place.clock(&store)?.now();
    let wanted = account.person.clone();
    let (sign_out, disabled) = (account.sign_out || account.disable, set_disabled(&account));
    let devices = store.run(store::work!(|tx| {
        let Some(person) = person(tx, &wanted).await? else {
            return Ok(None);
        };
        let Some(mut row) = tx.account(person).await? else {
            return Ok(None);
        };
        if let Some(disabled) = disabled {
            row.disabled = disabled;
            tx.set_account(&row).await?;
            tx.log("account", &format!("person {wanted} disabled {disabled}"), now)
                .await?;
        }
        if sign_out {
            for device in tx.devices_of(person).await? {
                tx.revoke_device(device.id, now).await?;
            }
            tx.log("account", &format!("person {wanted} signed out"), now)
                .await?;
        }
        Ok(Some(tx.devices_of(person).await?))
    }))?;
    let devices = devices.with_context(|| format!("{} has no account here", account.person))?;
    let mut out = std::io::stdout().lock();
    for device in &devices {
        writeln!(out, "{}", line(device))?;
    }
    writeln!(out, "{} 台设备 devices", devices.len())?;
    Ok(ExitCode::SUCCESS)
}

fn set_disabled(account: &Account) -> Option<bool> {
    (account.disable || account.enable).then_some(account.disable)
}

fn line(device: &DeviceRow) -> String {
    let seen = format!("{} {}", device.last_seen.day(), device.last_seen.clock());
    let state = if device.revoked_at.is_some() {
        "已退出 signed out"
    } else {
        "已登录 signed in"
    };
    format!("{}  {seen}  {state}  {}", device.id, device.name)
}
