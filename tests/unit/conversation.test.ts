/**
 * The conversation's own rules, held against the real domain: starting, waiting, accepting, reading, ending, losing an
 * agent. Stores and sockets have their own tests.
 */
import { describe, expect, test } from 'vitest';
import { command } from '../../protocol/commands.ts';
import { LIMITS, TIMES } from '../../protocol/constants.ts';
import type { CallId, DepartmentId, MessageId } from '../../protocol/ids.ts';
import { columns } from '../../server/domain/conversation.ts';
import { RECENT_MESSAGES } from '../../server/domain/messages.ts';
import {
  aConversation,
  anAgentActor,
  anId,
  anOpenConversation,
  aPage,
  aVisitorActor,
  Claims,
  theSystem,
  wish,
} from '../helpers/builders.ts';
import type { GrowingConversation } from '../helpers/builders.ts';

const types = (conversation: GrowingConversation) => conversation.events.map(({ content }) => content.type);

describe('starting', () => {
  test('[CO8] the first message starts the conversation with everything from the session', () => {
    const visitor = aVisitorActor({ locale: 'fr-CH', page: aPage('/bowls', 'Bowls') });
    const conversation = aConversation().does(visitor, wish.post('Bonjour'));
    const { state } = conversation;
    expect(conversation.events.map(({ content }) => content)).toEqual([
      {
        type: 'conversation.started',
        body: {
          site: visitor.site,
          department: visitor.department,
          caseNumber: state.caseNumber,
          locale: 'fr-CH',
          page: aPage('/bowls', 'Bowls'),
          via: 'message',
        },
      },
      { type: 'conversation.queued', body: { department: visitor.department, reason: 'started' } },
      { type: 'message.posted', body: { message: conversation.lastMessage, text: 'Bonjour' } },
    ]);
    expect(columns(state)).toEqual({
      site: visitor.site,
      department: visitor.department,
      visitor: visitor.visitor,
      status: 'waiting',
      caseNumber: state.caseNumber,
    });
  });

  test('[CO8] a call starts a conversation too', () => {
    const conversation = aConversation().does(aVisitorActor(), wish.call(anId()));
    expect(types(conversation)).toEqual(['conversation.started', 'conversation.queued', 'call.started']);
    expect(conversation.events[0]?.content.body).toMatchObject({ via: 'call' });
  });

  test('[CO8] nothing but a message or a call starts a conversation', () => {
    expect(aConversation().outcome(aVisitorActor(), wish.end())).toBe('not_found');
    expect(aConversation().outcome(anAgentActor(), wish.post())).toBe('not_found');
    expect(aConversation().outcome(theSystem, wish.visit(aPage()))).toBe('not_found');
  });

  test('a message is named by the command that posted it', () => {
    const conversation = aConversation().does(aVisitorActor(), wish.post());
    expect(conversation.lastMessage).toBe(conversation.events[2]?.command);
  });

  test('[CO8] a case number that another conversation holds is refused by the name of its claim', () => {
    const claims = new Claims();
    const { caseNumber } = aConversation({ claims }).does(aVisitorActor(), wish.post()).state;
    const twin = aConversation({ claims, caseNumber });
    expect(twin.tries(aVisitorActor(), wish.post())).toMatchObject({ details: { claim: `case:${caseNumber}` } });
  });
});

