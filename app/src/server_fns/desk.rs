//! What the server answers sync with; made for each request, with its session already known.

use super::NoAnswer;
use futures::future::BoxFuture;
use protocol::{
    Answer, PullAnswer, PullRequest, PushAnswer, PushRequest, SessionAnswer, SessionRequest, SignOutRequest,
};

pub type Reply<T> = BoxFuture<'static, Result<Answer<T>, NoAnswer>>;

pub trait Desk: Send + Sync {
    fn session(&self, request: SessionRequest) -> Reply<SessionAnswer>;
    fn push(&self, request: PushRequest) -> Reply<PushAnswer>;
    fn pull(&self, request: PullRequest) -> Reply<PullAnswer>;
    fn sign_out(&self, request: SignOutRequest) -> Reply<()>;
}
