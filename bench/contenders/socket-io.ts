/**
 * The same relay with socket.io: a room per conversation and its own acknowledgements. As in the raw relay there is no
 * identity, no limit, and nothing is stored.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { serve } from './child.ts';
import { doneBody, eventBody, welcomeBody } from './frames.ts';
import type { HelloFrame, PostFrame } from './frames.ts';

const http = createServer();
const server = new Server(http, { transports: ['websocket'], serveClient: false });
const seqs = new Map<string, number>();

server.on('connection', async (socket) => {
  const conversation = String(socket.handshake.query['conversation']);
  await socket.join(conversation);
  socket.on('hello', (hello: HelloFrame, welcome: (body: unknown) => void) => welcome(welcomeBody(hello)));
  socket.on('message.post', (command: PostFrame, acknowledge: (done: unknown) => void) => {
    const seq = (seqs.get(conversation) ?? 0) + 1;
    seqs.set(conversation, seq);
    acknowledge(doneBody(seq));
    socket.to(conversation).emit('message.posted', eventBody(command, seq));
  });
});

http.listen(0, '127.0.0.1', () => serve((http.address() as AddressInfo).port));
