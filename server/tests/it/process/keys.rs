//! SEC-83 at the shell: the key is rotated beside a running server.

use super::Place;

#[tokio::test(flavor = "multi_thread")]
async fn sec_83_the_key_is_rotated_beside_a_running_server() {
    let (place, demo) = Place::demo().await;
    let server = place.serve("error");
    let http = server.http();
    let visitor = http.visitor(&demo.widget_key).await;
    http.say(&visitor, "before-0001", "before").await;
    let before = std::fs::read(place.key()).unwrap();
    let output = place.run(&["keys", "rotate"]);
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8(output.stdout).unwrap();
    let previous = said
        .split("The previous one is ")
        .nth(1)
        .unwrap()
        .split(':')
        .next()
        .unwrap();
    assert_eq!(std::fs::read(previous).unwrap(), before, "{said}");
    assert_ne!(std::fs::read(place.key()).unwrap(), before);
    // The server goes on, and so does the next one: who has a token keeps it.
    http.say(&visitor, "after-0001", "after").await;
    let (code, log) = server.stop();
    assert_eq!((code, log.as_str()), (Some(0), ""));
    let server = place.serve("error");
    let found = server.http().history(&demo.widget_key, &visitor).await;
    assert_eq!(found, ["before", "after"]);
    drop(server);
    let checked = String::from_utf8(place.run(&["doctor"]).stdout).unwrap();
    assert!(
        checked.contains("ok   every secret is encrypted with the newest key"),
        "{checked}"
    );

    // After a leak the old key's signatures count for nothing.
    assert!(
        place
            .run(&["keys", "rotate", "--end-signatures"])
            .status
            .success()
    );
    let server = place.serve("error");
    let refused = server
        .http()
        .write(&visitor, "late-0001", "late")
        .await
        .unwrap();
    assert_eq!(refused.status, 401, "{}", refused.body);
    drop(server);

    // The old key does not open the data any more.
    std::fs::write(place.key(), before).unwrap();
    let output = place.run(&["serve"]);
    assert!(!output.status.success());
    let line = String::from_utf8(output.stderr).unwrap();
    assert!(line.contains("is not the key of this instance"), "{line}");
}
