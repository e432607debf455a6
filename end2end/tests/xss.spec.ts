// SEC-40, SEC-42 to SEC-44: a corpus of hostile texts goes in wherever somebody can write, and comes
// out as text wherever somebody else can read. Nothing runs, nothing is fetched, no policy is broken.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { FILES, HOSTILE, kept, NAMES, SINK } from '../fixtures/hostile';
import { startInstance, userNamed, type Instance } from '../fixtures/server';
import { expect, hydrated, logIn, open, test } from '../fixtures/test';
import { Inbox } from '../pages/inbox';
import { areas, type Place } from '../pages/routes';
import { Widget } from '../pages/widget';

// Pages full of attacks make large recordings.
test.use({ trace: 'off' });

/** So many vectors stand in one message. */
const PART = 30;
const RAN = 'a text ran as a script';
/** Fits everywhere, and would run in elements, attributes, styles, scripts and templates alike. */
const NAME = `"'></title></style></script><svg/onload=__xss()>{{7*7}}`;

/** A text that no conversation of the demonstration has. */
const FIRST = 'The visitor of hostile texts says hello';

test('hostile texts stay texts', async ({
  engine,
  newPage,
  problems,
}) => {
  test.setTimeout(300_000);
  expect(HOSTILE.length).toBeGreaterThanOrEqual(300);
  const instance = await startInstance({ engine, demo: true });
  const pages: Page[] = [];
  try {
    const tripped: string[] = [];
    const pageOf = async (name: string) => {
      const page = await watched(await newPage(name, { baseURL: instance.url }), tripped);
      pages.push(page);
      return page;
    };
    const visitor = await pageOf('visitor');
    const owner = await pageOf('owner');
    await logIn(owner, userNamed(instance.seed, 'owner'));
    const workspace = instance.seed.workspaces[0];
    const inbox = new Inbox(owner, workspace.id);
    const widget = new Widget(visitor);

    await test.step('this test would notice', async () => {
      await open(visitor, '/login');
      const refused = /Content Security Policy|Failed to load resource/;
      await problems.allowDuring(refused, async () => {
        await visitor.evaluate((html) => {
          document.body.insertAdjacentHTML('beforeend', html);
        }, `<img src=x onerror=__xss()><a href="java\tscript:x">x</a><img src=//${SINK}/p.png>`);
        await expect.poll(() => tripped.splice(0)).toEqual([expect.stringContaining(SINK)]);
        expect(await running(visitor)).toHaveLength(2);
      });
    });

    await test.step('people of the company type them into their forms', async () => {
      await fillForms(owner, instance);
    });

    await test.step('names, addresses and files come in through the public interface', async () => {
      for (const name of NAMES) await callers(instance, name);
      await files(instance);
    });

    await test.step('a visitor writes them while somebody reads', async () => {
      await widget.open();
      await widget.introduce(NAME, 'eve@example.com');
      await widget.composer.fill(FIRST);
      await widget.send();
      await inbox.open('all');
      await inbox.row(FIRST).click();
      await expect(inbox.message(FIRST)).toBeVisible();
      for (const text of parts()) {
        await widget.composer.fill(text);
        await widget.send();
      }
      await expect.poll(() => missing(owner, 'message-text')).toEqual([]);
      await expect(owner.getByTestId('contact-name')).toHaveText(NAME);
      await harmless(owner, 'the open conversation');
    });

    await test.step('somebody answers with them', async () => {
      for (const text of parts()) {
        await inbox.composer.fill(text);
        await inbox.send();
      }
      const bubbles = () => widget.log.locator('.from-agent .bubble').allTextContents();
      await expect.poll(async () => absent((await bubbles()).join('\n'))).toEqual([]);
      await expect(widget.log.locator('.from-agent .author').last()).toHaveText(NAME);
      await harmless(visitor, 'the chat');
      await visitor.reload();
      await widget.launcher.click();
      await expect(widget.frame.locator('.title')).toHaveText(NAME.slice(0, 60));
      await expect.poll(async () => absent((await bubbles()).join('\n'))).toEqual([]);
      await harmless(visitor, 'the chat after a reload');
    });

    await test.step('the name of a contact is changed into one', async () => {
      await owner.getByTestId('edit-name').getByRole('button').click();
      const field = owner.getByTestId('edit-name').getByRole('textbox');
      await field.fill(`${NAME}!`);
      await field.press('Enter');
      await expect(owner.getByTestId('contact-name')).toHaveText(`${NAME}!`);
      await harmless(owner, 'a renamed contact');
    });

    await test.step('rendered by the server, everything is text as well', async () => {
      await owner.reload();
      await hydrated(owner);
      await expect(owner.getByTestId('contact-name')).toHaveText(`${NAME}!`);
      expect(await missing(owner, 'message-text')).toEqual([]);
      const list = plain((await owner.getByTestId('conversation-list').textContent()) ?? '');
      const lost = NAMES.filter((name) => !list.includes(plain(line(name))));
      expect(lost, 'names in the list').toEqual([]);
      await harmless(owner, 'the conversation from the server');
    });

    await test.step('on every other page, too', async () => {
      await owner.getByTestId('assignee-menu').click();
      await owner.getByRole('option').first().click();
      for (const [area, placesOf] of Object.entries(areas)) {
        if (area === 'before signing in') continue;
        for (const place of placesOf(instance.seed)) await look(owner, place);
      }
    });

    expect(tripped, 'dialogs and requests').toEqual([]);
  } finally {
    for (const page of pages) await page.close();
    await instance.stop();
  }
});

