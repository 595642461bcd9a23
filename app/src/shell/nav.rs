//! Two or three places, by role: a bar below on a phone, a rail at the side on a wide screen.

use super::{looks::AccountLink, place::Place};
use crate::{
    components::{Glyph, draw, icon},
    live::use_live,
    words::use_words,
};
use domain::people::{Me, Role};
use leptos::prelude::*;

#[component]
pub fn Places(#[prop(into)] place: Signal<Place>) -> impl IntoView {
    let live = use_live();
    let words = use_words();
    let role = Memo::new(move |_| {
        live.view
            .read()
            .as_ref()
            .and_then(|view| view.me().map(Reach::of))
    });
    let links = draw(move || {
        let reach = role.get().unwrap_or(Reach::Family);
        let here = place.read();
        let mut links = vec![link(
            "/app/today",
            Glyph::Home,
            words.shell.today,
            *here == Place::Today,
        )];
        if reach != Reach::Student {
            let current = matches!(*here, Place::Notes(_) | Place::Notices(_));
            links.push(link("/app/notes", Glyph::Bubble, words.shell.notes, current));
        }
        if reach == Reach::Staff {
            links.push(link(
                "/app/class",
                Glyph::People,
                words.shell.class,
                *here == Place::Class,
            ));
        }
        links
    });
    view! {
        <nav class="places" aria-label=words.shell.places>
            <p class="places-name" aria-hidden="true">{words.common.app}</p>
            {links}
            <AccountLink/>
        </nav>
    }
    .into_any()
}

fn link(href: &'static str, glyph: Glyph, word: &'static str, current: bool) -> AnyView {
    view! {
        <a href=href aria-current=current.then_some("page")>{icon(glyph)} <span>{word}</span></a>
    }
    .into_any()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    Family,
    Staff,
    /// Reads only; there are no notes of a student's own.
    Student,
}

impl Reach {
    fn of(me: &Me) -> Reach {
        if me.is_staff() {
            Reach::Staff
        } else if me.has_role(Role::Student) && !me.has_role(Role::Guardian) {
            Reach::Student
        } else {
            Reach::Family
        }
    }
}
