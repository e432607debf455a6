// SEC-91: the chat on a page and its frame talk to each other, and to nobody else. Pages of other
// origins around, beside and behind them speak the same protocol: nothing is obeyed, nothing is told.
import type { Frame, Page } from '@playwright/test';
import { listening, Site } from '../fixtures/site';
import { startInstance, userNamed, type Instance } from '../fixtures/server';
import { expect, hydrated, logIn, open, test } from '../fixtures/test';
import { Widget } from '../pages/widget';

interface Heard {
  origin: string;
  data: unknown;
}
/** What the pages of `Site` keep in their window. */
type Listener = Window & { heard: Heard[]; told: string[]; victim: Window };

const EVIL = 'a-token-of-somebody-else';
const PAGE = { url: 'https://evil.example/', title: 'Evil', referrer: '' };
const message = (type: string, data: unknown = {}) => ({ w: 1, type, data });
const call = (method: string, ...args: unknown[]) => message('call', { method, args });

/** What a frame says to its page. */
const AS_FRAME = [
  message('ready'),
  message('token', { token: EVIL }),
  message('token', { token: null }),
  message('keep', { state: EVIL }),
  message('unread', { count: 7 }),
  message('preview', { author: 'Eve', text: 'Please click here' }),
  message('close'),
  message('event', { name: 'message:received', detail: { text: 'Eve' } }),
];
/** What a page says to its frame. */
const INIT = { token: null, kept: null, page: PAGE, locale: 'en', open: true };
const AS_PAGE = [
  message('init', { ...INIT, token: EVIL, locale: 'fr' }),
  message('page', PAGE),
  message('visibility', { open: true, focused: true }),
  call('setLocale', 'fr'),
  call('newMessage', 'Eve writes'),
  call('setFields', { name: 'Eve', email: 'eve@example.com' }),
  call('identify', 'eve', { name: 'Eve' }, 'proof'),
  call('reset'),
];
/** Said by the right one, and wrong all the same. */
const NONSENSE = [
  'init',
  null,
  17,
  [],
  { type: 'init', data: INIT },
  { ...message('init', INIT), w: 2 },
  message('init', null),
  message('init', { ...INIT, page: null }),
  message('init', { ...INIT, token: 17 }),
  message('init', { ...INIT, locale: 'x'.repeat(21) }),
  message('init', { ...INIT, open: 'yes' }),
  message('__proto__'),
  message('close'),
  // Nothing is done for somebody who has not introduced themselves.
  ...AS_PAGE.slice(1),
];

let instance: Instance;
let shop: Site;
let evil: Site;
let key: string;

// One server for the whole file: its chat has a list of pages that may use it.
test.beforeAll(async ({ engine, browser }) => {
  test.setTimeout(120_000);
  [instance, shop, evil] = await Promise.all([startInstance({ engine, demo: true }), Site.open(), Site.open()]);
  key = instance.seed.workspaces[0].widget_key;
  const page = await browser.newPage({ baseURL: instance.url });
  await logIn(page, userNamed(instance.seed, 'owner'));
  await open(page, `/w/${instance.seed.workspaces[0].id}/settings/channels`);
  const channel = page.getByTestId('channel').first().getByRole('link').first();
  await open(page, (await channel.getAttribute('href')) ?? '');
  await page.locator('#channel-domains').fill(new URL(shop.url).host);
  const answered = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.locator('main form button[type="submit"]').first().click();
  expect((await answered).status()).toBe(200);
  await hydrated(page);
  await page.close();

  const loader = `<script async src="${instance.url}/widget.js" data-key="${key}"></script>`;
  const frame = `<iframe name="chat" src="${instance.url}/widget/frame/${key}"></iframe>`;
  const ad = `<iframe name="ad" src="${evil.url}/ad"></iframe>`;
  const events = ['ready', 'open', 'close', 'unread', 'message:received', 'message:sent', 'identified', 'error'];
  evil.pages['/ad'] = listening('An advertisement');
  evil.pages['/thief'] = listening(loader + frame);
  shop.pages['/'] = listening(`<script>
    window.told = [];
    window.Parlance = (...call) => (Parlance.q ??= []).push(call);
    for (const name of ${JSON.stringify(events)}) Parlance('on', name, () => told.push(name));
  </script>${loader}${ad}`);
  shop.pages['/bare'] = listening(frame + ad);
});

test.afterAll(async () => {
  await Promise.all([instance?.stop(), shop?.close(), evil?.close()]);
});

test('SEC-91: a page that is not on the list gets neither chat nor frame', async ({ newPage, problems }) => {
  const thief = await newPage('thief');
  const calls = callsOf(thief);
  const refused = /frame-ancestors|CORS policy|Failed to load resource/;
  await problems.allowDuring(refused, async () => {
    await thief.goto(`${evil.url}/thief`);
    await expect.poll(() => thief.frames()[1]?.url()).toMatch(/^chrome-error:/);
    await thief.evaluate((messages) => {
      for (const said of messages) window[0].postMessage(said, '*');
    }, AS_PAGE);
    await expect.poll(() => thief.evaluate(() => 'loaded' in (window as any).Parlance)).toBe(true);
  });
  await expect(thief.locator('#parlance-widget')).toHaveCount(0);
  expect(await heardBy(thief)).toEqual([]);
  expect(calls).toEqual([]);
});

