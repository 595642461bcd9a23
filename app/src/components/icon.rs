//! Line icons on a 24 grid; always beside a word, so they are hidden from screen readers.

use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyph {
    Home,
    Bubble,
    People,
    Back,
    Pencil,
    Check,
    Phone,
    Up,
    Info,
    CloudOff,
    Refresh,
    Drawer,
    Lock,
    Flag,
    Book,
    Clock,
    Smile,
    Heart,
    Shield,
    Star,
    Question,
    Bookmark,
    Eye,
}

pub fn icon(glyph: Glyph) -> AnyView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=glyph.path()></path>
        </svg>
    }
    .into_any()
}

impl Glyph {
    fn path(self) -> &'static str {
        match self {
            Glyph::Home => "M4 11l8-7 8 7v8a1 1 0 0 1-1 1h-4v-6H9v6H5a1 1 0 0 1-1-1z",
            Glyph::Bubble => {
                "M5 5h14a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-7l-5 4v-4H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1z"
            }
            Glyph::People => {
                "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20c0-3.3 2.7-5.5 6-5.5s6 2.2 6 5.5M16 4.6a3.5 3.5 0 0 1 0 5.8M17.5 14.8c2.1.7 3.5 2.5 3.5 5.2"
            }
            Glyph::Back => "M15 5l-7 7 7 7",
            Glyph::Pencil => "M4 20l1-4L16.5 4.5a2.1 2.1 0 0 1 3 3L8 19zM14.5 6.5l3 3",
            Glyph::Check => "M5 12.5l4.5 4.5L19 7.5",
            Glyph::Phone => "M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM11 18h2",
            Glyph::Up => "M12 19V6M6.5 11.5L12 6l5.5 5.5",
            Glyph::Info => "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 11v5.5M12 7.6v.1",
            Glyph::CloudOff => {
                "M7 18h10.5a3.5 3.5 0 0 0 .8-6.9A6 6 0 0 0 9.2 7.2M6.2 9.6A4.3 4.3 0 0 0 7 18M4 4l16 16"
            }
            Glyph::Refresh => "M19 8a7.5 7.5 0 0 0-13.6-.6M5 4v4h4M5 16a7.5 7.5 0 0 0 13.6.6M19 20v-4h-4",
            Glyph::Drawer => {
                "M5 6c0-1.4 3.1-2.5 7-2.5S19 4.6 19 6v12c0 1.4-3.1 2.5-7 2.5S5 19.4 5 18zM5 6c0 1.4 3.1 2.5 7 2.5S19 7.4 19 6"
            }
            Glyph::Lock => "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
            Glyph::Flag => "M6 21V4h11l-2 4 2 4H6",
            Glyph::Book => {
                "M12 6.5C10 5 7 4.5 4 5v13c3-.5 6 0 8 1.5 2-1.5 5-2 8-1.5V5c-3-.5-6 0-8 1.5zM12 6.5v13"
            }
            Glyph::Clock => "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4.5l3 2",
            Glyph::Smile => {
                "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM9 14c.8 1 1.8 1.5 3 1.5s2.2-.5 3-1.5M9.2 9.8v.1M14.8 9.8v.1"
            }
            Glyph::Heart => {
                "M12 20s-7.5-4.6-7.5-10A4.2 4.2 0 0 1 12 7.3 4.2 4.2 0 0 1 19.5 10c0 5.4-7.5 10-7.5 10z"
            }
            Glyph::Shield => "M12 3.5l7 2.5v5.5c0 4.4-3 7.6-7 9-4-1.4-7-4.6-7-9V6z",
            Glyph::Star => "M12 4l2.4 5 5.6.7-4.1 3.8 1.1 5.5-5-2.7-5 2.7 1.1-5.5L4 9.7 9.6 9z",
            Glyph::Question => {
                "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM9.8 9.8a2.3 2.3 0 1 1 3.4 2c-.8.5-1.2 1-1.2 1.9M12 16.6v.1"
            }
            Glyph::Bookmark => "M7 4h10v16l-5-4-5 4z",
            Glyph::Eye => {
                "M3 12s3.3-6 9-6 9 6 9 6-3.3 6-9 6-9-6-9-6zM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z"
            }
        }
    }
}
