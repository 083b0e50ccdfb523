import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

/** What an OpenID provider remembers, in memory and apart from that of every other. */
export const createOpenidStorage = (): AdapterFactory => {
  const rows = new Map<string, AdapterPayload>();
  const findBy = (matches: (payload: AdapterPayload) => boolean) =>
    Promise.resolve([...rows.values()].find(matches));

  return (model): Adapter => {
    const keyOf = (id: string): string => `${model} ${id}`;
    return {
      upsert: (id, payload) => Promise.resolve(void rows.set(keyOf(id), payload)),
      find: (id) => Promise.resolve(rows.get(keyOf(id))),
      findByUid: (uid) => findBy((payload) => payload.kind === model && payload.uid === uid),
      findByUserCode: (code) => findBy((payload) => payload.kind === model && payload.userCode === code),
      consume: (id) => {
        const consumed = Math.floor(Date.now() / 1_000);
        const payload = rows.get(keyOf(id));
        if (payload) rows.set(keyOf(id), { ...payload, consumed });
        return Promise.resolve();
      },
      destroy: (id) => Promise.resolve(void rows.delete(keyOf(id))),
      revokeByGrantId: (grantId) => {
        for (const [key, payload] of rows) if (payload.grantId === grantId) rows.delete(key);
        return Promise.resolve();
      },
    };
  };
};
