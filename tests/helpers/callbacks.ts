/** Call-backs over a store, for switchboards that a test or a bench puts together itself. Everything in it is real. */
import { randomIds } from '../../server/clock.ts';
import { createHolidayBook } from '../../server/holidays.ts';
import { createPhoneBook } from '../../server/phone.ts';
import { Callbacks } from '../../server/switchboard/callbacks.ts';
import type { CallbackParts } from '../../server/switchboard/callbacks.ts';
import { Departments } from '../../server/switchboard/departments.ts';

/** The call-backs of one switchboard. */
export function callbacksOver({ store, clock, log }: Pick<CallbackParts, 'store' | 'clock' | 'log'>): Callbacks {
  const departments = new Departments({ store, clock, ids: randomIds, holidays: createHolidayBook() });
  return new Callbacks({ store, clock, log, departments, phones: createPhoneBook() });
}
