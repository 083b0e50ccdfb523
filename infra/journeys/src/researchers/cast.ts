import type { System } from '../system/system.ts';
import { signInByMail } from './arrival.ts';
import { createTeam } from './team.ts';

const members = [
  { email: 'nora@example.org', name: 'Nora Lindqvist', role: 'editor' },
  { email: 'amal@example.org', name: 'Amal Haddad', role: 'observer' },
  { email: 'w.h@example.org', name: 'Prof. Dr. Wilhelmine von Habermann-Wolkenstein', role: 'editor' },
] as const;

/** A team in the middle of its work: people, invitations that wait, projects, and one that was removed. */
export const fillTeam = async ({ url, team }: Pick<System, 'url' | 'team'>): Promise<void> => {
  const params = { team_id: await team.teamId() };
  await team.call('PATCH /api/teams/:team_id', { params, body: { name: 'Moral Judgement Lab' } });
  await team.call('PATCH /api/users/me', { body: { name: 'Ada Okafor' } });
  for (const { email, name, role } of members) {
    const body = { role, days: 7, email };
    const { invite_url } = await team.call('POST /api/teams/:team_id/invitations', { params, body });
    const { token } = await signInByMail(url, email);
    const member = createTeam({ url, token });
    await member.call('PATCH /api/users/me', { body: { name } });
    const secret = new URL(invite_url).hash.replace('#token=', '');
    await member.call('POST /api/invitations/accept', { body: { token: secret } });
  }
  const waiting = { role: 'owner', days: 14, email: 'jonas.berg@example.org' } as const;
  await team.call('POST /api/teams/:team_id/invitations', { params, body: waiting });
  await team.call('POST /api/teams/:team_id/invitations', { params, body: { role: 'observer', days: 7 } });
  for (const name of ['Trolley problem, second wave', 'Pilot of March']) {
    const { project } = await team.call('POST /api/teams/:team_id/projects', { params, body: { name } });
    if (name.startsWith('Pilot'))
      await team.call('DELETE /api/projects/:project_id', { params: { project_id: String(project.id) } });
  }
};
