const noisy =
  /^(Closing (open )?session|Opening session|Session already|Removing old closed session|Decrypted message with closed|Failed to decrypt|Session error|V1 session|Migrating session)/i

/** Keeps libsignal from printing session keys to this process's console; other output passes. */
export const quietLibsignal = (): void => {
  for (const level of ["log", "info", "warn", "error"] as const) {
    const print = console[level].bind(console)
    console[level] = (...args: unknown[]) => {
      if (typeof args[0] !== "string" || !noisy.test(args[0])) print(...args)
    }
  }
}
