/** Microseconds of a clock that all processes of a machine share. */
export const nowMicros = (): number => Number(process.hrtime.bigint() / 1_000n);
