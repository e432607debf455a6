/**
 * One stream for all tabs of a visitor.
 *
 * Browsers allow six connections per host over HTTP/1.1, so a stream per tab would block the
 * seventh tab's messages. The tab that holds the lock reads the stream and passes every event on
 * over a BroadcastChannel. When it closes, the next tab gets the lock and resumes at the cursor it
 * has itself reached; when it is frozen in the background, a visible tab takes the lock away.
 * Browsers that block third-party storage also refuse the lock to an embedded frame: then each tab
 * has its own stream.
 */
import { EventStream } from './stream.js';

const BEAT_EVERY_MS = 5_000;
const LEADER_LOST_MS = 50_000;
const WATCH_EVERY_MS = 10_000;

export class Live {
  cursor = '';
  #stopped = false;
  #leading = false;
  /** Events that came in before the session was known. @type {import('./types.js').LiveEvent[] | null} */
  #early = [];
  #lastBeat = Date.now();
  #lastBeatSent = 0;
  #open = false;
  #abort = new AbortController();
  /** @type {(() => void) | null} */
  #releaseLock = null;
  /** @type {BroadcastChannel | null} */
  #channel = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #watch;

  /**
   * @param {object} options
   * @param {string} options.name the same in all tabs of one visitor
   * @param {string} options.url
   * @param {() => Record<string, string>} options.headers
   * @param {(event: import('./types.js').LiveEvent) => void} options.onEvent
   * @param {(open: boolean) => void} options.onState
   * @param {(note: any) => void} options.onNote from another tab
   * @param {(failures: number) => Promise<void>} options.onFailure
   * @param {() => Promise<boolean>} options.onUnknownVisitor
   */
  constructor(options) {
    this.options = options;
    this.stream = new EventStream({
      url: options.url,
      headers: options.headers,
      cursor: () => this.cursor,
      onEvent: (event) => { this.#channel?.postMessage({ event }); this.#receive(event); },
      onState: (open) => { this.#channel?.postMessage({ open }); this.#setOpen(open); },
      onBeat: () => this.#passBeat(),
      onFailure: options.onFailure,
      onUnknownVisitor: options.onUnknownVisitor,
    });
    try { this.#channel = new BroadcastChannel(options.name); } catch { return; }
    this.#channel.onmessage = ({ data }) => {
      if (this.#stopped) return;
      if (data.hello) { if (this.#leading) this.#channel?.postMessage({ open: this.#open }); return; }
      if (data.note) return this.options.onNote(data.note);
      this.#lastBeat = Date.now();
      if (this.#leading) return;
      if (data.event) this.#receive(data.event);
      if (typeof data.open === 'boolean') this.#setOpen(data.open);
    };
  }

  /** Begins at the cursor of a fresh session. @param {string} cursor */
  start(cursor) {
    this.cursor = cursor;
    const early = this.#early ?? [];
    this.#early = null;
    for (const event of early) if (event.id === null || isNewer(event.id, cursor)) this.#receive(event);
    // Locks exist in secure contexts only.
    if (!this.#channel || !navigator.locks) return this.#lead();
    this.#channel.postMessage({ hello: true });
    this.#takeLock(false);
    this.#watch = setInterval(() => {
      if (!this.#leading && document.visibilityState === 'visible' && Date.now() - this.#lastBeat > LEADER_LOST_MS) this.#takeLock(true);
    }, WATCH_EVERY_MS);
  }

  stop() {
    this.#stopped = true;
    clearInterval(this.#watch);
    this.stream.stop();
    this.#abort.abort();
    this.#releaseLock?.();
    this.#channel?.close();
  }

  /** @param {any} note for the other tabs */
  tell(note) {
    if (!this.#stopped) this.#channel?.postMessage({ note });
  }

  wake() { this.stream.wake(); }

  drop() { this.stream.drop(); }

  #lead() {
    this.#leading = true;
    this.stream.start();
  }

  /** @param {boolean} steal */
  #takeLock(steal) {
    this.#lastBeat = Date.now();
    const options = steal ? { steal } : { signal: this.#abort.signal };
    navigator.locks.request(this.options.name, options, () => new Promise((/** @type {(value?: unknown) => void} */ release) => {
      if (this.#stopped) return release();
      this.#releaseLock = release;
      this.#lead();
    })).catch(() => {
      if (this.#stopped) return;
      // Refused outright: nobody shares anything here.
      if (!this.#leading) return this.#lead();
      // Another tab found us asleep and took over: follow it.
      this.#leading = false;
      this.stream.stop();
      this.#takeLock(false);
    });
  }

  /** @param {import('./types.js').LiveEvent} event */
  #receive(event) {
    if (this.#early) { this.#early.push(event); return; }
    if (event.id !== null) {
      if (!isNewer(event.id, this.cursor)) return;
      this.cursor = event.id;
    }
    this.options.onEvent(event);
  }

  /** @param {boolean} open */
  #setOpen(open) {
    if (this.#open === open && !this.#leading) return;
    this.#open = open;
    this.options.onState(open);
  }

  #passBeat() {
    const now = Date.now();
    if (now - this.#lastBeatSent < BEAT_EVERY_MS) return;
    this.#lastBeatSent = now;
    this.#channel?.postMessage({ beat: true });
  }
}

/**
 * Cursors are "epoch.seq"; a new epoch has begun anew and always counts as newer.
 * @param {string} id @param {string} than
 */
export function isNewer(id, than) {
  const [epoch, seq] = id.split('.');
  const [thanEpoch, thanSeq] = than.split('.');
  return epoch !== thanEpoch || Number(seq) > Number(thanSeq);
}
