/**
 * Server-sent events over `fetch`, so that the token is a header and not part of the address.
 *
 * One loop: connect, read until it ends, wait, again. The wait has full jitter and doubles up to
 * 30 s; `wake()` cuts it short when the network or the tab comes back. Nothing heard for 45 s
 * (the server beats every 20 s) counts as lost.
 */

const SILENCE_MS = 45_000;
const FIRST_WAIT_MS = 500;
const LAST_WAIT_MS = 30_000;

export class EventStream {
  /** @type {AbortController | null} */
  #life = null;
  /** @type {AbortController | null} */
  #connection = null;
  /** @type {(() => void) | null} */
  #endWait = null;
  #lastHeard = 0;

  /**
   * @param {object} options
   * @param {string} options.url
   * @param {() => Record<string, string>} options.headers
   * @param {() => string} options.cursor last event id seen
   * @param {(event: import('./types.js').LiveEvent) => void} options.onEvent
   * @param {(open: boolean) => void} options.onState
   * @param {() => void} options.onBeat any byte arrived
   * @param {(failures: number) => Promise<void>} options.onFailure after a connection that brought nothing
   * @param {() => Promise<boolean>} options.onUnknownVisitor
   */
  constructor(options) {
    this.options = options;
  }

  start() {
    if (this.#life) return;
    this.#life = new AbortController();
    void this.#run(this.#life.signal);
  }

  stop() {
    this.#life?.abort();
    this.#connection?.abort();
    this.#endWait?.();
    this.#life = null;
  }

  /** The network or the tab came back: do not sit out the wait, and do not trust an old silence. */
  wake() {
    this.#endWait?.();
    if (this.#connection && Date.now() - this.#lastHeard > SILENCE_MS / 2) this.#connection.abort();
  }

  /** The browser says that the network is gone; the socket itself would notice much later. */
  drop() {
    this.#connection?.abort();
  }

  /** @param {AbortSignal} life */
  async #run(life) {
    let failures = 0;
    while (!life.aborted) {
      const { heard, retryAfterMs } = await this.#connect(life);
      if (life.aborted) return;
      this.options.onState(false);
      failures = heard ? 0 : failures + 1;
      if (failures > 0) await this.options.onFailure(failures);
      if (life.aborted) return;
      const jitter = Math.random() * Math.min(LAST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures);
      await this.#wait(Math.max(jitter, retryAfterMs));
    }
  }

  /** @param {number} ms @returns {Promise<void>} */
  #wait(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#endWait?.(), ms);
      this.#endWait = () => { clearTimeout(timer); this.#endWait = null; resolve(); };
    });
  }

  /** @param {AbortSignal} life @returns {Promise<{ heard: boolean, retryAfterMs: number }>} */
  async #connect(life) {
    const connection = new AbortController();
    this.#connection = connection;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let watchdog;
    let heard = false;
    const beat = () => {
      this.#lastHeard = Date.now();
      clearTimeout(watchdog);
      watchdog = setTimeout(() => connection.abort(), SILENCE_MS);
    };
    try {
      beat();
      const answer = await fetch(this.options.url, {
        headers: { ...this.options.headers(), Accept: 'text/event-stream', 'Last-Event-ID': this.options.cursor() },
        credentials: 'omit', cache: 'no-store', signal: connection.signal,
      });
      if (answer.status === 401) {
        // A new token means a new session, which replaces this stream.
        await this.options.onUnknownVisitor();
        return { heard: false, retryAfterMs: 0 };
      }
      if (!answer.ok || !answer.body) {
        return { heard: false, retryAfterMs: (Number(answer.headers.get('Retry-After')) || 0) * 1000 };
      }
      const parser = createParser((event) => { if (!life.aborted) this.options.onEvent(event); });
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      this.options.onState(true);
      for (;;) {
        const { value, done } = await reader.read();
        if (done || life.aborted) break;
        heard = true;
        beat();
        this.options.onBeat();
        parser(value);
      }
    } catch {
      // A lost connection is the normal end of a stream; the loop decides what is next.
    } finally {
      clearTimeout(watchdog);
      this.#connection = null;
    }
    return { heard, retryAfterMs: 0 };
  }
}

/**
 * The wire format of server-sent events, fed with arbitrary pieces of text.
 * @param {(event: import('./types.js').LiveEvent) => void} onEvent
 * @returns {(chunk: string) => void}
 */
export function createParser(onEvent) {
  let buffer = '';
  let event = '';
  /** @type {string[]} */
  let data = [];
  /** @type {string | null} */
  let id = null;

  const dispatch = () => {
    if (data.length > 0) {
      try { onEvent({ event: event || 'message', id, data: JSON.parse(data.join('\n')) }); } catch (error) { console.error(error); }
    }
    event = '';
    data = [];
    id = null;
  };

  return (chunk) => {
    buffer += chunk;
    const lines = buffer.split(/\r\n|\n|\r(?!$)/);
    buffer = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') { dispatch(); continue; }
      const colon = line.indexOf(':');
      if (colon === 0) continue; // comment: heartbeat
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
      if (field === 'event') event = value;
      else if (field === 'data') data.push(value);
      else if (field === 'id') id = value;
    }
  };
}
