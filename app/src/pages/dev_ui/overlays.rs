//! Menus, dialogs, toasts and tooltips of the catalogue.

use leptos::prelude::*;

use super::Row;
use crate::ui::{
    Button, ButtonVariant, Card, ConfirmDialog, Dialog, DialogSize, Field, Icon, Menu, MenuHeading,
    MenuItem, MenuLine, PickOption, Picker, Popover, TextArea, TextInput, Tooltip, use_toasts,
};

#[component]
pub(super) fn Overlays() -> impl IntoView {
    let picked = RwSignal::new(vec!["2".to_owned()]);
    let people = vec![
        PickOption::new("1", "Ana Lim").person().hint("Support"),
        PickOption::new("2", "Zoé Lefèvre").person().hint("Sales"),
        PickOption::new("3", "Jonas Okafor").person(),
        PickOption::new("4", "VIP").color("#b26a00"),
    ];
    view! {
        <Card title="Overlays" description="Placed by the browser; Esc closes and returns the focus.">
            <Row label="Menu, popover, picker">
                <Menu id="m-text" label="Status" icon=Icon::CheckCircle>
                    <MenuHeading label="Set status" />
                    <MenuItem checked=true>"Open"</MenuItem>
                    <MenuItem checked=false shortcut="h">"Snooze"</MenuItem>
                    <MenuItem checked=false shortcut="e">"Close"</MenuItem>
                    <MenuLine />
                    <MenuItem disabled=true icon=Icon::Merge>"Merge"</MenuItem>
                    <MenuItem danger=true icon=Icon::Trash>"Delete conversation"</MenuItem>
                </Menu>
                <Menu id="m-icon" label="More actions" icon=Icon::More icon_only=true>
                    <MenuItem icon=Icon::Edit>"Rename"</MenuItem>
                    <MenuItem icon=Icon::External href="#content">"Open in a new tab"</MenuItem>
                </Menu>
                <Button attr:popovertarget="p-sample" icon=Icon::Info>"Popover"</Button>
                <Popover id="p-sample" label="About">
                    <p class="text-sm">"Any content, with the same rules for closing."</p>
                </Popover>
                <Button attr:popovertarget="p-assign" icon=Icon::Assign>"Assign"</Button>
                <Picker
                    id="p-assign"
                    label="Assign to"
                    options=people
                    chosen=picked
                    on_pick=move |value: String| picked.set(vec![value])
                />
                <Tooltip text="Counted since midnight" focusable=true>
                    <span class="text-sm underline decoration-dotted">"Hover or focus me"</span>
                </Tooltip>
            </Row>
            <Dialogs />
            <ToastButtons />
        </Card>
    }
}

#[component]
fn Dialogs() -> impl IntoView {
    let form = RwSignal::new(false);
    let drawer = RwSignal::new(false);
    let confirm = RwSignal::new(false);
    let busy = RwSignal::new(false);
    view! {
        <Row label="Dialogs">
            <Button on:click=move |_| form.set(true)>"Form"</Button>
            <Button on:click=move |_| drawer.set(true)>"Drawer"</Button>
            <Button on:click=move |_| confirm.set(true)>"Question"</Button>
        </Row>
        <Dialog
            id="d-form"
            open=form
            title="New contact"
            description="You can add more later."
            footer=move || {
                view! {
                    <Button on:click=move |_| form.set(false)>"Cancel"</Button>
                    <Button variant=ButtonVariant::Primary on:click=move |_| form.set(false)>
                        "Create"
                    </Button>
                }
            }
        >
            <div class="flex flex-col gap-4">
                <Field id="d-name" label="Name" required=true>
                    <TextInput autofocus=true />
                </Field>
                <Field id="d-note" label="Note">
                    <TextArea />
                </Field>
            </div>
        </Dialog>
        <Dialog id="d-drawer" open=drawer title="Contact details" size=DialogSize::Drawer>
            <p class="text-sm text-ink-muted">"A drawer keeps the page in sight."</p>
        </Dialog>
        <ConfirmDialog
            id="d-confirm"
            open=confirm
            title="Delete this channel?"
            message="Its 128 conversations stay, but nobody can write through it any more. This cannot be undone."
            confirm="Delete channel"
            busy=busy
            on_confirm=move || {
                busy.set(true);
                crate::ui::timer::after(
                    1_200,
                    move || {
                        busy.set(false);
                        confirm.set(false);
                    },
                );
            }
        />
    }
}

#[component]
fn ToastButtons() -> impl IntoView {
    let toasts = use_toasts();
    view! {
        <Row label="Toasts">
            <Button on:click=move |_| toasts.success("Contact saved")>"Success"</Button>
            <Button on:click=move |_| {
                toasts.error("The message could not be sent. Try again in a moment.");
            }>"Error"</Button>
            <Button on:click=move |_| toasts.info("Ana is writing in this conversation")>"Info"</Button>
            <Button on:click=move |_| {
                toasts
                    .undoable("Conversation closed", "Undo", move || toasts.info("Reopened"));
            }>"With undo"</Button>
        </Row>
    }
}
