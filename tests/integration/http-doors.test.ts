/** The HTTP doors over a real server: who gets in, what is public, what malformed input gets. */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLOSE } from '../../protocol/constants.ts';
import { SERVER_LIMITS } from '../../server/limits.ts';
import type { SignedIn } from '../../server/switchboard/identity.ts';
import { PASSWORD, SHOP_ORIGIN, startApp } from '../helpers/app.ts';
import type { TestApp } from '../helpers/app.ts';
import { until } from '../helpers/services.ts';
import { anAgent } from '../helpers/socket-client.ts';

let test: TestApp;
let owner: SignedIn;
let agent: SignedIn;

beforeAll(async () => {
  test = await startApp();
  owner = await test.person('Mia Berger');
  agent = await test.person('Tom Huber');
});
afterAll(() => test.close());

interface Answer {
  status: number;
  headers: Headers;
  body: { [key: string]: unknown; error?: { code: string; message: string; details?: Record<string, string> } };
}

interface Request {
  readonly headers?: Record<string, string>;
  readonly json?: unknown;
}

async function ask(method: string, path: string, { headers = {}, json }: Request = {}): Promise<Answer> {
  const sent =
    json === undefined
      ? { headers }
      : { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(json) };
  const response = await fetch(test.url + path, { method, redirect: 'manual', ...sent });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text.startsWith('{') ? JSON.parse(text) : {} };
}

const ownPage = { 'sec-fetch-site': 'same-origin' };

describe('the settings of a site', () => {
  const path = () => `/v1/sites/${test.site.key}/settings`;

  it('are public to pages of the site’s origins', async () => {
    const { status, headers, body } = await ask('GET', path(), { headers: { origin: SHOP_ORIGIN } });
    expect(status).toBe(200);
    expect(headers.get('access-control-allow-origin')).toBe(SHOP_ORIGIN);
    expect(body).toMatchObject({ key: test.site.key, name: 'Demo shop', available: false });
  });

  it('[VI3] show of the team only cards', async () => {
    // The picture is drawn once a second.
    const body = await until(async () => {
      const answer = await ask('GET', path(), { headers: { origin: SHOP_ORIGIN } });
      return (answer.body['team'] as object[]).length === 2 && answer.body;
    });
    const fields = (body['team'] as object[]).map((card) => Object.keys(card).toSorted());
    expect(fields).toEqual([
      ['id', 'languages', 'name', 'photo', 'title'],
      ['id', 'languages', 'name', 'photo', 'title'],
    ]);
    expect(JSON.stringify(body)).not.toContain('@');
  });

  it.each(['http://127.0.0.1:9.evil.test', 'https://127.0.0.1:9', 'null', 'http://127.0.0.1:99'])(
    'are refused to a page of %s, readably',
    async (origin) => {
      const { status, headers, body } = await ask('GET', path(), { headers: { origin } });
      expect([status, body.error?.code]).toEqual([403, 'forbidden']);
      expect(headers.get('access-control-allow-origin')).toBe(origin);
    },
  );

  it('do not exist for an unknown key', async () => {
    const headers = { origin: SHOP_ORIGIN };
    const { status, body } = await ask('GET', '/v1/sites/sb_aaaaaaaaaaaaaaaaaaaa/settings', { headers });
    expect([status, body.error?.code]).toEqual([404, 'not_found']);
  });
});

