/**
 * A conversation changes hands, held against the real domain: who stays responsible, who leaves when, what comes back,
 * and what routing sees of it. Stores and sockets have their own tests.
 */
import { describe, expect, test } from 'vitest';
import { TIMES } from '../../protocol/constants.ts';
import type { AgentId, CallId, DepartmentId } from '../../protocol/ids.ts';
import { isRefusal } from '../../server/domain/decision.ts';
import type { AgentActor, TransferGoal } from '../../server/domain/decision.ts';
import type { FloorAgent } from '../../server/domain/desk.ts';
import { maySee } from '../../server/domain/permissions.ts';
import { route, TRANSFER_MS, waitingConversation } from '../../server/domain/routing.ts';
import type { Plan } from '../../server/domain/routing.ts';
import { viewEvent } from '../../server/domain/visibility.ts';
import {
  anAgentActor,
  anId,
  anOpenConversation,
  aVisitorActor,
  Claims,
  DEPARTMENT,
  theSystem,
  wish,
} from '../helpers/builders.ts';
import type { GrowingConversation, WishHere } from '../helpers/builders.ts';

const RETURNS = anId<DepartmentId>();
const visitor = aVisitorActor();
const mia = anAgentActor({ name: 'Mia' });
const jonas = anAgentActor({ name: 'Jonas', departments: [RETURNS] });
const ana = anAgentActor({ name: 'Ana', departments: [RETURNS] });

const toJonas = (told?: { readonly warm?: boolean; readonly note?: string }): WishHere =>
  wish.transfer({ agent: jonas.agent }, told);
const toReturns = (told?: { readonly warm?: boolean }): WishHere => wish.transfer({ department: RETURNS }, told);

const inside = ({ state }: GrowingConversation): AgentId[] => state.agents.map(({ id }) => id);
const loads = ({ claims, id }: GrowingConversation): string[] =>
  claims.of(id).filter((key) => key.startsWith('agent-load'));
const load = (...agents: AgentActor[]): string[] => agents.map(({ agent }) => `agent-load:${agent}`).toSorted();

/** Content of the last events, those of one command. */
function told(conversation: GrowingConversation) {
  const last = conversation.events.at(-1)?.command;
  return conversation.events.filter(({ command }) => command === last).map(({ content }) => content);
}

/** What routing plans for the conversation with these agents on the floor. */
function planned(conversation: GrowingConversation, agents: readonly AgentActor[], busy: AgentActor[] = []): Plan {
  const waiting = waitingConversation(conversation.id, conversation.state);
  const floor = agents.map(({ agent, departments, capacity }): FloorAgent => {
    const is = { languages: ['de'], skills: [], available: true, takesCalls: true, lastAssignedAt: null };
    return { id: agent, departments, ...is, capacity, load: busy.some((one) => one.agent === agent) ? capacity : 0 };
  });
  return route({ now: conversation.now, waiting: waiting ? [waiting] : [], agents: floor, departments: [] });
}

