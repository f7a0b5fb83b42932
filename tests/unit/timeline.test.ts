/**
 * The list that a screen shows: whatever the network does to the events, the list is the same, and the view beside it is
 * the server's. The logs are made by the real domain; the reader's rule and the timeline are driven without a socket.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Follow } from '../../client/follow.ts';
import { fold, unknownConversation } from '../../client/fold.ts';
import { newestUnread } from '../../client/reading.ts';
import {
  emptyTimeline,
  withEvents,
  withFailed,
  withOlder,
  withPending,
  withSnapshot,
  withTyping,
} from '../../client/timeline-changes.ts';
import { items } from '../../client/timeline.ts';
import type { Me, PendingMessage, Timeline, TimelineItem } from '../../client/timeline.ts';
import type { EventFrame } from '../../protocol/events.ts';
import type { Snapshot } from '../../protocol/frames.ts';
import type { CallId, CommandId } from '../../protocol/ids.ts';
import type { ConversationView } from '../../protocol/models.ts';
import { apply } from '../../server/domain/conversation.ts';
import type { ConversationState } from '../../server/domain/conversation.ts';
import type { Actor } from '../../server/domain/decision.ts';
import { viewConversation, viewEvent } from '../../server/domain/visibility.ts';
import type { Viewer } from '../../server/domain/visibility.ts';
import { aConversation, anAgentActor, anId, anOpenConversation, aPage, aVisitorActor } from '../helpers/builders.ts';
import { theSystem, wish } from '../helpers/builders.ts';
import type { GrowingConversation, WishHere } from '../helpers/builders.ts';

const visitor = aVisitorActor();
const mia = anAgentActor({ name: 'Mia' });
const tom = anAgentActor({ name: 'Tom' });
const VISITOR: Me = { kind: 'visitor' };
const MIA: Me = { kind: 'agent', id: mia.agent };

const framesOf = (conversation: GrowingConversation, viewer: Viewer): EventFrame[] =>
  conversation.events.flatMap((event) => viewEvent(event, viewer) ?? []);

const blank = (conversation: GrowingConversation): Timeline =>
  emptyTimeline(unknownConversation(conversation.id, 0, 'de'));

const timelineOf = (conversation: GrowingConversation, viewer: Viewer): Timeline =>
  withEvents(blank(conversation), framesOf(conversation, viewer));

const viewAt = (conversation: GrowingConversation, viewer: Viewer, upTo: EventFrame): ConversationView => {
  const last = conversation.events.findIndex((event) => viewEvent(event, viewer)?.seq === upTo.seq);
  const state = conversation.events
    .slice(0, last + 1)
    .reduce<ConversationState | undefined>((before, event) => apply(before, event), undefined);
  return viewConversation(conversation.id, state!, viewer);
};

/** What the server would send for a read or a resume. */
const snapshotOf = (conversation: GrowingConversation, viewer: Viewer, { after = 0, limit = 1_000 } = {}): Snapshot => {
  const events = framesOf(conversation, viewer)
    .filter(({ seq }) => seq > after)
    .slice(0, limit);
  return {
    view: viewConversation(conversation.id, conversation.state, viewer),
    events,
    more: (events[0]?.seq ?? 1) > 1,
  };
};

type Wished = readonly [Actor, (conversation: GrowingConversation) => WishHere];

const call = (conversation: GrowingConversation): CallId => conversation.state.call?.id ?? anId();
const confirmed = (conversation: GrowingConversation): WishHere =>
  wish.confirm(call(conversation), conversation.call.leg?.id ?? anId(), conversation.call.leg?.attempt);
