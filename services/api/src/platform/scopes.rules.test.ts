import { expect, it } from '@jest/globals';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '..');
const sources = globSync('**/*.ts', { cwd: root }).filter(
  (file) => !/(^testing\/|\.(test|build)\.ts$)/.test(file),
);

/** Tables whose rows belong to a team. */
const teamTables = [
  ...['projects', 'prompts', 'versions', 'sessions', 'participants', 'messages', 'prompt_deliveries'],
  ...['assignments', 'invitations', 'teams', 'memberships', 'counts', 'audit_entries', 'runs'],
  ...['assets', 'notes', 'erasures'],
];
const teamTable = new RegExp(`(?:\\b(?:from|join|into|update) |\\()['"]?(?:${teamTables.join('|')})\\b`);

/** What reads or writes rows of teams without a scope, and why it may. */
const unscoped: Record<string, string[]> = {
  'says whose row it is, so that the permission can be asked for there': [
    'projects findTeamOfProject',
    'removed-projects findTeamOfRemoved',
    'prompts findTeamOfPrompt',
    'runs findPlaceOfRun',
    'sessions findTeamOfSession',
    'assets findTeamOfAsset',
    'erasures findTeamOfParticipant',
    'notes findTeamOfNote',
    'outcomes findTeamOfParticipant',
    'invitations findTeamOfInvitation',
  ],
  'is what the permission is decided by, or the lock under which it is': [
    'memberships findTeamRole',
    'memberships findRemovedTeamRole',
    'memberships lockMemberships',
    'sessions findSessionMember',
  ],
  'makes a team, or lets somebody in who has an invitation': [
    'teams insertTeam',
    'teams findTeam',
    'memberships findMembership',
    'memberships insertMembership',
    'memberships reopenMembership',
    'invitations findInvitation',
    'invitations updateUsed',
  ],
  'is about one person, who asks about themselves': [
    'boot listGroups',
    'me renameMemberships',
    'teams listRemovedTeams',
    'teams findFirstTeamOf',
  ],
  'serves participants, by an address or a token, in the seat that they have': [
    'projects findProjectBySlug',
    'participant-tokens findCallerByToken',
    'assets findStoredAsset',
    'assets wasGiven',
    'seats findSeat',
    'seats giveToken',
    'seats takeSeat',
    'participants findTarget',
    'participants listWaitingUsers',
    'outcomes findSeat',
    'outcomes lockSeat',
    'outcomes updateLeft',
    'outcomes countRemaining',
    'pending-groups findPendingId',
    'wait lockParticipant',
    'wait updateWaiting',
    'wait updateWaitingUntil',
    'wait moveWaitingLimits',
  ],
  'is the hot path: one statement asks whether somebody is in the talk, another writes': [
    'post-message findSender',
    'post-message insertMessage',
    'messages findMessage',
  ],
  'works for the worker, or on ids that the same unit of work has read': [
    'closing listUnclosed',
    'closing lockClosing',
    'absences endAbsences',
    'absences insertAbsences',
    'absences listTalkers',
    'attention-checks armNext',
    'attention-checks findAttentionUntil',
    'attention-checks findSessionOf',
    'attention-checks insertChecks',
    'attention-checks listUnanswered',
    'attention-checks updateAnswered',
    'erasures listExpired',
    'counts countProjects',
    'counts holdProjects',
    'counts listDiffering',
    'counts listTouched',
    'counts storeChanged',
    'counts tryLockCounts',
    'drop-outs insertPauseEnds',
    'drop-outs listAbsentIn',
    'drop-outs listComplete',
    'drop-outs listDropOuts',
    'drop-outs listPauseOver',
    'moderator-messages insertModeratorMessages',
    'outcomes listAway',
    'outcomes listStayedEnough',
    'outcomes updateClosed',
    'outcomes updateRemoved',
    'pauses lockTimes',
    'pauses updatePaused',
    'pauses updateResumed',
    'session-locks lockSessions',
    'outcomes updateFinished',
    'participants listParticipants',
    'pending-groups findPendingGroup',
    'pending-groups insertPendingGroups',
    'pending-groups listAskedIds',
    'pending-groups lockAsked',
    'pending-groups updateAside',
    'pending-groups updateConfirmed',
    'pending-groups updateReleased',
    'prompt-deliveries listOverdue',
    'prompt-deliveries lockDeliverable',
    'planned-deliveries insertDeliveries',
    'planned-deliveries insertSessionTimes',
    'prompt-deliveries markDelivered',
    'queue findProject',
    'queue listExpired',
    'queue listMatchable',
    'queue listWaiting',
    'queue lockWaiting',
    'sessions insertMembers',
    'sessions insertSessions',
    'assignments listAssignments',
    'sessions listSessionMemberships',
    'sessions listSessions',
  ],
  'is for admins of the platform, and says no more than a number of teams': [
    'audit-entries listPlatformEntries',
    'user-entries findUserEntry',
    'user-entries listUserEntries',
  ],
};

