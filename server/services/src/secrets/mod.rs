//! Secrets at rest: the instance's key, envelope encryption, signatures of our own.
//!
//! Three layers: the key file wraps one data key per workspace (0 is the control database), the
//! data keys live wrapped in the control database, and a data key encrypts the secrets of its
//! workspace. Deleting a data key therefore makes every ciphertext of the workspace unreadable,
//! those in backups too. Data keys have generations: a rotation adds one, older ones stay readable.
//! Keys never leave this module; nothing here implements `Debug`.

mod data_keys;
mod envelope;
mod key_file;
mod renew;
mod rotate;
mod signing;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use data_keys::DataKeys;
use parlance::id::WorkspaceId;
use parlance_store::{Class, Control, StoreError, control::instance};
use thiserror::Error;

pub use key_file::KeyError;
pub use renew::{count_waiting_system, renew_system};
pub use rotate::Rotation;
pub(crate) use signing::equal;
pub use signing::hmac_sha256;

/// Row of `instance_settings` that tells a wrong key from the right one.
const CANARY: &str = "key_canary";
/// Row with the wrapped key of our signatures. Without it the instance's key signs itself: it was
/// never rotated.
const SIGNING_KEY: &str = "signing_key";

/// Why a secret cannot be read or written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SecretError {
    /// Truncated, changed, moved here from another row, or its data key is gone.
    #[error("the secret {0} cannot be decrypted")]
    Damaged(String),
    /// The key file does not fit any more: it was rotated, and this machine has the old one.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The control database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<SecretError> for crate::ServiceError {
    fn from(error: SecretError) -> Self {
        match error {
            SecretError::Store(error) => error.into(),
            other => crate::ServiceError::internal(other),
        }
    }
}

/// The instance's key, and what is derived from it.
pub struct KeyRing {
    file: PathBuf,
    control: Control,
    keys: Mutex<Keys>,
    rotated: AtomicBool,
}

/// What is in memory. A handful of bytes per workspace in use.
struct Keys {
    /// The content of the key file.
    main: [u8; 32],
    signing: [u8; 32],
    data: DataKeys,
}

impl KeyRing {
    /// Reads the key file, or makes it at the first start. The canary in the control database
    /// shows whether it is the key that this instance encrypts with.
    ///
    /// # Errors
    /// The file is missing although it is needed, can be read by others, or is another key.
    pub async fn open(key_file: &Path, control: Control) -> Result<KeyRing, KeyError> {
        let (canary, signing) = stored(&control).await?;
        let main = match canary {
            Some(canary) => matching(key_file, &canary)?,
            None => {
                let key = match key_file::read(key_file)? {
                    Some(key) => key,
                    None => key_file::create(key_file)?,
                };
                let expected = canary_of(&key);
                if keep(&control, CANARY, &expected).await? != expected {
                    return Err(KeyError::Wrong(key_file.to_owned()));
                }
                key
            }
        };
        Ok(KeyRing {
            file: key_file.to_owned(),
            control,
            keys: Mutex::new(Keys {
                main,
                signing: signing_key(&main, signing, key_file)?,
                data: DataKeys::default(),
            }),
            rotated: AtomicBool::new(false),
        })
    }

    /// Takes over what another process rotated meanwhile; whether there was something.
    ///
    /// # Errors
    /// The new key file is not on this machine.
    pub async fn follow(&self) -> Result<bool, KeyError> {
        let (canary, signing) = stored(&self.control).await?;
        let canary = canary.unwrap_or_default();
        if canary == canary_of(&self.main()) {
            return Ok(false);
        }
        let main = matching(&self.file, &canary)?;
        let signing = signing_key(&main, signing, &self.file)?;
        let mut keys = self.keys();
        (keys.main, keys.signing) = (main, signing);
        keys.data.forget_newest();
        drop(keys);
        self.rotated.store(true, Ordering::SeqCst);
        Ok(true)
    }

    /// Whether the key was rotated since this was last asked.
    pub(crate) fn take_rotated(&self) -> bool {
        self.rotated.swap(false, Ordering::SeqCst)
    }

    /// HMAC-SHA256 of `data` with a key of its own for each purpose, so that a signature made for
    /// one thing never passes for another.
    pub fn sign(&self, purpose: &str, data: &[u8]) -> [u8; 32] {
        let key = self.keys().signing;
        signing::hmac_sha256(&signing::derive(&key, &format!("sign {purpose}")), data)
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
        let (key, generation) = self.newest_data_key(workspace).await?;
        envelope::seal(&key, generation, &aad(workspace, owner), secret)
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
        let generation = envelope::generation(blob).ok_or_else(damaged)?;
        let key = match self.data_key(workspace, generation).await {
            Err(SecretError::Damaged(_)) => return Err(damaged()),
            other => other?,
        };
        envelope::open(&key, &aad(workspace, owner), blob).ok_or_else(damaged)
    }

    fn keys(&self) -> MutexGuard<'_, Keys> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn main(&self) -> [u8; 32] {
        self.keys().main
    }
}

/// Canary and wrapped signing key, as they are now.
async fn stored(control: &Control) -> Result<(Option<String>, Option<String>), StoreError> {
    control
        .read(|r| {
            Box::pin(async move {
                let canary = instance::find(r, CANARY).await?;
                Ok((canary, instance::find(r, SIGNING_KEY).await?))
            })
        })
        .await
}

/// The key that fits the canary. If it is the next one, a rotation was interrupted after it had
/// taken effect, and is finished here.
fn matching(file: &Path, canary: &str) -> Result<[u8; 32], KeyError> {
    let current = key_file::read(file)?;
    if let Some(key) = current.filter(|key| canary_of(key) == canary) {
        return Ok(key);
    }
    if let Some(next) = key_file::read(&key_file::next(file))?
        && canary_of(&next) == canary
    {
        key_file::adopt_next(file, &current.as_ref().map(id_of).unwrap_or_default())?;
        return Ok(next);
    }
    // Another process may have finished the rotation between the two looks.
    match key_file::read(file)? {
        Some(key) if canary_of(&key) == canary => Ok(key),
        Some(_) => Err(KeyError::Wrong(file.to_owned())),
        None => Err(KeyError::Missing(file.to_owned())),
    }
}

fn canary_of(key: &[u8; 32]) -> String {
    hex::encode(signing::derive(key, "canary"))
}

/// A name for a key that tells nothing about it.
fn id_of(key: &[u8; 32]) -> String {
    hex::encode(signing::derive(key, "id"))
        .chars()
        .take(8)
        .collect()
}

fn signing_key(
    main: &[u8; 32],
    wrapped: Option<String>,
    file: &Path,
) -> Result<[u8; 32], KeyError> {
    match wrapped {
        None => Ok(*main),
        Some(wrapped) => data_keys::unwrap(main, WorkspaceId(0), SIGNING_KEY, &wrapped)
            .ok_or_else(|| KeyError::Wrong(file.to_owned())),
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
