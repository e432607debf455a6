/**
 * Building DOM without HTML strings: text of other people only ever becomes a text node or an
 * attribute, so there is nothing to escape and nothing to forget.
 */

const SVG = 'http://www.w3.org/2000/svg';

/** Outlines on a 24 px grid. @type {Record<string, string>} */
const ICONS = {
  close: 'M6 6l12 12M18 6L6 18',
  attach: 'M20.5 11.5l-8.4 8.4a5.4 5.4 0 0 1-7.6-7.6l8.7-8.7a3.6 3.6 0 0 1 5.1 5.1l-8.7 8.7a1.8 1.8 0 0 1-2.6-2.6l8-8',
  smile: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.5 14.2a4.4 4.4 0 0 0 7 0M9 9.5v.01M15 9.5v.01',
  send: 'M12 19V5M6 11l6-6 6 6',
  down: 'M12 5v14M18 13l-6 6-6-6',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2',
  check: 'M5 13l4 4L19 7',
  checks: 'M2 13l4 4L16 7M12 16l1 1L23 7',
  alert: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7.5v5M12 16v.01',
  file: 'M13.5 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8.5zM13.5 3v5.5H19',
  download: 'M12 4v11M7 11l5 5 5-5M5 20h14',
  retry: 'M4 5v5h5M4.6 15a8 8 0 1 0 1-8L4 10',
  open: 'M14 4h6v6M20 4l-9 9M18 14v4a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2h4',
};

/**
 * @typedef {object} Options
 * @property {string} [class]
 * @property {Record<string, string | number | boolean | null | undefined>} [attrs] true sets an empty attribute; false, null and undefined leave it away
 * @property {Record<string, (event: any) => void>} [on]
 */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Options} [options]
 * @param {(Node | string | null | undefined | false)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, options = {}, ...children) {
  const node = document.createElement(tag);
  if (options.class) node.className = options.class;
  for (const [name, value] of Object.entries(options.attrs ?? {})) {
    if (value === false || value === null || value === undefined) continue;
    node.setAttribute(name, value === true ? '' : String(value));
  }
  for (const [name, listener] of Object.entries(options.on ?? {})) node.addEventListener(name, listener);
  for (const child of children) if (child) node.append(child);
  return node;
}

/** @param {string} name one of ICONS; always decorative, the label is on the control */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', `icon icon-${name}`);
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', ICONS[name] ?? '');
  svg.append(path);
  return svg;
}

/**
 * A round button with an icon and a spoken name.
 * @param {string} iconName @param {string} label @param {(event: MouseEvent) => void} onClick @param {string} [extraClass]
 */
export function iconButton(iconName, label, onClick, extraClass = '') {
  return el('button', { class: `icon-button ${extraClass}`, attrs: { type: 'button', 'aria-label': label, title: label }, on: { click: onClick } }, icon(iconName));
}

/**
 * Photo or initials. A photo that does not load falls back to the initials.
 * @param {import('./types.js').Person} person
 */
export function avatar(person) {
  const node = el('span', { class: 'avatar', attrs: { 'aria-hidden': 'true' } }, plainName(person.initials).slice(0, 3));
  const url = person.avatar ? safeUrl(person.avatar) : null;
  if (url) {
    const image = el('img', { attrs: { src: url, alt: '' } });
    image.addEventListener('error', () => image.remove());
    node.append(image);
  }
  return node;
}

/**
 * Names are shown with direction overrides and invisible characters made visible: they are the
 * classic way to disguise a file's extension or to pass for somebody else.
 * @param {string} name
 */
export function plainName(name) {
  return name.replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '\ufffd');
}

/**
 * Only http(s) addresses may be loaded or linked as a file.
 * @param {string} url @returns {string | null}
 */
export function safeUrl(url) {
  try {
    const parsed = new URL(url, location.href);
    return parsed.protocol === 'https:' || parsed.protocol === 'http:' ? parsed.href : null;
  } catch {
    return null;
  }
}
