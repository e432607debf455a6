// Browser tests of Parlance. They run against what `make build` leaves in target/ (or the binary
// $PARLANCE_TEST_BIN with the browser part in $PARLANCE_TEST_SITE), in the system's Chromium;
// nothing is downloaded.
//
// Projects: `sqlite` runs every spec. `postgres` runs the ones that exercise the server, with two
// server processes on one database; it is there when $PARLANCE_TEST_POSTGRES_URL is set
// (scripts/throwaway.sh does that). `screens` takes pictures for human eyes and is there when
// $PARLANCE_TEST_SCREENS is set (`make screens`).
import { defineConfig, type PlaywrightTestConfig } from '@playwright/test';
import type { Options } from './fixtures/test';

type Project = NonNullable<PlaywrightTestConfig<Options>['projects']>[number];

const sqlite: Project = {
  name: 'sqlite',
  testIgnore: /visual\.spec/,
  use: { engine: 'sqlite' },
};
const postgres: Project = {
  name: 'postgres',
  testMatch: /(main-journey|auth|nojs)\.spec/,
  use: { engine: 'postgres' },
};
const screens: Project = {
  name: 'screens',
  testMatch: /visual\.spec/,
  use: { engine: 'sqlite', trace: 'off' },
};

export default defineConfig<Options>({
  testDir: 'tests',
  outputDir: 'test-results/run',
  // One browser and one server at a time: the machines that run this have two cores.
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['html', { open: 'never', outputFolder: 'playwright-report' }]],
  use: {
    browserName: 'chromium',
    launchOptions: {
      executablePath: process.env.PARLANCE_TEST_CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
    locale: 'en-US',
    timezoneId: 'Europe/Paris',
    viewport: { width: 1440, height: 900 },
    contextOptions: { reducedMotion: 'reduce' },
    actionTimeout: 15_000,
    navigationTimeout: 20_000,
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: true, sources: false },
    screenshot: 'only-on-failure',
  },
  projects: process.env.PARLANCE_TEST_SCREENS
    ? [screens]
    : process.env.PARLANCE_TEST_POSTGRES_URL
      ? [sqlite, postgres]
      : [sqlite],
});