describe('signing in', () => {
  const login = (email: string, password: string) =>
    ask('POST', '/v1/console/login', { headers: ownPage, json: { email, password } });

  it('hands out a cookie that scripts cannot read and other sites do not send', async () => {
    const { status, headers, body } = await login('Mia.Berger@shop.test', PASSWORD);
    expect(status).toBe(200);
    expect(body).toMatchObject({ email: 'mia.berger@shop.test', role: 'owner', card: { name: 'Mia Berger' } });
    expect(headers.get('set-cookie')).toMatch(/HttpOnly/);
    expect(headers.get('set-cookie')).toMatch(/SameSite=Strict/);
    expect(JSON.stringify(body)).not.toContain('argon2');
  });

  it('[ER4] answers a wrong password and an unknown e-mail with the same words', async () => {
    const wrong = await login('mia.berger@shop.test', 'wrong words!');
    const unknown = await login('no.one@shop.test', 'wrong words!');
    expect([wrong.status, wrong.body]).toEqual([401, unknown.body]);
    expect(unknown.status).toBe(401);
  });

  it('is limited after five failures of one account, and only for that account', async () => {
    for (let count = 0; count < 5; count += 1) {
      expect((await login('tom.huber@shop.test', 'guess number')).status).toBe(401);
    }
    const { status, headers, body } = await login('tom.huber@shop.test', PASSWORD);
    expect([status, body.error?.code]).toEqual([429, 'limited']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await login('mia.berger@shop.test', PASSWORD)).status).toBe(200);
  });

  it('is limited as well when all guesses come at once', async () => {
    await test.person('Ida Roth');
    const guesses = Array.from({ length: 20 }, (_, index) => login('ida.roth@shop.test', `guess number ${index}`));
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(15);
  });

  it('does not count who knows the password, however often they come', async () => {
    await test.person('Jan Frei');
    for (let count = 0; count < 6; count += 1) {
      expect((await login('jan.frei@shop.test', PASSWORD)).status).toBe(200);
    }
  });

  it('ends with signing out', async () => {
    const { headers } = await login('mia.berger@shop.test', PASSWORD);
    const cookie = headers.get('set-cookie')!.split(';')[0]!;
    expect((await ask('GET', '/v1/console/me', { headers: { cookie } })).status).toBe(200);
    expect((await ask('POST', '/v1/console/logout', { headers: { cookie, ...ownPage } })).status).toBe(204);
    expect((await ask('GET', '/v1/console/me', { headers: { cookie } })).status).toBe(401);
  });

  it('[FR12] ends everywhere on the line: only a browser that is still signed in comes back', async () => {
    const eva = await test.person('Eva Lang');
    const [here, elsewhere] = await Promise.all([1, 2].map(() => login('eva.lang@shop.test', PASSWORD)));
    const cookieOf = (answer: Answer | undefined) => answer?.headers.get('set-cookie')?.split(';')[0] ?? '';
    const post = (path: string, cookie: string) => ask('POST', path, { headers: { cookie, ...ownPage } });
    const tabs = [await anAgent(test, eva), await anAgent(test, eva)];
    const unused = await test.app.identity.ticket(eva.agent.id);
    expect((await post('/v1/console/logout', cookieOf(here))).status).toBe(204);
    expect(await Promise.all(tabs.map((tab) => tab.closeCode()))).toEqual([CLOSE.restart, CLOSE.restart]);
    expect((await post('/v1/console/ticket', cookieOf(here))).status).toBe(401);
    expect((await post('/v1/console/ticket', cookieOf(elsewhere))).status).toBe(200);
    expect(await test.app.identity.redeemTicket(unused)).toBeUndefined();
  });

  it('from another site’s page is refused', async () => {
    const json = { email: 'mia.berger@shop.test', password: PASSWORD };
    const others: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.test' },
    ];
    const answers = await Promise.all(others.map((headers) => ask('POST', '/v1/console/login', { headers, json })));
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
  });
});

describe('signing in behind a proxy', () => {
  let proxied: TestApp;

  beforeAll(async () => {
    proxied = await startApp({ environment: { SHOPBELL_TRUST_PROXY: 'on' } });
    await proxied.person('Mia Berger');
  });
  afterAll(() => proxied.close());

  const guess = async (forwardedFor: string) => {
    const headers = { 'content-type': 'application/json', ...ownPage, 'x-forwarded-for': forwardedFor };
    const body = JSON.stringify({ email: 'mia.berger@shop.test', password: 'wrong words!' });
    return (await fetch(`${proxied.url}/v1/console/login`, { method: 'POST', headers, body })).status;
  };

  it('counts by the address that the proxy has seen, whatever the browser claims to be', async () => {
    const statuses = [];
    for (let count = 1; count <= 6; count += 1) statuses.push(await guess(`203.0.113.${count}, 198.51.100.7`));
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    expect(await guess('198.51.100.8')).toBe(401);
  });

  it('counts a /64 of IPv6 as one home', async () => {
    const statuses = [];
    for (let count = 1; count <= 6; count += 1) statuses.push(await guess(`2001:db8:1:2::${count}`));
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    expect(await guess('2001:db8:1:3::1')).toBe(401);
  });
});

