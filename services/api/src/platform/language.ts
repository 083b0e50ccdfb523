import { languages } from '@convomatic/contracts/names';
import type { Language } from '@convomatic/contracts/names';
import type { Request } from 'express';

/** The language that a browser prefers among ours. */
export const languageOf = (req: Request): Language => {
  const preferred = req.acceptsLanguages([...languages]);
  return languages.find((language) => language === preferred) ?? 'en';
};