const WISHES: readonly Wished[] = [
  [visitor, () => wish.post()],
  [visitor, (conversation) => wish.read(conversation.lastMessage)],
  [visitor, () => wish.call(anId())],
  [visitor, (conversation) => wish.answer(call(conversation))],
  [visitor, (conversation) => wish.rejoin(call(conversation))],
  [visitor, confirmed],
  [visitor, (conversation) => wish.hangUp(call(conversation))],
  [visitor, () => wish.end()],
  [mia, () => wish.accept()],
  [mia, () => wish.post()],
  [mia, () => wish.note()],
  [mia, (conversation) => wish.read(conversation.lastMessage)],
  [mia, () => wish.call(anId())],
  [mia, (conversation) => wish.answer(call(conversation))],
  [mia, confirmed],
  [mia, () => wish.end()],
  [tom, () => wish.accept()],
  [theSystem, () => wish.reserve(mia)],
  [theSystem, () => wish.lose(mia)],
  [theSystem, () => wish.visit(aPage('/basket'))],
  [theSystem, (conversation) => wish.interrupt(call(conversation), visitor)],
];

/** A conversation in which these things were tried; what the domain refuses did not happen. */
const story = ([isTalking, picks]: readonly [boolean, readonly number[]]): GrowingConversation => {
  const conversation = anOpenConversation(visitor, mia);
  if (isTalking) {
    conversation.does(visitor, wish.call(anId()));
    conversation.does(mia, wish.answer(call(conversation)));
    conversation.does(visitor, confirmed(conversation)).does(mia, confirmed(conversation));
  }
  for (const pick of picks) {
    const [actor, make] = WISHES[pick % WISHES.length]!;
    conversation.passes(1_000);
    try {
      conversation.tries(actor, make(conversation));
    } catch {
      // There is no call to speak of.
    }
  }
  return conversation;
};

const stories = fc
  .tuple(fc.boolean(), fc.array(fc.nat({ max: WISHES.length - 1 }), { maxLength: 40, size: 'max' }))
  .map(story);
const viewers = fc.constantFrom<Viewer>('visitor', 'staff');

describe('the view beside the list', () => {
  it('[EV2] folded from its events it is the server’s own view at every number', () => {
    fc.assert(
      fc.property(stories, viewers, (conversation, viewer) => {
        let view = unknownConversation(conversation.id, 0, 'de');
        for (const event of framesOf(conversation, viewer)) {
          view = fold(view, event);
          expect(view).toEqual(viewAt(conversation, viewer, event));
        }
      }),
    );
  });

  it('[EV5] an event that is already in it changes nothing', () => {
    fc.assert(
      fc.property(stories, viewers, (conversation, viewer) => {
        const last = framesOf(conversation, viewer).at(-1)!;
        const view = viewConversation(conversation.id, conversation.state, viewer);
        expect(fold(view, last)).toEqual(view);
      }),
    );
  });

  it('a call that was interrupted keeps the moment in which it connected', () => {
    const conversation = story([true, []]);
    const { connectedAt } = conversation.call;
    conversation.passes(1_000).does(visitor, wish.rejoin(conversation.call.id));
    conversation.does(visitor, confirmed(conversation)).does(mia, confirmed(conversation));
    const { view } = timelineOf(conversation, 'visitor');
    expect(view.call).toMatchObject({ phase: 'connected', connectedAt, leg: { attempt: 2 } });
  });

  it('[FR6] an event of an unknown type counts and changes nothing else', () => {
    const { view } = timelineOf(anOpenConversation(visitor, mia), 'visitor');
    const unknown = {
      kind: 'event',
      conversation: view.id,
      seq: view.head + 1,
      at: 1,
      by: { kind: 'system' },
    } as const;
    const event = { ...unknown, type: 'moon.rose', body: {} } as unknown as EventFrame;
    expect(fold(view, event)).toEqual({ ...view, head: view.head + 1 });
  });
});

/** What the network may do next. */
type Accident =
  | { readonly kind: 'push'; readonly place: number }
  | { readonly kind: 'page'; readonly limit: number }
  | { readonly kind: 'resume' }
  | { readonly kind: 'tail'; readonly length: number };

const accidents = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('push' as const), place: fc.nat({ max: 60 }) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('page' as const), limit: fc.integer({ min: 1, max: 5 }) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('resume' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('tail' as const), length: fc.integer({ min: 1, max: 5 }) }) },
  ),
  { maxLength: 60, size: 'max' },
);

