import { can } from '@convomatic/contracts/names';
import type { Action } from '@convomatic/contracts/names';
import type { Access, Endpoint } from '@convomatic/contracts';
import { kindOf, rolesInTeam } from './callers.ts';
import type { Kind, Who } from './callers.ts';

type Asked = { endpoint: Endpoint; who: Who; talkers: 'too' | 'alone' | undefined; success: number };

/** Who is known to an endpoint of this access, and who of them may not use it; the rest is decided by the thing. */
const kinds: Record<Exclude<Access, 'public'>, { known: Kind[]; forbidden: Kind[] }> = {
  service: { known: ['service'], forbidden: [] },
  participant: { known: ['login', 'admin', 'participant'], forbidden: ['login', 'admin'] },
  person: { known: ['login', 'admin', 'participant'], forbidden: [] },
  login: { known: ['login', 'admin', 'participant'], forbidden: ['participant'] },
  admin: { known: ['login', 'admin', 'participant'], forbidden: ['login', 'participant'] },
};

const isAboutTeam = ({ access, action }: Endpoint): boolean =>
  action !== undefined && (access === 'login' || access === 'person');

const statusByRole = (action: Action, who: Who, success: number): number => {
  const roles = rolesInTeam[who];
  if (roles.length === 0) return 404;
  return can(roles, action) ? success : 403;
};

/** What the endpoint's access and the permission table say; a stranger is not told that the thing is there. */
export const expectedStatus = ({ endpoint, who, talkers, success }: Asked): number => {
  const { access, action } = endpoint;
  if (access === 'public') return success;
  const { known, forbidden } = kinds[access];
  if (!known.includes(kindOf(who))) return 401;
  if (forbidden.includes(kindOf(who))) return 403;
  if (talkers && who === 'participant') return success;
  if (talkers === 'alone') return 404;
  return action && isAboutTeam(endpoint) ? statusByRole(action, who, success) : success;
};
