//! One CSV file as a header and records, after every check that needs no meaning: encoding, quoting,
//! column names, widths.

use super::{
    code::Code,
    finding::Finding,
    limits::FIELD_BYTES_MAX,
    notes::Notes,
    scan::scan,
    slide::may_have_slid,
    spec::{File, Need},
    text,
};
use csv::StringRecord;
use std::borrow::Cow;

pub(super) struct Table {
    pub file: File,
    columns: Columns,
    /// Records with their number; the header is row 1.
    pub rows: Vec<(u32, StringRecord)>,
}

/// Where each column of the standard is in a file. So few that looking through them beats hashing.
#[derive(Default)]
pub(super) struct Columns(pub Vec<(&'static str, usize)>);

impl Columns {
    pub fn find(&self, name: &str) -> Option<usize> {
        self.0
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, index)| *index)
    }
}

impl Table {
    /// Reads a file; `None` where it is so damaged that no row can be trusted (the notes say why).
    pub fn read(file: File, bytes: &[u8], notes: &mut Notes) -> Option<Table> {
        let text = text_of(file.name(), bytes, notes)?;
        let mut records = records(file.name(), &text, notes)?;
        let header = Header::read(file, &records.next()?, notes)?;
        header.table(file, records, notes)
    }

    /// The field as the file has it; a missing column is empty everywhere.
    pub fn get<'a>(&self, record: &'a StringRecord, column: &str) -> &'a str {
        self.columns
            .find(column)
            .and_then(|index| record.get(index))
            .unwrap_or_default()
    }
}

/// Text of a file; its encoding and emptiness go to the notes.
pub(super) fn text_of<'a>(name: &str, bytes: &'a [u8], notes: &mut Notes) -> Option<Cow<'a, str>> {
    let decoded = match text::decode(bytes) {
        Ok(decoded) => decoded,
        Err(fault) => {
            notes.push(Finding::error(Code::EncodingBroken).at(name, fault.line));
            return None;
        }
    };
    if decoded.text.trim().is_empty() {
        notes.push(Finding::error(Code::FileEmpty).in_file(name));
        return None;
    }
    notes.extend(decoded.repair.map(|code| Finding::warning(code).in_file(name)));
    Some(decoded.text)
}

/// The records of a text, if its quoting is sound.
pub(super) fn records<'a>(
    name: &str,
    text: &'a str,
    notes: &mut Notes,
) -> Option<impl Iterator<Item = StringRecord> + use<'a>> {
    let delimiter = delimiter(name, text, notes);
    let scan = scan(text, delimiter);
    let reader = || {
        let mut builder = csv::ReaderBuilder::new();
        builder.has_headers(false).flexible(true).delimiter(delimiter);
        builder
            .from_reader(text.as_bytes())
            .into_records()
            .map_while(Result::ok)
    };
    if scan.damage.is_empty() {
        if !scan.lines.is_empty() {
            notes.keep_lines(name, scan.lines);
        }
        return Some(reader());
    }
    let header = reader().next().unwrap_or_default();
    for damage in scan.damage {
        let finding = Finding::error(damage.code).at(name, damage.row);
        let column = header
            .get(damage.field)
            .filter(|_| damage.code != Code::HeaderTooWide);
        notes.push(match column {
            Some(column) => finding.column(column),
            None => finding.fields(damage.field + 1, header.len()),
        });
    }
    None
}

/// Comma, unless the header has none and is parted by tabs or semicolons.
fn delimiter(name: &str, text: &str, notes: &mut Notes) -> u8 {
    let header = text.trim_start().split(['\r', '\n']).next().unwrap_or_default();
    let other = [(b'\t', Code::DelimiterTab), (b';', Code::DelimiterSemicolon)];
    let found = other
        .into_iter()
        .find(|(byte, _)| !header.contains(',') && header.as_bytes().contains(byte));
    let Some((byte, code)) = found else { return b',' };
    notes.push(Finding::warning(code).in_file(name));
    byte
}

/// After so many damaged rows reading stops: the file is no roster at all.
const DAMAGED_ROWS_MAX: usize = 10_000;

