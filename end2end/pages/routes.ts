// Every page of the product, for the checks that visit all of them.
import type { Seed } from '../fixtures/server';

export interface Route {
  name: string;
  path: string;
  /** Role of the visitor; nobody is signed in without it. */
  as?: string;
  /** Not a page of the app, so it never hydrates. */
  plain?: boolean;
  /** Status of the document, 200 unless told. */
  status?: number;
}

export function routes(seed: Seed): Route[] {
  const workspace = `/w/${seed.workspaces[0].id}`;
  const organization = `/org/${seed.workspaces[0].organization_id ?? 1}`;
  return [
    { name: 'login', path: '/login' },
    { name: 'forgot', path: '/forgot' },
    { name: 'reset-unknown', path: '/reset/unknown' },
    { name: 'invite-unknown', path: '/invite/unknown' },
    { name: 'not-found', path: '/no-such-page', status: 404 },
    { name: 'inbox', path: `${workspace}/inbox`, as: 'agent' },
    { name: 'inbox-mine', path: `${workspace}/inbox/mine`, as: 'agent' },
    { name: 'settings-general', path: `${workspace}/settings/general`, as: 'owner' },
    { name: 'settings-users', path: `${workspace}/settings/users`, as: 'owner' },
    { name: 'settings-teams', path: `${workspace}/settings/teams`, as: 'owner' },
    { name: 'settings-channels', path: `${workspace}/settings/channels`, as: 'owner' },
    { name: 'settings-channel-new', path: `${workspace}/settings/channels/new`, as: 'owner' },
    { name: 'organization-general', path: `${organization}/general`, as: 'owner' },
    { name: 'organization-users', path: `${organization}/users`, as: 'owner' },
    { name: 'organization-workspaces', path: `${organization}/workspaces`, as: 'owner' },
    { name: 'account-profile', path: '/account/profile', as: 'agent' },
    { name: 'account-security', path: '/account/security', as: 'agent' },
    { name: 'account-appearance', path: '/account/appearance', as: 'agent' },
    { name: 'demo-site', path: '/demo-site', plain: true },
  ];
}

/** Every look of a page: two themes, two languages, desk and phone. */
export const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
  ['en-US', 'fr-FR'].flatMap((locale) =>
    [
      { width: 1440, height: 900 },
      { width: 390, height: 844 },
    ].map((viewport) => ({
      name: `${colorScheme}-${locale.slice(0, 2)}-${viewport.width}`,
      context: { colorScheme, locale, viewport },
    })),
  ),
);
