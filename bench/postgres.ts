/**
 * How many messages a node stores on PostgreSQL, next to what the database takes when rows come a hundred at a time and
 * nobody asks anything. All of it is synced to the disk. It knows the store's door and PostgreSQL, no socket.
 */
import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import type { CommandId, ConversationId, DepartmentId, SessionId, SiteId, VisitorId } from '../protocol/ids.ts';
import { createMemoryBroker } from '../server/broker/memory.ts';
import { randomIds, systemClock } from '../server/clock.ts';
import { apply, columns } from '../server/domain/conversation.ts';
import type { VisitorActor } from '../server/domain/decision.ts';
import { openPostgresStore } from '../server/store/postgres-store.ts';
import type { Store } from '../server/store/store.ts';
import { callbacksOver } from '../tests/helpers/callbacks.ts';
import { createSwitchboard } from '../server/switchboard/switchboard.ts';
import type { Switchboard } from '../server/switchboard/switchboard.ts';
import { connectTo, startPostgres } from '../tests/helpers/data-servers.ts';
import { assertOnDisk } from './contenders/disk.ts';
import type { Options } from './options.ts';
import { median, table, withSpread } from './table.ts';
import { TEXT } from './wire/dialects.ts';

const SINGLE = 'raw `pg`, a row per statement';
const FLOOR = 'raw `pg`, 100 rows per statement';
const SHOPBELL = 'Shopbell';

/** Rows of one statement of the floor. */
const ROWS = 100;

/** The columns of `events` that a writer fills. */
const COLUMNS = ['conversation', 'seq', 'public_seq', 'at', 'command', 'part', 'audience', 'author', 'content'];

/** A table like that of the events, with its indexes, filled for so long; resolves to rows per second. */
async function fill(url: string, rows: number, seconds: number): Promise<number> {
  const client = await connectTo(url);
  try {
    await client.query('create table if not exists floor (like events including all)');
    const places = Array.from({ length: rows }, (_, row) => {
      const values = COLUMNS.map((_name, column) => `$${row * COLUMNS.length + column + 1}`);
      return `(${values.join(', ')})`;
    });
    const text = `insert into floor (${COLUMNS.join(', ')}) values ${places.join(', ')}`;
    return await inserting(client, { name: `fill_${rows}`, text, rows, seconds });
  } finally {
    await client.end();
  }
}

async function inserting(
  client: Client,
  { name, text, rows, seconds }: { name: string; text: string; rows: number; seconds: number },
): Promise<number> {
  await client.query('truncate floor');
  const start = performance.now();
  let seq = 0;
  while (performance.now() - start < seconds * 1_000) {
    const values = Array.from({ length: rows }, () => row((seq += 1))).flat();
    await client.query({ name, text, values });
  }
  return (seq / (performance.now() - start)) * 1_000;
}

function row(seq: number): unknown[] {
  const author = JSON.stringify({ kind: 'visitor', id: randomUUID() });
  const content = JSON.stringify({ type: 'message.posted', body: { message: randomUUID(), text: TEXT } });
  return [1, seq, seq, Date.now(), randomUUID(), 0, 'all', author, content];
}

/** Somebody who writes in a conversation of their own. */
interface Writer {
  readonly actor: VisitorActor;
  readonly conversation: ConversationId;
}

/** People in as many conversations; what they are allowed to send is for the doors. */
function writers(count: number): Writer[] {
  const [site, department] = [randomUUID() as SiteId, randomUUID() as DepartmentId];
  return Array.from({ length: count }, () => {
    const [visitor, session] = [randomUUID() as VisitorId, randomUUID() as SessionId];
    const actor: VisitorActor = {
      kind: 'visitor',
      visitor,
      session,
      site,
      department,
      topics: {},
      locale: 'de',
      page: null,
    };
    return { actor, conversation: randomUUID() as ConversationId };
  });
}

async function post(switchboard: Switchboard, { actor, conversation }: Writer): Promise<void> {
  const body = { text: TEXT, audience: 'all' } as const;
  const order = { id: randomUUID() as CommandId, type: 'message.post', conversation, body } as const;
  const outcome = await switchboard.execute(actor, order);
  if ('refused' in outcome) throw new Error(`a message was refused: ${JSON.stringify(outcome.refused)}`);
}

/** Each of so many writers keeps some messages in the air for so long; resolves to stored messages per second. */
async function write(store: Store, { pairs, window, seconds }: Options): Promise<number> {
  const log = { info: () => undefined, warn: console.error, error: console.error };
  const broker = createMemoryBroker();
  const callbacks = callbacksOver({ store, clock: systemClock, log });
  const switchboard = createSwitchboard({ store, broker, clock: systemClock, ids: randomIds, log, callbacks });
  const all = writers(pairs);
  await Promise.all(all.map((writer) => post(switchboard, writer)));
  let stored = 0;
  const start = performance.now();
  const end = start + seconds * 1_000;
  const goOn = async (writer: Writer): Promise<void> => {
    while (performance.now() < end) {
      await post(switchboard, writer);
      stored += 1;
    }
  };
  await Promise.all(all.flatMap((writer) => Array.from({ length: window }, () => goOn(writer))));
  return (stored / (performance.now() - start)) * 1_000;
}

/** Runs the benchmark; resolves to its table. */
export async function postgres(options: Options): Promise<string> {
  assertOnDisk();
  const { rounds, seconds } = options;
  const server = await startPostgres({ fsync: true });
  const measured = new Map<string, number[]>([SINGLE, FLOOR, SHOPBELL].map((name) => [name, []]));
  try {
    const url = await server.newDatabase();
    const store = await openPostgresStore({ url, model: { apply, columns }, ids: randomIds });
    const turns: Readonly<Record<string, () => Promise<number>>> = {
      [SINGLE]: () => fill(url, 1, seconds),
      [FLOOR]: () => fill(url, ROWS, seconds),
      [SHOPBELL]: () => write(store, options),
    };
    // A round before the first one, so that everybody is warm.
    for (let round = 0; round <= rounds; round += 1) {
      for (const [name, turn] of Object.entries(turns)) {
        const perSecond = await turn();
        if (round > 0) measured.get(name)!.push(perSecond);
        console.error(`  round ${round}, ${name}: ${perSecond.toFixed(0)}/s`);
      }
    }
    await store.close();
  } finally {
    await server.remove();
  }
  const floor = measured.get(FLOOR)!;
  return table(
    ['median (lowest–highest)', 'stored messages/s', '× of the floor'],
    [...measured].map(([name, figures]) => [
      name,
      withSpread(figures, 0),
      median(figures.map((perSecond, round) => perSecond / floor[round]!)).toFixed(2),
    ]),
  );
}
