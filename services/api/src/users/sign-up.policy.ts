import type { UserConfig } from './user-config.ts';

type Newcomer = { isAppointed: boolean; isInvited: boolean };

/** Whether somebody who is no user yet may become one. */
export const canSignUp = (setting: UserConfig['SIGN_UP'], { isAppointed, isInvited }: Newcomer): boolean =>
  setting === 'anyone' || isAppointed || isInvited;
