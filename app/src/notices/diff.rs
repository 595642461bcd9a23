//! What has changed between two texts: sentence by sentence, and inside a changed sentence letter by letter
//! (word by word where a script has words).

use std::ops::Range;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub kind: PieceKind,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    Same,
    Out,
    In,
}

/// Table cells for one comparison: beyond them (two pages rewritten) the whole is shown as replaced.
const CELLS_MAX: usize = 250_000;

pub fn diff(before: &str, after: &str) -> Vec<Piece> {
    let mut pieces = Pieces(Vec::new());
    let (old, new) = (sentences(before), sentences(after));
    for step in steps(&old, &new) {
        match step {
            Step::Same(text) => pieces.add(PieceKind::Same, text),
            Step::Changed(from, to) => inside(&old[from].concat(), &new[to].concat(), &mut pieces),
        }
    }
    pieces.0
}

/// Two versions of a few sentences. Where hardly anything stayed, single letters in common would only confuse.
fn inside(before: &str, after: &str, pieces: &mut Pieces) {
    let (old, new) = (tokens(before), tokens(after));
    let steps = steps(&old, &new);
    let same = steps.iter().filter(|step| matches!(step, Step::Same(_))).count();
    if same * 5 < old.len().max(new.len()) * 2 {
        pieces.add(PieceKind::Out, before);
        pieces.add(PieceKind::In, after);
        return;
    }
    for step in steps {
        match step {
            Step::Same(text) => pieces.add(PieceKind::Same, text),
            Step::Changed(from, to) => {
                pieces.add(PieceKind::Out, &old[from].concat());
                pieces.add(PieceKind::In, &new[to].concat());
            }
        }
    }
}

enum Step<'a> {
    Same(&'a str),
    Changed(Range<usize>, Range<usize>),
}

/// The longest common subsequence, with what lies between its members.
fn steps<'a>(old: &[&'a str], new: &[&str]) -> Vec<Step<'a>> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev()).take(rest);
    let tail = tail.take_while(|(a, b)| a == b).count();
    let (old_end, new_end) = (old.len() - tail, new.len() - tail);
    let mut steps: Vec<Step> = old[..head].iter().map(|text| Step::Same(text)).collect();
    let (mut i, mut j) = (head, head);
    for (a, b) in common(&old[head..old_end], &new[head..new_end]) {
        let (a, b) = (head + a, head + b);
        if i < a || j < b {
            steps.push(Step::Changed(i..a, j..b));
        }
        steps.push(Step::Same(old[a]));
        (i, j) = (a + 1, b + 1);
    }
    if i < old_end || j < new_end {
        steps.push(Step::Changed(i..old_end, j..new_end));
    }
    steps.extend(old[old_end..].iter().map(|text| Step::Same(text)));
    steps
}

/// Places of the longest common subsequence in both.
fn common(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    if (old.len() + 1) * width > CELLS_MAX {
        return Vec::new();
    }
    // `longest[i * width + j]`: the most that old[i..] and new[j..] have in common.
    let mut longest = vec![0_u16; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            longest[i * width + j] = if old[i] == new[j] {
                longest[(i + 1) * width + j + 1] + 1
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut places = Vec::new();
    while i < old.len() && j < new.len() {
        if old[i] == new[j] {
            places.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    places
}

fn sentences(text: &str) -> Vec<&str> {
    text.split_inclusive(['。', '！', '？', '；', '\n', '.', '!', '?', ';'])
        .collect()
}

/// Words and numbers of the Latin script whole, everything else letter by letter.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let word = rest
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(rest.len());
        let (token, after) = rest.split_at(word.max(if word == 0 { first.len_utf8() } else { 0 }));
        tokens.push(token);
        rest = after;
    }
    tokens
}

/// Neighbours of one kind become one piece; nothing is nothing.
struct Pieces(Vec<Piece>);

impl Pieces {
    fn add(&mut self, kind: PieceKind, text: &str) {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.kind == kind => last.text += text,
            _ => self.0.push(Piece {
                kind,
                text: text.to_owned(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `-out-` and `+in+` around what changed.
    fn shown(before: &str, after: &str) -> String {
        let mark = |kind| match kind {
            PieceKind::Same => "",
            PieceKind::Out => "-",
            PieceKind::In => "+",
        };
        let each = diff(before, after);
        let each = each
            .iter()
            .map(|piece| [mark(piece.kind), &piece.text, mark(piece.kind)].concat());
        each.collect()
    }

    #[test]
    fn a_changed_word_is_all_that_is_marked() {
        for (before, after, marked) in [
            ("", "", ""),
            ("一样。", "一样。", "一样。"),
            ("", "新的。", "+新的。+"),
            ("旧的。", "", "-旧的。-"),
            ("周三下午开会。", "周四下午开会。", "周-三-+四+下午开会。"),
            ("请带水杯。", "请带水杯和雨伞。", "请带水杯+和雨伞+。"),
            (
                "第一句。第二句。第三句。",
                "第一句。第三句。",
                "第一句。-第二句。-第三句。",
            ),
            (
                "at 16:10 at the gate",
                "at 16:40 at the gate",
                "at 16:-10-+40+ at the gate",
            ),
        ] {
            assert_eq!(shown(before, after), marked);
        }
    }

    #[test]
    fn a_sentence_written_anew_is_replaced_whole() {
        assert_eq!(
            shown("明天春游，八点集合。别的不变。", "因雨取消活动。别的不变。"),
            "-明天春游，八点集合。-+因雨取消活动。+别的不变。"
        );
    }

    #[test]
    fn both_texts_can_be_read_off_the_pieces() {
        let texts = [
            "",
            "甲乙丙。丁！\nabc def",
            "甲丙。丁？\nabc 12 def",
            "丙丙丙。甲",
            "完全不同的另一段话",
        ];
        for before in texts {
            for after in texts {
                let pieces = diff(before, after);
                let without = |left_out: PieceKind| -> String {
                    let kept = pieces.iter().filter(|piece| piece.kind != left_out);
                    kept.map(|piece| piece.text.as_str()).collect()
                };
                assert_eq!(
                    (without(PieceKind::In), without(PieceKind::Out)),
                    (before.into(), after.into())
                );
            }
        }
    }

    #[test]
    fn two_long_pages_without_anything_in_common_are_quick() {
        let page = |letter: &str| (0..3_000).map(|at| format!("{letter}{at}。")).collect::<String>();
        let pieces = diff(&page("甲"), &page("乙"));
        assert_eq!(pieces.len(), 2);
    }
}
