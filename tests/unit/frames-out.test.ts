/**
 * Frames that are put together by hand: they say what writing the whole object down would say, for every kind of event
 * and viewer.
 */
import { expect, test } from 'vitest';
import type { CallId, CommandId } from '../../protocol/ids.ts';
import { viewEvent } from '../../server/domain/visibility.ts';
import { doneText, eventText } from '../../server/switchboard/frames-out.ts';
import { aConversation, anAgentActor, anId, aVisitorActor, theSystem, wish } from '../helpers/builders.ts';

const visitor = aVisitorActor();
const agent = anAgentActor({ name: 'Mia "Vögel" \\ \u2028' });

test('[EV1] an event’s text is the event, whoever reads it, one after another', () => {
  const { events } = aConversation()
    .does(visitor, wish.post('Is the "bowl" \\ blue?\n\u2028 🥣'))
    .does(anAgentActor(), wish.note('A note'))
    .does(theSystem, wish.reserve(agent, [{ kind: 'skills', skills: ['bowls'], known: true }]))
    .does(agent, wish.accept())
    .does(agent, wish.post('It is.'))
    .does(visitor, wish.call(anId<CallId>()));
  const viewers = ['staff', 'visitor', 'staff'] as const;
  const frames = events.flatMap((event) => viewers.flatMap((viewer) => viewEvent(event, viewer) ?? []));
  expect(frames.map((frame) => JSON.parse(eventText(frame)) as unknown)).toEqual(frames);
});

test('[CO3] the answer to a command names it and the numbers of its events', () => {
  const id = anId<CommandId>();
  for (const seqs of [[], [7], [7, 8]]) {
    expect(JSON.parse(doneText(id, seqs))).toEqual({ kind: 'reply', id, done: { seqs } });
  }
});
