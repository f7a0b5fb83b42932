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
import { within } from './patience.ts';
import { PresenceDesk } from './presence.ts';
import { Reading } from './reading.ts';
import { Registry } from './registry.ts';
import { Rounds } from './rounds.ts';
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
  /** Whether it goes: nobody new comes in. */
  readonly isLeaving: boolean;
  /** Hands the sessions to whoever comes next: to other nodes, which may have them from now on, or to the next start. */
  leave(forMs: number): Promise<void>;
  /** Sends everybody to another node within this time, each at a moment of their own; resolves when it is over. */
  drain(forMs: number): Promise<void>;
  /** Answers what has come, closes the connections with 4000, and hears nobody any more. */
  close(): Promise<void>;
}

/**
 * Of the time for leaving, this part passes before the first browser is sent away: a load balancer has to see that this
 * node is not ready, or it would send them back.
 */
const NOTICE_SHARE = 0.2;

/** Browsers that come at once cost their next node a lookup and a welcome each; so many per second disturb nobody. */
const ARRIVALS_PER_SECOND = 1_000;

/** However many there are, nobody is kept away for longer. */
const SPREAD_MS = 10_000;

/** What is being written is written by now, or hangs. */
const ANSWER_MS = 1_500;

/** The parts that its connections share. */
function createNode(parts: HubParts): ThisNode {
  const { store, broker, clock: exactClock, log, name } = parts;
  const clock = createWheel(exactClock);
  const presence = new PresenceDesk(broker);
  const registry = new Registry();
  const rounds = new Rounds(exactClock, registry.connections);
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
          // What goes does not fight for its sessions.
          connected: () => (registry.isClosing ? [] : registry.sessions()),
          inherited: (sessions) => grace.inherit(sessions),
        });
  const shared = { clock, presence, registry, rounds, grace, reading, watches, neighbours };
  return { ...parts, ...shared, limiter: createLimiter(clock, parts.addressFactor), rows: new InboxRows(broker) };
}

/** The hub of one node. */
export function createHub(parts: HubParts): Hub {
  const node = createNode(parts);
  const { broker, registry, grace, neighbours } = node;
  const catchUp = broker.isReliable ? undefined : new CatchUp(node);
  return {
    accept: (remote, door) => new Line(node, remote, door),
    hasRoomFor: (address) => registry.waiting(address) < LIMITS.unauthenticatedPerAddress * parts.addressFactor,
    get connections() {
      return registry.connections.size;
    },
    get isLeaving() {
      return registry.isClosing;
    },
    async start() {
      await neighbours?.start();
      await catchUp?.start();
      await grace.start();
    },
    leave: (forMs) => leave(node, forMs),
    drain: (forMs) => drain(node, forMs),
    async close() {
      catchUp?.stop();
      neighbours?.stop();
      const retired = [...registry.connections].map((connection) => connection.retire());
      // Once more, for whoever was being greeted while the others left.
      await within(node.clock, ANSWER_MS, Promise.all([leave(node, 0), ...retired]));
      for (const connection of [...registry.connections]) connection.close(CLOSE.restart, 'the server restarts');
    },
  };
}

/**
 * RS8: away as of the moment when this node is gone, which is as long as anybody here may be missed. If that cannot be
 * written, others take the sessions a little later.
 */
async function leave({ store, clock, registry, grace, neighbours }: ThisNode, forMs: number): Promise<void> {
  registry.isClosing = true;
  grace.stop();
  if (neighbours === undefined) return;
  await store.people.leaveSessions(neighbours.name, clock.now() + forMs).catch(() => undefined);
}

// FR13
async function drain({ clock, ids, registry }: ThisNode, forMs: number): Promise<void> {
  const connections = [...registry.connections];
  const noticeMs = Math.round(forMs * NOTICE_SHARE);
  const herdMs = Math.min(SPREAD_MS, Math.ceil((connections.length / ARRIVALS_PER_SECOND) * 1_000));
  const spreadMs = Math.max(forMs - noticeMs, herdMs);
  const gone = Promise.all(connections.map((connection) => connection.drain(noticeMs + ids.integer(spreadMs + 1))));
  if (forMs === 0) return;
  await within(clock, noticeMs, new Promise(() => undefined));
  await within(clock, forMs - noticeMs, gone);
}
