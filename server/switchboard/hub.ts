/**
 * The connections of this node: makes them, counts them, closes them. It builds the parts that they share and leaves
 * every rule of the wire to them.
 */
import { CLOSE } from '../../protocol/constants.ts';
import type { Broker } from '../broker/broker.ts';
import type { Clock, IdSource } from '../clock.ts';
import type { Store } from '../store/store.ts';
import { Line } from './connection.ts';
import type { Connection, Door } from './connection.ts';
import { Grace } from './grace.ts';
import type { Identity } from './identity.ts';
import { createLimiter } from './limits.ts';
import type { Log } from './log.ts';
import type { ThisNode } from './node.ts';
import type { Remote } from './outlet.ts';
import { PresenceDesk } from './presence.ts';
import { Reading } from './reading.ts';
import { Registry } from './registry.ts';
import type { Switchboard } from './switchboard.ts';
import { Watches } from './watches.ts';
import { createWheel } from './wheel.ts';

/** What the hub needs. */
export interface HubParts {
  readonly store: Store;
  readonly broker: Broker;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly switchboard: Switchboard;
  readonly identity: Pick<Identity, 'visitor' | 'redeemTicket'>;
  readonly log: Log;
}

export interface Hub {
  /** A socket is open. Feed the connection from now on, synchronously. */
  accept(remote: Remote, door: Door): Connection;
  /** Connections of this address that have not said hello (FR11). */
  waiting(address: string): number;
  /** How many connections are open. */
  readonly connections: number;
  /** Waits for every session of before a restart, and then acts on those that do not come back (RS6, RT7). */
  start(): Promise<void>;
  /** Closes all connections with 4000; their sessions stay for the next start. */
  close(): Promise<void>;
}

/** The hub of one node. */
export function createHub(parts: HubParts): Hub {
  const { store, broker, clock: exactClock } = parts;
  const clock = createWheel(exactClock);
  const presence = new PresenceDesk(broker);
  const registry = new Registry();
  const grace = new Grace({ ...parts, clock, presence });
  const node: ThisNode = {
    ...{ ...parts, clock, presence, registry, grace },
    limiter: createLimiter(clock),
    watches: new Watches(broker),
    reading: new Reading({ store, clock }),
  };
  return {
    accept: (remote, door) => new Line(node, remote, door),
    waiting: (address) => registry.waiting(address),
    get connections() {
      return registry.connections.size;
    },
    start: () => grace.start(),
    async close() {
      registry.isClosing = true;
      grace.stop();
      for (const connection of [...registry.connections]) connection.close(CLOSE.restart, 'the server restarts');
    },
  };
}
