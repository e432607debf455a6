/**
 * The conversation: days, messages, the "new messages" line, typing.
 *
 * Drawing is keyed: an element stays the same from the optimistic bubble to the "seen" tick, so
 * that the live log announces a message once and nothing flickers. The view stays at the bottom
 * while the visitor is there, and stays where it is while they read above.
 */
import { avatar, el, icon } from './dom.js';
import { createMessage } from './message.js';
import { dayName, sameDay, t } from './texts.js';

/** @typedef {import('./message.js').Row} Row */

const GROUP_MS = 5 * 60_000;
const BOTTOM_SLACK_PX = 48;

/** @param {import('./model.js').Model} model @param {import('./controller.js').Controller} controller */
export function createLog(model, controller) {
  const intro = el('div', { class: 'intro' });
  const older = el('div', { class: 'older', attrs: { role: 'status' } });
  const rows = el('div', { class: 'rows', attrs: { role: 'log', 'aria-live': 'polite', 'aria-relevant': 'additions', 'aria-label': t().conversation } });
  const typing = el('div', { class: 'typing', attrs: { role: 'status' } });
  const tail = el('div', { class: 'tail' });
  const inner = el('div', { class: 'log-inner' }, older, intro, rows, typing, tail);
  const scroller = el('div', { class: 'log', attrs: { tabindex: 0, role: 'group', 'aria-label': t().conversation } }, inner);
  const pillText = el('span');
  const pill = el('button', { class: 'pill', attrs: { type: 'button' }, on: { click: () => toBottom('smooth') } }, icon('down'), pillText);
  const node = el('div', { class: 'log-area' }, scroller, pill);

  /** @type {Map<string, { node: HTMLElement, draw?: (row: Row) => void, text?: string }>} */
  let drawn = new Map();
  let atBottom = true;
  let oldestDrawn = Infinity;
  let newestDrawn = -1;
  let ownCount = -1;
  let missed = 0;
  let drawnIntro = '';
  let drawnTyping = '';
  let pendingReveal = true;

  const sizes = new ResizeObserver(() => { if (atBottom) toBottom(); });
  sizes.observe(inner);
  sizes.observe(scroller);
  scroller.addEventListener('scroll', onScroll, { passive: true });

  function onScroll() {
    // A panel that is not shown has no size; its scroll events mean nothing.
    if (scroller.clientHeight === 0) return;
    atBottom = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < BOTTOM_SLACK_PX;
    if (atBottom) missed = 0;
    drawPill();
    controller.setAtBottom(atBottom);
    if (scroller.scrollTop < 120) void controller.loadOlder();
  }

  /** @param {ScrollBehavior} [behavior] */
  function toBottom(behavior = 'instant') {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    scroller.scrollTo({ top: scroller.scrollHeight, behavior: calm ? 'instant' : behavior });
  }

  /** On opening: at the first unread message, else at the end. */
  function reveal() {
    const line = drawn.get('unread')?.node;
    if (line) {
      scroller.scrollTop = Math.max(0, line.offsetTop - 16);
      onScroll();
    } else {
      atBottom = true;
      toBottom();
      controller.setAtBottom(true);
    }
  }

  function draw() {
    const list = rowsOf(model);
    const oldest = model.messages[0]?.id ?? Infinity;
    const newest = model.messages.at(-1)?.id ?? 0;
    const own = model.outbox.length + model.messages.filter((message) => message.from === 'visitor').length;
    const prepending = oldest < oldestDrawn && oldestDrawn !== Infinity;
    const fromBottom = scroller.scrollHeight - scroller.scrollTop;
    // Older history is not news: it is not read out.
    rows.setAttribute('aria-live', prepending || newestDrawn < 0 ? 'off' : 'polite');

    drawRows(list);
    drawIntro();
    older.hidden = !model.loadingOlder;
    older.textContent = model.loadingOlder ? t().loadingOlder : '';
    drawTyping();

    if (newestDrawn >= 0 && !atBottom) missed += model.messages.filter((message) => message.id > newestDrawn && message.from === 'agent').length;
    if (prepending) scroller.scrollTop = scroller.scrollHeight - fromBottom;
    else if (ownCount >= 0 && own > ownCount) { atBottom = true; missed = 0; toBottom(); }
    else if (pendingReveal) reveal();
    else if (atBottom) toBottom();
    oldestDrawn = oldest;
    newestDrawn = newest;
    ownCount = own;
    pendingReveal = false;
    drawPill();
  }

  /** @param {(Row | { key: string, line: string, unread: boolean })[]} list */
  function drawRows(list) {
    /** @type {typeof drawn} */
    const next = new Map();
    let place = rows.firstElementChild;
    for (const row of list) {
      let entry = drawn.get(row.key);
      if ('line' in row) {
        if (entry?.text !== row.line) entry = { node: el('div', { class: row.unread ? 'line unread' : 'line' }, el('span', {}, row.line)), text: row.line };
      } else if (entry?.draw) {
        entry.draw(row);
      } else {
        entry = createMessage(controller, row);
      }
      next.set(row.key, entry);
      if (entry.node === place) place = place.nextElementSibling;
      else rows.insertBefore(entry.node, place);
    }
    for (const [key, entry] of drawn) if (next.get(key)?.node !== entry.node) entry.node.remove();
    drawn = next;
  }

  function drawIntro() {
    const config = model.config;
    const away = config && !model.online ? config.away_text || t().away : '';
    const signature = JSON.stringify([config?.greeting, config?.reply_time, away, model.hasMore]);
    if (signature === drawnIntro) return;
    drawnIntro = signature;
    intro.hidden = model.hasMore;
    const host = config?.agents[0] ?? { name: config?.workspace ?? '', initials: (config?.workspace ?? '').slice(0, 1).toUpperCase() };
    intro.replaceChildren(
      ...(config?.greeting ? [el('div', { class: 'message from-agent first last' },
        el('div', { class: 'face' }, avatar(host)),
        el('div', { class: 'body' }, el('div', { class: 'content' },
          el('span', { class: 'author' }, el('bdi', {}, config.workspace)),
          el('div', { class: 'bubble', attrs: { dir: 'auto' } }, config.greeting))))] : []),
      ...(away ? [el('p', { class: 'away', attrs: { dir: 'auto' } }, icon('clock'), el('span', {}, away))] : []),
      ...(!away && config?.reply_time ? [el('p', { class: 'reply-time', attrs: { dir: 'auto' } }, icon('clock'), el('span', {}, config.reply_time))] : []),
    );
  }

  function drawTyping() {
    const name = model.typing;
    typing.classList.toggle('shown', name !== null);
    const text = name === null ? '' : t().isTyping(name);
    if (text === drawnTyping) return;
    drawnTyping = text;
    typing.replaceChildren(...(name === null ? [] : [
      el('span', { class: 'dots', attrs: { 'aria-hidden': 'true' } }, el('i'), el('i'), el('i')),
      el('bdi', {}, text),
    ]));
  }

  function drawPill() {
    pill.hidden = atBottom;
    const label = missed > 0 ? t().newMessagePill(missed) : '';
    pillText.textContent = label;
    pill.classList.toggle('round', label === '');
    pill.setAttribute('aria-label', label || t().toBottom);
  }

  return {
    node,
    tail,
    draw,
    /** The panel has just been opened. */
    shown() { pendingReveal = true; if (model.phase === 'ready') draw(); },
    dispose() { sizes.disconnect(); },
  };
}

