import type { Knex } from 'knex';

/** Invitations may go to one address, may be for owners, and can be taken back; admins list people, not participants. */
export const up = (knex: Knex): Promise<unknown> =>
  knex.raw(`
    alter table invitations
      add email text,
      add revoked_at timestamptz,
      drop constraint invitations_role_check,
      add constraint invitations_role_check check (role in ('owner', 'editor', 'observer'));
    create index invitations_email on invitations (email) where used_at is null and revoked_at is null;

    create index users_people on users (id) where platform_role <> 'guest' and deleted_at is null;
  `);