/** Notes dialogs and requests to nobody's host; a script of a text complains in the console. */
async function watched(page: Page, tripped: string[]): Promise<Page> {
  await page.addInitScript((ran) => {
    Object.assign(window, { __xss: () => console.error(ran) });
  }, RAN);
  page.on('dialog', (dialog) => {
    tripped.push(`dialog ${dialog.message()}`);
    return dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url().includes(SINK)) tripped.push(`request ${request.url()}`);
  });
  return page;
}

function* parts(): Generator<string> {
  for (let at = 0; at < HOSTILE.length; at += PART) yield HOSTILE.slice(at, at + PART).join('\n');
}

/** The vectors that a text does not hold literally. */
function absent(text: string): string[] {
  return HOSTILE.filter((vector) => !text.includes(kept(vector)));
}

async function missing(page: Page, id: string): Promise<string[]> {
  return absent((await page.getByTestId(id).allTextContents()).join('\n'));
}

/** What the server makes of a text that must be one line. */
function line(text: string): string {
  return kept(text).replace(/[\n\t\u2028\u2029 ]+/g, ' ');
}

/** Marks that turn text around may be shown as a sign. */
function plain(text: string): string {
  return text.replace(/[\u202A-\u202E\u2066-\u2069\uFFFD]/g, '');
}

/** No element has a handler in an attribute or an address that runs, in no frame. */
async function harmless(page: Page, where: string): Promise<void> {
  expect(await running(page), `elements that could run at ${where}`).toEqual([]);
}

async function running(page: Page): Promise<string[]> {
  const found = page.frames().map((frame) =>
    frame.evaluate(() => {
      const bad: string[] = [];
      const visit = (root: Document | ShadowRoot) => {
        for (const element of root.querySelectorAll('*')) {
          if (element.shadowRoot) visit(element.shadowRoot);
          for (const { name, value } of element.attributes) {
            const runs = /^[\s\0-\x1f]*(javascript|vbscript|data:(?!,$|image\/(png|webp|jpeg|gif)))/i;
            const address = /^(href|xlink:href|src|srcdoc|action|formaction|data|background)$/i;
            // Browsers leave tabs and line ends out of addresses.
            const target = value.replace(/[\t\n\r]/g, '');
            if (/^on/i.test(name) || (address.test(name) && (name === 'srcdoc' || runs.test(target)))) {
              bad.push(`<${element.tagName.toLowerCase()} ${name}="${value}">`);
            }
          }
        }
      };
      visit(document);
      return bad;
    }),
  );
  return (await Promise.all(found)).flat();
}

/** Goes to a place and does there what people do. */
async function look(page: Page, place: Place): Promise<void> {
  if (place.status || (place.as && !['owner', 'agent'].includes(place.as))) return;
  await test.step(place.name, async () => {
    await page.goto(place.path);
    if (!place.plain) await hydrated(page);
    await place.then?.(page);
    await harmless(page, place.name);
  });
}

