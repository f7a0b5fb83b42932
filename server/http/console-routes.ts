/**
 * The doors of the console: its pages under a strict CSP, signing in and out, one-time links, tickets for the socket,
 * and one's own profile. Rules are in `identity`.
 */
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { z } from 'zod';
import { isRefused } from '../switchboard/identity.ts';
import type { SignedIn } from '../switchboard/identity.ts';
import { personCard } from '../switchboard/identity.ts';
import { PASSWORD_LENGTH } from '../switchboard/passwords.ts';
import { CLOSE } from '../../protocol/constants.ts';
import { refuse } from '../../protocol/errors.ts';
import type { AgentRecord } from '../store/people.ts';
import { clearLogin, loginToken, requireAgent, requireOwnPage, setLogin } from './console-session.ts';
import type { Doors, DoorOptions } from './doors.ts';
import { homeOf } from './home.ts';
import { Refused } from './server.ts';

/** Fields of people, bounded so that they fit a row of the console. */
export const fields = {
  name: z.string().trim().min(1, 'must not be empty').max(60),
  email: z.email('must be an e-mail address').max(200),
  title: z.string().trim().max(60),
  languages: z.array(z.string().regex(/^[a-z]{2,3}$/, 'must be a language code such as de')).max(12),
  password: z
    .string()
    .min(PASSWORD_LENGTH.least, `must have at least ${PASSWORD_LENGTH.least} characters`)
    .max(PASSWORD_LENGTH.most),
} as const;

const code = z.string().min(1).max(200);

/** The signed-in person's own data. */
const me = (agent: AgentRecord) => ({
  card: personCard(agent),
  email: agent.email,
  role: agent.role,
  switch: agent.switch,
});

/** The console's own CSP: only itself, sockets to itself, Trusted Types with lit's policy. */
function contentSecurityPolicy(ownOrigin: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob:",
    'media-src blob:',
    `connect-src 'self' ${ownOrigin.replace(/^http/, 'ws')}`,
    "font-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
  ].join('; ');
}

/** Pages of the console. */
async function pages(doors: Doors, { webFolder, ownOrigin }: DoorOptions): Promise<void> {
  doors.get('/', (_request, reply) => reply.redirect('/console/'));
  await doors.register(fastifyStatic, {
    root: join(webFolder, 'console'),
    prefix: '/console/',
    redirect: true,
    decorateReply: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (response, path) => {
      response.header('content-security-policy', contentSecurityPolicy(ownOrigin()));
      response.header(
        'cache-control',
        /\.html(\.(br|gz))?$/.test(path) ? 'no-cache' : 'public, max-age=31536000, immutable',
      );
    },
  });
}

/** One-time links, signing in and out. */
function signingIn(doors: Doors, options: DoorOptions): void {
  const { identity, broker } = options;
  const peekBody = z.strictObject({ code });
  doors.post('/v1/console/peek', { schema: { body: peekBody } }, async (request) => {
    const found = await identity.peek(request.body.code);
    if (!found) throw new Refused(refuse('not_found', 'This link was used before or has expired. Ask for a new one.'));
    return found;
  });

  const redeemBody = z.strictObject({
    code,
    password: fields.password,
    name: fields.name.optional(),
    email: fields.email.optional(),
  });
  const admit = (signedIn: SignedIn, reply: Parameters<typeof setLogin>[0]) => {
    setLogin(reply, signedIn.token, options);
    return me(signedIn.agent);
  };
  doors.post('/v1/console/redeem', { schema: { body: redeemBody } }, async (request, reply) => {
    const { code: oneTime, password, name, email } = request.body;
    const owner = name !== undefined && email !== undefined ? { name, email } : undefined;
    const result = await identity.redeem(oneTime, password, owner);
    if (isRefused(result)) throw new Refused(result);
    return admit(result, reply);
  });

  const loginBody = z.strictObject({ email: z.string().max(200), password: z.string().max(PASSWORD_LENGTH.most) });
  doors.post('/v1/console/login', { schema: { body: loginBody } }, async (request, reply) => {
    const result = await identity.signIn(request.body.email, request.body.password, homeOf(request.ip));
    if (isRefused(result)) throw new Refused(result);
    return admit(result, reply);
  });

  doors.post('/v1/console/logout', async (request, reply) => {
    const token = loginToken(request, options);
    const agent = token === undefined ? undefined : await identity.signOut(token);
    if (agent !== undefined) {
      // FR12: a connection does not know its sign-in; whoever still has one comes back with a new ticket.
      broker.publish(`agent:${agent}`, { type: 'close', code: CLOSE.restart, reason: 'signed out' });
    }
    clearLogin(reply, options);
    return reply.code(204).send();
  });
}

/** Registers the doors of the console. */
export async function consoleRoutes(doors: Doors, options: DoorOptions): Promise<void> {
  const { identity, store } = options;
  await pages(doors, options);
  doors.addHook('onRequest', async (request) => requireOwnPage(request, options));
  doors.addHook('onSend', async (request, reply) => {
    if (request.url.startsWith('/v1/')) void reply.header('cache-control', 'no-store');
  });
  signingIn(doors, options);

  doors.get('/v1/console/me', async (request) => me(await requireAgent(request, options)));

  const profile = z.strictObject({
    name: fields.name.optional(),
    title: fields.title.optional(),
    languages: fields.languages.optional(),
  });
  doors.patch('/v1/console/me', { schema: { body: profile } }, async (request) => {
    const agent = await requireAgent(request, options);
    const { name, title, languages } = request.body;
    await store.people.updateAgent(agent.id, {
      ...(name !== undefined && { name }),
      ...(title !== undefined && { title }),
      ...(languages !== undefined && { languages }),
    });
    return me((await store.people.agent(agent.id))!);
  });

  doors.post('/v1/console/ticket', async (request) => {
    const agent = await requireAgent(request, options);
    return { ticket: await identity.ticket(agent.id) };
  });
}
