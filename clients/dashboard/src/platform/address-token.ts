const partOfAddress = (name: string): string | null => new URLSearchParams(location.hash.slice(1)).get(name);

/** The secret of a link, which stands behind the # so that it reaches no server's log. */
export const tokenOfAddress = (): string | null => partOfAddress('token');

/** Where the link of a sign-in mail leads afterwards. */
export const returnOfAddress = (): string | null => partOfAddress('return');

/** The secret must not stay in the address, the history or on a shared screen. */
export const clearAddress = (): void => {
  history.replaceState(history.state, '', location.pathname + location.search);
};