describe('one-time links', () => {
  const invite = (as: SignedIn, email: string) =>
    ask('POST', '/v1/console/agents', {
      headers: test.asConsole(as),
      json: { name: 'Lena Kurz', email, title: 'Advisor', languages: ['de'], role: 'agent' },
    });

  it('carry their code only in the fragment and let an agent join once', async () => {
    const invited = await invite(owner, 'lena@shop.test');
    expect(invited.body['link']).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/console\/#\/join\/[\w-]{43}$/);
    const code = String(invited.body['link']).split('/join/')[1]!;
    const peek = () => ask('POST', '/v1/console/peek', { headers: ownPage, json: { code } });
    const redeem = () => ask('POST', '/v1/console/redeem', { headers: ownPage, json: { code, password: PASSWORD } });
    expect((await peek()).body).toEqual({ purpose: 'invitation', name: 'Lena Kurz', email: 'lena@shop.test' });
    expect((await redeem()).body).toMatchObject({ role: 'agent', email: 'lena@shop.test' });
    expect((await redeem()).status).toBe(410);
    expect((await peek()).status).toBe(404);
  });

  it('are for owners and admins to give', async () => {
    expect((await invite(agent, 'other@shop.test')).status).toBe(403);
    expect((await invite(owner, 'tom.huber@shop.test')).body.error?.details).toEqual({ field: 'email' });
  });

  it('that make the owner are worth nothing once there is one', async () => {
    expect(await test.app.identity.ownerCode()).toBeUndefined();
  });
});

