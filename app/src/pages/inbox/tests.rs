//! Views with data of every kind: long, empty, from right to left, hostile, unsent, failed.

use leptos::prelude::*;
use parlance::conversation::{Counts, Status, View};
use parlance::error::FieldErrors;
use parlance::id::MessageId;
use parlance::message::{AttachmentView, Delivery, FileKind, MessageView};
use parlance::time::{HOUR, Timestamp, ZoneOffsets};

use super::address::Address;
use super::bubble::{BubbleActions, BubbleView};
use super::header::{HeaderActions, Rights, ThreadHeader};
use super::row::{RowContext, RowView};
use super::thread_state::Older;
use super::timeline::{Bubble, Local};
use super::{placeholder, sample, thread, view_nav};
use crate::error::AppError;

fn html<V: IntoView>(view: impl FnOnce() -> V) -> String {
    let _ = any_spawner::Executor::init_tokio();
    let owner = Owner::new();
    let html = owner.with(|| view().into_view().to_html());
    drop(owner);
    html
}

fn zone() -> StoredValue<ZoneOffsets> {
    StoredValue::new(ZoneOffsets::utc())
}

fn row_html(
    row: parlance::conversation::ConversationRow,
    assignee: Option<&str>,
    typing: bool,
) -> String {
    let assignee = assignee.map(str::to_owned);
    html(move || {
        let context = RowContext {
            assignee: Signal::stored(assignee),
            current: Signal::stored(true),
            typing: Signal::stored(typing),
            now: Signal::stored(Timestamp(3 * HOUR)),
        };
        view! { <RowView row=Signal::stored(row) href="/w/1/inbox/all/1" context=context zone=zone() /> }
    })
}

fn bubble_html(message: MessageView, local: Local) -> String {
    html(move || {
        let actions = BubbleActions {
            on_retry: Callback::new(|_| {}),
            on_discard: Callback::new(|_| {}),
            on_picture: Callback::new(|_: (Vec<AttachmentView>, usize)| {}),
        };
        let bubble = Signal::stored(Bubble { message, local });
        view! { <BubbleView bubble=bubble first=true author="Ada" zone=zone() actions=actions /> }
    })
}