/** A reader under the client rule, without a socket. */
class Reader {
  readonly follow = new Follow();
  timeline: Timeline;
  readonly #conversation: GrowingConversation;
  readonly #viewer: Viewer;

  constructor(conversation: GrowingConversation, viewer: Viewer) {
    this.#conversation = conversation;
    this.#viewer = viewer;
    this.timeline = blank(conversation);
  }

  suffers(accident: Accident): void {
    const frames = framesOf(this.#conversation, this.#viewer);
    const after = this.follow.after(this.#conversation.id) ?? 0;
    switch (accident.kind) {
      case 'push':
        return this.#push(frames[accident.place % frames.length]!);
      case 'page':
        return this.#take(snapshotOf(this.#conversation, this.#viewer, { after, limit: accident.limit }));
      case 'resume':
        return this.#take(snapshotOf(this.#conversation, this.#viewer, { after }));
      case 'tail':
        return this.#take(snapshotOf(this.#conversation, this.#viewer, { after: frames.length - accident.length }));
    }
  }

  /** A heartbeat and the reads that follow from it (RS4). */
  recovers(): void {
    const { id } = this.#conversation;
    this.follow.hear(id, framesOf(this.#conversation, this.#viewer).length);
    while (this.follow.isBehind(id)) {
      this.#take(snapshotOf(this.#conversation, this.#viewer, { after: this.follow.after(id) ?? 0, limit: 3 }));
    }
    while (this.timeline.more) this.#readOlder();
  }

  #push(event: EventFrame): void {
    if (this.follow.takes(event)) this.timeline = withEvents(this.timeline, [event]);
  }

  #take(snapshot: Snapshot): void {
    const taken = this.follow.take(snapshot);
    const isNew = taken.kind === 'replaced';
    this.timeline = isNew ? withSnapshot(this.timeline, snapshot) : withEvents(this.timeline, taken.events);
  }

  #readOlder(): void {
    const first = this.timeline.events[0]!.seq;
    const events = framesOf(this.#conversation, this.#viewer).filter(({ seq }) => seq < first);
    const page = events.slice(-2);
    this.timeline = withOlder(this.timeline, { view: this.timeline.view, events: page, more: events.length > 2 });
  }
}

describe('whatever the network does', () => {
  it('[EV5] [RS4] duplicates, gaps, replays, pages and snapshots give the same list', () => {
    fc.assert(
      fc.property(stories, viewers, accidents, (conversation, viewer, happened) => {
        const reader = new Reader(conversation, viewer);
        for (const accident of happened) reader.suffers(accident);
        reader.recovers();
        expect(reader.timeline).toEqual(timelineOf(conversation, viewer));
        const me = viewer === 'visitor' ? VISITOR : MIA;
        expect(items(reader.timeline, me)).toEqual(items(timelineOf(conversation, viewer), me));
      }),
    );
  });

  it('[EV5] without the rule the list would be wrong: a gap that is applied loses events', () => {
    const conversation = anOpenConversation(visitor, mia).does(visitor, wish.post('two')).does(mia, wish.post('three'));
    const [first, , ...rest] = framesOf(conversation, 'visitor');
    const careless = [first!, ...rest].reduce(fold, unknownConversation(conversation.id, 0, 'de'));
    expect(withEvents(blank(conversation), [first!, ...rest]).events).toEqual([first]);
    expect(careless.head).toBe(conversation.state.publicSeq);
  });

  it('[G9] a message on its way leaves the list exactly when its event arrives', () => {
    fc.assert(
      fc.property(stories, fc.nat({ max: 50 }), (conversation, moment) => {
        const frames = framesOf(conversation, 'visitor');
        const ours = frames.flatMap((event) => (event.type === 'message.posted' ? [event.body.message] : []));
        let timeline = blank(conversation);
        for (const [place, event] of frames.entries()) {
          if (place === moment % frames.length) {
            for (const id of ours) timeline = withPending(timeline, aPending({ id }));
          }
          timeline = withEvents(timeline, [event]);
          const arrived = new Set(
            timeline.events.flatMap((one) => (one.type === 'message.posted' ? [one.body.message] : [])),
          );
          const wanted = place < moment % frames.length ? [] : ours.filter((id) => !arrived.has(id));
          expect(timeline.pending.map(({ id }) => id)).toEqual(wanted);
        }
      }),
    );
  });

  it('[RS5] a snapshot keeps what is on its way and drops what it contains', () => {
    const conversation = anOpenConversation(visitor, mia);
    const waiting = aPending();
    const arrived = aPending({ id: conversation.lastMessage });
    const timeline = withPending(withPending(blank(conversation), arrived), waiting);
    expect(withSnapshot(timeline, snapshotOf(conversation, 'visitor')).pending).toEqual([waiting]);
  });

  it('a page that does not touch the first event is not taken', () => {
    const conversation = anOpenConversation(visitor, mia).does(mia, wish.post());
    const frames = framesOf(conversation, 'visitor');
    const tail = withSnapshot(undefined, {
      ...snapshotOf(conversation, 'visitor', { after: frames.length - 1 }),
      more: true,
    });
    const { view } = tail;
    expect(withOlder(tail, { view, events: frames.slice(0, 1), more: false })).toBe(tail);
    expect(withOlder(tail, { view, events: frames.slice(0, -1), more: false }).events).toEqual(frames);
  });
});

const aPending = (told: Partial<PendingMessage> = {}): PendingMessage => ({
  ...{ id: anId<CommandId>(), text: 'Hello', audience: 'all', at: 1_800_000_000_000, state: 'sending' },
  ...told,
});

type MessageItem = Extract<TimelineItem, { kind: 'message' }>;

const messagesOf = (timeline: Timeline, me: Me): MessageItem[] =>
  items(timeline, me).filter((item) => item.kind === 'message');

const MINUTE = 60_000;

describe('the list', () => {
  it('tells whose message it is, how far it has come, and whether only staff see it', () => {
    const conversation = anOpenConversation(visitor, mia).does(mia, wish.note('careful')).does(mia, wish.post('Hi'));
    const pending = withPending(timelineOf(conversation, 'staff'), aPending({ text: 'soon' }));
    const refusal = { code: 'forbidden', message: 'no' } as const;
    const timeline = withFailed(withPending(pending, aPending({ text: 'lost' })), pending.pending[0]!.id, refusal);
    expect(messagesOf(timeline, MIA).map(({ text, own, note, delivery }) => ({ text, own, note, delivery }))).toEqual([
      { text: 'Hello', own: false, note: false, delivery: undefined },
      { text: 'careful', own: true, note: true, delivery: 'sent' },
      { text: 'Hi', own: true, note: false, delivery: 'sent' },
      { text: 'soon', own: true, note: false, delivery: 'failed' },
      { text: 'lost', own: true, note: false, delivery: 'sending' },
    ]);
    expect(timeline.pending[0]?.refusal).toEqual(refusal);
  });

  it('keeps a message’s key from sending to sent, so that the bubble stays the same', () => {
    const conversation = anOpenConversation(visitor, mia);
    const before = withPending(blank(conversation), aPending({ id: conversation.lastMessage }));
    const [sending] = messagesOf(before, VISITOR);
    const [sent] = messagesOf(withEvents(before, framesOf(conversation, 'visitor')), VISITOR);
    expect([sending?.delivery, sent?.delivery]).toEqual(['sending', 'sent']);
    expect(sent?.key).toBe(sending?.key);
  });

  it('groups what one speaker says within three minutes', () => {
    const conversation = anOpenConversation(visitor, mia);
    conversation
      .passes(MINUTE)
      .does(mia, wish.post('a'))
      .passes(3 * MINUTE)
      .does(mia, wish.post('b'));
    conversation
      .passes(3 * MINUTE + 1)
      .does(mia, wish.post('c'))
      .does(mia, wish.note('d'))
      .does(visitor, wish.post('e'));
    const groups = messagesOf(timelineOf(conversation, 'staff'), MIA).map(
      ({ text, startsGroup, endsGroup }) => `${startsGroup ? '[' : ' '}${text}${endsGroup ? ']' : ' '}`,
    );
    expect(groups).toEqual(['[Hello]', '[a ', ' b]', '[c]', '[d]', '[e]']);
  });

  it('[D6] shows who has read, on the newest own message that was read, and nowhere else', () => {
    const conversation = anOpenConversation(visitor, mia).does(visitor, wish.post('two'));
    const two = conversation.lastMessage;
    conversation.does(mia, wish.read(two)).does(visitor, wish.post('three'));
    const readers = (): unknown[] =>
      messagesOf(timelineOf(conversation, 'visitor'), VISITOR).map(({ text, readBy }) => [text, ...readBy]);
    const at = conversation.now;
    expect(readers()).toEqual([['Hello'], ['two', { name: 'Mia', at }], ['three']]);
    conversation.does(mia, wish.post('four')).does(mia, wish.read(conversation.lastMessage));
    expect(readers()).toEqual([['Hello'], ['two'], ['three', { name: 'Mia', at }], ['four']]);
  });

  it('[D6] a visitor who has read has no name, and nobody reads their own message', () => {
    const conversation = anOpenConversation(visitor, mia).does(mia, wish.post('Hi'));
    const message = conversation.lastMessage;
    conversation.does(mia, wish.read(message)).does(visitor, wish.read(message));
    const [, hi] = messagesOf(timelineOf(conversation, 'staff'), MIA);
    expect(hi?.readBy).toEqual([{ name: undefined, at: conversation.now }]);
  });

  it('begins each day with its date and tells what people want to know of the rest', () => {
    const conversation = anOpenConversation(visitor, mia);
    conversation
      .passes(24 * 60 * MINUTE)
      .does(mia, wish.post())
      .does(visitor, wish.call(anId()));
    conversation.does(visitor, wish.hangUp(conversation.call.id));
    const told = items(timelineOf(conversation, 'visitor'), VISITOR).map((item) =>
      item.kind === 'notice' ? item.event.type : item.kind,
    );
    expect(told).toEqual([
      ...['day', 'conversation.queued', 'message', 'participant.joined'],
      ...['day', 'message', 'call.started', 'call.ended'],
    ]);
  });

  it('has a key of its own for every line', () => {
    fc.assert(
      fc.property(stories, (conversation) => {
        const keys = items(timelineOf(conversation, 'staff'), MIA).map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  it('who has written is no longer typing', () => {
    const conversation = anOpenConversation(visitor, mia);
    const author = { kind: 'agent', id: mia.agent, name: 'Mia' } as const;
    const typing = withTyping(timelineOf(conversation, 'visitor'), author);
    const frames = (): EventFrame[] => framesOf(conversation, 'visitor');
    conversation.does(visitor, wish.post());
    const still = withEvents(typing, frames());
    conversation.does(mia, wish.post());
    expect([still.typing, withEvents(still, frames()).typing]).toEqual([author, undefined]);
  });
});

describe('[CO11] what was just read', () => {
  it('is the newest message of the other side, until the own mark stands on it', () => {
    const conversation = anOpenConversation(visitor, mia).does(mia, wish.post('Hi'));
    const hi = conversation.lastMessage;
    expect(newestUnread(timelineOf(conversation, 'visitor'), VISITOR)).toBe(hi);
    conversation.does(visitor, wish.post('Thanks'));
    expect(newestUnread(timelineOf(conversation, 'visitor'), VISITOR)).toBe(hi);
    conversation.does(visitor, wish.read(hi));
    expect(newestUnread(timelineOf(conversation, 'visitor'), VISITOR)).toBeUndefined();
  });

  it('is nothing for an agent who only looks in', () => {
    const conversation = aConversation().does(visitor, wish.post());
    expect(newestUnread(timelineOf(conversation, 'staff'), MIA)).toBeUndefined();
    conversation.does(mia, wish.accept());
    expect(newestUnread(timelineOf(conversation, 'staff'), MIA)).toBe(conversation.lastMessage);
  });
});
