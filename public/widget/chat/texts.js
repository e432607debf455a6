/**
 * Every built-in text, English and French side by side: a missing translation is a type error.
 * Texts that a customer writes (greeting, away text, title) come from the server already resolved.
 */

/** @typedef {'en' | 'fr'} Locale */

const en = {
  closeChat: 'Close chat',
  conversation: 'Conversation',
  online: 'Online',
  away: 'We are away at the moment. Leave a message and we will reply here.',
  loading: 'Loading the conversation…',
  unavailable: 'The chat is not available right now.',
  tryAgain: 'Try again',
  placeholder: 'Write a message…',
  messageLabel: 'Your message',
  send: 'Send',
  attach: 'Attach files',
  emoji: 'Insert an emoji',
  emojiList: 'Emoji',
  you: 'You',
  today: 'Today',
  yesterday: 'Yesterday',
  newMessages: 'New messages',
  newMessagePill: (/** @type {number} */ n) => (n === 1 ? '1 new message' : `${n} new messages`),
  toBottom: 'Go to the newest message',
  loadingOlder: 'Loading earlier messages…',
  isTyping: (/** @type {string} */ name) => `${name} is typing…`,
  sending: 'Sending…',
  sent: 'Sent',
  delivered: 'Delivered',
  read: 'Seen',
  failed: 'Not sent.',
  retry: 'Retry',
  discard: 'Delete',
  offline: 'You are offline. Messages are sent as soon as you are back.',
  reconnecting: 'Connection lost. Reconnecting…',
  closed: 'This conversation is closed. Write a message to continue.',
  tooLong: (/** @type {number} */ over) => `${over} characters too many`,
  left: (/** @type {number} */ n) => `${n} characters left`,
  dropFiles: 'Drop files to send them',
  uploading: (/** @type {number} */ percent) => `Uploading, ${percent} %`,
  uploadDone: 'Ready to send',
  uploadFailed: 'The upload failed.',
  uploadTooLarge: (/** @type {string} */ max) => `Too large. The limit is ${max}.`,
  uploadType: 'This type of file cannot be sent.',
  uploadEmpty: 'This file is empty.',
  uploadTooMany: (/** @type {number} */ n) => `At most ${n} files per message.`,
  remove: (/** @type {string} */ name) => `Remove ${name}`,
  retryUpload: (/** @type {string} */ name) => `Upload ${name} again`,
  waitForUpload: 'Your message is sent when the upload is done.',
  openImage: (/** @type {string} */ name) => `Open image ${name}`,
  imagePreview: 'Image',
  openInTab: 'Open in a new tab',
  closeImage: 'Close image',
  download: 'Download',
  formTitle: 'Before we start',
  formHint: 'So that we can get back to you.',
  name: 'Name',
  email: 'Email',
  phone: 'Phone',
  optional: 'optional',
  requiredHint: 'Fields marked * are required.',
  required: 'Please fill in this field.',
  badEmail: 'Please enter a valid email address.',
  badPhone: 'Please enter a valid phone number.',
  startChat: 'Start chat',
  skip: 'Skip',
  genericError: 'Something went wrong. Please try again.',
  tooFast: 'Too many messages. Please wait a moment.',
  units: ['bytes', 'KB', 'MB', 'GB'],
};

