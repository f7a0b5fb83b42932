/**
 * A server whose disk is full, or fails: what it tells its visitors and its operator, and what is there afterwards. The
 * server is a process of its own and the disk is the one of crash/disk.c, so its power can be cut at the end.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CommandId, ConversationId } from '../../protocol/ids.ts';
import { lookAt, started } from '../helpers/crash/cycles.ts';
import { aMachine } from '../helpers/crash/machine.ts';
import type { Machine, MachineOptions } from '../helpers/crash/machine.ts';
import { until } from '../helpers/services.ts';
import { aVisitor, freshId, newConversation, tokenOf } from '../helpers/socket-client.ts';
import type { Dialogue, Reachable } from '../helpers/socket-client.ts';

let machine: Machine;
let server: Reachable;
let visitor: Dialogue;
let conversation: ConversationId;
/** Ids of the messages that were acknowledged. */
let acknowledged: string[];

const begin = async (options: Partial<MachineOptions> = {}): Promise<void> => {
  machine = await aMachine({ disk: 'watched', ...options });
  server = await started(machine);
  visitor = await aVisitor(server);
};
beforeEach(() => {
  conversation = newConversation();
  acknowledged = [];
});
afterEach(() => machine.remove());

/** Writes so much that it needs room; the code of the refusal, or `done`. */
async function write(): Promise<string> {
  const id = freshId<CommandId>();
  const body = { text: 'x'.repeat(4_000) };
  const reply = await visitor.command({ type: 'message.post', conversation, body }, id);
  if ('refused' in reply) return reply.refused.code;
  acknowledged.push(id);
  return 'done';
}

async function health(): Promise<{ status: number; told: unknown }> {
  const answer = await fetch(`${server.url}/health`);
  return { status: answer.status, told: await answer.json() };
}

const messages = async (): Promise<number> =>
  (await visitor.read(conversation)).events.filter(({ type }) => type === 'message.posted').length;

/** Acknowledged messages that are not on the disk after a power cut. */
async function lostInPowerCut(): Promise<number> {
  await machine.cutPower();
  const { commands, damage } = lookAt(machine);
  expect(damage).toEqual([]);
  return acknowledged.filter((id) => !commands.has(id)).length;
}

it('[ST14] [CO3] refuses while the disk is full, reads on, goes on by itself, and loses nothing that it has acknowledged', async () => {
  await begin();
  expect([await write(), await write()]).toEqual(['done', 'done']);
  machine.setFault('full');
  expect([await write(), await write()]).toEqual(['unavailable', 'unavailable']);
  expect(await messages()).toBe(2);
  expect(await health()).toMatchObject({ status: 200, told: { ok: true, store: { writable: false } } });
  machine.setFault('none');
  expect(await write()).toBe('done');
  expect(await health()).toMatchObject({ status: 200, told: { store: { writable: true } } });
  expect(await messages()).toBe(3);
  expect(await lostInPowerCut()).toBe(0);
}, 60_000);

/** The disk fails once, the process dies, and another one goes on with what it finds; then the power is cut. */
async function lostAfterFailedSync(): Promise<number> {
  expect(await write()).toBe('done');
  machine.setFault('sync');
  expect(await write()).toBe('unavailable');
  machine.setFault('none');
  expect([await write(), await messages()]).toEqual(['unavailable', 1]);
  expect(await health()).toMatchObject({
    status: 503,
    told: { error: { message: expect.stringMatching(/I\/O error/) } },
  });
  await machine.kill();
  server = await started(machine);
  visitor = await aVisitor(server, { token: tokenOf(visitor) });
  await until(async () => (await write()) === 'done');
  return lostInPowerCut();
}

it('[ST14] [CO3] writes nothing any more when a sync has failed, until it was started again, and trusts nothing that it finds then', async () => {
  await begin();
  expect(await lostAfterFailedSync()).toBe(0);
}, 60_000);

it('a server that trusts a log whose sync has failed would be noticed', async () => {
  await begin({ mistake: 'trusting' });
  expect(await lostAfterFailedSync()).toBeGreaterThan(0);
}, 60_000);
