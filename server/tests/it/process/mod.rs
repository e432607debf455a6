//! The binary as the operator runs it: real processes on a data folder of their own, ended by
//! signals, asked over HTTP.

mod backup;
mod faults;
mod keys;
mod kill;
mod logs;

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, Request};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use tokio::sync::OnceCell;

/// Longer than anything here takes; a process that hangs fails the test instead of the run.
const PATIENCE: Duration = Duration::from_secs(120);

/// A data folder with key and browser part, and where its databases are.
pub struct Place {
    folder: tempfile::TempDir,
    pub database_url: String,
}

impl Place {
    /// An empty one on SQLite.
    pub fn empty() -> Place {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path().join("site/pkg");
        std::fs::create_dir_all(&site).unwrap();
        std::fs::write(site.join("parlance.css"), "body{}").unwrap();
        Place {
            folder,
            database_url: String::new(),
        }
    }

    /// One with the demonstration company in it, made once and copied.
    pub async fn demo() -> (Place, Demo) {
        static MADE: OnceCell<(Place, Demo)> = OnceCell::const_new();
        let make = async || {
            let place = Place::empty();
            let demo = place.fill();
            (place, demo)
        };
        let (made, demo) = MADE.get_or_init(make).await;
        let place = Place::empty();
        copy_folder(&made.data(), &place.data());
        std::fs::copy(made.key(), place.key()).unwrap();
        (place, demo.clone())
    }

    /// Runs `parlance demo`.
    pub fn fill(&self) -> Demo {
        let output = self.run(&["demo", "--contacts", "8", "--json"]);
        assert!(output.status.success(), "{output:?}");
        let filled: Value = serde_json::from_slice(&output.stdout).unwrap();
        Demo {
            widget_key: text(&filled["workspaces"][0]["widget_key"]),
            password: text(&filled["users"][0]["password"]),
            emails: filled["users"]
                .as_array()
                .unwrap()
                .iter()
                .map(|user| text(&user["email"]))
                .collect(),
        }
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn key(&self) -> PathBuf {
        self.folder.path().join("data.key")
    }

    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A command on this place, with nothing of the environment of the tests.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_parlance"));
        command
            .env_clear()
            .args(args)
            .env("PARLANCE_DATA", self.data())
            .env("PARLANCE_DATABASE_URL", &self.database_url)
            .env("PARLANCE_SECRET_KEY_FILE", self.key())
            .env("PARLANCE_SITE_ROOT", self.folder.path().join("site"))
            .env("PARLANCE_ADDR", "127.0.0.1:0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs a command that ends by itself.
    pub fn run(&self, args: &[&str]) -> Output {
        finish(self.command(args).spawn().unwrap())
    }

    /// Starts a server and waits until it is ready.
    pub fn serve(&self, log: &str) -> Server {
        Server::start(self.command(&["serve", "--log", log]))
    }
}

/// Who and what is in the demonstration company.
#[derive(Clone)]
pub struct Demo {
    pub widget_key: String,
    pub password: String,
    pub emails: Vec<String>,
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("no text: {value}"))
        .to_owned()
}

/// Waits for the end of a process, but not for ever.
pub fn finish(mut child: Child) -> Output {
    let id = child.id();
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        let read = |from: Option<&mut dyn std::io::Read>| {
            let mut bytes = Vec::new();
            from.map(|from| from.read_to_end(&mut bytes));
            bytes
        };
        let errors = std::thread::spawn(move || read(err.map(|e| Box::leak(Box::new(e)) as _)));
        let stdout = read(out.map(|o| Box::leak(Box::new(o)) as _));
        let stderr = errors.join().unwrap();
        let status = child.wait().unwrap();
        drop(tell.send(Output {
            status,
            stdout,
            stderr,
        }));
    });
    told.recv_timeout(PATIENCE)
        .unwrap_or_else(|_| panic!("process {id} does not end"))
}

/// A running server; killed with the value.
pub struct Server {
    process: Child,
    pub address: String,
    log: Arc<Mutex<String>>,
    reader: Option<std::thread::JoinHandle<()>>,
}