describe('photos', () => {
  const put = (id: string, as: SignedIn, body: Buffer) =>
    fetch(`${test.url}/v1/console/agents/${id}/photo`, {
      method: 'PUT',
      headers: { ...test.asConsole(as), 'content-type': 'image/png' },
      body: new Uint8Array(body),
    });

  it('become a small square without metadata', async () => {
    const large = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#c33' } })
      .withExif({ IFD0: { Copyright: 'canary-exif' } })
      .png()
      .toBuffer();
    expect(large.includes('canary-exif')).toBe(true);
    const answer = (await (await put(agent.agent.id, agent, large)).json()) as { card: { photo: string } };
    const photo = await fetch(test.url + answer.card.photo);
    const bytes = Buffer.from(await photo.arrayBuffer());
    expect(photo.headers.get('content-type')).toBe('image/webp');
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 256, height: 256, format: 'webp' });
    expect(bytes.includes('canary-exif')).toBe(false);
  });

  it('are refused when they are no picture, and of other people', async () => {
    expect((await put(agent.agent.id, agent, Buffer.from('no picture'))).status).toBe(400);
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>';
    expect((await put(agent.agent.id, agent, Buffer.from(svg))).status).toBe(400);
    expect((await put(owner.agent.id, agent, Buffer.from('x'))).status).toBe(403);
    expect((await put(agent.agent.id, agent, Buffer.alloc(SERVER_LIMITS.photoBytes + 1))).status).toBe(413);
    // A small file that would unfold into more pixels than are ever decoded.
    const width = Math.ceil(Math.sqrt(SERVER_LIMITS.photoPixels)) + 1;
    const bomb = await sharp({ create: { width, height: width, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    expect(bomb.length).toBeLessThan(SERVER_LIMITS.photoBytes);
    expect((await put(agent.agent.id, agent, bomb)).status).toBe(400);
  });
});

describe('sites', () => {
  it('show the tag to paste and take only exact origins', async () => {
    const headers = test.asConsole(owner);
    const { body } = await ask('GET', '/v1/console/sites', { headers });
    const [site] = body['sites'] as { id: string; tag: string }[];
    const { url, site: created } = test;
    expect(site!.tag).toBe(`<script async src="${url}/shopbell.js" data-shopbell-site="${created.key}"></script>`);
    const path = `/v1/console/sites/${site!.id}`;
    const patch = (origins: string[]) => ask('PATCH', path, { headers, json: { origins } });
    expect((await patch(['https://shop.example/path'])).body.error?.message).toContain('must be an origin such as');
    expect((await patch(['shop.example'])).status).toBe(400);
    expect((await patch([SHOP_ORIGIN, 'https://shop.example'])).status).toBe(200);
    expect((await ask('PATCH', path, { headers: test.asConsole(agent), json: {} })).status).toBe(403);
  });

  it('[CA18] show a telephone number only with what a call costs, and never one that costs extra', async () => {
    const headers = test.asConsole(owner);
    const change = async (phone: object | null) => {
      const { status, body } = await ask('PATCH', `/v1/console/sites/${test.site.id}`, { headers, json: { phone } });
      return status === 200 ? (body['site'] as { phone: unknown }).phone : body.error?.details;
    };
    const shown = async () => (await ask('GET', `/v1/sites/${test.site.key}/settings`)).body['phone'];
    const ours = { number: '+43 1 5887180', cost: 'The price of a call to Vienna' };
    expect(await shown()).toBeNull();
    expect(await change({ ...ours, number: '0043 (1) 588 71 80' })).toEqual(ours);
    expect(await change({ ...ours, number: '+49 900 1234567' })).toEqual({ field: 'phone', problem: 'service' });
    // Nobody knows yet in which country the company is at home.
    expect(await change({ ...ours, number: '01 588 71 80' })).toEqual({ field: 'phone', problem: 'country' });
    expect(await change({ ...ours, cost: '  ' })).toMatchObject({ field: 'phone.cost' });
    expect(await change({ number: ours.number })).toMatchObject({ field: 'phone.cost' });
    expect(await shown()).toEqual(ours);
    expect(await change(null)).toBeNull();
    expect(await shown()).toBeNull();
  });
});

describe('errors', () => {
  it('[ER1] carry a code of the list and its HTTP status', async () => {
    const { status, body } = await ask('GET', '/nothing/here');
    expect([status, body.error?.code]).toEqual([404, 'not_found']);
  });

  it('[ER1] carry it also when the address itself is malformed', async () => {
    const { status, body } = await ask('GET', '/v1/photos/%zz');
    expect([status, body.error?.code]).toEqual([400, 'invalid']);
  });

  it('[ER2] never show a stack, whatever is sent', async () => {
    const post = (body: string, type = 'application/json') =>
      fetch(`${test.url}/v1/console/login`, { method: 'POST', headers: { ...ownPage, 'content-type': type }, body });
    const valid = '{"email":"a","password":"b"}';
    const bodies = [
      '',
      '{',
      '[]',
      'null',
      '{"email":1}',
      `{"email":"${'a'.repeat(SERVER_LIMITS.bodyBytes)}"}`,
      '{"__proto__":{"x":1}}',
    ];
    const answers = await Promise.all(bodies.map((body) => post(body)));
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400, 413, 400]);
    for (const answer of answers) expect(await answer.text()).not.toMatch(/node_modules|\.ts:\d/);
    expect((await post(valid, 'text/xml')).status).toBe(400);
    expect((await post(valid)).status).toBe(401);
  });

  it('of the input name the field', async () => {
    const json = { name: '', email: 'x', title: '', languages: [], role: 'agent' };
    const { body } = await ask('POST', '/v1/console/agents', { headers: test.asConsole(owner), json });
    expect(body.error).toMatchObject({ code: 'invalid', details: { field: 'name' } });
  });
});

describe('health', () => {
  it('tells on what the store runs', async () => {
    const { status, body } = await ask('GET', '/health');
    const store = { driver: 'sqlite', synchronous: 'FULL', writable: true, epoch: test.app.store.epoch };
    expect([status, body]).toEqual([200, { ok: true, store }]);
  });

  it('is 503 with the reason while there is no store', async () => {
    const other = await startApp();
    await other.app.store.close();
    const answer = await fetch(`${other.url}/health`);
    const told: unknown = await answer.json();
    await other.close();
    expect([answer.status, told]).toEqual([503, { error: { code: 'unavailable', message: 'the store is closed' } }]);
  });
});
