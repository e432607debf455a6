//! Choosing files: a button or a place to drop them on.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{File, HtmlInputElement};

use super::{Icon, IconSize, IconView};
use crate::locales::use_texts;

/// The files of a list, as the browser gives them.
fn files(list: Option<web_sys::FileList>) -> Vec<File> {
    list.map(|list| {
        (0..list.length())
            .filter_map(|index| list.get(index))
            .collect()
    })
    .unwrap_or_default()
}

/// A place to drop files on, or to press and choose them.
#[component]
pub fn FilePick(
    /// Id of the control.
    #[prop(into)]
    id: String,
    /// Name in the form.
    #[prop(optional, into)]
    name: Option<String>,
    /// The HTML accept list, for example `image/png,image/jpeg`.
    #[prop(optional)]
    accept: Option<&'static str>,
    /// Several at once.
    #[prop(optional)]
    multiple: bool,
    /// What is allowed, in words: kinds and size.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Not possible now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Called with what people chose.
    #[prop(optional, into)]
    on_files: Option<Callback<Vec<File>>>,
) -> impl IntoView {
    let t = use_texts();
    let over = RwSignal::new(false);
    let chosen = move |files: Vec<File>| {
        if let Some(give) = on_files.filter(|_| !files.is_empty()) {
            give.run(files);
        }
    };
    let dropped = move |event: ev::DragEvent| {
        event.prevent_default();
        over.set(false);
        if !disabled.get_untracked() {
            chosen(files(event.data_transfer().and_then(|data| data.files())));
        }
    };
    let words = if multiple {
        t.ui.choose_files()
    } else {
        t.ui.choose_file()
    };
    view! {
        <label
            class="flex min-h-24 cursor-pointer flex-col items-center justify-center gap-1 rounded-lg border border-dashed border-line-strong bg-surface px-4 py-4 text-center text-sm hover:bg-surface-hover has-focus-visible:outline-2 has-focus-visible:outline-focus has-disabled:cursor-not-allowed has-disabled:opacity-60"
            class=("border-accent", move || over.get())
            class=("bg-accent-soft", move || over.get())
            on:dragover=move |event| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=dropped
        >
            <input
                type="file"
                class="sr-only"
                id=id
                name=name
                accept=accept
                multiple=multiple
                disabled=move || disabled.get()
                on:change=move |event| {
                    if let Some(input) = event
                        .target()
                        .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
                    {
                        chosen(files(input.files()));
                        if on_files.is_some() {
                            input.set_value("");
                        }
                    }
                }
            />
            <span class="text-ink-muted">
                <IconView icon=Icon::Upload size=IconSize::Large />
            </span>
            <span>
                <span class="font-medium text-accent-ink">{words}</span>
                <span class="text-ink-muted coarse:hidden">{[" ", t.ui.drop_here()].concat()}</span>
            </span>
            {hint.map(|hint| view! { <span class="text-xs text-ink-muted">{hint}</span> })}
        </label>
    }
}
