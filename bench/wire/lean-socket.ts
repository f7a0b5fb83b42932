/**
 * A WebSocket client that costs the load generator next to nothing, so that the server under test is the one that is
 * busy: it masks what it sends like a browser, answers pings, and shows each text frame where it lies in the buffer.
 * It knows the little of RFC 6455 that these servers use (no fragments, no extensions), and no protocol above it.
 */
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** Where to knock. */
export interface Door {
  readonly port: number;
  readonly path: string;
  readonly origin?: string;
  readonly subprotocol?: string;
  /** Own address; one address has ports for some twenty thousand connections to one server. */
  readonly from?: string | undefined;
}

/** Hears a text frame; its bytes are valid only until the listener returns. */
export type TextListener = (text: Buffer) => void;

const TEXT = 0x1;
const CLOSE = 0x8;
const PING = 0x9;
const PONG = 0xa;
/** The bit that says "this is the whole message", and the one that says "masked". */
const FINAL = 0x80;
const MASKED = 0x80;
const MASK_BYTES = 4;
/** Any mask but zero, which servers may skip. */
const MASK = randomBytes(MASK_BYTES).map((byte) => byte | 1);
/** RFC 6455: lengths from here on take two more bytes, and this number in place of the length says so. */
const TWO_BYTE_LENGTH = 126;
const EIGHT_BYTE_LENGTH = 127;

/** Read by one socket at a time, because every read is worked off before the next one; 5,000 idle sockets need no more. */
const inbox = Buffer.allocUnsafe(64 * 1024);

/** A masked frame. */
function frame(opcode: number, text: string): Buffer {
  const length = Buffer.byteLength(text);
  const head = length < TWO_BYTE_LENGTH ? 2 : 4;
  const bytes = Buffer.allocUnsafe(head + MASK_BYTES + length);
  bytes[0] = FINAL | opcode;
  bytes[1] = MASKED | (length < TWO_BYTE_LENGTH ? length : TWO_BYTE_LENGTH);
  if (head === 4) bytes.writeUInt16BE(length, 2);
  bytes.set(MASK, head);
  const start = head + MASK_BYTES;
  bytes.write(text, start);
  for (let at = 0; at < length; at += 1) bytes[start + at]! ^= MASK[at & 3]!;
  return bytes;
}

/** The head of the upgrade request. */
function upgrade({ port, path, origin, subprotocol }: Door): string {
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    'Sec-WebSocket-Version: 13',
  ];
  if (origin !== undefined) lines.push(`Origin: ${origin}`);
  if (subprotocol !== undefined) lines.push(`Sec-WebSocket-Protocol: ${subprotocol}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}

export class LeanSocket {
  /** Hears every text frame; until somebody listens they are kept for `next`. */
  onText: TextListener = (text) => void this.#kept.push(text.toString());
  /** Hears that the connection is lost while nobody waits for a frame: usually that makes the figures worthless. */
  onLost: (error: Error) => void = (error) => {
    throw error;
  };
  readonly #kept: string[] = [];
  readonly #socket: Socket;
  /** The beginning of a frame whose rest has not come yet. */
  #rest: Buffer | undefined;
  #isOpen = false;
  #closing = false;
  #opened: (outcome: Error | undefined) => void = () => undefined;
  /** Tells who waits for the next frame that there will be none. */
  #missed: ((error: Error) => void) | undefined;

  private constructor(door: Door) {
    const onread = {
      buffer: inbox,
      callback: (count: number) => {
        this.#read(inbox.subarray(0, count));
        return true;
      },
    };
    const { port, from } = door;
    const source = from === undefined ? {} : { localAddress: from };
    this.#socket = connect({ host: '127.0.0.1', port, noDelay: true, onread, ...source });
    this.#socket.once('connect', () => this.#socket.write(upgrade(door)));
    this.#socket.on('error', (error) => this.#fail(error));
    this.#socket.on('close', () => this.#fail(new Error('the server closed a connection without a word')));
  }

  /** Connects and shakes hands. */
  static open(door: Door): Promise<LeanSocket> {
    return new Promise((resolve, reject) => {
      const socket = new LeanSocket(door);
      socket.#opened = (error) => (error === undefined ? resolve(socket) : reject(error));
    });
  }

  send(text: string): void {
    this.#socket.write(frame(TEXT, text));
  }

  /** The next text frame that `wanted` says yes to; frames before it are dropped. */
  next(wanted: (text: string) => boolean): Promise<string> {
    for (let text = this.#kept.shift(); text !== undefined; text = this.#kept.shift()) {
      if (wanted(text)) return Promise.resolve(text);
    }
    return new Promise((resolve, reject) => {
      const before = this.onText;
      this.#missed = reject;
      this.onText = (bytes) => {
        const text = bytes.toString();
        if (!wanted(text)) return;
        this.onText = before;
        this.#missed = undefined;
        resolve(text);
      };
    });
  }

  /** Hangs up without a close frame. */
  destroy(): void {
    this.#closing = true;
    this.#socket.destroy();
  }

  /** First of all news for the caller who waits for the handshake or a frame. */
  #fail(error: Error): void {
    if (this.#closing) return;
    this.#closing = true;
    this.#socket.destroy();
    if (!this.#isOpen) return this.#opened(error);
    if (this.#missed !== undefined) return this.#missed(error);
    this.onLost(error);
  }

  #read(chunk: Buffer): void {
    const bytes = this.#rest === undefined ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = this.#isOpen ? 0 : this.#shakeHands(bytes);
    for (let next = this.#frame(bytes, at); next !== at; next = this.#frame(bytes, at)) at = next;
    this.#rest = at === bytes.length ? undefined : Buffer.from(bytes.subarray(at));
  }

  /** Where the frames begin, or 0 if the answer is not complete or not the wanted one. */
  #shakeHands(bytes: Buffer): number {
    const end = bytes.indexOf('\r\n\r\n');
    if (end === -1) return 0;
    if (!bytes.toString('latin1', 0, end).startsWith('HTTP/1.1 101 ')) {
      this.#fail(new Error(`the upgrade was refused: ${bytes.toString()}`));
      return 0;
    }
    this.#isOpen = true;
    this.#opened(undefined);
    return end + 4;
  }

  /** Works off the frame at this place and returns where the next one begins; the same place if it is not complete. */
  #frame(bytes: Buffer, at: number): number {
    if (!this.#isOpen || bytes.length < at + 2) return at;
    let length = bytes[at + 1]!;
    let start = at + 2;
    if (length === TWO_BYTE_LENGTH) {
      if (bytes.length < start + 2) return at;
      length = bytes.readUInt16BE(start);
      start += 2;
    } else if (length === EIGHT_BYTE_LENGTH) {
      if (bytes.length < start + 8) return at;
      length = Number(bytes.readBigUInt64BE(start));
      start += 8;
    }
    const end = start + length;
    if (bytes.length < end) return at;
    const opcode = bytes[at]! & 0xf;
    if (opcode === TEXT) this.onText(bytes.subarray(start, end));
    else if (opcode === PING) this.#socket.write(frame(PONG, ''));
    else if (opcode === CLOSE) this.#fail(new Error(`the server closed a connection: ${closing(bytes, start, end)}`));
    return end;
  }
}

function closing(bytes: Buffer, start: number, end: number): string {
  if (end - start < 2) return 'no code';
  return `${bytes.readUInt16BE(start)} ${bytes.toString('utf8', start + 2, end)}`;
}
