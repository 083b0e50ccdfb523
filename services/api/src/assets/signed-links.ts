import { AppError } from '@convomatic/kit/errors';
import { hmac, isSameSecret } from '@convomatic/kit/tokens';

const validMs = 5 * 60_000;

type Link = { url: string; expires_at: string };
export type Signed = { asset_id: number; expires: number; signature: string };

/** Addresses by which one file can be fetched for five minutes, by whoever has them. */
export const createSignedLinks = ({ secretKey, now }: { secretKey: string; now: () => number }) => {
  const sign = (id: number, expires: number): string => hmac(secretKey, `asset ${id} until ${expires}`);

  return {
    make: (id: number): Link => {
      const expires = now() + validMs;
      const query = new URLSearchParams({ expires: String(expires), signature: sign(id, expires) });
      return {
        url: `/api/assets/${id}/file?${query.toString()}`,
        expires_at: new Date(expires).toISOString(),
      };
    },

    require: ({ asset_id, expires, signature }: Signed): void => {
      if (!isSameSecret(signature, sign(asset_id, expires)))
        throw new AppError('token_invalid', 'This address is not right. Load the page again.');
      if (expires < now())
        throw new AppError('token_expired', 'This address is too old. Load the page again.');
    },
  };
};

export type SignedLinks = ReturnType<typeof createSignedLinks>;
