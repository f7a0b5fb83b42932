/**
 * Who is right for a visitor, held against the real domain: topics of quick starts, a deputy in the advisor's place, and
 * somebody else for whoever asks.
 */
import { describe, expect, test } from 'vitest';
import type { CallId } from '../../protocol/ids.ts';
import type { GrowingConversation, WishHere } from '../helpers/builders.ts';
import {
  aConversation,
  anAgentActor,
  anId,
  anOpenConversation,
  aVisitorActor,
  Claims,
  theSystem,
  wish,
} from '../helpers/builders.ts';

describe('quick starts', () => {
  const visitor = aVisitorActor({ topics: { order: 'orders', return: 'returns' } });

  test('[RT15] the topic of a first message or call asks for the skill that the site has for it', () => {
    expect(aConversation().does(visitor, wish.postAbout('return')).state.skills).toEqual(['returns']);
    const media = { audio: true, video: false };
    const call: WishHere = { type: 'call.start', body: { call: anId<CallId>(), media, topic: 'order' } };
    expect(aConversation().does(visitor, call).state.skills).toEqual(['orders']);
    expect(aConversation().does(visitor, wish.post()).state.skills).toEqual([]);
  });

  test('[RT15] one that the site does not offer is no reason to refuse a message', () => {
    const conversation = aConversation().does(visitor, wish.postAbout('product'));
    expect(conversation.events.map(({ content }) => content.type)).not.toContain('topic.chosen');
    expect(conversation.state).toMatchObject({ skills: [], status: 'waiting' });
  });

  test('[RT15] it counts where the conversation begins to want a person: not while it runs, anew when it is reopened', () => {
    const conversation = aConversation().does(visitor, wish.postAbout('return')).does(visitor, wish.postAbout('order'));
    expect(conversation.state.skills).toEqual(['returns']);
    conversation.does(visitor, wish.end()).does(visitor, wish.post());
    expect(conversation.state.skills).toEqual(['returns']);
    conversation.does(visitor, wish.end()).does(visitor, wish.postAbout('order'));
    expect(conversation.state.skills).toEqual(['orders']);
  });

  test('what an agent says that it is about changes nothing', () => {
    const agent = anAgentActor();
    const conversation = aConversation().does(visitor, wish.post()).does(agent, wish.accept());
    expect(conversation.does(agent, wish.postAbout('return')).state.skills).toEqual([]);
  });
});

describe('a deputy', () => {
  const visitor = aVisitorActor();
  const [mia, jonas] = [anAgentActor({ name: 'Mia' }), anAgentActor({ name: 'Jonas' })];
  const inPlaceOf = { kind: 'deputy', advisor: mia.agent, name: 'Mia' } as const;
  const joined = (conversation: GrowingConversation) =>
    conversation.events.flatMap(({ content }) =>
      content.type === 'participant.joined' ? [[content.body.agent.name, content.body.deputyFor]] : [],
    );

  test('[RT21] is told for whom they come, and so is the visitor, whom nobody in this conversation knew', () => {
    const conversation = aConversation()
      .does(visitor, wish.post())
      .does(theSystem, wish.reserve(jonas, [inPlaceOf]));
    expect(conversation.state.advisor).toEqual({ id: mia.agent, name: 'Mia' });
    expect(joined(conversation.does(jonas, wish.accept()))).toEqual([['Jonas', 'Mia']]);
    expect(conversation.state.advisor).toEqual({ id: jonas.agent, name: 'Jonas' });
  });

  test('[RT21] comes in place of whoever was inside before, in a reopened conversation too', () => {
    const conversation = anOpenConversation(visitor, mia).does(visitor, wish.end()).does(visitor, wish.post());
    expect(joined(conversation.does(jonas, wish.accept()))).toEqual([
      ['Mia', undefined],
      ['Jonas', 'Mia'],
    ]);
  });

  test('[RT21] nobody is a deputy beside somebody who is inside, nor for themselves', () => {
    const conversation = anOpenConversation(visitor, mia).does(theSystem, wish.lose(mia)).does(mia, wish.accept());
    conversation.does(mia, wish.transfer({ agent: jonas.agent })).does(jonas, wish.accept());
    expect(joined(conversation).map(([, deputyFor]) => deputyFor)).toEqual([undefined, undefined, undefined]);
  });
});

