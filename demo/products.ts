/**
 * What the shop sells: identifiers and prices. It knows no words (product-texts.ts has them) and no stock: everything
 * listed is available.
 */

/** The products in the order in which the shop shows them; an id is also the last part of the page's path. */
export const productIds = [
  'mora-bowl',
  'lumi-glasses',
  'vale-napkins',
  'mora-plate',
  'lumi-carafe',
  'strand-towel',
] as const;

/** The id of a product. */
export type ProductId = (typeof productIds)[number];

/** One product; `goesWith` are shown below it. */
export interface Product {
  readonly id: ProductId;
  readonly priceCents: number;
  readonly articleNumber: string;
  readonly goesWith: readonly ProductId[];
}

/** Every product by its id. */
export const products: Readonly<Record<ProductId, Product>> = {
  'mora-bowl': {
    id: 'mora-bowl',
    priceCents: 2400,
    articleNumber: 'LL-1016',
    goesWith: ['mora-plate', 'vale-napkins', 'lumi-glasses'],
  },
  'lumi-glasses': {
    id: 'lumi-glasses',
    priceCents: 3400,
    articleNumber: 'LL-2028',
    goesWith: ['lumi-carafe', 'vale-napkins', 'mora-bowl'],
  },
  'vale-napkins': {
    id: 'vale-napkins',
    priceCents: 3800,
    articleNumber: 'LL-3045',
    goesWith: ['strand-towel', 'mora-plate', 'lumi-glasses'],
  },
  'mora-plate': {
    id: 'mora-plate',
    priceCents: 2600,
    articleNumber: 'LL-1024',
    goesWith: ['mora-bowl', 'vale-napkins', 'lumi-carafe'],
  },
  'lumi-carafe': {
    id: 'lumi-carafe',
    priceCents: 5200,
    articleNumber: 'LL-2100',
    goesWith: ['lumi-glasses', 'mora-bowl', 'strand-towel'],
  },
  'strand-towel': {
    id: 'strand-towel',
    priceCents: 1800,
    articleNumber: 'LL-3070',
    goesWith: ['vale-napkins', 'mora-plate', 'lumi-carafe'],
  },
};

/** The product id that a stranger's text names, if it names one. */
export function productIdOf(text: string | null | undefined): ProductId | undefined {
  return productIds.find((id) => id === text);
}
