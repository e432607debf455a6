//! Lists the migration files, so that they are embedded in the binary, and rebuilds the crate
//! when one of them changes.

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=../../migrations");
    let root = Path::new(&env::var_os("CARGO_MANIFEST_DIR").ok_or("no manifest folder")?)
        .join("../../migrations");
    let mut code = String::new();
    for family in ["control", "workspace"] {
        println!("cargo:rerun-if-changed=../../migrations/{family}");
        let mut names: Vec<String> = fs::read_dir(root.join(family))?
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| Path::new(name).extension().is_some_and(|ext| ext == "sql"))
            .collect();
        names.sort();
        writeln!(code, "static {}: &[Migration] = &[", family.to_uppercase())?;
        for name in names {
            let path = root.join(family).join(&name).canonicalize()?;
            let (number, rest) = name.split_once('_').ok_or("NNNN_name.sql expected")?;
            let version: i64 = number.parse()?;
            let title = rest.trim_end_matches(".sql");
            writeln!(
                code,
                "    Migration {{ version: {version}, name: {title:?}, sql: include_str!({path:?}) }},"
            )?;
        }
        writeln!(code, "];")?;
    }
    let out = env::var_os("OUT_DIR").ok_or("no output folder")?;
    fs::write(Path::new(&out).join("migrations.rs"), code)?;
    Ok(())
}
