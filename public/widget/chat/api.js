/**
 * Calls to `/w/v1`. The visitor token travels in a header only, never in an address.
 */

const TIMEOUT_MS = 20_000;

/** What went wrong, in the server's words where it had any. */
export class ApiError extends Error {
  /**
   * @param {number} status 0 when no answer came
   * @param {string} code
   * @param {string} message localized by the server, may be empty
   * @param {string | null} [field]
   * @param {number} [retryAfterMs]
   */
  constructor(status, code, message, field = null, retryAfterMs = 0) {
    super(message || code);
    this.status = status;
    this.code = code;
    this.spoken = message;
    this.field = field;
    this.retryAfterMs = retryAfterMs;
  }

  /** True when the same request can succeed later without a change. */
  get temporary() {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

export class Api {
  /** @param {string} base */
  constructor(base) {
    this.base = base;
    /** @type {string | null} */
    this.token = null;
    this.locale = 'en';
    /**
     * Asked when the server no longer knows the token; true means "there is a new one, try again".
     * @type {(usedToken: string | null) => Promise<boolean>}
     */
    this.onUnknownVisitor = async () => false;
  }

  headers() {
    /** @type {Record<string, string>} */
    const headers = { 'Accept-Language': this.locale };
    if (this.token !== null) headers.Authorization = `Bearer ${this.token}`;
    return headers;
  }

  /** @param {Record<string, unknown>} body @returns {Promise<import('./types.js').Session>} */
  session(body) { return this.#once('POST', '/session', body); }

  /** @param {number} before @returns {Promise<{ messages: import('./types.js').Message[], has_more: boolean }>} */
  olderMessages(before) { return this.#call('GET', `/messages?before=${before}`); }

  /** @param {Record<string, unknown>} body @returns {Promise<{ message: import('./types.js').Message, cursor: string }>} */
  send(body) { return this.#call('POST', '/messages', body); }

  /** @param {boolean} on */
  typing(on) { return this.#call('POST', '/typing', { on }); }

  /** @param {number} messageId */
  read(messageId) { return this.#call('POST', '/read', { message_id: messageId }); }

  /** @param {Record<string, unknown>} body @returns {Promise<{ verified: boolean, visitor_token: string }>} */
  identify(body) { return this.#call('POST', '/identify', body); }

  /** @param {string} method @param {string} path @param {Record<string, unknown>} [body] @returns {Promise<any>} */
  async #call(method, path, body) {
    const usedToken = this.token;
    try {
      return await this.#once(method, path, body);
    } catch (error) {
      if (error instanceof ApiError && error.status === 401 && await this.onUnknownVisitor(usedToken)) return this.#once(method, path, body);
      throw error;
    }
  }

  /** @param {string} method @param {string} path @param {Record<string, unknown>} [body] @returns {Promise<any>} */
  async #once(method, path, body) {
    const headers = this.headers();
    if (body) headers['Content-Type'] = 'application/json';
    /** @type {Response} */
    let answer;
    let text;
    try {
      answer = await fetch(this.base + path, {
        method, headers, credentials: 'omit', cache: 'no-store',
        body: body ? JSON.stringify(body) : undefined,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      text = await answer.text();
    } catch {
      throw new ApiError(0, 'network', '');
    }
    if (!answer.ok) throw readError(answer.status, text, answer.headers.get('Retry-After'));
    if (answer.status === 204) return null;
    try { return JSON.parse(text); } catch { throw new ApiError(0, 'network', ''); }
  }

  /**
   * XMLHttpRequest, because fetch still cannot report upload progress.
   * @param {File} file @param {(share: number) => void} onProgress
   * @returns {{ done: Promise<import('./types.js').Attachment>, abort: () => void }}
   */
  upload(file, onProgress) {
    const request = new XMLHttpRequest();
    let aborted = false;
    /** @returns {Promise<import('./types.js').Attachment>} */
    const attempt = () => new Promise((resolve, reject) => {
      const form = new FormData();
      form.append('file', file, file.name);
      request.open('POST', `${this.base}/uploads`);
      for (const [name, value] of Object.entries(this.headers())) request.setRequestHeader(name, value);
      request.upload.onprogress = (event) => { if (event.lengthComputable) onProgress(event.loaded / event.total); };
      request.onerror = () => reject(new ApiError(0, 'network', ''));
      request.onabort = () => reject(new ApiError(0, 'aborted', ''));
      request.onload = () => {
        if (request.status < 200 || request.status > 299) return reject(readError(request.status, request.responseText, request.getResponseHeader('Retry-After')));
        try { resolve(JSON.parse(request.responseText)); } catch { reject(new ApiError(0, 'network', '')); }
      };
      request.send(form);
    });
    const usedToken = this.token;
    const done = attempt().catch(async (error) => {
      if (!aborted && error.status === 401 && await this.onUnknownVisitor(usedToken)) return attempt();
      throw error;
    });
    return { done, abort: () => { aborted = true; request.abort(); } };
  }
}

/** @param {number} status @param {string} text @param {string | null} retryAfter */
function readError(status, text, retryAfter) {
  /** @type {any} */
  let body = null;
  try { body = JSON.parse(text); } catch { /* a proxy's page, not ours */ }
  const { code, message, field } = body?.error ?? {};
  const seconds = Number(retryAfter);
  return new ApiError(status, typeof code === 'string' ? code : `http_${status}`, typeof message === 'string' ? message : '',
    typeof field === 'string' ? field : null, Number.isFinite(seconds) ? seconds * 1000 : 0);
}