describe('messages', () => {
  test('[EV3] a person is the author of what they did, the system of what the program did', () => {
    const visitor = aVisitorActor();
    const agent = anAgentActor({ name: 'Mia Vogel' });
    const conversation = aConversation()
      .does(visitor, wish.post())
      .does(theSystem, wish.reserve(agent))
      .does(agent, wish.accept())
      .does(agent, wish.post('Good day'))
      .does(theSystem, wish.visit(aPage('/plates')))
      .does(visitor, wish.end());
    const me = { kind: 'visitor', id: visitor.visitor };
    const mia = { kind: 'agent', id: agent.agent, name: 'Mia Vogel' };
    const system = { kind: 'system' };
    expect(conversation.events.map(({ by, content }) => [content.type, by])).toEqual([
      ['conversation.started', me],
      ['conversation.queued', system],
      ['message.posted', me],
      ['reservation.made', system],
      ['participant.joined', mia],
      ['reservation.ended', mia],
      ['message.posted', mia],
      ['page.visited', me],
      ['participant.left', system],
      ['conversation.ended', me],
    ]);
  });

  test('only participating agents write for all', () => {
    const visitor = aVisitorActor();
    const outsider = anAgentActor();
    const waiting = aConversation().does(visitor, wish.post());
    expect(waiting.outcome(outsider, wish.post())).toBe('forbidden');
    expect(anOpenConversation(visitor, anAgentActor()).outcome(outsider, wish.post())).toBe('forbidden');
    expect(waiting.does(outsider, wish.accept()).outcome(outsider, wish.post())).toEqual(['message.posted']);
  });

  test('any agent of the department writes notes, at any time', () => {
    const conversation = aConversation().does(aVisitorActor(), wish.post());
    const agent = anAgentActor();
    expect(conversation.outcome(agent, wish.note())).toEqual(['message.posted']);
    conversation.does(agent, wish.end());
    expect(conversation.outcome(agent, wish.note())).toEqual(['message.posted']);
    expect(conversation.events.at(-1)).toMatchObject({ audience: 'staff', publicSeq: null });
  });

  test('a row shows the last message for all, shortened by whole characters', () => {
    const conversation = aConversation().does(aVisitorActor(), wish.post('🔔'.repeat(200)));
    conversation.does(anAgentActor(), wish.note('not for rows'));
    expect(conversation.state.lastMessage?.text).toBe('🔔'.repeat(160));
  });

  test.each([
    ['refused', 'empty', ''],
    ['refused', 'blank', ' \n\t '],
    ['refused', 'half of a surrogate pair', 'a\uD83D'],
    ['refused', 'one code point too long', '🔔'.repeat(LIMITS.textCodePoints + 1)],
    ['taken', 'as long as allowed, in code points', '🔔'.repeat(LIMITS.textCodePoints)],
    ['taken', 'short', 'Hi'],
  ])('[CO5] %s is a message that is %s', (answer, _, text) => {
    const posted = { type: 'message.post', conversation: anId(), body: { text } };
    expect(command.safeParse(posted).success).toBe(answer === 'taken');
  });

  test('a page is stored only when it is another one, and not after the end', () => {
    const visitor = aVisitorActor({ page: aPage('/') });
    const conversation = aConversation().does(visitor, wish.post());
    expect(conversation.outcome(theSystem, wish.visit(aPage('/', 'Other title')))).toEqual([]);
    expect(conversation.outcome(theSystem, wish.visit(aPage('/bowls')))).toEqual(['page.visited']);
    expect(conversation.state.page).toEqual(aPage('/bowls'));
    conversation.does(visitor, wish.end());
    expect(conversation.outcome(theSystem, wish.visit(aPage('/plates')))).toEqual([]);
  });
});

