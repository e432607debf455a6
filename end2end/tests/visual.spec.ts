// Pictures of every page in every look, for human eyes:
// end2end/test-results/screens/<theme>-<language>-<width>/<page>.png.
// They are not compared with anything; `make screens` makes them.
import { join } from 'node:path';
import { DESK, PHONE, show } from '../fixtures/axe';
import { test } from '../fixtures/test';
import { areas } from '../pages/routes';
import { tour } from '../pages/tour';

const folder = join(import.meta.dirname, '../test-results/screens');

for (const [name, placesOf] of Object.entries(areas)) {
  test(`pictures of ${name}`, async ({ instance, problems, newPage, signedIn }) => {
    test.setTimeout(180_000);
    const guides = { problems, newPage, signedIn };
    for (const language of ['en', 'fr'] as const) {
      await tour(guides, language, placesOf(instance.seed), async (page, place) => {
        for (const viewport of [DESK, PHONE]) {
          await page.setViewportSize(viewport);
          for (const colorScheme of ['light', 'dark'] as const) {
            await show(page, colorScheme);
            const look = `${colorScheme}-${language}-${viewport.width}`;
            await page.screenshot({ path: join(folder, look, `${place.name}.png`) });
          }
        }
        await page.setViewportSize(DESK);
        await show(page, 'light');
      });
    }
  });
}
