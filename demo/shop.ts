/**
 * The demo shop's server: a small homeware shop that stands on another site than the Shopbell server and carries the
 * one tag that an owner pastes. It knows how the shop is put together and started; it knows of Shopbell only an address
 * and a site key.
 */
import cookies from '@fastify/cookie';
import files from '@fastify/static';
import Fastify from 'fastify';
import type { FastifyRequest } from 'fastify';
import { fileURLToPath } from 'node:url';
import { createAnswers } from './answers.ts';
import type { Answers } from './answers.ts';
import { languages, preferredLanguage } from './language.ts';
import { openOrderBook } from './orders.ts';
import { addPages } from './routes.ts';

/** Where the shop listens (port 0: any free one), and the address and site key that its tag names. */
export interface DemoShopOptions {
  readonly port: number;
  readonly host: string;
  readonly shopbellUrl: string;
  readonly siteKey: string;
}

/** A running shop. */
export interface DemoShop {
  readonly url: string;
  close(): Promise<void>;
}

// An address form fits many times; nothing else is posted here.
const MAX_FORM_BYTES = 16 * 1024;

/** Starts the shop; rejects when it cannot listen, for example with `EADDRINUSE`. */
export async function startDemoShop({ port, host, shopbellUrl, siteKey }: DemoShopOptions): Promise<DemoShop> {
  const answers: Answers = createAnswers({
    shopbellUrl: shopbellUrl.replace(/\/+$/, ''),
    siteKey,
    origin: () => app.listeningOrigin,
  });
  const app = Fastify({
    bodyLimit: MAX_FORM_BYTES,
    forceCloseConnections: true,
    // Only our own failures: a visitor's typing errors are no news for the terminal.
    logger: { level: 'error' },
    routerOptions: { ignoreTrailingSlash: true },
    // An address that the router cannot read never reaches the handlers below.
    frameworkErrors: (_error, request, reply) => void answers.problem(request, reply, 'bad'),
  });
  app.removeAllContentTypeParsers();
  const formType = 'application/x-www-form-urlencoded';
  app.addContentTypeParser<string>(formType, { parseAs: 'string' }, async (_request: FastifyRequest, body: string) => {
    return new URLSearchParams(body);
  });
  app.setNotFoundHandler((request, reply) => answers.problem(request, reply, 'not-found'));
  app.setErrorHandler((error, request, reply) => {
    if (isVisitorsMistake(error)) return answers.problem(request, reply, 'bad');
    request.log.error(error);
    return answers.problem(request, reply, 'failed');
  });
  await app.register(cookies);
  await app.register(files, { root: fileURLToPath(new URL('./assets/', import.meta.url)), prefix: '/assets/' });
  app.get('/', async (request, reply) => {
    const language = preferredLanguage(request.headers['accept-language']);
    return reply.header('Vary', 'Accept-Language').redirect(`/${language}/`, 302);
  });
  const orders = openOrderBook();
  for (const language of languages) addPages(app, { language, answers, orders });
  try {
    await app.listen({ port, host });
  } catch (error) {
    await app.close();
    throw error;
  }
  return { url: app.listeningOrigin, close: () => app.close() };
}

/** Whether the framework refused a request for what it was, such as a form that is too large. */
function isVisitorsMistake(error: unknown): boolean {
  if (!(error instanceof Error) || !('statusCode' in error)) return false;
  return typeof error.statusCode === 'number' && error.statusCode >= 400 && error.statusCode < 500;
}
