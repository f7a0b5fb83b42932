/**
 * Every route that the server has, asked by everybody: strangers, other people, people who were somebody, and pages of
 * other sites. The routes come from the server itself; one without a row here does not pass. What a door does for those
 * who belong there is other tests' business, but each row is tried by one of them, so that it asks the right question.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UNDECIDED } from '../../protocol/departments.ts';
import type { CallId, ConversationId } from '../../protocol/ids.ts';
import type { SignedIn } from '../../server/switchboard/identity.ts';
import { PASSWORD, SHOP_ORIGIN, startApp } from '../helpers/app.ts';
import type { TestApp } from '../helpers/app.ts';
import { anAgent, aVisitor, freshId, newConversation, tokenOf } from '../helpers/socket-client.ts';
import type { Dialogue } from '../helpers/socket-client.ts';

let app: TestApp;
const routes: string[] = [];
let owner: SignedIn;
let mia: SignedIn;
let goneLogin: string;
let visitor: Dialogue;
let stranger: Dialogue;
let conversation: ConversationId;
const call = freshId<CallId>();

/** Notes every route of every server that is made from now on. */
const noteRoutes = (message: unknown) => {
  const { fastify } = message as { fastify: FastifyInstance };
  fastify.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) if (each !== 'HEAD') routes.push(`${each} ${url}`);
  });
};

beforeAll(async () => {
  subscribe('fastify.initialization', noteRoutes);
  app = await startApp();
  unsubscribe('fastify.initialization', noteRoutes);
  owner = await app.person('Ida');
  mia = await app.person('Mia');
  const gone = await app.app.identity.signIn('mia@shop.test', PASSWORD, 'here');
  goneLogin = 'token' in gone ? gone.token : '';
  await app.app.identity.signOut(goneLogin);
  visitor = await aVisitor(app);
  stranger = await aVisitor(app);
  conversation = newConversation();
  const agent = await anAgent(app, mia);
  const media = { audio: true, video: false };
  await visitor.say(conversation, 'Hello?');
  await agent.done({ type: 'conversation.accept', conversation, body: {} });
  await visitor.done({ type: 'call.start', conversation, body: { call, media } });
  await agent.done({ type: 'call.answer', conversation, body: { call, media } });
  await visitor.done({ type: 'callback.request', conversation, body: { phone: '+43 664 1234567', slot: null } });
});
afterAll(() => app.close());

interface Row {
  /** Where the route is asked; its own address if absent. */
  readonly path?: () => string;
  readonly body?: () => object;
  /**
   * `all`: nothing here is anybody's. `credential`: the body or token is the key itself. `agents`: whoever is signed in.
   * `admins`: with a role. `sides`: the two sides of a call. `line`: whoever has opened a connection there.
   */
  readonly is: 'all' | 'credential' | 'agents' | 'admins' | 'sides' | 'line';
}

const icePath = (place = conversation) => `/v1/conversations/${place}/calls/${call}/ice`;
const invitation = () => ({ name: 'Zoe', email: `${freshId()}@shop.test`, title: '', languages: [], role: 'agent' });

const departmentPath = ({ site }: TestApp) => `/v1/console/departments/${site.departments[0]}`;
const aDepartment = () => ({ ...UNDECIDED, name: 'Shop team' });
const someHours = () => ({ zone: 'Europe/Vienna', week: [[], [], [], [], [], [], []], region: null, special: [] });

