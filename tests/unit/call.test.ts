/**
 * The state machine of calls, with the server as the only authority: who rings, who won, which attempt counts, and
 * that a call never outlives its time, its people or its conversation.
 */
import { describe, expect, test } from 'vitest';
import { TIMES } from '../../protocol/constants.ts';
import type { CallId, LegId } from '../../protocol/ids.ts';
import type { AgentActor, VisitorActor } from '../../server/domain/decision.ts';
import {
  aConversation,
  anAgentActor,
  anId,
  anOpenConversation,
  AUDIO,
  aVisitorActor,
  Claims,
  theSystem,
  VIDEO,
  wish,
} from '../helpers/builders.ts';
import type { GrowingConversation } from '../helpers/builders.ts';

const visitor = aVisitorActor();
const agent = anAgentActor();
const call = anId<CallId>();

const ringing = () => anOpenConversation(visitor, agent).does(visitor, wish.call(call));
const answered = () => ringing().does(agent, wish.answer(call));

/** The leg's id of the running call. */
function legOf(conversation: GrowingConversation): LegId {
  const { leg } = conversation.call;
  if (leg === null) throw new Error('Nobody has answered');
  return leg.id;
}

function confirmedBy(conversation: GrowingConversation, ...actors: (VisitorActor | AgentActor)[]): GrowingConversation {
  for (const actor of actors) {
    conversation.does(actor, wish.confirm(call, legOf(conversation), conversation.call.leg?.attempt ?? 0));
  }
  return conversation;
}

const connected = () => confirmedBy(answered(), visitor, agent);

/** Author and body of the last call's end. */
function theEnd(conversation: GrowingConversation) {
  const end = conversation.events.findLast(({ content }) => content.type === 'call.ended');
  return end && { by: end.by.kind, ...end.content.body };
}

describe('starting', () => {
  test('[CA2] a call starts ringing with the caller’s media', () => {
    const conversation = anOpenConversation(visitor, agent).does(agent, wish.call(call, VIDEO));
    expect(conversation.call).toEqual({
      id: call,
      by: 'agent',
      media: VIDEO,
      phase: 'ringing',
      startedAt: conversation.now,
      connectedAt: null,
      leg: null,
      callerSession: agent.session,
      agent: agent.agent,
      confirmed: [],
      deadlineAt: conversation.now + TIMES.ringMs,
    });
  });

  test('[CA1] a conversation has one call at a time', () => {
    for (const conversation of [ringing(), answered(), connected()]) {
      expect(conversation.outcome(visitor, wish.call(anId<CallId>()))).toBe('conflict');
    }
    expect(answered().outcome(agent, wish.call(anId<CallId>()))).toBe('conflict');
  });

  test('[CA1] starting the same call again changes nothing', () => {
    expect(ringing().outcome(visitor, wish.call(call))).toEqual([]);
  });

  test('[CA1] a visitor has one call over all conversations, whoever starts it', () => {
    const claims = new Claims();
    const first = anOpenConversation(visitor, agent, claims).does(visitor, wish.call(call));
    const second = anOpenConversation(visitor, agent, claims);
    expect(second.tries(visitor, wish.call(anId()))).toMatchObject({
      code: 'conflict',
      details: { claim: `visitor-call:${visitor.visitor}` },
    });
    expect(second.outcome(agent, wish.call(anId()))).toBe('conflict');
    first.does(visitor, wish.hangUp(call));
    expect(second.outcome(visitor, wish.call(anId()))).toEqual(['call.started']);
  });

  test('an agent has one call over all conversations', () => {
    const claims = new Claims();
    const first = anOpenConversation(visitor, agent, claims)
      .does(visitor, wish.call(call))
      .does(agent, wish.answer(call));
    const caller = aVisitorActor();
    const other = anId<CallId>();
    const second = anOpenConversation(caller, agent, claims).does(caller, wish.call(other));
    expect(second.tries(agent, wish.answer(other))).toMatchObject({ details: { claim: `agent-call:${agent.agent}` } });
    first.does(agent, wish.hangUp(call));
    expect(second.outcome(agent, wish.answer(other))).toEqual(['call.answered']);
  });

  test('only a participating agent calls the visitor', () => {
    const waiting = aConversation().does(visitor, wish.post());
    expect(waiting.outcome(agent, wish.call(call))).toBe('forbidden');
    expect(anOpenConversation(visitor, anAgentActor()).outcome(agent, wish.call(call))).toBe('forbidden');
  });

  test('a visitor’s call reopens an ended conversation', () => {
    const conversation = anOpenConversation(visitor, agent).does(agent, wish.end());
    expect(conversation.outcome(visitor, wish.call(call))).toEqual(['conversation.queued', 'call.started']);
  });
});

