//! Names of people: what may be one, and what is too damaged or too dangerous to be.

use super::{
    cells::{Cells, starts_formula},
    clean::{Kind, clean},
    code::Code,
    limits::NAME_CHARS_MAX,
};

pub(super) struct Name {
    pub family: String,
    pub given: String,
    pub display: String,
}

pub(super) fn read(cells: &mut Cells<'_>) -> Name {
    let family = part(cells, "familyName");
    let given = part(cells, "givenName");
    let display = part(cells, "metadata.displayName");
    if display.is_empty() {
        match (family.is_empty(), given.is_empty()) {
            (true, true) => cells.hold(Code::NameEmpty, "givenName"),
            (true, false) => cells.warn(Code::NameOneField, "givenName"),
            (false, true) => cells.warn(Code::NameOneField, "familyName"),
            (false, false) => {}
        }
    }
    Name {
        family,
        given,
        display,
    }
}

fn part(cells: &mut Cells<'_>, column: &str) -> String {
    let cleaned = clean(cells.raw(column), Kind::Name);
    cells.told(column, cleaned.repair);
    let text = cleaned.text;
    if starts_formula(&text) {
        cells.hold(Code::NameFormula, column);
    } else if text.contains(['\u{fffd}', '?', '？', '□']) {
        // What an export could not write: the person's name is lost here and must be typed again.
        cells.hold(Code::NameDamaged, column);
    } else if text.chars().count() > NAME_CHARS_MAX {
        cells.hold(Code::NameTooLong, column);
    }
    text.into_owned()
}
