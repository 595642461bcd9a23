//! Reads `manifest.csv`: which files are a full export, which a delta, which are absent.

use super::{
    code::Code,
    container::Members,
    finding::Finding,
    notes::Notes,
    spec::{FILES, File, MANIFEST},
    table::{records, text_of},
};
use csv::StringRecord;

/// What an import may read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Manifest {
    /// No manifest; whether this is a full export only a person can say.
    Missing,
    /// These files are bulk.
    Bulk(Vec<File>),
}

/// `None` where the manifest is damaged or asks for what is not read here; the notes say so.
pub(super) fn read(members: &Members, notes: &mut Notes) -> Option<Manifest> {
    let Some(bytes) = members.get(MANIFEST) else {
        return Some(Manifest::Missing);
    };
    let text = text_of(MANIFEST, bytes, notes)?;
    let rows: Vec<StringRecord> = records(MANIFEST, &text, notes)?.collect();
    let bulk = bulk_files(&rows, members, notes);
    (!notes.rejects()).then_some(Manifest::Bulk(bulk))
}

/// Guesses nothing: each thing that is not as it should be is an error.
fn bulk_files(rows: &[StringRecord], members: &Members, notes: &mut Notes) -> Vec<File> {
    let header = rows.first().map(|row| [cell(row, 0), cell(row, 1)]);
    let named = |wanted: &str, found: &str| wanted.eq_ignore_ascii_case(found);
    if !header.is_some_and(|[name, value]| named("propertyName", name) && named("value", value)) {
        notes.push(Finding::error(Code::ManifestForm).at(MANIFEST, 1));
        return Vec::new();
    }
    check_version(rows, notes);
    let mut bulk = Vec::new();
    for file in FILES {
        let property = format!("file.{}", file.name().trim_end_matches(".csv"));
        if is_bulk(file, property_row(rows, &property, notes), members, notes) {
            bulk.push(file);
        }
    }
    bulk
}

/// Row number and value of a property; told twice with two values it has none.
fn property_row<'a>(rows: &'a [StringRecord], property: &str, notes: &mut Notes) -> Option<(u32, &'a str)> {
    let mut found = (1..)
        .zip(rows)
        .filter(|(_, row)| cell(row, 0).eq_ignore_ascii_case(property));
    let (row, first) = found.next().map(|(row, record)| (row, cell(record, 1)))?;
    if let Some((again, other)) = found.find(|(_, other)| cell(other, 1) != first) {
        notes.push(
            Finding::error(Code::ManifestValue)
                .at(MANIFEST, again)
                .column("value")
                .value(cell(other, 1)),
        );
    }
    Some((row, first))
}

fn check_version(rows: &[StringRecord], notes: &mut Notes) {
    let found = property_row(rows, "oneroster.version", notes);
    let good = |version: &str| version == "1.1" || version.starts_with("1.1.");
    match found {
        Some((_, version)) if good(version) => {}
        Some((row, version)) => {
            notes.push(
                Finding::error(Code::ManifestVersion)
                    .at(MANIFEST, row)
                    .column("value")
                    .value(version),
            );
        }
        None => notes.push(Finding::error(Code::ManifestVersion).in_file(MANIFEST)),
    }
}

fn is_bulk(file: File, told: Option<(u32, &str)>, members: &Members, notes: &mut Notes) -> bool {
    let present = members.get(file.name()).is_some();
    let (row, mode) = told.map_or((None, "absent"), |(row, mode)| (Some(row), mode));
    let at = |code| Finding::error(code).in_file(file.name());
    match mode.to_ascii_lowercase().as_str() {
        "bulk" if present => return true,
        "bulk" => notes.push(at(Code::FileMissing)),
        "delta" => {
            let row = row.unwrap_or_default();
            notes.push(
                Finding::error(Code::DeltaUnsupported)
                    .at(MANIFEST, row)
                    .column("value")
                    .value(mode),
            );
        }
        "absent" if present => notes.push(at(Code::ManifestMismatch)),
        "absent" if file.optional() || notes.has(Code::DeltaUnsupported) => {}
        "absent" => notes.push(at(Code::ManifestPartial)),
        _ => {
            let row = row.unwrap_or_default();
            notes.push(
                Finding::error(Code::ManifestValue)
                    .at(MANIFEST, row)
                    .column("value")
                    .value(mode),
            );
        }
    }
    false
}

fn cell(row: &StringRecord, index: usize) -> &str {
    row.get(index).map(str::trim).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{super::container::from_files, *};

    fn codes(manifest: &str, files: &[File]) -> Result<Vec<File>, Vec<Code>> {
        let mut members: Vec<_> = files
            .iter()
            .map(|file| (file.name().to_owned(), Vec::new()))
            .collect();
        members.push((MANIFEST.to_owned(), manifest.as_bytes().to_vec()));
        let mut notes = Notes::default();
        match read(&from_files(members), &mut notes) {
            Some(Manifest::Bulk(files)) => Ok(files),
            _ => Err(notes.finish().iter().map(|finding| finding.code).collect()),
        }
    }

    fn manifest(mode: impl Fn(File) -> &'static str) -> String {
        let lines =
            FILES.map(|file| format!("file.{},{}\n", file.name().trim_end_matches(".csv"), mode(file)));
        format!("propertyName,value\noneroster.version,1.1\n{}", lines.concat())
    }

    #[test]
    fn a_full_export_names_its_files() {
        assert_eq!(codes(&manifest(|_| "bulk"), &FILES), Ok(FILES.to_vec()));
        let without = |file: File| if file.optional() { "absent" } else { "bulk" };
        let six: Vec<File> = FILES.into_iter().filter(|file| !file.optional()).collect();
        assert_eq!(codes(&manifest(without), &six), Ok(six));
    }

    #[test]
    fn what_does_not_agree_is_refused() {
        let bulk = manifest(|_| "bulk");
        let users = |mode: &'static str| move |file| if file == File::Users { mode } else { "bulk" };
        let six = &FILES[..6];
        for (text, files, code) in [
            (bulk.clone(), six, Code::FileMissing),
            (bulk.replace("1.1", "1.2"), &FILES[..], Code::ManifestVersion),
            (
                bulk.replace("propertyName", "name"),
                &FILES[..],
                Code::ManifestForm,
            ),
            (manifest(users("full")), &FILES[..], Code::ManifestValue),
            (manifest(users("absent")), &FILES[..], Code::ManifestMismatch),
            (manifest(users("delta")), &FILES[..], Code::DeltaUnsupported),
            (
                format!("{bulk}file.users,absent\n"),
                &FILES[..],
                Code::ManifestValue,
            ),
        ] {
            assert_eq!(codes(&text, files), Err(vec![code]), "{text}");
        }
    }

    #[test]
    fn a_delta_is_named_as_such_even_where_files_are_absent() {
        let mode = |file| {
            if matches!(file, File::Users | File::Enrollments) {
                "delta"
            } else {
                "absent"
            }
        };
        let found = codes(&manifest(mode), &[File::Users, File::Enrollments]).expect_err("delta");
        assert!(found.contains(&Code::DeltaUnsupported));
    }
}