struct Header {
    columns: Columns,
    /// Columns without a name; they must be empty everywhere.
    unnamed: Vec<usize>,
    /// Required fields lie before this index: a record may be as short as this.
    width_min: usize,
    width: usize,
    sound: bool,
}

impl Header {
    fn read(file: File, record: &StringRecord, notes: &mut Notes) -> Option<Header> {
        let (columns, unnamed) = (Columns::default(), Vec::new());
        let mut header = Header {
            columns,
            unnamed,
            width_min: 0,
            width: record.len(),
            sound: true,
        };
        for (index, raw) in record.iter().enumerate() {
            header.column(file, index, raw, notes);
        }
        for (name, need) in file.columns() {
            let missing = |finding: Finding| finding.at(file.name(), 1).column(name);
            match (header.columns.find(name), need) {
                (Some(index), Need::Required) => header.width_min = header.width_min.max(index + 1),
                (None, Need::Required) => {
                    header.sound = false;
                    notes.push(missing(Finding::error(Code::HeaderMissingColumn)));
                }
                (None, Need::Kept) => notes.push(missing(Finding::warning(Code::HeaderMissingColumn))),
                _ => {}
            }
        }
        header.sound.then_some(header)
    }

    fn column(&mut self, file: File, index: usize, raw: &str, notes: &mut Notes) {
        let name = raw.trim();
        if name.is_empty() {
            return self.unnamed.push(index);
        }
        let known = file
            .columns()
            .iter()
            .map(|(known, _)| *known)
            .find(|known| known.eq_ignore_ascii_case(name));
        let at = |code| Finding::warning(code).at(file.name(), 1).column(name);
        let Some(known) = known else {
            let extension = name
                .get(..9)
                .is_some_and(|start| start.eq_ignore_ascii_case("metadata."));
            if !extension {
                notes.push(at(Code::HeaderUnknownColumn));
            }
            return;
        };
        if self.columns.find(known).is_some() {
            self.sound = false;
            notes.push(
                Finding::error(Code::HeaderRepeatedColumn)
                    .at(file.name(), 1)
                    .column(known),
            );
        } else if known != raw {
            notes.push(at(Code::HeaderCase).column(known).value(raw));
        }
        self.columns.0.push((known, index));
    }

    fn table(
        self,
        file: File,
        records: impl Iterator<Item = StringRecord>,
        notes: &mut Notes,
    ) -> Option<Table> {
        let mut rows = Vec::new();
        let mut damaged = 0;
        for (row, record) in (2..).zip(records) {
            match self.check(file, row, &record, notes) {
                Row::Kept if damaged == 0 => rows.push((row, record)),
                Row::Kept | Row::Blank => {}
                Row::Damaged => damaged += 1,
            }
            if damaged == DAMAGED_ROWS_MAX {
                break;
            }
        }
        if !self.unnamed.is_empty() && damaged == 0 {
            notes.push(Finding::warning(Code::HeaderEmptyColumn).at(file.name(), 1));
        }
        (damaged == 0).then_some(Table {
            file,
            columns: self.columns,
            rows,
        })
    }

    fn check(&self, file: File, row: u32, record: &StringRecord, notes: &mut Notes) -> Row {
        let at = |finding: Finding| finding.at(file.name(), row);
        if record.iter().all(|field| field.trim().is_empty()) {
            notes.push(at(Finding::warning(Code::RowBlank)));
            return Row::Blank;
        }
        if let Some(code) = self.width_fault(record) {
            notes.push(at(Finding::error(code)).fields(record.len(), self.width));
            return Row::Damaged;
        }
        if record.as_slice().len() > FIELD_BYTES_MAX
            && record.iter().any(|field| field.len() > FIELD_BYTES_MAX)
        {
            notes.push(at(Finding::error(Code::FieldTooLong)));
            return Row::Damaged;
        }
        if self
            .unnamed
            .iter()
            .any(|index| record.get(*index).is_some_and(|field| !field.trim().is_empty()))
        {
            notes.push(at(Finding::error(Code::HeaderUnnamedColumn)));
            return Row::Damaged;
        }
        if record.len() != self.width {
            let code = if record.len() > self.width {
                Code::RowSurplusEmpty
            } else {
                Code::RowShort
            };
            notes.push(at(Finding::warning(code)).fields(record.len(), self.width));
        }
        Row::Kept
    }

