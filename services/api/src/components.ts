import { documentTypeOf } from '@convomatic/contracts/names';
import type { DocumentAddress, DocumentTypeRow } from '@convomatic/contracts/names';
import type { Database } from '@convomatic/kit/database';
import type { Logger } from '@convomatic/kit/logger';
import type { Redis } from '@convomatic/kit/redis';
import type { Knex } from 'knex';
import { createBootRoutes, createComposeBoot, createCurrentUsers } from './boot/index.ts';
import type { Config } from './config.ts';
import { countProjects } from './counts/index.ts';
import {
  createAnnounceText,
  createCollaborationSecrets,
  createDocumentAccess,
  createDocumentRoutes,
  createDocuments,
  createTextFence,
} from './documents/index.ts';
import type { TextDoor } from './documents/index.ts';
import { createInvitationRoutes, createInvitations } from './invitations/index.ts';
import {
  createIdentify,
  createLoginCookie,
  createLoginRoutes,
  createLogins,
  listLoginCallers,
  isLoginLive,
} from './logins/index.ts';
import { createExportsRoutes } from './exports/exports.routes.ts';
import { createExports } from './exports/exports.service.ts';
import { createMessagesRoutes } from './messages/messages.routes.ts';
import { createMessages } from './messages/messages.service.ts';
import { createNoticeRoutes, createNotices } from './notices/index.ts';
import { createOutcomes } from './outcomes/index.ts';
import { createOutcomesRoutes } from './outcomes/outcomes.routes.ts';
import { createPageRoutes, createPages } from './pages/index.ts';
import { findCallerByToken, readPlace } from './participants/index.ts';
import { createJoin } from './participants/join.ts';
import { createParticipantsRoutes } from './participants/participants.routes.ts';
import { createWaiting } from './participants/waiting.ts';
import { createChannelTokens } from './platform/channel-token.ts';
import { createPublisher, createUnitOfWork } from './platform/realtime/index.ts';
import type { UnitOfWork } from './platform/realtime/index.ts';
import type { AddRoutes } from './platform/serve.ts';
import { createIsService } from './platform/service-token.ts';
import { createProjectRoutes, createProjects, projectTexts } from './projects/index.ts';
import { createPromptRoutes, createPrompts, promptTexts } from './prompts/index.ts';
import { createSessionsRoutes } from './sessions/sessions.routes.ts';
import { createSessions } from './sessions/sessions.service.ts';
import { createTeamRoutes, createTeams } from './teams/index.ts';
import { createVersionRoutes, createVersions, readDraft } from './versions/index.ts';
import { createWatchesRoutes } from './watches/watches.routes.ts';
import { createWatches } from './watches/watches.service.ts';

export type Needs = {
  config: Config;
  database: Database;
  /** For exports: its transactions may last as long as a reader is slow. */
  slowDatabase: Database;
  redis: Redis;
  logger: Logger;
};

/** Who keeps the texts that people write together; each type of document says which of these. */
const textDoors: Record<DocumentTypeRow['stored_in'], TextDoor> = {
  prompts: promptTexts,
  projects: projectTexts,
};
const doorOf = (address: DocumentAddress): TextDoor => textDoors[documentTypeOf(address).stored_in];

type TextNeeds = Pick<Needs, 'redis' | 'logger'> & {
  knex: Knex;
  unitOfWork: UnitOfWork;
  secretKey: string;
};

/** Texts that several people write at once, on the collaboration server. */
const createTexts = ({ knex, unitOfWork, redis, logger, secretKey }: TextNeeds) => {
  const secrets = createCollaborationSecrets(secretKey);
  const documents = createDocuments({ knex, unitOfWork, doorOf });
  const decideAccess = createDocumentAccess({
    knex,
    doorOf,
    secrets,
    listLoginCallers,
    findParticipantCaller: findCallerByToken,
  });
  return {
    secretOf: secrets.forLogin,
    textWritten: createTextFence({ announce: createAnnounceText({ redis, logger }) }),
    routes: createDocumentRoutes({ documents, decideAccess }),
  };
};

/** Everything the api is made of, wired by hand; read it from top to bottom. */
export const createComponents = ({ config, database, slowDatabase, redis, logger }: Needs) => {
  const { knex } = database;
  const publisher = createPublisher({ knex, redis, logger });
  const unitOfWork = createUnitOfWork({ knex, publish: publisher.publish });
  const { SECRET_KEY: secretKey, PUBLIC_URL: publicUrl } = config;
  const channelTokens = createChannelTokens(secretKey);

  const currentUsers = createCurrentUsers({ redis, logger, expireSeconds: config.CACHE_REDIS_EXPIRE });
  const texts = createTexts({ knex, unitOfWork, redis, logger, secretKey });
  const { secretOf, textWritten } = texts;
  const composeBoot = createComposeBoot({
    knex,
    channelTokens,
    currentUsers,
    secretOf,
    readPlace,
    isLoginLive,
  });
  const cookie = createLoginCookie(publicUrl);
  const identify = createIdentify({ knex, cookie, publicUrl, findParticipantCaller: findCallerByToken });
  const endChannelToken = (loginId: number) => currentUsers.remove(channelTokens.forLogin(loginId));

  const logins = createLogins({ unitOfWork, publicUrl, endChannelToken });
  const teams = createTeams({ knex, unitOfWork });
  const invitations = createInvitations({ unitOfWork, publicUrl });
  const projects = createProjects({ knex, unitOfWork, countProjects, readDraft, textWritten });
  const prompts = createPrompts({ unitOfWork, textWritten });
  const versions = createVersions({ knex, unitOfWork, publicUrl });
  const notices = createNotices({ unitOfWork });
  const pages = createPages({ knex, widgetDir: config.WIDGET_DIR });

  const join = createJoin({
    pool: database.pool,
    composeBoot,
    requireReachable: currentUsers.requireReachable,
  });
  const waiting = createWaiting({ knex, redis });
  const sessions = createSessions({ knex });
  const outcomes = createOutcomes({ knex, unitOfWork });
  const messages = createMessages({ database, publish: publisher.publish });
  const watches = createWatches({ unitOfWork });
  const exports = createExports({ knex, slowDatabase });

  const routes: AddRoutes[] = [
    createBootRoutes({ composeBoot }),
    createLoginRoutes({ logins, cookie }),
    createTeamRoutes({ teams }),
    createInvitationRoutes({ invitations }),
    createProjectRoutes({ projects }),
    createPromptRoutes({ prompts }),
    texts.routes,
    createVersionRoutes({ versions }),
    createNoticeRoutes({ notices }),
    createParticipantsRoutes({ join, waiting }),
    createSessionsRoutes({ sessions }),
    createOutcomesRoutes({ outcomes }),
    createMessagesRoutes({ messages }),
    createWatchesRoutes({ watches }),
    createExportsRoutes({ exports }),
    createPageRoutes({ pages, publicUrl }),
  ];

  const isService = createIsService(config.SERVICE_TOKEN);
  return { publisher, unitOfWork, channelTokens, identify, isService, routes };
};

export type Components = ReturnType<typeof createComponents>;
