/** The console's door to the floor of one's own departments. What is on it is `floor-view`'s business. */
import { FloorViews } from '../switchboard/floor-view.ts';
import { requireAgent } from './console-session.ts';
import type { Doors, DoorOptions } from './doors.ts';

/** Registers the door. */
export async function floorRoutes(doors: Doors, options: DoorOptions): Promise<void> {
  const views = new FloorViews(options);
  doors.get('/v1/console/floor', async (request, reply) => {
    const agent = await requireAgent(request, options);
    void reply.header('cache-control', 'no-store');
    return views.of(agent);
  });
}
