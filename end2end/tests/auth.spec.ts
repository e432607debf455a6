// Signing in, and the three ways to a first password: set-up, invitation, reset.
import { expectAccessible } from '../fixtures/axe';
import { startInstance, userWith } from '../fixtures/server';
import { expect, hydrated, logIn, open, test } from '../fixtures/test';

const PASSWORD = 'correct horse battery staple';

test('a wrong password is refused with a message, and the right one works', async ({
  page,
  instance,
  problems,
}) => {
  const agent = userWith(instance.seed, 'agent');
  await open(page, '/login');
  // The browser reports the refusal of a request as an error of its own.
  await problems.allowDuring(/the server responded with a status of 4(01|22)/, async () => {
    await page.locator('#email').fill(agent.email);
    await page.locator('#password').fill('not the password');
    await page.locator('form:has(#password) button[type="submit"]').click();
    await expect(page.getByRole('alert')).toBeVisible();
  });
  await expect(page).toHaveURL(/\/login/);
  await expect(page.locator('#email')).toHaveValue(agent.email);
  await expectAccessible(page, 'login after a wrong password');

  await logIn(page, agent);
  await expect(page).toHaveURL(/\/w\/\d+\/inbox/);
});

test('a page behind the login sends there and back', async ({ page, instance }) => {
  const agent = userWith(instance.seed, 'agent');
  await open(page, '/account/profile');
  await expect(page).toHaveURL(/\/login\?next=/);
  await page.locator('#email').fill(agent.email);
  await page.locator('#password').fill(agent.password);
  await page.locator('form:has(#password) button[type="submit"]').click();
  await expect(page).toHaveURL(/\/account\/profile$/);
});

test('an empty instance is set up once, with the token from its log', async ({
  newPage,
  engine,
  problems,
}) => {
  const empty = await startInstance({ engine });
  try {
    const page = await newPage('owner', { baseURL: empty.url });
    const stranger = await newPage('stranger', { baseURL: empty.url });
    // Without the token there is nothing to fill in.
    await problems.allowDuring(/the server responded with a status of 40[34]/, () =>
      open(stranger, '/setup'),
    );
    await expect(stranger.locator('#password')).toHaveCount(0);

    const link = /\/setup\?token=[\w.-]+/.exec(empty.log())?.[0];
    expect(link, 'the log of an empty instance names the set-up link').toBeTruthy();
    await open(page, link as string);
    await expectAccessible(page, 'setup');
    await page.locator('#organization').fill('Riverside Books');
    await page.locator('#name').fill('Camille Laurent');
    await page.locator('#email').fill('camille@example.com');
    await page.locator('#password').fill(PASSWORD);
    await page.locator('form:has(#password) button[type="submit"]').click();
    await expect(page).toHaveURL(/\/w\/\d+\//);

    await problems.allowDuring(/the server responded with a status of 40[34]/, () =>
      open(stranger, link as string),
    );
    await expect(stranger.locator('#password')).toHaveCount(0);
    await logIn(stranger, { email: 'camille@example.com', password: PASSWORD });
  } finally {
    problems.readLog(empty.log());
    await empty.stop();
  }
});

test('an invitation link makes a new user', async ({ signedIn, newPage, instance }) => {
  const email = `invited-${Date.now()}@example.com`;
  const owner = await signedIn('owner');
  await open(owner, `/w/${instance.seed.workspaces[0].id}/settings/users`);
  await owner.locator('[data-testid="invite"]').click();
  const dialog = owner.getByRole('dialog');
  await dialog.locator('#invite-email').fill(email);
  await dialog.locator('button[type="submit"]').click();
  const link = owner.locator('[data-testid="invite-link"]');
  await expect(link).toHaveValue(/\/invite\/[\w-]+$/);

  const guest = await newPage('guest');
  await open(guest, new URL(await link.inputValue()).pathname);
  await expectAccessible(guest, 'invitation');
  await guest.locator('#name').fill('Noor Haddad');
  await guest.locator('#password').fill(PASSWORD);
  await guest.locator('form:has(#password) button[type="submit"]').click();
  await expect(guest).toHaveURL(/\/w\/\d+\//);
  await hydrated(guest);
});

test('a reset link from the command line sets a new password', async ({ newPage, instance }) => {
  // Not one of those the other specs are signed in as: old password and sessions end here.
  const busy = ['owner', 'agent'].map((role) => userWith(instance.seed, role));
  const user = instance.seed.users.find((user) => !busy.includes(user));
  if (!user) throw new Error('the demonstration data has too few users');
  const printed = await instance.command('user', 'reset-link', user.email);
  const path = /\/reset\/[\w-]+/.exec(printed)?.[0];
  expect(path, 'the command prints the link').toBeTruthy();

  const page = await newPage('forgetful');
  await open(page, path as string);
  await expectAccessible(page, 'reset');
  await page.locator('#password').fill(PASSWORD);
  await page.locator('form:has(#password) button[type="submit"]').click();
  await expect(page).toHaveURL(/\/(login|w\/\d+)/);

  const again = await newPage('again');
  await logIn(again, { email: user.email, password: PASSWORD });
});
