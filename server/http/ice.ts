/**
 * The ICE door: short-lived TURN credentials for one side of a call that was answered (CA11). Credentials follow
 * coturn's REST scheme: user `<expiry>:<call>-<side>`, password HMAC-SHA1 of it. They never enter the log.
 */
import { createHmac } from 'node:crypto';
import cors from '@fastify/cors';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { TIMES } from '../../protocol/constants.ts';
import { refuse } from '../../protocol/errors.ts';
import { callId, conversationId } from '../../protocol/ids.ts';
import type { CallId } from '../../protocol/ids.ts';
import { iceSettings } from '../../protocol/models.ts';
import type { IceSettings, Side } from '../../protocol/models.ts';
import type { ConversationState } from '../domain/conversation.ts';
import { agentOfRequest } from './console-session.ts';
import type { Doors, DoorOptions } from './doors.ts';
import { Refused } from './server.ts';

/** ICE servers for one end of one call. */
function iceFor(call: CallId, side: Side, { config, clock }: DoorOptions): IceSettings {
  const expiresAt = clock.now() + TIMES.iceTtlMs;
  if (!config.turn) return { iceServers: [], policy: 'all', expiresAt };
  const urls = [...config.turn.urls];
  if (config.turn.secret === null) return { iceServers: [{ urls }], policy: 'all', expiresAt };
  const username = `${Math.floor(expiresAt / 1000)}:${call}-${side}`;
  const credential = createHmac('sha1', config.turn.secret).update(username).digest('base64');
  return { iceServers: [{ urls, username, credential }], policy: 'all', expiresAt };
}

/** The side of the conversation that asks, or undefined when it is neither. */
async function sideOf(
  request: { headers: { authorization?: string | undefined }; cookies: Record<string, string | undefined> },
  state: ConversationState,
  options: DoorOptions,
): Promise<Side | undefined> {
  const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (token !== undefined) {
    const visitor = await options.identity.visitorByToken(token);
    return visitor?.id === state.visitor ? 'visitor' : undefined;
  }
  const agent = await agentOfRequest(request, options);
  return agent && state.agents.some(({ id }) => id === agent.id) ? 'agent' : undefined;
}

/** Registers the ICE door. */
export async function iceRoutes(doors: Doors, options: DoorOptions): Promise<void> {
  await doors.register(cors, {
    delegator: async (request: FastifyRequest) => {
      const origin = request.headers.origin;
      const sites = await options.store.people.sites();
      const known = origin !== undefined && sites.some((site) => site.origins.includes(origin));
      return { origin: known ? origin : false, methods: ['GET'], allowedHeaders: ['authorization'], maxAge: 600 };
    },
  });
  const params = z.object({ conversation: conversationId, call: callId });
  doors.get(
    '/v1/conversations/:conversation/calls/:call/ice',
    { schema: { params, response: { 200: iceSettings } } },
    async (request, reply) => {
      const { conversation, call } = request.params;
      const stored = await options.store.conversation(conversation);
      const side = stored && (await sideOf(request, stored.state, options));
      const current = stored?.state.call;
      if (!side || current?.id !== call || current.leg === null) {
        throw new Refused(refuse('not_found', 'There is no such call.'));
      }
      void reply.header('cache-control', 'no-store').header('cross-origin-resource-policy', 'cross-origin');
      return iceFor(call, side, options);
    },
  );
}
