/** How visitors waited in the last weeks, read for whoever may see it. What is counted is the domain's business. */
import { refuse } from '../../protocol/errors.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { WaitReport } from '../../protocol/waiting.ts';
import type { Clock } from '../clock.ts';
import { waitReport } from '../domain/wait-report.ts';
import { addDays, dateAt, instantOf, isZone } from '../domain/zone.ts';
import type { Store } from '../store/store.ts';

/** Four weeks: each day of the week counts as often as the others. */
const DAYS = 28;

/** More are not read at once, because everybody else waits meanwhile: of more, the report has the newest whole days. */
const MOST_WAITS = 20_000;

/** The report over the last days of this zone. */
export async function readWaitReport(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  zone: string,
): Promise<WaitReport | Refusal> {
  if (!isZone(zone)) return refuse('invalid', 'zone: must be the name of a time zone such as Europe/Vienna');
  const first = addDays(dateAt(zone, clock.now()), 1 - DAYS);
  const since = instantOf(zone, { date: first, minute: 0 }, 'first');
  const waits = await store.chronicle.waits({ since, limit: MOST_WAITS });
  const oldest = waits.length < MOST_WAITS ? undefined : waits.at(-1);
  const cut = oldest && dateAt(zone, oldest.queuedAt);
  return waitReport(cut === undefined ? waits : waits.filter(({ queuedAt }) => dateAt(zone, queuedAt) > cut), zone);
}
