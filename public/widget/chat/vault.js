/**
 * What must survive a reload of the page: unsent messages, the draft, the pre-chat answers.
 *
 * The host page keeps it in its sessionStorage (one tab, gone with it), because a frame of another
 * site often has no storage at all. It is bound to a fingerprint of the visitor token, so that
 * after a logout the next person does not find the last one's words.
 */

/** @typedef {{ outbox: import('./types.js').Pending[], draft: string, form: { known: import('./types.js').ContactForm, done: boolean } | null }} Kept */

export class Vault {
  /** @type {Kept} */
  kept = { outbox: [], draft: '', form: null };
  /** What the host page had kept when it introduced itself. @type {string | null} */
  stored = null;
  #owner = '';
  #send;

  /** @param {(state: string | null) => void} send gives the host page something to keep */
  constructor(send) {
    this.#send = send;
  }

  /** Takes up what belongs to this visitor. @param {string} token */
  open(token) {
    this.#owner = fingerprint(token);
    try {
      const stored = JSON.parse(this.stored ?? 'null');
      if (stored?.owner === this.#owner && Array.isArray(stored.outbox)) {
        this.kept = { outbox: stored.outbox, draft: String(stored.draft ?? ''), form: stored.form ?? null };
      }
    } catch { /* somebody else's, or damaged: not ours to use */ }
    this.stored = null;
  }

  /** The same visitor under a new token. @param {string} token */
  rebind(token) {
    this.#owner = fingerprint(token);
    this.save({});
  }

  /** @param {Partial<Kept>} change */
  save(change) {
    this.kept = { ...this.kept, ...change };
    const empty = this.kept.outbox.length === 0 && this.kept.draft === '' && this.kept.form === null;
    this.#send(empty ? null : JSON.stringify({ owner: this.#owner, ...this.kept }));
  }

  clear() {
    this.save({ outbox: [], draft: '', form: null });
  }
}

/** Short and one-way enough to compare, useless to authenticate (FNV-1a, 2 × 32 bit). @param {string} text */
export function fingerprint(text) {
  return [0x811c9dc5, 0x01234567].map((seed) => {
    let hash = seed;
    for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    return (hash >>> 0).toString(16).padStart(8, '0');
  }).join('');
}