describe('accepting and reservations', () => {
  test('[CO9] of two agents who accept, the second is refused', () => {
    const conversation = aConversation().does(aVisitorActor(), wish.post());
    expect(conversation.outcome(anAgentActor(), wish.accept())).toEqual(['participant.joined']);
    expect(conversation.outcome(anAgentActor(), wish.accept())).toBe('conflict');
    expect(conversation.state).toMatchObject({ status: 'open', waitingSince: null });
  });

  test('[CO9] who has accepted already may say so again', () => {
    const agent = anAgentActor();
    const conversation = anOpenConversation(aVisitorActor(), agent);
    expect(conversation.outcome(agent, wish.accept())).toEqual([]);
  });

  test('an ended conversation cannot be accepted', () => {
    const visitor = aVisitorActor();
    const conversation = aConversation().does(visitor, wish.post()).does(visitor, wish.end());
    expect(conversation.outcome(anAgentActor(), wish.accept())).toBe('conflict');
  });

  test('accepting ends the reservation: accepted by its agent, withdrawn from another', () => {
    const asked = anAgentActor();
    const other = anAgentActor();
    for (const [taker, outcome] of [
      [asked, 'accepted'],
      [other, 'withdrawn'],
    ] as const) {
      const conversation = aConversation().does(aVisitorActor(), wish.post()).does(theSystem, wish.reserve(asked));
      expect(conversation.timers.has('reservation')).toBe(true);
      conversation.does(taker, wish.accept());
      expect(conversation.events.at(-1)?.content).toEqual({
        type: 'reservation.ended',
        body: { agent: asked.agent, outcome },
      });
      expect(conversation.timers.has('reservation')).toBe(false);
      expect(conversation.claims.of(conversation.id)).toContain(`agent-load:${taker.agent}`);
      expect(conversation.claims.of(conversation.id)).toHaveLength(2);
    }
  });

  test('[RT6] a conversation has at most one reservation, which expires after 20 s', () => {
    const first = anAgentActor();
    const conversation = aConversation()
      .does(aVisitorActor(), wish.post())
      .does(theSystem, wish.reserve(first, [{ kind: 'advisor' }]));
    expect(conversation.events.at(-1)).toMatchObject({
      audience: 'staff',
      content: {
        type: 'reservation.made',
        body: { agent: first.agent, because: [{ kind: 'advisor' }], expiresAt: conversation.now + 20_000 },
      },
    });
    expect(conversation.outcome(theSystem, wish.reserve(anAgentActor()))).toBe('conflict');
    expect(conversation.outcome(theSystem, wish.reserve(first))).toEqual([]);
    expect(conversation.passes(TIMES.reservationMs - 1).state.reservation?.agent).toBe(first.agent);
    expect(conversation.passes(1).state.reservation).toBeNull();
    expect(conversation.events.at(-1)?.content.body).toEqual({ agent: first.agent, outcome: 'expired' });
    expect(conversation.outcome(theSystem, wish.reserve(anAgentActor()))).toEqual(['reservation.made']);
  });

  test('[RT5] who declined or let it expire is remembered, once each, until somebody comes', () => {
    const visitor = aVisitorActor();
    const [one, two, three] = [anAgentActor(), anAgentActor(), anAgentActor()];
    const conversation = aConversation().does(visitor, wish.post()).does(theSystem, wish.reserve(one));
    const declinedAt = conversation.now;
    conversation.does(one, wish.declineReservation()).does(theSystem, wish.reserve(two)).passes(TIMES.reservationMs);
    expect(conversation.state.asked).toEqual([
      { agent: one.agent, at: declinedAt },
      { agent: two.agent, at: declinedAt + TIMES.reservationMs },
    ]);
    conversation.does(theSystem, wish.reserve(one)).does(one, wish.declineReservation());
    expect(conversation.state.asked.map(({ agent }) => agent)).toEqual([two.agent, one.agent]);
    expect(conversation.does(three, wish.accept()).state.asked).toEqual([]);
    conversation.does(visitor, wish.end()).does(visitor, wish.post());
    expect(conversation.state.asked).toEqual([]);
  });

  test('declining what one was not asked for changes nothing', () => {
    const conversation = aConversation()
      .does(aVisitorActor(), wish.post())
      .does(theSystem, wish.reserve(anAgentActor()));
    expect(conversation.outcome(anAgentActor(), wish.declineReservation())).toEqual([]);
    expect(conversation.state.reservation).not.toBeNull();
  });

  test('nobody is reserved for a conversation that does not wait', () => {
    const conversation = anOpenConversation(aVisitorActor(), anAgentActor());
    expect(conversation.outcome(theSystem, wish.reserve(anAgentActor()))).toBe('conflict');
  });

  test('[RT4] an agent holds at most as many conversations and reservations as their capacity', () => {
    const claims = new Claims();
    const agent = anAgentActor();
    for (let held = 1; held < agent.capacity; held += 1) anOpenConversation(aVisitorActor(), agent, claims);
    const reserved = aConversation({ claims }).does(aVisitorActor(), wish.post()).does(theSystem, wish.reserve(agent));
    const next = aConversation({ claims }).does(aVisitorActor(), wish.post());
    expect(next.outcome(theSystem, wish.reserve(agent))).toBe('conflict');
    expect(next.tries(agent, wish.accept())).toMatchObject({ details: { claim: `agent-load:${agent.agent}` } });
    reserved.does(agent, wish.declineReservation());
    expect(next.outcome(agent, wish.accept())).toEqual(['participant.joined']);
  });
});