describe('answering', () => {
  test('[CA3] the answer binds the answering and the calling session to a leg named by the answer', () => {
    const otherTab = { ...agent, session: anId<AgentActor['session']>() };
    const conversation = ringing().does(otherTab, wish.answer(call, VIDEO));
    const event = conversation.events.at(-1);
    expect(event?.content).toEqual({
      type: 'call.answered',
      body: {
        call,
        leg: {
          id: event?.command,
          attempt: 1,
          ends: { visitor: visitor.session, agent: otherTab.session },
          offerer: 'visitor',
        },
        media: VIDEO,
      },
    });
    expect(conversation.call).toMatchObject({ phase: 'connecting', agent: agent.agent, media: AUDIO });
  });

  test('[CA3] a later answer is refused', () => {
    const otherTab = { ...agent, session: anId<AgentActor['session']>() };
    expect(answered().outcome(otherTab, wish.answer(call))).toBe('conflict');
    expect(answered().outcome(anAgentActor(), wish.answer(call))).toBe('conflict');
  });

  test('[CA4] the visitor makes the first offer, whoever called, in every attempt', () => {
    const byAgent = anOpenConversation(visitor, agent).does(agent, wish.call(call)).does(visitor, wish.answer(call));
    for (const conversation of [answered(), byAgent]) {
      expect(conversation.call.leg).toMatchObject({ offerer: 'visitor', attempt: 1 });
      conversation.does(agent, wish.rejoin(call));
      expect(conversation.call.leg).toMatchObject({ offerer: 'visitor', attempt: 2 });
      expect(conversation.call.leg?.ends).toEqual({ visitor: visitor.session, agent: agent.session });
    }
  });

  test('an agent who answers a waiting visitor’s call accepts the conversation with it', () => {
    const conversation = aConversation().does(visitor, wish.call(call)).does(theSystem, wish.reserve(agent));
    expect(conversation.outcome(agent, wish.answer(call))).toEqual([
      'participant.joined',
      'reservation.ended',
      'call.answered',
    ]);
    expect(conversation.state).toMatchObject({ status: 'open', reservation: null });
    expect([...conversation.timers.keys()]).toEqual(['call']);
  });

  test('nobody answers a call of their own, another agent’s, or none', () => {
    expect(ringing().outcome(visitor, wish.answer(call))).toBe('conflict');
    expect(ringing().outcome(anAgentActor(), wish.answer(call))).toBe('conflict');
    expect(ringing().outcome(agent, wish.answer(anId<CallId>()))).toBe('conflict');
    expect(anOpenConversation(visitor, agent).outcome(agent, wish.answer(call))).toBe('conflict');
  });

  test('[CA10] when both call at once, the later start answers the earlier call', () => {
    const late = anId<CallId>();
    for (const [first, second] of [
      [visitor, agent],
      [agent, visitor],
    ] as const) {
      const conversation = anOpenConversation(visitor, agent).does(first, wish.call(call));
      expect(conversation.outcome(second, wish.call(late, VIDEO))).toEqual(['call.answered']);
      expect(conversation.call).toMatchObject({
        id: call,
        by: first.kind,
        phase: 'connecting',
        agent: agent.agent,
        leg: { ends: { visitor: visitor.session, agent: agent.session } },
      });
      expect(conversation.claims.of(conversation.id)).toContain(`agent-call:${agent.agent}`);
    }
  });
});

