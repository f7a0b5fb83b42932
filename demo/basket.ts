/**
 * The basket: which products in which quantity, kept in a cookie of the shop. It knows how to read what a stranger may
 * have put into that cookie or a form, and what the basket costs; it knows no HTTP and no words.
 */
import { productIdOf, productIds, products } from './products.ts';
import type { Product, ProductId } from './products.ts';

/** How many pieces of each product; only products that are in the basket have an entry. */
export type Basket = ReadonlyMap<ProductId, number>;

/** What to tell the visitor after a change. */
export const basketNotices = ['added', 'changed', 'removed', 'at-most', 'unclear'] as const;

/** One of the notices. */
export type BasketNotice = (typeof basketNotices)[number];

/** The basket after a change, and what to say about it. */
export interface BasketChange {
  readonly basket: Basket;
  readonly notice: BasketNotice;
}

/** The most pieces of one product that one parcel takes. */
export const MAX_QUANTITY = 20;

/** The basket that a cookie's text describes; whatever in it makes no sense is left out. */
export function readBasket(cookie: string | undefined): Basket {
  const basket = new Map<ProductId, number>();
  // More entries than products are never ours.
  for (const entry of (cookie ?? '').split('~', productIds.length)) {
    const [name, count] = entry.split('.', 2);
    const product = productIdOf(name);
    const quantity = readQuantity(count);
    if (product !== undefined && quantity !== undefined && quantity > 0) {
      basket.set(product, Math.min(quantity, MAX_QUANTITY));
    }
  }
  return basket;
}

/** The cookie's text for a basket, made only of characters that a cookie may hold as they are. */
export function writeBasket(basket: Basket): string {
  return [...basket].map(([product, quantity]) => `${product}.${quantity}`).join('~');
}

/** The basket with more pieces of a product. */
export function addToBasket(basket: Basket, product: ProductId, quantityText: string | null): BasketChange {
  const quantity = readQuantity(quantityText);
  if (quantity === undefined || quantity === 0) return { basket, notice: 'unclear' };
  const wanted = (basket.get(product) ?? 0) + quantity;
  return { basket: withQuantity(basket, product, wanted), notice: wanted > MAX_QUANTITY ? 'at-most' : 'added' };
}

/** The basket with exactly this many pieces of a product; none removes it. */
export function setQuantity(basket: Basket, product: ProductId, quantityText: string | null): BasketChange {
  const quantity = readQuantity(quantityText);
  if (quantity === undefined) return { basket, notice: 'unclear' };
  if (quantity === 0) return removeFromBasket(basket, product);
  return { basket: withQuantity(basket, product, quantity), notice: quantity > MAX_QUANTITY ? 'at-most' : 'changed' };
}

/** The basket without a product. */
export function removeFromBasket(basket: Basket, product: ProductId): BasketChange {
  return { basket: new Map([...basket].filter(([other]) => other !== product)), notice: 'removed' };
}

function withQuantity(basket: Basket, product: ProductId, quantity: number): Basket {
  return new Map([...basket, [product, Math.min(quantity, MAX_QUANTITY)]]);
}

/** A whole number of pieces, or nothing if the text is none; nine digits are far beyond any parcel. */
function readQuantity(text: string | null | undefined): number | undefined {
  const trimmed = (text ?? '').trim();
  return /^\d{1,9}$/.test(trimmed) ? Number(trimmed) : undefined;
}

/** One line of the bill. */
export interface BillLine {
  readonly product: Product;
  readonly quantity: number;
  readonly cents: number;
}

/** What a basket costs, in euro cents; `taxCents` is contained in the total. */
export interface Bill {
  readonly lines: readonly BillLine[];
  readonly pieces: number;
  readonly goodsCents: number;
  readonly deliveryCents: number;
  readonly totalCents: number;
  readonly taxCents: number;
}

/** From this value of goods on delivery costs nothing. */
export const FREE_DELIVERY_FROM_CENTS = 6000;

/** What a parcel costs below that. */
export const DELIVERY_CENTS = 490;

// German value-added tax, in per cent of the price without it.
const TAX_PERCENT = 19;

/** The bill for a basket. */
export function billFor(basket: Basket): Bill {
  const lines = [...basket].map(([id, quantity]) => {
    const product = products[id];
    return { product, quantity, cents: product.priceCents * quantity };
  });
  const goodsCents = lines.reduce((sum, line) => sum + line.cents, 0);
  const deliveryCents = goodsCents === 0 || goodsCents >= FREE_DELIVERY_FROM_CENTS ? 0 : DELIVERY_CENTS;
  const totalCents = goodsCents + deliveryCents;
  return {
    lines,
    pieces: lines.reduce((sum, line) => sum + line.quantity, 0),
    goodsCents,
    deliveryCents,
    totalCents,
    taxCents: Math.round((totalCents * TAX_PERCENT) / (100 + TAX_PERCENT)),
  };
}
