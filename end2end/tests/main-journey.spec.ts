// The journey the product is for: a visitor writes on a website, an agent answers in the inbox, both
// see each other live, and a network that fails in the middle loses and doubles nothing.
import type { BrowserContext } from '@playwright/test';
import { expectAccessible } from '../fixtures/axe';
import { png } from '../fixtures/picture';
import { expect, test } from '../fixtures/test';
import type { Wire } from '../fixtures/wire';
import { Inbox } from '../pages/inbox';
import { Widget } from '../pages/widget';

/** How long the network is gone. */
const CUT_MS = 5_000;
/** What the browser itself reports when it cannot reach a server. */
const UNREACHABLE = /Failed to load resource: net::ERR_/;

test('a visitor and an agent talk, through a network that fails in the middle', async ({
  instance,
  newPage,
  signedIn,
  problems,
  wireTo,
}) => {
  test.setTimeout(120_000);
  // On Postgres the two are served by different processes.
  const wires = [await wireTo(instance.urls[0]), await wireTo(instance.urls.at(-1) as string)];
  const agentPage = await signedIn('agent', { baseURL: wires[0].url });
  const visitorPage = await newPage('visitor', { baseURL: wires[1].url });
  const contexts = [agentPage.context(), visitorPage.context()];
  const inbox = new Inbox(agentPage, instance.seed.workspaces[0].id);
  const widget = new Widget(visitorPage);
  const run = Date.now().toString(36);
  const text = (n: number) => `line ${n} of ${run}`;

  await test.step('the visitor writes, and the agent sees it without reloading', async () => {
    await inbox.open('unassigned');
    await widget.open();
    await widget.introduce('Ada Byron', `ada-${run}@example.com`);
    await widget.write(text(1));
    await widget.send();
    await expect(widget.message(text(1))).toBeVisible();
    await inbox.row(text(1)).click();
    await expect(inbox.message(text(1))).toBeVisible();
    await expect(agentPage.getByTestId('contact-name')).toHaveText('Ada Byron');
  });

  await test.step('each sees the other type', async () => {
    await widget.write('thinking');
    await expect(inbox.typing).toBeVisible();
    await widget.composer.fill('');
    await inbox.write(text(2));
    await expect(widget.typing).toBeVisible();
  });

  await test.step('the agent answers with a picture', async () => {
    await inbox.attach('map.png', png(640, 400));
    await inbox.send();
    await expect(widget.message(text(2))).toBeVisible();
    await expect(widget.picture()).toBeVisible();
    for (const picture of [widget.picture(), inbox.log.getByTestId('picture').locator('img')]) {
      const loaded = () =>
        picture.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth);
      await expect.poll(loaded).toBeGreaterThan(0);
    }
    await expectAccessible(agentPage, 'an open conversation');
    await expectAccessible(visitorPage, 'the chat with messages');
  });

  await test.step('the network fails for five seconds while both write', async () => {
    await problems.allowDuring(UNREACHABLE, async () => {
      const cut = Date.now();
      await disconnect(contexts, wires);
      await widget.write(text(3));
      await widget.send();
      await inbox.write(text(4));
      await inbox.send();
      await expect(inbox.lost).toBeVisible();
      await expect(widget.lost).toBeVisible();
      await visitorPage.waitForTimeout(cut + CUT_MS - Date.now());
      await reconnect(contexts, wires);
      await expect(inbox.message(text(3))).toBeVisible({ timeout: 35_000 });
      await expect(widget.message(text(4))).toBeVisible({ timeout: 35_000 });
      await expect(inbox.lost).toBeHidden();
      await expect(widget.lost).toBeHidden();
    });
    // Late duplicates would come with the next round trip.
    await widget.write(text(5));
    await widget.send();
    await expect(inbox.message(text(5))).toBeVisible();
    const mine = (all: string[]) => all.map((line) => line.trim()).filter((line) => line.endsWith(run));
    for (const all of [mine(await inbox.texts()), mine(await widget.texts())]) {
      expect([...all].sort()).toEqual([1, 2, 3, 4, 5].map(text));
    }
  });

  await test.step('both see the same after a reload', async () => {
    const before = await inbox.texts();
    await agentPage.reload();
    await expect(inbox.message(text(5))).toBeVisible();
    expect(await inbox.texts()).toEqual(before);
    const theirs = await widget.texts();
    await visitorPage.reload();
    await widget.launcher.click();
    await expect(widget.message(text(5))).toBeVisible();
    expect(await widget.texts()).toEqual(theirs);
  });

  await test.step('the agent closes the conversation', async () => {
    await inbox.close();
    await expect(inbox.row(text(5))).toHaveCount(0);
    await expect(widget.log.getByText(/closed/i)).toBeVisible();
  });
});

async function disconnect(contexts: BrowserContext[], wires: Wire[]): Promise<void> {
  for (const wire of wires) wire.cut();
  for (const context of contexts) await context.setOffline(true);
}

async function reconnect(contexts: BrowserContext[], wires: Wire[]): Promise<void> {
  for (const wire of wires) wire.mend();
  for (const context of contexts) await context.setOffline(false);
}
