/** Where the visitor writes: text, emoji, files by button, drop and paste. */
import { el, icon, iconButton } from './dom.js';
import { createEmojiPicker } from './emoji.js';
import { t } from './texts.js';
import { createTray } from './tray.js';

const MAX_HEIGHT_PX = 144;
const COUNTER_FROM = 0.9;

/** @param {import('./model.js').Model} model @param {import('./controller.js').Controller} controller */
export function createComposer(model, controller) {
  const life = new AbortController();
  const input = el('textarea', {
    class: 'input',
    attrs: { rows: 1, dir: 'auto', placeholder: t().placeholder, 'aria-label': t().messageLabel, enterkeyhint: 'send', 'aria-describedby': 'composer-hint' },
    on: { input: onInput, keydown: onKey, paste: onPaste },
  });
  const hint = el('p', { class: 'composer-hint', attrs: { id: 'composer-hint', role: 'status' } });
  const files = el('input', { class: 'visually-hidden', attrs: { type: 'file', multiple: true, tabindex: -1, 'aria-hidden': 'true' }, on: { change: onFiles } });
  const attach = iconButton('attach', t().attach, () => files.click());
  const send = el('button', { class: 'send', attrs: { type: 'submit', 'aria-label': t().send, title: t().send } }, icon('send'));
  const tray = createTray(model, controller, () => { sendIfWaiting(); draw(); });
  const picker = createEmojiPicker(insert);
  const node = el('form', { class: 'composer', on: { submit: (event) => { event.preventDefault(); submit(); } } },
    tray.node, picker.node,
    el('div', { class: 'box' }, input, el('div', { class: 'tools' }, attach, picker.button, files, el('span', { class: 'gap' }), send)),
    hint);
  const dropTarget = el('div', { class: 'drop', attrs: { 'aria-hidden': 'true' } }, el('div', {}, icon('attach'), t().dropFiles));
  dropTarget.hidden = true;
  /** Enter was pressed while files were still on their way. */
  let waiting = false;

  function onInput() {
    fit();
    controller.vault.save({ draft: input.value });
    controller.typed(input.value.trim() !== '');
    draw();
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    // While an input method composes, Enter belongs to it.
    if (event.key !== 'Enter' || event.shiftKey || event.altKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    submit();
  }

  function overLimit() {
    return input.value.length - (model.config?.max_text ?? 10_000);
  }

  function submit() {
    const text = input.value.trim();
    if (overLimit() > 0 || (text === '' && tray.count() === 0)) return;
    waiting = tray.busy();
    if (!waiting) deliver(text);
    draw();
  }

  /** @param {string} text */
  function deliver(text) {
    const uploaded = tray.take();
    if (text === '' && uploaded.length === 0) return;
    controller.send(text, uploaded);
    input.value = '';
    controller.vault.save({ draft: '' });
    fit();
    input.focus();
  }

  function sendIfWaiting() {
    if (!waiting || tray.busy()) return;
    waiting = false;
    // A failed file needs a decision first.
    if (!tray.failed()) deliver(input.value.trim());
  }

  /** Grows with its content up to a limit. */
  function fit() {
    input.style.height = 'auto';
    input.style.height = `${Math.min(input.scrollHeight, MAX_HEIGHT_PX)}px`;
    input.style.overflowY = input.scrollHeight > MAX_HEIGHT_PX ? 'auto' : 'hidden';
  }

  /** @param {string} text */
  function insert(text) {
    input.setRangeText(text, input.selectionStart, input.selectionEnd, 'end');
    onInput();
    input.focus();
  }

  function onFiles() {
    tray.add([...(files.files ?? [])]);
    files.value = '';
    input.focus();
  }

  /** @param {ClipboardEvent} event */
  function onPaste(event) {
    const pasted = [...(event.clipboardData?.files ?? [])];
    if (pasted.length === 0) return;
    event.preventDefault();
    tray.add(pasted);
  }

  /** @param {DragEvent} event */
  const carriesFiles = (event) => !node.hidden && Boolean(event.dataTransfer?.types.includes('Files'));
  document.addEventListener('dragenter', (event) => { if (carriesFiles(event)) dropTarget.hidden = false; }, { signal: life.signal });
  document.addEventListener('dragover', (event) => { if (carriesFiles(event)) event.preventDefault(); }, { signal: life.signal });
  document.addEventListener('dragleave', (event) => { if (event.relatedTarget === null) dropTarget.hidden = true; }, { signal: life.signal });
  document.addEventListener('drop', (event) => {
    dropTarget.hidden = true;
    if (!carriesFiles(event)) return;
    event.preventDefault();
    tray.add([...(event.dataTransfer?.files ?? [])]);
    input.focus();
  }, { signal: life.signal });

  function draw() {
    const { config } = model;
    const max = config?.max_text ?? 10_000;
    const over = overLimit();
    const accept = config?.uploads.accept ?? [];
    attach.hidden = accept.length === 0 || config?.uploads.max_bytes === 0;
    files.accept = accept.join();
    const ready = over <= 0 && !tray.failed() && (input.value.trim() !== '' || tray.count() > 0);
    // Not `disabled`: the button keeps its place in the tab order and says why.
    send.setAttribute('aria-disabled', String(!ready));
    const counter = over > 0 ? t().tooLong(over) : input.value.length > max * COUNTER_FROM ? t().left(-over) : '';
    const text = waiting ? t().waitForUpload : counter;
    if (hint.textContent !== text) hint.textContent = text;
    hint.hidden = text === '';
    hint.classList.toggle('over', over > 0);
    input.setAttribute('aria-invalid', String(over > 0));
  }

  return {
    node,
    dropTarget,
    draw,
    focus: () => input.focus({ preventScroll: true }),
    text: () => input.value,
    /** @param {string} text */
    prefill(text) {
      input.value = text;
      controller.vault.save({ draft: text });
      fit();
      draw();
    },
    dispose() { life.abort(); tray.dispose(); },
  };
}
