// The demonstration shop's own script: the snippet's stub, the language and the API buttons.
'use strict';

// The stub of the embed snippet. It stands here and not in the page because the page's policy
// forbids inline scripts.
window.Parlance = window.Parlance || function () { (window.Parlance.q = window.Parlance.q || []).push(arguments); };

(() => {
  const french = new URLSearchParams(location.search).get('lang') === 'fr';
  const say = (english, inFrench) => (french ? inFrench : english);
  // Before the widget's loader runs: it takes its language from the document.
  document.documentElement.lang = french ? 'fr' : 'en';

  const customer = { id: 'demo-1001', traits: { name: 'Ada Martin', email: 'ada.martin@example.com' } };
  let basket = 0;

  const actions = {
    open: () => Parlance('open'),
    close: () => Parlance('close'),
    ask: () => Parlance('open'),
    identify: () => Parlance('identify', customer.id, customer.traits),
    message: () => Parlance('newMessage', say('Hello, is the Tern jug dishwasher-safe?', 'Bonjour, le pichet Sterne passe-t-il au lave-vaisselle ?')),
    shutdown: () => { Parlance('shutdown'); Parlance('boot'); },
  };

  for (const name of ['ready', 'open', 'close', 'unread', 'message:sent', 'message:received', 'conversation:opened', 'conversation:closed', 'identified', 'error']) {
    Parlance('on', name, (detail) => log(name, detail));
  }

  function log(name, detail) {
    const list = document.querySelector('[data-events]');
    if (!list) return;
    if (!list.dataset.started) { list.dataset.started = 'yes'; list.replaceChildren(); }
    const line = document.createElement('li');
    line.textContent = detail && Object.keys(detail).length > 0 ? `${name} ${JSON.stringify(detail)}` : name;
    list.append(line);
    list.scrollTop = list.scrollHeight;
  }

  function translate() {
    document.querySelector(`.language a[hreflang="${document.documentElement.lang}"]`)?.setAttribute('aria-current', 'true');
    if (!french) return;
    for (const node of document.querySelectorAll('[data-fr]')) node.textContent = node.dataset.fr;
    for (const node of document.querySelectorAll('[data-fr-label]')) node.setAttribute('aria-label', node.dataset.frLabel);
  }

  document.addEventListener('DOMContentLoaded', () => {
    translate();
    document.addEventListener('click', (event) => {
      const button = event.target.closest('button');
      if (!button) return;
      actions[button.dataset.action]?.();
      if (button.dataset.product) {
        basket += 1;
        const added = say(button.dataset.product, button.dataset.productFr);
        document.querySelector('[data-basket]').textContent = say(`${added} added. ${basket} in your basket.`, `${added} ajouté. ${basket} dans votre panier.`);
      }
    });
  });
})();