describe('not answering', () => {
  test('[CA2] the other side declines, the caller cancels', () => {
    const byAgent = () => anOpenConversation(visitor, agent).does(agent, wish.call(call));
    expect(theEnd(ringing().does(agent, wish.declineCall(call)))).toMatchObject({ by: 'agent', reason: 'declined' });
    expect(theEnd(byAgent().does(visitor, wish.declineCall(call)))).toMatchObject({
      by: 'visitor',
      reason: 'declined',
    });
    expect(theEnd(ringing().does(visitor, wish.hangUp(call)))).toMatchObject({ by: 'visitor', reason: 'cancelled' });
    expect(theEnd(byAgent().does(agent, wish.hangUp(call)))).toMatchObject({ by: 'agent', reason: 'cancelled' });
    expect(ringing().outcome(visitor, wish.declineCall(call))).toBe('conflict');
  });

  test('[CA2] after 60 s it ends missed, and the conversation goes on', () => {
    const conversation = aConversation()
      .does(visitor, wish.call(call))
      .passes(TIMES.ringMs - 1);
    expect(conversation.call.phase).toBe('ringing');
    conversation.passes(1);
    expect(theEnd(conversation)).toEqual({ by: 'system', call, reason: 'missed', seconds: 0 });
    expect(conversation.state).toMatchObject({ status: 'waiting', call: null });
  });

  test('a declined call tells why, and the conversation goes on as text', () => {
    const conversation = ringing().does(agent, { type: 'call.decline', body: { call, cause: 'missing' } });
    expect(theEnd(conversation)).toEqual({ by: 'agent', call, reason: 'declined', seconds: 0, cause: 'missing' });
    expect(conversation.state.status).toBe('open');
  });

  test('an agent who was only asked declines the reservation, not the visitor’s call', () => {
    for (const declining of [wish.declineCall(call), wish.hangUp(call)]) {
      const conversation = aConversation().does(visitor, wish.call(call)).does(theSystem, wish.reserve(agent));
      expect(conversation.outcome(anAgentActor(), declining)).toEqual([]);
      expect(conversation.outcome(agent, declining)).toEqual(['reservation.ended']);
      expect(conversation.call.phase).toBe('ringing');
      expect(conversation.state.asked).toEqual([{ agent: agent.agent, at: conversation.now }]);
    }
  });

  test('[QU6] who hangs up before anybody came, and has said nothing, does not wait any more', () => {
    const conversation = aConversation().does(visitor, wish.call(call)).does(theSystem, wish.reserve(agent));
    expect(conversation.outcome(visitor, wish.hangUp(anId()))).toEqual([]);
    expect(conversation.outcome(visitor, wish.hangUp(call))).toEqual([
      'call.ended',
      'reservation.ended',
      'conversation.ended',
    ]);
    expect(theEnd(conversation)).toMatchObject({ by: 'visitor', reason: 'cancelled' });
    expect(conversation.events.at(-1)?.by.kind).toBe('visitor');
    expect([...conversation.timers.keys()]).toEqual([]);
    // The same case, called again: what was said before its end is no reason to wait.
    const again = anOpenConversation(visitor, agent).does(agent, wish.end()).passes(1).does(visitor, wish.call(call));
    expect(again.does(visitor, wish.hangUp(call)).state.status).toBe('ended');
  });

  test('[QU6] what was said goes on waiting when its call is hung up, and so does who lost their agent', () => {
    const written = aConversation().does(visitor, wish.call(call)).does(visitor, wish.post());
    expect(written.outcome(visitor, wish.hangUp(call))).toEqual(['call.ended']);
    const lost = anOpenConversation(visitor, agent).passes(1).does(theSystem, wish.lose(agent));
    expect(lost.does(visitor, wish.call(call)).outcome(visitor, wish.hangUp(call))).toEqual(['call.ended']);
    for (const { state } of [written, lost]) expect(state).toMatchObject({ status: 'waiting', call: null });
    const open = anOpenConversation(visitor, agent).does(visitor, wish.call(call));
    expect(open.does(visitor, wish.hangUp(call)).state.status).toBe('open');
  });

  test('[QU6] a call whose page is gone stops ringing, and only what was said is waited for', () => {
    const rings = () => aConversation().does(visitor, wish.call(call));
    const otherTab = { ...visitor, session: anId<VisitorActor['session']>() };
    for (const stray of [wish.abandon(call, otherTab), wish.abandon(anId(), visitor)]) {
      expect(rings().outcome(theSystem, stray)).toEqual([]);
    }
    const gone = rings();
    expect(gone.outcome(theSystem, wish.abandon(call, visitor))).toEqual(['call.ended', 'conversation.ended']);
    expect(gone.events.slice(-2).map(({ by }) => by.kind)).toEqual(['visitor', 'visitor']);
    const written = rings().does(visitor, wish.post()).does(theSystem, wish.abandon(call, visitor));
    expect(theEnd(written)).toMatchObject({ by: 'visitor', reason: 'cancelled' });
    expect(written.state).toMatchObject({ status: 'waiting', call: null });
    expect(answered().outcome(theSystem, wish.abandon(call, visitor))).toEqual([]);
    const byAgent = anOpenConversation(visitor, agent).does(agent, wish.call(call));
    expect(byAgent.outcome(theSystem, { type: 'call.abandon', body: { call, session: agent.session } })).toEqual([]);
  });

  test('declining or ending a call that is over changes nothing', () => {
    const conversation = ringing().does(visitor, wish.hangUp(call));
    expect(conversation.outcome(agent, wish.declineCall(call))).toEqual([]);
    expect(conversation.outcome(agent, wish.hangUp(call))).toEqual([]);
  });

  test('agents outside the conversation neither decline nor end its call', () => {
    const outsider = anAgentActor();
    expect(ringing().outcome(outsider, wish.declineCall(call))).toBe('forbidden');
    expect(connected().outcome(outsider, wish.hangUp(call))).toBe('forbidden');
    expect(connected().outcome(outsider, wish.rejoin(call))).toBe('forbidden');
  });

  test('an answered call is no longer declined', () => {
    expect(answered().outcome(agent, wish.declineCall(call))).toBe('conflict');
  });
});

