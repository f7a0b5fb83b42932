/**
 * What leaves the server: to staff everything, to visitors what is for all, numbered so that nothing missing shows.
 */
import { describe, expect, test } from 'vitest';
import { eventFrame } from '../../protocol/events.ts';
import type { EventFrame } from '../../protocol/events.ts';
import type { CallId } from '../../protocol/ids.ts';
import { conversationRow, conversationView } from '../../protocol/models.ts';
import { inboxRow, viewConversation, viewEvent } from '../../server/domain/visibility.ts';
import type { Viewer } from '../../server/domain/visibility.ts';
import { aConversation, anAgentActor, anId, aPage, aVisitorActor, theSystem, wish } from '../helpers/builders.ts';
import type { GrowingConversation } from '../helpers/builders.ts';

const visitor = aVisitorActor();
const agent = anAgentActor({ name: 'Mia Vogel' });

/** A conversation with notes, reservations, reads and a call, not over yet. */
function aFullConversation(): GrowingConversation {
  const call = anId<CallId>();
  const conversation = aConversation()
    .does(visitor, wish.post('Is the bowl blue?'))
    .does(anAgentActor(), wish.note('SECRET: asks for the bowl'))
    .does(theSystem, wish.reserve(agent, [{ kind: 'skills', skills: ['SECRET'], known: true }]))
    .does(agent, wish.accept());
  const asked = conversation.lastMessage;
  conversation
    .does(agent, wish.note('SECRET: I take it'))
    .does(agent, wish.post('It is.'))
    .does(agent, wish.read(asked))
    .does(visitor, wish.call(call))
    .does(agent, wish.answer(call));
  return conversation.does(agent, wish.confirm(call, conversation.call.leg?.id ?? anId()));
}

function frames(conversation: GrowingConversation, viewer: Viewer): EventFrame[] {
  return conversation.events.flatMap((event) => viewEvent(event, viewer) ?? []);
}

describe('events', () => {
  test('[VI1] no staff event reaches a visitor, in no form', () => {
    const conversation = aFullConversation();
    const sent = JSON.stringify(frames(conversation, 'visitor'));
    const toStaff = JSON.stringify(frames(conversation, 'staff'));
    for (const secret of ['SECRET', 'reservation', 'call.confirmed', '"staff"', '"audience"']) {
      expect(sent).not.toContain(secret);
      expect(toStaff).toContain(secret);
    }
  });

  test('[EV2] each viewer’s numbers are gap-free from 1, in the same order', () => {
    const conversation = aFullConversation();
    for (const viewer of ['staff', 'visitor'] as const) {
      const numbers = frames(conversation, viewer).map(({ seq }) => seq);
      expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    }
    expect(frames(conversation, 'staff')).toHaveLength(conversation.events.length);
    expect(frames(conversation, 'visitor').length).toBeLessThan(conversation.events.length);
  });

  test('[VI2] a visitor cannot tell a conversation with notes from one without', () => {
    const shape = (conversation: GrowingConversation) =>
      frames(conversation, 'visitor').map(({ seq, type }) => `${seq} ${type}`);
    const plain = aConversation().does(visitor, wish.post());
    const noted = aConversation().does(visitor, wish.post()).does(agent, wish.note());
    for (const conversation of [plain, noted]) {
      conversation.does(agent, wish.accept());
      if (conversation === noted) conversation.does(agent, wish.note()).does(agent, wish.read(noted.lastMessage));
      else conversation.does(agent, wish.read(conversation.lastMessage));
      conversation.does(agent, wish.post('Good day'));
    }
    expect(shape(noted)).toEqual(shape(plain));
    const views = [noted, plain].map(({ id, state }) => ({
      ...viewConversation(id, state, 'visitor'),
      id: null,
      caseNumber: null,
      reads: state.reads.length,
    }));
    expect(views[0]).toEqual(views[1]);
  });

  test('an event carries its conversation, time and author, and fits the wire', () => {
    const conversation = aConversation().does(visitor, wish.post('Hello'));
    const [, , posted] = conversation.events;
    if (posted === undefined) throw new Error('Nothing was posted');
    const frame = {
      kind: 'event',
      conversation: conversation.id,
      seq: 3,
      at: conversation.now,
      by: { kind: 'visitor', id: visitor.visitor },
      type: 'message.posted',
      body: { message: posted.command, text: 'Hello' },
    };
    expect(viewEvent(posted, 'visitor')).toEqual(frame);
    expect(viewEvent(posted, 'staff')).toEqual({ ...frame, audience: 'all' });
  });

  test('every event of a full conversation fits the wire’s schema, for both viewers', () => {
    const conversation = aFullConversation();
    for (const frame of [...frames(conversation, 'staff'), ...frames(conversation, 'visitor')]) {
      expect(eventFrame.safeParse(frame)).toMatchObject({ success: true });
    }
  });
});

