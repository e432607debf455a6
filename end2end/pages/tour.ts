// Walks through every page in one look.
import type { Page } from '@playwright/test';
import { expect, hydrated, test } from '../fixtures/test';
import type { Instance } from '../fixtures/server';
import type { Problems } from '../fixtures/problems';
import { routes, type Route } from './routes';

interface Tour {
  instance: Instance;
  problems: Problems;
  /** Gives the page for a role, or for nobody. */
  pageFor: (role: string | undefined) => Promise<Page>;
}

/** Opens each page of the product and hands it to `visit`. */
export async function tour(
  { instance, problems, pageFor }: Tour,
  visit: (page: Page, route: Route) => Promise<void>,
): Promise<void> {
  const pages = new Map<string | undefined, Page>();
  // The browser itself reports the status of a document that is missing on purpose.
  problems.allow(/the server responded with a status of 404 .*\/no-such-page/);
  for (const route of routes(instance.seed)) {
    await test.step(route.name, async () => {
      let page = pages.get(route.as);
      if (!page) pages.set(route.as, (page = await pageFor(route.as)));
      const answer = await page.goto(route.path);
      expect.soft(answer?.status(), `status of ${route.path}`).toBe(route.status ?? 200);
      if (!route.plain) await hydrated(page);
      await visit(page, route);
    });
  }
}
