/**
 * How custom elements get their names. It knows that a shop's page may already hold another Shopbell (two script tags, two
 * versions) and that the first one wins; it knows no element.
 */

/** Registers `element` under `name` if the name is free; never throws into the page for a name that is taken. */
export function define(name: `shopbell-${string}`, element: CustomElementConstructor): void {
  if (customElements.get(name) === undefined) customElements.define(name, element);
}
