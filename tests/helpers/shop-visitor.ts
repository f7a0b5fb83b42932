/**
 * A visitor of the demo shop without a browser: keeps cookies, opens pages and posts forms, as a browser without scripts
 * does. It knows HTTP only and follows no redirect unless it is told to.
 */

/** An answer of the shop with its text. */
export interface ShopAnswer {
  readonly response: Response;
  readonly body: string;
}

type Form = Readonly<Record<string, string>>;

/** A visitor of the shop at one address. */
export class ShopVisitor {
  /** The cookies that the shop has set, and whatever a test puts there. */
  readonly cookies = new Map<string, string>();
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** Opens a page. */
  async get(path: string): Promise<ShopAnswer> {
    return this.#send(path, {});
  }

  /** Posts a form and stays at the answer. */
  async post(path: string, form: Form): Promise<ShopAnswer> {
    return this.#send(path, { method: 'POST', body: new URLSearchParams(form) });
  }

  /** Posts a form and opens the page that the answer leads to; throws if it leads nowhere. */
  async submit(path: string, form: Form): Promise<ShopAnswer> {
    const { response } = await this.post(path, form);
    const target = response.headers.get('location');
    if (response.status !== 303 || target === null)
      throw new Error(`${path} answered ${response.status}, not a redirect`);
    return this.get(target);
  }

  async #send(path: string, init: RequestInit): Promise<ShopAnswer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(this.#url + path, { ...init, redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return { response, body: await response.text() };
  }
}
