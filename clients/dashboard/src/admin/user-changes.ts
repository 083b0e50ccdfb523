import type { UserEntry } from '@convomatic/contracts';
import type { PlatformRole } from '@convomatic/contracts/names';
import { call } from '../platform/api.ts';
import { t } from '../platform/language/language.ts';
import type { WordKey } from '../platform/language/language.ts';

/** What an admin may give; a guest becomes a user by an address of their own. */
export const givenRoles = ['user', 'staff', 'admin'] as const;
export type GivenRole = (typeof givenRoles)[number];

export const platformRoleWords: Record<PlatformRole, WordKey> = {
  guest: 'admin.role_guest',
  user: 'admin.role_user',
  staff: 'admin.role_staff',
  admin: 'admin.role_admin',
};

export type UserChange =
  { kind: 'role'; role: GivenRole } | { kind: 'block' } | { kind: 'unblock' } | { kind: 'sign_out' };

const roleTexts: Record<GivenRole, WordKey> = {
  user: 'admin.role_user_text',
  staff: 'admin.role_staff_text',
  admin: 'admin.role_admin_text',
};

/** What is asked before the change is made, and what is said when it is. */
export const askedWords = (
  { name }: UserEntry,
  change: UserChange,
): { title: string; text: string; action: string; done: string } => {
  if (change.kind === 'role') {
    const role = t(platformRoleWords[change.role]);
    const title = t('admin.role_ask', { name, role });
    const done = t('admin.role_done', { name, role });
    return { title, text: t(roleTexts[change.role]), action: t('admin.role_give', { role }), done };
  }
  return {
    title: t(`admin.${change.kind}_ask`, { name }),
    text: t(`admin.${change.kind}_text`),
    action: t(`admin.${change.kind}`),
    done: t(`admin.${change.kind}_done`, { name }),
  };
};

/** Makes the change; answers the user as they are then. */
export const changeUser = async (entry: UserEntry, change: UserChange): Promise<UserEntry> => {
  const params = { user_id: entry.id };
  switch (change.kind) {
    case 'role':
      return (await call('PATCH /api/users/:user_id', { params, body: { platform_role: change.role } })).user;
    case 'block':
      return (await call('POST /api/users/:user_id/block', { params })).user;
    case 'unblock':
      return (await call('POST /api/users/:user_id/unblock', { params })).user;
    case 'sign_out':
      await call('DELETE /api/users/:user_id/logins', { params });
      return entry;
  }
};
