/** Where the focus really is, through all shadow roots, and how it comes back. Knows no element by name. */

/** The innermost element with the focus, or null. */
export function deepFocus(root: DocumentOrShadowRoot = document): Element | null {
  let element = root.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

/** Remembers the focus; the returned function gives it back if its element is still there. */
export function rememberFocus(): () => void {
  const element = deepFocus();
  return () => {
    if (element instanceof HTMLElement && element.isConnected) element.focus();
  };
}
