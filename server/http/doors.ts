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
import type { HolidayBook } from '../holidays.ts';
import type { PhoneBook } from '../phone.ts';
import type { Store } from '../store/store.ts';
import type { Callbacks } from '../switchboard/callbacks.ts';
import type { Departments } from '../switchboard/departments.ts';
import type { Hub } from '../switchboard/hub.ts';
import type { Promises } from '../switchboard/promises.ts';
import type { ShopFront } from '../switchboard/shop-front.ts';
import type { Admission } from './admission.ts';

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

export interface DoorOptions extends Admission {
  readonly config: Config;
  readonly store: Store;
  readonly broker: Broker;
  readonly clock: Clock;
  readonly identity: Identity;
  readonly departments: Departments;
  readonly promises: Promises;
  readonly holidays: HolidayBook;
  readonly shopFront: ShopFront;
  readonly phones: PhoneBook;
  readonly callbacks: Callbacks;
  readonly hub: Hub;
  readonly phase: () => Phase;
  /** Folder of the built browser bundles. */
  readonly webFolder: string;
}
