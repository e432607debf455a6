//! The pattern of every page with data: a resource, and a plain view of what it brings.

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
    view! {
        <Transition fallback=|| view! { <SkeletonRows rows=4 /> }>
            <div class="contents">
                {move || {
                    let draw = draw.clone();
                    Suspend::new(async move {
                        match res.await {
                            Ok(data) => draw(data),
                            Err(error) => view! { <Problem error=error /> }.into_any(),
                        }
                    })
                }}
            </div>
        </Transition>
    }
    .into_any()
}
