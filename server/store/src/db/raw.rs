//! The raw SQLite handle, for the two things that have no connect option.
#![expect(
    unsafe_code,
    reason = "sqlite3_db_config is a C function with variable arguments"
)]

use crate::error::StoreError;
use libsqlite3_sys as ffi;
use sqlx::SqliteConnection;

/// The version of the linked library, for example 3051003.
pub(super) fn sqlite_version() -> i32 {
    // SAFETY: takes nothing, returns a constant.
    unsafe { ffi::sqlite3_libversion_number() }
}

/// Refuses statements that could damage the file (writes to shadow tables or the schema table).
pub(super) async fn set_defensive(conn: &mut SqliteConnection) -> Result<(), StoreError> {
    let mut locked = conn.lock_handle().await?;
    let handle = locked.as_raw_handle();
    // SAFETY: the handle is valid while it is locked, and the worker makes no call meanwhile;
    // DEFENSIVE takes an int and a pointer that may be null.
    let code = unsafe {
        ffi::sqlite3_db_config(
            handle.as_ptr(),
            ffi::SQLITE_DBCONFIG_DEFENSIVE,
            1,
            std::ptr::null_mut::<std::ffi::c_int>(),
        )
    };
    if code != ffi::SQLITE_OK {
        return Err(StoreError::Bug(format!(
            "SQLITE_DBCONFIG_DEFENSIVE: code {code}"
        )));
    }
    Ok(())
}
