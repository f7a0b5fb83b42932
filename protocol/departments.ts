/**
 * What owners decide about departments and the people in them, as it travels between server and console: hours, skills,
 * overflow, and how much somebody takes at once. Shapes only; whether hours can be kept is the domain's to say.
 */
import { z } from 'zod';
import { departmentId } from './ids.ts';

/** A day of a calendar, `YYYY-MM-DD`. */
export type CalendarDate = `${number}-${number}-${number}`;

/** Shape of a day; whether it exists is checked with the hours. */
const calendarDate = z.custom<CalendarDate>(
  (value) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value),
  'must be a day such as 2026-12-24',
);

/** Open from one minute of the day to another, `to` at most 1440: midnight at its end. */
const opening = z.strictObject({ from: z.number().int(), to: z.number().int() });
export type Opening = Readonly<z.infer<typeof opening>>;

/** Openings of one day; nobody needs more than a few. */
const openings = z.array(opening).max(6);

/** A day on which the week does not count: Christmas Eve until noon, the works outing, the Sunday that is open. */
const specialDay = z.strictObject({ date: calendarDate, name: z.string().trim().max(60), openings });

/** Opening hours as an owner writes them. */
export const hours = z.strictObject({
  /** IANA name of the zone in which everything is meant. */
  zone: z.string().max(60),
  /** Monday to Sunday. A night is two openings: until midnight, and from midnight. */
  week: z.array(openings).length(7, 'must have seven days'),
  /** Country, or country and state, on whose public holidays it is closed: `DE-BY`, `AT`, `CH-ZH`; null: none. */
  region: z
    .string()
    .regex(/^[A-Z]{2}(-[A-Z]{2})?$/)
    .nullable(),
  special: z.array(specialDay).max(200),
});
export type WrittenHours = z.infer<typeof hours>;

/** A topic that somebody knows about, in the shop's own words: "returns". */
export const skill = z.string().trim().min(1, 'must not be empty').max(40);

/**
 * A person answers within so many minutes of opening time; without hours time counts day and night. A week of full days
 * at most: nobody waits for more.
 */
export const promise = z.strictObject({
  minutes: z.number().int().min(5, 'must be at least 5 minutes').max(10_080, 'must be at most a week'),
});

/** Everything about a department that owners decide. */
const departmentSettings = {
  name: z.string().trim().min(1, 'must not be empty').max(60),
  /** `partner`: people of another company, whom visitors see named as such before they talk (Z5). */
  kind: z.enum(['team', 'partner']),
  /** Null: open whenever somebody is available. */
  hours: hours.nullable(),
  /** Who takes over while this one is closed or nobody is available, or null. */
  overflow: departmentId.nullable(),
  /** What visitors who wait are promised, as long as it can be kept (E21); null: nothing. */
  promise: promise.nullable(),
} as const;

export const newDepartment = z.strictObject(departmentSettings);
export type NewDepartment = z.infer<typeof newDepartment>;

/** What a department is before anybody has decided anything but its name. */
export const UNDECIDED: Omit<NewDepartment, 'name'> = {
  kind: 'team',
  hours: null,
  overflow: null,
  promise: null,
};

/** A group of agents that conversations are routed to. */
const department = z.strictObject({ id: departmentId, ...departmentSettings });
export type Department = z.infer<typeof department>;

const share = z.number().min(0).max(1);

/** How a promise would be kept by what happened in the last thirty days, and what is shown instead (E21). */
export const promiseReport = z.strictObject({
  minutes: z.number().int(),
  /** Times that somebody was answered, or waited for longer than this. */
  cases: z.number().int(),
  /** How many of them were answered within the minutes; null: too few cases. */
  share: share.nullable(),
  /** Promises whose outcome is known, and how many of them were kept; null: too few. */
  made: z.number().int(),
  kept: share.nullable(),
  /** How many were kept clearly earlier than promised (Z12); null: there was none. */
  early: share.nullable(),
  verdict: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('asked'), minutes: z.number().int() }),
    z.strictObject({ kind: z.literal('lengthened'), minutes: z.number().int() }),
    z.strictObject({ kind: z.literal('refused'), reason: z.enum(['unstaffed', 'closed', 'hopeless']) }),
  ]),
});
export type PromiseReport = z.infer<typeof promiseReport>;

/** Said of a promise that was saved and is not what visitors are told: which field, why, and what they are told. */
export interface PromiseCaveat {
  readonly field: 'promise.minutes';
  readonly reason: string;
  readonly report: PromiseReport;
}

/** The most that somebody can take at once; more is promised to nobody. */
export const MOST_CHATS = 20;

/** How somebody works, as owners decide. */
export const work = z.strictObject({
  departments: z.array(departmentId).max(50),
  skills: z.array(skill).max(20),
  /** Conversations at once (E17). */
  chatCapacity: z.number().int().min(1, 'must be at least 1').max(MOST_CHATS),
  /** Whether calls are routed to this person: nobody listens to two people at once. */
  callCapacity: z.union([z.literal(0), z.literal(1)]),
});
export type Work = z.infer<typeof work>;

/** One day of a preview of hours. */
const previewDay = z.strictObject({
  date: calendarDate,
  openings: z.array(opening),
  /** Of the holiday or the special day, or null. */
  name: z.string().nullable(),
});
export type PreviewDay = z.infer<typeof previewDay>;
