/**
 * The composition root: the only file that knows every implementation. It builds store, broker, switchboard and doors
 * from a configuration and returns something that listens and closes. It holds no rules.
 */
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import cookie from '@fastify/cookie';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { UNDECIDED } from '../protocol/departments.ts';
import type { DepartmentId, SiteId, SiteKey } from '../protocol/ids.ts';
import type { Broker } from './broker/broker.ts';
import { createMemoryBroker } from './broker/memory.ts';
import { randomIds, systemClock } from './clock.ts';
import type { Clock, IdSource } from './clock.ts';
import { closeInOrder } from './closing.ts';
import type { ClosingStep } from './closing.ts';
import { originOf } from './config.ts';
import type { Config } from './config.ts';
import { apply, columns } from './domain/conversation.ts';
import { adminRoutes } from './http/admin-routes.ts';
import { callbackRoutes } from './http/callback-routes.ts';
import { consoleRoutes } from './http/console-routes.ts';
import { departmentRoutes } from './http/department-routes.ts';
import { transferRoutes } from './http/transfer-routes.ts';
import type { DoorOptions, Phase } from './http/doors.ts';
import { floorRoutes } from './http/floor-routes.ts';
import { waitRoutes } from './http/wait-routes.ts';
import { iceRoutes } from './http/ice.ts';
import { opsRoutes } from './http/ops.ts';
import { pollRoutes } from './http/poll.ts';
import { createHttpServer } from './http/server.ts';
import { attachSocketDoor } from './http/socket.ts';
import { visitorRoutes } from './http/visitor-routes.ts';
import { widgetRoutes } from './http/widget-routes.ts';
import { createHolidayBook } from './holidays.ts';
import { createPhoneBook } from './phone.ts';
import type { SiteRecord } from './store/people.ts';
import { openSqliteStore } from './store/sqlite-store.ts';
import type { Connect } from './store/sqlite.ts';
import type { Store } from './store/store.ts';
import { Callbacks } from './switchboard/callbacks.ts';
import { Departments } from './switchboard/departments.ts';
import { createDuty } from './switchboard/duty.ts';
import type { Duty } from './switchboard/duty.ts';
import { createHub } from './switchboard/hub.ts';
import type { Hub } from './switchboard/hub.ts';
import { createIdentity } from './switchboard/identity.ts';
import type { Identity } from './switchboard/identity.ts';
import { errorFacts } from './switchboard/log.ts';
import type { Log } from './switchboard/log.ts';
import { Promises } from './switchboard/promises.ts';
import { ShopFront } from './switchboard/shop-front.ts';
import { createSwitchboard } from './switchboard/switchboard.ts';
import type { Switchboard } from './switchboard/switchboard.ts';

/** What tests may replace; the product uses the defaults. */
export interface AppParts {
  readonly clock?: Clock;
  readonly ids?: IdSource;
  /** Folder of the built browser bundles. */
  readonly webFolder?: string;
  /** Opens the files of the embedded database. */
  readonly connect?: Connect;
}

/** A composed server. */
export interface App {
  readonly store: Store;
  readonly identity: Identity;
  readonly switchboard: Switchboard;
  /** Listens; resolves to the web origin for browsers. */
  listen(): Promise<string>;
  /** The first site, made if there is none; `demoOrigin` is added to its origins. */
  firstSite(demoOrigin: string | undefined): Promise<SiteRecord>;
  /** Hands everything over and ends, whatever hangs: within twelve seconds and the time that the configuration gives. */
  close(): Promise<void>;
}

const WEB_FOLDER = fileURLToPath(new URL('../dist/web', import.meta.url));
const KEY_ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
/** One process owns the database file, so whoever holds the lease is this process or its predecessor. */
const ONLY_NODE = 'the one process';
/** Deep teal. */
const DEFAULT_BRAND = '#0f6e68';

/** A random public site key. */
function newSiteKey(ids: IdSource): SiteKey {
  const symbols = Array.from({ length: 20 }, () => KEY_ALPHABET[ids.integer(KEY_ALPHABET.length)]);
  return `sb_${symbols.join('')}` as SiteKey;
}

/** The one site and department of a new installation, or what is there. */
async function ensureFirstSite(store: Store, ids: IdSource, demoOrigin: string | undefined): Promise<SiteRecord> {
  const wanted = demoOrigin === undefined ? [] : [demoOrigin];
  const department = { ...UNDECIDED, id: ids.uuid() as DepartmentId, name: 'Shop team' };
  const identity = { id: ids.uuid() as SiteId, key: newSiteKey(ids), name: 'Demo shop', brand: DEFAULT_BRAND };
  const fresh: SiteRecord = {
    ...identity,
    origins: wanted,
    contactUrl: null,
    phone: null,
    departments: [department.id],
    topics: {},
  };
  if (await store.people.createFirstSite(fresh, department)) return fresh;
  const [first] = await store.people.sites();
  if (first === undefined) throw new Error('the first site is gone');
  const missing = wanted.filter((origin) => !first.origins.includes(origin));
  if (missing.length === 0) return first;
  await store.people.updateSite(first.id, { origins: [...first.origins, ...missing] });
  return { ...first, origins: [...first.origins, ...missing] };
}

/** Where this node keeps its data and hears others. */
interface Ground {
  readonly store: Store;
  readonly broker: Broker;
  /** Undefined: it is the only one. */
  readonly name: string | undefined;
}

