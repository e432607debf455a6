/**
 * Files on their way into the next message. Each is uploaded as soon as it is chosen; a file that
 * cannot be sent stays visible with the reason until the visitor removes it.
 */
import { ApiError } from './api.js';
import { el, icon, iconButton, plainName } from './dom.js';
import { fileSize, t } from './texts.js';

const MAX_FILES = 10;

/** @typedef {{ file: File, node: HTMLElement, state: 'uploading' | 'done' | 'failed', result: import('./types.js').Attachment | null, abort: () => void, release: () => void }} Item */

/**
 * @param {import('./model.js').Model} model @param {import('./controller.js').Controller} controller
 * @param {() => void} onChange
 */
export function createTray(model, controller, onChange) {
  const node = el('ul', { class: 'tray' });
  node.hidden = true;
  /** @type {Item[]} */
  let items = [];

  function changed() {
    node.hidden = items.length === 0;
    onChange();
  }

  /** @param {File} file @returns {string} why it cannot be sent, or nothing */
  function refusal(file) {
    const { max_bytes: max, accept } = model.config?.uploads ?? { max_bytes: 0, accept: [] };
    if (items.length >= MAX_FILES) return t().uploadTooMany(MAX_FILES);
    if (file.size === 0) return t().uploadEmpty;
    if (file.size > max) return t().uploadTooLarge(fileSize(max));
    // The server looks at the content; this only saves a pointless upload.
    const fits = accept.some((type) => type === file.type || (type.endsWith('/*') && file.type.startsWith(type.slice(0, -1)))
      || (type.startsWith('.') && file.name.toLowerCase().endsWith(type.toLowerCase())));
    return fits ? '' : t().uploadType;
  }

  /** @param {File} file */
  function add(file) {
    const name = plainName(file.name);
    const bar = el('span', { class: 'bar' });
    const status = el('span', { class: 'tray-status' });
    const retry = iconButton('retry', t().retryUpload(name), () => upload(), 'small');
    const remove = iconButton('close', t().remove(name), () => drop(item), 'small');
    const preview = el('span', { class: 'tray-preview' }, icon('file'));
    const row = el('li', { class: 'tray-item' }, preview,
      el('span', { class: 'tray-text' }, el('bdi', { class: 'file-name' }, name), status, el('span', { class: 'progress', attrs: { 'aria-hidden': 'true' } }, bar)),
      retry, remove);
    let release = () => {};
    if (/^image\/(png|jpeg|gif|webp|avif)$/.test(file.type)) {
      const url = URL.createObjectURL(file);
      const image = el('img', { attrs: { src: url, alt: '' } });
      image.addEventListener('error', () => image.replaceWith(icon('file')));
      preview.replaceChildren(image);
      release = () => URL.revokeObjectURL(url);
    }
    /** @type {Item} */
    const item = { file, node: row, state: 'uploading', result: null, abort: () => {}, release };

    /** @param {Item['state']} state @param {string} text @param {boolean} canRetry */
    function show(state, text, canRetry = false) {
      item.state = state;
      row.dataset.state = state;
      status.textContent = text;
      status.setAttribute('role', state === 'failed' ? 'alert' : 'none');
      retry.hidden = !canRetry;
      changed();
    }

    function upload() {
      const job = controller.api.upload(file, (share) => {
        const percent = Math.round(share * 100);
        bar.style.width = `${percent}%`;
        status.textContent = t().uploading(percent);
      });
      item.abort = job.abort;
      show('uploading', t().uploading(0));
      job.done.then((result) => {
        item.result = result;
        show('done', fileSize(file.size));
      }, (/** @type {ApiError} */ error) => {
        if (error.code === 'aborted') return;
        const text = error.spoken || (error.status === 413 ? t().uploadTooLarge(fileSize(model.config?.uploads.max_bytes ?? 0)) : error.status === 415 ? t().uploadType : t().uploadFailed);
        show('failed', text, error.temporary || error.status === 401);
      });
    }

    const problem = refusal(file);
    items.push(item);
    node.append(row);
    if (problem) show('failed', problem); else upload();
    row.scrollIntoView({ block: 'nearest' });
  }

  /** @param {Item} item */
  function drop(item) {
    item.abort();
    item.release();
    item.node.remove();
    items = items.filter((other) => other !== item);
    changed();
  }

  return {
    node,
    /** @param {File[]} files */
    add: (files) => files.forEach(add),
    count: () => items.length,
    busy: () => items.some((item) => item.state === 'uploading'),
    failed: () => items.some((item) => item.state === 'failed'),
    /** Hands over what is uploaded and empties the tray. @returns {import('./types.js').Attachment[]} */
    take() {
      const results = items.flatMap((item) => item.result ?? []);
      for (const item of [...items]) drop(item);
      return results;
    },
    dispose() { for (const item of items) { item.abort(); item.release(); } },
  };
}
