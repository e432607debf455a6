// Pictures of every page in every look, for human eyes: end2end/test-results/screens/<look>/<page>.png.
// They are not compared with anything; `make screens` makes them.
import { join } from 'node:path';
import { test } from '../fixtures/test';
import { looks } from '../pages/routes';
import { tour } from '../pages/tour';

const folder = join(import.meta.dirname, '../test-results/screens');

for (const look of looks) {
  test(`pictures: ${look.name}`, async ({ instance, problems, newPage, signedIn }) => {
    test.setTimeout(180_000);
    const pageFor = (role?: string) =>
      role ? signedIn(role, look.context) : newPage('nobody', look.context);
    await tour({ instance, problems, pageFor }, async (page, route) => {
      await page.screenshot({ path: join(folder, look.name, `${route.name}.png`) });
    });
  });
}
