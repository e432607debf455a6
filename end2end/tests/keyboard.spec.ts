// Without a mouse: the inbox by its shortcuts, the chat by Tab, Enter and Escape.
import { expect, test } from '../fixtures/test';
import { Inbox } from '../pages/inbox';
import { Widget } from '../pages/widget';

test('the inbox works by keyboard', async ({ signedIn, instance }) => {
  const page = await signedIn('agent');
  const { keyboard } = page;
  const inbox = new Inbox(page, instance.seed.workspaces[0].id);
  await inbox.open('all');
  const answer = `by keyboard ${Date.now().toString(36)}`;

  await test.step('the first Tab leads past the navigation', async () => {
    await keyboard.press('Tab');
    await expect(page.locator(':focus')).toHaveAttribute('href', '#main');
    await keyboard.press('Enter');
    await expect(page.getByRole('main')).toBeFocused();
  });

  await test.step('j and k walk through the list, Enter opens', async () => {
    await keyboard.press('j');
    await expect(inbox.rows.nth(0)).toBeFocused();
    await keyboard.press('j');
    await keyboard.press('j');
    await expect(inbox.rows.nth(2)).toBeFocused();
    await keyboard.press('k');
    await expect(inbox.rows.nth(1)).toBeFocused();
    await keyboard.press('Enter');
    await expect(inbox.rows.nth(1)).toHaveAttribute('aria-current', 'true');
    await expect(inbox.log).toBeVisible();
  });

  await test.step('r writes, Enter sends, Escape leaves', async () => {
    await keyboard.press('r');
    await expect(inbox.composer).toBeFocused();
    // Letters are text here, not shortcuts.
    await keyboard.type(`${answer} jkeir`);
    await keyboard.press('Enter');
    await expect(inbox.message(`${answer} jkeir`)).toBeVisible();
    await expect(inbox.composer).toHaveValue('');
    await expect(inbox.composer).toBeFocused();
    await keyboard.press('Escape');
    await expect(inbox.composer).not.toBeFocused();
  });

  await test.step('i takes the conversation, e closes and reopens it', async () => {
    const events = inbox.log.getByTestId('event-line');
    await expect(inbox.status).toHaveText('Open');
    await keyboard.press('i');
    await expect(inbox.assignee).toContainText('Ada Whitfield');
    await keyboard.press('e');
    await expect(inbox.status).toHaveText('Closed');
    await expect(inbox.row(answer)).toHaveCount(0);
    await expect(events.last()).toContainText('closed the conversation');
    await keyboard.press('e');
    await expect(inbox.status).toHaveText('Open');
    await expect(inbox.row(answer)).toHaveCount(1);
  });

  await test.step('? lists the shortcuts, Escape puts them away', async () => {
    await keyboard.press('?');
    await expect(page.getByRole('dialog')).toBeVisible();
    await keyboard.press('j');
    await keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  });
});

test('the palette leads everywhere by keyboard', async ({ signedIn, instance }) => {
  const page = await signedIn('owner');
  const inbox = new Inbox(page, instance.seed.workspaces[0].id);
  await inbox.open('mine');
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('channels');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/settings\/channels$/);
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await expect(page).toHaveURL(/\/inbox$/);
});

test('the chat works by keyboard', async ({ newPage }) => {
  const page = await newPage('visitor');
  const { keyboard } = page;
  const widget = new Widget(page);
  const focused = widget.frame.locator(':focus');
  await page.goto('/demo-site?lang=en');
  await expect(widget.launcher).toBeVisible();

  await test.step('Tab reaches the launcher, Enter opens the chat', async () => {
    for (let steps = 0; steps < 60; steps += 1) {
      await keyboard.press('Tab');
      if (await widget.launcher.evaluate((button) => button.matches(':focus'))) break;
    }
    await expect(widget.launcher).toBeFocused();
    await keyboard.press('Enter');
    await widget.ready();
  });

  await test.step('the form before the first message', async () => {
    await expect(focused).toHaveAttribute('name', 'name');
    await keyboard.type('Imani Okafor');
    await keyboard.press('Tab');
    await keyboard.type('not an address');
    await keyboard.press('Enter');
    await expect(focused).toHaveAttribute('aria-invalid', 'true');
    await keyboard.press('ControlOrMeta+a');
    await keyboard.type('imani@example.com');
    await keyboard.press('Enter');
    await expect(widget.composer).toBeFocused();
  });

  await test.step('Shift+Enter is a new line, Enter sends', async () => {
    await keyboard.type('first line');
    await keyboard.press('Shift+Enter');
    await keyboard.type('second line');
    await keyboard.press('Enter');
    await expect(widget.message('second line')).toContainText('first line');
    await expect(widget.composer).toBeFocused();
  });

  await test.step('Escape closes the chat and gives the focus back', async () => {
    await keyboard.press('Escape');
    await expect(widget.launcher).toHaveAttribute('aria-expanded', 'false');
    await expect(widget.launcher).toBeFocused();
    await keyboard.press('Enter');
    await widget.ready();
    await expect(widget.composer).toBeFocused();
  });
});
