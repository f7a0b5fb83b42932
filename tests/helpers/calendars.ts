/** Random opening hours and moments for properties: any week, in zones with every kind of clock. Knows no rule. */
import fc from 'fast-check';
import type { Hours } from '../../server/domain/hours.ts';

const MINUTE_MS = 60_000;

/** Zones in which clocks do everything that they do anywhere. */
export const ZONES = [
  ...['Europe/Berlin', 'Europe/Vienna', 'Europe/Zurich', 'Europe/London', 'America/New_York', 'America/St_Johns'],
  ...['Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia', 'Pacific/Chatham', 'Africa/Casablanca', 'UTC'],
];

const opening = fc
  .uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 2, maxLength: 4 })
  .map((quarters) => quarters.toSorted((one, other) => one - other))
  .map(([from = 0, to = 0, from2, to2]) => {
    const first = { from: from * 15, to: to * 15 };
    return from2 === undefined || to2 === undefined ? [first] : [first, { from: from2 * 15, to: to2 * 15 }];
  });
const day = fc.oneof({ weight: 1, arbitrary: fc.constant([]) }, { weight: 4, arbitrary: opening });
/** Weeks in any of the zones. */
export const calendars = fc.record({
  zone: fc.constantFrom(...ZONES),
  week: fc.array(day, { minLength: 7, maxLength: 7 }),
  holidays: fc.constant([]),
  special: fc.constant([]),
}) satisfies fc.Arbitrary<Hours>;
/** Full minutes of six years. */
export const instants = fc
  .integer({ min: Date.parse('2024-01-01T00:00Z') / MINUTE_MS, max: Date.parse('2030-01-01T00:00Z') / MINUTE_MS })
  .map((minute) => minute * MINUTE_MS);