describe('to an agent', () => {
  test('[TR1] the agent is asked, the note is for staff, and whoever asks stays responsible', () => {
    const conversation = anOpenConversation(visitor, mia).does(mia, toJonas({ note: 'Wants a refund' }));
    const note = conversation.lastMessage;
    expect(told(conversation)).toEqual([
      { type: 'message.posted', body: { message: note, text: 'Wants a refund' } },
      { type: 'transfer.started', body: { to: { agent: jonas.agent }, warm: false, note } },
      {
        type: 'reservation.made',
        body: {
          agent: jonas.agent,
          because: [{ kind: 'transfer' }],
          expiresAt: conversation.now + TIMES.reservationMs,
        },
      },
    ]);
    expect(inside(conversation)).toEqual([mia.agent]);
    expect(loads(conversation)).toEqual(load(mia, jonas));
    expect(conversation.outcome(mia, wish.post('One moment'))).toEqual(['message.posted']);
    const shown = conversation.events.flatMap((event) => viewEvent(event, 'visitor') ?? []);
    expect(JSON.stringify(shown)).not.toMatch(/refund|Jonas|transfer/);
  });

  test('[TR5] cold: when the next one accepts, the one who asked leaves', () => {
    const conversation = anOpenConversation(visitor, mia).does(mia, toJonas()).does(jonas, wish.accept());
    expect(told(conversation)).toEqual([
      { type: 'participant.joined', body: { agent: jonas.card } },
      { type: 'reservation.ended', body: { agent: jonas.agent, outcome: 'accepted' } },
      {
        type: 'transfer.ended',
        body: { from: mia.agent, to: { agent: jonas.agent }, outcome: 'accepted' },
      },
      { type: 'participant.left', body: { agent: mia.agent, reason: 'transferred', to: jonas.agent } },
    ]);
    expect(inside(conversation)).toEqual([jonas.agent]);
    expect(loads(conversation)).toEqual(load(jonas));
    expect(conversation.state.department).toBe(DEPARTMENT);
  });

  test('[TR5] [TR7] warm: both are inside until one leaves, and the last one does not leave by accident', () => {
    const conversation = anOpenConversation(visitor, mia)
      .does(mia, toJonas({ warm: true }))
      .does(jonas, wish.accept());
    expect(inside(conversation)).toEqual([mia.agent, jonas.agent]);
    expect(loads(conversation)).toEqual(load(mia, jonas));
    conversation.does(mia, wish.leave());
    expect(told(conversation)).toEqual([{ type: 'participant.left', body: { agent: mia.agent, reason: 'left' } }]);
    expect(conversation.tries(jonas, wish.leave())).toMatchObject({ code: 'conflict', details: { leave: 'last' } });
    expect(inside(conversation)).toEqual([jonas.agent]);
  });

  test('[TR5] declined, unanswered or given up, it is as it was before', () => {
    const stories: [string, (conversation: GrowingConversation) => void][] = [
      ['declined', (it) => it.does(jonas, wish.declineReservation())],
      ['expired', (it) => it.passes(TIMES.reservationMs)],
      ['cancelled', (it) => it.does(mia, wish.cancelTransfer())],
      ['failed', (it) => it.does(theSystem, wish.lose(jonas))],
    ];
    for (const [outcome, happens] of stories) {
      const conversation = anOpenConversation(visitor, mia).does(mia, toJonas());
      happens(conversation);
      expect(told(conversation).at(-1)).toMatchObject({ type: 'transfer.ended', body: { outcome, from: mia.agent } });
      expect(inside(conversation)).toEqual([mia.agent]);
      expect(loads(conversation)).toEqual(load(mia));
      expect(conversation.state).toMatchObject({ status: 'open', transfer: null, reservation: null, asked: [] });
      expect(conversation.timers.has('reservation')).toBe(false);
      // RT5 does not hold against a colleague's second wish.
      expect(conversation.outcome(mia, toJonas())).toEqual(['transfer.started', 'reservation.made']);
    }
  });

  test('[TR4] whoever cannot take it is not asked, and the refusal says why', () => {
    const goals: [string, TransferGoal][] = [
      ['away', { kind: 'agent', presence: 'away', capacity: 4 }],
      ['offline', { kind: 'agent', presence: 'offline', capacity: 4 }],
    ];
    const conversation = anOpenConversation(visitor, mia);
    for (const [why, goal] of goals) {
      conversation.goal = goal;
      expect(conversation.tries(mia, toJonas())).toMatchObject({ code: 'conflict', details: { transfer: why } });
    }
    conversation.goal = 'nobody';
    expect(conversation.tries(mia, toJonas())).toMatchObject({ code: 'invalid', details: { field: 'to' } });
    conversation.goal = undefined;
    const toHerself = conversation.tries(mia, wish.transfer({ agent: mia.agent }));
    expect(toHerself).toMatchObject({ code: 'conflict', details: { transfer: 'inside' } });
    expect(conversation.outcome(jonas, toJonas())).toBe('not_found');
    expect(conversation.outcome(anAgentActor(), toJonas())).toBe('forbidden');
    expect(conversation.does(mia, toJonas()).tries(mia, toJonas())).toMatchObject({
      details: { transfer: 'pending' },
    });
  });

  test('[TR4] an agent whose hands are full is not asked', () => {
    const claims = new Claims();
    const full: TransferGoal = { kind: 'agent', presence: 'available', capacity: 1 };
    anOpenConversation(aVisitorActor(), anAgentActor({ ...jonas, departments: [DEPARTMENT], capacity: 1 }), claims);
    const conversation = anOpenConversation(visitor, mia, claims);
    conversation.goal = full;
    expect(conversation.tries(mia, toJonas())).toMatchObject({ details: { claim: `agent-load:${jonas.agent}` } });
    expect(conversation.state.transfer).toBeNull();
  });

  test('[TR2] an agent of another department sees it while asked and while inside, and no longer', () => {
    const conversation = anOpenConversation(visitor, mia);
    const sees = () => maySee(jonas, conversation.state);
    const seen = [sees()];
    seen.push((conversation.does(mia, toJonas()), sees()));
    seen.push((conversation.does(jonas, wish.declineReservation()), sees()));
    seen.push((conversation.does(mia, toJonas({ warm: true })).does(jonas, wish.accept()), sees()));
    seen.push((conversation.does(jonas, wish.leave()), sees()));
    expect(seen).toEqual([false, true, false, true, false]);
  });

  test('[TR5] of two who say yes only the one who is asked comes', () => {
    const conversation = anOpenConversation(visitor, mia).does(mia, toJonas());
    expect(conversation.outcome(anAgentActor(), wish.accept())).toBe('conflict');
    conversation.does(jonas, wish.accept());
    expect(conversation.outcome(jonas, wish.accept())).toEqual([]);
    expect(inside(conversation)).toEqual([jonas.agent]);
  });

  test('a conversation that goes round in a circle is the first one’s again', () => {
    const conversation = anOpenConversation(visitor, mia).does(mia, toJonas()).does(jonas, wish.accept());
    conversation.does(jonas, wish.transfer({ agent: mia.agent })).does(mia, wish.accept());
    expect(inside(conversation)).toEqual([mia.agent]);
    expect(loads(conversation)).toEqual(load(mia));
  });
});