describe('connecting', () => {
  test('[CA7] it is connected when both ends have confirmed, in any order', () => {
    for (const [first, second] of [
      [visitor, agent],
      [agent, visitor],
    ] as const) {
      const conversation = confirmedBy(answered(), first);
      expect(conversation.call).toMatchObject({ phase: 'connecting', confirmed: [first.kind] });
      const confirm = wish.confirm(call, legOf(conversation));
      expect(conversation.outcome(first, confirm)).toEqual([]);
      expect(conversation.outcome(second, confirm)).toEqual(['call.connected']);
      expect(conversation.call).toMatchObject({ phase: 'connected', connectedAt: conversation.now, deadlineAt: null });
      expect(conversation.timers.size).toBe(0);
    }
  });

  test('[CA7] a leg that is not confirmed within 20 s ends the call failed', () => {
    const conversation = confirmedBy(answered(), visitor).passes(TIMES.connectingMs - 1);
    expect(conversation.call.phase).toBe('connecting');
    expect(theEnd(conversation.passes(1))).toEqual({ by: 'system', call, reason: 'failed', seconds: 0 });
  });

  test('[CA7] a confirmation of another attempt, leg or call counts for nothing, and only the end itself confirms', () => {
    const conversation = answered().does(visitor, wish.rejoin(call));
    const leg = legOf(conversation);
    expect(conversation.outcome(agent, wish.confirm(call, leg, 1))).toEqual([]);
    expect(conversation.outcome(agent, wish.confirm(call, anId(), 2))).toEqual([]);
    expect(conversation.outcome(agent, wish.confirm(anId(), leg, 2))).toEqual([]);
    expect(conversation.outcome({ ...agent, session: anId() }, wish.confirm(call, leg, 2))).toBe('forbidden');
    expect(conversation.outcome(anAgentActor(), wish.confirm(call, leg, 2))).toBe('forbidden');
    expect(conversation.call.confirmed).toEqual([]);
  });

  test('[CA2] the ring timer that goes off while the answer arrives does not end the answered call', () => {
    const conversation = ringing()
      .passes(TIMES.ringMs - 1)
      .does(agent, wish.answer(call));
    conversation.now += 1;
    expect(conversation.outcome(theSystem, { type: 'call.expire', body: { call } })).toEqual([]);
    expect(conversation.call.phase).toBe('connecting');
  });
});

