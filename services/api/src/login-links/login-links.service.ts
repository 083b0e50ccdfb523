import type { EndpointRequest } from '@convomatic/contracts';
import type { Language } from '@convomatic/contracts/names';
import { AppError } from '@convomatic/kit/errors';
import { hashToken, newToken } from '@convomatic/kit/tokens';
import type { Knex } from 'knex';
import { queueMail } from '../mails/index.ts';
import type { UnitOfWork } from '../platform/realtime/index.ts';
import { findAccountByEmail } from '../users/index.ts';
import type { SignUp } from '../users/index.ts';
import {
  endOlderLinks,
  findLoginLink,
  insertLoginLink,
  takeTry,
  useByCode,
  useByToken,
} from './login-links.repository.ts';
import type { LoginLink } from './login-links.repository.ts';
import { createCodeHash, isSameCode, newCode } from './sign-in-code.ts';
import type { CodeHash } from './sign-in-code.ts';
import { noAccountMail, signInMail, signInUrl } from './sign-in-mail.ts';

type Needs = {
  knex: Knex;
  unitOfWork: UnitOfWork;
  signUp: SignUp;
  publicUrl: string;
  secretKey: string;
};

const linkMinutes = 15;
const lifetimeMs = linkMinutes * 60_000;

/** Who asks again because no mail came may use any of these; more would be more codes to guess. */
const openAtOnce = 3;

export type Proof = EndpointRequest<'POST /api/logins'>['body'];

/** A proof that was right so far; using it up is the last word. */
export type CheckedProof = LoginLink & { by: 'link' | 'code' };

type Asking = { email: string; return_path?: string | undefined; language: Language };

const isOver = (): AppError =>
  new AppError(
    'token_expired',
    'This link or code was used already, is too old, or was ended by wrong codes. Ask for a new one, and open its link.',
  );

const isWrongCode = (triesLeft: number): AppError => {
  const left =
    triesLeft === 1
      ? 'One try is left.'
      : triesLeft > 1
        ? `${String(triesLeft)} tries are left.`
        : 'It was the last try. Ask for a new one.';
  return new AppError('token_invalid', `This is not the code of the mail. ${left}`, {
    fields: { code: left },
  });
};

/** Makes a sign-in link's token for an address, without a mail. */
export const issueLoginLink = async (trx: Knex, email: string): Promise<string> => {
  const token = newToken();
  await insertLoginLink(trx, { email, token_hash: hashToken(token), lifetimeMs });
  return token;
};

const createCheck = ({ knex, codeHashOf }: { knex: Knex; codeHashOf: CodeHash }) => {
  const checkToken = async (token: string): Promise<CheckedProof> => {
    const link = await findLoginLink(knex, { token_hash: hashToken(token) });
    if (link) return { ...link, by: 'link' };
    throw new AppError(
      'token_invalid',
      'This sign-in link is not valid. Copy the whole address, or ask for a new one.',
    );
  };

  /** The try is taken at once and for good, so that guesses at the same moment cannot share one. */
  const checkCode = async (requestToken: string, code: string): Promise<CheckedProof> => {
    const requestHash = hashToken(requestToken);
    const link = await findLoginLink(knex, { request_hash: requestHash });
    if (!link) {
      throw new AppError(
        'token_invalid',
        'A code works in the browser alone that asked for it. Ask for a new one here.',
      );
    }
    const taken = await takeTry(knex, link.id);
    if (!taken) throw isOver();
    if (!isSameCode(taken.code_hash, codeHashOf(requestHash, code))) throw isWrongCode(taken.tries_left);
    return { ...link, by: 'code' };
  };

  return (proof: Proof): Promise<CheckedProof> =>
    'token' in proof ? checkToken(proof.token) : checkCode(proof.request_token, proof.code);
};

export const createLoginLinks = ({ knex, unitOfWork, signUp, publicUrl, secretKey }: Needs) => {
  const codeHashOf = createCodeHash(secretKey);
  return {
    /**
     * Mails a link and a code; answers the token of the request. Every address gets a row and a mail, so that neither
     * the answer nor its time tells whether the address has an account.
     */
    send: ({ email, return_path, language }: Asking): Promise<string> =>
      unitOfWork(async ({ trx }) => {
        const [token, requestToken, code] = [newToken(), newToken(), newCode()];
        const request_hash = hashToken(requestToken);
        const hashes = {
          token_hash: hashToken(token),
          request_hash,
          code_hash: codeHashOf(request_hash, code),
        };
        await insertLoginLink(trx, { email, ...hashes, lifetimeMs });
        await endOlderLinks(trx, email, openAtOnce);
        const account = await findAccountByEmail(trx, email);
        const isOpen = await signUp.isOpenTo(trx, email);
        const to = { email, language: account?.language ?? language };
        const url = signInUrl({ publicUrl, token, return_path });
        const mail = signInMail(to, { url, code, minutes: linkMinutes });
        await queueMail(trx, account || isOpen ? mail : noAccountMail(to, publicUrl));
        return requestToken;
      }),

    /** Before the transaction that signs in: a wrong code counts, whatever comes of the request. */
    check: createCheck({ knex, codeHashOf }),

    /** Uses the link and its code up; the address that they prove. */
    consume: async (trx: Knex, { id, email, by }: CheckedProof): Promise<string> => {
      const use = by === 'link' ? useByToken : useByCode;
      if (!(await use(trx, id))) throw isOver();
      return email;
    },
  };
};

export type LoginLinks = ReturnType<typeof createLoginLinks>;
