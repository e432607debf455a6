/**
 * Turns the addresses in a message into links; everything else stays text.
 * Only http, https and mailto exist: any other scheme is shown as written.
 */
import { el } from './dom.js';

const ADDRESS = /\bhttps?:\/\/[^\s<>"']+|\bwww\.[^\s<>"']+\.[^\s<>"']+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gi;

/** @param {string} text @returns {(Node | string)[]} */
export function linkify(text) {
  /** @type {(Node | string)[]} */
  const parts = [];
  let done = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const shown = withoutTail(match[0]);
    const href = addressOf(shown);
    if (!href) continue;
    parts.push(text.slice(done, match.index), el('a', { attrs: { href, target: '_blank', rel: 'noopener noreferrer nofollow' } }, shown));
    done = match.index + shown.length;
  }
  parts.push(text.slice(done));
  return parts;
}

/** The full stop or bracket that ends the sentence is not part of the address. @param {string} found */
function withoutTail(found) {
  let shown = found.replace(/[.,;:!?…]+$/, '');
  while (/[)\]]$/.test(shown) && count(shown, ')') + count(shown, ']') > count(shown, '(') + count(shown, '[')) {
    shown = shown.slice(0, -1).replace(/[.,;:!?…]+$/, '');
  }
  return shown;
}

/** @param {string} text @param {string} character */
function count(text, character) {
  return text.split(character).length - 1;
}

/** @param {string} shown @returns {string | null} */
function addressOf(shown) {
  const candidate = /^https?:/i.test(shown) ? shown : shown.includes('@') && !/^www\./i.test(shown) ? `mailto:${shown}` : `https://${shown}`;
  try {
    const url = new URL(candidate);
    return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}
