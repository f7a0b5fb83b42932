/**
 * Presence over all nodes (BR3): each node keeps what it knows under a key of its own that expires, and everybody reads
 * all of them. Knows keys and agents, not how the connection is kept.
 */
import type { AgentId } from '../../protocol/ids.ts';
import type { PresentAs } from './broker.ts';
import type { LocalBoard } from './local-board.ts';
import type { RedisKeys } from './redis-wire.ts';

/** A node that has written nothing for this long is gone; it writes every three seconds. */
const EXPIRES_MS = 10_000;

/** The braces keep all keys in one slot of a cluster. */
const NODES = '{shopbell}:nodes';
const boardOf = (node: string): string => `{shopbell}:board:${node}`;

type Entries = readonly (readonly [AgentId, PresentAs])[];

/** Writes what this node knows, for as long as it goes on doing so. */
export async function writeBoard(keys: RedisKeys, node: string, board: LocalBoard): Promise<void> {
  const text = JSON.stringify([...board.all()] satisfies Entries);
  const expiration = { type: 'PX', value: EXPIRES_MS } as const;
  await Promise.all([keys.set(boardOf(node), text, { expiration }), keys.sAdd(NODES, node)]);
}

/** This node is gone. */
export async function removeBoard(keys: RedisKeys, node: string): Promise<void> {
  await Promise.all([keys.del(boardOf(node)), keys.sRem(NODES, [node])]);
}

/** What all nodes know, with what this one knows now, which may not be written yet. */
export async function readBoards(keys: RedisKeys, own: string, board: LocalBoard): Promise<Map<AgentId, PresentAs>> {
  const nodes = (await keys.sMembers(NODES)).filter((node) => node !== own);
  const texts = nodes.length === 0 ? [] : await keys.mGet(nodes.map(boardOf));
  // One that comes back writes itself down again.
  const gone = nodes.filter((_, index) => texts[index] === null);
  if (gone.length > 0) await keys.sRem(NODES, gone);
  const present = board.all();
  for (const text of texts) {
    for (const [agent, presence] of JSON.parse(text ?? '[]') as Entries) {
      if (present.get(agent) !== 'available') present.set(agent, presence);
    }
  }
  return present;
}
