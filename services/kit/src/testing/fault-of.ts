import { errorBody } from '@convomatic/contracts';
import { statusOf } from '../errors.ts';

interface Answer {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  body: string;
}

const asJson = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

/** What is wrong with an answer to rubbish: a fault of ours, or an error in another shape. Undefined when nothing is. */
export function faultOf({ status, headers, body }: Answer): string | undefined {
  if (status < 400) return undefined;
  if (status >= 500) return `${status} ${body}`;
  const error = errorBody.strict().safeParse(asJson(body));
  if (!error.success) return `${status} not in the shape of an error: ${body}`;
  const { code, request_id } = error.data;
  if (statusOf[code] !== status) return `${code} as ${status}`;
  const id = String(headers['x-request-id']);
  return request_id === id ? undefined : `the id ${request_id} with the header ${id}`;
}
