/**
 * The door of whoever operates the server: is it healthy, and on what does it run. Nothing here is personal.
 */
import { StoreUnavailable } from '../store/store.ts';
import type { Doors, DoorOptions } from './doors.ts';

/**
 * Registers `/health`: 200 with the store's own account, or 503 with the reason while the store is away, or must be
 * started anew because its disk has failed.
 */
export async function opsRoutes(doors: Doors, { store }: DoorOptions): Promise<void> {
  doors.get('/health', async (_request, reply) => {
    void reply.header('cache-control', 'no-store');
    try {
      return { ok: true, store: await store.health() };
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      void reply.code(503);
      return { ok: false, reason: error.message };
    }
  });
}
