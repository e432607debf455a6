/**
 * What happens when: a call of the host page, an event of the stream, an action of the visitor.
 * The views call it, it changes the model. The line to the server is `connection.js`.
 */
import { Api, ApiError } from './api.js';
import { Connection } from './connection.js';
import { plainName } from './dom.js';
import { Outbox } from './outbox.js';
import { currentLocale, setLocale, t } from './texts.js';
import { Vault } from './vault.js';

const TYPING_EVERY_MS = 3_000;
const TYPING_EXPIRES_MS = 6_000;

export class Controller {
  /** Set by the composer: puts text into it. @type {(text: string) => void} */
  onPrefill = () => {};
  /** Set by the shell: builds the views again in another language. */
  onLocale = () => {};
  /** Set by the shell: the panel was opened. */
  onShown = () => {};

  #introduced = false;
  #hostFocused = false;
  #atBottom = true;
  #lastUnread = -1;
  /** The server already has what we know about the contact. */
  #knownSent = false;
  #typingSentAt = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #typingOffTimer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #typingExpiry;
  /** Host calls that need a session. @type {(() => void)[]} */
  #whenReady = [];

  /**
   * @param {import('./types.js').Boot} boot
   * @param {import('./model.js').Model} model
   * @param {{ origin: string | null, send: (type: string, data?: Record<string, unknown>) => void }} bridge
   */
  constructor(boot, model, bridge) {
    this.model = model;
    this.bridge = bridge;
    this.vault = new Vault((state) => bridge.send('keep', { state }));
    this.api = new Api(boot.api);
    this.outbox = new Outbox({
      model, api: this.api, vault: this.vault, locale: currentLocale,
      describe: (error) => this.describe(error),
      onAnswer: (message) => this.#accept(message),
      onFailed: (error) => this.#event('error', { code: error.code }),
    });
    this.connection = new Connection({
      boot, model, bridge, api: this.api, vault: this.vault, outbox: this.outbox,
      onReady: (first) => this.#ready(first),
      onMessage: (message) => this.#accept(message),
      onEvent: (event) => this.#onLive(event),
      onError: (code) => this.#event('error', { code }),
    });
    model.subscribe(() => this.#passUnread());
    window.addEventListener('focus', () => this.#attention());
    window.addEventListener('blur', () => this.#attention());
    document.addEventListener('visibilitychange', () => this.#attention());
  }

  // --- From the host page

  /** @param {import('./bridge.js').HostMessage} message */
  handle({ type, data }) {
    if (type === 'init') this.#init(data);
    else if (type === 'page') this.connection.page = { ...this.connection.page, url: data.url, title: data.title };
    else if (type === 'visibility') this.#visibility(data.open, data.focused ?? this.#hostFocused);
    else this.#call(data.method, data.args);
  }

  /** @param {Record<string, any>} data */
  #init(data) {
    if (this.#introduced) return this.connection.hostToken(data.token);
    this.#introduced = true;
    this.connection.page = data.page;
    this.vault.stored = data.kept ?? null;
    this.api.token = data.token;
    this.api.locale = setLocale(data.locale);
    this.model.open = data.open;
    this.onLocale();
    this.bridge.send('ready');
    void this.connection.open();
    if (data.open) this.onShown();
  }

  /** @param {boolean} open @param {boolean} focused */
  #visibility(open, focused) {
    const opened = open && !this.model.open;
    this.#hostFocused = focused;
    this.model.open = open;
    if (!open && this.model.unread === 0) this.model.divider = null;
    if (open) this.connection.ensure();
    this.model.changed();
    if (opened) this.onShown();
    this.#attention();
  }

  /** @param {string} method @param {any[]} args */
  #call(method, args) {
    if (method === 'setLocale') {
      if (args[0] === currentLocale()) return;
      this.api.locale = setLocale(args[0]);
      this.onLocale();
      // The customer's own texts are resolved by the server.
      void this.connection.open();
    } else if (method === 'newMessage') {
      this.#whenSession(() => this.onPrefill(String(args[0] ?? '').slice(0, 10_000)));
    } else if (method === 'reset') {
      this.bridge.send('token', { token: null });
      this.#knownSent = false;
      this.connection.forget();
    } else if (method === 'identify') {
      this.#whenSession(() => void this.#identify(args));
    } else if (method === 'setFields') {
      this.#whenSession(() => this.#setKnown(args[0]));
    }
  }

  /** @param {() => void} run */
  #whenSession(run) {
    if (this.model.phase === 'ready') return run();
    this.#whenReady.push(run);
    this.connection.ensure();
  }

  /** @param {boolean} first */
  #ready(first) {
    if (first && this.vault.kept.draft) this.onPrefill(this.vault.kept.draft);
    this.#attention();
    for (const run of this.#whenReady.splice(0)) run();
  }

  /** @param {any[]} args */
  async #identify([userId, traits, proof]) {
    try {
      const answer = await this.api.identify({ user_id: String(userId), traits: traits ?? {}, proof: proof ?? undefined });
      this.#setKnown(traits);
      this.#event('identified', { verified: answer.verified });
      if (answer.visitor_token === this.api.token) return;
      this.connection.adoptToken(answer.visitor_token);
      await this.connection.open();
    } catch (error) {
      this.#event('error', { code: error instanceof ApiError ? error.code : 'identify_failed' });
    }
  }

