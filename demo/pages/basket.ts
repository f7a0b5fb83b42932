/**
 * The basket page and the bill, which the checkout and the thank-you page show too. It knows how to change a quantity
 * with plain forms; the arithmetic is basket.ts's.
 */
import { FREE_DELIVERY_FROM_CENTS, MAX_QUANTITY } from '../basket.ts';
import type { Bill, BillLine } from '../basket.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { price } from '../language.ts';
import type { Language } from '../language.ts';
import { productTexts } from '../product-texts.ts';
import { texts } from '../texts.ts';
import type { Page } from './layout.ts';

/** The basket; `notice` says what the last change did. */
export function basketPage(language: Language, bill: Bill, notice: string | undefined): Page {
  const words = texts[language].basket;
  const main = html`
    <div class="wide narrow-head">
      <h1>${words.title}</h1>
      ${notice !== undefined && html`<p class="notice" role="status">${notice}</p>`}
    </div>
    ${bill.lines.length === 0 ? emptyBasket(language) : filledBasket(language, bill)}
  `;
  return { path: '/basket', title: words.title, main };
}

/** What stands where nothing has been chosen yet. */
export function emptyBasket(language: Language): Html {
  const words = texts[language].basket;
  return html`<div class="wide empty">
    <p class="lead">${words.empty}</p>
    <a class="button" href="/${language}/#pieces">${words.toPieces}</a>
  </div>`;
}

function filledBasket(language: Language, bill: Bill): Html {
  const words = texts[language].basket;
  const untilFree = FREE_DELIVERY_FROM_CENTS - bill.goodsCents;
  return html`<div class="wide split">
    <ul class="lines">
      ${bill.lines.map((line) => basketLine(language, line))}
    </ul>
    <section class="sheet" aria-labelledby="summary-title">
      <h2 id="summary-title">${words.summary}</h2>
      ${billTable(language, bill)}
      ${untilFree > 0 && html`<p class="quiet">${words.untilFree(price(language, untilFree))}</p>`}
      <a class="button fill" href="/${language}/checkout">${words.checkout}</a>
      <p class="sheet-more"><a href="/${language}/#pieces">${words.goOn}</a></p>
    </section>
  </div>`;
}

function basketLine(language: Language, { product, quantity, cents }: BillLine): Html {
  const words = texts[language].basket;
  const { name, line } = productTexts[language][product.id];
  const field = `quantity-${product.id}`;
  return html`<li class="line">
    <img src="/assets/${product.id}.svg" width="800" height="1000" alt="" />
    <div class="line-words">
      <h2><a href="/${language}/products/${product.id}">${name}</a></h2>
      <p class="quiet">${line}, ${words.each(price(language, product.priceCents))}</p>
    </div>
    <p class="line-price">${price(language, cents)}</p>
    <div class="line-tools">
      <form method="post" action="/${language}/basket/change">
        <input type="hidden" name="product" value="${product.id}" />
        <label class="hidden" for="${field}">${words.quantityOf(name)}</label>
        <input
          id="${field}"
          name="quantity"
          type="number"
          inputmode="numeric"
          min="0"
          max="${MAX_QUANTITY}"
          value="${quantity}"
          required
        />
        <button class="button soft" type="submit">${words.change}<span class="hidden">${words.of(name)}</span></button>
      </form>
      <form method="post" action="/${language}/basket/remove">
        <input type="hidden" name="product" value="${product.id}" />
        <button class="plain" type="submit">${words.remove}<span class="hidden">${words.of(name)}</span></button>
      </form>
    </div>
  </li>`;
}

/** The sums of a bill. */
export function billTable(language: Language, bill: Bill): Html {
  const words = texts[language].basket;
  const delivery = bill.deliveryCents === 0 ? words.free : price(language, bill.deliveryCents);
  return html`<dl class="bill">
    <div>
      <dt>${words.goods}</dt>
      <dd>${price(language, bill.goodsCents)}</dd>
    </div>
    <div>
      <dt>${words.delivery}</dt>
      <dd>${delivery}</dd>
    </div>
    <div class="bill-total">
      <dt>${words.total}</dt>
      <dd>${price(language, bill.totalCents)}</dd>
    </div>
    <div class="quiet">
      <dt class="hidden">${texts[language].product.taxNote}</dt>
      <dd>${words.taxIncluded(price(language, bill.taxCents))}</dd>
    </div>
  </dl>`;
}

/** The pieces of a bill in short, as the checkout and the thank-you page show them. */
export function billLines(language: Language, bill: Bill): Html {
  return html`<ul class="bill-lines">
    ${bill.lines.map(
      ({ product, quantity, cents }) =>
        html`<li>
          <img src="/assets/${product.id}.svg" width="800" height="1000" alt="" />
          <span>${quantity} × ${productTexts[language][product.id].name}</span>
          <span class="amount">${price(language, cents)}</span>
        </li>`,
    )}
  </ul>`;
}
