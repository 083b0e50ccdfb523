import type { Session } from '@convomatic/contracts';
import { loginCookie } from '@convomatic/contracts';
import { ApiError, createHttp } from '@convomatic/sdk';
import type { Talk } from '../reconciliation/index.ts';
import { insist } from '../platform/insist.ts';
import { rowsOfCsv, rowsOfJsonLines } from '../transcripts/index.ts';

interface Needs {
  address: string;
  ownerToken: string;
  signal: AbortSignal;
}

/** A prompt that falls due in the last moment before an early end may come or not. */
const endMs = 2_000;

const lastedMsOf = ({ closed_reason, closed_at, started_at, duration_ms }: Session): number =>
  closed_reason === 'completed' || !closed_at || !started_at
    ? duration_ms
    : Math.min(duration_ms, Date.parse(closed_at) - Date.parse(started_at) - endMs);

/** The team's side: sessions and their exports, read with an owner's login. */
export const createOwner = ({ address, ownerToken, signal }: Needs) => {
  const headers = { cookie: `${loginCookie}=${ownerToken}` };
  const call = createHttp({ baseUrl: address, headers: () => headers });

  const requestExport = async (sessionId: number, format: 'csv' | 'jsonl'): Promise<string> => {
    const url = `${address}/api/sessions/${String(sessionId)}/export?format=${format}`;
    const failed = (cause: unknown): never => {
      throw new ApiError('network', `The export of session ${String(sessionId)} did not arrive.`, { cause });
    };
    const response = await fetch(url, { headers, signal }).catch(failed);
    if (!response.ok)
      throw new ApiError(
        'internal',
        `The export of session ${String(sessionId)} was answered with ${String(response.status)}.`,
        {
          status: response.status,
        },
      );
    return response.text().catch(failed);
  };

  return {
    talk: async (sessionId: number): Promise<Talk> => {
      const params = { session_id: String(sessionId) };
      const view = await insist(() => call('GET /api/sessions/:session_id', { params }), signal);
      const csv = await insist(() => requestExport(sessionId, 'csv'), signal);
      const jsonl = await insist(() => requestExport(sessionId, 'jsonl'), signal);
      const prompts = view.prompts ?? [];
      const condition = view.assignments?.[0]?.condition ?? null;
      const lastedMs = lastedMsOf(view.session);
      return {
        session: view.session,
        memberships: view.memberships,
        prompt_ids: prompts
          .filter(({ offset_ms }) => offset_ms < lastedMs)
          .filter(
            ({ conditions }) =>
              conditions.length === 0 || (condition !== null && conditions.includes(condition)),
          )
          .map(({ id }) => id),
        offsets: Object.fromEntries(prompts.map(({ id, offset_ms }) => [id, offset_ms])),
        csv: rowsOfCsv(csv),
        jsonl: rowsOfJsonLines(jsonl),
      };
    },
  };
};
