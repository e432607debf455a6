// Every page passes the accessibility audit in both themes, fits a phone and a desk, and is in the
// language it should be in.
import { DESK, examine, expectNoSidewaysScroll, PHONE } from '../fixtures/axe';
import { englishIn, untranslated, wordsOf } from '../fixtures/language';
import { expect, test } from '../fixtures/test';
import { areas } from '../pages/routes';
import { tour } from '../pages/tour';

// Pictures of every step would take longer than the audits.
test.use({ trace: 'off' });

for (const [name, placesOf] of Object.entries(areas)) {
  test(`accessible, fitting and bilingual: ${name}`, async ({
    instance,
    problems,
    newPage,
    signedIn,
  }) => {
    test.setTimeout(240_000);
    const places = placesOf(instance.seed);
    const guides = { problems, newPage, signedIn };
    const english = new Map<string, Set<string>>();
    await tour(guides, 'en', places, async (page, place) => {
      english.set(place.name, await wordsOf(page));
      await examine(page, place.name);
    });
    await tour(guides, 'fr', places, async (page, place) => {
      const french = await wordsOf(page);
      const left = untranslated(english.get(place.name) ?? new Set(), french);
      expect.soft(left, `the same in English and French at ${place.name}`).toEqual([]);
      expect.soft(englishIn(french), `English in the French ${place.name}`).toEqual([]);
      // French is longer than English.
      await expectNoSidewaysScroll(page, `${place.name} in French`);
      await page.setViewportSize(PHONE);
      await expectNoSidewaysScroll(page, `${place.name} in French, phone`);
      await page.setViewportSize(DESK);
    });
  });
}
