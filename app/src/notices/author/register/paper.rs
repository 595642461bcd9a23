//! The register as it lies in a folder at school: only paper shows it.

use super::{
    counts::counts_line,
    lines::{Line, tally},
    table::{Sheet, answer_text, contact_text, said_text},
};
use crate::{
    components::{Kept, draw, signature},
    live::use_live,
    notices::author::parts::text_view,
    words::{Words, use_words},
};
use domain::{
    Instant,
    notices::{Form, Notice},
};
use leptos::prelude::*;

#[component]
pub fn Paper(notice: Kept<Option<Notice>>, class: String, sheet: Sheet) -> impl IntoView {
    let live = use_live();
    let words = use_words();
    draw(move || {
        let notice = notice.read();
        let lines = sheet.lines.read();
        Option::as_ref(&notice).map(|notice| {
            let today = sheet.today.get();
            let school = live.view.read().as_deref().map(|view| school_of(view, notice));
            let rows = lines
                .iter()
                .map(|line| paper_row(words, notice.form.as_ref(), line, sheet));
            let at = words.moment(notice.edition.at, today);
            let author = (words.common.teacher)(&notice.author.name);
            let register = &words.register;
            view! {
                <section class="paper">
                    <p class="paper-school">{school} " " {class.clone()} " · " {register.paper}</p>
                    {text_view(words, notice)}
                    <p class="paper-meta">
                        {author} " · " {(register.paper_version)(notice.version(), &at)} " · "
                        {(register.paper_as_of)(&as_of(words, live.now.get_untracked()))}
                    </p>
                    <table class="paper-table">
                        <thead>
                            <tr>
                                <th>{register.seat}</th>
                                <th>{register.name}</th>
                                <th>{register.state}</th>
                                <th>{register.who}</th>
                                <th>{register.answers}</th>
                                <th>{register.signature}</th>
                            </tr>
                        </thead>
                        <tbody>{rows.collect::<Vec<_>>()}</tbody>
                    </table>
                    <p class="paper-meta">{counts_line(words, &tally(&lines))}</p>
                </section>
            }
            .into_any()
        })
    })
}

fn as_of(words: &Words, now: Instant) -> String {
    words.date(now.day(), now.day()) + " " + &now.clock()
}

fn school_of(view: &replica::View, notice: &Notice) -> String {
    let memberships = view.me().map(|me| me.memberships.as_slice()).unwrap_or_default();
    let own = memberships
        .iter()
        .find(|member| member.school == Some(notice.address.school));
    own.map(|member| member.school_name.clone()).unwrap_or_default()
}

fn paper_row(words: &Words, form: Option<&Form>, line: &Line, sheet: Sheet) -> AnyView {
    let today = sheet.today.get();
    let said = line.said.iter().map(|said| said_text(words, said, today));
    let told = line
        .contacts
        .iter()
        .map(|contact| contact_text(words, contact, today));
    let who: Vec<AnyView> = said
        .chain(told)
        .map(|text| view! { <p>{text}</p> }.into_any())
        .collect();
    let questions = form.map(|form| form.questions.as_slice()).unwrap_or_default();
    let answers = questions.iter().enumerate().map(|(at, question)| {
        let text = answer_text(question, line.answers.get(at));
        view! { <p>{text}</p> }.into_any()
    });
    let drawn = line.strokes().map(|strokes| {
        let label = [words.register.signature, " ", &line.name].concat();
        signature(strokes, label)
    });
    view! {
        <tr>
            <td>{line.seat.to_string()}</td>
            <td>{line.name.clone()}</td>
            <td>{words.register.reach(line.reach)}</td>
            <td>{who}</td>
            <td>{answers.collect::<Vec<_>>()}</td>
            <td>{drawn}</td>
        </tr>
    }
    .into_any()
}
