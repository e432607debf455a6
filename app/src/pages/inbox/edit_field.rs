//! One fact about a contact, edited where it stands: press it, type, Enter saves, Esc gives up.

use leptos::prelude::*;

use crate::ui::{Field, Icon, IconSize, IconView, TextInput, dom, timer};

/// The words of a field.
#[derive(Debug, Clone, Copy)]
pub struct FieldWords {
    /// Name of the field, for its id and its problems.
    pub field: &'static str,
    /// What it is.
    pub label: &'static str,
    /// What pressing it does.
    pub edit: &'static str,
    /// What pressing it does while it is empty.
    pub add: &'static str,
}

/// What saving needs: the new text, and whom to tell what is wrong (nothing if it is saved).
pub type Save = (String, Callback<Option<String>>);

/// A fact that is edited in place.
#[component]
pub fn EditField(
    /// Its words.
    words: FieldWords,
    /// Before it.
    icon: Icon,
    /// The HTML type.
    kind: &'static str,
    /// What is known.
    #[prop(into)]
    value: Signal<String>,
    /// It cannot be changed.
    #[prop(into)]
    locked: Signal<bool>,
    /// Called to save a new text.
    on_save: Callback<Save>,
) -> impl IntoView {
    let editing = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(None::<String>);
    let text = RwSignal::new(String::new());
    let id = ["contact-", words.field].concat();
    let button_id = [&id, "-edit"].concat();
    let (input_id, back_to) = (id.clone(), button_id.clone());
    let end = move || {
        editing.set(false);
        problem.set(None);
        let id = back_to.clone();
        timer::after_paint(move || dom::focus_id(&id));
    };
    let end = StoredValue::new(end);
    let begin = move || {
        text.set(value.get_untracked());
        editing.set(true);
        let id = input_id.clone();
        timer::after_paint(move || dom::focus_id(&id));
    };
    let save = move || {
        // Leaving the field by Esc takes the focus away, too.
        if busy.get_untracked() || !editing.get_untracked() {
            return;
        }
        let typed = text.with_untracked(|text| text.trim().to_owned());
        if value.with_untracked(|value| *value == typed) {
            end.with_value(|end| end());
            return;
        }
        busy.set(true);
        let done = Callback::new(move |wrong: Option<String>| {
            busy.try_set(false);
            match wrong {
                None => {
                    end.try_with_value(|end| end());
                }
                wrong => {
                    problem.try_set(wrong);
                }
            }
        });
        on_save.run((typed, done));
    };
    let key = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "Enter" => save(),
        "Escape" => {
            event.prevent_default();
            event.stop_propagation();
            end.with_value(|end| end());
        }
        _ => {}
    };
    let body = move || {
        let id = id.clone();
        if editing.get() {
            view! {
                <div on:keydown=key on:focusout=move |_| save() aria-busy=move || busy.get().then_some("true")>
                    <Field id=id label=words.label error=problem>
                        <TextInput value=text kind=kind maxlength=320 />
                    </Field>
                </div>
            }
            .into_any()
        } else if locked.get() {
            view! { <Shown icon=icon label=words.label value=value /> }.into_any()
        } else {
            let begin = begin.clone();
            view! {
                <button
                    type="button"
                    id=button_id.clone()
                    class="group flex w-full items-center gap-2 rounded-md px-1 py-1.5 text-start text-sm hover:bg-surface-hover"
                    data-tip=words.edit
                    on:click=move |_| begin()
                >
                    <Content icon=icon label=words.label empty=words.add value=value />
                    <span class="text-ink-faint opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100 coarse:opacity-100">
                        <IconView icon=Icon::Edit size=IconSize::Small />
                    </span>
                </button>
            }
            .into_any()
        }
    };
    view! {
        <div class="min-w-0" data-testid=["edit-", words.field].concat()>
            {body}
        </div>
    }
}

/// A fact that cannot be changed.
#[component]
fn Shown(icon: Icon, label: &'static str, value: Signal<String>) -> impl IntoView {
    view! {
        <p class="flex items-center gap-2 px-1 py-1.5 text-sm">
            <Content icon=icon label=label empty="—" value=value />
        </p>
    }
}

/// Icon, name of the field, and what is known.
#[component]
fn Content(
    icon: Icon,
    label: &'static str,
    empty: &'static str,
    value: Signal<String>,
) -> impl IntoView {
    let nothing = Memo::new(move |_| value.with(String::is_empty));
    view! {
        <span class="text-ink-muted">
            <IconView icon=icon />
        </span>
        <span class="sr-only">{label}</span>
        <span
            class="min-w-0 flex-1 truncate"
            class=("text-ink-faint", move || nothing.get())
            dir="auto"
        >
            {move || if nothing.get() { empty.to_owned() } else { value.get() }}
        </span>
    }
}
