const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The words for the keys that open the palette. */
export const shortcutWord = isApple ? 'commands.keys_apple' : 'commands.keys';

export const isShortcut = (event: KeyboardEvent): boolean =>
  (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k';
