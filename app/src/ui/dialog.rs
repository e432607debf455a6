//! Dialogs on the browser's own `<dialog>`: it keeps the focus inside, closes on Esc, and gives
//! the focus back to where it was.
//!
//! The content exists only while the dialog is open, so a form starts fresh each time.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

use super::{Button, ButtonSize, ButtonVariant, Icon, IconButton, dom, timer};
use crate::locales::use_texts;

/// How wide a dialog is, or that it is a drawer at the side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DialogSize {
    /// 384 px, for questions.
    Small,
    /// 480 px, for forms.
    #[default]
    Medium,
    /// 768 px.
    Large,
    /// 1024 px, for previews.
    Huge,
    /// Full height at the side.
    Drawer,
}

impl DialogSize {
    fn class(self) -> &'static str {
        match self {
            DialogSize::Small => "dialog dialog-sm",
            DialogSize::Medium => "dialog",
            DialogSize::Large => "dialog dialog-lg",
            DialogSize::Huge => "dialog dialog-xl",
            DialogSize::Drawer => "dialog dialog-drawer",
        }
    }
}

/// A dialog. Set `open` to show it; closing it by any means sets `open` back.
#[component]
pub fn Dialog(
    /// Unique on the page.
    #[prop(into)]
    id: String,
    /// Whether it shows.
    open: RwSignal<bool>,
    /// Heading.
    #[prop(into)]
    title: Signal<String>,
    /// One line below the heading.
    #[prop(optional, into)]
    description: Option<String>,
    /// How wide it is.
    #[prop(optional)]
    size: DialogSize,
    /// Buttons at the end, the primary one last.
    #[prop(optional, into)]
    footer: ViewFn,
    /// Esc and a press beside it do nothing; for work that must not be lost.
    #[prop(optional, into)]
    locked: Signal<bool>,
    /// Called after it has closed.
    #[prop(optional, into)]
    on_close: Option<Callback<()>>,
    /// The content.
    children: ChildrenFn,
) -> impl IntoView {
    let t = use_texts();
    let node = NodeRef::<html::Dialog>::new();
    let title_id = [id.as_str(), "-title"].concat();
    let labelled_by = title_id.clone();
    let description_id = description
        .as_ref()
        .map(|_| [id.as_str(), "-description"].concat());
    let description = StoredValue::new(description.zip(description_id.clone()));
    let footer = StoredValue::new(footer);
    let children = StoredValue::new(children);

    Effect::new(move |_| {
        let shows = open.get();
        // The content appears in the same turn; the focus must find it.
        timer::after_paint(move || {
            let Some(dialog) = node.try_get_untracked().flatten() else {
                return;
            };
            if shows && !dialog.open() {
                let _ = dialog.show_modal();
                focus_first(&dialog);
            } else if !shows && dialog.open() {
                dialog.close();
            }
        });
    });

    let closed = move |_| {
        open.set(false);
        if let Some(on_close) = on_close {
            on_close.run(());
        }
    };
    // A press on the backdrop arrives at the dialog element itself.
    let pressed = move |event: leptos::ev::MouseEvent| {
        let on_backdrop = event
            .target()
            .is_some_and(|target| target.dyn_ref::<web_sys::HtmlDialogElement>().is_some());
        if on_backdrop && !locked.get_untracked() {
            open.set(false);
        }
    };
    view! {
        <dialog
            node_ref=node
            id=id
            class=size.class()
            aria-labelledby=labelled_by
            aria-describedby=description_id
            on:close=closed
            on:cancel=move |event: leptos::ev::Event| {
                if locked.get_untracked() {
                    event.prevent_default();
                }
            }
            on:mousedown=pressed
        >
            <header class="flex items-start justify-between gap-4 px-5 pt-4 pb-1">
                <div class="flex min-w-0 flex-col gap-1">
                    <h2 id=title_id class="text-lg font-semibold" tabindex="-1">
                        {move || title.get()}
                    </h2>
                    {description
                        .get_value()
                        .map(|(text, id)| {
                            view! {
                                <p id=id class="text-sm text-ink-muted">
                                    {text}
                                </p>
                            }
                        })}
                </div>
                <IconButton
                    icon=Icon::X
                    label=t.ui.close()
                    size=ButtonSize::Small
                    class="-mr-1"
                    disabled=locked
                    on:click=move |_| open.set(false)
                />
            </header>
            <Show when=move || open.get()>
                <div class="min-h-0 flex-1 overflow-y-auto px-5 py-3">
                    {children.with_value(|children| children())}
                </div>
                <footer class="flex flex-wrap items-center justify-end gap-2 px-5 pt-2 pb-4 empty:hidden">
                    {footer.with_value(ViewFn::run)}
                </footer>
            </Show>
        </dialog>
    }
}

/// The browser would start at the button that closes. Without a place of its own, the focus starts
/// at the choice or the first field, and at the heading where there is only something to read.
fn focus_first(dialog: &web_sys::HtmlDialogElement) {
    const FIELDS: &str = ":is(input, select, textarea):not([type=\"hidden\"], :disabled)";
    if !dom::all(dialog, "[autofocus]").is_empty() {
        return;
    }
    let chosen = dom::all(dialog, "input[type=\"radio\"]:checked");
    let fields = dom::all(dialog, FIELDS);
    let headings = dom::all(dialog, "h2");
    if let Some(first) = chosen.first().or(fields.first()).or(headings.first()) {
        dom::focus(first);
    }
}

/// A question before something that cannot be undone.
#[component]
pub fn ConfirmDialog(
    /// Unique on the page.
    #[prop(into)]
    id: String,
    /// Whether it shows. Stays open after confirming: the caller closes it when done.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// What will happen.
    #[prop(into)]
    message: Signal<String>,
    /// The word on the button that does it.
    #[prop(into)]
    confirm: String,
    /// Whether it destroys something.
    #[prop(default = true)]
    danger: bool,
    /// It is being done.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Called when people confirm.
    #[prop(into)]
    on_confirm: Callback<()>,
) -> impl IntoView {
    let t = use_texts();
    let variant = if danger {
        ButtonVariant::Danger
    } else {
        ButtonVariant::Primary
    };
    let confirm = StoredValue::new(confirm);
    view! {
        <Dialog
            id=id
            open=open
            title=title
            size=DialogSize::Small
            locked=busy
            footer=move || {
                view! {
                    <Button disabled=busy on:click=move |_| open.set(false) attr:autofocus=true>
                        {t.common.cancel()}
                    </Button>
                    <Button variant=variant loading=busy on:click=move |_| on_confirm.run(())>
                        {confirm.get_value()}
                    </Button>
                }
            }
        >
            <p class="text-sm text-ink-muted">{move || message.get()}</p>
        </Dialog>
    }
}
