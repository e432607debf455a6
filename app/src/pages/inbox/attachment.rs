//! Files in a message: pictures as thumbnails that open large, sound and video to play, everything
//! else as a card to download.

use leptos::prelude::*;
use parlance::message::{AttachmentView, FileKind};

use super::names::visible;
use crate::locales::{Texts, format, use_texts};
use crate::ui::{Dialog, DialogSize, Icon, IconButton, IconSize, IconView};

/// Longest side of a thumbnail, in pixels.
const THUMB: i64 = 280;

/// The files of a message.
#[component]
pub fn Attachments(
    /// The files.
    files: Vec<AttachmentView>,
    /// In a message of ours.
    ours: bool,
    /// Called with all pictures and which one to show.
    on_picture: Callback<(Vec<AttachmentView>, usize)>,
) -> impl IntoView {
    let pictures: Vec<AttachmentView> = files
        .iter()
        .filter(|file| file.kind == FileKind::Image)
        .cloned()
        .collect();
    let all = files
        .into_iter()
        .map(|file| match file.kind {
            FileKind::Image => {
                let index = pictures.iter().position(|other| other.id == file.id).unwrap_or(0);
                let pictures = pictures.clone();
                view! {
                    <Thumbnail
                        file=file
                        on_open=move |()| on_picture.run((pictures.clone(), index))
                    />
                }
                .into_any()
            }
            FileKind::Video => view! {
                <video
                    class="max-h-80 max-w-full rounded-xl bg-surface-active"
                    controls
                    preload="metadata"
                    src=file.url
                    title=file.name
                ></video>
            }
            .into_any(),
            FileKind::Audio => view! {
                <audio class="w-72 max-w-full" controls preload="metadata" src=file.url title=file.name></audio>
            }
            .into_any(),
            FileKind::File => view! { <FileCard file=file /> }.into_any(),
        })
        .collect_view();
    let class = if ours {
        "flex max-w-full flex-wrap justify-end gap-1.5"
    } else {
        "flex max-w-full flex-wrap gap-1.5"
    };
    view! { <div class=class>{all}</div> }
}

/// A picture, small. Its room is known before it is loaded, so nothing jumps.
#[component]
fn Thumbnail(file: AttachmentView, #[prop(into)] on_open: Callback<()>) -> impl IntoView {
    let t = use_texts();
    let (width, height) = fitted(file.width, file.height);
    let name = parlance::text::isolate(&file.name);
    view! {
        <button
            type="button"
            class="block max-w-full overflow-hidden rounded-xl border border-line bg-surface-active"
            aria-label=t.inbox.open_picture(&name)
            data-testid="picture"
            on:click=move |_| on_open.run(())
        >
            <img
                class="h-auto max-w-full object-cover"
                src=file.url
                alt=t.inbox.picture(&name)
                width=width.to_string()
                height=height.to_string()
                loading="lazy"
                decoding="async"
            />
        </button>
    }
}

/// The size of a thumbnail.
fn fitted(width: i64, height: i64) -> (i64, i64) {
    let longest = width.max(height);
    if width <= 0 || height <= 0 {
        (THUMB, THUMB * 3 / 4)
    } else if longest <= THUMB {
        (width, height)
    } else {
        (
            (width * THUMB / longest).max(24),
            (height * THUMB / longest).max(24),
        )
    }
}

/// A file to download.
#[component]
pub fn FileCard(
    /// The file.
    file: AttachmentView,
) -> impl IntoView {
    let t = use_texts();
    let name = visible(&file.name);
    view! {
        <a
            class="flex w-64 max-w-full items-center gap-3 rounded-xl border border-line bg-surface-raised px-3 py-2 text-ink no-underline hover:bg-surface-hover"
            href=file.url.clone()
            rel="external"
            download=file.name.clone()
            aria-label=t.inbox.download(&parlance::text::isolate(&file.name))
            data-testid="file"
        >
            <span class="grid size-9 shrink-0 place-content-center rounded-lg bg-surface-active text-ink-muted">
                <IconView icon=Icon::File size=IconSize::Large />
            </span>
            <span class="flex min-w-0 flex-1 flex-col">
                <span class="truncate text-sm font-medium" dir="auto">
                    {name}
                </span>
                <span class="text-xs text-ink-muted">{size_words(t, &file)}</span>
            </span>
            <IconView icon=Icon::Download />
        </a>
    }
}

fn size_words(t: Texts, file: &AttachmentView) -> String {
    format::file_size(t.locale, file.size)
}

/// What the large view shows: pictures, and which one.
pub type Gallery = RwSignal<(Vec<AttachmentView>, usize)>;

/// Pictures of a message, large.
#[component]
pub fn Lightbox(
    /// Whether it shows.
    open: RwSignal<bool>,
    /// What it shows.
    gallery: Gallery,
) -> impl IntoView {
    let t = use_texts();
    let shown = Memo::new(move |_| gallery.with(|(all, at)| all.get(*at).cloned()));
    let title = Signal::derive(move || {
        shown.with(|file| {
            file.as_ref()
                .map(|file| visible(&file.name))
                .unwrap_or_default()
        })
    });
    let count = Memo::new(move |_| gallery.with(|(all, _)| all.len()));
    let step = move |by: usize| {
        gallery.update(|(all, at)| *at = (*at + by).checked_rem(all.len()).unwrap_or(0));
    };
    let key = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "ArrowRight" => step(1),
        "ArrowLeft" => step(count.get_untracked().saturating_sub(1)),
        _ => {}
    };
    view! {
        <div class="contents" on:keydown=key>
        <Dialog
            id="picture"
            open=open
            title=title
            size=DialogSize::Huge
            footer=move || {
                view! {
                    <Steps count=count on_step=move |by| step(by) />
                    <DownloadLink shown=shown />
                }
            }
        >
            <div class="flex justify-center">
                {move || {
                    shown
                        .get()
                        .map(|file| {
                            view! {
                                <img
                                    class="max-h-[70dvh] max-w-full rounded-lg object-contain"
                                    src=file.url
                                    alt=t.inbox.picture(&parlance::text::isolate(&file.name))
                                    data-testid="picture-large"
                                />
                            }
                        })
                }}
            </div>
        </Dialog>
        </div>
    }
}

/// To the previous and next picture.
#[component]
fn Steps(count: Memo<usize>, #[prop(into)] on_step: Callback<usize>) -> impl IntoView {
    let t = use_texts();
    view! {
        <span class="mr-auto flex gap-1" class:hidden=move || count.get() < 2>
            <IconButton
                icon=Icon::ChevronLeft
                label=t.inbox.previous_picture()
                on:click=move |_| on_step.run(count.get_untracked().saturating_sub(1))
            />
            <IconButton
                icon=Icon::ChevronRight
                label=t.inbox.next_picture()
                on:click=move |_| on_step.run(1)
            />
        </span>
    }
}

/// Saves the picture that is shown.
#[component]
fn DownloadLink(shown: Memo<Option<AttachmentView>>) -> impl IntoView {
    let t = use_texts();
    let href = move || shown.with(|file| file.as_ref().map(|file| file.url.clone()));
    view! {
        <a class="btn btn-secondary" href=href rel="external" download="">
            <IconView icon=Icon::Download />
            <span>{t.common.download()}</span>
        </a>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thumbnails_keep_their_shape() {
        assert_eq!(fitted(640, 400), (280, 175));
        assert_eq!(fitted(100, 50), (100, 50));
        assert_eq!(fitted(10_000, 10), (280, 24));
        assert_eq!(fitted(0, 0), (280, 210));
    }
}
