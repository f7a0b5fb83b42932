/**
 * The door to what somebody said here before: a visitor's conversations in the departments of whoever asks, so that the
 * next agent has the context. Messages are read over the socket, where the same limits hold.
 */
import { z } from 'zod';
import { visitorId } from '../../protocol/ids.ts';
import type { EarlierConversation } from '../../protocol/models.ts';
import type { StoredConversation } from '../store/store.ts';
import { requireAgent, requireOwnPage } from './console-session.ts';
import type { Doors, DoorOptions } from './doors.ts';

/** As many as anybody reads; who has had more is somebody whom the team knows. */
const SHOWN = 20;

const earlier = ({ id, state }: StoredConversation): EarlierConversation => {
  const { caseNumber, status, startedAt, lastMessage, agents, advisor } = state;
  return { id, caseNumber, status, startedAt, lastMessage, with: agents.at(-1)?.name ?? advisor?.name ?? null };
};

/** Registers the doors to visitors. */
export async function visitorRoutes(doors: Doors, options: DoorOptions): Promise<void> {
  const { store } = options;
  doors.addHook('onRequest', async (request) => requireOwnPage(request, options));
  doors.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'));

  const params = z.object({ id: visitorId });
  doors.get('/v1/console/visitors/:id/conversations', { schema: { params } }, async (request) => {
    const { departments } = await requireAgent(request, options);
    const visitor = request.params.id;
    const found = await store.conversations({ visitor, departments, limit: SHOWN });
    return { conversations: found.map(earlier) };
  });
}
