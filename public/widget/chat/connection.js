/**
 * The line to the server: who the visitor is (session, token) and what is new (stream).
 *
 * A session is a snapshot with a cursor; the stream begins at that cursor. Whenever the two could
 * have come apart (new token, new language, `resync`), a new session replaces both.
 */
import { ApiError } from './api.js';
import { applyAccent } from './color.js';
import { Live } from './live.js';
import { currentLocale } from './texts.js';
import { fingerprint } from './vault.js';

const BANNER_AFTER_MS = 3_000;
const ASK_TOKEN_MS = 2_000;
const LAST_WAIT_MS = 30_000;

export class Connection {
  /** @type {import('./types.js').Page} */
  page = { url: '', title: '', referrer: '' };
  /** @type {Live | null} */
  #live = null;
  #liveStarted = false;
  #cursor = '';
  /** Counts sessions; the answer for an older one is thrown away. */
  #generation = 0;
  #opening = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #bannerTimer;
  /** @type {((token: string | null) => void) | null} */
  #tokenAnswer = null;
  /** @type {Promise<boolean> | null} */
  #renewal = null;
  /** @type {(() => void) | null} */
  #endWait = null;

  /**
   * @param {object} parts
   * @param {import('./types.js').Boot} parts.boot
   * @param {import('./model.js').Model} parts.model
   * @param {import('./api.js').Api} parts.api
   * @param {import('./vault.js').Vault} parts.vault
   * @param {import('./outbox.js').Outbox} parts.outbox
   * @param {{ origin: string | null, send: (type: string, data?: Record<string, unknown>) => void }} parts.bridge
   * @param {(first: boolean) => void} parts.onReady
   * @param {(message: import('./types.js').Message) => void} parts.onMessage
   * @param {(event: import('./types.js').LiveEvent) => void} parts.onEvent
   * @param {(code: string) => void} parts.onError
   */
  constructor(parts) {
    this.parts = parts;
    parts.api.onUnknownVisitor = (used) => this.#onUnknownVisitor(used);
    parts.model.networkDown = !navigator.onLine;
    window.addEventListener('online', () => this.#network(false));
    window.addEventListener('offline', () => this.#network(true));
    document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') this.#wake(); });
    window.addEventListener('pageshow', (event) => { if (event.persisted) this.#wake(); });
  }

  /** The panel is open: there must be a session and a stream. */
  ensure() {
    if (this.parts.model.phase === 'ready') this.#startLive();
    else if (!this.#opening && this.parts.model.phase === 'loading') void this.open();
  }

  /** A fresh session replaces whatever there is. @returns {Promise<boolean>} */
  async open() {
    const { api, model } = this.parts;
    const generation = ++this.#generation;
    this.#stopLive();
    this.#opening = true;
    // Listening starts before the snapshot is taken, so that nothing falls in between.
    if (api.token !== null) this.#live = this.#createLive(api.token);
    const session = await this.#fetch(generation);
    if (generation !== this.#generation) return false;
    this.#opening = false;
    if (session === null) return false;
    if (api.token !== session.visitor_token) {
      this.#stopLive();
      this.adoptToken(session.visitor_token);
    }
    this.#live ??= this.#createLive(session.visitor_token);
    this.#cursor = session.cursor;
    const first = model.phase !== 'ready';
    if (first) this.#restore(session);
    else model.applySession(session);
    applyAccent(session.config.color);
    this.parts.outbox.wake();
    if (model.conversation !== null || model.open) this.#startLive();
    this.parts.onReady(first);
    return true;
  }

  /** Takes up what a reload of the page left behind. @param {import('./types.js').Session} session */
  #restore(session) {
    const { model, vault, outbox } = this.parts;
    vault.open(session.visitor_token);
    const { form, outbox: unsent } = vault.kept;
    if (form) Object.assign(model, { known: { ...form.known, ...model.known }, formDone: form.done });
    outbox.restore(unsent);
    model.applySession(session);
  }

  /** @param {number} generation @returns {Promise<import('./types.js').Session | null>} */
  async #fetch(generation) {
    const { api, model } = this.parts;
    for (let failures = 0; generation === this.#generation; failures++) {
      try {
        const session = await api.session(this.#request());
        this.#streamState(true);
        return session;
      } catch (reason) {
        const error = reason instanceof ApiError ? reason : new ApiError(0, 'network', '');
        if (generation !== this.#generation) return null;
        if (error.status === 401 && api.token !== null) {
          api.token = null;
          continue;
        }
        if (!error.temporary) {
          model.phase = 'unavailable';
          model.changed();
          this.parts.onError(error.code);
          return null;
        }
        this.#streamState(false);
        await this.#wait(Math.max(error.retryAfterMs, Math.random() * Math.min(LAST_WAIT_MS, 1_000 * 2 ** failures)));
      }
    }
    return null;
  }

  #request() {
    const { boot, api, bridge } = this.parts;
    const tz = Intl.DateTimeFormat().resolvedOptions().timeZone;
    return { key: boot.key, visitor_token: api.token ?? undefined, origin: bridge.origin, locale: currentLocale(), tz, page: this.page };
  }

  /** Logout: nothing of the visitor stays; a new one begins when the chat is opened. */
  forget() {
    const { api, vault, model } = this.parts;
    this.#generation += 1;
    this.#opening = false;
    this.#stopLive();
    api.token = null;
    vault.clear();
    model.forget();
    if (model.open) void this.open();
  }

  // --- Token

  /** @param {string} token */
  adoptToken(token) {
    const { api, bridge, model, vault } = this.parts;
    api.token = token;
    bridge.send('token', { token });
    if (model.phase === 'ready') vault.rebind(token);
  }

  /** The page's current token: the answer to our question, or news from another tab. @param {string | null} token */
  hostToken(token) {
    if (this.#tokenAnswer) return this.#tokenAnswer(token);
    if (token === this.parts.api.token) return;
    if (token === null) return this.forget();
    this.parts.api.token = token;
    void this.open();
  }

  /** @param {string | null} used @returns {Promise<boolean>} */
  #onUnknownVisitor(used) {
    const { api } = this.parts;
    if (api.token !== used) return Promise.resolve(api.token !== null);
    this.#renewal ??= this.#renew(used).finally(() => { this.#renewal = null; });
    return this.#renewal;
  }

  /**
   * The page may hold a newer token (another tab identified the visitor); else a new visitor begins.
   * @param {string | null} used
   */
  async #renew(used) {
    /** @type {string | null} */
    const token = await new Promise((resolve) => {
      const timer = setTimeout(() => resolve(null), ASK_TOKEN_MS);
      this.#tokenAnswer = (answer) => { clearTimeout(timer); resolve(answer); };
      this.parts.bridge.send('ready');
    });
    this.#tokenAnswer = null;
    this.parts.api.token = token === used ? null : token;
    return this.open();
  }

  // --- Stream

  /** @param {string} token */
  #createLive(token) {
    const { boot, api, model, onEvent } = this.parts;
    return new Live({
      name: `parlance:${boot.key}:${fingerprint(token)}`,
      url: `${boot.api}/events`,
      headers: () => api.headers(),
      onEvent,
      onState: (open) => this.#streamState(open),
      onNote: (note) => { if (typeof note.read === 'number') model.visitorRead(note.read); },
      // Streams do not get through every proxy; then each attempt at least fetches what is new.
      onFailure: async (failures) => { if (failures > 1) await this.#poll(); },
      onUnknownVisitor: () => this.#onUnknownVisitor(token),
    });
  }

  #startLive() {
    if (this.#live === null || this.#liveStarted) return;
    this.#liveStarted = true;
    this.#live.start(this.#cursor);
  }

  #stopLive() {
    this.#live?.stop();
    this.#live = null;
    this.#liveStarted = false;
  }

  async #poll() {
    const { api, model } = this.parts;
    const generation = this.#generation;
    try {
      const session = await api.session(this.#request());
      if (generation !== this.#generation || this.#live === null) return;
      this.#live.cursor = session.cursor;
      const newest = model.messages.at(-1)?.id ?? 0;
      for (const message of session.messages) if (message.id > newest) this.parts.onMessage(message);
      model.applySession(session);
      this.#streamState(true);
    } catch { /* the stream's loop tries again */ }
  }

  /** Tells the visitor's other tabs. @param {number} upTo */
  tellRead(upTo) {
    this.#live?.tell({ read: upTo });
  }

  /** A short interruption is nobody's business; a longer one gets a banner. @param {boolean} open */
  #streamState(open) {
    const { model, outbox } = this.parts;
    if (!open) {
      this.#bannerTimer ??= setTimeout(() => { model.streamLost = true; model.changed(); }, BANNER_AFTER_MS);
      return;
    }
    clearTimeout(this.#bannerTimer);
    this.#bannerTimer = undefined;
    if (model.streamLost) { model.streamLost = false; model.changed(); }
    outbox.wake();
  }

  /** @param {boolean} down */
  #network(down) {
    this.parts.model.networkDown = down;
    this.parts.model.changed();
    if (down) this.#live?.drop(); else this.#wake();
  }

  #wake() {
    this.#endWait?.();
    this.#live?.wake();
    this.parts.outbox.wake();
  }

  /** @param {number} ms @returns {Promise<void>} */
  #wait(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#endWait?.(), ms);
      this.#endWait = () => { clearTimeout(timer); this.#endWait = null; resolve(); };
    });
  }
}
