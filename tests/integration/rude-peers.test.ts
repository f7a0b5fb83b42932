/**
 * Peers that are no browsers: they tear lines and never hang up. Raw TCP, because no
 * WebSocket library behaves so badly; what is said inside frames is the business of others.
 */
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SHOP_ORIGIN, startApp } from '../helpers/app.ts';
import type { TestApp } from '../helpers/app.ts';
import { aPeer, upgradeRequest } from '../helpers/raw-peer.ts';
import type { RawPeer } from '../helpers/raw-peer.ts';
import { until } from '../helpers/services.ts';
import { upgradeStatus } from '../helpers/socket-client.ts';

let app: TestApp;

beforeEach(async () => {
  app = await startApp();
});

afterEach(() => app.close());

/** A TCP connection that asks for an upgrade from this origin. */
async function knock(origin: string): Promise<RawPeer> {
  const peer = await aPeer(app.url);
  peer.socket.write(upgradeRequest(app, origin));
  return peer;
}

/** Errors that would have ended the process, from now until `stop`. */
function uncaught() {
  const errors: unknown[] = [];
  const note = (error: unknown) => errors.push(error);
  process.on('uncaughtException', note);
  return { errors, stop: () => process.off('uncaughtException', note) };
}

test('[ER2] a peer that is turned away may tear the line at any moment', async () => {
  const { errors, stop } = uncaught();
  for (let round = 0; round < 10; round += 1) {
    const atOnce = await knock('https://evil.test');
    atOnce.socket.resetAndDestroy();
    const afterwards = await knock('https://evil.test');
    await until(() => afterwards.heard().includes('"forbidden"'));
    afterwards.socket.resetAndDestroy();
  }
  expect(await upgradeStatus(app, { origin: SHOP_ORIGIN, site: app.site.key })).toBe(101);
  expect(errors).toEqual([]);
  stop();
});

test('a peer that is turned away and never hangs up holds no socket', async () => {
  const peer = await knock('https://evil.test');
  const { socket, heard } = peer;
  await until(() => peer.isCutOff);
  expect(heard()).toMatch(/^HTTP\/1\.1 403 /);
  const cutOff = new Promise((resolve) => socket.once('close', resolve));
  await until(() => {
    if (!socket.destroyed) socket.write('still here');
    return socket.destroyed;
  });
  await cutOff;
});

test('a request that offers another protocol than ours is answered as if it had not', async () => {
  const socket = connect({ port: Number(new URL(app.url).port), host: '127.0.0.1' });
  let heard = '';
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')));
  const headers = ['host: shop', 'connection: upgrade, http2-settings', 'upgrade: h2c', 'http2-settings: AAMAAABk'];
  socket.write(`GET /health HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
  await until(() => heard.includes('\r\n\r\n'));
  expect(heard).toMatch(/^HTTP\/1\.1 200 /);
  socket.destroy();
});
