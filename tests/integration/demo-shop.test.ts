/**
 * The demo shop as a browser meets it, over HTTP: its pages, its basket, its checkout, its headers and its answers to
 * nonsense. It knows nothing of Shopbell beyond the tag that the shop carries.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDemoShop } from '../../demo/shop.ts';
import type { DemoShop } from '../../demo/shop.ts';
import { ShopVisitor } from '../helpers/shop-visitor.ts';

const SHOPBELL = 'http://localhost:4321';
const TAG = `<script async src="${SHOPBELL}/shopbell.js" data-shopbell-site="site-key-1"></script>`;
const STRICT = [
  `default-src 'none'`,
  `script-src ${SHOPBELL}`,
  `style-src 'self'`,
  `img-src 'self' ${SHOPBELL}`,
  `connect-src ${SHOPBELL} ws://localhost:4321`,
  `form-action 'self'`,
  `base-uri 'none'`,
  `frame-ancestors 'none'`,
  `require-trusted-types-for 'script'`,
].join('; ');

const OPEN_PATHS = ['/', '/products/mora-bowl', '/products/lumi-glasses', '/contact'];
const STRICT_PATHS = ['/basket', '/checkout'];
const LANGUAGES = ['de', 'en'] as const;

let shop: DemoShop;

beforeAll(async () => {
  shop = await startDemoShop({ port: 0, host: '127.0.0.1', shopbellUrl: SHOPBELL, siteKey: 'site-key-1' });
});

afterAll(async () => {
  await shop.close();
});

const aVisitor = (): ShopVisitor => new ShopVisitor(shop.url);

const anAddress = (changes: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  email: 'erika@beispiel.de',
  name: 'Erika Mustermann',
  street: 'Musterweg 7',
  extra: '',
  postcode: '12345',
  city: 'Musterstadt',
  country: 'DE',
  phone: '',
  ...changes,
});

async function aVisitorWithBowls(quantity = '2'): Promise<ShopVisitor> {
  const visitor = aVisitor();
  await visitor.submit('/de/basket/add', { product: 'mora-bowl', quantity });
  return visitor;
}

/** The quantity that the basket page shows for a product, or nothing if it is not in the basket. */
function shownQuantity(body: string, product: string): string | undefined {
  const field = new RegExp(`<input[^>]*id="quantity-${product}"[^>]*>`).exec(body)?.[0] ?? '';
  return /\bvalue="(\d+)"/.exec(field)?.[1];
}

