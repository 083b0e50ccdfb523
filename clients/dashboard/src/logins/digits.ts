/** The digits of a typed or pasted code, without the spaces and words that came along. */
export const digitsOf = (typed: string): string => typed.replace(/\D/g, '').slice(0, 6);