/** Every route, and whose it is. */
const ROWS: Readonly<Record<string, Row>> = {
  'GET /': { is: 'all' },
  'GET /console/*': { is: 'all', path: () => '/console/' },
  'GET /shopbell.js': { is: 'all' },
  'GET /widget/*': { is: 'all', path: () => '/widget/' },
  'GET /health': { is: 'all' },
  'GET /ready': { is: 'all' },
  'GET /v1/sites/:key/settings': { is: 'all', path: () => `/v1/sites/${app.site.key}/settings` },
  'GET /v1/sites/:key/callback-slots': { is: 'all', path: () => `/v1/sites/${app.site.key}/callback-slots` },
  'GET /v1/console/conversations/:id/callback': {
    is: 'agents',
    path: () => `/v1/console/conversations/${conversation}/callback`,
  },
  'GET /v1/photos/:key': { is: 'all', path: () => '/v1/photos/none' },
  'OPTIONS *': { is: 'all', path: () => icePath() },
  'POST /v1/console/peek': { is: 'credential', body: () => ({ code: 'forged' }) },
  'POST /v1/console/redeem': { is: 'credential', body: () => ({ code: 'forged', password: PASSWORD }) },
  'POST /v1/console/login': { is: 'credential', body: () => ({ email: 'no.one@shop.test', password: PASSWORD }) },
  'POST /v1/console/logout': { is: 'credential' },
  'GET /v1/console/me': { is: 'agents' },
  'PATCH /v1/console/me': { is: 'agents', body: () => ({}) },
  'POST /v1/console/ticket': { is: 'agents' },
  'GET /v1/console/agents': { is: 'agents' },
  'GET /v1/console/sites': { is: 'agents' },
  'POST /v1/console/agents': { is: 'admins', body: invitation },
  'POST /v1/console/agents/:id/link': { is: 'admins', path: () => `/v1/console/agents/${owner.agent.id}/link` },
  'PUT /v1/console/agents/:id/photo': { is: 'admins', path: () => `/v1/console/agents/${owner.agent.id}/photo` },
  'DELETE /v1/console/agents/:id/photo': { is: 'admins', path: () => `/v1/console/agents/${owner.agent.id}/photo` },
  'PATCH /v1/console/sites/:id': { is: 'admins', path: () => `/v1/console/sites/${app.site.id}`, body: () => ({}) },
  'GET /v1/console/visitors/:id/conversations': {
    is: 'agents',
    path: () => `/v1/console/visitors/${freshId()}/conversations`,
  },
  'GET /v1/console/departments': { is: 'agents' },
  'GET /v1/console/floor': { is: 'agents' },
  'GET /v1/console/waits': { is: 'admins', path: () => '/v1/console/waits?zone=Europe/Vienna' },
  'GET /v1/console/transfer-choices': { is: 'agents' },
  'POST /v1/console/departments': { is: 'admins', body: aDepartment },
  'PUT /v1/console/departments/:id': { is: 'admins', path: () => departmentPath(app), body: aDepartment },
  'GET /v1/console/departments/:id/promise': {
    is: 'admins',
    path: () => `${departmentPath(app)}/promise?minutes=60`,
  },
  'DELETE /v1/console/departments/:id': { is: 'admins', path: () => departmentPath(app) },
  'POST /v1/console/hours/preview': { is: 'agents', body: someHours },
  'GET /v1/console/hours/regions/:country': { is: 'agents', path: () => '/v1/console/hours/regions/AT' },
  'PUT /v1/console/agents/:id/work': {
    is: 'admins',
    path: () => `/v1/console/agents/${mia.agent.id}/work`,
    body: () => ({ departments: app.site.departments, skills: [], chatCapacity: 4, callCapacity: 1 }),
  },
  'POST /v1/commands': { is: 'line' },
  'GET /v1/events': { is: 'line' },
  'OPTIONS /v1/commands': { is: 'line' },
  'OPTIONS /v1/events': { is: 'line' },
  'GET /v1/conversations/:conversation/calls/:call/ice': { is: 'sides', path: () => icePath() },
};

const rowsOf = (...kinds: Row['is'][]) => Object.entries(ROWS).filter(([, { is }]) => kinds.includes(is));

interface Answer {
  readonly status: number;
  readonly body: string;
}

function request(route: string, headers: Record<string, string>, path?: string): Promise<Response> {
  const [method = '', url = ''] = route.split(' ');
  const row = ROWS[route];
  const body = row?.body?.();
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  return fetch(app.url + (path ?? row?.path?.() ?? url), {
    ...{ method, redirect: 'manual', headers: { ...json, ...headers } },
    ...(body && { body: JSON.stringify(body) }),
  });
}

async function ask(route: string, headers: Record<string, string>, path?: string): Promise<Answer> {
  const answer = await request(route, headers, path);
  return { status: answer.status, body: await answer.text() };
}

const ownPage = { 'sec-fetch-site': 'same-origin' };
const cookie = (token: string) => ({ ...ownPage, cookie: `shopbell=${token}` });

/** Who is nobody at the console, in all ways. */
const nobodies = (): Record<string, Record<string, string>> => ({
  'without a sign-in': ownPage,
  'with a forged one': cookie('forged'),
  'who has signed out': cookie(goneLogin),
  'a visitor': cookie(tokenOf(visitor)),
  'a visitor with their own token': { ...ownPage, authorization: `Bearer ${tokenOf(visitor)}` },
});

test('every route has a row', () => {
  expect(routes.length).toBeGreaterThan(20);
  expect(routes.filter((route) => !(route in ROWS))).toEqual([]);
});

test('who has opened no connection has none, whoever they are', async () => {
  const secret = { authorization: `Bearer ${'0'.repeat(64)}` };
  const all = [...Object.values(nobodies()), app.asConsole(mia), secret, { ...secret, origin: SHOP_ORIGIN }];
  for (const [route] of rowsOf('line')) {
    const [, url = ''] = route.split(' ');
    for (const headers of all) {
      for (const site of ['', `?site=${app.site.key}`]) {
        const { status, body } = await ask(route, headers, `${url}${site}`);
        const isRefused = [400, 403, 404].includes(status);
        expect([route, headers, site, isRefused || (route.startsWith('OPTIONS') && body === '')]).toEqual([route, headers, site, true]); // prettier-ignore
      }
    }
  }
});

