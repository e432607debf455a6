/**
 * Parlance website chat: the conversation, inside the iframe.
 *
 * Plain modules, no build step. `model.js` holds what is shown, `controller.js` changes it,
 * the views in this folder draw it. See the embedding page's half in `loader.js`.
 */
import { createBridge } from './chat/bridge.js';
import { createComposer } from './chat/composer.js';
import { Controller } from './chat/controller.js';
import { el } from './chat/dom.js';
import { createHeader } from './chat/header.js';
import { createLog } from './chat/log.js';
import { Model } from './chat/model.js';
import { createPreChat } from './chat/prechat.js';
import { t } from './chat/texts.js';

/** @type {import('./chat/types.js').Boot} */
const boot = JSON.parse(document.getElementById('boot')?.textContent ?? '{}');
const app = /** @type {HTMLElement} */ (document.getElementById('app'));
const model = new Model();
/** @type {Controller} */
let controller;
const bridge = createBridge(boot.origins ?? [], (message) => controller.handle(message));
controller = new Controller(boot, model, bridge);

/** @typedef {{ header: ReturnType<typeof createHeader>, log: ReturnType<typeof createLog>, preChat: ReturnType<typeof createPreChat>, composer: ReturnType<typeof createComposer>, notice: HTMLElement, placeholder: HTMLElement }} Views */
/** @type {Views | null} */
let views = null;

/** (Re)builds everything; the texts of a language are fixed when an element is made. */
function mount() {
  const draft = views?.composer.text() ?? '';
  views?.composer.dispose();
  views?.log.dispose();
  const composer = createComposer(model, controller);
  views = {
    composer,
    header: createHeader(model, controller),
    log: createLog(model, controller),
    preChat: createPreChat(model, controller, () => composer.focus()),
    notice: el('div', { class: 'notice', attrs: { role: 'status' } }),
    placeholder: el('div', { class: 'placeholder' }),
  };
  const { header, notice, placeholder, log, preChat } = views;
  log.tail.append(preChat.node);
  // Named, because the page around the frame has landmarks of its own.
  app.replaceChildren(header.node, el('main', { attrs: { 'aria-label': t().conversation } }, notice, placeholder, log.node, composer.node), composer.dropTarget);
  document.title = t().conversation;
  controller.onPrefill = composer.prefill;
  if (draft) composer.prefill(draft);
  draw();
}

function draw() {
  if (!views) return;
  const { header, notice, placeholder, log, preChat, composer } = views;
  const ready = model.phase === 'ready';
  header.draw();
  const problem = model.networkDown ? t().offline : model.streamLost ? t().reconnecting : '';
  // Written only when it changes: a live region speaks at every change of its content.
  if (notice.textContent !== problem) notice.textContent = problem;
  notice.hidden = problem === '';
  placeholder.hidden = ready;
  if (!ready && placeholder.dataset.phase !== model.phase) drawPlaceholder(placeholder);
  log.node.hidden = !ready;
  if (ready) {
    const asking = preChat.draw();
    composer.node.hidden = asking;
    log.draw();
    composer.draw();
    if (wantsFocus) focusInto();
  } else {
    composer.node.hidden = true;
  }
}

/** @param {HTMLElement} placeholder */
function drawPlaceholder(placeholder) {
  placeholder.dataset.phase = model.phase;
  if (model.phase === 'loading') {
    placeholder.replaceChildren(el('span', { class: 'spinner', attrs: { 'aria-hidden': 'true' } }), el('span', { class: 'visually-hidden' }, t().loading));
  } else {
    placeholder.replaceChildren(
      el('p', {}, t().unavailable),
      el('button', { class: 'secondary', attrs: { type: 'button' }, on: { click: () => controller.reload() } }, t().tryAgain),
    );
  }
}

/** The panel was opened before there was anything to focus. */
let wantsFocus = false;

function focusInto() {
  if (!views || !model.open) return;
  if (model.phase !== 'ready') { wantsFocus = true; return; }
  wantsFocus = false;
  if (!views.preChat.focus()) views.composer.focus();
}

controller.onLocale = mount;
controller.onShown = () => {
  views?.log.shown();
  focusInto();
};
model.subscribe(draw);

document.addEventListener('keydown', (event) => {
  // Emoji picker and lightbox handle Escape themselves and mark it.
  if (event.key === 'Escape' && !event.defaultPrevented) controller.close();
});
