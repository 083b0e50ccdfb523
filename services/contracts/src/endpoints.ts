import type { z } from 'zod';
import { attentionCheckEndpoints } from './attention-check.ts';
import { assetEndpoints } from './asset.ts';
import { auditEntryEndpoints } from './audit-entry.ts';
import { bootEndpoints } from './boot.ts';
import { documentEndpoints } from './document.ts';
import { emailChangeEndpoints } from './email-change.ts';
import { erasureEndpoints } from './erasure.ts';
import { exportEndpoints } from './export.ts';
import { identityEndpoints } from './identity.ts';
import { invitationEndpoints } from './invitation.ts';
import { loginEndpoints } from './login.ts';
import { membershipEndpoints } from './membership.ts';
import { messageEndpoints } from './message.ts';
import { noteEndpoints } from './note.ts';
import { noticeEndpoints } from './notice.ts';
import { participantEndpoints } from './participant.ts';
import { projectEndpoints } from './project.ts';
import { promptEndpoints } from './prompt.ts';
import { recordEndpoints } from './record.ts';
import { runEndpoints } from './run.ts';
import { sessionEndpoints } from './session.ts';
import { teamEndpoints } from './team.ts';
import { userEndpoints } from './user.ts';
import { versionEndpoints } from './version.ts';

/** Every endpoint of the api by its route. */
export const endpoints = {
  ...attentionCheckEndpoints,
  ...assetEndpoints,
  ...auditEntryEndpoints,
  ...bootEndpoints,
  ...documentEndpoints,
  ...emailChangeEndpoints,
  ...erasureEndpoints,
  ...exportEndpoints,
  ...identityEndpoints,
  ...invitationEndpoints,
  ...loginEndpoints,
  ...membershipEndpoints,
  ...messageEndpoints,
  ...noteEndpoints,
  ...noticeEndpoints,
  ...participantEndpoints,
  ...projectEndpoints,
  ...promptEndpoints,
  ...recordEndpoints,
  ...runEndpoints,
  ...sessionEndpoints,
  ...teamEndpoints,
  ...userEndpoints,
  ...versionEndpoints,
};

export type Endpoints = typeof endpoints;
export type EndpointRoute = keyof Endpoints;

type Part<E, Key extends string> = E extends Record<Key, infer S> ? (S extends z.ZodType ? S : never) : never;

/** What a client sends to a route: `params`, `query` and `body`, as far as it has them. */
export type EndpointRequest<R extends EndpointRoute> = {
  [Key in 'params' | 'query' | 'body' as Key extends keyof Endpoints[R] ? Key : never]: z.input<
    Part<Endpoints[R], Key>
  >;
};

/** What a route answers; void where there is no body. */
export type EndpointResponse<R extends EndpointRoute> = 'response' extends keyof Endpoints[R]
  ? z.output<Part<Endpoints[R], 'response'>>
  : undefined;
