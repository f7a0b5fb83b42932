/**
 * The outbox alone, in time that the test moves: what goes on the wire, in which order, under which id, and when a
 * command has failed. The wire is an array.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backOff } from '../../client/back-off.ts';
import { Outbox } from '../../client/outbox.ts';
import type { KeptCommand } from '../../client/storage.ts';
import { LIMITS, TIMES } from '../../protocol/constants.ts';
import { refuse } from '../../protocol/errors.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { CommandFrame, Reply } from '../../protocol/frames.ts';
import type { CommandId, ConversationId } from '../../protocol/ids.ts';
import { anId } from '../helpers/builders.ts';
import { FakeClock } from '../helpers/fake-clock.ts';

const HERE = anId<ConversationId>();

const aMessage = (text: string, conversation = HERE): KeptCommand => ({
  ...{ id: anId<CommandId>(), at: 0 },
  command: { type: 'message.post', conversation, body: { text } },
});

const aHangUp = (): KeptCommand => ({
  ...{ id: anId<CommandId>(), at: 0 },
  command: { type: 'call.end', conversation: HERE, body: { call: anId() } },
});

/** An outbox, its wire, and what it has told. */
const anOutbox = (kept: readonly KeptCommand[] = []) => {
  const clock = new FakeClock();
  const wire: CommandFrame[] = [];
  const settled: [string, string][] = [];
  const outbox = new Outbox(
    {
      clock,
      random: () => 0.5,
      transmit: (frame) => wire.push(frame),
      settled: ({ id }, reply) => settled.push([id, 'done' in reply ? 'done' : reply.refused.code]),
      changed: () => {},
    },
    kept,
  );
  const done = (id: string): void => outbox.settle({ kind: 'reply', id, done: { seqs: [1] } });
  const refused = (id: string, refusal: Refusal): void => outbox.settle({ kind: 'reply', id, refused: refusal });
  return { outbox, clock, wire, settled, done, refused, sent: () => wire.map(({ id }) => id) };
};

