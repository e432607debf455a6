//! Starts that must be refused: one line that says what to do, an exit code, and nothing touched.

use std::os::unix::fs::PermissionsExt as _;

use super::Place;

/// Runs a command that must fail, and gives its one line.
fn refused(place: &Place, args: &[&str]) -> String {
    let output = place.run(args);
    let line = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success(), "{args:?} succeeded");
    assert_eq!(line.lines().count(), 1, "one line, not: {line}");
    assert!(line.starts_with("parlance: "), "{line}");
    assert!(
        !line.contains("panicked") && !line.contains("src/") && !line.contains("Error {"),
        "{line}"
    );
    assert_eq!(output.stdout, b"", "{args:?} said it is ready");
    line
}

#[tokio::test]
async fn f_36_data_of_a_newer_version_is_refused_and_untouched() {
    let (place, _) = Place::demo().await;
    let control = place.data().join("control.db");
    parlance_services::testing::pretend_newer(&control)
        .await
        .unwrap();
    let before = content(&control);
    for command in ["serve", "migrate"] {
        let line = refused(&place, &[command]);
        assert!(
            line.contains("schema version 9999") && line.contains("start the version"),
            "{line}"
        );
    }
    assert!(
        content(&control) == before,
        "a refused start changed the data"
    );
}

/// A database file without the two counters in its header that every opening moves.
fn content(file: &std::path::Path) -> Vec<u8> {
    let mut bytes = std::fs::read(file).unwrap();
    for counter in [24..28, 92..96] {
        bytes[counter].fill(0);
    }
    bytes
}

#[tokio::test]
async fn sec_82_a_server_does_not_start_without_its_key() {
    let (place, _) = Place::demo().await;
    let key = std::fs::read(place.key()).unwrap();
    std::fs::remove_file(place.key()).unwrap();
    for command in [&["serve"][..], &["migrate"], &["admin", "list-workspaces"]] {
        let line = refused(&place, command);
        assert!(
            line.contains("is missing, but this instance has secrets"),
            "{line}"
        );
        assert!(!place.key().exists(), "{command:?} made another key");
    }
    std::fs::write(place.key(), [9; 32]).unwrap();
    std::fs::set_permissions(place.key(), std::fs::Permissions::from_mode(0o600)).unwrap();
    let line = refused(&place, &["serve"]);
    assert!(line.contains("is not the key of this instance"), "{line}");
    std::fs::write(place.key(), key).unwrap();
    std::fs::set_permissions(place.key(), std::fs::Permissions::from_mode(0o644)).unwrap();
    let line = refused(&place, &["serve"]);
    assert!(line.contains("chmod 600"), "{line}");
}

#[test]
fn a_port_that_is_taken_is_named() {
    let place = Place::empty();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let line = refused(&place, &["serve", "--addr", &address]);
    assert!(
        line.contains(&format!("cannot listen on {address}")),
        "{line}"
    );
    assert!(!place.data().exists(), "nothing was made before");
}

