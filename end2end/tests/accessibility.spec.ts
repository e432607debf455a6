// Every page, in every look, passes the accessibility audit and fits the screen's width.
import { expectAccessible, expectNoSidewaysScroll } from '../fixtures/axe';
import { test } from '../fixtures/test';
import { looks } from '../pages/routes';
import { tour } from '../pages/tour';

for (const look of looks) {
  test(`pages are accessible: ${look.name}`, async ({ instance, problems, newPage, signedIn }) => {
    test.setTimeout(180_000);
    const pageFor = (role?: string) =>
      role ? signedIn(role, look.context) : newPage('nobody', look.context);
    await tour({ instance, problems, pageFor }, async (page, route) => {
      await expectNoSidewaysScroll(page, route.name);
      await expectAccessible(page, route.name);
    });
  });
}
