/**
 * The doors of call-backs: the times that a site's visitors can choose, and the number for those who call. The first tells
 * nothing of anybody; the second opens for agents who may see the conversation only.
 */
import { z } from 'zod';
import { refuse } from '../../protocol/errors.ts';
import { conversationId } from '../../protocol/ids.ts';
import { callbackOffer } from '../../protocol/models.ts';
import { isCallbackDue } from '../domain/callback.ts';
import { partnerOf } from '../domain/partners.ts';
import type { ConversationState } from '../domain/state.ts';
import type { AgentRecord } from '../store/people.ts';
import { requireAgent } from './console-session.ts';
import type { Doors, DoorOptions } from './doors.ts';
import { Refused } from './server.ts';
import { siteForPage } from './widget-routes.ts';

/** Registers the doors of call-backs. */
export async function callbackRoutes(doors: Doors, options: DoorOptions): Promise<void> {
  const { store, callbacks } = options;

  doors.get(
    '/v1/sites/:key/callback-slots',
    { schema: { params: z.object({ key: z.string().max(64) }), response: { 200: callbackOffer } } },
    async (request, reply) => {
      const site = await siteForPage(request.params.key, { request, reply, store });
      const [department] = site.departments;
      // Somebody else may take a place at any moment.
      void reply.header('cache-control', 'no-store');
      if (department === undefined) return { soon: false, slots: [], zone: null };
      return callbacks.offer(department);
    },
  );

  doors.get(
    '/v1/console/conversations/:id/callback',
    { schema: { params: z.object({ id: conversationId }) } },
    async (request, reply) => {
      const agent = await requireAgent(request, options);
      void reply.header('cache-control', 'no-store');
      const state = (await store.conversation(request.params.id))?.state;
      const isPartner = partnerOf(agent.departments, await store.people.departments()) !== undefined;
      const callback = state !== undefined && mayRead(agent, state, isPartner) ? state.callback : null;
      const number = callback === null ? undefined : await store.callbacks.number(callback.id);
      // CO6: absent, foreign and deleted look the same.
      if (number === undefined) throw new Refused(refuse('not_found', 'There is no number to call.'));
      return { number };
    },
  );
}

/** Colleagues see the conversation; a partner's people call and have no other use for the number (CA15). */
function mayRead({ id, departments }: AgentRecord, state: ConversationState, isPartner: boolean): boolean {
  const calls = state.reservation?.agent === id || state.agents.some((agent) => agent.id === id);
  return isPartner ? calls && isCallbackDue(state.callback) : calls || departments.includes(state.department);
}
