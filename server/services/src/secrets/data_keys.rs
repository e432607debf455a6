//! Data keys: one per workspace and generation, wrapped by the instance's key.

use std::collections::HashMap;

use parlance::id::WorkspaceId;
use parlance_store::{Class, control::instance};

use super::{CANARY, KeyError, KeyRing, SecretError, aad, canary_of, envelope, signing};

/// Common beginning of the names of the rows.
pub(super) const PREFIX: &str = "data_key:";
/// What a wrapped key is bound to.
const WRAPPED: &str = "data key";

/// Data keys that were unwrapped once.
#[derive(Default)]
pub(super) struct DataKeys {
    keys: HashMap<(WorkspaceId, u32), [u8; 32]>,
    newest: HashMap<WorkspaceId, u32>,
}

impl DataKeys {
    /// There may be newer generations.
    pub(super) fn forget_newest(&mut self) {
        self.newest.clear();
    }
}

/// What a row is called, without the prefix. The first generation has no number.
pub(super) fn name(workspace: WorkspaceId, generation: u32) -> String {
    if generation == 1 {
        workspace.to_string()
    } else {
        format!("{workspace}:{generation}")
    }
}

/// The opposite of [`name`].
pub(super) fn parse(name: &str) -> Option<(WorkspaceId, u32)> {
    let (workspace, generation) = match name.split_once(':') {
        Some((workspace, generation)) => (workspace, generation.parse().ok()?),
        None => (name, 1),
    };
    Some((WorkspaceId(workspace.parse().ok()?), generation))
}

/// Wraps a key of a workspace for its row.
pub(super) fn wrap(
    main: &[u8; 32],
    workspace: WorkspaceId,
    what: &str,
    key: &[u8; 32],
) -> Option<String> {
    envelope::seal(&wrap_key(main), 1, &aad(workspace, what), key).map(hex::encode)
}

/// Wraps a data key.
pub(super) fn wrap_data(main: &[u8; 32], workspace: WorkspaceId, key: &[u8; 32]) -> Option<String> {
    wrap(main, workspace, WRAPPED, key)
}

/// Unwraps a key of a workspace.
pub(super) fn unwrap(
    main: &[u8; 32],
    workspace: WorkspaceId,
    what: &str,
    wrapped: &str,
) -> Option<[u8; 32]> {
    let blob = hex::decode(wrapped).ok()?;
    let key = envelope::open(&wrap_key(main), &aad(workspace, what), &blob)?;
    key.try_into().ok()
}

/// Unwraps a data key.
pub(super) fn unwrap_data(
    main: &[u8; 32],
    workspace: WorkspaceId,
    wrapped: &str,
) -> Option<[u8; 32]> {
    unwrap(main, workspace, WRAPPED, wrapped)
}

fn wrap_key(main: &[u8; 32]) -> [u8; 32] {
    signing::derive(main, "wrap")
}

impl KeyRing {
    /// The key of a generation.
    pub(super) async fn data_key(
        &self,
        workspace: WorkspaceId,
        generation: u32,
    ) -> Result<[u8; 32], SecretError> {
        let cached = self.keys().data.keys.get(&(workspace, generation)).copied();
        if let Some(key) = cached {
            return Ok(key);
        }
        let row = format!("{PREFIX}{}", name(workspace, generation));
        let damaged = || SecretError::Damaged(row.clone());
        let wrapped = self.find(&row).await?.ok_or_else(damaged)?;
        let key = match unwrap_data(&self.main(), workspace, &wrapped) {
            Some(key) => Some(key),
            // Another process may have rotated the key that wraps it.
            None if self.follow().await? => {
                let wrapped = self.find(&row).await?.ok_or_else(damaged)?;
                unwrap_data(&self.main(), workspace, &wrapped)
            }
            None => None,
        };
        let key = key.ok_or_else(damaged)?;
        self.keys().data.keys.insert((workspace, generation), key);
        Ok(key)
    }

    /// The key to encrypt with, and its generation; made if the workspace has none.
    pub(super) async fn newest_data_key(
        &self,
        workspace: WorkspaceId,
    ) -> Result<([u8; 32], u32), SecretError> {
        // Never with a key that somebody rotated a moment ago.
        self.follow().await?;
        let generation = match self.newest_generation(workspace).await? {
            0 => {
                self.create(workspace).await?;
                1
            }
            generation => generation,
        };
        Ok((self.data_key(workspace, generation).await?, generation))
    }

    /// The newest generation of a workspace's data key; 0 if it has none.
    async fn newest_generation(&self, workspace: WorkspaceId) -> Result<u32, SecretError> {
        let known = self.keys().data.newest.get(&workspace).copied();
        if let Some(generation) = known {
            return Ok(generation);
        }
        let mut newest = 0;
        while self
            .find(&format!("{PREFIX}{}", name(workspace, newest + 1)))
            .await?
            .is_some()
        {
            newest += 1;
        }
        if newest > 0 {
            self.keys().data.newest.insert(workspace, newest);
        }
        Ok(newest)
    }

    /// Makes the first data key of a workspace. Of two processes the first one wins.
    async fn create(&self, workspace: WorkspaceId) -> Result<(), SecretError> {
        let (main, file) = (self.main(), self.file.clone());
        let row = format!("{PREFIX}{}", name(workspace, 1));
        let wrapped = wrap_data(&main, workspace, &crate::ids::random())
            .ok_or_else(|| SecretError::Damaged(row.clone()))?;
        self.control
            .write(Class::Interactive, move |tx| {
                Box::pin(async move {
                    // A key that is wrapped by an outdated one would be lost.
                    if instance::find(tx, CANARY).await? != Some(canary_of(&main)) {
                        return Err(SecretError::Key(KeyError::Wrong(file)));
                    }
                    instance::insert(tx, &row, &wrapped).await?;
                    Ok(())
                })
            })
            .await
    }

    async fn find(&self, row: &str) -> Result<Option<String>, SecretError> {
        let mut r = self.control.begin_read().await?;
        let found = instance::find(&mut r, row).await;
        r.end().await;
        Ok(found?)
    }
}
