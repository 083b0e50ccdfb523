import { loginCookie } from '@convomatic/contracts';
import type { PermissionRole } from '@convomatic/contracts/names';
import { openLogin } from '../../logins/index.ts';
import { serviceToken } from '../api.ts';
import type { TestApi } from '../api.ts';
import type { Person } from '../people.build.ts';
import type { Guest } from '../study.build.ts';

export type Headers = Record<string, string>;

/** Everybody who can ask, and what they count as in the team that a request is about. */
export const rolesInTeam = {
  nobody: [],
  owner: ['owner'],
  editor: ['editor'],
  observer: ['observer'],
  'staff who observes': ['observer', 'staff'],
  'owner of another team': [],
  'staff outside': [],
  'admin outside': [],
  'removed member': [],
  participant: [],
  'participant of another talk': [],
  'another service': [],
} as const satisfies Record<string, readonly PermissionRole[]>;

export type Who = keyof typeof rolesInTeam;

export const everybody = Object.keys(rolesInTeam) as Who[];

export type Kind = 'nobody' | 'login' | 'admin' | 'participant' | 'service';

const otherKinds: Partial<Record<Who, Kind>> = {
  nobody: 'nobody',
  'admin outside': 'admin',
  participant: 'participant',
  'participant of another talk': 'participant',
  'another service': 'service',
};

export const kindOf = (who: Who): Kind => otherKinds[who] ?? 'login';

export type Caller = { who: Who; user_id: number | null; headers: () => Promise<Headers> };

/** A login of its own for each request, because a request may end the login that asks. */
export const loginHeaders = async (api: TestApi, { user }: Pick<Person, 'user'>): Promise<Headers> => {
  const opening = { user_id: user.id, method: 'link', userAgent: 'test', address: null } as const;
  const { token } = await openLogin(api.knex, opening);
  return { cookie: `${loginCookie}=${token}`, origin: api.publicUrl };
};

export const guestHeaders = ({ token }: Pick<Guest, 'token'>): Headers => ({
  authorization: `Bearer ${token}`,
});

export const personCaller = (api: TestApi, who: Who, person: Person): Caller => ({
  who,
  user_id: person.user.id,
  headers: () => loginHeaders(api, person),
});

export const guestCaller = (who: Who, guest: Guest): Caller => ({
  who,
  user_id: guest.user_id,
  headers: () => Promise.resolve(guestHeaders(guest)),
});

export const nobodyCaller: Caller = { who: 'nobody', user_id: null, headers: () => Promise.resolve({}) };

export const serviceCaller: Caller = {
  who: 'another service',
  user_id: null,
  headers: () => Promise.resolve({ authorization: `Bearer ${serviceToken}` }),
};
