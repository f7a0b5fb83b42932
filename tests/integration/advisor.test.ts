/**
 * The right person for a visitor, on the whole server: quick starts that lead to somebody who knows, the advisor of
 * before, a deputy who is named, and somebody else for whoever asks. The clock is in the test's hand.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AgentId, ConversationId, VisitorId } from '../../protocol/ids.ts';
import type { EarlierConversation, SiteSettings } from '../../protocol/models.ts';
import type { SignedIn } from '../../server/switchboard/identity.ts';
import { SHOP_ORIGIN, startApp } from '../helpers/app.ts';
import type { TestApp } from '../helpers/app.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { until } from '../helpers/services.ts';
import { anAgent, aVisitor, liveFor, newConversation, tokenOf } from '../helpers/socket-client.ts';
import type { Dialogue } from '../helpers/socket-client.ts';

let app: TestApp;
let clock: FakeClock;
let mia: SignedIn;
let tom: SignedIn;

beforeEach(async () => {
  clock = new FakeClock();
  app = await startApp({ parts: { clock } });
  mia = await app.person('Mia');
  tom = await app.person('Tom');
});

afterEach(() => app.close());

/** Who is asked for a conversation now. */
const asked = async (desk: Dialogue, conversation: ConversationId): Promise<AgentId | undefined> =>
  (await desk.row(conversation, ({ reservation }) => reservation !== null)).reservation?.agent;

describe('quick starts', () => {
  const change = (topics: unknown, who = mia) =>
    fetch(`${app.url}/v1/console/sites/${app.site.id}`, {
      method: 'PATCH',
      headers: { ...app.asConsole(who), 'content-type': 'application/json' },
      body: JSON.stringify({ topics }),
    });
  const settings = async (): Promise<SiteSettings> =>
    (await (
      await fetch(`${app.url}/v1/sites/${app.site.key}/settings`, { headers: { origin: SHOP_ORIGIN } })
    ).json()) as SiteSettings;

  test('[RT15] lead to somebody who knows the topic, and the visitor hears nothing of skills', async () => {
    await app.app.store.people.updateAgent(tom.agent.id, { skills: ['returns'] });
    expect((await change({ return: 'returns', order: 'orders' })).status).toBe(200);
    expect((await settings()).quickStarts).toEqual(['order', 'return']);
    const desks = [await anAgent(app, mia), await anAgent(app, tom)];
    for (const topic of ['return', 'return'] as const) {
      const visitor = await aVisitor(app);
      const conversation = newConversation();
      await visitor.done({ type: 'message.post', conversation, body: { text: 'It broke.', topic } });
      expect(await asked(desks[0]!, conversation)).toBe(tom.agent.id);
      const { events } = await desks[0]!.read(conversation);
      expect(events.map(({ type }) => type).slice(0, 4)).toEqual([
        'conversation.started',
        'topic.chosen',
        'conversation.queued',
        'message.posted',
      ]);
      expect(events[1]).toMatchObject({ audience: 'staff', body: { topic: 'return', skills: ['returns'] } });
      expect(JSON.stringify((await visitor.read(conversation)).events)).not.toContain('returns');
    }
  });

  test('[RT15] what a site does not offer says nothing, and no words of a visitor become a skill', async () => {
    await change({ order: 'orders' });
    const visitor = await aVisitor(app);
    const conversation = newConversation();
    await visitor.done({ type: 'message.post', conversation, body: { text: 'Hello', topic: 'product' } });
    expect((await app.app.store.conversation(conversation))?.state.skills).toEqual([]);
    const invented = { type: 'message.post', conversation: newConversation(), body: { text: 'Hello', topic: 'vip' } };
    expect(await visitor.command(invented as never)).toMatchObject({ refused: { code: 'invalid' } });
  });

  test('are decided by owners, kept over a restart, and refused where they fit no field', async () => {
    expect((await change({ order: 'orders' }, tom)).status).toBe(403);
    expect((await change({ order: '   ' })).status).toBe(400);
    expect((await change({ vip: 'orders' })).status).toBe(400);
    expect((await settings()).quickStarts).toEqual([]);
    expect((await change({ product: ' glazes ' })).status).toBe(200);
    expect((await app.app.store.people.site(app.site.id))?.topics).toEqual({ product: 'glazes' });
    expect((await change({})).status).toBe(200);
    expect((await settings()).quickStarts).toEqual([]);
  });
});

/** A conversation that this agent has had with a visitor, and what is known of it at the end. */
async function met(desk: Dialogue, visitor: Dialogue, text = 'Hello'): Promise<ConversationId> {
  const conversation = newConversation();
  await visitor.say(conversation, text);
  await desk.row(conversation);
  await desk.done({ type: 'conversation.accept', conversation, body: {} });
  await visitor.done({ type: 'conversation.end', conversation, body: {} });
  const { id } = visitor.welcome.person as { id: VisitorId };
  await until(async () => (await app.app.store.people.advisors([id])).size === 1);
  return conversation;
}

