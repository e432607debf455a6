/**
 * The one colour a customer chooses, made readable: text on it is black or white, and where it is
 * used as a text colour itself it is moved towards black or white until it has 4.5 : 1.
 */

const LIGHT_SURFACE = '#ffffff';
const DARK_SURFACE = '#1d232a';

/** Sets the accent variables of the document. @param {string} color */
export function applyAccent(color) {
  const accent = /^#[0-9a-f]{6}$/i.test(color) ? color : '#0f766e';
  const style = document.documentElement.style;
  style.setProperty('--pw-accent', accent);
  style.setProperty('--pw-on-accent', contrast(accent, '#000000') > contrast(accent, '#ffffff') ? '#000' : '#fff');
  style.setProperty('--pw-accent-text-light', readable(accent, LIGHT_SURFACE, 0));
  style.setProperty('--pw-accent-text-dark', readable(accent, DARK_SURFACE, 255));
}

/** @param {string} color @param {string} surface @param {number} towards 0 or 255 */
function readable(color, surface, towards) {
  let channels = rgb(color);
  let result = color;
  for (let step = 0; step < 20 && contrast(result, surface) < 4.6; step++) {
    channels = channels.map((c) => c + (towards - c) * 0.12);
    result = `#${channels.map((c) => Math.round(c).toString(16).padStart(2, '0')).join('')}`;
  }
  return result;
}

/** @param {string} hex @returns {number[]} */
function rgb(hex) {
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
}

/** Relative luminance of WCAG 2. @param {string} hex */
function luminance(hex) {
  const [r = 0, g = 0, b = 0] = rgb(hex).map((value) => {
    const c = value / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** @param {string} a @param {string} b */
function contrast(a, b) {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}
