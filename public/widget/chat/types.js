/**
 * Shapes of the protocol `/w/v1`, for the editor and the type checker only: nothing imports this
 * file at run time.
 *
 * @typedef {{ id: number | string, name: string, mime: string, size: number, kind: 'image' | 'video' | 'audio' | 'file', url: string, width?: number, height?: number }} Attachment
 * @typedef {{ name: string, initials: string, avatar?: string | null }} Person
 * @typedef {'sent' | 'delivered' | 'read'} Status
 * @typedef {{ id: number, client_id: string | null, from: 'visitor' | 'agent' | 'system', author: Person | null, text: string | null, attachments: Attachment[], at: number, status: Status }} Message
 * @typedef {{ name?: string, email?: string, phone?: string }} ContactForm
 * @typedef {keyof ContactForm} FieldKey
 * @typedef {{ key: FieldKey, required: boolean }} PreChatField
 * @typedef {object} Config
 * @property {string} title
 * @property {string} [subtitle]
 * @property {string} [greeting]
 * @property {string} [away_text]
 * @property {string} [reply_time]
 * @property {string} color
 * @property {string} workspace
 * @property {boolean} online
 * @property {Person[]} agents
 * @property {{ enabled: boolean, fields: PreChatField[] }} pre_chat
 * @property {{ max_bytes: number, accept: string[] }} uploads
 * @property {number} max_text
 * @typedef {{ status: 'open' | 'closed' | 'snoozed' }} Conversation
 * @typedef {{ visitor_token: string, config: Config, contact: { name?: string, email?: string, phone?: string } | null, conversation: Conversation | null, messages: Message[], has_more: boolean, cursor: string, unread: number }} Session
 * @typedef {{ url: string, title: string, referrer?: string }} Page
 * @typedef {{ client_id: string, text: string | null, attachments: Attachment[], form: ContactForm | null, page: Page | null, at: number, state: 'sending' | 'failed', error: string | null }} Pending
 * @typedef {{ event: string, id: string | null, data: any }} LiveEvent
 * @typedef {{ key: string, origins: string[], api: string }} Boot
 */

export {};
