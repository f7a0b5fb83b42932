/**
 * What a look at the floor costs the node on duty, with a thousand conversations waiting and two thousand open in a real
 * SQLite: read whole, as after taking the lease, and brought up to date when one of them has changed. Without deciding.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryBroker } from '../server/broker/memory.ts';
import { randomIds, systemClock } from '../server/clock.ts';
import { apply, columns } from '../server/domain/conversation.ts';
import { openSqliteStore } from '../server/store/sqlite-store.ts';
import type { Store } from '../server/store/store.ts';
import { FloorPicture } from '../server/switchboard/floor-picture.ts';
import { callbacksOver } from '../tests/helpers/callbacks.ts';
import { createSwitchboard } from '../server/switchboard/switchboard.ts';
import type { Order, Switchboard } from '../server/switchboard/switchboard.ts';
import type { Actor } from '../server/domain/decision.ts';
import type { ConversationId } from '../protocol/ids.ts';
import { anAgentActor, aVisitorActor, wish } from '../tests/helpers/builders.ts';
import type { WishHere } from '../tests/helpers/builders.ts';
import type { Options } from './options.ts';
import { table, withSpread } from './table.ts';

const WAITING = 1_000;
const OPEN = 2_000;
/** Looks of a round. */
const LOOKS = { whole: 20, changed: 200 } as const;

interface Ground {
  readonly store: Store;
  readonly execute: (actor: Actor, conversation: ConversationId, what: WishHere) => Promise<void>;
}

function groundOf(store: Store, switchboard: Switchboard): Ground {
  return {
    store,
    async execute(actor, conversation, what) {
      const outcome = await switchboard.execute(actor, { ...what, conversation, id: randomIds.uuid() } as Order);
      if ('refused' in outcome) throw new Error(outcome.refused.message);
    },
  };
}

const fresh = (): ConversationId => randomIds.uuid() as ConversationId;

async function fill({ execute }: Ground): Promise<void> {
  const agents = Array.from({ length: 100 }, () => anAgentActor({ capacity: OPEN }));
  const all = Array.from({ length: WAITING + OPEN }, (_, index) => ({ index, conversation: fresh() }));
  await Promise.all(all.map(({ conversation }) => execute(aVisitorActor(), conversation, wish.post())));
  const taken = all.slice(WAITING);
  await Promise.all(taken.map(({ index, conversation }) => execute(agents[index % 100]!, conversation, wish.accept())));
}

/** CPU time of one of so many. */
async function costMs(times: number, run: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  for (let count = 0; count < times; count += 1) await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000 / times;
}

async function measure(ground: Ground, rounds: number): Promise<{ whole: number[]; changed: number[] }> {
  const { store, execute } = ground;
  const picture = new FloorPicture(store);
  const measured = { whole: [] as number[], changed: [] as number[] };
  const change = (): Promise<void> => execute(aVisitorActor(), fresh(), wish.post());
  for (let round = 0; round <= rounds; round += 1) {
    const whole = await costMs(LOOKS.whole, async () => {
      picture.forget();
      await picture.refresh();
    });
    const write = await costMs(LOOKS.changed, change);
    await picture.refresh();
    const changed = await costMs(LOOKS.changed, async () => {
      await change();
      await picture.refresh();
    });
    // The first round is for warming up.
    if (round === 0) continue;
    measured.whole.push(whole);
    measured.changed.push(changed - write);
  }
  return measured;
}

/** Runs the benchmark; resolves to its table. */
export async function picture({ rounds }: Options): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-bench-'));
  const store = await openSqliteStore({ folder, model: { apply, columns }, ids: randomIds });
  const log = { info: () => undefined, warn: console.error, error: console.error };
  const parts = { store, broker: createMemoryBroker(), clock: systemClock, ids: randomIds, log };
  const ground = groundOf(store, createSwitchboard({ ...parts, callbacks: callbacksOver(parts) }));
  try {
    await fill(ground);
    const { whole, changed } = await measure(ground, rounds);
    return table(
      ['a look at 1,000 waiting and 2,000 open', 'ms CPU'],
      [
        ['read whole', withSpread(whole, 2)],
        ['one conversation has changed', withSpread(changed, 2)],
      ],
    );
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
