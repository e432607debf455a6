/** One message of the log: bubble, files, and what became of it. */
import { avatar, el, icon, plainName, safeUrl } from './dom.js';
import { openLightbox } from './lightbox.js';
import { linkify } from './linkify.js';
import { fileSize, t, timeOfDay } from './texts.js';

/**
 * A message of the server or one that is still in the outbox, in one shape.
 * @typedef {object} Row
 * @property {string} key stable from the optimistic bubble to the final message
 * @property {'visitor' | 'agent' | 'system'} from
 * @property {import('./types.js').Person | null} author
 * @property {string | null} text
 * @property {import('./types.js').Attachment[]} attachments
 * @property {number} at
 * @property {'sending' | 'failed' | import('./types.js').Status} status
 * @property {string | null} error
 * @property {boolean} first of its group: same author, a few minutes
 * @property {boolean} last of its group
 * @property {boolean} newestOwn
 */

/** Emoji and nothing else are shown large. */
const ONLY_EMOJI = /^(?:\p{Extended_Pictographic}(?:\ufe0f|\u200d|\p{Emoji_Modifier}|\p{Extended_Pictographic})*\s*){1,6}$/u;

/** @param {import('./controller.js').Controller} controller @param {Row} initial */
export function createMessage(controller, initial) {
  const node = el('div', { class: 'message' });
  const face = el('div', { class: 'face' });
  const body = el('div', { class: 'body' });
  const content = el('div', { class: 'content' });
  // Statuses change often and are not worth an announcement each.
  const meta = el('div', { class: 'meta', attrs: { 'aria-live': 'off' } });
  body.append(content, meta);
  node.append(face, body);
  let drawnContent = '';
  let drawnMeta = '';

  /** @param {Row} row */
  function draw(row) {
    node.className = `message from-${row.from}${row.first ? ' first' : ''}${row.last ? ' last' : ''}${row.status === 'failed' ? ' failed' : ''}${row.status === 'sending' ? ' sending' : ''}`;
    const contentSignature = JSON.stringify([row.from, row.text, row.author, row.attachments]);
    if (contentSignature !== drawnContent) {
      drawnContent = contentSignature;
      drawContent(row);
    }
    const metaSignature = [row.status, row.error, row.last, row.newestOwn, row.at].join();
    if (metaSignature !== drawnMeta) {
      drawnMeta = metaSignature;
      drawMeta(row);
    }
  }

  /** @param {Row} row */
  function drawContent(row) {
    const name = row.from === 'visitor' ? t().you : plainName(row.author?.name ?? '');
    face.replaceChildren(...(row.author && row.from === 'agent' ? [avatar(row.author)] : []));
    const parts = [];
    if (name !== '' && row.from !== 'system') parts.push(el('span', { class: row.from === 'visitor' ? 'visually-hidden' : 'author' }, el('bdi', {}, name)));
    if (row.text) {
      const large = row.attachments.length === 0 && ONLY_EMOJI.test(row.text);
      parts.push(el('div', { class: large ? 'bubble large' : 'bubble', attrs: { dir: 'auto' } }, ...linkify(row.text)));
    }
    parts.push(...row.attachments.map(attachment));
    content.replaceChildren(...parts);
  }

  /** @param {Row} row */
  function drawMeta(row) {
    if (row.from === 'system') return meta.replaceChildren();
    if (row.status === 'failed') {
      meta.replaceChildren(
        el('span', { class: 'problem' }, icon('alert'), row.error ?? t().failed),
        el('button', { class: 'text-button', attrs: { type: 'button' }, on: { click: () => controller.outbox.retry(row.key) } }, t().retry),
        el('button', { class: 'text-button', attrs: { type: 'button' }, on: { click: () => controller.outbox.discard(row.key) } }, t().discard),
      );
      return;
    }
    meta.hidden = !row.last;
    const time = el('time', { attrs: { datetime: new Date(row.at).toISOString() } }, timeOfDay(row.at));
    if (row.from === 'agent') return meta.replaceChildren(time);
    const label = t()[row.status];
    const mark = icon({ sending: 'clock', sent: 'check', delivered: 'checks', read: 'checks' }[row.status]);
    meta.replaceChildren(time, el('span', { class: `status status-${row.status}` }, mark, el('span', { class: row.newestOwn ? '' : 'visually-hidden' }, label)));
  }

  draw(initial);
  return { node, draw };
}

/** @param {import('./types.js').Attachment} file @returns {HTMLElement} */
function attachment(file) {
  const url = safeUrl(file.url);
  const name = plainName(file.name);
  if (url && file.kind === 'image') return thumbnail(file, url, name);
  if (url && (file.kind === 'video' || file.kind === 'audio')) {
    return el(file.kind, { class: file.kind, attrs: { src: url, controls: true, preload: 'metadata', 'aria-label': name } });
  }
  return el('a', { class: 'file', attrs: { href: url, target: '_blank', rel: 'noopener noreferrer nofollow' } },
    icon('file'), el('span', { class: 'visually-hidden' }, t().download),
    el('span', { class: 'file-text' }, el('bdi', { class: 'file-name' }, name), el('span', { class: 'file-size' }, fileSize(file.size))),
    icon('download'));
}

/** @param {import('./types.js').Attachment} file @param {string} url @param {string} name */
function thumbnail(file, url, name) {
  const image = el('img', { attrs: { src: url, alt: name, loading: 'lazy', decoding: 'async' } });
  const button = el('button', { class: 'thumbnail', attrs: { type: 'button', 'aria-label': t().openImage(name) }, on: { click: () => openLightbox(url, name, button) } }, image);
  if (file.width && file.height) {
    // Reserved before the picture is there, so that the log does not jump.
    button.style.aspectRatio = `${file.width} / ${Math.min(file.height, file.width * 1.5)}`;
    button.style.width = `${Math.min(file.width, 240)}px`;
  }
  return button;
}
