/** The secret of a link, which stands behind the # so that it reaches no server's log. */
export const tokenOfAddress = (): string | null => new URLSearchParams(location.hash.slice(1)).get('token');

/** The secret must not stay in the address, the history or on a shared screen. */
export const clearAddress = (): void => {
  history.replaceState(history.state, '', location.pathname + location.search);
};