describe('views', () => {
  test('[VI3] what a visitor sees of an agent is the card, and of the waiting nothing', () => {
    const conversation = aFullConversation();
    const { id, state } = conversation;
    const view = viewConversation(id, state, 'visitor');
    expect(view).toEqual({
      id,
      caseNumber: state.caseNumber,
      status: 'open',
      head: state.publicSeq,
      startedAt: conversation.now,
      locale: 'de-CH',
      page: aPage(),
      agents: [{ id: agent.agent, name: 'Mia Vogel', title: 'Advisor', languages: ['de', 'en'], photo: null }],
      reads: [
        {
          by: { kind: 'agent', id: agent.agent, name: 'Mia Vogel' },
          message: expect.any(String),
          at: conversation.now,
        },
      ],
      callback: null,
      call: {
        id: conversation.call.id,
        by: 'visitor',
        media: { audio: true, video: false },
        phase: 'connecting',
        startedAt: conversation.now,
        connectedAt: null,
        leg: conversation.call.leg,
      },
      promise: null,
    });
  });

  test('[VI2] the head counts in the viewer’s own counter', () => {
    const { id, state } = aFullConversation();
    expect(viewConversation(id, state, 'visitor').head).toBe(state.publicSeq);
    expect(viewConversation(id, state, 'staff').head).toBe(state.seq);
    expect(state.publicSeq).toBeLessThan(state.seq);
  });

  test('views and rows fit the wire’s schemas', () => {
    const { id, state } = aFullConversation();
    const row = inboxRow({ id, version: 7, state }, 'Demo shop');
    expect(conversationView.safeParse(viewConversation(id, state, 'visitor'))).toMatchObject({ success: true });
    expect(conversationRow.safeParse(row)).toMatchObject({ success: true });
  });

  test('a row says what the desk needs: who waits, since when, who is asked, what was said', () => {
    const conversation = aConversation()
      .does(visitor, wish.post('Is the bowl blue?'))
      .passes(5000)
      .does(theSystem, wish.reserve(agent));
    const { id, state } = conversation;
    expect(inboxRow({ id, version: 7, state }, 'Demo shop')).toEqual({
      id,
      version: 7,
      head: 4,
      caseNumber: state.caseNumber,
      siteName: 'Demo shop',
      department: visitor.department,
      visitor: visitor.visitor,
      status: 'waiting',
      startedAt: conversation.now - 5000,
      waitingSince: conversation.now - 5000,
      front: false,
      locale: 'de-CH',
      page: aPage(),
      agents: [],
      avoid: [],
      reservation: { agent: agent.agent, expiresAt: conversation.now + 20_000 },
      lastMessage: {
        by: { kind: 'visitor', id: visitor.visitor },
        text: 'Is the bowl blue?',
        at: conversation.now - 5000,
      },
      transfer: null,
      unread: 1,
      call: null,
      callback: null,
      promise: null,
    });
  });
});
