//! The design system: accessible components on the tokens of `style/tokens.css`.
//!
//! Knows no domain type and no page. Words come in as props, except the few that belong to a
//! component itself ("Close", "Copied"), which live in `locales/ui.rs`. Each component shows all
//! of its states on `/dev/ui` in debug builds.
//!
//! Conventions, the same everywhere:
//! * texts are `#[prop(into)] String`; states that change are `#[prop(into)] Signal<bool>` and
//!   take a value, a signal or a closure; two-way values are an `RwSignal`;
//! * every control also works in a plain form: it takes a `name` and an `initial` value;
//! * `class` adds layout (width, margin) to the root element, never colours;
//! * listeners and further attributes are spread: `<Button on:click=… attr:form="x">`;
//! * ids come from data; components inside a [`Field`] take theirs from it.

mod avatar;
mod badge;
mod banner;
mod bind;
mod button;
mod card;
mod checkbox;
mod color_input;
#[cfg(test)]
mod contrast;
mod copy_field;
mod dialog;
pub mod dom;
mod empty_state;
mod field;
mod file_pick;
mod icon;
pub mod intl;
mod kbd;
pub mod kept;
pub mod keys;
mod layout;
mod load_more;
mod menu;
mod moment;
mod page_header;
mod picker;
mod popover;
mod progress;
mod radio_group;
pub mod scroll;
mod segmented;
mod select;
mod skeleton;
mod table;
mod tabs;
mod text_area;
mod text_input;
pub mod timer;
mod toast;
mod tooltip;
pub mod upload;

#[cfg(test)]
mod tests;

pub use self::{
    avatar::{Avatar, AvatarSize, PresenceDot},
    badge::{Badge, CountBadge, TagChip, Tone},
    banner::Banner,
    button::{Button, ButtonKind, ButtonLink, ButtonSize, ButtonVariant, IconButton, TextLink},
    card::{Card, FormSection},
    checkbox::{Checkbox, Switch},
    color_input::ColorInput,
    copy_field::{CopyButton, CopyField},
    dialog::{ConfirmDialog, Dialog, DialogSize},
    empty_state::EmptyState,
    field::{Field, FieldContext, FormError, use_field},
    file_pick::FilePick,
    icon::{Icon, IconSize, IconView},
    kbd::Kbd,
    layout::{Disclosure, Pane, Properties, Property, SkipLink, Split, Toolbar},
    load_more::LoadMore,
    menu::{Menu, MenuHeading, MenuItem, MenuLine, MenuPanel},
    moment::Moment,
    page_header::{Crumb, PageHeader},
    picker::{PickOption, Picker},
    popover::{Popover, PopoverSide},
    progress::{Progress, Spinner},
    radio_group::{RadioGroup, RadioOption},
    segmented::{Segment, Segmented},
    select::{Select, SelectOption},
    skeleton::{Skeleton, SkeletonRows},
    table::{Column, SortDirection, Table},
    tabs::{TabItem, TabLink, TabLinks, TabPanel, Tabs},
    text_area::TextArea,
    text_input::{PasswordInput, SearchInput, TextInput},
    toast::{ToastProvider, Toasts, use_toasts},
    tooltip::Tooltip,
};
