//! The signed-in app: the bridge in context, one router, the frame, and one screen inside it.

use super::{
    looks::Looks,
    nav::Places,
    place::{Detail, NoticeDetail, Place},
    state_line::StateLine,
    waiting::{Store, Waiting, use_store},
};
use crate::{
    account::AccountScreen,
    class_list::ClassListScreen,
    components::{Moved, draw},
    live::{Live, use_live},
    notes::NotesScreen,
    notices::{NoticesScreen, say_arrived},
    outbox::OutboxScreen,
    today::TodayScreen,
    words::{Words, use_words, words},
};
use leptos::prelude::*;
use leptos_router::{
    components::Router,
    hooks::use_location,
    location::{BrowserUrl, LocationProvider},
};

/// The router brings links and history; [`Place::of`] reads the addresses, so that the list of notes stays
/// where it is while threads beside it change, and phones load no matching code for each address.
#[component]
pub fn SignedInApp(live: Live) -> impl IntoView {
    provide_context(live);
    provide_context(Looks::new());
    view! {
        <Router>
            <Framed/>
        </Router>
    }
    .into_any()
}

/// Draws everything anew when the language changes; nothing else does.
#[component]
fn Framed() -> impl IntoView {
    let live = use_live();
    let location = use_location();
    complete_navigation(location.pathname);
    let place = Memo::new(move |_| Place::of(&location.pathname.read(), &location.search.read()));
    let moved = Memo::new(move |before: Option<&(Place, bool)>| {
        let now = place.get();
        let moved = before.is_some_and(|(first, moved)| *moved || *first != now);
        (now, moved)
    });
    provide_context(Moved(Memo::new(move |_| moved.read().1)));
    say_arrived(&live);
    let lang = Memo::new(move |_| live.prefs.read().lang);
    draw(move || {
        provide_context::<&'static Words>(words(lang.get()));
        frame(place)
    })
}

/// A link changes the address on screen once the screen it leads to stands, which is at once.
fn complete_navigation(path: Memo<String>) {
    if let Some(browser) = use_context::<BrowserUrl>() {
        Effect::new(move |_| {
            path.track();
            browser.ready_to_complete();
        });
    }
}

fn frame(place: Memo<Place>) -> AnyView {
    let words = use_words();
    view! {
        <a class="skip-link" href="#main" rel="external">{words.shell.skip}</a>
        <div class="frame">
            <main id="main" class="main" tabindex="-1">
                <StateLine/>
                {screens(place)}
            </main>
            <Places place=place/>
        </div>
    }
    .into_any()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Screen {
    Waiting(Store),
    Today,
    Notes,
    Notices,
    Class,
    Outbox,
    Account,
}

fn screens(place: Memo<Place>) -> AnyView {
    let store = use_store();
    let screen = Memo::new(move |_| screen(store.get(), &place.read()));
    let detail = Memo::new(move |_| match place.get() {
        Place::Notes(detail) => detail,
        _ => Detail::None,
    });
    let notice = Memo::new(move |_| match place.get() {
        Place::Notices(detail) => detail,
        _ => NoticeDetail::None,
    });
    draw(move || match screen.get() {
        Screen::Waiting(store) => view! { <Waiting store=store/> }.into_any(),
        Screen::Today => view! { <TodayScreen/> }.into_any(),
        Screen::Notes => view! { <NotesScreen detail=detail/> }.into_any(),
        Screen::Notices => view! { <NoticesScreen detail=notice/> }.into_any(),
        Screen::Class => view! { <ClassListScreen/> }.into_any(),
        Screen::Outbox => view! { <OutboxScreen/> }.into_any(),
        Screen::Account => view! { <AccountScreen/> }.into_any(),
    })
}

/// Without rows there is nothing to show but the account and what is unsent.
fn screen(store: Store, place: &Place) -> Screen {
    match (store, place) {
        (Store::Opening, _) => Screen::Waiting(store),
        (_, Place::Outbox) => Screen::Outbox,
        (_, Place::Account) => Screen::Account,
        (Store::Empty, _) => Screen::Waiting(store),
        (_, Place::Today) => Screen::Today,
        (_, Place::Notes(_)) => Screen::Notes,
        (_, Place::Notices(_)) => Screen::Notices,
        (_, Place::Class) => Screen::Class,
    }
}
