/** An image at full size. The native dialog traps focus, closes on Escape and gives focus back. */
import { el, icon, iconButton } from './dom.js';
import { t } from './texts.js';

/** @param {string} url @param {string} name @param {HTMLElement} opener */
export function openLightbox(url, name, opener) {
  const close = () => dialog.close();
  const dialog = el('dialog', {
    class: 'lightbox',
    attrs: { 'aria-label': `${t().imagePreview}: ${name}` },
    on: {
      close: () => { dialog.remove(); opener.focus({ preventScroll: true }); },
      click: (event) => { if (event.target === dialog) close(); },
      // Escape ends here; it must not close the chat as well.
      keydown: (event) => { if (event.key === 'Escape') { event.preventDefault(); close(); } },
    },
  },
  el('div', { class: 'lightbox-bar' },
    el('bdi', { class: 'lightbox-name' }, name),
    el('a', { class: 'icon-button', attrs: { href: url, target: '_blank', rel: 'noopener noreferrer nofollow', 'aria-label': t().openInTab, title: t().openInTab } }, icon('open')),
    iconButton('close', t().closeImage, close)),
  el('img', { attrs: { src: url, alt: name } }));
  document.body.append(dialog);
  dialog.showModal();
}
