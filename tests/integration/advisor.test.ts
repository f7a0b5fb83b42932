/**
 * The right person for a visitor, on the whole server: quick starts that lead to somebody who knows, the advisor of
 * before, a deputy who is named, and somebody else for whoever asks. The clock is in the test's hand.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AgentId, ConversationId } from '../../protocol/ids.ts';
import type { SiteSettings } from '../../protocol/models.ts';
import type { SignedIn } from '../../server/switchboard/identity.ts';
import { SHOP_ORIGIN, startApp } from '../helpers/app.ts';
import type { TestApp } from '../helpers/app.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { anAgent, aVisitor, newConversation } from '../helpers/socket-client.ts';
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
