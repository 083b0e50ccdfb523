/** Where there is a page: calls as soon as the network or the reader is back. Answers what ends it. */
export function onPageBack(back: () => void): () => void {
  if (typeof document === 'undefined') return () => undefined;
  const ending = new AbortController();
  const { signal } = ending;
  const seen = () => {
    if (!document.hidden) back();
  };
  addEventListener('online', back, { signal });
  document.addEventListener('visibilitychange', seen, { signal });
  return () => {
    ending.abort();
  };
}
