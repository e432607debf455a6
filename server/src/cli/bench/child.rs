//! The server under measurement: a child process on a data folder of its own.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child as Process, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, bail};

/// A running server; ends with the value.
pub struct Child {
    process: Process,
    /// Where it listens, `127.0.0.1:port`.
    pub address: String,
    /// From start to the ready line.
    pub ready_after: Duration,
}

impl Child {
    /// Starts a server on a data folder and waits for its ready line.
    ///
    /// # Errors
    /// It ends before it is ready.
    pub async fn start(data: &Path) -> anyhow::Result<Child> {
        let program = std::env::current_exe()?;
        let started = tokio::time::Instant::now();
        let mut process = Command::new(program)
            .args(["serve", "--addr", "127.0.0.1:0", "--log", "error"])
            .arg("--data")
            .arg(data)
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start the server")?;
        let output = process.stdout.take().context("no output")?;
        let ready = tokio::task::spawn_blocking(move || {
            BufReader::new(output)
                .lines()
                .map_while(Result::ok)
                .find_map(|line| Some(line.split_once("ready on http://")?.1.trim().to_owned()))
        });
        if let Some(address) = ready.await? {
            return Ok(Child {
                process,
                address,
                ready_after: started.elapsed(),
            });
        }
        process.kill().ok();
        bail!("the server ended before it was ready")
    }

    /// Resident memory in bytes (`VmRSS` of proc(5)).
    ///
    /// # Errors
    /// The process is gone.
    pub fn resident(&self) -> anyhow::Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status
            .lines()
            .find(|line| line.starts_with("VmRSS:"))
            .context("no VmRSS")?;
        let kilobytes: f64 = line
            .split_whitespace()
            .nth(1)
            .context("no number")?
            .parse()?;
        Ok(kilobytes * 1024.0)
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}
