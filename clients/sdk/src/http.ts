import type { EndpointRequest, EndpointResponse, EndpointRoute, ErrorBody } from '@convomatic/contracts';
import { ApiError } from './api-error.ts';

/** Ids may be given as numbers where a path or a query takes any text. */
type Loose<T> = { [Key in keyof T]: string extends T[Key] ? T[Key] | number : T[Key] };

type Parts<T> = { [Key in keyof T]: Key extends 'body' ? T[Key] : Loose<T[Key]> };

type OptionalKey<T> = { [Key in keyof T]-?: object extends T[Key] ? Key : never }[keyof T];

type Lenient<T> = Omit<T, OptionalKey<T>> & Partial<Pick<T, OptionalKey<T>>>;

/** A part whose every field is optional may be left out. */
export type CallRequest<R extends EndpointRoute> = Lenient<Parts<EndpointRequest<R>>> & {
  signal?: AbortSignal;
};

type CallArguments<R extends EndpointRoute> =
  object extends CallRequest<R> ? [request?: CallRequest<R>] : [request: CallRequest<R>];

/**
 * Calls one endpoint by its route, such as `call('GET /api/boot')`.
 * @throws {ApiError}
 */
export type Call = <R extends EndpointRoute>(
  route: R,
  ...request: CallArguments<R>
) => Promise<EndpointResponse<R>>;

interface HttpOptions {
  /** Origin of the api; the page's own when absent. */
  baseUrl?: string;
  /** Sent as `Authorization: Bearer`; without one a login's cookie decides. */
  token?: () => string | null;
  headers?: () => Record<string, string>;
}

type Texts = Record<string, string | number | undefined>;

interface LooseRequest {
  params?: Texts;
  query?: Texts;
  body?: unknown;
  signal?: AbortSignal;
}

const timeoutMs = 20_000;

function target(route: string, { params = {}, query = {} }: LooseRequest): [method: string, path: string] {
  const [method = '', pattern = ''] = route.split(' ');
  const path = pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
  return [method, search.size > 0 ? `${path}?${search.toString()}` : path];
}

async function errorOf(response: Response): Promise<ApiError> {
  // A proxy in between answers with pages of its own.
  const body = (await response.json().catch(() => ({}))) as Partial<ErrorBody>;
  const seconds = Number(response.headers.get('retry-after'));
  return new ApiError(
    body.code ?? (response.status < 500 ? 'internal' : 'unavailable'),
    body.message ?? `The server answered ${String(response.status)}.`,
    {
      status: response.status,
      fields: body.fields ?? {},
      requestId: body.request_id ?? response.headers.get('x-request-id'),
      retryAfterMs: seconds > 0 ? seconds * 1_000 : null,
    },
  );
}

/** A caller of the api. Requests that get no answer within 20 s fail as `network`. */
export function createHttp({ baseUrl = '', token, headers }: HttpOptions = {}): Call {
  const requestOf = (method: string, { body, signal }: LooseRequest): RequestInit => {
    const bearer = token?.();
    const limit = AbortSignal.timeout(timeoutMs);
    return {
      method,
      credentials: 'same-origin',
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(bearer && { authorization: `Bearer ${bearer}` }),
        ...headers?.(),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    };
  };

  const send = async (route: string, request: LooseRequest): Promise<unknown> => {
    const [method, path] = target(route, request);
    try {
      const response = await fetch(baseUrl + path, requestOf(method, request));
      if (!response.ok) throw await errorOf(response);
      return response.headers.get('content-type')?.startsWith('application/json')
        ? await response.json()
        : undefined;
    } catch (error) {
      if (error instanceof ApiError || request.signal?.aborted) throw error;
      throw new ApiError('network', 'The server could not be reached.', { cause: error });
    }
  };

  return ((route: string, request: LooseRequest = {}) => send(route, request)) as unknown as Call;
}
