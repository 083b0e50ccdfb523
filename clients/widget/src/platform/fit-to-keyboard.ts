/** Where the on-screen keyboard covers the page instead of shrinking it, gives the height that is left to the styles. */
export const fitToKeyboard = (): void => {
  const seen = window.visualViewport;
  if (!seen) return;
  const fit = (): void => {
    // Zoomed in by hand, the visible part is smaller without any keyboard.
    const height = seen.scale > 1 ? '' : `${String(seen.height)}px`;
    document.documentElement.style.setProperty('--visible-height', height);
    // Safari has moved the page up to show the field, which now stands above the keyboard by itself.
    if (height && seen.offsetTop > 0) scrollTo(0, 0);
  };
  seen.addEventListener('resize', fit);
  fit();
};
