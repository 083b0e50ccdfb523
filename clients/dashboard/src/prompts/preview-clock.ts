import { onScopeDispose, ref } from 'vue';
import type { Ref } from 'vue';

export const speeds = [1, 8, 60] as const;
const frameMs = 100;

interface PreviewClock {
  atMs: Ref<number>;
  speed: Ref<(typeof speeds)[number]>;
  isPlaying: Ref<boolean>;
  toggle: () => void;
}

/** A moment of the talk that can be set, and played at some speed up to the end. */
export const usePreviewClock = (durationMs: () => number): PreviewClock => {
  const atMs = ref(0);
  const speed = ref<(typeof speeds)[number]>(8);
  const isPlaying = ref(false);

  const timer = setInterval(() => {
    if (!isPlaying.value) return;
    atMs.value = Math.min(durationMs(), atMs.value + frameMs * speed.value);
    if (atMs.value >= durationMs()) isPlaying.value = false;
  }, frameMs);
  onScopeDispose(() => {
    clearInterval(timer);
  });

  const toggle = (): void => {
    if (!isPlaying.value && atMs.value >= durationMs()) atMs.value = 0;
    isPlaying.value = !isPlaying.value;
  };
  return { atMs, speed, isPlaying, toggle };
};
