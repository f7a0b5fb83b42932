/**
 * A peer that is no browser: raw TCP to a server, an upgrade by hand, and frames byte by byte, because no library behaves
 * so badly. Knows how requests and frames are written; what a server should make of them is the tests' business.
 */
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { SHOP_ORIGIN } from './app.ts';
import type { Reachable } from './socket-client.ts';

/** A TCP connection and what came back over it, as Latin-1 text. */
export interface RawPeer {
  readonly socket: Socket;
  heard(): string;
  /** Whether the server has ended the connection. */
  readonly isCutOff: boolean;
}

/** A connection that has said nothing; it never hangs up by itself. */
export async function aPeer(url: string): Promise<RawPeer> {
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  let heard = '';
  let ended = false;
  socket
    .on('error', () => (ended = true))
    .on('end', () => (ended = true))
    .on('close', () => (ended = true))
    .on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')));
  await once(socket, 'connect');
  return {
    socket,
    heard: () => heard,
    get isCutOff() {
      return ended;
    },
  };
}

/** The request that asks for an upgrade at the widget's door. */
export function upgradeRequest({ site }: Reachable, origin = SHOP_ORIGIN): string {
  const lines = [
    `GET /v1/socket?site=${site.key} HTTP/1.1`,
    ...['host: shop', 'connection: upgrade', 'upgrade: websocket', 'sec-websocket-version: 13'],
    ...['sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==', 'sec-websocket-protocol: shopbell.v1', `origin: ${origin}`],
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** Opcodes of RFC 6455; `more` continues the message before. */
const OPCODES = { more: 0, text: 1, close: 8, ping: 9 } as const;

/** One frame of a browser, masked with zeros; `claims` is the length that its header tells. */
export function rawFrame(
  kind: keyof typeof OPCODES,
  payload = '',
  { isLast = true, claims = Buffer.byteLength(payload) } = {},
): Buffer {
  const length = claims < 126 ? [0x80 | claims] : [0x80 | 126, claims >> 8, claims & 0xff];
  const head = [(isLast ? 0x80 : 0) | OPCODES[kind], ...length, 0, 0, 0, 0];
  return Buffer.concat([Buffer.from(head), Buffer.from(payload)]);
}

/** The close code in what a server sent, if it has closed; its frames are not masked. */
export function closeCodeIn(heard: string): number | undefined {
  const bytes = Buffer.from(heard.slice(heard.indexOf('\r\n\r\n') + 4), 'latin1');
  for (let at = 0; at + 1 < bytes.length;) {
    const short = bytes[at + 1]! & 0x7f;
    const start = at + (short < 126 ? 2 : short === 126 ? 4 : 10);
    const length =
      short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
    if ((bytes[at]! & 0x0f) === OPCODES.close) return bytes.readUInt16BE(start);
    at = start + length;
  }
  return undefined;
}
