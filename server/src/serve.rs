//! Starting and stopping: opens the store, fills a demo, listens, and ends without dropping anybody.

use crate::{
    assets::Assets,
    clock::Clock,
    demo,
    high_mark::HighMark,
    http,
    hub::{self, Hub},
    ids::random,
    limits,
    lock::{self, Hold},
    passwords::{Cost, Passwords},
    site::{Site, Transport},
    ticker,
    tries::Tries,
};
use anyhow::{Context, Result, ensure};
use axum_server::{Handle, tls_rustls::RustlsConfig};
use office::accounts::{self, Secret};
use std::{
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    sync::{Arc, atomic::Ordering},
};
use store::{Database, Options, Store};

/// Everything that `serve` can be told.
pub struct Config {
    pub data: PathBuf,
    /// A PostgreSQL instead of the file in `data`.
    pub database_url: Option<String>,
    pub assets: PathBuf,
    pub demo: bool,
    /// `None` for the real time, or a demo's.
    pub clock: Option<Clock>,
    pub tls: Option<Tls>,
    /// A proxy of ours speaks TLS with the browsers.
    pub behind_https: bool,
    pub trusted_hops: usize,
    pub cost: Cost,
}

pub struct Tls {
    pub cert: PathBuf,
    pub key: PathBuf,
}

/// A server that is ready to be run.
pub struct Server {
    site: Arc<Site>,
    tls: Option<RustlsConfig>,
    handle: Handle<SocketAddr>,
    high_mark: HighMark,
    _hold: Hold,
}

pub fn database(data: &Path) -> PathBuf {
    data.join("jiaqiao.db")
}

impl Server {
    pub async fn start(config: Config) -> Result<Server> {
        std::fs::create_dir_all(&config.data).with_context(|| format!("making {}", config.data.display()))?;
        let hold = lock::share(&config.data)?;
        let assets = Assets::load(&config.assets, &config.data)?;
        let place = Database::of(config.database_url.as_deref(), database(&config.data))?;
        let store = Store::open(&place, &Options::default()).context("opening the store")?;
        let clock = clock(&store, &config).await?;
        let high_mark = HighMark::of(&config.data, &place);
        high_mark.check(&store, &clock).await?;
        // Before the first sign-in, so that every backup of this store has it.
        let fresh = Secret(random());
        store
            .write(store::work!(|tx| accounts::key_secret(tx, &fresh).await))
            .await?;
        if config.demo {
            demo::fill(&store, &clock, config.cost)
                .await
                .context("filling the demo school")?;
        }
        let demo = store.read(store::work!(|tx| demo::is_demo(tx).await)).await?;
        let tls = match &config.tls {
            Some(tls) => Some(rustls(tls).await?),
            None => None,
        };
        let transport = Transport {
            secure: tls.is_some() || config.behind_https,
            trusted_hops: config.trusted_hops,
        };
        let site = Arc::new(Site {
            store,
            clock,
            passwords: Passwords::new(config.cost),
            tries: Tries::default(),
            hub: Hub::new(),
            assets,
            demo,
            transport,
            renders: false.into(),
        });
        prove(&site).await?;
        Ok(Server {
            site,
            tls,
            handle: Handle::new(),
            high_mark,
            _hold: hold,
        })
    }

    pub fn handle(&self) -> Handle<SocketAddr> {
        self.handle.clone()
    }

    /// What ends it without dropping anybody.
    pub fn ender(&self) -> Ender {
        Ender {
            handle: self.handle(),
            hub: Arc::clone(&self.site.hub),
        }
    }

    /// The clock that this server goes by; tests move it.
    pub fn clock(&self) -> Clock {
        self.site.clock.clone()
    }

    /// Serves until the handle says stop, then finishes what is in flight.
    pub async fn run(self, listener: TcpListener) -> Result<()> {
        let ticker = tokio::spawn(ticker::tick(Arc::clone(&self.site)));
        let follower = tokio::spawn(hub::follow(Arc::clone(&self.site)));
        let (store, high_mark) = (self.site.store.clone(), self.high_mark.clone());
        let marker = tokio::spawn(self.high_mark.follow(store.clone()));
        let routes = http::router(self.site).into_make_service_with_connect_info::<SocketAddr>();
        let served = match self.tls {
            Some(tls) => {
                let mut server = axum_server::from_tcp_rustls(listener, tls)?.handle(self.handle);
                server
                    .http_builder()
                    .http1()
                    .header_read_timeout(limits::HEADERS_TIMEOUT);
                server
                    .first_request_timeout(limits::HEADERS_TIMEOUT)
                    .serve(routes)
                    .await
            }
            None => {
                let mut server = axum_server::from_tcp(listener)?.handle(self.handle);
                server
                    .http_builder()
                    .http1()
                    .header_read_timeout(limits::HEADERS_TIMEOUT);
                server
                    .first_request_timeout(limits::HEADERS_TIMEOUT)
                    .serve(routes)
                    .await
            }
        };
        ticker.abort();
        follower.abort();
        marker.abort();
        high_mark.keep(&store).await;
        served.context("serving")
    }
}

async fn clock(store: &Store, config: &Config) -> Result<Clock> {
    let wants_demo = config.demo;
    let start = store.read(store::work!(|tx| {
        let is_demo = wants_demo || demo::is_demo(tx).await?;
        if is_demo {
            demo::moment(tx).await.map(Some)
        } else {
            Ok(None)
        }
    }));
    Ok(match (&config.clock, start.await?) {
        (Some(clock), _) => clock.clone(),
        (None, Some(start)) => Clock::starting_at(start),
        (None, None) => Clock::real(),
    })
}

/// What would break every request later breaks the start now (design/safety.md 2.3).
async fn prove(site: &Arc<Site>) -> Result<()> {
    // Already set where several servers live in one process, as in tests.
    let _ = any_spawner::Executor::init_tokio();
    ensure!(
        http::endpoints_are_linked(),
        "the addresses of sync are not those of PROTOCOL.md"
    );
    let renders = http::self_render(site).await;
    site.renders.store(renders, Ordering::Relaxed);
    ensure!(renders, "the front page cannot be rendered");
    Ok(())
}

async fn rustls(tls: &Tls) -> Result<RustlsConfig> {
    // Already installed where several servers live in one process.
    let _ = rustls::crypto::ring::default_provider().install_default();
    RustlsConfig::from_pem_file(&tls.cert, &tls.key)
        .await
        .with_context(|| format!("reading {} and {}", tls.cert.display(), tls.key.display()))
}

/// Lets what is in flight finish; a stream has no end of its own, so it is given one.
pub struct Ender {
    handle: Handle<SocketAddr>,
    hub: Arc<Hub>,
}

impl Ender {
    pub fn end(&self) {
        self.handle.graceful_shutdown(Some(limits::SHUTDOWN_TIMEOUT));
        self.hub.close();
    }
}

/// Asks the server to end at SIGTERM or SIGINT.
pub async fn end_at_signal(ender: Ender) -> Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut term, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::select! {
        _ = term.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("finishing what is in flight");
    ender.end();
    Ok(())
}