/** A visitor without a browser. */
async function session(instance: Instance) {
  const call = async (path: string, body: unknown, token?: string) => {
    const form = body instanceof FormData;
    const answer = await fetch(`${instance.url}/w/v1${path}`, {
      method: 'POST',
      headers: {
        origin: instance.url,
        ...(form ? {} : { 'content-type': 'application/json' }),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: form ? body : JSON.stringify(body),
    });
    return { status: answer.status, body: await answer.json().catch(() => null) };
  };
  const key = instance.seed.workspaces[0].widget_key;
  const opened = await call('/session', { key, origin: instance.url, locale: '<script>__xss()</script>' });
  expect(opened.status).toBe(200);
  const token = opened.body.visitor_token as string;
  const send = (body: object) => call('/messages', { client_id: randomUUID(), ...body }, token);
  const upload = (form: FormData) => call('/uploads', form, token);
  return { send, upload };
}

/** Somebody with this name, who writes it from a page with this address. */
async function callers(instance: Instance, name: string): Promise<void> {
  const { send } = await session(instance);
  const sent = await send({
    text: name,
    form: { name },
    page: { url: `https://shop.example/?q=${name}` },
    tz: '"><img src=x onerror=__xss()>',
    locale: '"><img src=x onerror=__xss()>',
  });
  expect(sent.status, `${name}: ${JSON.stringify(sent.body)}`).toBe(200);
  const from = await send({ text: 'from a page that runs', page: { url: 'javascript:__xss()' } });
  expect([200, 422]).toContain(from.status);
}

/** Files are refused, or served so that they are saved and not shown. */
async function files(instance: Instance): Promise<void> {
  const { send, upload } = await session(instance);
  const uploads: number[] = [];
  for (const { name, type, body } of FILES) {
    const form = new FormData();
    form.append('file', new Blob([body], { type }), name);
    const stored = await upload(form);
    expect([200, 415, 422], `${name}: ${JSON.stringify(stored.body)}`).toContain(stored.status);
    if (stored.status === 200) uploads.push(stored.body.id);
  }
  expect(uploads.length).toBeGreaterThan(2);
  const sent = await send({ text: 'files', uploads, form: { name: 'files' } });
  expect(sent.status, JSON.stringify(sent.body)).toBe(200);
  for (const file of sent.body.message.attachments) {
    const { headers } = await fetch(new URL(file.url, instance.url));
    expect.soft(headers.get('content-disposition'), file.name).toMatch(/^attachment/);
    expect.soft(headers.get('content-security-policy'), file.name).toContain('sandbox');
    expect.soft(headers.get('x-content-type-options'), file.name).toBe('nosniff');
    expect.soft(file.name, 'a name reads in one direction').not.toMatch(/[\u202A-\u202E\u2066-\u2069\r\n]/);
  }
}

/** Everything that people of the company may call as they like. */
async function fillForms(page: Page, instance: Instance): Promise<void> {
  const { id, organization_id } = instance.seed.workspaces[0];
  const save = async (path: string, fields: Record<string, string>) => {
    await open(page, path);
    for (const [field, text] of Object.entries(fields)) await page.locator(`#${field}`).fill(text);
    // A name in the frame loads the page anew once it is saved.
    const done = 'name' in fields ? page.waitForEvent('load') : undefined;
    const answered = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.locator('main form button[type="submit"]').first().click();
    expect((await answered).status(), path).toBe(200);
    await done;
    await hydrated(page);
    for (const [field, text] of Object.entries(fields)) {
      await expect(page.locator(`#${field}`)).toHaveValue(text);
    }
    await harmless(page, path);
  };
  await save('/account/profile', { name: NAME });
  await save(`/org/${organization_id}/general`, { name: NAME });
  await save(`/w/${id}/settings/general`, { name: NAME });
  await open(page, `/w/${id}/settings/channels`);
  const channel = page.getByTestId('channel').first().getByRole('link').first();
  const texts = ['title', 'subtitle', 'greeting', 'away', 'reply-time'];
  await save((await channel.getAttribute('href')) ?? '', {
    'channel-name': NAME,
    ...Object.fromEntries(texts.flatMap((text) => [[`${text}-en`, NAME], [`${text}-fr`, NAME]])),
  });
}