describe('a returning visitor', () => {
  test('[RT21] lands with the agent who was inside last, in another conversation and from another tab', async () => {
    const desks = { mia: await anAgent(app, mia), tom: await anAgent(app, tom) };
    const visitor = await aVisitor(app);
    // Without it Tom would be asked: Mia was asked last.
    await met(desks.mia, visitor);
    const again = await aVisitor(app, { token: tokenOf(visitor) });
    const conversation = newConversation();
    await again.say(conversation, 'It is me again.');
    expect(await asked(desks.tom, conversation)).toBe(mia.agent.id);
    const stranger = await aVisitor(app);
    const other = newConversation();
    await stranger.say(other, 'I was never here.');
    expect(await asked(desks.mia, other)).toBe(tom.agent.id);
  });

  test('[RT21] lands with a deputy who is named, and who finds what was said before', async () => {
    const desks = { mia: await anAgent(app, mia), tom: await anAgent(app, tom) };
    const visitor = await aVisitor(app);
    const before = await met(desks.mia, visitor, 'Does the blue one come back?');
    await desks.mia.done({ type: 'presence.set', body: { presence: 'away' } });
    const conversation = newConversation();
    await visitor.say(conversation, 'And is it back?');
    expect(await asked(desks.tom, conversation)).toBe(tom.agent.id);
    const made = (await desks.tom.read(conversation)).events.find(({ type }) => type === 'reservation.made');
    expect(made).toMatchObject({
      body: { because: [{ kind: 'deputy', advisor: mia.agent.id, name: 'Mia' }, {}, {}, {}] },
    });
    await desks.tom.done({ type: 'conversation.accept', conversation, body: {} });
    const joined = await visitor.read(conversation);
    expect(joined.events.find(({ type }) => type === 'participant.joined')).toMatchObject({
      body: { deputyFor: 'Mia' },
    });
    const { id } = visitor.welcome.person as { id: VisitorId };
    const found = await conversationsOf(id, tom);
    expect(found.map((each) => [each.id, each.with, each.lastMessage?.text])).toEqual([
      [conversation, 'Tom', 'And is it back?'],
      [before, 'Mia', 'Does the blue one come back?'],
    ]);
    await app.app.store.people.updateAgent(tom.agent.id, { departments: [] });
    expect(await conversationsOf(id, tom)).toEqual([]);
  });

  const conversationsOf = async (visitor: VisitorId, who: SignedIn): Promise<EarlierConversation[]> => {
    const address = `${app.url}/v1/console/visitors/${visitor}/conversations`;
    const answer = await fetch(address, { headers: app.asConsole(who) });
    return ((await answer.json()) as { conversations: EarlierConversation[] }).conversations;
  };
});

describe('somebody else', () => {
  test('[RT18] comes at once, with what was said; the one before is not asked in the next conversation first', async () => {
    const desks = { mia: await anAgent(app, mia), tom: await anAgent(app, tom) };
    const visitor = await aVisitor(app);
    const conversation = newConversation();
    await visitor.say(conversation, 'Hello');
    await desks.mia.row(conversation);
    await desks.mia.done({ type: 'conversation.accept', conversation, body: {} });
    await visitor.done({ type: 'participant.replace', conversation, body: {} });
    const row = await desks.tom.row(conversation, ({ front, reservation }) => front && reservation !== null);
    expect(row.reservation?.agent).toBe(tom.agent.id);
    expect(row).toMatchObject({ front: true, avoid: [mia.agent.id], lastMessage: { text: 'Hello' } });
    expect(await desks.mia.refusal({ type: 'conversation.accept', conversation, body: {} })).toBe('conflict');
    await desks.tom.done({ type: 'conversation.accept', conversation, body: {} });
    const { id } = visitor.welcome.person as { id: VisitorId };
    await until(async () => (await app.app.store.people.advisors([id])).get(id) === tom.agent.id);
  });

  test('[RT19] is not there: the visitor is told so, once, and may take the one before back', async () => {
    const desk = await anAgent(app, mia);
    const visitor = await aVisitor(app);
    const conversation = newConversation();
    await visitor.say(conversation, 'Hello');
    await desk.row(conversation);
    await desk.done({ type: 'conversation.accept', conversation, body: {} });
    await visitor.done({ type: 'participant.replace', conversation, body: {} });
    await visitor.event('replacement.missed');
    const { id } = visitor.welcome.person as { id: VisitorId };
    await until(async () => (await app.app.store.people.advisors([id])).size === 0);
    await liveFor(clock, 12_000, [desk, visitor]);
    await visitor.done({ type: 'participant.restore', conversation, body: {} });
    await desk.row(conversation, ({ reservation }) => reservation?.agent === mia.agent.id);
    const types = visitor.events(conversation).map(({ type }) => type);
    expect(types.filter((type) => type === 'replacement.missed')).toHaveLength(1);
  });
});
