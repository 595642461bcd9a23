//! Walks through a CSV text once before it is parsed, for the damage that a forgiving reader hides:
//! lost and stray quotation marks, NUL bytes, endless records; and notes on which line a record starts.

use super::{code::Code, limits::FIELDS_MAX};

/// Damage at a record (from 1) and field (from 0).
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Damage {
    pub code: Code,
    pub row: u32,
    pub field: usize,
}

#[derive(Debug, Default)]
pub(super) struct Scan {
    pub damage: Vec<Damage>,
    /// First line of each record; empty where all records are lines of the same number.
    pub lines: Vec<u32>,
}

/// Damage beyond this is not listed: one lost quotation mark can shift a whole file.
const DAMAGE_MAX: usize = 20;

#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    RecordStart,
    FieldStart,
    Plain,
    Quoted,
    /// After a mark inside a quoted field: its end, or the first half of a doubled mark.
    MarkInQuoted,
}

pub(super) fn scan(text: &str, delimiter: u8) -> Scan {
    let mut walk = Walk {
        out: Scan::default(),
        at: At::RecordStart,
        row: 0,
        line: 1,
        field: 0,
        opened: (0, 0),
    };
    let mut before = 0;
    for &byte in text.as_bytes() {
        walk.step(byte, delimiter);
        // CRLF is one line end, and so are CR alone and LF alone.
        if byte == b'\r' || (byte == b'\n' && before != b'\r') {
            walk.line += 1;
        }
        before = byte;
        if walk.out.damage.len() >= DAMAGE_MAX {
            break;
        }
    }
    walk.finish()
}

struct Walk {
    out: Scan,
    at: At,
    row: u32,
    line: u32,
    field: usize,
    /// Row and field of the last opening mark.
    opened: (u32, usize),
}

impl Walk {
    fn step(&mut self, byte: u8, delimiter: u8) {
        let line_end = byte == b'\r' || byte == b'\n';
        if self.at == At::RecordStart {
            if line_end {
                return;
            }
            self.row += 1;
            self.field = 0;
            self.out.lines.push(self.line);
        }
        if byte == 0 {
            self.damage(Code::FieldNul);
        }
        self.at = match (self.at, byte) {
            (At::Quoted, b'"') => At::MarkInQuoted,
            (At::Quoted, _) => At::Quoted,
            (At::MarkInQuoted, b'"') => At::Quoted,
            (_, _) if line_end => At::RecordStart,
            (_, _) if byte == delimiter => self.next_field(),
            (At::MarkInQuoted, _) | (At::Plain, b'"') => {
                self.damage(Code::QuoteStray);
                At::Plain
            }
            (At::RecordStart | At::FieldStart, b'"') => {
                self.opened = (self.row, self.field);
                At::Quoted
            }
            (_, _) => At::Plain,
        };
    }

    fn next_field(&mut self) -> At {
        self.field += 1;
        if self.field == FIELDS_MAX {
            self.damage(Code::HeaderTooWide);
        }
        At::FieldStart
    }

    fn damage(&mut self, code: Code) {
        let damage = Damage {
            code,
            row: self.row,
            field: self.field,
        };
        if self.out.damage.last() != Some(&damage) {
            self.out.damage.push(damage);
        }
    }

    fn finish(mut self) -> Scan {
        if self.at == At::Quoted && self.out.damage.len() < DAMAGE_MAX {
            let (row, field) = self.opened;
            self.out.damage.push(Damage {
                code: Code::QuoteOpen,
                row,
                field,
            });
        }
        if self.out.lines.iter().zip(1..).all(|(line, row)| *line == row) {
            self.out.lines = Vec::new();
        }
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_found_where_it_is() {
        let table = [
            ("a,b\n1,\"x\"\"y,\nz\"\n", None),
            ("a,b\n1,\"x\n2,y\n", Some((Code::QuoteOpen, 2, 1))),
            ("a,b\n1,5\" x\n", Some((Code::QuoteStray, 2, 1))),
            ("a,b\n\"1\"x,2\n", Some((Code::QuoteStray, 2, 0))),
            ("a,b\r\rx,\0y\0", Some((Code::FieldNul, 2, 1))),
        ];
        for (text, wanted) in table {
            let damage = scan(text, b',').damage;
            let found = damage
                .first()
                .map(|damage| (damage.code, damage.row, damage.field));
            assert_eq!(found, wanted, "{text:?}");
            assert!(damage.len() < 2, "{text:?}");
        }
    }

    #[test]
    fn lines_are_kept_only_where_they_differ_from_rows() {
        assert!(scan("a\r\nb\r\nc\r\n\r\n", b',').lines.is_empty());
        assert!(scan("a\rb\rc", b',').lines.is_empty());
        assert_eq!(scan("a\n\"b\r\nb\"\nc\n\nd", b',').lines, [1, 2, 4, 6]);
    }

    #[test]
    fn an_endless_record_stops_the_walk() {
        let text = ",".repeat(FIELDS_MAX + 5);
        assert_eq!(scan(&text, b',').damage[0].code, Code::HeaderTooWide);
    }
}
