// Without JavaScript one can still sign in, read the inbox, and sign out.
import { userNamed } from '../fixtures/server';
import { expect, fillLogIn, test } from '../fixtures/test';
import { Inbox } from '../pages/inbox';

test.use({ javaScriptEnabled: false });

test('sign in and read the inbox without JavaScript', async ({ page, instance }) => {
  const workspace = instance.seed.workspaces[0].id;
  await page.goto(`/w/${workspace}/inbox/all`);
  await expect(page).toHaveURL(/\/login\?next=/);
  await fillLogIn(page, userNamed(instance.seed, 'agent2'));
  await expect(page).toHaveURL(/\/inbox\/all$/);

  const inbox = new Inbox(page, workspace);
  await inbox.rows.nth(1).click();
  await expect(page).toHaveURL(/\/inbox\/all\/\d+$/);
  await expect(inbox.log).toBeVisible();
  await expect(inbox.log.getByTestId('message').first()).toBeVisible();
  await expect(page.getByTestId('contact-panel')).toBeVisible();

  await page.getByTestId('filter-closed').click();
  await expect(page).toHaveURL(/status=closed/);
  await expect(inbox.rows.first()).toBeVisible();

  await page.getByTestId('account-menu-open').click();
  await page.locator('#sign-out').click();
  await expect(page).toHaveURL(/\/login/);
});

test('a wrong password is told without JavaScript', async ({ page }) => {
  await page.goto('/login');
  await fillLogIn(page, { email: 'nobody@example.com', password: 'not the password' });
  await expect(page.getByRole('alert')).toBeVisible();
});
