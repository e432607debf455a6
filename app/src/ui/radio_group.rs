//! One of a few, all visible: as a list or as cards.

use leptos::prelude::*;

use super::{Icon, IconView, checkbox::ChoiceText, field::FieldErrorText};

/// A choice in a [`RadioGroup`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RadioOption {
    /// What the form sends.
    pub value: String,
    /// What people read.
    pub label: String,
    /// Help below the label.
    pub hint: Option<String>,
    /// Before the label, on cards.
    pub icon: Option<Icon>,
    /// Visible but not possible.
    pub disabled: bool,
}

impl RadioOption {
    /// A choice.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        RadioOption {
            value: value.into(),
            label: label.into(),
            hint: None,
            icon: None,
            disabled: false,
        }
    }

    /// Help below the label.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Before the label, on cards.
    #[must_use]
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }
}

/// A group of radio buttons.
#[component]
pub fn RadioGroup(
    /// Name in the form; also the prefix of ids.
    #[prop(into)]
    name: String,
    /// What is being chosen.
    #[prop(into)]
    legend: String,
    /// The choices.
    options: Vec<RadioOption>,
    /// Two-way value.
    #[prop(optional)]
    value: Option<RwSignal<String>>,
    /// The choice in a plain form; ignored when `value` is given.
    #[prop(optional, into)]
    initial: String,
    /// Drawn as cards in a grid.
    #[prop(optional)]
    cards: bool,
    /// Only read aloud, where the place says it already.
    #[prop(optional)]
    legend_hidden: bool,
    /// What is wrong, if anything.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Not possible now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Called with the value people chose.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
) -> impl IntoView {
    let value = value.unwrap_or_else(|| RwSignal::new(initial));
    let error_id = [name.as_str(), "-error"].concat();
    let described_by = error_id.clone();
    let (list_class, item_class) = if cards {
        (
            "grid grid-cols-1 gap-2 sm:grid-cols-2",
            "choice choice-card",
        )
    } else {
        ("flex flex-col gap-1.5", "choice")
    };
    let items = options
        .into_iter()
        .map(|option| {
            let (own, mine) = (option.value.clone(), option.value.clone());
            view! {
                <label class=item_class>
                    <input
                        type="radio"
                        class="radio"
                        name=name.clone()
                        value=option.value
                        checked=value.with_untracked(|chosen| *chosen == own)
                        prop:checked=move || value.with(|chosen| *chosen == own)
                        disabled=move || option.disabled || disabled.get()
                        on:change=move |_| {
                            value.set(mine.clone());
                            if let Some(on_change) = on_change {
                                on_change.run(mine.clone());
                            }
                        }
                    />
                    {option.icon.map(|icon| view! { <IconView icon=icon /> })}
                    <ChoiceText label=option.label hint=option.hint />
                </label>
            }
        })
        .collect_view();
    let legend_class = if legend_hidden {
        "sr-only"
    } else {
        "mb-1.5 text-sm font-medium text-ink"
    };
    view! {
        <fieldset
            class="flex min-w-0 flex-col gap-1.5"
            aria-describedby=move || error.with(Option::is_some).then(|| described_by.clone())
        >
            <legend class=legend_class>{legend}</legend>
            <div class=list_class>{items}</div>
            <FieldErrorText id=error_id error=error />
        </fieldset>
    }
}
