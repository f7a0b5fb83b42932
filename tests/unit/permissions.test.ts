/**
 * Who may send what, and whose conversation it is: the whole table, and that foreign looks like absent.
 */
import { describe, expect, test } from 'vitest';
import type { CallId, DepartmentId, LegId, MessageId } from '../../protocol/ids.ts';
import type { Actor, Wish } from '../../server/domain/decision.ts';
import { maySee, NOT_FOUND, permit, PERMISSIONS } from '../../server/domain/permissions.ts';
import { aConversation, anAgentActor, anId, aPage, aVisitorActor, theSystem, wish } from '../helpers/builders.ts';
import type { WishHere } from '../helpers/builders.ts';

const conversation = anId<Wish['conversation']>();
const here = (what: WishHere) => ({ ...what, conversation }) as Wish;

const call = anId<CallId>();
const EVERY_WISH: Readonly<Record<Wish['type'], Wish>> = {
  'message.post': here(wish.post()),
  'participant.read': here(wish.read(anId<MessageId>())),
  'conversation.accept': here(wish.accept()),
  'conversation.end': here(wish.end()),
  'participant.replace': here(wish.replace()),
  'participant.restore': here(wish.restore()),
  'reservation.decline': here(wish.declineReservation()),
  'transfer.start': here(wish.transfer({ agent: anId() })),
  'transfer.cancel': here(wish.cancelTransfer()),
  'participant.leave': here(wish.leave()),
  'call.start': here(wish.call(call)),
  'call.answer': here(wish.answer(call)),
  'call.decline': here(wish.declineCall(call)),
  'call.end': here(wish.hangUp(call)),
  'call.rejoin': here(wish.rejoin(call)),
  'call.confirm': here(wish.confirm(call, anId<LegId>())),
  'callback.request': here(wish.callBack(null)),
  'callback.cancel': here(wish.cancelCallback()),
  'callback.done': here(wish.calledBack(true)),
  'reservation.make': here(wish.reserve(anAgentActor())),
  'conversation.overflow': here(wish.overflow(anId())),
  'queue.place': here(wish.place()),
  'conversation.return': here({ type: 'conversation.return', body: {} }),
  'reservation.expire': here({ type: 'reservation.expire', body: { agent: anId() } }),
  'transfer.fail': here(wish.failTransfer('expired')),
  'replacement.miss': here({ type: 'replacement.miss', body: {} }),
  'participant.lose': here(wish.lose(anAgentActor())),
  'page.visit': here(wish.visit(aPage())),
  'call.interrupt': here(wish.interrupt(call, aVisitorActor())),
  'call.abandon': here(wish.abandon(call, aVisitorActor())),
  'callback.begin': here(wish.beginCallback(anId())),
  'call.expire': here({ type: 'call.expire', body: { call } }),
  'promise.make': here(wish.promise(0)),
  'promise.climb': here({ type: 'promise.climb', body: { ladder: [] } }),
};

const STAFF_ONLY = [
  'conversation.accept',
  'reservation.decline',
  'transfer.start',
  'transfer.cancel',
  'participant.leave',
  'callback.done',
];
const VISITORS_ONLY = ['participant.replace', 'participant.restore', 'callback.request'];
const SYSTEM_ONLY = [
  'reservation.make',
  'conversation.overflow',
  'queue.place',
  'conversation.return',
  'reservation.expire',
  'transfer.fail',
  'replacement.miss',
  'participant.lose',
  'page.visit',
  'call.interrupt',
  'call.abandon',
  'callback.begin',
  'call.expire',
  'promise.make',
  'promise.climb',
];

const visitor = aVisitorActor();
const agent = anAgentActor();
const { state } = aConversation().does(visitor, wish.post());

/** Types of the wishes that are answered so. */
function answered(actor: Actor, code: string | undefined, to: typeof state | 'absent' = state): string[] {
  const known = to === 'absent' ? undefined : to;
  return Object.values(EVERY_WISH).flatMap((each) => (permit(actor, each, known)?.code === code ? [each.type] : []));
}

describe('the table', () => {
  test('[CO6] a visitor is forbidden the commands of staff and system, in any conversation or none', () => {
    const forbidden = [...STAFF_ONLY, ...SYSTEM_ONLY];
    expect(answered(visitor, 'forbidden')).toEqual(forbidden);
    expect(answered(aVisitorActor(), 'forbidden')).toEqual(forbidden);
    expect(answered(visitor, 'forbidden', 'absent')).toEqual(forbidden);
  });

  test('[CO6] an agent is forbidden the commands of visitors and of the system', () => {
    expect(answered(agent, 'forbidden')).toEqual([...VISITORS_ONLY, ...SYSTEM_ONLY]);
  });

  test('[CO6] the system sends its own commands and nobody else’s', () => {
    expect(answered(theSystem, undefined)).toEqual(SYSTEM_ONLY);
  });

  test('[CO6] what is not forbidden is allowed to the own visitor and the department’s agents', () => {
    const everything = Object.keys(PERMISSIONS);
    expect(answered(visitor, undefined)).toEqual(
      everything.filter((type) => ![...STAFF_ONLY, ...SYSTEM_ONLY].includes(type)),
    );
    expect(answered(agent, undefined)).toEqual(
      everything.filter((type) => ![...VISITORS_ONLY, ...SYSTEM_ONLY].includes(type)),
    );
  });

  test('[CO6] a visitor cannot write notes', () => {
    expect(permit(visitor, here(wish.note()), state)?.code).toBe('forbidden');
    expect(permit(visitor, here(wish.note()), undefined)?.code).toBe('forbidden');
    expect(permit(agent, here(wish.note()), state)).toBeUndefined();
  });
});

describe('whose conversation', () => {
  const strangers: [string, Actor][] = [
    ['another visitor', aVisitorActor()],
    ['the same visitor id on another site', { ...visitor, site: anId() }],
    ['an agent of another department', anAgentActor({ departments: [anId<DepartmentId>()] })],
    ['an agent without departments', anAgentActor({ departments: [] })],
  ];

  test.each(strangers)('[CO6] to %s it looks exactly as if it did not exist', (_, stranger) => {
    for (const type of ['participant.read', 'conversation.end', 'call.answer', 'call.end'] as const) {
      const foreign = permit(stranger, EVERY_WISH[type], state);
      expect(foreign).toEqual(NOT_FOUND);
      expect(permit(stranger, EVERY_WISH[type], undefined)).toEqual(foreign);
    }
    expect(permit(stranger, EVERY_WISH['message.post'], state)).toEqual(NOT_FOUND);
    expect(maySee(stranger, state)).toBe(false);
  });

  test('[CO6] its visitor, its department’s agents and the system see it', () => {
    const elsewhereToo = anAgentActor({ departments: [anId<DepartmentId>(), state.department] });
    expect([visitor, agent, elsewhereToo, theSystem].map((actor) => maySee(actor, state))).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  test('[CO6] only a visitor starts an unknown conversation, and only by message, call or call-back', () => {
    expect(answered(visitor, undefined, 'absent')).toEqual(['message.post', 'call.start', 'callback.request']);
    expect(answered(agent, undefined, 'absent')).toEqual([]);
    expect(answered(theSystem, undefined, 'absent')).toEqual([]);
  });
});
