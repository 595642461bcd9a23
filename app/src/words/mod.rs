//! Every word on screen, in both languages; a struct for each area, so that the compiler proves that
//! neither language lacks one.

mod account;
mod class_list;
mod common;
pub mod dates;
mod notes;
mod notices;
mod notices_author;
mod notices_register;
mod outbox;
mod public;
mod refusals;
mod shell;
#[cfg(test)]
mod tests;
mod today;

use crate::live::Lang;
use leptos::prelude::expect_context;

pub struct Words {
    pub lang: Lang,
    pub common: common::CommonWords,
    pub shell: shell::ShellWords,
    pub today: today::TodayWords,
    pub notes: notes::NotesWords,
    pub notices: notices::NoticesWords,
    pub author: notices_author::AuthorWords,
    pub register: notices_register::RegisterWords,
    pub outbox: outbox::OutboxWords,
    pub account: account::AccountWords,
    pub class_list: class_list::ClassListWords,
    pub public: public::PublicWords,
    pub refusals: refusals::RefusalWords,
}

static ZH: Words = Words {
    lang: Lang::Zh,
    common: common::ZH,
    shell: shell::ZH,
    today: today::ZH,
    notes: notes::ZH,
    notices: notices::ZH,
    author: notices_author::ZH,
    register: notices_register::ZH,
    outbox: outbox::ZH,
    account: account::ZH,
    class_list: class_list::ZH,
    public: public::ZH,
    refusals: refusals::ZH,
};

static EN: Words = Words {
    lang: Lang::En,
    common: common::EN,
    shell: shell::EN,
    today: today::EN,
    notes: notes::EN,
    notices: notices::EN,
    author: notices_author::EN,
    register: notices_register::EN,
    outbox: outbox::EN,
    account: account::EN,
    class_list: class_list::EN,
    public: public::EN,
    refusals: refusals::EN,
};

pub fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    }
}

/// The words of the mounted app; it is drawn anew when the language changes.
pub fn use_words() -> &'static Words {
    expect_context::<&'static Words>()
}
