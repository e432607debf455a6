// Walks through the pages of an area in one language.
import type { Page } from '@playwright/test';
import { expect, hydrated, open, test, type TestFixtures } from '../fixtures/test';
import type { Place } from './routes';

export type Language = 'en' | 'fr';

type Guides = Pick<TestFixtures, 'problems' | 'newPage' | 'signedIn'>;

/** Opens each place and hands it to `visit`. */
export async function tour(
  { problems, newPage, signedIn }: Guides,
  language: Language,
  places: Place[],
  visit: (page: Page, place: Place) => Promise<void>,
): Promise<void> {
  const pages = new Map<string | undefined, Page>();
  const pageOf = async (user: string | undefined) => {
    const known = pages.get(user);
    if (known) return known;
    // Who is not signed in gets the language the browser asks for.
    const locale = language === 'fr' ? 'fr-FR' : 'en-US';
    const page = await (user ? signedIn(user, { locale }) : newPage('nobody', { locale }));
    pages.set(user, page);
    if (user) await speak(page, language);
    return page;
  };
  for (const place of places) {
    await test.step(`${place.name}, ${language}`, async () => {
      const page = await pageOf(place.as);
      const path = place.plain ? `${place.path}?lang=${language}` : place.path;
      const status = place.status ?? 200;
      // The browser itself reports the status of a document that is missing on purpose.
      const reported = new RegExp(`the server responded with a status of ${status} `);
      await problems.allowDuring(status === 200 ? NOTHING : reported, async () => {
        const answer = await page.goto(path);
        expect.soft(answer?.status(), `status of ${path}`).toBe(status);
        await expect(page.locator('html')).toHaveAttribute('lang', language);
        if (!place.plain) await hydrated(page);
        await place.then?.(page);
        await visit(page, place);
      });
    });
  }
  // Other tests find everybody as they were.
  for (const [name, page] of pages) if (name && language !== 'en') await speak(page, 'en');
}

const NOTHING = /(?!)/;

/** Sets the language of whoever is signed in. */
async function speak(page: Page, language: Language): Promise<void> {
  await open(page, '/account/profile');
  if ((await page.locator('html').getAttribute('lang')) === language) return;
  await page.locator('#language').selectOption(language);
  await page.locator('main form button[type="submit"]').click();
  await page.locator(`html[lang="${language}"][data-hydrated="true"]`).waitFor();
}