type Declared = { name: string; text: string; isExported: boolean; isScoped: boolean };

const takesScope = (initializer: ts.Expression | undefined): boolean =>
  initializer !== undefined &&
  ts.isArrowFunction(initializer) &&
  initializer.parameters.some(({ type }) => /\b(Team|Session)Scope\b/.test(type?.getText() ?? ''));

const declarationsOf = (file: string): Declared[] => {
  const text = readFileSync(join(root, file), 'utf8');
  const { statements } = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  return statements.filter(ts.isVariableStatement).flatMap(({ modifiers, declarationList }) =>
    declarationList.declarations.map(({ name, initializer }) => ({
      name: name.getText(),
      text: initializer?.getText() ?? '',
      isExported: modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false,
      isScoped: takesScope(initializer),
    })),
  );
};

/** Exported functions that ask for rows of a team, by themselves or by a part of the same file, without a scope. */
const unscopedIn = (file: string): string[] => {
  const declared = declarationsOf(file);
  const touches = (one: Declared): boolean =>
    teamTable.test(one.text) ||
    declared.some(
      (part) =>
        !part.isExported && new RegExp(`\\b${part.name}\\b`).test(one.text) && teamTable.test(part.text),
    );
  return declared
    .filter((one) => one.isExported && !one.isScoped && touches(one))
    .map(({ name }) => `${basename(file, '.repository.ts')} ${name}`);
};

const filesWith = (word: RegExp): string[] =>
  sources.filter((file) => word.test(readFileSync(join(root, file), 'utf8'))).sort();

it('every query of rows of a team takes a scope, or is listed with the reason why it does not', () => {
  const found = sources.filter((file) => file.endsWith('.repository.ts')).flatMap(unscopedIn);
  expect(found.sort()).toEqual(Object.values(unscoped).flat().sort());
});

it('queries of rows of a team are in repositories alone', () => {
  const others = sources.filter((file) => !/(\.repository\.ts$|^migrations\/)/.test(file));
  const query = new RegExp(`\\b(?:trx|knex)(?:<[^>]*>)?\\(['"](?:${teamTables.join('|')})['"]`);
  expect(others.filter((file) => query.test(readFileSync(join(root, file), 'utf8')))).toEqual([
    'platform/audit.ts',
  ]);
});

it('a scope of a caller is made where the permission table is asked, and nowhere else', () => {
  expect(filesWith(/\bgrantTeam\(/)).toEqual(['memberships/require-permission.ts']);
  expect(filesWith(/\bgrantSession\(/)).toEqual(['sessions/require-session.ts']);
  expect(filesWith(/\bas (?:\w+ & )?(?:Team|Session)Scope\b/)).toEqual(['platform/scopes.ts']);
});

it('a scope without a caller is taken by what no caller asks for', () => {
  expect(filesWith(/\bserviceScope\(/)).toEqual([
    'demo/ensure-demo.ts',
    'erasures/erase-expired.ts',
    'matching/open-queue.ts',
    'pages/pages.service.ts',
    'projects/project-texts.ts',
    'prompts/prompt-texts.ts',
    'runs/close-runs.ts',
  ]);
});
