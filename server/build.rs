//! Lists the files of the website chat and of the demo shop, so that the binary carries them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let variable = |name: &str| env::var_os(name).map(PathBuf::from).unwrap_or_default();
    let public = variable("CARGO_MANIFEST_DIR")
        .join("../public")
        .canonicalize()?;
    let mut code = String::new();
    for (name, folder) in [("WIDGET", "widget"), ("DEMO_SITE", "demo-site")] {
        let root = public.join(folder);
        let mut files = Vec::new();
        walk(&root, &mut files)?;
        files.sort();
        let mut list = String::new();
        for path in files {
            let relative = path.strip_prefix(&root).unwrap_or(&path).to_string_lossy();
            let path = path.to_string_lossy();
            writeln!(list, "    ({relative:?}, include_bytes!({path:?})),")
                .map_err(io::Error::other)?;
        }
        writeln!(
            code,
            "pub(in crate::http) static {name}: &[(&str, &[u8])] = &[\n{list}];"
        )
        .map_err(io::Error::other)?;
    }
    fs::write(variable("OUT_DIR").join("embedded.rs"), code)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    // A folder changes with the names in it, a file with its content.
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, files)?;
        } else {
            println!("cargo::rerun-if-changed={}", path.display());
            files.push(path);
        }
    }
    Ok(())
}
