import { z } from 'zod';
import { errorCodes } from './names/index.ts';

/** The one shape of an error on every wire. `fields` maps a path in the input to what is wrong with it. */
export const errorBody = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  request_id: z.string(),
  fields: z.record(z.string(), z.string()).optional(),
});
export type ErrorBody = z.infer<typeof errorBody>;
