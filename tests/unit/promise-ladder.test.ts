/** Whom the desk tells when a promise runs out, and how often. */
import { expect, test } from 'vitest';
import { rungFor, watchPromises } from '../../agent-console/promise-ladder.ts';
import { Cell } from '../../client/observable.ts';
import type { AlarmRow, ConversationRow } from '../../protocol/models.ts';
import { aDesk, inboxOf, MIA, NOW, openRow, reservedFor, row, TOM } from '../helpers/console.ts';

const STAGES = [0, 50, 75, 90, 100] as const;

/** What this one is told at each stage of the row's promise. */
const told = (of: ConversationRow, who: typeof MIA, role: 'agent' | 'owner') =>
  STAGES.map((stage) => rungFor({ ...of, promise: { by: NOW, stage, again: false } }, { id: who.id, role }) ?? '-');

test('[PR6] first the agent who is inside or asked, then the whole team, then who leads it, and at the end both', () => {
  expect(told(openRow(1, TOM), TOM, 'agent')).toEqual(['-', 'half', 'team', '-', 'broken']);
  expect(told(row(1, reservedFor(TOM)), TOM, 'agent')).toEqual(['-', 'half', 'team', '-', 'broken']);
  expect(told(openRow(1, TOM), MIA, 'agent')).toEqual(['-', '-', 'team', '-', '-']);
  expect(told(row(1), MIA, 'owner')).toEqual(['-', '-', 'team', 'leaders', 'broken']);
  expect(rungFor(row(1), { id: MIA.id, role: 'owner' })).toBeUndefined();
});

const at = (stage: (typeof STAGES)[number]) => ({ by: NOW, stage, again: false });

test('[PR6] a notice of the ladder opens its conversation', async () => {
  const { desk, client, router } = await aDesk([row(1, { promise: at(75) })]);
  const stop = watchPromises(desk, new Cell<AlarmRow | undefined>(undefined));
  expect(desk.notices.shown.value).toEqual([]);
  client.inbox.set(inboxOf(row(1, { promise: at(90) })));
  const [notice] = desk.notices.shown.value;
  expect(notice?.text).toContain('K1-4P92');
  notice?.action?.run();
  expect(router.route.value).toEqual({ view: 'inbox', conversation: row(1).id });
  stop();
});

test('[PR6] a promise at risk in another department is said once, with its department and without a way there', async () => {
  const { desk } = await aDesk();
  const alarms = new Cell<AlarmRow | undefined>(undefined);
  const stop = watchPromises(desk, alarms);
  const { id, version, caseNumber, department } = row(7);
  const alarm = (stage: 90 | 100): AlarmRow => ({ id, version, caseNumber, department, alarm: at(stage) });
  for (const stage of [90, 90, 100] as const) alarms.set(alarm(stage));
  const texts = desk.notices.shown.value.map(({ text, action }) => [/K7-4P92.*Shop team/s.test(text), action]);
  expect(texts).toEqual([
    [true, undefined],
    [true, undefined],
  ]);
  stop();
});
