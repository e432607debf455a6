// Without JavaScript one can still sign in and read the inbox.
import { expect, test } from '../fixtures/test';
import { userWith } from '../fixtures/server';

test.use({ javaScriptEnabled: false });

test('sign in and read the inbox without JavaScript', async ({ page, instance }) => {
  const agent = userWith(instance.seed, 'agent');
  await page.goto('/login');
  await page.locator('#email').fill(agent.email);
  await page.locator('#password').fill(agent.password);
  await page.locator('form:has(#password) button[type="submit"]').click();
  await page.waitForURL((url) => !url.pathname.startsWith('/login'));

  await page.goto(`/w/${instance.seed.workspaces[0].id}/inbox`);
  await expect(page.getByRole('main')).toBeVisible();
  const conversation = page.locator('[data-testid="conversation-list"] a').first();
  await conversation.click();
  await expect(page.getByRole('log')).toBeVisible();
  await expect(page.locator('[data-testid="message"]').first()).toBeVisible();
});