#[test]
fn a_row_says_who_when_what_and_what_waits() {
    let mut row = sample::row(1, HOUR, "Ada Byron", "Where is my order?");
    (row.read_up_to, row.waiting_since) = (MessageId(1), Some(Timestamp(HOUR)));
    let html = row_html(row, Some("Camille Roy"), false);
    for part in [
        "Ada Byron",
        "01:00",
        "Where is my order?",
        "Unread",
        "Camille Roy",
        "Waiting for 2",
        r#"aria-current="true""#,
        r#"data-testid="conversation-row""#,
        r#"href="/w/1/inbox/all/1""#,
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[test]
fn a_row_without_a_name_or_text_still_says_something() {
    let mut row = sample::row(1, 0, "", "");
    (row.last_kind, row.status) = ("image".into(), Status::Closed);
    let html = row_html(row, None, false);
    for part in ["Visitor 101", "Picture", "Not assigned", "Closed"] {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert!(row_html(sample::row(1, 0, "Ada", "x"), None, true).contains("Typing…"));
}

#[test]
fn names_from_right_to_left_and_markup_stay_text() {
    let html = row_html(sample::row(1, 0, sample::RTL, "<b>bold</b>"), None, false);
    assert!(html.contains(sample::RTL) && html.contains(r#"dir="auto""#));
    assert!(html.contains("&lt;b&gt;bold") && !html.contains("<b>bold"));
    let html = bubble_html(
        sample::inbound(1, 0, "<img src=x onerror=alert(1)>"),
        Local::Stored,
    );
    assert!(html.contains("&lt;img src=x") && !html.contains("<img src=x"));
}

#[test]
fn links_are_elements_and_open_safely() {
    let text = "see https://a.example/?q=\"><script> and javascript:alert(1)";
    let html = bubble_html(sample::inbound(1, 0, text), Local::Stored);
    assert!(
        html.contains(r#"rel="external noopener noreferrer nofollow ugc""#),
        "{html}"
    );
    assert!(html.contains(r#"target="_blank""#));
    assert!(!html.contains("<script>") && !html.contains(r#"href="javascript"#));
}

#[test]
fn ticks_have_names() {
    for (status, words) in [
        (Delivery::Queued, "Queued"),
        (Delivery::Sent, "Sent"),
        (Delivery::Delivered, "Delivered"),
        (Delivery::Read, "Read"),
        (Delivery::Unknown, "It is not certain"),
    ] {
        let message = MessageView {
            status,
            ..sample::outbound(1, 0, "x")
        };
        assert!(
            bubble_html(message, Local::Stored).contains(words),
            "{words}"
        );
    }
    assert!(
        bubble_html(sample::outbound(0, 0, "x"), Local::Waiting).contains("Waiting to be sent")
    );
    let inbound = bubble_html(sample::inbound(1, 0, "x"), Local::Stored);
    assert!(!inbound.contains(r#"data-testid="delivery""#));
}

#[test]
fn a_refused_message_keeps_its_text_and_offers_a_retry() {
    let mut message = sample::outbound(0, 0, "precious words");
    message.client_id = Some("client-1".into());
    let why = AppError::Invalid {
        errors: FieldErrors::default(),
    };
    let html = bubble_html(message, Local::Refused(why));
    for part in [
        "precious words",
        "Retry",
        "Discard",
        r#"data-status="failed""#,
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    let failed = MessageView {
        status: Delivery::Failed,
        error: Some("The number is not reachable.".into()),
        ..sample::outbound(1, 0, "x")
    };
    assert!(bubble_html(failed, Local::Stored).contains("The number is not reachable."));
}

#[test]
fn files_are_pictures_players_or_cards() {
    let mut message = sample::inbound(1, 0, "");
    message.attachments = vec![
        sample::file(1, "map.png", FileKind::Image),
        sample::file(2, "évil\u{202E}gpj.exe", FileKind::File),
        sample::file(3, "note.ogg", FileKind::Audio),
        sample::file(4, "clip.mp4", FileKind::Video),
    ];
    let html = bubble_html(message, Local::Stored);
    for part in [
        r#"alt="Picture"#,
        r#"width="280""#,
        r#"height="175""#,
        r#"loading="lazy""#,
        "<audio",
        "<video",
        "e=1&amp;s=x",
        "2\u{a0}kB",
        "évil\u{FFFD}gpj.exe<",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert!(
        !html.contains(r#"data-testid="message-text""#),
        "no empty bubble"
    );
}

#[test]
fn the_header_names_status_assignee_and_the_way_back() {
    let render = |status, may| {
        html(move || {
            let mut row = sample::row(1, 0, "Ada Byron", "x");
            (row.status, row.assignee) = (status, Some(sample::ME));
            let actions = HeaderActions {
                on_assign: Callback::new(|_| {}),
                on_toggle: Callback::new(|()| {}),
                on_panel: Callback::new(|()| {}),
            };
            let rights = Rights {
                reply: may,
                attach: may,
                assign: may,
                close: may,
                edit: may,
            };
            view! {
                <ThreadHeader
                    row=Signal::stored(row)
                    people=Signal::stored(sample::people())
                    me=sample::ME
                    rights=rights
                    back="/w/1/inbox/all"
                    panel_shown=true
                    actions=actions
                />
            }
        })
    };
    let open = render(Status::Open, true);
    for part in [
        "Ada Byron",
        "Camille Roy",
        "conversation-close",
        "assignee-menu",
        "Jonas &lt;b&gt;",
    ] {
        assert!(open.contains(part), "{part} in {open}");
    }
    assert!(render(Status::Closed, true).contains("conversation-reopen"));
    assert!(render(Status::Open, false).contains("disabled"));
}

#[test]
fn views_show_their_counts_and_link_to_themselves() {
    let drawn = |status: &'static str| {
        html(move || {
            let address = Address::parse("1", "mine", "", status);
            let counts = Counts {
                all: Some(1_200),
                mine: 3,
                unassigned: None,
            };
            view! { <view_nav::ViewNav address=Signal::stored(address) counts=Signal::stored(counts) /> }
        })
    };
    let closed = drawn("closed");
    for view in View::ALL {
        let href = format!("/w/1/inbox/{}?status=closed", view.word());
        assert!(closed.contains(&href), "{href} in {closed}");
    }
    let open = drawn("open");
    assert!(open.contains("1.2k") && open.contains(r#"aria-current="page""#));
    assert!(
        !closed.contains("1.2k"),
        "the numbers are of open conversations"
    );
}

#[test]
fn what_is_not_there_says_so() {
    let nothing = html(|| view! { <placeholder::NothingOpen /> });
    assert!(nothing.contains("No conversation selected"));
    let failed =
        html(|| view! { <placeholder::FailedThread text="No connection." on_retry=|()| {} /> });
    assert!(failed.contains("No connection.") && failed.contains("Try again"));
    let older = |older: Older| {
        html(move || view! { <thread::OlderPart older=Signal::stored(older) on_more=|()| {} /> })
    };
    assert!(older(Older::default()).contains("starts here"));
    let before = Some(MessageId(5));
    assert!(
        older(Older {
            before,
            ..Older::default()
        })
        .contains("Load earlier")
    );
    assert!(
        older(Older {
            before,
            loading: true,
            failed: false
        })
        .contains("Loading")
    );
    assert!(
        older(Older {
            before,
            loading: false,
            failed: true
        })
        .contains("could not be loaded")
    );
}
