//! The operator's way back: backup beside a running server, restore on a new folder.

use super::{Place, Server};

fn path(path: &std::path::Path) -> String {
    path.to_string_lossy().into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_beside_a_server_is_restored_and_the_server_answers() {
    let (place, demo) = Place::demo().await;
    let server = place.serve("error");
    let http = server.http();
    let visitor = http.visitor(&demo.widget_key).await;
    http.say(&visitor, "before-0001", "before").await;
    // Somebody goes on writing meanwhile.
    let writer = tokio::spawn({
        let (http, visitor) = (http.clone(), visitor.clone());
        async move {
            for number in 0..20 {
                let id = format!("meanwhile-{number:04}");
                http.say(&visitor, &id, &id).await;
            }
        }
    });
    let kept = path(&place.beside("kept"));
    let output = tokio::task::block_in_place(|| place.run(&["backup", &kept]));
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(
        said.contains("3 databases") && said.contains("data.key elsewhere"),
        "{said}"
    );
    writer.await.unwrap();
    let again = place.run(&["backup", &kept]);
    assert!(!again.status.success());
    assert!(
        String::from_utf8(again.stderr)
            .unwrap()
            .contains("holds a backup already")
    );
    drop(server);

    // A new machine: backup and key are all there is.
    let new = Place::empty();
    let output = new.run(&["restore", &kept]);
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("Now put the key file"), "{said}");
    let output = new.run(&["serve"]);
    assert!(
        !output.status.success(),
        "it does not start without the key"
    );
    std::fs::copy(place.key(), new.key()).unwrap();
    let server = new.serve("error");
    let http = server.http();
    let found = http.history(&demo.widget_key, &visitor).await;
    assert_eq!(
        found.first().map(String::as_str),
        Some("before"),
        "{found:?}"
    );
    for (number, text) in found.iter().skip(1).enumerate() {
        assert_eq!(text, &format!("meanwhile-{number:04}"), "no gap: {found:?}");
    }
    http.say(&visitor, "after-0001", "after").await;
    assert_eq!(
        http.history(&demo.widget_key, &visitor)
            .await
            .last()
            .unwrap(),
        "after"
    );
    assert_eq!(
        http.sign_in(&demo.emails[0], &demo.password).await.status,
        302
    );
    refuse_restore(&new, &kept, &server);
    assert_eq!(
        http.history(&demo.widget_key, &visitor)
            .await
            .last()
            .unwrap(),
        "after"
    );
}

/// Not over data that is in use, and not over data that is not.
fn refuse_restore(place: &Place, kept: &str, server: &Server) {
    let output = place.run(&["restore", kept]);
    assert!(!output.status.success(), "over the server {}", server.pid());
    let line = String::from_utf8(output.stderr).unwrap();
    assert!(
        line.contains("is not empty") && line.lines().count() == 1,
        "{line}"
    );
}

/// SEC-80: neither the data nor a backup holds the key or a password.
#[tokio::test(flavor = "multi_thread")]
async fn sec_80_a_backup_holds_no_key_and_no_password() {
    let (place, demo) = Place::demo().await;
    let kept = place.beside("kept");
    let output = place.run(&["backup", &path(&kept)]);
    assert!(output.status.success(), "{output:?}");
    let key = std::fs::read(place.key()).unwrap();
    for folder in [kept, place.data()] {
        let mut files = Vec::new();
        walk(&folder, &mut files);
        assert!(files.len() > 3);
        for file in files {
            // Passwords of the demo are public, and written down for the sign-in page.
            let holds_accounts = file.ends_with("demo.json");
            let content = std::fs::read(&file).unwrap();
            let holds = |secret: &[u8]| content.windows(secret.len()).any(|part| part == secret);
            assert!(!holds(&key), "the key is in {}", file.display());
            assert!(
                holds_accounts || !holds(demo.password.as_bytes()),
                "a password is in {}",
                file.display()
            );
        }
    }
}

fn walk(folder: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[test]
fn without_data_or_backup_the_commands_say_so() {
    let place = Place::empty();
    let kept = path(&place.beside("kept"));
    let line = String::from_utf8(place.run(&["backup", &kept]).stderr).unwrap();
    assert!(line.contains("there is no data in"), "{line}");
    let output = place.run(&["restore", &kept]);
    assert!(!output.status.success());
    let line = String::from_utf8(output.stderr).unwrap();
    assert!(line.contains("holds no backup"), "{line}");
}

#[test]
fn on_postgres_the_commands_name_its_own_tools() {
    let place = Place {
        database_url: "postgres://user@localhost/db".into(),
        ..Place::empty()
    };
    for command in ["backup", "restore"] {
        let output = place.run(&[command, &path(&place.beside("kept"))]);
        assert!(!output.status.success());
        let line = String::from_utf8(output.stderr).unwrap();
        assert!(
            line.contains("pg_dump") && line.contains("files beside"),
            "{line}"
        );
        assert_eq!(line.lines().count(), 1, "{line}");
    }
}

/// F-05: half of a restore is no data to start on.
#[tokio::test(flavor = "multi_thread")]
async fn f_05_an_interrupted_restore_keeps_the_server_from_starting_until_it_is_repeated() {
    let (place, demo) = Place::demo().await;
    let kept = path(&place.beside("kept"));
    assert!(place.run(&["backup", &kept]).status.success());
    let new = Place::empty();
    std::fs::copy(place.key(), new.key()).unwrap();
    // What a kill in the middle leaves.
    std::fs::create_dir_all(new.data().join("restoring")).unwrap();
    std::fs::create_dir_all(new.data().join("ws/00")).unwrap();
    let output = new.run(&["serve"]);
    assert!(!output.status.success());
    let line = String::from_utf8(output.stderr).unwrap();
    assert!(line.contains("run `parlance restore` again"), "{line}");
    let output = new.run(&["restore", &kept]);
    assert!(output.status.success(), "{output:?}");
    let server = new.serve("error");
    let signed_in = server.http().sign_in(&demo.emails[0], &demo.password).await;
    assert_eq!(signed_in.status, 302);
}