describe('somebody else', () => {
  const visitor = aVisitorActor();
  const [mia, jonas] = [anAgentActor({ name: 'Mia' }), anAgentActor({ name: 'Jonas' })];
  const isMia = { id: mia.agent, name: 'Mia' };

  test('[RT18] whoever is inside leaves, the conversation waits in front, and what was written stays', () => {
    const claims = new Claims();
    const conversation = anOpenConversation(visitor, mia, claims);
    const { seq, lastMessage } = conversation.state;
    conversation.does(visitor, wish.replace());
    expect(conversation.events.slice(seq).map(({ content, audience }) => [content, audience])).toEqual([
      [{ type: 'participant.left', body: { agent: mia.agent, reason: 'replaced' } }, 'all'],
      [
        {
          type: 'conversation.queued',
          body: { department: visitor.department, reason: 'replaced', replaced: [isMia] },
        },
        'all',
      ],
    ]);
    expect(conversation.state).toMatchObject({
      status: 'waiting',
      front: true,
      advisor: null,
      avoid: [isMia],
      lastMessage,
    });
    expect(claims.of(conversation.id)).not.toContain(`agent-load:${mia.agent}`);
  });

  test('[RT18] the call with them is over', () => {
    const call = anId<CallId>();
    const conversation = anOpenConversation(visitor, mia).does(visitor, wish.call(call)).does(mia, wish.answer(call));
    conversation.does(visitor, wish.replace());
    expect(conversation.state.call).toBeNull();
    expect(conversation.events.map(({ content }) => content)).toContainEqual(
      expect.objectContaining({ type: 'call.ended', body: expect.objectContaining({ reason: 'hangup' }) }),
    );
  });

  test('[RT18] the one who was replaced cannot take it by hand, nor answer its call, nor be handed it; others can', () => {
    const conversation = anOpenConversation(visitor, mia).does(visitor, wish.replace());
    expect(conversation.tries(mia, wish.accept())).toMatchObject({ code: 'conflict', details: { accept: 'unwanted' } });
    const call = anId<CallId>();
    conversation.does(visitor, wish.call(call));
    expect(conversation.tries(mia, wish.answer(call))).toMatchObject({ details: { accept: 'unwanted' } });
    conversation.does(jonas, wish.answer(call));
    expect(conversation.tries(jonas, wish.transfer({ agent: mia.agent }))).toMatchObject({
      details: { transfer: 'unwanted' },
    });
  });

  test('[RT18] who only waits keeps their place, and waits for anybody but their advisor', () => {
    const conversation = anOpenConversation(visitor, mia).does(visitor, wish.end()).does(visitor, wish.post());
    conversation.does(theSystem, wish.reserve(mia, [{ kind: 'advisor' }]));
    const { waitingSince } = conversation.state;
    conversation.passes(5_000).does(visitor, wish.replace());
    expect(conversation.state).toMatchObject({ waitingSince, front: false, reservation: null, avoid: [isMia] });
    conversation.does(theSystem, wish.reserve(jonas));
    expect(conversation.outcome(visitor, wish.replace())).toEqual([]);
    expect(conversation.state.reservation?.agent).toBe(jonas.agent);
  });

  test('[RT18] is nothing that can be wished of a conversation that has ended, or that agents wish', () => {
    const conversation = anOpenConversation(visitor, mia);
    expect(conversation.outcome(mia, wish.replace())).toBe('forbidden');
    expect(conversation.does(visitor, wish.end()).outcome(visitor, wish.replace())).toBe('conflict');
  });

  test('[RT19] the visitor is told once that there is nobody else, and anew after the next one', () => {
    const conversation = anOpenConversation(visitor, mia);
    const miss = { type: 'replacement.miss', body: {} } as const;
    expect(conversation.outcome(theSystem, miss)).toEqual([]);
    conversation.does(visitor, wish.replace());
    expect(conversation.outcome(theSystem, miss)).toEqual(['replacement.missed']);
    expect(conversation.does(theSystem, miss).outcome(theSystem, miss)).toEqual([]);
    conversation.does(jonas, wish.accept()).does(visitor, wish.replace());
    expect(conversation.outcome(theSystem, miss)).toEqual(['replacement.missed']);
  });

  test('[RT19] the visitor takes them back, and the last one is who knows them', () => {
    const conversation = anOpenConversation(visitor, mia).does(visitor, wish.replace());
    conversation.does(jonas, wish.accept()).does(visitor, wish.replace());
    expect(conversation.state.avoid.map(({ name }) => name)).toEqual(['Mia', 'Jonas']);
    conversation.does(visitor, wish.restore());
    expect(conversation.state).toMatchObject({
      avoid: [],
      advisor: { id: jonas.agent, name: 'Jonas' },
      status: 'waiting',
    });
    expect(conversation.outcome(visitor, wish.restore())).toEqual([]);
    expect(conversation.outcome(mia, wish.accept())).toContain('participant.joined');
  });
});
