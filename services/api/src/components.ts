import { documentTypeOf } from '@convomatic/contracts/names';
import type { DocumentAddress, DocumentTypeRow } from '@convomatic/contracts/names';
import type { Database } from '@convomatic/kit/database';
import type { Logger } from '@convomatic/kit/logger';
import type { Metrics } from '@convomatic/kit/metrics';
import type { Redis } from '@convomatic/kit/redis';
import type { Knex } from 'knex';
import { createAttentionChecksRoutes } from './attention-checks/attention-checks.routes.ts';
import { createAttentionChecks } from './attention-checks/attention-checks.service.ts';
import { createAssetRoutes, createAssets, createSignedLinks } from './assets/index.ts';
import { createAuditEntries, createAuditEntryRoutes } from './audit-entries/index.ts';
import { createAdmit, createBootRoutes, createComposeBoot, createCurrentUsers } from './boot/index.ts';
import type { Config } from './config.ts';
import { createConsentRoutes, createConsents } from './consents/index.ts';
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
import { createEmailChangeRoutes, createEmailChanges } from './email-changes/index.ts';
import {
  createFinishRequest,
  createIdentities,
  createIdentityRoutes,
  createProviders,
  createRequestCookie,
  createSignInByProvider,
  createStartRequest,
  listProviders,
} from './identities/index.ts';
import { createInvitationRoutes, createInvitations, revokeInvitations } from './invitations/index.ts';
import { createLoginLinkRoutes, createLoginLinks } from './login-links/index.ts';
import {
  createCountSignIn,
  createIdentify,
  createLoginCookie,
  createLoginRoutes,
  createLogins,
  createSignIns,
  endLoginsOf,
  listLoginCallers,
  isLoginLive,
} from './logins/index.ts';
import { createCaughtMails, createMailboxRoutes } from './mails/index.ts';
import { createErasureRoutes, createErasures } from './erasures/index.ts';
import { createExportsRoutes } from './exports/exports.routes.ts';
import { createExports } from './exports/exports.service.ts';
import { createMatchingRoutes, createReadyCheck } from './matching/index.ts';
import { createMembershipRoutes, createMemberships } from './memberships/index.ts';
import { createMessagesRoutes } from './messages/messages.routes.ts';
import { createMessages } from './messages/messages.service.ts';
import { createModeratorMessages } from './messages/moderator-messages.ts';
import { createNoteRoutes, createNotes } from './notes/index.ts';
import { createNoticeRoutes, createNotices } from './notices/index.ts';
import { createOutcomes } from './outcomes/index.ts';
import { createOutcomesRoutes } from './outcomes/outcomes.routes.ts';
import { createPageRoutes, createPages } from './pages/index.ts';
import { createPausesRoutes } from './pauses/pauses.routes.ts';
import { createPauses } from './pauses/pauses.service.ts';
import { findCallerByToken, readPlace } from './participants/index.ts';
import { createFrozenProjects } from './participants/frozen-projects.ts';
import { createJoin } from './participants/join.ts';
import { createParticipantsRoutes } from './participants/participants.routes.ts';
import { createWait } from './participants/wait.ts';
import {
  createListParticipants,
  createProjectParticipantsRoutes,
} from './participants/project-participants.ts';
import { createWaiting } from './participants/waiting.ts';
import { createChannelTokens } from './platform/channel-token.ts';
import { createLimits } from './platform/limits/index.ts';
import { createRealtime, createUnitOfWork } from './platform/realtime/index.ts';
import type { UnitOfWork } from './platform/realtime/index.ts';
import type { AddRoutes } from './platform/serve.ts';
import { createIsService } from './platform/service-token.ts';
import { createStorage } from './platform/storage/index.ts';
import { createProjectRoutes, createProjects, projectTexts } from './projects/index.ts';
import { copyPrompts, createPromptRoutes, createPrompts, promptTexts } from './prompts/index.ts';
import { createRecordRoutes, createRecords } from './records/index.ts';
import { closeOpenRun, createRunRoutes, createRuns } from './runs/index.ts';
import { createSessionsRoutes } from './sessions/sessions.routes.ts';
import { createSessions } from './sessions/sessions.service.ts';
import { createTeamRoutes, createTeams } from './teams/index.ts';
import { createMe, createMeRoutes, createSignUp, createUserRoutes, createUsers } from './users/index.ts';
import { createVersionRoutes, createVersions, readDraft } from './versions/index.ts';
import { createWatchesRoutes } from './watches/watches.routes.ts';
import { createWatches } from './watches/watches.service.ts';