    /// Surplus fields are ignored only if empty, missing ones only at the end and not required.
    fn width_fault(&self, record: &StringRecord) -> Option<Code> {
        let surplus = record
            .iter()
            .skip(self.width)
            .any(|field| !field.trim().is_empty());
        let slid = record.len() > self.width && may_have_slid(&self.columns, record);
        (surplus || slid || record.len() < self.width_min).then_some(Code::RowWidth)
    }
}

enum Row {
    Kept,
    Blank,
    Damaged,
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId";

    fn read(text: &str) -> (Option<Table>, Vec<(Code, Option<u32>)>) {
        let mut notes = Notes::default();
        let table = Table::read(File::Orgs, text.as_bytes(), &mut notes);
        let row = |finding: &Finding| finding.place.as_ref().and_then(|place| place.row);
        (
            table,
            notes
                .finish()
                .iter()
                .map(|finding| (finding.code, row(finding)))
                .collect(),
        )
    }

    #[test]
    fn widths_are_forgiven_only_where_nothing_can_slide() {
        type Findings<'a> = &'a [(Code, Option<u32>)];
        let table: [(&str, Findings<'_>); 9] = [
            ("o1,,,甲,school,,", &[]),
            ("o1,,,甲,school,,,", &[(Code::RowSurplusEmpty, Some(2))]),
            ("o1,,,甲,school", &[(Code::RowShort, Some(2))]),
            ("o1,,,甲", &[(Code::RowWidth, Some(2))]),
            ("o1,,,甲,school,,,x", &[(Code::RowWidth, Some(2))]),
            (",,,,,,", &[(Code::RowBlank, Some(2))]),
            ("o1,,,\"甲\",school,,\n\no2,,,乙", &[(Code::RowWidth, Some(3))]),
            ("o1,,,甲,\"school,,", &[(Code::QuoteOpen, Some(2))]),
            ("o1,,,甲\0,school,,", &[(Code::FieldNul, Some(2))]),
        ];
        for (rows, wanted) in table {
            assert_eq!(read(&format!("{HEAD}\n{rows}")).1, wanted, "{rows:?}");
        }
    }

    #[test]
    fn headers_are_read_by_name() {
        let (table, findings) =
            read("NAME,sourcedId,type,identifier,parentSourcedId,status\n甲,o1,school,9,,\n");
        let table = table.expect("table");
        assert_eq!(findings, [(Code::HeaderCase, Some(1))]);
        assert_eq!(table.get(&table.rows[0].1, "sourcedId"), "o1");
        assert_eq!(table.get(&table.rows[0].1, "metadata.zone"), "");
        for (header, code) in [
            (
                "sourcedId,status,name,identifier,parentSourcedId",
                Code::HeaderMissingColumn,
            ),
            (
                "sourcedId,status,name,type,type,identifier,parentSourcedId",
                Code::HeaderRepeatedColumn,
            ),
        ] {
            let (table, findings) = read(header);
            assert!(table.is_none());
            assert_eq!(findings, [(code, Some(1))]);
        }
    }

    #[test]
    fn unnamed_columns_must_be_empty() {
        assert_eq!(
            read(&format!("{HEAD},\no1,,,甲,school,,,\n")).1,
            [(Code::HeaderEmptyColumn, Some(1))]
        );
        assert_eq!(
            read(&format!("{HEAD},\no1,,,甲,school,,,x\n")).1,
            [(Code::HeaderUnnamedColumn, Some(2))]
        );
    }

    #[test]
    fn other_delimiters_are_read_with_a_warning() {
        let (table, findings) = read(&format!("{HEAD}\no1,,,甲,school,,\n").replace(',', "\t"));
        assert_eq!(table.expect("table").rows.len(), 1);
        assert_eq!(findings, [(Code::DelimiterTab, None)]);
    }

    #[test]
    fn a_field_without_end_is_damage() {
        let long = "长".repeat(FIELD_BYTES_MAX);
        assert_eq!(
            read(&format!("{HEAD}\no1,,,{long},school,,\n")).1,
            [(Code::FieldTooLong, Some(2))]
        );
    }
}
