//! A plain HTTP/1.1 client with kept-alive connections.

use bytes::Bytes;
use http::{HeaderMap, Method, Request};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client as Pool;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

/// Sends requests to one server.
#[derive(Clone)]
pub struct Client {
    pool: Pool<HttpConnector, Full<Bytes>>,
    address: String,
}

impl Client {
    /// A client of the server at `host:port`.
    pub fn new(address: &str) -> Client {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let pool = Pool::builder(TokioExecutor::new())
            .pool_max_idle_per_host(2_048)
            .build(connector);
        Client {
            pool,
            address: address.to_owned(),
        }
    }

    /// Sends a request; status, headers and whole body.
    ///
    /// # Errors
    /// The connection fails.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Bytes,
    ) -> anyhow::Result<(u16, HeaderMap, Bytes)> {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("http://{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.pool.request(request.body(Full::new(body))?).await?;
        let (parts, body) = response.into_parts();
        let body = body.collect().await?.to_bytes();
        Ok((parts.status.as_u16(), parts.headers, body))
    }

    /// Whether a GET is answered with 200.
    pub async fn get_ok(&self, path: &str, headers: &[(&str, &str)]) -> bool {
        matches!(
            self.send(Method::GET, path, headers, Bytes::new()).await,
            Ok((200, _, _))
        )
    }
}
