//! Counts in words and as a plain bar; by class for the author of a wider notice.

use super::lines::left;
use crate::words::Words;
use domain::notices::{Tally, TallyRow};
use leptos::prelude::*;

/// The bar only repeats what the line says.
pub fn summary(words: &'static Words, tally: &Tally) -> AnyView {
    view! {
        <p class="counts">{counts_line(words, tally)}</p>
        {bar(tally)}
        <p class="counts-left">{left_line(words, tally)}</p>
    }
    .into_any()
}

/// 38 个孩子：21 已回复 · 3 不同意 · 14 已到手机.
pub fn counts_line(words: &Words, tally: &Tally) -> String {
    let counted = parts(tally).into_iter().zip(words.register.counts);
    let said: Vec<String> = counted
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| count.to_string() + " " + word)
        .collect();
    [
        (words.register.children)(tally.children).as_str(),
        words.common.colon,
        &said.join(" · "),
    ]
    .concat()
}

pub fn left_line(words: &Words, tally: &Tally) -> String {
    match left(tally) {
        0 => words.register.none_left.to_owned(),
        left => (words.register.left)(left, tally.unreachable),
    }
}

fn parts(tally: &Tally) -> [u32; 8] {
    [
        tally.done,
        tally.declined,
        tally.offline,
        tally.half,
        tally.shown,
        tally.on_device,
        tally.on_server,
        tally.unreachable,
    ]
}

/// Three shades: reached, on its way with the family, not yet there.
fn bar(tally: &Tally) -> AnyView {
    let on_the_way = tally.half + tally.shown + tally.on_device;
    let of = |count: u32| count * 1_000 / tally.children.max(1);
    let (reached, near) = (of(tally.reached()), of(tally.reached() + on_the_way));
    view! {
        <svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <rect class="bar-all" width="1000" height="10"></rect>
            <rect class="bar-near" width=near.to_string() height="10"></rect>
            <rect class="bar-reached" width=reached.to_string() height="10"></rect>
        </svg>
    }
    .into_any()
}

/// A row for each class, and what they come to together; no names.
pub fn counts_table(words: &'static Words, rows: &[TallyRow]) -> AnyView {
    let register = &words.register;
    let total = rows
        .iter()
        .fold(Tally::default(), |sum, row| sum.plus(&row.tally));
    let heads = register
        .counts
        .map(|word| view! { <th scope="col">{word}</th> }.into_any());
    let mut body: Vec<AnyView> = rows
        .iter()
        .map(|row| counts_row(&row.class_name, &row.tally))
        .collect();
    body.push(counts_row(register.total, &total));
    view! {
        {summary(words, &total)}
        <div class="counts-scroll" tabindex="0" role="group" aria-label=register.title>
            <table class="counts-table">
                <thead>
                    <tr>
                        <th scope="col">{register.class}</th>
                        <th scope="col">{register.total}</th>
                        {Vec::from(heads)}
                    </tr>
                </thead>
                <tbody>{body}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn counts_row(name: &str, tally: &Tally) -> AnyView {
    let cells = parts(tally).map(|count| view! { <td>{count.to_string()}</td> }.into_any());
    view! {
        <tr>
            <th scope="row">{name.to_owned()}</th>
            <td>{tally.children.to_string()}</td>
            {Vec::from(cells)}
        </tr>
    }
    .into_any()
}
