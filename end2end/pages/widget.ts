// The website chat, as a visitor of somebody's page sees it.
import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test';

export class Widget {
  /** The round button; it lives in the shadow tree of the one element the loader adds. */
  readonly launcher: Locator;
  readonly frame: FrameLocator;
  readonly log: Locator;
  readonly composer: Locator;
  readonly typing: Locator;

  constructor(readonly page: Page) {
    const host = page.locator('#parlance-widget');
    this.launcher = host.locator('button[aria-controls]');
    this.frame = host.frameLocator('iframe[title]');
    this.log = this.frame.getByRole('log');
    this.composer = this.frame.locator('textarea');
    this.typing = this.frame.locator('.typing:not([hidden])');
  }

  async open(): Promise<void> {
    await this.page.goto('/demo-site');
    await expect(this.launcher).toHaveAttribute('aria-expanded', 'false');
    await this.launcher.click();
    await expect(this.launcher).toHaveAttribute('aria-expanded', 'true');
    await expect(this.composer).toBeFocused();
  }

  /** Fills the form that may come before the first message. */
  async introduce(name: string, email: string): Promise<void> {
    const form = this.frame.locator('form').filter({ has: this.frame.locator('[name="email"]') });
    if ((await form.count()) === 0) return;
    const nameField = form.locator('[name="name"]');
    if ((await nameField.count()) > 0) await nameField.fill(name);
    await form.locator('[name="email"]').fill(email);
    await form.locator('[type="submit"]').click();
  }

  async write(text: string): Promise<void> {
    await this.composer.pressSequentially(text, { delay: 20 });
  }

  async send(): Promise<void> {
    await this.composer.press('Enter');
    await expect(this.composer).toHaveValue('');
  }

  message(text: string): Locator {
    return this.log.locator('[data-message]').filter({ hasText: text });
  }

  /** The texts of all messages, oldest first. */
  async texts(): Promise<string[]> {
    return this.log.locator('[data-message] .text').allInnerTexts();
  }

  picture(): Locator {
    return this.log.locator('[data-message] img:not(.avatar)');
  }
}
