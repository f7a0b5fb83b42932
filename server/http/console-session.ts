/**
 * The console's sign-in over HTTP: its cookie, whose request this is, and the check that a request comes from our own
 * pages. Over https the cookie is `__Host-`, Secure; over plain http (a trial on one machine) browsers would not keep
 * that, so it goes without.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../../protocol/errors.ts';
import type { AgentRole } from '../../protocol/models.ts';
import { SERVER_TIMES } from '../limits.ts';
import type { AgentRecord } from '../store/people.ts';
import type { DoorOptions } from './doors.ts';
import { Refused } from './server.ts';

const isSecure = ({ ownOrigin }: DoorOptions) => ownOrigin().startsWith('https:');

const cookieName = (options: DoorOptions) => (isSecure(options) ? '__Host-shopbell' : 'shopbell');

/** Attributes of the cookie. */
const attributes = (options: DoorOptions) =>
  ({ path: '/', httpOnly: true, sameSite: 'strict', secure: isSecure(options) }) as const;

/** The sign-in's token in a request's cookie. */
export function loginToken(
  request: { cookies: Record<string, string | undefined> },
  options: DoorOptions,
): string | undefined {
  return request.cookies[cookieName(options)];
}

/** Hands the sign-in to the browser. */
export function setLogin(reply: FastifyReply, token: string, options: DoorOptions): void {
  void reply.setCookie(cookieName(options), token, { ...attributes(options), maxAge: SERVER_TIMES.loginMs / 1000 });
}

/** Takes the sign-in from the browser. */
export function clearLogin(reply: FastifyReply, options: DoorOptions): void {
  void reply.clearCookie(cookieName(options), attributes(options));
}

/** The agent who makes this request, or undefined. */
export async function agentOfRequest(
  request: { cookies: Record<string, string | undefined> },
  options: DoorOptions,
): Promise<AgentRecord | undefined> {
  const token = loginToken(request, options);
  return token === undefined ? undefined : options.identity.agentByLogin(token);
}

/** The agent who makes this request; refuses when signed out or without one of the roles. */
export async function requireAgent(
  request: FastifyRequest,
  options: DoorOptions,
  roles?: readonly AgentRole[],
): Promise<AgentRecord> {
  const agent = await agentOfRequest(request, options);
  if (!agent) throw new Refused(refuse('unauthenticated', 'Sign in first.'));
  if (roles && !roles.includes(agent.role)) {
    throw new Refused(refuse('forbidden', `This needs the role ${roles.join(' or ')}.`));
  }
  return agent;
}

/** Refuses a changing request that does not come from our own pages (CSRF). */
export function requireOwnPage(request: FastifyRequest, { ownOrigin }: DoorOptions): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const site = request.headers['sec-fetch-site'];
  const own = site === undefined ? request.headers.origin === ownOrigin() : site === 'same-origin';
  if (!own) throw new Refused(refuse('forbidden', 'This request does not come from the console.'));
}
