//! Rotation of the instance's key (`parlance keys rotate`), for the operator; a server may run.
//!
//! Three steps, each whole or absent: the next key is written beside the current one; one
//! transaction wraps every data key anew, adds a generation to each and changes the canary; the
//! next key takes the place of the current one, which stays under another name for old backups.
//! After a crash between the last two, whoever opens the key ring next finishes it. Ciphertexts
//! are readable throughout: the old generations stay. [`super::renew_system`] encrypts them anew.

use std::collections::BTreeMap;
use std::path::PathBuf;

use parlance::id::WorkspaceId;
use parlance_store::{Class, ControlTx, StoreError, control::instance};

use super::{CANARY, KeyError, KeyRing, SIGNING_KEY, canary_of, data_keys, id_of, key_file};

/// What a rotation did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotation {
    /// Data keys that were wrapped anew.
    pub data_keys: usize,
    /// Rows that could not be read before, and were left alone.
    pub damaged: Vec<String>,
    /// Where the previous key is now.
    pub previous: PathBuf,
}

impl KeyRing {
    /// Replaces the instance's key. With `end_signatures` everything that the old one signed ends,
    /// too: addresses of files, tokens of visitors, links that wait in mails.
    ///
    /// # Errors
    /// The key files cannot be written, or somebody else rotates at the same moment.
    pub async fn rotate(&self, end_signatures: bool) -> Result<Rotation, KeyError> {
        self.follow().await?;
        let old = self.main();
        let next = key_file::create_next(&self.file)?;
        let (data_keys, damaged) = self.switch(next, end_signatures).await?;
        let previous = key_file::adopt_next(&self.file, &id_of(&old))?;
        self.follow().await?;
        Ok(Rotation {
            data_keys,
            damaged,
            previous,
        })
    }

    /// The step that counts: one transaction.
    pub(super) async fn switch(
        &self,
        next: [u8; 32],
        end_signatures: bool,
    ) -> Result<(usize, Vec<String>), KeyError> {
        let old = self.main();
        let file = self.file.clone();
        let signing = if end_signatures {
            crate::ids::random()
        } else {
            self.keys().signing
        };
        self.control
            .write(Class::Interactive, move |tx| {
                Box::pin(async move {
                    if instance::find(tx, CANARY).await? != Some(canary_of(&old)) {
                        return Err(KeyError::Wrong(file));
                    }
                    let done = wrap_anew(tx, &old, &next).await?;
                    let signing = data_keys::wrap(&next, WorkspaceId(0), SIGNING_KEY, &signing);
                    instance::set(tx, SIGNING_KEY, &sealed(signing)?).await?;
                    instance::set(tx, CANARY, &canary_of(&next)).await?;
                    Ok(done)
                })
            })
            .await
    }
}

async fn wrap_anew(
    tx: &mut ControlTx,
    old: &[u8; 32],
    next: &[u8; 32],
) -> Result<(usize, Vec<String>), KeyError> {
    let mut newest: BTreeMap<WorkspaceId, u32> = BTreeMap::new();
    let (mut wrapped, mut damaged) = (0, Vec::new());
    for (name, value) in instance::list(tx, data_keys::PREFIX).await? {
        let Some((workspace, generation)) = data_keys::parse(&name) else {
            damaged.push(name);
            continue;
        };
        let last = newest.entry(workspace).or_default();
        *last = generation.max(*last);
        let Some(key) = data_keys::unwrap_data(old, workspace, &value) else {
            damaged.push(name);
            continue;
        };
        let value = sealed(data_keys::wrap_data(next, workspace, &key))?;
        instance::set(tx, &format!("{}{name}", data_keys::PREFIX), &value).await?;
        wrapped += 1;
    }
    for (workspace, generation) in newest {
        let name = data_keys::name(workspace, generation + 1);
        let value = sealed(data_keys::wrap_data(next, workspace, &crate::ids::random()))?;
        instance::set(tx, &format!("{}{name}", data_keys::PREFIX), &value).await?;
    }
    Ok((wrapped, damaged))
}

/// 32 bytes are never too long for the cipher.
fn sealed(wrapped: Option<String>) -> Result<String, StoreError> {
    wrapped.ok_or_else(|| StoreError::Bug("a key cannot be wrapped".into()))
}
