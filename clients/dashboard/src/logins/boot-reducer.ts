import type { Boot, Event } from '@convomatic/contracts';
import type { EventKind } from '@convomatic/contracts/names';

const withoutGroup = (boot: Boot, gone: (id: number) => boolean): Boot =>
  boot.groups.some(({ id }) => gone(id))
    ? { ...boot, groups: boot.groups.filter(({ id }) => !gone(id)) }
    : boot;

const withRole = (boot: Boot, { records }: Event): Boot => {
  const own = records.memberships?.find(({ user_id }) => user_id === boot.user.id);
  if (!own) return boot;
  const groups = boot.groups.map((group) =>
    group.id === own.group_id ? { ...group, role: own.role } : group,
  );
  return { ...boot, groups };
};

const withNames = (boot: Boot, { records }: Event): Boot => {
  const names = new Map(records.teams?.map(({ id, name }) => [id, name]));
  return {
    ...boot,
    groups: boot.groups.map((group) => ({ ...group, name: names.get(group.id) ?? group.name })),
  };
};

const ownGroupOf = (boot: Boot, { records }: Event): number | undefined =>
  records.memberships?.find(({ user_id }) => user_id === boot.user.id)?.group_id;

const withUser = (boot: Boot, { records }: Event): Boot => {
  const user = records.users?.find(({ id }) => id === boot.user.id);
  return user ? { ...boot, user } : boot;
};

type Step = (boot: Boot, event: Event) => Boot | null;

const askAnew = (): null => null;

const steps: Partial<Record<EventKind, Step>> = {
  'user.updated': withUser,
  'membership.updated': withRole,
  'membership.created': (boot, event) => {
    const joined = ownGroupOf(boot, event);
    return joined === undefined || boot.groups.some(({ id }) => id === joined) ? boot : null;
  },
  'membership.removed': (boot, event) => {
    const left = ownGroupOf(boot, event);
    return withoutGroup(boot, (id) => id === left);
  },
  'team.updated': withNames,
  'team.removed': (boot, { records }) =>
    withoutGroup(boot, (id) => records.teams?.some((team) => team.id === id) ?? false),
  'team.restored': askAnew,
  // A login that was ended may be this one.
  'login.revoked': askAnew,
};

/** The person and their teams after one event; null where only the server can tell what it changed. */
export const reduceBoot = (boot: Boot, event: Event): Boot | null => {
  const step = steps[event.kind];
  return step ? step(boot, event) : boot;
};
