import type { AuditEntry } from '@convomatic/contracts';

/** What entries tell of people who may be on no list any more. */
export interface KnownPeople {
  /** By the id of the person. */
  names: ReadonlyMap<number, string>;
  /** Whose login it is, by its id. */
  loginOwners: ReadonlyMap<number, number>;
}

export const nobodyKnown: KnownPeople = { names: new Map(), loginOwners: new Map() };

const isOf = (entry: AuditEntry, action: string): entry is AuditEntry & { subject_id: number } =>
  entry.action === action && entry.subject_id !== null;

/** Who signed in has that login; and who is blocked loses their logins by the same request. */
const loginOwnersOf = (entries: readonly AuditEntry[]): [number, number][] => {
  const created = entries.flatMap((entry): [number, number][] =>
    isOf(entry, 'login.create') && entry.actor_id !== null ? [[entry.subject_id, entry.actor_id]] : [],
  );
  const ended = entries
    .filter((entry) => isOf(entry, 'user.block'))
    .flatMap(({ request_id, subject_id: owner }) =>
      entries
        .filter((entry) => isOf(entry, 'login.revoke'))
        .filter((entry) => request_id !== null && entry.request_id === request_id)
        .map(({ subject_id }): [number, number] => [subject_id, owner]),
    );
  return [...created, ...ended];
};

/** What was known, and what these entries tell besides; they come the newest first, so the first name is the present one. */
export const learnFrom = (known: KnownPeople, entries: readonly AuditEntry[]): KnownPeople => {
  const names = new Map(known.names);
  for (const { actor_id, actor_name } of entries)
    if (actor_id !== null && actor_name !== null && !names.has(actor_id)) names.set(actor_id, actor_name);
  return { names, loginOwners: new Map([...known.loginOwners, ...loginOwnersOf(entries)]) };
};
