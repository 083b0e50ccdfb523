import type { EndpointRequest, EndpointRoute } from '@convomatic/contracts';
import type { Caller, Headers } from './callers.ts';
import type { World } from './world.ts';

type Request<R extends EndpointRoute> = EndpointRequest<R> & {
  /** The team that an audit entry of it names, where that is not the world's; null for none. */
  team_id?: number | null;
  /** What is sent to a route that takes files. */
  file?: string;
  /** Instead of the caller's own, where the request uses the caller up. */
  headers?: Headers;
};

/** How a route is asked for by somebody who may. */
export type Row<R extends EndpointRoute> = {
  /** A request that works, for this caller and once; called anew for each. */
  ask: (world: World, caller: Caller) => Request<R> | Promise<Request<R>>;
  /** Of the answer, where the contract does not say it. */
  status?: number;
  /** Whoever is in the talk may, too, or alone; the table is about teams. */
  talkers?: 'too' | 'alone';
  /** Shows what belongs to other people, and so leaves an audit entry. */
  isPersonal?: true;
};

/** A row for every route; leaving one out does not compile. */
export type Rows = { [R in EndpointRoute]: Row<R> };

export const pathOf = (value: number): string => String(value);