test('what is of agents is refused to everybody else, always in the same words', async () => {
  const answers = [];
  for (const [route] of rowsOf('agents', 'admins')) {
    for (const [who, headers] of Object.entries(nobodies())) answers.push([route, who, await ask(route, headers)]);
  }
  const told = new Set(answers.map(([, , answer]) => JSON.stringify(answer)));
  expect([told.size, answers[0]?.[2]]).toEqual([
    1,
    { status: 401, body: JSON.stringify({ error: { code: 'unauthenticated', message: 'Sign in first.' } }) },
  ]);
});

test('what is of owners and admins is refused to an agent', async () => {
  for (const [route] of rowsOf('admins')) {
    expect([route, (await ask(route, app.asConsole(mia))).status]).toEqual([route, 403]);
  }
});

test('each row asks what its people may', async () => {
  for (const [route, { is }] of rowsOf('agents', 'admins')) {
    const { status } = await ask(route, app.asConsole(is === 'admins' ? owner : mia));
    // Neither turned away nor lost: done, or asked for what the row leaves out.
    expect([route, [200, 204, 400, 409].includes(status)]).toEqual([route, true]);
  }
  for (const headers of [{ authorization: `Bearer ${tokenOf(visitor)}` }, app.asConsole(mia)]) {
    expect((await ask('GET /v1/conversations/:conversation/calls/:call/ice', headers)).status).toBe(200);
  }
});

test('[CO6] the call of others looks exactly like one that does not exist', async () => {
  const ways = { ...nobodies(), 'an agent who is not inside': app.asConsole(owner) };
  const others = Object.entries(ways).filter(([who]) => !who.includes('own token'));
  others.push(['another visitor', { authorization: `Bearer ${tokenOf(stranger)}` }]);
  const told = new Set<string>();
  for (const [, headers] of others) {
    for (const path of [icePath(), icePath(newConversation())]) {
      told.add(JSON.stringify(await ask('GET /v1/conversations/:conversation/calls/:call/ice', headers, path)));
    }
  }
  expect([...told].map((text) => (JSON.parse(text) as Answer).status)).toEqual([404]);
});

test('what changes something is refused to pages of other sites, whoever is signed in', async () => {
  const { 'sec-fetch-site': _own, origin: _origin, ...signedIn } = app.asConsole(owner);
  const pages: Record<string, string>[] = [
    {},
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: app.url },
    { 'sec-fetch-site': 'none' },
    ...foreignOrigins().map((origin) => ({ origin })),
  ];
  const changing = rowsOf('credential', 'agents', 'admins').filter(([route]) => !route.startsWith('GET'));
  for (const [route] of changing) {
    for (const page of pages) {
      const { status } = await ask(route, { ...signedIn, ...page });
      expect([route, page, status]).toEqual([route, page, 403]);
    }
  }
});

/** Origins that look like our own, or like nothing. */
function foreignOrigins(): string[] {
  const { host, port, hostname } = new URL(app.url);
  return [
    ...['null', 'https://evil.test', SHOP_ORIGIN, `https://${host}`, `http://${hostname}`, `http://${host}.evil.test`],
    ...[`http://evil.test#${host}`, `http://${host}@evil.test`, `http://${hostname}:${Number(port) + 1}`],
    ...[
      `http://localhost:${port}`,
      `http://[::1]:${port}`,
      `${app.url}/`,
      `${app.url} ${app.url}`,
      app.url.toUpperCase(),
    ],
  ];
}

test('[FR2] no page of another site can read what it asks for, nor ask with somebody’s sign-in', async () => {
  for (const [route] of rowsOf('agents', 'sides').filter(([name]) => name.startsWith('GET'))) {
    for (const origin of foreignOrigins()) {
      const { headers } = await request(route, { ...app.asConsole(mia), origin });
      const mayRead = origin === SHOP_ORIGIN && ROWS[route]?.is === 'sides';
      const allowed = [headers.get('access-control-allow-origin'), headers.get('access-control-allow-credentials')];
      expect([route, origin, ...allowed]).toEqual([route, origin, mayRead ? origin : null, null]);
    }
  }
  const asked = { origin: SHOP_ORIGIN, 'access-control-request-method': 'POST' };
  const { headers } = await request('OPTIONS *', asked);
  expect(headers.get('access-control-allow-methods')).toBe('GET');
});
