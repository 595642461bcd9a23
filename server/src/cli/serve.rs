//! `jiaqiao serve`.

use crate::{
    clock::{Clock, parse_instant},
    demo::{CAST, PASSWORD},
    logs,
    passwords::Cost,
    serve::{Config, Server, Tls, end_at_signal},
};
use anyhow::{Context, Result};
use clap::Args;
use std::{
    io::Write,
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    process::ExitCode,
};

/// Serve the app.
#[derive(Args)]
pub struct Serve {
    /// Fill an empty store with the demo school, with fixed sign-ins
    #[arg(long, env = "JIAQIAO_DEMO")]
    demo: bool,
    /// Folder of the database and of kept builds
    #[arg(long, env = "JIAQIAO_DATA", default_value = "./data")]
    data: PathBuf,
    /// PostgreSQL (postgres://user@host/name) instead of the file in --data
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
    /// Address and port to listen on
    #[arg(long, env = "JIAQIAO_LISTEN", default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
    /// Folder that `cargo xtask dist` built
    #[arg(long, env = "JIAQIAO_ASSETS", default_value = "target/dist")]
    assets: PathBuf,
    /// Certificate chain (PEM); with --tls-key the server speaks HTTPS
    #[arg(long, env = "JIAQIAO_TLS_CERT", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// Private key (PEM)
    #[arg(long, env = "JIAQIAO_TLS_KEY", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// A proxy in front speaks HTTPS with the browsers
    #[arg(long, env = "JIAQIAO_BEHIND_HTTPS")]
    behind_https: bool,
    /// Proxies in front whose X-Forwarded-For is to be believed
    #[arg(long, env = "JIAQIAO_TRUSTED_HOPS", default_value_t = 0)]
    trusted_hops: usize,
    /// Start the office clock at this moment (2026-11-23T16:42:00+08:00, or milliseconds); for tests
    #[arg(long, env = "JIAQIAO_CLOCK", hide = true)]
    clock: Option<String>,
}

pub fn run(serve: Serve) -> Result<ExitCode> {
    logs::start();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(start(serve))?;
    Ok(ExitCode::SUCCESS)
}

async fn start(serve: Serve) -> Result<()> {
    // First, so that a taken port is known before a school is imported.
    let listener =
        TcpListener::bind(serve.listen).with_context(|| format!("listening on {}", serve.listen))?;
    let config = config(serve)?;
    let (is_demo, is_tls) = (config.demo, config.tls.is_some());
    let server = Server::start(config).await?;
    let address = listener.local_addr()?;
    tracing::info!(%address, "listening");
    greet(address, is_demo, is_tls)?;
    let signal = tokio::spawn(end_at_signal(server.ender()));
    server.run(listener).await?;
    signal.abort();
    Ok(())
}

/// On standard output, where a person looks; the log is elsewhere.
fn greet(address: SocketAddr, is_demo: bool, is_tls: bool) -> Result<()> {
    let mut out = std::io::stdout().lock();
    let scheme = if is_tls { "https" } else { "http" };
    writeln!(out, "家桥 Jiaqiao  {scheme}://{address}")?;
    if is_demo {
        writeln!(out, "\n演示学校 demo school · 密码 password: {PASSWORD}")?;
        for part in &CAST {
            writeln!(out, "  {:<13} {}", part.login, part.words)?;
        }
    }
    out.flush()?;
    Ok(())
}

fn config(serve: Serve) -> Result<Config> {
    let clock = match &serve.clock {
        Some(text) => Some(Clock::starting_at(
            parse_instant(text).context("JIAQIAO_CLOCK is no moment")?,
        )),
        None => None,
    };
    let tls = serve
        .tls_cert
        .zip(serve.tls_key)
        .map(|(cert, key)| Tls { cert, key });
    Ok(Config {
        data: serve.data,
        database_url: serve.database_url,
        assets: serve.assets,
        demo: serve.demo,
        clock,
        tls,
        behind_https: serve.behind_https,
        trusted_hops: serve.trusted_hops,
        cost: Cost::REAL,
    })
}
