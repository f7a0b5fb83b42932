/**
 * How far messages have reached: when a browser tells it (not at once, once per burst, and not if they were read
 * meanwhile), and what the sender's list makes of it.
 */
import { describe, expect, it } from 'vitest';
import { Receipts } from '../../client/receipts.ts';
import { unknownConversation } from '../../client/fold.ts';
import { emptyTimeline, withEvents, withReceived } from '../../client/timeline-changes.ts';
import { items } from '../../client/timeline.ts';
import type { Timeline } from '../../client/timeline.ts';
import { TIMES } from '../../protocol/constants.ts';
import type { CommandId, ConversationId, MessageId } from '../../protocol/ids.ts';
import { viewEvent } from '../../server/domain/visibility.ts';
import { anAgentActor, anId, anOpenConversation, aVisitorActor, wish } from '../helpers/builders.ts';
import type { GrowingConversation } from '../helpers/builders.ts';
import { FakeClock } from '../helpers/fake-clock.ts';

const HERE = anId<ConversationId>();

const someReceipts = () => {
  const clock = new FakeClock();
  const told: MessageId[] = [];
  const arrived = new Map<ConversationId, MessageId>();
  const receipts = new Receipts({
    clock,
    arrived: () => [...arrived],
    tell: (_, message) => told.push(message),
  });
  const arrive = (message = anId<MessageId>()): MessageId => {
    arrived.set(HERE, message);
    receipts.look();
    return message;
  };
  return { clock, told, arrived, receipts, arrive };
};

describe('[EV7] receipts', () => {
  it('tell the newest message of a burst, once', () => {
    const { clock, told, arrive, receipts } = someReceipts();
    arrive();
    clock.advance(TIMES.receiptMs - 1);
    const newest = arrive();
    expect(told).toEqual([]);
    clock.advance(1);
    receipts.look();
    clock.advance(TIMES.receiptMs);
    expect(told).toEqual([newest]);
  });

  it('say nothing of what was read meanwhile: the mark says more', () => {
    const { clock, told, arrived, arrive } = someReceipts();
    arrive();
    arrived.clear();
    clock.advance(TIMES.receiptMs);
    expect([told, clock.alarms]).toEqual([[], 0]);
  });

  it('are told again over a new connection, because nothing of them is stored', () => {
    const { clock, told, receipts, arrive } = someReceipts();
    const message = arrive();
    clock.advance(TIMES.receiptMs);
    receipts.forget();
    receipts.look();
    clock.advance(TIMES.receiptMs);
    expect(told).toEqual([message, message]);
  });
});

describe('the sender’s list', () => {
  const visitor = aVisitorActor();
  const mia = anAgentActor({ name: 'Mia' });
  const tom = anAgentActor({ name: 'Tom' });

  /** The conversation as Mia's desk has it. */
  const timelineOf = ({ id, events }: GrowingConversation): Timeline =>
    withEvents(
      emptyTimeline(unknownConversation(id, 0, 'de')),
      events.flatMap((event) => viewEvent(event, 'staff') ?? []),
    );
  const messagesOf = (timeline: Timeline) =>
    items(timeline, { kind: 'agent', id: mia.agent }).filter((item) => item.kind === 'message');

  it('[EV7] messages up to the received one are delivered, later ones sent, and what was read is read', () => {
    const conversation = anOpenConversation(visitor, mia);
    const ids = ['one', 'two', 'three'].map((text) => conversation.does(mia, wish.post(text)).lastMessage);
    conversation.does(mia, wish.note('between us'));
    const states = (timeline: Timeline) =>
      messagesOf(timeline).flatMap(({ own, note, delivery }) => (own && !note ? [delivery] : []));
    const arrived = withReceived(timelineOf(conversation), ids[1]!);
    expect(states(arrived)).toEqual(['delivered', 'delivered', 'sent']);
    expect([withReceived(arrived, ids[0]!), withReceived(arrived, anId<CommandId>())]).toEqual([arrived, arrived]);
    conversation.does(visitor, wish.read(ids[0]!));
    const read = { ...timelineOf(conversation), received: ids[1] };
    expect(states(read)).toEqual(['read', 'delivered', 'sent']);
  });

  it('[D6] a note is no message to the visitor: nothing they do is told of it', () => {
    const conversation = anOpenConversation(visitor, mia).does(mia, wish.post('Hi')).does(mia, wish.note('hm'));
    conversation.does(tom, wish.note('hm')).does(mia, wish.post('Well?'));
    conversation.does(visitor, wish.read(conversation.lastMessage));
    const told = messagesOf(timelineOf(conversation)).map(({ text, delivery }) => [text, delivery]);
    expect(told.slice(1)).toEqual([
      ['Hi', 'read'],
      ['hm', 'sent'],
      ['hm', undefined],
      ['Well?', 'read'],
    ]);
  });
});
