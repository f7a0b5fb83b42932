/**
 * The doors of the widget: its script and chunks for any origin, a site's settings for that site's origins, and the
 * photos of the team. Everything here is public; nothing is personal beyond what a person card shows (VI3).
 */
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { refuse } from '../../protocol/errors.ts';
import { siteSettings } from '../../protocol/models.ts';
import type { SiteRecord } from '../store/people.ts';
import type { Store } from '../store/store.ts';
import type { Doors, DoorOptions } from './doors.ts';
import { Refused } from './server.ts';

/** Hashed files never change. */
const IMMUTABLE = 'public, max-age=31536000, immutable';

/** Lets pages of any origin load what they embed by a tag. */
const EMBEDDABLE = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' } as const;

/** Who asks for what of a site, and where the answer goes. */
interface PageRequest {
  readonly request: Pick<FastifyRequest, 'headers'>;
  readonly reply: FastifyReply;
  readonly store: Store;
}

/** The site with this key, for a page of its origins; the answer is made readable there. */
export async function siteForPage(key: string, { request, reply, store }: PageRequest): Promise<SiteRecord> {
  const site = await store.people.siteByKey(key);
  const { origin } = request.headers;
  void reply.header('vary', 'Origin').header('cross-origin-resource-policy', 'cross-origin');
  // The refusals are readable by the page, so that the loader can say what is wrong.
  if (origin !== undefined) void reply.header('access-control-allow-origin', origin);
  if (!site) throw new Refused(refuse('not_found', 'No site has this key.'));
  if (origin !== undefined && !site.origins.includes(origin)) {
    throw new Refused(refuse('forbidden', `${origin} is not an origin of this site.`));
  }
  return site;
}

/** Registers the doors of the widget. */
export async function widgetRoutes(doors: Doors, options: DoorOptions): Promise<void> {
  const { store, shopFront, webFolder } = options;
  await doors.register(fastifyStatic, { root: webFolder, serve: false, preCompressed: true });

  doors.get('/shopbell.js', (_request, reply) => {
    void reply.headers({ ...EMBEDDABLE, 'cache-control': 'public, max-age=300' });
    return reply.sendFile('shopbell.js', { cacheControl: false });
  });

  await doors.register(fastifyStatic, {
    root: join(webFolder, 'widget'),
    prefix: '/widget/',
    decorateReply: false,
    preCompressed: true,
    cacheControl: false,
    index: false,
    setHeaders: (response) => {
      for (const [name, value] of Object.entries({ ...EMBEDDABLE, 'cache-control': IMMUTABLE }))
        response.header(name, value);
    },
  });

  doors.get(
    '/v1/sites/:key/settings',
    { schema: { params: z.object({ key: z.string().max(64) }), response: { 200: siteSettings } } },
    async (request, reply) => {
      const site = await siteForPage(request.params.key, { request, reply, store });
      void reply.header('cache-control', 'private, max-age=30');
      return shopFront.settings(site);
    },
  );

  doors.get(
    '/v1/photos/:key',
    { schema: { params: z.object({ key: z.string().max(64) }) } },
    async (request, reply) => {
      const photo = await store.blobs.find('photo', request.params.key);
      if (!photo) throw new Refused(refuse('not_found', 'There is no such photo.'));
      void reply.headers({ ...EMBEDDABLE, 'cache-control': IMMUTABLE, 'content-type': photo.type });
      return reply.send(Buffer.from(photo.bytes));
    },
  );
}
