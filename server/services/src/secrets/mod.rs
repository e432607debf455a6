//! Secrets at rest: the instance's key, envelope encryption, signatures of our own.
//!
//! Three layers: the key file wraps one data key per workspace (0 is the control database), the
//! data keys live wrapped in the control database, and a data key encrypts the secrets of its
//! workspace. Deleting a data key therefore makes every ciphertext of the workspace unreadable,
//! those in backups too. Keys never leave this module; nothing here implements `Debug`.

mod envelope;
mod key_file;
mod signing;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use parlance::id::WorkspaceId;
use parlance_store::{Class, Control, StoreError, control::instance};
use thiserror::Error;

pub use key_file::KeyError;
pub(crate) use signing::equal;
pub use signing::hmac_sha256;

/// Row of `instance_settings` that tells a wrong key from the right one.
const CANARY: &str = "key_canary";

/// Why a secret cannot be read or written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SecretError {
    /// Truncated, changed, moved here from another row, or its data key is gone.
    #[error("the secret {0} cannot be decrypted")]
    Damaged(String),
    /// The control database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<SecretError> for crate::ServiceError {
    fn from(error: SecretError) -> Self {
        match error {
            SecretError::Store(error) => error.into(),
            damaged => crate::ServiceError::internal(damaged),
        }
    }
}

/// The instance's key, and what is derived from it.
pub struct KeyRing {
    key: [u8; 32],
    control: Control,
    /// Data keys that were unwrapped once. A handful of bytes per workspace in use.
    data_keys: Mutex<HashMap<WorkspaceId, [u8; 32]>>,
}

impl KeyRing {
    /// Reads the key file, or makes it at the first start. The canary in the control database
    /// shows whether it is the key that this instance encrypts with.
    ///
    /// # Errors
    /// The file is missing although it is needed, can be read by others, or is another key.
    pub async fn open(key_file: &Path, control: Control) -> Result<KeyRing, KeyError> {
        let canary = {
            let mut r = control.begin_read().await?;
            let found = instance::find(&mut r, CANARY).await;
            r.end().await;
            found?
        };
        let key = match key_file::read(key_file)? {
            Some(key) => key,
            None if canary.is_some() => return Err(KeyError::Missing(key_file.to_owned())),
            None => key_file::create(key_file)?,
        };
        let expected = hex::encode(signing::derive(&key, "canary"));
        let found = match canary {
            Some(found) => found,
            None => keep(&control, CANARY, &expected).await?,
        };
        if found != expected {
            return Err(KeyError::Wrong(key_file.to_owned()));
        }
        Ok(KeyRing {
            key,
            control,
            data_keys: Mutex::new(HashMap::new()),
        })
    }

    /// HMAC-SHA256 of `data` with a key of its own for each purpose, so that a signature made for
    /// one thing never passes for another.
    pub fn sign(&self, purpose: &str, data: &[u8]) -> [u8; 32] {
        signing::hmac_sha256(
            &signing::derive(&self.key, &format!("sign {purpose}")),
            data,
        )
    }

    /// Compares a signature in constant time.
    pub fn verify(&self, purpose: &str, data: &[u8], signature: &[u8]) -> bool {
        signing::equal(&self.sign(purpose, data), signature)
    }

    /// Encrypts a secret of a workspace for one owner (`channel:5:identity:1`). It can be read
    /// back only under the same workspace and owner.
    ///
    /// # Errors
    /// The control database, where the data key of the workspace is kept.
    pub async fn seal(
        &self,
        workspace: WorkspaceId,
        owner: &str,
        secret: &[u8],
    ) -> Result<Vec<u8>, SecretError> {
        let key = self.data_key(workspace, true).await?;
        envelope::seal(&key, &aad(workspace, owner), secret)
            .ok_or_else(|| SecretError::Damaged(owner.to_owned()))
    }

    /// Decrypts what [`KeyRing::seal`] made.
    ///
    /// # Errors
    /// [`SecretError::Damaged`], naming the owner.
    pub async fn unseal(
        &self,
        workspace: WorkspaceId,
        owner: &str,
        blob: &[u8],
    ) -> Result<Vec<u8>, SecretError> {
        let damaged = || SecretError::Damaged(format!("{owner} of workspace {workspace}"));
        let key = match self.data_key(workspace, false).await {
            Err(SecretError::Damaged(_)) => return Err(damaged()),
            other => other?,
        };
        envelope::open(&key, &aad(workspace, owner), blob).ok_or_else(damaged)
    }

    fn keys(&self) -> MutexGuard<'_, HashMap<WorkspaceId, [u8; 32]>> {
        self.data_keys
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    async fn data_key(
        &self,
        workspace: WorkspaceId,
        create: bool,
    ) -> Result<[u8; 32], SecretError> {
        if let Some(key) = self.keys().get(&workspace) {
            return Ok(*key);
        }
        let name = format!("data_key:{workspace}");
        let mut r = self.control.begin_read().await?;
        let found = instance::find(&mut r, &name).await;
        r.end().await;
        let damaged = || SecretError::Damaged(name.clone());
        let wrapped = match found? {
            Some(wrapped) => wrapped,
            None if !create => return Err(damaged()),
            None => {
                let fresh = crate::ids::random::<32>();
                let wrapped = envelope::seal(&self.wrap_key(), &aad(workspace, "data key"), &fresh)
                    .ok_or_else(damaged)?;
                keep(&self.control, &name, &hex::encode(wrapped)).await?
            }
        };
        let key = hex::decode(wrapped)
            .ok()
            .and_then(|blob| envelope::open(&self.wrap_key(), &aad(workspace, "data key"), &blob))
            .and_then(|key| <[u8; 32]>::try_from(key).ok())
            .ok_or_else(damaged)?;
        self.keys().insert(workspace, key);
        Ok(key)
    }

    fn wrap_key(&self) -> [u8; 32] {
        signing::derive(&self.key, "wrap")
    }
}

/// Keeps a setting that is made once, and gives the one that counts: of two processes that do this
/// at the same time the first wins, and both go on with its value.
async fn keep(control: &Control, name: &str, value: &str) -> Result<String, StoreError> {
    let (name, value) = (name.to_owned(), value.to_owned());
    control
        .write(Class::Interactive, move |tx| {
            Box::pin(async move {
                if instance::insert(tx, &name, &value).await? {
                    return Ok(value);
                }
                let found = instance::find(tx, &name).await?;
                found.ok_or_else(|| StoreError::Corrupt(format!("the setting {name} vanished")))
            })
        })
        .await
}

/// What a ciphertext is bound to. The fixed-length part stands first, so that no two pairs of
/// workspace and owner give the same bytes.
fn aad(workspace: WorkspaceId, owner: &str) -> Vec<u8> {
    let mut aad = workspace.0.to_be_bytes().to_vec();
    aad.extend_from_slice(owner.as_bytes());
    aad
}