/** @type {typeof en} */
const fr = {
  closeChat: 'Fermer le chat',
  conversation: 'Conversation',
  online: 'En ligne',
  away: 'Nous sommes absents pour le moment. Laissez un message, nous vous répondrons ici.',
  loading: 'Chargement de la conversation…',
  unavailable: 'Le chat n’est pas disponible pour le moment.',
  tryAgain: 'Réessayer',
  placeholder: 'Écrivez un message…',
  messageLabel: 'Votre message',
  send: 'Envoyer',
  attach: 'Joindre des fichiers',
  emoji: 'Insérer un émoji',
  emojiList: 'Émojis',
  you: 'Vous',
  today: 'Aujourd’hui',
  yesterday: 'Hier',
  newMessages: 'Nouveaux messages',
  newMessagePill: (n) => (n === 1 ? '1 nouveau message' : `${n} nouveaux messages`),
  toBottom: 'Aller au dernier message',
  loadingOlder: 'Chargement des messages précédents…',
  isTyping: (name) => `${name} écrit…`,
  sending: 'Envoi…',
  sent: 'Envoyé',
  delivered: 'Distribué',
  read: 'Vu',
  failed: 'Non envoyé.',
  retry: 'Réessayer',
  discard: 'Supprimer',
  offline: 'Vous êtes hors ligne. Vos messages partiront dès votre retour.',
  reconnecting: 'Connexion perdue. Reconnexion…',
  closed: 'Cette conversation est terminée. Écrivez un message pour la reprendre.',
  tooLong: (over) => `${over} caractères en trop`,
  left: (n) => `${n} caractères restants`,
  dropFiles: 'Déposez vos fichiers pour les envoyer',
  uploading: (percent) => `Envoi en cours, ${percent} %`,
  uploadDone: 'Prêt à envoyer',
  uploadFailed: 'L’envoi du fichier a échoué.',
  uploadTooLarge: (max) => `Trop volumineux. La limite est de ${max}.`,
  uploadType: 'Ce type de fichier ne peut pas être envoyé.',
  uploadEmpty: 'Ce fichier est vide.',
  uploadTooMany: (n) => `${n} fichiers au maximum par message.`,
  remove: (name) => `Retirer ${name}`,
  retryUpload: (name) => `Renvoyer ${name}`,
  waitForUpload: 'Votre message partira une fois le fichier transféré.',
  openImage: (name) => `Ouvrir l’image ${name}`,
  imagePreview: 'Image',
  openInTab: 'Ouvrir dans un nouvel onglet',
  closeImage: 'Fermer l’image',
  download: 'Télécharger',
  formTitle: 'Avant de commencer',
  formHint: 'Pour que nous puissions vous répondre.',
  name: 'Nom',
  email: 'E-mail',
  phone: 'Téléphone',
  optional: 'facultatif',
  requiredHint: 'Les champs marqués * sont obligatoires.',
  required: 'Veuillez remplir ce champ.',
  badEmail: 'Veuillez saisir une adresse e-mail valide.',
  badPhone: 'Veuillez saisir un numéro de téléphone valide.',
  startChat: 'Démarrer le chat',
  skip: 'Passer',
  genericError: 'Une erreur est survenue. Veuillez réessayer.',
  tooFast: 'Trop de messages. Veuillez patienter un instant.',
  units: ['octets', 'Ko', 'Mo', 'Go'],
};

const TEXTS = { en, fr };

/** @typedef {typeof en} Texts */

/** The current language; views read it when they draw, `setLocale` makes them draw again. */
let current = { locale: /** @type {Locale} */ ('en'), texts: en };

/** @param {unknown} wanted @returns {Locale} */
export function setLocale(wanted) {
  const locale = wanted === 'fr' ? 'fr' : 'en';
  current = { locale, texts: TEXTS[locale] };
  document.documentElement.lang = locale;
  return locale;
}

/** @returns {Texts} */
export const t = () => current.texts;

/** @returns {Locale} */
export const currentLocale = () => current.locale;

/** @param {number} at milliseconds */
export function timeOfDay(at) {
  return new Intl.DateTimeFormat(current.locale, { hour: 'numeric', minute: '2-digit' }).format(at);
}

/** "Today", "Yesterday" or a date. @param {number} at milliseconds */
export function dayName(at) {
  const now = new Date();
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (sameDay(at, now.getTime())) return current.texts.today;
  if (sameDay(at, yesterday.getTime())) return current.texts.yesterday;
  const year = new Date(at).getFullYear() === now.getFullYear() ? undefined : 'numeric';
  return new Intl.DateTimeFormat(current.locale, { weekday: 'long', day: 'numeric', month: 'long', year }).format(at);
}

/** @param {number} a @param {number} b */
export function sameDay(a, b) {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

/** @param {number} bytes */
export function fileSize(bytes) {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < 3) { value /= 1024; unit += 1; }
  const digits = unit === 0 || value >= 10 ? 0 : 1;
  return `${new Intl.NumberFormat(current.locale, { maximumFractionDigits: digits }).format(value)} ${current.texts.units[unit]}`;
}
