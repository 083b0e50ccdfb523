import { richText } from '@convomatic/contracts';
import type { EndpointResponse, RichText } from '@convomatic/contracts';
import { documentName, documentTypeOf, maxRichTextBytes } from '@convomatic/contracts/names';
import type { DocumentAddress } from '@convomatic/contracts/names';
import { AppError } from '@convomatic/kit/errors';
import { fieldsOf } from '@convomatic/kit/http-errors';
import type { Knex } from 'knex';
import { isDeepStrictEqual } from 'node:util';
import type { UnitOfWork, Work } from '../platform/realtime/index.ts';
import { auditTyping } from './audit-typing.ts';
import { lockDocument, updateOwner, updateSavedAt } from './documents.repository.ts';
import type { TextDoor } from './text-door.ts';

type Needs = { knex: Knex; unitOfWork: UnitOfWork; doorOf: (address: DocumentAddress) => TextDoor };

type Load = { owner: string; generation: number | null };
type Save = { owner: string; generation: number; text: unknown; editors: number[] };

const gone = (): AppError =>
  new AppError('not_found', 'This text is no longer there. Load the project again.');

const requireText = (text: unknown): RichText => {
  if (Buffer.byteLength(JSON.stringify(text ?? null)) > maxRichTextBytes) {
    throw new AppError(
      'too_large',
      `A text may be at most ${String(maxRichTextBytes / 1_024)} KB. Shorten it.`,
    );
  }
  const result = richText.safeParse(text);
  if (result.success) return result.data;
  throw new AppError('unprocessable', 'The text contains what no text may contain. Remove what is named.', {
    fields: fieldsOf(result.error),
  });
};

type Held = NonNullable<Awaited<ReturnType<typeof lockDocument>>>;

const requireHeld = async (trx: Knex, name: string, { owner, generation }: Save): Promise<Held> => {
  const held = await lockDocument(trx, name);
  if (held?.generation === generation && held.owner === owner) return held;
  throw new AppError(
    'conflict',
    'The text was written, or loaded, by somebody else meanwhile. Load it anew.',
  );
};

type Writing = { address: DocumentAddress; team_id: number; text: RichText; editors: number[] };

/** What collaboration servers do with texts: each is loaded by one node, which alone saves it until it is rewritten. */
export const createDocuments = ({ knex, unitOfWork, doorOf }: Needs) => {
  const write = async (work: Work, { address, team_id, text, editors }: Writing): Promise<void> => {
    const { id, field } = address;
    await doorOf(address).write(work, { id, team_id, field, text, actor_id: editors.at(-1) ?? null });
    await auditTyping(work.trx, { address, team_id, editors });
  };

  return {
    load: (
      address: DocumentAddress,
      load: Load,
    ): Promise<EndpointResponse<'POST /api/documents/:name/load'>> =>
      knex.transaction(async (trx) => {
        const door = doorOf(address);
        if (!(await door.find(trx, address.id, address.field))) throw gone();
        const generation = await updateOwner(trx, { name: documentName(address), ...load });
        // Read again behind the row's lock: who rewrites the text changes the generation under it.
        const stored = await door.find(trx, address.id, address.field);
        if (!stored) throw gone();
        return { generation, text: stored.text };
      }),

    save: (address: DocumentAddress, save: Save): Promise<EndpointResponse<'PUT /api/documents/:name'>> => {
      if (documentTypeOf(address).save === 'explicit')
        throw new AppError('forbidden', 'Its author saves this text, through the api.');
      const text = requireText(save.text);
      return unitOfWork(async (work) => {
        const door = doorOf(address);
        const stored = await door.lock(work.trx, address.id, address.field);
        if (!stored) throw gone();
        const name = documentName(address);
        const { saved_at } = await requireHeld(work.trx, name, save);
        const { generation } = save;
        const isSame = isDeepStrictEqual(stored.text, text);
        if (isSame && saved_at !== null) return { generation, saved_at };
        if (!isSame) await write(work, { address, team_id: stored.team_id, text, editors: save.editors });
        return { generation, saved_at: await updateSavedAt(work.trx, name) };
      });
    },
  };
};

export type Documents = ReturnType<typeof createDocuments>;
