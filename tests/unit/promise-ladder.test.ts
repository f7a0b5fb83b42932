/** Whom the desk tells when a promise runs out, and how often. */
import { expect, test } from 'vitest';
import { rungFor } from '../../agent-console/promise-ladder.ts';
import type { ConversationRow } from '../../protocol/models.ts';
import { MIA, NOW, openRow, reservedFor, row, TOM } from '../helpers/console.ts';

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
