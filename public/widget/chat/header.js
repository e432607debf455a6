/** Title, who is there, and the way out. */
import { avatar, el, iconButton } from './dom.js';
import { t } from './texts.js';

/** @param {import('./model.js').Model} model @param {import('./controller.js').Controller} controller */
export function createHeader(model, controller) {
  const faces = el('div', { class: 'faces', attrs: { 'aria-hidden': 'true' } });
  const title = el('h1', { class: 'title', attrs: { dir: 'auto' } });
  const dot = el('span', { class: 'dot', attrs: { 'aria-hidden': 'true' } });
  const status = el('span', { attrs: { dir: 'auto' } });
  const subtitle = el('p', { class: 'subtitle' }, dot, status);
  const close = iconButton('close', t().closeChat, () => controller.close(), 'on-accent');
  const node = el('header', { class: 'header', attrs: { 'aria-label': t().conversation } }, faces, el('div', { class: 'titles' }, title, subtitle), close);
  /** @type {unknown} */
  let drawnFaces = null;

  return {
    node,
    draw() {
      const { config, online } = model;
      node.classList.toggle('bare', config === null);
      title.textContent = config?.title ?? t().conversation;
      if (!config) return;
      dot.hidden = !online;
      status.textContent = [online && t().online, config.subtitle].filter(Boolean).join(' · ');
      subtitle.hidden = status.textContent === '';
      if (drawnFaces !== config.agents) {
        drawnFaces = config.agents;
        faces.replaceChildren(...config.agents.slice(0, 3).map(avatar));
        faces.hidden = config.agents.length === 0;
      }
    },
  };
}
