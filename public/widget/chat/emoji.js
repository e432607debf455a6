/** A small emoji picker: one grid, arrow keys, no search, no download. */
import { el, iconButton } from './dom.js';
import { t } from './texts.js';

const EMOJI = ('😀 😃 😄 😁 😆 😅 😂 🤣 😊 😇 🙂 🙃 😉 😌 😍 🥰 😘 😋 😛 😜 🤪 🤨 🧐 🤓 😎 🤩 🥳 😏 😒 😞 😔 😟 😕 🙁 😣 😖 😫 😩 🥺 😢 😭 😤 😠 😡 🤯 😳 🥵 🥶 😱 😨 😰 😥 😓 🤗 🤔 🤭 🤫 😶 😐 😑 😬 🙄 😯 😮 😲 🥱 😴 🤤 😵 🤐 🥴 🤢 🤧 😷 🤒 🤕 '
  + '👍 👎 👌 🤞 🤝 🙏 👏 🙌 💪 👋 ✌️ 👀 ❤️ 🧡 💛 💚 💙 💜 🖤 💔 💯 ✨ 🔥 🎉 🎁 🎂 🌟 ⭐ ☀️ 🌧️ 🌈 ☕ 🍕 🍰 🍀 🌹 🏠 🚗 ✈️ 📦 📷 📱 💻 📧 📞 💡 🔑 🔒 ⏰ 📅 ✅ ❌ ❓ ❗ ⚠️').split(' ');

/** @param {(emoji: string) => void} onPick */
export function createEmojiPicker(onPick) {
  const button = iconButton('smile', t().emoji, () => (node.hidden ? open() : close(true)));
  button.setAttribute('aria-expanded', 'false');
  button.setAttribute('aria-controls', 'emoji');
  const node = el('div', { class: 'emoji', attrs: { id: 'emoji', role: 'toolbar', 'aria-label': t().emojiList }, on: { keydown: onKey, click: onClick, focusout: onFocusOut } });
  node.hidden = true;
  /** @type {HTMLButtonElement[]} */
  let cells = [];
  let at = 0;

  function open() {
    if (cells.length === 0) {
      // Made on first use: most visitors never open it.
      cells = EMOJI.map((emoji) => el('button', { attrs: { type: 'button', tabindex: -1 } }, emoji));
      node.append(...cells);
    }
    node.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    move(at);
  }

  /** @param {boolean} refocus */
  function close(refocus) {
    node.hidden = true;
    button.setAttribute('aria-expanded', 'false');
    if (refocus) button.focus();
  }

  /** One cell at a time is in the tab order. @param {number} to */
  function move(to) {
    cells[at]?.setAttribute('tabindex', '-1');
    at = Math.max(0, Math.min(cells.length - 1, to));
    cells[at]?.setAttribute('tabindex', '0');
    cells[at]?.focus();
  }

  /** How many cells the current width gives a row. */
  function columns() {
    const top = cells[0]?.offsetTop;
    const next = cells.findIndex((cell) => cell.offsetTop !== top);
    return next < 0 ? cells.length : next;
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const forward = getComputedStyle(node).direction === 'rtl' ? -1 : 1;
    const steps = /** @type {Record<string, () => number>} */ ({
      ArrowRight: () => at + forward,
      ArrowLeft: () => at - forward,
      ArrowDown: () => (at + columns() < cells.length ? at + columns() : at),
      ArrowUp: () => (at - columns() >= 0 ? at - columns() : at),
      Home: () => 0,
      End: () => cells.length - 1,
    });
    const step = steps[event.key];
    if (step) {
      event.preventDefault();
      move(step());
    } else if (event.key === 'Escape') {
      // Only the picker closes, not the chat.
      event.preventDefault();
      close(true);
    }
  }

  /** @param {MouseEvent} event */
  function onClick(event) {
    const cell = /** @type {HTMLElement} */ (event.target).closest('button');
    if (!cell) return;
    close(false);
    onPick(cell.textContent ?? '');
  }

  /** @param {FocusEvent} event */
  function onFocusOut(event) {
    const next = /** @type {Node | null} */ (event.relatedTarget);
    // The button closes by itself; otherwise it would open the picker again.
    if (!node.hidden && next !== null && !node.contains(next) && next !== button) close(false);
  }

  return { node, button };
}
