/**
 * The way of one attempt's signals: whatever the wire loses, doubles or reorders, the other end gets them in order and
 * once, and junk is recognised before anything acts on it. Time and wire are the test's.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RtcChannel } from '../../client/call/rtc-channel.ts';
import { readMediaState, readRtcData } from '../../client/call/rtc-data.ts';
import { LIMITS, TIMES } from '../../protocol/constants.ts';
import type { ClientSignal, ServerSignal } from '../../protocol/signals.ts';
import { clientSignal } from '../../protocol/signals.ts';
import { anId } from '../helpers/builders.ts';
import { FakeClock } from '../helpers/fake-clock.ts';

type RtcSignal = Extract<ServerSignal, { type: 'rtc' | 'rtc.ack' }>;

const anAttempt = (attempt = 1) => ({ conversation: anId(), call: anId(), leg: anId(), attempt }) as never;

const heard = (signal: ClientSignal): RtcSignal => ({ ...signal, by: { kind: 'system' } }) as RtcSignal;

/** Two ends and the wire between them, which keeps everything until the test lets it arrive. */
const aPair = () => {
  const clock = new FakeClock();
  const attempt = anAttempt();
  const wire: { readonly to: 'here' | 'there'; readonly signal: ClientSignal }[] = [];
  const delivered: number[] = [];
  const here = new RtcChannel({
    attempt,
    clock,
    post: (signal) => wire.push({ to: 'there', signal }),
    deliver: () => {},
  });
  const there = new RtcChannel({
    ...{ attempt, clock },
    post: (signal) => wire.push({ to: 'here', signal }),
    deliver: ({ value }) => delivered.push(value as number),
  });
  const arrives = (place: number, keep = false): void => {
    const [sent] = keep ? wire.slice(place, place + 1) : wire.splice(place, 1);
    if (sent) (sent.to === 'there' ? there : here).hear(heard(sent.signal));
  };
  return { clock, wire, delivered, here, there, arrives };
};

describe('the channel', () => {
  it('[CA6] delivers in order and once, whatever is lost, doubled or reordered', () => {
    const moves = fc.array(
      fc.record({ kind: fc.constantFrom('send', 'arrive', 'double', 'lose', 'wait'), place: fc.nat({ max: 30 }) }),
      { maxLength: 120, size: 'max' },
    );
    fc.assert(
      fc.property(moves, (happened) => {
        const { clock, wire, delivered, here, arrives } = aPair();
        let count = 0;
        for (const { kind, place } of happened) {
          if (kind === 'send') here.send({ value: (count += 1) });
          if (kind === 'arrive') arrives(place % Math.max(1, wire.length));
          if (kind === 'double') arrives(place % Math.max(1, wire.length), true);
          if (kind === 'lose') wire.splice(place % Math.max(1, wire.length), 1);
          if (kind === 'wait') clock.advance(TIMES.rtcRepeatMs);
          expect(delivered).toEqual(Array.from({ length: delivered.length }, (_, index) => index + 1));
        }
        for (let rounds = 0; delivered.length < count; rounds += 1) {
          expect(rounds).toBeLessThan(20);
          clock.advance(TIMES.rtcRepeatMs);
          while (wire.length > 0) arrives(0);
        }
        clock.advance(TIMES.rtcRepeatMs);
        while (wire.length > 0) arrives(0);
        expect([delivered.length, clock.alarms]).toEqual([count, 0]);
      }),
    );
  });

  it('[CA6] stops repeating what was acknowledged, and says nothing once it is closed', () => {
    const { clock, wire, here, there, arrives } = aPair();
    here.send({ value: 1 });
    arrives(0);
    arrives(0);
    expect([wire, clock.alarms]).toEqual([[], 0]);
    here.send({ value: 2 });
    there.close();
    arrives(0);
    here.close();
    clock.advance(10 * TIMES.rtcRepeatMs);
    here.send({ value: 3 });
    here.repeat();
    expect([wire, clock.alarms]).toEqual([[], 0]);
  });

  it('[CA6] acknowledges again what it has already, because the first word was lost', () => {
    const { wire, delivered, here, arrives } = aPair();
    here.send({ value: 1 });
    arrives(0, true);
    arrives(0);
    expect([delivered, wire.map(({ signal }) => signal.type)]).toEqual([[1], ['rtc.ack', 'rtc.ack']]);
  });

  it('[CA12] a signal of another attempt, or from far ahead, is neither delivered nor acknowledged', () => {
    const { wire, delivered, there } = aPair();
    const body = { ...(anAttempt(2) as object), n: 1, data: { value: 1 } };
    there.hear({ kind: 'signal', type: 'rtc', by: { kind: 'system' }, body } as unknown as RtcSignal);
    const { here, there: other, wire: its } = aPair();
    for (let n = 1; n <= 1_000; n += 1) here.send({ value: n });
    const last = its.at(-1)!.signal;
    its.length = 0;
    other.hear(heard(last));
    expect([wire, delivered, its]).toEqual([[], [], []]);
  });

  it('keeps to the rate of signals when it has much to repeat', () => {
    const { clock, wire, here } = aPair();
    for (let count = 0; count < LIMITS.candidates; count += 1) here.send({ value: count });
    wire.length = 0;
    clock.advance(TIMES.rtcRepeatMs);
    expect(wire.length).toBeLessThanOrEqual(LIMITS.signalsPerSecond);
    expect(clientSignal.safeParse(wire[0]?.signal).success).toBe(true);
  });
});

