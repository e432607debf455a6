// Every page passes the accessibility audit in both themes, fits a phone and a desk, and is in the
// language it should be in.
import { examine, expectAccessible, expectNoSidewaysScroll, PHONE } from '../fixtures/axe';
import { englishIn, untranslated, wordsOf } from '../fixtures/language';
import { expect, test } from '../fixtures/test';
import { areas } from '../pages/routes';
import { tour } from '../pages/tour';

for (const [name, placesOf] of Object.entries(areas)) {
  test(`accessible, fitting and bilingual: ${name}`, async ({
    instance,
    problems,
    newPage,
    signedIn,
  }) => {
    test.setTimeout(180_000);
    const pageFor = (user?: string) => (user ? signedIn(user) : newPage('nobody'));
    const places = placesOf(instance.seed);
    const english = new Map<string, Set<string>>();
    await tour({ problems, pageFor }, 'en', places, async (page, place) => {
      english.set(place.name, await wordsOf(page));
      await examine(page, place.name);
    });
    await tour({ problems, pageFor }, 'fr', places, async (page, place) => {
      const french = await wordsOf(page);
      const left = untranslated(english.get(place.name) ?? new Set(), french);
      expect.soft(left, `the same in English and French at ${place.name}`).toEqual([]);
      expect.soft(englishIn(french), `English in the French ${place.name}`).toEqual([]);
      // French is longer than English.
      await expectNoSidewaysScroll(page, `${place.name} in French`);
      await page.setViewportSize(PHONE);
      await expectNoSidewaysScroll(page, `${place.name} in French, phone`);
      await expectAccessible(page, `${place.name} in French, phone`);
      await page.setViewportSize({ width: 1440, height: 900 });
    });
  });
}