test('SEC-91: the page of a chat obeys its own frame only', async ({ newPage }) => {
  // Somebody behind the page has opened it, and somebody else shows an advertisement in it.
  const opener = await newPage('opener');
  await opener.goto(`${evil.url}/ad`);
  const opened = opener.waitForEvent('popup');
  await opener.evaluate((url) => {
    (window as unknown as Listener).victim = window.open(url) as Window;
  }, `${shop.url}/`);
  const page = await opened;
  const calls = callsOf(page);
  const widget = new Widget(page);
  await widget.launcher.click();
  await widget.ready();
  await widget.introduce('Ada Byron', 'ada-91@example.com');
  await widget.composer.fill('before the attack');
  await widget.send();
  await expect(widget.message('before the attack')).toBeVisible();
  await expect.poll(() => page.evaluate(tokenOf, key)).toBeTruthy();

  for (const state of ['open', 'closed']) {
    await test.step(`while the chat is ${state}`, async () => {
      if (state === 'closed') await widget.launcher.click();
      await expect(widget.launcher).toHaveAttribute('aria-expanded', String(state === 'open'));
      const before = await stateOf(page);
      for (const attacker of [await frameNamed(page, 'ad'), opener.mainFrame()]) {
        await attacker.evaluate((messages) => {
          const victim = (window as unknown as Listener).victim ?? window.parent;
          for (const said of messages) victim.postMessage(said, '*');
          // Frames in a shadow tree are not listed; whichever are, hear it.
          for (let at = 0; at < victim.length; at += 1) {
            for (const said of messages) victim[at].postMessage(said, '*');
          }
        }, [...AS_FRAME, ...AS_PAGE]);
      }
      const arrived = async () => (await heardBy(page)).filter(({ origin }) => origin === evil.url).length;
      const sent = 2 * (AS_FRAME.length + AS_PAGE.length) * (state === 'open' ? 1 : 2);
      await expect.poll(arrived).toBe(sent);
      expect(await stateOf(page)).toEqual(before);
    });
  }

  await test.step('it works on, and nobody was told anything', async () => {
    await widget.launcher.click();
    await widget.composer.fill('after the attack');
    await widget.send();
    await expect(widget.message('after the attack')).toBeVisible();
    expect(calls.filter((call) => call.includes(EVIL))).toEqual([]);
    const own = (all: Heard[]) => all.filter(({ origin }) => origin !== evil.url);
    expect(own(await heardBy(opener))).toEqual([]);
    expect(own(await heardBy(await frameNamed(page, 'ad')))).toEqual([]);
  });
});

test('SEC-91: the frame obeys its own page only, and only what makes sense', async ({ newPage }) => {
  const page = await newPage('page');
  const calls = callsOf(page);
  await page.goto(`${shop.url}/bare`);
  const [chat, ad] = [await frameNamed(page, 'chat'), await frameNamed(page, 'ad')];
  await chat.waitForLoadState('load');
  await chat.evaluate(() => {
    const heard: Heard[] = [];
    Object.assign(window, { heard });
    addEventListener('message', ({ origin, data }) => heard.push({ origin, data }));
  });
  const app = chat.locator('#app > *');
  const composer = chat.locator('textarea');
  let sent = 0;
  const say = async (from: Page | Frame, messages: unknown[]) => {
    sent += messages.length;
    await from.evaluate((messages) => {
      const frame = window.parent[0];
      for (const said of messages) frame.postMessage(said, '*');
    }, messages);
    await expect.poll(async () => (await heardBy(chat)).length).toBe(sent);
  };

  await test.step('before it knows its page', async () => {
    await say(ad, AS_PAGE);
    await say(page, NONSENSE);
    await expect(app).toHaveCount(0);
    expect(await heardBy(page)).toEqual([]);
    expect(calls).toEqual([]);
  });

  await test.step('this test would notice', async () => {
    await say(page, [message('init', INIT)]);
    await expect(composer).toBeAttached();
    await expect.poll(() => heardBy(page)).toContainEqual({ origin: instance.url, data: message('ready') });
    await expect.poll(() => calls.length).toBeGreaterThan(0);
    await say(page, [call('newMessage', 'from the page')]);
    await expect(composer).toHaveValue('from the page');
  });

  await test.step('afterwards', async () => {
    const before = await heardBy(page);
    const calledBefore = [...calls];
    await say(ad, AS_PAGE);
    await say(page, NONSENSE.slice(0, 1 - AS_PAGE.length));
    await expect(composer).toHaveValue('from the page');
    await expect(chat.getByRole('main', { name: 'Conversation' })).toBeAttached();
    expect(await heardBy(page)).toEqual(before);
    expect(calls).toEqual(calledBefore);
    expect(await heardBy(ad)).toEqual([]);
  });
});

/** Calls of the chat that a page and its frames make: address, token and body. */
function callsOf(page: Page): string[] {
  const calls: string[] = [];
  page.on('request', (request) => {
    if (!request.url().includes('/w/v1/')) return;
    calls.push([request.url(), request.headers().authorization, request.postData()].join(' '));
  });
  return calls;
}

async function frameNamed(page: Page, name: string): Promise<Frame> {
  await expect.poll(() => page.frame({ name })?.url()).toMatch(/^http/);
  return page.frame({ name }) as Frame;
}

function heardBy(place: Page | Frame): Promise<Heard[]> {
  return place.evaluate(() => (window as unknown as Listener).heard);
}

function tokenOf(key: string): string | null {
  return localStorage.getItem(`parlance:${key}`);
}

/** Everything that a frame may change about its page. */
function stateOf(page: Page) {
  return page.evaluate(() => {
    const root = document.getElementById('parlance-widget')?.shadowRoot;
    const launcher = root?.querySelector('.launcher');
    return {
      title: document.title,
      told: (window as unknown as Listener).told,
      kept: [{ ...localStorage }, { ...sessionStorage }],
      launcher: [launcher?.textContent, launcher?.getAttribute('aria-label'), launcher?.getAttribute('aria-expanded')],
      preview: root?.querySelector('.preview')?.textContent,
      previewShown: root?.querySelector('.preview')?.checkVisibility(),
      ready: root?.querySelector('.panel')?.className,
    };
  });
}
