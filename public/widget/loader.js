// Parlance website chat: the loader.
//
// Runs on other people's pages, so it keeps to itself: one global (`Parlance`), one element
// (`#parlance-widget`, with a shadow root), no cookie, no third-party request, and nothing at all
// before consent when the snippet says `data-consent="manual"`. The conversation itself lives in an
// iframe of another origin; the two talk through `postMessage` with exact origins on both sides.
(() => {
  'use strict';

  /** @type {any} */
  const stub = window.Parlance;
  if (stub?.loaded) return;

  // `currentScript` is only known while the script is evaluated, also for async scripts.
  const script = /** @type {HTMLScriptElement | null} */ (
    document.currentScript ?? document.querySelector('script[data-key][src*="/widget.js"]')
  );
  const key = script?.dataset.key ?? '';
  const home = script ? new URL(script.src, location.href).origin : '';
  const storageKey = `parlance:${key}`;

  const TEXTS = {
    en: { open: 'Open chat', close: 'Close chat', dismiss: 'Dismiss message', unread: (/** @type {number} */ n) => (n === 1 ? '1 unread message' : `${n} unread messages`) },
    fr: { open: 'Ouvrir le chat', close: 'Fermer le chat', dismiss: 'Masquer le message', unread: (/** @type {number} */ n) => (n < 2 ? `${n} message non lu` : `${n} messages non lus`) },
  };
  const EVENTS = new Set(['ready', 'open', 'close', 'unread', 'message:received', 'message:sent', 'conversation:opened', 'conversation:closed', 'identified', 'error']);

  /** Too small for a panel beside the page: the chat takes the whole screen. */
  const PHONE = '(max-width: 480px), (max-height: 440px)';

  // Everything below the accent colour is fixed: the page's own styles must not reach the launcher.
  const CSS = `
:host{all:initial}
*{box-sizing:border-box;font:500 15px/20px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
[hidden]{display:none!important}
.launcher,.panel,.preview{position:fixed;z-index:2147483000;right:20px}
.left>*{right:auto;left:20px}
.launcher{bottom:20px;display:flex;align-items:center;justify-content:center;gap:8px;height:56px;min-width:56px;margin:0;padding:0 16px;border:0;border-radius:28px;background:var(--accent);color:var(--on-accent);cursor:pointer;box-shadow:0 1px 3px rgb(0 0 0/.16),0 8px 24px rgb(0 0 0/.16);transition:transform .15s ease,box-shadow .15s ease}
.launcher:hover{transform:translateY(-1px);box-shadow:0 2px 4px rgb(0 0 0/.18),0 12px 28px rgb(0 0 0/.2)}
.launcher:focus-visible,.preview button:focus-visible{outline:3px solid var(--on-accent);outline-offset:-5px;box-shadow:0 0 0 3px var(--accent)}
svg{display:block;width:24px;height:24px;flex:none;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.label{font-weight:600;padding-inline-end:4px;white-space:nowrap;max-width:50vw;overflow:hidden;text-overflow:ellipsis}
.launcher .down,[aria-expanded=true] .chat,[aria-expanded=true] .label{display:none}
[aria-expanded=true] .down{display:block}
.badge{position:absolute;top:-4px;inset-inline-end:-4px;min-width:22px;height:22px;padding:0 6px;border:2px solid #fff;border-radius:11px;background:#c8102e;color:#fff;font-size:12px;font-weight:700;line-height:18px;text-align:center}
.panel{bottom:92px;width:400px;max-width:calc(100vw - 40px);height:min(704px,calc(100vh - 112px));border-radius:16px;overflow:hidden;background:#fff;color:#5b6470;box-shadow:0 0 0 1px rgb(0 0 0/.06),0 4px 12px rgb(0 0 0/.08),0 24px 56px rgb(0 0 0/.18);opacity:0;visibility:hidden;transform:translateY(8px);transition:opacity .15s ease,transform .15s ease,visibility 0s .15s}
.panel.open{opacity:1;visibility:visible;transform:none;transition-delay:0s}
.panel::before{content:"";position:absolute;inset:0;margin:auto;width:28px;height:28px;border:3px solid currentColor;border-inline-end-color:transparent;border-radius:50%;animation:turn .9s linear infinite}
.panel.ready::before{display:none}
@keyframes turn{to{transform:rotate(1turn)}}
iframe{position:relative;display:block;width:100%;height:100%;border:0;opacity:0;color-scheme:light dark;transition:opacity .15s}
.ready iframe{opacity:1}
.preview{bottom:92px;display:flex;width:304px;max-width:calc(100vw - 40px);border-radius:16px;background:#fff;color:#16202b;box-shadow:0 0 0 1px rgb(0 0 0/.06),0 8px 28px rgb(0 0 0/.16)}
.preview button{margin:0;border:0;border-radius:16px;background:none;color:inherit;cursor:pointer;text-align:start}
.preview .text{flex:1;min-width:0;padding:12px 0 12px 16px}
.preview b{display:block;font-size:13px;font-weight:600}
.preview span{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:3;overflow:hidden;overflow-wrap:anywhere;font-weight:400}
.preview .dismiss{width:44px;height:44px;padding:12px;flex:none}
.dismiss svg{width:20px;height:20px}
@media(prefers-color-scheme:dark){.panel{background:#14181d;color:#9aa5b1}.preview{background:#1d232a;color:#eef2f6;box-shadow:0 0 0 1px rgb(255 255 255/.1),0 8px 28px rgb(0 0 0/.5)}.badge{border-color:#14181d}}
@media ${PHONE}{.label{display:none}.panel{inset:0;width:auto;max-width:none;height:100vh;height:100dvh;border-radius:0;padding:env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left)}.panel.open~.launcher{display:none}.launcher,.preview{margin-bottom:env(safe-area-inset-bottom)}}
@media(prefers-reduced-motion:reduce){*,.panel::before{transition:none!important;animation-duration:3s!important}.launcher:hover{transform:none}}
@media(forced-colors:active){.launcher,.preview,.panel{border:2px solid ButtonText}.launcher:focus-visible{outline-color:Highlight}}
@media print{:host{display:none!important}}`;

  const SVG = 'http://www.w3.org/2000/svg';
  const ICONS = {
    chat: 'M21 11.5a8.4 8.4 0 0 1-12.2 7.5L3 21l2-5.8A8.4 8.4 0 1 1 21 11.5z',
    down: 'M6 9l6 6 6-6',
    x: 'M6 6l12 12M18 6L6 18',
  };

  /** @type {Map<string, Set<Function>>} */
  const listeners = new Map();
  /** @type {unknown[][]} Calls that need the widget and came before it was there. */
  let waiting = [];
  /** @type {ReturnType<typeof createWidget> | null} */
  let widget = null;
  let booting = false;

  /** @param {string} name @param {unknown} [detail] */
  function emit(name, detail) {
    for (const listener of listeners.get(name) ?? []) {
      // A broken listener of the page must not break the chat.
      try { listener(detail); } catch (error) { console.error(error); }
    }
  }

  // Storage can be absent, full or forbidden (throws); then things last as long as the page.
  /** @param {() => Storage} storage @param {string} name */
  const slot = (storage, name) => {
    /** @type {string | null} */
    let memory = null;
    return {
      get() { try { return storage().getItem(name) ?? memory; } catch { return memory; } },
      /** @param {string | null} value */
      set(value) {
        memory = value;
        try { value === null ? storage().removeItem(name) : storage().setItem(name, value); } catch { /* memory only */ }
      },
    };
  };
  const token = slot(() => localStorage, storageKey);
  // Unsent messages and the draft: the frame has no dependable storage of its own.
  const kept = slot(() => sessionStorage, `${storageKey}:kept`);

  /** Black or white, whichever reads better on the colour (always at least 4.5 : 1). @param {string} hex */
  function textOn(hex) {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const c = parseInt(hex.slice(at, at + 2), 16) / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? '#000' : '#fff';
  }

  /** @param {string} tag @param {string} name @param {Node[]} children */
  function make(tag, name, ...children) {
    const node = document.createElement(tag);
    node.className = name;
    node.append(...children);
    return node;
  }

  /** @param {'chat' | 'down' | 'x'} name */
  function icon(name) {
    const svg = document.createElementNS(SVG, 'svg');
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.setAttribute('aria-hidden', 'true');
    svg.setAttribute('class', name);
    svg.append(document.createElementNS(SVG, 'path'));
    svg.firstElementChild?.setAttribute('d', ICONS[name]);
    return svg;
  }

  const page = () => ({ url: location.href.slice(0, 2000), title: document.title.slice(0, 300), referrer: document.referrer.slice(0, 2000) });

  /** @param {any} config */
  function createWidget(config) {
    const alive = new AbortController();
    const { signal } = alive;
    const color = /^#[0-9a-f]{6}$/i.test(config.color) ? config.color : '#0f766e';
    const mobile = matchMedia(PHONE);
    let locale = pickLocale(script?.dataset.locale || document.documentElement.lang || navigator.language);
    let open = false;
    let unread = 0;
    let frameReady = false;
    /** @type {HTMLIFrameElement | null} */
    let frame = null;
    /** @type {[string, object][]} Messages for the frame that wait for its `ready`. */
    let outgoing = [];
    let pageOverflow = '';
    let titlePrefix = '';

    const host = document.createElement('div');
    host.id = 'parlance-widget';
    host.style.setProperty('--accent', color);
    host.style.setProperty('--on-accent', textOn(color));
    const root = host.attachShadow({ mode: 'open' });
    try {
      // A constructed sheet also works on pages whose policy forbids inline styles.
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(CSS);
      root.adoptedStyleSheets = [sheet];
    } catch {
      root.append(Object.assign(document.createElement('style'), { textContent: CSS }));
    }

    const label = make('span', 'label');
    const badge = make('span', 'badge');
    const panel = make('div', 'panel');
    const launcher = make('button', 'launcher', icon('chat'), icon('down'), label, badge);
    const previewText = make('button', 'text', make('b', ''), make('span', ''));
    const previewClose = make('button', 'dismiss', icon('x'));
    const preview = make('div', 'preview', previewText, previewClose);
    const layer = make('div', config.position === 'left' ? 'left' : 'right', panel, preview, launcher);
    panel.id = 'parlance-panel';
    panel.inert = true;
    panel.setAttribute('role', 'dialog');
    preview.setAttribute('role', 'status');
    preview.hidden = true;
    for (const button of [launcher, previewText, previewClose]) button.setAttribute('type', 'button');
    launcher.setAttribute('aria-controls', panel.id);
    root.append(layer);
    document.body.append(host);
    describe();

    launcher.addEventListener('click', () => setOpen(!open));
    previewText.addEventListener('click', () => setOpen(true));
    previewClose.addEventListener('click', () => { preview.hidden = true; launcher.focus(); });
    root.addEventListener('keydown', (event) => {
      if (/** @type {KeyboardEvent} */ (event).key === 'Escape' && open) setOpen(false);
    });
    window.addEventListener('message', receive, { signal });
    // Focus inside the frame shows up there; here only the focus of the page itself counts.
    window.addEventListener('focus', () => toFrame('visibility', { open, focused: true }), { signal });
    window.addEventListener('blur', () => toFrame('visibility', { open, focused: false }), { signal });
    window.addEventListener('popstate', pageChanged, { signal });
    window.addEventListener('storage', (event) => {
      // Another tab got a new token, or logged out (null): follow it.
      if (event.key !== storageKey && event.key !== null) return;
      token.set(event.newValue);
      if (frameReady) sendInit();
    }, { signal });
    document.addEventListener('visibilitychange', showTitle, { signal });
    mobile.addEventListener('change', fitPhone, { signal });
    window.visualViewport?.addEventListener('resize', fitPhone, { signal });

    if (token.get() !== null) {
      // Known visitors get their unread count without a click, but never at the page's expense.
      const idle = window.requestIdleCallback ?? ((/** @type {() => void} */ run) => setTimeout(run, 200));
      idle(() => { if (!signal.aborted) ensureFrame(); });
    }

    /** @param {string} wanted @returns {'en' | 'fr'} */
    function pickLocale(wanted) {
      const short = String(wanted).slice(0, 2).toLowerCase();
      /** @type {any[]} */
      const offered = (config.locales ?? ['en', 'fr']).filter((/** @type {string} */ l) => l in TEXTS);
      return offered.includes(short) ? /** @type {any} */ (short) : offered[0] ?? 'en';
    }

    function describe() {
      const texts = TEXTS[locale];
      const name = config.launcher_label?.[locale] ?? '';
      label.textContent = name;
      label.hidden = name === '';
      badge.hidden = unread === 0 || open;
      badge.textContent = unread > 99 ? '99+' : String(unread);
      badge.setAttribute('aria-hidden', 'true');
      const count = unread > 0 && !open ? `, ${texts.unread(unread)}` : '';
      launcher.setAttribute('aria-label', open ? texts.close : (name || texts.open) + count);
      launcher.setAttribute('aria-expanded', String(open));
      host.lang = locale;
      panel.setAttribute('aria-label', config.title || texts.open);
      previewClose.setAttribute('aria-label', texts.dismiss);
      if (frame) frame.title = config.title || texts.open;
    }

    function ensureFrame() {
      if (frame) return;
      const created = document.createElement('iframe');
      frame = created;
      created.setAttribute('allow', "microphone 'none'");
      created.referrerPolicy = 'strict-origin-when-cross-origin';
      created.src = `${home}/widget/frame/${encodeURIComponent(key)}`;
      describe();
      created.addEventListener('load', () => {
        // The frame's script may still be loading at this moment, hence a few repetitions.
        let tries = 0;
        const timer = setInterval(() => {
          if (frameReady || signal.aborted) return clearInterval(timer);
          if (++tries < 40) return sendInit();
          clearInterval(timer);
          emit('error', { code: 'frame_unreachable' });
        }, 250);
        sendInit();
      }, { signal });
      panel.append(created);
    }

    function sendInit() {
      post('init', { token: token.get(), kept: kept.get(), page: page(), locale, open });
    }

    /** @param {string} type @param {object} data */
    function post(type, data) {
      frame?.contentWindow?.postMessage({ w: 1, type, data }, home);
    }

    /** @param {string} type @param {object} data */
    function toFrame(type, data) {
      if (frameReady) post(type, data);
      else if (type === 'call') outgoing.push([type, data]);
    }

    /** @param {MessageEvent} event */
    function receive(event) {
      if (!frame || event.source !== frame.contentWindow || event.origin !== home) return;
      const { w, type, data } = event.data ?? {};
      if (w !== 1 || typeof type !== 'string' || typeof data !== 'object' || data === null) return;
      if (type === 'ready') {
        // A second `ready` asks for the newest token (another tab may have rotated it).
        if (frameReady) sendInit();
        frameReady = true;
        panel.classList.add('ready');
        for (const message of outgoing.splice(0)) post(...message);
        post('visibility', { open, focused: document.hasFocus() });
        if (open) focusFrame();
      } else if (type === 'token' && (data.token === null || (typeof data.token === 'string' && data.token.length <= 1024))) {
        token.set(data.token);
      } else if (type === 'keep' && (data.state === null || (typeof data.state === 'string' && data.state.length <= 500_000))) {
        kept.set(data.state);
      } else if (type === 'unread' && Number.isSafeInteger(data.count) && data.count >= 0) {
        if (data.count === unread) return;
        unread = data.count;
        if (unread === 0) preview.hidden = true;
        describe();
        showTitle();
        emit('unread', { count: unread });
      } else if (type === 'close') {
        setOpen(false);
      } else if (type === 'preview' && typeof data.text === 'string' && typeof data.author === 'string' && !open && !launcher.hidden) {
        /** @type {Element} */ (previewText.firstElementChild).textContent = data.author;
        /** @type {Element} */ (previewText.lastElementChild).textContent = data.text;
        preview.hidden = false;
      } else if (type === 'event' && EVENTS.has(data.name)) {
        emit(data.name, data.detail);
      }
    }

    function focusFrame() {
      frame?.focus({ preventScroll: true });
    }

    /** @param {boolean} next */
    function setOpen(next) {
      if (next === open) return;
      open = next;
      ensureFrame();
      preview.hidden = true;
      panel.classList.toggle('open', open);
      panel.inert = !open;
      fitPhone();
      describe();
      toFrame('visibility', { open, focused: document.hasFocus() });
      if (open) focusFrame(); else launcher.focus({ preventScroll: true });
      emit(open ? 'open' : 'close');
    }

    /** Full screen on phones: the page behind does not scroll, the keyboard does not cover the composer. */
    function fitPhone() {
      const full = open && mobile.matches;
      const view = window.visualViewport;
      const page = document.documentElement.style;
      if (full && panel.dataset.full !== '1') { pageOverflow = page.overflow; page.overflow = 'hidden'; }
      if (!full && panel.dataset.full === '1') page.overflow = pageOverflow;
      panel.dataset.full = full ? '1' : '0';
      panel.toggleAttribute('aria-modal', false);
      if (full) panel.setAttribute('aria-modal', 'true');
      const keyboard = full && view && view.height < innerHeight - 80;
      panel.style.height = keyboard ? `${view.height}px` : '';
      panel.style.bottom = keyboard ? 'auto' : '';
      panel.style.top = keyboard ? `${view.offsetTop}px` : '';
    }

    /** While the tab is in the background its title carries the unread count. */
    function showTitle() {
      const bare = titlePrefix && document.title.startsWith(titlePrefix) ? document.title.slice(titlePrefix.length) : document.title;
      titlePrefix = document.hidden && unread > 0 ? `(${unread}) ` : '';
      if (document.title !== titlePrefix + bare) document.title = titlePrefix + bare;
    }

    function pageChanged() {
      // Routers set the title after the address.
      setTimeout(() => toFrame('page', { url: page().url, title: page().title }), 0);
    }

    return {
      setOpen,
      isOpen: () => open,
      pageChanged,
      /** @param {string} method @param {unknown[]} args */
      call(method, args) { ensureFrame(); toFrame('call', { method, args }); },
      /** @param {unknown} wanted */
      setLocale(wanted) { locale = pickLocale(String(wanted)); describe(); if (frame) toFrame('call', { method: 'setLocale', args: [locale] }); },
      /** @param {boolean} visible */
      setShown(visible) { if (!visible) setOpen(false); launcher.hidden = !visible; if (!visible) preview.hidden = true; },
      destroy() {
        if (open) setOpen(false);
        unread = 0;
        showTitle();
        alive.abort();
        host.remove();
      },
    };
  }

  async function boot() {
    if (widget || booting) return;
    booting = true;
    try {
      const answer = await fetch(`${home}/widget/config/${encodeURIComponent(key)}`, { credentials: 'omit' });
      if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
      const config = await answer.json();
      if (document.readyState === 'loading') await new Promise((done) => document.addEventListener('DOMContentLoaded', done, { once: true }));
      if (!booting) return; // shut down meanwhile
      widget = createWidget(config);
      emit('ready');
      for (const call of waiting.splice(0)) run(call);
    } catch (error) {
      console.warn(`Parlance: the chat is not available on this page (${/** @type {Error} */ (error).message}).`);
      emit('error', { code: 'unavailable' });
    }
    booting = false;
  }

  /** @param {unknown[]} call */
  function run(call) {
    const [name, ...args] = call;
    if (name === 'boot' || name === 'consent') return void boot();
    if ((name === 'on' || name === 'off') && typeof args[1] === 'function') {
      const set = listeners.get(String(args[0])) ?? new Set();
      name === 'on' ? set.add(args[1]) : set.delete(args[1]);
      return void listeners.set(String(args[0]), set);
    }
    if (name === 'shutdown') {
      widget?.destroy();
      widget = null;
      booting = false;
      waiting = [];
      kept.set(null);
      return token.set(null);
    }
    if (!widget) return void waiting.push(call);
    switch (name) {
      case 'open': return widget.setOpen(true);
      case 'close': return widget.setOpen(false);
      case 'toggle': return widget.setOpen(!widget.isOpen());
      case 'show': return widget.setShown(true);
      case 'hide': return widget.setShown(false);
      case 'setLocale': return widget.setLocale(args[0]);
      case 'newMessage': widget.setOpen(true); return widget.call('newMessage', [String(args[0] ?? '')]);
      case 'identify': case 'setFields': case 'reset': return widget.call(name, JSON.parse(JSON.stringify(args)));
      default: console.warn(`Parlance: unknown call ${String(name)}`);
    }
  }

  const queued = [...(stub?.q ?? [])];
  window.Parlance = Object.assign((/** @type {unknown[]} */ ...call) => run(call), { loaded: true });
  if (!key || !home) return console.warn('Parlance: the snippet has no data-key.');

  for (const name of /** @type {const} */ (['pushState', 'replaceState'])) {
    const original = history[name];
    history[name] = function (...args) {
      original.apply(this, args);
      widget?.pageChanged();
    };
  }
  for (const call of queued) run([...call]);
  if (script?.dataset.consent !== 'manual') void boot();
})();
