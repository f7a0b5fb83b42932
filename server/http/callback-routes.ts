/**
 * The doors of call-backs: the times that a site's visitors can choose, and the number for those who call. The first tells
 * nothing of anybody; the second opens for agents who may see the conversation only.
 */
import { z } from 'zod';
import { refuse } from '../../protocol/errors.ts';
import { conversationId } from '../../protocol/ids.ts';
import { callbackOffer } from '../../protocol/models.ts';
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
      const number = await callbacks.numberFor(agent, request.params.id);
      // CO6: absent, foreign and deleted look the same.
      if (number === undefined) throw new Refused(refuse('not_found', 'There is no number to call.'));
      return { number };
    },
  );
}
