/**
 * Crash after crash: visitors write through real sockets, the server is killed or loses its power in the middle, and what the server
 * has acknowledged is looked for on its disk. Then the server starts again, the visitors send everything once more under
 * the same ids, as browsers do, and read. Knows the protocol; how a machine loses power is told by machine.ts.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { CommandId, ConversationId } from '../../../protocol/ids.ts';
import type { Reply, ServerFrame } from '../../../protocol/frames.ts';
import { until } from '../services.ts';
import { aVisitor, freshId, newConversation, tokenOf } from '../socket-client.ts';
import type { Dialogue, Reachable } from '../socket-client.ts';
import { aMachine } from './machine.ts';
import type { Machine } from './machine.ts';

/** What came of it; everything but the first two must be empty or zero. */
export interface CrashFindings {
  cycles: number;
  acknowledged: number;
  /** Acknowledged and not on the disk. */
  lost: number;
  /** Read other than once, or in another order than sent, after everything was sent again. */
  wrong: string[];
  /** What SQLite finds wrong with the file. */
  damage: string[];
}

/** How often and how. */
export interface CrashOptions {
  readonly by: 'power cut' | 'kill';
  /** A server that does not sync its commits. */
  readonly mistake?: 'careless';
  readonly cycles: number;
  /** From 0 to below 1, as `Math.random`: decides when the crashes come. */
  readonly chance: () => number;
}

const WRITERS = 12;
/** Fewer than a visitor may send at once (CO7). */
const MESSAGES_EACH = 16;

/** A visitor and what they send. */
interface Writer {
  readonly dialogue: Dialogue;
  readonly conversation: ConversationId;
  readonly texts: ReadonlyMap<CommandId, string>;
}

/** Goes through the cycles on a machine of its own, until something is lost. */
export async function crashCycles({ by, mistake, cycles, chance }: CrashOptions): Promise<CrashFindings> {
  const disk = by === 'power cut' ? 'watched' : 'plain';
  const machine = await aMachine({ disk, ...(mistake && { mistake }) });
  const findings: CrashFindings = { cycles: 0, acknowledged: 0, lost: 0, wrong: [], damage: [] };
  let writers: readonly Writer[] = [];
  try {
    while (findings.cycles < cycles && findings.lost === 0) {
      const server = await started(machine);
      findings.wrong.push(...(await comeBack(server, writers)));
      writers = await Promise.all(Array.from({ length: WRITERS }, async () => aWriter(await aVisitor(server))));
      const patience = 1 + Math.floor(chance() * WRITERS * MESSAGES_EACH * 0.8);
      await crashOnce({ machine, by, writers, patience }, findings);
      findings.cycles += 1;
    }
    if (findings.lost === 0) findings.wrong.push(...(await comeBack(await started(machine), writers)));
  } finally {
    await machine.remove();
  }
  return findings;
}

interface Crash extends Pick<CrashOptions, 'by'> {
  readonly machine: Machine;
  readonly writers: readonly Writer[];
  /** Acknowledgements before it happens. */
  readonly patience: number;
}

async function crashOnce({ machine, by, writers, patience }: Crash, findings: CrashFindings): Promise<void> {
  const acknowledged = (): CommandId[] => writers.flatMap(({ dialogue }) => doneOf(dialogue.frames));
  for (const writer of writers) sendAll(writer);
  await until(() => acknowledged().length >= patience, { what: `${patience} acknowledgements` });
  await (by === 'kill' ? machine.kill() : machine.cutPower());
  // What is still on its way to us was acknowledged too.
  await Promise.all(writers.map(({ dialogue }) => dialogue.closeCode()));
  findings.acknowledged += acknowledged().length;
  const disk = lookAt(machine);
  findings.damage.push(...disk.damage);
  findings.lost += acknowledged().filter((command) => !disk.commands.has(command)).length;
}

function aWriter(dialogue: Dialogue): Writer {
  const messages = Array.from({ length: MESSAGES_EACH }, (_, place) => [freshId<CommandId>(), `${place + 1}`] as const);
  return { dialogue, conversation: newConversation(), texts: new Map(messages) };
}

/** Starts the server, for visitors, who need nobody's ticket. */
export async function started(machine: Machine): Promise<Reachable> {
  const ticket = () => Promise.reject(new Error('there are no agents'));
  return { ...(await machine.start()), app: { identity: { ticket } } };
}

function sendAll({ dialogue, conversation, texts }: Writer): void {
  for (const [id, text] of texts) {
    dialogue.send({ kind: 'command', id, type: 'message.post', conversation, body: { text } });
  }
}

const doneOf = (frames: readonly ServerFrame[]): CommandId[] =>
  frames.flatMap((frame) => (isDone(frame) ? [frame.id as CommandId] : []));

const isDone = (frame: ServerFrame): frame is Reply => frame.kind === 'reply' && 'done' in frame;

/** What the disk holds, before any server has touched it again. */
export function lookAt({ folder }: Machine): { commands: ReadonlySet<string>; damage: string[] } {
  const database = new DatabaseSync(join(folder, 'shopbell.db'), { readOnly: true });
  try {
    const column = (sql: string): string[] =>
      database
        .prepare(sql)
        .all()
        .map((row) => String(Object.values(row)[0]));
    const isMade = column("SELECT name FROM sqlite_schema WHERE name = 'events'").length > 0;
    return {
      commands: new Set(isMade ? column('SELECT command FROM events') : []),
      damage: column('PRAGMA integrity_check').filter((finding) => finding !== 'ok'),
    };
  } finally {
    database.close();
  }
}

/** The writers send everything again and read; what is not as they have sent it. */
async function comeBack(server: Reachable, writers: readonly Writer[]): Promise<string[]> {
  const wrong = await Promise.all(
    writers.map(async ({ dialogue, conversation, texts }) => {
      const back = await aVisitor(server, { token: tokenOf(dialogue) });
      sendAll({ dialogue: back, conversation, texts });
      await back.when(() => doneOf(back.frames).length === texts.size || undefined, 'all replies');
      const { events } = await back.read(conversation, { limit: 2 * MESSAGES_EACH });
      const read = events.flatMap((event) => (event.type === 'message.posted' ? [event.body.text] : []));
      await back.hangUp();
      return read.join() === [...texts.values()].join() ? [] : [`sent 1 to ${texts.size}, read ${read.join()}`];
    }),
  );
  return wrong.flat();
}
