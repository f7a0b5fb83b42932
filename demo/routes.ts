/**
 * Which page stands at which path, and what a posted form does. It knows HTTP and the two cookies of the shop, the
 * basket and the last order; it knows nothing about markup.
 */
import type { FastifyInstance } from 'fastify';
import { basketOf, formOf } from './answers.ts';
import type { Answers } from './answers.ts';
import {
  addToBasket,
  basketNotices,
  billFor,
  MAX_QUANTITY,
  removeFromBasket,
  setQuantity,
  writeBasket,
} from './basket.ts';
import type { Basket, BasketChange } from './basket.ts';
import type { Language } from './language.ts';
import { emptyAddress, readAddress } from './orders.ts';
import type { OrderBook } from './orders.ts';
import { basketPage } from './pages/basket.ts';
import { checkoutPage, thanksPage } from './pages/checkout.ts';
import { contactPage } from './pages/contact.ts';
import { homePage } from './pages/home.ts';
import { productPage } from './pages/product.ts';
import { productTexts } from './product-texts.ts';
import { productIdOf } from './products.ts';
import type { ProductId } from './products.ts';
import { texts } from './texts.ts';

// A basket is worth remembering for a month.
const BASKET_SECONDS = 30 * 24 * 60 * 60;

const COOKIE = { path: '/', httpOnly: true, sameSite: 'lax' } as const;

/** What the pages of one language need. */
export interface PageRoutes {
  readonly language: Language;
  readonly answers: Answers;
  readonly orders: OrderBook;
}

/** Adds the pages of one language. */
export function addPages(app: FastifyInstance, routes: PageRoutes): void {
  const { language, answers } = routes;
  app.get(`/${language}/`, async (request, reply) =>
    answers.send(request, reply, { language, page: homePage(language) }),
  );
  app.get(`/${language}/contact`, async (request, reply) =>
    answers.send(request, reply, { language, page: contactPage(language) }),
  );
  app.get<{ Params: { product: string } }>(`/${language}/products/:product`, async (request, reply) => {
    const id = productIdOf(request.params.product);
    if (id === undefined) return answers.problem(request, reply, 'not-found');
    return answers.send(request, reply, { language, page: productPage(language, id, app.listeningOrigin) });
  });
  addBasketPages(app, routes);
  addCheckoutPages(app, routes);
}

type Change = (basket: Basket, product: ProductId, quantity: string | null) => BasketChange;

const CHANGES: Readonly<Record<string, Change>> = {
  add: addToBasket,
  change: setQuantity,
  remove: removeFromBasket,
};

function addBasketPages(app: FastifyInstance, { language, answers }: PageRoutes): void {
  app.get<{ Querystring: Record<string, unknown> }>(`/${language}/basket`, async (request, reply) => {
    const page = basketPage(language, billFor(basketOf(request)), noticeOf(language, request.query));
    return answers.send(request, reply, { language, page, guard: 'strict' });
  });
  for (const [name, change] of Object.entries(CHANGES)) {
    app.post(`/${language}/basket/${name}`, async (request, reply) => {
      const form = formOf(request);
      const product = productIdOf(form.get('product'));
      if (product === undefined) return answers.problem(request, reply, 'not-found');
      const { basket, notice } = change(basketOf(request), product, form.get('quantity'));
      if (basket.size === 0) reply.clearCookie('basket', COOKIE);
      else reply.setCookie('basket', writeBasket(basket), { ...COOKIE, maxAge: BASKET_SECONDS });
      return reply.redirect(`/${language}/basket?notice=${notice}&product=${product}`, 303);
    });
  }
}

/** What the address of the basket page says about the last change, if it says anything we know. */
function noticeOf(language: Language, query: Readonly<Record<string, unknown>>): string | undefined {
  const notice = basketNotices.find((name) => name === query['notice']);
  const product = typeof query['product'] === 'string' ? productIdOf(query['product']) : undefined;
  if (notice === undefined || product === undefined) return undefined;
  return texts[language].basket.notices[notice](productTexts[language][product].name, MAX_QUANTITY);
}

function addCheckoutPages(app: FastifyInstance, { language, answers, orders }: PageRoutes): void {
  app.get(`/${language}/checkout`, async (request, reply) => {
    const page = checkoutPage(language, billFor(basketOf(request)), { address: emptyAddress, wrong: [] });
    return answers.send(request, reply, { language, page, guard: 'strict' });
  });
  app.post(`/${language}/checkout`, async (request, reply) => {
    const bill = billFor(basketOf(request));
    if (bill.lines.length === 0) return reply.redirect(`/${language}/basket`, 303);
    const checked = readAddress(formOf(request));
    if (checked.wrong.length > 0) {
      const page = checkoutPage(language, bill, checked);
      return answers.send(request, reply, { language, page, guard: 'strict', status: 422 });
    }
    reply.setCookie('order', orders.place(checked.address, bill), COOKIE).clearCookie('basket', COOKIE);
    return reply.redirect(`/${language}/thank-you`, 303);
  });
  app.get(`/${language}/thank-you`, async (request, reply) => {
    const order = orders.find(request.cookies['order']);
    if (order === undefined) return answers.problem(request, reply, 'no-order');
    return answers.send(request, reply, { language, page: thanksPage(language, order), guard: 'strict' });
  });
}