/** Messages, outbox and separators as one list. @param {import('./model.js').Model} model */
function rowsOf(model) {
  /** @type {Omit<Row, 'first' | 'last' | 'newestOwn'>[]} */
  const messages = [
    ...model.messages.map((message) => ({ ...message, key: message.client_id ?? `m${message.id}`, error: null })),
    ...model.outbox.map((pending) => ({ ...pending, key: pending.client_id, from: /** @type {const} */ ('visitor'), author: null, status: pending.state })),
  ];
  const newestOwn = messages.findLast((message) => message.from === 'visitor')?.key;
  const dividerKey = model.divider === null ? null : keyOf(model, model.divider);
  /** @type {(Row | { key: string, line: string, unread: boolean })[]} */
  const list = [];
  messages.forEach((message, at) => {
    const before = messages[at - 1];
    const after = messages[at + 1];
    const newDay = !before || !sameDay(before.at, message.at);
    if (newDay) list.push({ key: `day-${new Date(message.at).toDateString()}`, line: dayName(message.at), unread: false });
    if (message.key === dividerKey) list.push({ key: 'unread', line: t().newMessages, unread: true });
    const isFirst = newDay || !sameGroup(before, message) || message.key === dividerKey;
    const isLast = !after || !sameDay(message.at, after.at) || !sameGroup(message, after) || after.key === dividerKey;
    list.push({ ...message, first: isFirst, last: isLast, newestOwn: message.key === newestOwn });
  });
  if (model.conversation?.status === 'closed' && messages.length > 0) list.push({ key: 'closed', line: t().closed, unread: false });
  return list;
}

/** @param {import('./model.js').Model} model @param {number} id */
function keyOf(model, id) {
  return model.messages.find((message) => message.id === id)?.client_id ?? `m${id}`;
}

/** @param {Omit<Row, 'first' | 'last' | 'newestOwn'> | undefined} a @param {Omit<Row, 'first' | 'last' | 'newestOwn'>} b */
function sameGroup(a, b) {
  return a !== undefined && a.from === b.from && a.author?.name === b.author?.name && Math.abs(b.at - a.at) < GROUP_MS && a.status !== 'failed';
}
