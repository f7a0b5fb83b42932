/**
 * The door to ICE servers: for the two sides of an answered call, for a short time, and for nobody else.
 */
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TIMES } from '../../protocol/constants.ts';
import type { CallId, ConversationId } from '../../protocol/ids.ts';
import type { IceSettings } from '../../protocol/models.ts';
import type { SignedIn } from '../../server/switchboard/identity.ts';
import { SHOP_ORIGIN, startApp } from '../helpers/app.ts';
import type { TestApp } from '../helpers/app.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { anAgent, aVisitor, freshId, newConversation, tokenOf } from '../helpers/socket-client.ts';

const SECRET = 'between the two servers';
const URLS = ['turn:turn.example:3478', 'turns:turn.example:5349'];

let app: TestApp;
let clock: FakeClock;
let mia: SignedIn;

beforeEach(async () => {
  clock = new FakeClock();
  const environment = { SHOPBELL_TURN_URLS: URLS.join(','), SHOPBELL_TURN_SECRET: SECRET };
  app = await startApp({ parts: { clock }, environment });
  mia = await app.person('Mia');
});

afterEach(() => app.close());

/** A visitor's call that rings at an agent who is inside the conversation. */
async function aRingingCall() {
  const visitor = await aVisitor(app);
  const agent = await anAgent(app, mia);
  const [conversation, call] = [newConversation(), freshId<CallId>()];
  const media = { audio: true, video: false };
  await visitor.say(conversation, 'Hello?');
  await agent.done({ type: 'conversation.accept', conversation, body: {} });
  await visitor.done({ type: 'call.start', conversation, body: { call, media } });
  const answer = () => agent.done({ type: 'call.answer', conversation, body: { call, media } });
  return { visitor, agent, conversation, call, answer };
}

interface Place {
  readonly conversation: ConversationId;
  readonly call: CallId;
}

async function ask({ conversation, call }: Place, headers: Record<string, string>) {
  const response = await fetch(`${app.url}/v1/conversations/${conversation}/calls/${call}/ice`, { headers });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

test('[CA11] each side of an answered call gets credentials of its own that expire', async () => {
  const { visitor, answer, ...place } = await aRingingCall();
  await answer();
  const expiresAt = clock.now() + TIMES.iceTtlMs;
  const asked = [bearer(tokenOf(visitor)), app.asConsole(mia)].map((headers) => ask(place, headers));
  const settings = (await Promise.all(asked)).map(({ body }) => JSON.parse(body) as IceSettings);
  const expected = ['visitor', 'agent'].map((side) => {
    const username = `${Math.floor(expiresAt / 1_000)}:${place.call}-${side}`;
    const credential = createHmac('sha1', SECRET).update(username).digest('base64');
    return { iceServers: [{ urls: URLS, username, credential }], policy: 'all', expiresAt };
  });
  expect(settings).toEqual(expected);
});

test('[CA11] nobody gets any before the answer, after the end, or from outside', async () => {
  const { visitor, agent, answer, ...place } = await aRingingCall();
  const own = [bearer(tokenOf(visitor)), app.asConsole(mia)];
  const others = [
    {},
    bearer('forged'),
    bearer(tokenOf(await aVisitor(app))),
    app.asConsole(await app.person('Tom')),
    { cookie: 'shopbell=forged' },
  ];
  const refusals = async (asking: readonly Record<string, string>[], of: Place = place) => {
    const answers = await Promise.all(asking.map((headers) => ask(of, headers)));
    return answers.map(({ status, body }) => [status, body]);
  };
  const absent = await refusals([{}], { conversation: newConversation(), call: freshId<CallId>() });
  expect(absent[0]?.[0]).toBe(404);
  const nothing = (asking: readonly unknown[]) => asking.map(() => absent[0]);
  expect(await refusals(own)).toEqual(nothing(own));
  await answer();
  expect(await refusals(others)).toEqual(nothing(others));
  expect(await refusals(own, { ...place, call: freshId<CallId>() })).toEqual(nothing(own));
  await agent.done({ type: 'call.end', conversation: place.conversation, body: { call: place.call } });
  expect(await refusals(own)).toEqual(nothing(own));
});

test('[CA11] only pages of a site may read the answer, and nothing keeps it', async () => {
  const { visitor, answer, ...place } = await aRingingCall();
  await answer();
  const from = async (origin: string) => (await ask(place, { ...bearer(tokenOf(visitor)), origin })).headers;
  const shop = await from(SHOP_ORIGIN);
  expect([shop.get('access-control-allow-origin'), shop.get('cache-control')]).toEqual([SHOP_ORIGIN, 'no-store']);
  expect((await from('https://evil.test')).get('access-control-allow-origin')).toBeNull();
});
