/** Who is right for a visitor, held against the real domain: topics of quick starts. */
import { describe, expect, test } from 'vitest';
import type { CallId } from '../../protocol/ids.ts';
import type { WishHere } from '../helpers/builders.ts';
import { aConversation, anAgentActor, anId, aVisitorActor, wish } from '../helpers/builders.ts';

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
