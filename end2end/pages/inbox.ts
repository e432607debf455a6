// The agent's inbox: list, open conversation, composer.
import { expect, type Locator, type Page } from '@playwright/test';
import { open } from '../fixtures/test';

export class Inbox {
  readonly list: Locator;
  /** The open conversation's messages. */
  readonly log: Locator;
  readonly composer: Locator;
  readonly typing: Locator;

  constructor(
    readonly page: Page,
    private readonly workspace: number,
  ) {
    this.list = page.locator('[data-testid="conversation-list"]');
    this.log = page.getByRole('log');
    this.composer = page.locator('[data-testid="composer"]').getByRole('textbox');
    this.typing = page.locator('[data-testid="typing"]');
  }

  async open(): Promise<void> {
    await open(this.page, `/w/${this.workspace}/inbox`);
  }

  /** The row of the conversation whose last message reads `text`. */
  row(text: string): Locator {
    return this.list.getByRole('link').filter({ hasText: text });
  }

  /** A message bubble in the open conversation. */
  message(text: string): Locator {
    return this.log.locator('[data-testid="message"]').filter({ hasText: text });
  }

  /** The texts of the open conversation's messages, oldest first. */
  async texts(): Promise<string[]> {
    return this.log.locator('[data-testid="message-text"]').allInnerTexts();
  }

  async write(text: string): Promise<void> {
    await this.composer.pressSequentially(text, { delay: 20 });
  }

  async send(): Promise<void> {
    await this.page.locator('[data-testid="composer-send"]').click();
    await expect(this.composer).toHaveValue('');
  }

  async attach(name: string, buffer: Buffer): Promise<void> {
    const input = this.page.locator('[data-testid="composer"] input[type="file"]');
    await input.setInputFiles({ name, mimeType: 'image/png', buffer });
    await expect(this.page.locator('[data-testid="composer-attachment"]')).toHaveCount(1);
  }

  async close(): Promise<void> {
    await this.page.locator('[data-testid="conversation-close"]').click();
  }
}
