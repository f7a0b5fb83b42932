/**
 * The raw relay, with the least that makes its messages durable: one table without any rule, and a flush per turn that
 * all messages of the turn share (SQLite, synchronous=FULL). It acknowledges and delivers after the flush. Still no
 * identity, no rights, no limits, and nothing would notice a repeated command.
 */
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { serve, setup } from './child.ts';
import { doneBody, eventBody } from './frames.ts';
import type { PostFrame } from './frames.ts';
import { slowDisk } from './slow-disk.ts';

interface Conversation {
  readonly sockets: Set<WebSocket>;
  seq: number;
}

interface Waiting {
  readonly socket: WebSocket;
  readonly conversation: Conversation;
  readonly command: PostFrame;
  readonly event: string;
  readonly seq: number;
}

const { folder, flushMs = 0 } = setup();
const database = slowDisk(flushMs)(join(folder, 'relay.db'), {});
database.exec(`
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE events (id INTEGER PRIMARY KEY, conversation TEXT, seq INTEGER, event TEXT);
`);
const insert = database.prepare('INSERT INTO events (conversation, seq, event) VALUES (?, ?, ?)');

const conversations = new Map<string, Conversation>();
let waiting: Waiting[] = [];

/** Writes what waits, and only then tells anybody. */
function flush(): void {
  const group = waiting;
  waiting = [];
  database.exec('BEGIN');
  for (const { command, seq, event } of group) insert.run(command.conversation, seq, event);
  database.exec('COMMIT');
  for (const { socket, conversation, command, event, seq } of group) {
    socket.send(JSON.stringify({ kind: 'reply', id: command.id, done: doneBody(seq) }));
    for (const other of conversation.sockets) if (other !== socket) other.send(event);
  }
}

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });

server.on('connection', (socket, request) => {
  const id = new URL(request.url!, 'http://host').searchParams.get('conversation')!;
  const conversation = conversations.get(id) ?? { sockets: new Set(), seq: 0 };
  conversations.set(id, conversation);
  conversation.sockets.add(socket);
  socket.on('close', () => conversation.sockets.delete(socket));
  socket.on('message', (data: Buffer) => {
    const command = JSON.parse(data.toString()) as PostFrame;
    conversation.seq += 1;
    const { seq } = conversation;
    const event = JSON.stringify({ kind: 'event', ...eventBody(command, seq) });
    if (waiting.length === 0) setImmediate(flush);
    waiting.push({ socket, conversation, command, event, seq });
  });
});

server.on('listening', () => serve((server.address() as AddressInfo).port));
