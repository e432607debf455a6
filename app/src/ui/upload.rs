//! Sending files with progress: `fetch` cannot tell how far an upload has come, so this is the
//! older request object. Also reads files out of choosing, pasting and dropping.
//!
//! Running requests live in a table of the page, so that what the rest of the code holds is a
//! plain number. Works in the browser only.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use leptos::ev;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{DataTransfer, File, FormData, HtmlInputElement, ProgressEvent, XmlHttpRequest};

/// A file that people chose, dropped or pasted.
#[derive(Debug, Clone)]
pub struct ChosenFile(File);

impl ChosenFile {
    /// Its name.
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// Bytes.
    pub fn size(&self) -> i64 {
        // A size is a whole number far below 2^53.
        self.0.size() as i64
    }
}

/// What becomes of an upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// So many percent have left.
    Sent(i64),
    /// The server answered.
    Answered {
        /// HTTP status.
        status: u16,
        /// Text of the answer.
        body: String,
    },
    /// There was no answer.
    Lost,
}

/// An upload on this page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Upload(u32);

struct Running {
    file: ChosenFile,
    request: Option<Request>,
}

struct Request {
    xhr: XmlHttpRequest,
    // Kept alive as long as the request.
    _on_progress: Closure<dyn FnMut(ProgressEvent)>,
    _on_end: Closure<dyn FnMut()>,
}

thread_local! {
    static TABLE: RefCell<(u32, HashMap<u32, Running>)> = RefCell::default();
}

/// Sends a file as the field `file` of a form.
pub fn start(file: ChosenFile, address: String, on: impl Fn(Progress) + 'static) -> Upload {
    let id = TABLE.with_borrow_mut(|(last, table)| {
        *last += 1;
        table.insert(
            *last,
            Running {
                file,
                request: None,
            },
        );
        *last
    });
    let upload = Upload(id);
    upload.again(address, on);
    upload
}

impl Upload {
    /// Sends the same file once more.
    pub fn again(self, address: String, on: impl Fn(Progress) + 'static) {
        let file = TABLE.with_borrow(|(_, table)| table.get(&self.0).map(|run| run.file.clone()));
        let Some(file) = file else { return };
        let on: Rc<dyn Fn(Progress)> = Rc::new(on);
        match send(&file, &address, &on) {
            Some(request) => TABLE.with_borrow_mut(|(_, table)| {
                if let Some(running) = table.get_mut(&self.0) {
                    running.request = Some(request);
                }
            }),
            None => on(Progress::Lost),
        }
    }

    /// Stops it and forgets the file.
    pub fn cancel(self) {
        let running = TABLE.with_borrow_mut(|(_, table)| table.remove(&self.0));
        if let Some(request) = running.and_then(|running| running.request) {
            request.xhr.set_onloadend(None);
            let _ = request.xhr.abort();
        }
    }
}

fn send(file: &ChosenFile, address: &str, on: &Rc<dyn Fn(Progress)>) -> Option<Request> {
    let xhr = XmlHttpRequest::new().ok()?;
    let form = FormData::new().ok()?;
    form.append_with_blob_and_filename("file", &file.0, &file.name())
        .ok()?;
    xhr.open("POST", address).ok()?;
    let told = on.clone();
    let on_progress = Closure::new(move |event: ProgressEvent| {
        if event.length_computable() && event.total() > 0.0 {
            let percent = event.loaded() / event.total() * 100.0;
            // Between 0 and 100. The last percent is the server's work.
            told(Progress::Sent((percent as i64).min(99)));
        }
    });
    let (told, answered) = (on.clone(), xhr.clone());
    let on_end = Closure::new(move || {
        let status = answered.status().unwrap_or(0);
        let body = answered.response_text().ok().flatten().unwrap_or_default();
        told(if status == 0 {
            Progress::Lost
        } else {
            Progress::Answered { status, body }
        });
    });
    if let Ok(upload) = xhr.upload() {
        upload.set_onprogress(Some(on_progress.as_ref().unchecked_ref()));
    }
    xhr.set_onloadend(Some(on_end.as_ref().unchecked_ref()));
    xhr.send_with_opt_form_data(Some(&form)).ok()?;
    Some(Request {
        xhr,
        _on_progress: on_progress,
        _on_end: on_end,
    })
}

/// The files of a file field; the field is emptied, so the same file can be chosen again.
pub fn chosen(event: &ev::Event) -> Vec<ChosenFile> {
    let input = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let Some(input) = input else {
        return Vec::new();
    };
    let files = listed(input.files());
    input.set_value("");
    files
}

/// The files that were dropped.
pub fn dropped(event: &ev::DragEvent) -> Vec<ChosenFile> {
    listed(event.data_transfer().and_then(|data| data.files()))
}

/// Whether what is dragged over the page are files.
pub fn drags_files(event: &ev::DragEvent) -> bool {
    event
        .data_transfer()
        .is_some_and(|data: DataTransfer| data.types().includes(&"Files".into(), 0))
}

/// The files in the clipboard, for example a picture of the screen.
pub fn pasted(event: &ev::Event) -> Vec<ChosenFile> {
    let data = event
        .dyn_ref::<web_sys::ClipboardEvent>()
        .and_then(web_sys::ClipboardEvent::clipboard_data);
    listed(data.and_then(|data| data.files()))
}

fn listed(list: Option<web_sys::FileList>) -> Vec<ChosenFile> {
    let Some(list) = list else { return Vec::new() };
    (0..list.length())
        .filter_map(|index| list.get(index).map(ChosenFile))
        .collect()
}
