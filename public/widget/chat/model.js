/**
 * Everything the views show, and the rules by which it changes. No network, no DOM.
 * Views subscribe and draw again; several changes in one turn are one drawing.
 */

/** @typedef {import('./types.js').Message} Message */

const STATUS_ORDER = ['sent', 'delivered', 'read'];

export class Model {
  /** @type {'loading' | 'ready' | 'unavailable'} */
  phase = 'loading';
  /** @type {import('./types.js').Config | null} */
  config = null;
  /** @type {import('./types.js').Session['contact']} */
  contact = null;
  /** @type {import('./types.js').Conversation | null} */
  conversation = null;
  /** Oldest first. @type {Message[]} */
  messages = [];
  hasMore = false;
  loadingOlder = false;
  /** @type {import('./types.js').Pending[]} */
  outbox = [];
  online = false;
  /** Name of the agent who is typing. @type {string | null} */
  typing = null;
  /** Highest agent message that the visitor has seen. */
  readUpTo = 0;
  /** First message below the "new messages" line. @type {number | null} */
  divider = null;
  open = false;
  /** The panel is open in a visible, focused tab. */
  watching = false;
  networkDown = false;
  streamLost = false;
  /** What the visitor or the page told us about the contact. @type {import('./types.js').ContactForm} */
  known = {};
  /** The pre-chat form has been answered or skipped. */
  formDone = false;

  /** @type {Set<() => void>} */
  #listeners = new Set();
  #scheduled = false;

  /** @param {() => void} listener */
  subscribe(listener) {
    this.#listeners.add(listener);
  }

  changed() {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      for (const listener of this.#listeners) listener();
    });
  }

  /** @param {import('./types.js').Session} session */
  applySession(session) {
    this.phase = 'ready';
    this.config = session.config;
    this.online = session.config.online;
    this.contact = session.contact;
    this.conversation = session.conversation;
    const first = session.messages[0]?.id ?? Infinity;
    // Older pages already loaded stay, unless there could be a hole between them and the snapshot.
    const touches = this.messages.some((message) => message.id >= first);
    const older = touches ? this.messages.filter((message) => message.id < first) : [];
    if (older.length === 0) this.hasMore = session.has_more;
    this.messages = [...older, ...session.messages];
    this.readUpTo = this.#readFrom(session.unread);
    this.divider = this.#firstUnread();
    this.outbox = this.outbox.filter((pending) => !this.messages.some((message) => message.client_id === pending.client_id));
    this.changed();
  }

  forget() {
    Object.assign(this, { phase: 'loading', contact: null, conversation: null, messages: [], hasMore: false, outbox: [], typing: null, readUpTo: 0, divider: null, known: {}, formDone: false });
    this.changed();
  }

  /**
   * New or changed message, from the stream or from the answer to our own request: whichever comes
   * second finds the first by id, and the optimistic bubble is found by client id.
   * @param {Message} message @returns {boolean} true when it was not known before
   */
  applyMessage(message) {
    if (message.client_id !== null) this.outbox = this.outbox.filter((pending) => pending.client_id !== message.client_id);
    const known = this.messages.findIndex((other) => other.id === message.id);
    const old = this.messages[known];
    if (old) {
      // The two ways are not ordered among each other, so a status never goes back.
      this.messages[known] = { ...message, status: laterStatus(old.status, message.status) };
    } else {
      let at = this.messages.length;
      while (at > 0 && (this.messages[at - 1]?.id ?? 0) > message.id) at -= 1;
      this.messages.splice(at, 0, message);
    }
    if (message.from === 'agent') this.typing = null;
    if (!old) this.divider ??= this.watching ? null : this.#firstUnread();
    this.changed();
    return !old;
  }

  /** @param {Message[]} older @param {boolean} hasMore */
  prepend(older, hasMore) {
    const first = this.messages[0]?.id ?? Infinity;
    this.messages = [...older.filter((message) => message.id < first), ...this.messages];
    this.hasMore = hasMore;
    this.changed();
  }

  /** @param {number} upTo */
  agentRead(upTo) {
    this.messages = this.messages.map((message) => (message.from === 'visitor' && message.id <= upTo && message.status !== 'read' ? { ...message, status: /** @type {const} */ ('read') } : message));
    this.changed();
  }

  /** @param {number} upTo @returns {boolean} true when that is news */
  visitorRead(upTo) {
    if (upTo <= this.readUpTo) return false;
    this.readUpTo = upTo;
    this.changed();
    return true;
  }

  get unread() {
    return this.messages.filter((message) => message.from === 'agent' && message.id > this.readUpTo).length;
  }

  get newestAgentMessage() {
    return this.messages.findLast((message) => message.from === 'agent')?.id ?? 0;
  }

  /** Fields the pre-chat form still has to ask for. */
  get missingFields() {
    const { pre_chat: preChat } = this.config ?? {};
    if (!preChat?.enabled || this.formDone || this.outbox.length > 0) return [];
    if (this.messages.some((message) => message.from === 'visitor')) return [];
    return preChat.fields.filter((field) => !this.contact?.[field.key] && !this.known[field.key]);
  }

  /** @param {number} unread @returns {number} the newest agent message before the unread ones */
  #readFrom(unread) {
    const agents = this.messages.filter((message) => message.from === 'agent');
    if (unread === 0) return agents.at(-1)?.id ?? 0;
    return agents[agents.length - unread - 1]?.id ?? 0;
  }

  #firstUnread() {
    return this.messages.find((message) => message.from === 'agent' && message.id > this.readUpTo)?.id ?? null;
  }
}

/** @param {import('./types.js').Status} a @param {import('./types.js').Status} b */
function laterStatus(a, b) {
  return STATUS_ORDER.indexOf(b) > STATUS_ORDER.indexOf(a) ? b : a;
}
