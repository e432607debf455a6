/**
 * Sends messages in the order they were written, each exactly once.
 *
 * A message gets its client id before the first attempt and keeps it through every retry, reload
 * and reconnect; the server answers a repeated id with the message it already has. One request is
 * under way at a time, which is what keeps the order.
 */
import { ApiError } from './api.js';

const FIRST_WAIT_MS = 1_000;
const LAST_WAIT_MS = 30_000;

export class Outbox {
  #running = false;
  #failures = 0;
  /** @type {(() => void) | null} */
  #endWait = null;

  /**
   * @param {object} parts
   * @param {import('./model.js').Model} parts.model
   * @param {import('./api.js').Api} parts.api
   * @param {import('./vault.js').Vault} parts.vault
   * @param {() => string} parts.locale
   * @param {(error: ApiError) => string} parts.describe
   * @param {(message: import('./types.js').Message) => void} parts.onAnswer
   * @param {(error: ApiError) => void} parts.onFailed
   */
  constructor(parts) {
    this.parts = parts;
    let saved = parts.model.outbox;
    parts.model.subscribe(() => {
      if (parts.model.outbox === saved || parts.model.phase !== 'ready') return;
      saved = parts.model.outbox;
      parts.vault.save({ outbox: saved });
    });
  }

  /** Takes up what a reload left behind. @param {import('./types.js').Pending[]} kept */
  restore(kept) {
    const { model } = this.parts;
    const known = new Set([...model.outbox, ...model.messages].map((message) => message.client_id));
    model.outbox = [...kept.filter((pending) => !known.has(pending.client_id)), ...model.outbox];
  }

  /**
   * @param {string} text @param {import('./types.js').Attachment[]} attachments
   * @param {import('./types.js').ContactForm | null} form @param {import('./types.js').Page | null} page
   */
  add(text, attachments, form, page) {
    const { model } = this.parts;
    model.outbox = [...model.outbox, { client_id: uuid(), text: text === '' ? null : text, attachments, form, page, at: Date.now(), state: 'sending', error: null }];
    model.changed();
    this.wake();
  }

  /** @param {string} clientId */
  retry(clientId) {
    this.#replace(clientId, { state: 'sending', error: null });
    this.wake();
  }

  /** @param {string} clientId */
  discard(clientId) {
    const { model } = this.parts;
    model.outbox = model.outbox.filter((pending) => pending.client_id !== clientId);
    model.changed();
  }

  /** Try now: something was added, or the network came back. */
  wake() {
    this.#endWait?.();
    if (!this.#running) void this.#run();
  }

  async #run() {
    this.#running = true;
    for (;;) {
      const next = this.parts.model.outbox.find((pending) => pending.state === 'sending');
      if (!next) break;
      const wait = await this.#send(next);
      if (wait > 0) await this.#wait(wait);
    }
    this.#running = false;
  }

  /** @param {import('./types.js').Pending} pending @returns {Promise<number>} milliseconds to wait before the next attempt */
  async #send(pending) {
    const { api, model, locale, onAnswer, onFailed, describe } = this.parts;
    try {
      const { message } = await api.send({
        client_id: pending.client_id,
        text: pending.text ?? undefined,
        uploads: pending.attachments.length > 0 ? pending.attachments.map((file) => file.id) : undefined,
        form: pending.form ?? undefined,
        page: pending.page ?? undefined,
        locale: locale(),
        tz: Intl.DateTimeFormat().resolvedOptions().timeZone,
      });
      this.#failures = 0;
      // After a logout meanwhile everything is empty, and the answer belongs to the old visitor.
      if (!model.outbox.some((other) => other.client_id === pending.client_id) && !model.messages.some((other) => other.id === message.id)) return 0;
      onAnswer(message);
      return 0;
    } catch (reason) {
      const error = reason instanceof ApiError ? reason : new ApiError(0, 'network', '');
      if (error.temporary || error.status === 401) {
        this.#failures += 1;
        return Math.max(error.retryAfterMs, Math.random() * Math.min(LAST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures));
      }
      this.#replace(pending.client_id, { state: 'failed', error: describe(error) });
      onFailed(error);
      return 0;
    }
  }

  /** @param {string} clientId @param {Partial<import('./types.js').Pending>} change */
  #replace(clientId, change) {
    const { model } = this.parts;
    model.outbox = model.outbox.map((pending) => (pending.client_id === clientId ? { ...pending, ...change } : pending));
    model.changed();
  }

  /** @param {number} ms @returns {Promise<void>} */
  #wait(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#endWait?.(), ms);
      this.#endWait = () => { clearTimeout(timer); this.#endWait = null; resolve(); };
    });
  }
}

/** Version 4; `crypto.randomUUID` is missing on plain-http pages, which self-hosters have. */
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
