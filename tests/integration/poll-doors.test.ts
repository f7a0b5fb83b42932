/**
 * The doors for networks without sockets, request by request: who may use them, that a repeated request counts once and a
 * lost answer is given again, and that such a connection has the limits of every other.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLOSE, LIMITS, POLL, TIMES } from '../../protocol/constants.ts';
import type { EventFrame } from '../../protocol/events.ts';
import type { ServerFrame } from '../../protocol/frames.ts';
import type { CommandId } from '../../protocol/ids.ts';
import { SERVER_TIMES } from '../../server/limits.ts';
import { SHOP_ORIGIN, startApp } from '../helpers/app.ts';
import type { TestApp } from '../helpers/app.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { aPolledVisitor, freshSecret, helloOf, PolledBrowser } from '../helpers/poll-client.ts';
import type { Saying } from '../helpers/poll-client.ts';
import { until } from '../helpers/services.ts';
import { anAgent, aVisitor, freshId, newConversation, resumeOf, tokenOf } from '../helpers/socket-client.ts';

let test: TestApp;
let clock: FakeClock;

beforeAll(async () => {
  clock = new FakeClock();
  test = await startApp({ parts: { clock } });
});
afterAll(() => test.close());

const post = (conversation: string, text: string, id: string = freshId<CommandId>()) => ({
  ...{ kind: 'command', id, type: 'message.post', conversation, body: { text } },
});
const textsIn = (frames: readonly ServerFrame[]): string[] =>
  frames
    .filter((frame): frame is EventFrame => frame.kind === 'event')
    .flatMap((event) => (event.type === 'message.posted' ? [event.body.text] : []));
const codeOf = async (response: Response): Promise<string> =>
  ((await response.json()) as { error: { code: string } }).error.code;

describe('a polled connection', () => {
  it('[FR15] says hello, is welcomed, sends commands and is told events', async () => {
    const visitor = await aPolledVisitor(test);
    const conversation = newConversation();
    const command = post(conversation, 'hello');
    expect(await visitor.send(command)).toBe(204);
    await visitor.frame((frame) => frame.kind === 'reply' && frame.id === command.id && 'done' in frame);
    await visitor.frame((frame) => frame.kind === 'event' && frame.type === 'message.posted');
    expect(textsIn(visitor.frames)).toEqual(['hello']);
  });

  it('[FR15] hangs up, and its session can be resumed like any other', async () => {
    const first = await aPolledVisitor(test);
    expect(await first.send()).toBe(204);
    const second = await aVisitor(test, { token: tokenOf(first), resume: resumeOf(first) });
    expect(second.welcome.session).toBe(first.welcome.session);
    await second.hangUp();
  });

  it('[FR16] gets what it has not acknowledged again, and what it has never', async () => {
    const visitor = await aPolledVisitor(test);
    const conversation = newConversation();
    await visitor.send(post(conversation, 'one'));
    await visitor.frame((frame) => frame.kind === 'reply');
    const after = visitor.heard;
    await visitor.send(post(conversation, 'two'));
    await visitor.frame((frame) => frame.kind === 'event' && textsIn([frame])[0] === 'two');
    const again = (await (await visitor.get(after)).json()) as { first: number; frames: ServerFrame[] };
    expect([again.first, textsIn(again.frames).at(-1)]).toEqual([after + 1, 'two']);
    const known = visitor.heard;
    await visitor.send(post(conversation, 'three'));
    await visitor.frame((frame) => frame.kind === 'event' && textsIn([frame])[0] === 'three');
    const late = (await (await visitor.get(after)).json()) as { first: number; frames: ServerFrame[] };
    expect(late.first).toBe(known + 1);
  });

  it('[FR16] counts frames that come twice once, and waits for none that were lost', async () => {
    const visitor = await aPolledVisitor(test);
    const agent = await anAgent(test, await test.person('Mia'));
    const conversation = newConversation();
    await visitor.send(post(conversation, 'hello'));
    await visitor.frame((frame) => frame.kind === 'reply');
    await agent.read(conversation);
    const typing = { kind: 'signal', type: 'typing', body: { conversation, on: true } };
    const twice = [typing, post(conversation, 'typed')];
    for (let count = 1; count <= 2; count += 1) await visitor.post(visitor.sent + 1, twice);
    visitor.sent += twice.length;
    await agent.message('typed');
    expect(agent.signals().filter(({ type }) => type === 'typing')).toHaveLength(1);
    const gap = await visitor.post(visitor.sent + 2, [post(conversation, 'too early')]);
    expect([gap.status, await codeOf(gap)]).toEqual([409, 'conflict']);
    await agent.hangUp();
  });

  it('[FR16] a newer GET takes the place of one that waits', async () => {
    const visitor = await aPolledVisitor(test);
    const older = visitor.get(visitor.heard);
    const newer = visitor.get(visitor.heard);
    const answered = await Promise.race([older, newer]);
    expect(await answered.json()).toEqual({ first: visitor.heard + 1, frames: [] });
    await visitor.send();
    expect(await Promise.all([older, newer].map(async (answer) => (await answer).status))).toEqual([200, 200]);
  });
});

/** What each of these gets instead of a connection. */
async function statuses(browser: PolledBrowser, saying: Saying): Promise<number[]> {
  const answers = [
    await browser.post(1, [helloOf(test)], saying),
    await browser.get(0, saying),
    await browser.request('OPTIONS', POLL.commands, saying),
    await browser.request('OPTIONS', POLL.events, saying),
  ];
  const shown = answers.map(({ headers }) => headers.get('access-control-allow-origin'));
  expect(shown).toEqual([null, null, null, null]);
  return answers.map(({ status }) => status);
}

