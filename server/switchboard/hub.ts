/**
 * The connections of this node: makes them, counts them, closes them. It builds the parts that they share and leaves
 * every rule of the wire to them.
 */
import { CLOSE, LIMITS } from '../../protocol/constants.ts';
import type { Broker } from '../broker/broker.ts';
import type { Clock, IdSource } from '../clock.ts';
import type { Store } from '../store/store.ts';
import { CatchUp } from './catch-up.ts';
import { Line } from './connection.ts';
import type { Connection } from './connection.ts';
import { Grace } from './grace.ts';
import type { Door } from './greeting.ts';
import type { Identity } from './identity.ts';
import { InboxRows } from './inbox-rows.ts';
import { createLimiter } from './limiter.ts';
import { errorFacts } from './log.ts';
import type { Log } from './log.ts';
import { Neighbours } from './neighbours.ts';
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
  readonly identity: Pick<Identity, 'knownVisitor' | 'newVisitor' | 'redeemTicket'>;
  readonly log: Log;
  /** How many times as much as usual one address may do. */
  readonly addressFactor: number;
  /** Name of this node among several over one store; absent: it is the only one. */
  readonly name?: string | undefined;
}

export interface Hub {
  /** A socket is open. Feed the connection from now on, synchronously. */
  accept(remote: Remote, door: Door): Connection;
  /** Whether one more connection of this address may wait for its hello (FR11). */
  hasRoomFor(address: string): boolean;
  /** How many connections are open. */
  readonly connections: number;
  /** Waits for every session of before a restart, and then acts on those that do not come back (RS6, RT7). */
  start(): Promise<void>;
  /** Closes all connections with 4000; their sessions stay for the next start. */
  close(): Promise<void>;
}

/** The parts that its connections share. */
function createNode(parts: HubParts): ThisNode {
  const { store, broker, clock: exactClock, log, name } = parts;
  const clock = createWheel(exactClock);
  const presence = new PresenceDesk(broker);
  const registry = new Registry();
  const grace = new Grace({ ...parts, clock, presence, name });
  const reading = new Reading({ store, broker, clock });
  const watches = new Watches(broker, (watch) => {
    reading.fresh(watch).catch((error: unknown) => {
      log.warn({ conversation: watch.conversation, ...errorFacts(error) }, 'a conversation could not be read again');
    });
  });
  const neighbours =
    name === undefined
      ? undefined
      : new Neighbours({
          ...{ store, clock, log, name },
          connected: () => registry.sessions(),
          inherited: (sessions) => grace.inherit(sessions),
        });
  const shared = { clock, presence, registry, grace, reading, watches, neighbours };
  return { ...parts, ...shared, limiter: createLimiter(clock, parts.addressFactor), rows: new InboxRows(broker) };
}

/** The hub of one node. */
export function createHub(parts: HubParts): Hub {
  const node = createNode(parts);
  const { store, broker, clock, registry, grace, neighbours } = node;
  const catchUp = broker.isReliable ? undefined : new CatchUp(node);
  return {
    accept: (remote, door) => new Line(node, remote, door),
    hasRoomFor: (address) => registry.waiting(address) < LIMITS.unauthenticatedPerAddress * parts.addressFactor,
    get connections() {
      return registry.connections.size;
    },
    async start() {
      await neighbours?.start();
      await catchUp?.start();
      await grace.start();
    },
    async close() {
      registry.isClosing = true;
      grace.stop();
      catchUp?.stop();
      neighbours?.stop();
      // Before anybody is sent to another node.
      if (neighbours !== undefined) await leave(store, neighbours.name, clock.now());
      for (const connection of [...registry.connections]) connection.close(CLOSE.restart, 'the server restarts');
    },
  };
}

/** Lets other nodes take this one's sessions at once; if that cannot be written they do so a little later. */
async function leave(store: Store, name: string, now: number): Promise<void> {
  await store.people.leaveSessions(name, now).catch(() => undefined);
}