describe('reading', () => {
  const twoMessages = () => {
    const visitor = aVisitorActor();
    const agent = anAgentActor();
    const conversation = anOpenConversation(visitor, agent);
    const first = conversation.lastMessage;
    const second = conversation.does(visitor, wish.post('And')).lastMessage;
    return { visitor, agent, conversation, first, second };
  };

  test('[CO11] a read mark is stored once and never moves backwards', () => {
    const { agent, conversation, first, second } = twoMessages();
    expect(conversation.outcome(agent, wish.read(first))).toEqual(['participant.read']);
    expect(conversation.outcome(agent, wish.read(first))).toEqual([]);
    expect(conversation.outcome(agent, wish.read(second))).toEqual(['participant.read']);
    expect(conversation.outcome(agent, wish.read(first))).toEqual([]);
    expect(conversation.state.reads.map(({ message }) => message)).toEqual([second]);
  });

  test('[CO11] each reader has a mark of their own', () => {
    const { visitor, agent, conversation, first, second } = twoMessages();
    conversation.does(agent, wish.read(second));
    expect(conversation.outcome(visitor, wish.read(first))).toEqual(['participant.read']);
    expect(conversation.state.reads).toHaveLength(2);
  });

  test('[CO11] a message that is unknown or long ago marks nothing', () => {
    const { visitor, agent, conversation, first, second } = twoMessages();
    expect(conversation.outcome(agent, wish.read(anId<MessageId>()))).toEqual([]);
    for (let more = 0; more < RECENT_MESSAGES - 1; more += 1) conversation.does(visitor, wish.post());
    expect(conversation.outcome(agent, wish.read(first))).toEqual([]);
    expect(conversation.outcome(agent, wish.read(second))).toEqual(['participant.read']);
  });

  test('only participants leave a mark', () => {
    const { conversation, first } = twoMessages();
    expect(conversation.outcome(anAgentActor(), wish.read(first))).toBe('forbidden');
  });

  test('[VI2] who reads a note marks the message before it, and a visitor cannot find notes by reading', () => {
    const { visitor, agent, conversation, second } = twoMessages();
    const note = conversation.does(agent, wish.note()).lastMessage;
    expect(conversation.outcome(visitor, wish.read(note))).toEqual([]);
    conversation.does(agent, wish.read(note));
    expect(conversation.events.at(-1)?.content.body).toEqual({ message: second });
  });

  test('unread counts what the visitor wrote after the last message that an agent has read', () => {
    const { visitor, agent, conversation, first, second } = twoMessages();
    expect(conversation.state.unread).toBe(2);
    expect(conversation.does(agent, wish.read(first)).state.unread).toBe(1);
    conversation.does(agent, wish.post('One moment')).does(agent, wish.note());
    expect(conversation.does(visitor, wish.post('?')).state.unread).toBe(2);
    expect(conversation.does(visitor, wish.read(second)).state.unread).toBe(2);
    expect(conversation.does(agent, wish.read(conversation.lastMessage)).state.unread).toBe(0);
  });

  test('an agent who comes later can mark the last message, and older reads take nothing back', () => {
    const { visitor, agent, conversation, first, second } = twoMessages();
    const next = anAgentActor();
    conversation.does(agent, wish.read(second)).does(theSystem, wish.lose(agent)).does(next, wish.accept());
    expect(conversation.does(next, wish.read(first)).state.unread).toBe(0);
    conversation.does(visitor, wish.read(second));
    expect(conversation.outcome(next, wish.read(second))).toEqual(['participant.read']);
    const third = anAgentActor();
    conversation.does(theSystem, wish.lose(next)).does(third, wish.accept());
    expect(conversation.outcome(third, wish.read(second))).toEqual(['participant.read']);
  });

  test('the state stays small however long the conversation gets', () => {
    const { visitor, conversation } = twoMessages();
    const sizes = [100, 400].map((messages) => {
      while (conversation.events.length < messages) conversation.does(visitor, wish.post('x'));
      return JSON.stringify(conversation.state).length;
    });
    // Numbers gain digits; nothing else grows.
    expect(sizes[1]).toBeLessThan(1.02 * (sizes[0] ?? 0));
  });
});

