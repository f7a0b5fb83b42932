/**
 * Many who mean harm against one server, and one visitor who means well: everything that attackers hold is taken from
 * them in bounded time, and meanwhile the visitor gets every answer. How fast is for the benchmarks to say.
 */
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CLOSE } from '../../protocol/constants.ts';
import { readConfig } from '../../server/config.ts';
import { createHttpServer } from '../../server/http/server.ts';
import { SERVER_LIMITS, SERVER_TIMES } from '../../server/limits.ts';
import { startApp } from '../helpers/app.ts';
import type { TestApp } from '../helpers/app.ts';
import { aPeer, closeCodeIn, rawFrame, upgradeRequest } from '../helpers/raw-peer.ts';
import type { RawPeer } from '../helpers/raw-peer.ts';
import { until } from '../helpers/services.ts';
import { aVisitor, newConversation } from '../helpers/socket-client.ts';

let app: TestApp;

beforeEach(async () => {
  app = await startApp();
});

afterEach(() => app.close());

const many = <T>(count: number, make: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, make));

/** An attacker whose upgrade was accepted. */
async function anUpgraded(): Promise<RawPeer> {
  const peer = await aPeer(app.url);
  peer.socket.write(upgradeRequest(app));
  await until(() => peer.heard().includes('\r\n\r\n'));
  return peer;
}

/** Writes this again and again until the server has had enough; how often. */
async function pester({ socket, heard }: RawPeer, bytes: Buffer, most: number): Promise<number> {
  let count = 0;
  for (; count < most && closeCodeIn(heard()) === undefined && !socket.destroyed; count += 1) {
    socket.write(bytes);
    await setImmediate();
  }
  return count;
}

test('[ER2] two hundred attackers hold nothing for long, and a visitor gets every answer meanwhile', async () => {
  const visitor = await aVisitor(app);
  const conversation = newConversation();
  const silent = await many(40, () => aPeer(app.url));
  const slow = await many(40, () => aPeer(app.url));
  for (const { socket } of slow) socket.write('GET /health HTTP/1.1\r\nhost: shop\r\n');
  const fragmenting = await many(40, anUpgraded);
  const dribbling = await many(40, anUpgraded);
  const mute = await many(40, anUpgraded);
  const floods = [
    ...fragmenting.map(async (peer) => {
      peer.socket.write(rawFrame('text', '', { isLast: false }));
      return pester(peer, rawFrame('more', '', { isLast: false }), 10 * SERVER_LIMITS.fragments);
    }),
    ...dribbling.map(async (peer) => {
      peer.socket.write(rawFrame('text', '', { claims: 60_000 }));
      return pester(peer, Buffer.from(' '), 20 * SERVER_LIMITS.bufferedChunks);
    }),
  ];
  const numbers = [];
  for (let count = 0; count < 20; count += 1) numbers.push(...(await visitor.say(conversation, `${count}`)));
  expect(numbers).toEqual(Array.from({ length: 22 }, (_, index) => index + 1));
  await Promise.all(floods);
  const codes = (peers: RawPeer[]) => peers.map(({ heard }) => closeCodeIn(heard()));
  await until(() => codes([...fragmenting, ...dribbling, ...mute]).every((code) => code !== undefined));
  expect([codes(fragmenting), codes(mute)].map((all) => [...new Set(all)])).toEqual([[1008], [CLOSE.silent]]);
  // Whether pieces arrive one by one is the kernel's business; who is not cut off for them is for the missing hello.
  expect([1008, CLOSE.silent]).toEqual(expect.arrayContaining([...new Set(codes(dribbling))]));
  expect(visitor.closed).toBeUndefined();
  // Those that never answer the goodbye are cut off all the same.
  await until(() => mute.every(({ isCutOff }) => isCutOff), { patienceMs: 3 * SERVER_TIMES.closeMs });
  for (const { socket } of [...silent, ...slow, ...fragmenting, ...dribbling, ...mute]) socket.destroy();
});

test('[ER2] a request that never ends is cut off, also one that never begins, and others are answered', async () => {
  const server = await createHttpServer(readConfig({ SHOPBELL_LOG: 'silent' }));
  expect([server.server.headersTimeout, server.server.requestTimeout]).toEqual([
    SERVER_TIMES.headersMs,
    SERVER_TIMES.requestMs,
  ]);
  server.server.headersTimeout = 100;
  server.server.requestTimeout = 200;
  server.post('/echo', (request) => request.body);
  const url = await server.listen({ port: 0, host: '127.0.0.1' });
  const opening = 'POST /echo HTTP/1.1\r\nhost: shop\r\n';
  const peers = await many(60, () => aPeer(url));
  for (const [index, { socket }] of peers.entries()) {
    if (index % 3 === 1) socket.write(`${opening}x-slow: `);
    if (index % 3 === 2) socket.write(`${opening}content-type: application/json\r\ncontent-length: 9\r\n\r\n{`);
  }
  for (let count = 0; count < 20; count += 1) {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}/echo`, { method: 'POST', headers, body: JSON.stringify({ count }) });
    expect(await answer.json()).toEqual({ count });
  }
  // Node itself would look only every thirty seconds.
  await until(() => peers.every(({ isCutOff }) => isCutOff), { patienceMs: 5 * SERVER_TIMES.slowLookMs });
  const statuses = new Set(peers.map(({ heard }) => heard().slice(0, 12)));
  expect([...statuses]).toEqual(['HTTP/1.1 408']);
  for (const { socket } of peers) socket.destroy();
  await server.close();
});

test('[ER2] headers beyond their limit are refused before they are all read', async () => {
  const peer = await aPeer(app.url);
  peer.socket.write(`GET /health HTTP/1.1\r\nhost: shop\r\nx-long: ${'x'.repeat(SERVER_LIMITS.headerBytes)}\r\n\r\n`);
  await until(() => peer.isCutOff);
  expect(peer.heard()).toMatch(/^HTTP\/1\.1 431 /);
  const fitting = await fetch(`${app.url}/health`, {
    headers: { 'x-long': 'x'.repeat(SERVER_LIMITS.headerBytes / 2) },
  });
  expect(fitting.status).toBe(200);
  peer.socket.destroy();
});
