import type { Knex } from 'knex';
import { canSignUp } from './sign-up.policy.ts';
import type { UserConfig } from './user-config.ts';

const hasOpenInvitation = async (trx: Knex, email: string): Promise<boolean> => {
  const { rows } = await trx.raw<{ rows: unknown[] }>(
    `select 1 from invitations join teams on teams.id = team_id join users inviter on inviter.id = invited_by
     where invitations.email = ? and inviter.blocked_at is null and used_at is null and revoked_at is null and expires_at > clock_timestamp()
       and teams.deleted_at is null
     limit 1`,
    [email],
  );
  return rows.length > 0;
};

/** Who may become a user, and who is an admin by the settings. */
export const createSignUp = ({ ADMIN_EMAILS, SIGN_UP }: UserConfig) => {
  const appointed = new Set(ADMIN_EMAILS);
  const isAppointed = (email: string): boolean => appointed.has(email);
  return {
    /** Whoever proves to have the address is an admin. Taken off the list, they stay one until another admin ends it. */
    isAppointed,

    /** Whether people come in whose address nobody has proved. */
    isOpenToAnyone: canSignUp(SIGN_UP, { isAppointed: false, isInvited: false }),

    /** Looks at the invitations in every case, so that the answer takes the same time. */
    isOpenTo: async (trx: Knex, email: string): Promise<boolean> => {
      const isInvited = await hasOpenInvitation(trx, email);
      return canSignUp(SIGN_UP, { isAppointed: isAppointed(email), isInvited });
    },
  };
};

export type SignUp = ReturnType<typeof createSignUp>;
