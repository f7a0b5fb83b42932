/**
 * The anchor: the smallest relay that anybody would write with `ws`. It parses a command, passes its text to the others
 * of the conversation as an event, and acknowledges it. No identity, no rights, no limits, no order across senders that
 * would survive anything, and nothing is stored.
 */
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { serve } from './child.ts';
import { doneBody, eventBody, welcomeBody } from './frames.ts';
import type { HelloFrame, PostFrame } from './frames.ts';

interface Conversation {
  readonly sockets: Set<WebSocket>;
  seq: number;
}

const conversations = new Map<string, Conversation>();

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });

server.on('connection', (socket, request) => {
  const id = new URL(request.url!, 'http://host').searchParams.get('conversation')!;
  const conversation = conversations.get(id) ?? { sockets: new Set(), seq: 0 };
  conversations.set(id, conversation);
  conversation.sockets.add(socket);
  socket.on('close', () => conversation.sockets.delete(socket));
  socket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as PostFrame | (HelloFrame & { readonly kind: 'hello' });
    if (frame.kind === 'hello') return socket.send(JSON.stringify({ kind: 'welcome', ...welcomeBody(frame) }));
    conversation.seq += 1;
    socket.send(JSON.stringify({ kind: 'reply', id: frame.id, done: doneBody(conversation.seq) }));
    const event = JSON.stringify({ kind: 'event', ...eventBody(frame, conversation.seq) });
    for (const other of conversation.sockets) if (other !== socket) other.send(event);
  });
});

server.on('listening', () => serve((server.address() as AddressInfo).port));
