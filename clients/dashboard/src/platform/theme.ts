import { defineStore } from 'pinia';
import { computed, ref, watchEffect } from 'vue';

export type ThemeChoice = 'system' | 'light' | 'dark';

export const themeChoices = [
  { value: 'light', icon: 'i-lucide-sun', label: 'platform.light' },
  { value: 'system', icon: 'i-lucide-monitor', label: 'platform.like_the_system' },
  { value: 'dark', icon: 'i-lucide-moon', label: 'platform.dark' },
] as const;

const key = 'convomatic_theme';
const prefersDark = matchMedia('(prefers-color-scheme: dark)');

const stored = (): ThemeChoice => {
  const value = localStorage.getItem(key);
  return value === 'light' || value === 'dark' ? value : 'system';
};

/** Light or dark: the system's, unless this browser's person chose. */
export const useTheme = defineStore('theme', () => {
  const choice = ref<ThemeChoice>(stored());
  const isSystemDark = ref(prefersDark.matches);
  prefersDark.addEventListener('change', (change) => {
    isSystemDark.value = change.matches;
  });

  const isDark = computed(() => (choice.value === 'system' ? isSystemDark.value : choice.value === 'dark'));
  watchEffect(() => {
    document.documentElement.classList.toggle('dark', isDark.value);
  });

  const choose = (next: ThemeChoice): void => {
    choice.value = next;
    if (next === 'system') localStorage.removeItem(key);
    else localStorage.setItem(key, next);
  };
  return { choice, isDark, choose };
});