describe('the outbox', () => {
  it('[CO4] sends the next command of a conversation when the one before is answered', () => {
    const { outbox, done, sent } = anOutbox();
    const [one, two] = [aMessage('one'), aMessage('two')];
    outbox.goOnline();
    void outbox.send(one);
    void outbox.send(two);
    expect(sent()).toEqual([one.id]);
    done(one.id);
    expect(sent()).toEqual([one.id, two.id]);
  });

  it('[CO4] one conversation does not wait for another', () => {
    const { outbox, sent } = anOutbox();
    const [one, other] = [aMessage('one'), aMessage('other', anId())];
    outbox.goOnline();
    void outbox.send(one);
    void outbox.send(other);
    expect(sent()).toEqual([one.id, other.id]);
  });

  it('[RS7] after a reconnect it sends what was not replied to again, under the same ids, in order, before anything new', () => {
    const { outbox, done, sent, wire } = anOutbox();
    const [one, two, three] = [aMessage('one'), aMessage('two'), aMessage('three')];
    outbox.goOnline();
    void outbox.send(one);
    void outbox.send(two);
    outbox.goOffline();
    void outbox.send(three);
    wire.length = 0;
    outbox.goOnline();
    for (const { id } of [one, two, three]) done(id);
    expect(sent()).toEqual([one.id, two.id, three.id]);
  });

  it('[RS7] whatever order connections, replies and new commands come in, the first arrivals are in the order of sending', () => {
    const moves = fc.array(fc.constantFrom('send', 'online', 'offline', 'answer', 'limit', 'wait'), { maxLength: 80 });
    fc.assert(
      fc.property(moves, (happened) => {
        const { outbox, clock, wire, done, refused } = anOutbox();
        const given: string[] = [];
        const executed: string[] = [];
        const answerable = (): string | undefined => wire.at(-1)?.id;
        for (const move of happened) {
          if (move === 'send') {
            const message = aMessage(String(given.length));
            given.push(message.id);
            void outbox.send(message);
          }
          if (move === 'online') outbox.goOnline();
          if (move === 'offline') outbox.goOffline();
          if (move === 'wait') clock.advance(30_000);
          const id = answerable();
          if (id === undefined) continue;
          if (move === 'limit' && !executed.includes(id)) refused(id, refuse('limited', '', { retryAfter: 900 }));
          if (move === 'answer') {
            if (!executed.includes(id)) executed.push(id);
            done(id);
          }
        }
        expect(executed).toEqual(given.slice(0, executed.length));
        const unanswered = given.filter((id) => !executed.includes(id));
        expect(outbox.kept.map(({ id }) => id)).toEqual(unanswered);
      }),
    );
  });

  it('[RS7] what an earlier document left goes first', () => {
    const left = [aMessage('left'), aMessage('behind')];
    const { outbox, done, sent } = anOutbox(left);
    const fresh = aMessage('fresh');
    void outbox.send(fresh);
    expect(sent()).toEqual([]);
    outbox.goOnline();
    for (const { id } of [...left, fresh]) done(id);
    expect(sent()).toEqual([...left.map(({ id }) => id), fresh.id]);
  });

  it('[RS10] fails what an earlier document left too long ago, sends the rest, and sends it again when its writer says so', () => {
    const [old, fresh, hangUp] = [aMessage('old'), { ...aMessage('fresh'), at: 2 }, aHangUp()];
    const { outbox, done, sent, settled } = anOutbox([hangUp, old, fresh]);
    const mine = aMessage('of this document');
    void outbox.send(mine);
    const now = TIMES.unsentMs + 1;
    outbox.expire(now - TIMES.unsentMs);
    outbox.goOnline();
    for (const { id } of [fresh, mine]) done(id);
    expect(sent()).toEqual([fresh.id, mine.id]);
    expect(settled.slice(0, 2)).toEqual([
      [hangUp.id, 'unavailable'],
      [old.id, 'unavailable'],
    ]);
    expect(outbox.kept).toMatchObject([{ id: old.id, refusal: { code: 'unavailable' } }]);
    void outbox.send(old);
    expect(sent().at(-1)).toBe(old.id);
    done(old.id);
    expect(outbox.kept).toEqual([]);
  });

  it('[CO2] asks again under the same id when a reply does not come', () => {
    const { outbox, clock, sent, done } = anOutbox();
    const message = aMessage('?');
    outbox.goOnline();
    void outbox.send(message);
    clock.advance(10_000);
    expect(sent()).toEqual([message.id, message.id]);
    done(message.id);
    expect([outbox.kept, clock.alarms]).toEqual([[], 0]);
  });

  it('[CO7] a limited command is sent again after the time that the server names, and the next one waits behind it', () => {
    const { outbox, clock, sent, refused, done } = anOutbox();
    const [one, two] = [aMessage('one'), aMessage('two')];
    outbox.goOnline();
    void outbox.send(one);
    void outbox.send(two);
    refused(one.id, refuse('limited', 'slowly', { retryAfter: 700 }));
    clock.advance(699);
    expect(sent()).toEqual([one.id]);
    clock.advance(1);
    done(one.id);
    expect(sent()).toEqual([one.id, one.id, two.id]);
  });

  it('a command that the server cannot take now is tried until it can', () => {
    const { outbox, clock, refused, settled, done, sent } = anOutbox();
    const message = aMessage('?');
    outbox.goOnline();
    void outbox.send(message);
    for (let tries = 1; tries <= 5; tries += 1) {
      refused(message.id, refuse('unavailable', 'disk full'));
      clock.advance(TIMES.backoffBaseMs - 1);
      expect(sent()).toHaveLength(tries);
      for (let waited = 0; sent().length === tries && waited < TIMES.backoffCapMs; waited += 100) clock.advance(100);
      expect(sent()).toHaveLength(tries + 1);
    }
    expect(settled).toEqual([]);
    done(message.id);
    expect(settled).toEqual([[message.id, 'done']]);
  });

  it('[G9] a refused message stays, is not sent by itself, and goes again under its id when its writer says so', async () => {
    const { outbox, wire, refused, done, settled } = anOutbox();
    const message = aMessage('?');
    outbox.goOnline();
    const reply = outbox.send(message);
    refused(message.id, refuse('forbidden', 'no'));
    expect(await reply).toMatchObject({ refused: { code: 'forbidden' } });
    expect(outbox.kept).toMatchObject([{ id: message.id, refusal: { code: 'forbidden' } }]);
    outbox.goOffline();
    outbox.goOnline();
    expect(wire).toHaveLength(1);
    const again = outbox.send(message);
    done(message.id);
    expect(await again).toMatchObject({ done: { seqs: [1] } });
    expect([wire.length, outbox.kept, settled.length]).toEqual([2, [], 2]);
  });

  it('[N11] what failed here and was sent from another tab is over here too', () => {
    const { outbox, refused, done } = anOutbox();
    const message = aMessage('?');
    outbox.goOnline();
    void outbox.send(message);
    refused(message.id, refuse('forbidden', 'no'));
    refused(message.id, refuse('forbidden', 'no'));
    expect(outbox.kept).toHaveLength(1);
    done(message.id);
    expect(outbox.kept).toEqual([]);
  });

  it('any other refused command is over', () => {
    const { outbox, refused } = anOutbox();
    const hangUp = aHangUp();
    outbox.goOnline();
    void outbox.send(hangUp);
    refused(hangUp.id, refuse('conflict', 'over'));
    expect(outbox.kept).toEqual([]);
  });

  it('a second reply, and one to something else, change nothing', () => {
    const { outbox, done, settled } = anOutbox();
    const [one, two] = [aMessage('one'), aMessage('two')];
    outbox.goOnline();
    void outbox.send(one);
    void outbox.send(two);
    done(one.id);
    done(one.id);
    done(anId());
    expect([settled.length, outbox.kept]).toEqual([1, [two]]);
  });

  it('holds no more than its limit, and says so', async () => {
    const { outbox } = anOutbox();
    const replies: Promise<Reply>[] = [];
    for (let count = 0; count <= LIMITS.outboxItems; count += 1) replies.push(outbox.send(aMessage('?')));
    expect(await replies.at(-1)).toMatchObject({ refused: { code: 'limited' } });
    expect(outbox.kept).toHaveLength(LIMITS.outboxItems);
  });

  it('[FR5] refuses what would not fit into a frame instead of losing the connection over it again and again', async () => {
    const { outbox, wire } = anOutbox();
    outbox.goOnline();
    const reply = await outbox.send(aMessage('x'.repeat(LIMITS.frameBytes)));
    expect([reply, wire]).toMatchObject([{ refused: { code: 'too_large' } }, []]);
  });
});

describe('[FR7] the back-off', () => {
  it('lies between nothing and a doubling cap', () => {
    const bounds = [0, 1, 2, 3, 10].map((failures) => [backOff(failures, () => 0), backOff(failures, () => 1)]);
    expect(bounds).toEqual([
      [0, 500],
      [0, 1_000],
      [0, 2_000],
      [0, 4_000],
      [0, TIMES.backoffCapMs],
    ]);
  });
});
