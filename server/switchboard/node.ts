/**
 * What all connections of this node share. Types only: the hub makes these parts, sessions and their helpers use them.
 */
import type { Broker } from '../broker/broker.ts';
import type { Clock, IdSource } from '../clock.ts';
import type { Store } from '../store/store.ts';
import type { Grace } from './grace.ts';
import type { Identity } from './identity.ts';
import type { InboxRows } from './inbox-rows.ts';
import type { Limiter } from './limiter.ts';
import type { Log } from './log.ts';
import type { Neighbours } from './neighbours.ts';
import type { PresenceDesk } from './presence.ts';
import type { Reading } from './reading.ts';
import type { Registry } from './registry.ts';
import type { Rounds } from './rounds.ts';
import type { Switchboard } from './switchboard.ts';
import type { Watches } from './watches.ts';

/** The parts of one node's hub. */
export interface ThisNode {
  readonly store: Store;
  readonly broker: Broker;
  /** Coarse: one alarm for all connections. */
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly switchboard: Switchboard;
  readonly identity: Pick<Identity, 'knownVisitor' | 'newVisitor' | 'redeemTicket'>;
  readonly log: Log;
  readonly limiter: Limiter;
  readonly watches: Watches;
  readonly rows: InboxRows;
  readonly reading: Reading;
  readonly presence: PresenceDesk;
  readonly grace: Grace;
  readonly registry: Registry;
  readonly rounds: Rounds;
  /** Undefined: this is the only node. */
  readonly neighbours: Neighbours | undefined;
}
