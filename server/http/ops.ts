/**
 * The door of whoever operates the server: is it healthy, and on what does it run. Nothing here is personal.
 */
import type { Doors, DoorOptions } from './doors.ts';

/** Registers `/health`: 200 with the store's own account, or 503 while it cannot be read. */
export async function opsRoutes(doors: Doors, { store }: DoorOptions): Promise<void> {
  doors.get('/health', async (_request, reply) => {
    void reply.header('cache-control', 'no-store');
    return { ok: true, store: await store.health() };
  });
}
