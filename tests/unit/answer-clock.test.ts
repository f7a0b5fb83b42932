/**
 * The clock of answers in a conversation: when it starts, what stops it, and how staff and visitor hear of it. The real
 * domain decides; the test plays duty, which knows what can be promised.
 */
import { describe, expect, test } from 'vitest';
import type { CallId, CommandId } from '../../protocol/ids.ts';
import { THREAD_MS, watched } from '../../server/domain/answer-clock.ts';
import type { NewEvent } from '../../server/domain/decision.ts';
import { inboxRow, viewConversation, viewEvent } from '../../server/domain/visibility.ts';
import {
  aConversation,
  anAgentActor,
  anId,
  anOpenConversation,
  aPage,
  aVisitorActor,
  theSystem,
  wish,
} from '../helpers/builders.ts';
import type { GrowingConversation } from '../helpers/builders.ts';
import { aMessage } from '../helpers/commits.ts';

const HOUR_MS = 3_600_000;

const visitor = aVisitorActor();
const agent = anAgentActor();

/** A promise of an hour from now, with its ladder. */
function promised(conversation: GrowingConversation): GrowingConversation {
  const { now } = conversation;
  const rung = (stage: 50 | 75 | 90) => ({ stage, at: now + (HOUR_MS * stage) / 100 });
  return conversation.does(theSystem, wish.promise(now + HOUR_MS, [rung(50), rung(75), rung(90)]));
}

const aPromisedWait = () => promised(aConversation().does(visitor, wish.post()));

/** What was said about promises. */
const said = (conversation: GrowingConversation): (string | number)[] =>
  conversation.events.flatMap(({ content }): (string | number)[] => {
    if (content.type === 'promise.reminded') return [content.body.stage];
    return content.type.startsWith('promise.') ? [content.type.slice('promise.'.length)] : [];
  });

/** What follows for the clock from an event that no topic decides yet. */
function after({ state, now, caseNumber }: GrowingConversation, event: NewEvent): string[] {
  const scene = { state, now, caseNumber, command: anId<CommandId>(), actor: theSystem };
  const decided = { events: [event], timers: [], claims: [] };
  return watched(scene, decided, null)
    .events.slice(1)
    .map(({ content }) => content.type);
}

const due = ({ timers, now }: GrowingConversation) => {
  const timer = timers.get('promise');
  return timer && [timer.command.type, timer.dueAt - now];
};

