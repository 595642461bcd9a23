//! Where a request comes from, as far as that can be believed.

use crate::{site::Site, tries::Place};
use axum::extract::{ConnectInfo, FromRequestParts};
use http::{HeaderMap, request::Parts};
use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
};

/// Extracts the network that a request comes from.
pub struct From(pub Place);

impl FromRequestParts<Arc<Site>> for From {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<From, Infallible> {
        let peer = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|info| info.0.ip());
        // Without a peer (a test without a socket) everybody is one.
        let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
        Ok(From(Place::of(client(
            peer,
            &parts.headers,
            site.transport.trusted_hops,
        ))))
    }
}

/// Each proxy of ours adds whom it saw at the end of the list; what stands further left anybody could have
/// written.
fn client(peer: IpAddr, headers: &HeaderMap, trusted_hops: usize) -> IpAddr {
    if trusted_hops == 0 {
        return peer;
    }
    let lists = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|list| list.to_str().ok());
    let seen: Vec<&str> = lists.flat_map(|list| list.split(',')).map(str::trim).collect();
    let place = seen.len().checked_sub(trusted_hops);
    place.and_then(|place| seen[place].parse().ok()).unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_proxies_are_believed() {
        let peer: IpAddr = "10.0.0.9".parse().expect("an address");
        for (forwarded, hops, found) in [
            (&["1.1.1.1"][..], 0, "10.0.0.9"),
            (&["1.1.1.1"], 1, "1.1.1.1"),
            (&["6.6.6.6, 1.1.1.1"], 1, "1.1.1.1"),
            (&["6.6.6.6", "1.1.1.1, 10.0.0.8"], 2, "1.1.1.1"),
            (&["1.1.1.1"], 2, "10.0.0.9"),
            (&["nonsense"], 1, "10.0.0.9"),
            (&[], 1, "10.0.0.9"),
        ] {
            let mut headers = HeaderMap::new();
            for list in forwarded {
                headers.append("x-forwarded-for", list.parse().expect("a header"));
            }
            assert_eq!(
                client(peer, &headers, hops).to_string(),
                found,
                "{forwarded:?} {hops}"
            );
        }
    }
}
