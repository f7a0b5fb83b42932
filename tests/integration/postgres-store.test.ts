/**
 * The store of many nodes: the contracts, and what only PostgreSQL promises. The server is real; so are its faults.
 * Knows the driver.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomIds } from '../../server/clock.ts';
import { apply, columns } from '../../server/domain/conversation.ts';
import { openPostgresStore } from '../../server/store/postgres-store.ts';
import type { Store } from '../../server/store/store.ts';
import { startPostgres } from '../helpers/data-servers.ts';
import type { Postgres } from '../helpers/data-servers.ts';
import { peopleContract } from './people-contract.ts';
import { storeContract } from './store-contract.ts';
import type { DisposableStore } from './store-contract.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.remove());

const model = { apply, columns };

const openAt = (url: string): Promise<Store> => openPostgresStore({ url, model, ids: randomIds });

async function aStore(): Promise<DisposableStore> {
  const url = await postgres.newDatabase();
  const first = await openAt(url);
  let store = first;
  return {
    store: first,
    async reopen() {
      await store.close();
      store = await openAt(url);
      return store;
    },
    discard: () => store.close(),
  };
}

describe('the event log on PostgreSQL', () => {
  storeContract({ open: aStore });
});

describe('people on PostgreSQL', () => {
  peopleContract({ open: aStore });
});

describe('one database', () => {
  it('is healthy', async () => {
    const { store, discard } = await aStore();
    expect(await store.health()).toEqual({ driver: 'postgres', synchronous: 'off' });
    await discard();
  });
});
