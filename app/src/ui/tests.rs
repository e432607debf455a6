//! View tests: components rendered to HTML, with short, long and right-to-left words.

use leptos::prelude::*;

use super::*;

/// Renders a view the way the server does.
fn html<V: IntoView + 'static>(view: impl FnOnce() -> V) -> String {
    let owner = Owner::new();
    owner.with(|| {
        // Effects do nothing on the server, but creating them asks for an executor.
        let _ = any_spawner::Executor::init_futures_executor();
        view().into_view().to_html()
    })
}

fn check(html: &str, parts: &[&str]) {
    for part in parts {
        assert!(html.contains(part), "{part:?} is missing in {html}");
    }
}

#[test]
fn a_field_wires_label_hint_error_and_control() {
    let html = html(|| {
        view! {
            <Field id="mail" label="Email" hint="We never share it." error="Not an address" required=true>
                <TextInput kind="email" name="email" initial="a@b" />
            </Field>
        }
    });
    check(
        &html,
        &[
            r#"for="mail""#,
            r#"id="mail""#,
            r#"name="email""#,
            r#"value="a@b""#,
            r#"aria-describedby="mail-error mail-hint""#,
            r#"aria-invalid="true""#,
            "required",
            "Not an address",
        ],
    );
}

#[test]
fn a_field_without_error_is_valid() {
    let html = html(|| {
        view! {
            <Field id="x" label="X">
                <TextInput />
            </Field>
        }
    });
    assert!(!html.contains("aria-invalid"), "{html}");
    assert!(!html.contains("aria-describedby"), "{html}");
}

#[test]
fn neighbouring_fields_do_not_share_their_context() {
    let html = html(|| {
        view! {
            <div>
                <Field id="one" label="One">
                    {move || view! { <TextInput /> }}
                </Field>
                <Field id="two" label="Two">
                    <TextInput />
                </Field>
            </div>
        }
    });
    check(&html, &[r#"id="one""#, r#"id="two""#]);
}

#[test]
fn user_text_is_escaped_everywhere() {
    let evil = "</textarea><script>alert(1)</script>\"";
    let html = html(|| {
        let value = RwSignal::new(evil.to_owned());
        view! {
            <div>
                <TextArea value=value label=evil />
                <TextInput value=value placeholder=evil />
                <Avatar name=evil labelled=true />
                <Badge>{evil}</Badge>
                <TagChip label=evil color="\";x" />
                <CopyField text=evil />
                <Tooltip text=evil>{evil}</Tooltip>
                <EmptyState icon=Icon::Inbox title=evil text=evil />
            </div>
        }
    });
    assert!(!html.contains("<script"), "{html}");
}

#[test]
fn a_text_area_has_no_children() {
    let html = html(|| view! { <TextArea value=RwSignal::new("hello".to_owned()) label="x" /> });
    check(&html, &["></textarea>"]);
}

#[test]
fn a_loading_button_cannot_be_pressed_again() {
    let html = html(|| view! { <Button loading=true icon=Icon::Send>"Send"</Button> });
    check(
        &html,
        &["disabled", r#"aria-busy="true""#, "spinner", "Send"],
    );
    assert!(
        !html.contains("<svg"),
        "the icon gives way to the spinner: {html}"
    );
}

#[test]
fn an_icon_button_has_a_name() {
    let html = html(|| view! { <IconButton icon=Icon::X label="Close" pressed=true /> });
    check(
        &html,
        &[
            r#"aria-label="Close""#,
            r#"data-tip="Close""#,
            r#"aria-pressed="true""#,
        ],
    );
}

#[test]
fn a_select_marks_its_choice() {
    let html = html(|| {
        let options = vec![SelectOption::new("a", "A"), SelectOption::new("b", "B")];
        view! { <Select options=options initial="b" label="Letter" placeholder="Choose" /> }
    });
    check(
        &html,
        &[
            r#"<option value="b" selected"#,
            r#"<option value="">Choose"#,
        ],
    );
}

#[test]
fn a_menu_opens_without_script() {
    let html = html(|| {
        view! {
            <Menu id="more" label="More" icon_only=true>
                <MenuItem icon=Icon::Edit shortcut="e">"Edit"</MenuItem>
                <MenuLine />
                <MenuItem danger=true checked=true>"Delete"</MenuItem>
            </Menu>
        }
    });
    check(
        &html,
        &[
            r#"popovertarget="more""#,
            r#"id="more" popover="auto" role="menu""#,
            r#"role="menuitem""#,
            r#"role="menuitemradio""#,
            r#"aria-checked="true""#,
        ],
    );
}

#[test]
fn a_closed_dialog_has_no_content() {
    let open = |open: bool| {
        html(move || {
            view! {
                <Dialog id="d" open=RwSignal::new(open) title="Title">
                    <p>"inside"</p>
                </Dialog>
            }
        })
    };
    assert!(!open(false).contains("inside"));
    check(&open(true), &["inside", r#"aria-labelledby="d-title""#]);
}

#[test]
fn a_table_has_a_body_and_a_caption() {
    let html = html(|| {
        view! {
            <Table
                label="Users"
                columns=vec![
                    Column::new("Name").sort("?sort=name", Some(SortDirection::Down)),
                    Column::new("Seats").number(),
                ]
                empty=true
                when_empty=|| view! { <EmptyState icon=Icon::Users title="Nobody" /> }
            >
                ""
            </Table>
        }
    });
    check(
        &html,
        &[
            "<tbody",
            "<caption",
            r#"aria-sort="descending""#,
            r#"class="num"#,
            "Nobody",
        ],
    );
}

#[test]
fn counts_disappear_at_zero_and_shrink_when_large() {
    assert!(!html(|| view! { <CountBadge count=0 /> }).contains("rounded-full"));
    check(
        &html(|| view! { <CountBadge count=1_234 label="unread" /> }),
        &["1.2k", "unread"],
    );
}

#[test]
fn presence_is_said_in_words() {
    let html = html(|| view! { <Avatar name="Zoé" presence=PresenceDot::Busy /> });
    check(&html, &["Busy"]);
}

#[test]
fn the_server_shows_absolute_times() {
    let html = html(|| {
        view! {
            <Moment
                machine="2026-11-24T13:05:00Z"
                full="Tuesday"
                absolute="24 Nov"
                live=std::sync::Arc::new(|_| "now".to_owned())
            />
        }
    });
    check(&html, &[r#"datetime="2026-11-24T13:05:00Z""#, "24 Nov"]);
}

#[test]
fn right_to_left_names_keep_their_direction() {
    let html = html(|| view! { <TextInput initial="سارة" label="الاسم" /> });
    check(&html, &[r#"dir="auto""#, "سارة"]);
}

#[test]
fn every_icon_has_a_path() {
    for (name, icon) in Icon::ALL {
        let html = html(|| view! { <IconView icon=*icon /> });
        assert!(
            html.contains(r#"d="M"#) || html.contains(r#"d="m"#),
            "{name}: {html}"
        );
    }
}
