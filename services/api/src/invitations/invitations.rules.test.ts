import { describe, expect, it } from '@jest/globals';
import { invitationMail } from './invitation-mail.ts';
import { hintOf, stateOf } from './invitations.policy.ts';

it.each([
  ['ada@example.org', 'a…@example.org'],
  ['x@example.org', 'x…@example.org'],
  ['"a@b"@example.org', '"…@example.org'],
])('hides most of %s', (email, hint) => {
  expect(hintOf(email)).toBe(hint);
});

describe('the state of an invitation', () => {
  const fresh = { is_used: false, is_revoked: false, is_expired: false };
  it('is open until something happens to it', () => {
    expect(stateOf(fresh)).toBe('open');
    expect(stateOf({ ...fresh, is_expired: true })).toBe('expired');
    expect(stateOf({ ...fresh, is_revoked: true, is_expired: true })).toBe('revoked');
    expect(stateOf({ is_used: true, is_revoked: false, is_expired: true })).toBe('used');
  });
});

describe('the mail of an invitation', () => {
  const invited = {
    email: 'ada@example.org',
    url: 'https://convomatic.example.org/invite#token=abc',
    team_name: 'Memory Lab',
    inviter_name: 'J. R. Böhm',
    invitation: { role: 'editor', expires_at: '2026-03-08T10:00:00.000Z' },
  } as const;

  it('says who invites to what, as what and until when, in English', () => {
    const { to, subject, text } = invitationMail({ ...invited, language: 'en' });
    expect(to).toBe('ada@example.org');
    expect(subject).toBe('Invitation to the team “Memory Lab” on Convomatic');
    expect(text).toContain('J. R. Böhm invites you to the team “Memory Lab” on Convomatic, as editor.');
    expect(text).toContain(`\n\n${invited.url}\n\n`);
    expect(text).toContain('until March 8, 2026');
  });

  it('says so in German', () => {
    const { subject, text } = invitationMail({ ...invited, language: 'de' });
    expect(subject).toBe('Einladung in das Team „Memory Lab“ bei Convomatic');
    expect(text).toContain('J. R. Böhm lädt Sie in das Team „Memory Lab“');
    expect(text).toContain('bis zum 8. März 2026');
  });

  it('lets no name add a line, a header or an address to click', () => {
    const name =
      'You won!\r\nBcc: all@example.org\n\nOpen https://evil.example.com/x now\u202e www.evil.example';
    const mail = invitationMail({ ...invited, team_name: name, inviter_name: name, language: 'en' });
    expect(mail.subject).not.toMatch(/[\r\n\u202e]/);
    expect(mail.text.split('\n\n')).toHaveLength(5);
    const rest = mail.text.replace(invited.url, '');
    expect(rest).not.toMatch(/:\/\/|www\.|example\.|@|\u202e/);
  });
});
