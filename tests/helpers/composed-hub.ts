/**
 * A hub put together by a test, so that one of its parts can be a broken one: real SQLite, real sockets, no HTTP doors.
 * This is where negative controls are injected; the product itself has no such switch.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UNDECIDED } from '../../protocol/departments.ts';
import { siteKey } from '../../protocol/ids.ts';
import type { AgentId, DepartmentId, SiteId } from '../../protocol/ids.ts';
import type { Broker } from '../../server/broker/broker.ts';
import { createMemoryBroker } from '../../server/broker/memory.ts';
import { randomIds, systemClock } from '../../server/clock.ts';
import type { Clock } from '../../server/clock.ts';
import { apply, columns } from '../../server/domain/conversation.ts';
import type { VisitorActor } from '../../server/domain/decision.ts';
import { attachSocketDoor } from '../../server/http/socket.ts';
import type { AgentRecord, NewAgent, SiteRecord } from '../../server/store/people.ts';
import { openSqliteStore } from '../../server/store/sqlite-store.ts';
import type { Store } from '../../server/store/store.ts';
import { createHub } from '../../server/switchboard/hub.ts';
import type { Hub } from '../../server/switchboard/hub.ts';
import { createIdentity } from '../../server/switchboard/identity.ts';
import type { Log } from '../../server/switchboard/log.ts';
import { callbacksOver } from './callbacks.ts';
import { createSwitchboard } from '../../server/switchboard/switchboard.ts';
import type { Switchboard } from '../../server/switchboard/switchboard.ts';
import { SHOP_ORIGIN } from './app.ts';
import { freshId } from './socket-client.ts';
import type { Dialogue, Reachable } from './socket-client.ts';

/** Parts to replace; each gets the real one and returns what the hub shall use. */
export interface Replacements {
  readonly store?: (real: Store) => Store;
  readonly broker?: (real: Broker) => Broker;
  readonly clock?: Clock;
  readonly log?: Log;
  /** How many times as much as usual one address may do; by default enough for any number of browsers. */
  readonly addressFactor?: number;
}

export interface ComposedHub extends Reachable {
  readonly store: Store;
  readonly broker: Broker;
  readonly switchboard: Switchboard;
  readonly hub: Hub;
  /** An agent of the site's department, for `anAgent`. */
  agent(name: string): Promise<{ readonly agent: AgentRecord; readonly token: string }>;
  close(): Promise<void>;
}

/** All browsers of a test share one address. */
const MANY = 1_000;

const SILENT: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

async function createSite(store: Store): Promise<SiteRecord> {
  const department = freshId<DepartmentId>();
  await store.people.createDepartment({ ...UNDECIDED, id: department, name: 'Team' });
  const site: SiteRecord = {
    ...{ id: freshId<SiteId>(), key: siteKey.parse(`sb_${'a'.repeat(20)}`), name: 'Shop', brand: '#0b6e6e' },
    ...{ origins: [SHOP_ORIGIN], contactUrl: null, phone: null, departments: [department], topics: {} },
  };
  await store.people.createSite(site);
  return site;
}

async function createAgent(store: Store, site: SiteRecord, name: string): Promise<AgentRecord> {
  const agent: NewAgent = {
    ...{ id: freshId<AgentId>(), name, email: `${name.toLowerCase()}@shop.test`, role: 'agent', title: 'Advisor' },
    ...{ languages: ['de'], departments: site.departments },
  };
  const code = {
    codeHash: freshId(),
    purpose: 'invitation',
    agent: agent.id,
    expiresAt: Number.MAX_SAFE_INTEGER,
  } as const;
  await store.people.inviteAgent(agent, code);
  const record = await store.people.agent(agent.id);
  if (record === undefined) throw new Error('the agent was not created');
  return record;
}

/** This visitor as the switchboard knows them, for wishes past the limits of a browser. */
export function actorOf({ site }: Reachable, { welcome }: Dialogue): VisitorActor {
  const [department] = site.departments;
  if (welcome.person.kind !== 'visitor' || department === undefined) throw new Error('this is no visitor');
  const { session, person } = welcome;
  const place = { site: site.id, department, topics: site.topics, locale: 'de', page: null };
  return { kind: 'visitor', visitor: person.id, session, ...place };
}

/** Starts a hub with these replacements on a free port. */
export async function composeHub(replacements: Replacements = {}): Promise<ComposedHub> {
  const { clock = systemClock, log = SILENT } = replacements;
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-hub-'));
  const ids = randomIds;
  const realStore = await openSqliteStore({ folder, model: { apply, columns }, ids });
  const realBroker = createMemoryBroker();
  const store = replacements.store?.(realStore) ?? realStore;
  const broker = replacements.broker?.(realBroker) ?? realBroker;
  const site = await createSite(realStore);
  const identity = createIdentity({ store, clock, ids });
  const callbacks = callbacksOver({ store, clock, log });
  const switchboard = createSwitchboard({ store, broker, clock, ids, log, callbacks });
  const { addressFactor = MANY } = replacements;
  const hub = createHub({ store, broker, clock, ids, switchboard, identity, log, addressFactor });
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const door = attachSocketDoor({
    ...{ server, hub, log, trustProxy: true },
    site: (key) => store.people.siteByKey(key),
    ownOrigin: () => url,
  });
  await hub.start();
  return {
    ...{ url, site, app: { identity }, store, broker, switchboard, hub },
    agent: async (name) => ({ agent: await createAgent(realStore, site, name), token: '' }),
    async close() {
      await hub.close();
      await door.close();
      await new Promise((resolve) => server.close(resolve));
      await realStore.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