describe('ending', () => {
  test('[CO10] either side ends with one command, and ending again changes nothing', () => {
    const visitor = aVisitorActor();
    const agent = anAgentActor();
    for (const [first, second] of [
      [visitor, agent],
      [agent, visitor],
    ] as const) {
      const conversation = anOpenConversation(visitor, agent);
      expect(conversation.outcome(first, wish.end())).toEqual(['participant.left', 'conversation.ended']);
      expect(conversation.outcome(second, wish.end())).toEqual([]);
      expect(conversation.state).toMatchObject({ status: 'ended', agents: [], reservation: null, call: null });
    }
  });

  test('[CO10] the end releases everything but the case number', () => {
    const visitor = aVisitorActor();
    const agent = anAgentActor();
    const open = anOpenConversation(visitor, agent).does(agent, wish.call(anId<CallId>()));
    const reserved = aConversation().does(visitor, wish.call(anId())).does(theSystem, wish.reserve(agent));
    for (const conversation of [open, reserved]) {
      expect(conversation.claims.of(conversation.id).length).toBeGreaterThan(2);
      expect(conversation.timers.size).toBeGreaterThan(0);
      conversation.does(visitor, wish.end());
      expect(conversation.claims.of(conversation.id)).toEqual([`case:${conversation.state.caseNumber}`]);
      expect(conversation.timers.size).toBe(0);
    }
  });

  test('[CO10] the visitor’s message reopens it under the same case number, on the page where they are', () => {
    const visitor = aVisitorActor({ page: aPage('/') });
    const conversation = anOpenConversation(visitor, anAgentActor()).does(visitor, wish.end()).passes(1000);
    const { caseNumber } = conversation.state;
    const back = { ...visitor, page: aPage('/plates') };
    expect(conversation.outcome(back, wish.post('One more thing'))).toEqual([
      'page.visited',
      'conversation.queued',
      'message.posted',
    ]);
    expect(conversation.state).toMatchObject({
      status: 'waiting',
      caseNumber,
      waitingSince: conversation.now,
      front: false,
      page: aPage('/plates'),
    });
  });

  test('an agent’s message does not reopen it', () => {
    const visitor = aVisitorActor();
    const agent = anAgentActor();
    const conversation = anOpenConversation(visitor, agent).does(visitor, wish.end());
    expect(conversation.outcome(agent, wish.post())).toBe('conflict');
  });

  test('agents end what waits, but not what another agent has open', () => {
    const agent = anAgentActor();
    expect(aConversation().does(aVisitorActor(), wish.post()).outcome(agent, wish.end())).toEqual([
      'conversation.ended',
    ]);
    expect(anOpenConversation(aVisitorActor(), anAgentActor()).outcome(agent, wish.end())).toBe('forbidden');
  });
});

describe('losing an agent', () => {
  test('[RT7] the lost agent leaves, and the conversation is queued in front of all others', () => {
    const agent = anAgentActor();
    const conversation = anOpenConversation(aVisitorActor(), agent).passes(5000);
    expect(conversation.outcome(theSystem, wish.lose(agent))).toEqual(['participant.left', 'conversation.queued']);
    expect(conversation.events.slice(-2).map(({ content }) => content.body)).toEqual([
      { agent: agent.agent, reason: 'lost' },
      { department: conversation.state.department, reason: 'agent_lost' },
    ]);
    expect(conversation.state).toMatchObject({
      status: 'waiting',
      front: true,
      waitingSince: conversation.now,
      agents: [],
    });
    expect(conversation.claims.of(conversation.id)).toEqual([`case:${conversation.state.caseNumber}`]);
  });

  test('[RT7] an agent who is not inside cannot be lost', () => {
    const conversation = anOpenConversation(aVisitorActor(), anAgentActor());
    expect(conversation.outcome(theSystem, wish.lose(anAgentActor()))).toEqual([]);
  });

  test('[RT7] a lost agent who was only asked is asked no longer', () => {
    const agent = anAgentActor();
    const conversation = aConversation().does(aVisitorActor(), wish.post()).does(theSystem, wish.reserve(agent));
    expect(conversation.outcome(theSystem, wish.lose(agent))).toEqual(['reservation.ended']);
    expect(conversation.state).toMatchObject({ reservation: null, asked: [], status: 'waiting' });
  });

  test('the department stays that of the start', () => {
    const department = anId<DepartmentId>();
    const agent = anAgentActor({ departments: [department] });
    const conversation = anOpenConversation(aVisitorActor({ department }), agent).does(theSystem, wish.lose(agent));
    expect(conversation.state.department).toBe(department);
  });
});