describe('the doors', () => {
  it.each([undefined, 'null', 'http://127.0.0.1:99', 'https://127.0.0.1:9', `${SHOP_ORIGIN}.evil.test`])(
    '[FR2] stay closed to a page of %s',
    async (origin) => {
      expect(await statuses(new PolledBrowser(test), { origin })).toEqual([403, 403, 403, 403]);
    },
  );

  it('[FR2] stay closed to a shop’s page that names no site or one that does not exist', async () => {
    expect(await statuses(new PolledBrowser(test), { site: undefined })).toEqual([403, 403, 403, 403]);
    expect(await statuses(new PolledBrowser(test), { site: `sb_${'x'.repeat(20)}` })).toEqual([404, 404, 404, 404]);
  });

  it('[FR2] tell a page of the shop what it may send', async () => {
    const { status, headers } = await new PolledBrowser(test).request('OPTIONS', POLL.commands);
    expect([status, headers.get('access-control-allow-origin'), headers.get('vary')]).toEqual([
      204,
      SHOP_ORIGIN,
      'Origin',
    ]);
    expect(headers.get('access-control-allow-headers')?.split(', ')).toEqual(
      expect.arrayContaining(['authorization', 'last-event-id', POLL.frameHeader]),
    );
  });

  it('[FR15] lead to nobody else’s connection, and what is absent and what is foreign look the same', async () => {
    const visitor = await aPolledVisitor(test);
    const stranger = await aPolledVisitor(test);
    const { id } = visitor.welcome.person as { id: string };
    const secrets = [undefined, freshSecret(), tokenOf(visitor), visitor.welcome.session, id, visitor.secret.slice(1)];
    const answers: unknown[] = [];
    for (const secret of secrets) {
      for (const response of [await stranger.get(0, { secret }), await stranger.post(2, ['{}'], { secret })])
        answers.push([response.status, await response.json()]);
    }
    expect(answers).toEqual(answers.map(() => [404, { error: { code: 'not_found', message: expect.any(String) } }]));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  it('[FR15] lead to a connection only from the page and the site that opened it', async () => {
    const other = 'https://other.shop.example';
    await test.app.store.people.updateSite(test.site.id, { origins: [...test.site.origins, other] });
    const visitor = await aPolledVisitor(test);
    const foreign: Saying[] = [{ origin: other }, { origin: test.url, site: undefined }];
    for (const saying of foreign) {
      expect((await visitor.get(visitor.heard, saying)).status).toBe(404);
      expect((await visitor.post(2, [], saying)).status).toBe(404);
    }
    expect(await visitor.send(post(newConversation(), 'still here'))).toBe(204);
    await visitor.frame((frame) => frame.kind === 'reply' && 'done' in frame);
  });

  it('[RS9] the session of a polled connection is given to its own document only', async () => {
    const visitor = await aPolledVisitor(test);
    const stranger = await aVisitor(test, { resume: visitor.handing() });
    expect(stranger.welcome.session).not.toBe(visitor.welcome.session);
    const token = tokenOf(visitor);
    const clone = await aVisitor(test, { token, resume: { ...visitor.handing(), poll: freshSecret() } });
    expect(clone.welcome.session).not.toBe(visitor.welcome.session);
    const heir = await aVisitor(test, { token, resume: visitor.handing() });
    expect(heir.welcome.session).toBe(visitor.welcome.session);
    expect(await visitor.closeCode()).toBe(CLOSE.restart);
    for (const dialogue of [stranger, clone, heir]) await dialogue.hangUp();
  });
});

describe('a polled connection is limited as a socket is:', () => {
  it('[FR3] [FR5] what is no frame closes it', async () => {
    const visitor = await aPolledVisitor(test);
    await visitor.send('{"kind":');
    expect(await visitor.closeCode()).toBe(CLOSE.badFrame);
    expect((await visitor.get(visitor.heard)).status).toBe(200);
    clock.advance(SERVER_TIMES.lingerMs);
    expect((await visitor.get(visitor.heard)).status).toBe(404);
  });

  it('[FR4] no hello, or a long one, closes it', async () => {
    const silent = new PolledBrowser(test);
    await silent.send({ kind: 'read', id: freshId(), list: 'inbox' });
    expect(await silent.closeCode()).toBe(CLOSE.badFrame);
    const verbose = new PolledBrowser(test);
    await verbose.send({
      ...helloOf(test),
      page: { url: 'https://shop.example/', title: 'x'.repeat(LIMITS.helloBytes) },
    });
    expect(await verbose.closeCode()).toBe(CLOSE.badFrame);
  });

  it('[FR5] too many frames and too many bytes are refused', async () => {
    const visitor = await aPolledVisitor(test);
    const typing = { kind: 'signal', type: 'typing', body: { conversation: newConversation(), on: true } };
    const many = await visitor.post(
      2,
      Array.from({ length: LIMITS.inboundQueue + 1 }, () => typing),
    );
    const much = await visitor.post(2, ['x'.repeat(LIMITS.frameBytes + 1)]);
    expect([many.status, much.status]).toEqual([413, 413]);
    expect(await visitor.send(typing)).toBe(204);
  });

  it('[FR8] silence closes it, and a request is a sign of life', async () => {
    const visitor = await aPolledVisitor(test);
    clock.advance(TIMES.visitorHeartbeatMs);
    await visitor.frame((frame) => frame.kind === 'control' && frame.type === 'heartbeat');
    await visitor.send({ kind: 'read', id: freshId(), conversation: newConversation() });
    clock.advance(TIMES.visitorSilenceMs - 1_000);
    await visitor.frame((frame) => frame.kind === 'reply');
    clock.advance(TIMES.visitorSilenceMs + 1_000);
    expect(await visitor.closeCode()).toBe(CLOSE.silent);
  });

  it('[FR9] what nobody fetches is bounded', async () => {
    const visitor = await aPolledVisitor(test);
    const conversation = newConversation();
    for (let count = 1; count <= 20; count += 1) {
      await visitor.send(post(conversation, 'x'.repeat(LIMITS.textCodePoints)));
      clock.advance(1_000);
      await visitor.frame((frame) => frame.kind === 'reply' && textsIn(visitor.frames).length >= count - 1);
    }
    for (let count = 1; count <= 12; count += 1)
      await visitor.send({ kind: 'read', id: freshId(), conversation, limit: LIMITS.pageEvents });
    expect(await visitor.closeCode()).toBe(CLOSE.slow);
  });

  it('[FR11] a ninth connection closes the oldest', async () => {
    const first = await aPolledVisitor(test);
    const token = tokenOf(first);
    for (let count = 2; count <= LIMITS.socketsPerVisitor + 1; count += 1) await aPolledVisitor(test, { token });
    expect(await first.closeCode()).toBe(CLOSE.replaced);
  });

  it('[FR16] the acknowledgment of what was never sent closes it', async () => {
    const visitor = await aPolledVisitor(test);
    await visitor.get(visitor.heard + 1);
    expect(await visitor.closeCode()).toBe(CLOSE.badFrame);
  });

  it('[FR12] an agent who signs out is closed here too', async () => {
    const tom = await test.person('Tom');
    const browser = new PolledBrowser(test);
    const asConsole = { origin: test.url, site: undefined };
    const hello = { kind: 'hello', protocol: 1, client: 'console', locale: 'de' };
    await browser.post(1, [{ ...hello, token: await test.app.identity.ticket(tom.agent.id) }], asConsole);
    // A page names no origin when it reads from its own server.
    const read = (after: number) => browser.get(after, { origin: undefined, site: undefined });
    const welcome = (await (await read(0)).json()) as { frames: { kind: string }[] };
    expect(welcome.frames[0]?.kind).toBe('welcome');
    await fetch(`${test.url}/v1/console/logout`, { method: 'POST', headers: test.asConsole(tom) });
    await until(async () => {
      const news = (await (await read(1)).json()) as { closed?: { code: number } };
      return news.closed?.code === CLOSE.restart;
    });
  });
});
