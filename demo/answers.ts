/**
 * How the shop answers: a page with its headers and the basket's count, or a friendly page for what went wrong. It
 * knows the request's basket cookie; it does not know which page stands at which path.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { billFor, readBasket } from './basket.ts';
import type { Basket } from './basket.ts';
import { pageHeaders } from './headers.ts';
import type { Guard } from './headers.ts';
import { languages, preferredLanguage } from './language.ts';
import type { Language } from './language.ts';
import { layout } from './pages/layout.ts';
import type { Page } from './pages/layout.ts';
import { problemPage } from './pages/message.ts';
import type { Problem } from './pages/message.ts';

/** A page to send; open and successful unless it says otherwise. */
export interface Answer {
  readonly language: Language;
  readonly page: Page;
  readonly guard?: Guard;
  readonly status?: number;
}

/** The two ways of answering with a page. */
export interface Answers {
  send(request: FastifyRequest, reply: FastifyReply, answer: Answer): FastifyReply;
  problem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply;
}

/** What the pages carry: the server and site of the tag, and the shop's own address once it is known. */
export interface Surroundings {
  readonly shopbellUrl: string;
  readonly siteKey: string;
  readonly origin: () => string;
}

const STATUS: Readonly<Record<Problem, number>> = { 'not-found': 404, 'no-order': 404, bad: 400, failed: 500 };

/** Makes the answers of a shop. */
export function createAnswers({ shopbellUrl, siteKey, origin }: Surroundings): Answers {
  const answers: Answers = {
    send(request, reply, { language, page, guard = 'open', status = 200 }) {
      const { pieces } = billFor(basketOf(request));
      const document = layout({ language, pieces, origin: origin(), shopbellUrl, siteKey }, page);
      return reply
        .code(status)
        .headers(pageHeaders(guard, shopbellUrl))
        .type('text/html; charset=utf-8')
        .send(document);
    },
    problem(request, reply, problem) {
      const named = languages.find((code) => request.url.startsWith(`/${code}/`));
      const language = named ?? preferredLanguage(request.headers['accept-language']);
      return answers.send(request, reply, { language, page: problemPage(language, problem), status: STATUS[problem] });
    },
  };
  return answers;
}

/** The basket of a request; one that the router refused has no parsed cookies, so it has no basket either. */
export function basketOf(request: FastifyRequest): Basket {
  const parsed: FastifyRequest['cookies'] | undefined = request.cookies;
  return readBasket(parsed?.['basket']);
}

/** The posted form, empty if nothing readable was posted. */
export function formOf(request: FastifyRequest): URLSearchParams {
  return request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
}
