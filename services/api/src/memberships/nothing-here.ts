import { AppError } from '@convomatic/kit/errors';

/** What a stranger is told, whether or not the thing exists. */
export const nothingHere = (): AppError =>
  new AppError(
    'not_found',
    'There is nothing here, or it is not for you. Check the address, or ask who gave it to you.',
  );
