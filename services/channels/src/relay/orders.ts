import { membership, participant, watch } from '@convomatic/contracts';
import type { EventKind } from '@convomatic/contracts/names';
import type { Logger } from '@convomatic/kit/logger';
import { z } from 'zod';
import type { Rooms } from '../connection/index.ts';
import type { Meters } from '../meters.ts';
import type { Connection } from '../socket.ts';

interface OrdersNeeds {
  rooms: Rooms;
  meters: Meters;
  logger: Logger;
}

type Outcome = 'obeyed' | 'malformed' | 'refused';

type Obey = (message: unknown, connections: readonly Connection[]) => Outcome;

const told = z.object({ kind: z.string() });

const memberships = z.object({
  seq: z.int().positive(),
  records: z.object({
    memberships: z.array(membership.pick({ group_id: true, user_id: true })),
    participants: z.array(participant.pick({ project_id: true })).optional(),
  }),
});
const logins = z.object({ records: z.object({ logins: z.array(z.object({ id: z.int() })) }) });
const watches = z.object({ records: z.object({ watches: z.array(watch) }) });

/** A handler that runs only on a message of the agreed shape. */
const checked =
  <S extends z.ZodType>(
    schema: S,
    obey: (message: z.output<S>, connections: readonly Connection[]) => Outcome,
  ): Obey =>
  (message, connections) => {
    const { data, success } = schema.safeParse(message);
    return success ? obey(data, connections) : 'malformed';
  };

type Memberships = z.output<typeof memberships>['records'];

/** A participant's token opens the sessions of its project alone, a login's none; one of other systems says neither. */
const isMeantFor = ({ identity }: Connection, { participants }: Memberships): boolean => {
  const project = identity?.user.project_id;
  return project === undefined || project === (participants?.[0]?.project_id ?? null);
};

const setMember = (rooms: Rooms, isMember: boolean): Obey =>
  checked(memberships, ({ seq, records }, connections) => {
    for (const { group_id, user_id } of records.memberships) {
      const own = connections.filter(({ identity }) => identity?.user.id === user_id);
      const meant = isMember ? own.filter((connection) => isMeantFor(connection, records)) : own;
      for (const connection of meant) rooms.setMember(connection, group_id, { seq, isMember });
    }
    return 'obeyed';
  });

/** Where no login is named all of the person's connections end, also those that a participant's token opened. */
const revoke: Obey = checked(logins, ({ records }, connections) => {
  const ids = new Set(records.logins.map(({ id }) => id));
  for (const connection of connections)
    if (ids.size === 0 || ids.has(connection.identity?.user.login_id ?? 0)) connection.revoke();
  return 'obeyed';
});

type Watched = { group_id: number; team_id?: number | undefined };

const setWatch = (change: (connection: Connection, watched: Watched) => boolean): Obey =>
  checked(watches, ({ records }, connections) => {
    const done = records.watches.flatMap(({ connection_id, ...watched }) =>
      connections.filter(({ id }) => id === connection_id).map((connection) => change(connection, watched)),
    );
    return done.includes(false) ? 'refused' : 'obeyed';
  });

/** Obeys the events of a person's own room that say which rooms and connections that person has. */
export function createOrders({ rooms, meters, logger }: OrdersNeeds) {
  const obeyed: Partial<Record<EventKind, Obey>> = {
    'membership.created': setMember(rooms, true),
    'membership.removed': setMember(rooms, false),
    'team.removed': setMember(rooms, false),
    'team.restored': setMember(rooms, true),
    'login.revoked': revoke,
    'watch.created': setWatch(rooms.watch),
    'watch.removed': setWatch((connection, { group_id }) => {
      rooms.unwatch(connection, group_id);
      return true;
    }),
  };

  return (room: string, text: string, connections: readonly Connection[]): void => {
    const message: unknown = JSON.parse(text);
    const kind = told.safeParse(message).data?.kind as EventKind;
    const obey = Object.hasOwn(obeyed, kind) ? obeyed[kind] : undefined;
    if (!obey) return;
    const outcome = obey(message, connections);
    meters.orders.inc({ kind, outcome });
    if (outcome !== 'obeyed') logger.warn({ room, kind, outcome }, 'an event could not be obeyed');
  };
}
