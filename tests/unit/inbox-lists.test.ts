/**
 * What a console lists and what a composer hints: rows that come late or twice, and keys that are pressed fast.
 */
import { describe, expect, it } from 'vitest';
import { Conversations } from '../../client/conversations.ts';
import { InboxLists } from '../../client/inbox.ts';
import { TypingHints } from '../../client/typing.ts';
import { TIMES } from '../../protocol/constants.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import type { ConversationRow } from '../../protocol/models.ts';
import { inboxRow } from '../../server/domain/visibility.ts';
import { aConversation, anId, aVisitorActor, wish } from '../helpers/builders.ts';
import { FakeClock } from '../helpers/fake-clock.ts';

const visitor = aVisitorActor();
const { id, state } = aConversation().does(visitor, wish.post());

const aRow = (version: number, told: Partial<ConversationRow> = {}): ConversationRow => ({
  ...inboxRow({ id, version, state }, 'Shop'),
  ...told,
});

const listed = ({ rows }: InboxLists): [ConversationId, number][] =>
  [...rows.value.values()].map((row) => [row.id, row.version]);

describe('the inbox', () => {
  it('[EV6] ignores a row that is not newer than the one it has', () => {
    const lists = new InboxLists();
    for (const version of [4, 6, 5, 6]) lists.change(aRow(version));
    expect(listed(lists)).toEqual([[id, 6]]);
  });

  it('[EV6] does not bring back what has ended', () => {
    const lists = new InboxLists();
    lists.change(aRow(4));
    lists.change(aRow(6, { status: 'ended' }));
    lists.change(aRow(5));
    lists.replace({ version: 5, rows: [aRow(5)] });
    expect(listed(lists)).toEqual([]);
    lists.change(aRow(7));
    expect(listed(lists)).toEqual([[id, 7]]);
  });

  it('[EV6] takes a list as of its version, and keeps what came after it', () => {
    const lists = new InboxLists();
    const [gone, newer, fresh] = [anId<ConversationId>(), anId<ConversationId>(), anId<ConversationId>()];
    lists.change(aRow(3, { id: gone }));
    lists.change(aRow(9, { id: newer }));
    lists.change(aRow(4));
    lists.replace({ version: 8, rows: [aRow(8), aRow(5, { id: newer }), aRow(6, { id: fresh })] });
    expect(new Map(listed(lists))).toEqual(
      new Map([
        [id, 8],
        [fresh, 6],
        [newer, 9],
      ]),
    );
  });

  it('[RS5] forgets everything, also which versions it has seen', () => {
    const lists = new InboxLists();
    lists.change(aRow(9));
    lists.setPresence(anId(), 'away');
    lists.forget();
    lists.change(aRow(1));
    expect([listed(lists), lists.presences.value.size]).toEqual([[[id, 1]], 0]);
  });
});

describe('typing', () => {
  it('is told at once, then no more often than the limit, and its end only after its beginning', () => {
    const clock = new FakeClock();
    const told: [ConversationId, boolean][] = [];
    const hints = new TypingHints(clock, (conversation, on) => told.push([conversation, on]));
    hints.set(id, false);
    for (let key = 0; key <= 10; key += 1) {
      hints.set(id, true);
      clock.advance(TIMES.typingMs / 5);
    }
    hints.set(id, false);
    hints.set(id, false);
    expect(told).toEqual([
      [id, true],
      [id, true],
      [id, true],
      [id, false],
    ]);
  });

  it('of somebody whose end of it was lost fades by itself', () => {
    const clock = new FakeClock();
    const conversations = new Conversations(clock, 'de');
    conversations.post({
      id: anId(),
      at: clock.now(),
      command: { type: 'message.post', conversation: id, body: { text: 'Hello?' } },
    });
    const typing = () => conversations.timelines.value.get(id)?.typing;
    conversations.setTyping(id, { kind: 'system' }, true);
    clock.advance(TIMES.typingFadeMs - 1);
    expect(typing()).toBeDefined();
    clock.advance(1);
    expect(typing()).toBeUndefined();
  });
});
