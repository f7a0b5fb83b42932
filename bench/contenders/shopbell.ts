/**
 * The product as it is: the composed server on a fresh SQLite file, with two differences that the set-up names: a
 * clock that may run faster (see fast-clock.ts) and a disk that may be slower (see slow-disk.ts). Sites, departments and agents are written straight into the store, because
 * three hundred sign-ins by password would take longer than the benchmark. It knows nothing of the load.
 */
import { createApp } from '../../server/app.ts';
import { randomIds } from '../../server/clock.ts';
import { readConfig } from '../../server/config.ts';
import type { NewAgent, SiteRecord } from '../../server/store/people.ts';
import { UNDECIDED } from '../../protocol/departments.ts';
import type { AgentId, DepartmentId, SiteId, SiteKey } from '../../protocol/ids.ts';
import { serve, setup } from './child.ts';
import { fastClock } from './fast-clock.ts';
import { SHOP_ORIGIN, siteKeyOf } from './places.ts';
import { slowDisk } from './slow-disk.ts';

const { pairs, desk, folder, speed, flushMs = 0, shared, isSecond = false } = setup();
const environment = {
  SHOPBELL_HOST: '127.0.0.1',
  SHOPBELL_PORT: '0',
  SHOPBELL_DATA: folder,
  SHOPBELL_LOG: 'warn',
  SHOPBELL_ADDRESS_FACTOR: '9999',
  ...(shared && { SHOPBELL_DATABASE_URL: shared.databaseUrl, SHOPBELL_REDIS_URL: shared.redisUrl }),
};
const app = await createApp(readConfig(environment), { clock: fastClock(speed), connect: slowDisk(flushMs) });
const { people } = app.store;

/** A shop with its own department: whose consoles hear of each other's conversations is decided by the department. */
async function openShop(index: number): Promise<DepartmentId> {
  const department = randomIds.uuid() as DepartmentId;
  await people.createDepartment({ ...UNDECIDED, id: department, name: `Team ${index}` });
  const site: SiteRecord = {
    ...{ id: randomIds.uuid() as SiteId, key: siteKeyOf(index) as SiteKey, name: `Shop ${index}`, brand: '#0f6e68' },
    ...{ origins: [SHOP_ORIGIN], contactUrl: null, phone: null, departments: [department], topics: {} },
  };
  await people.createSite(site);
  return department;
}

async function hire(index: number, department: DepartmentId): Promise<AgentId> {
  const agent: NewAgent = {
    ...{ id: randomIds.uuid() as AgentId, name: 'Mia Vogel', email: `mia.${index}@shop.test`, role: 'agent' },
    ...{ title: 'Advisor', languages: ['de', 'en'], departments: [department] },
  };
  const never = { codeHash: randomIds.secret(), purpose: 'invitation', agent: agent.id, expiresAt: 0 } as const;
  await people.inviteAgent(agent, never);
  // Routing would ask them for each other's conversations, and an agent has only so many places.
  await people.updateAgent(agent.id, { switch: 'away' });
  return agent.id;
}

const shops = isSecond ? 0 : Math.ceil(pairs / desk);
const departments = await Promise.all(Array.from({ length: shops }, (_, index) => openShop(index)));
const agents = await Promise.all(
  Array.from({ length: isSecond ? 0 : pairs }, (_, index) => hire(index, departments[Math.floor(index / desk)]!)),
);
const url = await app.listen();
serve(Number(new URL(url).port), { ticket: (index) => app.identity.ticket(agents[index]!) });
