/**
 * The doors of whoever operates the server: is it healthy, may people be sent to it, and on what does it run. Nothing
 * here is personal.
 */
import { refuse } from '../../protocol/errors.ts';
import { StoreUnavailable } from '../store/store.ts';
import { within } from '../switchboard/patience.ts';
import { Refused } from './server.ts';
import type { Doors, DoorOptions } from './doors.ts';

/** Load balancers ask every few seconds and do not wait for long. */
const READY_MS = 2_000;

/**
 * Registers `/health`, 200 with the store's own account, or 503 with the reason while the store is away or must be
 * started anew; and `/ready`, 200 while people may be sent here, or 503 with the reason why not.
 */
export async function opsRoutes(doors: Doors, { store, clock, phase }: DoorOptions): Promise<void> {
  doors.addHook('onSend', async (_request, reply) => {
    void reply.header('cache-control', 'no-store');
  });
  doors.get('/health', async () => {
    const account = await store.health().catch((error: unknown) => {
      throw error instanceof StoreUnavailable ? new Refused(refuse('unavailable', error.message)) : error;
    });
    return { ok: true, store: account };
  });

  const isStoreThere = (): Promise<boolean> => within(clock, READY_MS, store.health()).catch(() => false);
  doors.get('/ready', async () => {
    const now = phase();
    if (now !== 'ready') throw new Refused(refuse('unavailable', `The server is ${now}.`));
    if (!(await isStoreThere())) throw new Refused(refuse('unavailable', 'The database is away.'));
    return { ready: true };
  });
}
