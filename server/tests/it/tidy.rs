//! The repository's own rules, read from its files. A failure names file and line.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every file below a folder of the repository with one of the endings.
fn files(folders: &[&str], endings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for folder in folders {
        walk(&root().join(folder), endings, &mut found);
    }
    assert!(!found.is_empty(), "no files in {folders:?}");
    found
}

fn walk(folder: &Path, endings: &[&str], found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, endings, found);
        } else if endings
            .iter()
            .any(|ending| path.extension().is_some_and(|e| e == *ending))
        {
            let name = path
                .strip_prefix(root())
                .unwrap()
                .to_string_lossy()
                .into_owned();
            found.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
}

const CRATES: &[&str] = &[
    "src",
    "app/src",
    "frontend/src",
    "server/src",
    "server/store/src",
    "server/channels/src",
    "server/services/src",
];

fn rust() -> Vec<(String, String)> {
    files(CRATES, &["rs"])
}

#[test]
fn tidy_files_can_be_read_in_one_sitting() {
    let mut long = Vec::new();
    for (name, text) in rust() {
        let lines = text.lines().count();
        let tests = text
            .find("#[cfg(test)]")
            .map_or(0, |at| text.get(at..).unwrap_or_default().lines().count());
        let hard = if tests * 2 >= lines { 600 } else { 500 };
        if lines > hard {
            long.push(format!("{name}: {lines} lines"));
        }
    }
    assert!(
        long.is_empty(),
        "split by noun or verb:\n{}",
        long.join("\n")
    );
}

#[test]
fn tidy_every_module_says_what_it_is_for() {
    let silent: Vec<_> = rust()
        .into_iter()
        .filter(|(_, text)| !text.trim_start().starts_with("//!"))
        .map(|(name, _)| name)
        .collect();
    assert!(silent.is_empty(), "no //! at the top of: {silent:?}");
}

