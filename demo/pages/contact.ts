/** The contact page with the terms of delivery and the imprint. Every name, address and number on it is invented. */
import { DELIVERY_CENTS, FREE_DELIVERY_FROM_CENTS } from '../basket.ts';
import { html } from '../html.ts';
import { price, roundPrice } from '../language.ts';
import type { Language } from '../language.ts';
import { texts } from '../texts.ts';
import type { Page } from './layout.ts';

// From the block of Hamburg numbers that the Bundesnetzagentur keeps free for films and books.
const PHONE = { shown: '040 66969 042', link: 'tel:+494066969042' };

// RFC 2606 keeps .example free for ever.
const EMAIL = 'hallo@lehm-und-lein.example';

/** The contact page. */
export function contactPage(language: Language): Page {
  const words = texts[language].contact;
  const terms = words.deliveryText(price(language, DELIVERY_CENTS), roundPrice(language, FREE_DELIVERY_FROM_CENTS));
  const main = html`<div class="wide prose">
    <h1>${words.title}</h1>
    <p class="lead">${words.lead}</p>
    <dl class="facts">
      <div>
        <dt>${words.phone}</dt>
        <dd><a href="${PHONE.link}">${PHONE.shown}</a></dd>
      </div>
      <div>
        <dt>${words.email}</dt>
        <dd><a href="mailto:${EMAIL}">${EMAIL}</a></dd>
      </div>
      <div>
        <dt>${words.visit}</dt>
        <dd>Musterweg 7, 12345 Musterstadt</dd>
      </div>
    </dl>
    <h2>${words.deliveryTitle}</h2>
    ${terms.map((paragraph) => html`<p>${paragraph}</p>`)}
    <h2>${words.imprintTitle}</h2>
    <address class="address">
      <span>Lehm &amp; Lein GbR</span> <span>Musterweg 7</span> <span>12345 Musterstadt</span>
      <span>${words.represented}</span> <span>${words.tax}</span>
    </address>
    <p class="quiet">${words.fictitious}</p>
  </div>`;
  return { path: '/contact', title: words.title, description: words.description, main };
}
