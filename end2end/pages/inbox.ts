// The agent's inbox: list, open conversation, composer.
import { expect, type Locator, type Page } from '@playwright/test';
import { open } from '../fixtures/test';

export class Inbox {
  readonly list: Locator;
  readonly rows: Locator;
  /** The open conversation's messages. */
  readonly log: Locator;
  readonly composer: Locator;
  readonly typing: Locator;
  /** Open, snoozed or closed: the badge beside the contact's name. */
  readonly status: Locator;
  readonly assignee: Locator;
  /** What is said while the connection is lost. */
  readonly lost: Locator;

  constructor(
    readonly page: Page,
    private readonly workspace: number,
  ) {
    this.list = page.getByTestId('conversation-list');
    this.rows = this.list.getByRole('link');
    this.log = page.getByRole('log');
    this.composer = page.getByTestId('composer').getByRole('textbox');
    this.typing = page.getByTestId('typing');
    this.status = page.locator('section[data-conversation]').getByTestId('status');
    this.assignee = page.getByTestId('assignee-menu');
    this.lost = page.getByTestId('connection-banner').or(page.getByTestId('offline'));
  }

  async open(view: 'mine' | 'unassigned' | 'all'): Promise<void> {
    await open(this.page, `/w/${this.workspace}/inbox/${view}`);
  }

  /** The row of the conversation whose last message reads `text`. */
  row(text: string): Locator {
    return this.rows.filter({ hasText: text });
  }

  /** A message bubble in the open conversation. */
  message(text: string): Locator {
    return this.log.getByTestId('message').filter({ hasText: text });
  }

  /** The texts of the open conversation's messages, oldest first. */
  async texts(): Promise<string[]> {
    return this.log.getByTestId('message-text').allInnerTexts();
  }

  async write(text: string): Promise<void> {
    await this.composer.pressSequentially(text, { delay: 20 });
  }

  async send(): Promise<void> {
    await this.page.getByTestId('composer-send').click();
    await expect(this.composer).toHaveValue('');
  }

  async attach(name: string, buffer: Buffer): Promise<void> {
    const input = this.page.getByTestId('attach-input');
    await input.setInputFiles({ name, mimeType: 'image/png', buffer });
    await expect(this.page.getByTestId('composer-attachment')).toHaveCount(1);
  }

  async close(): Promise<void> {
    await this.page.getByTestId('conversation-close').click();
  }
}
