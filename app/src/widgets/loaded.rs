//! The pattern of every page with data: a resource, and a plain view of what it brings.
//!
//! New data makes new elements instead of changing the old ones in place: in debug builds (type
//! erasure) an element that is changed in place keeps its old listeners beside the new ones, and
//! these reach for values that are gone.

use leptos::prelude::*;

use super::problem::Problem;
use crate::error::AppError;
use crate::ui::SkeletonRows;

/// Shows `draw` with what the resource brings, or what went wrong. While it loads again, the old
/// content stays.
pub fn loaded<T>(
    res: Resource<Result<T, AppError>>,
    draw: impl Fn(T) -> AnyView + Clone + Send + Sync + 'static,
) -> AnyView
where
    T: Clone + Send + Sync + 'static,
{
    let count = StoredValue::new(0_u32);
    let serial = move || {
        count.try_update_value(|count| {
            *count = count.wrapping_add(1);
            *count
        })
    };
    let show = move |data: Result<T, AppError>| match data {
        Ok(data) => draw(data),
        Err(error) => view! { <Problem error=error /> }.into_any(),
    };
    view! {
        <Transition fallback=|| view! { <SkeletonRows rows=4 /> }>
            <div class="contents">
                {move || {
                    let show = show.clone();
                    Suspend::new(async move {
                        let data = res.await;
                        let serial = serial();
                        view! {
                            <For
                                each=move || [data.clone()]
                                key=move |_| serial
                                children=show.clone()
                            />
                        }
                    })
                }}
            </div>
        </Transition>
    }
    .into_any()
}
