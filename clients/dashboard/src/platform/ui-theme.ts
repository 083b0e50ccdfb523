import type { NuxtUIOptions } from '@nuxt/ui/unplugin';

/** Nuxt UI's components in the colours, radii and weights of the design; theme.css holds the tokens. */
export const theme: NonNullable<NuxtUIOptions['ui']> = {
  colors: {
    primary: 'teal',
    neutral: 'stone',
    warning: 'amber',
    error: 'red',
    success: 'green',
    info: 'violet',
    secondary: 'stone',
  },
  button: {
    slots: { base: 'cursor-pointer font-semibold' },
    defaultVariants: { size: 'md' },
    // A fainter teal on a dark ground would still look like a button that works.
    compoundVariants: [
      {
        color: ['primary', 'error'],
        variant: 'solid',
        class:
          'disabled:bg-accented disabled:text-muted disabled:opacity-100 aria-disabled:bg-accented aria-disabled:text-muted aria-disabled:opacity-100',
      },
    ],
  },
  input: { slots: { root: 'w-full' } },
  textarea: { slots: { root: 'w-full' } },
  formField: { slots: { label: 'text-default', help: 'text-muted', error: 'text-error' } },
  modal: { slots: { content: 'rounded-lg', title: 'text-base font-semibold', description: 'text-muted' } },
  dropdownMenu: { slots: { content: 'min-w-44' } },
};
