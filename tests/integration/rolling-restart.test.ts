/**
 * Two real processes are restarted one after the other while people talk: nobody notices. The people are the client's
 * own code without a browser; what each would be shown is held against what everybody wrote.
 */
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { Reply } from '../../protocol/frames.ts';
import type { ConversationId, SiteKey } from '../../protocol/ids.ts';
import { actAsBrowser, anOwnersPhone, aVisitorsPhone } from '../helpers/browserless.ts';
import type { Phone } from '../helpers/browserless.ts';
import { startInstallation } from '../helpers/installation.ts';
import type { Installation } from '../helpers/installation.ts';
import { until } from '../helpers/services.ts';
import { newConversation } from '../helpers/socket-client.ts';

/** As many as one agent takes at once. */
const VISITORS = 4;

/** Patience for a machine that is busy with everybody's processes. */
const PATIENCE_MS = 90_000;

let shop: Installation;
beforeAll(async () => {
  shop = await startInstallation();
}, PATIENCE_MS);
afterAll(() => shop.close());
afterEach(() => vi.unstubAllGlobals());

/** One conversation with both of its people. */
interface Talk {
  readonly conversation: ConversationId;
  readonly visitor: Phone;
  readonly agent: Phone;
}

async function siteKey(): Promise<SiteKey> {
  const page = await (await fetch(shop.nodes[0].shopUrl)).text();
  return /data-shopbell-site="(\w+)"/.exec(page)![1] as SiteKey;
}

const post = (phone: Phone, conversation: ConversationId, text: string) =>
  phone.send({ type: 'message.post', conversation, body: { text } });

/** Writes one message after the other, each when the one before was acknowledged, until it is told to stop. */
async function keepWriting(
  write: (text: string) => Promise<Reply>,
  name: string,
  { signal }: AbortController,
): Promise<string[]> {
  const written: string[] = [];
  while (!signal.aborted) {
    const text = `${name} ${written.length + 1}`;
    expect(await write(text)).toHaveProperty('done');
    written.push(text);
  }
  return written;
}

/** The messages that this person is shown, in their order. */
const shown = (phone: Phone, conversation: ConversationId): string[] =>
  (phone.conversations.value.get(conversation)?.events ?? []).flatMap((event) =>
    event.type === 'message.posted' ? [event.body.text] : [],
  );

const numbers = (phone: Phone, conversation: ConversationId): number[] =>
  (phone.conversations.value.get(conversation)?.events ?? []).map(({ seq }) => seq);

const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

async function begin(agent: Phone, site: SiteKey): Promise<Talk> {
  const visitor = aVisitorsPhone(shop.url, site);
  const conversation = newConversation();
  expect(await post(visitor, conversation, 'Hello?')).toHaveProperty('done');
  expect(await agent.send({ type: 'conversation.accept', conversation, body: {} })).toHaveProperty('done');
  await agent.open(conversation);
  return { conversation, visitor, agent };
}

it(
  '[FR13] [RS8] a rolling restart loses, doubles and reorders nothing, and everybody keeps their session',
  async () => {
    actAsBrowser(new URL(shop.nodes[0].shopUrl).origin);
    const agent = await anOwnersPhone(shop.url, shop.nodes[0].ownerLink);
    const site = await siteKey();
    const talks: Talk[] = [];
    for (let count = 0; count < VISITORS; count += 1) talks.push(await begin(agent, site));
    const people = [agent, ...talks.map(({ visitor }) => visitor)];
    const sessions = () => people.map(({ keep }) => keep.load()?.session);
    const before = sessions();

    const work = new AbortController();
    const writing = talks.map((talk, index) => ({
      ...talk,
      ofVisitor: keepWriting((text) => post(talk.visitor, talk.conversation, text), `visitor ${index}`, work),
      ofAgent: keepWriting((text) => post(agent, talk.conversation, text), `agent ${index}`, work),
    }));
    for (const node of shop.nodes) {
      expect(await node.stop()).toBe(0);
      await node.startAgain();
      await shop.inUse(node);
    }
    work.abort();

    for (const { conversation, visitor, ofVisitor, ofAgent } of writing) {
      const [fromVisitor, fromAgent] = [await ofVisitor, await ofAgent];
      const all = ['Hello?', ...fromVisitor, ...fromAgent];
      await until(() => [visitor, agent].every((phone) => shown(phone, conversation).length >= all.length));
      const seen = shown(visitor, conversation);
      expect(seen.toSorted()).toEqual(all.toSorted());
      expect(shown(agent, conversation)).toEqual(seen);
      expect(seen.filter((text) => text.startsWith('visitor'))).toEqual(fromVisitor);
      expect(seen.filter((text) => text.startsWith('agent'))).toEqual(fromAgent);
      expect(numbers(visitor, conversation)).toEqual(upTo(numbers(visitor, conversation).length));
    }
    expect(sessions()).toEqual(before);
    for (const phone of people) phone.stop();
  },
  PATIENCE_MS,
);
