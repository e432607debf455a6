/**
 * The form before the first message. It asks only for what is not known yet, and it is remembered:
 * the answers travel with the first message.
 */
import { el } from './dom.js';
import { t } from './texts.js';

/** @typedef {import('./types.js').FieldKey} FieldKey */

const INPUT = /** @type {const} */ ({
  name: { type: 'text', autocomplete: 'name', inputmode: 'text' },
  email: { type: 'email', autocomplete: 'email', inputmode: 'email' },
  phone: { type: 'tel', autocomplete: 'tel', inputmode: 'tel' },
});

/**
 * @param {import('./model.js').Model} model @param {import('./controller.js').Controller} controller
 * @param {() => void} onDone
 */
export function createPreChat(model, controller, onDone) {
  const node = el('div', { class: 'prechat' });
  node.hidden = true;
  /** @type {{ key: FieldKey, required: boolean, input: HTMLInputElement, error: HTMLElement }[]} */
  let fields = [];
  let drawn = '';

  function build() {
    const asked = model.missingFields;
    fields = asked.map(({ key, required }) => {
      const id = `field-${key}`;
      const error = el('p', { class: 'field-error', attrs: { id: `${id}-error` } });
      error.hidden = true;
      const input = el('input', {
        attrs: { id, name: key, required, maxlength: 320, dir: 'auto', 'aria-describedby': `${id}-error`, ...INPUT[key] },
        on: { input: () => { if (!error.hidden) check(key); } },
      });
      return { key, required, input, error };
    });
    const allOptional = asked.every((field) => !field.required);
    const form = el('form', { class: 'card', attrs: { novalidate: true, 'aria-labelledby': 'prechat-title' }, on: { submit } },
      el('h2', { attrs: { id: 'prechat-title' } }, t().formTitle),
      el('p', { class: 'hint' }, t().formHint),
      ...fields.map(({ key, required, input, error }) => el('div', { class: 'field' },
        el('label', { attrs: { for: input.id } }, t()[key], ' ',
          required ? el('span', { class: 'required', attrs: { 'aria-hidden': 'true' } }, '*') : el('span', { class: 'hint' }, `(${t().optional})`)),
        input, error)),
      asked.some((field) => field.required) && el('p', { class: 'hint small' }, t().requiredHint),
      el('div', { class: 'actions' },
        el('button', { class: 'primary', attrs: { type: 'submit' } }, t().startChat),
        allOptional && el('button', { class: 'secondary', attrs: { type: 'button' }, on: { click: () => done({}) } }, t().skip)),
    );
    node.replaceChildren(form);
  }

  /** @param {FieldKey} key @returns {boolean} */
  function check(key) {
    const field = fields.find((other) => other.key === key);
    if (!field) return true;
    const value = field.input.value.trim();
    let problem = '';
    if (value === '') problem = field.required ? t().required : '';
    else if (key === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(value)) problem = t().badEmail;
    else if (key === 'phone' && !/^\+?[\d\s().\-/]{5,25}$/.test(value)) problem = t().badPhone;
    field.error.textContent = problem;
    field.error.hidden = problem === '';
    field.input.setAttribute('aria-invalid', String(problem !== ''));
    return problem === '';
  }

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault();
    const wrong = fields.filter((field) => !check(field.key));
    if (wrong[0]) return wrong[0].input.focus();
    done(Object.fromEntries(fields.map(({ key, input }) => [key, input.value.trim()]).filter(([, value]) => value !== '')));
  }

  /** @param {import('./types.js').ContactForm} values */
  function done(values) {
    controller.answerForm(values);
    // The composer appears with the next drawing.
    setTimeout(onDone, 0);
  }

  return {
    node,
    /** @returns {boolean} true while the form waits for answers */
    draw() {
      const signature = model.missingFields.map((field) => field.key).join();
      if (signature !== drawn) {
        drawn = signature;
        if (signature === '') node.replaceChildren(); else build();
      }
      node.hidden = signature === '';
      return signature !== '';
    },
    /** @returns {boolean} false when there is no form */
    focus() {
      fields[0]?.input.focus({ preventScroll: true });
      return !node.hidden;
    },
  };
}
