// Every page of the product, for the checks that visit all of them.
import { expect, type Page } from '@playwright/test';
import { DESK, PHONE } from '../fixtures/axe';
import type { Seed } from '../fixtures/server';
import { Widget } from './widget';

export interface Place {
  name: string;
  path: string;
  /** Name of the demonstration user who goes there; nobody is signed in without it. */
  as?: string;
  /** Not a page of the app, so it never hydrates. */
  plain?: boolean;
  /** Status of the document, 200 unless told. */
  status?: number;
  /** What is done there before one looks. */
  then?: (page: Page) => Promise<void>;
}

const inbox = (seed: Seed) => `/w/${seed.workspaces[0].id}/inbox`;
const settings = (seed: Seed) => `/w/${seed.workspaces[0].id}/settings`;
const organization = (seed: Seed) => `/org/${seed.workspaces[0].organization_id}`;

/** Pages that belong together; a check visits one area in one go. */
export const areas: Record<string, (seed: Seed) => Place[]> = {
  'before signing in': () => [
    { name: 'login', path: '/login' },
    { name: 'forgot', path: '/forgot' },
    { name: 'reset-unknown', path: '/reset/unknown' },
    { name: 'invite-unknown', path: '/invite/unknown' },
    { name: 'setup-closed', path: '/setup', status: 404 },
    { name: 'not-found', path: '/no-such-page', status: 404 },
  ],
  'the demonstration shop': () => [
    { name: 'demo-site', path: '/demo-site', plain: true },
    { name: 'widget-form', path: '/demo-site', plain: true, then: openWidget },
    {
      name: 'widget-chat',
      path: '/demo-site',
      plain: true,
      then: async (page) => {
        const widget = await openWidget(page);
        await widget.introduce('Maja Lind', 'maja@example.com');
      },
    },
  ],
  'the inbox': (seed) => [
    { name: 'inbox-mine', path: `${inbox(seed)}/mine`, as: 'agent' },
    { name: 'inbox-all', path: `${inbox(seed)}/all`, as: 'agent' },
    { name: 'inbox-closed', path: `${inbox(seed)}/all?status=closed`, as: 'agent' },
    { name: 'conversation', path: `${inbox(seed)}/all`, as: 'agent', then: openFirst },
    {
      name: 'conversation-closed',
      path: `${inbox(seed)}/all?status=closed`,
      as: 'agent',
      then: openFirst,
    },
    {
      name: 'conversation-assignee',
      path: `${inbox(seed)}/all`,
      as: 'agent',
      then: async (page) => {
        await openFirst(page);
        await page.getByTestId('assignee-menu').click();
        await expect(page.locator('#assignee')).toBeVisible();
      },
    },
    { name: 'inbox-missing', path: `${inbox(seed)}/all/999`, as: 'agent', status: 404 },
    {
      name: 'conversation-contact',
      path: `${inbox(seed)}/all`,
      as: 'agent',
      then: async (page) => {
        await openFirst(page);
        await page.setViewportSize(PHONE);
        await page.getByTestId('contact-toggle').click();
        await expect(page.getByTestId('contact-panel')).toBeVisible();
        await page.setViewportSize(DESK);
      },
    },
    // An empty list keeps the audits of what lies over it short.
    {
      name: 'inbox-shortcuts',
      path: `${inbox(seed)}/mine`,
      as: 'owner',
      then: async (page) => {
        await page.keyboard.press('?');
        await expect(page.locator('#shortcuts')).toBeVisible();
      },
    },
    {
      name: 'palette',
      path: `${inbox(seed)}/mine`,
      as: 'owner',
      then: async (page) => {
        await page.keyboard.press('ControlOrMeta+k');
        await expect(page.getByRole('combobox')).toBeFocused();
      },
    },
    { name: 'switcher', path: `${inbox(seed)}/mine`, as: 'owner', then: press('switcher-open') },
    { name: 'account-menu', path: `${inbox(seed)}/mine`, as: 'owner', then: press('account-menu-open') },
    { name: 'notifications', path: `${inbox(seed)}/mine`, as: 'agent2', then: press('bell') },
    { name: 'workspace-unknown', path: '/w/99999/inbox', as: 'owner', status: 404 },
    { name: 'page-unknown', path: `/w/${seed.workspaces[0].id}/nothing`, as: 'owner', status: 404 },
    { name: 'no-workspace', path: '/welcome', as: 'member' },
  ],
  'settings of a workspace': (seed) => [
    { name: 'settings-general', path: `${settings(seed)}/general`, as: 'owner' },
    { name: 'settings-users', path: `${settings(seed)}/users`, as: 'owner' },
    { name: 'settings-invite', path: `${settings(seed)}/users`, as: 'owner', then: press('invite') },
    {
      name: 'settings-member',
      path: `${settings(seed)}/users`,
      as: 'owner',
      then: (page) => editIn(page, 'member', 2),
    },
    { name: 'settings-add-member', path: `${settings(seed)}/users`, as: 'owner', then: press('add-member') },
    { name: 'settings-refused', path: `${settings(seed)}/users`, as: 'agent', status: 403 },
  ],
  'channels of a workspace': (seed) => [
    { name: 'channels', path: `${settings(seed)}/channels`, as: 'owner' },
    { name: 'channel', path: `${settings(seed)}/channels`, as: 'owner', then: openChannel },
    {
      name: 'channel-disconnect',
      path: `${settings(seed)}/channels`,
      as: 'owner',
      then: async (page) => {
        await openChannel(page);
        await press('disconnect')(page);
      },
    },
    ...['look', 'form', 'domains', 'install'].map((step, clicks) => ({
      name: `channel-new-${step}`,
      path: `${settings(seed)}/channels/new`,
      as: 'owner',
      then: async (page: Page) => {
        for (let click = 0; click < clicks; click += 1) {
          await page.getByTestId('wizard-next').click();
        }
        if (step === 'install') await expect(page.getByTestId('snippet')).toBeVisible();
      },
    })),
  ],
  'an organization': (seed) => [
    { name: 'organization-general', path: `${organization(seed)}/general`, as: 'owner' },
    { name: 'organization-users', path: `${organization(seed)}/users`, as: 'owner' },
    {
      name: 'organization-member',
      path: `${organization(seed)}/users`,
      as: 'owner',
      then: (page) => editIn(page, 'member', 2),
    },
    { name: 'organization-invite', path: `${organization(seed)}/users`, as: 'owner', then: press('invite') },
    { name: 'organization-workspaces', path: `${organization(seed)}/workspaces`, as: 'owner' },
    {
      name: 'organization-add',
      path: `${organization(seed)}/workspaces`,
      as: 'owner',
      then: press('add-workspace'),
    },
  ],
  'an account': () => [
    { name: 'account-profile', path: '/account/profile', as: 'owner' },
    { name: 'account-security', path: '/account/security', as: 'owner' },
  ],
};

async function openWidget(page: Page): Promise<Widget> {
  const widget = new Widget(page);
  await widget.launcher.click();
  await widget.ready();
  return widget;
}

async function openFirst(page: Page): Promise<void> {
  await page.getByTestId('conversation-list').getByRole('link').first().click();
  await expect(page.getByRole('log')).toBeVisible();
}

async function openChannel(page: Page): Promise<void> {
  await page.getByTestId('channel').first().getByRole('link').first().click();
  await expect(page.getByTestId('disconnect')).toBeVisible();
}

/** Presses a button that opens a dialog or a menu. */
function press(id: string) {
  return async (page: Page) => {
    await page.getByTestId(id).click();
    await expect(page.locator('dialog[open], :popover-open').first()).toBeVisible();
  };
}

/** Opens the dialog behind the first entry of a row's menu. */
async function editIn(page: Page, rows: string, index: number): Promise<void> {
  await page.getByTestId(rows).nth(index).getByRole('button').first().click();
  await page.getByRole('menuitem').first().click();
  await expect(page.locator('dialog[open]')).toBeVisible();
}
