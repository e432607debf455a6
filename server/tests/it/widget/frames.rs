//! SEC-91: the loader and the frame name the other side in every message, and believe no other.
//! The rule is read from the sources; that it holds against pages and frames of other origins is
//! shown in a browser (`end2end/tests/messages.spec.ts`).

use std::path::{Path, PathBuf};

fn scripts(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            scripts(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "js") {
            found.push(path);
        }
    }
}

#[test]
fn sec_91_messages_between_windows_name_their_origin() {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../public/widget"));
    let mut files = Vec::new();
    scripts(root, &mut files);
    let (mut sent, mut heard) = (0, 0);
    for file in files {
        let name = file.display().to_string();
        let text = std::fs::read_to_string(&file).unwrap();
        for (number, line) in text.lines().enumerate() {
            let at = format!("{name}:{}", number + 1);
            if let Some((_, call)) = line.split_once("postMessage(") {
                // A channel of one origin has no second argument; a window always has.
                let to_window = line.contains("parent") || line.contains("contentWindow");
                if to_window {
                    sent += 1;
                    assert!(
                        call.contains(", hostOrigin)") || call.contains(", home)"),
                        "{at}: {line}"
                    );
                }
                assert!(
                    !call.contains("'*'") && !call.contains("\"*\""),
                    "{at}: {line}"
                );
            }
        }
        if text.contains("addEventListener('message'") {
            heard += 1;
            assert!(
                text.contains("event.source !== ") && text.contains("event.origin !== "),
                "{name} believes anybody"
            );
        }
    }
    assert_eq!((sent, heard), (2, 2), "the rule looks at nothing");
}