/** The drivers of many nodes are loaded only where they are configured. */
async function prepareGround(
  config: Config,
  { clock, ids, log, connect }: { clock: Clock; ids: IdSource; log: Log; connect: Connect | undefined },
): Promise<Ground> {
  const model = { apply, columns };
  if (config.shared === null) {
    const store = await openSqliteStore({ folder: config.dataFolder, model, ids, ...(connect && { connect }) });
    return { store, broker: createMemoryBroker(), name: undefined };
  }
  const { openPostgresStore } = await import('./store/postgres-store.ts');
  const { openRedisBroker } = await import('./broker/redis.ts');
  const name = ids.uuid();
  const store = await openPostgresStore({ url: config.shared.databaseUrl, model, ids });
  const report = (error: unknown): void => log.warn(errorFacts(error), 'the broker has trouble');
  try {
    const { synchronous } = await store.health();
    if (synchronous === 'off') log.warn({ synchronous }, 'PostgreSQL runs without fsync: a power cut loses messages');
    return { store, broker: await openRedisBroker({ url: config.shared.redisUrl, node: name, clock, report }), name };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** What a node consists of when it closes. */
interface Closing {
  readonly store: Store;
  readonly broker: Broker;
  readonly hub: Hub;
  readonly duty: Duty;
  closeDoors(): Promise<unknown>;
}

/** In which order a node closes, and how long each part may take; together twelve seconds besides the drain. */
function closingSteps({ store, broker, hub, duty, closeDoors }: Closing, drainMs: number): ClosingStep[] {
  return [
    { part: 'duty', limitMs: 2_000, close: () => Promise.all([hub.leave(drainMs), duty.stop()]) },
    { part: 'drain', limitMs: drainMs + 1_000, close: () => hub.drain(drainMs) },
    { part: 'connections', limitMs: 2_000, close: () => hub.close() },
    { part: 'doors', limitMs: 3_000, close: closeDoors },
    { part: 'broker', limitMs: 1_000, close: () => broker.close() },
    { part: 'store', limitMs: 3_000, close: () => store.close() },
  ];
}

/** Every HTTP door. */
const DOORS = [
  widgetRoutes,
  callbackRoutes,
  iceRoutes,
  consoleRoutes,
  adminRoutes,
  departmentRoutes,
  floorRoutes,
  waitRoutes,
  transferRoutes,
  visitorRoutes,
  opsRoutes,
  pollRoutes,
];

async function openDoors(server: FastifyInstance, options: DoorOptions): Promise<void> {
  await server.register(cookie);
  const doors = server.withTypeProvider<ZodTypeProvider>();
  for (const routes of DOORS) {
    await doors.register(async (scope) => routes(scope.withTypeProvider<ZodTypeProvider>(), options));
  }
}

/** Builds the server of one node: by itself with a file in the data folder, or with others over what they share. */
export async function createApp(config: Config, parts: AppParts = {}): Promise<App> {
  const { clock = systemClock, ids = randomIds, webFolder = WEB_FOLDER, connect } = parts;
  const server = await createHttpServer(config);
  const { log } = server;
  const { store, broker, name } = await prepareGround(config, { clock, ids, log, connect });
  const identity = createIdentity({ store, clock, ids });
  const [holidays, phones] = [createHolidayBook(), createPhoneBook()];
  const departments = new Departments({ store, clock, ids, holidays });
  const callbacks = new Callbacks({ store, departments, phones, clock, log });
  const promises = new Promises({ store, clock, departments });
  const shopFront = new ShopFront({ store, broker, clock, departments, promises, callbacks });
  const switchboard = createSwitchboard({ store, broker, clock, ids, log, callbacks });
  const hub = createHub({
    ...{ store, broker, clock, ids, switchboard, identity, log, name },
    addressFactor: config.addressFactor,
  });
  const desk = { store, broker, clock, ids, switchboard, departments, promises, shopFront, log };
  const duty = createDuty({ ...desk, holder: name ?? ONLY_NODE });

  let origin = '';
  let phase: Phase = 'starting';
  const offices = { departments, promises, holidays, phones, callbacks, shopFront };
  const site = (key: string) => store.people.siteByKey(key);
  const known = { config, store, broker, clock, identity, hub, site, webFolder };
  const options: DoorOptions = { ...known, ...offices, ownOrigin: () => origin, phase: () => phase };
  await openDoors(server, options);
  const socketDoor = attachSocketDoor({ server: server.server, log, trustProxy: config.trustProxy, ...options });

  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    // Nobody was sent here by a load balancer that has to notice, or there is no other node to go to.
    const drainMs = phase === 'starting' || config.shared === null ? 0 : config.drainMs;
    phase = 'draining';
    const closeDoors = () => Promise.all([socketDoor.close(), server.close()]);
    return closeInOrder(closingSteps({ store, broker, hub, duty, closeDoors }, drainMs), { clock, log });
  };

  return {
    store,
    identity,
    switchboard,
    async listen() {
      await hub.start();
      await server.listen({ host: config.host, port: config.port });
      const { port } = server.server.address() as AddressInfo;
      origin = originOf(config, port);
      await duty.start();
      phase = 'ready';
      return origin;
    },
    firstSite: (demoOrigin) => ensureFirstSite(store, ids, demoOrigin),
    close: () => (closed ??= close()),
  };
}
