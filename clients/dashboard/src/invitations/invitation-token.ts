/** The secret of an invitation in an address, such as `/invite#token=…`; null where it has none. */
export const invitationToken = (address: string | null): string | null => {
  const [path = '', hash = ''] = (address ?? '').split('#');
  return path === '' || path === '/invite' ? new URLSearchParams(hash).get('token') : null;
};
