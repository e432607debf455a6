/**
 * The frame's side of the conversation with the host page.
 *
 * The host page is not trusted more than its origin: the sender must be the parent window, its
 * origin must be on the key's list, and once it has introduced itself no other origin is heard.
 * Answers go to exactly that origin.
 */

const TYPES = new Set(['init', 'visibility', 'page', 'call']);

/** @typedef {{ type: 'init' | 'visibility' | 'page' | 'call', data: Record<string, any> }} HostMessage */

/**
 * @param {string[]} patterns allowed origins of the key
 * @param {(message: HostMessage) => void} onMessage
 */
export function createBridge(patterns, onMessage) {
  /** @type {string | null} */
  let hostOrigin = null;

  window.addEventListener('message', (event) => {
    if (window.parent === window || event.source !== window.parent) return;
    if (hostOrigin === null ? !originAllowed(event.origin, patterns, location.origin) : event.origin !== hostOrigin) return;
    const message = readEnvelope(event.data);
    if (message === null || (hostOrigin === null && message.type !== 'init')) return;
    hostOrigin = event.origin;
    onMessage(message);
  });

  return {
    /** Origin of the host page, once known. */
    get origin() { return hostOrigin; },
    /** @param {string} type @param {Record<string, unknown>} [data] */
    send(type, data = {}) {
      if (hostOrigin !== null) window.parent.postMessage({ w: 1, type, data }, hostOrigin);
    },
  };
}

/** @param {unknown} raw @returns {HostMessage | null} */
function readEnvelope(raw) {
  const envelope = /** @type {any} */ (raw);
  if (typeof envelope !== 'object' || envelope === null || envelope.w !== 1 || !TYPES.has(envelope.type)) return null;
  const { type, data } = envelope;
  if (typeof data !== 'object' || data === null) return null;
  const valid = {
    init: () => (data.token === null || isText(data.token, 1024)) && (data.kept === undefined || data.kept === null || isText(data.kept, 500_000)) && isPage(data.page) && isText(data.locale, 20) && typeof data.open === 'boolean',
    visibility: () => typeof data.open === 'boolean' && ['boolean', 'undefined'].includes(typeof data.focused),
    page: () => isPage(data),
    call: () => isText(data.method, 40) && Array.isArray(data.args) && data.args.length <= 4,
  };
  return valid[/** @type {HostMessage['type']} */ (type)]() ? { type, data } : null;
}

/** @param {unknown} value @param {number} max */
function isText(value, max) {
  return typeof value === 'string' && value.length <= max;
}

/** @param {any} page */
function isPage(page) {
  return typeof page === 'object' && page !== null && isText(page.url, 4000) && isText(page.title, 1000)
    && (page.referrer === undefined || isText(page.referrer, 4000));
}

/**
 * The same reading of a pattern as `frame-ancestors`: `[scheme://][*.]host[:port]`. Without a port
 * only the scheme's default port matches; `*.` stands for one or more labels and not for the bare
 * domain; without a scheme https is meant, and http where we ourselves are served by http.
 * An empty list means our own origin only.
 *
 * @param {string} origin @param {string[]} patterns @param {string} home
 */
export function originAllowed(origin, patterns, home) {
  if (origin === home && patterns.length === 0) return true;
  if (!/^https?:\/\//.test(origin)) return false; // "null", extensions, files
  const url = new URL(origin);
  return patterns.some((pattern) => {
    if (pattern === '*') return true;
    const parts = /^(?:(https?):\/\/)?(\*\.)?([^/:*]+|\[[^\]]+\])(?::(\d+|\*))?\/?$/i.exec(pattern.trim());
    if (!parts) return false;
    const [, scheme, wildcard, name = '', port] = parts;
    const host = name.toLowerCase();
    const schemeFits = scheme ? url.protocol === `${scheme.toLowerCase()}:` : url.protocol === 'https:' || home.startsWith('http:');
    const hostFits = wildcard ? url.hostname.endsWith(`.${host}`) : url.hostname === host;
    const usual = url.protocol === 'https:' ? '443' : '80';
    const portFits = port === '*' || (port ?? usual) === (url.port || usual);
    return schemeFits && hostFits && portFits;
  });
}