describe('to a department', () => {
  test('[TR3] routing asks its agents one after the other, and the conversation is theirs with the yes', () => {
    const conversation = anOpenConversation(visitor, mia).does(mia, toReturns());
    expect(loads(conversation)).toEqual(load(mia));
    const [first] = planned(conversation, [mia, jonas, ana]).reservations;
    expect(first?.because[0]).toEqual({ kind: 'transfer' });
    const [one, other] = first?.agent === jonas.agent ? [jonas, ana] : [ana, jonas];
    conversation.does(theSystem, wish.reserve(one)).does(one, wish.declineReservation());
    expect(conversation.state.transfer).not.toBeNull();
    const next = planned(conversation, [mia, jonas, ana]);
    expect(next).toMatchObject({ reservations: [{ agent: other.agent }], failures: [] });
    conversation.does(theSystem, wish.reserve(other)).does(other, wish.accept());
    expect(conversation.state).toMatchObject({ department: RETURNS, transfer: null, asked: [] });
    expect(inside(conversation)).toEqual([other.agent]);
    expect(loads(conversation)).toEqual(load(other));
  });

  test('[TR3] when everybody was asked it comes back, and so it does when nobody is there or has time', () => {
    const conversation = anOpenConversation(visitor, mia).does(mia, toReturns());
    const outcome = (here: AgentActor[], busy: AgentActor[] = []) => planned(conversation, here, busy).failures;
    const fails = (why: string) => [{ conversation: conversation.id, outcome: why }];
    expect(outcome([mia])).toEqual(fails('failed'));
    expect(planned(conversation, [jonas], [jonas])).toMatchObject({ reservations: [], failures: [] });
    conversation.does(theSystem, wish.reserve(jonas)).passes(TIMES.reservationMs);
    expect(outcome([mia, jonas])).toEqual(fails('declined'));
    conversation.passes(TRANSFER_MS);
    expect(outcome([mia, jonas, ana], [ana])).toEqual(fails('expired'));
    conversation.does(theSystem, wish.failTransfer('expired'));
    expect(told(conversation)).toMatchObject([{ type: 'transfer.ended', body: { outcome: 'expired' } }]);
    expect(inside(conversation)).toEqual([mia.agent]);
    expect(loads(conversation)).toEqual(load(mia));
  });

  test('[TR3] whoever is inside is not asked, also where both are of one department', () => {
    const tom = anAgentActor({ name: 'Tom' });
    const conversation = anOpenConversation(visitor, mia).does(mia, wish.transfer({ department: DEPARTMENT }));
    expect(planned(conversation, [mia, tom]).reservations.map(({ agent }) => agent)).toEqual([tom.agent]);
    expect(conversation.outcome(theSystem, wish.reserve(mia))).toBe('conflict');
  });

  test('[TR3] it does not come before those who lost their agent, and somebody who is being asked is let finish', () => {
    const conversation = anOpenConversation(visitor, mia).does(mia, toReturns());
    expect(waitingConversation(conversation.id, conversation.state)).toMatchObject({ front: false, transfer: true });
    conversation.does(theSystem, wish.reserve(jonas));
    expect(conversation.outcome(theSystem, wish.failTransfer('expired'))).toBe('conflict');
  });

  test('[TR4] a department in which nobody else is available is refused', () => {
    const conversation = anOpenConversation(visitor, mia);
    for (const here of [[], [mia.agent]]) {
      conversation.goal = { kind: 'department', here };
      expect(conversation.tries(mia, toReturns())).toMatchObject({ details: { transfer: 'unstaffed' } });
    }
  });
});