describe.each(LANGUAGES)('in %s', (language) => {
  test.each([...OPEN_PATHS, ...STRICT_PATHS])(
    '%s answers with its language, a title and exactly the tag',
    async (path) => {
      const { response, body } = await aVisitor().get(`/${language}${path}`);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(body).toMatch(new RegExp(`^<!doctype html>\\s*<html lang="${language}">`));
      expect(body).toMatch(/<title>[^<]{3,} – Lehm &amp; Lein<\/title>/);
      expect(body.split(TAG)).toHaveLength(2);
      const end = body.slice(body.indexOf(TAG) + TAG.length);
      expect(end).toMatch(
        new RegExp(`^\\s*<noscript><a href="/${language}/contact">[^<]+</a></noscript>\\s*</body>\\s*</html>$`),
      );
      expect(body.match(/shopbell/gi)).toHaveLength(2);
    },
  );

  test('every link and picture of every page leads somewhere', async () => {
    const seen = new Set([`/${language}/`]);
    for (const path of seen) {
      const { response, body } = await aVisitor().get(path);
      expect([path, response.status]).toEqual([path, 200]);
      if (!path.startsWith(`/${language}/`)) continue;
      for (const [, target = ''] of body.matchAll(/(?:href|src)="(\/[^"#]*)/g)) seen.add(target);
    }
    expect(seen.size).toBeGreaterThan(15);
  });

  test('the language link leads to the same page in the other language', async () => {
    const other = language === 'de' ? 'en' : 'de';
    const { body } = await aVisitor().get(`/${language}/products/mora-bowl`);
    expect(body).toContain(`<a href="/${other}/products/mora-bowl" hreflang="${other}" lang="${other}">`);
  });
});

describe('the home page is chosen', () => {
  test.each([
    ['de-AT,de;q=0.9,en;q=0.8', '/de/'],
    ['en-GB,en;q=0.9', '/en/'],
    ['en;q=0.3,de;q=0.7', '/de/'],
    ['fr,it', '/en/'],
    ['de;q=0,en;q=0.1', '/en/'],
    [';;;q=x,,', '/en/'],
  ])('for %s: %s', async (header, path) => {
    const response = await fetch(`${shop.url}/`, { redirect: 'manual', headers: { 'accept-language': header } });
    expect([response.status, response.headers.get('location')]).toEqual([302, path]);
    expect(response.headers.get('vary')).toBe('Accept-Language');
  });
});

describe('headers', () => {
  test.each(STRICT_PATHS)('%s sends the strict policy', async (path) => {
    const { response } = await aVisitor().get(`/de${path}`);
    expect(response.headers.get('content-security-policy')).toBe(STRICT);
  });

  test('the checkout with mistakes and the thank-you page send the strict policy too', async () => {
    const visitor = await aVisitorWithBowls();
    const wrong = await visitor.post('/de/checkout', {});
    const thanks = await visitor.submit('/de/checkout', anAddress());
    expect([wrong.response.status, wrong.response.headers.get('content-security-policy')]).toEqual([422, STRICT]);
    expect([thanks.response.status, thanks.response.headers.get('content-security-policy')]).toEqual([200, STRICT]);
  });

  test.each(OPEN_PATHS)('%s sends a moderate set and no policy', async (path) => {
    const { response } = await aVisitor().get(`/en${path}`);
    expect(response.headers.get('content-security-policy')).toBeNull();
    expect(response.headers.get('permissions-policy')).toBe('camera=(self), microphone=(self)');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('an https server is named with wss', async () => {
    const secure = await startDemoShop({
      port: 0,
      host: '127.0.0.1',
      shopbellUrl: 'https://bell.example/',
      siteKey: '"><script>',
    });
    try {
      const response = await fetch(`${secure.url}/de/basket`);
      const body = await response.text();
      expect(response.headers.get('content-security-policy')).toContain(
        'connect-src https://bell.example wss://bell.example;',
      );
      expect(body).toContain(
        '<script async src="https://bell.example/shopbell.js" data-shopbell-site="&quot;&gt;&lt;script&gt;"></script>',
      );
    } finally {
      await secure.close();
    }
  });
});

describe('a product page', () => {
  test('describes its product for machines', async () => {
    const { body } = await aVisitor().get('/en/products/mora-bowl');
    const [, json = ''] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(body) ?? [];
    expect(JSON.parse(json)).toEqual({
      '@context': 'https://schema.org',
      '@type': 'Product',
      name: 'Mora bowl',
      description: expect.stringContaining('For soup') as string,
      image: `${shop.url}/assets/mora-bowl.svg`,
      sku: 'LL-1016',
      material: 'Stoneware, fired at 1,240 °C',
      brand: { '@type': 'Brand', name: 'Lehm & Lein' },
      offers: {
        '@type': 'Offer',
        url: `${shop.url}/en/products/mora-bowl`,
        price: '24.00',
        priceCurrency: 'EUR',
        availability: 'https://schema.org/InStock',
      },
    });
  });
});

describe('the basket', () => {
  test('is kept in a first-party cookie that the server sets on a post', async () => {
    const visitor = aVisitor();
    await visitor.get('/de/products/mora-bowl');
    expect([...visitor.cookies]).toEqual([]);
    const { response } = await visitor.post('/de/basket/add', { product: 'mora-bowl', quantity: '2' });
    expect(response.headers.getSetCookie()).toEqual([
      'basket=mora-bowl.2; Max-Age=2592000; Path=/; HttpOnly; SameSite=Lax',
    ]);
  });

  test('adds, changes and removes, and adds up', async () => {
    const visitor = await aVisitorWithBowls('1');
    const added = await visitor.submit('/de/basket/add', { product: 'strand-towel', quantity: '1' });
    expect(added.body).toContain('Neu im Warenkorb: Geschirrtuch Strand.');
    expect(added.body).toContain('46,90\u00a0€');
    const changed = await visitor.submit('/de/basket/change', { product: 'mora-bowl', quantity: '3' });
    expect(shownQuantity(changed.body, 'mora-bowl')).toBe('3');
    expect(changed.body).toContain('<dd>90,00\u00a0€</dd>');
    await visitor.submit('/de/basket/remove', { product: 'mora-bowl' });
    const emptied = await visitor.submit('/de/basket/change', { product: 'strand-towel', quantity: '0' });
    expect(emptied.body).toContain('Ihr Warenkorb ist leer.');
    expect([...visitor.cookies]).toEqual([]);
  });

  test('adds to what is there and stops at twenty, saying so', async () => {
    const visitor = await aVisitorWithBowls('19');
    const { body } = await visitor.submit('/en/basket/add', { product: 'mora-bowl', quantity: '5' });
    expect(shownQuantity(body, 'mora-bowl')).toBe('20');
    expect(body).toContain('One parcel takes at most 20 of each article.');
  });

  test.each(['-1', '0', '1.5', '1e9', 'two', '', '9'.repeat(12), '\u0000'])(
    'is unchanged when the quantity to add is %j',
    async (quantity) => {
      const visitor = await aVisitorWithBowls();
      const { response, body } = await visitor.submit('/en/basket/add', { product: 'mora-bowl', quantity });
      expect(response.status).toBe(200);
      expect(shownQuantity(body, 'mora-bowl')).toBe('2');
      expect(body).toContain('Please choose a quantity from 1 to 20. Unchanged: Mora bowl.');
    },
  );

  test.each(['-3', '', 'many'])('is unchanged when the new quantity is %j', async (quantity) => {
    const visitor = await aVisitorWithBowls();
    const { body } = await visitor.submit('/en/basket/change', { product: 'mora-bowl', quantity });
    expect(shownQuantity(body, 'mora-bowl')).toBe('2');
    expect(body).toContain('Unchanged: Mora bowl.');
  });

  test('takes a huge new quantity as the most that is possible', async () => {
    const visitor = await aVisitorWithBowls();
    const { body } = await visitor.submit('/en/basket/change', { product: 'mora-bowl', quantity: '99999' });
    expect(shownQuantity(body, 'mora-bowl')).toBe('20');
  });

  test.each([
    ['nonsense', '%%%~~..;'],
    ['an unknown product', 'gold-bar.3'],
    ['a negative quantity', 'mora-bowl.-4'],
    ['no quantity', 'mora-bowl'],
    ['markup', '<script>alert(1)</script>.2'],
    ['a name of every object', '__proto__.1~constructor.1'],
    ['broken escapes', '%E0%A4%A'],
    ['very much', 'x'.repeat(4000)],
  ])('is empty when its cookie holds %s', async (_what, cookie) => {
    const visitor = aVisitor();
    visitor.cookies.set('basket', cookie);
    for (const path of ['/en/basket', '/en/checkout']) {
      const { response, body } = await visitor.get(path);
      expect(response.status).toBe(200);
      expect(body).toContain('Your basket is empty.');
      expect(body).not.toContain('alert(1)');
    }
  });

  test('keeps what is good in a cookie that is partly nonsense', async () => {
    const visitor = aVisitor();
    visitor.cookies.set('basket', 'gold-bar.3~mora-bowl.400~lumi-glasses.1');
    const { body } = await visitor.get('/en/basket');
    expect([shownQuantity(body, 'mora-bowl'), shownQuantity(body, 'lumi-glasses')]).toEqual(['20', '1']);
  });

  test('ignores a notice that is none of ours', async () => {
    const { response, body } = await aVisitor().get('/en/basket?notice=toString&product=__proto__&product=a');
    expect(response.status).toBe(200);
    expect(body).not.toContain('role="status"');
  });
});

describe('the checkout', () => {
  test('leads to a thank-you page with an order number in both languages, and empties the basket', async () => {
    const visitor = await aVisitorWithBowls();
    const { body } = await visitor.submit('/de/checkout', anAddress());
    const number = /LL-\d{6}/.exec(body)?.[0] ?? '';
    expect(number).not.toBe('');
    expect(body).toContain('Danke, Erika Mustermann');
    expect(visitor.cookies.has('basket')).toBe(false);
    expect((await visitor.get('/en/thank-you')).body).toContain(number);
    expect((await visitor.get('/en/basket')).body).toContain('Your basket is empty.');
  });

  test('shows an order to nobody else', async () => {
    const { response, body } = await aVisitor().get('/en/thank-you');
    expect(response.status).toBe(404);
    expect(body).toContain('There is no order here');
  });

  test('names each field that needs another look and keeps the rest', async () => {
    const visitor = await aVisitorWithBowls();
    const { response, body } = await visitor.post(
      '/en/checkout',
      anAddress({ email: 'erika', postcode: '123', city: ' ', phone: 'call me', name: 'n'.repeat(101) }),
    );
    expect(response.status).toBe(422);
    const wrong = [...body.matchAll(/<p class="error" id="([a-z]+)-error">/g)].map(([, field]) => field);
    expect(wrong).toEqual(['email', 'phone', 'name', 'postcode', 'city']);
    expect(body).toContain('value="Musterweg 7"');
    expect(visitor.cookies.has('order')).toBe(false);
  });

  test('refuses a country it does not deliver to', async () => {
    const visitor = await aVisitorWithBowls();
    const { response, body } = await visitor.post('/en/checkout', anAddress({ country: 'constructor' }));
    expect(response.status).toBe(422);
    expect(body).toContain('We deliver to Germany and Austria. Please choose one of them.');
  });

  test('takes an Austrian postcode for Austria only', async () => {
    const visitor = await aVisitorWithBowls();
    expect((await visitor.post('/en/checkout', anAddress({ postcode: '1010' }))).response.status).toBe(422);
    const austria = anAddress({ postcode: '1010', country: 'AT' });
    expect((await visitor.post('/en/checkout', austria)).response.status).toBe(303);
  });

  test('sends an order without a basket back to the basket', async () => {
    const { response } = await aVisitor().post('/en/checkout', anAddress());
    expect([response.status, response.headers.get('location')]).toEqual([303, '/en/basket']);
  });

  test('never turns a typed name into markup', async () => {
    const hostile = `"><img src=x onerror='alert(1)'>&amp;</script>`;
    const escaped = '&quot;&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&amp;amp;&lt;/script&gt;';
    const visitor = await aVisitorWithBowls();
    const again = await visitor.post('/de/checkout', anAddress({ name: hostile, city: '' }));
    expect(again.body).toContain(`value="${escaped}"`);
    const thanks = await visitor.submit('/de/checkout', anAddress({ name: hostile }));
    expect(thanks.body).toContain(`Danke, ${escaped}`);
    for (const { body } of [again, thanks]) expect(body).not.toContain('<img src=x');
  });
});

describe('nonsense gets a friendly page', () => {
  test.each([
    ['/en/nowhere', 404, 'This page does not exist'],
    ['/nowhere', 404, 'This page does not exist'],
    ['/en/products/gold-bar', 404, 'This page does not exist'],
    ['/en/products/constructor', 404, 'This page does not exist'],
    ['/en/%zz', 400, 'We did not understand that'],
    ['/assets/..%2fshop.ts', 404, 'This page does not exist'],
    ['/assets/nothing.svg', 404, 'This page does not exist'],
  ])('%s: %i', async (path, status, words) => {
    const { response, body } = await aVisitor().get(path);
    expect(response.status).toBe(status);
    expect(body).toContain(`<h1>${words}</h1>`);
    expect(body).toContain(TAG);
  });

  test.each(['add', 'change', 'remove'])('an unknown product to %s: 404', async (action) => {
    const { response, body } = await aVisitor().post(`/de/basket/${action}`, { product: 'gold-bar', quantity: '1' });
    expect(response.status).toBe(404);
    expect(body).toContain('<h1>Diese Seite gibt es nicht</h1>');
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  test.each([
    ['nothing at all', {}, 404],
    ['JSON', { headers: { 'content-type': 'application/json' }, body: '{"product":"mora-bowl"}' }, 400],
    ['a form without end', { body: new URLSearchParams({ product: 'x'.repeat(20_000) }) }, 400],
  ])('%s posted to the basket', async (_what, init, status) => {
    const response = await fetch(`${shop.url}/en/basket/add`, { method: 'POST', redirect: 'manual', ...init });
    expect(response.status).toBe(status);
    expect(await response.text()).toMatch(/<h1>[^<]+<\/h1>/);
  });
});

test('a taken port rejects with EADDRINUSE', async () => {
  const port = Number(new URL(shop.url).port);
  const second = startDemoShop({ port, host: '127.0.0.1', shopbellUrl: SHOPBELL, siteKey: 'site-key-1' });
  await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