impl Server {
    fn start(mut command: Command) -> Server {
        let mut process = command.spawn().unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        let (into, mut errors) = (Arc::clone(&log), process.stderr.take().unwrap());
        let reader = std::thread::spawn(move || {
            let mut bytes = [0; 4_096];
            while let Ok(count @ 1..) = errors.read(&mut bytes) {
                *into.lock().unwrap() += &String::from_utf8_lossy(&bytes[..count]);
            }
        });
        let output = BufReader::new(process.stdout.take().unwrap());
        let (tell, told) = mpsc::channel();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if let Some((_, address)) = line.split_once("ready on http://") {
                    drop(tell.send(address.trim().to_owned()));
                }
            }
        });
        let address = told
            .recv_timeout(PATIENCE)
            .unwrap_or_else(|_| panic!("the server is not ready: {}", log.lock().unwrap()));
        Server {
            process,
            address,
            log,
            reader: Some(reader),
        }
    }

    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// SIGKILL.
    pub fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// SIGTERM; the exit code and everything it logged.
    pub fn stop(mut self) -> (Option<i32>, String) {
        let pid = rustix::process::Pid::from_child(&self.process);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
        let status = self.process.wait().unwrap();
        self.reader.take().unwrap().join().unwrap();
        let log = self.log.lock().unwrap().clone();
        (status.code(), log)
    }

    pub fn http(&self) -> Http {
        Http {
            client: Client::builder(TokioExecutor::new()).build_http(),
            address: self.address.clone(),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// Asks a server. An error is a broken connection.
#[derive(Clone)]
pub struct Http {
    client: Client<HttpConnector, Full<Bytes>>,
    address: String,
}

pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.body))
    }
}

type Broken = Box<dyn std::error::Error + Send + Sync>;

impl Http {
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: String,
    ) -> Result<Reply, Broken> {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("http://{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.client.request(request.body(Full::from(body))?).await?;
        let (parts, body) = response.into_parts();
        Ok(Reply {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: String::from_utf8_lossy(&body.collect().await?.to_bytes()).into_owned(),
        })
    }

    pub async fn get(&self, path: &str) -> Result<Reply, Broken> {
        self.send(Method::GET, path, &[], String::new()).await
    }

    fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A new visitor's token.
    pub async fn visitor(&self, key: &str) -> String {
        text(&self.open(key, None).await["visitor_token"])
    }

    async fn open(&self, key: &str, token: Option<&str>) -> Value {
        let origin = self.origin();
        let body = json!({ "key": key, "visitor_token": token, "origin": origin, "locale": "en",
            "page": { "url": origin, "title": "Shop", "referrer": "" } });
        let headers = [
            ("content-type", "application/json"),
            ("origin", origin.as_str()),
        ];
        let reply = self
            .send(Method::POST, "/w/v1/session", &headers, body.to_string())
            .await
            .unwrap();
        assert_eq!(reply.status, 200, "{}", reply.body);
        reply.json()
    }

    /// A visitor's message.
    pub async fn write(&self, token: &str, client_id: &str, text: &str) -> Result<Reply, Broken> {
        let body = json!({ "client_id": client_id, "text": text, "locale": "en" }).to_string();
        let (bearer, origin) = (format!("Bearer {token}"), self.origin());
        let headers = [
            ("content-type", "application/json"),
            ("origin", origin.as_str()),
            ("authorization", bearer.as_str()),
        ];
        self.send(Method::POST, "/w/v1/messages", &headers, body)
            .await
    }

    /// Writes a message that must be accepted.
    pub async fn say(&self, token: &str, client_id: &str, text: &str) {
        let reply = self.write(token, client_id, text).await.unwrap();
        assert_eq!(reply.status, 200, "{}", reply.body);
    }

    /// The newest texts of a visitor's conversation, oldest first: what a browser is shown that
    /// comes back.
    pub async fn history(&self, key: &str, token: &str) -> Vec<String> {
        let opened = self.open(key, Some(token)).await;
        let messages = opened["messages"].as_array().unwrap().iter();
        messages.map(|message| text(&message["text"])).collect()
    }

    /// Signs in; the reply to the form.
    pub async fn sign_in(&self, email: &str, password: &str) -> Reply {
        let path = crate::auth::path_of("sign_in");
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("accept", "text/html"),
            ("sec-fetch-site", "same-origin"),
        ];
        let body = format!("email={email}&password={password}&next=%2F");
        self.send(Method::POST, path, &headers, body).await.unwrap()
    }
}

pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