describe('a promise', () => {
  test('[PR3] is due to be made as soon as a visitor waits, and what their screen showed goes along', () => {
    const waiting = aConversation().does(visitor, {
      type: 'message.post',
      body: { text: 'Hi', audience: 'all', promised: 5 },
    });
    expect(due(waiting)).toEqual(['promise.make', 0]);
    expect(waiting.timers.get('promise')?.command.body).toEqual({ shown: 5, terms: null });
    const calling = aConversation().does(visitor, wish.call(anId<CallId>()));
    expect(due(calling)).toEqual(['promise.make', 0]);
  });

  test('[PR3] is told to the visitor, by the program and without a face', () => {
    const conversation = aPromisedWait();
    const made = conversation.events.at(-1)!;
    expect(viewEvent(made, 'visitor')).toMatchObject({ type: 'promise.made', by: { kind: 'system' } });
    const by = conversation.now + HOUR_MS;
    expect(viewConversation(conversation.id, conversation.state, 'visitor').promise).toEqual({ by, broken: false });
    const row = inboxRow({ id: conversation.id, version: 1, state: conversation.state }, 'Shop');
    expect(row.promise).toEqual({ by, stage: 0, again: false });
  });

  test('where none can be made, nothing is said', () => {
    const conversation = aConversation().does(visitor, wish.post()).passes(HOUR_MS);
    expect([said(conversation), conversation.state.promise, due(conversation)]).toEqual([[], null, undefined]);
  });

  test('[PR5] is kept by the first message of a person to the visitor', () => {
    const conversation = aPromisedWait().does(agent, wish.accept()).does(agent, wish.post('Here I am'));
    expect(said(conversation)).toEqual(['made', 'kept']);
    expect([conversation.state.owedSince, conversation.state.promise, due(conversation)]).toEqual([
      null,
      null,
      undefined,
    ]);
  });

  test('[PR5] is kept by an answered call', () => {
    const call = anId<CallId>();
    const conversation = promised(aConversation().does(visitor, wish.call(call)));
    expect(said(conversation.does(agent, wish.answer(call)))).toEqual(['made', 'kept']);
  });

  test('[PR5] is not kept by coming in, by a note, or by anything that the program says', () => {
    const conversation = aPromisedWait().does(agent, wish.accept()).does(agent, wish.note());
    conversation.does(theSystem, wish.visit(aPage('/elsewhere')));
    expect([said(conversation), conversation.state.promise?.stage]).toEqual([['made'], 0]);
    const automatic = aMessage('We are on it');
    expect(after(conversation, automatic)).toEqual([]);
    // The same message of a person would stop it.
    const human = { ...automatic, by: { kind: 'agent', id: agent.agent, name: 'Mia' } } as const;
    expect(after(conversation, human)).toEqual(['promise.kept']);
  });

  test('[PR6] is remembered at half, three quarters and nine tenths of its time, and broken at its end', () => {
    const conversation = aPromisedWait();
    for (const minutes of [29, 1, 15, 9]) conversation.passes(minutes * 60_000);
    expect(said(conversation)).toEqual(['made', 50, 75, 90]);
    expect(conversation.state.promise?.stage).toBe(90);
    conversation.passes(6 * 60_000);
    expect(said(conversation)).toEqual(['made', 50, 75, 90, 'broken']);
    expect(viewConversation(conversation.id, conversation.state, 'visitor').promise).toMatchObject({ broken: true });
    expect(
      viewEvent(
        conversation.events.find(({ content }) => content.type === 'promise.reminded')!,
        'visitor',
      ),
    ).toBe(undefined);
  });

  test('[PR6] of which several reminders were missed is reminded of once', () => {
    const conversation = aPromisedWait();
    conversation.now += 0.8 * HOUR_MS;
    expect(said(conversation.passes(0))).toEqual(['made', 75]);
    conversation.now += HOUR_MS;
    expect(said(conversation.passes(0))).toEqual(['made', 75, 'broken']);
  });

  test('[PR6] that was broken is followed by one more, and by no third', () => {
    const conversation = aPromisedWait();
    conversation.now += HOUR_MS;
    const { command } = conversation.timers.get('promise')!;
    conversation.timers.clear();
    conversation.does(theSystem, command);
    expect(due(conversation)).toEqual(['promise.make', 0]);
    promised(conversation).passes(2 * HOUR_MS);
    expect(said(conversation)).toEqual(['made', 'broken', 'made', 50, 75, 90, 'broken']);
    expect(due(conversation)).toBeUndefined();
    conversation.does(agent, wish.accept()).does(agent, wish.post('At last'));
    expect([said(conversation).at(-1), conversation.state.promise]).toEqual(['broken', null]);
  });

  test('[PR5] is void at the end of the conversation, and a conversation that is reopened gets another one', () => {
    const conversation = aPromisedWait().does(visitor, wish.end());
    expect([conversation.state.promise, due(conversation)]).toEqual([null, undefined]);
    expect(due(conversation.does(visitor, wish.post('Still there?')))).toEqual(['promise.make', 0]);
  });

  test('[PR3] is not made twice, and overflowing does not change it', () => {
    const conversation = aPromisedWait();
    expect(conversation.outcome(theSystem, wish.promise(conversation.now + 9 * HOUR_MS))).toEqual([]);
    conversation.does(theSystem, wish.overflow(anId())).does(visitor, wish.post('Hello?'));
    expect([said(conversation), due(conversation)]).toEqual([['made'], ['promise.climb', HOUR_MS / 2]]);
  });
});

describe('a thread', () => {
  test('[PR7] in which a person has answered gets a promise when the next message stays unanswered for a while', () => {
    const conversation = anOpenConversation(visitor, agent).does(agent, wish.post('Anything else?'));
    expect(due(conversation)).toBeUndefined();
    conversation.does(visitor, wish.post('Yes'));
    expect(due(conversation)).toEqual(['promise.make', THREAD_MS]);
    conversation.passes(60_000).does(visitor, wish.post('One thing'));
    expect(due(conversation)).toEqual(['promise.make', THREAD_MS - 60_000]);
    promised(conversation).does(agent, wish.post('Tell me'));
    expect([said(conversation), due(conversation)]).toEqual([['made', 'kept'], undefined]);
  });

  test('[PR7] that goes on as a chat is promised nothing', () => {
    const conversation = anOpenConversation(visitor, agent).does(agent, wish.post('Hello'));
    for (let round = 0; round < 3; round += 1) {
      conversation
        .does(visitor, wish.post('Yes?'))
        .passes(THREAD_MS - 1)
        .does(agent, wish.post('So'));
    }
    expect([said(conversation), due(conversation)]).toEqual([[], undefined]);
  });

  test('[PR7] whose agent has answered and gone is owed nothing until the visitor writes, and then at once', () => {
    const conversation = anOpenConversation(visitor, agent).does(agent, wish.post('Hello'));
    expect(due(conversation.does(theSystem, wish.lose(agent)))).toBeUndefined();
    expect(due(conversation.does(visitor, wish.post('And the other one?')))).toEqual(['promise.make', 0]);
  });
});