describe('coming back', () => {
  test('[CA8] rejoining binds the new session to its side and starts the next attempt', () => {
    const newPage = { ...visitor, session: anId<VisitorActor['session']>() };
    const conversation = connected();
    const before = conversation.call;
    conversation.passes(3000).does(newPage, wish.rejoin(call));
    expect(conversation.call).toEqual({
      ...before,
      phase: 'connecting',
      confirmed: [],
      deadlineAt: conversation.now + TIMES.connectingMs,
      leg: { ...before.leg, attempt: 2, ends: { visitor: newPage.session, agent: agent.session } },
    });
    expect(confirmedBy(conversation, newPage, agent).call.connectedAt).toBe(before.connectedAt);
  });

  test('[CA8] a call that lost an end ends failed after 30 s', () => {
    const conversation = connected().passes(10_000).does(theSystem, wish.interrupt(call, visitor));
    expect(conversation.call.phase).toBe('reconnecting');
    expect(conversation.passes(TIMES.reconnectingMs - 1).call.phase).toBe('reconnecting');
    expect(theEnd(conversation.passes(1))).toEqual({ by: 'system', call, reason: 'failed', seconds: 40 });
  });

  test('[CA8] an end whose media never stopped comes back by confirming the same attempt', () => {
    const conversation = connected().does(theSystem, wish.interrupt(call, visitor));
    expect(confirmedBy(conversation, visitor).call).toMatchObject({ phase: 'connected', leg: { attempt: 1 } });
    expect(conversation.timers.size).toBe(0);
  });

  test('[CA8] when both ends are lost, both must come back, within the time of the first', () => {
    const conversation = connected().does(theSystem, wish.interrupt(call, visitor)).passes(20_000);
    expect(conversation.outcome(theSystem, wish.interrupt(call, visitor))).toEqual([]);
    expect(conversation.outcome(theSystem, wish.interrupt(call, agent))).toEqual(['call.interrupted']);
    expect(confirmedBy(conversation, visitor).call.phase).toBe('reconnecting');
    expect(theEnd(conversation.passes(10_000))).toMatchObject({ reason: 'failed' });
  });

  test('[CA8] a session that holds no end interrupts nothing', () => {
    const stranger = aVisitorActor();
    expect(connected().outcome(theSystem, wish.interrupt(call, stranger))).toEqual([]);
    expect(ringing().outcome(theSystem, wish.interrupt(call, visitor))).toEqual([]);
    expect(connected().outcome(theSystem, wish.interrupt(anId(), visitor))).toEqual([]);
  });

  test('[CA8] a call that was not answered, or is over, cannot be rejoined', () => {
    expect(ringing().outcome(visitor, wish.rejoin(call))).toBe('conflict');
    expect(ringing().does(visitor, wish.hangUp(call)).outcome(visitor, wish.rejoin(call))).toBe('conflict');
  });
});

describe('ending', () => {
  test('[CA9] either side hangs up in every phase; the end carries whole seconds since connected', () => {
    for (const side of [visitor, agent]) {
      const talked = connected().passes(61_900).does(side, wish.hangUp(call));
      expect(theEnd(talked)).toEqual({ by: side.kind, call, reason: 'hangup', seconds: 61 });
      expect(theEnd(answered().does(side, wish.hangUp(call)))).toMatchObject({ reason: 'hangup', seconds: 0 });
      const interrupted = connected().does(theSystem, wish.interrupt(call, visitor));
      expect(theEnd(interrupted.does(side, wish.hangUp(call)))).toMatchObject({ reason: 'hangup' });
    }
  });

  test('[CA9] hanging up because the devices failed says so', () => {
    const conversation = answered().does(agent, { type: 'call.end', body: { call, cause: 'denied' } });
    expect(theEnd(conversation)).toEqual({ by: 'agent', call, reason: 'failed', seconds: 0, cause: 'denied' });
  });

  test('[CA9] ending the conversation ends its call first', () => {
    const conversation = connected().passes(5000);
    expect(conversation.outcome(visitor, wish.end())).toEqual(['call.ended', 'participant.left', 'conversation.ended']);
    expect(theEnd(conversation)).toEqual({ by: 'visitor', call, reason: 'hangup', seconds: 5 });
  });

  test('[CA9] whatever ends a call also ends its timer and its claims', () => {
    const endings: GrowingConversation[] = [
      ringing().does(agent, wish.declineCall(call)),
      ringing().does(visitor, wish.hangUp(call)),
      ringing().passes(TIMES.ringMs),
      answered().passes(TIMES.connectingMs),
      connected().does(agent, wish.hangUp(call)),
    ];
    for (const conversation of endings) {
      expect(conversation.state.call).toBeNull();
      expect(conversation.timers.has('call')).toBe(false);
      expect(conversation.claims.of(conversation.id).filter((key) => key.includes('call'))).toEqual([]);
    }
  });

  test('[RT7] a lost agent’s call ends failed; a visitor’s unanswered call rings on for the next agent', () => {
    const talking = connected();
    expect(talking.outcome(theSystem, wish.lose(agent))).toEqual([
      'call.ended',
      'participant.left',
      'conversation.queued',
    ]);
    expect(theEnd(talking)).toMatchObject({ by: 'system', reason: 'failed' });

    const unanswered = ringing().does(theSystem, wish.lose(agent));
    const next = anAgentActor();
    expect(unanswered.call.phase).toBe('ringing');
    expect(unanswered.outcome(next, wish.answer(call))).toEqual(['participant.joined', 'call.answered']);
  });

  test('after the end the next call may start', () => {
    const next = anId<CallId>();
    const conversation = connected().does(visitor, wish.hangUp(call)).does(agent, wish.call(next));
    expect(conversation.call).toMatchObject({ id: next, by: 'agent', phase: 'ringing', leg: null, connectedAt: null });
  });
});