#[test]
fn tidy_sql_and_views_stay_in_their_rooms() {
    let mut wrong = Vec::new();
    for (name, text) in rust() {
        for (index, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            let sql = [
                "\"SELECT ",
                "\"INSERT INTO ",
                "\"UPDATE ",
                "\"DELETE FROM ",
                "sqlx::",
            ]
            .iter()
            .any(|start| code.contains(start));
            if sql && !name.starts_with("server/store/") {
                wrong.push(format!("{name}:{}: SQL outside the store", index + 1));
            }
            if code.contains("view! {") && !name.starts_with("app/") {
                wrong.push(format!("{name}:{}: view! outside the app", index + 1));
            }
            if code.contains("AssertSqlSafe(") && name != "server/store/src/db/dynamic.rs" {
                wrong.push(format!("{name}:{}: assembled SQL", index + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Leptos 0.8 does not escape the children of a textarea: stored cross-site scripting.
#[test]
fn tidy_sec_40_textareas_have_no_children_and_raw_html_one_room() {
    let mut wrong = Vec::new();
    for (name, text) in files(&["app/src"], &["rs"]) {
        // One component writes the element, with nothing between its tags; everybody else uses
        // that component. (The tests of the kit look for the attack.)
        let empty = !text.replace("></textarea>", "").contains("</textarea");
        let allowed = (name == "app/src/ui/text_area.rs" && empty) || name == "app/src/ui/tests.rs";
        if text.contains("<textarea") && !allowed {
            wrong.push(format!(
                "{name}: a textarea of its own, or one with children"
            ));
        }
        if text.contains("inner_html") {
            wrong.push(format!("{name}: raw HTML"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn tidy_class_names_are_literal() {
    let wrong: Vec<_> = files(&["app/src"], &["rs"])
        .into_iter()
        .flat_map(|(name, text)| {
            text.lines()
                .enumerate()
                .filter(|(_, line)| {
                    line.contains("class=format!") || line.contains("class=move || format!")
                })
                .map(|(index, _)| format!("{name}:{}", index + 1))
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "Tailwind cannot see these classes: {wrong:?}"
    );
}

#[test]
fn tidy_modules_have_names_that_say_something() {
    const EMPTY: &[&str] = &[
        "utils", "util", "helpers", "helper", "common", "misc", "manager", "data", "info",
    ];
    let wrong: Vec<_> = rust()
        .into_iter()
        .map(|(name, _)| name)
        .filter(|name| {
            let stem = Path::new(name)
                .file_stem()
                .unwrap()
                .to_string_lossy()
                .into_owned();
            let texts = name.starts_with("app/src/locales/");
            EMPTY.contains(&stem.as_str()) && !texts
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn tidy_arrows_between_crates_point_down() {
    const ALLOWED: &[(&str, &[&str])] = &[
        ("Cargo.toml", &[]),
        ("server/store/Cargo.toml", &["parlance"]),
        ("server/channels/Cargo.toml", &["parlance"]),
        (
            "server/services/Cargo.toml",
            &["parlance", "parlance-store", "parlance-channels"],
        ),
        ("app/Cargo.toml", &["parlance", "parlance-services"]),
        ("frontend/Cargo.toml", &["app"]),
        (
            "server/Cargo.toml",
            &["parlance", "parlance-services", "app"],
        ),
    ];
    const OURS: &[&str] = &[
        "parlance",
        "parlance-store",
        "parlance-channels",
        "parlance-services",
        "app",
        "parlance-server",
        "frontend",
    ];
    for (manifest, allowed) in ALLOWED {
        let text = fs::read_to_string(root().join(manifest)).unwrap();
        let mut inside = false;
        for line in text.lines() {
            if line.starts_with('[') {
                inside = line == "[dependencies]";
                continue;
            }
            let name = line.split(['.', ' ', '=']).next().unwrap_or_default();
            if inside && OURS.contains(&name) {
                assert!(
                    allowed.contains(&name),
                    "{manifest} must not depend on {name}"
                );
            }
        }
    }
}

#[test]
fn tidy_migrations_are_numbered_once() {
    for family in ["control", "workspace"] {
        let mut numbers: Vec<String> = fs::read_dir(root().join("migrations").join(family))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .map(|name| name.split('_').next().unwrap().to_owned())
            .collect();
        numbers.sort();
        let expected: Vec<_> = (1..=numbers.len()).map(|n| format!("{n:04}")).collect();
        assert_eq!(numbers, expected, "{family}");
    }
}

#[test]
fn tidy_the_domain_depends_on_almost_nothing() {
    let text = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let dependencies = text.split("\n[dependencies]\n").nth(1).unwrap();
    let names: Vec<_> = dependencies
        .lines()
        .take_while(|line| !line.starts_with('['))
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.split('.').next().unwrap().to_owned())
        .collect();
    assert_eq!(names, ["serde", "thiserror"]);
}

#[test]
fn tidy_work_left_over_has_a_number() {
    for (name, text) in rust() {
        for (index, line) in text.lines().enumerate() {
            let left = line.contains("TODO") || line.contains("FIXME");
            assert!(!left || line.contains('#'), "{name}:{}: {line}", index + 1);
        }
    }
}

/// `app/src/pages/a` never imports `pages/b`; `ui` knows no domain type; browser APIs stay in
/// `ui/`, `live.rs` and the workflow canvas.
#[test]
fn tidy_the_app_keeps_its_own_rooms_apart() {
    let mut wrong = Vec::new();
    for (name, text) in files(&["app/src"], &["rs"]) {
        let area = name
            .strip_prefix("app/src/pages/")
            .and_then(|rest| rest.split(['/', '.']).next());
        for (index, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            if let (Some(area), Some(at)) = (area, code.find("crate::pages::")) {
                let target = code.get(at + 14..).unwrap_or_default();
                let target = target
                    .split([':', ';', '{', ' ', ','])
                    .next()
                    .unwrap_or_default();
                if target != area && !["errors", "layout"].contains(&target) && area != "mod" {
                    wrong.push(format!("{name}:{}: {area} imports {target}", index + 1));
                }
            }
            if name.starts_with("app/src/ui/") && code.contains("parlance::") {
                let allowed = [
                    "parlance::text::initials",
                    "parlance::time",
                    "parlance::text::Locale",
                    "parlance::text",
                ];
                if !allowed.iter().any(|a| code.contains(a)) {
                    wrong.push(format!("{name}:{}: ui knows the domain", index + 1));
                }
            }
            let browser = code.contains("web_sys::");
            if browser && !name.starts_with("app/src/ui/") && name != "app/src/live.rs" {
                wrong.push(format!("{name}:{}: browser API", index + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
