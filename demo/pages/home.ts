/** The home page and the product cards. It knows how the pieces are shown in a row; it knows no basket. */
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { price } from '../language.ts';
import type { Language } from '../language.ts';
import { productTexts } from '../product-texts.ts';
import { productIds, products } from '../products.ts';
import type { ProductId } from '../products.ts';
import { texts } from '../texts.ts';
import type { Page } from './layout.ts';

/** The home page. */
export function homePage(language: Language): Page {
  const words = texts[language].home;
  const main = html`
    <section class="wide hero">
      <div class="hero-words">
        <h1>${words.headline}</h1>
        <p class="lead">${words.lead}</p>
        <a class="button" href="#pieces">${words.toPieces}</a>
      </div>
      <img class="hero-picture" src="/assets/hero.svg" width="1400" height="1200" alt="${words.heroText}" />
    </section>
    <section class="wide block" id="pieces" aria-labelledby="pieces-title">
      <div class="block-head">
        <h2 id="pieces-title">${words.piecesTitle}</h2>
        <p class="quiet">${words.piecesLead}</p>
      </div>
      ${productCards(language, productIds)}
    </section>
    <section class="band" id="workshop" aria-labelledby="workshop-title">
      <div class="wide band-row">
        <img src="/assets/workshop.svg" width="1200" height="900" loading="lazy" alt="${words.workshopImage}" />
        <div class="prose">
          <h2 id="workshop-title">${words.workshopTitle}</h2>
          ${words.workshopText.map((paragraph) => html`<p>${paragraph}</p>`)}
        </div>
      </div>
    </section>
    <section class="wide block" aria-labelledby="assurances-title">
      <h2 class="hidden" id="assurances-title">${words.assurancesTitle}</h2>
      <ul class="assurances">
        ${words.assurances.map(
          ({ title, text }) =>
            html`<li>
              <h3>${title}</h3>
              <p class="quiet">${text}</p>
            </li>`,
        )}
      </ul>
    </section>
  `;
  return { path: '/', title: words.title, description: words.description, main };
}

/** A row of products, each as one link; the heading level fits under a section's own heading. */
export function productCards(language: Language, ids: readonly ProductId[]): Html {
  return html`<ul class="cards">
    ${ids.map((id) => {
      const words = productTexts[language][id];
      return html`<li class="card">
        <img src="/assets/${id}.svg" width="800" height="1000" loading="lazy" alt="" />
        <div class="card-words">
          <h3><a href="/${language}/products/${id}">${words.name}</a></h3>
          <p class="price">${price(language, products[id].priceCents)}</p>
          <p class="quiet">${words.line}</p>
        </div>
      </li>`;
    })}
  </ul>`;
}