#[test]
fn a_data_folder_that_cannot_be_written_is_named() {
    let place = Place::empty();
    let file = place.beside("file");
    std::fs::write(&file, b"").unwrap();
    let data = file.join("data").to_string_lossy().into_owned();
    for args in [
        &["serve", "--data", &data][..],
        &["demo", "--data", &data],
        &["migrate", "--data", &data],
    ] {
        let line = refused(&place, args);
        assert!(
            line.contains(&format!("cannot make the data folder {data}")),
            "{line}"
        );
    }
    // The administrator of the machine may write everywhere.
    let closed = place.beside("closed");
    std::fs::create_dir(&closed).unwrap();
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o500)).unwrap();
    if std::fs::write(closed.join("probe"), b"").is_err() {
        let line = refused(&place, &["serve", "--data", &closed.to_string_lossy()]);
        assert!(line.contains("cannot write to the data folder"), "{line}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn f_11_a_second_server_on_one_folder_names_the_first() {
    let (place, _) = Place::demo().await;
    let server = place.serve("error");
    let line = refused(&place, &["serve"]);
    assert!(line.contains(&format!("pid {}", server.pid())), "{line}");
    assert_eq!(server.http().get("/healthz").await.unwrap().body, "ok");
}

#[tokio::test]
async fn f_09_a_damaged_control_database_is_refused_with_a_line() {
    let (place, _) = Place::demo().await;
    std::fs::write(place.data().join("control.db"), vec![b'x'; 50_000]).unwrap();
    let line = refused(&place, &["serve"]);
    assert!(
        line.contains("control.db") || line.contains("damaged"),
        "{line}"
    );
}

/// R7: the workspace is out of service, the others and the server are not.
#[tokio::test(flavor = "multi_thread")]
async fn f_09_sec_113_a_damaged_workspace_does_not_keep_the_server_from_starting() {
    let (place, demo) = Place::demo().await;
    let file = workspace_file(&place, "1.db");
    std::fs::write(&file, vec![7; 30_000]).unwrap();
    let server = place.serve("off");
    let http = server.http();
    let signed_in = http.sign_in(&demo.emails[0], &demo.password).await;
    assert_eq!(signed_in.status, 302, "{}", signed_in.body);
    let cookie = signed_in.headers["set-cookie"]
        .to_str()
        .unwrap()
        .split(';')
        .next()
        .unwrap();
    let page = async |path: &str| {
        let headers = [("cookie", cookie)];
        http.send(http::Method::GET, path, &headers, String::new())
            .await
            .unwrap()
    };
    let broken = page("/w/1/inbox/all").await;
    assert!(broken.status >= 500, "{}", broken.status);
    // SEC-113: what is wrong is for the operator, in the log.
    for word in [
        "sqlite",
        "malformed",
        "damaged",
        ".db",
        "/ws/",
        "panicked",
        "not a database",
    ] {
        assert!(
            !broken.body.to_lowercase().contains(word),
            "the page says {word}"
        );
    }
    let healthy = page("/w/2/inbox/all").await;
    assert_eq!(healthy.status, 200);
}

fn workspace_file(place: &Place, name: &str) -> std::path::PathBuf {
    let folders = std::fs::read_dir(place.data().join("ws")).unwrap();
    let found = folders
        .map(|folder| folder.unwrap().path().join(name))
        .find(|path| path.exists());
    found.unwrap_or_else(|| panic!("no {name}"))
}

#[test]
fn a_database_server_that_is_not_there_is_told_without_its_password() {
    let mut place = Place::empty();
    // A port that nobody listens on: it was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    place.database_url = format!("postgres://user:hush-hush@127.0.0.1:{port}/db");
    let line = refused(&place, &["serve"]);
    assert!(
        line.contains("cannot start") && !line.contains("hush-hush"),
        "{line}"
    );
}

#[test]
fn a_missing_browser_part_is_told() {
    let place = Place::empty();
    std::fs::remove_dir_all(place.beside("site")).unwrap();
    let output = place.run(&["serve"]);
    let line = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success());
    assert!(line.contains("the browser part is not at"), "{line}");
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_115_heads_of_requests_have_a_limit() {
    let (place, _) = Place::demo().await;
    let server = place.serve("off");
    let http = server.http();
    let names: Vec<String> = (0..150).map(|number| format!("x-{number}")).collect();
    let many: Vec<_> = names.iter().map(|name| (name.as_str(), "x")).collect();
    let long = "x".repeat(1 << 20);
    for headers in [many, vec![("x-long", long.as_str())]] {
        // Some servers answer, some hang up; none reads on.
        match http
            .send(http::Method::GET, "/healthz", &headers, String::new())
            .await
        {
            Ok(reply) => assert_eq!(reply.status, 431),
            Err(broken) => drop(broken),
        }
        assert_eq!(
            http.get("/healthz").await.unwrap().status,
            200,
            "others go on"
        );
    }
}
