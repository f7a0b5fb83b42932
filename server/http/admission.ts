/**
 * Who may open a connection, by whichever door: a page of one of the site's origins, or of our own for the console
 * (FR2). It judges what is known before the first frame and knows neither sockets nor requests.
 */
import { refuse } from '../../protocol/errors.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { SiteRecord } from '../store/people.ts';
import type { Door } from '../switchboard/greeting.ts';
import type { Hub } from '../switchboard/hub.ts';

// FR13: a load balancer may ask the next node.
const LEAVING = refuse('unavailable', 'This server is about to stop.');

// FR11
const TOO_MANY = refuse('limited', 'Too many connections wait for their hello.');

/** What the judge has to know. */
export interface Admission {
  /** The site of a key. */
  site(key: string): Promise<SiteRecord | undefined>;
  /** Own web origin, known once the server listens. */
  ownOrigin(): string;
}

/** Who stands at the door. */
export interface Caller {
  /** Site key in the address; none: the console. */
  readonly key: string | undefined;
  readonly origin: string | undefined;
  /** Their home, by which connections without hello are counted. */
  readonly address: string;
}

/** Whose connection this would be, or why there will be none. */
export async function admit(admission: Admission, { key, origin, address }: Caller): Promise<Door | Refusal> {
  const site = key === undefined ? undefined : await admission.site(key);
  if (key !== undefined && site === undefined) return refuse('not_found', 'There is no such site.');
  const origins = site === undefined ? [admission.ownOrigin()] : site.origins;
  if (origin === undefined || !origins.includes(origin)) return refuse('forbidden', 'This origin may not connect.');
  return site === undefined ? { address } : { address, site };
}

/** Why nobody more comes in from there in this moment, or undefined. */
export function noRoom(hub: Hub, { address }: Door): Refusal | undefined {
  if (hub.isLeaving) return LEAVING;
  return hub.hasRoomFor(address) ? undefined : TOO_MANY;
}
