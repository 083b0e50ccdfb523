import { onBeforeUnmount, ref } from 'vue';
import type { Ref } from 'vue';
import { onBeforeRouteLeave, useRouter } from 'vue-router';

/** Asks before a page with unsaved changes is left, in the page and for the whole tab. */
export const useLeaveGuard = (isUnsaved: () => boolean): { isAsking: Ref<boolean>; leave: () => void } => {
  const router = useRouter();
  const isAsking = ref(false);
  let wanted: string | null = null;
  let isAllowed = false;

  onBeforeRouteLeave((to) => {
    // Who was signed out meanwhile cannot save any more.
    if (isAllowed || !isUnsaved() || to.name === 'sign-in') return true;
    wanted = to.fullPath;
    isAsking.value = true;
    return false;
  });

  const warn = (event: BeforeUnloadEvent): void => {
    if (isUnsaved()) event.preventDefault();
  };
  addEventListener('beforeunload', warn);
  onBeforeUnmount(() => {
    removeEventListener('beforeunload', warn);
  });

  const leave = (): void => {
    isAllowed = true;
    isAsking.value = false;
    if (wanted !== null) void router.push(wanted);
  };
  return { isAsking, leave };
};
