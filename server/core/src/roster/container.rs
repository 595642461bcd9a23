//! A folder or a zip as members in memory, within limits; nothing is ever written to disk.

use super::{
    code::Code,
    finding::Finding,
    limits::{MEMBERS_MAX, RATIO_FROM_BYTES, RATIO_MAX, UNPACKED_BYTES_MAX},
    spec::{FILES, MANIFEST, OTHER_FILES},
};
use std::fmt;
use std::io::{Cursor, Read};
use zip::{ZipArchive, result::ZipError};

/// The files of an import by exact name, and what was found while unpacking.
#[derive(Default)]
pub struct Members {
    files: Vec<(String, Vec<u8>)>,
    pub(super) findings: Vec<Finding>,
}

/// The files of a folder, with names relative to it.
pub fn from_files(files: Vec<(String, Vec<u8>)>) -> Members {
    let bytes: u64 = files.iter().map(|(_, bytes)| size(bytes)).sum();
    if bytes > UNPACKED_BYTES_MAX {
        return Members {
            files: Vec::new(),
            findings: vec![Finding::error(Code::ZipSize)],
        };
    }
    settle(files)
}

/// The members of an archive. Only files of the standard are unpacked; of the others only the name counts.
pub fn from_zip(bytes: &[u8]) -> Result<Members, Vec<Finding>> {
    let broken = |_: ZipError| vec![Finding::error(Code::ZipBroken)];
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let faults = directory_faults(&mut archive);
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut files = Vec::new();
    let mut unpacked = 0;
    for index in 0..archive.len() {
        let (name, content) =
            unpack(&mut archive, index, unpacked, size(bytes)).map_err(|fault| vec![*fault])?;
        unpacked += size(&content);
        files.push((name, content));
    }
    Ok(settle(files))
}

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// What is wrong with the list of members, before a byte is unpacked.
fn directory_faults(archive: &mut Archive<'_>) -> Vec<Finding> {
    if archive.len() > MEMBERS_MAX {
        return vec![Finding::error(Code::ZipMembers).count(archive.len())];
    }
    let names = archive
        .file_names_raw()
        .map(|name| String::from_utf8_lossy(name).into_owned());
    let mut faults: Vec<Finding> = names
        .filter(|name| leads_outside(name))
        .map(|name| Finding::error(Code::ZipPath).member(&name))
        .collect();
    if archive.has_duplicate_names() {
        faults.push(Finding::error(Code::ZipRepeated));
    }
    // Entries that share bytes are how a small archive unpacks to petabytes.
    if faults.is_empty() && archive.has_overlapping_entries().unwrap_or(true) {
        faults.push(Finding::error(Code::ZipBroken));
    }
    faults
}

/// A name that would lie outside the folder on any system, or that tries to look like another.
fn leads_outside(name: &str) -> bool {
    let drive = name.as_bytes().get(1) == Some(&b':');
    let rooted = name.is_empty() || name.starts_with('/');
    let climbs = name.split('/').any(|part| part == "..");
    rooted || drive || climbs || name.contains('\\') || name.chars().any(char::is_control)
}

fn unpack(
    archive: &mut Archive<'_>,
    index: usize,
    unpacked: u64,
    archive_bytes: u64,
) -> Result<(String, Vec<u8>), Box<Finding>> {
    let broken = |_: ZipError| Box::new(Finding::error(Code::ZipBroken));
    let header = archive.by_index_raw(index).map_err(broken)?;
    let name = String::from_utf8_lossy(header.name_raw()).into_owned();
    let (packed, declared) = (header.compressed_size().min(archive_bytes), header.size());
    let (encrypted, is_file) = (header.encrypted(), header.is_file());
    drop(header);
    if encrypted {
        return Err(Box::new(Finding::error(Code::ZipEncrypted).member(&name)));
    }
    if too_dense(declared, packed) {
        return Err(Box::new(Finding::error(Code::ZipRatio).member(&name)));
    }
    if !is_file || !is_of_the_standard(&name) {
        return Ok((name, Vec::new()));
    }
    let reader = archive.by_index(index).map_err(broken)?;
    let content = read_within(reader, &name, packed, UNPACKED_BYTES_MAX.saturating_sub(unpacked))?;
    Ok((name, content))
}

/// Reads what really comes out, as sizes in the directory may lie, and stops at the first limit.
fn read_within(
    mut reader: impl Read,
    name: &str,
    packed: u64,
    left_bytes: u64,
) -> Result<Vec<u8>, Box<Finding>> {
    let mut content = Vec::new();
    loop {
        let more = reader.by_ref().take(RATIO_FROM_BYTES).read_to_end(&mut content);
        match more {
            Err(_) => return Err(Box::new(Finding::error(Code::ZipBroken).member(name))),
            Ok(0) => return Ok(content),
            Ok(_) if size(&content) > left_bytes => return Err(Box::new(Finding::error(Code::ZipSize))),
            Ok(_) if too_dense(size(&content), packed) => {
                return Err(Box::new(Finding::error(Code::ZipRatio).member(name)));
            }
            Ok(_) => {}
        }
    }
}

fn too_dense(unpacked: u64, packed: u64) -> bool {
    unpacked > RATIO_FROM_BYTES && unpacked > packed.saturating_mul(RATIO_MAX)
}

fn is_of_the_standard(path: &str) -> bool {
    standard_name(path.rsplit('/').next().unwrap_or(path)).is_some()
}

