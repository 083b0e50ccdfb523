import type { Knex } from 'knex';

export type Consent = { team_id: number; participant_id: number; version_id: number; accepted: boolean };

export const insertConsent = async (trx: Knex, consent: Consent): Promise<void> => {
  await trx('consents').insert(consent);
};

/** What this person answered to the text of this version; undefined before the answer. */
export const findAnswer = async (
  trx: Knex,
  { participant_id, version_id }: Pick<Consent, 'participant_id' | 'version_id'>,
): Promise<boolean | undefined> => {
  const row = await trx('consents')
    .where({ participant_id, version_id })
    .first<{ accepted: boolean } | undefined>('accepted');
  return row?.accepted;
};