describe('during a call', () => {
  const call = anId<CallId>();
  const calling = (): GrowingConversation =>
    anOpenConversation(visitor, mia).does(visitor, wish.call(call)).does(mia, wish.answer(call));

  test('[TR6] cold: the next one joins the chat, and the one who asked leaves when the call is over', () => {
    const conversation = calling().does(mia, toJonas()).does(jonas, wish.accept());
    expect(told(conversation).at(-1)).toMatchObject({ body: { outcome: 'accepted', afterCall: true } });
    expect(inside(conversation)).toEqual([mia.agent, jonas.agent]);
    expect(conversation.call.agent).toBe(mia.agent);
    expect(conversation.tries(mia, wish.leave())).toMatchObject({ code: 'conflict', details: { leave: 'call' } });
    conversation.does(visitor, wish.hangUp(call));
    expect(told(conversation).map(({ type }) => type)).toEqual(['call.ended', 'participant.left']);
    expect(told(conversation).at(-1)?.body).toEqual({ agent: mia.agent, reason: 'transferred', to: jonas.agent });
    expect(loads(conversation)).toEqual(load(jonas));
  });

  test('[TR6] a call that ends by itself lets them leave as well, and so does the end of the conversation', () => {
    const failing = calling().does(mia, toJonas()).does(jonas, wish.accept()).passes(TIMES.connectingMs);
    expect(inside(failing)).toEqual([jonas.agent]);
    const ended = calling().does(mia, toJonas()).does(jonas, wish.accept()).does(visitor, wish.end());
    expect(ended.state).toMatchObject({ status: 'ended', departing: null, agents: [] });
    expect(loads(ended)).toEqual([]);
  });

  test('[TR6] when the next one is gone again before the call is over, the one who asked is responsible again', () => {
    const conversation = calling().does(mia, toJonas()).does(jonas, wish.accept()).does(theSystem, wish.lose(jonas));
    conversation.does(mia, wish.hangUp(call));
    expect(conversation.state).toMatchObject({ status: 'open', departing: null });
    expect(inside(conversation)).toEqual([mia.agent]);
  });

  test('[TR6] warm: nobody leaves with the call', () => {
    const conversation = calling()
      .does(mia, toJonas({ warm: true }))
      .does(jonas, wish.accept());
    conversation.does(mia, wish.hangUp(call));
    expect(inside(conversation)).toEqual([mia.agent, jonas.agent]);
  });
});

describe('nobody is left alone', () => {
  test('[TR7] whoever hands over leaves the visitor in front of all others, and is not asked first again', () => {
    const conversation = anOpenConversation(visitor, mia).does(mia, wish.leave(true));
    expect(told(conversation)).toEqual([
      { type: 'participant.left', body: { agent: mia.agent, reason: 'left' } },
      { type: 'conversation.queued', body: { department: DEPARTMENT, reason: 'handed_over' } },
    ]);
    expect(conversation.state).toMatchObject({ status: 'waiting', front: true });
    expect(loads(conversation)).toEqual([]);
    const tom = anAgentActor({ name: 'Tom' });
    expect(planned(conversation, [mia, tom]).reservations.map(({ agent }) => agent)).toEqual([tom.agent]);
  });

  test('[TR7] [D9] an agent who is lost during a transfer leaves it in front, and who is asked goes on being asked', () => {
    const conversation = anOpenConversation(visitor, mia).does(mia, toJonas()).does(theSystem, wish.lose(mia));
    expect(conversation.state).toMatchObject({ status: 'waiting', front: true, transfer: null });
    expect(conversation.state.reservation?.agent).toBe(jonas.agent);
    expect(loads(conversation)).toEqual(load(jonas));
    conversation.does(jonas, wish.accept());
    expect(inside(conversation)).toEqual([jonas.agent]);
  });

  test('[TR7] to a department: then it waits there', () => {
    const conversation = anOpenConversation(visitor, mia).does(mia, toReturns()).does(mia, wish.leave(true));
    expect(conversation.state).toMatchObject({ department: RETURNS, status: 'waiting', front: true });
    expect(loads(conversation)).toEqual([]);
  });

  test('the end of the conversation ends everything that hangs on it', () => {
    for (const start of [toJonas(), toReturns()]) {
      const conversation = anOpenConversation(visitor, mia).does(mia, start).does(visitor, wish.end());
      expect(conversation.state).toMatchObject({ status: 'ended', transfer: null, reservation: null });
      expect(loads(conversation)).toEqual([]);
      expect(isRefusal(conversation.tries(jonas, wish.accept()))).toBe(true);
    }
  });
});