/// The standard's spelling of a file name, whatever its case.
fn standard_name(name: &str) -> Option<&'static str> {
    let known = FILES.iter().map(|file| file.name()).chain([MANIFEST]);
    let mut known = known.chain(OTHER_FILES);
    known.find(|known| known.eq_ignore_ascii_case(name))
}

/// Keeps the files at the top, or those of the one folder in which a bundle lies.
fn settle(files: Vec<(String, Vec<u8>)>) -> Members {
    let mut members = Members::default();
    let folder = bundle_folder(&files);
    if !folder.is_empty() {
        members
            .findings
            .push(Finding::warning(Code::ZipFolder).value(folder.trim_end_matches('/')));
    }
    for (path, content) in files {
        match path.strip_prefix(&folder) {
            Some(name) if !name.contains('/') => members.add(name, content),
            // Kept by name only: it tells a spreadsheet from a bundle.
            _ => members.files.push((path, Vec::new())),
        }
    }
    members
}

/// Zip programs like to put the folder itself into the archive.
fn bundle_folder(files: &[(String, Vec<u8>)]) -> String {
    let parents = files.iter().filter_map(|(path, _)| {
        let at = path.rfind('/').map_or(0, |at| at + 1);
        let (parent, name) = path.split_at(at);
        let hidden = parent.starts_with("__MACOSX/") || parent.starts_with('.');
        (standard_name(name).is_some() && !hidden).then_some(parent)
    });
    let mut parents: Vec<&str> = parents.collect();
    parents.sort_unstable();
    parents.dedup();
    match parents.as_slice() {
        [only] => (*only).to_owned(),
        _ => String::new(),
    }
}

impl Members {
    fn add(&mut self, name: &str, content: Vec<u8>) {
        let standard = standard_name(name).unwrap_or(name);
        if self.files.iter().any(|(known, _)| known == standard) {
            self.findings
                .push(Finding::error(Code::FileRepeated).in_file(standard));
        } else if standard != name {
            self.findings
                .push(Finding::warning(Code::FileCase).in_file(standard).value(name));
        }
        self.files.push((standard.to_owned(), content));
    }

    /// The bytes of a member by exact name.
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        self.files
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, bytes)| bytes.as_slice())
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|(name, _)| name.as_str())
    }
}

impl fmt::Debug for Members {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.files.iter().map(|(name, bytes)| (name, bytes.len())))
            .finish()
    }
}

fn size(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::{ZipWriter, write::SimpleFileOptions};

    fn pack(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer
                .start_file(*name, SimpleFileOptions::default())
                .expect("start");
            writer.write_all(bytes).expect("write");
        }
        writer.finish().expect("finish").into_inner()
    }

    fn codes(findings: &[Finding]) -> Vec<Code> {
        findings.iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn a_folder_inside_the_archive_is_looked_through() {
        let bytes = pack(&[
            ("导出/users.csv", b"a"),
            ("__MACOSX/导出/users.csv", b"b"),
            ("导出/old/users.csv", b""),
        ]);
        let members = from_zip(&bytes).expect("members");
        assert_eq!(
            members.get("users.csv"),
            None,
            "two folders hold a bundle: none is chosen"
        );
        let members = from_zip(&pack(&[("导出/users.csv", b"a"), ("导出/说明.txt", b"b")])).expect("members");
        assert_eq!(members.get("users.csv"), Some(&b"a"[..]));
        assert_eq!(codes(&members.findings), [Code::ZipFolder]);
    }

    #[test]
    fn names_that_lead_outside_are_told_apart_from_names_that_do_not() {
        for bad in ["../a", "a/../b", "/a", "..\\a", "C:\\a", "C:a", "a\0b", ""] {
            assert!(leads_outside(bad), "{bad:?}");
        }
        for good in ["users.csv", "a/users.csv", "a..b.csv", "名单/users.csv"] {
            assert!(!leads_outside(good), "{good:?}");
        }
    }

    #[test]
    fn a_bomb_is_refused_by_what_it_declares_and_by_what_comes_out() {
        let bomb = pack(&[("users.csv", &vec![0; 8 << 20])]);
        assert_eq!(codes(&from_zip(&bomb).expect_err("bomb")), [Code::ZipRatio]);
        let zeros = std::io::repeat(0);
        let fault = read_within(zeros, "users.csv", 1_000, u64::MAX).expect_err("ratio");
        assert_eq!(fault.code, Code::ZipRatio);
        let fault = read_within(std::io::repeat(0), "users.csv", u64::MAX, 3 << 20).expect_err("size");
        assert_eq!(fault.code, Code::ZipSize);
    }

    #[test]
    fn case_of_file_names_is_forgiven_but_not_two_of_them() {
        let file = |name: &str| (name.to_owned(), Vec::new());
        let members = from_files(vec![
            file("Users.CSV"),
            file("clubs.json"),
            file("delta/users.csv"),
        ]);
        assert!(
            members.get("users.csv").is_some(),
            "a delta in a folder below is no part of the bundle above it"
        );
        let members = from_files(vec![file("Users.CSV"), file("orgs.csv")]);
        assert!(members.get("users.csv").is_some());
        assert_eq!(codes(&members.findings), [Code::FileCase]);
        let members = from_files(vec![file("Users.CSV"), file("users.csv")]);
        assert!(codes(&members.findings).contains(&Code::FileRepeated));
    }

    #[test]
    fn what_is_no_archive_is_refused() {
        for bytes in [&b""[..], b"PK", b"not a zip at all"] {
            assert_eq!(codes(&from_zip(bytes).expect_err("broken")), [Code::ZipBroken]);
        }
    }
}
