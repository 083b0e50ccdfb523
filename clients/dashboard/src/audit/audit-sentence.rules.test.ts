import { beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditEntry } from '@convomatic/contracts';
import { language, setWords } from '../platform/language/language.ts';
import { words } from '../words.ts';
import { sentenceOf } from './audit-sentence.ts';

const entry = (change: Partial<AuditEntry>): AuditEntry => ({
  ...{ id: 1, team_id: 1, actor_id: 5, actor_name: 'Ada', action: 'project.update' },
  ...{ subject_type: 'project', subject_id: 12, fields: [], address: null, request_id: null },
  at: '2030-01-01T10:00:00.000Z',
  ...change,
});
const naming = {
  loginOwners: new Map([[30, 6]]),
  names: new Map([['project 12', 'Two-sided talk']]),
  settingName: (field: string) => (field === 'duration_ms' ? 'Length of the talk' : field),
};
const unnamed = { ...naming, names: new Map<string, string>() };

beforeAll(() => {
  setWords(words);
});

describe('what somebody did', () => {
  it('is told with the names of the changed fields, in both languages', () => {
    const changed = entry({ fields: ['duration_ms', 'group_target'] });
    language.value = 'en';
    expect(sentenceOf(changed, naming)).toBe(
      'Ada changed project “Two-sided talk”: length of the talk, group target',
    );
    language.value = 'de';
    expect(sentenceOf(changed, naming)).toMatch(/^Ada hat Projekt „Two-sided talk“ geändert: /);
    language.value = 'en';
  });

  it('is told by number where the name is not known, and by no number that nobody knows', () => {
    expect(sentenceOf(entry({ action: 'project.remove' }), unnamed)).toBe('Ada removed project 12');
    expect(sentenceOf(entry({ subject_type: 'prompt', subject_id: 3 }), naming)).toBe('Ada changed a prompt');
  });

  it('is told as it is where there is no sentence for it', () => {
    expect(sentenceOf(entry({ action: 'project.paint' }), naming)).toContain('“project.paint”');
  });

  it('tells leaving from being removed', () => {
    const gone = { action: 'membership.remove', subject_type: 'user' };
    expect(sentenceOf(entry({ ...gone, subject_id: 5 }), naming)).toBe('Ada left the team');
    expect(
      sentenceOf(entry({ ...gone, subject_id: 6 }), { ...naming, names: new Map([['user 6', 'Bea']]) }),
    ).toBe('Ada removed Bea from the team');
  });

  it('is told as one’s own where somebody changed themselves', () => {
    const own = entry({ action: 'user.update', subject_type: 'user', subject_id: 5, fields: ['name'] });
    expect(sentenceOf(own, naming)).toBe('Ada changed their own name');
  });

  it('names whose login was ended, unless it was one’s own or is not known', () => {
    const ended = { action: 'login.revoke', subject_type: 'login' };
    const named = { ...naming, names: new Map([['user 6', 'Bea']]) };
    expect(sentenceOf(entry({ ...ended, subject_id: 30 }), named)).toBe('Ada ended a login of Bea');
    expect(sentenceOf(entry({ ...ended, subject_id: 30, actor_id: 6 }), named)).toBe('Ada ended a login');
    expect(sentenceOf(entry({ ...ended, subject_id: 31 }), named)).toBe('Ada ended a login');
  });
});
