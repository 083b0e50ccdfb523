import { useRouter } from 'vue-router';
import { useMe } from '../logins/index.ts';
import { t } from '../platform/language/language.ts';
import { useTell } from '../platform/tell.ts';

/** Signs out and leads to the sign-in page. */
export const useSigningOut = (): (() => Promise<void>) => {
  const me = useMe();
  const router = useRouter();
  const tell = useTell();

  return async () => {
    try {
      await me.signOut();
      await router.push({ name: 'sign-in' });
    } catch (error) {
      tell.failed(t('account.still_signed_in'), error);
    }
  };
};