export type Needs = {
  config: Config;
  database: Database;
  /** For exports: its transactions may last as long as a reader is slow. */
  slowDatabase: Database;
  redis: Redis;
  metrics: Metrics;
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
  findParticipantCaller: (tokenHash: string) => ReturnType<typeof findCallerByToken>;
};

/** Texts that several people write at once, on the collaboration server. */
const createTexts = ({ knex, unitOfWork, redis, logger, ...needs }: TextNeeds) => {
  const secrets = createCollaborationSecrets(needs.secretKey);
  const documents = createDocuments({ knex, unitOfWork, doorOf });
  const decideAccess = createDocumentAccess({
    knex,
    doorOf,
    secrets,
    listLoginCallers,
    findParticipantCaller: needs.findParticipantCaller,
  });
  return {
    secretOf: secrets.forLogin,
    textWritten: createTextFence({ announce: createAnnounceText({ redis, logger }) }),
    routes: createDocumentRoutes({ documents, decideAccess }),
  };
};

/** Everything the api is made of, wired by hand; read it from top to bottom. */
export const createComponents = ({ config, database, slowDatabase, redis, metrics, logger }: Needs) => {
  const { knex } = database;
  const limits = createLimits({ config, redis, metrics, logger });
  const realtime = createRealtime({ knex, redis, logger, metrics });
  const unitOfWork = createUnitOfWork({ knex, publish: realtime.publish });
  const { SECRET_KEY: secretKey, PUBLIC_URL: publicUrl } = config;
  const channelTokens = createChannelTokens(secretKey);

  const currentUsers = createCurrentUsers({ redis, logger, expireSeconds: config.CACHE_REDIS_EXPIRE });
  const findParticipantCaller = (tokenHash: string) => findCallerByToken(database.pool, tokenHash);
  const texts = createTexts({ knex, unitOfWork, redis, logger, secretKey, findParticipantCaller });
  const { secretOf, textWritten } = texts;
  const admit = createAdmit({ realtime, channelTokens, currentUsers });
  const composeBoot = createComposeBoot({
    knex,
    realtime,
    admit,
    channelTokens,
    currentUsers,
    secretOf,
    readPlace,
    isLoginLive,
  });
  const cookie = createLoginCookie(publicUrl);
  const identify = createIdentify({ knex, cookie, findParticipantCaller });
  const endChannelToken = (loginId: number) => currentUsers.remove(channelTokens.forLogin(loginId));

  const signUp = createSignUp(config);
  const signIns = createSignIns({ signUp });
  const countSignIn = createCountSignIn(metrics);
  const loginLinks = createLoginLinks({ knex, unitOfWork, signUp, publicUrl, secretKey });
  const logins = createLogins({ knex, unitOfWork, loginLinks, signIns, countSignIn, endChannelToken });
  const providers = createProviders(listProviders(config));
  const identities = createIdentities({ knex, unitOfWork, providers });
  const startRequest = createStartRequest({ knex, publicUrl, providers });
  const signInByProvider = createSignInByProvider({ unitOfWork, signUp, signIns, endChannelToken });
  const finishRequest = createFinishRequest({
    ...{ knex, unitOfWork, publicUrl, logger },
    ...{ providers, signInByProvider, countSignIn },
  });
  const emailChanges = createEmailChanges({ unitOfWork, signUp, signIns, publicUrl, endChannelToken });
  const me = createMe({ unitOfWork });
  const users = createUsers({ unitOfWork, signUp, endLogins: endLoginsOf, endChannelToken });
  const teams = createTeams({ knex, unitOfWork });
  const memberships = createMemberships({ unitOfWork, revokeInvitations });
  const invitations = createInvitations({ knex, unitOfWork, publicUrl });
  const projects = createProjects({
    ...{ knex, unitOfWork, countProjects, readDraft, textWritten },
    ...{ closeOpenRun, copyPrompts },
  });
  const prompts = createPrompts({ unitOfWork, textWritten });
  const versions = createVersions({ knex, unitOfWork, publicUrl, textWritten });
  const runs = createRuns({ knex, unitOfWork });
  const notices = createNotices({ unitOfWork });
  const pages = createPages({ knex, widgetDir: config.WIDGET_DIR });

  const join = createJoin({
    pool: database.pool,
    findFrozen: createFrozenProjects({ pool: database.pool }),
    currentEpoch: realtime.currentEpoch,
    admit,
    composeBoot,
    requireReachable: currentUsers.requireReachable,
  });
  const waiting = createWaiting({ knex, redis });
  const wait = createWait({ knex, unitOfWork });
  const consents = createConsents({ knex, unitOfWork });
  const readyCheck = createReadyCheck({ knex, unitOfWork });
  const sessions = createSessions({ knex });
  const records = createRecords({ knex });
  const outcomes = createOutcomes({ knex, unitOfWork });
  const pauses = createPauses({ knex, unitOfWork });
  const attentionChecks = createAttentionChecks({ knex, unitOfWork });
  const messages = createMessages({ database, publish: realtime.publish });
  const moderatorMessages = createModeratorMessages({ knex, unitOfWork });
  const watches = createWatches({ unitOfWork });
  const exports = createExports({ knex, slowDatabase });
  const auditEntries = createAuditEntries({ knex });
  const notes = createNotes({ knex, unitOfWork });
  const erasures = createErasures({
    unitOfWork,
    endParticipantToken: (tokenId) => currentUsers.remove(channelTokens.forParticipantToken(tokenId)),
  });
  const assets = createAssets({
    ...{ knex, unitOfWork },
    storage: createStorage(config),
    signedLinks: createSignedLinks({ secretKey, now: Date.now }),
  });

  const routes: AddRoutes[] = [
    createBootRoutes({ composeBoot }),
    createLoginLinkRoutes({ loginLinks, limits }),
    createLoginRoutes({ logins, cookie, limits }),
    createIdentityRoutes({
      ...{ identities, startRequest, finishRequest, cookie, limits },
      requestCookie: createRequestCookie(publicUrl),
    }),
    createEmailChangeRoutes({ emailChanges, cookie, limits }),
    createMailboxRoutes({ caughtMails: createCaughtMails({ knex }), config }),
    // Before the admins' routes of other people: `me` is no id.
    createMeRoutes({ me }),
    createUserRoutes({ users }),
    createTeamRoutes({ teams }),
    createMembershipRoutes({ memberships }),
    createInvitationRoutes({ invitations, limits }),
    createProjectRoutes({ projects }),
    createPromptRoutes({ prompts }),
    texts.routes,
    createVersionRoutes({ versions }),
    createRunRoutes({ runs }),
    createNoticeRoutes({ notices }),
    createParticipantsRoutes({ join, waiting, wait, limits }),
    createConsentRoutes({ consents }),
    createMatchingRoutes({ readyCheck }),
    createSessionsRoutes({ sessions }),
    createRecordRoutes({ records }),
    createOutcomesRoutes({ outcomes }),
    createProjectParticipantsRoutes({ listOfProject: createListParticipants({ knex }) }),
    createPausesRoutes({ pauses }),
    createAttentionChecksRoutes({ attentionChecks }),
    createMessagesRoutes({ messages, moderatorMessages }),
    createWatchesRoutes({ watches }),
    createExportsRoutes({ exports }),
    createAuditEntryRoutes({ auditEntries }),
    createNoteRoutes({ notes }),
    createErasureRoutes({ erasures }),
    createAssetRoutes({ assets }),
    createPageRoutes({ pages, publicUrl }),
  ];

  const isService = createIsService(config.SERVICE_TOKEN);
  return { realtime, unitOfWork, channelTokens, identify, isService, publicUrl, limits, routes };
};

export type Components = ReturnType<typeof createComponents>;
