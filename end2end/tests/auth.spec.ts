// Signing in, and the three ways to a first password: set-up, invitation, reset.
import type { Page } from '@playwright/test';
import { examine, expectAccessible } from '../fixtures/axe';
import { englishIn, untranslated, wordsOf } from '../fixtures/language';
import { startInstance, userNamed } from '../fixtures/server';
import { expect, fillLogIn, hydrated, logIn, open, test } from '../fixtures/test';

const PASSWORD = 'violet kettle over the bridge';

test('a wrong password is refused with a message, and the right one works', async ({
  page,
  instance,
  problems,
}) => {
  const { email, password } = userNamed(instance.seed, 'agent');
  await open(page, '/login');
  // The browser reports the refusal of a request as an error of its own.
  await problems.allowDuring(/the server responded with a status of 422/, async () => {
    await fillLogIn(page, { email, password: 'not the password' });
    await expect(page.getByRole('alert')).toContainText('The email address or the password is wrong.');
  });
  await expect(page).toHaveURL(/\/login/);
  await expect(page.locator('#email')).toHaveValue(email);
  await expectAccessible(page, 'login after a wrong password');

  await fillLogIn(page, { email, password });
  await expect(page).toHaveURL(/\/w\/\d+\/inbox/);
});

test('who tries too often is told to wait', async ({ page, problems }) => {
  // Nobody has this address; that must make no difference.
  const guess = { email: 'guess@example.com', password: 'not the password' };
  await open(page, '/login');
  const answered = () =>
    page.waitForResponse((response) => response.request().method() === 'POST');
  await problems.allowDuring(/the server responded with a status of 4(22|29)/, async () => {
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      await Promise.all([answered(), fillLogIn(page, guess)]);
    }
    const [refused] = await Promise.all([answered(), fillLogIn(page, guess)]);
    expect(refused.status()).toBe(429);
    expect(Number(refused.headers()['retry-after'])).toBeGreaterThan(0);
    await expect(page.getByRole('alert')).toContainText(/Too many attempts\. Please try again in \d/);
  });
});

test('a page behind the login sends there and back', async ({ page, instance }) => {
  await open(page, '/account/profile');
  await expect(page).toHaveURL(/\/login\?next=/);
  await fillLogIn(page, userNamed(instance.seed, 'agent'));
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
    await open(page, '/');
    await expect(page).toHaveURL(/\/setup$/);
    // Without the token there is nothing to fill in but the token.
    await expect(page.locator('#password')).toHaveCount(0);
    await inBothLanguages(page, '/setup', 'setup without a token');

    const link = /\/setup\?token=[\w.-]+/.exec(empty.log())?.[0];
    expect(link, 'the log of an empty instance names the set-up link').toBeTruthy();
    await inBothLanguages(page, link as string, 'setup');
    await page.locator('#organization').fill('Riverside Books');
    await page.locator('#name').fill('Camille Laurent');
    await page.locator('#email').fill('camille@example.com');
    await page.locator('#password').fill(PASSWORD);
    await page.locator('form:has(#password) button[type="submit"]').click();
    await expect(page).toHaveURL(/\/w\/\d+\/inbox/);

    await problems.allowDuring(/the server responded with a status of 404/, () =>
      open(stranger, link as string),
    );
    await expect(stranger.locator('#password')).toHaveCount(0);
    await logIn(stranger, { email: 'camille@example.com', password: PASSWORD });
  } finally {
    problems.readLog(empty.log());
    await empty.stop();
  }
});

test('where mail leaves the instance, a reset link can be asked for', async ({
  newPage,
  engine,
}) => {
  // Nobody listens there; the answer is the same for every address anyway.
  const env = { PARLANCE_SMTP_URL: 'smtp://127.0.0.1:9' };
  const mailing = await startInstance({ engine, processes: 1, env });
  try {
    const page = await newPage('forgetful', { baseURL: mailing.url });
    await inBothLanguages(page, '/forgot', 'forgot, with mail');
    await page.locator('#email').fill('nobody@example.com');
    await page.locator('main form button[type="submit"]').click();
    await expect(page.getByRole('main').getByRole('status').first()).not.toBeEmpty();
    await expectAccessible(page, 'forgot, asked');
  } finally {
    await mailing.stop();
  }
});

test('an invitation link makes a new user', async ({ signedIn, newPage, instance }) => {
  const email = `invited-${Date.now()}@example.com`;
  const owner = await signedIn('owner');
  await open(owner, `/w/${instance.seed.workspaces[0].id}/settings/users`);
  await owner.getByTestId('invite').click();
  const dialog = owner.getByRole('dialog');
  await dialog.locator('#invite-email').fill(email);
  await dialog.locator('button[type="submit"]').click();
  const link = owner.getByTestId('invite-link');
  await expect(link).toHaveValue(/\/invite\/[\w-]+$/);
  await expectAccessible(owner, 'links of new invitations');

  const guest = await newPage('guest');
  const { pathname } = new URL(await link.inputValue());
  await inBothLanguages(guest, pathname, 'invitation');
  await guest.locator('#name').fill('Noor Haddad');
  await guest.locator('#password').fill(PASSWORD);
  await guest.locator('form:has(#password) button[type="submit"]').click();
  await expect(guest).toHaveURL(/\/w\/\d+\/inbox/);
  await hydrated(guest);

  const late = await newPage('somebody with the same link');
  await open(late, pathname);
  await expect(late.locator('#password')).toHaveCount(0);
});

test('a reset link from the command line sets a new password', async ({
  newPage,
  instance,
  problems,
}) => {
  // Not one of those the other specs are signed in as: old password and sessions end here.
  const user = userNamed(instance.seed, 'agent3');
  const before = await newPage('signed in before');
  await logIn(before, user);

  const printed = await instance.command('admin', 'reset-password', user.email);
  const path = /\/reset\/[\w-]+/.exec(printed)?.[0];
  expect(path, 'the command prints the link').toBeTruthy();
  const page = await newPage('forgetful');
  await inBothLanguages(page, path as string, 'reset');
  // The live stream of the earlier session is refused from now on.
  await problems.allowDuring(/the server responded with a status of 40[13]/, async () => {
    await page.locator('#password').fill(PASSWORD);
    await page.locator('form:has(#password) button[type="submit"]').click();
    await expect(page).toHaveURL(/\/w\/\d+\/inbox/);

    const again = await newPage('again');
    await logIn(again, { email: user.email, password: PASSWORD });
    await before.goto('/account/profile');
    await expect(before).toHaveURL(/\/login\?next=/);
  });
});

/** Examines a page that needs no account, in French and then in English, where it stays. */
async function inBothLanguages(page: Page, path: string, where: string): Promise<void> {
  const next = encodeURIComponent(path);
  await open(page, `/language/fr?next=${next}`);
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  const french = await wordsOf(page);
  await expectAccessible(page, `${where} in French`);
  await open(page, `/language/en?next=${next}`);
  await examine(page, where);
  expect.soft(untranslated(await wordsOf(page), french), `the same in both: ${where}`).toEqual([]);
  expect.soft(englishIn(french), `English in the French ${where}`).toEqual([]);
}
