/**
 * The fault proxies themselves: what each fault does to whoever is on the line. A scenario that found nothing because
 * its network was whole would prove nothing.
 */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { SUBPROTOCOL } from '../../protocol/constants.ts';
import { FrameProxy } from '../helpers/faults/frame-proxy.ts';
import type { FrameRule } from '../helpers/faults/frame-proxy.ts';
import { suppressReplies } from '../helpers/faults/frame-rules.ts';
import { oneOf, seeded } from '../helpers/faults/random.ts';
import { TcpProxy } from '../helpers/faults/tcp-proxy.ts';
import { ScriptedServer } from '../helpers/scripted-server.ts';
import { until } from '../helpers/services.ts';

describe('chance', () => {
  it('gives the same numbers for the same seed, and others for another', () => {
    const ten = (seed: number) => Array.from({ length: 10 }, seeded(seed));
    expect(ten(7)).toEqual(ten(7));
    expect(ten(7)).not.toEqual(ten(8));
    expect(new Set(Array.from({ length: 50 }, () => oneOf(['a', 'b'], Math.random)))).toEqual(new Set(['a', 'b']));
  });
});

describe('a network that carries bytes', () => {
  let server: Server;
  let proxy: TcpProxy;
  /** What arrived at the server, and its ends of the lines. */
  let heard: string;
  let ends: Socket[];
  beforeEach(async () => {
    [heard, ends] = ['', []];
    server = createServer((socket) => {
      ends.push(socket);
      socket.on('error', () => undefined).on('data', (chunk: Buffer) => (heard += chunk.toString()));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    proxy = await TcpProxy.start(() => (server.address() as AddressInfo).port);
  });
  afterEach(async () => {
    await proxy.close();
    server.close();
  });

  /** A line through the proxy that has said this much. */
  async function dial(words: string): Promise<Socket> {
    const socket = connect(proxy.port, '127.0.0.1').on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(words);
    await until(() => heard.includes(words));
    return socket;
  }

  const isOver = (socket: Socket) => until(() => socket.destroyed);

  it('carries both ways', async () => {
    const socket = await dial('hello');
    ends[0]?.write('world');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect([heard, answer.toString()]).toEqual(['hello', 'world']);
    socket.end();
    await until(() => proxy.lines === 0);
  });

  it('cuts both ends', async () => {
    const socket = await dial('hello');
    proxy.cut();
    await isOver(socket);
    await until(() => ends[0]?.destroyed);
    expect(proxy.lines).toBe(0);
  });

  it('swallows what is said, keeps the line open, and ends it when it heals', async () => {
    const socket = await dial('hello');
    proxy.swallow();
    socket.write('lost');
    await dial('another line');
    expect([heard, socket.destroyed, ends[0]?.destroyed]).toEqual(['helloanother line', false, false]);
    proxy.heal();
    await isOver(socket);
    expect(proxy.lines).toBe(1);
  });

  it('does not tell the other end of a half-open line that one has gone', async () => {
    const socket = await dial('hello');
    proxy.swallow();
    socket.destroy();
    await dial('another line');
    expect(ends[0]?.destroyed).toBe(false);
  });

  it('breaks off after so many bytes', async () => {
    const socket = await dial('hello');
    proxy.limit(() => 3);
    socket.write('world');
    await isOver(socket);
    await until(() => ends[0]?.destroyed);
    expect(heard).toBe('hellowor');
  });

  it('holds back and loses nothing of it', async () => {
    const socket = await dial('hello');
    proxy.hold();
    socket.write('world');
    const past = connect((server.address() as AddressInfo).port, '127.0.0.1');
    past.write(' past it ');
    await until(() => heard.includes('past it'));
    proxy.heal();
    await until(() => heard.length > 15);
    past.destroy();
    expect(heard).toBe('hello past it world');
  });

  it('slows down, in order', async () => {
    const socket = await dial('hello');
    proxy.slow({ delayMs: 5, bytesPerSecond: 10_000 });
    for (const word of ['a', 'b', 'c']) socket.write(word.repeat(100));
    await until(() => heard.length === 305);
    expect(heard).toBe(`hello${'a'.repeat(100)}${'b'.repeat(100)}${'c'.repeat(100)}`);
  });

  it('lets nobody in, until it heals', async () => {
    const socket = await dial('hello');
    proxy.refuse();
    await isOver(socket);
    await isOver(connect(proxy.port, '127.0.0.1').on('error', () => undefined));
    proxy.heal();
    await dial('again');
    expect(heard).toBe('helloagain');
  });
});

describe('a network that reads frames', () => {
  let server: ScriptedServer;
  let proxy: FrameProxy;
  let browser: WebSocket;
  let told: string[];
  beforeEach(async () => {
    server = await ScriptedServer.start();
    proxy = await FrameProxy.start({ url: () => server.url, shopOrigin: 'https://shop.example' });
    told = [];
    browser = new WebSocket(`ws://127.0.0.1:${proxy.port}/v1/socket?site=x`, SUBPROTOCOL);
    browser.on('message', (data) => told.push((JSON.parse(String(data)) as { id: string }).id)).on('error', () => {});
    await once(browser, 'open');
    await until(() => server.connection);
  });
  afterEach(async () => {
    browser.terminate();
    await proxy.close();
    await server.close();
  });

  const asks = (id: string) => browser.send(JSON.stringify({ kind: 'command', id, type: 'message.post' }));
  const answers = (...ids: string[]) => ids.forEach((id) => server.connection?.reply(id));
  const commands = () => server.connection?.commands.map(({ id }) => id);
  /** This fate for the frame with this id. */
  const fateOf =
    (wanted: string, fate: ReturnType<FrameRule>): FrameRule =>
    ({ id }) =>
      id === wanted ? fate : 'pass';

  it('passes on where a browser comes from, and what it asks for', () => {
    expect([server.connection?.path, server.connection?.subprotocol]).toEqual(['/v1/socket?site=x', SUBPROTOCOL]);
  });

  it.each<[string, ReturnType<FrameRule>, string[]]>([
    ['drops', 'drop', ['1', '3']],
    ['doubles', 'twice', ['1', '2', '2', '3']],
    ['delays and lets nothing overtake', { delayMs: 30 }, ['1', '2', '3']],
  ])('%s a frame, in both directions', async (_, fate, expected) => {
    proxy.rule = fateOf('2', fate);
    for (const id of ['1', '2', '3']) asks(id);
    await until(() => commands()?.at(-1) === '3');
    answers('1', '2', '3');
    await until(() => told.at(-1) === '3');
    expect([commands(), told]).toEqual([expected, expected]);
  });

  it('cuts at a frame, and neither it nor anything after it arrives', async () => {
    proxy.rule = fateOf('2', 'cut');
    answers('1', '2', '3');
    await once(browser, 'close');
    await until(() => server.connection?.closedWith === 1006);
    expect(told).toEqual(['1']);
  });

  it('passes on close codes both ways', async () => {
    server.connection?.close(4000);
    const [code] = (await once(browser, 'close')) as [number];
    expect(code).toBe(4000);
  });

  it('suppresses a reply and everything after it until the command comes again', async () => {
    const suppression = suppressReplies({ repeated: 0, deafened: 1 }, () => 0);
    proxy.rule = suppression.rule;
    asks('1');
    await until(() => commands()?.length === 1);
    answers('1', 'more');
    asks('1');
    await until(() => commands()?.length === 2);
    answers('1', 'more');
    await until(() => told.length === 2);
    expect([told, suppression.sent, suppression.repeated]).toEqual([['1', 'more'], 1, 1]);
  });
});
