// The website chat, as a visitor of somebody's page sees it.
import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test';

export class Widget {
  /** The round button; it lives in the shadow tree of the one element the loader adds. */
  readonly launcher: Locator;
  readonly frame: FrameLocator;
  /** The form that may come before the first message. */
  readonly form: Locator;
  readonly log: Locator;
  readonly composer: Locator;
  readonly typing: Locator;
  /** What is said while the connection is lost. */
  readonly lost: Locator;

  constructor(readonly page: Page) {
    const host = page.locator('#parlance-widget');
    this.launcher = host.locator('button[aria-controls]');
    this.frame = host.frameLocator('iframe[title]');
    this.form = this.frame.locator('.prechat form');
    this.log = this.frame.getByRole('log');
    this.composer = this.frame.locator('textarea');
    this.typing = this.frame.locator('.typing.shown');
    this.lost = this.frame.locator('.notice');
  }

  /** Opens the chat on the demonstration shop; the visitor can answer the form or write. */
  async open(language = 'en'): Promise<void> {
    await this.page.goto(`/demo-site?lang=${language}`);
    await expect(this.launcher).toHaveAttribute('aria-expanded', 'false');
    await this.launcher.click();
    await this.ready();
  }

  async ready(): Promise<void> {
    await expect(this.launcher).toHaveAttribute('aria-expanded', 'true');
    await expect(this.frame.locator('input:focus, textarea:focus')).toBeVisible();
  }

  /** Fills the form before the first message, where there is one. */
  async introduce(name: string, email: string): Promise<void> {
    if (!(await this.form.isVisible())) return;
    await this.form.locator('[name="name"]').fill(name);
    await this.form.locator('[name="email"]').fill(email);
    await this.form.locator('[type="submit"]').click();
    await expect(this.composer).toBeFocused();
  }

  async write(text: string): Promise<void> {
    await this.composer.pressSequentially(text, { delay: 20 });
  }

  async send(): Promise<void> {
    await this.composer.press('Enter');
    await expect(this.composer).toHaveValue('');
  }

  message(text: string): Locator {
    return this.log.locator('.message').filter({ hasText: text });
  }

  /** The texts of all messages, oldest first. */
  async texts(): Promise<string[]> {
    return this.log.locator('.bubble').allInnerTexts();
  }

  picture(): Locator {
    return this.log.locator('.thumbnail img');
  }
}