  /** @param {any} fields only name, email and phone have a place in the protocol */
  #setKnown(fields) {
    const known = { ...this.model.known };
    for (const key of /** @type {const} */ (['name', 'email', 'phone'])) {
      if (typeof fields?.[key] === 'string' && fields[key] !== '') known[key] = fields[key].slice(0, 320);
    }
    this.#keepForm(known, this.model.formDone);
  }

  // --- From the stream

  /** @param {import('./types.js').LiveEvent} event */
  #onLive({ event, data }) {
    if (event === 'message') this.#accept(data.message);
    else if (event === 'read' && data.by === 'agent') this.model.agentRead(data.up_to);
    else if (event === 'conversation') this.#conversation(data.status);
    else if (event === 'typing') this.#agentTyping(data.on ? plainName(String(data.name ?? '')) : null);
    else if (event === 'online') { this.model.online = data.online === true; this.model.changed(); }
    else if (event === 'resync') void this.connection.open();
  }

  /** A message from the stream, or the answer to our own request. @param {import('./types.js').Message} message */
  #accept(message) {
    const own = this.model.outbox.some((pending) => pending.client_id === message.client_id);
    const isNew = this.model.applyMessage(message);
    if (own) {
      this.#knownSent = true;
      if (this.model.conversation?.status !== 'open') this.#conversation('open');
      this.#event('message:sent', { id: message.id });
    }
    if (!isNew || message.from !== 'agent') return;
    clearTimeout(this.#typingExpiry);
    this.#attention();
    this.#event('message:received', { id: message.id });
    if (this.model.open) return;
    const author = plainName(message.author?.name ?? this.model.config?.title ?? '');
    this.bridge.send('preview', { author, text: message.text?.slice(0, 300) || plainName(message.attachments[0]?.name ?? '') });
  }

  /** @param {import('./types.js').Conversation['status']} status */
  #conversation(status) {
    const before = this.model.conversation?.status ?? null;
    this.model.conversation = { status };
    this.model.changed();
    if (status === 'closed' && before !== 'closed') this.#event('conversation:closed');
    if (status === 'open' && (before === null || before === 'closed')) this.#event('conversation:opened');
  }

  /** @param {string | null} name */
  #agentTyping(name) {
    clearTimeout(this.#typingExpiry);
    this.model.typing = name;
    this.model.changed();
    if (name !== null) this.#typingExpiry = setTimeout(() => this.#agentTyping(null), TYPING_EXPIRES_MS);
  }

  // --- From the views

  /** @param {string} text @param {import('./types.js').Attachment[]} attachments */
  send(text, attachments) {
    const form = !this.#knownSent && Object.keys(this.model.known).length > 0 ? this.model.known : null;
    this.model.divider = null;
    this.outbox.add(text, attachments, form, this.connection.page);
    this.typed(false);
    this.connection.ensure();
  }

  /** @param {import('./types.js').ContactForm} values */
  answerForm(values) {
    this.#keepForm({ ...this.model.known, ...values }, true);
  }

  /** @param {import('./types.js').ContactForm} known @param {boolean} done */
  #keepForm(known, done) {
    this.#knownSent = false;
    Object.assign(this.model, { known, formDone: done });
    this.vault.save({ form: { known, done } });
    this.model.changed();
  }

  /** @param {boolean} hasText */
  typed(hasText) {
    clearTimeout(this.#typingOffTimer);
    if (this.model.conversation === null) return;
    if (hasText) {
      this.#typingOffTimer = setTimeout(() => this.typed(false), TYPING_EXPIRES_MS);
      if (Date.now() - this.#typingSentAt < TYPING_EVERY_MS) return;
      this.#typingSentAt = Date.now();
    } else {
      if (this.#typingSentAt === 0) return;
      this.#typingSentAt = 0;
    }
    // Nobody misses a typing notice that did not get through.
    this.api.typing(hasText).catch(() => {});
  }

  async loadOlder() {
    const { model } = this;
    const first = model.messages[0];
    if (!first || !model.hasMore || model.loadingOlder) return;
    model.loadingOlder = true;
    model.changed();
    try {
      const { messages, has_more: hasMore } = await this.api.olderMessages(first.id);
      model.prepend(messages, hasMore);
    } catch { /* scrolling up again tries again */ }
    model.loadingOlder = false;
    model.changed();
  }

  /** @param {boolean} atBottom the newest message is in view */
  setAtBottom(atBottom) {
    if (this.#atBottom === atBottom) return;
    this.#atBottom = atBottom;
    this.#attention();
  }

  /** Again, after "not available". */
  reload() {
    this.model.phase = 'loading';
    this.model.changed();
    void this.connection.open();
  }

  close() {
    this.bridge.send('close');
  }

  /** @param {ApiError} error @returns {string} */
  describe(error) {
    if (error.spoken) return error.spoken;
    return error.status === 429 ? t().tooFast : t().genericError;
  }

  /** Is the visitor looking at the newest message? Then it is read. */
  #attention() {
    const { model } = this;
    model.watching = model.open && document.visibilityState === 'visible' && (this.#hostFocused || document.hasFocus());
    if (!model.watching || !this.#atBottom || model.phase !== 'ready') return;
    const newest = model.newestAgentMessage;
    if (!model.visitorRead(newest)) return;
    // The next message's receipt covers a lost one.
    this.api.read(newest).catch(() => {});
    this.connection.tellRead(newest);
  }

  #passUnread() {
    if (this.model.phase !== 'ready' && this.#lastUnread <= 0) return;
    const count = this.model.phase === 'ready' ? this.model.unread : 0;
    if (count === this.#lastUnread) return;
    this.#lastUnread = count;
    this.bridge.send('unread', { count });
  }

  /** @param {string} name @param {Record<string, unknown>} [detail] */
  #event(name, detail = {}) {
    this.bridge.send('event', { name, detail });
  }
}
