//! The screen of a notice's receipts: for a class with names, for wider notices in counts, or both.

use super::{
    counts::{counts_table, summary},
    csv::{csv, file_name},
    lines::{Line, Reader, left, lines, tallies, tally},
    paper::Paper,
    table::{Sheet, table},
};
use crate::{
    components::{Button, Choice, Choices, Empty, Kept, ScreenTitle, draw, kept},
    live::use_live,
    notices::author::parts::{notice_of, title_of},
    shell::{notice_path, use_now_day},
    words::use_words,
};
use domain::{ChildId, ClassId, NoticeId, notices::Notice, people::ClassCard};
use leptos::prelude::*;

#[component]
pub fn Register(id: NoticeId) -> impl IntoView {
    let live = use_live();
    let words = use_words();
    let view = live.view;
    let notice = kept(move || notice_of(view.read().as_deref()?, id));
    let reader = kept(move || {
        let view = view.read();
        let notice = notice.read();
        let pair = view.as_deref().zip(Option::as_ref(&notice));
        pair.map(|(view, notice)| Reader::of(view, notice))
            .unwrap_or_default()
    });
    // The class whose register lies on paper: one at a time.
    let on_paper = RwSignal::new(None::<ClassId>);
    let inside = draw(move || {
        let reader = reader.get();
        if notice.with(Option::is_none) || reader.is_empty() {
            return nothing(notice.with(Option::is_some));
        }
        let counts = reader.counts.then(|| counts(notice));
        let one = reader.classes.len() == 1 && !reader.counts;
        let classes = reader
            .classes
            .into_iter()
            .map(|class| class_register(id, notice, class, one, on_paper));
        view! { {counts} {classes.collect::<Vec<_>>()} }.into_any()
    });
    page(id, notice, words.register.title, inside)
}

/// A screen about a notice, with the way back to it.
pub fn page(id: NoticeId, notice: Kept<Option<Notice>>, title: &'static str, inside: AnyView) -> AnyView {
    let words = use_words();
    let sub = Signal::derive(move || {
        let notice = notice.read();
        Option::as_ref(&notice)
            .map(|notice| (words.register.sub)(&notice.to, title_of(words, notice)))
            .unwrap_or_default()
    });
    view! {
        <div class="thread author">
            <ScreenTitle title=title.to_owned() sub=sub back=notice_path(id, None)/>
            <div class="author-body">{inside}</div>
        </div>
    }
    .into_any()
}

fn nothing(is_here: bool) -> AnyView {
    let words = use_words();
    let text = if is_here {
        words.register.elsewhere
    } else {
        words.register.not_here_text
    };
    view! { <Empty title=words.register.not_here text=text/> }.into_any()
}

fn counts(notice: Kept<Option<Notice>>) -> AnyView {
    let live = use_live();
    let words = use_words();
    let rows = kept(move || {
        let view = live.view.read();
        let notice = notice.read();
        let pair = view.as_deref().zip(Option::as_ref(&notice));
        pair.map(|(view, notice)| tallies(view, notice))
            .unwrap_or_default()
    });
    draw(move || counts_table(words, &rows.read()))
}

fn class_register(
    id: NoticeId,
    notice: Kept<Option<Notice>>,
    class: ClassCard,
    one: bool,
    on_paper: RwSignal<Option<ClassId>>,
) -> AnyView {
    let live = use_live();
    let words = use_words();
    let today = use_now_day();
    let (view, now) = (live.view, live.now);
    let (name, class_id) = (class.name.clone(), class.id);
    let all = {
        let class = class.clone();
        kept(move || {
            let view = view.read();
            let notice = notice.read();
            let pair = view.as_deref().zip(Option::as_ref(&notice));
            pair.map(|(view, notice)| lines(view, notice, &class, now.get()))
                .unwrap_or_default()
        })
    };
    let missing = kept(move || all.read().iter().filter(|line| line.is_missing()).count());
    let only_missing = RwSignal::new(missing.get_untracked() > 0);
    let sheet = Sheet {
        lines: all,
        form: kept(move || notice.with(|notice| notice.as_ref().and_then(|notice| notice.form.clone()))),
        open: RwSignal::new(None),
        today,
        notice: id,
    };
    let shown = kept(move || shown(&all.read(), only_missing.get(), sheet.open.get()));
    let counted = kept(move || tally(&all.read()));
    let label = name.clone();
    let heading = (!one).then(|| view! { <h2>{label.clone()}</h2> }.into_any());
    let filter = draw(move || {
        let count = all.read().len();
        let options = vec![
            Choice::new((words.register.missing)(missing.get())),
            Choice::new((words.register.all)(count)),
        ];
        view! {
            <Choices
                legend=words.register.filter
                name="register-filter"
                options=options
                chosen=Signal::derive(move || Some(usize::from(!only_missing.get())))
                on_choose=move |at| only_missing.set(at == 0)
            />
        }
        .into_any()
    });
    let empty = draw(move || {
        let words = &words.register;
        shown
            .read()
            .is_empty()
            .then(|| view! { <p class="quiet">{words.none_missing}</p> }.into_any())
    });
    let paper = {
        let name = name.clone();
        draw(move || {
            (on_paper.get() == Some(class_id))
                .then(|| view! { <Paper notice=notice class=name.clone() sheet=sheet/> }.into_any())
        })
    };
    let print = {
        let live = live.clone();
        Callback::new(move |()| {
            on_paper.set(Some(class_id));
            live.print();
        })
    };
    let outputs = outputs(id, notice, name, sheet, print);
    view! {
        <section aria-label=label>
            {heading}
            {draw(move || summary(words, &counted.get()))}
            <div class="list-tools author-tools">{filter} {outputs}</div>
            {table(sheet, shown)}
            {empty}
            {paper}
        </section>
    }
    .into_any()
}

/// Whoever a contact is being recorded for stays in the list until that is done.
pub fn shown(lines: &[Line], only_missing: bool, open: Option<ChildId>) -> Vec<ChildId> {
    let wanted = |line: &&Line| !only_missing || line.is_missing() || open == Some(line.child);
    lines.iter().filter(wanted).map(|line| line.child).collect()
}

/// Paper and file: both have every child, whatever is shown.
fn outputs(
    id: NoticeId,
    notice: Kept<Option<Notice>>,
    class: String,
    sheet: Sheet,
    print: Callback<()>,
) -> AnyView {
    let live = use_live();
    let words = use_words();
    let register = &words.register;
    let export = move |()| {
        let lines = sheet.lines.read_untracked();
        if let Some(notice) = notice.read_untracked().as_ref() {
            let table = csv(words, notice, &lines, sheet.today.get_untracked());
            live.export(file_name(words, &class, title_of(words, notice)), table);
        }
    };
    let unreachable = kept(move || left(&tally(&sheet.lines.read())) > 0);
    let slips = draw(move || {
        let href = notice_path(id, None) + "/slips";
        unreachable
            .get()
            .then(|| view! { <a class="btn btn-quiet" href=href>{register.slips}</a> }.into_any())
    });
    view! {
        <div class="action-row">
            <Button label=register.print on_press=print/>
            <Button label=register.export on_press=export/>
            {slips}
        </div>
    }
    .into_any()
}