describe('[CA12] what stands in a signal', () => {
  const sdp = 'v=0\r\na=ice-ufrag:abcd\r\n';
  const line = 'candidate:1 1 udp 1 127.0.0.1 9 typ host';

  it('a description or a candidate is rebuilt from what is known of it', () => {
    expect(readRtcData({ type: 'offer', sdp, more: 1 })).toEqual({ type: 'offer', sdp });
    const candidate = { candidate: line, sdpMid: '0', sdpMLineIndex: 0, usernameFragment: 'abcd' };
    expect(readRtcData({ type: 'candidate', candidate })).toEqual({
      type: 'candidate',
      candidate: { candidate: line, sdpMid: '0', sdpMLineIndex: 0 },
    });
  });

  it.each([
    ...[undefined, null, 1, '', [], {}, { type: 'offer' }, { type: 'pranswer', sdp }, { type: 'rollback', sdp: '' }],
    ...[
      { type: 'offer', sdp: 'v=1' },
      { type: 'offer', sdp: 'v=0' },
      { type: 'answer', sdp: [sdp] },
    ],
    ...[{ candidate: null }, { candidate: line }, { candidate: {} }, { candidate: { candidate: 7, sdpMid: '0' } }],
    ...[
      { candidate: { candidate: line } },
      { renegotiate: true },
      { transceiverRequest: {} },
      { media: { microphone: true, camera: true } },
    ],
  ])('%j is nothing', (data) => {
    expect(readRtcData(data)).toBeUndefined();
  });

  it('a description or a candidate that is too long is nothing', () => {
    expect(readRtcData({ type: 'offer', sdp: sdp + 'x'.repeat(LIMITS.sdpBytes) })).toBeUndefined();
    expect(readRtcData({ candidate: { candidate: line + 'x'.repeat(5_000), sdpMid: '0' } })).toBeUndefined();
  });

  it('and never throws', () => {
    fc.assert(
      fc.property(fc.anything(), (data) => {
        expect(() => [readRtcData(data), readMediaState(data)]).not.toThrow();
      }),
    );
  });

  it('a media state says both or nothing', () => {
    expect(readMediaState({ media: { microphone: true, camera: false } })).toEqual({ microphone: true, camera: false });
    expect([{ media: { microphone: true } }, { media: 1 }, null].map(readMediaState)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
