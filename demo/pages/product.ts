/**
 * The page of one product, with its data for search engines and widgets. It knows how to offer a product for the
 * basket; it does not know what is in there already.
 */
import { MAX_QUANTITY } from '../basket.ts';
import { html, jsonLd } from '../html.ts';
import type { Html } from '../html.ts';
import { price } from '../language.ts';
import type { Language } from '../language.ts';
import { productTexts } from '../product-texts.ts';
import { products } from '../products.ts';
import type { Product, ProductId } from '../products.ts';
import { texts } from '../texts.ts';
import { productCards } from './home.ts';
import type { Page } from './layout.ts';

/** The page of a product; `origin` makes the addresses in its data absolute. */
export function productPage(language: Language, id: ProductId, origin: string): Page {
  const product = products[id];
  const words = productTexts[language][id];
  const labels = texts[language].product;
  const main = html`
    <article class="wide product">
      <img class="product-picture" src="/assets/${id}.svg" width="800" height="1000" alt="${words.imageText}" />
      <div class="product-words">
        <nav class="crumbs" aria-label="${labels.breadcrumb}">
          <a href="/${language}/#pieces">${texts[language].nav.pieces}</a>
          <span aria-hidden="true">/</span>
          <span aria-current="page">${words.name}</span>
        </nav>
        <h1>${words.name}</h1>
        <p class="quiet">${words.line}</p>
        <p class="price-large">${price(language, product.priceCents)} <small>${labels.taxNote}</small></p>
        <p class="lead">${words.lead}</p>
        ${addForm(language, id)}
        <p class="stock">${labels.available}</p>
        <p>${words.story}</p>
        <h2>${labels.details}</h2>
        <dl class="facts">
          ${facts(language, product).map(
            ([name, value]) =>
              html`<div>
                <dt>${name}</dt>
                <dd>${value}</dd>
              </div>`,
          )}
        </dl>
      </div>
    </article>
    <section class="wide block goes-with" aria-labelledby="goes-with-title">
      <h2 id="goes-with-title">${labels.goesWith}</h2>
      ${productCards(language, product.goesWith)}
    </section>
  `;
  const path = `/products/${id}`;
  const data = productData(language, product, origin);
  return { path, title: words.name, description: words.lead, main, data };
}

function addForm(language: Language, id: ProductId): Html {
  const labels = texts[language].product;
  return html`<form class="add" method="post" action="/${language}/basket/add">
    <input type="hidden" name="product" value="${id}" />
    <label for="quantity">${labels.quantity}</label>
    <input
      id="quantity"
      name="quantity"
      type="number"
      inputmode="numeric"
      min="1"
      max="${MAX_QUANTITY}"
      value="1"
      required
    />
    <button class="button" type="submit">${labels.add}</button>
  </form>`;
}

function facts(language: Language, product: Product): readonly (readonly [string, string])[] {
  const words = productTexts[language][product.id];
  const labels = texts[language].product;
  return [
    [labels.material, words.material],
    [labels.size, words.size],
    [labels.care, words.care],
    [labels.origin, words.origin],
    [labels.articleNumber, product.articleNumber],
  ];
}

function productData(language: Language, product: Product, origin: string): Html {
  const words = productTexts[language][product.id];
  return jsonLd({
    '@type': 'Product',
    name: words.name,
    description: words.lead,
    image: `${origin}/assets/${product.id}.svg`,
    sku: product.articleNumber,
    material: words.material,
    brand: { '@type': 'Brand', name: texts[language].shop },
    offers: {
      '@type': 'Offer',
      url: `${origin}/${language}/products/${product.id}`,
      price: (product.priceCents / 100).toFixed(2),
      priceCurrency: 'EUR',
      availability: 'https://schema.org/InStock',
    },
  });
}
