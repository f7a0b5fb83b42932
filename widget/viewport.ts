/**
 * The part of the screen that a phone's keyboard leaves: where the window fills the screen it follows that part, or the
 * composer would lie under the keys. It knows the browser's visual viewport and writes two custom properties.
 */

/** Keeps `--shopbell-height` and `--shopbell-top` of the element up to date; the returned function stops that. */
export function followViewport(element: HTMLElement): () => void {
  const { visualViewport } = window;
  if (visualViewport === null) return () => undefined;
  const follow = (): void => {
    element.style.setProperty('--shopbell-height', `${visualViewport.height}px`);
    element.style.setProperty('--shopbell-top', `${visualViewport.offsetTop}px`);
  };
  follow();
  visualViewport.addEventListener('resize', follow);
  visualViewport.addEventListener('scroll', follow);
  return () => {
    visualViewport.removeEventListener('resize', follow);
    visualViewport.removeEventListener('scroll', follow);
    element.style.removeProperty('--shopbell-height');
    element.style.removeProperty('--shopbell-top');
  };
}
