import { setTimeout as pause } from 'node:timers/promises';
import { groupRoom, userRoom } from '@convomatic/contracts/names';
import {
  createBareClient,
  createDoor,
  createFollowingClient,
  createRecorder,
  listOf,
  placeOf,
  talkOf,
} from '../clients/index.ts';
import type { BareClient, Following, FollowingClient } from '../clients/index.ts';
import type { Crowd } from './faults.ts';
import type { People } from './people.ts';
import type { System } from './system.ts';

const talksAnObserver = 5;

export type Everybody = Crowd & { following: FollowingClient[]; bare: BareClient[]; close: () => void };

/** How many of each kind so many clients are: most talk, some watch, some know the contract alone. */
export const sharesOf = (clients: number): { speakers: number; observers: number; bare: number } => {
  const bare = Math.min(20, Math.max(2, Math.floor(clients / 10)));
  const observers = Math.max(1, Math.floor(clients / 30));
  return { bare, observers, speakers: clients - bare - observers };
};

type Opening = { system: System; people: People; bareCount: number };

/** How quickly people come: all in one moment would be a test of the api's patience. */
const arrivals = { atOnce: 5, everyMs: 100 };

const inTurn = async <T, R>(items: readonly T[], open: (item: T, index: number) => R): Promise<R[]> => {
  const opened: R[] = [];
  for (const [index, item] of items.entries()) {
    if (index % arrivals.atOnce === 0) await pause(arrivals.everyMs);
    opened.push(open(item, index));
  }
  return opened;
};

const opener = ({ system, people }: Opening) => {
  const { channelsUrl: url } = system;
  const onSecret = (secret: string): unknown => people.secrets.add(secret);
  return (name: string, call: FollowingClient['call'], follows: Following[]): FollowingClient => {
    const recorder = createRecorder(name, { isFollowing: true });
    return createFollowingClient({ url, call, follows, onSecret, recorder });
  };
};

/** Which talks an observer watches: others than the one before. */
const watchedBy = ({ sessionIds }: People, observer: number): Following[] =>
  Array.from({ length: Math.min(talksAnObserver, sessionIds.length) }, (_, talk) => {
    const id = sessionIds[(observer * talksAnObserver + talk) % sessionIds.length] ?? 0;
    return { ...talkOf(id), watches: id };
  });

/** Opens all pages: those who talk, those of the team who watch some talks, and connections of other software. */
export const openCrowd = async (opening: Opening): Promise<Everybody> => {
  const { system, people, bareCount } = opening;
  const urls = system.apis.map(({ url }) => url);
  const { project } = people;
  const open = opener(opening);

  const speakers = await inTurn(people.speakers, (speaker, index) => {
    const call = createDoor({ urls, identity: { token: speaker.token }, first: index });
    const follows = [placeOf(speaker.userId), talkOf(speaker.sessionId)];
    return { speaker, client: open(`speaker-${String(index + 1)}`, call, follows) };
  });
  const observers = await inTurn(people.observers, ({ userId, identity }, index) => {
    const call = createDoor({ urls, identity, first: index });
    const follows = [listOf(project.id, project.team_id), ...watchedBy(people, index)];
    const client = open(`observer-${String(index + 1)}`, call, follows);
    client.recorder.allow(userRoom(userId));
    return { userId, client };
  });
  const bare = await inTurn(people.speakers.slice(0, bareCount), ({ token, userId, sessionId }, index) => {
    const call = createDoor({ urls, identity: { token }, first: index });
    return createBareClient({
      url: system.channelsUrl,
      token: async () => (await call('GET /api/boot')).channel_token,
      recorder: createRecorder(`bare-${String(index + 1)}`, { isFollowing: false }),
      rooms: [userRoom(userId), groupRoom(sessionId)],
    });
  });
  const following = [...speakers, ...observers].map(({ client }) => client);
  const close = (): void => {
    for (const client of [...following, ...bare]) client.close();
  };
  return { speakers, observers, following, bare, close };
};
