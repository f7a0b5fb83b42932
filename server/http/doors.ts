/**
 * What every HTTP door is given: who people are, the store, and the address under which browsers reach us. Knows no
 * routes.
 */
import type { FastifyInstance, RawServerDefault } from 'fastify';
import type { FastifyBaseLogger } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Broker } from '../broker/broker.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Identity } from '../switchboard/identity.ts';
import type { Store } from '../store/store.ts';

/** Fastify with types inferred from zod schemas. */
export type Doors = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** Where this server stands between its start and its end. */
export type Phase = 'starting' | 'ready' | 'draining';

export interface DoorOptions {
  readonly config: Config;
  readonly store: Store;
  readonly broker: Broker;
  readonly clock: Clock;
  readonly identity: Identity;
  /** Own web origin, known once the server listens. */
  readonly ownOrigin: () => string;
  readonly phase: () => Phase;
  /** Folder of the built browser bundles. */
  readonly webFolder: string;
}
